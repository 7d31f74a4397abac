// @ts-check
// A decision as a page section: risk per line with what it is made of, the winner, and what was left out.
import { h } from "./dom.js";
import { changeInWords, inWords, itemName, percent, shortValue, signed, suppressedInWords } from "./why-words.js";

/**
 * @typedef {import("cartnudge").Decision} Decision
 * @typedef {Decision["lines"][number]} Line
 */

/** Sizes go through the style object, which the page's policy allows; a style attribute it does not. @param {HTMLElement} element @param {number} share */
function sized(element, share) {
  element.style.setProperty("--share", String(Math.max(0, Math.min(1, share))));
  return element;
}

/** @param {string} title @param {...import("./dom.js").Child} content */
const section = (title, ...content) => h("section", { class: "why-section" }, h("h3", {}, title), ...content);

/** @param {string[]} titles */
const headRow = (titles) =>
  h(
    "thead",
    {},
    h(
      "tr",
      {},
      titles.map((title) => h("th", { scope: "col" }, title)),
    ),
  );

/** @param {number} risk @param {string} band */
const riskBar = (risk, band) =>
  h(
    "div",
    { class: "why-risk" },
    h("span", { class: `why-bar band-${band}`, "aria-hidden": "true" }, sized(h("span", {}), risk)),
    h("strong", {}, percent(risk)),
    h("span", { class: `why-band band-${band}` }, inWords(band)),
  );

/** A dotted name that may break after its dot. @param {string} name */
const breakable = (name) => name.split(/(?<=\.)/).flatMap((part, at) => (at === 0 ? [part] : [h("wbr"), part]));

/** @param {Line["contributions"]} contributions */
function contributionTable(contributions) {
  const sorted = [...contributions].sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution));
  const largest = Math.abs(sorted[0]?.contribution ?? 0) || 1;
  const row = (/** @type {Line["contributions"][number]} */ { feature, value, contribution }) =>
    h(
      "tr",
      {},
      h("th", { scope: "row" }, h("code", {}, ...breakable(feature))),
      h("td", {}, shortValue(value)),
      h(
        "td",
        { class: "why-weight" },
        h(
          "div",
          { class: "why-weigh" },
          h(
            "span",
            { class: `why-bar-two ${contribution < 0 ? "down" : "up"}`, "aria-hidden": "true" },
            sized(h("span", {}), Math.abs(contribution) / largest),
          ),
          h("span", { class: "why-number" }, signed(contribution)),
        ),
      ),
    );
  return h(
    "table",
    { class: "why-table" },
    h("caption", { class: "visually-hidden" }, "Contributions in log-odds, largest first"),
    headRow(["Feature", "Value", "Log-odds"]),
    h("tbody", {}, sorted.map(row)),
  );
}

/** @param {Line} line */
const lineView = (line) =>
  h(
    "details",
    { class: "why-line", open: true },
    h("summary", {}, h("span", { class: "why-item" }, itemName(line.item_id)), riskBar(line.risk, line.band)),
    line.contributions.length > 0
      ? contributionTable(line.contributions)
      : h("p", { class: "muted" }, "No contributions."),
    h(
      "p",
      { class: "why-note" },
      `Base ${signed(line.score.base)}, with all contributions ${signed(line.score.total)} log-odds.`,
    ),
    line.counterfactuals.length > 0
      ? h(
          "ul",
          { class: "why-what-if" },
          line.counterfactuals.map((one) => h("li", {}, `${changeInWords(one)}: `, h("strong", {}, percent(one.risk)))),
        )
      : null,
  );

/** @param {string} name @param {...import("./dom.js").Child} value */
const fact = (name, ...value) => h("div", {}, h("dt", {}, name), h("dd", {}, ...value));

/** @param {Decision["cart"]} cart */
function cartView(cart) {
  const indicators = Object.entries(cart.indicators);
  const euros = new Intl.NumberFormat("en", { style: "currency", currency: "EUR" });
  return section(
    "The cart",
    h(
      "dl",
      { class: "why-facts" },
      fact("Expected returned value", euros.format(cart.expected_return_value)),
      fact("Chance that anything returns", percent(cart.any_return)),
      fact("Share of the value", `${percent(cart.risk)}, ${inWords(cart.band)}`),
      fact("Segments", cart.segments.length > 0 ? cart.segments.map(inWords).join(", ") : "none"),
    ),
    indicators.length > 0 &&
      h(
        "table",
        { class: "why-table" },
        headRow(["Indicator", "Value", "Elevated"]),
        h(
          "tbody",
          {},
          indicators.map(([name, { value, elevated }]) =>
            h(
              "tr",
              {},
              h("th", { scope: "row" }, inWords(name)),
              h("td", {}, shortValue(value)),
              h("td", {}, value === null ? "–" : elevated ? "yes" : "no"),
            ),
          ),
        ),
      ),
  );
}

/** @param {Decision["nudges"]} nudges @param {(rule: string) => string} ruleName */
const winnerView = (nudges, ruleName) =>
  section(
    "What is shown",
    ...(nudges.length === 0
      ? [h("p", {}, "Nothing. No rule has anything helpful to say to this cart.")]
      : nudges.map((nudge) =>
          h(
            "div",
            { class: "why-winner" },
            h("p", { class: "why-item" }, ruleName(nudge.rule_id)),
            h(
              "p",
              { class: "muted" },
              [
                inWords(nudge.type),
                `for ${itemName(nudge.item_id)}`,
                nudge.placement,
                nudge.variation && `variation ${nudge.variation}`,
              ]
                .filter(Boolean)
                .join(" · "),
            ),
            nudge.reasons.length > 0
              ? h(
                  "ul",
                  {},
                  nudge.reasons.map((reason) => h("li", {}, reason)),
                )
              : null,
          ),
        )),
  );

/** @param {Decision["suppressed"]} suppressed @param {(rule: string) => string} ruleName */
const suppressedView = (suppressed, ruleName) =>
  section(
    "What is not shown",
    suppressed.length === 0
      ? h("p", {}, "No other rule came close.")
      : h(
          "table",
          { class: "why-table" },
          headRow(["Rule", "For", "Why not"]),
          h(
            "tbody",
            {},
            nearestFirst(suppressed).map((one) =>
              h(
                "tr",
                {},
                h("th", { scope: "row" }, ruleName(one.rule_id)),
                h("td", {}, itemName(one.item_id)),
                h("td", {}, suppressedInWords(one)),
              ),
            ),
          ),
        ),
  );

/** What almost showed is read first; rules whose condition does not hold come last. @param {Decision["suppressed"]} suppressed */
const nearestFirst = (suppressed) =>
  [...suppressed].sort((a, b) => Number(a.detail === "condition") - Number(b.detail === "condition"));

/** @param {Decision} decision @param {(rule: string) => string} ruleName @returns {HTMLElement[]} */
export const decisionView = (decision, ruleName) => [
  h(
    "p",
    { class: "muted small" },
    `Model ${decision.model.id} ${decision.model.version}, rules version ${decision.rules_version}.`,
  ),
  winnerView(decision.nudges, ruleName),
  cartView(decision.cart),
  section("Line by line", ...decision.lines.map(lineView)),
  suppressedView(decision.suppressed, ruleName),
];
