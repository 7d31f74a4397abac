// An input as somebody typed or pasted it: a whole input, or just a cart or its lines. Forgiving in form, never in content.
import type { Cart, DecisionInput } from "cartnudge/authoring";

export type ReadInput = { input: DecisionInput } | { problem: "json" | "shape"; detail: string };

/** What is missing in it comes from `around`: the customer, the page, the time. */
export function readInput(text: string, around: DecisionInput): ReadInput {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { problem: "json", detail: place(text, error) };
  }
  if (isObject(value) && isObject(value.cart)) {
    const { cart, ...rest } = value;
    const now = rest.now === undefined ? { now: around.now } : {};
    return { input: { ...now, ...rest, cart } as unknown as DecisionInput };
  }
  if (isObject(value) && Array.isArray(value.items)) return { input: { ...around, cart: value as unknown as Cart } };
  if (Array.isArray(value) && value.every(isObject)) {
    const [first] = value as { currency?: string }[];
    const currency = first?.currency ?? around.cart.currency;
    return { input: { ...around, cart: { ...(currency ? { currency } : {}), items: value } as unknown as Cart } };
  }
  return { problem: "shape", detail: "" };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Line and column of what can't be read. */
function place(text: string, error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const position = /position (\d+)/.exec(message)?.[1];
  if (position === undefined) return message;
  const before = text.slice(0, Number(position)).split("\n");
  return `${before.length}:${(before.at(-1)?.length ?? 0) + 1}`;
}
