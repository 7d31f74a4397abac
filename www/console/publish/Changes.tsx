// What differs between two documents, in words.
import { Anchor, Badge, Group, List, Stack, Text } from "@mantine/core";
import type { RuleChange, RuleDocument } from "cartnudge/authoring";
import { useMemo } from "react";
import { Link } from "react-router";
import { useAuthoring } from "../authoring/load";
import { useWords } from "../words/useWords";
import { useLanguage } from "../words/WordsProvider";

const colors = { added: "pine", removed: "red", changed: "yellow", moved: "blue", document: "yellow" } as const;

/** The differences; `undefined` until they are known. */
export function useChanges(
  before: RuleDocument | undefined,
  after: RuleDocument | undefined,
): RuleChange[] | undefined {
  const authoring = useAuthoring();
  const { language } = useLanguage();
  return useMemo(() => {
    if (!authoring || !after) return undefined;
    return authoring.diffRules(before ?? { rules: [] }, after, { locale: language }).changes;
  }, [authoring, before, after, language]);
}

export interface ChangesProps {
  changes: RuleChange[];
  /** Whether rules lead to the editor. */
  isDraft?: boolean;
}

export function Changes({ changes, isDraft = false }: ChangesProps) {
  const t = useWords();
  return (
    <Stack gap="sm" component="ul" p={0} m={0} style={{ listStyle: "none" }} aria-label={t("publish.changes")}>
      {changes.map((change) => (
        <Group
          key={`${change.kind} ${change.pointer} ${change.words}`}
          component="li"
          gap="sm"
          wrap="nowrap"
          align="flex-start"
        >
          <Badge color={colors[change.kind]} variant="light" tt="none" fw={600} autoContrast miw="max-content" mt={3}>
            {t(`publish.kind.${change.kind}`)}
          </Badge>
          <div>
            <Text>{change.words}</Text>
            {isDraft && change.rule_id !== undefined && change.kind !== "removed" && (
              <Anchor component={Link} size="sm" to={`/rules/${encodeURIComponent(change.rule_id)}`}>
                {t("publish.open-rule")}
              </Anchor>
            )}
            {change.details.some(({ before, after }) => isLong(before) || isLong(after)) && <Details change={change} />}
          </div>
        </Group>
      ))}
    </Stack>
  );
}

/** Texts are too long for one sentence of both. */
function isLong(value: unknown): boolean {
  return typeof value === "string" ? value.length > 24 : typeof value === "object" && value !== null;
}

function Details({ change }: { change: RuleChange }) {
  const t = useWords();
  const shown = (value: unknown) =>
    value === undefined ? t("publish.nothing") : typeof value === "string" ? value : JSON.stringify(value);
  return (
    <details>
      <Text component="summary" size="sm" c="dimmed" style={{ cursor: "pointer" }}>
        {t("publish.details")}
      </Text>
      <List size="sm" mt={4} spacing={4} style={{ overflowWrap: "anywhere" }}>
        {change.details.map(({ pointer, field, before, after }) => (
          <List.Item key={pointer}>
            <Text span size="sm" fw={600}>
              {field}
            </Text>
            <Text size="sm">
              <del>{shown(before)}</del>
            </Text>
            <Text size="sm">
              <ins>{shown(after)}</ins>
            </Text>
          </List.Item>
        ))}
      </List>
    </details>
  );
}
