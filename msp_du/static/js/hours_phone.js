// The form of a day writes to this browser first, then the day is sent: one way, network or not.
// What it cannot read by itself (a text, an absence, a date mistyped) goes as a form, as without
// script. The page without a network has the same form, filled from what is known here.
const form = document.querySelector("form[data-hours]");
const list = document.querySelector("[data-days]");
const words = JSON.parse(form.dataset.hours);
const script = document.querySelector("script[data-outbox]");
const arriving = import(script.src);
const language = document.documentElement.lang;
const isShell = form.hasAttribute("data-shell");
const panel = document.querySelector("[data-kept]");
const said = panel.querySelector("[role=status]");
const shown = [];
let alias = script.dataset.alias;
let skew = 0, mended = null, isBusy = false;

function fill(text, values) { return text.replace(/\{(\w+)\}/g, (_all, name) => values[name]); }
function two(number) { return String(number).padStart(2, "0"); }
function iso(day) { return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`; }
function dayName(text) {
  const day = new Date(`${text}T12:00`);
  return day.toLocaleDateString(language, { weekday: "long", day: "numeric", month: "long" });
}
function hours(minutes) {
  return `${Math.floor(minutes / 60)}\u00a0h${minutes % 60 ? `\u00a0${two(minutes % 60)}` : ""}`;
}
function about(day) {
  const length = day.minutes ? hours(day.minutes) : fill(words.times, day);
  return `${dayName(day.date)}, ${length}`;
}

function clock(text) {
  const found = /^(\d{1,2})(?:\s*[h:.]\s*(\d{2})?)?$/i.exec(text) ?? /^(\d{1,2})(\d{2})$/.exec(text);
  return found && found[1] < 24 && (found[2] ?? 0) < 60 ? `${two(found[1])}:${found[2] ?? "00"}` : null;
}
function duration(text) {
  const found = /^(\d{1,2})(?:\s*[h:]\s*(\d{1,2})?)?$/i.exec(text);
  const minutes = found && (found[2] ?? 0) < 60 ? found[1] * 60 + Number(found[2] ?? 0) : 0;
  return minutes > 0 && minutes <= 1440 ? minutes : null;
}
function typedDay(value) {
  const [year, month, day] = ["year", "month", "day"].map((part) => Number(value(`other_day-${part}`)));
  const found = new Date(year, month - 1, day, 12);
  return year > 1900 && found.getMonth() === month - 1 && found.getDate() === day ? iso(found) : null;
}
function length(value) {
  if (value("duration") === "free") return { minutes: duration(value("minutes")) };
  if (value("duration") !== "times") return { minutes: Number(value("duration")) || null };
  const pause = value("break_minutes");
  return {
    start: clock(value("start")), end: clock(value("end")),
    break_minutes: /^\d{0,3}$/.test(pause) && Number(pause) <= 720 ? Number(pause) : null,
  };
}

// A day as the form says it, or null when that takes more than the form can tell by itself.
function read() {
  const data = new FormData(form);
  const value = (name) => (data.get(name) ?? "").trim();
  const isPlain = !form.elements.confirmed && !value("activity")
    && value("kind") === (form.dataset.kind ?? "") && (value("presence") || "present") === "present";
  const day = {
    client_id: value("client_id"), alias,
    placement: mended?.placement ?? form.dataset.placement ?? value("placement"),
    date: value("day") === "other" ? typedDay(value) : value("day"),
    ...length(value), created_at: new Date().toISOString(),
  };
  return isPlain && Object.values(day).every((each) => each !== null && each !== "") ? day : null;
}

function show(text) {
  form.hidden = true;
  panel.hidden = false;
  said.textContent = text;
}
function again() {
  if (!crypto.randomUUID) return location.reload(); // without https the server makes the ids
  form.elements.client_id.value = crypto.randomUUID();
  form.hidden = false;
  panel.hidden = true;
  said.textContent = ""; // the same words again are news again
}

// Heard from the start: a tap on a slow phone waits for the rest of the scripts, not for the network.
form.addEventListener("submit", async (event) => {
  const day = read();
  if (!day && !isShell) return;
  event.preventDefault();
  if (isBusy) return;
  if (!day) { panel.hidden = false; said.textContent = words.unread; return; }
  isBusy = true;
  try {
    const { outbox, refused, send } = await arriving;
    await outbox.keep(day, mended?.client_id);
    refused.delete(mended?.client_id);
    mended = null;
    shown.push(day);
    show(fill(words.kept, { about: about(day) }));
    navigator.storage?.persist?.();
    isBusy = false;
    await send();
  } catch {
    isBusy = false;
    if (isShell) show(words.failed); else form.submit();
  }
});
const sending = await arriving;
const { outbox } = sending;
panel.querySelector("button").addEventListener("click", again);

function choose(name, value) {
  const found = [...form.querySelectorAll(`[name="${name}"]`)].find((one) => one.value === value);
  if (found) found.checked = true;
  return Boolean(found);
}
function mend(day) {
  again();
  mended = day;
  if (!choose("day", day.date)) {
    choose("day", "other");
    ["year", "month", "day"].forEach((part, place) => {
      form.elements[`other_day-${part}`].value = Number(day.date.split("-")[place]);
    });
  }
  if (day.start) {
    choose("duration", "times");
    for (const name of ["start", "end", "break_minutes"]) form.elements[name].value = day[name] || "";
  } else if (!choose("duration", String(day.minutes))) {
    choose("duration", "free");
    form.elements.minutes.value = hours(day.minutes);
  }
  form.querySelector("input[type=radio]:checked").dispatchEvent(new Event("change", { bubbles: true }));
  form.querySelector("input[type=radio]:checked").focus();
}

function act(text, day, run) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "govuk-button govuk-button--secondary";
  button.textContent = text;
  button.setAttribute("aria-label", `${text}, ${about(day)}`);
  button.addEventListener("click", run);
  return button;
}
function element(tag, className, ...inside) {
  const made = document.createElement(tag);
  made.className = className;
  made.append(...inside);
  return made;
}
function line(day, isReceived) {
  const problem = sending.refused.get(day.client_id);
  const [state, kind] = isReceived ? [words.received, "done"] : problem ? [words.refused, "refused"] : [words.here, "todo"];
  const made = element("li", "todo__item entry", element("div", "entry__head",
    element("span", "todo__title", about(day)), element("strong", `tag tag--${kind}`, state)));
  if (!problem) return made;
  const why = problem.cautions ?? problem.errors ?? [];
  for (const { detail } of why) made.append(element("p", "todo__text", detail));
  if (!why.length) made.append(element("p", "todo__text", problem.title ?? words.notTaken));
  made.append(element("div", "button-row",
    ...(problem.cautions ? [act(words.anyway, day, () => sending.confirm(day.client_id))] : []),
    act(words.mend, day, () => mend(day)),
    act(words.drop, day, () => sending.drop(day.client_id))));
  return made;
}
document.addEventListener("outbox:told", ({ detail }) => {
  const { received } = sending;
  list.replaceChildren(...received.map((day) => line(day, true)), ...detail.days.map((day) => line(day, false)));
  list.closest("[data-list]").hidden = !list.children.length;
  const last = shown.at(-1);
  if (!last || panel.hidden) return;
  const isKept = detail.days.some((day) => day.client_id === last.client_id);
  const text = isKept && sending.refused.has(last.client_id) ? words.seeBelow
    : isKept ? words.kept : words.got;
  const whole = fill(text, { about: about(last) });
  if (said.textContent !== whole) said.textContent = whole;
});

// The page without a network: the days by this phone's clock, put right by what it was off.
function offer(account) {
  ({ alias, skew } = account);
  const now = Date.now() - skew;
  const choices = [...form.querySelectorAll("[name=day]")];
  choices.slice(0, 2).forEach((input, back) => { input.value = iso(new Date(now - back * 86400000)); });
  form.querySelector("[data-today]").textContent = dayName(choices[0].value);
  const places = [...form.querySelectorAll("[name=placement]")];
  places.forEach((input, place) => {
    input.value = account.placements[place] ?? "";
    if (!input.value) input.closest(".govuk-radios__item").remove();
  });
  form.querySelector("[data-placements]").hidden = account.placements.length < 2;
  const tiles = [...form.querySelectorAll("[name=duration]")].filter((input) => Number(input.value));
  tiles.forEach((input, place) => {
    const minutes = account.minutes[place];
    if (!minutes) return input.closest(".govuk-radios__item").remove();
    input.value = minutes;
    input.labels[0].textContent = hours(minutes);
  });
  again();
}
if (isShell) {
  const account = await outbox.known();
  document.querySelector("[data-unknown]").hidden = Boolean(account?.placements.length);
  if (account?.placements.length) offer(account);
}
sending.tell();
