// @ts-check
import { changeQuantity, changeSize, removeFromBag } from "./basket.js";
import { colourOf, lineKey, pictureOf, productOf } from "./cart.js";
import { announce, h } from "./dom.js";
import { inLanguage, money, t } from "./i18n.js";

/** @typedef {import("./cart.js").Line} Line */

/** @param {Line} line */
const nameOf = (line) => inLanguage(productOf(line).name);

/** Colour and size in words. @param {Line} line */
const variantOf = (line) =>
  [inLanguage(colourOf(line)?.name ?? { en: "", de: "" }), line.size].filter(Boolean).join(", ");

/** @param {Line} line @param {string} className */
const picture = (line, className) =>
  h("img", { src: pictureOf(line), width: 800, height: 1000, alt: "", class: className });

/** A line to read: drawer, checkout, thank-you page. @param {Line} line */
export const miniLine = (line) =>
  h(
    "li",
    { class: "mini-line" },
    picture(line, "mini-picture"),
    h(
      "div",
      { class: "mini-words" },
      h("a", { href: `/p/${line.group}.html` }, nameOf(line)),
      h("span", { class: "muted" }, variantOf(line), line.quantity > 1 ? ` × ${line.quantity}` : ""),
    ),
    h("span", { class: "mini-price" }, money(productOf(line).price * line.quantity)),
  );

/** @param {Line} line */
function sizeSelect(line) {
  const { sizes } = productOf(line);
  if (sizes.length === 0) return null;
  const key = lineKey(line);
  return h(
    "select",
    {
      "aria-label": t("cart.size", { name: nameOf(line) }),
      "data-focus": `${line.group}-${line.color}-size`,
      autocomplete: "off",
      onchange: (/** @type {Event} */ event) => {
        changeSize(key, /** @type {HTMLSelectElement} */ (event.target).value);
        announce(t("cart.updated"));
      },
    },
    sizes.map((size) => h("option", { value: size, selected: size === line.size }, size)),
  );
}

/** @param {Line} line */
function quantityStepper(line) {
  const key = lineKey(line);
  const step = (/** @type {number} */ change, /** @type {string} */ sign, /** @type {boolean} */ disabled) =>
    h(
      "button",
      {
        type: "button",
        class: "step",
        disabled,
        "data-focus": `${key}-${sign}`,
        "aria-label": `${sign} 1, ${nameOf(line)}`,
        onclick: () => {
          changeQuantity(key, line.quantity + change);
          announce(t("cart.updated"));
        },
      },
      h("span", { "aria-hidden": "true" }, sign),
    );
  return h(
    "div",
    { class: "stepper", role: "group", "aria-label": t("cart.quantity", { name: nameOf(line) }) },
    step(-1, "−", line.quantity <= 1),
    h("span", { class: "step-count" }, line.quantity),
    step(1, "+", line.quantity >= 10),
  );
}

/** A line to change: the cart page. @param {Line} line */
export const cartLine = (line) =>
  h(
    "li",
    { class: "line", "data-line": lineKey(line) },
    h(
      "a",
      { href: `/p/${line.group}.html`, class: "line-picture", tabindex: -1, "aria-hidden": "true" },
      picture(line, ""),
    ),
    h(
      "div",
      { class: "line-words" },
      h("p", { class: "card-brand" }, productOf(line).brand),
      h("h2", { class: "line-name" }, h("a", { href: `/p/${line.group}.html` }, nameOf(line))),
      h("p", { class: "muted" }, inLanguage(colourOf(line)?.name ?? { en: "", de: "" })),
      h("div", { class: "line-tools" }, sizeSelect(line), quantityStepper(line)),
    ),
    h(
      "div",
      { class: "line-end" },
      h("span", { class: "line-price" }, money(productOf(line).price * line.quantity)),
      h(
        "button",
        {
          type: "button",
          class: "link",
          "data-remove": lineKey(line),
          "aria-label": `${t("cart.remove")}: ${nameOf(line)}, ${variantOf(line)}`,
          onclick: () => {
            removeFromBag(lineKey(line));
            announce(t("cart.removed", { name: nameOf(line) }));
            document.getElementById("cart-title")?.focus();
          },
        },
        t("cart.remove"),
      ),
    ),
  );
