// What a fact can be asked, by its type.
import type { Fact } from "cartnudge/authoring";
import { closedValues, isShare } from "../../facts/words";
import type { Operator } from "./query";

const ofNumbers: Operator[] = [">=", "<=", ">", "<", "=", "!=", "between", "unknown", "known"];
const ofTexts: Operator[] = ["=", "!=", "in", "not-in", "unknown", "known"];
const ofLists: Operator[] = ["has", "has-not"];
const ofFlags: Operator[] = ["true", "not-true"];

export function operatorsOf(fact: Fact | undefined): Operator[] {
  if (!fact) return ["code"];
  if (fact.type === "number") return ofNumbers;
  if (fact.type === "boolean") return ofFlags;
  return fact.type === "string[]" ? ofLists : ofTexts;
}

/** Whether the operator compares with a value. */
export function needsValue(operator: string): boolean {
  return !["true", "not-true", "unknown", "known"].includes(operator);
}

/** The value that an operator begins with, keeping the one before where it fits. */
export function beginningValue(fact: Fact | undefined, operator: string, before: unknown): unknown {
  if (!needsValue(operator)) return null;
  if (operator === "code") return typeof before === "string" ? before : "true";
  const isNumber = fact?.type === "number";
  if (operator === "between") {
    const number = typeof before === "number" ? before : 0;
    return Array.isArray(before) && before.length === 2
      ? before
      : [number, Math.max(number, isShare(fact?.unit) ? 1 : 100)];
  }
  const [first] = Array.isArray(before) ? before : [before];
  if (isNumber) return typeof first === "number" ? first : (fact.range?.[0] ?? 0);
  const values = fact ? closedValues(fact.name) : undefined;
  const text = typeof first === "string" && (!values || values.includes(first)) ? first : (values?.[0] ?? "");
  return operator === "in" || operator === "not-in" ? (text === "" ? [] : [text]) : text;
}

/** Facts that the builder offers a rule of this scope: all but lists of lines, which only code reads. */
export function offered(facts: readonly Fact[], scope: "line" | "cart"): Fact[] {
  return facts.filter(({ type, scope: own }) => type !== "line[]" && (scope === "line" || own === "cart"));
}
