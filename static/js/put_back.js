// What was typed before and not saved: back in its fields, offered beside what was saved meanwhile, or shown by itself.
import { areSame, fieldsOf, inWords, setShown, setValues, shownOf } from "form_fields";
import { forms, keyOf, undecided } from "unsaved_work";

/**
 * kept: {form: {name: {typed, shown, label}}}; answered: the form whose words this page, its answer, shows already.
 * settle takes work that is done with. Tells whether anything is back, and what has no field on this page any more.
 */
export function putBack({ forms: kept, answered }, settle) {
  const left = [];
  const done = [];
  let isAnyBack = false;
  for (const [key, words] of Object.entries(kept)) {
    const form = forms().find((each) => keyOf(each) === key);
    for (const [name, told] of Object.entries(words)) {
      const fields = form ? fieldsOf(form).filter((field) => field.name === name) : [];
      const word = { key, name, fields, ...told };
      if (fields.length === 0) left.push(word);
      else if (key === answered) setShown(fields, told.shown ?? shownOf(fields));
      else if (areSame(shownOf(fields), told.typed)) done.push(word);
      else if (told.shown && !areSame(shownOf(fields), told.shown)) offerBoth(word, settle);
      else {
        setValues(fields, told.typed);
        isAnyBack = true;
      }
    }
  }
  if (done.length) settle(nothingOf(done));
  return { isAnyBack, left: left.filter(({ typed }) => typed.join("") !== "") };
}

/** Somebody saved something else since: what is saved stays in the field, what was typed stands beside it. */
function offerBoth(word, settle) {
  const { key, name, fields, typed } = word;
  undecided.set(key, (undecided.get(key) ?? new Set()).add(name));
  const note = fragment("unsaved-work-beside").firstElementChild;
  note.querySelector("[data-saved]").textContent = inWords(fields, shownOf(fields));
  note.querySelector("[data-typed]").textContent = inWords(fields, typed);
  const decide = () => {
    undecided.get(key).delete(name);
    note.remove();
    fields[0].focus();
  };
  note.querySelector("[data-take]").addEventListener("click", () => {
    setValues(fields, typed);
    decide();
    fields[0].dispatchEvent(new Event("input", { bubbles: true }));
  });
  note.querySelector("[data-leave]").addEventListener("click", () => {
    decide();
    settle(nothingOf([word]));
  });
  const around = fields[0].closest("div.field, fieldset");
  if (around) around.append(note);
  else (fields[0].closest("label") ?? fields[0]).after(note);
}

/** Above the page: that words are back, and those that found no field. */
export function announce({ isAnyBack, left }, settle) {
  const main = document.querySelector("main");
  if (left.length) {
    const notice = fragment("unsaved-work-left").firstElementChild;
    const list = notice.querySelector("ul");
    for (const { label, name, typed } of left) list.append(line(`${label || name}: ${typed.join(", ")}`));
    notice.querySelector("[data-forget]").addEventListener("click", () => {
      notice.remove();
      settle(nothingOf(left));
    });
    main.prepend(notice);
  }
  if (isAnyBack) main.prepend(fragment("unsaved-work-notice"));
}

/** Work that says of these words that nothing waits any more. */
function nothingOf(words) {
  const work = {};
  for (const { key, name } of words) work[key] = { ...work[key], [name]: null };
  return work;
}

function line(words) {
  return Object.assign(document.createElement("li"), { textContent: words });
}

function fragment(id) {
  return document.importNode(/** @type {HTMLTemplateElement} */ (document.getElementById(id)).content, true);
}
