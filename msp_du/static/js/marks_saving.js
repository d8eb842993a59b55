// Saves each cell of a sheet of marks as soon as it is left. What could not be sent stays here and
// leaves again by itself; two values of one cell are both shown; nothing typed is dropped.
//
// Cells come by "change", or several at once by "marks:cells" (detail: the controls). Of each the
// answer is told by "marks:answered" on its control (detail: state, and what is said).
const MOST = 500;
const FIRST_WAIT = 1000;
const LONGEST_WAIT = 30000;
const PATIENCE = 20000;

const form = document.querySelector("form[data-marks]");
const fields = [...(form?.querySelectorAll("[data-mark]") ?? [])];

if (fields.length) {
  const words = JSON.parse(form.dataset.words);
  const token = form.elements.csrf_token;
  const cells = new Map(fields.map((field) => [field, {
    // A value that was refused before the page came is not saved.
    saved: field.hasAttribute("aria-invalid") ? null : field.value,
    wanted: field.value, fault: "", conflict: false,
  }]));
  const byName = new Map(fields.map((field) => [nameOf(field), field]));
  const queue = new Set();
  const leaving = new Set();
  const reason = form.querySelector("[data-reason] textarea");
  let isReasonChecked = false;
  let wait = 0, timer, halted = "", hasNewCells = false;

  const line = document.createElement("div");
  line.className = "grid-status";
  line.setAttribute("role", "status");
  const acts = document.createElement("p");
  acts.className = "grid-acts";
  form.querySelector(".grid-region").after(line, acts);
  form.classList.add("grid-live");
  for (const button of form.querySelectorAll("button[type=submit]")) button.remove();

  function nameOf(field) { return field.name.slice("mark.".length); }
  function fill(text, values) { return text.replace(/\{(\w+)\}/g, (_all, name) => values[name]); }
  function seenOf(field) { return form.elements[`seen.${nameOf(field)}`]; }
  function about(field) {
    const row = field.closest("tr").querySelector("th [id]").textContent;
    return `${row}, ${field.closest("td").dataset.label}`;
  }
  function isUnsaved(field) {
    return field.value.trim() !== cells.get(field).saved || queue.has(field) || leaving.has(field);
  }

  // What stands under a control: one element a purpose, named by the control.
  function under(field, kind, tag, className) {
    const id = `${field.id}-${kind}`;
    let element = document.getElementById(id);
    if (!element) {
      element = document.createElement(tag);
      element.id = id;
      element.className = className;
      field.closest("td").append(element);
    }
    const described = new Set((field.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean));
    field.setAttribute("aria-describedby", [...described.add(id)].join(" "));
    return element;
  }
  function clear(field, kind) {
    const id = `${field.id}-${kind}`;
    document.getElementById(id)?.remove();
    const rest = (field.getAttribute("aria-describedby") ?? "").split(" ").filter((one) => one && one !== id);
    if (rest.length) field.setAttribute("aria-describedby", rest.join(" "));
    else field.removeAttribute("aria-describedby");
  }
  function show(field, state) {
    if (!state) return clear(field, "s");
    const element = under(field, "s", "span", "mark-state");
    element.dataset.state = state;
    element.textContent = words[state];
  }
  function forgive(field) {
    const cell = cells.get(field);
    cell.fault = "";
    cell.conflict = false;
    field.removeAttribute("aria-invalid");
    field.classList.remove("govuk-input--error");
    clear(field, "e");
    clear(field, "c");
  }

  function take(some) {
    for (const field of some) {
      const cell = cells.get(field);
      forgive(field);
      cell.wanted = field.value.trim();
      if (cell.wanted === cell.saved && !leaving.has(field)) {
        queue.delete(field);
        show(field, "");
      } else {
        queue.add(field);
        show(field, halted ? "failed" : "saving");
      }
    }
    tell();
    flush();
  }

  async function flush() {
    clearTimeout(timer);
    if (leaving.size || halted) return;
    const sent = new Map();
    for (const field of queue) {
      const cell = cells.get(field);
      if (cell.wanted === cell.saved) queue.delete(field);
      else if (sent.size < MOST) sent.set(field, cell.wanted);
    }
    if (!sent.size) return tell();
    for (const field of sent.keys()) { queue.delete(field); leaving.add(field); show(field, "saving"); }
    tell();
    const outcome = await post(sent);
    leaving.clear();
    if (outcome === "answered") { wait = 0; tell(); return flush(); }
    for (const field of sent.keys()) { queue.add(field); show(field, "failed"); }
    if (outcome === "again" && await renew()) return flush();
    if (outcome === "waiting") later();
    tell();
  }

  async function post(sent) {
    const body = { cells: [...sent].map(([field, typed]) => (
      { name: nameOf(field), typed, seen: seenOf(field).value })) };
    if (reason) Object.assign(body, { reason: reason.value, reason_checked: isReasonChecked });
    let response, answer;
    try {
      response = await fetch(form.dataset.marks, {
        method: "POST", redirect: "manual", body: JSON.stringify(body),
        headers: { "Content-Type": "application/json", "X-CSRFToken": token.value },
        signal: AbortSignal.timeout(PATIENCE),
      });
      if ([200, 409, 422].includes(response.status)) answer = await response.json();
    } catch {
      return "waiting";
    }
    if (answer?.cells) { settle(answer, sent); return "answered"; }
    if (response.type === "opaqueredirect") halted = "signedOut";
    else if (response.status === 400) { halted = "signedOut"; return "again"; }
    else if ([403, 404].includes(response.status)) halted = "noAccess";
    return halted ? "halted" : "waiting";
  }

  function later() {
    wait = Math.min(wait ? wait * 2 : FIRST_WAIT, LONGEST_WAIT);
    timer = setTimeout(flush, wait);
  }

  // The page's token ends with the session: a new one comes with the page, for the same account.
  async function renew() {
    try {
      const response = await fetch(location.href, { redirect: "manual" });
      if (!response.ok) { halted = response.status ? "noAccess" : "signedOut"; return false; }
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      const fresh = page.querySelector("form[data-marks]");
      halted = !fresh ? "noAccess" : fresh.dataset.account === form.dataset.account ? "" : "otherAccount";
      if (!halted) token.value = fresh.elements.csrf_token.value;
    } catch {
      later();
    }
    return !halted;
  }
  async function retry() {
    if (leaving.size) return;
    if (halted && !await renew()) return tell();
    flush();
  }

  function settle(answer, sent) {
    for (const [name, told] of Object.entries(answer.cells)) {
      const field = byName.get(name);
      const outcomes = { saved: keep, refused: refuse, conflict: ask };
      outcomes[told.state](field, told, sent.get(field));
      field.dispatchEvent(new CustomEvent("marks:answered", { bubbles: true, detail: told }));
    }
    for (const [year, row] of Object.entries(answer.rows)) {
      const line = fields.find((field) => nameOf(field).startsWith(year)).closest("tr");
      const average = line.querySelector("[data-average]");
      if (average) average.textContent = row.average;
      line.querySelector("[data-notes]").replaceChildren(
        ...row.notes.flatMap((note) => [document.createElement("br"), note]));
    }
    const averages = form.querySelectorAll("[data-averages] td");
    [...answer.columns, answer.class_average].forEach((text, number) => {
      if (averages[number]) averages[number].textContent = text;
    });
    hasNewCells = answer.open > fields.length;
    if (reason) doubt(answer.reason);
  }

  // What may be wrong with the reason stands below it; once read again it may go as it is.
  function doubt({ said, may_pass: mayPass }) {
    const box = reason.closest("[data-reason]");
    box.querySelector("[data-doubt]")?.remove();
    if (!said) return;
    const text = document.createElement("p");
    text.textContent = said;
    const panel = document.createElement("div");
    panel.dataset.doubt = "";
    panel.className = "notice notice--todo";
    panel.append(text);
    if (mayPass) panel.append(act(words.reasonChecked, () => { isReasonChecked = true; resend(); }));
    box.append(panel);
  }
  function resend() {
    if (reason.value.trim()) take(fields.filter(isUnsaved));
  }

  function hold(field, value, seen) {
    const cell = cells.get(field);
    cell.saved = value;
    field.defaultValue = value;
    seenOf(field).value = seen;
  }
  function keep(field, told, typed) {
    const cell = cells.get(field);
    hold(field, told.value, told.seen);
    if (cell.wanted !== typed) return;
    cell.wanted = told.value;
    if (field.value.trim() === typed && field.value !== told.value) {
      field.value = told.value;
      if (field === document.activeElement) field.select?.();
    }
    show(field, "saved");
  }
  function refuse(field, told, typed) {
    const cell = cells.get(field);
    if (cell.wanted !== typed) return;
    cell.fault = told.said;
    field.setAttribute("aria-invalid", "true");
    field.classList.add("govuk-input--error");
    under(field, "e", "p", "govuk-error-message").textContent = told.said;
    show(field, "failed");
  }
  function ask(field, told, typed) {
    const cell = cells.get(field);
    if (cell.wanted !== typed) return;
    cell.conflict = true;
    show(field, "failed");
    const panel = under(field, "c", "div", "mark-conflict");
    panel.setAttribute("role", "group");
    panel.setAttribute("aria-label", about(field));
    const text = document.createElement("p");
    text.textContent = fill(words.conflict, told);
    panel.replaceChildren(text, act(fill(words.keepMine, told), () => {
      seenOf(field).value = told.seen;
      field.value = typed;
      field.focus();
      take([field]);
    }), act(fill(words.keepTheirs, told), () => {
      hold(field, told.value, told.seen);
      field.value = told.value;
      field.focus();
      take([field]);
    }));
  }
  function act(text, run) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "govuk-button govuk-button--secondary";
    button.textContent = text;
    button.addEventListener("click", run);
    return button;
  }
  function link(text, url, isNew) {
    const anchor = document.createElement("a");
    anchor.href = url;
    anchor.textContent = text;
    if (isNew) anchor.target = "_blank";
    return anchor;
  }

  // The line below the grid: what is not saved yet and why, what is to be done.
  function tell() {
    const count = queue.size + leaving.size;
    const conflicts = fields.filter((field) => cells.get(field).conflict).length;
    const said = [];
    if (halted) said.push(fill(words[halted], { count }));
    else if (wait) said.push(fill(words.unsent, { count }));
    else if (count) said.push(fill(words.sending, { count }));
    if (conflicts) said.push(fill(words.conflicts, { count: conflicts }));
    for (const field of fields) {
      const { fault } = cells.get(field);
      if (fault) said.push(fill(words.refused, { about: about(field), said: fault }));
    }
    if (hasNewCells) said.push(words.newCells);
    if (!said.length && !fields.some(isUnsaved)) said.push(words.allSaved);
    const text = said.join(" ");
    if (line.textContent !== text) line.textContent = text;
    const wanted = halted || (wait ? "waiting" : "") || (hasNewCells ? "newCells" : "");
    if (acts.dataset.of === wanted) return;
    acts.dataset.of = wanted;
    acts.replaceChildren(
      ...(halted === "signedOut" ? [link(words.signIn, form.dataset.signIn, true)] : []),
      ...(halted && halted !== "noAccess" || wanted === "waiting" ? [act(words.retry, retry)] : []),
      ...(wanted === "newCells" ? [link(words.reload, location.href)] : []));
  }

  reason?.addEventListener("input", () => { isReasonChecked = false; });
  reason?.addEventListener("change", resend);
  form.addEventListener("change", (event) => { if (cells.has(event.target)) take([event.target]); });
  form.addEventListener("marks:cells", (event) => take(event.detail));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    take(fields.filter(isUnsaved));
  });
  addEventListener("online", retry);
  addEventListener("focus", () => { if (halted === "signedOut" || halted === "otherAccount") retry(); });
  addEventListener("beforeunload", (event) => { if (fields.some(isUnsaved)) event.preventDefault(); });
}
