// Requests to the control server: the session's cookie, its CSRF token, and problems thrown as `Problem`.
import { offline, Problem, type ProblemDocument } from "./problem";

export interface Ask {
  method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Sent as JSON, unless it is a `Blob`. */
  body?: unknown;
  /** The draft's revision that was changed. */
  ifMatch?: number;
  signal?: AbortSignal;
}

let csrfToken = "";

/** The session's token, which every change repeats. */
export function rememberCsrfToken(token: string): void {
  csrfToken = token;
}

/** Whoever wants to know that the session has ended. */
let onSignedOut: () => void = () => undefined;

export function whenSignedOut(listener: () => void): void {
  onSignedOut = listener;
}

/** Asks the server; `undefined` for an answer without content. Throws a `Problem`. */
export async function ask<Answer>(path: string, options: Ask = {}): Promise<Answer> {
  const answer = await send(path, options);
  if (answer.status === 204) return undefined as Answer;
  return (await answer.json()) as Answer;
}

/** The answer itself, for what isn't JSON. Throws a `Problem`. */
export async function send(path: string, { method = "GET", body, ifMatch, signal }: Ask = {}): Promise<Response> {
  const headers = new Headers();
  if (method !== "GET") headers.set("x-csrf-token", csrfToken);
  if (ifMatch !== undefined) headers.set("if-match", `"${ifMatch}"`);
  const isFile = body instanceof Blob;
  if (body !== undefined && !isFile) headers.set("content-type", "application/json");
  const content = body === undefined ? null : isFile ? body : JSON.stringify(body);
  const answer = await fetch(path, { method, headers, body: content, signal: signal ?? null }).catch(
    (error: unknown) => {
      if (error instanceof DOMException && error.name === "AbortError") throw error;
      throw offline;
    },
  );
  if (answer.ok) return answer;
  const problem = new Problem(await read(answer));
  if (problem.code === "session_ended" || problem.code === "not_signed_in") onSignedOut();
  throw problem;
}

async function read(answer: Response): Promise<ProblemDocument> {
  const isProblem = answer.headers.get("content-type")?.includes("application/problem+json");
  if (isProblem) return (await answer.json()) as ProblemDocument;
  const detail = `the server answered with status ${answer.status}`;
  return { status: answer.status, code: "unexpected", detail, help: "try again; its log says more" };
}
