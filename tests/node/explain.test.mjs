// `explain` in the authoring build gives the decision that the engine gives, and a reason for every rule on every line.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { explain } from "cartnudge/authoring";
import { createEngine } from "cartnudge/engine";

const folder = new URL("../cases/", import.meta.url);
const cases = readdirSync(folder).map((name) => ({ name, ...JSON.parse(readFileSync(new URL(name, folder), "utf8")) }));

test("an explanation holds the engine's own decision", async () => {
  for (const { name, engine: options, input } of cases) {
    const engine = await createEngine(options);
    const expected = engine.decide({ ...input, explain: true });
    engine.free();
    const { decision, rules } = explain(options, input);
    assert.deepEqual(decision, expected, name);
    for (const { rule_id, subjects } of rules) {
      for (const { item_id, shown, why, sentence } of subjects) {
        const nudge = decision.nudges.find((one) => one.rule_id === rule_id && one.item_id === item_id);
        assert.equal(shown, nudge !== undefined, `${name} ${rule_id} ${item_id}`);
        assert.equal(why === undefined, shown, `${name} ${rule_id} ${item_id}`);
        assert.match(sentence, shown ? /^Shown for / : /^Not shown for /);
      }
    }
  }
});

test("schedules go by the shop's clock, summer time included, in both builds", async () => {
  const document = {
    rules: {
      time_zone: "Europe/Berlin",
      rules: [
        {
          id: "morning",
          scope: /** @type {const} */ ("cart"),
          when: true,
          nudge: { type: /** @type {const} */ ("chat_prompt") },
          schedule: { hours: { from: "09:00", until: "10:00" } },
        },
      ],
    },
  };
  const input = (/** @type {string} */ now) => ({
    now,
    cart: { currency: "EUR", items: [{ item_id: "a", price: 9 }] },
  });
  const engine = await createEngine(document);
  for (const [now, shown] of /** @type {const} */ ([
    ["2026-07-01T07:30:00Z", 1],
    ["2026-07-01T08:30:00Z", 0],
    ["2026-12-01T07:30:00Z", 0],
    ["2026-12-01T08:30:00Z", 1],
  ])) {
    assert.equal(engine.decide(input(now)).nudges.length, shown, now);
    assert.equal(explain(document, input(now)).decision.nudges.length, shown, now);
  }
  // The caller's word goes before the runtime's data.
  assert.equal(engine.decide({ ...input("2026-12-01T08:30:00Z"), utc_offset_minutes: 0 }).nudges.length, 0);
  engine.free();
});

test("input that can't be used is refused with its place", () => {
  const options = { rules: { rules: [] } };
  // @ts-expect-error `now` is missing
  assert.throws(() => explain(options, { cart: { items: [] } }), /cannot explain at \/now: /);
  // @ts-expect-error `rules` is missing
  assert.throws(() => explain({}, { now: 0, cart: { items: [] } }), /cannot explain at \/rules: /);
});
