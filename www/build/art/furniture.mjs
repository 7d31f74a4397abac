// @ts-check
import { cloth, dark, light, mirror } from "./pen.mjs";
import { contact } from "./scene.mjs";
/** @typedef {import("./pen.mjs").Pen} Pen */

/** Boucle: irregular loops. @param {Pen} pen @param {string} hex */
const boucle = (pen, hex) =>
  pen.pattern(
    29,
    23,
    `<g fill="none" stroke-width="2.4"><g stroke="${light(hex, 0.75)}" stroke-opacity=".34"><circle cx="6" cy="6" r="3.2"/><circle cx="19" cy="4" r="2.6"/><circle cx="13" cy="15" r="3.4"/><circle cx="25" cy="17" r="2.8"/></g><g stroke="${dark(hex, 0.55)}" stroke-opacity=".13"><circle cx="8" cy="9" r="3.6"/><circle cx="23" cy="9" r="3"/><circle cx="17" cy="19" r="3.4"/></g></g>`,
    "rotate(27)",
  );

/** A rounded armchair on wooden legs. @param {Pen} pen @param {string} hex */
export function armchair(pen, hex) {
  const texture = boucle(pen, hex);
  const wood = "#8a5a36";
  const leg = "M202 796 L 236 796 L 222 892 L 204 892 Z";
  const back = "M182 430 C 176 300 270 232 400 232 C 530 232 624 300 618 430 L 606 700 L 194 700 Z";
  const arm =
    "M120 560 C 112 500 150 470 196 476 C 240 482 258 520 256 570 L 262 792 C 262 812 250 820 230 820 L 168 820 C 146 820 138 808 136 790 Z";
  const base = "M180 690 L 620 690 L 620 800 C 620 814 610 820 596 820 L 204 820 C 190 820 180 814 180 800 Z";
  const seat =
    "M232 600 C 240 566 280 556 400 556 C 520 556 560 566 568 600 C 580 640 576 690 564 706 C 540 722 260 722 236 706 C 224 690 220 640 232 600 Z";
  const soft = { texture, width: 46, soft: 22, depth: 0.36 };
  return (
    contact(pen, 408, 886, 560, 30) +
    cloth(pen, leg, wood, { width: 6 }) +
    cloth(pen, mirror(leg), dark(wood, 0.15), { width: 6 }) +
    cloth(pen, back, hex, {
      ...soft,
      folds: [
        "M216 560 C 300 540 500 540 590 560",
        "M600 360 C 600 460 590 520 570 560",
        "M400 300 C 396 380 400 460 400 540",
      ],
      lights: ["M224 400 C 230 320 290 276 370 264", "M460 290 C 520 310 556 350 566 400"],
    }) +
    cloth(pen, base, dark(hex, 0.08), { ...soft, folds: ["M200 706 C 300 720 500 720 600 706"] }) +
    cloth(pen, seat, light(hex, 0.05), {
      ...soft,
      folds: ["M236 690 C 320 714 480 714 566 690"],
      lights: ["M262 596 C 330 576 470 576 530 596"],
    }) +
    cloth(pen, mirror(arm), dark(hex, 0.05), {
      ...soft,
      folds: ["M560 560 C 552 640 552 740 556 810"],
      lights: ["M580 520 C 600 500 630 500 650 520"],
    }) +
    cloth(pen, arm, hex, {
      ...soft,
      folds: ["M250 570 C 246 660 250 740 254 810"],
      lights: ["M144 560 C 142 520 164 496 196 496"],
    })
  );
}

/** A pedestal side table with a cup and a book. @param {Pen} pen @param {string} hex */
export function sideTable(pen, hex) {
  const grain = pen.pattern(
    120,
    22,
    `<g fill="none" stroke="${dark(hex, 0.6)}" stroke-opacity=".18" stroke-width="1.6"><path d="M0 4 C 30 1 60 9 120 4"/><path d="M0 11 C 40 15 70 8 120 11"/><path d="M0 18 C 30 20 80 15 120 18"/></g>`,
  );
  const upright = pen.pattern(
    22,
    120,
    `<g fill="none" stroke="${dark(hex, 0.6)}" stroke-opacity=".2" stroke-width="1.8"><path d="M5 0 C 2 40 9 70 5 120"/><path d="M14 0 C 18 40 11 70 14 120"/></g>`,
  );
  const steam = `<g fill="none" stroke="#fff" stroke-opacity=".5" stroke-width="7" stroke-linecap="round" filter="${pen.blur(5)}"><path d="M478 350 C 464 326 490 306 478 276"/><path d="M502 352 C 492 330 514 312 504 290"/></g>`;
  return (
    contact(pen, 404, 868, 330, 26) +
    cloth(
      pen,
      "M262 846 C 262 824 330 814 400 814 C 470 814 538 824 538 846 L 538 862 C 538 884 470 892 400 892 C 330 892 262 884 262 862 Z",
      dark(hex, 0.05),
      { texture: grain, width: 10 },
    ) +
    cloth(pen, "M352 500 C 362 600 362 720 340 836 C 370 848 430 848 460 836 C 438 720 438 600 448 500 Z", hex, {
      texture: upright,
      width: 24,
      soft: 12,
      folds: ["M350 520 C 380 540 430 540 452 520", "M440 560 C 434 680 436 760 452 836"],
      lights: ["M376 560 C 380 680 374 760 364 830"],
    }) +
    cloth(pen, "M150 460 L 650 460 L 650 488 C 650 512 540 524 400 524 C 260 524 150 512 150 488 Z", dark(hex, 0.12), {
      texture: grain,
      width: 10,
    }) +
    `<ellipse cx="400" cy="460" rx="250" ry="42" fill="${pen.linear(
      [
        [0, light(hex, 0.42)],
        [0.6, light(hex, 0.1)],
        [1, hex],
      ],
      [0, 0, 1, 0.5],
    )}"/><ellipse cx="400" cy="460" rx="250" ry="42" fill="${grain}"/>` +
    `<path d="M226 458 L 400 468 L 400 486 L 226 474 Z" fill="#3a2c22" fill-opacity=".3" filter="${pen.blur(8)}"/>` +
    cloth(pen, "M230 438 L 366 428 L 392 448 L 250 462 Z", "#a8573c", { shadow: false, width: 6 }) +
    cloth(pen, "M250 462 L 392 448 L 392 462 L 250 478 Z", "#f1e9da", { shadow: false, width: 4 }) +
    `<ellipse cx="500" cy="466" rx="66" ry="12" fill="#3a2c22" fill-opacity=".32" filter="${pen.blur(7)}"/>` +
    `<path d="M532 396 C 572 392 572 444 526 440" fill="none" stroke="#efe8dc" stroke-width="11"/>` +
    cloth(pen, "M442 380 L 538 380 C 538 430 530 466 490 466 C 450 466 442 430 442 380 Z", "#f3ede2", {
      shadow: false,
      width: 12,
      folds: ["M528 396 C 524 440 510 456 490 460"],
    }) +
    `<ellipse cx="490" cy="380" rx="48" ry="11" fill="#fffaf2"/><ellipse cx="490" cy="382" rx="41" ry="8" fill="#4b2f1e"/>` +
    steam
  );
}
