// Conditions to the builder and back.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { isSame } from "../../www/console/draft/equal";
import {
  CODE,
  fromQuery,
  toQuery,
  type ConditionGroup,
  type ConditionPart,
  type Logic,
} from "../../www/console/editor/conditions/query";

const read = (path: string) => JSON.parse(readFileSync(new URL(`../../${path}`, import.meta.url), "utf8"));

/** What one sees in the builder of the first part. */
function first(logic: Logic): [string, string, unknown] {
  const [part] = toQuery(logic).rules as ConditionPart[];
  assert.ok(part && !("rules" in part));
  return [part.field, part.operator, part.value];
}

const parts: [Logic, string, string, unknown][] = [
  [{ var: "product.known" }, "product.known", "true", null],
  [{ var: ["product.known"] }, "product.known", "true", null],
  [{ "!": { var: "product.known" } }, "product.known", "not-true", null],
  [{ "!": [{ var: "product.known" }] }, "product.known", "not-true", null],
  [{ ">=": [{ var: "cart.value" }, 50] }, "cart.value", ">=", 50],
  [{ "<=": [50, { var: "cart.value" }] }, "cart.value", ">=", 50],
  [{ "==": ["M", { var: "line.size" }] }, "line.size", "=", "M"],
  [{ "!=": [{ var: "line.size" }, null] }, "line.size", "known", null],
  [{ "<=": [1, { var: "cart.value" }, 5] }, "cart.value", "between", [1, 5]],
  [{ in: [{ var: "line.brand" }, ["A", "B"]] }, "line.brand", "in", ["A", "B"]],
  [{ "!": [{ in: [{ var: "line.brand" }, ["A"]] }] }, "line.brand", "not-in", ["A"]],
  [{ in: ["loyal", { var: "customer.segments" }] }, "customer.segments", "has", "loyal"],
  [{ "!": { in: ["loyal", { var: "customer.segments" }] } }, "customer.segments", "has-not", "loyal"],
];

for (const [logic, ...said] of parts) {
  test(`${JSON.stringify(logic)} is ${said[0]} ${said[1]}`, () => {
    assert.deepEqual(first(logic), said);
    assert.deepEqual(fromQuery(toQuery(logic)), logic);
  });
}

const codes: Logic[] = [
  { ">": [{ "+": [{ var: "cart.value" }, 1] }, 3] },
  { some: [{ var: "cart.items" }, { ">": [{ var: "price" }, 3] }] },
  { if: [{ var: "product.known" }, true, false] },
  { ">": [{ var: "cart.value" }, { var: "customer.average_order_value" }] },
  { var: ["cart.value", 0] },
  { "<": [1, { var: "cart.value" }, 5] },
  { "==": [{ var: "customer.known" }, true] },
  { "===": [{ var: "line.size" }, "M"] },
  false,
  null,
  "text",
  [],
  {},
];

for (const logic of codes) {
  test(`${JSON.stringify(logic)} stays code`, () => {
    assert.equal(first(logic)[0], CODE);
    assert.deepEqual(fromQuery(toQuery(logic)), logic);
  });
}

test("groups, negated groups and groups in groups", () => {
  const logic = {
    or: [
      {
        and: [
          { var: "product.known" },
          { "!": { or: [{ var: "line.premium" }, { ">": [{ var: "cart.value" }, 9] }] } },
        ],
      },
      { var: "cart.premium" },
    ],
  };
  const { combinator, rules } = toQuery(logic);
  assert.equal(combinator, "or");
  const [inner] = rules as ConditionGroup[];
  assert.ok(inner);
  assert.equal((inner.rules[1] as ConditionGroup).not, true);
  assert.deepEqual(fromQuery(toQuery(logic)), logic);
});

test("always is no part at all, and back", () => {
  assert.deepEqual(toQuery(true).rules, []);
  assert.equal(fromQuery(toQuery(true)), true);
  assert.equal(fromQuery({ combinator: "and", rules: [] }), true);
});

test("a change of one part leaves the others as they were written", () => {
  const logic = {
    and: [
      { "<=": [50, { var: "cart.value" }] },
      { "!": { var: "product.known" } },
      { ">": [{ var: "cart.lines" }, 1] },
    ],
  };
  const query = toQuery(logic);
  const changed = { ...query, rules: query.rules.map((part, at) => (at === 2 ? { ...part, value: 2 } : part)) };
  assert.deepEqual(fromQuery(changed as ConditionGroup), {
    and: [
      { "<=": [50, { var: "cart.value" }] },
      { "!": { var: "product.known" } },
      { ">": [{ var: "cart.lines" }, 2] },
    ],
  });
});

test("code that can't be read keeps what it was", () => {
  const logic = { and: [{ if: [{ var: "product.known" }, true, false] }] };
  const query = toQuery(logic);
  const [part] = query.rules;
  const broken = { ...query, rules: [{ ...part, value: "{" }] } as ConditionGroup;
  assert.deepEqual(fromQuery(broken), logic);
});

test("a bare part stays bare when it is changed, and becomes a group with a second one", () => {
  const query = toQuery({ ">": [{ var: "cart.value" }, 1] });
  const [part] = query.rules as ConditionPart[];
  assert.ok(part);
  assert.deepEqual(fromQuery({ ...query, rules: [{ ...part, value: 2 }] }), { ">": [{ var: "cart.value" }, 2] });
  assert.deepEqual(fromQuery({ ...query, rules: [part, { field: "line.premium", operator: "true", value: null }] }), {
    and: [{ ">": [{ var: "cart.value" }, 1] }, { var: "line.premium" }],
  });
});

test("every condition of the demo and of the decision cases comes back as it was", () => {
  const documents = [
    read("www/shop/rules.json"),
    ...readdirSync(new URL("../cases", import.meta.url)).map(
      (name) => read(`tests/cases/${name}`).engine.rules ?? { rules: [] },
    ),
  ];
  let count = 0;
  for (const { rules = [] } of documents) {
    for (const { when } of rules) {
      assert.deepEqual(fromQuery(toQuery(when)), when);
      count += 1;
    }
  }
  assert.ok(count > 60, `only ${count} conditions`);
});

test("20,000 random logics come back as they were; when said anew, they mean the same to the builder", () => {
  let seed = 7;
  const random = (below: number) => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return seed % below;
  };
  const pick = <One>(list: readonly One[]): One => list[random(list.length)] as One;
  const leaf = (): Logic =>
    pick<Logic>([
      1,
      0,
      2.5,
      "M",
      "",
      true,
      false,
      null,
      ["A"],
      [],
      ["A", "B"],
      { var: "cart.value" },
      { var: "line.size" },
      { var: ["x", 1] },
      { var: "" },
    ]);
  const logic = (depth: number): Logic => {
    if (depth === 0) return leaf();
    const operator = pick(["and", "or", "!", "!!", "in", "==", "!=", "<", "<=", ">", ">=", "if", "+", "some", "var"]);
    const args = Array.from({ length: random(4) }, () => logic(depth - 1 - random(depth)));
    return { [operator]: args.length === 1 && random(2) === 0 ? args[0] : args };
  };
  const forget = (one: ConditionGroup | ConditionPart): ConditionGroup | ConditionPart => {
    const { source: _gone, ...rest } = one;
    return "rules" in rest ? { ...rest, rules: (rest as ConditionGroup).rules.map(forget) } : rest;
  };
  const said = (one: ConditionGroup | ConditionPart): unknown =>
    "rules" in one
      ? [one.combinator, Boolean(one.not), (one as ConditionGroup).rules.map(said)]
      : [one.field, one.operator, one.value];
  for (let round = 0; round < 20_000; round += 1) {
    const given = logic(3);
    const query = toQuery(given);
    assert.ok(isSame(fromQuery(query), given), JSON.stringify(given));
    const anew = toQuery(fromQuery(forget(query) as ConditionGroup));
    const isGroup = typeof given === "object" && given !== null && said(query) !== undefined;
    if (isGroup && query.rules.length > 1) assert.deepEqual(said(anew), said(query), JSON.stringify(given));
  }
});
