// Upload of a file: one that is too large is told before it is sent; the rest shows how far it is.
import { onInserted } from "../page.js";
import { tellError } from "../messages.js";

onInserted("form[data-upload]", (form) => {
  const file = form.querySelector("input[type=file]");
  const bar = form.querySelector("[data-upload-progress]");
  const tooLarge = () => (file.files[0]?.size ?? 0) > Number(form.dataset.mostBytes);

  file.addEventListener("change", () => {
    file.setCustomValidity(tooLarge() ? form.dataset.tooLarge : "");
    file.reportValidity();
  });
  form.addEventListener("htmx:xhr:progress", (event) => {
    bar.hidden = false;
    if (event.detail.lengthComputable) bar.value = (100 * event.detail.loaded) / event.detail.total;
  });
  // The server stops a request that is too large before a page could answer it.
  form.addEventListener("htmx:responseError", (event) => {
    if (event.detail.xhr.status === 413) tellError(form.dataset.tooLarge);
  });
  form.addEventListener("htmx:afterRequest", () => (bar.hidden = true));
});
