// `analyzeRules` in Node: the demo's own rules, and that every witness is what the engine decides on.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { analyzeRules, diffRules } from "cartnudge/authoring";
import { createEngine } from "cartnudge/engine";

const rules = JSON.parse(readFileSync(new URL("../../www/shop/rules.json", import.meta.url), "utf8"));

const ids = (nudges) => nudges.map(({ rule_id }) => rule_id);

test("of the demo's rules none is unreachable or always outranked", () => {
  const { diagnostics, unreachable, outranked } = analyzeRules(rules);
  assert.deepEqual({ diagnostics, unreachable, outranked }, { diagnostics: [], unreachable: [], outranked: [] });
});

test("witnesses of overlaps and changes are what the engine decides on", async () => {
  const after = structuredClone(rules);
  const changed = after.rules.find(({ enabled }) => enabled !== false);
  changed.priority = 0;
  const { overlaps, changes, not_decided } = analyzeRules(after, { before: rules });
  const [was, now] = [await createEngine({ rules }), await createEngine({ rules: after })];
  assert.ok(overlaps.length > 0);
  for (const { rules: pair, witness } of overlaps) {
    const { nudges, suppressed } = now.decide(witness.input);
    const outranked = suppressed.filter(({ why }) => why === "outranked");
    for (const id of pair) assert.ok(ids([...nudges, ...outranked]).includes(id), id);
  }
  assert.ok(changes.some(({ rule_id, keys, lost }) => rule_id === changed.id && keys.includes("priority") && lost));
  for (const { gained, lost } of changes) {
    for (const one of [gained, lost].filter(Boolean)) {
      assert.deepEqual(ids(was.decide(one.witness.input).nudges), one.was);
      assert.deepEqual(ids(now.decide(one.witness.input).nudges), one.now);
    }
  }
  assert.deepEqual(
    not_decided.filter(({ about }) => about === "changes"),
    [],
  );
});

test("faults of options say where", () => {
  const { diagnostics } = analyzeRules(rules, { gaps: [{ when: { ">": [{ var: "cart.valeu" }, 1] } }], befor: {} });
  assert.deepEqual(diagnostics.map(({ pointer }) => pointer).sort(), ["/options/befor"]);
  const [fault] = analyzeRules(rules, { gaps: [{ when: { ">": [{ var: "cart.valeu" }, 1] } }] }).diagnostics;
  assert.equal(fault.pointer, "/options/gaps/0/when/>/0/var");
  assert.match(fault.help, /cart\.value/);
});

test("diffRules tells rules that differ, in the language asked for", () => {
  const after = structuredClone(rules);
  after.version += 1;
  assert.deepEqual(diffRules(rules, after), { changes: [] });
  const [rule] = after.rules;
  const was = rule.priority;
  rule.priority = 99;
  const [change] = diffRules(rules, after).changes;
  assert.equal(change.words, `${rule.name}: priority ${was} to 99`);
  assert.deepEqual(change.details, [
    { pointer: "/rules/0/priority", field: "priority", words: `priority ${was} to 99`, before: was, after: 99 },
  ]);
  assert.match(diffRules(rules, after, { locale: "de" }).changes[0].words, /Priorität/);
  const circle = { rules: [] };
  circle.rules.push(circle);
  assert.throws(() => diffRules(circle, after), { name: "CartnudgeError" });
});
