// The worker that keeps a patient's plan on the phone, with the network taken away and given back.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { beforeEach, test } from "node:test";

const SITE = "https://clinic.test";
const HOME = "/p/secret/";
const SOURCE = readFileSync(new URL("../../templates/patient/worker.js", import.meta.url), "utf8")
  .replace("{{ home|escapejs }}", HOME)
  .replace(/const FILES = \[.*\];/, 'const FILES = ["/static/plan.css"];')
  .replace("{{ static_url|escapejs }}", "/static/")
  .replace("{{ pictures_url|escapejs }}", "/pictures/");

// Enough of the browser's cache: what was put under an address comes back as often as it is asked for.
class Cache {
  kept = new Map();

  async put(request, answer) {
    this.kept.set(path(request), answer);
  }

  async match(request) {
    return this.kept.get(path(request))?.clone();
  }

  async addAll(addresses) {
    for (const address of addresses) await this.put(address, await network(address));
  }
}

let cache, isRegistered, listeners, network;

beforeEach(() => {
  cache = new Cache();
  listeners = {};
  isRegistered = true;
  const caches = {
    open: async () => cache,
    has: async () => true,
    match: (request) => cache.match(request),
    delete: async () => (cache = new Cache()),
  };
  const self = {
    location: { origin: SITE },
    clients: { claim: async () => {} },
    registration: { unregister: async () => (isRegistered = false) },
    skipWaiting: async () => {},
    addEventListener: (name, listener) => (listeners[name] = listener),
  };
  new Function("self", "caches", "fetch", SOURCE)(self, caches, (request) => network(request));
  network = async (request) => plan(`fresh ${path(request)}`);
});

function path(request) {
  return new URL(request.url ?? request, SITE).pathname;
}

function plan(words, headers = {}) {
  return new Response(words, { headers: { "X-Plan-Visit": "open", ...headers } });
}

function goOffline() {
  network = async () => { throw new TypeError("fetch failed"); };
}

// What the worker answers; undefined where it leaves the request to the browser.
function ask(address, options) {
  let answer;
  listeners.fetch({ request: new Request(SITE + address, options), respondWith: (told) => (answer = told) });
  return answer;
}

async function told(name, event) {
  let work;
  listeners[name]({ ...event, waitUntil: (promise) => (work = promise) });
  await work;
}

test("without a network the plan is as it was last seen", async () => {
  await ask(HOME);
  goOffline();
  assert.equal(await (await ask(HOME)).text(), `fresh ${HOME}`);
});

test("with a network it is always the newest", async () => {
  await ask(HOME);
  network = async () => plan("newer");
  assert.equal(await (await ask(HOME)).text(), "newer");
});

for (const [name, answer] of [
  ["the door", () => new Response("Which year?")],
  ["a file that was asked for", () => plan("all my data", { "Content-Disposition": "attachment" })],
  ["an error", () => new Response("", { status: 500, headers: { "X-Plan-Visit": "open" } })],
])
  test(`${name} is never kept`, async () => {
    network = async () => answer();
    await ask(HOME);
    goOffline();
    await assert.rejects(ask(HOME), TypeError);
  });

test("a page that was never seen is no page", async () => {
  goOffline();
  await assert.rejects(ask(`${HOME}week/`), TypeError);
});

test("pages that the plan asks to keep are there without having been opened", async () => {
  await told("message", { data: { keep: [`${HOME}week/`, "/pictures/bridge.jpg"] } });
  goOffline();
  assert.equal(await (await ask(`${HOME}week/`)).text(), `fresh ${HOME}week/`);
  assert.equal(await (await ask("/pictures/bridge.jpg")).text(), "fresh /pictures/bridge.jpg");
});

test("style is kept from the beginning and not asked for again", async () => {
  await told("install", {});
  goOffline();
  assert.equal(await (await ask("/static/plan.css")).text(), "fresh /static/plan.css");
});

test("a player gets the part of a film that it asks for, kept or not", async () => {
  network = async () => new Response("0123456789", { headers: { "Content-Type": "video/mp4" } });
  const first = await ask("/pictures/bridge.mp4", { headers: { Range: "bytes=2-4" } });
  assert.deepEqual([first.status, first.headers.get("Content-Range")], [206, "bytes 2-4/10"]);
  goOffline();
  const rest = await ask("/pictures/bridge.mp4", { headers: { Range: "bytes=7-" } });
  assert.equal(await rest.text(), "789");
});

test("leaving forgets the plan", async () => {
  await ask(HOME);
  await ask(`${HOME}leave/`, { method: "POST" });
  goOffline();
  await assert.rejects(ask(HOME), TypeError);
});

for (const [name, answer] of [
  ["a link that was revoked", () => new Response("", { status: 410 })],
  ["a visit that is closed", () => new Response("", { headers: { "X-Plan-Visit": "closed" } })],
])
  test(`${name} forgets the plan and the worker`, async () => {
    await ask(HOME);
    network = async () => answer();
    await ask(HOME);
    goOffline();
    await assert.rejects(ask(HOME), TypeError);
    assert.equal(isRegistered, false);
  });

test("what is sent, and what is no part of the plan, is left to the browser", () => {
  assert.equal(ask(`${HOME}log/`, { method: "POST" }), undefined);
  assert.equal(ask("/worklist/"), undefined);
});
