// What stands where there is nothing yet, nothing any more, or an error.
import { Alert, Button, Center, Group, Loader, Stack, Text, ThemeIcon, Title } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import type { ComponentType, ReactNode } from "react";
import { isProblem } from "../api/problem";
import { useWords } from "../words/useWords";

/** Waiting, said to screen readers. */
export function Loading({ what }: { what?: string }) {
  const t = useWords();
  return (
    <Center py="xl" role="status" aria-label={what ?? t("loading")}>
      <Loader />
    </Center>
  );
}

export interface EmptyStateProps {
  icon: ComponentType<{ size?: number; stroke?: number }>;
  title: string;
  /** One sentence that teaches. */
  children: ReactNode;
  /** One button. */
  action?: ReactNode;
}

export function EmptyState({ icon: Icon, title, children, action }: EmptyStateProps) {
  return (
    <Stack align="center" py={48} px="md" gap="sm">
      <ThemeIcon size={56} radius="xl" variant="light">
        <Icon size={28} stroke={1.5} />
      </ThemeIcon>
      <Title order={2} size="h4" ta="center">
        {title}
      </Title>
      <Text c="dimmed" maw={460} ta="center">
        {children}
      </Text>
      {action}
    </Stack>
  );
}

/** What went wrong, and how to mend it; `retry` offers to try again. */
export function ErrorState({ error, retry }: { error: unknown; retry?: () => void }) {
  const t = useWords();
  const [found, help] = isProblem(error)
    ? [sentence(error.about.detail), sentence(error.about.help)]
    : [error instanceof Error ? error.message : String(error), t("error.help")];
  return (
    <Alert color="red" variant="light" icon={<IconAlertTriangle />} title={t("error")} role="alert">
      <Text>{found}</Text>
      <Group justify="space-between" mt="xs">
        <Text>{help}</Text>
        {retry && (
          <Button variant="default" size="xs" onClick={retry}>
            {t("retry")}
          </Button>
        )}
      </Group>
    </Alert>
  );
}

function sentence(text: string): string {
  const [first = ""] = text;
  return `${first.toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? "" : "."}`;
}
