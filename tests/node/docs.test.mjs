// Documents that are made from the code, and examples in documents that must hold.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { migrateRules, validateRules } from "cartnudge/authoring";
import { createEngine } from "cartnudge/engine";
import { factsDocument } from "../../scripts/facts-doc.mjs";

/** @param {string} path */
const read = (path) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");

test("docs/facts.md is what the code says", () => {
  assert.equal(read("docs/facts.md"), factsDocument());
});

test("the examples of docs/documents.md are good documents", async () => {
  const [cart, product, rules] = [...read("docs/documents.md").matchAll(/```json\n([^]*?)```/g)].map(([, text]) =>
    JSON.parse(text),
  );
  assert.deepEqual(validateRules(rules), { ok: true, diagnostics: [] });
  const engine = await createEngine({ rules, products: product });
  const decision = engine.decide({ cart, now: "2026-11-24T12:00:00+01:00", page: { type: "cart" }, explain: true });
  assert.equal(decision.lines.length, 1);
  assert.deepEqual(
    decision.suppressed.map(({ rule_id, why }) => [rule_id, why]),
    [["two-sizes", "not_applicable"]],
  );
});

test("the example of docs/models.md is a good model", async () => {
  const [model] = [...read("docs/models.md").matchAll(/```json\n([^]*?)```/g)].map(([, text]) => JSON.parse(text));
  const engine = await createEngine({ rules: { rules: [] }, model });
  const { lines } = engine.score({ cart: { currency: "EUR", items: [{ item_id: "a", price: 39 }] }, now: 0 });
  // Under 39.95; then orders, which are unknown and go left.
  const [under, left] = [model.leaves[0], model.leaves[3]];
  assert.equal(lines[0].score.total, Math.fround(Math.fround(Math.fround(model.base) + under) + left));
  engine.free();
});

test("the demo's rules are good", () => {
  assert.deepEqual(validateRules(JSON.parse(read("www/shop/rules.json"))), { ok: true, diagnostics: [] });
});

test("an older document is migrated, and one from the future is refused", () => {
  const { document, changes } = migrateRules({ schema_version: 1, rules: [] });
  assert.deepEqual(document, { schema_version: 2, rules: [] });
  assert.equal(changes.length, 2);
  assert.deepEqual(validateRules(document), { ok: true, diagnostics: [] });
  assert.throws(() => migrateRules({ schema_version: 99, rules: [] }), /cannot migrate at \/schema_version: /);
});
