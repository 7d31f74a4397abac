// What the server answers when it refuses, and what is thrown for it here.
import type { Diagnostic } from "cartnudge/authoring";

/** RFC 9457, as docs/server-api.md says it. */
export interface ProblemDocument {
  status: number;
  code: string;
  detail: string;
  help: string;
  /** JSON pointer into the request's body. */
  pointer?: string;
  /** Of a rule document that isn't published. */
  diagnostics?: Diagnostic[];
  /** What is there now, of a 412. */
  current?: unknown;
  live?: number | null;
}

/** A refused request, or one without an answer (`status` 0, `code` `offline`). */
export class Problem extends Error {
  override name = "Problem";

  constructor(readonly about: ProblemDocument) {
    super(`${about.detail}: ${about.help}`);
  }

  get status(): number {
    return this.about.status;
  }

  get code(): string {
    return this.about.code;
  }
}

export function isProblem(error: unknown, code?: string): error is Problem {
  return error instanceof Problem && (code === undefined || error.code === code);
}

export const offline = new Problem({
  status: 0,
  code: "offline",
  detail: "the server doesn't answer",
  help: "check the connection; what you typed is kept",
});
