// @ts-check
import { cloth, dark, light, mirror, mix } from "./pen.mjs";
import { contact } from "./scene.mjs";
/** @typedef {import("./pen.mjs").Pen} Pen */

/** Lamp light: a warm halo. @param {Pen} pen @param {number} x @param {number} y @param {number} r */
const glow = (pen, x, y, r) =>
  `<circle cx="${x}" cy="${y}" r="${r}" fill="${pen.radial([
    [0, "#ffe9b8", 0.95],
    [0.4, "#ffe2a6", 0.4],
    [1, "#ffe2a6", 0],
  ])}"/>`;

/** A floor lamp whose arm reaches over. @param {Pen} pen @param {string} hex */
export function arcLamp(pen, hex) {
  const arm = "M226 842 L 226 420 C 226 250 330 168 450 168 C 540 168 590 214 590 290";
  return (
    contact(pen, 232, 866, 210, 20) +
    `<path d="${arm}" transform="translate(22 14)" fill="none" stroke="#3a2c22" stroke-opacity=".22" stroke-width="13" filter="${pen.blur(8)}"/>` +
    glow(pen, 590, 470, 270) +
    `<path d="${arm}" fill="none" stroke="${dark(hex, 0.3)}" stroke-width="13"/><path d="${arm}" transform="translate(-2 -1)" fill="none" stroke="${light(hex, 0.35)}" stroke-width="5"/>` +
    cloth(
      pen,
      "M128 846 C 128 828 176 818 226 818 C 276 818 324 828 324 846 L 324 862 C 324 878 276 886 226 886 C 176 886 128 878 128 862 Z",
      "#e9e3d8",
      { width: 10, folds: ["M140 874 C 200 884 260 884 316 870"] },
    ) +
    `<ellipse cx="590" cy="424" rx="116" ry="20" fill="#fff3cf"/><circle cx="590" cy="418" r="30" fill="#fffdf4"/>` +
    cloth(pen, "M470 424 C 470 340 520 286 590 286 C 660 286 710 340 710 424 C 680 412 500 412 470 424 Z", hex, {
      width: 22,
      depth: 0.45,
      lights: ["M506 400 C 510 350 540 314 580 306"],
      shadow: false,
    }) +
    `<path d="M470 424 C 500 412 680 412 710 424" fill="none" stroke="${light(hex, 0.5)}" stroke-width="4"/>` +
    `<path d="M578 262h24v30h-24z" fill="${dark(hex, 0.35)}"/>`
  );
}

/** A mushroom table lamp, lit. @param {Pen} pen @param {string} hex */
export function tableLamp(pen, hex) {
  const stem =
    "M336 540 C 356 640 350 700 296 786 C 290 812 330 824 400 824 C 470 824 510 812 504 786 C 450 700 444 640 464 540 Z";
  const dome =
    "M150 520 C 150 366 262 268 400 268 C 538 268 650 366 650 520 C 650 548 540 562 400 562 C 260 562 150 548 150 520 Z";
  return (
    glow(pen, 400, 600, 420) +
    contact(pen, 402, 822, 280) +
    cloth(pen, stem, hex, {
      width: 26,
      soft: 12,
      folds: ["M330 556 C 400 580 440 580 470 556", "M480 700 C 474 760 490 790 500 800"],
      lights: ["M368 600 C 376 680 360 740 336 780"],
    }) +
    `<path d="M338 560 C 380 580 420 580 462 560 L 458 620 C 430 634 370 634 342 620 Z" fill="#ffe9b8" fill-opacity=".5" filter="${pen.blur(10)}"/>` +
    cloth(pen, dome, mix(hex, "#ffe7b4", 0.32), {
      width: 44,
      soft: 22,
      depth: 0.26,
      folds: ["M640 480 C 620 400 570 330 500 300"],
      lights: ["M220 470 C 226 390 290 326 370 310", "M300 520 C 360 530 440 530 500 520"],
    }) +
    `<path d="M158 534 C 200 552 300 558 400 558 C 500 558 600 552 642 534" fill="none" stroke="#fff4d6" stroke-width="6" stroke-opacity=".9" filter="${pen.blur(2)}"/>`
  );
}

/** A stoneware vase with dried branches. @param {Pen} pen @param {string} hex */
export function vase(pen, hex) {
  const body =
    "M360 470 C 358 500 352 520 330 544 C 270 606 250 660 256 720 C 262 780 310 816 400 816 C 490 816 538 780 544 720 C 550 660 530 606 470 544 C 448 520 442 500 440 470 Z";
  const stems = [
    "M398 470 C 390 380 350 300 296 206",
    "M402 470 C 404 370 420 270 430 150",
    "M406 470 C 420 400 470 320 540 250",
    "M398 470 C 392 400 372 360 352 330",
  ];
  const seed = (/** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ r, /** @type {number} */ at) =>
    `<ellipse cx="${x}" cy="${y}" rx="${r}" ry="${r * 1.5}" fill="${["#b98a5a", "#c89c6c", "#a87848"][at % 3]}" transform="rotate(${at * 37} ${x} ${y})"/>`;
  const spray = (/** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ lean) =>
    Array.from({ length: 15 }, (_, at) =>
      seed(x + Math.sin(at * 2.3) * (10 + at * 1.7) + lean * at * 3, y + at * 11, 7 - at * 0.2, at),
    ).join("");
  const speckle = pen.pattern(
    46,
    52,
    `<g fill="${dark(hex, 0.7)}" fill-opacity=".35"><circle cx="8" cy="9" r="1.6"/><circle cx="30" cy="22" r="2.2"/><circle cx="17" cy="40" r="1.3"/><circle cx="41" cy="46" r="1.7"/><circle cx="38" cy="4" r="1"/></g>`,
    "rotate(14)",
  );
  return (
    contact(pen, 402, 816, 300) +
    `<g fill="none" stroke="#3a2c22" stroke-opacity=".22" stroke-width="7" transform="translate(20 22)" filter="${pen.blur(6)}">${stems.map((d) => `<path d="${d}"/>`).join("")}</g>` +
    `<g fill="none" stroke="#8f6b45" stroke-width="4.5" stroke-linecap="round">${stems.map((d) => `<path d="${d}"/>`).join("")}</g>` +
    spray(292, 196, 1.2) +
    spray(430, 140, -0.2) +
    spray(545, 240, -1.6) +
    spray(350, 322, 0.6) +
    `<ellipse cx="400" cy="470" rx="40" ry="9" fill="${dark(hex, 0.6)}"/>` +
    cloth(pen, body, hex, {
      texture: speckle,
      width: 44,
      soft: 20,
      depth: 0.42,
      folds: ["M536 640 C 540 720 500 790 420 806"],
      lights: ["M316 600 C 286 650 282 700 296 740", "M376 486 C 374 510 366 530 352 546"],
    }) +
    `<path d="M262 690 C 320 712 480 712 540 690 L 544 724 C 538 782 490 816 400 816 C 310 816 262 780 256 722 Z" fill="${dark(hex, 0.5)}" fill-opacity=".22"/>`
  );
}

/** A folded wool throw with fringe, over a stool. @param {Pen} pen @param {string} hex */
export function woolThrow(pen, hex) {
  const wood = "#b98c5f";
  const check = pen.pattern(
    92,
    92,
    `<path d="M0 0H30V92H0Z" fill="${dark(hex, 0.5)}" fill-opacity=".2"/><path d="M0 0H92V30H0Z" fill="${dark(hex, 0.5)}" fill-opacity=".18"/><path d="M58 0H63V92H58ZM0 58H92V63H0Z" fill="${light(hex, 0.8)}" fill-opacity=".5"/>`,
    "rotate(1)",
  );
  const top = "M206 420 C 260 396 540 396 594 420 C 604 440 602 470 596 486 L 204 486 C 198 470 196 440 206 420 Z";
  const drape =
    "M204 456 C 300 444 500 444 596 456 C 606 540 600 620 610 706 C 560 724 500 708 452 720 C 396 732 340 712 288 722 C 250 728 222 720 192 712 C 202 620 196 540 204 456 Z";
  const fringe = Array.from({ length: 35 }, (_, at) => {
    const x = 196 + at * 12.1;
    const y = 708 + Math.sin(at * 0.36) * 8;
    return `<path d="M${x} ${y} C ${x - 3} ${y + 20} ${x + 4} ${y + 32} ${x + Math.sin(at) * 4} ${y + 52}" stroke="${at % 3 === 0 ? dark(hex, 0.25) : light(hex, 0.12)}"/>`;
  }).join("");
  const leg = "M246 500 L 274 500 L 262 876 L 244 876 Z";
  return (
    contact(pen, 404, 880, 400, 22) +
    cloth(pen, leg, wood, { width: 6 }) +
    cloth(pen, mirror(leg), dark(wood, 0.1), { width: 6 }) +
    cloth(pen, "M250 780 L 550 780 L 550 798 L 250 798 Z", dark(wood, 0.06), { width: 6 }) +
    `<g fill="none" stroke-width="5.5" stroke-linecap="round">${fringe}</g>` +
    cloth(pen, drape, hex, {
      texture: check,
      width: 30,
      soft: 14,
      folds: [
        "M290 480 C 300 560 282 640 288 724",
        "M452 470 C 440 560 462 640 452 722",
        "M556 480 C 548 560 566 640 560 716",
      ],
      lights: [
        "M350 480 C 344 560 360 640 350 716",
        "M510 480 C 512 560 500 640 506 712",
        "M232 490 C 240 560 226 640 230 710",
      ],
    }) +
    cloth(pen, top, light(hex, 0.08), {
      texture: check,
      shadow: false,
      width: 16,
      lights: ["M230 418 C 330 404 470 404 570 418"],
      folds: ["M206 474 C 330 466 470 466 594 474"],
    }) +
    cloth(
      pen,
      "M240 352 C 300 336 520 336 566 356 C 580 380 578 404 566 420 C 480 432 320 432 238 418 C 226 400 226 372 240 352 Z",
      light(hex, 0.04),
      {
        texture: check,
        width: 18,
        lights: ["M256 356 C 340 344 460 344 550 360"],
        folds: ["M244 404 C 340 420 470 420 566 406"],
      },
    )
  );
}
