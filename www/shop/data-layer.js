// @ts-check
/// <reference path="./globals.d.ts" />
// GA4 ecommerce events, as a tag manager reads them.
import { colourOf, lineKey, lines, productOf } from "./cart.js";
import { inLanguage } from "./i18n.js";

/** @typedef {import("./cart.js").Line} Line */

/** @typedef {{ item_id: string, price: number | string, quantity: number, [field: string]: unknown }} Item */

const CURRENCY = "EUR";

/** @param {Line} line @returns {Item} */
export function itemOf(line) {
  const product = productOf(line);
  const colour = colourOf(line)?.name.en;
  return {
    item_id: lineKey(line),
    item_group_id: product.item_group_id,
    item_name: inLanguage(product.name),
    item_brand: product.brand,
    item_category: product.category,
    item_variant: [colour, line.size].filter(Boolean).join(" / "),
    color: colour,
    ...(line.size ? { size: line.size } : {}),
    price: product.price,
    ...(product.was ? { discount: product.was - product.price } : {}),
    quantity: line.quantity,
  };
}

/** A product in a list, before colour and size are chosen. @param {string} group @param {number} [index] */
export function listItemOf(group, index) {
  const item = itemOf({ group, color: "", size: null, quantity: 1 });
  return {
    ...item,
    item_id: group,
    item_variant: undefined,
    color: undefined,
    ...(index === undefined ? {} : { index }),
  };
}

/** The cart document. */
export const cartDocument = () => ({ currency: CURRENCY, items: lines().map(itemOf) });

/** @param {Item[]} items */
const valueOf = (items) =>
  Math.round(items.reduce((sum, { price, quantity }) => sum + Number(price) * quantity, 0) * 100) / 100;

/**
 * Clears the previous ecommerce object first: the data layer merges objects, and old items would come along.
 * @param {string} event @param {Item[]} items @param {Record<string, unknown>} [more]
 */
export function pushEvent(event, items, more = {}) {
  const layer = (window.dataLayer = window.dataLayer || []);
  layer.push({ ecommerce: null });
  layer.push({ event, ecommerce: { currency: CURRENCY, value: valueOf(items), ...more, items } });
}

/** Prices as strings: the buttons take them from the page's markup, where every value is one. @param {Item[]} items */
export const withTextPrices = (items) => items.map((item) => ({ ...item, price: Number(item.price).toFixed(2) }));
