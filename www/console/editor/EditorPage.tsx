// One rule: what it shows, to whom, when, how often and in what words, with the nudge itself beside it.
import {
  ActionIcon,
  Alert,
  Anchor,
  Button,
  Grid,
  Group,
  Menu,
  SegmentedControl,
  Stack,
  Switch,
  Text,
  Textarea,
  TextInput,
  Tooltip,
} from "@mantine/core";
import {
  IconArchive,
  IconChevronLeft,
  IconChevronRight,
  IconCopy,
  IconDots,
  IconFlask,
  IconListCheck,
  IconPlayerPlay,
} from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { Link, useNavigate, useParams, useSearchParams } from "react-router";
import { useLive } from "../api/rules";
import { useDraft } from "../draft/DraftProvider";
import { PageTitle } from "../parts/PageTitle";
import { EmptyState, ErrorState, Loading } from "../parts/states";
import { tellDone } from "../parts/tell";
import { archived, duplicated, freeId, restored, slug } from "../rules/edits";
import { useRuleSwitch } from "../rules/useSwitch";
import { useWords } from "../words/useWords";
import { JsonView } from "./JsonView";
import { OftenSection } from "./OftenSection";
import { PreviewPanel } from "./PreviewPanel";
import { FoundHere, Section } from "./Section";
import { useRule, type RuleEditing } from "./useRule";
import { WhatSection } from "./WhatSection";
import { WhenSection } from "./WhenSection";
import { WhomSection } from "./WhomSection";
import { WordsSection } from "./WordsSection";

export default function EditorPage() {
  const ruleId = useParams().ruleId ?? "";
  const { status, content, error, reload } = useDraft();
  const editing = useRule(ruleId);
  if (status === "failed") return <ErrorState error={error} retry={() => void reload()} />;
  if (!content) return <Loading />;
  return editing ? <Editor key={ruleId} editing={editing} /> : <Missing ruleId={ruleId} />;
}

function Editor({ editing }: { editing: RuleEditing }) {
  const t = useWords();
  const { rule, index, name, canEdit, set, replace, found } = editing;
  const locales = Object.keys(rule.nudge.content ?? {});
  const [locale, setLocale] = useState(() => (locales.includes(t.locale) ? t.locale : (locales[0] ?? t.locale)));
  const [variation, setVariation] = useState<string | null>(null);
  const [params, setParams] = useSearchParams();
  const isJson = params.get("view") === "json";
  useScrollTo(params.get("at"));
  const preview = <PreviewPanel rule={rule} locale={locale} variation={variation} />;
  return (
    <>
      <PageTitle title={name} actions={<Actions editing={editing} />} />
      <Group justify="space-between" mb="md" gap="sm">
        <Group gap="md">
          <OnOff editing={editing} />
          <RuleId editing={editing} />
        </Group>
        <SegmentedControl
          size="xs"
          aria-label={t("editor.view")}
          data={[
            { value: "form", label: t("editor.view.form") },
            { value: "json", label: "JSON" },
          ]}
          value={isJson ? "json" : "form"}
          onChange={(view) => setParams(view === "json" ? { view } : {}, { replace: true })}
        />
      </Group>
      {!canEdit && <Alert mb="md">{t("editor.not-allowed")}</Alert>}
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, lg: 7 }} order={{ base: 2, lg: 1 }}>
          {isJson ? (
            <JsonView
              rule={rule}
              diagnostics={found([])}
              pointer={`/rules/${index}`}
              readOnly={!canEdit}
              onChange={replace}
            />
          ) : (
            <Stack gap="md">
              <Section id="name" title={t("editor.name")}>
                <TextInput
                  aria-label={t("editor.name")}
                  value={rule.name ?? ""}
                  placeholder={rule.id}
                  onChange={(event) => set(["name"], event.currentTarget.value || undefined)}
                  disabled={!canEdit}
                />
                <FoundHere diagnostics={[...found(["name"]), ...found(["id"])]} />
              </Section>
              <WhatSection editing={editing} />
              <WhomSection editing={editing} />
              <WhenSection editing={editing} />
              <OftenSection editing={editing} />
              <WordsSection
                editing={editing}
                locale={locale}
                onLocale={setLocale}
                variation={variation}
                onVariation={setVariation}
              />
              <Section id="note" title={t("editor.note")} about={t("editor.note.help")}>
                <Textarea
                  aria-label={t("editor.note")}
                  value={rule.note ?? ""}
                  onChange={(event) => set(["note"], event.currentTarget.value || undefined)}
                  disabled={!canEdit}
                  autosize
                  minRows={2}
                />
                <FoundHere diagnostics={found(["note"])} />
              </Section>
            </Stack>
          )}
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 5 }} order={{ base: 1, lg: 2 }}>
          <div style={{ position: "sticky", top: 80 }}>{preview}</div>
        </Grid.Col>
      </Grid>
    </>
  );
}

function Actions({ editing: { rule, name, canEdit } }: { editing: RuleEditing }) {
  const t = useWords();
  const navigate = useNavigate();
  const { content, change, undoStep } = useDraft();
  const rules = content?.document.rules ?? [];
  const at = rules.findIndex(({ id }) => id === rule.id);
  const duplicate = () => {
    if (!content) return;
    const copy = freeId(content, `${rule.id}-copy`);
    change(t("rules.duplicate.words", { name }), (now) => duplicated(now, rule.id, copy, t("rules.copy-of", { name })));
    void navigate(`/rules/${copy}`);
  };
  const archive = () => {
    change(t("rules.archive.words", { name }), (now) => archived(now, rule.id));
    tellDone(t("rules.archive.done", { name }), { label: t("undo"), action: undoStep });
    void navigate("/rules");
  };
  return (
    <>
      <Group gap={4}>
        <Neighbour rule={rules[at - 1]} label={t("editor.previous")} icon={IconChevronLeft} />
        <Neighbour rule={rules[at + 1]} label={t("editor.next")} icon={IconChevronRight} />
      </Group>
      <Menu position="bottom-end" width={220}>
        <Menu.Target>
          <ActionIcon variant="default" size={36} aria-label={t("rules.more", { name })}>
            <IconDots size={18} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            component={Link}
            to={`/simulate?rule=${encodeURIComponent(rule.id)}`}
            leftSection={<IconPlayerPlay size={16} aria-hidden />}
          >
            {t("editor.simulate")}
          </Menu.Item>
          {canEdit && (
            <>
              <Menu.Item leftSection={<IconCopy size={16} aria-hidden />} onClick={duplicate}>
                {t("rules.duplicate")}
              </Menu.Item>
              <Menu.Item leftSection={<IconArchive size={16} aria-hidden />} onClick={archive}>
                {t("rules.archive")}
              </Menu.Item>
            </>
          )}
        </Menu.Dropdown>
      </Menu>
      <Button
        component={Link}
        to={`/try?rule=${encodeURIComponent(rule.id)}`}
        variant="default"
        leftSection={<IconFlask size={18} aria-hidden />}
      >
        {t("rules.try")}
      </Button>
      <Button component={Link} to="/publish">
        {t("editor.review")}
      </Button>
    </>
  );
}

interface NeighbourProps {
  rule: { id: string; name?: string } | undefined;
  label: string;
  icon: typeof IconChevronLeft;
}

function Neighbour({ rule, label, icon: Icon }: NeighbourProps) {
  if (!rule) return null;
  const name = `${label}: ${rule.name || rule.id}`;
  return (
    <Tooltip label={name}>
      <ActionIcon
        component={Link}
        to={`/rules/${encodeURIComponent(rule.id)}`}
        variant="default"
        size={36}
        aria-label={name}
      >
        <Icon size={18} aria-hidden />
      </ActionIcon>
    </Tooltip>
  );
}

function OnOff({ editing: { rule } }: { editing: RuleEditing }) {
  const t = useWords();
  const live = useLive().data?.document;
  const { isOn, isLive, isDisabled, isBusy, turn } = useRuleSwitch(rule, live);
  return (
    <Tooltip label={t(isDisabled ? "rules.switch.not-allowed" : isLive ? "rules.switch.live" : "rules.switch.draft")}>
      <Switch
        checked={isOn}
        onChange={(event) => turn(event.currentTarget.checked)}
        disabled={isDisabled || isBusy}
        label={t(isOn ? "editor.on" : "editor.off")}
        withThumbIndicator={false}
      />
    </Tooltip>
  );
}

/** A rule that shops have keeps its id: what they remember of it hangs on it. */
function RuleId({ editing: { rule, isLive, canEdit, replace } }: { editing: RuleEditing }) {
  const t = useWords();
  const navigate = useNavigate();
  const { content } = useDraft();
  const rename = () => {
    if (!content) return;
    const id = freeId({ ...content, archived: content.archived }, slug(rule.name ?? rule.id));
    replace({ ...rule, id });
    void navigate(`/rules/${id}`, { replace: true });
  };
  const mayRename = canEdit && !isLive && rule.name !== undefined && slug(rule.name) !== rule.id;
  return (
    <Text size="sm" c="dimmed" component="div">
      {t("editor.id")} <code>{rule.id}</code>{" "}
      {mayRename && (
        <Anchor component="button" type="button" size="sm" underline="always" onClick={rename}>
          {t("editor.id.rename")}
        </Anchor>
      )}
    </Text>
  );
}

function Missing({ ruleId }: { ruleId: string }) {
  const t = useWords();
  const { content, change, canEdit } = useDraft();
  const away = content?.archived.find(({ id }) => id === ruleId);
  const name = away?.name || ruleId;
  return (
    <>
      <PageTitle title={name} />
      <EmptyState
        icon={IconListCheck}
        title={t(away ? "editor.archived" : "editor.missing")}
        action={
          away && canEdit ? (
            <Button onClick={() => change(t("rules.restore.words", { name }), (now) => restored(now, ruleId))}>
              {t("rules.restore")}
            </Button>
          ) : (
            <Button component={Link} to="/rules" variant="default">
              {t("not-found.to-rules")}
            </Button>
          )
        }
      >
        {t(away ? "editor.archived.about" : "editor.missing.about", { id: ruleId })}
      </EmptyState>
    </>
  );
}

const sections: Record<string, string> = { when: "whom", schedule: "when", nudge: "words", note: "note", name: "name" };

/** Opens the section that a pointer within the rule leads to. */
function useScrollTo(pointer: string | null) {
  useEffect(() => {
    if (pointer === null) return;
    const key = pointer.split("/")[1] ?? "";
    document.getElementById(sections[key] ?? "often")?.scrollIntoView({ block: "start" });
  }, [pointer]);
}
