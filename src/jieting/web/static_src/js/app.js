// Loaded by every page.
import "./fonts.js";
import "./menus.js";
import "./data.js";
import "./dialogs.js";
import "./keyboard.js";
import "./tables.js";
import "./forms.js";
import "./messages.js";
import "./live.js";
import "./pressed.js";
import "./held.js";
import { onInserted } from "./page.js";

// The drawing library is large: only pages with a chart load it.
onInserted(".chart[data-chart]", async (box) => {
  const { draw } = await import("./charts.js");
  draw(box);
});
