// Menus are <details class="menu">: they close on Escape, on a click outside and on leaving by Tab.
// The navigation of a small screen slides in over the page.
import { onClick } from "./page.js";

const openMenus = () => document.querySelectorAll("details.menu[open]");

function closeMenus(except) {
  openMenus().forEach((menu) => {
    if (menu !== except) menu.open = false;
  });
}

document.addEventListener("click", (event) => closeMenus(event.target.closest?.("details.menu")));
document.addEventListener("focusin", (event) => closeMenus(event.target.closest?.("details.menu")));
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  openMenus().forEach((menu) => {
    const inside = menu.contains(document.activeElement);
    menu.open = false;
    if (inside) menu.querySelector("summary").focus();
  });
  showNavigation(false);
});

function showNavigation(shown) {
  const button = document.querySelector("[data-navigation]");
  if (!button || (button.getAttribute("aria-expanded") === "true") === shown) return;
  button.setAttribute("aria-expanded", String(shown));
  document.body.classList.toggle("navigation-open", shown);
  if (shown) document.querySelector("#navigation a.active, #navigation a")?.focus();
  else button.focus();
}

onClick("[data-navigation]", (button) => showNavigation(button.getAttribute("aria-expanded") !== "true"));
onClick("[data-navigation-shade]", () => showNavigation(false));

// A definition opens under its mark and stays inside the window.
document.addEventListener(
  "toggle",
  (event) => {
    const box = event.target;
    if (!box.matches?.(".definition[popover]") || event.newState !== "open") return;
    const mark = document.querySelector(`[popovertarget="${CSS.escape(box.id)}"]`).getBoundingClientRect();
    const below = mark.bottom + 6;
    const fits = below + box.offsetHeight < window.innerHeight;
    box.style.top = `${Math.max(8, fits ? below : mark.top - box.offsetHeight - 6)}px`;
    box.style.left = `${Math.max(8, Math.min(mark.left - 12, window.innerWidth - box.offsetWidth - 8))}px`;
  },
  true,
);
