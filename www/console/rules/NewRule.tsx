// A new rule: what should be shown?
import { Group, Modal, Stack, Text, UnstyledButton } from "@mantine/core";
import { useNavigate } from "react-router";
import { useDraft } from "../draft/DraftProvider";
import { typeWord } from "../facts/words";
import { useWords } from "../words/useWords";
import classes from "./NewRule.module.css";
import { added, freeId, newRule, slug, startingPoints, type StartingPoint } from "./edits";
import { TypeIcon } from "./TypeIcon";

export function NewRule({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const t = useWords();
  const navigate = useNavigate();
  const { content, change } = useDraft();
  const begin = (type: StartingPoint) => {
    if (!content) return;
    const name = t(`rules.new.${type}`);
    const id = freeId(content, slug(name));
    change(t("rules.new.words", { name }), (now) => added(now, newRule(type, id, name)));
    onClose();
    void navigate(`/rules/${id}`);
  };
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t("rules.new.title")}
      size="lg"
      closeButtonProps={{ "aria-label": t("close") }}
    >
      <Stack gap="sm">
        <Text c="dimmed" size="sm">
          {t("rules.new.about")}
        </Text>
        {(Object.keys(startingPoints) as StartingPoint[]).map((type) => (
          <UnstyledButton key={type} className={classes.choice} onClick={() => begin(type)}>
            <Group wrap="nowrap" gap="md">
              <TypeIcon type={type} size={24} />
              <div>
                <Text fw={600}>{typeWord(t, type)}</Text>
                <Text size="sm" c="dimmed">
                  {t(`rules.new.${type}.about`)}
                </Text>
              </div>
            </Group>
          </UnstyledButton>
        ))}
      </Stack>
    </Modal>
  );
}
