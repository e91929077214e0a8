// Nothing is exchanged under a finger: a link or button that is replaced between press and release
// gets no click. What comes meanwhile is fetched again after the release.
const PRESSED = "a[href], button, summary";
const CLICKED_BY = 50; // milliseconds from the release to the click that follows it
const SENT_BY = 2_000; // a form that was sent leaves the page by then, or stays (a download)

let pressed = false;
const waiting = new Map(); // the elements that asked, and the event that made them ask

document.addEventListener("pointerdown", ({ target, button }) => {
  pressed = button === 0 && target instanceof Element && target.closest(PRESSED) !== null;
});

for (const event of ["pointerup", "pointercancel"]) {
  document.addEventListener(event, () => setTimeout(release, CLICKED_BY));
}
window.addEventListener("blur", release);

let again = 0;

function release() {
  pressed = false;
  if (!again) askAgain();
}

function askAgain() {
  again = 0;
  const asked = [...waiting];
  waiting.clear();
  for (const [element, event] of asked) {
    if (element.isConnected) element.dispatchEvent(new Event(event, { bubbles: false }));
  }
}

document.addEventListener("submit", (event) => {
  if (!event.defaultPrevented && waiting.size) again = setTimeout(askAgain, SENT_BY);
});

document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  const { elt } = detail.requestConfig;
  const event = ["change", "live"].find((one) => elt.getAttribute("hx-trigger")?.split(/[\s,]+/).includes(one));
  if (!pressed || !event || !detail.shouldSwap) return;
  detail.shouldSwap = false;
  waiting.set(elt, event);
});
