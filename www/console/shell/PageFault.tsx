// A page that isn't there, or that failed.
import { Button, Code, Stack, Text, Title } from "@mantine/core";
import { Link, useRouteError } from "react-router";
import { useWords } from "../words/useWords";

export function NotFound() {
  const t = useWords();
  return (
    <Stack align="flex-start" py="xl">
      <Title order={1}>{t("not-found")}</Title>
      <Text>{t("not-found.help")}</Text>
      <Button component={Link} to="/rules">
        {t("not-found.to-rules")}
      </Button>
    </Stack>
  );
}

export function PageFault() {
  const t = useWords();
  const error = useRouteError();
  return (
    <Stack align="flex-start" p="xl" role="alert">
      <Title order={1}>{t("page-fault")}</Title>
      <Text>{t("page-fault.help")}</Text>
      <Code block>{error instanceof Error ? error.message : String(error)}</Code>
      <Button onClick={() => location.reload()}>{t("page-fault.reload")}</Button>
    </Stack>
  );
}
