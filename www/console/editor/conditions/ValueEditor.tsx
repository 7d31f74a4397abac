// The value that a fact is compared with: a number in its unit, one of its values, words.
import { Group, MultiSelect, NumberInput, Select, TagsInput, Text, Textarea, TextInput } from "@mantine/core";
import type { Fact } from "cartnudge/authoring";
import { useState } from "react";
import { closedValues, isShare, valueWord } from "../../facts/words";
import { useWords } from "../../words/useWords";
import { needsValue } from "./operators";
import { parsed } from "./query";

export interface ValueEditorProps {
  fact: Fact | undefined;
  operator: string;
  value: unknown;
  label: string;
  disabled: boolean;
  onChange(value: unknown): void;
}

export function ValueEditor(props: ValueEditorProps) {
  const { fact, operator, value, label, disabled, onChange } = props;
  const t = useWords();
  if (operator === "code") return <CodeEditor {...props} />;
  if (!needsValue(operator) || !fact) return null;
  if (fact.type === "number" && operator === "between") {
    const [from, to] = Array.isArray(value) ? (value as unknown[]) : [value, value];
    return (
      <Group gap="xs" wrap="nowrap">
        <NumberValue {...props} label={t("editor.from")} value={from} onChange={(next) => onChange([next, to])} />
        <Text size="sm">{t("editor.and")}</Text>
        <NumberValue {...props} label={t("editor.to")} value={to} onChange={(next) => onChange([from, next])} />
      </Group>
    );
  }
  if (fact.type === "number") return <NumberValue {...props} />;
  const values = closedValues(fact.name)?.map((one) => ({ value: one, label: valueWord(t, fact.name, one) }));
  const isList = operator === "in" || operator === "not-in";
  const texts = Array.isArray(value) ? value.map(String) : [];
  if (isList && values) {
    return (
      <MultiSelect aria-label={label} data={values} value={texts} onChange={onChange} disabled={disabled} miw={220} />
    );
  }
  if (isList) {
    return (
      <TagsInput
        aria-label={label}
        value={texts}
        onChange={onChange}
        disabled={disabled}
        placeholder={texts.length === 0 ? t("editor.values") : ""}
        miw={220}
      />
    );
  }
  const text = typeof value === "string" ? value : "";
  if (values) {
    return (
      <Select
        aria-label={label}
        data={values}
        value={text}
        onChange={(next) => onChange(next ?? text)}
        disabled={disabled}
        allowDeselect={false}
        w={168}
      />
    );
  }
  return (
    <TextInput
      aria-label={label}
      value={text}
      onChange={(event) => onChange(event.currentTarget.value)}
      disabled={disabled}
      w={168}
    />
  );
}

function NumberValue({ fact, value, label, disabled, onChange }: ValueEditorProps) {
  const t = useWords();
  const inPercent = isShare(fact?.unit);
  const number = typeof value === "number" ? value : 0;
  const shown = inPercent ? Number((number * 100).toPrecision(12)) : number;
  const [least, most] = fact?.range ?? [null, null];
  const scale = inPercent ? 100 : 1;
  const unit = inPercent ? " %" : unitSuffix(fact?.unit);
  return (
    <NumberInput
      aria-label={label}
      value={shown}
      onChange={(next) => {
        const read = typeof next === "number" ? next : Number(next);
        if (Number.isFinite(read)) onChange(inPercent ? Number((read / 100).toPrecision(12)) : read);
      }}
      suffix={unit}
      decimalSeparator={t.locale === "de" ? "," : "."}
      {...(least === null ? {} : { min: least * scale })}
      {...(most === null ? {} : { max: most * scale })}
      clampBehavior="none"
      disabled={disabled}
      w={116}
    />
  );
}

/** Units that read well behind a number; the others are told in the help. */
function unitSuffix(unit: string | undefined): string {
  return unit === "minutes" ? " min" : unit === "stars" ? " ★" : "";
}

/** What the builder can't say, as JsonLogic: kept as typed, taken when it can be read. */
function CodeEditor({ value, label, disabled, onChange }: ValueEditorProps) {
  const t = useWords();
  const [text, setText] = useState(String(value));
  const isReadable = parsed(text) !== undefined;
  return (
    <Textarea
      aria-label={label}
      description={t("editor.code.help")}
      error={isReadable ? null : t("editor.code.unreadable")}
      value={text}
      onChange={(event) => {
        setText(event.currentTarget.value);
        if (parsed(event.currentTarget.value) !== undefined) onChange(event.currentTarget.value);
      }}
      disabled={disabled}
      autosize
      minRows={2}
      flex="1 1 280px"
      styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)", fontSize: 13 } }}
    />
  );
}
