// Native dialogs: data-opens=id opens one, data-closes or a click beside it closes it.
import { onClick } from "./page.js";

onClick("[data-opens]", (button, event) => {
  const dialog = document.getElementById(button.dataset.opens);
  if (!(dialog instanceof HTMLDialogElement)) return;
  event.preventDefault();
  dialog.showModal();
  // Who must give a reason starts there; else nothing destructive has the focus first.
  dialog.querySelector("textarea, input:not([type=hidden]), [data-closes].btn")?.focus();
});

onClick("[data-closes]", (button) => button.closest("dialog")?.close());
onClick("dialog", (dialog, event) => {
  if (event.target === dialog) dialog.close();
});
