// Keeps the plan on the phone: pages from the network when there is one, else as they were last seen;
// style, scripts and pictures from the phone first. The door is never kept.
const HOME = "{{ home|escapejs }}";
const CACHE = `plan:${HOME}`;
const OFFLINE = `${HOME}offline/`;
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
  if (request.method === "POST" && address.pathname === `${HOME}leave/`) event.respondWith(leave(request));
  else if (request.method === "POST" && address.pathname === HOME) event.respondWith(knock(request));
  else if (request.method !== "GET") {
    if (request.mode === "navigate" && address.pathname.startsWith(HOME)) event.respondWith(send(request));
  }
  else if (address.pathname.startsWith(HOME)) event.respondWith(page(request));
  else if (FIXED.some((start) => address.pathname.startsWith(start))) event.respondWith(file(request));
});

// What the page asks to keep for later: its other pages and the pictures of the plan.
self.addEventListener("message", (event) => {
  if (Array.isArray(event.data?.keep)) event.waitUntil(keep(event.data.keep));
});

async function keep(addresses) {
  const cache = await caches.open(CACHE);
  for (const address of [...addresses, ...FILES]) {
    const isFixed = FIXED.some((start) => address.startsWith(start));
    if (isFixed && (await cache.match(address))) continue;
    try {
      const answer = await fetch(address, { headers: { "X-Plan-Ahead": "yes" } });
      if (isRefusal(answer)) return forget();
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

// The door refuses for good: the link was revoked or ran out, or somebody types wrong years.
function isRefusal(answer) {
  return answer.headers.get("X-Plan-Visit") === "closed" || answer.status === 410;
}

async function page(request) {
  try {
    const answer = await fetch(request);
    if (isRefusal(answer)) await forget();
    else if (answer.ok && isPlanPage(answer)) await (await caches.open(CACHE)).put(request, answer.clone());
    return answer;
  } catch (offline) {
    // Kept by the page or by this worker, the same address asks with other headers.
    const kept = await caches.match(request, { cacheName: CACHE, ignoreSearch: true, ignoreVary: true });
    if (kept) return kept;
    return insteadOf(request, offline);
  }
}

// A page that was never kept, or a form that needs the clinic: the page that says so, for people only.
async function insteadOf(request, offline) {
  const said = request.mode === "navigate" && (await caches.match(OFFLINE, { cacheName: CACHE, ignoreVary: true }));
  if (said) return said;
  throw offline;
}

async function send(request) {
  try {
    return await fetch(request);
  } catch (offline) {
    return insteadOf(request, offline);
  }
}

// Videos ask for ranges; the whole file is kept once and the asked part cut out of it.
async function file(request) {
  let whole = await caches.match(request.url, { cacheName: CACHE });
  if (!whole) {
    const answer = await fetch(request.url);
    if (!answer.ok) return answer;
    // After a refusal nothing is kept any more, not even a style sheet.
    if (await caches.has(CACHE)) await (await caches.open(CACHE)).put(request.url, answer.clone());
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

async function leave(request) {
  const answer = await fetch(request);
  await caches.delete(CACHE);
  return answer;
}

async function knock(request) {
  const answer = await fetch(request);
  if (answer.status === 403 || isRefusal(answer)) await forget();
  return answer;
}

async function forget() {
  await caches.delete(CACHE);
  await self.registration.unregister();
}
