// Adds up what is typed, as it is typed: each sum names its boxes and what it has besides them.
const form = document.querySelector("form[data-summed]");
const sums = [...document.querySelectorAll("[data-sum-of]")];
const spoken = document.querySelector("[data-sums-spoken]");
const format = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 12 });
const NUMBER = /^[+-]?\d{1,9}(\.\d{1,12})?$/;

// A box that holds no number leaves its sums unknown, and shows it.
function numberOf(text) {
  const figures = text.replace(/\s/g, "").replace(",", ".");
  if (!figures) return 0;
  return NUMBER.test(figures) ? Number(figures) : NaN;
}

function total(sum) {
  const boxes = [...form.querySelectorAll(sum.dataset.sumOf)];
  const value = boxes.reduce((all, box) => all + numberOf(box.value), Number(sum.dataset.rest));
  return Number.isNaN(value) ? "?" : format.format(Number(value.toFixed(9)));
}

function add() {
  for (const sum of sums) sum.textContent = total(sum);
}

// What changed is said once a box is left, not at each key.
function say() {
  const rows = [...document.querySelectorAll("[data-sums] tbody tr")];
  spoken.textContent = rows.map((row) => [...row.cells].map((cell) => cell.innerText.trim()).join(", ")).join(". ");
}

if (form) {
  form.addEventListener("input", add);
  form.addEventListener("change", say);
  addEventListener("pageshow", add);
  add();
}
