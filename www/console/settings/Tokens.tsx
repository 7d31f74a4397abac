// Tokens for programs: the warehouse, CI, a backend.
import {
  Button,
  Checkbox,
  Group,
  NumberInput,
  Stack,
  Table,
  Text,
  TextInput,
  Title,
  VisuallyHidden,
} from "@mantine/core";
import { useForm } from "@mantine/form";
import { modals } from "@mantine/modals";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { ask } from "../api/client";
import { ErrorState, Loading } from "../parts/states";
import { tellDone, tellProblem } from "../parts/tell";
import { useWords } from "../words/useWords";
import { OneTime } from "./OneTime";

const scopes = [
  "rules:read",
  "rules:write",
  "rules:publish",
  "signals:write",
  "products:write",
  "orders:write",
  "events:read",
] as const;
type Scope = (typeof scopes)[number];

interface Token {
  id: string;
  name: string;
  scopes: Scope[];
  created_at: string;
  last_used_at?: string;
  expires_at?: string;
}

const key = ["tokens"];

export function Tokens() {
  const t = useWords();
  const queries = useQueryClient();
  const tokens = useQuery({
    queryKey: key,
    queryFn: async () => (await ask<{ tokens: Token[] }>("/v1/tokens")).tokens,
  });
  const [made, setMade] = useState<{ name: string; token: string }>();
  const refresh = () => queries.invalidateQueries({ queryKey: key });
  const end = ({ id, name }: Token) =>
    modals.openConfirmModal({
      title: t("settings.token.end.title", { name }),
      children: t("settings.token.end.about"),
      labels: { confirm: t("settings.token.end"), cancel: t("cancel") },
      confirmProps: { color: "red" },
      closeButtonProps: { "aria-label": t("close") },
      onConfirm: () =>
        void ask(`/v1/tokens/${encodeURIComponent(id)}`, { method: "DELETE" })
          .then(() => tellDone(t("settings.token.ended", { name })))
          .catch((error: unknown) => tellProblem(t("settings.token.end.failed"), error))
          .finally(() => void refresh()),
    });
  if (tokens.isPending) return <Loading />;
  if (tokens.isError) return <ErrorState error={tokens.error} retry={() => void tokens.refetch()} />;
  return (
    <Stack gap="lg">
      {made && (
        <OneTime
          title={t("settings.token.made", { name: made.name })}
          help={t("settings.token.made.help")}
          text={made.token}
          onClose={() => setMade(undefined)}
        />
      )}
      {tokens.data.length === 0 ? (
        <Text c="dimmed">{t("settings.token.none")}</Text>
      ) : (
        <Table.ScrollContainer minWidth={560} type="native">
          <Table verticalSpacing="sm" aria-label={t("settings.tokens")}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t("name")}</Table.Th>
                <Table.Th>{t("settings.token.scopes")}</Table.Th>
                <Table.Th>{t("settings.token.used")}</Table.Th>
                <Table.Th>
                  <VisuallyHidden>{t("settings.token.end")}</VisuallyHidden>
                </Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {tokens.data.map((token) => (
                <Table.Tr key={token.id}>
                  <Table.Td fw={500}>{token.name}</Table.Td>
                  <Table.Td>
                    <Text size="sm">{token.scopes.join(", ")}</Text>
                  </Table.Td>
                  <Table.Td>
                    <Text size="sm">{token.last_used_at ? t.ago(token.last_used_at) : t("settings.token.never")}</Text>
                    {token.expires_at && (
                      <Text size="xs" c="dimmed">
                        {t("settings.token.until", { day: t.day(token.expires_at) })}
                      </Text>
                    )}
                  </Table.Td>
                  <Table.Td ta="end">
                    <Button
                      size="xs"
                      variant="subtle"
                      color="red"
                      onClick={() => end(token)}
                      aria-label={t("settings.token.end.title", { name: token.name })}
                    >
                      {t("settings.token.end")}
                    </Button>
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      <NewToken onMade={setMade} refresh={refresh} />
    </Stack>
  );
}

function NewToken({
  onMade,
  refresh,
}: {
  onMade(made: { name: string; token: string }): void;
  refresh(): Promise<void>;
}) {
  const t = useWords();
  const [error, setError] = useState<unknown>();
  const form = useForm<{ name: string; scopes: Scope[]; days: number | "" }>({
    initialValues: { name: "", scopes: [], days: 90 },
    validate: { scopes: (chosen) => (chosen.length === 0 ? t("settings.token.scopes.needed") : null) },
  });
  const submit = form.onSubmit(async ({ name, scopes: chosen, days }) => {
    setError(undefined);
    try {
      const body = { name, scopes: chosen, ...(days === "" ? {} : { days }) };
      onMade(await ask<{ name: string; token: string }>("/v1/tokens", { method: "POST", body }));
      form.reset();
      await refresh();
    } catch (problem) {
      setError(problem);
    }
  });
  return (
    <form onSubmit={submit}>
      <Stack gap="sm" maw={560}>
        <Title order={2} size="h5">
          {t("settings.token.new")}
        </Title>
        {error !== undefined && <ErrorState error={error} />}
        <Group align="flex-start" gap="sm">
          <TextInput
            label={t("name")}
            required
            withAsterisk={false}
            placeholder={t("settings.token.name.example")}
            flex="1 1 200px"
            {...form.getInputProps("name")}
          />
          <NumberInput
            label={t("settings.token.days")}
            placeholder={t("settings.token.days.none")}
            min={1}
            max={3650}
            w={160}
            {...form.getInputProps("days")}
          />
        </Group>
        <Checkbox.Group label={t("settings.token.scopes")} {...form.getInputProps("scopes")}>
          <Stack gap={6} mt={6}>
            {scopes.map((scope) => (
              <Checkbox key={scope} value={scope} label={scope} description={t(`settings.scope.${scope}`)} />
            ))}
          </Stack>
        </Checkbox.Group>
        <Button type="submit" loading={form.submitting} w="fit-content">
          {t("settings.token.make")}
        </Button>
      </Stack>
    </form>
  );
}
