// To whom it is shown: the condition.
import { useMemo } from "react";
import { useAuthoring } from "../authoring/load";
import { conditionWords } from "../facts/conditionWords";
import { Loading } from "../parts/states";
import { useWords } from "../words/useWords";
import { AlwaysHint, ConditionBuilder } from "./conditions/ConditionBuilder";
import { FoundHere, Section } from "./Section";
import type { RuleEditing } from "./useRule";

export function WhomSection({ editing: { rule, canEdit, set, found } }: { editing: RuleEditing }) {
  const t = useWords();
  const authoring = useAuthoring();
  const facts = useMemo(() => authoring?.listFacts(), [authoring]);
  return (
    <Section id="whom" title={t("editor.whom")} about={facts && conditionWords(t, rule.when, facts)}>
      {facts ? (
        <ConditionBuilder
          logic={rule.when}
          scope={rule.scope ?? "line"}
          facts={facts}
          disabled={!canEdit}
          onChange={(when) => set(["when"], when)}
        />
      ) : (
        <Loading />
      )}
      <AlwaysHint logic={rule.when} />
      <FoundHere diagnostics={found(["when"])} />
    </Section>
  );
}
