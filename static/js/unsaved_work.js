// What is typed but not saved: collected from the page's forms as {"address field": [values]}, and put back.
const NEVER_KEPT = ["password", "file", "hidden", "submit", "button"];

export function collect() {
  const work = {};
  for (const form of forms()) {
    const changed = new Set(fieldsOf(form).filter(isChanged).map((field) => field.name));
    for (const name of changed) work[keyOf(form, name)] = valuesOf(form, name);
  }
  return work;
}

export function putBack(work) {
  for (const form of forms()) {
    for (const field of fieldsOf(form)) {
      const values = work[keyOf(form, field.name)];
      if (values) setField(field, values);
    }
  }
}

function forms() {
  return [...document.querySelectorAll('main form[method="post"]')];
}

function fieldsOf(form) {
  return [...form.elements].filter((field) => field.name && !NEVER_KEPT.includes(field.type));
}

function keyOf(form, name) {
  return `${form.getAttribute("action") ?? ""} ${name}`;
}

function isChanged(field) {
  if (isTicked(field)) return field.checked !== field.defaultChecked;
  if (field.options) return [...field.options].some((option) => option.selected !== option.defaultSelected);
  return field.value !== field.defaultValue;
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
