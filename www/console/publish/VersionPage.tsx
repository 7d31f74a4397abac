// One version: who made it and why, what it changed, and how it differs from what is live.
import { Button, Card, Code, Group, Stack, Text, Title } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import type { RuleDocument } from "cartnudge/authoring";
import { Link, useParams } from "react-router";
import { useLive, useVersion } from "../api/rules";
import type { WholeVersion } from "../api/types";
import { PageTitle } from "../parts/PageTitle";
import { ErrorState, Loading } from "../parts/states";
import { useWords } from "../words/useWords";
import { Changes, useChanges } from "./Changes";
import { LiveBadge } from "./HistoryPage";
import { RollBack } from "./RollBack";

export default function VersionPage() {
  const number = Number(useParams().version);
  const version = useVersion(Number.isSafeInteger(number) ? number : 0);
  if (version.isError) return <ErrorState error={version.error} retry={() => void version.refetch()} />;
  if (version.isPending) return <Loading />;
  return <Shown key={number} version={version.data} />;
}

function Shown({ version }: { version: WholeVersion }) {
  const t = useWords();
  const { version: number, document, note, kind, of, published_by: by, published_at: at } = version;
  const live = useLive().data;
  const before = useVersion(number > 1 ? number - 1 : undefined).data;
  const isLive = live?.version === number;
  return (
    <>
      <PageTitle
        title={t("publish.version.title", { version: number })}
        about={t("publish.version.about", {
          what: t(`publish.version.${kind}`, { of: of ?? 0 }),
          who: by.name,
          when: t.time(at),
        })}
        actions={
          <>
            <Button component={Link} to="/publish/history" variant="default">
              {t("publish.history")}
            </Button>
            {isLive ? <LiveBadge /> : <RollBack version={number} />}
          </>
        }
      />
      {note && (
        <Text mb="lg" fs="italic">
          {note}
        </Text>
      )}
      <Difference
        title={number > 1 ? t("publish.version.against", { version: number - 1 }) : t("publish.version.first")}
        before={number > 1 ? before?.document : { rules: [] }}
        after={document}
      />
      {live && !isLive && (
        <Difference
          title={t("publish.version.against-live", { version: live.version })}
          before={live.document}
          after={document}
        />
      )}
      <Group justify="space-between" mt="lg">
        <Title order={2} size="h4">
          {t("publish.version.document", { rules: document.rules.length })}
        </Title>
        <Button
          component="a"
          variant="default"
          size="xs"
          leftSection={<IconDownload size={16} aria-hidden />}
          href={`data:application/json,${encodeURIComponent(JSON.stringify(document, null, 2))}`}
          download={`rules-${number}.json`}
        >
          {t("publish.version.download")}
        </Button>
      </Group>
      <Stack mt="sm">
        <details>
          <Text component="summary" style={{ cursor: "pointer" }}>
            {t("publish.version.json")}
          </Text>
          <Code block mah={480} tabIndex={0} style={{ overflow: "auto" }}>
            {JSON.stringify(document, null, 2)}
          </Code>
        </details>
      </Stack>
    </>
  );
}

interface DifferenceProps {
  title: string;
  before: RuleDocument | undefined;
  after: RuleDocument;
}

function Difference({ title, before, after }: DifferenceProps) {
  const t = useWords();
  const changes = useChanges(before, after);
  return (
    <Card withBorder padding="lg" component="section" aria-label={title} mb="md">
      <Title order={2} size="h4" mb="sm">
        {title}
      </Title>
      {changes === undefined || before === undefined ? (
        <Loading />
      ) : changes.length === 0 ? (
        <Text c="dimmed">{t("publish.version.same")}</Text>
      ) : (
        <Changes changes={changes} />
      )}
    </Card>
  );
}
