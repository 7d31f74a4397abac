// What a rule is doing, in a word and a colour.
import { Badge, Tooltip, type MantineColor } from "@mantine/core";
import { useWords } from "../words/useWords";
import type { RuleState } from "./ruleState";

const colors: Record<RuleState, MantineColor> = {
  live: "pine",
  capped: "pine",
  scheduled: "blue",
  ended: "gray",
  paused: "orange",
  off: "gray",
  draft: "gray",
};

export function StateBadge({ state }: { state: RuleState }) {
  const t = useWords();
  return (
    <Tooltip label={t(`rules.state.${state}.help`)}>
      <Badge
        color={colors[state]}
        variant={state === "draft" ? "outline" : "light"}
        tt="none"
        fw={600}
        autoContrast
        data-state={state}
        miw="max-content"
      >
        {t(`rules.state.${state}`)}
      </Badge>
    </Tooltip>
  );
}

export function DraftMark({ mark }: { mark: "new" | "edited" }) {
  const t = useWords();
  return (
    <Tooltip label={t(`rules.mark.${mark}.help`)}>
      <Badge color="yellow" variant="light" tt="none" fw={600} autoContrast miw="max-content">
        {t(`rules.mark.${mark}`)}
      </Badge>
    </Tooltip>
  );
}
