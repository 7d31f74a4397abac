// The order history that the server keeps, for everybody's simulations.
import { Button, FileButton, Group, Progress, Stack, Text } from "@mantine/core";
import { IconUpload } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { ask } from "../api/client";
import { useAllows } from "../api/session";
import type { OrdersFile as About } from "../api/types";
import { ErrorState, Loading } from "../parts/states";
import { tellDone } from "../parts/tell";
import { useWords } from "../words/useWords";

const key = ["orders"];

/** What is kept; `null` when nothing is. */
export function useOrdersFile() {
  return useQuery({ queryKey: key, queryFn: async () => (await ask<{ file: About | null }>("/v1/orders/about")).file });
}

export function sizeWords(bytes: number, locale: string): string {
  const [value, unit] = bytes < 1_000_000 ? [bytes / 1_000, "kilobyte"] : [bytes / 1_000_000, "megabyte"];
  return new Intl.NumberFormat(locale, { style: "unit", unit, maximumFractionDigits: 1 }).format(value);
}

export function OrdersFile() {
  const t = useWords();
  const mayLoad = useAllows("publisher");
  const file = useOrdersFile();
  const queries = useQueryClient();
  const load = useMutation({
    mutationFn: (chosen: File) =>
      ask<About>(`/v1/orders?name=${encodeURIComponent(chosen.name)}`, { method: "PUT", body: chosen }),
    onSuccess: async ({ name }) => {
      await queries.invalidateQueries({ queryKey: key });
      tellDone(t("simulate.orders.done", { name }));
    },
  });
  if (file.isPending) return <Loading />;
  if (file.isError) return <ErrorState error={file.error} retry={() => void file.refetch()} />;
  return (
    <Stack gap="sm">
      {file.data ? (
        <Text>
          {t("simulate.orders.kept", {
            name: file.data.name,
            size: sizeWords(file.data.bytes, t.locale),
            at: t.time(file.data.uploaded_at),
          })}
        </Text>
      ) : (
        <Text c="dimmed">{t("simulate.orders.none")}</Text>
      )}
      {load.isError && <ErrorState error={load.error} />}
      {load.isPending && <Progress value={100} animated aria-label={t("simulate.orders.loading")} />}
      {mayLoad && (
        <Group>
          <FileButton onChange={(chosen) => chosen && load.mutate(chosen)} accept=".csv,.gz,text/csv,application/gzip">
            {(props) => (
              <Button
                {...props}
                variant="default"
                loading={load.isPending}
                leftSection={<IconUpload size={16} aria-hidden />}
              >
                {t(file.data ? "simulate.orders.replace" : "simulate.orders.load")}
              </Button>
            )}
          </FileButton>
        </Group>
      )}
    </Stack>
  );
}
