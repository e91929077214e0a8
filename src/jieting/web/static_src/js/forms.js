// Forms: sent once, empty filters left out of the address, the first wrong field has the focus.
import { onInserted } from "./page.js";

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented) return;
  if (form.matches("[data-filters]")) leaveOutEmpty(form);
  // After this event, so that the button's own name and value are still sent.
  setTimeout(() => {
    form.querySelectorAll("button[data-once]").forEach((button) => {
      button.disabled = true;
      button.setAttribute("aria-busy", "true");
    });
  });
});

function leaveOutEmpty(form) {
  const empty = [...form.elements].filter((one) => one.name && !one.disabled && one.value === "");
  empty.forEach((one) => (one.disabled = true));
  setTimeout(() => empty.forEach((one) => (one.disabled = false)));
}

const release = (root) =>
  root.querySelectorAll("button[data-once][aria-busy]").forEach((button) => {
    button.disabled = false;
    button.removeAttribute("aria-busy");
  });

// Back from the browser's memory, or answered by htmx: the form may be sent again.
window.addEventListener("pageshow", (event) => event.persisted && release(document));
document.addEventListener("htmx:afterRequest", () => release(document));

onInserted("form", (form) => {
  if (!form.closest("dialog")) form.querySelector("[aria-invalid=true]")?.focus();
});

// A choice that reloads at once, such as the month: <select data-sends>.
document.addEventListener("change", (event) => {
  if (event.target.matches?.("[data-sends]")) event.target.form?.requestSubmit();
});

// data-prints prints the page.
document.addEventListener("click", (event) => {
  if (event.target.closest?.("[data-prints]")) window.print();
});
