// What is typed but not saved, by form and field: {form: {name: {typed, shown, label}}}; null where a field is as it was.
import { fieldsOf, isChanged, isOfForm, labelOf, shownOf, valuesOf } from "form_fields";

/** The field in which a form tells, when it is sent, what in it was not saved before. */
export const SENT_ALONG = "unsaved_work";

/** By the key of a form: names of fields whose earlier words are offered beside newer ones, until one is chosen. */
export const undecided = new Map();

let visit = newName();
let number = 0;

/** The page is shown anew, out of the browser's memory: what it sends now comes late no more. */
export function startVisit() {
  visit = newName();
}

/** Not crypto.randomUUID: a clinic's own network may serve this page without TLS. */
function newName() {
  return [...crypto.getRandomValues(new Uint8Array(8))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** One message to the server, which tells a late one by its number. */
export function tell(forms, more = {}) {
  return JSON.stringify({ page: page(), visit, number: ++number, forms, ...more });
}

/** As the server calls this page: the answer to a post stays the page that posted. */
export function page() {
  return document.querySelector("[data-keep-under]")?.getAttribute("data-keep-under") ?? location.pathname;
}

export function forms() {
  return [...document.querySelectorAll('main form[method="post"]')].filter((form) => !form.matches("[hx-post]"));
}

/** Forms whose words are kept here; those that htmx sends field by field keep nothing back. */
export function isKept(field) {
  const form = field?.form;
  const isPosted = form?.method === "post" && form.closest("main") && !field.closest("[hx-post]");
  return Boolean(isPosted && isOfForm(field));
}

/** All that differs from what the server showed; of the forms given, or of the page's. */
export function collect(those = forms()) {
  const work = {};
  for (const form of those) {
    const names = new Set(fieldsOf(form).filter(isChanged).map((field) => field.name));
    if (names.size) work[keyOf(form)] = Object.fromEntries([...names].map((name) => [name, typedIn(form, name)]));
  }
  return work;
}

/** The same for some fields; null for one that is as it was, unless words for it wait to be chosen. */
export function workOf(fields) {
  const work = {};
  for (const { form, name } of fields) {
    const key = keyOf(form);
    const isDifferent = fieldsOf(form).some((field) => field.name === name && isChanged(field));
    if (!isDifferent && undecided.get(key)?.has(name)) continue;
    work[key] = { ...work[key], [name]: isDifferent ? typedIn(form, name) : null };
  }
  return work;
}

/** A form's address, and where several have one address, its id or its place among them. */
export function keyOf(form) {
  const address = addressOf(form);
  const at = forms().filter((each) => addressOf(each) === address).indexOf(form);
  return at > 0 ? `${address} ${form.id || at}` : address;
}

function addressOf(form) {
  return new URL(form.getAttribute("action") || page(), location.href).pathname;
}

function typedIn(form, name) {
  const fields = fieldsOf(form).filter((field) => field.name === name);
  return { typed: valuesOf(fields), shown: shownOf(fields), label: labelOf(fields[0]) };
}
