// The live rules, their history, and what becomes live at once or later.
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { RuleDocument } from "cartnudge/authoring";
import { ask } from "./client";
import type { LiveNow, Results, Scheduled, Versions, WholeVersion } from "./types";

export const liveKey = ["live"] as const;
export const versionsKey = ["versions"] as const;
export const scheduledKey = ["scheduled"] as const;

/** The live version with its document; `null` when nothing was published yet. */
async function readLive(): Promise<WholeVersion | null> {
  const { versions } = await ask<Versions>("/v1/rules/versions?limit=1");
  const [latest] = versions;
  return latest ? ask<WholeVersion>(`/v1/rules/versions/${latest.version}`) : null;
}

export function useLive() {
  return useQuery({ queryKey: liveKey, queryFn: readLive });
}

/** The document of a version, live or not. Versions never change. */
export function useVersion(version: number | undefined) {
  return useQuery({
    queryKey: ["version", version],
    queryFn: () => ask<WholeVersion>(`/v1/rules/versions/${version}`),
    enabled: version !== undefined,
    staleTime: Infinity,
  });
}

export function useScheduled() {
  return useQuery({
    queryKey: scheduledKey,
    queryFn: async () => (await ask<{ scheduled: Scheduled[] }>("/v1/rules/scheduled")).scheduled,
  });
}

/** What became of each rule's nudges in the last days. */
export function useResults(days: number) {
  return useQuery({
    queryKey: ["results", days],
    queryFn: () => ask<Results>(`/v1/results/rules?days=${days}`),
    refetchInterval: 60_000,
  });
}

/** After anything became live: everything about rules is asked for again. */
export function useRefreshRules() {
  const queries = useQueryClient();
  return () =>
    Promise.all(
      [liveKey, versionsKey, scheduledKey, ["draft"]].map((queryKey) => queries.invalidateQueries({ queryKey })),
    );
}

/** One live rule on or off, at once. */
export function useSwitchRule() {
  const refresh = useRefreshRules();
  return useMutation({
    mutationFn: ({ ruleId, enabled }: { ruleId: string; enabled: boolean }) =>
      ask<LiveNow>(`/v1/rules/${encodeURIComponent(ruleId)}`, { method: "PATCH", body: { enabled } }),
    onSettled: refresh,
  });
}

/** Nothing is shown any more, or it is again: at once. */
export function useKillSwitch() {
  const refresh = useRefreshRules();
  return useMutation({
    mutationFn: ({ on, note }: { on: boolean; note: string }) =>
      ask<LiveNow>("/v1/rules/kill-switch", { method: "POST", body: { on, note } }),
    onSettled: refresh,
  });
}

/** The rules without those that are only in the draft. */
export function ruleOf(document: RuleDocument | undefined, ruleId: string) {
  return document?.rules.find(({ id }) => id === ruleId);
}
