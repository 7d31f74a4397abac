// The sample that rules are previewed on has what each kind of nudge needs.
import assert from "node:assert/strict";
import { test } from "node:test";
import { explain } from "cartnudge/authoring";
import { shownTypes } from "../../www/console/facts/nudgeTypes";
import { forced, sampleCart, sampleLine, sampleProduct } from "../../www/console/preview/sample";
import { newRule, type StartingPoint } from "../../www/console/rules/edits";

for (const type of shownTypes) {
  for (const locale of ["en", "de"]) {
    test(`a new ${type} is previewed in ${locale}`, () => {
      const rules = forced(newRule(type as StartingPoint, "new", "New"), { rules: [] });
      const page = { type: "cart" as const, locale, line: sampleLine };
      const { decision } = explain(
        { rules, products: [sampleProduct] },
        { cart: sampleCart, now: 86_400_000, page, visitor_id: "preview" },
      );
      const [nudge] = decision.nudges;
      assert.ok(nudge, JSON.stringify(decision.suppressed));
      assert.equal(nudge.content.locale, locale);
      for (const text of [nudge.content.headline, nudge.content.body, nudge.content.action]) {
        assert.notEqual(text, "");
        assert.ok(text.length <= 140, text);
      }
    });
  }
}
