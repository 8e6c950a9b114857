// The door refuses, because the link was revoked or ran out or the year is wrong: then what this phone keeps of the
// plan goes. Entries that wait for the clinic stay; the next link that opens here sends them.
import { waiting } from "patient/log_queue";

export async function leaveTheDoor(door) {
  const home = location.pathname;
  if (door.dataset.refused === "yes") await wipe(home);
  else await wipeWhenRefused(home);
  document.getElementById("waiting-at-door").hidden = waiting().length === 0;
}

// Asks the clinic whether the link still opens, where there is something to lose.
export async function wipeWhenRefused(home, then = () => {}) {
  try {
    const answer = await fetch(home, { method: "HEAD", cache: "no-store" });
    if (answer.headers.get("X-Plan-Visit") !== "closed") return;
  } catch {
    return;
  }
  await wipe(home);
  then();
}

async function wipe(home) {
  await globalThis.caches?.delete(`plan:${home}`);
  const worker = await navigator.serviceWorker?.getRegistration(home);
  if (worker?.scope.endsWith(home)) await worker.unregister();
}
