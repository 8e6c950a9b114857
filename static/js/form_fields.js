// The fields of a form whatever their kind: what was shown in them, what stands in them, what they are called.
const NEVER_KEPT = ["password", "file", "hidden", "submit", "button"];

export function fieldsOf(form) {
  return [...form.elements].filter(isOfForm);
}

/** What may be kept: nothing that lets somebody in. */
export function isOfForm(field) {
  const isSecret = NEVER_KEPT.includes(field.type) || field.autocomplete === "one-time-code";
  return field.name && !isSecret && field.dataset.notKept === undefined && !field.closest("[hx-post]");
}

export function isChanged(field) {
  if (isTicked(field)) return field.checked !== field.defaultChecked;
  if (field.options) return [...field.options].some((option) => option.selected !== isShownSelected(field, option));
  return field.value !== field.defaultValue;
}

/** What stands in the fields of one name. */
export function valuesOf(fields) {
  return fields.flatMap((field) => {
    if (isTicked(field)) return field.checked ? [field.value] : [];
    return field.options ? [...field.selectedOptions].map((option) => option.value) : [field.value];
  });
}

/** What the server showed in them. */
export function shownOf(fields) {
  return fields.flatMap((field) => {
    if (isTicked(field)) return field.defaultChecked ? [field.value] : [];
    if (!field.options) return [field.defaultValue];
    return [...field.options].filter((option) => isShownSelected(field, option)).map((option) => option.value);
  });
}

export function setValues(fields, values) {
  for (const field of fields) {
    if (isTicked(field)) field.checked = values.includes(field.value);
    else if (field.options) for (const option of field.options) option.selected = values.includes(option.value);
    else field.value = values[0] ?? "";
  }
}

/** Count these values as what the server showed; what stands in the fields stays. */
export function setShown(fields, values) {
  const standing = valuesOf(fields);
  for (const field of fields) {
    if (isTicked(field)) field.defaultChecked = values.includes(field.value);
    else if (field.options) for (const option of field.options) option.defaultSelected = values.includes(option.value);
    else field.defaultValue = values[0] ?? "";
  }
  setValues(fields, standing);
}

export function areSame(some, others) {
  return some.length === others.length && some.every((value, at) => unbroken(value) === unbroken(others[at]));
}

/** Values as a person reads them. */
export function inWords(fields, values) {
  if (isTicked(fields[0]) && fields.length === 1) return values.length ? "ticked" : "not ticked";
  const read = values.map((value) => optionsOf(fields).find((option) => option.value === value)?.says ?? value);
  return read.filter((words) => words).join(", ") || "empty";
}

export function labelOf(field) {
  const words = field.labels?.[0]?.textContent ?? field.getAttribute("aria-label") ?? "";
  return words.replaceAll(/\s+/g, " ").trim().slice(0, 200);
}

function optionsOf(fields) {
  return fields.flatMap((field) => {
    if (field.options) return [...field.options].map((option) => ({ value: option.value, says: option.text }));
    return isTicked(field) ? [{ value: field.value, says: labelOf(field) }] : [];
  });
}

/** Where a page marks no option, its first one is what it shows. */
function isShownSelected(select, option) {
  const isAnyMarked = [...select.options].some((each) => each.defaultSelected);
  return isAnyMarked || select.multiple ? option.defaultSelected : option.index === 0;
}

function isTicked(field) {
  return field.type === "checkbox" || field.type === "radio";
}

function unbroken(value) {
  return value.replaceAll("\r\n", "\n");
}
