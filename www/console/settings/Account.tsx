// Who one is here, and a new password.
import { Badge, Button, Group, PasswordInput, Stack, Text, Title } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useState } from "react";
import { ask } from "../api/client";
import { isProblem } from "../api/problem";
import { useSession, useSignOut } from "../api/session";
import { ErrorState } from "../parts/states";
import { tellDone, tellProblem } from "../parts/tell";
import { useWords } from "../words/useWords";

export function Account() {
  const t = useWords();
  const person = useSession().data?.person;
  const signOut = useSignOut();
  if (!person) return null;
  return (
    <Stack gap="xl" maw={480}>
      <Stack gap={4} align="flex-start">
        <Group gap="sm">
          <Text fw={600}>{person.name}</Text>
          <Badge variant="light" tt="none" autoContrast>
            {t(`role.${person.role}`)}
          </Badge>
        </Group>
        <Text>{person.email}</Text>
        <Text size="sm" c="dimmed">
          {t(`settings.role.${person.role}`)}
        </Text>
        <Button
          mt="xs"
          variant="default"
          size="xs"
          onClick={() => void signOut().catch((error: unknown) => tellProblem(t("sign-out.failed"), error))}
        >
          {t("sign-out")}
        </Button>
      </Stack>
      <NewPassword />
    </Stack>
  );
}

function NewPassword() {
  const t = useWords();
  const [error, setError] = useState<unknown>();
  const form = useForm({
    initialValues: { current: "", new: "", again: "" },
    validate: { again: (again, values) => (again === values.new ? null : t("password.differs")) },
  });
  const submit = form.onSubmit(async ({ current, new: next }) => {
    setError(undefined);
    try {
      await ask("/v1/session/password", { method: "PUT", body: { current, new: next } });
      form.reset();
      tellDone(t("settings.password.done"));
    } catch (problem) {
      const field = isProblem(problem) ? problem.about.pointer?.slice(1) : undefined;
      if (isProblem(problem) && field !== undefined && field in form.values)
        form.setFieldError(field, `${problem.about.detail}; ${problem.about.help}`);
      else setError(problem);
    }
  });
  const shown = {
    visibilityToggleButtonProps: { "aria-label": t("password.show") },
    required: true,
    withAsterisk: false,
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <Title order={2} size="h4">
          {t("settings.password")}
        </Title>
        {error !== undefined && <ErrorState error={error} />}
        <PasswordInput
          label={t("settings.password.current")}
          autoComplete="current-password"
          {...shown}
          {...form.getInputProps("current")}
        />
        <PasswordInput
          label={t("password.new")}
          description={t("password.rule", { count: 10 })}
          autoComplete="new-password"
          {...shown}
          {...form.getInputProps("new")}
        />
        <PasswordInput
          label={t("password.again")}
          autoComplete="new-password"
          {...shown}
          {...form.getInputProps("again")}
        />
        <Button type="submit" loading={form.submitting} w="fit-content">
          {t("settings.password.do")}
        </Button>
      </Stack>
    </form>
  );
}
