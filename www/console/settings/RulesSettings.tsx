// What holds for all rules of the draft: clock, languages, attention, holdout, caps, ranking, thresholds.
import {
  Accordion,
  Anchor,
  Autocomplete,
  NumberInput,
  Select,
  SimpleGrid,
  Stack,
  Switch,
  TagsInput,
  Text,
  TextInput,
  Title,
} from "@mantine/core";
import type { FrequencyCap, Ranking, RuleDocument } from "cartnudge/authoring";
import type { ReactNode } from "react";
import { Link } from "react-router";
import { useDraft } from "../draft/DraftProvider";
import { at, type Path } from "../editor/at";
import { shownTypes } from "../facts/nudgeTypes";
import { typeWord } from "../facts/words";
import { Loading } from "../parts/states";
import { useWords } from "../words/useWords";
import type { WordId } from "../words/catalogue";
import { thresholds } from "./thresholds";

const zones = Intl.supportedValuesOf("timeZone");

interface Editing {
  document: RuleDocument;
  canEdit: boolean;
  set(path: Path, value: unknown): void;
  error(path: Path): string | undefined;
}

function useDocument(): Editing | undefined {
  const t = useWords();
  const { content, canEdit, change, diagnostics } = useDraft();
  if (!content) return undefined;
  return {
    document: content.document,
    canEdit,
    set: (path, value) =>
      change(
        t("settings.rules.words"),
        (now) => ({ ...now, document: at(now.document, path, value) as RuleDocument }),
        `document ${path.join("/")}`,
      ),
    error: (path) => {
      const pointer = ["", ...path].join("/");
      const found = diagnostics?.find((one) => one.pointer === pointer || one.pointer.startsWith(`${pointer}/`));
      return found && `${found.message}; ${found.help}`;
    },
  };
}

export function RulesSettings() {
  const t = useWords();
  const editing = useDocument();
  if (!editing) return <Loading />;
  return (
    <Stack gap="xl" maw={860}>
      <Text size="sm" c="dimmed">
        {t("settings.rules.about")}{" "}
        <Anchor component={Link} to="/publish" size="sm" underline="always">
          {t("rules.unpublished.review")}
        </Anchor>
      </Text>
      <General editing={editing} />
      <Attention editing={editing} />
      <RankingPart editing={editing} />
      <Thresholds editing={editing} />
    </Stack>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title}>
      <Title order={2} size="h4" mb="sm">
        {title}
      </Title>
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md" verticalSpacing="md">
        {children}
      </SimpleGrid>
    </section>
  );
}

interface NumberFieldProps {
  editing: Editing;
  path: Path;
  value: number | undefined;
  label: string;
  help?: string;
  otherwise: number | string;
  max?: number;
  step?: number;
  suffix?: string;
}

function NumberField({ editing, path, value, label, help, otherwise, max, step = 1, suffix = "" }: NumberFieldProps) {
  const t = useWords();
  return (
    <NumberInput
      label={label}
      description={help ?? t("settings.default", { value: String(otherwise) })}
      inputWrapperOrder={["label", "input", "description", "error"]}
      value={value ?? ""}
      onChange={(next) => editing.set(path, next === "" ? undefined : Number(next))}
      placeholder={String(otherwise)}
      min={0}
      {...(max === undefined ? {} : { max })}
      step={step}
      suffix={suffix}
      clampBehavior="none"
      disabled={!editing.canEdit}
      error={editing.error(path)}
    />
  );
}

function General({ editing }: { editing: Editing }) {
  const t = useWords();
  const { document, canEdit, set, error } = editing;
  return (
    <Part title={t("settings.general")}>
      <Select
        label={t("settings.zone")}
        description={t("settings.zone.help")}
        inputWrapperOrder={["label", "input", "description", "error"]}
        data={[...new Set([...(document.time_zone ? [document.time_zone] : []), ...zones])]}
        value={document.time_zone ?? null}
        onChange={(zone) => set(["time_zone"], zone ?? undefined)}
        placeholder="UTC"
        searchable
        clearable
        clearButtonProps={{ "aria-label": t("settings.clear") }}
        disabled={!canEdit}
        error={error(["time_zone"])}
        limit={60}
      />
      <Autocomplete
        label={t("settings.locale")}
        description={t("settings.locale.help")}
        inputWrapperOrder={["label", "input", "description", "error"]}
        data={["en", "de", "fr", "es"]}
        value={document.default_locale ?? ""}
        onChange={(locale) => set(["default_locale"], locale || undefined)}
        placeholder="en"
        disabled={!canEdit}
        error={error(["default_locale"])}
      />
      <Switch
        label={t("settings.paused")}
        description={t("settings.paused.help")}
        checked={document.paused === true}
        onChange={(event) => set(["paused"], event.currentTarget.checked || undefined)}
        disabled={!canEdit}
      />
    </Part>
  );
}

function Attention({ editing }: { editing: Editing }) {
  const t = useWords();
  const { document, canEdit, set } = editing;
  const { budget, holdout, frequency_caps: caps } = document;
  return (
    <Part title={t("settings.attention")}>
      <NumberField
        editing={editing}
        path={["budget", "per_page"]}
        value={budget?.per_page}
        label={t("settings.per-page")}
        otherwise={1}
        max={10}
      />
      <NumberField
        editing={editing}
        path={["budget", "per_session"]}
        value={budget?.per_session}
        label={t("settings.per-session")}
        otherwise={3}
        max={100}
      />
      <NumberField
        editing={editing}
        path={["holdout", "percent"]}
        value={holdout?.percent}
        label={t("settings.holdout")}
        help={t("settings.holdout.help")}
        otherwise={0}
        max={100}
        suffix=" %"
      />
      <TextInput
        label={t("settings.seed")}
        description={t("settings.seed.help")}
        inputWrapperOrder={["label", "input", "description"]}
        value={holdout?.seed ?? ""}
        onChange={(event) => set(["holdout", "seed"], event.currentTarget.value || undefined)}
        disabled={!canEdit || holdout === undefined}
      />
      <Cap editing={editing} path={["frequency_caps", "all"]} cap={caps?.all} name={t("settings.cap.all")} />
      {shownTypes.map((type) => (
        <Cap
          key={type}
          editing={editing}
          path={["frequency_caps", "types", type]}
          cap={caps?.types?.[type]}
          name={typeWord(t, type)}
        />
      ))}
    </Part>
  );
}

function Cap({
  editing,
  path,
  cap,
  name,
}: {
  editing: Editing;
  path: Path;
  cap: FrequencyCap | undefined;
  name: string;
}) {
  const t = useWords();
  return (
    <SimpleGrid cols={2} spacing="sm">
      <NumberField
        editing={editing}
        path={[...path, "max"]}
        value={cap?.max}
        label={t("settings.cap", { name })}
        help={t("settings.cap.help")}
        otherwise={t("settings.cap.none")}
        max={1000}
      />
      <NumberField
        editing={editing}
        path={[...path, "days"]}
        value={cap?.days}
        label={t("settings.cap.days", { name })}
        otherwise={1}
        max={365}
      />
    </SimpleGrid>
  );
}

function RankingPart({ editing }: { editing: Editing }) {
  const t = useWords();
  const { document, canEdit, set } = editing;
  const ranking: Ranking = document.ranking ?? { by: "priority" };
  const byValue = ranking.by === "expected_value";
  return (
    <Part title={t("settings.ranking")}>
      <Select
        label={t("settings.ranking.by")}
        data={[
          { value: "priority", label: t("settings.ranking.priority") },
          { value: "expected_value", label: t("settings.ranking.expected_value") },
        ]}
        value={ranking.by}
        onChange={(by) =>
          set(["ranking"], by === "expected_value" ? { by, return_cost: { fixed: 3, share: 0.1 } } : undefined)
        }
        allowDeselect={false}
        disabled={!canEdit}
      />
      {byValue && (
        <>
          <NumberField
            editing={editing}
            path={["ranking", "return_cost", "fixed"]}
            value={ranking.return_cost.fixed}
            label={t("settings.cost.fixed")}
            otherwise={0}
            step={0.5}
          />
          <NumberField
            editing={editing}
            path={["ranking", "return_cost", "share"]}
            value={ranking.return_cost.share}
            label={t("settings.cost.share")}
            otherwise={0}
            step={0.05}
          />
          <NumberField
            editing={editing}
            path={["ranking", "attention_cost"]}
            value={ranking.attention_cost}
            label={t("settings.cost.attention")}
            otherwise={0}
            step={0.05}
          />
        </>
      )}
    </Part>
  );
}

function Thresholds({ editing }: { editing: Editing }) {
  const t = useWords();
  const { document, canEdit, set } = editing;
  const settings = document.settings ?? {};
  return (
    <Accordion variant="contained" keepMounted={false}>
      <Accordion.Item value="thresholds">
        <Accordion.Control>{t("settings.thresholds")}</Accordion.Control>
        <Accordion.Panel>
          <Stack gap="md">
            <Text size="sm" c="dimmed">
              {t("settings.thresholds.about")}
            </Text>
            <TagsInput
              label={t("settings.premium_categories")}
              value={settings.premium_categories ?? []}
              onChange={(list) => set(["settings", "premium_categories"], list.length === 0 ? undefined : list)}
              placeholder="Jewellery, Jewelry, Watches"
              disabled={!canEdit}
            />
            <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md" verticalSpacing="md">
              {thresholds.map(({ name, otherwise, ...rest }) => (
                <NumberField
                  key={name}
                  editing={editing}
                  path={["settings", name]}
                  value={settings[name] as number | undefined}
                  label={t(`settings.threshold.${name}` as WordId)}
                  otherwise={otherwise}
                  {...rest}
                />
              ))}
            </SimpleGrid>
          </Stack>
        </Accordion.Panel>
      </Accordion.Item>
    </Accordion>
  );
}
