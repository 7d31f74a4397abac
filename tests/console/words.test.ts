// Both languages say the same things, and say them with the same places.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { IntlMessageFormat } from "intl-messageformat";
import { catalogue, type WordId } from "../../www/console/words/catalogue";

const folder = fileURLToPath(new URL("../../www/console", import.meta.url));
const sources = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .filter((name) => /\.tsx?$/.test(name))
  .map((name) => readFileSync(join(folder, name), "utf8"))
  .join("\n");
const ids = Object.keys(catalogue.en) as WordId[];

/** The names of a message's places. */
function places(message: string, locale: string): string[] {
  const names = new Set<string>();
  const visit = (parts: ReturnType<IntlMessageFormat["getAst"]>) => {
    for (const part of parts) {
      if ("value" in part && part.type !== 0) names.add(part.value as string);
      if ("options" in part) for (const { value } of Object.values(part.options)) visit(value);
    }
  };
  visit(new IntlMessageFormat(message, locale).getAst());
  return [...names].toSorted();
}

test("German has every text that English has, and no other", () => {
  assert.deepEqual(Object.keys(catalogue.de).toSorted(), ids.toSorted());
});

for (const id of ids) {
  test(`${id}: can be read, and both languages have the same places`, () => {
    assert.deepEqual(places(catalogue.de[id], "de"), places(catalogue.en[id], "en"));
    assert.notEqual(catalogue.en[id].trim(), "");
    assert.notEqual(catalogue.de[id].trim(), "");
  });
}

test("every text is said somewhere", () => {
  // Ids that are put together in code, like `role.${role}`, name their beginning there.
  const beginnings = [...sources.matchAll(/`([a-z0-9.-]+[.-])\$\{|"([a-z]+\.)"/g)].map(
    (found) => found[1] ?? found[2] ?? "",
  );
  const isSaid = (id: string) =>
    sources.includes(`"${id}"`) || beginnings.some((beginning) => id.startsWith(beginning));
  assert.deepEqual(
    ids.filter((id) => !isSaid(id)),
    [],
  );
});
