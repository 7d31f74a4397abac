// @ts-check
import { Pen, cloth, dark, light, mix } from "./pen.mjs";

/**
 * A plaster wall with window light from the left; with a floor for what stands, without for what hangs.
 * @param {Pen} pen @param {string} hex the product's colour, which tints the wall a little
 * @param {number | null} floor the floor line's y, or null
 */
export function backdrop(pen, hex, floor) {
  const wall = mix("#ebe4da", hex, 0.1);
  const paint = pen.linear(
    [
      [0, light(wall, 0.5)],
      [0.55, wall],
      [1, dark(wall, 0.1)],
    ],
    [0, 0, 1, 1],
  );
  const beam = pen.linear(
    [
      [0, "#fffaf2", 0.75],
      [1, "#fffaf2", 0],
    ],
    [0, 0, 1, 0.6],
  );
  const ground = floor === null ? "" : floorOf(pen, wall, floor);
  return (
    `<path d="M0 0H800V1000H0Z" fill="${paint}"/>` +
    `<path d="M-60 120L330 -60L640 -60L60 1060L-60 1060Z" fill="${beam}" filter="${pen.blur(40)}" opacity=".55"/>` +
    ground
  );
}

/** @param {Pen} pen @param {string} wall @param {number} y */
function floorOf(pen, wall, y) {
  const paint = pen.linear(
    [
      [0, dark(wall, 0.13)],
      [0.25, dark(wall, 0.05)],
      [1, light(wall, 0.28)],
    ],
    [0.2, 0, 0, 1],
  );
  return (
    `<path d="M0 ${y}H800V1000H0Z" fill="${paint}"/>` +
    `<path d="M0 ${y - 2}H800V${y + 2}H0Z" fill="${dark(wall, 0.3)}" fill-opacity=".25" filter="${pen.blur(2)}"/>`
  );
}

/** Where a thing touches the floor: a wide soft shadow and a narrow dark one.
 * @param {Pen} pen @param {number} x @param {number} y @param {number} width @param {number} [height] */
export function contact(pen, x, y, width, height = width * 0.09) {
  return (
    `<ellipse cx="${x + width * 0.09}" cy="${y}" rx="${width * 0.58}" ry="${height}" fill="#3a2c22" fill-opacity=".3" filter="${pen.blur(18)}"/>` +
    `<ellipse cx="${x}" cy="${y}" rx="${width * 0.48}" ry="${height * 0.35}" fill="#241a14" fill-opacity=".5" filter="${pen.blur(6)}"/>`
  );
}

/** A wooden hanger on a brass peg; `top` is where the shoulders start.
 * @param {Pen} pen @param {number} [top] @param {number} [half] half its width */
export function hanger(pen, top = 228, half = 122) {
  const brass = pen.linear(
    [
      [0, "#f0d9a4"],
      [0.5, "#b98f4c"],
      [1, "#7d5a2a"],
    ],
    [0, 0, 1, 1],
  );
  const y = top;
  const wood = `M400 ${y - 34} C 440 ${y - 34} ${400 + half * 0.7} ${y - 6} ${400 + half} ${y + 22} C ${400 + half} ${y + 34} ${400 + half - 14} ${y + 36} ${400 + half - 22} ${y + 30} C ${400 + half * 0.5} ${y + 2} 430 ${y - 8} 400 ${y - 8} C 370 ${y - 8} ${400 - half * 0.5} ${y + 2} ${400 - half + 22} ${y + 30} C ${400 - half + 14} ${y + 36} ${400 - half} ${y + 34} ${400 - half} ${y + 22} C ${400 - half * 0.7} ${y - 6} 360 ${y - 34} 400 ${y - 34} Z`;
  return (
    `<path d="M414 ${y - 108} C 436 ${y - 96} 428 ${y - 64} 402 ${y - 60} L 402 ${y - 26}" transform="translate(10 12)" fill="none" stroke="#3a2c22" stroke-opacity=".3" stroke-width="7" filter="${pen.blur(5)}"/>` +
    `<circle cx="400" cy="${y - 100}" r="17" fill="#3a2c22" fill-opacity=".35" transform="translate(8 11)" filter="${pen.blur(6)}"/>` +
    `<path d="M384 ${y - 88} C 378 ${y - 122} 424 ${y - 124} 420 ${y - 92} C 416 ${y - 72} 402 ${y - 74} 401 ${y - 54} L 401 ${y - 24}" fill="none" stroke="#8d8780" stroke-width="6" stroke-linecap="round"/>` +
    `<circle cx="400" cy="${y - 102}" r="15" fill="${brass}"/>` +
    cloth(pen, wood, "#b98c5f", { depth: 0.4, width: 8 })
  );
}

/**
 * A finished picture.
 * @param {string} label what it shows, for whoever opens the file itself
 * @param {(pen: Pen) => string} draw
 * @param {{ hex: string, floor?: number | null, scale?: number }} options
 */
export function picture(label, draw, { hex, floor = null, scale = 1 }) {
  const pen = new Pen();
  const back = backdrop(pen, hex, floor);
  const body = draw(pen);
  const placed =
    scale === 1
      ? body
      : `<g transform="translate(${400 - 400 * scale} ${520 - 520 * scale}) scale(${scale})">${body}</g>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 800 1000" role="img" aria-label="${label}"><defs>${pen}</defs>${back}${placed}</svg>`;
}
