// Data that stand in the page as JSON scripts. htmx takes every script out of what it inserts, these
// too; so those of an answer are kept here before it is inserted.
const kept = new Map();

document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  const answer = new DOMParser().parseFromString(detail.serverResponse ?? "", "text/html");
  for (const one of answer.querySelectorAll("script[type='application/json'][id]")) {
    kept.set(one.id, one.textContent);
  }
});

/** The data of the JSON script with this id. */
export function dataOf(id) {
  return JSON.parse(document.getElementById(id)?.textContent ?? kept.get(id));
}
