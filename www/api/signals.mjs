// @ts-check
// Customer signals of the demo's shoppers, with times that are always fresh. A warehouse computes these for a real shop.

const DAY = 86_400_000;

/** @typedef {Record<string, unknown>} Signals */

/** A moment, in the form that is asked for. @typedef {(days: number) => unknown} Ago */

/** @type {Record<string, (ago: Ago) => Signals>} */
const profiles = {
  "new-large": () => ({
    orders: 0,
    lines: 0,
    lines_with_outcome: 0,
    lines_returned: 0,
    service_contacts: 0,
    service_contacts_90d: 0,
    categories: [],
    brands: [],
    kept_sizes: [],
  }),

  luxury: (ago) => ({
    orders: 7,
    lines: 11,
    lines_with_outcome: 10,
    lines_returned: 3,
    first_order_at: ago(610),
    last_order_at: ago(41),
    order_value: { mean: 548, sd: 210 },
    line_price: { mean: 349, sd: 190 },
    order_interval_days: { mean: 95, sd: 48 },
    orders_1d: 0,
    orders_90d: 1,
    orders_prior_90d: 1,
    new_categories_90d: 0,
    service_contacts: 2,
    service_contacts_90d: 0,
    categories: [
      { category: "Jewellery", bought: 3, returned: 1 },
      { category: "Bags", bought: 3, returned: 1 },
      { category: "Outerwear", bought: 4, returned: 1 },
      { category: "Watches", bought: 1, returned: 0 },
    ],
    brands: [
      { brand: "Ophir", bought: 4, returned: 1 },
      { brand: "Calder", bought: 3, returned: 1 },
      { brand: "Tamsin Vale", bought: 4, returned: 1 },
    ],
    kept_sizes: [{ brand: "Tamsin Vale", category: "Outerwear", size: "S", count: 3 }],
  }),

  impulse: (ago) => ({
    orders: 9,
    lines: 24,
    lines_with_outcome: 17,
    lines_returned: 9,
    first_order_at: ago(240),
    last_order_at: ago(0.08),
    order_value: { mean: 138, sd: 96 },
    line_price: { mean: 72, sd: 58 },
    order_interval_days: { mean: 27, sd: 34 },
    orders_1d: 2,
    orders_90d: 6,
    orders_prior_90d: 2,
    new_categories_90d: 3,
    service_contacts: 3,
    service_contacts_90d: 2,
    categories: [
      { category: "Dresses", bought: 9, returned: 5 },
      { category: "Knitwear", bought: 5, returned: 2 },
      { category: "Shoes", bought: 4, returned: 2 },
      { category: "Home", bought: 6, returned: 0 },
    ],
    brands: [
      { brand: "Aurel", bought: 7, returned: 4 },
      { brand: "Calder", bought: 4, returned: 2 },
      { brand: "Sela", bought: 6, returned: 0 },
    ],
    kept_sizes: [
      { brand: "Aurel", category: "Dresses", size: "M", count: 2 },
      { brand: "Norrby", category: "Knitwear", size: "M", count: 3 },
    ],
  }),

  loyal: (ago) => ({
    orders: 14,
    lines: 22,
    lines_with_outcome: 20,
    lines_returned: 1,
    first_order_at: ago(420),
    last_order_at: ago(29),
    order_value: { mean: 85, sd: 17 },
    line_price: { mean: 79, sd: 16 },
    order_interval_days: { mean: 30, sd: 5 },
    orders_1d: 0,
    orders_90d: 3,
    orders_prior_90d: 3,
    new_categories_90d: 0,
    service_contacts: 1,
    service_contacts_90d: 0,
    categories: [
      { category: "Knitwear", bought: 12, returned: 0 },
      { category: "Home", bought: 6, returned: 0 },
      { category: "Denim", bought: 4, returned: 1 },
    ],
    brands: [
      { brand: "Norrby", bought: 12, returned: 0 },
      { brand: "Sela", bought: 6, returned: 0 },
      { brand: "Indra Mill", bought: 4, returned: 1 },
    ],
    kept_sizes: [
      { brand: "Norrby", category: "Knitwear", size: "M", count: 11 },
      { brand: "Indra Mill", category: "Denim", size: "28", count: 3 },
    ],
  }),

  specialist: (ago) => ({
    orders: 8,
    lines: 9,
    lines_with_outcome: 9,
    lines_returned: 2,
    first_order_at: ago(470),
    last_order_at: ago(58),
    order_value: { mean: 152, sd: 31 },
    line_price: { mean: 137, sd: 22 },
    order_interval_days: { mean: 59, sd: 12 },
    orders_1d: 0,
    orders_90d: 1,
    orders_prior_90d: 2,
    new_categories_90d: 0,
    service_contacts: 0,
    service_contacts_90d: 0,
    categories: [{ category: "Dresses", bought: 9, returned: 2 }],
    brands: [
      { brand: "Aurel", bought: 8, returned: 1 },
      { brand: "Corvane", bought: 1, returned: 1 },
    ],
    kept_sizes: [{ brand: "Aurel", category: "Dresses", size: "M", count: 7 }],
  }),
};

/** @param {string} shopper @param {Ago} ago @returns {Signals} */
const document = (shopper, ago) => ({
  schema_version: 1,
  customer_id: `demo-${shopper}`,
  as_of: ago(0),
  currency: "EUR",
  ...profiles[shopper]?.(ago),
});

/**
 * The signals document of one shopper, or null for somebody the shop does not know.
 * @param {string} shopper
 * @param {number} now milliseconds since the epoch
 * @returns {Signals | null}
 */
export function signals(shopper, now) {
  if (!Object.hasOwn(profiles, shopper)) return null;
  return document(shopper, (days) => new Date(now - days * DAY).toISOString());
}

/** All of them by shopper, each time as `{ days_ago }`, for a server that renews them. */
export function undated() {
  const ago = (/** @type {number} */ days) => ({ days_ago: days });
  return Object.fromEntries(Object.keys(profiles).map((shopper) => [shopper, document(shopper, ago)]));
}
