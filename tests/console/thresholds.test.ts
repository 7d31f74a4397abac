// The console's defaults of thresholds are the documented ones.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { validateRules } from "cartnudge/authoring";
import { thresholds } from "../../www/console/settings/thresholds";

test("every threshold is the core's, and has its default", () => {
  const core = readFileSync(new URL("../../src/settings.rs", import.meta.url), "utf8");
  const defaults = core.slice(core.indexOf("impl Default"));
  const named = [...defaults.matchAll(/^ {12}(\w+): ([\d._]+),$/gm)].map(([, name, value = ""]) => [
    name,
    Number(value.replaceAll("_", "")),
  ]);
  assert.deepEqual(
    thresholds.map(({ name, otherwise }) => [name, otherwise]),
    named,
  );
  const settings = Object.fromEntries(thresholds.map(({ name, otherwise }) => [name, otherwise]));
  assert.deepEqual(validateRules({ settings, rules: [] }), { ok: true, diagnostics: [] });
});
