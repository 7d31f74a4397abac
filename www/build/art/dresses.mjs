// @ts-check
import { cloth, dark, light, mirror } from "./pen.mjs";
import { hanger } from "./scene.mjs";
/** @typedef {import("./pen.mjs").Pen} Pen */

/** The inside of the back, seen through a neckline. @param {Pen} pen @param {string} path @param {string} hex */
const inside = (pen, path, hex) => cloth(pen, path, dark(hex, 0.34), { shadow: false });

/** A linen shirt dress: short sleeves, buttons, a tie belt. @param {Pen} pen @param {string} hex */
export function linenDress(pen, hex) {
  const weave = pen.pattern(
    7,
    7,
    `<path d="M0 1.5H7M1.5 0V7" stroke="${light(hex, 0.6)}" stroke-opacity=".26" stroke-width="1"/><path d="M0 5H7" stroke="${dark(hex, 0.5)}" stroke-opacity=".12"/>`,
  );
  const sleeve = "M296 244 C 262 262 236 318 220 384 C 238 404 276 412 304 408 C 310 360 312 300 312 252 Z";
  const body =
    "M338 230 L 296 244 C 300 300 306 350 304 402 C 306 440 316 470 318 500 C 288 620 236 760 208 868 C 268 898 330 890 400 894 C 470 890 534 898 592 868 C 564 760 512 620 482 500 C 484 470 494 440 496 402 C 494 350 500 300 504 244 L 462 230 L 400 336 Z";
  const collar = "M338 228 C 324 242 320 268 330 300 C 350 296 376 310 394 332 C 374 296 356 262 350 232 Z";
  const buttons = [370, 420, 560, 620, 680, 740, 800]
    .map(
      (y) =>
        `<circle cx="404" cy="${y}" r="6.5" fill="${light(hex, 0.55)}" stroke="${dark(hex, 0.5)}" stroke-opacity=".6" stroke-width="1.4"/>`,
    )
    .join("");
  return (
    inside(pen, "M338 226 C 366 214 434 214 462 226 L 430 330 L 370 330 Z", hex) +
    hanger(pen, 222, 106) +
    cloth(pen, sleeve, hex, { texture: weave, folds: ["M300 270 C 286 320 280 370 284 410"], width: 18 }) +
    cloth(pen, mirror(sleeve), hex, { texture: weave, folds: ["M500 270 C 514 320 520 370 516 410"], width: 18 }) +
    cloth(pen, body, hex, {
      texture: weave,
      folds: [
        "M352 512 C 336 640 292 780 268 900",
        "M386 512 C 380 660 360 800 350 900",
        "M440 512 C 452 640 470 780 488 900",
        "M464 512 C 494 640 532 760 556 880",
        "M318 380 C 336 430 330 470 340 500",
        "M486 380 C 468 430 470 470 460 500",
      ],
      lights: [
        "M336 520 C 310 640 268 760 244 870",
        "M410 520 C 414 650 420 780 424 900",
        "M336 300 C 330 340 336 380 340 420",
      ],
      lines: ["M400 336 L 400 892", "M214 852 C 300 884 500 884 586 852"],
    }) +
    buttons +
    cloth(pen, "M316 488 C 360 500 440 500 484 488 L 486 520 C 440 532 360 532 314 520 Z", dark(hex, 0.06), {
      shadow: false,
      width: 10,
      texture: weave,
    }) +
    cloth(pen, "M428 506 C 452 552 452 606 444 660 L 462 664 C 474 606 474 548 446 500 Z", dark(hex, 0.04), {
      width: 8,
      texture: weave,
    }) +
    cloth(pen, "M412 498 C 424 490 446 492 450 506 C 448 524 426 526 414 516 Z", hex, { width: 8 }) +
    cloth(pen, collar, light(hex, 0.05), { texture: weave, width: 10 }) +
    cloth(pen, mirror(collar), light(hex, 0.02), { texture: weave, width: 10 })
  );
}

/** A bias-cut satin slip with thin straps: long glossy folds. @param {Pen} pen @param {string} hex */
export function slipDress(pen, hex) {
  const body =
    "M318 330 C 338 344 366 360 400 352 C 434 360 462 344 482 330 C 490 372 494 410 486 470 C 482 520 500 570 516 640 C 534 730 548 810 556 884 C 500 908 450 902 400 904 C 350 902 300 908 244 884 C 252 810 266 730 284 640 C 300 570 318 520 314 470 C 306 410 310 372 318 330 Z";
  const strap = "M320 334 C 326 300 330 268 338 238";
  return (
    hanger(pen, 228, 104) +
    `<g fill="none" stroke="${dark(hex, 0.18)}" stroke-width="6"><path d="${strap}"/><path d="${mirror(strap)}"/></g>` +
    cloth(pen, body, hex, {
      width: 40,
      depth: 0.4,
      folds: [
        "M336 420 C 380 470 352 560 320 680 C 304 760 300 840 292 910",
        "M460 400 C 420 470 436 570 464 680 C 486 760 492 840 500 910",
        "M400 470 C 384 600 390 760 384 910",
        "M346 350 C 366 384 434 384 454 350",
      ],
      lights: [
        "M352 440 C 372 520 340 620 326 720 C 318 790 312 850 310 900",
        "M428 460 C 420 580 440 700 446 900",
        "M340 380 C 350 400 360 412 376 420",
        "M478 600 C 500 700 516 800 524 890",
      ],
      lines: ["M252 876 C 330 900 470 900 548 876"],
    }) +
    `<path d="M318 330 C 338 344 366 360 400 352 C 434 360 462 344 482 330" fill="none" stroke="${light(hex, 0.35)}" stroke-width="3" stroke-opacity=".8"/>`
  );
}

/** A wrap midi with long sleeves, in a small leaf print. @param {Pen} pen @param {string} hex */
export function wrapDress(pen, hex) {
  const ink = light(hex, 0.62);
  const leaf = (/** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ turn) =>
    `<path d="M0 0C5 -8 5 -16 0 -22C-5 -16 -5 -8 0 0Z" fill="${ink}" fill-opacity=".72" transform="translate(${x} ${y}) rotate(${turn})"/>`;
  const print = pen.pattern(
    64,
    72,
    leaf(14, 28, 20) + leaf(22, 32, 62) + leaf(46, 64, -30) + leaf(40, 66, -74) + leaf(54, 18, 150),
    "rotate(8)",
  );
  const sleeve =
    "M300 244 C 258 270 238 340 226 420 C 216 490 206 560 202 622 C 218 636 246 638 262 630 C 276 556 292 480 312 400 Z";
  const under = "M318 500 C 288 620 252 760 236 872 C 300 900 500 900 564 872 C 548 760 512 620 482 500 Z";
  const left =
    "M342 232 L 298 244 C 304 310 308 360 310 410 C 314 450 318 480 318 508 L 484 508 C 470 460 430 400 398 356 C 376 322 352 272 342 232 Z";
  const right =
    "M458 232 L 502 244 C 496 310 492 360 490 410 C 486 450 482 480 482 508 L 330 508 C 342 450 384 384 412 340 C 434 306 450 270 458 232 Z";
  const flap =
    "M330 512 C 420 500 470 506 482 512 C 512 630 540 760 556 868 C 520 886 480 894 430 896 C 410 800 370 640 330 512 Z";
  return (
    cloth(pen, "M340 228 C 370 216 430 216 460 228 L 430 380 L 370 380 Z", dark(hex, 0.36), { shadow: false }) +
    hanger(pen, 222, 106) +
    cloth(pen, sleeve, hex, {
      texture: print,
      folds: ["M292 300 C 262 380 250 500 240 620"],
      lights: ["M262 330 C 240 420 228 520 222 610"],
      width: 18,
    }) +
    cloth(pen, mirror(sleeve), dark(hex, 0.06), {
      texture: print,
      folds: ["M508 300 C 538 380 550 500 560 620"],
      width: 18,
    }) +
    cloth(pen, under, dark(hex, 0.05), {
      texture: print,
      folds: ["M356 520 C 330 650 300 780 290 900", "M380 560 C 372 680 352 800 350 900"],
      lights: ["M336 540 C 308 660 278 780 262 880"],
    }) +
    cloth(pen, left, hex, { texture: print, folds: ["M330 420 C 360 450 400 480 440 500"], shadow: false }) +
    cloth(pen, right, hex, {
      texture: print,
      folds: ["M470 400 C 440 450 400 480 350 500", "M476 440 C 450 470 430 490 400 504"],
      lights: ["M474 290 C 452 340 420 390 394 430"],
    }) +
    cloth(pen, flap, hex, {
      texture: print,
      folds: [
        "M440 520 C 462 640 482 780 492 900",
        "M400 530 C 430 660 444 780 452 900",
        "M470 530 C 500 650 522 760 540 880",
      ],
      lights: ["M454 530 C 480 660 500 780 512 890"],
    }) +
    cloth(pen, "M316 494 C 370 508 430 508 484 494 L 484 526 C 430 538 370 538 316 526 Z", dark(hex, 0.14), {
      shadow: false,
      width: 8,
    }) +
    cloth(pen, "M332 514 C 312 560 306 610 312 668 L 330 666 C 326 610 334 560 350 522 Z", dark(hex, 0.12), {
      width: 8,
    })
  );
}
