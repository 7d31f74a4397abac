// What became of each rule's nudges: seen, used, closed, withheld. What it prevented comes when outcomes are known.
import { Alert, Anchor, Badge, Button, Card, Group, Menu, Select, Stack, Table, Text, Tooltip } from "@mantine/core";
import { IconChartBar, IconDownload } from "@tabler/icons-react";
import { Link, useSearchParams } from "react-router";
import { useResults } from "../api/rules";
import type { DayResults, Results, RuleResults } from "../api/types";
import { useDraft } from "../draft/DraftProvider";
import { PageTitle } from "../parts/PageTitle";
import { EmptyState, ErrorState, Loading } from "../parts/states";
import { TypeIcon } from "../rules/TypeIcon";
import { useWords } from "../words/useWords";
import type { WordId } from "../words/catalogue";
import { ByDay } from "./ByDay";
import { ShareText } from "./ShareText";

const periods = ["7", "14", "30", "90"];

export default function ResultsPage() {
  const t = useWords();
  const [params, setParams] = useSearchParams();
  const days = periods.includes(params.get("days") ?? "") ? String(params.get("days")) : "14";
  const results = useResults(Number(days));
  const change = (name: string, value: string | null) => {
    const next = new URLSearchParams(params);
    if (value === null) next.delete(name);
    else next.set(name, value);
    setParams(next, { replace: true });
  };
  return (
    <>
      <PageTitle
        title={t("nav.results")}
        about={t("results.about")}
        actions={
          <>
            <Select
              aria-label={t("results.period")}
              data={periods.map((value) => ({ value, label: t("results.days", { days: Number(value) }) }))}
              value={days}
              onChange={(value) => change("days", value)}
              allowDeselect={false}
              w={160}
            />
            <Export />
          </>
        }
      />
      {results.isPending && <Loading />}
      {results.isError && <ErrorState error={results.error} retry={() => void results.refetch()} />}
      {results.data && (
        <Shown results={results.data} chosen={params.get("rule")} onChoose={(rule) => change("rule", rule)} />
      )}
    </>
  );
}

/** The events themselves, for the warehouse. */
function Export() {
  const t = useWords();
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="default" leftSection={<IconDownload size={18} aria-hidden />}>
          {t("results.export")}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {(["ndjson", "parquet"] as const).map((format) => (
          <Menu.Item
            key={format}
            component="a"
            href={`/v1/events/export?format=${format}`}
            download={`events.${format}`}
          >
            {t(`results.export.${format}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

interface ShownProps {
  results: Results;
  chosen: string | null;
  onChoose(rule: string | null): void;
}

function Shown({ results, chosen, onChoose }: ShownProps) {
  const t = useWords();
  const { content } = useDraft();
  const rules = content?.document.rules ?? [];
  const known = [...rules, ...(content?.archived ?? [])];
  const nameOf = (id: string) => known.find((rule) => rule.id === id)?.name || id;
  const own = results.rules.find(({ rule_id: id }) => id === chosen);
  if (results.rules.length === 0) {
    return (
      <EmptyState
        icon={IconChartBar}
        title={t("results.empty")}
        action={
          <Button component={Link} to="/settings/signals" variant="default">
            {t("results.empty.do")}
          </Button>
        }
      >
        {t("results.empty.about")}
      </EmptyState>
    );
  }
  return (
    <Stack gap="lg">
      {chosen !== null && (
        <Group gap="sm">
          <Badge variant="light" tt="none" size="lg" autoContrast>
            {nameOf(chosen)}
          </Badge>
          <Anchor component="button" type="button" size="sm" underline="always" onClick={() => onChoose(null)}>
            {t("results.all")}
          </Anchor>
          <Anchor component={Link} to={`/rules/${encodeURIComponent(chosen)}`} size="sm" underline="always">
            {t("results.open-rule")}
          </Anchor>
        </Group>
      )}
      {chosen !== null && !own && <Alert>{t("results.none", { name: nameOf(chosen) })}</Alert>}
      <Card withBorder padding="lg" component="section" aria-label={t("results.by-day")}>
        <ByDay
          days={own ? own.by_day : sumOf(results.rules)}
          title={chosen !== null && own ? nameOf(chosen) : t("results.by-day")}
        />
      </Card>
      <RuleTable results={results} nameOf={nameOf} onChoose={onChoose} />
      <Alert variant="light" color="gray" title={t("results.later")}>
        {t("results.later.about")}
      </Alert>
      <Text size="xs" c="dimmed">
        {t("results.as-of", { at: t.time(results.as_of) })}
      </Text>
    </Stack>
  );
}

function sumOf(rules: RuleResults[]): DayResults[] {
  const [first] = rules;
  return (first?.by_day ?? []).map(({ day }, at) => {
    const total = (key: "exposures" | "interactions" | "holdouts") =>
      rules.reduce((sum, rule) => sum + (rule.by_day[at]?.[key] ?? 0), 0);
    return { day, exposures: total("exposures"), interactions: total("interactions"), holdouts: total("holdouts") };
  });
}

const actions = ["opened", "accepted", "dismissed", "chat_started"] as const;

interface RuleTableProps {
  results: Results;
  nameOf(id: string): string;
  onChoose(rule: string): void;
}

function RuleTable({ results, nameOf, onChoose }: RuleTableProps) {
  const t = useWords();
  const { content } = useDraft();
  const typeOf = (id: string) =>
    [...(content?.document.rules ?? []), ...(content?.archived ?? [])].find((rule) => rule.id === id)?.nudge.type ?? "";
  const isGone = (id: string) => !content?.document.rules.some((rule) => rule.id === id);
  return (
    <Table.ScrollContainer minWidth={720} type="native">
      <Table verticalSpacing="sm" aria-label={t("results.by-rule")}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t("results.rule")}</Table.Th>
            <Head word="results.exposures" help="results.exposures.help" />
            {actions.map((action) => (
              <Head key={action} word={`results.${action}`} help={`results.${action}.help`} />
            ))}
            <Head word="results.holdouts" help="results.holdouts.help" />
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {results.rules
            .toSorted((left, right) => right.exposures - left.exposures)
            .map(({ rule_id: id, exposures, interactions, holdouts }) => (
              <Table.Tr key={id}>
                <Table.Td>
                  <Group gap="xs" wrap="nowrap">
                    <TypeIcon type={typeOf(id)} />
                    <Anchor component="button" type="button" ta="start" onClick={() => onChoose(id)}>
                      {nameOf(id)}
                    </Anchor>
                    {content && isGone(id) && (
                      <Badge variant="light" color="gray" tt="none" autoContrast miw="max-content">
                        {t("results.gone")}
                      </Badge>
                    )}
                  </Group>
                </Table.Td>
                <Table.Td ta="end" className="numbers">
                  {t.number(exposures)}
                </Table.Td>
                {actions.map((action) => (
                  <Table.Td key={action} ta="end">
                    <Text size="sm" className="numbers">
                      {t.number(interactions[action])}
                    </Text>
                    <ShareText count={interactions[action]} of={exposures} meaning={t(`results.${action}.help`)} />
                  </Table.Td>
                ))}
                <Table.Td ta="end" className="numbers">
                  {t.number(holdouts)}
                </Table.Td>
              </Table.Tr>
            ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function Head({ word, help }: { word: WordId; help: WordId }) {
  const t = useWords();
  return (
    <Table.Th ta="end">
      <Tooltip label={t(help)}>
        <span tabIndex={0} style={{ textDecoration: "underline dotted", textUnderlineOffset: 3 }}>
          {t(word)}
        </span>
      </Tooltip>
    </Table.Th>
  );
}
