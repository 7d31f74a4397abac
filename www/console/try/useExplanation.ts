// What a document decides on an input, and why; or what keeps it from that.
import type { CartnudgeError, DecisionInput, Diagnostic, Explanation, RuleDocument } from "cartnudge/authoring";
import { useMemo } from "react";
import { useAuthoring } from "../authoring/load";

export type Explained = { explanation: Explanation } | { diagnostics: Diagnostic[] };

export function useExplanation(
  rules: RuleDocument | undefined,
  input: DecisionInput | undefined,
): Explained | undefined {
  const authoring = useAuthoring();
  return useMemo(() => {
    if (!authoring || !rules || !input) return undefined;
    try {
      return { explanation: authoring.explain({ rules }, input) };
    } catch (error) {
      const { diagnostics } = error as Partial<CartnudgeError>;
      if (diagnostics) return { diagnostics };
      throw error;
    }
  }, [authoring, rules, input]);
}
