// What it says, in each language, and variations of it.
import {
  ActionIcon,
  Button,
  Group,
  Menu,
  NumberInput,
  Select,
  Stack,
  Tabs,
  Text,
  Textarea,
  TextInput,
} from "@mantine/core";
import { IconBraces, IconPlus, IconTrash } from "@tabler/icons-react";
import type { Words } from "cartnudge/authoring";
import { useRef, useState } from "react";
import { useDraft } from "../draft/DraftProvider";
import { useWords } from "../words/useWords";
import type { WordId } from "../words/catalogue";
import type { Path } from "./at";
import { FoundHere, Section } from "./Section";
import type { RuleEditing } from "./useRule";

/** Texts that a nudge has, and how long each may be. */
const fields = [
  { key: "headline", most: 60, word: "editor.headline" },
  { key: "body", most: 140, word: "editor.body" },
  { key: "action", most: 30, word: "editor.action" },
] as const satisfies { key: keyof Words; most: number; word: WordId }[];

/** What stands in braces is filled in for the line; where it isn't known the nudge isn't shown. */
const placeholders = [
  "item_name",
  "brand",
  "category",
  "size",
  "kept_size",
  "advised_size",
  "sizes_in_cart",
  "fit_small",
  "fit_true",
  "fit_large",
  "fit_count",
  "review_count",
  "review_average",
  "details",
  "care",
  "goes_with",
  "tutorials",
  "line",
  "line_hours",
] as const;

/** Languages that are offered; others are typed as BCP 47. */
const offeredLocales = ["en", "de", "fr", "es", "it", "nl", "pl", "ar"];

export interface WordsSectionProps {
  editing: RuleEditing;
  /** Which words are looked at, so that the preview shows them. */
  locale: string;
  onLocale(locale: string): void;
  variation: string | null;
  onVariation(id: string | null): void;
}

export function WordsSection({ editing, locale, onLocale, variation, onVariation }: WordsSectionProps) {
  const t = useWords();
  const { rule, canEdit, set, found } = editing;
  const variations = rule.nudge.variations ?? [];
  const chosen = variations.findIndex(({ id }) => id === variation);
  const base: Path = chosen < 0 ? ["nudge", "content"] : ["nudge", "variations", chosen, "content"];
  const content = chosen < 0 ? rule.nudge.content : variations[chosen]?.content;
  const addVariation = () => {
    const id = freeLetter(variations.map((one) => one.id));
    const first = variations.length === 0 ? [{ id: "a", weight: 50 }] : variations;
    const next = variations.length === 0 ? "b" : id;
    set(["nudge", "variations"], [...first, { id: next, weight: 50, content: rule.nudge.content ?? {} }]);
    onVariation(next);
  };
  return (
    <Section id="words" title={t("editor.says")} about={t("editor.says.about")}>
      <Group gap="xs" mb="sm">
        {variations.length > 0 && (
          <Select
            aria-label={t("editor.variation")}
            data={[
              { value: "", label: t("editor.variation.base") },
              ...variations.map(({ id, weight = 1 }) => ({
                value: id,
                label: t("editor.variation.one", { id, weight }),
              })),
            ]}
            value={chosen < 0 ? "" : variation}
            onChange={(id) => onVariation(id || null)}
            allowDeselect={false}
            w={220}
          />
        )}
        {chosen >= 0 && (
          <>
            <NumberInput
              aria-label={t("editor.weight")}
              value={variations[chosen]?.weight ?? 1}
              onChange={(weight) => set(["nudge", "variations", chosen, "weight"], Number(weight))}
              min={0}
              disabled={!canEdit}
              w={100}
            />
            <ActionIcon
              variant="subtle"
              color="gray"
              size={36}
              aria-label={t("editor.variation.remove", { id: variation ?? "" })}
              disabled={!canEdit}
              onClick={() => {
                const rest = variations.filter((_, at) => at !== chosen);
                set(["nudge", "variations"], rest.length === 0 ? undefined : rest);
                onVariation(null);
              }}
            >
              <IconTrash size={16} aria-hidden />
            </ActionIcon>
          </>
        )}
        <Button
          size="xs"
          variant="default"
          leftSection={<IconPlus size={14} aria-hidden />}
          disabled={!canEdit}
          onClick={addVariation}
        >
          {t("editor.variation.add")}
        </Button>
      </Group>
      <Locales editing={editing} base={base} content={content ?? {}} locale={locale} onLocale={onLocale} />
      <FoundHere
        diagnostics={found(["nudge"]).filter(
          ({ pointer }) => !/\/(type|placement)$/.test(pointer) && !/\/(headline|body|action)$/.test(pointer),
        )}
      />
    </Section>
  );
}

interface LocalesProps {
  editing: RuleEditing;
  base: Path;
  content: Record<string, Words>;
  locale: string;
  onLocale(locale: string): void;
}

function Locales({ editing, base, content, locale, onLocale }: LocalesProps) {
  const t = useWords();
  const { canEdit, set } = editing;
  const document = useDraft().content?.document;
  const locales = Object.keys(content);
  const opened = locales.includes(locale) ? locale : (locales[0] ?? "");
  const languageName = (tag: string) => nameOfLanguage(tag, t.locale);
  const add = (tag: string) => {
    set([...base, tag], { headline: "" });
    onLocale(tag);
  };
  const missing = offeredLocales.filter((tag) => !locales.includes(tag));
  return (
    <Stack gap="sm">
      {locales.length === 0 && (
        <Text size="sm" c="dimmed">
          {t("editor.locales.none")}
        </Text>
      )}
      <Tabs value={opened} onChange={(tag) => tag && onLocale(tag)} keepMounted={false}>
        <Group gap="xs" align="center">
          {locales.length > 0 && (
            <Tabs.List aria-label={t("editor.locales")}>
              {locales.map((tag) => (
                <Tabs.Tab key={tag} value={tag}>
                  {languageName(tag)}
                </Tabs.Tab>
              ))}
            </Tabs.List>
          )}
          {canEdit && missing.length > 0 && (
            <Menu>
              <Menu.Target>
                <Button size="compact-sm" variant="subtle" leftSection={<IconPlus size={14} aria-hidden />}>
                  {t("editor.locale.add")}
                </Button>
              </Menu.Target>
              <Menu.Dropdown>
                {missing.map((tag) => (
                  <Menu.Item key={tag} onClick={() => add(tag)}>
                    {languageName(tag)}
                  </Menu.Item>
                ))}
              </Menu.Dropdown>
            </Menu>
          )}
        </Group>
        {locales.map((tag) => (
          <Tabs.Panel key={tag} value={tag} pt="md">
            <Stack gap="sm">
              {fields.map(({ key, most, word }) => (
                <TextField
                  key={`${base.join()} ${key}`}
                  label={t(word)}
                  text={content[tag]?.[key] ?? ""}
                  most={most}
                  isLong={key === "body"}
                  disabled={!canEdit}
                  found={editing.found([...base, tag, key]).map(({ message, help }) => `${message}; ${help}`)}
                  isError={editing.error([...base, tag, key]) !== undefined}
                  lang={tag}
                  onChange={(text) => set([...base, tag, key], key !== "headline" && text === "" ? undefined : text)}
                />
              ))}
              {canEdit && (
                <Button
                  size="compact-sm"
                  variant="subtle"
                  color="red"
                  w="fit-content"
                  leftSection={<IconTrash size={14} aria-hidden />}
                  onClick={() => set([...base, tag], undefined)}
                >
                  {t("editor.locale.remove", { language: languageName(tag) })}
                </Button>
              )}
            </Stack>
          </Tabs.Panel>
        ))}
      </Tabs>
      <Text size="xs" c="dimmed">
        {t("editor.locales.help", { language: languageName(document?.default_locale ?? "en") })}
      </Text>
    </Stack>
  );
}

interface TextFieldProps {
  label: string;
  text: string;
  most: number;
  isLong: boolean;
  disabled: boolean;
  /** What the core says of it. */
  found: string[];
  isError: boolean;
  lang: string;
  onChange(text: string): void;
}

function TextField({ label, text, most, isLong, disabled, found, isError, lang, onChange }: TextFieldProps) {
  const t = useWords();
  const field = useRef<HTMLTextAreaElement & HTMLInputElement>(null);
  const [place, setPlace] = useState<number>();
  const { length } = [...text];
  const insert = (name: string) => {
    const at = place ?? text.length;
    onChange(`${text.slice(0, at)}{${name}}${text.slice(at)}`);
    requestAnimationFrame(() => field.current?.focus());
  };
  const menu = (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={t("editor.placeholder.for", { field: label })}
          disabled={disabled}
        >
          <IconBraces size={16} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown mah={320} style={{ overflow: "auto" }}>
        <Menu.Label>{t("editor.placeholder")}</Menu.Label>
        {placeholders.map((name) => (
          <Menu.Item key={name} onClick={() => insert(name)}>
            {t(`editor.placeholder.${name}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
  const shared = {
    ref: field,
    label,
    lang,
    dir: "auto" as const,
    description: t("editor.length", { length, most }),
    inputWrapperOrder: ["label", "input", "description", "error"] as ("label" | "input" | "description" | "error")[],
    value: text,
    disabled,
    error: isError ? found.join(" ") : null,
    rightSection: menu,
    onSelect: (event: React.SyntheticEvent<HTMLInputElement | HTMLTextAreaElement>) =>
      setPlace(event.currentTarget.selectionStart ?? undefined),
    onChange: (event: React.ChangeEvent<HTMLInputElement | HTMLTextAreaElement>) => onChange(event.currentTarget.value),
  };
  return (
    <div>
      {isLong ? <Textarea {...shared} autosize minRows={2} /> : <TextInput {...shared} />}
      {!isError &&
        found.map((one) => (
          <Text key={one} size="sm" mt={4} c="var(--mantine-color-yellow-light-color)" role="status">
            {one}
          </Text>
        ))}
    </div>
  );
}

function nameOfLanguage(tag: string, locale: string): string {
  try {
    return new Intl.DisplayNames([locale], { type: "language" }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}

/** `a`, `b`, … */
function freeLetter(taken: string[]): string {
  const letters = [..."abcdefghijklmnopqrstuvwxyz"];
  return letters.find((letter) => !taken.includes(letter)) ?? `v${taken.length + 1}`;
}
