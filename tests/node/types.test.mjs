// The published types against what the wasm really returns: every result is written out as a literal and type-checked,
// so that a missing, an unknown or a wrongly typed member is an error.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import {
  Simulation,
  analyzeRules,
  evaluateLogic,
  explain,
  listFacts,
  migrateRules,
  previewOrders,
  starterModel,
  validateRules,
} from "cartnudge/authoring";
import { createEngine } from "cartnudge/engine";

const root = fileURLToPath(new URL("../../", import.meta.url));
const folder = join(root, "target", "types");
const tsc = join(dirname(createRequire(import.meta.url).resolve("typescript/package.json")), "bin", "tsc");
const cases = readdirSync(join(root, "tests", "cases")).map((name) =>
  JSON.parse(readFileSync(join(root, "tests", "cases", name), "utf8")),
);

/** @param {string} name @param {string} source */
function check(name, source) {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, name);
  writeFileSync(file, `import type * as T from "../../js/authoring.js";\n${source}`);
  const flags = ["--ignoreConfig", "--noEmit", "--strict", "--exactOptionalPropertyTypes"];
  return spawnSync(process.execPath, [tsc, ...flags, "--module", "nodenext", "--target", "es2022", file], {
    encoding: "utf8",
  });
}

/** @param {string} type @param {unknown} value */
const literal = (type, value) => `export const _${counter++}: ${type} = ${JSON.stringify(value)};\n`;
let counter = 0;

test("what the wasm returns has the published types, no more and no less", async () => {
  let source = "";
  for (const { engine: options, input } of cases) {
    const engine = await createEngine(options);
    source += literal("T.Decision", engine.decide(input));
    source += literal("T.RiskReport", engine.score(input));
    source += literal("T.Diagnostic[]", engine.setRules(/** @type {any} */ ({ rules: [{}] })));
    engine.free();
    source += literal("T.Explanation", explain(options, input));
    const before = { ...options.rules, rules: options.rules.rules.slice(1) };
    const gaps = [{ when: { ">": [{ var: "cart.value" }, 0] } }];
    source += literal("T.Analysis", analyzeRules(options.rules, { before, gaps, overlaps: 5 }));
  }
  source += literal("T.Analysis", analyzeRules({ rules: [{}] }));
  source += literal("{ document: unknown; changes: string[] }", migrateRules({ schema_version: 1, rules: [] }));
  const orders = readFileSync(join(root, "cli", "tests", "data", "orders.csv"));
  const rules = JSON.parse(readFileSync(join(root, "cli", "tests", "data", "rules.json"), "utf8"));
  for (const against of [undefined, rules]) {
    const simulation = new Simulation({ rules, ...(against && { against }) });
    simulation.push(orders);
    source += literal("T.SimulationProgress", simulation.run(1));
    while (!simulation.run(100).done);
    source += literal("T.SimulationReport", simulation.report());
    simulation.free();
  }
  source += literal("T.OrdersPreview", previewOrders(orders, 2));
  source += literal("T.Fact[]", listFacts());
  source += literal("T.Model", starterModel());
  source += literal("{ ok: boolean; diagnostics: T.Diagnostic[] }", validateRules({ rules: 5, "": [] }));
  const { status, stdout } = check("returned.ts", source);
  assert.equal(stdout, "");
  assert.equal(status, 0);
});

test("what the fixtures give has the published types", () => {
  const source = cases
    .filter(({ about }) => !about.startsWith("Odd optional fields"))
    .map(({ engine, input }) => literal("T.DecisionInput", input) + literal("T.RuleDocument", engine.rules))
    .join("");
  assert.equal(check("given.ts", source).stdout, "");
});

test("the check can fail: an unknown member is an error", () => {
  const { expected } = cases[0];
  const { stdout } = check("wrong.ts", literal("T.Decision", { ...expected, surprise: 1 }));
  assert.match(stdout, /surprise.* does not exist in type 'Decision'/);
});

test("`<cartnudge-slot>` and its events have types", () => {
  const source = (/** @type {string} */ field) => `import type { CartNudge } from "../../js/index.js";
    import "../../js/element.js";
    const slot = document.createElement("cartnudge-slot");
    export const handle: Promise<CartNudge> = slot.cartnudge;
    slot.addEventListener("cartnudge-chat", (event) => void (event.detail.rule_id satisfies string));
    document.addEventListener("cartnudge-exposure", (event) => void (event.detail.${field} satisfies string));`;
  assert.equal(check("element.ts", source("rule_id")).stdout, "");
  assert.match(check("element-wrong.ts", source("surprise")).stdout, /surprise/);
});

test("errors carry their diagnostics", async () => {
  await assert.rejects(createEngine(/** @type {any} */ ({ rules: { rules: [{ id: 5 }] } })), (error) => {
    assert.equal(error.name, "CartnudgeError");
    assert.match(error.message, /^cannot make an engine at \/rules\/rules\/0\/nudge: /);
    assert.equal(check("error.ts", literal("T.Diagnostic[]", error.diagnostics)).stdout, "");
    return true;
  });
  const engine = await createEngine({ rules: { rules: [] } });
  assert.throws(() => engine.decide(/** @type {any} */ ({ now: 1 })), { name: "CartnudgeError", message: /\/cart/ });
  assert.throws(() => evaluateLogic({ bogus: 1 }, {}), { name: "CartnudgeError", message: /unknown|unrecognized/i });
});

test("a getter that throws and a circle are errors, and the engine goes on", async () => {
  const engine = await createEngine({ rules: { rules: [] } });
  const circle = { items: [] };
  circle.items.push(/** @type {never} */ (circle));
  const hostile = {
    get items() {
      throw new Error("hostile");
    },
  };
  for (const cart of [circle, hostile]) {
    assert.throws(() => engine.decide(/** @type {any} */ ({ cart, now: 1 })), { name: "CartnudgeError" });
  }
  assert.deepEqual(engine.setRules({ version: 9, rules: [] }), []);
  assert.equal(engine.decide({ cart: { items: [] }, now: 1 }).rules_version, 9);
});
