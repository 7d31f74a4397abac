// Numbers and plural forms in messages, against the runtime's own Intl, for every language that the core lists.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { formatMessage } from "cartnudge/authoring";

const source = (/** @type {string} */ name) =>
  readFileSync(join(fileURLToPath(new URL("../../src/messages", import.meta.url)), name), "utf8");

/** @param {string} name of a source file @param {RegExp} lists finds each list of languages */
function languages(name, lists) {
  return [...source(name).matchAll(lists)].flatMap((found) => (found[1] ?? "").split(" ")).filter(Boolean);
}

const listed = [...languages("number.rs", /\("([a-z ]*)", Marks/g), ...languages("plural.rs", /\("([a-z ]+)", \|/g)];
const tags = [...new Set(["en", "ja", ...listed])].toSorted();

/** As the core writes them: whole or with one decimal, never negative. */
const numbers = [
  ...Array.from({ length: 2_501 }, (_, tenths) => tenths / 10),
  ...Array.from({ length: 2_000 }, (_, whole) => whole),
  ...[9_999, 10_000, 99_999.9, 123_456, 999_999, 1_000_000, 1_000_001, 1_000_000.5, 2_000_000, 1_234_567.8, 1e9],
];

const plural = "{n, plural, zero {zero} one {one} two {two} few {few} many {many} other {other}}";

test("the lists were found", () => {
  assert.ok(listed.length > 50 && ["de", "lt", "ar", "zh"].every((tag) => listed.includes(tag)), listed.join(" "));
});

for (const tag of tags) {
  // Arabic has digits of its own in some countries; messages are written with Latin ones everywhere.
  const format = new Intl.NumberFormat(tag, { maximumFractionDigits: 1, numberingSystem: "latn" });
  const rules = new Intl.PluralRules(tag, { maximumFractionDigits: 1 });

  test(`${tag}: numbers as Intl writes them`, () => {
    assert.deepEqual(
      numbers.map((n) => formatMessage("{n}", tag, { n })),
      numbers.map((n) => format.format(n)),
    );
  });

  test(`${tag}: plural forms as Intl chooses them`, () => {
    assert.deepEqual(
      numbers.map((n) => `${n} ${formatMessage(plural, tag, { n })}`),
      numbers.map((n) => `${n} ${rules.select(n)}`),
    );
  });
}

test("what has no value isn't said, and what isn't in the format is told", () => {
  assert.equal(formatMessage("{who} took {n}", "en", { who: "Ada", n: 2 }), "Ada took 2");
  assert.equal(formatMessage("{who}", "en", {}), undefined);
  assert.equal(formatMessage("{who}", "en"), undefined);
  assert.equal(formatMessage("plain", "en"), "plain");
  assert.throws(() => formatMessage("{n, plural, one {a}}", "en", { n: 1 }), {
    name: "CartnudgeError",
    message: /cannot format/,
  });
});
