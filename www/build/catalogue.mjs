// @ts-check
import { readFileSync } from "node:fs";

/**
 * @typedef {{ en: string, de: string }} Text
 * @typedef {{ id: string, hex: string, name: Text }} Colour
 * @typedef {{ rating: number, size?: string, author: string, date: string, text: string }} Review
 * @typedef {{ item_group_id: string, art: string, brand: string, category: string, price: number, was?: number, name: Text,
 *   description: Text, colours: Colour[], sizes: string[], size_chart: string | null, specifications: [string, string][],
 *   care?: string[], goes_with?: string[], guides?: string[], compatible_with?: string[], model?: "vase" | "lamp",
 *   outcomes: { bought: number, returned: number, reasons: Record<string, number> },
 *   fit?: { small: number, true: number, large: number }, reviews: Review[] }} Product
 */

const FILES = ["dresses", "knitwear", "shoes", "outerwear", "denim", "accessories", "home", "furniture"];
const folder = new URL("../shop/", import.meta.url);

/** @param {string} path */
const read = (path) => JSON.parse(readFileSync(new URL(path, folder), "utf8"));

/** The whole catalogue with its reviews and outcomes. @returns {Product[]} */
export const readCatalogue = () =>
  FILES.flatMap((file) => {
    const reviews = read(`reviews/${file}.json`);
    return read(`catalogue/${file}.json`).map((/** @type {Product} */ product) => ({
      ...product,
      ...reviews[product.item_group_id],
    }));
  });

/** @returns {Record<string, object>} */
export const readSizeCharts = () => read("catalogue/size-charts.json");

export const readRules = () => read("rules.json");

/** @param {Product} product */
export const pageOf = (product) => `/p/${product.item_group_id}.html`;

/** @param {Product} product @param {Colour} [colour] */
export const pictureOf = (product, colour = product.colours[0]) => `/img/${product.item_group_id}-${colour?.id}.svg`;

/** The mean of the stars, to one decimal. @param {Product} product */
export const averageRating = (product) =>
  Math.round((product.reviews.reduce((sum, { rating }) => sum + rating, 0) / product.reviews.length) * 10) / 10;
