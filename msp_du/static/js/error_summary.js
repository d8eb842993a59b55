// Brings the reader to the list of what is to be corrected, as soon as the page stands.
const summary = document.querySelector("[data-error-summary]");
if (summary) summary.focus();

// A link of the list leads to the control itself, with its label in view.
summary?.addEventListener("click", (event) => {
  const link = event.target.closest("a[href^='#']");
  const control = link && document.getElementById(link.hash.slice(1));
  if (!control) return;
  event.preventDefault();
  const group = control.closest("fieldset, .govuk-form-group") ?? control;
  group.scrollIntoView();
  control.focus({ preventScroll: true });
});
