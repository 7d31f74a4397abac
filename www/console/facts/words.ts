// Facts, and the values that they can have, in a marketer's words.
import { catalogue, type WordId } from "../words/catalogue";
import type { Speaker } from "../words/useWords";

/** Whether there is a text of this id: facts may be newer than the console's words. */
function isWord(id: string): id is WordId {
  return id in catalogue.en;
}

function sayOr(t: Speaker, id: string, otherwise: string): string {
  return isWord(id) ? t(id) : otherwise;
}

/** A fact's label: `Cart value` for `cart.value`. */
export function factWord(t: Speaker, name: string): string {
  return sayOr(t, `fact.${name}`, name);
}

/** What the fact is about: `The cart` for `cart.value`. */
export function familyWord(t: Speaker, name: string): string {
  const [family = name] = name.split(".");
  return sayOr(t, `family.${family}`, family);
}

export function typeWord(t: Speaker, type: string): string {
  return sayOr(t, `type.${type}`, type);
}

/** Facts with a closed list of values, and the words' beginnings. */
const closed: Record<string, { values: readonly string[]; beginning: string }> = {
  "page.type": { values: ["home", "list", "product", "cart", "checkout", "purchase", "other"], beginning: "page." },
  "line.band": { values: ["low", "medium", "high"], beginning: "band." },
  "line.confidence": { values: ["low", "medium", "high"], beginning: "band." },
  "cart.band": { values: ["low", "medium", "high"], beginning: "band." },
  "customer.segments": {
    values: ["new_large_purchase", "luxury", "impulse", "loyal", "category_specialist"],
    beginning: "segment.",
  },
};

/** The values that a text fact can have; `undefined` where it is open. */
export function closedValues(name: string): readonly string[] | undefined {
  return closed[name]?.values;
}

/** Facts that hold a share of 0 to 1, which people write in percent. */
const shares = new Set(["share", "probability"]);

export function isShare(unit: string | undefined): boolean {
  return unit !== undefined && shares.has(unit);
}

/** A value of a fact, as people say it. `unit` is the fact's. */
export function valueWord(t: Speaker, name: string, value: unknown, unit?: string): string {
  const beginning = closed[name]?.beginning;
  if (typeof value === "string") {
    return beginning === undefined ? `“${value}”` : sayOr(t, `${beginning}${value}`, value);
  }
  if (typeof value !== "number") return JSON.stringify(value);
  return isShare(unit) ? t.percent(value) : t.number(value, { maximumFractionDigits: 4 });
}
