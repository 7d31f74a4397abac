// Whether two JSON values are the same, whatever the order of their keys.

export function isSame(left: unknown, right: unknown): boolean {
  if (Object.is(left, right)) return true;
  if (Array.isArray(left)) {
    return Array.isArray(right) && left.length === right.length && left.every((one, at) => isSame(one, right[at]));
  }
  if (!isObject(left) || !isObject(right) || Array.isArray(right)) return false;
  const keys = defined(left);
  return keys.length === defined(right).length && keys.every((key) => key in right && isSame(left[key], right[key]));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

/** A key whose value is undefined isn't in JSON. */
function defined(object: Record<string, unknown>): string[] {
  return Object.keys(object).filter((key) => object[key] !== undefined);
}
