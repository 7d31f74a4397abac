// Reading JsonLogic: an operation is an object with one key.

/** The operator and its arguments; one argument may stand without brackets. */
export function operationOf(logic: unknown): [string, unknown[]] | undefined {
  if (typeof logic !== "object" || logic === null || Array.isArray(logic)) return undefined;
  const entries = Object.entries(logic);
  const [entry] = entries;
  if (!entry || entries.length > 1) return undefined;
  const [operator, args] = entry;
  return [operator, Array.isArray(args) ? args : [args]];
}

/** The fact that a plain `var` names; one with a default is more than that. */
export function factIn(logic: unknown): string | undefined {
  const operation = operationOf(logic);
  const [name] = operation?.[0] === "var" && operation[1].length === 1 ? operation[1] : [];
  return typeof name === "string" && name !== "" ? name : undefined;
}
