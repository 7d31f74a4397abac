// @ts-check
import { cloth, dark, light } from "./pen.mjs";
import { contact } from "./scene.mjs";
/** @typedef {import("./pen.mjs").Pen} Pen */

/** A brushed metal fill. @param {Pen} pen @param {string} hex */
const metal = (pen, hex) =>
  pen.linear(
    [
      [0, light(hex, 0.75)],
      [0.28, hex],
      [0.5, light(hex, 0.5)],
      [0.78, dark(hex, 0.3)],
      [1, light(hex, 0.2)],
    ],
    [0, 0, 1, 1],
  );

/** A block of stone that small things stand on. @param {Pen} pen @param {string} hex @param {number} top */
function plinth(pen, hex, top) {
  const stone = light(dark(hex, 0.1), 0.78);
  const front = `M170 ${top} L 630 ${top} L 630 1000 L 170 1000 Z`;
  return (
    `<path d="M196 ${top + 30} L 690 ${top + 40} L 690 1000 L 196 1000 Z" fill="#3a2c22" fill-opacity=".22" filter="${pen.blur(30)}"/>` +
    cloth(pen, front, stone, { shadow: false, depth: 0.22 }) +
    `<path d="M170 ${top} L 212 ${top - 52} L 588 ${top - 52} L 630 ${top} Z" fill="${light(stone, 0.6)}"/>`
  );
}

/** A field watch: case, dial, leather strap. @param {Pen} pen @param {string} hex colour of the case */
export function watch(pen, hex) {
  const leather = "#7a4a2c";
  const upper = "M334 330 C 338 240 344 160 352 92 L 448 92 C 456 160 462 240 466 330 Z";
  const lower = "M334 650 C 338 740 344 830 356 912 C 372 930 428 930 444 912 C 456 830 462 740 466 650 Z";
  const ticks = Array.from({ length: 60 }, (_, at) => {
    const hour = at % 5 === 0;
    return `<path d="M400 ${hour ? 352 : 350}V${hour ? 372 : 358}" stroke="${hour ? "#2b2521" : "#6d645c"}" stroke-width="${hour ? 5 : 2}" transform="rotate(${at * 6} 400 490)"/>`;
  }).join("");
  const hole = (/** @type {number} */ y) => `<ellipse cx="400" cy="${y}" rx="6" ry="8" fill="#2a170c"/>`;
  const stitch = `<g fill="none" stroke="#d9b48a" stroke-width="2.5" stroke-dasharray="9 6"><path d="M347 320 C 350 240 356 170 362 100"/><path d="M453 320 C 450 240 444 170 438 100"/><path d="M347 660 C 350 740 356 830 366 904"/><path d="M453 660 C 450 740 444 830 434 904"/></g>`;
  const hand = (/** @type {number} */ length, /** @type {number} */ turn, /** @type {number} */ width) =>
    `<path d="M${400 - width} 500 L 400 ${490 - length} L ${400 + width} 500 Z" fill="#2b2521" transform="rotate(${turn} 400 490)"/>`;
  return (
    `<g transform="rotate(14 400 500)">` +
    cloth(pen, upper, leather, { width: 16, lights: ["M372 110 L 366 320"] }) +
    cloth(pen, lower, leather, { width: 16, lights: ["M366 660 L 380 900"] }) +
    stitch +
    [760, 800, 840].map(hole).join("") +
    `<circle cx="418" cy="512" r="178" fill="#3a2c22" fill-opacity=".4" filter="${pen.blur(16)}"/>` +
    `<path d="M322 338 L 346 312 L 454 312 L 478 338 Z M322 642 L 346 668 L 454 668 L 478 642 Z" fill="${metal(pen, dark(hex, 0.1))}"/>` +
    `<path d="M572 474 h26 q8 0 8 8 v18 q0 8 -8 8 h-26 Z" fill="${metal(pen, dark(hex, 0.12))}"/>` +
    `<circle cx="400" cy="490" r="178" fill="${metal(pen, hex)}"/>` +
    `<circle cx="400" cy="490" r="158" fill="${dark(hex, 0.35)}"/>` +
    `<circle cx="400" cy="490" r="152" fill="${pen.radial(
      [
        [0, "#fdfaf3"],
        [0.8, "#f1eadd"],
        [1, "#d8cebd"],
      ],
      [0.4, 0.36, 0.7],
    )}"/>` +
    ticks +
    `<g font-family="Georgia, serif" font-size="17" fill="#2b2521" text-anchor="middle"><text x="400" y="428" letter-spacing="5">OPHIR</text></g>` +
    `<circle cx="400" cy="562" r="34" fill="none" stroke="#b3a896" stroke-width="2"/><path d="M400 562 L 414 540" stroke="#2b2521" stroke-width="3"/>` +
    hand(78, -56, 7) +
    hand(116, 48, 5) +
    `<path d="M400 520 L 400 366" stroke="#a8492f" stroke-width="2.5" transform="rotate(168 400 490)"/><circle cx="400" cy="490" r="8" fill="#a8492f"/>` +
    `<path d="M286 400 C 320 350 380 330 430 340 C 370 360 320 410 296 470 Z" fill="#fff" fill-opacity=".32"/>` +
    `</g>`
  );
}

/** Hoop earrings with a drop, on a card that leans on a block. @param {Pen} pen @param {string} hex */
export function earrings(pen, hex) {
  const shine = metal(pen, hex);
  const one = (/** @type {number} */ x) => {
    const hoop = `<circle cx="${x}" cy="470" r="66" fill="none" stroke-width="15"`;
    const drop = `M${x} 540 C ${x + 46} 610 ${x + 44} 664 ${x} 672 C ${x - 44} 664 ${x - 46} 610 ${x} 540 Z`;
    return (
      `<g transform="translate(12 16)" opacity=".4" filter="${pen.blur(7)}">${hoop} stroke="#3a2c22"/><path d="${drop}" fill="#3a2c22"/></g>` +
      `${hoop} stroke="${shine}"/><circle cx="${x}" cy="470" r="72" fill="none" stroke="${dark(hex, 0.45)}" stroke-opacity=".5" stroke-width="1.5"/>` +
      `<path d="${drop}" fill="${shine}"/><path d="M${x - 18} 620 C ${x - 20} 596 ${x - 8} 576 ${x - 2} 566" stroke="#fff" stroke-opacity=".85" stroke-width="7" stroke-linecap="round" fill="none"/>` +
      `<circle cx="${x}" cy="400" r="11" fill="${shine}"/><circle cx="${x - 3}" cy="397" r="4" fill="#fff" fill-opacity=".9"/>`
    );
  };
  const card = "M214 236 L 586 236 C 596 236 602 242 602 252 L 602 782 L 198 782 L 198 252 C 198 242 204 236 214 236 Z";
  return (
    plinth(pen, hex, 820) +
    contact(pen, 404, 792, 420, 20) +
    cloth(pen, card, "#f7f1e6", { depth: 0.1 }) +
    `<text x="400" y="318" text-anchor="middle" font-family="Georgia, serif" font-size="26" letter-spacing="9" fill="#6d5f50">OPHIR</text>` +
    one(304) +
    one(496)
  );
}

/** A structured day bag with a flap. @param {Pen} pen @param {string} hex */
export function dayBag(pen, hex) {
  const brass = metal(pen, "#c39a55");
  const handle = "M262 500 C 250 300 330 214 400 214 C 470 214 550 300 538 500";
  const body =
    "M196 486 C 200 470 214 462 232 462 L 568 462 C 586 462 600 470 604 486 L 640 770 C 642 792 630 804 606 804 L 194 804 C 170 804 158 792 160 770 Z";
  const flap =
    "M192 474 C 200 452 216 446 236 446 L 564 446 C 584 446 600 452 608 474 L 618 590 C 600 654 480 672 400 672 C 320 672 200 654 182 590 Z";
  const seam = `<path d="M200 586 C 226 638 324 656 400 656 C 476 656 574 638 600 586" fill="none" stroke="${light(hex, 0.5)}" stroke-opacity=".7" stroke-width="2.6" stroke-dasharray="10 6"/>`;
  return (
    contact(pen, 404, 806, 500) +
    `<path d="${handle}" transform="translate(14 16)" fill="none" stroke="#3a2c22" stroke-opacity=".3" stroke-width="24" filter="${pen.blur(10)}"/>` +
    `<path d="${handle}" fill="none" stroke="${dark(hex, 0.36)}" stroke-width="26"/><path d="${handle}" fill="none" stroke="${light(hex, 0.06)}" stroke-width="19"/><path d="${handle}" transform="translate(-4 -2)" fill="none" stroke="${light(hex, 0.5)}" stroke-opacity=".4" stroke-width="4"/>` +
    cloth(pen, body, dark(hex, 0.07), {
      width: 34,
      soft: 14,
      folds: ["M180 790 C 300 770 500 770 620 790", "M186 640 C 200 700 190 760 176 800"],
      lights: ["M230 700 C 330 716 430 716 500 700"],
      lines: ["M176 776 C 300 784 500 784 624 776"],
    }) +
    cloth(pen, flap, hex, {
      width: 30,
      soft: 14,
      folds: ["M190 600 C 260 660 540 660 610 600"],
      lights: ["M236 480 C 330 470 420 470 500 478", "M220 520 C 224 560 236 590 260 610"],
    }) +
    seam +
    [262, 538]
      .map(
        (x) =>
          `<path d="M${x - 17} 462h34v52q-17 16 -34 0z" fill="${dark(hex, 0.2)}"/><circle cx="${x}" cy="488" r="8" fill="${brass}"/>`,
      )
      .join("") +
    cloth(pen, "M368 622 L 432 622 L 432 690 C 424 708 376 708 368 690 Z", dark(hex, 0.12), { width: 6 }) +
    `<rect x="380" y="640" width="40" height="40" rx="7" fill="${brass}"/><path d="M400 648v24" stroke="#6b4a1e" stroke-width="4"/>`
  );
}
