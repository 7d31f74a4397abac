// What a rule document comes to: unreachable rules, pairs that compete, gaps, carts that change. Runs in a worker.
import type { Analysis, AnalysisOptions, RuleDocument } from "cartnudge/authoring";
import { useCallback, useEffect, useRef, useState } from "react";
import type { AnalysisAnswer, AnalysisRequest } from "./analysis.worker";

export type AnalysisState =
  | { status: "idle" }
  | { status: "running"; since: number }
  | { status: "done"; analysis: Analysis; seconds: number }
  | { status: "failed"; error: string };

export interface Analyzing {
  state: AnalysisState;
  run(document: RuleDocument, options: AnalysisOptions): void;
  cancel(): void;
}

/** The last answer, and the question that it is to: asking the same again takes no time. */
let known: { question: string; state: AnalysisState } | undefined;

export function useAnalysis(): Analyzing {
  const [state, setState] = useState<AnalysisState>({ status: "idle" });
  const worker = useRef<Worker>(undefined);
  const cancel = useCallback(() => {
    worker.current?.terminate();
    worker.current = undefined;
    setState({ status: "idle" });
  }, []);
  useEffect(() => () => worker.current?.terminate(), []);

  const run = useCallback((document: RuleDocument, options: AnalysisOptions) => {
    const request: AnalysisRequest = { document, options };
    const question = JSON.stringify(request);
    if (known?.question === question) {
      setState(known.state);
      return;
    }
    worker.current?.terminate();
    const since = Date.now();
    setState({ status: "running", since });
    const own = new Worker(new URL("./analysis.worker.ts", import.meta.url), { type: "module" });
    worker.current = own;
    const finish = (next: AnalysisState) => {
      own.terminate();
      if (worker.current === own) setState(next);
    };
    own.onmessage = ({ data }: MessageEvent<AnalysisAnswer>) => {
      if ("error" in data) {
        finish({ status: "failed", error: data.error });
        return;
      }
      const done: AnalysisState = { status: "done", analysis: data.analysis, seconds: (Date.now() - since) / 1_000 };
      known = { question, state: done };
      finish(done);
    };
    own.onerror = ({ message }) => finish({ status: "failed", error: message });
    own.postMessage(request);
  }, []);

  return { state, run, cancel };
}
