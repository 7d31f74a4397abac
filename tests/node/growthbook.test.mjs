// Audiences, variations, namespaces and holdouts are drawn as GrowthBook's own SDK draws them.
import assert from "node:assert/strict";
import { test } from "node:test";
import { GrowthBook } from "@growthbook/growthbook";
import { createEngine } from "cartnudge/engine";

/** @typedef {import("cartnudge/engine").Rule} Rule */

/** Ids of several shapes; none is empty, because GrowthBook takes nobody without an id. @param {number} n */
function visitor(n) {
  const hex = (n * 2_654_435_761) % 4_294_967_296;
  switch (n % 5) {
    case 0:
      return `${hex.toString(16).padStart(8, "0")}-4f3c-4a1b-9c2d-${String(n).padStart(12, "0")}`;
    case 1:
      return String(n);
    case 2:
      return `shopper.${n}@example.com`;
    case 3:
      return `käufer-${n}-☂`;
    default:
      return `v${hex}`;
  }
}
const VISITORS = Array.from({ length: 10_000 }, (_, n) => visitor(n));

/** @param {string} id @param {Partial<Rule>} more @param {number[]} [weights] @returns {Rule} */
function rule(id, more, weights) {
  const variations = weights?.map((weight, index) => ({ id: String(index), weight }));
  return { id, scope: "cart", when: true, ...more, nudge: { type: "chat_prompt", ...(variations && { variations }) } };
}
const RULES = [
  rule("everyone", {}),
  rule("some", { audience_percent: 37.5 }),
  rule("nobody", { audience_percent: 0 }, [1, 1]),
  rule("halves", {}, [50, 50]),
  rule("three", { audience_percent: 60 }, [5, 3, 2]),
  rule("one-without-weight", { audience_percent: 80 }, [1, 0, 3]),
  rule("left", { namespace: { id: "sizing", range: [0, 0.4] } }, [1, 1]),
  rule("right", { namespace: { id: "sizing", range: [0.4, 1] }, audience_percent: 50 }),
  rule("other", { namespace: { id: "chats", range: [0.25, 0.75] } }),
];

/** The same experiment as GrowthBook writes it. @param {Rule} own @param {string} seed @param {number} percent */
function experiment(own, seed, percent) {
  const weights = own.nudge.variations?.map((one) => one.weight ?? 1) ?? [1];
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  // GrowthBook wants two variations at least: a second one without weight changes nobody's place.
  const all = weights.length > 1 ? weights : [...weights, 0];
  const { namespace } = own;
  return {
    key: seed,
    seed,
    hashVersion: 2,
    variations: /** @type {[number, number, ...number[]]} */ (all.map((_, index) => index)),
    weights: all.map((weight) => weight / total),
    coverage: percent / 100,
    ...(namespace && {
      namespace: /** @type {[string, number, number]} */ ([namespace.id, namespace.range[0], namespace.range[1]]),
    }),
  };
}

/** The variation that GrowthBook gives, or none. @param {string} id @param {ReturnType<typeof experiment>} one */
function growthbook(id, one) {
  const sdk = new GrowthBook({ attributes: { id } });
  const { inExperiment, variationId } = sdk.run(one);
  sdk.destroy();
  return inExperiment ? variationId : undefined;
}

const cart = { currency: "EUR", items: [{ item_id: "a", price: 9 }] };

test("10,000 visitors get what GrowthBook gives them", async () => {
  const engine = await createEngine({ rules: { budget: { per_page: 10, per_session: 100 }, rules: RULES } });
  const seen = RULES.map(() => new Map());
  for (const visitor_id of VISITORS) {
    const { nudges, suppressed } = engine.decide({ cart, visitor_id, now: 0 });
    RULES.forEach((one, index) => {
      const expected = growthbook(visitor_id, experiment(one, one.id, one.audience_percent ?? 100));
      const nudge = nudges.find(({ rule_id }) => rule_id === one.id);
      const got = nudge && Number(nudge.variation ?? 0);
      assert.equal(got, expected, `${one.id}, visitor ${visitor_id}`);
      if (!nudge) assert.equal(suppressed.find((other) => other.rule_id === one.id)?.why, "audience");
      seen[index].set(got, (seen[index].get(got) ?? 0) + 1);
    });
  }
  engine.free();
  // Every outcome that can be was met.
  assert.deepEqual(
    seen.map((outcomes) => [...outcomes.keys()].sort().join()),
    ["0", "0,", "", "0,1", "0,1,2,", "0,2,", "0,1,", "0,", "0,"],
  );
});

test("holdouts are GrowthBook's first bucket range", async () => {
  const rules = [rule("own", { holdout_percent: 30 })];
  const engines = [
    { engine: await createEngine({ rules: { rules } }), seed: "own/holdout", percent: 30 },
    {
      engine: await createEngine({ rules: { holdout: { percent: 12.5, seed: "q4" }, rules: [rule("all", {})] } }),
      seed: "q4",
      percent: 12.5,
    },
  ];
  for (const { engine, seed, percent } of engines) {
    for (const visitor_id of VISITORS) {
      const expected = growthbook(visitor_id, experiment(rule("", {}), seed, percent)) === 0;
      const { suppressed } = engine.decide({ cart, visitor_id, now: 0 });
      assert.equal(suppressed[0]?.why === "holdout", expected, `${seed}, visitor ${visitor_id}`);
    }
    engine.free();
  }
});

test("a change of percentage moves only those it must, and nobody changes between two visits", async () => {
  /** @param {number} audience_percent */
  const given = async (audience_percent) => {
    const engine = await createEngine({ rules: { rules: [rule("growing", { audience_percent }, [2, 1, 1])] } });
    const variations = VISITORS.map((visitor_id) => engine.decide({ cart, visitor_id, now: 0 }).nudges[0]?.variation);
    engine.free();
    return variations;
  };
  const [few, again, more] = [await given(20), await given(20), await given(60)];
  assert.deepEqual(again, few);
  few.forEach((variation, index) => {
    if (variation !== undefined) assert.equal(more[index], variation, VISITORS[index]);
  });
  const share = (/** @type {(string | undefined)[]} */ list) => list.filter(Boolean).length / VISITORS.length;
  assert.ok(Math.abs(share(few) - 0.2) < 0.02 && Math.abs(share(more) - 0.6) < 0.02);
});
