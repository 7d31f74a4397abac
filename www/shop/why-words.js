// @ts-check
// The decision's names in words, for the panel only.
import { products } from "./catalogue/index.js";

/** @typedef {import("cartnudge").Decision["suppressed"][number]} Suppressed */

/** @type {Record<import("cartnudge").SuppressionReason, string>} */
const SUPPRESSED = {
  disabled: "The rule is switched off.",
  paused: "All rules are paused.",
  schedule: "Today is outside the rule's dates.",
  consent: "The shopper has not agreed to it.",
  holdout: "This visitor is in the holdout group, which sees nothing, for comparison.",
  audience: "This visitor is outside the share of visitors that the rule addresses.",
  frequency_cap: "It was shown as often as the rule allows.",
  dismissed: "The shopper closed it before.",
  not_applicable: "There is nothing specific to say here.",
  outranked: "Another rule has a higher priority.",
  budget: "Enough was shown on this page or in this visit.",
  kill_switch: "Everything is switched off.",
};

/** @type {Record<NonNullable<Suppressed["detail"]>, string>} */
const DETAILS = {
  condition: "Its condition does not hold.",
  no_size_chart: "There is no size chart for it.",
  too_few_reviews: "There are too few reviews to quote from.",
  no_chat: "The shop has no chat here.",
  no_line: "The shop has no direct line here.",
  no_try_on: "There is no 3D model of it.",
  no_details: "There is nothing to tell of it.",
  one_size_in_cart: "There are no two sizes to compare.",
  reason: "The same was said in this session.",
  unknown_placeholder: "Something that its text names is not known.",
  nothing_specific: "There is nothing specific to say.",
  type_not_shown: "This kind of nudge cannot be shown on this page.",
  prerequisite: "It waits for another rule.",
  namespace: "The visitor belongs to another group of rules that exclude each other.",
  rule: "It has been seen often enough for now.",
  type: "Nudges of this kind have been seen often enough for now.",
  all: "Nudges have been seen often enough for now.",
  low_value: "It would not save more than the shopper's attention is worth.",
};

/** @param {Suppressed} suppressed */
export const suppressedInWords = ({ why, detail }) => (detail && DETAILS[detail]) || SUPPRESSED[why] || inWords(why);

/** @param {unknown} name */
export const inWords = (name) => String(name).replaceAll("_", " ");

/** Never certain by rounding. @param {number} share */
export function percent(share) {
  if (share < 1 && share > 0.995) return "over 99 %";
  return share > 0 && share < 0.005 ? "under 1 %" : `${Math.round(share * 100)} %`;
}

/** @param {number} number @param {number} [digits] */
export const signed = (number, digits = 2) => `${number < 0 ? "−" : "+"}${Math.abs(number).toFixed(digits)}`;

/** A value of a feature or an indicator as short as it can be read. @param {unknown} value */
export function shortValue(value) {
  if (value === null || value === undefined) return "unknown";
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "number") return Number.isInteger(value) ? String(value) : value.toFixed(2);
  return Array.isArray(value) ? value.join(", ") : String(value);
}

/** @param {string | undefined} item */
export function itemName(item) {
  if (!item) return "the cart";
  const product = [...products.values()].find(
    ({ item_group_id }) => item === item_group_id || item.startsWith(`${item_group_id}-`),
  );
  if (!product) return item;
  const variant = item
    .slice(product.item_group_id.length + 1)
    .split("-")
    .filter(Boolean);
  const colour = product.colours.find(({ id }) => id === variant[0])?.name.en;
  return [product.name.en, colour, variant[1]?.toUpperCase()].filter(Boolean).join(", ");
}

/** @param {import("cartnudge").Decision["lines"][number]["counterfactuals"][number]} counterfactual */
export function changeInWords({ change, size, color }) {
  if (change === "remove_size") return `without size ${size}`;
  if (change === "remove_color") return `without ${color}`;
  if (change === "choose_size") return `in size ${size}`;
  return "with one piece";
}
