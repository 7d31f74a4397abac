// @ts-check
import { products } from "./catalogue/index.js";
import { read, write } from "./storage.js";

/**
 * @typedef {{ group: string, color: string, size: string | null, quantity: number }} Line
 * @typedef {import("./catalogue/index.js").Product} Product
 */

const KEY = "alder-row:cart";
const MOST = 10;
const FREE_DELIVERY_FROM = 80;
const DELIVERY = 4.9;

/** @param {Line} line */
export const lineKey = ({ group, color, size }) => [group, color, size].filter(Boolean).join("-").toLowerCase();

/** @param {Line} line @returns {Product} */
export const productOf = (line) => /** @type {Product} */ (products.get(line.group));

/** @param {Line} line */
export const colourOf = (line) =>
  productOf(line).colours.find(({ id }) => id === line.color) ?? productOf(line).colours[0];

/** @param {Line} line */
export const pictureOf = (line) => `/img/${line.group}-${line.color}.svg`;

/** @returns {Line[]} */
export const lines = () =>
  read(KEY, /** @type {Line[]} */ ([])).filter((line) => products.has(line.group) && line.quantity > 0);

/** @param {Line[]} next */
export function setLines(next) {
  write(KEY, next);
  document.dispatchEvent(new CustomEvent("shop:cart"));
}

/** @param {Line} line */
export function add(line) {
  const now = lines();
  const same = now.find((other) => lineKey(other) === lineKey(line));
  if (same) same.quantity = Math.min(MOST, same.quantity + line.quantity);
  setLines(same ? now : [...now, line]);
}

/** @param {string} key */
export const remove = (key) => setLines(lines().filter((line) => lineKey(line) !== key));

/** @param {string} key @param {number} quantity */
export const setQuantity = (key, quantity) =>
  setLines(
    lines().map((line) =>
      lineKey(line) === key ? { ...line, quantity: Math.min(MOST, Math.max(1, quantity)) } : line,
    ),
  );

/** Replaces a line's size in place; a line that already has this size takes the pieces over. @param {string} key @param {string} size */
export function changeSize(key, size) {
  /** @type {Line[]} */
  const next = [];
  for (const line of lines()) {
    const changed = lineKey(line) === key ? { ...line, size } : line;
    const same = next.find((other) => lineKey(other) === lineKey(changed));
    if (same) same.quantity = Math.min(MOST, same.quantity + changed.quantity);
    else next.push(changed);
  }
  setLines(next);
}

/** @param {Line[]} [of] */
export function totals(of = lines()) {
  const subtotal = of.reduce((sum, line) => sum + productOf(line).price * line.quantity, 0);
  const delivery = subtotal === 0 || subtotal >= FREE_DELIVERY_FROM ? 0 : DELIVERY;
  return { count: of.reduce((sum, { quantity }) => sum + quantity, 0), subtotal, delivery, total: subtotal + delivery };
}
