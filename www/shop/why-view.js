// @ts-check
// A decision as a page section: risk per line with what it is made of, the winner, and what was left out.
import { h } from "./dom.js";
import { changeInWords, inWords, itemName, percent, shortValue, signed, suppressedInWords } from "./why-words.js";

/**
 * @typedef {{ feature: string, value: unknown, contribution: number }} Contribution
 * @typedef {{ item_id: string, risk: number, band: string, contributions?: Contribution[],
 *   counterfactuals?: { change: string, size?: string, risk: number }[], score?: { base: number, total: number } }} Line
 * @typedef {{ rule_id: string, type: string, placement?: string, item_id?: string, variation?: string, reasons?: string[],
 *   content?: { headline?: string } }} Nudge
 * @typedef {{ decision_id?: string, rules_version?: number, model?: { id: string, version: number },
 *   cart?: { risk?: number, band?: string, expected_return_value?: number, any_return?: number, segments?: string[],
 *     indicators?: Record<string, { value: number | null, elevated: boolean }> },
 *   lines?: Line[], nudges?: Nudge[], suppressed?: { rule_id: string, item_id?: string, why: string, detail?: string }[] }} Decision
 */

/** Sizes go through the style object, which the page's policy allows; a style attribute it does not. @param {HTMLElement} element @param {number} share */
function sized(element, share) {
  element.style.setProperty("--share", String(Math.max(0, Math.min(1, share))));
  return element;
}

/** @param {string} title @param {...import("./dom.js").Child} content */
const section = (title, ...content) => h("section", { class: "why-section" }, h("h3", {}, title), ...content);

/** @param {string[]} titles */
const headRow = (titles) => h("thead", {}, h("tr", {}, titles.map((title) => h("th", { scope: "col" }, title))));

/** @param {number} risk @param {string} band */
const riskBar = (risk, band) =>
  h("div", { class: "why-risk" },
    h("span", { class: `why-bar band-${band}`, "aria-hidden": "true" }, sized(h("span", {}), risk)),
    h("strong", {}, percent(risk)), h("span", { class: `why-band band-${band}` }, inWords(band)));

/** @param {Contribution[]} contributions */
function contributionTable(contributions) {
  const sorted = [...contributions].sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution));
  const largest = Math.abs(sorted[0]?.contribution ?? 0) || 1;
  const row = (/** @type {Contribution} */ { feature, value, contribution }) =>
    h("tr", {},
      h("th", { scope: "row" }, h("code", {}, feature)),
      h("td", {}, shortValue(value)),
      h("td", { class: "why-diverging" },
        h("span", { class: `why-bar-two ${contribution < 0 ? "down" : "up"}`, "aria-hidden": "true" }, sized(h("span", {}), Math.abs(contribution) / largest)),
        h("span", { class: "why-number" }, signed(contribution))));
  return h("table", { class: "why-table" },
    h("caption", { class: "visually-hidden" }, "Contributions in log-odds, largest first"),
    headRow(["Feature", "Value", "Contribution (log-odds)"]), h("tbody", {}, sorted.map(row)));
}

/** @param {Line} line */
const lineView = (line) =>
  h("details", { class: "why-line", open: true },
    h("summary", {}, h("span", { class: "why-item" }, itemName(line.item_id)), riskBar(line.risk, line.band)),
    line.contributions?.length ? contributionTable(line.contributions) : h("p", { class: "muted" }, "No contributions."),
    line.score && h("p", { class: "why-note" }, `Base ${signed(line.score.base)}, with all contributions ${signed(line.score.total)} log-odds.`),
    line.counterfactuals?.length
      ? h("ul", { class: "why-what-if" }, line.counterfactuals.map((one) => h("li", {}, `${changeInWords(one)}: `, h("strong", {}, percent(one.risk)))))
      : null);

/** @param {string} name @param {...import("./dom.js").Child} value */
const fact = (name, ...value) => h("div", {}, h("dt", {}, name), h("dd", {}, ...value));

/** @param {NonNullable<Decision["cart"]>} cart */
function cartView(cart) {
  const indicators = Object.entries(cart.indicators ?? {});
  const euros = new Intl.NumberFormat("en", { style: "currency", currency: "EUR" });
  return section("The cart",
    h("dl", { class: "why-facts" },
      cart.expected_return_value !== undefined && fact("Expected returned value", euros.format(cart.expected_return_value)),
      cart.any_return !== undefined && fact("Chance that anything returns", percent(cart.any_return)),
      cart.risk !== undefined && fact("Risk", `${percent(cart.risk)}, ${inWords(cart.band ?? "")}`),
      fact("Segments", cart.segments?.length ? cart.segments.map(inWords).join(", ") : "none")),
    indicators.length > 0 &&
      h("table", { class: "why-table" }, headRow(["Indicator", "Value", "Elevated"]),
        h("tbody", {}, indicators.map(([name, { value, elevated }]) =>
          h("tr", {}, h("th", { scope: "row" }, inWords(name)), h("td", {}, shortValue(value)), h("td", {}, value === null ? "–" : elevated ? "yes" : "no"))))));
}

/** @param {Nudge[]} nudges @param {(rule: string) => string} ruleName */
const winnerView = (nudges, ruleName) =>
  section("What is shown",
    nudges.length === 0
      ? h("p", {}, "Nothing. No rule has anything helpful to say to this cart.")
      : nudges.map((nudge) =>
          h("div", { class: "why-winner" },
            h("p", { class: "why-item" }, ruleName(nudge.rule_id)),
            h("p", { class: "muted" }, [inWords(nudge.type), `for ${itemName(nudge.item_id)}`, nudge.placement, nudge.variation && `variation ${nudge.variation}`].filter(Boolean).join(" · ")),
            nudge.reasons?.length ? h("ul", {}, nudge.reasons.map((reason) => h("li", {}, reason))) : null)));

/** @param {NonNullable<Decision["suppressed"]>} suppressed @param {(rule: string) => string} ruleName */
const suppressedView = (suppressed, ruleName) =>
  section("What is not shown",
    suppressed.length === 0
      ? h("p", {}, "No other rule came close.")
      : h("table", { class: "why-table" }, headRow(["Rule", "For", "Why not"]),
          h("tbody", {}, suppressed.map(({ rule_id, item_id, why, detail }) =>
            h("tr", {}, h("th", { scope: "row" }, ruleName(rule_id)), h("td", {}, itemName(item_id)),
              h("td", {}, suppressedInWords(why), detail ? h("span", { class: "muted" }, ` ${detail}`) : null))))));

/** @param {Decision} decision @param {(rule: string) => string} ruleName @returns {HTMLElement[]} */
export function decisionView(decision, ruleName) {
  const { model, rules_version: version } = decision;
  const origin = [model && `Model ${model.id} ${model.version}`, version !== undefined && `rules version ${version}`].filter(Boolean).join(", ");
  const sections = [winnerView(decision.nudges ?? [], ruleName)];
  if (decision.cart) sections.push(cartView(decision.cart));
  if (decision.lines?.length) sections.push(section("Line by line", ...decision.lines.map(lineView)));
  sections.push(suppressedView(decision.suppressed ?? [], ruleName));
  return origin ? [h("p", { class: "muted small" }, `${origin}.`), ...sections] : sections;
}
