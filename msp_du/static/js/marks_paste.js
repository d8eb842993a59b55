// Pastes a column or a block of a spreadsheet into a sheet of marks, from the focused cell on, and
// says what could not be taken; the whole block can be undone. Saving is marks_saving.js's.
const form = document.querySelector("form[data-marks]");
const words = form && JSON.parse(form.dataset.words);
const width = form?.querySelectorAll("thead th[id^='c']").length ?? 0;
const grid = [...(form?.querySelectorAll("tbody tr") ?? [])].map((row) =>
  [...row.querySelectorAll("td")].slice(0, width).map((cell) => ({
    cell, field: cell.querySelector("[data-mark]"),
  })));
const pasted = [];

function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (_all, name) => values[name]);
}

function about({ cell }) {
  return `${cell.closest("tr").querySelector("th [id]").textContent}, ${cell.dataset.label}`;
}

function lines(text) {
  return text.replace(/(\r\n|\r|\n)$/, "").split(/\r\n|\r|\n/).map((line) =>
    line.split("\t").map((each) => each.trim().replace(/^"(.*)"$/, "$1")));
}

// A list takes what one of its choices says or means.
function put(field, text) {
  const options = [...(field.options ?? [])];
  const option = options.find((each) => [each.value, each.text].includes(text));
  if (options.length && !option) return false;
  field.value = option ? option.value : text;
  return true;
}

function place(top, left, rows) {
  const block = { cells: [], faults: [] };
  rows.forEach((texts, down) => texts.forEach((text, right) => {
    const spot = grid[top + down]?.[left + right];
    if (!spot) {
      if (text) block.faults.push({ text: fill(words.outside, { text }) });
      return;
    }
    const before = spot.field?.value;
    if (spot.field ? put(spot.field, text) : !text || spot.cell.textContent.trim().startsWith(text)) {
      if (before !== spot.field?.value) block.cells.push({ field: spot.field, before, now: spot.field.value });
    } else block.faults.push({ text: fill(words.closed, { about: about(spot), text }) });
  }));
  return block;
}

let panel, line, list, undoing;
function show(block, said) {
  if (!panel) {
    panel = document.createElement("div");
    panel.className = "grid-paste";
    line = document.createElement("div");
    line.setAttribute("role", "status");
    list = document.createElement("ul");
    undoing = document.createElement("button");
    undoing.type = "button";
    undoing.className = "govuk-button govuk-button--secondary";
    undoing.textContent = words.undo;
    undoing.addEventListener("click", undo);
    panel.append(line, list, undoing);
    form.querySelector(".grid-region").after(panel);
  }
  line.textContent = said;
  undoing.hidden = !pasted.length;
  list.hidden = !block?.faults.length;
  list.replaceChildren(...(block?.faults ?? []).map(({ text, field }) => {
    const item = document.createElement("li");
    if (!field) item.textContent = text;
    else {
      const link = document.createElement("a");
      link.href = `#${field.id}`;
      link.textContent = text;
      link.addEventListener("click", (event) => { event.preventDefault(); field.focus(); });
      item.append(link);
    }
    return item;
  }));
}

function tell(block) {
  const said = [fill(words.pasted, { count: block.cells.length })];
  if (block.faults.length) said.push(fill(words.faults, { count: block.faults.length }));
  show(block, said.join(" "));
}

function save(fields) {
  form.dispatchEvent(new CustomEvent("marks:cells", { detail: fields }));
}

function undo() {
  const block = pasted.pop();
  if (!block) return;
  // What was typed over it since stays.
  const mine = block.cells.filter(({ field, now }) => field.value === now);
  for (const { field, before } of mine) field.value = before;
  show(null, words.undone);
  save(mine.map(({ field }) => field));
  block.cells[0]?.field.focus();
}

form?.addEventListener("paste", (event) => {
  const spot = grid.flatMap((row, top) => row.map((each, left) => ({ ...each, top, left })))
    .find(({ field }) => field && field === event.target);
  const rows = lines(event.clipboardData.getData("text/plain"));
  if (!spot || (rows.length === 1 && rows[0].length === 1)) return;
  event.preventDefault();
  const block = place(spot.top, spot.left, rows);
  pasted.push(block);
  tell(block);
  save(block.cells.map(({ field }) => field));
});

form?.addEventListener("marks:answered", ({ target, detail }) => {
  const block = pasted.at(-1);
  const item = block?.cells.find(({ field }) => field === target);
  if (!item) return;
  if (detail.state === "saved" && target.value === target.defaultValue) item.now = target.value;
  if (detail.state !== "refused") return;
  const spot = grid.flat().find(({ field }) => field === target);
  block.faults.push({ field: target, text: fill(words.refusedPaste, {
    about: about(spot), text: target.value, said: detail.said }) });
  tell(block);
});

form?.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.shiftKey || event.key.toLowerCase() !== "z") return;
  const item = pasted.at(-1)?.cells.find(({ field }) => field === event.target);
  const isAsPasted = item ? event.target.value === item.now : event.target.value === event.target.defaultValue;
  if (!pasted.length || !isAsPasted) return;
  event.preventDefault();
  undo();
});
