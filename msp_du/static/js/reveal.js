// Hides what stands under a choice until that choice is made; without script it is all shown.
const inputs = [...document.querySelectorAll("input[data-aria-controls]")];

function show() {
  for (const input of inputs) {
    const block = document.getElementById(input.dataset.ariaControls);
    if (!block) continue;
    block.hidden = !input.checked;
    // What is hidden is not an answer: it is not sent.
    for (const field of block.querySelectorAll("input, select, textarea")) field.disabled = block.hidden;
  }
}

document.addEventListener("change", (event) => {
  if (event.target.matches("input[type=radio], input[type=checkbox]")) show();
});
// The browser may put answers back after the page has loaded.
addEventListener("pageshow", show);
show();
