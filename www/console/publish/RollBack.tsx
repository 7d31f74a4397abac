// An earlier version's content, live again as a new version.
import { Button, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useState } from "react";
import { useLive } from "../api/rules";
import { useAllows } from "../api/session";
import { ErrorState } from "../parts/states";
import { tellDone } from "../parts/tell";
import { useWords } from "../words/useWords";
import { useRollBack } from "./api";

export function RollBack({ version, isSmall = false }: { version: number; isSmall?: boolean }) {
  const t = useWords();
  const live = useLive().data;
  const mayPublish = useAllows("publisher");
  const [isOpen, dialog] = useDisclosure(false);
  const rollBack = useRollBack();
  const [note, setNote] = useState("");
  if (!mayPublish || !live) return null;
  const seen = live.version;
  const undo = (now: number) =>
    rollBack.mutate(
      { to: seen, note: "", seen: now },
      { onSuccess: () => tellDone(t("publish.rolled-back", { version: seen })) },
    );
  const go = () =>
    rollBack.mutate(
      { to: version, note, seen },
      {
        onSuccess: ({ version: now }) => {
          dialog.close();
          setNote("");
          tellDone(t("publish.rolled-back", { version }), { label: t("undo"), action: () => undo(now) });
        },
      },
    );
  return (
    <>
      <Button
        variant="default"
        size={isSmall ? "xs" : "sm"}
        onClick={dialog.open}
        aria-label={t("publish.roll-back", { version })}
      >
        {isSmall ? t("publish.roll-back.short") : t("publish.roll-back", { version })}
      </Button>
      <Modal
        opened={isOpen}
        onClose={dialog.close}
        title={t("publish.roll-back.title", { version })}
        closeButtonProps={{ "aria-label": t("close") }}
      >
        <Stack>
          {rollBack.error && <ErrorState error={rollBack.error} />}
          <Text>{t("publish.roll-back.about", { version, next: seen + 1 })}</Text>
          <TextInput
            label={t("publish.note")}
            value={note}
            maxLength={2000}
            onChange={(event) => setNote(event.currentTarget.value)}
            data-autofocus
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={dialog.close}>
              {t("cancel")}
            </Button>
            <Button loading={rollBack.isPending} onClick={go}>
              {t("publish.roll-back.do", { next: seen + 1 })}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}
