// A matrix with a known truth: the probability of each line's return is a formula of its features.
import { seeded } from "../../scripts/lib/random.mjs";

/** Columns about the line, before the features. */
export const before = [
  "order_line_id",
  "order_id",
  "ordered_at",
  "customer_id",
  "item_id",
  "price",
  "currency",
  "returned",
];

const features = [
  "line.price",
  "line.size_count",
  "cart.lines",
  "product.known",
  "product.return_rate",
  "product.lines",
  "customer.lines",
  "customer.return_rate",
  "line.views",
];

const lines = 10_000;
const days = 180;
const start = Date.UTC(2024, 0, 1);

/** @typedef {{ at: string, chance: number, returned: 0 | 1 | undefined, cells: (string | number)[] }} Line */

/** @returns {Line[]} */
function made() {
  const random = seeded(7);
  return Array.from({ length: lines }, (_, at) => {
    const moment = new Date(start + Math.floor((at / lines) * days) * 86_400_000).toISOString().replace(".000", "");
    const price = Math.round(500 + random() * 9_500) / 100;
    const sizes = random() < 0.8 ? 1 : 2 + Math.floor(random() * 3);
    const cart = sizes + Math.floor(random() * 4);
    const product = Math.round(random() * 1_000) / 1_000;
    const productLines = Math.floor(random() * 60);
    const customerLines = Math.floor(random() * 8);
    const rate = customerLines < 3 ? undefined : Math.round(random() * 1_000) / 1_000;
    const score = -2.4 + 3 * product + 1.2 * (rate ?? 0.4) + 0.7 * Math.min(sizes - 1, 2) + price / 100;
    const chance = 1 / (1 + Math.exp(-score));
    const outcome = random() < chance ? 1 : 0;
    const returned = random() < 0.05 ? undefined : outcome;
    const customer = random() < 0.1 ? "" : `c${Math.floor(random() * 2_500)}`;
    return {
      at: moment,
      chance,
      returned,
      cells: [
        ...[`l${at}`, `o${at}`, moment, customer, `i${at % 300}`, price, "EUR", returned ?? ""],
        ...[price, sizes, cart, 1, product, productLines, customerLines, rate ?? "", ""],
      ],
    };
  });
}

/** The matrix as `cartnudge features` would write it. */
export function madeMatrix() {
  const rows = made().map(({ cells }) => cells.join(","));
  return `${[[...before, ...features].join(","), ...rows].join("\n")}\n`;
}

/** The AUC of the true probabilities over the lines from a day on: no model can do better but by luck. @param {string} from */
export function truth(from) {
  const checked = made().filter(({ at, returned }) => at >= from && returned !== undefined);
  const back = checked.filter(({ returned }) => returned === 1).map(({ chance }) => chance);
  const kept = checked.filter(({ returned }) => returned === 0).map(({ chance }) => chance);
  const above = back.reduce((sum, one) => sum + kept.filter((other) => other < one).length, 0);
  return above / (back.length * kept.length);
}
