// @ts-check
import { Pen, light } from "./pen.mjs";
import { backdrop, picture } from "./scene.mjs";
import * as accessories from "./accessories.mjs";
import * as denim from "./denim.mjs";
import * as dresses from "./dresses.mjs";
import * as furniture from "./furniture.mjs";
import * as home from "./home.mjs";
import * as knitwear from "./knitwear.mjs";
import * as outerwear from "./outerwear.mjs";
import * as shoes from "./shoes.mjs";

/**
 * What each `art` name of the catalogue draws; `floor` is where the wall ends, absent for what hangs.
 * @type {Record<string, { draw: (pen: Pen, hex: string) => string, floor?: number, scale?: number }>}
 */
const drawings = {
  "linen-dress": { draw: dresses.linenDress },
  "slip-dress": { draw: dresses.slipDress },
  "wrap-dress": { draw: dresses.wrapDress },
  cardigan: { draw: knitwear.cardigan, scale: 1.08 },
  jumper: { draw: knitwear.jumper, scale: 1.08 },
  "roll-neck": { draw: knitwear.rollNeck, scale: 1.08 },
  "wool-coat": { draw: outerwear.woolCoat },
  parka: { draw: outerwear.parka, scale: 1.04 },
  "straight-jeans": { draw: denim.straightJeans },
  "wide-jeans": { draw: denim.wideJeans },
  sneakers: { draw: shoes.sneakers, floor: 610 },
  "chelsea-boots": { draw: shoes.chelseaBoots, floor: 640 },
  watch: { draw: accessories.watch },
  earrings: { draw: accessories.earrings, scale: 0.96 },
  "day-bag": { draw: accessories.dayBag, floor: 720 },
  "arc-lamp": { draw: home.arcLamp, floor: 800 },
  "table-lamp": { draw: home.tableLamp, floor: 730 },
  vase: { draw: home.vase, floor: 730 },
  throw: { draw: home.woolThrow, floor: 800 },
  armchair: { draw: furniture.armchair, floor: 790 },
  "side-table": { draw: furniture.sideTable, floor: 790 },
};

/**
 * The picture of one product in one colour.
 * @param {{ art: string, name: { en: string }, }} product @param {{ hex: string, name: { en: string } }} colour
 */
export function productPicture(product, colour) {
  const drawing = drawings[product.art];
  if (!drawing) throw new Error(`no drawing is called \`${product.art}\``);
  const { draw, floor = null, scale = 1 } = drawing;
  const tint = light(colour.hex, 0.2);
  return picture(`${product.name.en}, ${colour.name.en}`, (pen) => draw(pen, colour.hex), { hex: tint, floor, scale });
}

/** The home page's still life: an armchair by lamplight, a table, a dress on the wall. */
export function heroPicture() {
  const pen = new Pen("h");
  const wide = 1800;
  const place = (
    /** @type {number} */ x,
    /** @type {number} */ y,
    /** @type {number} */ scale,
    /** @type {string} */ body,
  ) => `<g transform="translate(${x} ${y}) scale(${scale})">${body}</g>`;
  const room = `<g transform="scale(${wide / 800} 1)">${backdrop(pen, "#c9b59a", 800)}</g>`;
  const things =
    place(1290, 84, 0.58, dresses.linenDress(pen, "#8d9a78")) +
    place(10, 20, 0.98, home.arcLamp(pen, "#b08a4e")) +
    place(600, 130, 0.86, furniture.armchair(pen, "#e6d9c4")) +
    place(1115, 370, 0.58, furniture.sideTable(pen, "#a97c50")) +
    place(1400, 500, 0.46, home.vase(pen, "#b4694a"));
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${wide} 1000" preserveAspectRatio="xMidYMid slice"><defs>${pen}</defs>${room}${things}</svg>`;
}
