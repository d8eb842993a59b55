// Opens the comments of a line over the sheet, where its own page would have led away from it.
const form = document.querySelector("form[data-marks]");
const words = form && JSON.parse(form.dataset.words);
const PATIENCE = 2000;

function pageOf(text) {
  return new DOMParser().parseFromString(text, "text/html");
}

// A mark that is being saved is waited for: only then may it be commented on.
async function settled(row) {
  const until = Date.now() + PATIENCE;
  while (row.querySelector("[data-state=saving]") && Date.now() < until) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

// The comment made a new version of each mark: the cells that hold the same mark take it over.
function takeOver(row, page, link) {
  for (const seen of row.querySelectorAll("input[name^='seen.']")) {
    const fresh = page.querySelector(`input[name="${seen.name}"]`)?.value ?? "";
    if (fresh.split(" ")[1] === seen.value.split(" ")[1]) seen.value = fresh;
  }
  const now = [...page.querySelectorAll("[data-comment]")]
    .find((each) => each.getAttribute("href") === link.getAttribute("href"));
  if (now) link.replaceChildren(...now.childNodes);
}

function fill(dialog, page) {
  const title = document.createElement("h2");
  title.className = "govuk-heading-m";
  title.id = "commentaires";
  title.textContent = page.querySelector("h1").textContent;
  const name = document.createElement("p");
  name.textContent = page.querySelector(".heading__lead").textContent;
  const close = document.createElement("button");
  close.type = "button";
  close.className = "govuk-button govuk-button--secondary";
  close.textContent = words.close;
  close.addEventListener("click", () => dialog.close());
  const line = document.createElement("div");
  line.setAttribute("role", "status");
  const comments = page.querySelector("form[data-comments]");
  const content = comments ?? page.querySelector("main .stack");
  dialog.replaceChildren(title, name, document.adoptNode(content), line, close);
  return { comments, line };
}

async function open(link) {
  const row = link.closest("tr");
  await settled(row);
  let response;
  try {
    response = await fetch(link.href, { redirect: "manual" });
  } catch { /* told below */ }
  if (!response?.ok) return location.assign(link.href);
  const dialog = document.createElement("dialog");
  dialog.className = "grid-dialog";
  dialog.setAttribute("aria-labelledby", "commentaires");
  document.body.append(dialog);
  dialog.addEventListener("close", () => { dialog.remove(); link.focus(); });
  show(fill(dialog, pageOf(await response.text())));
  dialog.showModal();

  function show({ comments, line }) {
    comments?.addEventListener("submit", async (event) => {
      event.preventDefault();
      event.stopPropagation();
      try {
        const answer = await fetch(link.href, { method: "POST", body: new URLSearchParams(new FormData(comments)) });
        const page = pageOf(await answer.text());
        if (answer.ok && page.querySelector("form[data-marks]")) {
          takeOver(row, page, link);
          return dialog.close();
        }
        if (!page.querySelector("form[data-comments]")) throw new Error(answer.status);
        show(fill(dialog, page));
        dialog.querySelector("[aria-invalid], textarea")?.focus();
      } catch {
        line.textContent = words.unsentComments;
      }
    });
  }
}

form?.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-comment]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  open(link);
});
