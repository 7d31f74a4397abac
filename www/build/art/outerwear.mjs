// @ts-check
import { cloth, dark, light, mirror } from "./pen.mjs";
import { hanger } from "./scene.mjs";
/** @typedef {import("./pen.mjs").Pen} Pen */

/** A double-breasted wool coat. @param {Pen} pen @param {string} hex */
export function woolCoat(pen, hex) {
  const felt = pen.pattern(
    9,
    9,
    `<path d="M0 9L9 0" stroke="${light(hex, 0.5)}" stroke-opacity=".12" stroke-width="1.6"/><path d="M-2 5L5 -2M4 11L11 4" stroke="${dark(hex, 0.5)}" stroke-opacity=".14" stroke-width="1.6"/>`,
  );
  const sleeve =
    "M284 242 C 238 262 222 330 212 410 C 202 500 196 580 194 656 C 214 670 250 672 270 664 C 278 590 288 500 300 420 Z";
  const right =
    "M462 226 L 516 246 C 534 320 522 400 522 480 C 526 620 546 760 560 884 C 500 902 440 904 384 902 C 378 760 372 600 368 470 C 400 420 446 330 462 226 Z";
  const left =
    "M338 226 L 284 246 C 266 320 278 400 278 480 C 274 620 254 760 240 884 C 300 902 370 906 446 902 C 446 760 448 600 446 470 C 400 420 354 330 338 226 Z";
  const lapel =
    "M338 224 C 326 244 316 268 312 292 L 290 316 L 330 350 L 320 372 C 356 420 396 452 434 470 C 396 400 360 310 350 226 Z";
  const lapelRight =
    "M462 224 C 474 244 484 268 488 292 L 510 316 L 470 350 L 480 372 C 462 402 440 430 420 448 C 408 436 400 424 394 412 C 424 360 442 300 450 226 Z";
  const collar =
    "M338 224 C 362 206 438 206 462 224 C 478 246 486 270 488 292 C 466 270 448 250 440 236 C 420 228 380 228 360 236 C 352 250 334 270 312 292 C 314 270 322 246 338 224 Z";
  const button = (/** @type {number} */ x, /** @type {number} */ y) =>
    `<circle cx="${x + 3}" cy="${y + 4}" r="13" fill="#241a14" fill-opacity=".35"/><circle cx="${x}" cy="${y}" r="12.5" fill="${dark(hex, 0.62)}"/><circle cx="${x - 2}" cy="${y - 2}" r="9" fill="${dark(hex, 0.42)}"/>`;
  const flap = "M282 610 L 350 618 L 350 646 L 281 638 Z";
  const fold = ["M276 300 C 246 400 228 520 226 660"];
  return (
    cloth(pen, "M338 224 C 370 212 430 212 462 224 L 440 460 L 380 460 Z", dark(hex, 0.42), {
      shadow: false,
      folds: ["M400 230 L 400 460"],
    }) +
    hanger(pen, 220, 108) +
    cloth(pen, sleeve, hex, {
      texture: felt,
      folds: fold,
      lights: ["M244 320 C 222 420 212 540 210 640"],
      width: 22,
      lines: ["M196 624 C 220 636 250 636 272 630"],
    }) +
    cloth(pen, mirror(sleeve), dark(hex, 0.08), {
      texture: felt,
      folds: fold.map(mirror),
      width: 22,
      lines: ["M604 624 C 580 636 550 636 528 630"],
    }) +
    cloth(pen, right, dark(hex, 0.05), {
      texture: felt,
      folds: ["M500 420 C 486 560 508 740 520 900", "M470 520 C 474 660 484 800 486 900"],
      width: 30,
    }) +
    cloth(pen, left, hex, {
      texture: felt,
      folds: ["M298 420 C 312 560 280 740 268 900", "M366 560 C 358 700 350 800 344 904"],
      lights: ["M326 480 C 326 620 304 760 294 890", "M420 500 C 422 640 420 780 418 890"],
      width: 30,
      lines: ["M434 476 C 434 620 434 760 434 898"],
    }) +
    cloth(pen, lapelRight, dark(hex, 0.02), { texture: felt, width: 10 }) +
    cloth(pen, lapel, light(hex, 0.04), { texture: felt, width: 10, lines: ["M312 292 L 330 350"] }) +
    cloth(pen, collar, light(hex, 0.02), { texture: felt, width: 10 }) +
    cloth(pen, flap, light(hex, 0.03), { texture: felt, width: 6 }) +
    cloth(pen, mirror(flap), hex, { texture: felt, width: 6 }) +
    [520, 592].map((y) => button(352, y) + button(414, y)).join("")
  );
}

/** A hooded rain parka with snaps and big pockets. @param {Pen} pen @param {string} hex */
export function parka(pen, hex) {
  const sleeve =
    "M292 252 C 244 268 222 334 210 410 C 198 500 190 590 188 664 C 208 678 246 680 266 672 C 276 590 290 500 304 420 Z";
  const body =
    "M346 240 L 290 252 C 270 320 276 400 276 480 C 274 600 266 700 258 800 C 330 826 470 826 542 800 C 534 700 526 600 524 480 C 524 400 530 320 510 252 L 454 240 Z";
  const hood = "M324 262 C 290 200 316 132 400 130 C 484 132 510 200 476 262 C 450 286 350 286 324 262 Z";
  const opening = "M352 256 C 330 206 352 168 400 166 C 448 168 470 206 448 256 C 428 268 372 268 352 256 Z";
  const pocket = "M296 610 L 378 614 L 376 730 C 350 734 320 732 292 726 Z";
  const flap = "M290 598 L 382 602 L 380 642 L 288 636 Z";
  const snaps = [330, 410, 490, 570, 650, 730]
    .map(
      (y) =>
        `<circle cx="418" cy="${y}" r="7.5" fill="${dark(hex, 0.5)}"/><circle cx="416.5" cy="${y - 1.5}" r="4.5" fill="${light(hex, 0.4)}"/>`,
    )
    .join("");
  const cord = `<g fill="none" stroke="#efe6d6" stroke-width="5" stroke-linecap="round"><path d="M362 270 C 354 310 358 340 352 372"/><path d="M438 270 C 446 306 442 330 448 356"/></g><g fill="#8a6a4a"><path d="M347 368h10v24h-10zM443 352h10v24h-10z"/></g>`;
  const fold = ["M286 310 C 252 400 228 520 224 664"];
  return (
    hanger(pen, 224, 104) +
    cloth(pen, sleeve, hex, {
      folds: fold,
      lights: ["M246 330 C 222 430 210 540 206 650"],
      width: 24,
      lines: ["M190 626 C 214 640 250 640 270 634"],
    }) +
    cloth(pen, mirror(sleeve), dark(hex, 0.07), {
      folds: fold.map(mirror),
      width: 24,
      lines: ["M610 626 C 586 640 550 640 530 634"],
    }) +
    cloth(pen, body, hex, {
      width: 32,
      folds: [
        "M300 400 C 320 520 296 660 288 810",
        "M500 400 C 480 520 504 660 512 810",
        "M350 790 C 360 700 352 640 358 560",
      ],
      lights: ["M330 320 C 346 420 340 520 336 590", "M462 330 C 470 420 466 500 462 580"],
      lines: ["M292 300 C 340 320 460 320 508 300", "M262 782 C 334 806 466 806 538 782"],
    }) +
    cloth(pen, "M392 262 L 442 262 L 446 818 L 392 820 Z", light(hex, 0.03), { width: 8 }) +
    snaps +
    cloth(pen, pocket, light(hex, 0.02), { width: 12 }) +
    cloth(pen, mirror(pocket), dark(hex, 0.03), { width: 12 }) +
    cloth(pen, flap, light(hex, 0.05), { width: 8, lines: ["M292 628 L 378 634"] }) +
    cloth(pen, mirror(flap), hex, { width: 8, lines: ["M508 628 L 422 634"] }) +
    cloth(pen, hood, hex, {
      width: 24,
      folds: ["M330 240 C 318 200 340 150 390 142"],
      lights: ["M344 190 C 356 162 380 152 400 150"],
    }) +
    cloth(pen, opening, dark(hex, 0.5), { shadow: false, width: 24, folds: ["M356 240 C 350 200 370 176 400 172"] }) +
    cord
  );
}
