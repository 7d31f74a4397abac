// Nothing is shown to any shopper: said on every page, with the way back.
import { Alert, Button, Group, Text } from "@mantine/core";
import { IconHandStop } from "@tabler/icons-react";
import { useKillSwitch, useLive } from "../api/rules";
import { useAllows } from "../api/session";
import { tellDone, tellProblem } from "../parts/tell";
import { useWords } from "../words/useWords";

export function KillSwitchBanner() {
  const t = useWords();
  const live = useLive().data;
  const mayPublish = useAllows("publisher");
  const kill = useKillSwitch();
  if (!live?.document.kill_switch) return null;
  const show = () =>
    kill.mutate(
      { on: false, note: "" },
      {
        onSuccess: () => tellDone(t("kill.off.done")),
        onError: (error) => tellProblem(t("kill.failed"), error),
      },
    );
  return (
    <Alert color="red" variant="light" icon={<IconHandStop />} title={t("kill.is-on")} mb="lg">
      <Group justify="space-between">
        <Text size="sm">{t("kill.is-on.help")}</Text>
        {mayPublish && (
          <Button color="red" size="xs" loading={kill.isPending} onClick={show}>
            {t("kill.turn-off")}
          </Button>
        )}
      </Group>
    </Alert>
  );
}
