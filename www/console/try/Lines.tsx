// The score of each line, with what weighed how much and what would change it.
import { Badge, Box, Group, Progress, Stack, Table, Text, Tooltip } from "@mantine/core";
import type { Band, Decision, DecisionInput } from "cartnudge/authoring";
import { factWord } from "../facts/words";
import { useWords } from "../words/useWords";
import { changeWords } from "./words";

const colors: Record<Band, string> = { low: "pine", medium: "yellow", high: "orange" };

export function Lines({ decision, input }: { decision: Decision; input: DecisionInput }) {
  const t = useWords();
  const nameOf = (at: number) => {
    const item = input.cart.items[at];
    return [item?.item_name ?? item?.item_id, item?.size].filter(Boolean).join(", ");
  };
  return (
    <Stack gap="md" component="ul" p={0} m={0} style={{ listStyle: "none" }}>
      {decision.lines.map((line, at) => (
        <Box component="li" key={`${line.item_id} ${at}`}>
          <Group justify="space-between" gap="xs" wrap="nowrap">
            <Text fw={600}>{nameOf(at)}</Text>
            <Group gap={6} wrap="nowrap">
              <Badge color={colors[line.band]} variant="light" tt="none" autoContrast miw="max-content">
                {t(`band.${line.band}`)}
              </Badge>
              <Tooltip label={t("try.risk.help")}>
                <Text className="numbers" tabIndex={0}>
                  {t.percent(line.risk, 0)}
                </Text>
              </Tooltip>
            </Group>
          </Group>
          <Progress
            value={line.risk * 100}
            color={colors[line.band]}
            aria-label={t("try.risk", { name: nameOf(at), share: t.percent(line.risk, 0) })}
            mt={4}
          />
          {line.confidence !== "high" && (
            <Text size="sm" c="dimmed" mt={4}>
              {t(`try.confidence.${line.confidence}`)}
            </Text>
          )}
          {line.counterfactuals.length > 0 && (
            <Text size="sm" mt={4}>
              {line.counterfactuals
                .map((one) => t("try.change", { what: changeWords(t, one), share: t.percent(one.risk, 0) }))
                .join(" ")}
            </Text>
          )}
          <Contributions line={line} name={nameOf(at)} />
        </Box>
      ))}
    </Stack>
  );
}

function Contributions({ line, name }: { line: Decision["lines"][number]; name: string }) {
  const t = useWords();
  const parts = line.contributions
    .filter(({ contribution }) => Math.abs(contribution) >= 0.005)
    .toSorted((left, right) => Math.abs(right.contribution) - Math.abs(left.contribution));
  const most = Math.max(...parts.map(({ contribution }) => Math.abs(contribution)), 0.01);
  return (
    <details>
      <Text component="summary" size="sm" c="dimmed" style={{ cursor: "pointer" }}>
        {t("try.contributions", { count: parts.length })}
      </Text>
      <Table.ScrollContainer minWidth={320} type="native">
        <Table fz="sm" verticalSpacing={4} aria-label={t("try.contributions.of", { name })}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t("try.feature")}</Table.Th>
              <Table.Th>{t("try.value")}</Table.Th>
              <Table.Th>
                <Tooltip label={t("try.contribution.help")}>
                  <span tabIndex={0}>{t("try.contribution")}</span>
                </Tooltip>
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {parts.map(({ feature, value, contribution }) => (
              <Table.Tr key={feature}>
                <Table.Td>{factWord(t, feature)}</Table.Td>
                <Table.Td className="numbers">
                  {value === undefined ? t("try.unknown") : t.number(value, { maximumFractionDigits: 3 })}
                </Table.Td>
                <Table.Td className="numbers">
                  <Group gap={6} wrap="nowrap">
                    <Box
                      w={(Math.abs(contribution) / most) * 60}
                      h={8}
                      bg={contribution > 0 ? "orange.6" : "pine.6"}
                      style={{ borderRadius: 4 }}
                      aria-hidden
                    />
                    {t.number(contribution, { maximumFractionDigits: 2, signDisplay: "exceptZero" })}
                  </Group>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </details>
  );
}
