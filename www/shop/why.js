// @ts-check
// The demo's panel that explains the last decision. It stays English, like the demo bar.
import { byId, h } from "./dom.js";
import { decisionView } from "./why-view.js";

/** @typedef {import("cartnudge").Decision} Decision */

/** @type {Promise<Map<string, string>> | undefined} */
let names;

/** Rule names, asked for when the panel first opens. @returns {Promise<Map<string, string>>} */
const ruleNames = () =>
  (names ??= fetch("/v1/rules")
    .then((response) => response.json())
    .then(
      ({ rules }) =>
        new Map(rules.map((/** @type {{ id: string, name?: string }} */ rule) => [rule.id, rule.name ?? rule.id])),
    )
    .catch(() => new Map()));

/** @param {unknown} error */
const messageOf = (error) =>
  error && typeof error === "object" && "message" in error ? String(error.message) : String(error);

export function startWhy() {
  /** @type {Decision | null} */
  let last = null;
  /** @type {Set<string>} */
  const errors = new Set();
  const content = h("div", { class: "why-content", tabindex: 0, role: "region", "aria-labelledby": "why-title" });
  const dialog = h(
    "dialog",
    { class: "why", id: "why", "aria-labelledby": "why-title", lang: "en" },
    h(
      "div",
      { class: "why-head" },
      h("h2", { id: "why-title", tabindex: -1 }, "Why?"),
      h(
        "button",
        { type: "button", class: "icon", "aria-label": "Close", onclick: () => close() },
        h("span", { "aria-hidden": "true" }, "×"),
      ),
    ),
    content,
  );
  dialog.addEventListener("keydown", (event) => event.key === "Escape" && close());
  document.body.append(dialog);

  async function render() {
    if (!dialog.open) return;
    const known = await ruleNames();
    const parts = last
      ? decisionView(last, (rule) => known.get(rule) ?? rule)
      : [h("p", {}, "There is no decision yet. Put something into the bag, or choose a shopper above.")];
    const trouble =
      errors.size > 0 &&
      h(
        "section",
        { class: "why-section" },
        h("h3", {}, "Errors"),
        h(
          "ul",
          {},
          [...errors].map((text) => h("li", {}, text)),
        ),
      );
    content.replaceChildren(...parts, ...(trouble ? [trouble] : []));
  }

  const setOpen = (/** @type {boolean} */ open) => byId("demo-why")?.setAttribute("aria-expanded", String(open));

  function close() {
    dialog.close();
    setOpen(false);
    byId("demo-why")?.focus();
  }

  return {
    toggle() {
      if (dialog.open) {
        close();
        return;
      }
      dialog.show();
      setOpen(true);
      byId("why-title")?.focus();
      void render();
    },
    /** @param {Decision} decision */
    show(decision) {
      last = decision;
      void render();
    },
    /** @param {unknown} error */
    fail(error) {
      errors.add(messageOf(error));
      void render();
    },
  };
}
