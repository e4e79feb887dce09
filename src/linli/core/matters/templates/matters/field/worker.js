// The service worker of the round. It keeps one page that holds nobody's data and the files of that page, answers with
// them when there is no network, and never sends anything by itself.
"use strict";
const CACHE = "linli-round-{{ version }}";
const SHELL = "{{ shell }}";
const FILES = {{ files|safe }};

self.addEventListener("install", (event) => {
  event.waitUntil((async () => {
    const cache = await caches.open(CACHE);
    await cache.addAll(FILES);
    const shell = await fetch(SHELL, { cache: "no-store" });
    if (!shell.ok || shell.redirected) throw new Error("The page of the round did not come.");
    await cache.put(SHELL, shell);
    await self.skipWaiting();
  })());
});
self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    const old = (await caches.keys()).filter((name) => name.startsWith("linli-round-") && name !== CACHE);
    await Promise.all(old.map((name) => caches.delete(name)));
    await self.clients.claim();
  })());
});
self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  const { origin, pathname } = new URL(request.url);
  if (origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(fetch(request).catch(() => kept(SHELL)));
  else if (FILES.includes(pathname)) event.respondWith(kept(pathname).then((answer) => answer.ok ? answer : fetch(request)));
});
async function kept(path) {
  const found = await caches.match(path);
  return found || Response.error();
}
