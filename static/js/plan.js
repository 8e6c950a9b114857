// The therapist's plan pages.
import { define } from "behaviours";

// <button data-behaviour="answers-all" data-scope="id">: picks "no" for every question of the part that has no answer yet.
define("answers-all", (button) => {
  button.hidden = false;
  button.addEventListener("click", () => {
    for (const no of document.querySelectorAll(`#${button.dataset.scope} input[value="no"]`)) {
      const isAnswered = no.form.elements[no.name].value !== "";
      if (!isAnswered) no.checked = true;
    }
  });
});
