// @ts-check
import accessories from "./accessories.json" with { type: "json" };
import denim from "./denim.json" with { type: "json" };
import dresses from "./dresses.json" with { type: "json" };
import furniture from "./furniture.json" with { type: "json" };
import home from "./home.json" with { type: "json" };
import knitwear from "./knitwear.json" with { type: "json" };
import outerwear from "./outerwear.json" with { type: "json" };
import shoes from "./shoes.json" with { type: "json" };

/**
 * @typedef {{ item_group_id: string, brand: string, category: string, price: number, was?: number, name: { en: string, de: string },
 *   colours: { id: string, hex: string, name: { en: string, de: string } }[], sizes: string[] }} Product
 */

/** @type {Product[]} */
const all = [...dresses, ...knitwear, ...shoes, ...outerwear, ...denim, ...accessories, ...home, ...furniture];

/** @type {Map<string, Product>} */
export const products = new Map(all.map((product) => [product.item_group_id, product]));

/** The product of an item or a group. @param {string | undefined} id */
export const productNamed = (id) => all.find(({ item_group_id: group }) => id === group || id?.startsWith(`${group}-`));
