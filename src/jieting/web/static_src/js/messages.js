// Messages: each can be put away; good news goes by itself; lost requests are told.
import { onClick, onInserted, word } from "./page.js";

const STAYS = 10_000; // milliseconds that good news stays in sight

onClick("[data-dismisses]", (button) => button.closest("[data-message]")?.remove());

onInserted("[data-message=success]", (message) => {
  const leave = () => (message.matches(":hover, :focus-within") ? setTimeout(leave, STAYS) : message.remove());
  setTimeout(leave, STAYS);
});

/** Show a sentence as an error at the top of the page. */
export function tellError(text) {
  const place = document.getElementById("messages");
  if (!place || !text) return;
  const told = [...place.children].some((one) => one.firstElementChild?.textContent === text);
  if (told) return;
  const message = document.createElement("div");
  message.className = "message notice notice-danger";
  message.dataset.message = "error";
  const words = document.createElement("div");
  words.textContent = text;
  const close = document.createElement("button");
  close.type = "button";
  close.className = "plain-button";
  close.dataset.dismisses = "";
  close.setAttribute("aria-label", word("close"));
  close.textContent = "×";
  message.append(words, close);
  place.append(message);
}

document.addEventListener("htmx:sendError", () => tellError(word("lost")));
document.addEventListener("htmx:timeout", () => tellError(word("lost")));
document.addEventListener("htmx:responseError", (event) => {
  const status = event.detail.xhr.status;
  tellError(word(status === 401 || status === 403 ? "refused" : "failed"));
});
