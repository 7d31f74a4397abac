// All rules of the draft, and what each does right now.
import { ActionIcon, Anchor, Button, Group, Menu, Select, Skeleton, Stack, Text, TextInput } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconDots, IconHandStop, IconListCheck, IconPlus, IconSearch } from "@tabler/icons-react";
import type { Rule } from "cartnudge/authoring";
import { useMemo, useRef } from "react";
import { Link } from "react-router";
import { useLive, useResults } from "../api/rules";
import { useAllows } from "../api/session";
import { useAuthoring } from "../authoring/load";
import { useDraft } from "../draft/DraftProvider";
import { typeWord } from "../facts/words";
import { KillSwitchDialog } from "../parts/KillSwitch";
import { useNow } from "../parts/useNow";
import { PageTitle } from "../parts/PageTitle";
import { EmptyState, ErrorState } from "../parts/states";
import { tellDone } from "../parts/tell";
import { useShortcuts } from "../shell/Shortcuts";
import { useWords } from "../words/useWords";
import { Archived } from "./Archived";
import { archived, duplicated, freeId, moved } from "./edits";
import { NewRule } from "./NewRule";
import { RuleList } from "./RuleList";
import { RuleRow, type RowActions } from "./RuleRow";
import { offSchedule, ruleStates, stateOf, draftMark, type RuleState } from "./ruleState";
import { matches, useFilter } from "./useFilter";

/** How far back exposures are counted. */
const days = 14;

export default function RulesPage() {
  const t = useWords();
  const { status, content, canEdit, error, reload } = useDraft();
  const [isNewOpen, newRule] = useDisclosure(false);
  const [isKillOpen, kill] = useDisclosure(false);
  const search = useRef<HTMLInputElement>(null);
  useShortcuts([
    { keys: "/", word: "rules.keys.search", action: () => search.current?.focus() },
    { keys: "N", word: "rules.keys.new", action: () => canEdit && newRule.open() },
  ]);
  return (
    <>
      <PageTitle
        title={t("nav.rules")}
        about={t("rules.about")}
        actions={
          <>
            <PageMenu onKill={kill.open} />
            {canEdit && (
              <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={newRule.open}>
                {t("rules.new")}
              </Button>
            )}
          </>
        }
      />
      {status === "failed" && <ErrorState error={error} retry={() => void reload()} />}
      {status === "loading" && <Waiting />}
      {content && (content.document.rules.length > 0 ? <Listed search={search} /> : <NoRules onNew={newRule.open} />)}
      <Archived />
      <NewRule opened={isNewOpen} onClose={newRule.close} />
      <KillSwitchDialog opened={isKillOpen} onClose={kill.close} />
    </>
  );
}

function PageMenu({ onKill }: { onKill: () => void }) {
  const t = useWords();
  const mayPublish = useAllows("publisher");
  if (!mayPublish) return null;
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="default" size={36} aria-label={t("rules.menu")}>
          <IconDots size={18} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item color="red" leftSection={<IconHandStop size={16} aria-hidden />} onClick={onKill}>
          {t("kill.open")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function Listed({ search }: { search: React.RefObject<HTMLInputElement | null> }) {
  const t = useWords();
  const { content, base, canEdit, change, undoStep } = useDraft();
  const live = useLive().data?.document;
  const results = useResults(days).data;
  const states = useStates();
  const facts = useFacts();
  const [filter, choose, isFiltered] = useFilter();
  const rules = useMemo(() => content?.document.rules ?? [], [content]);
  const shown = rules.filter((rule) => matches(rule, states(rule), filter));
  const nameOf = (id: string) => rules.find((rule) => rule.id === id)?.name || id;
  const fixed = isFiltered ? t("rules.drag.filtered") : canEdit ? undefined : t("rules.drag.not-allowed");

  const move = (id: string, to: number) => {
    if (fixed === undefined) change(t("rules.move.words", { name: nameOf(id) }), (now) => moved(now, id, to));
  };
  const actions: RowActions = {
    move: (id, by) => move(id, Math.max(0, rules.findIndex((rule) => rule.id === id) + by)),
    duplicate: (id) => {
      if (!content) return;
      const name = t("rules.copy-of", { name: nameOf(id) });
      const copy = freeId(content, `${id}-copy`);
      change(t("rules.duplicate.words", { name: nameOf(id) }), (now) => duplicated(now, id, copy, name));
      tellDone(t("rules.duplicate.done", { name }), { label: t("undo"), action: undoStep });
    },
    archive: (id) => {
      change(t("rules.archive.words", { name: nameOf(id) }), (now) => archived(now, id));
      tellDone(t("rules.archive.done", { name: nameOf(id) }), { label: t("undo"), action: undoStep });
    },
  };

  return (
    <Stack gap="md">
      <Unpublished />
      <Group gap="sm" align="flex-end">
        <TextInput
          ref={search}
          flex="1 1 220px"
          aria-label={t("rules.search")}
          placeholder={t("rules.search")}
          leftSection={<IconSearch size={16} aria-hidden />}
          value={filter.search}
          onChange={(event) => choose({ search: event.currentTarget.value })}
        />
        <Select
          w={{ base: "calc(50% - 6px)", xs: 170 }}
          aria-label={t("rules.filter.state")}
          placeholder={t("rules.filter.state")}
          clearable
          clearButtonProps={{ "aria-label": t("rules.filter.clear") }}
          data={ruleStates.map((state) => ({ value: state, label: t(`rules.state.${state}`) }))}
          value={filter.state}
          onChange={(state) => choose({ state: state as RuleState | null })}
        />
        <Select
          w={{ base: "calc(50% - 6px)", xs: 190 }}
          aria-label={t("rules.filter.type")}
          placeholder={t("rules.filter.type")}
          clearable
          clearButtonProps={{ "aria-label": t("rules.filter.clear") }}
          data={[...new Set(rules.map(({ nudge }) => nudge.type))].map((type) => ({
            value: type,
            label: typeWord(t, type),
          }))}
          value={filter.type}
          onChange={(type) => choose({ type })}
        />
      </Group>
      <Text size="sm" c="dimmed" role="status">
        {t("rules.count", { shown: shown.length, all: rules.length })} {t("rules.order")}
      </Text>
      {shown.length === 0 ? (
        <EmptyState
          icon={IconSearch}
          title={t("rules.none")}
          action={
            <Button variant="default" onClick={() => choose({ search: "", state: null, type: null })}>
              {t("rules.none.clear")}
            </Button>
          }
        >
          {t("rules.none.about")}
        </EmptyState>
      ) : (
        <RuleList label={t("nav.rules")} items={shown.map(({ id, name = id }) => ({ id, name }))} onMove={move}>
          {shown.map((rule) => (
            <RuleRow
              key={rule.id}
              rule={rule}
              live={live}
              state={states(rule)}
              edit={base?.rules[rule.id]}
              results={results?.rules.find(({ rule_id }) => rule_id === rule.id)}
              days={days}
              facts={facts}
              canEdit={canEdit}
              fixed={fixed}
              actions={actions}
            />
          ))}
        </RuleList>
      )}
    </Stack>
  );
}

/** The state of each rule, as shoppers have it. */
function useStates(): (rule: Rule) => RuleState {
  const live = useLive().data?.document;
  const authoring = useAuthoring();
  const now = useNow();
  return useMemo(() => {
    const silent = authoring && live ? offSchedule(authoring, live, now) : new Set<string>();
    return (rule: Rule) => stateOf(rule, { live, offSchedule: silent, now });
  }, [authoring, live, now]);
}

function useFacts() {
  const authoring = useAuthoring();
  return useMemo(() => authoring?.listFacts() ?? [], [authoring]);
}

/** How the draft stands to what is live. */
function Unpublished() {
  const t = useWords();
  const { content } = useDraft();
  const live = useLive();
  if (!content || live.isPending) return null;
  const published = live.data?.document;
  const changed = content.document.rules.filter((rule) => draftMark(rule, published) !== undefined).length;
  const gone = (published?.rules ?? []).filter(
    ({ id }) => !content.document.rules.some((rule) => rule.id === id),
  ).length;
  if (changed + gone === 0) return null;
  return (
    <Text size="sm">
      {t("rules.unpublished", { count: changed + gone })}{" "}
      <Anchor component={Link} to="/publish" size="sm" underline="always">
        {t("rules.unpublished.review")}
      </Anchor>
    </Text>
  );
}

function NoRules({ onNew }: { onNew: () => void }) {
  const t = useWords();
  const { canEdit } = useDraft();
  return (
    <EmptyState
      icon={IconListCheck}
      title={t("rules.empty")}
      action={canEdit && <Button onClick={onNew}>{t("rules.new")}</Button>}
    >
      {t("rules.empty.about")}
    </EmptyState>
  );
}

function Waiting() {
  const t = useWords();
  return (
    <Stack gap="xs" role="status" aria-label={t("loading")}>
      {["a", "b", "c", "d"].map((key) => (
        <Skeleton key={key} height={72} radius="md" />
      ))}
    </Stack>
  );
}
