// A rule's switch: live at once where somebody may publish and the rule is live, else in the draft.
import type { Rule, RuleDocument } from "cartnudge/authoring";
import { useState } from "react";
import { useSwitchRule } from "../api/rules";
import { useAllows } from "../api/session";
import { useDraft } from "../draft/DraftProvider";
import { tellDone, tellProblem } from "../parts/tell";
import { useWords } from "../words/useWords";
import { switched } from "./edits";

export interface RuleSwitch {
  isOn: boolean;
  /** Whether shoppers have it at once. */
  isLive: boolean;
  isDisabled: boolean;
  isBusy: boolean;
  turn(isOn: boolean): void;
}

export function useRuleSwitch(rule: Rule, live: RuleDocument | undefined): RuleSwitch {
  const t = useWords();
  const draft = useDraft();
  const mayPublish = useAllows("publisher");
  const switchRule = useSwitchRule();
  const [wanted, setWanted] = useState<boolean>();
  const published = live?.rules.find(({ id }) => id === rule.id);
  const isLive = mayPublish && published !== undefined;
  const isOn = wanted ?? (isLive ? published.enabled !== false : rule.enabled !== false);
  const name = rule.name || rule.id;

  const turnLive = async (next: boolean, isUndo = false) => {
    setWanted(next);
    try {
      // The server changes its draft, too: what isn't saved yet goes first.
      await draft.flush();
      await switchRule.mutateAsync({ ruleId: rule.id, enabled: next });
      await draft.reload();
      const undo = { label: t("undo"), action: () => void turnLive(!next, true) };
      tellDone(t(next ? "rules.switched.on" : "rules.switched.off", { name }), isUndo ? undefined : undo);
    } catch (error) {
      tellProblem(t("rules.switched.failed", { name }), error);
    } finally {
      setWanted(undefined);
    }
  };

  const turn = (next: boolean) => {
    if (isLive) void turnLive(next);
    else draft.changeRule(t("rules.switch.words", { name }), rule.id, (own) => switched(own, next));
  };

  return { isOn, isLive, isDisabled: !isLive && !draft.canEdit, isBusy: wanted !== undefined, turn };
}
