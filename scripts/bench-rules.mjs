// `npm run bench:rules`: how fast rules are matched, against what a shop could use in its place.
//
// Compare the figures of one run with each other: the machine's own speed is in all of them.
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { buildModule, buildWasm } from "./build-wasm.mjs";
import { root } from "./lib/command.mjs";
import { say, Stop, whenRunDirectly } from "./lib/step.mjs";

const SIZES = [10, 100, 1_000, 10_000];
/** They take turns, so that no branch is always the same. */
const CARTS = 16;
const ROUNDS = 15;
/** A timed batch is whole turns of all carts, for about as long as this. */
const BATCH_MS = 10;
const WARM_UP_MS = 400;

const directory = join(root, "target", "bench-rules");

/** @typedef {import("../bench/rules/contestants.mjs").Contestant} Contestant */

/**
 * All find the same, or their times mean nothing.
 *
 * @param {Contestant[]} contestants
 * @returns {number[][]} the pairs of rule and line that match, by cart
 */
function agreed(contestants) {
  const [first, ...others] = contestants.flatMap(({ name, matches }) => (matches ? [{ name, matches }] : []));
  return Array.from({ length: CARTS }, (_, cart) => {
    const expected = first.matches(cart);
    for (const { name, matches } of others) {
      if (matches(cart).join() !== expected.join()) throw new Stop(`${name} and ${first.name} differ on cart ${cart}.`);
    }
    return expected;
  });
}

/**
 * @param {Contestant} contestant
 * @param {number} turns
 * @returns {number} microseconds a cart
 */
function time({ run }, turns) {
  const start = performance.now();
  for (let turn = 0; turn < turns; turn += 1) for (let cart = 0; cart < CARTS; cart += 1) run(cart);
  return ((performance.now() - start) * 1_000) / (turns * CARTS);
}

/** @param {Contestant} contestant @returns {number} turns of a batch */
function warmUp(contestant) {
  const start = performance.now();
  let last = time(contestant, 1);
  while (performance.now() - start < WARM_UP_MS) last = time(contestant, 1);
  return Math.max(1, Math.round((BATCH_MS * 1_000) / (last * CARTS)));
}

/** @param {number[]} numbers */
const median = (numbers) => [...numbers].sort((a, b) => a - b)[numbers.length >> 1];

/**
 * @param {Contestant[]} contestants
 * @returns {Map<string, number>} microseconds a cart
 */
function measure(contestants) {
  const entrants = contestants.map((contestant) => {
    return { contestant, turns: warmUp(contestant), times: /** @type {number[]} */ ([]) };
  });
  for (let round = 0; round < ROUNDS; round += 1) {
    // Each goes first in its turn.
    const first = round % entrants.length;
    for (const entrant of [...entrants.slice(first), ...entrants.slice(0, first)]) {
      entrant.times.push(time(entrant.contestant, entrant.turns));
    }
  }
  return new Map(entrants.map(({ contestant, times }) => [contestant.name, median(times)]));
}

/** @param {number} number three figures */
const figures = (number) => (number >= 100 ? Math.round(number).toLocaleString("en") : number.toPrecision(3));

const row = (/** @type {string} */ name, /** @type {string[]} */ ...cells) =>
  name.padEnd(28) + cells.map((cell) => cell.padStart(20)).join("");

/**
 * @param {Map<string, number>} times
 * @param {string} name
 */
const of = (times, name) => times.get(name) ?? NaN;

const REFERENCES = ["json-logic-engine, built", "closures"];

/**
 * @param {number} size
 * @param {number} lines
 * @param {number[][]} matches
 * @param {Map<string, number>} times
 */
function table(size, lines, matches, times) {
  const pairs = matches.reduce((sum, one) => sum + one.length, 0) / (CARTS * size * lines);
  const rules = matches.map((one) => new Set(one.map((pair) => Math.floor(pair / lines))).size);
  const share = rules.reduce((sum, one) => sum + one, 0) / (CARTS * size);
  const percent = (/** @type {number} */ part) => `${(part * 100).toFixed(1)} %`;
  return [
    `${size.toLocaleString("en")} rules × ${lines} lines: ${percent(share)} of rules match in a cart, ${percent(pairs)} of pairs`,
    row("", "ns per rule × line", "µs a cart", "× json-logic-engine", "× closures"),
    ...[...times].map(([name, time_]) => {
      const ratios = REFERENCES.map((reference) => figures(of(times, reference) / time_));
      return row(name, figures((time_ * 1_000) / (size * lines)), figures(time_), ...ratios);
    }),
    "",
  ].join("\n");
}

/** @param {Map<number, Map<string, number>>} results by size */
function summary(results) {
  const at = (/** @type {number} */ size) => results.get(size) ?? new Map();
  const [hundred, most] = [at(100), at(10_000)];
  const growth = (/** @type {string} */ name) => figures(of(most, name) / of(hundred, name));
  const overEngine = of(hundred, REFERENCES[0]) / of(hundred, "cartnudge");
  const overClosures = SIZES.map((size) => of(at(size), "closures") / of(at(size), "cartnudge"));
  return [
    row("10,000 rules over 100", "times as long"),
    ...[...hundred.keys()].map((name) => row(name, growth(name))),
    "",
    row("cartnudge", "here", "aim"),
    row("× json-logic-engine, 100", figures(overEngine), "50"),
    row("× closures, least of sizes", figures(Math.min(...overClosures)), "1"),
    row("10,000 rules over 100", growth("cartnudge"), "at most 10"),
  ].join("\n");
}

async function benchRules() {
  await buildWasm();
  await buildModule("rules", "cartnudge-bench-rules", [], directory);
  const { carts, LINES, ruleDocument } = await import("../bench/rules/generate.mjs");
  const { contestants } = await import("../bench/rules/contestants.mjs");
  const inputs = carts(CARTS);
  const results = new Map();
  for (const size of SIZES) {
    say("bench rules", `${size} rules`);
    const entrants = await contestants(ruleDocument(size), inputs, directory);
    const matches = agreed(entrants);
    const times = measure(entrants);
    results.set(size, times);
    console.log(table(size, LINES, matches, times));
  }
  console.log(summary(results));
}

await whenRunDirectly(import.meta, benchRules);
