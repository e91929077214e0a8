// What modules share: work on elements that come later, words of the page, leave to move.

/** Run `work` for every element that matches, now and in what htmx brings in later. */
export function onInserted(selector, work) {
  const within = (root) => {
    if (root instanceof Element && root.matches(selector)) work(root);
    root.querySelectorAll(selector).forEach(work);
  };
  within(document);
  document.addEventListener("htmx:load", (event) => {
    if (event.target !== document.body) within(event.target);
  });
}

/** Listen once on the document for clicks on elements that match, now and later. */
export function onClick(selector, work) {
  document.addEventListener("click", (event) => {
    const found = event.target instanceof Element && event.target.closest(selector);
    if (found) work(found, event);
  });
}

/** A sentence that the server put on the body as `data-NAME`. */
export function word(name) {
  return document.body.dataset[name] ?? "";
}

/** True where the person types, so that letters are not commands. */
export function isTyping(target) {
  return (
    target instanceof Element &&
    target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]") !== null
  );
}
