// What is shown, and where it goes.
import { Autocomplete, Group, SegmentedControl, Select, Stack, Text } from "@mantine/core";
import { laterTypes, shownTypes } from "../facts/nudgeTypes";
import { typeWord } from "../facts/words";
import { useDraft } from "../draft/DraftProvider";
import { useWords } from "../words/useWords";
import { FoundHere, Section } from "./Section";
import type { RuleEditing } from "./useRule";

const usualPlacements = ["cart.summary", "product.sizes", "corner"];

export function WhatSection({ editing: { rule, canEdit, set, found, error } }: { editing: RuleEditing }) {
  const t = useWords();
  const used = useDraft().content?.document.rules.flatMap(({ nudge }) => nudge.placement ?? []) ?? [];
  const item = (type: string) => ({ value: type, label: typeWord(t, type) });
  return (
    <Section id="what" title={t("editor.what")}>
      <Stack gap="md">
        <Group align="flex-start" gap="md">
          <Select
            label={t("editor.type")}
            data={[
              { group: t("editor.type.now"), items: shownTypes.map(item) },
              { group: t("editor.type.later"), items: laterTypes.map(item) },
            ]}
            value={rule.nudge.type}
            onChange={(type) => type && set(["nudge", "type"], type)}
            allowDeselect={false}
            disabled={!canEdit}
            error={error(["nudge", "type"])}
            flex="1 1 220px"
          />
          <Autocomplete
            label={t("editor.placement")}
            description={t("editor.placement.help")}
            inputWrapperOrder={["label", "input", "description", "error"]}
            data={[...new Set([...usualPlacements, ...used])]}
            value={rule.nudge.placement ?? ""}
            onChange={(place) => set(["nudge", "placement"], place === "" ? undefined : place)}
            placeholder="corner"
            disabled={!canEdit}
            error={error(["nudge", "placement"])}
            flex="1 1 220px"
          />
        </Group>
        <div>
          <Text size="sm" fw={500} mb={4} id="scope-label">
            {t("editor.scope")}
          </Text>
          <SegmentedControl
            aria-labelledby="scope-label"
            data={[
              { value: "line", label: t("editor.scope.line") },
              { value: "cart", label: t("editor.scope.cart") },
            ]}
            value={rule.scope ?? "line"}
            onChange={(scope) => set(["scope"], scope)}
            disabled={!canEdit}
          />
        </div>
        <FoundHere
          diagnostics={[...found(["nudge", "type"]), ...found(["scope"])].filter(
            ({ severity }) => severity === "warning",
          )}
        />
      </Stack>
    </Section>
  );
}
