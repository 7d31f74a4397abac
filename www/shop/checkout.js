// @ts-check
import { lines, setLines, totals } from "./cart.js";
import { showEmpty, showMiniLines, showSums } from "./cart-page.js";
import { cartDocument, itemOf, pushEvent } from "./data-layer.js";
import { byId } from "./dom.js";
import { t } from "./i18n.js";
import { read, write } from "./storage.js";

/** @typedef {{ id: string, lines: import("./cart.js").Line[], delivery: number, total: number, reported: boolean }} Order */

const ORDER = "alder-row:order";
const EXPRESS = 9;

export function startCheckout() {
  const form = /** @type {HTMLFormElement} */ (byId("checkout"));
  const now = lines();
  const express = () => (new FormData(form).get("delivery") === "express" ? EXPRESS : 0);
  showEmpty(now.length === 0);
  showMiniLines(now);
  showSums(now);
  if (now.length > 0) pushEvent("begin_checkout", cartDocument().items);
  form.addEventListener("change", () => showSums(now, express()));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const { delivery, total } = totals(now);
    const id = `AR-${Date.now().toString(36).slice(-6).toUpperCase()}`;
    /** @type {Order} */
    const order = { id, lines: now, delivery: delivery + express(), total: total + express(), reported: false };
    write(ORDER, order);
    setLines([]);
    location.assign("/thanks.html");
  });
}

/** Reports the purchase once, however often the page is loaded again. */
export function startThanks() {
  const order = read(ORDER, /** @type {Order | null} */ (null));
  const lead = byId("thanks-lead");
  if (lead) lead.textContent = order ? t("thanks.lead", { id: order.id }) : t("thanks.none");
  if (order) showMiniLines(order.lines);
  const thanks = byId("thanks");
  if (thanks) thanks.hidden = false;
  if (!order) return;
  if (order.reported) return;
  write(ORDER, { ...order, reported: true });
  pushEvent("purchase", order.lines.map(itemOf), {
    transaction_id: order.id,
    value: order.total,
    shipping: order.delivery,
  });
}
