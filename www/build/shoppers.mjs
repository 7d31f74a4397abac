// @ts-check
// The demo's shoppers with their carts: the console tries rules on them. Their signals are the server's to give.
import { shoppers } from "../shop/shoppers.js";
import { readCatalogue } from "./catalogue.mjs";

/** @typedef {import("../shop/cart.js").Line} Line */

/** @param {Line} line @param {ReturnType<typeof readCatalogue>} products */
function itemOf({ group, color, size, quantity }, products) {
  const product = products.find(({ item_group_id: id }) => id === group);
  if (!product) throw new Error(`shoppers.js names ${group}, which the catalogue doesn't have`);
  const colour = product.colours.find(({ id }) => id === color)?.name.en;
  return {
    item_id: [group, color, size?.toLowerCase()].filter(Boolean).join("-"),
    item_group_id: group,
    item_name: product.name.en,
    item_brand: product.brand,
    item_category: product.category,
    color: colour,
    ...(size ? { size } : {}),
    price: product.price,
    quantity,
  };
}

/** `[{ id, name, cart }]` */
export function shopperCarts() {
  const products = readCatalogue();
  return shoppers.map(({ id, name, cart }) => ({
    id,
    name,
    cart: { currency: "EUR", items: cart.map((line) => itemOf(line, products)) },
  }));
}
