// What waits for its time, what was held, and why.
import { Badge, Button, Group, Stack, Text } from "@mantine/core";
import { useScheduled } from "../api/rules";
import { useAllows } from "../api/session";
import type { Scheduled } from "../api/types";
import { ErrorState, Loading } from "../parts/states";
import { tellDone, tellProblem } from "../parts/tell";
import { useWords } from "../words/useWords";
import { useCallOff } from "./api";

const colors = { waiting: "blue", held: "orange", done: "gray" } as const;

export function ScheduledList() {
  const t = useWords();
  const scheduled = useScheduled();
  if (scheduled.isPending) return <Loading />;
  if (scheduled.isError) return <ErrorState error={scheduled.error} retry={() => void scheduled.refetch()} />;
  const open = scheduled.data.filter(({ status }) => status !== "done");
  if (open.length === 0) return <Text c="dimmed">{t("publish.scheduled.none")}</Text>;
  return (
    <Stack gap="sm" component="ul" p={0} m={0} style={{ listStyle: "none" }}>
      {open.map((one) => (
        <Waiting key={one.id} scheduled={one} />
      ))}
    </Stack>
  );
}

function Waiting({ scheduled: { id, at, note, by, rules, status, why } }: { scheduled: Scheduled }) {
  const t = useWords();
  const mayPublish = useAllows("publisher");
  const callOff = useCallOff();
  const stop = () =>
    callOff.mutate(id, {
      onSuccess: () => tellDone(t("publish.call-off.done")),
      onError: (error) => tellProblem(t("publish.call-off.failed"), error),
    });
  return (
    <Group component="li" justify="space-between" align="flex-start">
      <div>
        <Group gap="xs">
          <Badge color={colors[status]} variant="light" tt="none" fw={600} autoContrast miw="max-content">
            {t(`publish.status.${status}`)}
          </Badge>
          <Text fw={600}>{t.time(at)}</Text>
        </Group>
        <Text size="sm" c="dimmed">
          {t("publish.scheduled.by", { who: by.name, rules })}
        </Text>
        {note && <Text size="sm">{note}</Text>}
        {status === "held" && (
          <Text size="sm" role="alert">
            {t("publish.held", { why: why ?? "" })}
          </Text>
        )}
      </div>
      {mayPublish && (
        <Button size="xs" variant="default" loading={callOff.isPending} onClick={stop}>
          {t(status === "held" ? "publish.clear" : "publish.call-off")}
        </Button>
      )}
    </Group>
  );
}
