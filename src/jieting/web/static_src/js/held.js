// A live page never takes away what somebody is typing: while a form there is filled in, a dialog or
// a menu is open, what comes newly waits, a line says so, and it is fetched again afterwards.
import { onClick, word } from "./page.js";

const waiting = new Set(); // the live elements whose news waits

const NOT_TYPED = "[type=hidden], [type=submit], [type=button]";

function isEdited(field) {
  if (field.matches(NOT_TYPED)) return false;
  if (field.matches("[type=checkbox], [type=radio]")) return field.checked !== field.defaultChecked;
  if (field.matches("[type=file]")) return field.files.length > 0;
  if (field instanceof HTMLSelectElement) return isChosenAnew(field);
  return field.value !== field.defaultValue;
}

function isChosenAnew(select) {
  const options = [...select.options];
  // Where the page names no choice, the browser shows the first one: nobody chose that.
  if (!select.multiple && !options.some((one) => one.defaultSelected)) return select.selectedIndex > 0;
  return options.some((one) => one.selected !== one.defaultSelected);
}

function isInUse(place) {
  if (place.querySelector("dialog[open], details.menu[open]")) return true;
  return [...place.querySelectorAll("input, textarea, select")].some(isEdited);
}

function tellWaiting() {
  const place = document.getElementById("messages");
  const told = document.getElementById("meanwhile");
  if (!waiting.size) return told?.remove();
  if (told || !place) return;
  const message = document.createElement("div");
  message.id = "meanwhile";
  message.className = "message notice notice-info";
  const words = document.createElement("div");
  words.textContent = word("meanwhile");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn-light btn-sm";
  button.dataset.updates = "";
  button.textContent = word("update");
  message.append(words, button);
  place.append(message);
}

function fetchAgain(element, force) {
  waiting.delete(element);
  if (!element.isConnected) return;
  element.toggleAttribute("data-forced", force);
  element.dispatchEvent(new CustomEvent("live", { bubbles: false }));
}

function look() {
  // A form that is being sent leaves the page anyway.
  [...waiting].filter((one) => !one.isConnected || !isInUse(placeOf(one))).forEach((one) => fetchAgain(one, false));
  tellWaiting();
}

function placeOf(element) {
  const target = element.getAttribute("hx-target");
  return (target && document.querySelector(target)) || element;
}

document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  const { target, requestConfig } = detail;
  const elt = requestConfig.elt; // who asked: `detail.elt` is the target
  if (!requestConfig.headers["X-Background"] || !detail.shouldSwap) return;
  if (elt.hasAttribute("data-forced") || !isInUse(target)) {
    elt.removeAttribute("data-forced");
    waiting.delete(elt);
  } else {
    detail.shouldSwap = false;
    waiting.add(elt);
  }
  tellWaiting();
});

for (const event of ["input", "change", "reset", "focusout", "toggle", "close"]) {
  // After this event, so that a form that is emptied is empty; `toggle` and `close` do not bubble.
  document.addEventListener(event, () => waiting.size && setTimeout(look), true);
}

onClick("[data-updates]", () => {
  [...waiting].forEach((one) => fetchAgain(one, true));
  tellWaiting();
});
