// Elements ask for a behaviour by name: <div data-behaviour="menu">. Works for pages and for htmx fragments.
const behaviours = new Map();
const attached = new WeakMap();

export function define(name, start) {
  behaviours.set(name, start);
  attach(document);
}

export function attach(root) {
  const elements = [...root.querySelectorAll("[data-behaviour]")];
  if (root.matches?.("[data-behaviour]")) elements.push(root);
  for (const element of elements) attachTo(element);
}

function attachTo(element) {
  const running = attached.get(element) ?? new Set();
  attached.set(element, running);
  for (const name of element.dataset.behaviour.split(" ")) {
    if (!behaviours.has(name) || running.has(name)) continue;
    running.add(name);
    behaviours.get(name)(element);
  }
}
