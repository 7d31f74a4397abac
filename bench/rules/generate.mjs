// Rules and carts as a fashion shop has them, the same at every run.
import { seeded } from "../../scripts/lib/random.mjs";

/** @typedef {any} Condition JsonLogic */
/** @typedef {Record<string, string | number | null>} LineFacts by the names of `flat` */

export const LINES = 5;
const SEED = 1;

const sizes = ["XS", "S", "M", "L", "XL"];
/** @type {import("cartnudge/engine").PageType[]} */
const pages = ["home", "list", "product", "cart", "checkout"];
const categories = Array.from({ length: 40 }, (_, n) => `Category ${n}`);
const brands = Array.from({ length: 200 }, (_, n) => `Brand ${n}`);

/**
 * Choices that are the same every time.
 *
 * @param {number} seed
 */
function generator(seed) {
  const next = seeded(seed);
  /** @param {number} from @param {number} to one of the whole numbers, both ends included */
  const whole = (from, to) => from + Math.floor(next() * (to - from + 1));
  return {
    whole,
    /** @param {number} share */
    chance: (share) => next() < share,
    /** @template T @param {T[]} list */
    one: (list) => list[whole(0, list.length - 1)],
    /** The first ones more often, as in a shop. @template T @param {T[]} list */
    popular: (list) => list[Math.floor(next() ** 2 * list.length)],
  };
}

/** @typedef {ReturnType<typeof generator>} Random */

/** What rules ask, and how often of a hundred: one comparison each. @type {[number, (random: Random) => Condition][]} */
const comparisons = [
  [18, ({ popular }) => ({ "===": [{ var: "line.category" }, popular(categories)] })],
  [8, (random) => ({ in: [{ var: "line.category" }, several(random, categories, 5)] })],
  [8, ({ popular }) => ({ "===": [{ var: "line.brand" }, popular(brands)] })],
  [8, (random) => ({ in: [{ var: "line.brand" }, several(random, brands, 6)] })],
  [6, ({ whole }) => ({ ">=": [{ var: "line.size_count" }, whole(2, 3)] })],
  [12, ({ whole, one }) => ({ [one([">=", "<"])]: [{ var: "line.price" }, whole(1, 30) * 10] })],
  [8, ({ whole }) => ({ ">=": [{ var: "line.discount_share" }, whole(1, 6) / 10] })],
  [10, ({ whole, one }) => ({ [one([">=", ">"])]: [{ var: "product.return_rate" }, whole(4, 12) / 20] })],
  [8, ({ whole, one }) => ({ [one([">=", "<"])]: [{ var: "customer.return_rate" }, whole(2, 12) / 20] })],
  [6, ({ one }) => ({ "===": [{ var: "page.type" }, one(pages)] })],
  [2, (random) => ({ in: [{ var: "page.type" }, several(random, pages, 3)] })],
  [6, ({ whole, one }) => ({ [one([">=", "<="])]: [{ var: "cart.value" }, whole(1, 20) * 50] })],
];

/**
 * Two to `most` different ones.
 *
 * @param {Random} random
 * @param {string[]} list
 * @param {number} most
 */
function several(random, list, most) {
  const wanted = random.whole(2, most);
  const chosen = new Set();
  while (chosen.size < wanted) chosen.add(random.popular(list));
  return [...chosen];
}

/** @param {Random} random */
function comparison(random) {
  let left = random.whole(0, 99);
  const kind = comparisons.find(([share]) => (left -= share) < 0);
  return /** @type {NonNullable<typeof kind>} */ (kind)[1](random);
}

/** @param {Condition} one a comparison */
export const factOf = (one) => /** @type {any} */ (Object.values(one)[0])[0].var;

/**
 * Two to five comparisons, of different facts; some turned round, some joined by `or`.
 *
 * @param {Random} random
 */
function condition(random) {
  const wanted = random.whole(2, 5);
  /** @type {Map<string, Condition>} */
  const chosen = new Map();
  while (chosen.size < wanted) {
    const one = comparison(random);
    if (!chosen.has(factOf(one))) chosen.set(factOf(one), one);
  }
  const parts = [...chosen.values()];
  if (parts.length > 2 && random.chance(0.2)) parts.push({ or: parts.splice(-2) });
  if (random.chance(0.15)) parts.push({ "!": parts.pop() });
  return { and: parts };
}

/**
 * A rule document. A smaller one is the beginning of a larger one.
 *
 * @param {number} count
 */
export function ruleDocument(count) {
  const random = generator(SEED);
  const content = { en: { headline: "Questions about this?", body: "We answer within a minute.", action: "Ask" } };
  const rules = Array.from({ length: count }, (_, n) => ({
    id: `rule-${n}`,
    when: condition(random),
    nudge: { type: /** @type {const} */ ("chat_prompt"), content },
    priority: random.whole(0, 1_000),
  }));
  return { rules };
}

/**
 * Carts as inputs of a decision, and the facts of their lines as JavaScript would have them.
 *
 * @param {number} count
 */
export function carts(count) {
  const random = generator(SEED + 1);
  return Array.from({ length: count }, (_, n) => cart(random, n));
}

/**
 * @param {Random} random
 * @param {number} n
 */
function cart(random, n) {
  const { whole, chance, one, popular } = random;
  const products = Array.from({ length: chance(0.5) ? LINES : LINES - 1 }, (_, place) => ({
    item_group_id: `product-${n}-${place}`,
    item_category: popular(categories),
    item_brand: popular(brands),
    cents: whole(2, 30) * 1_000 + 995,
    discountCents: chance(0.4) ? whole(1, 40) * 500 : 0,
    returned: chance(0.8) ? whole(20, 140) : undefined,
    size: whole(0, sizes.length - 1),
  }));
  // With a product too few, the first one is there in two sizes.
  const lines = [...products, { ...products[0], size: (products[0].size + 1) % sizes.length }].slice(0, LINES);
  const page = one(pages);
  const returned = chance(0.75) ? whole(2, 35) : undefined;
  const value = lines.reduce((sum, { cents }) => sum + cents, 0) / 100;
  const input = {
    cart: {
      currency: "EUR",
      items: lines.map(({ item_group_id, item_category, item_brand, cents, discountCents, size }) => ({
        item_id: `${item_group_id}-${sizes[size]}`,
        item_group_id,
        item_category,
        item_brand,
        size: sizes[size],
        price: cents / 100,
        discount: discountCents / 100,
      })),
    },
    ...(returned !== undefined && { customer: { lines: 60, lines_with_outcome: 50, lines_returned: returned } }),
    products: products.flatMap(({ item_group_id, returned: back }) =>
      back === undefined ? [] : [{ item_group_id, outcomes: { bought: 200, returned: back } }],
    ),
    page: { type: page },
    consent: { storage: true, personalization: true },
    visitor_id: `visitor-${n}`,
    now: 1_795_342_800_000,
  };
  const facts = lines.map((line) => ({
    line_category: line.item_category,
    line_brand: line.item_brand,
    line_size_count: new Set(
      lines.filter((other) => other.item_group_id === line.item_group_id).map((other) => other.size),
    ).size,
    line_price: line.cents / 100,
    line_discount_share: line.discountCents / 100 / (line.cents / 100 + line.discountCents / 100),
    product_return_rate: line.returned === undefined ? null : line.returned / 200,
    customer_return_rate: returned === undefined ? null : returned / 50,
    page_type: page,
    cart_value: value,
  }));
  return { input, facts };
}

/** @typedef {ReturnType<typeof cart>} Cart */
