// A page's heading, with its primary action top right.
import { Box, Group, Stack, Text, Title } from "@mantine/core";
import { useDocumentTitle } from "@mantine/hooks";
import type { ReactNode } from "react";

export interface PageTitleProps {
  title: string;
  /** One sentence under it. */
  about?: ReactNode;
  /** Buttons; the primary one last. */
  actions?: ReactNode;
}

export function PageTitle({ title, about, actions }: PageTitleProps) {
  useDocumentTitle(`${title} · cartnudge`);
  return (
    <Group justify="space-between" align="flex-start" gap="md" mb="lg">
      <Stack gap={4} flex="1 1 280px">
        <Title order={1} size="h2" tabIndex={-1} id="page-title">
          {title}
        </Title>
        {about && (
          <Text c="dimmed" maw={720}>
            {about}
          </Text>
        )}
      </Stack>
      {actions && (
        <Box>
          <Group gap="sm">{actions}</Group>
        </Box>
      )}
    </Group>
  );
}
