// Setting one place of a rule; times of a schedule; where a pointer leads in a text.
import assert from "node:assert/strict";
import { test } from "node:test";
import { at } from "../../www/console/editor/at";
import { placeOf } from "../../www/console/editor/jsonPlace";
import { fromPicker, toPicker, weekdayName } from "../../www/console/editor/schedule";

test("a place is set, and nothing else", () => {
  const rule = { id: "a", nudge: { type: "x", content: { en: { headline: "h" } } }, list: [1, 2] };
  assert.deepEqual(at(rule, ["nudge", "content", "en", "body"], "b"), {
    ...rule,
    nudge: { type: "x", content: { en: { headline: "h", body: "b" } } },
  });
  assert.deepEqual(at(rule, ["list", 1], 3), { ...rule, list: [1, 3] });
  assert.deepEqual(at(rule, ["list", 2], 3), { ...rule, list: [1, 2, 3] });
  assert.deepEqual(at({}, ["a", "b"], 1), { a: { b: 1 } });
  assert.deepEqual(Object.keys(at({ a: 1, b: 2, c: 3 }, ["b"], 4) as object), ["a", "b", "c"]);
});

test("what is taken away takes what is empty with it", () => {
  assert.deepEqual(at({ id: "a", schedule: { from: "x" } }, ["schedule", "from"], undefined), { id: "a" });
  assert.deepEqual(at({ id: "a", schedule: { from: "x", until: "y" } }, ["schedule", "from"], undefined), {
    id: "a",
    schedule: { until: "y" },
  });
  assert.deepEqual(at({ list: [1, 2] }, ["list", 0], undefined), { list: [2] });
  assert.deepEqual(at({ id: "a" }, ["schedule", "from"], undefined), { id: "a" });
});

test("wall-clock times go to the picker and back; fixed moments don't", () => {
  for (const [time, picked] of [
    ["2026-11-01", "2026-11-01 00:00:00"],
    ["2026-11-01T09:30", "2026-11-01 09:30:00"],
    ["2026-11-01T09:30:15", "2026-11-01 09:30:15"],
  ] as const) {
    assert.equal(toPicker(time), picked);
    assert.equal(fromPicker(picked), time);
  }
  assert.equal(toPicker(undefined), null);
  assert.equal(fromPicker(null), undefined);
  for (const moment of ["2026-11-01T09:30:00Z", "2026-11-01T09:30+01:00", 1_795_342_800_000]) {
    assert.equal(toPicker(moment), undefined);
  }
});

test("days have their names", () => {
  assert.deepEqual([weekdayName("mon", "en"), weekdayName("sun", "de")], ["Mon", "So"]);
});

test("a pointer leads to its value, or to what is nearest", () => {
  const text = JSON.stringify({ id: 'a\\"b', when: { and: [{ "a/b": [1, 22] }, true] }, x: {} }, null, 2);
  const found = (pointer: string) => {
    const { from, to } = placeOf(text, pointer);
    return text.slice(from, to);
  };
  assert.equal(found("/when/and/0/a~1b/1"), "22");
  assert.equal(found("/when/and/1"), "true");
  assert.equal(found("/x"), "{}");
  assert.equal(found(""), text);
  assert.equal(found("/x/nowhere"), "{}");
  assert.deepEqual(placeOf("{ not json", "/a"), { from: 0, to: 10 });
});
