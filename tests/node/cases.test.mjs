// Every tests/cases/*.json through the wasm engine: the same bytes as the native engine prints.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { createEngine } from "cartnudge/engine";

const folder = new URL("../cases/", import.meta.url);
const names = readdirSync(folder).filter((name) => name.endsWith(".json"));

test("there are cases", () => assert.ok(names.length >= 20));

for (const name of names) {
  const text = readFileSync(new URL(name, folder), "utf8");
  const { about, engine: options, input, expected } = JSON.parse(text);
  test(`${name}: ${about}`, async () => {
    const engine = await createEngine(options);
    const decision = engine.decide(input);
    assert.deepEqual(decision, expected);
    const report = engine.score(input);
    assert.deepEqual(report, { model: expected.model, cart: expected.cart, lines: expected.lines });
    engine.free();
  });
}
