// Which rules are listed: what was searched for and chosen, in the address.
import type { Rule } from "cartnudge/authoring";
import { useState } from "react";
import { useSearchParams } from "react-router";
import { ruleStates, type RuleState } from "./ruleState";

export interface Filter {
  search: string;
  state: RuleState | null;
  type: string | null;
}

/** The filter, how to change it, and whether it leaves anything out. The address follows. */
export function useFilter(): [Filter, (change: Partial<Filter>) => void, boolean] {
  const [params, setParams] = useSearchParams();
  // Kept here, too: an address that is set at each letter would lag behind who types fast.
  const [filter, setFilter] = useState<Filter>(() => ({
    search: params.get("q") ?? "",
    state: ruleStates.find((state) => state === params.get("state")) ?? null,
    type: params.get("type"),
  }));
  const change = (next: Partial<Filter>) => {
    const whole = { ...filter, ...next };
    setFilter(whole);
    const entries = { q: whole.search, state: whole.state ?? "", type: whole.type ?? "" };
    setParams(
      Object.entries(entries).filter(([, value]) => value !== ""),
      { replace: true },
    );
  };
  const isOn = filter.search !== "" || filter.state !== null || filter.type !== null;
  return [filter, change, isOn];
}

/** Whether a rule is to be listed. Words are looked for in its name, id, note and what it says. */
export function matches(rule: Rule, state: RuleState, filter: Filter): boolean {
  if (filter.state !== null && filter.state !== state) return false;
  if (filter.type !== null && filter.type !== rule.nudge.type) return false;
  const words = filter.search.toLowerCase().split(/\s+/).filter(Boolean);
  const text = [rule.id, rule.name, rule.note, JSON.stringify(rule.nudge.content ?? "")].join(" ").toLowerCase();
  return words.every((word) => text.includes(word));
}
