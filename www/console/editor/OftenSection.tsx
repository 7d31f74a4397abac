// How often, for how many, and which of several goes first.
import {
  Accordion,
  ActionIcon,
  Button,
  Group,
  NumberInput,
  Select,
  SimpleGrid,
  Slider,
  Stack,
  Text,
  TextInput,
} from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import type { Prerequisite } from "cartnudge/authoring";
import { useDraft } from "../draft/DraftProvider";
import { useWords } from "../words/useWords";
import type { WordId } from "../words/catalogue";
import type { Path } from "./at";
import { FoundHere, Section } from "./Section";
import type { RuleEditing } from "./useRule";

interface NumberFieldProps {
  editing: RuleEditing;
  path: Path;
  value: number | undefined;
  word: WordId;
  help: WordId;
  /** What missing means, shown in an empty field. */
  otherwise: number | string;
  min: number;
  max: number;
  suffix?: string;
  step?: number;
}

function NumberField({
  editing,
  path,
  value,
  word,
  help,
  otherwise,
  min,
  max,
  suffix = "",
  step = 1,
}: NumberFieldProps) {
  const t = useWords();
  return (
    <NumberInput
      label={t(word)}
      description={t(help)}
      inputWrapperOrder={["label", "input", "description", "error"]}
      value={value ?? ""}
      onChange={(next) => editing.set(path, next === "" ? undefined : Number(next))}
      placeholder={String(otherwise)}
      min={min}
      max={max}
      step={step}
      suffix={suffix}
      clampBehavior="none"
      allowDecimal={step < 1}
      disabled={!editing.canEdit}
      error={editing.error(path)}
    />
  );
}

export function OftenSection({ editing }: { editing: RuleEditing }) {
  const t = useWords();
  const { rule, canEdit, set, found } = editing;
  const audience = rule.audience_percent ?? 100;
  return (
    <Section id="often" title={t("editor.often")}>
      <Stack gap="md">
        <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="md" verticalSpacing="md">
          <NumberField
            editing={editing}
            path={["frequency_cap", "max"]}
            value={rule.frequency_cap?.max}
            word="editor.cap"
            help="editor.cap.help"
            otherwise={t("editor.cap.none")}
            min={0}
            max={1000}
          />
          <NumberField
            editing={editing}
            path={["frequency_cap", "days"]}
            value={rule.frequency_cap?.days}
            word="editor.cap.days"
            help="editor.cap.days.help"
            otherwise={1}
            min={1}
            max={365}
          />
          <NumberField
            editing={editing}
            path={["cooldown_days"]}
            value={rule.cooldown_days}
            word="editor.cooldown"
            help="editor.cooldown.help"
            otherwise={t("editor.cooldown.none")}
            min={0}
            max={365}
          />
          <NumberField
            editing={editing}
            path={["priority"]}
            value={rule.priority}
            word="editor.priority"
            help="editor.priority.help"
            otherwise={0}
            min={0}
            max={1000}
          />
        </SimpleGrid>
        <div>
          <Text size="sm" fw={500} id="audience">
            {t("editor.audience", { share: audience })}
          </Text>
          <Slider
            thumbProps={{ "aria-labelledby": "audience" }}
            thumbLabel={t("editor.audience", { share: audience })}
            value={audience}
            onChange={(share) => set(["audience_percent"], share === 100 ? undefined : share)}
            label={(share) => `${share} %`}
            disabled={!canEdit}
            marks={[0, 25, 50, 75, 100].map((value) => ({ value }))}
            mt={8}
            mb={8}
          />
          <Text size="xs" c="dimmed">
            {t("editor.audience.help")}
          </Text>
        </div>
        <Accordion variant="contained" keepMounted={false}>
          <Accordion.Item value="experiment">
            <Accordion.Control>{t("editor.experiment")}</Accordion.Control>
            <Accordion.Panel>
              <Experiment editing={editing} />
            </Accordion.Panel>
          </Accordion.Item>
          <Accordion.Item value="prerequisites">
            <Accordion.Control>
              {t("editor.prerequisites", { count: rule.prerequisites?.length ?? 0 })}
            </Accordion.Control>
            <Accordion.Panel>
              <Prerequisites editing={editing} />
            </Accordion.Panel>
          </Accordion.Item>
        </Accordion>
        <FoundHere
          diagnostics={[
            "frequency_cap",
            "cooldown_days",
            "priority",
            "audience_percent",
            "holdout_percent",
            "namespace",
            "prerequisites",
            "effect",
          ]
            .flatMap((key) => found([key]))
            .filter(({ severity, pointer }) => severity === "warning" || /namespace|prerequisites/.test(pointer))}
        />
      </Stack>
    </Section>
  );
}

function Experiment({ editing }: { editing: RuleEditing }) {
  const t = useWords();
  const { rule, canEdit, set } = editing;
  const { namespace } = rule;
  const [from = 0, to = 1] = namespace?.range ?? [];
  const range = (next: [number, number]) => set(["namespace"], { id: namespace?.id ?? "", range: next });
  return (
    <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="md" verticalSpacing="md">
      <NumberField
        editing={editing}
        path={["holdout_percent"]}
        value={rule.holdout_percent}
        word="editor.holdout"
        help="editor.holdout.help"
        otherwise={0}
        min={0}
        max={100}
        suffix=" %"
      />
      <NumberField
        editing={editing}
        path={["effect"]}
        value={rule.effect}
        word="editor.effect"
        help="editor.effect.help"
        otherwise={0.07}
        min={0}
        max={1}
        step={0.01}
      />
      <TextInput
        label={t("editor.namespace")}
        description={t("editor.namespace.help")}
        inputWrapperOrder={["label", "input", "description"]}
        value={namespace?.id ?? ""}
        onChange={(event) => {
          const id = event.currentTarget.value;
          set(["namespace"], id === "" ? undefined : { id, range: [from, to] });
        }}
        disabled={!canEdit}
      />
      {namespace && (
        <Group grow align="flex-start">
          <NumberInput
            label={t("editor.from")}
            value={from}
            onChange={(next) => range([Number(next), to])}
            min={0}
            max={1}
            step={0.05}
            disabled={!canEdit}
          />
          <NumberInput
            label={t("editor.to")}
            value={to}
            onChange={(next) => range([from, Number(next)])}
            min={0}
            max={1}
            step={0.05}
            disabled={!canEdit}
          />
        </Group>
      )}
    </SimpleGrid>
  );
}

const states: Prerequisite["state"][] = ["exposed", "not_exposed", "dismissed", "not_dismissed"];

function Prerequisites({ editing: { rule, canEdit, set } }: { editing: RuleEditing }) {
  const t = useWords();
  const others = (useDraft().content?.document.rules ?? []).filter(({ id }) => id !== rule.id);
  const list = rule.prerequisites ?? [];
  const change = (next: Prerequisite[]) => set(["prerequisites"], next.length === 0 ? undefined : next);
  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed">
        {t("editor.prerequisites.help")}
      </Text>
      {list.map((one, at) => (
        <Group key={`${one.rule_id} ${at}`} gap="xs" align="flex-end">
          <Select
            label={t("editor.prerequisite.rule")}
            data={others.map(({ id, name = id }) => ({ value: id, label: name }))}
            value={one.rule_id}
            onChange={(id) => id && change(list.with(at, { ...one, rule_id: id }))}
            allowDeselect={false}
            disabled={!canEdit}
            flex="1 1 180px"
          />
          <Select
            label={t("editor.prerequisite.state")}
            data={states.map((state) => ({ value: state, label: t(`editor.prerequisite.${state}`) }))}
            value={one.state}
            onChange={(state) => state && change(list.with(at, { ...one, state: state as Prerequisite["state"] }))}
            allowDeselect={false}
            disabled={!canEdit}
            flex="1 1 160px"
          />
          <NumberInput
            label={t("editor.prerequisite.days")}
            value={one.days ?? ""}
            placeholder={t("editor.prerequisite.ever")}
            onChange={(days) => {
              const { days: _old, ...rest } = one;
              change(list.with(at, days === "" ? rest : { ...rest, days: Number(days) }));
            }}
            min={1}
            max={365}
            disabled={!canEdit}
            w={120}
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            size={36}
            aria-label={t("editor.remove")}
            onClick={() => change(list.filter((_, place) => place !== at))}
            disabled={!canEdit}
          >
            <IconTrash size={16} aria-hidden />
          </ActionIcon>
        </Group>
      ))}
      <Button
        size="xs"
        variant="default"
        w="fit-content"
        leftSection={<IconPlus size={14} aria-hidden />}
        disabled={!canEdit || others.length === 0}
        onClick={() => change([...list, { rule_id: others[0]?.id ?? "", state: "not_exposed" }])}
      >
        {t("editor.prerequisite.add")}
      </Button>
    </Stack>
  );
}
