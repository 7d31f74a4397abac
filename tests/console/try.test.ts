// Inputs as they are pasted; witnesses handed over; values behind pointers.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { DecisionInput } from "cartnudge/authoring";
import { readInput } from "../../www/console/try/readInput";
import { valueAt } from "../../www/console/try/valueAt";
import { keptInput, openInput } from "../../www/console/try/witness";

const around: DecisionInput = { cart: { currency: "EUR", items: [] }, page: { type: "cart" }, now: 7 };
const item = { item_id: "a", price: 1 };
const read = (value: unknown) => readInput(JSON.stringify(value), around);

test("a whole input, a cart, or just its items", () => {
  assert.deepEqual(read({ cart: { currency: "USD", items: [item] }, now: 9 }), {
    input: { cart: { currency: "USD", items: [item] }, now: 9 },
  });
  assert.deepEqual(read({ cart: { items: [item] } }), { input: { now: 7, cart: { items: [item] } } });
  assert.deepEqual(read({ currency: "USD", items: [item] }), {
    input: { ...around, cart: { currency: "USD", items: [item] } },
  });
  assert.deepEqual(read([item]), { input: { ...around, cart: { currency: "EUR", items: [item] } } });
});

test("what isn't any of these says so, with the place where JSON breaks", () => {
  for (const value of [1, "text", null, {}, { items: 3 }, [1]])
    assert.deepEqual(read(value), { problem: "shape", detail: "" });
  const broken = readInput('{\n  "cart": { "items": [ }\n}', around);
  assert.ok("problem" in broken && broken.problem === "json");
  assert.match(broken.detail, /^2:\d+$|JSON/);
});

test("a witness is kept for its address, and the same one has the same", () => {
  const kept = new Map<string, string>();
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, text: string) => kept.set(key, text),
  };
  Object.assign(globalThis, { sessionStorage: storage });
  const address = openInput(around, "two-sizes");
  assert.equal(openInput(around, "two-sizes"), address);
  const params = new URL(address, "https://shop.example").searchParams;
  assert.equal(params.get("rule"), "two-sizes");
  assert.deepEqual(keptInput(params.get("input") ?? ""), around);
  assert.equal(keptInput("nothing"), undefined);
  Object.assign(globalThis, { sessionStorage: undefined });
  assert.deepEqual(
    JSON.parse(new URL(openInput(around), "https://shop.example").searchParams.get("json") ?? ""),
    around,
  );
});

test("a pointer leads to its value", () => {
  const document = { rules: [{ when: { and: [1, { "a/b~": 2 }] } }] };
  assert.equal(valueAt(document, "/rules/0/when/and/1/a~1b~0"), 2);
  assert.equal(valueAt(document, ""), document);
  assert.equal(valueAt(document, "/rules/7/when"), undefined);
});
