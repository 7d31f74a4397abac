// Something that is shown once: a link, a token. To be copied now.
import { Alert, Button, Code, CopyButton, Group, Stack, Text } from "@mantine/core";
import { useWords } from "../words/useWords";

export function OneTime({
  title,
  help,
  text,
  onClose,
}: {
  title: string;
  help: string;
  text: string;
  onClose: () => void;
}) {
  const t = useWords();
  return (
    <Alert color="pine" title={title} role="status" withCloseButton closeButtonLabel={t("close")} onClose={onClose}>
      <Stack gap="xs">
        <Text size="sm">{help}</Text>
        <Code block style={{ overflowWrap: "anywhere", whiteSpace: "pre-wrap" }}>
          {text}
        </Code>
        <Group>
          <CopyButton value={text}>
            {({ copied, copy }) => (
              <Button size="xs" onClick={copy}>
                {t(copied ? "settings.copied" : "settings.copy")}
              </Button>
            )}
          </CopyButton>
        </Group>
      </Stack>
    </Alert>
  );
}
