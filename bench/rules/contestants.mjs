// Who competes. Everything that can be made beforehand is: what `run` does is matching and nothing else.
import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { createEngine } from "cartnudge/engine";
import jsonLogic from "json-logic-js";
import { LogicEngine } from "json-logic-engine";
import { nodeModule } from "../../scripts/lib/command.mjs";
import { flatLogic, growthbookCondition, source } from "./translate.mjs";

/**
 * @typedef {object} Contestant
 * @property {string} name
 * @property {(cart: number) => number} run how many pairs of rule and line match in that cart
 * @property {(cart: number) => number[]} [matches] these pairs: rule times lines plus line; missing where the
 *   contestant does more than matching
 */

/**
 * @param {ReturnType<typeof import("./generate.mjs").ruleDocument>} document
 * @param {import("./generate.mjs").Cart[]} carts
 * @param {string} directory for modules that are made; holds the bench's own
 * @returns {Promise<Contestant[]>}
 */
export async function contestants(document, carts, directory) {
  const conditions = document.rules.map((rule) => rule.when);
  const lines = carts.map(({ facts }) => facts.map(withSharedTexts));
  const engine = new LogicEngine();
  const { GrowthBook, evalCondition } = await growthbook(directory);
  const targeting = conditions.map(growthbookCondition);
  const features = Object.fromEntries(
    targeting.map((condition, n) => [`rule-${n}`, { defaultValue: false, rules: [{ condition, force: true }] }]),
  );
  const instances = lines.map((cart) => cart.map((attributes) => new GrowthBook({ attributes, features })));
  return [
    await cartnudge(document, carts, directory),
    overLines("closures", await closures(conditions, directory), lines),
    overLines(
      "json-logic-engine, built",
      conditions.map((one) => /** @type {Holds<object>} */ (engine.build(flatLogic(one)))),
      lines,
    ),
    overLines(
      "json-logic-js",
      conditions.map(flatLogic).map((one) => (line) => jsonLogic.apply(one, line)),
      lines,
    ),
    overLines(
      "GrowthBook, conditions",
      targeting.map((one) => (line) => evalCondition(line, one)),
      lines,
    ),
    overLines(
      "GrowthBook, features",
      Object.keys(features).map((id) => (instance) => instance.isOn(id)),
      instances,
    ),
    await wholeDecision(document, carts),
  ];
}

/** @template T @typedef {(line: T) => unknown} Holds */

/**
 * @template T
 * @param {string} name
 * @param {Holds<T>[]} rules
 * @param {T[][]} carts
 * @returns {Contestant}
 */
function overLines(name, rules, carts) {
  return {
    name,
    run(index) {
      const lines = carts[index];
      let count = 0;
      for (const holds of rules) for (const line of lines) if (holds(line)) count += 1;
      return count;
    },
    matches(index) {
      const lines = carts[index];
      return rules.flatMap((holds, rule) =>
        lines.flatMap((line, place) => (holds(line) ? [rule * lines.length + place] : [])),
      );
    },
  };
}

/**
 * The same facts with texts that V8 keeps once, as it does those of source code: equal texts are then one pointer.
 *
 * @param {import("./generate.mjs").LineFacts} facts
 */
function withSharedTexts(facts) {
  const shared = (/** @type {unknown} */ value) => (typeof value === "string" ? Object.keys({ [value]: 0 })[0] : value);
  return Object.fromEntries(Object.entries(facts).map(([name, value]) => [name, shared(value)]));
}

/**
 * @param {import("./generate.mjs").Condition[]} conditions
 * @param {string} directory
 * @returns {Promise<Holds<object>[]>}
 */
async function closures(conditions, directory) {
  const file = join(directory, `closures-${conditions.length}.mjs`);
  writeFileSync(file, `export default [\n${conditions.map((one) => `  (f) => ${source(one)},\n`).join("")}];\n`);
  return (await import(pathToFileURL(file).href)).default;
}

/**
 * GrowthBook as a bundler ships it: its other builds look at `process.env` while they evaluate.
 *
 * @param {string} directory
 */
function growthbook(directory) {
  const file = join(directory, "growthbook.mjs");
  copyFileSync(nodeModule("@growthbook/growthbook/dist/bundles/esm.min.js"), file);
  return import(pathToFileURL(file).href);
}

/**
 * @param {{ rules: unknown[] }} document
 * @param {import("./generate.mjs").Cart[]} carts
 * @param {string} directory
 * @returns {Promise<Contestant>}
 */
async function cartnudge(document, carts, directory) {
  const module = join(directory, "cartnudge_rules");
  const { initSync, Matching } = await import(pathToFileURL(`${module}.js`).href);
  initSync({ module: readFileSync(`${module}_bg.wasm`) });
  const matching = new Matching(JSON.stringify(document), JSON.stringify(carts.map(({ input }) => input)));
  return {
    name: "cartnudge",
    run: (index) => matching.run(index),
    matches(index) {
      const pairs = /** @type {Uint32Array} */ (matching.matches(index));
      const lines = carts[index].facts.length;
      return Array.from({ length: pairs.length / 2 }, (_, n) => pairs[2 * n] * lines + pairs[2 * n + 1]);
    },
  };
}

/**
 * From the page's objects to a decision object: reading, facts, risk, matching, ranking, explaining.
 *
 * @param {import("cartnudge/engine").RuleDocument} rules
 * @param {import("./generate.mjs").Cart[]} carts
 * @returns {Promise<Contestant>}
 */
async function wholeDecision(rules, carts) {
  const engine = await createEngine({ rules });
  return { name: "cartnudge, whole decide()", run: (index) => engine.decide(carts[index].input).nudges.length };
}
