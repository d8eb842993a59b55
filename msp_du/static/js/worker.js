// Without a network, gives the page that notes hours all the same. Only that page and static files
// are kept, never a page of somebody. SHELL comes above: version, page, files.
self.addEventListener("install", (event) => {
  const page = new Request(SHELL.page, { cache: "reload", credentials: "omit" });
  event.waitUntil(caches.open(SHELL.version)
    .then((cache) => cache.addAll([page, ...SHELL.files]))
    .then(() => self.skipWaiting()));
});
self.addEventListener("activate", (event) => {
  event.waitUntil(caches.keys()
    .then((names) => Promise.all(names.filter((name) => name !== SHELL.version).map((name) => caches.delete(name))))
    .then(() => self.clients.claim()));
});

function kept(address) {
  return caches.open(SHELL.version).then((cache) => cache.match(address, { ignoreVary: true }));
}
self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  const { origin, pathname, search } = new URL(request.url);
  if (origin !== self.location.origin) return;
  if (request.mode === "navigate") {
    event.respondWith(fetch(request).catch(async () => await kept(SHELL.page) ?? Response.error()));
  } else if (SHELL.files.includes(pathname + search)) {
    event.respondWith(kept(pathname + search).then((found) => found ?? fetch(request)));
  }
});
