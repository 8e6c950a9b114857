// The runner's page: the beat of a session, and forms that wait on the phone where there is no network.
import { noteForm } from "patient/log_queue";
import "patient/metronome";

const RED_FROM = 6; // pain above 5 stops the running, as the clinic's rule says

for (const form of document.querySelectorAll("form[data-waits]")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const pressed = event.submitter;
    const fields = fieldsOf(form, pressed);
    if (await isReachable()) return send(form, pressed);
    const isKept = noteForm(form.dataset.waits, fields);
    const part = isRed(fields) ? "stop" : isKept ? "noted" : "failed";
    form.replaceChildren(document.getElementById(`offline-${part}`).content.cloneNode(true));
    document.dispatchEvent(new Event("plan-log"));
  });
}

// As the browser would send them: every field with all its values.
function fieldsOf(form, pressed) {
  const told = new FormData(form, pressed);
  return Object.fromEntries([...new Set(told.keys())].filter((name) => name !== "csrfmiddlewaretoken")
    .map((name) => [name, told.getAll(name).map(String)]));
}

// A yes to a sign or pain above 5 stops at once: nobody at the clinic hears of it yet.
function isRed({ signs = [], pain_nprs: [pain] = ["0"], value: [morning] = ["0"] }) {
  return signs.length > 0 || Number(pain) >= RED_FROM || Number(morning) >= RED_FROM;
}

async function isReachable() {
  try {
    await fetch(location.href, { method: "HEAD", cache: "no-store" });
    return true;
  } catch {
    return false;
  }
}

// A form that is sent by script leaves out the button that was pressed.
function send(form, pressed) {
  if (pressed?.name) {
    const told = Object.assign(document.createElement("input"), { type: "hidden", name: pressed.name, value: pressed.value });
    form.append(told);
  }
  form.submit();
}
