// The analysis of a document, apart from the page: a hundred rules take seconds.
import type { Analysis, AnalysisOptions } from "cartnudge/authoring";

export interface AnalysisRequest {
  document: unknown;
  options: AnalysisOptions;
}

export type AnalysisAnswer = { analysis: Analysis } | { error: string };

const scope = self as unknown as {
  onmessage: ((event: MessageEvent<AnalysisRequest>) => void) | null;
  postMessage(answer: AnalysisAnswer): void;
};

scope.onmessage = async ({ data: { document, options } }) => {
  try {
    const { analyzeRules } = await import("cartnudge/authoring");
    scope.postMessage({ analysis: analyzeRules(document, options) });
  } catch (error) {
    scope.postMessage({ error: error instanceof Error ? error.message : String(error) });
  }
};
