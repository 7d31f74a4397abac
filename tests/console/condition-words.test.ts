// A rule's condition in one sentence.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { createIntl } from "react-intl";
import { listFacts, type RuleDocument } from "cartnudge/authoring";
import { conditionWords } from "../../www/console/facts/conditionWords";
import { catalogue, type Language, type WordId } from "../../www/console/words/catalogue";
import type { Speaker, Values } from "../../www/console/words/useWords";

/** As `useWords` makes it, without React. */
function speaker(locale: Language): Speaker {
  const intl = createIntl({ locale, messages: catalogue[locale] });
  return Object.assign((id: WordId, values?: Values) => intl.formatMessage({ id }, values), {
    locale,
    number: (value: number, options?: Intl.NumberFormatOptions) => new Intl.NumberFormat(locale, options).format(value),
    percent: (share: number) => new Intl.NumberFormat(locale, { style: "percent" }).format(share),
    list: (items: string[]) => new Intl.ListFormat(locale).format(items),
  }) as Speaker;
}

const facts = listFacts();
const english = (logic: unknown) => conditionWords(speaker("en"), logic, facts);

const sentences: [unknown, string][] = [
  [true, "Always"],
  [{ ">=": [{ var: "cart.value" }, 50] }, "Cart value at least 50"],
  [{ "<=": [50, { var: "cart.value" }] }, "Cart value at least 50"],
  [{ ">": [{ var: "line.risk" }, 0.5] }, "Chance that this line comes back over 50%"],
  [{ "<": [10, { var: "cart.value" }, 50] }, "Cart value between 10 and 50"],
  [{ "!": { var: "customer.known" } }, "Not: customer is known"],
  [{ "==": [{ var: "customer.known" }, false] }, "Not: customer is known"],
  [{ "==": [{ var: "line.size" }, null] }, "Chosen size is unknown"],
  [{ in: [{ var: "line.brand" }, ["Aurel", "Norrby"]] }, "Brand is one of “Aurel” and “Norrby”"],
  [{ in: ["loyal", { var: "customer.segments" }] }, "Segments include loyal"],
  [
    { and: [{ var: "product.known" }, { or: [{ var: "line.premium" }, { var: "cart.premium" }] }] },
    "Product is known and (premium category or something is in a premium category)",
  ],
  [{ some: [{ var: "cart.items" }, { ">": [{ var: "price" }, 3] }] }, "A further condition"],
  [{ ">": [{ "+": [{ var: "cart.value" }, 1] }, 3] }, "A further condition"],
  [[], "A further condition"],
  [null, "A further condition"],
];

for (const [logic, sentence] of sentences) {
  test(sentence, () => assert.equal(english(logic), sentence));
}

test("the demo's conditions are said in both languages, nothing left as code", () => {
  const path = new URL("../../www/shop/rules.json", import.meta.url);
  const { rules } = JSON.parse(readFileSync(path, "utf8")) as RuleDocument;
  for (const locale of ["en", "de"] as const) {
    for (const { when } of rules) assert.doesNotMatch(conditionWords(speaker(locale), when, facts), /[{}_]|\w\.\w/);
  }
});
