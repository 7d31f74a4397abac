// The review before something becomes live: what changes in words, for which carts, what is wrong with it, and why.
import { Alert, Anchor, Button, Card, Group, Stack, Text, Title } from "@mantine/core";
import { IconChecks, IconHistory, IconSend } from "@tabler/icons-react";
import { useState, type ReactNode } from "react";
import { Link } from "react-router";
import { isProblem } from "../api/problem";
import { useLive, useRefreshRules } from "../api/rules";
import { useAllows } from "../api/session";
import { useDraft } from "../draft/DraftProvider";
import { PageTitle } from "../parts/PageTitle";
import { EmptyState, ErrorState, Loading } from "../parts/states";
import { tellDone, tellProblem } from "../parts/tell";
import { useWords } from "../words/useWords";
import { useDiscard, usePublish, useRollBack } from "./api";
import { ChangedCarts } from "./ChangedCarts";
import { Changes, useChanges } from "./Changes";
import { Findings } from "./Findings";
import { ScheduledList } from "./ScheduledList";
import { When, type Moment } from "./When";

/** What was just done: said in place of the review, with the way back. */
interface Done {
  version: number;
  before: number | null;
}

export default function PublishPage() {
  const t = useWords();
  const live = useLive();
  const draft = useDraft();
  const [done, setDone] = useState<Done>();
  if (live.isError) return <ErrorState error={live.error} retry={() => void live.refetch()} />;
  if (draft.status === "failed") return <ErrorState error={draft.error} retry={() => void draft.reload()} />;
  if (live.isPending || !draft.content) return <Loading />;
  return (
    <>
      {done && <Live done={done} onDone={() => setDone(undefined)} />}
      <Review onPublished={setDone} />
      <Section title={t("publish.scheduled")}>
        <ScheduledList />
      </Section>
    </>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Card withBorder padding="lg" component="section" aria-label={title} mb="md">
      <Title order={2} size="h4" mb="sm">
        {title}
      </Title>
      {children}
    </Card>
  );
}

function Review({ onPublished }: { onPublished: (done: Done) => void }) {
  const t = useWords();
  const live = useLive().data;
  const { content, diagnostics, canEdit, flush, reload, revision } = useDraft();
  const mayPublish = useAllows("publisher");
  const publish = usePublish();
  const refresh = useRefreshRules();
  const [note, setNote] = useState("");
  const [at, setAt] = useState<Moment>(null);
  const changes = useChanges(live?.document, content?.document);
  const errors = diagnostics?.filter(({ severity }) => severity === "error").length ?? 0;
  const next = (live?.version ?? 0) + 1;
  const hasChanges = (changes?.length ?? 0) > 0;
  const action = at === null ? t("publish.do", { version: next }) : t("publish.do-later", { when: t.time(at) });

  const send = async () => {
    if (!(await flush())) {
      tellProblem(t("publish.unsaved"), t("draft.offline.help"));
      return;
    }
    const seen = live?.version ?? null;
    const when = at === null ? {} : { at: new Date(at).toISOString() };
    try {
      const published = await publish.mutateAsync({ note, seen, revision: revision(), ...when });
      setNote("");
      setAt(null);
      if ("scheduled" in published) tellDone(t("publish.scheduled.done", { when: t.time(published.scheduled.at) }));
      else onPublished({ version: published.version, before: seen });
    } catch {
      // `publish.error` says it.
    } finally {
      await Promise.all([reload(), refresh()]);
    }
  };

  return (
    <>
      <PageTitle
        title={t("nav.publish")}
        about={t("publish.about")}
        actions={
          <>
            <Button
              component={Link}
              to="/publish/history"
              variant="default"
              leftSection={<IconHistory size={18} aria-hidden />}
            >
              {t("publish.history")}
            </Button>
            {mayPublish && (
              <Button
                leftSection={<IconSend size={18} aria-hidden />}
                onClick={() => void send()}
                loading={publish.isPending}
                disabled={!hasChanges || errors > 0}
              >
                {action}
              </Button>
            )}
          </>
        }
      />
      <Stack gap="md" mb="md">
        <Refusal error={publish.error} />
        {content && diagnostics && <Findings diagnostics={diagnostics} document={content.document} />}
        {hasChanges && !mayPublish && <Alert>{t("publish.not-allowed")}</Alert>}
      </Stack>
      {changes === undefined ? (
        <Loading />
      ) : !hasChanges || !content ? (
        <EmptyState
          icon={IconChecks}
          title={t("publish.empty")}
          action={
            <Button component={Link} to="/rules" variant="default">
              {t("publish.empty.do")}
            </Button>
          }
        >
          {live ? t("publish.empty.about", { version: live.version }) : t("publish.empty.first")}
        </EmptyState>
      ) : (
        <>
          <Section title={t("publish.changes")}>
            <Changes changes={changes} isDraft />
            {canEdit && live && <Discard />}
          </Section>
          {errors === 0 && (
            <Section title={t("publish.carts")}>
              <ChangedCarts live={live?.document} draft={content.document} />
              <Text size="sm" mt="sm">
                <Anchor component={Link} to="/simulate" underline="always" size="sm">
                  {t("publish.simulate")}
                </Anchor>
              </Text>
            </Section>
          )}
          {mayPublish && (
            <Section title={t("publish.when")}>
              <When note={note} onNote={setNote} at={at} onAt={setAt} />
            </Section>
          )}
        </>
      )}
    </>
  );
}

/** Why it wasn't published, in the words of who reviews. */
function Refusal({ error }: { error: Error | null }) {
  const t = useWords();
  if (!error) return null;
  if (isProblem(error, "live_changed")) {
    return (
      <Alert color="orange" role="alert" title={t("publish.live-changed", { version: error.about.live ?? 0 })}>
        {t("publish.live-changed.help")}
      </Alert>
    );
  }
  if (isProblem(error, "draft_changed")) {
    return (
      <Alert color="orange" role="alert" title={t("publish.draft-changed")}>
        {t("publish.draft-changed.help")}
      </Alert>
    );
  }
  return <ErrorState error={error} />;
}

function Discard() {
  const t = useWords();
  const { content, change, flush, reload, revision } = useDraft();
  const discard = useDiscard();
  const throwAway = async () => {
    if (!content || !(await flush())) return;
    const before = content;
    try {
      await discard.mutateAsync(revision());
      await reload();
      const undo = () => change(t("publish.discard.words"), () => before);
      tellDone(t("publish.discard.done"), { label: t("undo"), action: undo });
    } catch (error) {
      tellProblem(t("publish.discard.failed"), error);
      await reload();
    }
  };
  return (
    <Group mt="md">
      <Button variant="subtle" color="red" size="xs" loading={discard.isPending} onClick={() => void throwAway()}>
        {t("publish.discard")}
      </Button>
    </Group>
  );
}

function Live({ done, onDone }: { done: Done; onDone: () => void }) {
  const t = useWords();
  const rollBack = useRollBack();
  const { before, version } = done;
  const back = () =>
    rollBack.mutate(
      { to: before ?? 0, note: "", seen: version },
      {
        onSuccess: () => {
          tellDone(t("publish.rolled-back", { version: before ?? 0 }));
          onDone();
        },
        onError: (error) => tellProblem(t("publish.roll-back.failed"), error),
      },
    );
  return (
    <Alert
      color="pine"
      icon={<IconChecks />}
      mb="lg"
      role="status"
      title={t("publish.done", { version })}
      withCloseButton
      closeButtonLabel={t("close")}
      onClose={onDone}
    >
      <Group justify="space-between">
        <Text size="sm">{t("publish.done.help")}</Text>
        {before !== null && (
          <Button size="xs" variant="default" loading={rollBack.isPending} onClick={back}>
            {t("publish.roll-back", { version: before })}
          </Button>
        )}
      </Group>
    </Alert>
  );
}
