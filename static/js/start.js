// What every page runs: htmx, and the small behaviours that templates ask for by name.
import "htmx";
import { attach, define } from "behaviours";

// <details data-behaviour="menu">: closes on Escape and on a click elsewhere.
define("menu", (menu) => {
  document.addEventListener("click", (event) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
});

// <button data-behaviour="opens-dialog" data-dialog="id">: opens the <dialog>; a form method=dialog closes it.
define("opens-dialog", (button) => {
  button.addEventListener("click", () => document.getElementById(button.dataset.dialog).showModal());
});

// <button data-behaviour="prints">
define("prints", (button) => button.addEventListener("click", () => window.print()));

// <form data-behaviour="submits-once">: a second click does not send a second time.
define("submits-once", (form) => {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
  });
  window.addEventListener("pageshow", () => delete form.dataset.sent);
});

document.addEventListener("htmx:load", (/** @type {CustomEvent} */ event) => attach(event.detail.elt));
