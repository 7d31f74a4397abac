// The models of tests/models in Node: carts that give just the rows that their libraries scored.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { analyzeRules, explain } from "cartnudge/authoring";
import { createEngine } from "cartnudge/engine";

/** @param {string} name */
const read = (name) => JSON.parse(readFileSync(new URL(`../models/${name}`, import.meta.url), "utf8"));

const { features, rows, models } = read("expected.json");

/**
 * What a cart, a customer, a product and a session must be for a line to have these facts; `null` is unknown.
 *
 * @param {(number | null)[]} row
 */
function input(row) {
  const of = (/** @type {string} */ name) => row[features.indexOf(name)] ?? undefined;
  const item = { item_id: "a", item_group_id: "g", price: of("line.price"), quantity: of("line.quantity") };
  const bought = of("product.lines");
  const average = of("product.review_average");
  const product = {
    item_group_id: "g",
    ...(bought === undefined ? {} : { outcomes: { bought, returned: 0 } }),
    ...(average === undefined ? {} : { reviews: { average } }),
  };
  return {
    cart: { currency: "EUR", items: [item] },
    customer: { schema_version: 1, orders: of("customer.orders") },
    products: [product],
    session: { page_views: of("session.page_views") },
    now: 1_795_342_800_000,
    visitor_id: "v",
  };
}

for (const { file, margins } of models) {
  test(`${file}: the library's margins, from carts`, async () => {
    const engine = await createEngine({ rules: { rules: [] }, model: read(`${file}.model.json`) });
    const scored = rows.map(
      (/** @type {(number | null)[]} */ row) => engine.score(/** @type {any} */ (input(row))).lines[0],
    );
    engine.free();
    scored.forEach((/** @type {any} */ line, /** @type {number} */ index) => {
      const { score, contributions } = line;
      const sum = contributions.reduce(
        (/** @type {number} */ so_far, /** @type {any} */ part) => so_far + part.contribution,
        score.base,
      );
      assert.equal(sum, score.total);
      // An f32 margin is the total itself; an f64 one may miss a bit of the largest part.
      assert.ok(Math.abs(score.total - margins[index]) <= (file.startsWith("xgboost") ? 0 : 1e-15), `row ${index}`);
    });
  });
}

test("explanations and analysis take trees as the engine does", () => {
  const model = read("xgboost.json.model.json");
  const unsure = { "==": [{ var: "line.confidence" }, "low"] };
  const rules = {
    rules: [
      { id: "risky", when: { ">=": [{ var: "line.risk" }, 0.2] }, nudge: { type: "chat_prompt" } },
      { id: "unsure", when: unsure, nudge: { type: "chat_prompt" } },
    ],
  };
  const told = explain(/** @type {any} */ ({ rules, model }), /** @type {any} */ (input(rows[0])));
  assert.equal(told.decision.model.id, "fixture");
  const { unreachable, diagnostics } = /** @type {any} */ (analyzeRules(rules, /** @type {any} */ ({ model })));
  assert.deepEqual(diagnostics, []);
  assert.deepEqual(unreachable, []);
});

test("a model of an unknown kind, or of unknown features, is refused with its place", async () => {
  const model = read("xgboost.json.model.json");
  const refused = (/** @type {object} */ changed) => {
    const options = { rules: { rules: [] }, model: { ...model, ...changed } };
    return createEngine(/** @type {any} */ (options)).then(
      () => assert.fail("it was taken"),
      ({ diagnostics }) => diagnostics.map((/** @type {any} */ one) => `${one.code} ${one.pointer}`),
    );
  };
  assert.deepEqual(await refused({ kind: "forest" }), ["unknown_model_kind /model/kind"]);
  assert.deepEqual(await refused({ features: ["line.prise", "cart.itmes"] }), [
    "unknown_feature /model/features/0",
    "unknown_feature /model/features/1",
  ]);
  assert.deepEqual(await refused({ covers: [1] }), ["bad_trees /model/covers"]);
});
