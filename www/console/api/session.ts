// Signing in and out, and what somebody's role lets them do.
import { useQuery, useQueryClient, type UseQueryResult } from "@tanstack/react-query";
import { ask, rememberCsrfToken } from "./client";
import { isProblem } from "./problem";
import { roles, type Role, type Session } from "./types";

export const sessionKey = ["session"] as const;

function remembered(session: Session): Session {
  rememberCsrfToken(session.csrf_token);
  return session;
}

/** Who is signed in; `null` when nobody is. */
async function readSession(): Promise<Session | null> {
  try {
    return remembered(await ask<Session>("/v1/session"));
  } catch (error) {
    if (isProblem(error) && error.status === 401) return null;
    throw error;
  }
}

export function useSession(): UseQueryResult<Session | null> {
  return useQuery({ queryKey: sessionKey, queryFn: readSession, staleTime: Infinity });
}

export function useSignIn() {
  const queries = useQueryClient();
  return async (email: string, password: string) => {
    const session = remembered(await ask<Session>("/v1/session", { method: "POST", body: { email, password } }));
    queries.setQueryData(sessionKey, session);
  };
}

export interface Taken {
  token: string;
  password: string;
  name?: string;
  email?: string;
}

/** Takes a one-time link: sets the password and signs in. */
export function useTakeLink() {
  const queries = useQueryClient();
  return async (taken: Taken) => {
    const session = remembered(await ask<Session>("/v1/setup", { method: "POST", body: taken }));
    queries.setQueryData(sessionKey, session);
  };
}

export function useSignOut() {
  const queries = useQueryClient();
  return async () => {
    await ask("/v1/session", { method: "DELETE" });
    queries.setQueryData(sessionKey, null);
    queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== sessionKey[0] });
  };
}

/** Whether somebody with that role may do what needs this one. */
export function allows(role: Role | undefined, needed: Role): boolean {
  return role !== undefined && roles.indexOf(role) >= roles.indexOf(needed);
}

/** Whether who is signed in may do what needs this role. */
export function useAllows(needed: Role): boolean {
  return allows(useSession().data?.person.role, needed);
}
