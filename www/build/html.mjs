// @ts-check
// Templates whose every value is escaped unless it came from a template itself.

class Markup {
  /** @param {string} text */
  constructor(text) {
    this.text = text;
  }
  toString() {
    return this.text;
  }
}

/** @type {Record<string, string>} */
const ENTITIES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** @param {unknown} value */
export const escape = (value) => String(value).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);

/** @param {unknown} value @returns {string} */
function render(value) {
  if (value === null || value === undefined || value === false) return "";
  if (value instanceof Markup) return value.text;
  if (Array.isArray(value)) return value.map(render).join("");
  return escape(value);
}

/** @param {TemplateStringsArray} strings @param {...unknown} values */
export const html = (strings, ...values) => new Markup(String.raw({ raw: strings }, ...values.map(render)));

/** A JSON data block: `<` is escaped so that no text can end the element. @param {string} type @param {unknown} value @param {string} [id] */
export const dataBlock = (type, value, id) =>
  new Markup(
    `<script type="${type}"${id ? ` id="${id}"` : ""}>${JSON.stringify(value).replace(/</g, "\\u003c")}</script>`,
  );
