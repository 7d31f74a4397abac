// What a simulation came to: whom, what it met, against what is live, and what of the file couldn't be used.
import { BarChart } from "@mantine/charts";
import {
  Alert,
  Anchor,
  Button,
  Card,
  Code,
  Group,
  SegmentedControl,
  Select,
  SimpleGrid,
  Stack,
  Table,
  Text,
  Title,
} from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import type { ReachedPart, ReachedRow, SimulationReport } from "cartnudge/authoring";
import { useMemo, useState, type ReactNode } from "react";
import { Link } from "react-router";
import { useDraft } from "../draft/DraftProvider";
import { valueWord } from "../facts/words";
import { useWords } from "../words/useWords";
import { Figure, useFigures } from "./Figures";
import type { About } from "./running";

export interface ReportProps {
  report: SimulationReport;
  about: About;
  seconds: number;
  /** The rule that was asked for. */
  focus: string | null;
}

export function Report({ report, about, seconds, focus }: ReportProps) {
  const t = useWords();
  const { content } = useDraft();
  const [chosen, choose] = useState<string | null>(null);
  const wanted = chosen ?? focus ?? "";
  const row = report.reached.rules.find(({ rule_id: id }) => id === wanted) ?? report.reached.any;
  const nameOf = (id: string | undefined) =>
    id === undefined ? t("simulate.all-rules") : content?.document.rules.find((rule) => rule.id === id)?.name || id;
  return (
    <Stack gap="md" data-report>
      <Summary report={report} about={about} seconds={seconds} />
      <Alert color="gray" variant="light">
        {t("simulate.honest")}
      </Alert>
      <Panel
        title={t("simulate.reach")}
        side={
          <Select
            aria-label={t("simulate.rule")}
            data={[
              { value: "", label: t("simulate.all-rules") },
              ...report.reached.rules.map(({ rule_id: id = "" }) => ({ value: id, label: nameOf(id) })),
            ]}
            value={row.rule_id ?? ""}
            onChange={(id) => choose(id)}
            allowDeselect={false}
            w={280}
          />
        }
      >
        <Reach row={row} report={report} />
      </Panel>
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
        <Panel title={t("simulate.segments")}>
          <Parts
            parts={row.segments}
            fact="customer.segments"
            title={t("simulate.segments")}
            axis={t("simulate.axis.segment")}
          />
        </Panel>
        <Panel title={t("simulate.bands")}>
          <Parts parts={row.bands} fact="cart.band" title={t("simulate.bands")} axis={t("simulate.axis.band")} />
        </Panel>
      </SimpleGrid>
      <Panel title={t("simulate.by-rule")}>
        <ByRule report={report} nameOf={nameOf} />
      </Panel>
      <Panel title={t("simulate.file.title")}>
        <FileLines report={report} />
      </Panel>
    </Stack>
  );
}

function Panel({ title, side, children }: { title: string; side?: ReactNode; children: ReactNode }) {
  return (
    <Card withBorder padding="lg" component="section" aria-label={title} style={{ overflow: "visible" }}>
      <Group justify="space-between" mb="md">
        <Title order={2} size="h4">
          {title}
        </Title>
        {side}
      </Group>
      {children}
    </Card>
  );
}

function Summary({ report, about, seconds }: Omit<ReportProps, "focus">) {
  const t = useWords();
  const { carts } = report;
  const command = [
    "cartnudge replay --rules draft.json",
    about.against ? "--against live.json" : "",
    `--order-lines ${about.file || "orders.csv"}`,
    about.lag === 31 ? "" : `--outcome-lag ${about.lag}`,
    "--json report.json",
  ]
    .filter(Boolean)
    .join(" ");
  const url = useMemo(
    () => URL.createObjectURL(new Blob([JSON.stringify(report, null, 2)], { type: "application/json" })),
    [report],
  );
  return (
    <Group justify="space-between" align="flex-start">
      <div>
        <Text fw={600} role="status">
          {t("simulate.done", {
            carts: carts.carts,
            from: carts.first ? t.day(carts.first) : "–",
            until: carts.last ? t.day(carts.last) : "–",
          })}
        </Text>
        <Text size="sm" c="dimmed">
          {t("simulate.done.more", {
            file: about.file,
            known: carts.of_known_customers,
            lag: report.outcome_lag_days,
            model: report.model?.id ?? "–",
            seconds: t.number(seconds, { maximumFractionDigits: 1 }),
          })}
        </Text>
        <details>
          <Text component="summary" size="sm" c="dimmed" style={{ cursor: "pointer" }}>
            {t("simulate.terminal")}
          </Text>
          <Code block>{command}</Code>
        </details>
      </div>
      <Button
        component="a"
        href={url}
        download="report.json"
        variant="default"
        size="xs"
        leftSection={<IconDownload size={16} aria-hidden />}
      >
        {t("simulate.download")}
      </Button>
    </Group>
  );
}

function Reach({ row, report }: { row: ReachedRow; report: SimulationReport }) {
  const t = useWords();
  const { rate, amount } = useFigures();
  return (
    <Stack gap="lg">
      <SimpleGrid cols={{ base: 2, sm: 3 }} spacing="md">
        <Figure
          label={t("simulate.carts")}
          meaning={t("simulate.carts.help")}
          value={t.number(row.carts)}
          uncertainty={t("simulate.of", { of: report.carts.carts })}
        />
        <Figure label={t("simulate.share")} meaning={t("simulate.share.help")} {...rate(row.share)} />
        <Figure
          label={t("simulate.customers")}
          meaning={t("simulate.customers.help")}
          value={t.number(row.customers)}
          uncertainty={t("simulate.unknown-customers", { count: row.of_unknown_customers })}
        />
        <Figure label={t("simulate.returned")} meaning={t("simulate.returned.help")} {...rate(row.outcome.rate)} />
        <Figure
          label={t("simulate.lines")}
          meaning={t("simulate.lines.help")}
          value={t.number(row.lines)}
          uncertainty={t("simulate.lines.known", { returned: row.outcome.returned, lines: row.outcome.lines })}
        />
      </SimpleGrid>
      {row.values.map(({ currency, value, at_stake: stake, at_stake_with_outcome: told, returned }) => (
        <SimpleGrid key={currency} cols={{ base: 2, sm: 3 }} spacing="md">
          <Figure
            label={t("simulate.value", { currency })}
            meaning={t("simulate.value.help")}
            value={t.money(value, currency, { maximumFractionDigits: 0 })}
          />
          <Figure label={t("simulate.stake")} meaning={t("simulate.stake.help")} {...amount(stake, currency)} />
          <Figure
            label={t("simulate.came-back")}
            meaning={t("simulate.came-back.help", { told: t.money(told, currency, { maximumFractionDigits: 0 }) })}
            {...amount(returned, currency)}
          />
        </SimpleGrid>
      ))}
      {row.against && <Against against={row.against} version={report.against_version} />}
    </Stack>
  );
}

function Against({ against, version }: { against: NonNullable<ReachedRow["against"]>; version: number | undefined }) {
  const t = useWords();
  const { amount } = useFigures();
  return (
    <Stack gap="sm">
      <Title order={3} size="h5">
        {t("simulate.against", { version: version ?? 0 })}
      </Title>
      <SimpleGrid cols={{ base: 2, sm: 4 }} spacing="md">
        <Figure label={t("simulate.newly")} meaning={t("simulate.newly.help")} value={t.number(against.newly)} />
        <Figure
          label={t("simulate.no-longer")}
          meaning={t("simulate.no-longer.help")}
          value={t.number(against.no_longer)}
        />
        <Figure label={t("simulate.same")} meaning={t("simulate.same.help")} value={t.number(against.same)} />
        <Figure label={t("simulate.other")} meaning={t("simulate.other.help")} value={t.number(against.other)} />
      </SimpleGrid>
      {against.values.map(({ currency, at_stake: stake, returned }) => (
        <SimpleGrid key={currency} cols={{ base: 2 }} spacing="md">
          <Figure
            label={t("simulate.stake.difference")}
            meaning={t("simulate.stake.help")}
            {...amount(stake, currency)}
          />
          <Figure
            label={t("simulate.came-back.difference")}
            meaning={t("simulate.difference.help")}
            {...amount(returned, currency)}
          />
        </SimpleGrid>
      ))}
    </Stack>
  );
}

interface PartsProps {
  parts: ReachedPart[];
  fact: string;
  title: string;
  axis: string;
}

/** Of all carts of a kind, how many were reached: as bars or as a table. */
function Parts({ parts, fact, title, axis }: PartsProps) {
  const t = useWords();
  const [view, setView] = useState("chart");
  const shown = parts.filter(({ of }) => of > 0);
  if (shown.length === 0) return <Text c="dimmed">{t("simulate.nobody")}</Text>;
  return (
    <Stack gap="sm">
      <SegmentedControl
        size="xs"
        w="fit-content"
        aria-label={t("results.view")}
        data={[
          { value: "chart", label: t("results.chart") },
          { value: "table", label: t("results.table") },
        ]}
        value={view}
        onChange={setView}
      />
      {view === "chart" ? (
        <div role="img" aria-label={t("results.chart.label", { title })}>
          <BarChart
            h={220}
            data={shown.map(({ name, carts, of }) => ({
              name: valueWord(t, fact, name),
              share: Math.round((1_000 * carts) / of) / 10,
            }))}
            dataKey="name"
            series={[{ name: "share", label: t("simulate.part.share"), color: "pine.6" }]}
            xAxisLabel={axis}
            yAxisLabel={t("simulate.part.share")}
            unit=" %"
            yAxisProps={{ width: 64 }}
          />
        </div>
      ) : (
        <Table aria-label={title} className="numbers">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{axis}</Table.Th>
              <Table.Th ta="end">{t("simulate.carts")}</Table.Th>
              <Table.Th ta="end">{t("simulate.part.of")}</Table.Th>
              <Table.Th ta="end">{t("simulate.part.share")}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {shown.map(({ name, carts, of }) => (
              <Table.Tr key={name}>
                <Table.Td>{valueWord(t, fact, name)}</Table.Td>
                <Table.Td ta="end">{t.number(carts)}</Table.Td>
                <Table.Td ta="end">{t.number(of)}</Table.Td>
                <Table.Td ta="end">{t.percent(carts / of)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </Stack>
  );
}

function ByRule({ report, nameOf }: { report: SimulationReport; nameOf(id: string | undefined): string }) {
  const t = useWords();
  const { rate } = useFigures();
  return (
    <Table.ScrollContainer minWidth={560} type="native">
      <Table aria-label={t("simulate.by-rule")} verticalSpacing="xs">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t("results.rule")}</Table.Th>
            <Table.Th ta="end">{t("simulate.carts")}</Table.Th>
            <Table.Th ta="end">{t("simulate.returned")}</Table.Th>
            {report.against_version !== undefined && <Table.Th ta="end">{t("simulate.newly")}</Table.Th>}
            {report.against_version !== undefined && <Table.Th ta="end">{t("simulate.no-longer")}</Table.Th>}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {report.reached.rules.map((row) => {
            const { value, uncertainty } = rate(row.outcome.rate);
            return (
              <Table.Tr key={row.rule_id}>
                <Table.Td>
                  <Anchor component={Link} to={`/rules/${encodeURIComponent(row.rule_id ?? "")}`} c="inherit">
                    {nameOf(row.rule_id)}
                  </Anchor>
                </Table.Td>
                <Table.Td ta="end" className="numbers">
                  {t.number(row.carts)}
                </Table.Td>
                <Table.Td ta="end" className="numbers">
                  {value}
                  <Text size="xs" c="dimmed">
                    {uncertainty}
                  </Text>
                </Table.Td>
                {row.against && <Table.Td ta="end">{t.number(row.against.newly)}</Table.Td>}
                {row.against && <Table.Td ta="end">{t.number(row.against.no_longer)}</Table.Td>}
              </Table.Tr>
            );
          })}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

/** What the file's lines came to; nothing is left out silently. */
function FileLines({ report: { lines } }: { report: SimulationReport }) {
  const t = useWords();
  return (
    <Stack gap="sm">
      <Text>
        {t("simulate.file.lines", {
          read: lines.read,
          bought: lines.bought,
          returns: lines.returns,
          skipped: lines.skipped,
        })}
      </Text>
      {lines.skipped_by_reason.map(({ reason, meaning, count, first }) => (
        <details key={reason}>
          <Text component="summary" size="sm" style={{ cursor: "pointer" }}>
            {t("simulate.skipped", { count, meaning })}
          </Text>
          <Text size="sm" c="dimmed" component="ul" my={4} style={{ overflowWrap: "anywhere" }}>
            {first.map(({ line, found }) => (
              <li key={line}>{t("simulate.skipped.line", { line, found })}</li>
            ))}
          </Text>
        </details>
      ))}
    </Stack>
  );
}
