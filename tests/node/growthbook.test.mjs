// Who gets what, against GrowthBook's own SDK: a shop that runs its other experiments there finds the same visitors in
// the same buckets.
import assert from "node:assert/strict";
import { test } from "node:test";
import { GrowthBook } from "@growthbook/growthbook";
import { createEngine } from "cartnudge/engine";

const COUNT = 10_000;

/** Ids in the forms that shops have, `COUNT` in all. */
const visitors = Array.from({ length: COUNT }, (_, n) => {
  const spread = Math.imul(n + 1, 0x9e37_79b1) >>> 0;
  const hex = spread.toString(16).padStart(8, "0");
  const forms = [
    `${hex}-${hex.slice(0, 4)}-4${hex.slice(1, 4)}-a${hex.slice(4, 7)}-${hex}${hex.slice(2, 6)}`,
    String(n),
    String(1_000_000_007 + spread),
    `shopper+${n}@example.com`,
    `Größe.${n}@müller.example`,
    `顧客${n}`,
    `👗🧵${n}é`,
    n < 100 ? "-".repeat(n + 1) : `_${n}`,
    `GA1.1.${spread}.${1_700_000_000 + n}`,
    `0${n}`,
  ];
  return forms[n % forms.length];
});

/** @param {Record<string, number>} weights by variation */
const variations = (weights) => Object.entries(weights).map(([id, weight]) => ({ id, weight }));

const words = { en: { headline: "Questions?", body: "Ask us.", action: "Chat" } };

/** What the rules differ in: all that decides who gets what. */
const settings = [
  { id: "everyone" },
  { id: "a-part", audience_percent: 37.5 },
  { id: "nobody", audience_percent: 0 },
  { id: "halves", variations: variations({ a: 50, b: 50 }) },
  { id: "few-halves", audience_percent: 10, variations: variations({ a: 1, b: 1 }) },
  { id: "uneven", audience_percent: 37.5, variations: variations({ a: 5, b: 0, c: 3 }) },
  { id: "first-part", namespace: { id: "sizing", range: [0, 0.4] }, variations: variations({ a: 1, b: 1 }) },
  { id: "second-part", namespace: { id: "sizing", range: [0.4, 1] }, audience_percent: 37.5 },
  {
    id: "elsewhere",
    namespace: { id: "größen 👗", range: [0.125, 0.75] },
    audience_percent: 10,
    variations: variations({ a: 0, b: 70, c: 20 }),
  },
  { id: "größe 👗", variations: variations({ a: 20, b: 30, c: 50 }) },
];

/** @typedef {{ id: string, audience_percent?: number, holdout_percent?: number, variations?: { id: string, weight: number }[], namespace?: { id: string, range: number[] } }} Setting */

/** @param {Setting} setting */
function rule({ variations: own, ...rest }) {
  const nudge = { type: "chat_prompt", content: words, ...(own && { variations: own }) };
  return { ...rest, scope: "cart", when: { ">=": [{ var: "cart.lines" }, 0] }, nudge };
}

/**
 * A document in which nothing but buckets holds a rule back.
 *
 * @param {Setting[]} rules
 * @param {object} [more]
 */
function engineOf(rules, more) {
  const budget = { per_page: 10, per_session: 100 };
  return createEngine({ rules: { schema_version: 2, budget, rules: rules.map(rule), ...more } });
}

const cart = { currency: "EUR", items: [] };

/**
 * What became of each rule: the variation shown (`true` where there is one only), or why nothing was.
 *
 * @param {Awaited<ReturnType<typeof createEngine>>} engine
 * @param {string} visitor_id
 * @param {object} [more]
 */
function outcomes(engine, visitor_id, more) {
  const { nudges, suppressed } = engine.decide({ cart, now: 1_795_342_800_000, visitor_id, ...more });
  return new Map([
    ...nudges.map(({ rule_id, variation }) => [rule_id, variation ?? true]),
    ...suppressed.map(({ rule_id, why }) => [rule_id, why]),
  ]);
}

/**
 * The same experiment in GrowthBook, as docs/documents.md has it. GrowthBook wants two variations at least; the second
 * of a rule without any gets nobody.
 *
 * @param {Setting} setting
 */
function experiment({ id, audience_percent = 100, variations: own, namespace }) {
  const names = own ? own.map((one) => one.id) : [true, "never"];
  const weights = own ? own.map((one) => one.weight) : [1, 0];
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return {
    key: id,
    seed: id,
    hashVersion: /** @type {const} */ (2),
    variations: names,
    weights: weights.map((weight) => weight / total),
    coverage: audience_percent / 100,
    ...(namespace && { namespace: [namespace.id, ...namespace.range] }),
  };
}

/**
 * What GrowthBook says, in the words of `outcomes`.
 *
 * @param {GrowthBook} growthbook
 * @param {ReturnType<typeof experiment>} its
 */
function growthbooks(growthbook, its) {
  const { inExperiment, value } = growthbook.run(/** @type {any} */ (its));
  return inExperiment ? value : "audience";
}

/** @param {string} id */
const growthbookOf = (id) => new GrowthBook({ attributes: { id } });

test("the visitor ids are different, and enough", () => {
  assert.equal(new Set(visitors).size, COUNT);
});

test("audience, variations and namespaces are GrowthBook's", async () => {
  const engine = await engineOf(settings);
  const experiments = settings.map(experiment);
  const counts = new Map(settings.map(({ id }) => [id, 0]));
  for (const visitor of visitors) {
    const growthbook = growthbookOf(visitor);
    const got = outcomes(engine, visitor);
    for (const its of experiments) {
      const expected = growthbooks(growthbook, its);
      if (got.get(its.key) !== expected)
        assert.equal(got.get(its.key), expected, `rule ${its.key}, visitor ${visitor}`);
      if (expected !== "audience") counts.set(its.key, counts.get(its.key) + 1);
    }
    growthbook.destroy();
  }
  // Both agreeing on nobody would prove nothing.
  const shares = { everyone: 1, "a-part": 0.375, nobody: 0, halves: 1, "few-halves": 0.1, uneven: 0.375 };
  const inParts = { "first-part": 0.4, "second-part": 0.6 * 0.375, elsewhere: 0.625 * 0.1, "größe 👗": 1 };
  for (const [id, share] of Object.entries({ ...shares, ...inParts })) {
    const got = counts.get(id) / COUNT;
    assert.ok(Math.abs(got - share) < 0.02, `${id}: ${got}, not about ${share}`);
  }
  engine.free();
});

test("disjoint parts of a namespace never meet", async () => {
  const rules = settings.filter(({ namespace }) => namespace?.id === "sizing");
  const engine = await engineOf(rules.map((one) => ({ ...one, audience_percent: 100 })));
  for (const visitor of visitors) {
    const refused = [...outcomes(engine, visitor).values()].filter((outcome) => outcome === "audience");
    assert.equal(refused.length, 1, visitor);
  }
  engine.free();
});

test("holdouts are the first of GrowthBook's places for their seed", async () => {
  const seed = "2026-q4 é";
  const everyones = await engineOf([{ id: "any" }], { holdout: { percent: 12.5, seed } });
  const own = await engineOf([{ id: "own", holdout_percent: 30 }]);
  /** @type {[typeof own, string, string, number][]} */
  const holdouts = [
    [everyones, "any", seed, 0.125],
    [own, "own", "own/holdout", 0.3],
  ];
  for (const visitor of visitors) {
    const growthbook = growthbookOf(visitor);
    for (const [engine, id, its, share] of holdouts) {
      // With everyone in, the result tells the visitor's place.
      const { bucket } = growthbook.run(/** @type {any} */ ({ ...experiment({ id }), seed: its }));
      const expected = bucket < share ? "holdout" : true;
      assert.equal(outcomes(engine, visitor).get(id), expected, `${id}, visitor ${visitor}`);
    }
    growthbook.destroy();
  }
  everyones.free();
  own.free();
});

for (const own of [undefined, variations({ a: 2, b: 1, c: 1 })]) {
  test(`a larger audience moves only those it must, ${own ? "three variations" : "one"}`, async () => {
    const setting = { id: "growing", ...(own && { variations: own }) };
    const few = await engineOf([{ ...setting, audience_percent: 20 }]);
    const more = await engineOf([{ ...setting, audience_percent: 60 }]);
    let [stayed, came] = [0, 0];
    for (const visitor of visitors) {
      const before = outcomes(few, visitor).get("growing");
      const after = outcomes(more, visitor).get("growing");
      if (before !== "audience") {
        assert.equal(after, before, visitor);
        stayed += 1;
      } else if (after !== "audience") came += 1;
    }
    assert.ok(Math.abs(stayed / COUNT - 0.2) < 0.02 && Math.abs(came / COUNT - 0.4) < 0.02, `${stayed}, ${came}`);
    few.free();
    more.free();
  });
}

test("the same visitor always gets the same", async () => {
  const [engine, other] = [await engineOf(settings), await engineOf(settings.toReversed(), { version: 9 })];
  const later = { now: 1_826_878_800_000, page: { type: "cart" }, session: { id: "another", page_views: 9 } };
  for (const visitor of visitors) {
    const first = outcomes(engine, visitor);
    for (const again of [outcomes(engine, visitor), outcomes(other, visitor, later)]) {
      for (const [id, outcome] of first) if (again.get(id) !== outcome) assert.fail(`${id}, visitor ${visitor}`);
    }
  }
  engine.free();
  other.free();
});
