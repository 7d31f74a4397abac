// Why it is published, and when.
import { SegmentedControl, Stack, Text, Textarea } from "@mantine/core";
import { DateTimePicker } from "@mantine/dates";
import dayjs from "dayjs";
import { useNow } from "../parts/useNow";
import { useWords } from "../words/useWords";

/** A wall-clock time of this computer, `YYYY-MM-DD HH:mm:ss`; `null` is at once. */
export type Moment = string | null;

export interface WhenProps {
  note: string;
  onNote(note: string): void;
  at: Moment;
  onAt(at: Moment): void;
}

const DAY = 86_400_000;

export function When({ note, onNote, at, onAt }: WhenProps) {
  const t = useWords();
  const now = useNow();
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return (
    <Stack>
      <Textarea
        label={t("publish.note")}
        description={t("publish.note.help")}
        autosize
        minRows={2}
        maxLength={2000}
        maw={560}
        value={note}
        onChange={(event) => onNote(event.currentTarget.value)}
      />
      <Stack gap="xs" align="flex-start">
        <SegmentedControl
          aria-label={t("publish.when")}
          data={[
            { value: "now", label: t("publish.now") },
            { value: "later", label: t("publish.later") },
          ]}
          value={at === null ? "now" : "later"}
          onChange={(value) => onAt(value === "now" ? null : tomorrow(now))}
        />
        {at !== null && (
          <DateTimePicker
            label={t("publish.at")}
            description={t("publish.at.help", { zone })}
            value={at}
            onChange={(value) => onAt(value ?? tomorrow(now))}
            minDate={new Date(now)}
            maxDate={new Date(now + 365 * DAY)}
            valueFormat="D MMM YYYY, HH:mm"
            w={280}
            submitButtonProps={{ "aria-label": t("publish.at.take") }}
          />
        )}
        {at !== null && (
          <Text size="sm" c="dimmed">
            {t("publish.later.help")}
          </Text>
        )}
      </Stack>
    </Stack>
  );
}

/** Eight in the morning of the next day. */
function tomorrow(now: number): string {
  return dayjs(now + DAY).format("YYYY-MM-DD 08:00:00");
}
