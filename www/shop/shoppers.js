// @ts-check
// Who can visit the demo, and what is in their bag. Their signals are in signals.json.

/** @typedef {import("./cart.js").Line} Line */

/** @param {string} group @param {string} color @param {string | null} [size] @returns {Line} */
const one = (group, color, size = null) => ({ group, color, size, quantity: 1 });

/** @type {{ id: string, name: string, cart: Line[] }[]} */
export const shoppers = [
  { id: "none", name: "Unknown visitor", cart: [one("aurel-linen-dress", "olive", "M")] },
  {
    id: "new-large",
    name: "New, large first order",
    cart: [one("halle-armchair", "boucle"), one("vale-wool-coat", "camel", "M"), one("sela-wool-throw", "oat")],
  },
  {
    id: "luxury",
    name: "Buys high-value pieces",
    cart: [one("ophir-field-watch", "gold"), one("norrby-merino-cardigan", "navy", "S")],
  },
  {
    id: "impulse",
    name: "Several orders today",
    cart: [
      one("aurel-linen-dress", "sand", "S"),
      one("aurel-linen-dress", "sand", "M"),
      one("calder-day-bag", "tan"),
      one("sela-stoneware-vase", "clay"),
    ],
  },
  { id: "loyal", name: "Regular customer", cart: [one("norrby-merino-cardigan", "oat", "M")] },
  {
    id: "home",
    name: "Furnishing a home",
    cart: [
      one("sela-stoneware-vase", "clay"),
      one("lumo-arc-lamp", "brass"),
      one("sela-wool-throw", "oat"),
      one("halle-side-table", "oak"),
      one("calder-day-bag", "tan"),
    ],
  },
  { id: "specialist", name: "Dresses only, until today", cart: [one("aurel-wide-jeans", "sky", "M")] },
];
