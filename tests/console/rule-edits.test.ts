// What can be done to the list of rules, and what state each is in.
import assert from "node:assert/strict";
import { test } from "node:test";
import { validateRules, type NudgeType, type Rule, type RuleDocument } from "cartnudge/authoring";
import * as authoring from "cartnudge/authoring";
import {
  added,
  archived,
  duplicated,
  freeId,
  moved,
  newRule,
  removed,
  restored,
  slug,
  startingPoints,
  switched,
  type StartingPoint,
} from "../../www/console/rules/edits";
import { laterTypes, shownTypes } from "../../www/console/facts/nudgeTypes";
import { draftMark, offSchedule, stateOf } from "../../www/console/rules/ruleState";
import { matches } from "../../www/console/rules/useFilter";

const rule = (id: string, more: Partial<Rule> = {}): Rule => ({
  id,
  when: true,
  nudge: { type: "chat_prompt" },
  ...more,
});
const content = { document: { rules: [rule("a"), rule("b"), rule("c")] }, archived: [rule("z")] };
const ids = (rules: Rule[]) => rules.map(({ id }) => id).join(" ");

test("ids are readable and free", () => {
  assert.equal(slug("Größe: Zwei Maße?"), "grosse-zwei-masse");
  assert.equal(slug("  …  "), "rule");
  assert.equal(freeId(content, "d"), "d");
  assert.equal(freeId(content, "a"), "a-2");
  assert.equal(freeId(content, "z"), "z-2");
});

test("moved up, down, and beyond the end", () => {
  assert.equal(ids(moved(content, "c", 0).document.rules), "c a b");
  assert.equal(ids(moved(content, "a", 1).document.rules), "b a c");
  assert.equal(ids(moved(content, "a", 9).document.rules), "b c a");
  assert.equal(ids(moved(content, "nobody", 0).document.rules), "a b c");
});

test("a copy stands behind its rule, switched off", () => {
  const { rules } = duplicated(content, "a", "a-copy", "Copy of a").document;
  assert.equal(ids(rules), "a a-copy b c");
  assert.deepEqual(rules[1], rule("a-copy", { name: "Copy of a", enabled: false }));
});

test("archived, restored, removed", () => {
  const away = archived(content, "a");
  assert.equal(ids(away.document.rules), "b c");
  assert.equal(ids(away.archived), "z a");
  assert.deepEqual(restored(away, "a").document.rules.at(-1), rule("a", { enabled: false }));
  assert.equal(ids(removed(away, "a").archived), "z");
});

test("on is the default, and isn't written", () => {
  assert.deepEqual(switched(rule("a", { enabled: false }), true), rule("a"));
  assert.deepEqual(switched(rule("a"), false), rule("a", { enabled: false }));
});

for (const type of Object.keys(startingPoints) as StartingPoint[]) {
  test(`a new ${type} is valid without a warning`, () => {
    const { document } = added(content, newRule(type, "new", "New"));
    assert.deepEqual(validateRules(document), { ok: true, diagnostics: [] });
  });
}

test("there is a way to begin for each kind that the core shows, and for no other", () => {
  const isShown = (type: NudgeType) =>
    !validateRules({ rules: [rule("a", { nudge: { type } })] }).diagnostics.some(
      ({ code }) => code === "nudge_type_not_shown",
    );
  assert.deepEqual(shownTypes.filter(isShown), shownTypes);
  assert.deepEqual(laterTypes.filter(isShown), []);
  assert.deepEqual(Object.keys(startingPoints).toSorted(), shownTypes.toSorted());
});

test("the state is the one that shoppers have", () => {
  const now = Date.UTC(2026, 10, 26);
  const live: RuleDocument = {
    rules: [
      rule("live"),
      rule("capped", { frequency_cap: { max: 2 } }),
      rule("off", { enabled: false }),
      rule("later", { schedule: { from: "2200-01-01" } }),
      rule("over", { schedule: { until: "2020-01-01" } }),
      rule("sundays", { schedule: { weekdays: ["sun"] } }),
    ],
  };
  const states = (document: RuleDocument) => {
    const surroundings = { live: document, offSchedule: offSchedule(authoring, document, now), now };
    return [...live.rules, rule("new")].map((one) => stateOf(one, surroundings)).join(" ");
  };
  assert.equal(states(live), "live capped off scheduled ended scheduled draft");
  assert.equal(states({ ...live, paused: true }), "paused paused off paused paused paused draft");
  assert.equal(states({ ...live, kill_switch: true }), "paused paused off paused paused paused draft");
});

test("how a rule stands to what is live", () => {
  assert.equal(draftMark(rule("a"), content.document), undefined);
  assert.equal(draftMark(rule("a", { priority: 1 }), content.document), "edited");
  assert.equal(draftMark(rule("d"), content.document), "new");
  assert.equal(draftMark(rule("a"), undefined), "new");
});

test("searching looks at the name, the id, the note and what it says", () => {
  const found = rule("two-sizes", {
    name: "Between sizes",
    note: "why",
    nudge: { type: "size_guide", content: { de: { headline: "Größe?" } } },
  });
  const filter = (search: string) => matches(found, "live", { search, state: null, type: null });
  for (const search of ["", "BETWEEN", "two-", "größe", "why sizes"]) assert.ok(filter(search), search);
  assert.ok(!filter("why not"));
  assert.ok(!matches(found, "live", { search: "", state: "off", type: null }));
  assert.ok(!matches(found, "live", { search: "", state: null, type: "chat_prompt" }));
});
