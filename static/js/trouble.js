// One place that says in words when a part of a page could not be fetched or sent.
const ANYTHING = "other";

for (const trouble of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(trouble, (/** @type {CustomEvent} */ event) => tell(event.target, event.detail.xhr?.status ?? 0));
}

// Who tells of it in a better place says so with data-tells-trouble.
function tell(element, status) {
  const notice = document.getElementById("trouble");
  if (!notice || element.closest?.("[data-tells-trouble]")) return;
  const sentences = [...notice.querySelectorAll("[data-status]")];
  const fits = sentences.find((sentence) => sentence.dataset.status.split(" ").includes(String(status)));
  for (const sentence of sentences) sentence.hidden = sentence !== (fits ?? sentences.find((each) => each.dataset.status === ANYTHING));
  notice.hidden = false;
  notice.scrollIntoView({ block: "nearest" });
}
