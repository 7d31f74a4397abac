// One rule of the list.
import { ActionIcon, Anchor, Group, Menu, Stack, Switch, Text, Tooltip, VisuallyHidden } from "@mantine/core";
import { useSortable } from "@dnd-kit/sortable";
import { CSS } from "@dnd-kit/utilities";
import {
  IconArchive,
  IconArrowDown,
  IconArrowUp,
  IconCopy,
  IconDots,
  IconFlask,
  IconGripVertical,
  IconId,
  IconPencil,
} from "@tabler/icons-react";
import type { Fact, Rule, RuleDocument } from "cartnudge/authoring";
import { Link } from "react-router";
import type { Edit, RuleResults } from "../api/types";
import { conditionWords } from "../facts/conditionWords";
import { typeWord } from "../facts/words";
import { useWords } from "../words/useWords";
import classes from "./rules.module.css";
import { draftMark, type RuleState } from "./ruleState";
import { DraftMark, StateBadge } from "./StateBadge";
import { Trend } from "./Trend";
import { TypeIcon } from "./TypeIcon";
import { useRuleSwitch } from "./useSwitch";

export interface RowActions {
  move(ruleId: string, by: -1 | 1): void;
  duplicate(ruleId: string): void;
  archive(ruleId: string): void;
}

export interface RuleRowProps {
  rule: Rule;
  live: RuleDocument | undefined;
  state: RuleState;
  edit: Edit | undefined;
  results: RuleResults | undefined;
  days: number;
  facts: readonly Fact[];
  canEdit: boolean;
  /** Why it can't be moved; undefined when it can. */
  fixed: string | undefined;
  actions: RowActions;
}

export function RuleRow(props: RuleRowProps) {
  const { rule, live, state, edit, results, days, facts, fixed } = props;
  const t = useWords();
  const { setNodeRef, transform, transition, isDragging, attributes, listeners } = useSortable({
    id: rule.id,
    disabled: fixed !== undefined,
  });
  const name = rule.name || rule.id;
  const mark = draftMark(rule, live);
  return (
    <li
      ref={setNodeRef}
      className={classes.row}
      data-rule={rule.id}
      data-dragging={isDragging || undefined}
      style={{ transform: CSS.Translate.toString(transform), transition }}
    >
      <div className={classes.handle}>
        <Tooltip label={fixed ?? t("rules.drag")}>
          <ActionIcon
            variant="subtle"
            color="gray"
            {...attributes}
            {...listeners}
            aria-label={t("rules.drag.rule", { name })}
            aria-disabled={fixed !== undefined}
            style={{ cursor: fixed === undefined ? "grab" : "default", opacity: fixed === undefined ? 1 : 0.35 }}
          >
            <IconGripVertical size={18} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </div>
      <Stack gap={2} className={classes.what}>
        <Group gap="xs" wrap="nowrap">
          <Tooltip label={typeWord(t, rule.nudge.type)}>
            <span className={classes.icon}>
              <TypeIcon type={rule.nudge.type} />
              <VisuallyHidden>{typeWord(t, rule.nudge.type)}</VisuallyHidden>
            </span>
          </Tooltip>
          <Anchor component={Link} to={`/rules/${encodeURIComponent(rule.id)}`} fw={600} c="inherit">
            {name}
          </Anchor>
          {mark && mark !== "new" && <DraftMark mark={mark} />}
        </Group>
        <Text size="sm" c="dimmed" lineClamp={2}>
          {conditionWords(t, rule.when, facts)}
        </Text>
        {edit && (
          <Text size="xs" c="dimmed">
            {t("rules.edited", { who: edit.edited_by.name, when: t.ago(edit.edited_at) })}
          </Text>
        )}
      </Stack>
      <div className={classes.state}>
        <StateBadge state={state} />
      </div>
      <div className={classes.trend}>
        <Trend results={results} days={days} ruleId={rule.id} />
      </div>
      <OnOff rule={rule} live={live} />
      <RowMenu {...props} name={name} />
    </li>
  );
}

function OnOff({ rule, live }: { rule: Rule; live: RuleDocument | undefined }) {
  const t = useWords();
  const { isOn, isLive, isDisabled, isBusy, turn } = useRuleSwitch(rule, live);
  const name = rule.name || rule.id;
  const help = isDisabled ? "rules.switch.not-allowed" : isLive ? "rules.switch.live" : "rules.switch.draft";
  return (
    <div className={classes.switch}>
      <Tooltip label={t(help)}>
        <Switch
          checked={isOn}
          onChange={(event) => turn(event.currentTarget.checked)}
          disabled={isDisabled || isBusy}
          aria-label={t(isLive ? "rules.switch.live.rule" : "rules.switch.draft.rule", { name })}
          withThumbIndicator={false}
          size="md"
        />
      </Tooltip>
    </div>
  );
}

function RowMenu({ rule, canEdit, fixed, actions, name }: RuleRowProps & { name: string }) {
  const t = useWords();
  const { id } = rule;
  return (
    <Menu position="bottom-end" width={220}>
      <Menu.Target>
        <ActionIcon className={classes.menu} variant="subtle" color="gray" aria-label={t("rules.more", { name })}>
          <IconDots size={18} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          component={Link}
          to={`/rules/${encodeURIComponent(id)}`}
          leftSection={<IconPencil size={16} aria-hidden />}
        >
          {t(canEdit ? "rules.edit" : "rules.look")}
        </Menu.Item>
        <Menu.Item
          component={Link}
          to={`/try?rule=${encodeURIComponent(id)}`}
          leftSection={<IconFlask size={16} aria-hidden />}
        >
          {t("rules.try")}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconId size={16} aria-hidden />}
          onClick={() => void navigator.clipboard?.writeText(id).catch(() => undefined)}
        >
          {t("rules.copy-id")}
        </Menu.Item>
        {canEdit && (
          <>
            <Menu.Divider />
            <Menu.Item
              disabled={fixed !== undefined}
              leftSection={<IconArrowUp size={16} aria-hidden />}
              onClick={() => actions.move(id, -1)}
            >
              {t("rules.up")}
            </Menu.Item>
            <Menu.Item
              disabled={fixed !== undefined}
              leftSection={<IconArrowDown size={16} aria-hidden />}
              onClick={() => actions.move(id, 1)}
            >
              {t("rules.down")}
            </Menu.Item>
            <Menu.Item leftSection={<IconCopy size={16} aria-hidden />} onClick={() => actions.duplicate(id)}>
              {t("rules.duplicate")}
            </Menu.Item>
            <Menu.Item leftSection={<IconArchive size={16} aria-hidden />} onClick={() => actions.archive(id)}>
              {t("rules.archive")}
            </Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
