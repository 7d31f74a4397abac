// Rules that were put away: back into the list, or gone for good.
import { Button, Collapse, Group, Paper, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { modals } from "@mantine/modals";
import { IconChevronDown, IconChevronRight } from "@tabler/icons-react";
import { useDraft } from "../draft/DraftProvider";
import { tellDone } from "../parts/tell";
import { useWords } from "../words/useWords";
import { removed, restored } from "./edits";
import { TypeIcon } from "./TypeIcon";

export function Archived() {
  const t = useWords();
  const { content, change, canEdit, undoStep } = useDraft();
  const [isOpen, list] = useDisclosure(false);
  const rules = content?.archived ?? [];
  if (rules.length === 0) return null;
  const restore = (id: string, name: string) => {
    change(t("rules.restore.words", { name }), (now) => restored(now, id));
    tellDone(t("rules.restore.done", { name }), { label: t("undo"), action: undoStep });
  };
  const remove = (id: string, name: string) =>
    modals.openConfirmModal({
      title: t("rules.remove.title", { name }),
      children: t("rules.remove.about"),
      labels: { confirm: t("rules.remove"), cancel: t("cancel") },
      confirmProps: { color: "red" },
      closeButtonProps: { "aria-label": t("close") },
      onConfirm: () => change(t("rules.remove.words", { name }), (now) => removed(now, id)),
    });
  return (
    <Stack gap="xs" mt="xl">
      <Button
        variant="subtle"
        color="gray"
        w="fit-content"
        aria-expanded={isOpen}
        leftSection={isOpen ? <IconChevronDown size={16} aria-hidden /> : <IconChevronRight size={16} aria-hidden />}
        onClick={list.toggle}
      >
        {t("rules.archived", { count: rules.length })}
      </Button>
      <Collapse expanded={isOpen}>
        <Stack gap="xs" component="ul" p={0} m={0} style={{ listStyle: "none" }}>
          {rules.map(({ id, name = id, nudge }) => (
            <Paper key={id} component="li" withBorder p="sm">
              <Group justify="space-between">
                <Group gap="xs">
                  <TypeIcon type={nudge.type} />
                  <Text>{name}</Text>
                </Group>
                {canEdit && (
                  <Group gap="xs">
                    <Button size="xs" variant="default" onClick={() => restore(id, name)}>
                      {t("rules.restore")}
                    </Button>
                    <Button size="xs" variant="subtle" color="red" onClick={() => remove(id, name)}>
                      {t("rules.remove")}
                    </Button>
                  </Group>
                )}
              </Group>
            </Paper>
          ))}
        </Stack>
      </Collapse>
    </Stack>
  );
}
