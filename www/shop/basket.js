// @ts-check
// What a shopper does with the bag: the change, and the event that reports it.
import * as cart from "./cart.js";
import { itemOf, pushEvent, withTextPrices } from "./data-layer.js";

/** @typedef {import("./cart.js").Line} Line */

/** @param {string} key */
const find = (key) => cart.lines().find((line) => cart.lineKey(line) === key);

/** @param {"add_to_cart" | "remove_from_cart"} event @param {Line} line */
const report = (event, line) => pushEvent(event, withTextPrices([itemOf(line)]));

/** @param {Line} line */
export function addToBag(line) {
  cart.add(line);
  report("add_to_cart", line);
}

/** @param {string} key */
export function removeFromBag(key) {
  const line = find(key);
  if (!line) return;
  cart.remove(key);
  report("remove_from_cart", line);
}

/** GA4 has no event for a changed quantity: the difference is added or removed. @param {string} key @param {number} quantity */
export function changeQuantity(key, quantity) {
  const line = find(key);
  if (!line || quantity < 1) return;
  cart.setQuantity(key, quantity);
  const change = (find(key)?.quantity ?? 0) - line.quantity;
  if (change !== 0) report(change > 0 ? "add_to_cart" : "remove_from_cart", { ...line, quantity: Math.abs(change) });
}

/** @param {string} key @param {string} size */
export function changeSize(key, size) {
  const line = find(key);
  if (!line || line.size === size) return;
  cart.changeSize(key, size);
  report("remove_from_cart", line);
  report("add_to_cart", { ...line, size });
}
