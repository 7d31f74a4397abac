// "To whom": the condition, without code. react-querybuilder holds the tree; the controls are Mantine's.
import { ActionIcon, Button, Checkbox, Group, SegmentedControl, Select, Text, Tooltip } from "@mantine/core";
import { IconInfoCircle, IconPlus, IconTrash } from "@tabler/icons-react";
import type { Fact } from "cartnudge/authoring";
import { createContext, use, useMemo, useState } from "react";
import {
  QueryBuilder,
  type ActionProps,
  type CombinatorSelectorProps,
  type FieldSelectorProps,
  type NotToggleProps,
  type OperatorSelectorProps,
  type RuleGroupType,
  type ValueEditorProps as BuilderValueProps,
} from "react-querybuilder";
import { isSame } from "../../draft/equal";
import { factWord, familyWord } from "../../facts/words";
import { useWords } from "../../words/useWords";
import { beginningValue, offered, operatorsOf } from "./operators";
import { CODE, fromQuery, toQuery, type ConditionGroup, type Logic } from "./query";
import classes from "./conditions.module.css";
import { ValueEditor } from "./ValueEditor";

const Facts = createContext<readonly Fact[]>([]);

export interface ConditionBuilderProps {
  logic: Logic;
  scope: "line" | "cart";
  facts: readonly Fact[];
  disabled: boolean;
  onChange(logic: Logic): void;
}

export function ConditionBuilder({ logic, scope, facts, disabled, onChange }: ConditionBuilderProps) {
  const t = useWords();
  const [query, setQuery] = useQuery(logic);
  const fields = useMemo(
    () =>
      [...offered(facts, scope), { name: CODE }].map(({ name }) => ({ name, value: name, label: factWord(t, name) })),
    [facts, scope, t],
  );
  const factOf = (name: string) => facts.find((fact) => fact.name === name);
  return (
    <Facts value={facts}>
      <QueryBuilder
        query={query as RuleGroupType}
        onQueryChange={(next) => {
          setQuery(next as ConditionGroup);
          const changed = fromQuery(next as ConditionGroup);
          if (!isSame(changed, logic)) onChange(changed);
        }}
        fields={fields}
        getOperators={(name) =>
          operatorsOf(factOf(name)).map((operator) => ({
            name: operator,
            value: operator,
            label: t(`editor.op.${operator}`),
          }))
        }
        getDefaultField={scope === "line" ? "line.size_count" : "cart.value"}
        getDefaultOperator={(name) => operatorsOf(factOf(name))[0] ?? "code"}
        getDefaultValue={({ field, operator }) => beginningValue(factOf(field), operator, undefined)}
        disabled={disabled}
        addRuleToNewGroups
        showNotToggle
        resetOnFieldChange
        controlElements={controls}
        controlClassnames={{
          queryBuilder: classes.builder ?? "",
          ruleGroup: classes.group ?? "",
          body: classes.body ?? "",
          header: classes.header ?? "",
          rule: classes.rule ?? "",
        }}
      />
    </Facts>
  );
}

/**
 * The builder's form of the condition. As long as it says the same it stays, with the builder's own ids: made anew at each
 * letter, fields would lose the focus.
 */
function useQuery(logic: Logic): [ConditionGroup, (query: ConditionGroup) => void] {
  const [own, setOwn] = useState(() => toQuery(logic));
  const query = useMemo(() => (isSame(fromQuery(own), logic) ? own : toQuery(logic)), [own, logic]);
  return [query, setOwn];
}

function useFact(name: string): Fact | undefined {
  return use(Facts).find((fact) => fact.name === name);
}

function FieldSelector({ value, options, handleOnChange, disabled }: FieldSelectorProps) {
  const t = useWords();
  const fact = useFact(value ?? "");
  const names = (options as { name: string }[]).map(({ name }) => name);
  const families = [...new Set(names.filter((name) => name !== CODE).map((name) => name.split(".")[0] ?? name))];
  const data = [
    ...families.map((family) => ({
      group: familyWord(t, family),
      items: names
        .filter((name) => name.startsWith(`${family}.`))
        .map((name) => ({ value: name, label: factWord(t, name) })),
    })),
    { group: t("editor.code.group"), items: [{ value: CODE, label: t("editor.code") }] },
  ];
  return (
    <Group gap={4} wrap="nowrap" className={classes.field}>
      <Select
        aria-label={t("editor.fact")}
        data={data}
        value={value ?? null}
        onChange={(next) => next !== null && handleOnChange(next)}
        searchable
        allowDeselect={false}
        disabled={Boolean(disabled)}
        maxDropdownHeight={320}
        flex={1}
        nothingFoundMessage={t("editor.fact.none")}
      />
      {fact && (
        <Tooltip label={t("editor.fact.help", { meaning: fact.meaning, missing: fact.when_missing })}>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t("editor.fact.help", { meaning: fact.meaning, missing: fact.when_missing })}
          >
            <IconInfoCircle size={18} aria-hidden />
          </ActionIcon>
        </Tooltip>
      )}
    </Group>
  );
}

function OperatorSelector({ value, options, handleOnChange, disabled, field }: OperatorSelectorProps) {
  const t = useWords();
  if (field === CODE) return null;
  const data = (options as { name: string; label: string }[]).map(({ name, label }) => ({ value: name, label }));
  return (
    <Select
      aria-label={t("editor.operator")}
      data={data}
      value={value ?? null}
      onChange={(next) => next !== null && handleOnChange(next)}
      allowDeselect={false}
      disabled={Boolean(disabled)}
      w={132}
    />
  );
}

function Value({ field, operator, value, handleOnChange, disabled }: BuilderValueProps) {
  const t = useWords();
  const fact = useFact(field);
  return (
    <ValueEditor
      fact={fact}
      operator={operator}
      value={beginningValue(fact, operator, value)}
      label={t("editor.value")}
      disabled={Boolean(disabled)}
      onChange={handleOnChange}
    />
  );
}

function CombinatorSelector({ value, handleOnChange, disabled }: CombinatorSelectorProps) {
  const t = useWords();
  return (
    <SegmentedControl
      size="xs"
      aria-label={t("editor.combinator")}
      data={[
        { value: "and", label: t("editor.all") },
        { value: "or", label: t("editor.any") },
      ]}
      value={value ?? "and"}
      onChange={handleOnChange}
      disabled={Boolean(disabled)}
    />
  );
}

function NotToggle({ checked, handleOnChange, disabled }: NotToggleProps) {
  const t = useWords();
  return (
    <Checkbox
      size="sm"
      label={t("editor.not")}
      checked={Boolean(checked)}
      onChange={(event) => handleOnChange(event.currentTarget.checked)}
      disabled={Boolean(disabled)}
    />
  );
}

function Add({ word, handleOnClick, disabled }: ActionProps & { word: "editor.add" | "editor.add-group" }) {
  const t = useWords();
  return (
    <Button
      size="xs"
      variant="default"
      leftSection={<IconPlus size={14} aria-hidden />}
      onClick={handleOnClick}
      disabled={Boolean(disabled)}
    >
      {t(word)}
    </Button>
  );
}

function Remove({ handleOnClick, disabled, ruleOrGroup }: ActionProps) {
  const t = useWords();
  const label = "rules" in ruleOrGroup ? t("editor.remove-group") : t("editor.remove");
  return (
    <ActionIcon variant="subtle" color="gray" onClick={handleOnClick} disabled={Boolean(disabled)} aria-label={label}>
      <IconTrash size={16} aria-hidden />
    </ActionIcon>
  );
}

const controls = {
  fieldSelector: FieldSelector,
  operatorSelector: OperatorSelector,
  valueEditor: Value,
  combinatorSelector: CombinatorSelector,
  notToggle: NotToggle,
  addRuleAction: (props: ActionProps) => <Add {...props} word="editor.add" />,
  addGroupAction: (props: ActionProps) => <Add {...props} word="editor.add-group" />,
  removeRuleAction: Remove,
  removeGroupAction: Remove,
};

/** What a rule without a condition comes to. */
export function AlwaysHint({ logic }: { logic: Logic }) {
  const t = useWords();
  return logic === true ? (
    <Text size="sm" c="dimmed">
      {t("editor.always")}
    </Text>
  ) : null;
}
