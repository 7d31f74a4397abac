// @ts-check
import { readFileSync } from "node:fs";
import { heroPicture, productPicture } from "./art/index.mjs";
import { readCatalogue, readRules } from "./catalogue.mjs";
import { productFacts } from "./facts.mjs";
import { cartPage, checkoutPage, thanksPage } from "./templates/checkout.mjs";
import { homePage } from "./templates/home.mjs";
import { productPage } from "./templates/product.mjs";

const ICON =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="#2f4a3a"/><path d="M16 5c6 5 8 10 6 15-1 3-4 4-6 4s-5-1-6-4c-2-5 0-10 6-15z" fill="#f6f1e8"/><path d="M16 11v17" stroke="#2f4a3a" stroke-width="2" stroke-linecap="round"/></svg>';

/** @typedef {import("./catalogue.mjs").Product} Product */

/** @param {Product} product */
const isForTheHome = ({ category }) => ["Lighting", "Home", "Furniture"].includes(category);

/** Four pieces for the foot of a page: other categories, the same side of the shop. @param {Product} product @param {Product[]} all */
function related(product, all) {
  const others = all.filter(
    (other) => other.category !== product.category && isForTheHome(other) === isForTheHome(product),
  );
  const start = all.indexOf(product);
  const rotated = [...others.slice(start % others.length), ...others.slice(0, start % others.length)];
  return rotated.filter((_, at) => at % 2 === 0).slice(0, 4);
}

/** Every file of the shop that isn't a script or a style: path to content. @returns {Map<string, string>} */
export function renderSite() {
  const products = readCatalogue();
  /** @type {Map<string, string>} */
  const files = new Map([
    ["index.html", String(homePage(products))],
    ["cart.html", String(cartPage())],
    ["checkout.html", String(checkoutPage())],
    ["thanks.html", String(thanksPage())],
    ["img/icon.svg", ICON],
    ["img/hero.svg", heroPicture()],
    ["api/products.json", JSON.stringify(products.map(productFacts))],
    ["api/rules.json", JSON.stringify(readRules())],
    ["api/signals.json", readFileSync(new URL("../shop/signals.json", import.meta.url), "utf8")],
  ]);
  for (const product of products) {
    files.set(`p/${product.item_group_id}.html`, String(productPage(product, related(product, products))));
    for (const colour of product.colours)
      files.set(`img/${product.item_group_id}-${colour.id}.svg`, productPicture(product, colour));
  }
  return files;
}
