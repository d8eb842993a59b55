// Keeps the table of a sitting up to date with the other machines in the room: asks for the
// sitting's revision every few seconds, and takes the page's content anew when it has changed.
const PAUSE = 4000;
let room = document.querySelector("[data-room]");

async function follow() {
  const answer = await fetch(room.dataset.follow, { headers: { Accept: "application/json" } });
  if (!answer.ok || answer.redirected) return;
  const { revision } = await answer.json();
  if (String(revision) !== room.dataset.revision) await renew();
}

// The line that has the focus keeps it, as its address stays the same.
async function renew() {
  const answer = await fetch(location.href);
  if (!answer.ok) return;
  if (answer.redirected) {
    location.assign(answer.url);
    return;
  }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector("[data-room]");
  if (!fresh) return;
  const address = room.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
  room.replaceWith(fresh);
  room = fresh;
  if (address) room.querySelector(`a[href="${CSS.escape(address)}"]`)?.focus();
}

async function again() {
  try {
    if (!document.hidden) await follow();
  } catch {
    // The network is away: the next round asks again.
  }
  setTimeout(again, PAUSE);
}

if (room) setTimeout(again, PAUSE);
