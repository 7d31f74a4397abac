// The simulation that runs, or ran last: it goes on while other pages of the console are open.
import type { Diagnostic, SimulationReport } from "cartnudge/authoring";
import { useSyncExternalStore } from "react";
import type { Advance, Order, Told } from "./protocol";

export type Running =
  | { status: "idle" }
  | { status: "running"; /** Milliseconds. */ elapsed: number; advance: Advance | undefined }
  | { status: "done"; report: SimulationReport; about: About; seconds: number }
  | { status: "failed"; message: string; diagnostics: Diagnostic[] };

/** What was simulated, for the heading and the terminal. */
export interface About {
  file: string;
  rules: string;
  against: string | undefined;
  lag: number;
}

let state: Running = { status: "idle" };
let worker: Worker | undefined;
const listeners = new Set<() => void>();

function set(next: Running) {
  state = next;
  for (const listener of listeners) listener();
}

export function start(order: Order, about: About): void {
  worker?.terminate();
  const since = Date.now();
  const own = new Worker(new URL("./simulation.worker.ts", import.meta.url), { type: "module" });
  worker = own;
  const finish = (next: Running) => {
    own.terminate();
    if (worker === own) set(next);
  };
  own.onmessage = ({ data }: MessageEvent<Told>) => {
    if (worker !== own) return;
    if (data.kind === "advance") set({ status: "running", elapsed: Date.now() - since, advance: data.advance });
    else if (data.kind === "done")
      finish({ status: "done", report: data.report, about, seconds: (Date.now() - since) / 1_000 });
    else finish({ status: "failed", message: data.message, diagnostics: data.diagnostics });
  };
  own.onerror = ({ message }) => finish({ status: "failed", message, diagnostics: [] });
  set({ status: "running", elapsed: 0, advance: undefined });
  own.postMessage(order);
}

export function cancel(): void {
  worker?.terminate();
  worker = undefined;
  set({ status: "idle" });
}

export function useRunning(): Running {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => state,
  );
}
