// @ts-check

/** @typedef {Node | string | number | null | undefined | false} Child */

/**
 * Creates an element; `on…` attributes are listeners, `true` an empty attribute, `false` and `null` no attribute.
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Record<string, unknown>} [attributes]
 * @param {...(Child | Child[])} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), /** @type {EventListener} */ (value));
    else if (value !== false && value !== null && value !== undefined)
      element.setAttribute(name, value === true ? "" : String(value));
  }
  for (const child of children.flat()) {
    if (child !== null && child !== undefined && child !== false)
      element.append(typeof child === "number" ? String(child) : child);
  }
  return element;
}

/** @param {string} id */
export const byId = (id) => document.getElementById(id);

/** Says something to whoever doesn't see it happen. @param {string} text */
export function announce(text) {
  const status = byId("announce");
  if (status) status.textContent = text;
}
