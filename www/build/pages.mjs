// @ts-check
import { readFileSync } from "node:fs";
import { heroPicture, productPicture } from "./art/index.mjs";
import { readCatalogue, readRules } from "./catalogue.mjs";
import { modelOf, productFacts } from "./facts.mjs";
import { ICON, iconFile } from "./icon.mjs";
import { turnedModel } from "./model.mjs";
import { shopperCarts } from "./shoppers.mjs";
import { cartPage, checkoutPage, thanksPage } from "./templates/checkout.mjs";
import { guidesPage } from "./templates/guides.mjs";
import { homePage } from "./templates/home.mjs";
import { productPage } from "./templates/product.mjs";

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

/** Every file of the shop that isn't a script or a style: path to content. @returns {Map<string, string | Buffer>} */
export function renderSite() {
  const products = readCatalogue();
  const files = new Map(
    /** @type {[string, string | Buffer][]} */ ([
      ["index.html", String(homePage(products))],
      ["cart.html", String(cartPage())],
      ["checkout.html", String(checkoutPage())],
      ["thanks.html", String(thanksPage())],
      ["guides.html", String(guidesPage())],
      ["favicon.ico", iconFile()],
      ["img/icon.svg", ICON],
      ["img/hero.svg", heroPicture()],
      ["api/products.json", JSON.stringify(products.map(productFacts))],
      ["api/rules.json", JSON.stringify(readRules())],
      ["api/shoppers.json", JSON.stringify(shopperCarts())],
      ["api/signals.json", readFileSync(new URL("../shop/signals.json", import.meta.url), "utf8")],
    ]),
  );
  for (const product of products) {
    files.set(`p/${product.item_group_id}.html`, String(productPage(product, related(product, products))));
    if (product.model) files.set(modelOf(product).slice(1), turnedModel(product.model, product.colours[0].hex));
    for (const colour of product.colours)
      files.set(`img/${product.item_group_id}-${colour.id}.svg`, productPicture(product, colour));
  }
  return files;
}
