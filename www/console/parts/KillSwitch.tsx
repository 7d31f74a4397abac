// Nothing is shown any more, at once: asked for twice, with a reason.
import { Button, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { useKillSwitch } from "../api/rules";
import { useWords } from "../words/useWords";
import { tellDone, tellProblem } from "./tell";

export function KillSwitchDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const t = useWords();
  const kill = useKillSwitch();
  const [note, setNote] = useState("");
  const turn = (on: boolean) =>
    kill.mutate(
      { on, note: on ? note : "" },
      {
        onSuccess: () =>
          on
            ? tellDone(t("kill.on.done"), { label: t("undo"), action: () => turn(false) })
            : tellDone(t("kill.off.done")),
        onError: (error) => tellProblem(t("kill.failed"), error),
        onSettled: onClose,
      },
    );
  return (
    <Modal opened={opened} onClose={onClose} title={t("kill.title")} closeButtonProps={{ "aria-label": t("close") }}>
      <Stack>
        <Text>{t("kill.about")}</Text>
        <TextInput
          label={t("kill.note")}
          description={t("kill.note.help")}
          value={note}
          maxLength={2000}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose} data-autofocus>
            {t("cancel")}
          </Button>
          <Button color="red" loading={kill.isPending} onClick={() => turn(true)}>
            {t("kill.do")}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
