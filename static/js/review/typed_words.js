/** A correction makes a new run on a new page; what is typed above the signature goes along with it. */

export function carryWords(main) {
  main.addEventListener("submit", ({ target: form }) => {
    const signing = main.querySelector("form[data-typed-words]");
    if (!signing || !form.matches("[data-keeps-place], [data-keeps-words]")) return;
    const typed = form.elements.typed_words ?? form.appendChild(hiddenField("typed_words"));
    typed.value = JSON.stringify(changedIn(signing));
  });
}

function hiddenField(name) {
  return Object.assign(document.createElement("input"), { type: "hidden", name });
}

function changedIn(form) {
  const changed = {};
  for (const field of form.elements) {
    if (!field.name || field.type === "hidden") continue;
    if (field.type === "checkbox") {
      if (field.checked !== field.defaultChecked) changed[field.name] = field.checked;
    } else if (field.value !== field.defaultValue) changed[field.name] = field.value;
  }
  return changed;
}
