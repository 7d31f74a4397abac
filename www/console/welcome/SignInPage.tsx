// Signing in with e-mail address and password.
import { Alert, Button, PasswordInput, Stack, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { ask } from "../api/client";
import { isProblem } from "../api/problem";
import { useSignIn } from "../api/session";
import { ErrorState } from "../parts/states";
import { useWords } from "../words/useWords";
import { Frame } from "./Frame";

export function SignInPage() {
  const t = useWords();
  const signIn = useSignIn();
  const setup = useQuery({ queryKey: ["setup"], queryFn: () => ask<{ needed: boolean }>("/v1/setup") });
  const [error, setError] = useState<unknown>();
  const form = useForm({ initialValues: { email: "", password: "" } });
  const submit = form.onSubmit(async ({ email, password }) => {
    setError(undefined);
    await signIn(email, password).catch(setError);
  });
  if (setup.data?.needed) {
    return (
      <Frame title={t("setup")} about={t("setup.about")}>
        <Text>{t("setup.help")}</Text>
      </Frame>
    );
  }
  return (
    <Frame title={t("sign-in")}>
      <form onSubmit={submit}>
        <Stack>
          {isProblem(error, "wrong_credentials") ? (
            <Alert color="red" role="alert" title={t("sign-in.wrong")}>
              {t("sign-in.wrong.help")}
            </Alert>
          ) : (
            error !== undefined && <ErrorState error={error} />
          )}
          <TextInput
            label={t("email")}
            type="email"
            autoComplete="username"
            required
            withAsterisk={false}
            {...form.getInputProps("email")}
          />
          <PasswordInput
            label={t("password")}
            autoComplete="current-password"
            required
            withAsterisk={false}
            visibilityToggleButtonProps={{ "aria-label": t("password.show") }}
            {...form.getInputProps("password")}
          />
          <Button type="submit" loading={form.submitting} fullWidth>
            {t("sign-in")}
          </Button>
          <Text size="sm" c="dimmed">
            {t("sign-in.forgotten")}
          </Text>
        </Stack>
      </form>
    </Frame>
  );
}
