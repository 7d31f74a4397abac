// What became of each rule, and what each of its conditions saw.
import { Accordion, Anchor, Badge, Group, List, Stack, Text, VisuallyHidden } from "@mantine/core";
import { IconCheck, IconCircleCheck, IconMinus, IconX } from "@tabler/icons-react";
import type { ConditionTrace, DecisionInput, Explanation, Fact, RuleDocument } from "cartnudge/authoring";
import { useMemo } from "react";
import { Link } from "react-router";
import { useAuthoring } from "../authoring/load";
import { conditionWords } from "../facts/conditionWords";
import { factWord, valueWord } from "../facts/words";
import { useWords } from "../words/useWords";
import { valueAt } from "./valueAt";
import { whyWords } from "./words";

export interface RuleTracesProps {
  explanation: Explanation;
  rules: RuleDocument;
  input: DecisionInput;
  /** This one stands first, and open. */
  first: string | null;
}

export function RuleTraces({ explanation, rules, input, first }: RuleTracesProps) {
  const t = useWords();
  const authoring = useAuthoring();
  const facts = useMemo(() => authoring?.listFacts() ?? [], [authoring]);
  const rank = (rule: Explanation["rules"][number]) =>
    rule.rule_id === first
      ? 0
      : rule.subjects.some(({ shown }) => shown)
        ? 1
        : rule.subjects.some(({ holds }) => holds)
          ? 2
          : 3;
  const sorted = explanation.rules.toSorted((left, right) => rank(left) - rank(right));
  const itemName = (id: string | undefined) => {
    const item = input.cart.items.find(({ item_id }) => String(item_id) === id);
    return id === undefined ? t("try.the-cart") : [item?.item_name ?? id, item?.size].filter(Boolean).join(", ");
  };
  return (
    <Accordion multiple variant="separated" defaultValue={first ? [first] : []} keepMounted={false} order={3}>
      {sorted.map(({ rule_id: id, name, subjects }) => (
        <Accordion.Item key={id} value={id}>
          <Accordion.Control>
            <Group gap="sm" wrap="nowrap">
              <Outcome subjects={subjects} />
              <Text fw={600}>{name || id}</Text>
            </Group>
          </Accordion.Control>
          <Accordion.Panel>
            <Stack gap="md">
              {subjects.map((subject, at) => (
                <div key={`${subject.item_id ?? ""} ${at}`}>
                  <Text size="sm" fw={500}>
                    {itemName(subject.item_id)}: {whyWords(t, subject.why, subject.detail)}
                  </Text>
                  <Conditions conditions={subject.conditions} rules={rules} facts={facts} />
                </div>
              ))}
              <Anchor component={Link} to={`/rules/${encodeURIComponent(id)}`} size="sm" underline="always">
                {t("try.open-rule")}
              </Anchor>
            </Stack>
          </Accordion.Panel>
        </Accordion.Item>
      ))}
    </Accordion>
  );
}

function Outcome({ subjects }: { subjects: Explanation["rules"][number]["subjects"] }) {
  const t = useWords();
  if (subjects.some(({ shown }) => shown)) {
    return (
      <Badge
        color="pine"
        variant="light"
        tt="none"
        autoContrast
        leftSection={<IconCircleCheck size={14} aria-hidden />}
        miw="max-content"
      >
        {t("try.shown")}
      </Badge>
    );
  }
  const isHeld = subjects.some(({ holds }) => holds);
  return (
    <Badge
      color={isHeld ? "yellow" : "gray"}
      variant="light"
      tt="none"
      autoContrast
      leftSection={<IconMinus size={14} aria-hidden />}
      miw="max-content"
    >
      {t(isHeld ? "try.held-back" : "try.not-this-one")}
    </Badge>
  );
}

interface ConditionsProps {
  conditions: ConditionTrace[];
  rules: RuleDocument;
  facts: Fact[];
}

function Conditions({ conditions, rules, facts }: ConditionsProps) {
  const t = useWords();
  const units = useMemo(() => new Map(facts.map(({ name, unit }) => [name, unit])), [facts]);
  const saw = (value: ConditionTrace["saw"][number]["value"], fact: string) => {
    if (value === null) return t("try.unknown");
    if (typeof value === "boolean") return t(value ? "try.yes" : "try.no");
    if (Array.isArray(value))
      return value.length === 0 ? t("try.none") : t.list(value.map((one) => valueWord(t, fact, one)));
    return valueWord(t, fact, value, units.get(fact));
  };
  return (
    <List listStyleType="none" size="sm" spacing={4} mt={4}>
      {conditions.map(({ pointer, text, holds, saw: seen }) => {
        const logic = valueAt(rules, pointer);
        return (
          <List.Item
            key={pointer}
            icon={
              holds ? (
                <IconCheck size={16} color="var(--mantine-color-pine-light-color)" aria-hidden />
              ) : (
                <IconX size={16} color="var(--mantine-color-error)" aria-hidden />
              )
            }
          >
            <VisuallyHidden>{t(holds ? "try.holds" : "try.doesnt-hold")}: </VisuallyHidden>
            {logic === undefined ? text : conditionWords(t, logic, facts)}
            {seen.length > 0 && (
              <Text span c="dimmed" size="sm">
                {" "}
                (
                {seen
                  .map(({ fact, value }) => t("try.saw", { fact: factWord(t, fact), value: saw(value, fact) }))
                  .join("; ")}
                )
              </Text>
            )}
          </List.Item>
        );
      })}
    </List>
  );
}
