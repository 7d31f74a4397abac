// A rule's condition in one sentence. What is too involved for one is said to be there, never left out.
import type { Fact } from "cartnudge/authoring";
import type { WordId } from "../words/catalogue";
import type { Speaker } from "../words/useWords";
import { factIn, operationOf } from "./logic";
import { factWord, valueWord } from "./words";

type Logic = unknown;

const comparisons: Record<string, { straight: WordId; turned: WordId }> = {
  "==": { straight: "condition.eq", turned: "condition.eq" },
  "===": { straight: "condition.eq", turned: "condition.eq" },
  "!=": { straight: "condition.ne", turned: "condition.ne" },
  "!==": { straight: "condition.ne", turned: "condition.ne" },
  ">": { straight: "condition.gt", turned: "condition.lt" },
  ">=": { straight: "condition.ge", turned: "condition.le" },
  "<": { straight: "condition.lt", turned: "condition.gt" },
  "<=": { straight: "condition.le", turned: "condition.ge" },
};

/** Says a condition; `facts` gives units. */
export function conditionWords(t: Speaker, logic: Logic, facts: readonly Fact[] = []): string {
  const units = new Map(facts.map(({ name, unit }) => [name, unit]));
  const sentence = new Sentence(t, units).say(logic);
  const [first = ""] = sentence;
  return first.toUpperCase() + sentence.slice(1);
}

class Sentence {
  constructor(
    private readonly t: Speaker,
    private readonly units: ReadonlyMap<string, string | undefined>,
  ) {}

  say(logic: Logic): string {
    const { t } = this;
    if (logic === true) return t("condition.always");
    if (logic === false) return t("condition.never");
    const operation = operationOf(logic);
    if (!operation) return t("condition.more");
    const [operator, args] = operation;
    if (operator === "and" || operator === "or") return this.#join(operator, args);
    if (operator === "var") return this.#flag(args);
    if (operator === "!" || operator === "!!") return this.#negation(operator, args);
    if (operator === "in") return this.#in(args);
    const comparison = comparisons[operator];
    return comparison ? this.#comparison(operator, comparison, args) : t("condition.more");
  }

  #join(operator: "and" | "or", args: Logic[]): string {
    const parts = args.map((part) => {
      const inner = operationOf(part)?.[0];
      const needsBrackets = (inner === "and" || inner === "or") && inner !== operator;
      return needsBrackets ? `(${this.say(part)})` : this.say(part);
    });
    const last = parts.pop();
    if (last === undefined) return this.t("condition.more");
    if (parts.length === 0) return last;
    return this.t(`condition.${operator}`, { parts: parts.join(", "), last });
  }

  #flag(args: Logic[]): string {
    const [name] = args;
    return typeof name === "string" ? this.#fact(name) : this.t("condition.more");
  }

  #negation(operator: string, args: Logic[]): string {
    const [inner] = args;
    if (operator === "!!") return this.say(inner);
    const name = factIn(inner);
    return name === undefined
      ? this.t("condition.not", { what: this.say(inner) })
      : this.t("condition.is-not", { what: this.#fact(name) });
  }

  #in([needle, hay]: Logic[]): string {
    const { t } = this;
    const fact = factIn(needle);
    if (fact !== undefined && Array.isArray(hay)) {
      return t("condition.in", { fact: this.#fact(fact), values: t.list(hay.map((one) => this.#value(fact, one))) });
    }
    const list = factIn(hay);
    if (list === undefined || !isLiteral(needle)) return t("condition.more");
    const id = list === "customer.segments" ? "condition.has" : "condition.contains";
    return t(id, { fact: this.#fact(list), value: this.#value(list, needle) });
  }

  #comparison(operator: string, words: { straight: WordId; turned: WordId }, args: Logic[]): string {
    const { t } = this;
    const [left, middle, right] = args;
    const between = factIn(middle);
    if (args.length === 3 && between !== undefined && isLiteral(left) && isLiteral(right)) {
      const [from, to] = operator.startsWith("<") ? [left, right] : [right, left];
      return t("condition.between", {
        fact: this.#fact(between),
        from: this.#value(between, from),
        to: this.#value(between, to),
      });
    }
    const straight = factIn(left);
    const turned = factIn(middle);
    if (straight !== undefined && isLiteral(middle)) return this.#compared(operator, words.straight, straight, middle);
    if (turned !== undefined && isLiteral(left)) return this.#compared(operator, words.turned, turned, left);
    return t("condition.more");
  }

  #compared(operator: string, word: WordId, name: string, value: unknown): string {
    const { t } = this;
    const fact = this.#fact(name);
    const isEqual = operator.startsWith("==");
    if (value === null) return t(isEqual ? "condition.unknown" : "condition.known", { fact });
    if (typeof value === "boolean" && (isEqual || operator.startsWith("!="))) {
      return value === isEqual ? t("condition.truthy", { fact }) : t("condition.is-not", { what: fact });
    }
    return t(word, { fact, value: this.#value(name, value) });
  }

  /** In English only names have capitals inside a sentence. */
  #fact(name: string): string {
    const word = factWord(this.t, name);
    return this.t.locale.startsWith("en") ? word.charAt(0).toLowerCase() + word.slice(1) : word;
  }

  #value(name: string, value: unknown): string {
    return valueWord(this.t, name, value, this.units.get(name));
  }
}

function isLiteral(value: unknown): boolean {
  return value === null || ["string", "number", "boolean"].includes(typeof value);
}
