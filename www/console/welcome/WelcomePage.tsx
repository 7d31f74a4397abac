// A one-time link: the first admin, an invitation, a new password.
import { Button, PasswordInput, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link, useNavigate, useSearchParams } from "react-router";
import { ask } from "../api/client";
import { isProblem } from "../api/problem";
import { useTakeLink } from "../api/session";
import { ErrorState, Loading } from "../parts/states";
import { useWords } from "../words/useWords";
import { Frame } from "./Frame";

interface About {
  purpose: "first_admin" | "invitation" | "reset";
  email?: string;
  name?: string;
}

const fewestCharacters = 10;

export function WelcomePage() {
  const t = useWords();
  const [search] = useSearchParams();
  const token = search.get("token") ?? "";
  const about = useQuery({
    queryKey: ["link", token],
    queryFn: () => ask<About>(`/v1/setup/link?token=${encodeURIComponent(token)}`),
    staleTime: Infinity,
    retry: false,
  });
  if (about.isPending) return <Loading />;
  if (about.isError) {
    return (
      <Frame title={t("link.over")} about={t("link.over.help")}>
        <Stack>
          <ErrorState error={about.error} />
          <Button component={Link} to="/" variant="default">
            {t("sign-in")}
          </Button>
        </Stack>
      </Frame>
    );
  }
  return <Welcome token={token} about={about.data} />;
}

function Welcome({ token, about }: { token: string; about: About }) {
  const t = useWords();
  const navigate = useNavigate();
  const takeLink = useTakeLink();
  const [error, setError] = useState<unknown>();
  const isFirst = about.purpose === "first_admin";
  const isReset = about.purpose === "reset";
  const form = useForm({
    initialValues: { name: about.name ?? "", email: about.email ?? "", password: "", again: "" },
    validate: {
      password: (password) =>
        password.length < fewestCharacters ? t("password.short", { count: fewestCharacters }) : null,
      again: (again, { password }) => (again === password ? null : t("password.differs")),
    },
  });
  const submit = form.onSubmit(async ({ name, email, password }) => {
    setError(undefined);
    const who = isReset ? {} : { name, ...(isFirst ? { email } : {}) };
    try {
      await takeLink({ token, password, ...who });
      void navigate("/rules", { replace: true });
    } catch (problem) {
      const field = isProblem(problem) ? problem.about.pointer?.slice(1) : undefined;
      if (isProblem(problem) && field !== undefined && field in form.values)
        form.setFieldError(field, problem.about.help);
      else setError(problem);
    }
  });
  return (
    <Frame title={t(`link.${about.purpose}`)} about={t(`link.${about.purpose}.about`)}>
      <form onSubmit={submit}>
        <Stack>
          {error !== undefined && <ErrorState error={error} />}
          {!isReset && (
            <TextInput
              label={t("name")}
              autoComplete="name"
              required
              withAsterisk={false}
              {...form.getInputProps("name")}
            />
          )}
          <TextInput
            label={t("email")}
            type="email"
            autoComplete="username"
            required
            withAsterisk={false}
            readOnly={!isFirst}
            {...form.getInputProps("email")}
          />
          <PasswordInput
            label={t("password.new")}
            description={t("password.rule", { count: fewestCharacters })}
            autoComplete="new-password"
            required
            withAsterisk={false}
            visibilityToggleButtonProps={{ "aria-label": t("password.show") }}
            {...form.getInputProps("password")}
          />
          <PasswordInput
            label={t("password.again")}
            autoComplete="new-password"
            required
            withAsterisk={false}
            visibilityToggleButtonProps={{ "aria-label": t("password.show") }}
            {...form.getInputProps("again")}
          />
          <Button type="submit" loading={form.submitting} fullWidth>
            {t(`link.${about.purpose}.do`)}
          </Button>
        </Stack>
      </form>
    </Frame>
  );
}
