// When it is shown: from and until, on which days, at which hours, by the shop's clock.
import { Anchor, Chip, Group, Stack, Text, TextInput } from "@mantine/core";
import { DateTimePicker } from "@mantine/dates";
import { Link } from "react-router";
import { useDraft } from "../draft/DraftProvider";
import { useWords } from "../words/useWords";
import { fromPicker, toPicker, weekdayName, weekdays } from "./schedule";
import { FoundHere, Section } from "./Section";
import type { RuleEditing } from "./useRule";

export function WhenSection({ editing }: { editing: RuleEditing }) {
  const t = useWords();
  const { rule, canEdit, set, found } = editing;
  const zone = useDraft().content?.document.time_zone ?? "UTC";
  const days = rule.schedule?.weekdays ?? [];
  const { hours } = rule.schedule ?? {};
  const hour = (key: "from" | "until", value: string) => {
    const next = { from: hours?.from ?? "", until: hours?.until ?? "", [key]: value };
    set(["schedule", "hours"], next.from === "" && next.until === "" ? undefined : next);
  };
  return (
    <Section id="when" title={t("editor.when")}>
      <Stack gap="md">
        <Group gap="md" align="flex-start">
          <Time editing={editing} field="from" />
          <Time editing={editing} field="until" />
        </Group>
        <div role="group" aria-label={t("editor.weekdays")}>
          <Text size="sm" fw={500} mb={4}>
            {t("editor.weekdays")}
          </Text>
          <Group gap={6}>
            {weekdays.map((day) => (
              <Chip
                key={day}
                size="sm"
                checked={days.includes(day)}
                disabled={!canEdit}
                onChange={(isOn) => {
                  const next = weekdays.filter((one) => (one === day ? isOn : days.includes(one)));
                  set(["schedule", "weekdays"], next.length === 0 ? undefined : next);
                }}
              >
                {weekdayName(day, t.locale)}
              </Chip>
            ))}
          </Group>
          <Text size="xs" c="dimmed" mt={4}>
            {t("editor.weekdays.help")}
          </Text>
        </div>
        <Group gap="md" align="flex-start">
          <TextInput
            type="time"
            label={t("editor.hours.from")}
            value={hours?.from ?? ""}
            onChange={(event) => hour("from", event.currentTarget.value)}
            disabled={!canEdit}
            w={140}
          />
          <TextInput
            type="time"
            label={t("editor.hours.until")}
            value={hours?.until === "24:00" ? "00:00" : (hours?.until ?? "")}
            onChange={(event) => hour("until", event.currentTarget.value)}
            disabled={!canEdit}
            w={140}
          />
        </Group>
        <Text size="xs" c="dimmed">
          {t("editor.zone", { zone })}{" "}
          <Anchor component={Link} to="/settings/rules" size="xs" underline="always">
            {t("editor.zone.change")}
          </Anchor>
        </Text>
        <FoundHere diagnostics={found(["schedule"])} />
      </Stack>
    </Section>
  );
}

function Time({ editing: { rule, canEdit, set }, field }: { editing: RuleEditing; field: "from" | "until" }) {
  const t = useWords();
  const time = rule.schedule?.[field];
  const picked = toPicker(time);
  if (picked === undefined) {
    return (
      <TextInput
        label={t(`editor.${field}.moment`)}
        description={t("editor.moment.help")}
        inputWrapperOrder={["label", "input", "description"]}
        value={String(time)}
        onChange={(event) => set(["schedule", field], event.currentTarget.value || undefined)}
        disabled={!canEdit}
        flex="1 1 220px"
      />
    );
  }
  return (
    <DateTimePicker
      label={t(`editor.schedule.${field}`)}
      value={picked}
      onChange={(next) => set(["schedule", field], fromPicker(next))}
      clearable
      clearButtonProps={{ "aria-label": t("editor.clear") }}
      submitButtonProps={{ "aria-label": t("editor.take") }}
      valueFormat="D MMM YYYY, HH:mm"
      placeholder={t(`editor.schedule.${field}.open`)}
      disabled={!canEdit}
      flex="1 1 220px"
    />
  );
}
