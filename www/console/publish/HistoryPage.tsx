// Every version that was ever live.
import { Anchor, Badge, Button, Group, Stack, Table, Text, VisuallyHidden } from "@mantine/core";
import { IconHistory } from "@tabler/icons-react";
import { Link } from "react-router";
import type { Version } from "../api/types";
import { PageTitle } from "../parts/PageTitle";
import { EmptyState, ErrorState, Loading } from "../parts/states";
import { useWords } from "../words/useWords";
import { useVersions } from "./api";
import { RollBack } from "./RollBack";

export default function HistoryPage() {
  const t = useWords();
  const history = useVersions();
  const versions = history.data?.pages.flatMap((page) => page.versions) ?? [];
  return (
    <>
      <PageTitle
        title={t("publish.history")}
        about={t("publish.history.about")}
        actions={
          <Button component={Link} to="/publish" variant="default">
            {t("publish.to-review")}
          </Button>
        }
      />
      {history.isPending && <Loading />}
      {history.isError && <ErrorState error={history.error} retry={() => void history.refetch()} />}
      {history.isSuccess && versions.length === 0 && (
        <EmptyState icon={IconHistory} title={t("publish.history.empty")}>
          {t("publish.history.empty.about")}
        </EmptyState>
      )}
      {versions.length > 0 && <VersionTable versions={versions} />}
      {history.hasNextPage && (
        <Button
          mt="md"
          variant="default"
          loading={history.isFetchingNextPage}
          onClick={() => void history.fetchNextPage()}
        >
          {t("publish.history.more")}
        </Button>
      )}
    </>
  );
}

function VersionTable({ versions }: { versions: Version[] }) {
  const t = useWords();
  return (
    <Table verticalSpacing="sm" aria-label={t("publish.history")}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t("publish.version")}</Table.Th>
          <Table.Th>{t("publish.what")}</Table.Th>
          <Table.Th>
            <VisuallyHidden>{t("publish.roll-back.short")}</VisuallyHidden>
          </Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {versions.map((version) => (
          <Table.Tr key={version.version}>
            <Table.Td>
              <Group gap="xs" wrap="nowrap">
                <Anchor component={Link} to={`/publish/history/${version.version}`} fw={600} className="numbers">
                  {version.version}
                </Anchor>
                {version.live && <LiveBadge />}
              </Group>
            </Table.Td>
            <Table.Td style={{ overflowWrap: "anywhere" }}>
              <Stack gap={2}>
                <Text size="sm">{t(`publish.version.${version.kind}`, { of: version.of ?? 0 })}</Text>
                {version.note && <Text size="sm">{version.note}</Text>}
                <Text size="xs" c="dimmed">
                  {version.published_by.name}, {t.time(version.published_at)}
                </Text>
              </Stack>
            </Table.Td>
            <Table.Td ta="end">{!version.live && <RollBack version={version.version} isSmall />}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

export function LiveBadge() {
  const t = useWords();
  return (
    <Badge color="pine" variant="light" tt="none" fw={600} autoContrast miw="max-content">
      {t("publish.live")}
    </Badge>
  );
}
