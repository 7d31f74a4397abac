// @ts-check
import { cloth, dark, light } from "./pen.mjs";
import { contact } from "./scene.mjs";
/** @typedef {import("./pen.mjs").Pen} Pen */

/** @param {Pen} pen @param {string} hex */
function oneSneaker(pen, hex) {
  const rubber = "#f3ede2";
  const sole =
    "M132 690 C 128 664 150 652 186 656 L 640 644 C 672 642 682 662 678 690 C 676 716 660 724 634 724 L 184 726 C 150 726 134 714 132 690 Z";
  const upper =
    "M150 672 C 146 622 176 594 236 578 C 300 560 336 530 372 484 C 388 462 404 444 426 440 C 470 470 540 462 598 420 C 616 412 630 424 634 444 C 646 500 660 580 662 662 L 300 670 Z";
  const toe = "M150 672 C 146 622 176 594 236 578 C 268 586 290 620 292 671 Z";
  const heel = "M560 444 C 586 430 610 408 626 424 C 642 470 658 590 662 662 L 590 664 C 588 590 580 500 560 444 Z";
  const quarter =
    "M352 508 C 372 486 388 462 404 450 L 470 500 C 440 560 420 620 410 668 L 330 670 C 340 610 346 560 352 508 Z";
  const laces = [
    [386, 470],
    [368, 496],
    [350, 520],
    [330, 542],
  ]
    .map(
      ([x = 0, y = 0], at) =>
        `<path d="M${x - 14} ${y + 4} C ${x + 8} ${y - 14} ${x + 36} ${y - 2} ${x + 52 - at * 2} ${y + 26}" stroke="#241a14" stroke-opacity=".3" stroke-width="13" transform="translate(2 6)"/><path d="M${x - 14} ${y + 4} C ${x + 8} ${y - 14} ${x + 36} ${y - 2} ${x + 52 - at * 2} ${y + 26}" stroke="#fbf7ee" stroke-width="11"/>`,
    )
    .join("");
  return (
    cloth(pen, "M392 470 C 384 430 396 400 424 392 C 452 400 470 430 476 474 Z", light(hex, 0.12), { width: 14 }) +
    cloth(pen, "M432 448 C 480 430 560 424 606 420 C 580 462 500 484 446 470 Z", dark(hex, 0.6), { shadow: false }) +
    cloth(pen, upper, hex, {
      width: 30,
      soft: 12,
      folds: ["M310 560 C 340 590 350 620 346 670", "M470 500 C 520 520 560 500 590 470"],
      lights: ["M200 610 C 260 590 310 570 350 530", "M440 560 C 500 570 540 550 580 530"],
      lines: ["M480 500 C 530 496 560 480 580 460"],
    }) +
    cloth(pen, toe, light(hex, 0.05), {
      shadow: false,
      width: 18,
      lights: ["M180 630 C 210 606 230 600 250 600"],
      lines: ["M244 590 C 268 600 280 630 282 668"],
    }) +
    cloth(pen, heel, dark(hex, 0.16), { shadow: false, width: 14, lines: ["M572 452 C 592 520 598 600 600 660"] }) +
    cloth(pen, quarter, light(hex, 0.03), {
      shadow: false,
      width: 14,
      lines: ["M460 506 C 430 562 412 620 402 666", "M362 516 C 356 560 350 610 342 666"],
    }) +
    `<g fill="none" stroke-linecap="round">${laces}</g>` +
    cloth(pen, sole, rubber, {
      shadow: false,
      depth: 0.2,
      width: 12,
      folds: ["M134 716 C 300 722 500 722 676 712"],
      lights: ["M160 670 L 640 658"],
    }) +
    `<path d="M140 696 C 300 704 520 702 674 692" fill="none" stroke="${dark(rubber, 0.3)}" stroke-opacity=".6" stroke-width="3"/>`
  );
}

/** A pair of court sneakers, the second one behind. @param {Pen} pen @param {string} hex */
export const sneakers = (pen, hex) =>
  `<g transform="translate(96 -64) scale(.92)">${contact(pen, 410, 726, 540)}${oneSneaker(pen, dark(hex, 0.05))}</g>` +
  `<g transform="translate(-8 64)">${contact(pen, 410, 726, 560)}${oneSneaker(pen, hex)}</g>`;

/** @param {Pen} pen @param {string} hex */
function oneBoot(pen, hex) {
  const shaft =
    "M402 300 C 452 290 552 290 606 302 C 600 400 606 520 622 640 C 626 672 618 684 600 686 L 196 690 C 152 690 146 656 172 628 C 208 590 286 590 344 556 C 396 524 412 440 402 300 Z";
  const elastic = "M470 306 L 552 306 C 550 400 536 490 512 560 C 486 490 472 400 470 306 Z";
  const sole =
    "M150 672 C 150 704 166 712 196 712 L 480 708 L 486 690 L 624 676 L 622 728 C 600 734 540 734 508 730 L 494 716 L 196 724 C 158 724 138 704 150 672 Z";
  return (
    cloth(pen, "M404 304 C 452 280 556 280 606 304 C 556 322 452 322 404 304 Z", dark(hex, 0.66), { shadow: false }) +
    cloth(pen, shaft, hex, {
      width: 30,
      soft: 12,
      depth: 0.42,
      folds: [
        "M408 470 C 440 540 420 600 360 640",
        "M580 330 C 584 440 590 560 600 660",
        "M330 570 C 372 590 420 596 470 580",
      ],
      lights: ["M426 330 C 434 400 430 460 414 510", "M200 640 C 250 606 310 604 350 586"],
      lines: ["M344 556 C 390 600 410 640 414 686", "M512 560 C 540 600 566 610 612 608"],
    }) +
    cloth(pen, elastic, dark(hex, 0.5), {
      shadow: false,
      width: 10,
      texture: pen.pattern(
        7,
        10,
        `<path d="M2 0V10" stroke="${light(hex, 0.4)}" stroke-opacity=".28" stroke-width="2"/>`,
      ),
    }) +
    cloth(pen, sole, dark(hex, 0.68), { shadow: false, width: 8, lights: ["M170 690 L 470 690"] }) +
    cloth(pen, "M590 296 C 596 262 616 262 620 300 L 614 330 C 606 312 598 312 598 330 Z", dark(hex, 0.12), {
      width: 6,
    })
  );
}

/** A pair of Chelsea boots. @param {Pen} pen @param {string} hex */
export const chelseaBoots = (pen, hex) =>
  `<g transform="translate(112 -36) scale(.92)">${contact(pen, 390, 724, 500)}${oneBoot(pen, dark(hex, 0.08))}</g>` +
  `<g transform="translate(-16 84)">${contact(pen, 390, 724, 520)}${oneBoot(pen, hex)}</g>`;
