// Handing an input over to the page Try: too large for an address, so it is kept for this tab under a short key.
import type { DecisionInput } from "cartnudge/authoring";

const PREFIX = "cartnudge-console:input:";

/** Keeps an input, and gives the address that opens it. */
export function openInput(input: DecisionInput, ruleId?: string): string {
  const text = JSON.stringify(input);
  const key = digest(text);
  try {
    sessionStorage.setItem(PREFIX + key, text);
  } catch {
    // Storage is full or blocked: the address itself must carry it then.
    return address(ruleId, "json", text);
  }
  return address(ruleId, "input", key);
}

/** What was kept under a key. */
export function keptInput(key: string): DecisionInput | undefined {
  try {
    return JSON.parse(sessionStorage.getItem(PREFIX + key) ?? "null") ?? undefined;
  } catch {
    return undefined;
  }
}

function address(ruleId: string | undefined, name: string, value: string): string {
  const params = new URLSearchParams({ [name]: value, ...(ruleId === undefined ? {} : { rule: ruleId }) });
  return `/try?${params}`;
}

/** Short and stable: the same input has the same address. FNV-1a, 32 bits, over the text's UTF-16 units. */
function digest(text: string): string {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return (hash >>> 0).toString(36);
}
