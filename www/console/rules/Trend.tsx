// How often a rule's nudge was seen: a number, and the last two weeks as a small line.
import { Box, Group, Text, Tooltip } from "@mantine/core";
import { Sparkline } from "@mantine/charts";
import { Link } from "react-router";
import type { RuleResults } from "../api/types";
import { useWords } from "../words/useWords";

export function Trend({ results, days, ruleId }: { results: RuleResults | undefined; days: number; ruleId: string }) {
  const t = useWords();
  const exposures = results?.exposures ?? 0;
  const byDay = results?.by_day.map((day) => day.exposures) ?? [];
  const label = t("rules.trend", { exposures, days });
  return (
    <Tooltip label={t("rules.trend.help", { days })}>
      <Group
        component={Link}
        // @ts-expect-error Mantine's Group doesn't know the props of the component that it becomes
        to={`/results?rule=${encodeURIComponent(ruleId)}`}
        gap="xs"
        wrap="nowrap"
        c="inherit"
        td="none"
        aria-label={label}
        w={160}
        style={{ whiteSpace: "nowrap" }}
      >
        <Text className="numbers" size="sm" miw={84} ta="end" lh={1.2}>
          {t.number(exposures)}
          <Text span display="block" size="xs" c="dimmed">
            {t("rules.seen", { exposures })}
          </Text>
        </Text>
        {exposures > 0 ? (
          <Sparkline
            data={byDay}
            w={64}
            h={24}
            color="pine.6"
            fillOpacity={0.15}
            strokeWidth={1.5}
            curveType="monotone"
            aria-hidden
          />
        ) : (
          <Box w={64} />
        )}
      </Group>
    </Tooltip>
  );
}
