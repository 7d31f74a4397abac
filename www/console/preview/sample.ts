// A cart and a product for previews, where the shop's own aren't at hand: what each kind of nudge needs is there.
import type { Cart, Contact, ProductFacts, Rule, RuleDocument } from "cartnudge/authoring";

/** A rule alone, shown whatever its condition, times and shares say: to look at its words. */
export function forced(rule: Rule, document: RuleDocument): RuleDocument {
  const {
    enabled: _on,
    schedule: _schedule,
    frequency_cap: _cap,
    audience_percent: _audience,
    holdout_percent: _holdout,
    namespace: _namespace,
    prerequisites: _prerequisites,
    ...rest
  } = rule;
  const { default_locale: locale, settings } = document;
  return {
    ...(locale === undefined ? {} : { default_locale: locale }),
    ...(settings === undefined ? {} : { settings }),
    rules: [{ ...rest, when: true }],
  };
}

/** The rule with one of its variations only. */
export function withVariation(rule: Rule, variation: string | null): Rule {
  const { variations = [], ...nudge } = rule.nudge;
  const chosen = variations.filter(({ id }) => id === variation);
  return { ...rule, nudge: chosen.length > 0 ? { ...nudge, variations: chosen } : nudge };
}

const line = (size: string) => ({
  item_id: `sample-dress-${size.toLowerCase()}`,
  item_group_id: "sample-dress",
  item_name: "Linen dress",
  item_brand: "Aurel",
  item_category: "Dresses",
  size,
  color: "Sand",
  price: 129,
  quantity: 1,
});

export const sampleCart: Cart = { currency: "EUR", items: [line("S"), line("M")] };

/** A number of those that are kept for films: nobody answers. */
export const sampleLine: Contact = { label: "+49 30 23125 999", url: "tel:+493023125999", hours: "9–17" };

export const sampleProduct: ProductFacts = {
  item_group_id: "sample-dress",
  item_name: "Linen dress",
  item_brand: "Aurel",
  item_category: "Dresses",
  outcomes: { bought: 240, returned: 96 },
  fit: { small: 31, true: 11, large: 2 },
  sizes: ["XS", "S", "M", "L", "XL"],
  size_chart: {
    unit: "cm",
    columns: ["Chest", "Waist", "Hips"],
    rows: [
      {
        size: "S",
        values: [
          [84, 88],
          [66, 70],
          [92, 96],
        ],
      },
      {
        size: "M",
        values: [
          [88, 92],
          [70, 74],
          [96, 100],
        ],
      },
      {
        size: "L",
        values: [
          [92, 98],
          [74, 80],
          [100, 106],
        ],
      },
    ],
    how_to_measure: "Measure over underwear, with the tape level.",
  },
  reviews: {
    count: 44,
    average: 4.3,
    items: [
      { text: "Lovely linen. Runs small, I took a size up.", rating: 4, size: "M", author: "Ines K." },
      { text: "The colour is warmer than in the pictures, and I like it.", rating: 5, size: "S", author: "Mara" },
      { text: "Too tight across the shoulders in my usual size.", rating: 2, size: "S", author: "T. Wolf" },
      { text: "Fits well at the waist, falls nicely.", rating: 5, size: "M", author: "Jo" },
      { text: "Creases quickly, but that is linen.", rating: 4, size: "L", author: "Ana" },
    ],
  },
  specifications: [
    { name: "Material", value: "100 % linen, 210 g/m²" },
    { name: "Cut", value: "straight, midi" },
    { name: "Closure", value: "buttons at the front" },
  ],
  care: ["Wash at 30 °C with similar colours.", "Iron while it is still damp."],
  compatible_with: ["Belt “Aurel”"],
  goes_with: [
    { item_name: "Straw hat", url: "#hat" },
    { item_name: "Leather belt", url: "#belt" },
    { item_name: "Canvas bag", url: "#bag" },
  ],
  tutorials: [
    { title: "Three ways to tie the belt", url: "#belt", minutes: 2 },
    { title: "How to iron linen", url: "#iron", minutes: 4 },
  ],
  model_url: "#model",
};
