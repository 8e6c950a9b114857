// Keeps the plan on the phone: pages from the network when there is one, else as they were last seen;
// style, scripts and pictures from the phone first. The door is never kept.
const HOME = "{{ home|escapejs }}";
const CACHE = `plan:${HOME}`;
const FILES = [{% for file in files %}"{{ file|escapejs }}"{% if not forloop.last %}, {% endif %}{% endfor %}];
const FIXED = ["{{ static_url|escapejs }}", "{{ pictures_url|escapejs }}"];

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(FILES)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (address.origin !== self.location.origin) return;
  if (request.method === "POST" && address.pathname === `${HOME}leave/`) event.respondWith(forget(request));
  else if (request.method !== "GET") return;
  else if (address.pathname.startsWith(HOME)) event.respondWith(page(request));
  else if (FIXED.some((start) => address.pathname.startsWith(start))) event.respondWith(file(request));
});

// What the page asks to keep for later: its other pages and the pictures of the plan.
self.addEventListener("message", (event) => {
  if (Array.isArray(event.data?.keep)) event.waitUntil(keep(event.data.keep));
});

async function keep(addresses) {
  const cache = await caches.open(CACHE);
  for (const address of addresses) {
    const isFixed = FIXED.some((start) => address.startsWith(start));
    if (isFixed && (await cache.match(address))) continue;
    try {
      const answer = await fetch(address);
      if (answer.ok && (isFixed || isPlanPage(answer))) await cache.put(address, answer);
    } catch (offline) {
      return;
    }
  }
}

// The door, answers from elsewhere, and files that were asked for are not kept.
function isPlanPage(answer) {
  const { headers } = answer;
  return headers.get("X-Plan-Visit") === "open" && !answer.redirected && !headers.has("Content-Disposition");
}

async function page(request) {
  const cache = await caches.open(CACHE);
  try {
    const answer = await fetch(request);
    if (answer.ok && isPlanPage(answer)) await cache.put(request, answer.clone());
    return answer;
  } catch (offline) {
    // Kept by the page or by this worker, the same address asks with other headers.
    const kept = await cache.match(request, { ignoreSearch: true, ignoreVary: true });
    if (kept) return kept;
    throw offline;
  }
}

// Videos ask for ranges; the whole file is kept once and the asked part cut out of it.
async function file(request) {
  const cache = await caches.open(CACHE);
  let whole = await cache.match(request.url);
  if (!whole) {
    const answer = await fetch(request.url);
    if (!answer.ok) return answer;
    await cache.put(request.url, answer.clone());
    whole = answer;
  }
  const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.get("Range") ?? "");
  return range ? part(whole, Number(range[1]), range[2]) : whole;
}

async function part(whole, first, lastWord) {
  const bytes = await whole.arrayBuffer();
  const last = Math.min(lastWord === "" ? Infinity : Number(lastWord), bytes.byteLength - 1);
  return new Response(bytes.slice(first, last + 1), {
    status: 206,
    headers: {
      "Content-Type": whole.headers.get("Content-Type"),
      "Content-Range": `bytes ${first}-${last}/${bytes.byteLength}`,
      "Content-Length": String(last - first + 1),
    },
  });
}

async function forget(request) {
  const answer = await fetch(request);
  await caches.delete(CACHE);
  return answer;
}
