// tests/jsonlogic/*.json through `evaluateLogic`, and through json-logic-js: what our cases expect is what JsonLogic has,
// but for differences.json, whose cases json-logic-js must answer otherwise.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import test from "node:test";
import { isDeepStrictEqual } from "node:util";
import { evaluateLogic } from "cartnudge/authoring";

const reference = createRequire(import.meta.url)("json-logic-js");
const folder = new URL("../jsonlogic/", import.meta.url);

for (const name of readdirSync(folder).sort()) {
  const suite = JSON.parse(readFileSync(new URL(name, folder), "utf8"));
  // Texts between the cases are headings.
  const cases = suite.filter(Array.isArray);

  test(`${name}: ${cases.length} cases`, (t) => {
    // The reference's `log` prints.
    t.mock.method(console, "log", () => {});
    for (const [logic, data, expected] of cases) {
      const about = JSON.stringify({ logic, data });
      assert.deepEqual(asJson(evaluateLogic(logic, data)), expected, about);
      const theirs = outcome(() => reference.apply(logic, data));
      const same = isDeepStrictEqual(theirs, { value: expected });
      assert.equal(same, name !== "differences.json", `${about}: json-logic-js gives ${JSON.stringify(theirs)}`);
    }
  });
}

function outcome(evaluate) {
  try {
    return { value: asJson(evaluate()) };
  } catch (error) {
    return { error: error.message };
  }
}

function asJson(value) {
  return JSON.parse(JSON.stringify(value) ?? "null");
}
