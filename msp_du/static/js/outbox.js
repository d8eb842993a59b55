// What was noted here and is not received yet stays in this browser. A day is kept under an alias,
// with its placement's id, its date and how long: nothing else is ever written.
const FIELDS = ["client_id", "alias", "placement", "date", "minutes", "start", "end",
  "break_minutes", "created_at"];

let opening;

function open() {
  opening ??= new Promise((done, fail) => {
    const asked = indexedDB.open("suivi", 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore("days", { keyPath: "client_id" });
      asked.result.createObjectStore("known", { keyPath: "alias" });
    };
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => fail(asked.error);
  });
  return opening;
}

async function run(name, mode, act) {
  const work = (await open()).transaction(name, mode, { durability: "strict" });
  return new Promise((done, fail) => {
    const asked = act(work.objectStore(name));
    work.oncomplete = () => done(asked?.result);
    work.onabort = () => fail(work.error);
  });
}

function plain(day) {
  return Object.fromEntries(FIELDS.filter((name) => name in day).map((name) => [name, day[name]]));
}

export async function days() {
  const found = await run("days", "readonly", (store) => store.getAll());
  return found.sort((one, other) => one.created_at.localeCompare(other.created_at));
}
// One transaction: a day that is mended is never there twice, nor lost between the two.
export function keep(day, replaced) {
  return run("days", "readwrite", (store) => {
    if (replaced) store.delete(replaced);
    return store.put(plain(day));
  });
}
export function drop(id) { return run("days", "readwrite", (store) => store.delete(id)); }

// What the page without a network offers: ids and durations, of the account that was here last.
export function know(account) {
  return run("known", "readwrite", (store) => { store.clear(); return store.put(account); });
}
export async function known() {
  return (await run("known", "readonly", (store) => store.getAll()))[0];
}
export function forget() { return run("known", "readwrite", (store) => store.clear()); }
