// Two people changed the same rule: the second is shown both, and decides. Nothing is lost: the other text is there to copy.
import { Button, Code, Group, Modal, SimpleGrid, Stack, Text, Title } from "@mantine/core";
import { useAuthoring } from "../authoring/load";
import { useWords } from "../words/useWords";
import { useLanguage } from "../words/WordsProvider";
import { useDraft } from "./DraftProvider";
import type { Contradiction } from "./merge";

export function ContradictionDialog() {
  const t = useWords();
  const { contradictions, base, decide } = useDraft();
  const [first] = contradictions;
  const who = base?.edited_by?.name ?? t("somebody");
  return (
    <Modal
      opened={first !== undefined}
      onClose={() => undefined}
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
      size="xl"
      title={t("contradiction", { who })}
    >
      {first && (
        <Stack>
          <Text>{t("contradiction.help", { what: nameOf(first), more: contradictions.length - 1 })}</Text>
          <Difference contradiction={first} who={who} />
          <SimpleGrid cols={{ base: 1, sm: 2 }}>
            <Side title={t("contradiction.mine")} value={first.mine} />
            <Side title={t("contradiction.theirs", { who })} value={first.theirs} />
          </SimpleGrid>
          <Group justify="flex-end">
            <Button variant="default" onClick={() => decide("theirs")}>
              {t("contradiction.take-theirs", { who })}
            </Button>
            <Button onClick={() => decide("mine")}>{t("contradiction.take-mine")}</Button>
          </Group>
        </Stack>
      )}
    </Modal>
  );
}

function nameOf({ about, mine, theirs }: Contradiction): string {
  if ("key" in about) return about.key;
  const rule = (mine ?? theirs) as { name?: string } | null;
  return rule?.name || about.rule;
}

/** From theirs to mine, in words. */
function Difference({ contradiction: { about, mine, theirs }, who }: { contradiction: Contradiction; who: string }) {
  const t = useWords();
  const { language } = useLanguage();
  const authoring = useAuthoring();
  if (!authoring || !("rule" in about) || mine === null || theirs === null) return null;
  const { changes } = authoring.diffRules({ rules: [theirs] }, { rules: [mine] }, { locale: language });
  return (
    <Stack gap={4}>
      <Text fw={600}>{t("contradiction.difference", { who })}</Text>
      {changes.map(({ words }) => (
        <Text key={words} size="sm">
          {words}
        </Text>
      ))}
    </Stack>
  );
}

function Side({ title, value }: { title: string; value: unknown }) {
  const t = useWords();
  return (
    <Stack gap={4}>
      <Title order={3} size="h6">
        {title}
      </Title>
      {value === null ? (
        <Text c="dimmed">{t("contradiction.removed")}</Text>
      ) : (
        <Code block mah={280} style={{ overflow: "auto" }} tabIndex={0}>
          {JSON.stringify(value, null, 2)}
        </Code>
      )}
    </Stack>
  );
}
