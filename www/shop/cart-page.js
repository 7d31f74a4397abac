// @ts-check
import { lines, totals } from "./cart.js";
import { cartDocument, pushEvent } from "./data-layer.js";
import { byId } from "./dom.js";
import { money, t } from "./i18n.js";
import { cartLine, miniLine } from "./line-view.js";

/** @typedef {import("./cart.js").Line} Line */

/** @param {string} id @param {string} text */
function write(id, text) {
  const element = byId(id);
  if (element) element.textContent = text;
}

/** The sums of the summary column. @param {Line[]} of @param {number} [express] */
export function showSums(of, express = 0) {
  const { subtotal, delivery } = totals(of);
  write("subtotal", money(subtotal));
  write("delivery", delivery + express === 0 ? t("cart.free") : money(delivery + express));
  write("total", money(subtotal + delivery + express));
}

/** @param {boolean} empty */
export function showEmpty(empty) {
  const note = byId("cart-empty");
  const columns = byId("cart-columns");
  if (note) note.hidden = !empty;
  if (columns) columns.hidden = empty;
}

/** @param {Line[]} of */
export const showMiniLines = (of) => byId("mini-lines")?.replaceChildren(...of.map(miniLine));

function render() {
  const focused = document.activeElement?.getAttribute("data-focus");
  const now = lines();
  byId("cart-lines")?.replaceChildren(...now.map(cartLine));
  showSums(now);
  showEmpty(now.length === 0);
  if (focused)
    /** @type {HTMLElement | null} */ (document.querySelector(`[data-focus="${CSS.escape(focused)}"]`))?.focus();
}

export function startCartPage() {
  render();
  document.addEventListener("shop:cart", render);
  pushEvent("view_cart", cartDocument().items);
}
