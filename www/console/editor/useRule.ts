// The rule that is being edited, and what is wrong with each of its fields.
import type { Diagnostic, Rule } from "cartnudge/authoring";
import { useMemo } from "react";
import { useLive } from "../api/rules";
import { useDraft } from "../draft/DraftProvider";
import { useWords } from "../words/useWords";
import { at, type Path } from "./at";

export interface RuleEditing {
  rule: Rule;
  index: number;
  name: string;
  canEdit: boolean;
  /** Whether shops have this rule: its id stays then. */
  isLive: boolean;
  /** Sets what is at a place of the rule; `undefined` takes it away, and what is left empty above it. */
  set(path: Path, value: unknown): void;
  /** Puts another rule in its place. */
  replace(rule: Rule): void;
  /** What is wrong at a place, and below it. */
  found(path: Path): Diagnostic[];
  /** The first error at the place and below it, in words; for a field. */
  error(path: Path): string | undefined;
}

/** Undefined where the draft has no such rule. */
export function useRule(ruleId: string): RuleEditing | undefined {
  const t = useWords();
  const { content, diagnostics, canEdit, changeRule } = useDraft();
  const live = useLive().data?.document;
  return useMemo(() => {
    const index = content?.document.rules.findIndex(({ id }) => id === ruleId) ?? -1;
    const rule = content?.document.rules[index];
    if (!rule) return undefined;
    const name = rule.name || rule.id;
    const found = (path: Path) => {
      const pointer = ["", "rules", index, ...path].join("/");
      return (diagnostics ?? []).filter((one) => one.pointer === pointer || one.pointer.startsWith(`${pointer}/`));
    };
    return {
      rule,
      index,
      name,
      canEdit,
      isLive: live?.rules.some(({ id }) => id === ruleId) ?? false,
      set: (path, value) =>
        changeRule(
          t("editor.words", { name }),
          ruleId,
          (own) => at(own, path, value) as Rule,
          `${ruleId} ${path.join("/")}`,
        ),
      replace: (next) => changeRule(t("editor.words", { name }), ruleId, () => next, `${ruleId} json`),
      found,
      error: (path) => {
        const [first] = found(path).filter(({ severity }) => severity === "error");
        return first && `${first.message}; ${first.help}`;
      },
    };
  }, [content, diagnostics, canEdit, changeRule, live, ruleId, t]);
}
