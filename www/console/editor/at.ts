// Setting one place of a JSON value, without touching the rest.

export type Path = readonly (string | number)[];

type Json = Record<string, unknown> | unknown[];

/**
 * The value with another one at a place. `undefined` takes the place's key away, and objects that are empty then with
 * it: what isn't said has its default, and isn't written.
 */
export function at(value: unknown, path: Path, next: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return next;
  const container = isJson(value) ? value : typeof key === "number" ? [] : {};
  const inner = at(get(container, key), rest, next);
  const isGone = inner === undefined || (rest.length > 0 && next === undefined && isEmpty(inner));
  if (Array.isArray(container)) {
    const index = Number(key);
    if (isGone) return container.filter((_, place) => place !== index);
    return index < container.length ? container.with(index, inner) : [...container, inner];
  }
  const { [key]: _old, ...others } = container;
  if (isGone) return others;
  // A key that is there keeps its place, so that the document reads as before.
  return key in container ? { ...container, [key]: inner } : { ...others, [key]: inner };
}

function get(container: Json, key: string | number): unknown {
  return (container as Record<string | number, unknown>)[key];
}

function isJson(value: unknown): value is Json {
  return typeof value === "object" && value !== null;
}

function isEmpty(value: unknown): boolean {
  return isJson(value) && !Array.isArray(value) && Object.keys(value).length === 0;
}
