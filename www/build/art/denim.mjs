// @ts-check
import { cloth, dark, light, mirror } from "./pen.mjs";
/** @typedef {import("./pen.mjs").Pen} Pen */

/** Two wooden clips on a rod, which trousers hang from. @param {Pen} pen */
function clips(pen) {
  const rod = pen.linear(
    [
      [0, "#f0d9a4"],
      [0.5, "#b98f4c"],
      [1, "#7d5a2a"],
    ],
    [0, 0, 0, 1],
  );
  const clip = (/** @type {number} */ x) =>
    cloth(pen, `M${x - 15} 150 L ${x + 15} 150 L ${x + 11} 222 L ${x - 11} 222 Z`, "#b98c5f", { width: 6, depth: 0.4 });
  return `<path d="M250 152 H 550" transform="translate(10 16)" stroke="#3a2c22" stroke-opacity=".35" stroke-width="10" filter="${pen.blur(6)}"/><path d="M246 147h308v10h-308z" fill="${rod}"/><path d="M401 150V60" stroke="#8d8780" stroke-width="6"/><circle cx="400" cy="58" r="15" fill="${pen.linear(
    [
      [0, "#f0d9a4"],
      [1, "#7d5a2a"],
    ],
    [0, 0, 1, 1],
  )}"/>${clip(318)}${clip(482)}`;
}

/**
 * Five-pocket jeans.
 * @param {Pen} pen @param {string} hex @param {string} leg outline of the left leg with the left half of the seat
 * @param {{ folds: string[], lights: string[], hem: string, wash: string[] }} cut
 */
function jeans(pen, hex, leg, cut) {
  const twill = pen.pattern(
    6,
    6,
    `<path d="M-1 7L7 -1" stroke="${light(hex, 0.6)}" stroke-opacity=".28" stroke-width="1.3"/><path d="M2 10L10 2M-4 4L4 -4" stroke="${dark(hex, 0.6)}" stroke-opacity=".2" stroke-width="1.2"/>`,
  );
  const thread = "#c98b4a";
  const stitch = (/** @type {string[]} */ paths) =>
    `<g fill="none" stroke="${thread}" stroke-opacity=".85" stroke-width="2.4" stroke-dasharray="8 4.5">${paths.map((d) => `<path d="${d}"/>`).join("")}</g>`;
  const half = (/** @type {boolean} */ flipped) => {
    const turn = flipped ? mirror : (/** @type {string} */ d) => d;
    return cloth(pen, turn(leg), flipped ? dark(hex, 0.07) : hex, {
      texture: twill,
      folds: cut.folds.map(turn),
      lights: cut.lights.map(turn),
      width: 26,
    });
  };
  const wash = `<g fill="none" stroke="${light(hex, 0.55)}" stroke-opacity=".34" stroke-width="54" stroke-linecap="round" filter="${pen.blur(20)}">${cut.wash.map((d) => `<path d="${d}"/><path d="${mirror(d)}"/>`).join("")}</g>`;
  const waist = "M286 206 C 350 216 450 216 514 206 L 520 250 C 450 262 350 262 280 250 Z";
  const loop = (/** @type {number} */ x) =>
    cloth(pen, `M${x - 6} 202 L ${x + 6} 202 L ${x + 6} 260 L ${x - 6} 260 Z`, light(hex, 0.05), {
      width: 4,
      shadow: false,
    });
  const pocket = "M372 258 C 370 300 340 326 276 326";
  const brass = `<circle cx="400" cy="233" r="11" fill="#b98f4c"/><circle cx="398" cy="231" r="7" fill="#e7cd92"/><g fill="#c79a55"><circle cx="368" cy="266" r="3.5"/><circle cx="286" cy="322" r="3.5"/><circle cx="432" cy="266" r="3.5"/><circle cx="514" cy="322" r="3.5"/></g>`;
  return (
    clips(pen) +
    cloth(pen, "M292 206 C 350 196 450 196 508 206 L 508 236 L 292 236 Z", dark(hex, 0.45), { shadow: false }) +
    half(false) +
    half(true) +
    wash +
    stitch([
      pocket,
      mirror(pocket),
      "M366 260 C 362 294 336 316 276 316",
      mirror("M366 260 C 362 294 336 316 276 316"),
      "M402 262 L 402 410",
      "M426 262 C 428 330 424 384 404 402",
      cut.hem,
      mirror(cut.hem),
    ]) +
    cloth(pen, waist, light(hex, 0.02), { texture: twill, width: 8 }) +
    stitch(["M288 212 C 350 222 450 222 512 212", "M283 244 C 350 256 450 256 517 244"]) +
    [326, 474].map(loop).join("") +
    brass
  );
}

/** @param {Pen} pen @param {string} hex */
export const straightJeans = (pen, hex) =>
  jeans(
    pen,
    hex,
    "M282 240 L 402 240 L 402 440 C 398 580 388 740 380 884 C 350 892 310 890 278 884 C 270 740 262 560 262 420 C 264 360 272 300 282 240 Z",
    {
      folds: [
        "M396 420 C 372 450 340 460 300 450",
        "M282 470 C 290 600 288 740 292 886",
        "M372 520 C 372 640 362 760 358 886",
      ],
      lights: ["M340 480 C 338 600 334 740 330 880"],
      wash: ["M330 420 C 330 520 328 600 328 680"],
      hem: "M277 862 C 310 868 350 870 381 862",
    },
  );

/** @param {Pen} pen @param {string} hex */
export const wideJeans = (pen, hex) =>
  jeans(
    pen,
    hex,
    "M282 240 L 402 240 L 402 440 C 400 580 396 740 392 888 C 330 902 260 896 200 884 C 216 740 240 560 256 420 C 262 360 272 300 282 240 Z",
    {
      folds: [
        "M396 420 C 372 450 340 460 296 446",
        "M300 470 C 290 620 262 760 250 892",
        "M370 480 C 364 640 346 780 340 900",
        "M340 470 C 330 620 306 760 296 896",
      ],
      lights: ["M320 480 C 308 620 280 770 270 890", "M386 520 C 382 660 372 780 368 890"],
      wash: ["M322 420 C 316 520 304 600 296 680"],
      hem: "M203 862 C 260 874 330 880 393 866",
    },
  );
