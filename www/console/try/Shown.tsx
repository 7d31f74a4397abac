// What the shopper would see: the nudge itself, or that nothing is shown.
import { Alert, Stack, Text } from "@mantine/core";
import type { Cart, Decision, DecisionInput, RuleDocument } from "cartnudge/authoring";
import { Preview } from "../preview/Preview";
import { useWords } from "../words/useWords";

export interface ShownProps {
  decision: Decision;
  rules: RuleDocument;
  title: string;
}

/** In a sentence, for both documents side by side. */
export function ShownWords({ decision, rules, title }: ShownProps) {
  const t = useWords();
  const [nudge] = decision.nudges;
  const rule = rules.rules.find(({ id }) => id === nudge?.rule_id);
  return (
    <Alert color={nudge ? "pine" : "gray"} title={title} data-shown={nudge?.rule_id ?? ""}>
      {nudge
        ? t("try.shows", { name: rule?.name || nudge.rule_id, headline: nudge.content.headline })
        : t("try.shows-nothing")}
    </Alert>
  );
}

/** As the shopper's page shows it. */
export function ShownNudge({
  decision,
  rules,
  input,
}: {
  decision: Decision;
  rules: RuleDocument;
  input: DecisionInput;
}) {
  const t = useWords();
  const [nudge] = decision.nudges;
  if (!nudge) return null;
  const products = input.products ? [input.products].flat() : [];
  return (
    <Stack gap="xs">
      <Preview
        scene={{
          // It was decided already, with times, memory and all: here only that one is to be seen.
          rules: {
            ...(rules.settings ? { settings: rules.settings } : {}),
            rules: rules.rules.filter(({ id }) => id === nudge.rule_id).map(plain),
          },
          cart: input.cart as Cart,
          signals: input.consent?.personalization === false ? null : (input.customer ?? null),
          products,
          ...(input.page?.line ? { line: input.page.line } : {}),
          locale: t.locale,
          scheme: "light",
          dir: "ltr",
        }}
        title={t("try.preview")}
        height={320}
      />
      <Text size="xs" c="dimmed">
        {t("try.preview.about")}
      </Text>
    </Stack>
  );
}

/** Without what hangs on the visitor or the moment. */
function plain(rule: RuleDocument["rules"][number]): RuleDocument["rules"][number] {
  const {
    schedule: _schedule,
    audience_percent: _audience,
    holdout_percent: _holdout,
    namespace: _namespace,
    prerequisites: _prerequisites,
    enabled: _enabled,
    ...rest
  } = rule;
  return rest;
}
