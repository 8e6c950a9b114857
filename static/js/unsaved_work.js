// What is typed but not saved, from the page's forms: {"address field": [values]}, null where a field is as it was.
const NEVER_KEPT = ["password", "file", "hidden", "submit", "button"];

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
    const changed = new Set(fieldsOf(form).filter(isChanged).map((field) => field.name));
    for (const name of changed) work[keyOf(form, name)] = valuesOf(form, name);
  }
  return work;
}

/** The same for one field, under its key. */
export function workOf(field) {
  const { form, name } = field;
  const isDifferent = fieldsOf(form).some((each) => each.name === name && isChanged(each));
  return { [keyOf(form, name)]: isDifferent ? valuesOf(form, name) : null };
}

export function putBack(work) {
  for (const form of forms()) {
    for (const field of fieldsOf(form)) {
      const values = work[keyOf(form, field.name)];
      if (values) setField(field, values);
    }
  }
}

/** The server has these values now, so nothing in the form is unsaved. sent: [[name, value]] as they went. */
export function markSaved(form, sent) {
  for (const field of fieldsOf(form)) {
    const values = sent.filter(([name]) => name === field.name).map(([, value]) => value);
    if (isTicked(field)) field.defaultChecked = values.includes(field.value);
    else if (field.options) for (const option of field.options) option.defaultSelected = values.includes(option.value);
    else field.defaultValue = values[0] ?? "";
    const shown = form.elements[`initial-${field.name}`];
    if (shown && "value" in shown) shown.value = values[0] ?? "";
  }
}

function forms() {
  return [...document.querySelectorAll('main form[method="post"]')].filter((form) => !form.matches("[hx-post]"));
}

function fieldsOf(form) {
  return [...form.elements].filter(isOfForm);
}

function isOfForm(field) {
  const isSecret = NEVER_KEPT.includes(field.type) || field.autocomplete === "one-time-code";
  return field.name && !isSecret && field.dataset.notKept === undefined && !field.closest("[hx-post]");
}

/** Forms of one address, as those of several rows, are told apart by their order. */
function keyOf(form, name) {
  const action = form.getAttribute("action") ?? "";
  const alike = forms().filter((each) => (each.getAttribute("action") ?? "") === action);
  const at = alike.indexOf(form);
  return `${action} ${name}${at > 0 ? ` ${at}` : ""}`;
}

function isChanged(field) {
  if (isTicked(field)) return field.checked !== field.defaultChecked;
  if (field.options) return [...field.options].some((option) => option.selected !== isShownSelected(field, option));
  return field.value !== field.defaultValue;
}

/** Where a page marks no option, its first one is what it shows. */
function isShownSelected(select, option) {
  const isAnyMarked = [...select.options].some((each) => each.defaultSelected);
  return isAnyMarked || select.multiple ? option.defaultSelected : option.index === 0;
}

function valuesOf(form, name) {
  const given = fieldsOf(form).filter((field) => field.name === name);
  return given.flatMap((field) => {
    if (isTicked(field)) return field.checked ? [field.value] : [];
    return field.options ? [...field.selectedOptions].map((option) => option.value) : [field.value];
  });
}

function setField(field, values) {
  if (isTicked(field)) field.checked = values.includes(field.value);
  else if (field.options) for (const option of field.options) option.selected = values.includes(option.value);
  else field.value = values[0];
}

function isTicked(field) {
  return field.type === "checkbox" || field.type === "radio";
}
