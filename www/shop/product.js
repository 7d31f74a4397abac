// @ts-check
import { addToBag } from "./basket.js";
import { colourOf, pictureOf, productOf } from "./cart.js";
import { listItemOf, pushEvent } from "./data-layer.js";
import { announce, byId } from "./dom.js";
import { openDrawer } from "./drawer.js";
import { inLanguage, t } from "./i18n.js";

/** @typedef {import("./cart.js").Line} Line */

/** What the form says now. @param {HTMLFormElement} form @param {string} group @returns {Line} */
function chosen(form, group) {
  const answers = new FormData(form);
  const size = answers.get("size");
  return {
    group,
    color: String(answers.get("colour")),
    size: size === null ? null : String(size),
    quantity: Number(answers.get("quantity") ?? 1),
  };
}

/** @param {Line} line */
function showColour(line) {
  const name = byId("colour-name");
  if (name) name.textContent = inLanguage(colourOf(line)?.name ?? { en: "", de: "" });
  byId("picture")?.setAttribute("src", pictureOf(line));
  for (const detail of document.querySelectorAll(".gallery .detail")) {
    detail.setAttribute("src", pictureOf(line) + (detail.getAttribute("src") ?? "").replace(/^[^#]*/, ""));
  }
}

/** @param {boolean} missing */
function showSizeError(missing) {
  const error = byId("size-error");
  if (!error) return;
  error.hidden = !missing;
  byId("sizes")?.toggleAttribute("data-invalid", missing);
  if (missing) /** @type {HTMLElement | null} */ (document.querySelector("#sizes input"))?.focus();
}

/** @param {string} group */
export function startProduct(group) {
  const form = /** @type {HTMLFormElement} */ (byId("buy"));
  pushEvent("view_item", [listItemOf(group)]);
  form.addEventListener("change", () => {
    showColour(chosen(form, group));
    showSizeError(false);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const line = chosen(form, group);
    const { sizes, name } = productOf(line);
    if (sizes.length > 0 && line.size === null) {
      showSizeError(true);
      return;
    }
    addToBag(line);
    announce(t("bag.added", { name: inLanguage(name) }));
    openDrawer();
  });
}
