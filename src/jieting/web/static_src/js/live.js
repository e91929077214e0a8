// Live pages: an element with data-live="import:7 imports" gets the event `live` when one of these
// topics of its contract changes; htmx then fetches it anew (hx-trigger="live").
// One tab listens for all tabs of the browser, which allows few connections; the others hear from it.
import { onInserted } from "./page.js";

const STREAM = "/live/";
const FULL_PAUSE = 30_000; // milliseconds until a server that was full or gone is asked again
const SPREAD = 1_500; // after a gap every page fetches, but not all at the same moment

const channel = "BroadcastChannel" in window ? new BroadcastChannel("jieting-live") : null;
const here = () => [...document.querySelectorAll("[data-live]")];
const contractOf = (element) => element.closest("[data-contract]")?.dataset.contract ?? "";

let listening = false; // this page wants to hear
let connected = false; // this tab has the stream
let caughtUp = false;

function wake(element) {
  if (element.isConnected) element.dispatchEvent(new CustomEvent("live", { bubbles: false }));
}

function hear({ kind, contract, topic }) {
  if (kind === "changed") {
    here()
      .filter((one) => contractOf(one) === contract && one.dataset.live.split(/\s+/).includes(topic))
      .forEach(wake);
  } else if (kind === "again") {
    caughtUp = true;
    setTimeout(() => here().forEach(wake), Math.random() * SPREAD);
  } else if (kind === "ended") {
    // The session is over: what is on the screen is no longer for who sits before it.
    window.location.reload();
  } else if (kind === "asks" && connected) {
    tell({ kind: "stands" });
  } else if (kind === "stands" && !caughtUp) {
    // Another tab listens for this one: fetch what changed between making this page and now.
    caughtUp = true;
    here().forEach(wake);
  }
}

function tell(message) {
  channel?.postMessage(message);
}

function share(message) {
  tell(message);
  hear(message);
}

/** Keep the stream open; resolves only when it must not be opened again. */
function open() {
  return new Promise((resolve) => {
    const connect = () => {
      const source = new EventSource(STREAM);
      source.addEventListener("ready", () => {
        connected = true;
        share({ kind: "again" });
      });
      source.addEventListener("again", () => share({ kind: "again" }));
      source.addEventListener("changed", (event) => share({ kind: "changed", ...JSON.parse(event.data) }));
      source.addEventListener("ended", () => {
        source.close();
        share({ kind: "ended" });
        resolve();
      });
      source.addEventListener("error", () => {
        connected = false;
        if (source.readyState === EventSource.CLOSED) setTimeout(connect, FULL_PAUSE);
      });
    };
    connect();
  });
}

channel?.addEventListener("message", (event) => hear(event.data));

onInserted("[data-live]", () => {
  if (listening) return;
  listening = true;
  if (navigator.locks && channel) {
    // Whoever holds the lock has the stream; when that tab closes, the next one opens it.
    navigator.locks.request("jieting-live", open);
    tell({ kind: "asks" });
  } else {
    open();
  }
});

// What a page fetches by itself keeps no session awake.
document.addEventListener("htmx:configRequest", (event) => {
  if (event.detail.triggeringEvent?.type === "live") event.detail.headers["X-Background"] = "live";
});

// Nobody sat here for too long: what is on the screen goes, and the sign-in page tells why.
document.addEventListener("htmx:responseError", ({ detail }) => {
  if (detail.xhr.status === 401 && detail.requestConfig.headers["X-Background"]) window.location.reload();
});
