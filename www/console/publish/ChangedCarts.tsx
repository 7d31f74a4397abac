// Carts on which something else is shown than today: each confirmed by the engine, and to be looked at.
import { Anchor, Button, Group, List, Loader, Stack, Text } from "@mantine/core";
import type { Analysis, RuleDocument } from "cartnudge/authoring";
import { useEffect } from "react";
import { Link } from "react-router";
import { useAnalysis } from "../authoring/useAnalysis";
import { openInput } from "../try/witness";
import { useWords } from "../words/useWords";

export interface ChangedCartsProps {
  live: RuleDocument | undefined;
  draft: RuleDocument;
}

export function ChangedCarts({ live, draft }: ChangedCartsProps) {
  const t = useWords();
  const { state, run, cancel } = useAnalysis();
  // A small document is looked at without being asked to; a large one takes a while.
  const isSmall = draft.rules.length <= 40;
  const start = () => run(draft, { before: live ?? { rules: [] }, overlaps: 0 });
  useEffect(() => {
    if (!isSmall) return undefined;
    const timer = setTimeout(start, 400);
    return () => clearTimeout(timer);
    // A change of either document asks anew.
  }, [draft, live]);
  if (state.status === "idle") {
    return isSmall ? null : (
      <Button variant="default" onClick={start} w="fit-content">
        {t("publish.carts.find")}
      </Button>
    );
  }
  if (state.status === "running") {
    return (
      <Group gap="sm" role="status">
        <Loader size="xs" />
        <Text size="sm">{t("publish.carts.looking")}</Text>
        <Button size="compact-sm" variant="subtle" onClick={cancel}>
          {t("cancel")}
        </Button>
      </Group>
    );
  }
  if (state.status === "failed") return <Text c="dimmed">{t("publish.carts.failed", { why: state.error })}</Text>;
  return <Found analysis={state.analysis} live={live} draft={draft} />;
}

function Found({ analysis, live, draft }: { analysis: Analysis } & ChangedCartsProps) {
  const t = useWords();
  const nameOf = (id: string) =>
    (draft.rules.find((rule) => rule.id === id) ?? live?.rules.find((rule) => rule.id === id))?.name || id;
  const shown = (ids: string[]) => (ids.length === 0 ? t("publish.carts.nothing") : t.list(ids.map(nameOf)));
  const differences = analysis.changes.flatMap(({ rule_id: ruleId, gained, lost }) =>
    [gained, lost].flatMap((difference) => (difference ? [{ ruleId, ...difference }] : [])),
  );
  if (differences.length === 0) return <Text c="dimmed">{t("publish.carts.none")}</Text>;
  return (
    <Stack gap="xs">
      <Text size="sm" c="dimmed">
        {t("publish.carts.about")}
      </Text>
      <List spacing="xs">
        {differences.map(({ ruleId, was, now, witness }, at) => (
          <List.Item key={`${ruleId} ${at}`}>
            {t("publish.carts.differ", { was: shown(was), now: shown(now) })}{" "}
            <Anchor component={Link} to={openInput(witness.input, ruleId)} underline="always">
              {t("publish.carts.show")}
            </Anchor>
          </List.Item>
        ))}
      </List>
    </Stack>
  );
}
