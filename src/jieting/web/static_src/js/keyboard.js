// Keys: / filter, g + letter navigation, ? the list of keys, j k and arrows rows, Enter opens.
import { isTyping } from "./page.js";
import { inRows, moveRow, openRow } from "./tables.js";

const PAUSE = 1200; // milliseconds in which the letter must follow the g
let goUntil = 0;

function focusFilter() {
  const form = document.querySelector("main [data-filters]");
  const first = form?.querySelector("[data-filter]") ?? form?.querySelector("input:not([type=hidden]), select");
  if (!first) return false;
  first.closest("details:not([open])")?.setAttribute("open", "");
  first.focus();
  first.select?.();
  return true;
}

function showKeys() {
  document.getElementById("keys")?.showModal();
  return true;
}

function go(letter) {
  const link = document.querySelector(`[data-shortcut="${CSS.escape(letter)}"]`);
  link?.click();
  return link !== null;
}

const COMMANDS = {
  "/": focusFilter,
  "?": showKeys,
  j: () => moveRow(1),
  k: () => moveRow(-1),
  // Arrows scroll the page until a row is chosen.
  ArrowDown: () => inRows() && moveRow(1),
  ArrowUp: () => inRows() && moveRow(-1),
  Enter: openRow,
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || isTyping(event.target)) return;
  if (document.querySelector("dialog[open]")) return;
  if (performance.now() < goUntil) {
    goUntil = 0;
    if (go(event.key)) event.preventDefault();
    return;
  }
  if (event.key === "g") {
    goUntil = performance.now() + PAUSE;
    return;
  }
  if (COMMANDS[event.key]?.()) event.preventDefault();
});
