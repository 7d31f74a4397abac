// Two people's changes to one draft, put together.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Rule } from "cartnudge/authoring";
import { merge, takeMine, type Content } from "../../www/console/draft/merge";

const rule = (id: string, more: Partial<Rule> = {}): Rule => ({
  id,
  when: true,
  nudge: { type: "size_guide" },
  ...more,
});
const content = (rules: Rule[], more: object = {}, archived: Rule[] = []): Content => ({
  document: { ...more, rules },
  archived,
});
const ids = (rules: Rule[]) => rules.map(({ id }) => id).join(" ");

const base = content([rule("a"), rule("b"), rule("c")], { default_locale: "en" });

test("mine alone, theirs alone, the same by both", () => {
  const mine = content([rule("a", { priority: 1 }), rule("b"), rule("c", { note: "x" })], { default_locale: "en" });
  const theirs = content([rule("a"), rule("b", { priority: 2 }), rule("c", { note: "x" })], { default_locale: "de" });
  const { content: merged, contradictions } = merge(base, mine, theirs);
  assert.deepEqual(contradictions, []);
  assert.deepEqual(merged.document, {
    default_locale: "de",
    rules: [rule("a", { priority: 1 }), rule("b", { priority: 2 }), rule("c", { note: "x" })],
  });
});

test("rules that each added and removed", () => {
  const mine = content([rule("a"), rule("m"), rule("b"), rule("c")], { default_locale: "en" });
  const theirs = content([rule("a"), rule("c"), rule("t")], { default_locale: "en" });
  const { content: merged, contradictions } = merge(base, mine, theirs);
  assert.deepEqual(contradictions, []);
  assert.equal(ids(merged.document.rules), "a m c t");
});

test("an order that one changed, and an order that both did", () => {
  const moved = content([rule("c"), rule("a"), rule("b")], { default_locale: "en" });
  const other = content([rule("b"), rule("a"), rule("c")], { default_locale: "en" });
  assert.equal(ids(merge(base, moved, base).content.document.rules), "c a b");
  assert.equal(ids(merge(base, base, moved).content.document.rules), "c a b");
  assert.equal(ids(merge(base, moved, other).content.document.rules), "b a c");
});

test("removed by one and edited by the other is a contradiction", () => {
  const edited = content([rule("a", { priority: 1 }), rule("b"), rule("c")], { default_locale: "en" });
  const removed = content([rule("b"), rule("c")], { default_locale: "en" });
  const { content: merged, contradictions } = merge(base, edited, removed);
  assert.deepEqual(contradictions, [{ about: { rule: "a" }, mine: rule("a", { priority: 1 }), theirs: null }]);
  const [first] = contradictions;
  assert.ok(first);
  assert.equal(ids(merged.document.rules), "b c");
  assert.equal(ids(takeMine(merged, first, edited).document.rules), "a b c");
});

test("archived by one stays archived; archived by one and edited by the other is a contradiction", () => {
  const archived = content([rule("b"), rule("c")], { default_locale: "en" }, [rule("a")]);
  const { content: merged, contradictions } = merge(base, base, archived);
  assert.deepEqual(contradictions, []);
  assert.equal(ids(merged.archived), "a");
  const edited = content([rule("a", { priority: 1 }), rule("b"), rule("c")], { default_locale: "en" });
  const [first] = merge(base, edited, archived).contradictions;
  assert.ok(first);
  const taken = takeMine(merge(base, edited, archived).content, first, edited);
  assert.equal(ids(taken.document.rules), "a b c");
  assert.equal(ids(taken.archived), "");
});

test("a key of the document that both changed", () => {
  const mine = content(base.document.rules, { default_locale: "fr" });
  const theirs = content(base.document.rules, {});
  const { content: merged, contradictions } = merge(base, mine, theirs);
  assert.deepEqual(contradictions, [{ about: { key: "default_locale" }, mine: "fr", theirs: null }]);
  assert.equal(merged.document.default_locale, undefined);
  const [first] = contradictions;
  assert.ok(first);
  assert.equal(takeMine(merged, first, mine).document.default_locale, "fr");
});

test("the order of keys is no change", () => {
  const turned = content([{ nudge: { type: "size_guide" }, when: true, id: "a" }, rule("b"), rule("c")], {
    default_locale: "en",
  });
  const theirs = content([rule("a", { priority: 3 }), rule("b"), rule("c")], { default_locale: "en" });
  assert.deepEqual(merge(base, turned, theirs).contradictions, []);
});
