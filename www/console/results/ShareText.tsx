// A share, with what it stands on to be pointed at; "not yet" under the floor of evidence.
import { Text, Tooltip } from "@mantine/core";
import { useWords } from "../words/useWords";
import { FLOOR, share } from "./wilson";

export function ShareText({ count, of, meaning }: { count: number; of: number; meaning: string }) {
  const t = useWords();
  const { estimate, interval } = share(count, of);
  if (estimate === undefined || interval === undefined) {
    return (
      <Tooltip label={t("results.not-yet.help", { meaning, floor: FLOOR, count: of })}>
        <Text span size="sm" c="dimmed" tabIndex={0}>
          {t("results.not-yet")}
        </Text>
      </Tooltip>
    );
  }
  const [from, to] = interval;
  return (
    <Tooltip label={t("results.share.help", { meaning, count, of, from: t.percent(from), to: t.percent(to) })}>
      <Text span size="sm" className="numbers" tabIndex={0}>
        {t.percent(estimate)}
      </Text>
    </Tooltip>
  );
}
