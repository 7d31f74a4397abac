// Who did what, the latest first.
import { Button, Stack, Table, Text, TextInput } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { ask } from "../api/client";
import { ErrorState, Loading } from "../parts/states";
import { catalogue, type WordId } from "../words/catalogue";
import { useWords } from "../words/useWords";

interface Entry {
  id: string;
  at: string;
  actor: { kind: string; id: string | null; name: string };
  action: string;
  subject: string;
  detail: string;
}

interface Entries {
  entries: Entry[];
  next?: string;
}

export function Audit() {
  const t = useWords();
  const [search, setSearch] = useState("");
  const audit = useInfiniteQuery({
    queryKey: ["audit"],
    queryFn: ({ pageParam }) =>
      ask<Entries>(`/v1/audit?limit=100${pageParam === undefined ? "" : `&before=${pageParam}`}`),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next,
  });
  if (audit.isPending) return <Loading />;
  if (audit.isError) return <ErrorState error={audit.error} retry={() => void audit.refetch()} />;
  const actionWord = (action: string) => {
    const id = `settings.did.${action}`;
    return id in catalogue.en ? t(id as WordId) : action;
  };
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const shown = audit.data.pages
    .flatMap(({ entries }) => entries)
    .filter(({ actor, action, subject, detail }) => {
      const text = [actor.name, action, actionWord(action), subject, detail].join(" ").toLowerCase();
      return words.every((word) => text.includes(word));
    });
  return (
    <Stack gap="md">
      <TextInput
        aria-label={t("settings.audit.search")}
        placeholder={t("settings.audit.search")}
        value={search}
        onChange={(event) => setSearch(event.currentTarget.value)}
        maw={360}
      />
      <Table.ScrollContainer minWidth={600} type="native">
        <Table verticalSpacing="xs" aria-label={t("settings.audit")}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t("settings.audit.when")}</Table.Th>
              <Table.Th>{t("settings.audit.who")}</Table.Th>
              <Table.Th>{t("settings.audit.what")}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {shown.map(({ id, at, actor, action, subject, detail }) => (
              <Table.Tr key={id}>
                <Table.Td style={{ whiteSpace: "nowrap" }}>{t.time(at)}</Table.Td>
                <Table.Td>{actor.name}</Table.Td>
                <Table.Td style={{ overflowWrap: "anywhere" }}>
                  {actionWord(action)}
                  <Text size="sm" c="dimmed">
                    {[subject, detail].filter(Boolean).join(" · ")}
                  </Text>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      {shown.length === 0 && <Text c="dimmed">{t("settings.audit.none")}</Text>}
      {audit.hasNextPage && (
        <Button
          variant="default"
          w="fit-content"
          loading={audit.isFetchingNextPage}
          onClick={() => void audit.fetchNextPage()}
        >
          {t("settings.audit.more")}
        </Button>
      )}
    </Stack>
  );
}
