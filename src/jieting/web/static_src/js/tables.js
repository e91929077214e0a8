// Tables: a head that stays in sight, whole rows that can be clicked, rows chosen by j and k.
import { onInserted } from "./page.js";

const ROW = "tr[data-row]";

// A table that fits its box needs no scroll box, so its head can stick to the page's top.
const sizes = new ResizeObserver((entries) => entries.forEach(({ target }) => fit(target)));

function fit(box) {
  if (box.classList.contains("tall")) return;
  const fits = box.querySelector("table").scrollWidth <= box.clientWidth + 1;
  box.classList.toggle("fits", fits);
  // A box that does not scroll is no stop for the Tab key.
  if (fits) box.removeAttribute("tabindex");
  else box.setAttribute("tabindex", "0");
}

onInserted("[data-table]", (box) => {
  fit(box);
  sizes.observe(box);
});

document.addEventListener("click", (event) => {
  const row = event.target.closest?.(ROW);
  if (!row || event.defaultPrevented || event.target.closest("a, button, input, label, select, summary")) return;
  if (window.getSelection()?.toString()) return;
  const link = linkOf(row);
  if (!link) return;
  if (event.ctrlKey || event.metaKey) window.open(link.href, "_blank", "noopener");
  else link.click();
});

const linkOf = (row) => row.querySelector("a.row-link") ?? row.querySelector("a");

/** Move to the next (1) or previous (-1) row; false where the page has no rows. */
export function moveRow(step) {
  const here = document.activeElement?.closest?.(ROW);
  const table = here?.closest("table") ?? document.querySelector(`main table:has(${ROW})`);
  if (!table) return false;
  const rows = [...table.querySelectorAll(ROW)].filter((row) => row.offsetParent !== null);
  const next = here ? rows[rows.indexOf(here) + step] : rows[step > 0 ? 0 : rows.length - 1];
  if (!next) return true;
  next.tabIndex = -1;
  next.focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
  return true;
}

/** Open the row that has the focus; false where none has. */
export function openRow() {
  const row = document.activeElement;
  if (!row?.matches?.(ROW)) return false;
  linkOf(row)?.click();
  return true;
}

/** True while a row itself, not something in it, has the focus. */
export const inRows = () => document.activeElement?.matches?.(ROW) ?? false;
