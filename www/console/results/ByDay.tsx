// What happened day by day, as lines or as a table.
import { LineChart } from "@mantine/charts";
import { Group, SegmentedControl, Stack, Table, Text } from "@mantine/core";
import { useState } from "react";
import type { DayResults } from "../api/types";
import { useWords } from "../words/useWords";

export function ByDay({ days, title }: { days: DayResults[]; title: string }) {
  const t = useWords();
  const [view, setView] = useState("chart");
  const series = ["exposures", "interactions", "holdouts"] as const;
  const colors = { exposures: "pine.6", interactions: "blue.6", holdouts: "gray.6" };
  return (
    <Stack gap="sm">
      <Group justify="space-between">
        <Text fw={600}>{title}</Text>
        <SegmentedControl
          size="xs"
          aria-label={t("results.view")}
          data={[
            { value: "chart", label: t("results.chart") },
            { value: "table", label: t("results.table") },
          ]}
          value={view}
          onChange={setView}
        />
      </Group>
      {view === "chart" ? (
        <div role="img" aria-label={t("results.chart.label", { title })}>
          <LineChart
            h={260}
            data={days.map(({ day, ...counts }) => ({ day: t.day(`${day}T12:00:00Z`), ...counts }))}
            dataKey="day"
            series={series.map((name) => ({ name, label: t(`results.${name}`), color: colors[name] }))}
            withLegend
            curveType="linear"
            xAxisLabel={t("results.axis.day")}
            yAxisLabel={t("results.axis.count")}
            yAxisProps={{ width: 56, allowDecimals: false }}
            xAxisProps={{ minTickGap: 32 }}
          />
        </div>
      ) : (
        <Table.ScrollContainer minWidth={360} mah={320} type="native">
          <Table aria-label={title} className="numbers" stickyHeader>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t("results.axis.day")}</Table.Th>
                {series.map((name) => (
                  <Table.Th key={name} ta="end">
                    {t(`results.${name}`)}
                  </Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {days.toReversed().map((day) => (
                <Table.Tr key={day.day}>
                  <Table.Td>{t.day(`${day.day}T12:00:00Z`)}</Table.Td>
                  {series.map((name) => (
                    <Table.Td key={name} ta="end">
                      {t.number(day[name])}
                    </Table.Td>
                  ))}
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </Stack>
  );
}
