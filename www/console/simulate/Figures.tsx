// A rate or an amount with its interval; "not yet" under the floor of evidence.
import { Stack, Text, Tooltip } from "@mantine/core";
import type { ReachedAmount, ReachedRate } from "cartnudge/authoring";
import { useWords } from "../words/useWords";

export interface FigureProps {
  label: string;
  /** What it means, pointed at. */
  meaning: string;
  value: string;
  /** How far it may be off, or that this can't be told yet. */
  uncertainty?: string;
}

export function Figure({ label, meaning, value, uncertainty }: FigureProps) {
  return (
    <Stack gap={2}>
      <Tooltip label={meaning}>
        <Text
          size="sm"
          c="dimmed"
          tabIndex={0}
          w="fit-content"
          style={{ textDecoration: "underline dotted", textUnderlineOffset: 3 }}
        >
          {label}
        </Text>
      </Tooltip>
      <Text size="xl" fw={650} className="numbers" lh={1.2}>
        {value}
      </Text>
      {uncertainty && (
        <Text size="xs" c="dimmed" className="numbers">
          {uncertainty}
        </Text>
      )}
    </Stack>
  );
}

/** The words of a rate and of an amount. */
export function useFigures() {
  const t = useWords();
  return {
    rate: ({ estimate, interval, customers }: ReachedRate) => ({
      value: estimate === null ? "–" : t.percent(estimate),
      uncertainty: interval
        ? t("simulate.interval", { from: t.percent(interval[0]), to: t.percent(interval[1]), customers })
        : t("simulate.not-yet", { customers }),
    }),
    amount: ({ estimate, interval, customers }: ReachedAmount, currency: string) => {
      const money = (value: number) => t.money(value, currency, { maximumFractionDigits: 0 });
      return {
        value: money(estimate),
        uncertainty: interval
          ? t("simulate.interval", { from: money(interval[0]), to: money(interval[1]), customers })
          : t("simulate.not-yet", { customers }),
      };
    },
  };
}
