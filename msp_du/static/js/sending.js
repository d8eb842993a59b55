// Sends what is kept in this browser, for the account that noted it and no other, and says what
// still waits. Received days leave; refused ones stay until they are mended or thrown away.
const PATIENCE = 20000;
const EVERY = 30000;
const LONG = 48 * 3600 * 1000;

const here = document.querySelector("script[data-outbox]");
const notice = document.querySelector("[data-unsent]");
const words = JSON.parse(notice.dataset.unsent);
const language = document.documentElement.lang;

export const outbox = await import(here.dataset.outbox);
export const refused = new Map();
export const received = [];
const confirmed = new Map();
let alias = here.dataset.alias;
let token = document.querySelector("meta[name=csrf-token]")?.content;
let isOut = false;

function ask(path, options) {
  return fetch(`/api/v1/${path}`, { ...options, signal: AbortSignal.timeout(PATIENCE) });
}
async function renew() {
  const answer = await ask("session");
  isOut = answer.status === 401;
  if (!answer.ok) return false;
  ({ alias, csrf: token } = await answer.json());
  return true;
}

async function post({ alias: owner, created_at: _when, ...body }, isAgain) {
  const words = confirmed.get(body.client_id);
  const answer = await ask("hours", {
    method: "POST", body: JSON.stringify(words ? { ...body, confirmed: words } : body),
    headers: { "Content-Type": "application/json", "X-CSRFToken": token },
  });
  if (answer.status !== 419 || isAgain) return answer;
  return await renew() && alias === owner ? post({ alias: owner, ...body }, true) : answer;
}

async function deliver() {
  for (const day of await outbox.days()) {
    if (refused.has(day.client_id)) continue;
    if (!token && !await renew()) return;
    if (day.alias !== alias) continue;
    const answer = await post(day);
    if (answer.ok) {
      received.push(day);
      await outbox.drop(day.client_id);
    } else if (answer.status === 401) {
      isOut = true;
      token = "";
      return;
    } else if (answer.status >= 500 || answer.status === 419 || answer.status === 429) {
      return;
    } else {
      refused.set(day.client_id, await answer.json().catch(() => ({})));
    }
    await tell();
  }
}

export async function send() {
  const attempt = () => deliver().catch(() => {}); // no network: the days stay, and leave later
  if (here.dataset.sends) {
    await (navigator.locks ? navigator.locks.request("outbox", attempt) : attempt());
  }
  await tell();
}
export function confirm(id) {
  confirmed.set(id, refused.get(id).cautions.map((one) => one.confirm));
  refused.delete(id);
  return send();
}
export async function drop(id) {
  await outbox.drop(id);
  refused.delete(id);
  await tell();
}

export async function tell() {
  const days = await outbox.days();
  const owner = alias || here.dataset.alias;
  const own = owner ? days.filter((day) => day.alias === owner) : days;
  const first = own[0];
  const since = new Date(first?.created_at);
  const isOld = Date.now() - since > LONG;
  // A page that lists the days says enough, unless something is to be done.
  notice.hidden = !first || !isOut && !isOld && Boolean(document.querySelector("[data-days]"));
  if (first) {
    const said = own.length === 1 ? words.one : words.many.replace("{count}", own.length);
    const when = since.toLocaleString(language, { dateStyle: "long", timeStyle: "short" });
    const text = [said, words.since.replace("{when}", when),
      isOut || !here.dataset.sends ? words.out : "", isOld ? words.old : ""];
    const line = document.createElement("p");
    line.textContent = text.filter(Boolean).join(" ");
    const link = document.createElement("a");
    link.href = notice.dataset.signIn;
    link.textContent = words.signIn;
    if (isOut) line.append(" ", link);
    if (notice.textContent !== line.textContent) notice.replaceChildren(line);
  }
  document.dispatchEvent(new CustomEvent("outbox:told", { detail: { days: own } }));
}

addEventListener("online", send);
document.addEventListener("visibilitychange", () => { if (!document.hidden) send(); });
setInterval(send, EVERY);
document.addEventListener("submit", (event) => {
  if (event.target.getAttribute("action")?.endsWith(here.dataset.signOut)) outbox.forget();
});
if (here.dataset.worker) navigator.serviceWorker?.register(here.dataset.worker).catch(() => {});
if (here.dataset.known) {
  const skew = Date.now() - Number(here.dataset.now);
  outbox.know({ alias, skew, ...JSON.parse(here.dataset.known) }).catch(() => {});
}
send().catch(() => {}); // a browser that keeps nothing: the form goes as any other
