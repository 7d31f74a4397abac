// What a rule is doing right now. Whether its schedule is on is the core's answer, by `explain`.
import type { Rule, RuleDocument } from "cartnudge/authoring";
import type { Authoring } from "../authoring/load";
import { isSame } from "../draft/equal";

/**
 * - `live`: shoppers may see it; `capped`: they may, so often and no more
 * - `scheduled`: its time is to come, or it is outside its hours; `ended`: its time is over
 * - `off`: switched off; `paused`: the whole document is, or the kill switch is on
 * - `draft`: it was never published
 */
export const ruleStates = ["live", "capped", "scheduled", "ended", "paused", "off", "draft"] as const;
export type RuleState = (typeof ruleStates)[number];

/** The rules whose schedule isn't on at `now`. Empty for a document with errors: nothing is known of it. */
export function offSchedule(authoring: Authoring, document: RuleDocument, now: number): Set<string> {
  const cart = { currency: "EUR", items: [{ item_id: "any", price: 1 }] };
  const rules = { ...document, paused: false, kill_switch: false };
  try {
    const explained = authoring.explain({ rules }, { cart, now });
    const isOff = ({ subjects }: (typeof explained.rules)[number]) => subjects.some(({ why }) => why === "schedule");
    return new Set(explained.rules.filter(isOff).map(({ rule_id }) => rule_id));
  } catch {
    return new Set();
  }
}

export interface Surroundings {
  /** What is live; undefined when nothing is. */
  live: RuleDocument | undefined;
  /** See `offSchedule`, of the live document. */
  offSchedule: ReadonlySet<string>;
  now: number;
}

/** The state of a rule of the draft, as shoppers have it: by its live form where there is one. */
export function stateOf(rule: Rule, { live, offSchedule: silent, now }: Surroundings): RuleState {
  const published = live?.rules.find(({ id }) => id === rule.id);
  if (!published) return "draft";
  if (published.enabled === false) return "off";
  if (live?.paused || live?.kill_switch) return "paused";
  if (silent.has(rule.id)) return isOver(published.schedule?.until, now) ? "ended" : "scheduled";
  return published.frequency_cap ? "capped" : "live";
}

/** How a rule of the draft stands to what is live. */
export function draftMark(rule: Rule, live: RuleDocument | undefined): "new" | "edited" | undefined {
  const published = live?.rules.find(({ id }) => id === rule.id);
  if (!published) return "new";
  return isSame(published, rule) ? undefined : "edited";
}

/** A wall-clock time is read as this computer's: it only says which of two words fits. */
function isOver(until: string | number | undefined, now: number): boolean {
  return until !== undefined && new Date(until).getTime() <= now;
}
