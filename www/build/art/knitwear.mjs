// @ts-check
import { cloth, dark, light, mirror } from "./pen.mjs";
import { hanger } from "./scene.mjs";
/** @typedef {import("./pen.mjs").Pen} Pen */

/** Stocking stitch: rows of little V. @param {Pen} pen @param {string} hex @param {number} [size] */
const stitches = (pen, hex, size = 13) =>
  pen.pattern(
    size,
    size * 0.8,
    `<path d="M0 0L${size / 2} ${size * 0.55}L${size} 0" fill="none" stroke="${dark(hex, 0.55)}" stroke-opacity=".2" stroke-width="${size * 0.17}"/><path d="M0 ${size * 0.3}L${size / 2} ${size * 0.85}L${size} ${size * 0.3}" fill="none" stroke="${light(hex, 0.7)}" stroke-opacity=".22" stroke-width="${size * 0.12}"/>`,
  );

/** Rib: vertical ridges. @param {Pen} pen @param {string} hex @param {number} [size] */
const rib = (pen, hex, size = 11) =>
  pen.pattern(
    size,
    10,
    `<path d="M${size * 0.25} 0V10" stroke="${dark(hex, 0.55)}" stroke-opacity=".34" stroke-width="${size * 0.26}"/><path d="M${size * 0.72} 0V10" stroke="${light(hex, 0.7)}" stroke-opacity=".25" stroke-width="${size * 0.22}"/>`,
  );

const BODY =
  "M340 234 C 366 262 434 262 460 234 L 514 254 C 528 300 524 360 522 420 C 520 520 522 610 518 690 C 440 704 360 704 282 690 C 278 610 280 520 278 420 C 276 360 272 300 286 254 Z";
const SLEEVE =
  "M292 250 C 248 266 228 330 216 400 C 202 490 192 580 190 660 C 206 674 236 676 252 668 C 264 590 278 500 294 420 Z";
const CUFF = "M190 640 C 210 652 238 654 254 646 L 250 716 C 234 724 206 722 192 714 Z";
const HEM = "M281 676 C 360 690 440 690 519 676 L 514 742 C 440 754 360 754 286 742 Z";

/** @param {Pen} pen @param {string} hex @param {string} texture */
function sleeves(pen, hex, texture) {
  const ribs = rib(pen, hex);
  const folds = ["M284 300 C 252 390 232 520 224 660"];
  const options = { texture, folds, lights: ["M246 320 C 222 430 212 540 208 640"], width: 20 };
  return (
    cloth(pen, CUFF, dark(hex, 0.04), { texture: ribs, width: 8 }) +
    cloth(pen, mirror(CUFF), dark(hex, 0.08), { texture: ribs, width: 8 }) +
    cloth(pen, SLEEVE, hex, options) +
    cloth(pen, mirror(SLEEVE), dark(hex, 0.05), { ...options, folds: folds.map(mirror), lights: [] })
  );
}

const bodyFolds = ["M300 380 C 322 460 310 560 300 690", "M500 380 C 480 470 486 580 496 690"];

/** A buttoned V-neck cardigan. @param {Pen} pen @param {string} hex */
export function cardigan(pen, hex) {
  const texture = stitches(pen, hex, 10);
  const ribs = rib(pen, hex);
  const front =
    "M338 232 L 286 254 C 272 300 276 360 278 420 C 280 520 278 610 282 690 C 320 697 360 700 402 700 L 402 452 C 372 400 346 310 338 232 Z";
  const band = "M334 232 L 352 228 C 360 312 384 392 412 446 L 412 744 L 390 744 L 390 454 C 362 400 342 312 334 232 Z";
  const buttons = [478, 534, 590, 646, 702]
    .map(
      (y) =>
        `<circle cx="401" cy="${y}" r="9" fill="#8a6a4a"/><circle cx="399" cy="${y - 2}" r="6" fill="#b08d67"/><circle cx="399" cy="${y}" r="1.8" fill="#4a3524"/><circle cx="403" cy="${y}" r="1.8" fill="#4a3524"/>`,
    )
    .join("");
  const pocket = "M300 590 L 366 594 L 366 676 L 302 672 Z";
  return (
    cloth(pen, "M338 228 C 370 214 430 214 462 228 L 420 440 L 380 440 Z", dark(hex, 0.36), {
      shadow: false,
      texture,
    }) +
    hanger(pen, 222, 104) +
    sleeves(pen, hex, texture) +
    cloth(pen, mirror(front), hex, { texture, folds: bodyFolds.slice(1, 2), width: 20 }) +
    cloth(pen, front, hex, {
      texture,
      folds: bodyFolds.slice(0, 1),
      lights: ["M330 330 C 350 460 350 560 346 690"],
      width: 20,
    }) +
    cloth(pen, HEM, dark(hex, 0.03), { texture: ribs, shadow: false, width: 8 }) +
    cloth(pen, pocket, light(hex, 0.02), { texture, width: 8, lines: ["M300 606 L 366 610"] }) +
    cloth(pen, mirror(pocket), dark(hex, 0.03), { texture, width: 8, lines: ["M500 606 L 434 610"] }) +
    cloth(pen, mirror(band), dark(hex, 0.08), { texture: rib(pen, hex, 8), width: 6 }) +
    cloth(pen, band, hex, { texture: rib(pen, hex, 8), width: 6 }) +
    buttons
  );
}

/** A fisherman jumper: crew neck and cables. @param {Pen} pen @param {string} hex */
export function jumper(pen, hex) {
  const texture = stitches(pen, hex, 14);
  const ribs = rib(pen, hex, 13);
  const cable = (/** @type {number} */ x, /** @type {number} */ from) =>
    Array.from({ length: Math.floor((690 - from) / 38) }, (_, at) => {
      const y = from + at * 38;
      return `<path d="M${x - 15} ${y}C${x - 15} ${y + 20} ${x + 15} ${y + 18} ${x + 15} ${y + 38}" stroke="${dark(hex, 0.5)}" stroke-opacity=".42" stroke-width="7"/><path d="M${x + 13} ${y}C${x + 13} ${y + 18} ${x - 17} ${y + 20} ${x - 17} ${y + 38}" stroke="${dark(hex, 0.45)}" stroke-opacity=".55" stroke-width="15"/><path d="M${x + 13} ${y}C${x + 13} ${y + 18} ${x - 17} ${y + 20} ${x - 17} ${y + 38}" stroke="${light(hex, 0.28)}" stroke-width="11"/>`;
    }).join("");
  const cables = [
    [322, 300],
    [400, 284],
    [478, 300],
  ]
    .map(([x = 0, y = 0]) => cable(x, y))
    .join("");
  return (
    cloth(pen, "M338 232 C 370 210 430 210 462 232 C 440 270 360 270 338 232 Z", dark(hex, 0.4), { shadow: false }) +
    hanger(pen, 224, 100) +
    sleeves(pen, hex, texture) +
    cloth(pen, BODY, hex, { texture, folds: bodyFolds, lights: ["M314 320 C 334 440 330 560 322 680"], width: 24 }) +
    `<g fill="none" stroke-linecap="round" clip-path="${pen.clip(BODY)}">${cables}</g>` +
    cloth(pen, HEM, dark(hex, 0.03), { texture: ribs, shadow: false, width: 8 }) +
    cloth(pen, "M334 230 C 362 270 438 270 466 230 L 478 240 C 450 300 350 300 322 240 Z", light(hex, 0.03), {
      texture: rib(pen, hex, 8),
      width: 6,
    })
  );
}

/** A fine roll neck. @param {Pen} pen @param {string} hex */
export function rollNeck(pen, hex) {
  const texture = rib(pen, hex, 6);
  const body =
    "M346 236 L 454 236 L 512 258 C 520 300 514 370 508 430 C 500 520 508 600 510 690 C 440 702 360 702 290 690 C 292 600 300 520 292 430 C 286 370 280 300 288 258 Z";
  const neck =
    "M350 168 C 370 160 430 160 450 168 C 456 200 458 226 460 250 C 430 268 370 268 340 250 C 342 226 344 200 350 168 Z";
  return (
    hanger(pen, 224, 100) +
    sleeves(pen, hex, texture) +
    cloth(pen, body, hex, {
      texture,
      folds: [...bodyFolds, "M340 300 C 360 400 350 540 360 690"],
      lights: ["M330 320 C 344 440 336 560 330 680", "M440 330 C 450 460 450 580 446 690"],
      width: 22,
    }) +
    cloth(pen, "M290 676 C 360 688 440 688 510 676 L 508 722 C 440 732 360 732 292 722 Z", dark(hex, 0.03), {
      texture: rib(pen, hex, 9),
      shadow: false,
      width: 8,
    }) +
    cloth(pen, neck, hex, {
      texture,
      folds: ["M346 216 C 380 226 420 226 456 214"],
      lights: ["M356 192 C 380 200 400 200 420 198"],
      width: 12,
      soft: 5,
    })
  );
}
