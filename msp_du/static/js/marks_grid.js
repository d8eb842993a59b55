// Moves through a sheet of marks by the keyboard: Enter or ↓ to the next line, Shift+Enter or ↑
// to the one before, ← and → past the ends of the text; Escape takes back what was typed, F2 puts
// the cursor into the text.
const form = document.querySelector("form[data-marks]");
const fields = [...(form?.querySelectorAll("input[data-mark]") ?? [])];
const columns = new Map();
for (const field of fields) {
  const column = field.id.split("-")[1];
  columns.set(column, [...(columns.get(column) ?? []), field]);
  // The suggested absences are for phones; with a keyboard their list would take the arrow keys.
  if (matchMedia("(pointer: fine)").matches) field.removeAttribute("list");
}

function neighbour(field, step) {
  const column = columns.get(field.id.split("-")[1]);
  return column[column.indexOf(field) + step];
}

function beside(field, step) {
  return fields[fields.indexOf(field) + step];
}

// From the last line Enter leads nowhere: the mark is taken as typed.
function target(event) {
  const field = event.target;
  const start = field.selectionStart === 0 && field.selectionEnd === 0;
  const end = field.selectionStart === field.value.length;
  const whole = field.selectionStart === 0 && field.selectionEnd === field.value.length;
  switch (event.key) {
    case "Enter": return neighbour(field, event.shiftKey ? -1 : 1) ?? field;
    case "ArrowDown": return neighbour(field, 1);
    case "ArrowUp": return neighbour(field, -1);
    case "ArrowLeft": return start || whole ? beside(field, -1) : undefined;
    case "ArrowRight": return end || whole ? beside(field, 1) : undefined;
    default: return undefined;
  }
}

function changed(field) {
  field.dispatchEvent(new Event("change", { bubbles: true }));
}

form?.addEventListener("keydown", (event) => {
  const field = event.target;
  if (!field.matches("input[data-mark]") || event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.key === "Escape") {
    field.value = field.defaultValue;
    field.select();
    changed(field);
  }
  if (event.key === "F2") field.setSelectionRange(field.value.length, field.value.length);
  if (event.key.startsWith("Arrow") && event.shiftKey) return;
  const next = target(event);
  if (!next) return;
  event.preventDefault();
  if (next === field) changed(field);
  next.focus();
  next.select();
});
