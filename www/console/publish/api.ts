// Publishing, rolling back, and what waits.
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { ask } from "../api/client";
import { scheduledKey, useRefreshRules, versionsKey } from "../api/rules";
import type { Draft, LiveNow, Scheduled, Versions } from "../api/types";

export interface Publication {
  note: string;
  /** The live version that the draft was reviewed against; `null` where there was none. */
  seen: number | null;
  /** RFC 3339; at once when missing. */
  at?: string;
  revision: number;
}

/** What came of it: live now, or waiting. */
export type Published = LiveNow | { scheduled: Scheduled };

export function usePublish() {
  const refresh = useRefreshRules();
  return useMutation({
    mutationFn: ({ revision, ...body }: Publication) =>
      ask<Published>("/v1/rules/publish", { method: "POST", body, ifMatch: revision }),
    onSuccess: refresh,
  });
}

export function useRollBack() {
  const refresh = useRefreshRules();
  return useMutation({
    mutationFn: (body: { to: number; note: string; seen: number | null }) =>
      ask<LiveNow>("/v1/rules/rollback", { method: "POST", body }),
    onSuccess: refresh,
  });
}

/** Throws the draft's changes away. */
export function useDiscard() {
  return useMutation({
    mutationFn: (revision: number) => ask<Draft>("/v1/draft", { method: "DELETE", ifMatch: revision }),
  });
}

export function useCallOff() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => ask(`/v1/rules/scheduled/${encodeURIComponent(id)}`, { method: "DELETE" }),
    onSettled: () => queries.invalidateQueries({ queryKey: scheduledKey }),
  });
}

/** The history, a page at a time, the latest first. */
export function useVersions() {
  return useInfiniteQuery({
    queryKey: versionsKey,
    queryFn: ({ pageParam }) =>
      ask<Versions>(`/v1/rules/versions?limit=20${pageParam === undefined ? "" : `&before=${pageParam}`}`),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: ({ next }) => next,
  });
}
