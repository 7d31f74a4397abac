// @ts-check
// A pen collects what an SVG drawing needs in <defs> while the drawing functions return plain markup.

/** @param {string} hex */
const channels = (hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));

/**
 * Mixes two colours; `amount` is the share of the second one.
 * @param {string} first @param {string} second @param {number} amount
 */
export function mix(first, second, amount) {
  const to = channels(second);
  const mixed = channels(first).map((value, at) => Math.round(value + ((to[at] ?? 0) - value) * amount));
  return `#${mixed.map((value) => value.toString(16).padStart(2, "0")).join("")}`;
}

// Shadows lean to a warm brown and lights to a warm white, so that every picture seems lit by one window.
/** @param {string} hex @param {number} amount */
export const dark = (hex, amount) => mix(hex, "#1d1512", amount);
/** @param {string} hex @param {number} amount */
export const light = (hex, amount) => mix(hex, "#fffaf2", amount);

/**
 * Mirrors a path of absolute M, L, C, Q and Z commands at x = 400.
 * @param {string} path
 */
export const mirror = (path) =>
  path.replace(/(-?[\d.]+)[ ,](-?[\d.]+)/g, (_, x, y) => `${Math.round((800 - Number(x)) * 10) / 10} ${y}`);

export class Pen {
  /** @param {string} prefix makes ids unique where drawings share a document */
  constructor(prefix = "a") {
    this.prefix = prefix;
    /** @type {Map<string, string>} */
    this.defs = new Map();
  }

  /**
   * Adds a definition once and returns its reference.
   * @param {string} markup with `ID` where the id goes
   */
  define(markup) {
    const known = this.defs.get(markup);
    if (known) return `url(#${known})`;
    const id = `${this.prefix}${this.defs.size}`;
    this.defs.set(markup, id);
    return `url(#${id})`;
  }

  /**
   * @param {[number, string, number?][]} stops offset, colour, opacity
   * @param {[number, number, number, number]} line x1 y1 x2 y2 in shares of the shape
   */
  linear(stops, [x1, y1, x2, y2] = [0, 0, 1, 0]) {
    return this.define(
      `<linearGradient id="ID" x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}">${stopsOf(stops)}</linearGradient>`,
    );
  }

  /** @param {[number, string, number?][]} stops @param {[number, number, number]} circle cx cy r in shares of the shape */
  radial(stops, [cx, cy, r] = [0.5, 0.5, 0.5]) {
    return this.define(`<radialGradient id="ID" cx="${cx}" cy="${cy}" r="${r}">${stopsOf(stops)}</radialGradient>`);
  }

  /**
   * The area is in the drawing's own units: one in shares of the shape would cut the blur of a thin line.
   * @param {number} deviation
   */
  blur(deviation) {
    return this.define(
      `<filter id="ID" filterUnits="userSpaceOnUse" x="-100" y="-100" width="1000" height="1200"><feGaussianBlur stdDeviation="${deviation}"/></filter>`,
    );
  }

  /** @param {string} path */
  clip(path) {
    return this.define(`<clipPath id="ID"><path d="${path}"/></clipPath>`);
  }

  /** @param {number} width @param {number} height @param {string} markup @param {string} [transform] */
  pattern(width, height, markup, transform = "") {
    return this.define(
      `<pattern id="ID" width="${width}" height="${height}" patternUnits="userSpaceOnUse" patternTransform="${transform}">${markup}</pattern>`,
    );
  }

  toString() {
    return [...this.defs].map(([markup, id]) => markup.replace("ID", id)).join("");
  }
}

/** @param {[number, string, number?][]} stops */
const stopsOf = (stops) =>
  stops
    .map(
      ([offset, color, opacity]) =>
        `<stop offset="${offset}" stop-color="${color}"${opacity === undefined ? "" : ` stop-opacity="${opacity}"`}/>`,
    )
    .join("");

/**
 * A piece of cloth, leather or wood: its shadow on the wall, a base lit from the left, soft folds inside its outline.
 * @param {Pen} pen
 * @param {string} path
 * @param {string} hex
 * @param {{ folds?: string[], lights?: string[], lines?: string[], texture?: string, depth?: number, width?: number,
 *   shadow?: boolean, soft?: number }} [options]
 */
export function cloth(pen, path, hex, options = {}) {
  const {
    folds = [],
    lights = [],
    lines = [],
    texture = "",
    depth = 0.3,
    width = 26,
    shadow = true,
    soft = 9,
  } = options;
  const fill = pen.linear(
    [
      [0, light(hex, 0.16)],
      [0.3, light(hex, 0.06)],
      [0.65, hex],
      [1, dark(hex, depth)],
    ],
    [0, 0, 1, 0.18],
  );
  const strokes = (
    /** @type {string[]} */ paths,
    /** @type {string} */ color,
    /** @type {number} */ opacity,
    /** @type {number} */ size,
  ) =>
    paths.length === 0
      ? ""
      : `<g fill="none" stroke="${color}" stroke-opacity="${opacity}" stroke-width="${size}" stroke-linecap="round" filter="${pen.blur(soft)}">${paths.map((d) => `<path d="${d}"/>`).join("")}</g>`;
  const seams = lines.length
    ? `<g fill="none" stroke="${dark(hex, 0.45)}" stroke-opacity=".55" stroke-width="2.2" stroke-linecap="round">${lines.map((d) => `<path d="${d}"/>`).join("")}</g>`
    : "";
  return (
    (shadow
      ? `<path d="${path}" transform="translate(16 20)" fill="#3a2c22" fill-opacity=".26" filter="${pen.blur(16)}"/>`
      : "") +
    `<path d="${path}" fill="${fill}"/>` +
    `<g clip-path="${pen.clip(path)}">` +
    (texture ? `<path d="${path}" fill="${texture}"/>` : "") +
    strokes(folds, dark(hex, 0.62), 0.42, width) +
    strokes(lights, light(hex, 0.7), 0.5, width * 0.62) +
    `<path d="${path}" fill="none" stroke="${dark(hex, 0.6)}" stroke-opacity=".34" stroke-width="14" filter="${pen.blur(6)}"/>` +
    seams +
    `</g>`
  );
}
