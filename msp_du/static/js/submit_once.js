// Lets a form leave once: a second tap on a slow network sends nothing more.
const leaving = new WeakSet();

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  if (leaving.has(form)) event.preventDefault();
  leaving.add(form);
});
// Back from the next page: the form may be sent again.
addEventListener("pageshow", (event) => {
  if (event.persisted) for (const form of document.forms) leaving.delete(form);
});
