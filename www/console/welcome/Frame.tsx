// What the pages before the sign-in look like.
import { Anchor, Box, Group, Paper, Stack, Text, Title } from "@mantine/core";
import { useDocumentTitle } from "@mantine/hooks";
import type { ReactNode } from "react";
import { languageNames, languages } from "../words/catalogue";
import { useLanguage } from "../words/WordsProvider";

export function Frame({ title, about, children }: { title: string; about?: string; children: ReactNode }) {
  useDocumentTitle(`${title} · cartnudge`);
  const { language, choose } = useLanguage();
  return (
    <Box component="main" mih="100dvh" px="md" py={{ base: "xl", sm: 96 }}>
      <Stack maw={420} mx="auto" gap="lg">
        <Text fw={700} size="lg">
          cartnudge
        </Text>
        <Paper withBorder p="xl" radius="lg" shadow="xs">
          <Title order={1} size="h3" mb={4}>
            {title}
          </Title>
          {about && (
            <Text c="dimmed" mb="md">
              {about}
            </Text>
          )}
          {children}
        </Paper>
        <Group gap="md" justify="center">
          {languages
            .filter((one) => one !== language)
            .map((one) => (
              <Anchor key={one} component="button" type="button" size="sm" lang={one} onClick={() => choose(one)}>
                {languageNames[one]}
              </Anchor>
            ))}
        </Group>
      </Stack>
    </Box>
  );
}
