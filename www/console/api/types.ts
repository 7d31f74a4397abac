// What the control server's API gives and takes: docs/server-api.md, and `cartnudge-server openapi` for every member.
import type { Diagnostic, Rule, RuleDocument } from "cartnudge/authoring";

export const roles = ["viewer", "editor", "publisher", "admin"] as const;
export type Role = (typeof roles)[number];

export interface Person {
  id: string;
  name: string;
  email: string;
  role: Role;
}

export interface Session {
  person: Person;
  csrf_token: string;
}

/** Who did something: `id` is null for the server itself. */
export interface By {
  id: string | null;
  name: string;
}

export interface Edit {
  /** RFC 3339, UTC, like all times. */
  edited_at: string;
  edited_by: By;
}

export interface Draft {
  document: RuleDocument;
  archived: Rule[];
  /** To be given back with `If-Match`. */
  revision: number;
  /** The live version that it was made from. */
  based_on: number | null;
  edited_at: string | null;
  edited_by: By | null;
  rules: Record<string, Edit>;
}

export interface SavedDraft {
  revision: number;
  diagnostics: Diagnostic[];
  rules: Record<string, Edit>;
}

export interface LiveNow {
  version: number;
  revision: number;
}

export interface Version {
  version: number;
  kind: "publish" | "switch" | "rollback" | "kill_switch" | "scheduled";
  /** Which one a rollback went back to. */
  of?: number;
  note: string;
  rules: number;
  published_at: string;
  published_by: By;
  live: boolean;
}

export interface WholeVersion extends Version {
  document: RuleDocument;
}

export interface Versions {
  versions: Version[];
  next?: number;
}

export interface Scheduled {
  id: string;
  at: string;
  note: string;
  by: By;
  rules: number;
  status: "waiting" | "done" | "held";
  why?: string;
  version?: number;
}

export interface Interactions {
  opened: number;
  accepted: number;
  dismissed: number;
  chat_started: number;
}

export interface DayResults {
  /** Like 2026-11-24, in UTC. */
  day: string;
  exposures: number;
  interactions: number;
  holdouts: number;
}

export interface RuleResults {
  rule_id: string;
  exposures: number;
  interactions: Interactions;
  holdouts: number;
  by_day: DayResults[];
}

export interface Results {
  as_of: string;
  days: number;
  rules: RuleResults[];
}

export interface OrdersFile {
  name: string;
  bytes: number;
  uploaded_at: string;
}
