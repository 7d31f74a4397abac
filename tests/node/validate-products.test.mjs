// Validation knows the values that products have.
import assert from "node:assert/strict";
import test from "node:test";
import { validateRules } from "cartnudge/authoring";

const when = { "==": [{ var: "line.category" }, "Dreses"] };
const rules = { rules: [{ id: "r", when, nudge: { type: "size_guide" } }] };

test("a category that no product has is a warning, when the products are given", () => {
  const products = [{ item_group_id: "d", item_category: "Dresses" }];
  const { ok, diagnostics } = validateRules(rules, { products });
  assert.equal(ok, true);
  const [{ code, severity, pointer, help }] = diagnostics;
  assert.deepEqual(
    { code, severity, pointer, help },
    { code: "unknown_value", severity: "warning", pointer: "/rules/0/when/==/1", help: "did you mean `Dresses`?" },
  );
  assert.deepEqual(validateRules(rules), { ok: true, diagnostics: [] });
});
