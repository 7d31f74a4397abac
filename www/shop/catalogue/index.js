// @ts-check
import accessories from "./accessories.json";
import denim from "./denim.json";
import dresses from "./dresses.json";
import furniture from "./furniture.json";
import home from "./home.json";
import knitwear from "./knitwear.json";
import outerwear from "./outerwear.json";
import shoes from "./shoes.json";

/**
 * @typedef {{ item_group_id: string, brand: string, category: string, price: number, was?: number, name: { en: string, de: string },
 *   colours: { id: string, hex: string, name: { en: string, de: string } }[], sizes: string[] }} Product
 */

/** @type {Product[]} */
const all = [...dresses, ...knitwear, ...shoes, ...outerwear, ...denim, ...accessories, ...home, ...furniture];

/** @type {Map<string, Product>} */
export const products = new Map(all.map((product) => [product.item_group_id, product]));
