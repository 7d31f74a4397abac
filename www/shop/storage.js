// @ts-check
// What the shop remembers. When the browser refuses storage (private mode, a policy, a full disk) it remembers until the page goes.

/** @type {Map<string, string>} */
const memory = new Map();

/** @template T @param {string} key @param {T} fallback @returns {T} */
export function read(key, fallback) {
  let text = memory.get(key) ?? null;
  try {
    text = localStorage.getItem(key) ?? text;
  } catch {
    // blocked: memory has it, or nobody
  }
  if (text === null) return fallback;
  try {
    return JSON.parse(text);
  } catch {
    return fallback;
  }
}

/** @param {string} key @param {unknown} value */
export function write(key, value) {
  const text = JSON.stringify(value);
  memory.set(key, text);
  try {
    localStorage.setItem(key, text);
  } catch {
    // blocked or full: memory has it
  }
}

/** @param {string} prefix */
export function forget(prefix) {
  for (const store of ["localStorage", "sessionStorage"]) {
    try {
      const storage = window[/** @type {"localStorage" | "sessionStorage"} */ (store)];
      Object.keys(storage)
        .filter((key) => key.startsWith(prefix))
        .forEach((key) => storage.removeItem(key));
    } catch {
      // blocked: there is nothing to forget
    }
  }
}
