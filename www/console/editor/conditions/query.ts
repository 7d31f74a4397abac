// Conditions as the builder holds them, and as rules do: JsonLogic. Both ways without loss.
//
// Each part remembers the logic that it was made from. A part that wasn't changed goes back as exactly that, however it
// was written; what the builder can't say is a part of its own that is edited as code.
import type { RuleGroupType, RuleType } from "react-querybuilder";
import { isSame } from "../../draft/equal";
import { factIn, operationOf } from "../../facts/logic";

export type Logic = unknown;

export interface ConditionPart extends RuleType {
  /** What it was made from. */
  source?: Logic;
}

export interface ConditionGroup extends RuleGroupType<ConditionPart> {
  /** What it was made from. */
  source?: Logic;
}

/** Stands in place of a fact for what the builder can't say; the value is the logic as JSON text. */
export const CODE = "code";

/** Operators of the builder. What a fact can be asked depends on its type: see `operators.ts`. */
export type Operator =
  | "true"
  | "not-true"
  | "="
  | "!="
  | "<"
  | "<="
  | ">"
  | ">="
  | "between"
  | "in"
  | "not-in"
  | "has"
  | "has-not"
  | "unknown"
  | "known"
  | "code";

/** The builder's form of a condition. */
export function toQuery(logic: Logic): ConditionGroup {
  const group = toGroup(logic);
  if (group) return group;
  // A condition that is one part alone: it stays one when it goes back.
  return { combinator: "and", rules: logic === true ? [] : [toPart(logic)], source: logic };
}

/** The condition that the builder's form says. */
export function fromQuery(group: ConditionGroup): Logic {
  const { source } = group;
  if (source !== undefined && isSame(plain(toQuery(source)), plain(group))) return source;
  const isBare = source !== undefined && !toGroup(source);
  const [only] = group.rules;
  if (group.rules.length === 0) return true;
  if (isBare && group.rules.length === 1 && only && !isGroup(only) && !group.not) return fromPart(only);
  return fromGroup(group);
}

function isGroup(one: ConditionPart | RuleGroupType<ConditionPart>): one is RuleGroupType<ConditionPart> {
  return "rules" in one;
}

function toGroup(logic: Logic): ConditionGroup | undefined {
  const operation = operationOf(logic);
  if (!operation) return undefined;
  const [operator, args] = operation;
  if (operator === "!" && args.length === 1) {
    const inner = toGroup(args[0]);
    return inner && !inner.not ? { ...inner, not: true, source: logic } : undefined;
  }
  if ((operator !== "and" && operator !== "or") || args.length === 0) return undefined;
  return { combinator: operator, rules: args.map((part) => toGroup(part) ?? toPart(part)), source: logic };
}

function fromGroup(group: ConditionGroup): Logic {
  const { source, combinator, rules, not } = group;
  if (source !== undefined) {
    const was = toGroup(source);
    if (was && isSame(plain(was), plain(group))) return source;
  }
  const parts = rules.map((one) => (isGroup(one) ? fromGroup(one) : fromPart(one)));
  const logic = parts.length === 0 ? true : { [combinator]: parts };
  return not ? { "!": [logic] } : logic;
}

/** Without what the builder adds, and without the sources: what it says. */
function plain(one: RuleGroupType<ConditionPart> | ConditionPart): unknown {
  if (!isGroup(one)) return { field: one.field, operator: one.operator, value: one.value };
  return { combinator: one.combinator, not: Boolean(one.not), rules: one.rules.map(plain) };
}

const comparisons: Record<string, { straight: Operator; turned: Operator }> = {
  "==": { straight: "=", turned: "=" },
  "!=": { straight: "!=", turned: "!=" },
  "<": { straight: "<", turned: ">" },
  "<=": { straight: "<=", turned: ">=" },
  ">": { straight: ">", turned: "<" },
  ">=": { straight: ">=", turned: "<=" },
};

function toPart(logic: Logic): ConditionPart {
  const known = simplePart(logic);
  return { ...(known ?? { field: CODE, operator: "code", value: JSON.stringify(logic, null, 2) }), source: logic };
}

interface Said {
  field: string;
  operator: Operator;
  value: unknown;
}

/** The part in the builder's words; undefined where it has none. */
function simplePart(logic: Logic): Said | undefined {
  const operation = operationOf(logic);
  if (!operation) return undefined;
  const [operator, args] = operation;
  const [first, second, third] = args;
  if (operator === "var") {
    const field = factIn(logic);
    return field === undefined ? undefined : { field, operator: "true", value: null };
  }
  if (operator === "!" && args.length === 1) return negated(first);
  if (operator === "in" && args.length === 2) return membership(first, second);
  if (operator === "<=" && args.length === 3) {
    const field = factIn(second);
    const isRange = typeof first === "number" && typeof third === "number";
    return field !== undefined && isRange ? { field, operator: "between", value: [first, third] } : undefined;
  }
  const comparison = comparisons[operator];
  if (!comparison || args.length !== 2) return undefined;
  const left = factIn(first);
  const right = factIn(second);
  if (left !== undefined) return compared(comparison.straight, left, second);
  return right === undefined ? undefined : compared(comparison.turned, right, first);
}

function compared(operator: Operator, field: string, value: Logic): Said | undefined {
  if (value === null) {
    if (operator === "=") return { field, operator: "unknown", value: null };
    return operator === "!=" ? { field, operator: "known", value: null } : undefined;
  }
  if (typeof value === "number") return { field, operator, value };
  const isWord = typeof value === "string" && (operator === "=" || operator === "!=");
  return isWord ? { field, operator, value } : undefined;
}

function negated(inner: Logic): Said | undefined {
  const field = factIn(inner);
  if (field !== undefined) return { field, operator: "not-true", value: null };
  const said = simplePart(inner);
  if (said?.operator === "in") return { ...said, operator: "not-in" };
  return said?.operator === "has" ? { ...said, operator: "has-not" } : undefined;
}

function membership(needle: Logic, hay: Logic): Said | undefined {
  const fact = factIn(needle);
  const areWords = Array.isArray(hay) && hay.length > 0 && hay.every((one) => typeof one === "string");
  if (fact !== undefined && areWords) return { field: fact, operator: "in", value: hay };
  const list = factIn(hay);
  return list !== undefined && typeof needle === "string" ? { field: list, operator: "has", value: needle } : undefined;
}

function fromPart(part: ConditionPart): Logic {
  if (part.source !== undefined && isSame(plain(toPart(part.source)), plain(part))) return part.source;
  const { field, value } = part;
  const operator = part.operator as Operator;
  const fact = { var: field };
  switch (operator) {
    case "true":
      return fact;
    case "not-true":
      return { "!": [fact] };
    case "unknown":
      return { "==": [fact, null] };
    case "known":
      return { "!=": [fact, null] };
    case "=":
      return { "==": [fact, value] };
    case "between": {
      const [from, to] = Array.isArray(value) ? value : [value, value];
      return { "<=": [from, fact, to] };
    }
    case "in":
      return { in: [fact, listOf(value)] };
    case "not-in":
      return { "!": [{ in: [fact, listOf(value)] }] };
    case "has":
      return { in: [value, fact] };
    case "has-not":
      return { "!": [{ in: [value, fact] }] };
    case "code": {
      const logic = parsed(value);
      return logic === undefined ? (part.source ?? true) : logic;
    }
    default:
      return { [operator]: [fact, value] };
  }
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [value];
}

/** What a text of code says; undefined while it can't be read. */
export function parsed(text: unknown): Logic | undefined {
  try {
    return JSON.parse(String(text)) as Logic;
  } catch {
    return undefined;
  }
}
