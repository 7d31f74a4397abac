// What the draft comes to: rules that can't be shown, rules that compete, places without help. Each proven, or with a cart.
import { Anchor, Badge, Button, Card, Group, List, Loader, Stack, Text, Title } from "@mantine/core";
import { IconChecks, IconListSearch } from "@tabler/icons-react";
import type { Analysis, RuleDocument, Witness } from "cartnudge/authoring";
import { useEffect, type ReactNode } from "react";
import { Link } from "react-router";
import { useLive } from "../api/rules";
import { useAnalysis } from "../authoring/useAnalysis";
import { useDraft } from "../draft/DraftProvider";
import { PageTitle } from "../parts/PageTitle";
import { EmptyState, ErrorState, Loading } from "../parts/states";
import { useWords } from "../words/useWords";
import { openInput } from "./witness";

/** Places that should have a nudge, asked by the page: lines that are likely to come back, and large carts. */
const gaps = [
  { when: { "==": [{ var: "line.band" }, "high"] }, scope: "line" as const },
  { when: { "==": [{ var: "cart.band" }, "high"] }, scope: "cart" as const },
];

/** From so many rules on it takes long enough to be asked for. */
const MANY = 60;

export default function CheckPage() {
  const t = useWords();
  const draft = useDraft().content?.document;
  const live = useLive();
  const { state, run, cancel } = useAnalysis();
  const before = live.data?.document;
  const start = () => draft && run(draft, { gaps, ...(before ? { before } : {}) });
  const isSmall = (draft?.rules.length ?? 0) <= MANY;
  const isReady = draft !== undefined && !live.isPending;
  useEffect(() => {
    if (isReady && isSmall) start();
    // Another draft is another question.
  }, [draft, before, isReady]);
  if (!draft) return <Loading />;
  return (
    <>
      <PageTitle
        title={t("try.check.title")}
        about={t("try.check.about")}
        actions={
          <Button component={Link} to="/try" variant="default">
            {t("try.check.back")}
          </Button>
        }
      />
      {state.status === "idle" && (
        <EmptyState
          icon={IconListSearch}
          title={t("try.check.ready")}
          action={<Button onClick={start}>{t("try.check.start")}</Button>}
        >
          {t("try.check.ready.about", { rules: draft.rules.length })}
        </EmptyState>
      )}
      {state.status === "running" && (
        <Group role="status" gap="sm">
          <Loader />
          <Text>{t("try.check.running")}</Text>
          <Button variant="default" size="xs" onClick={cancel}>
            {t("cancel")}
          </Button>
        </Group>
      )}
      {state.status === "failed" && <ErrorState error={new Error(state.error)} retry={start} />}
      {state.status === "done" && <Found analysis={state.analysis} rules={draft} seconds={state.seconds} />}
    </>
  );
}

function Found({ analysis, rules, seconds }: { analysis: Analysis; rules: RuleDocument; seconds: number }) {
  const t = useWords();
  const nameOf = (id: string) => rules.rules.find((rule) => rule.id === id)?.name || id;
  const errors = analysis.diagnostics.filter(({ severity }) => severity === "error");
  if (errors.length > 0) {
    return (
      <EmptyState
        icon={IconListSearch}
        title={t("try.check.errors")}
        action={
          <Button component={Link} to="/publish">
            {t("try.check.errors.do")}
          </Button>
        }
      >
        {t("try.check.errors.about", { count: errors.length })}
      </EmptyState>
    );
  }
  const gapsFound = analysis.gaps.filter(({ gap }) => gap);
  const count = analysis.unreachable.length + analysis.outranked.length + analysis.overlaps.length + gapsFound.length;
  return (
    <Stack gap="md">
      {count === 0 && (
        <EmptyState icon={IconChecks} title={t("try.check.nothing")}>
          {t("try.check.nothing.about")}
        </EmptyState>
      )}
      <Findings title={t("try.unreachable")} about={t("try.unreachable.about")} count={analysis.unreachable.length}>
        {analysis.unreachable.map(({ rule_id: id, because }) => (
          <List.Item key={id}>
            <RuleLink id={id} name={nameOf(id)} />: {t(`try.because.${because}`)}
          </List.Item>
        ))}
      </Findings>
      <Findings title={t("try.outranked")} about={t("try.outranked.about")} count={analysis.outranked.length}>
        {analysis.outranked.map(({ rule_id: id, by, never, wins_only_when: only }) => (
          <List.Item key={id}>
            <RuleLink id={id} name={nameOf(id)} />:{" "}
            {t(never ? "try.outranked.never" : "try.outranked.by", { by: t.list(by.map(nameOf)) })}{" "}
            {only.slice(0, 1).map(({ because, rule_id: other, witness }) => (
              <span key={because}>
                {t(`try.only-when.${because}`, { name: nameOf(other) })} <Show witness={witness} ruleId={id} />
              </span>
            ))}
          </List.Item>
        ))}
      </Findings>
      <Findings
        title={t("try.overlaps")}
        about={t("try.overlaps.about")}
        count={analysis.overlaps.length}
        total={analysis.overlaps_total}
      >
        {analysis.overlaps.map(({ rules: [left, right], winner, tie, witness }) => (
          <List.Item key={`${left} ${right}`}>
            {t("try.overlap", { left: nameOf(left), right: nameOf(right) })}{" "}
            {tie
              ? t("try.overlap.tie")
              : winner
                ? t("try.overlap.winner", { name: nameOf(winner) })
                : t("try.overlap.score")}{" "}
            <Show witness={witness} ruleId={winner ?? left} />
          </List.Item>
        ))}
      </Findings>
      <Findings title={t("try.gaps")} about={t("try.gaps.about")} count={gapsFound.length}>
        {gapsFound.map(({ question, silent, witness }) => (
          <List.Item key={question}>
            {t(question === 0 ? "try.gap.line" : "try.gap.cart")}{" "}
            {silent && silent.length > 0 && t("try.gap.silent", { rules: t.list(silent.map(nameOf)) })}{" "}
            {witness && <Show witness={witness} />}
          </List.Item>
        ))}
      </Findings>
      <Findings title={t("try.undecided")} about={t("try.undecided.about")} count={analysis.not_decided.length}>
        {analysis.not_decided.map(({ about, rules: ids = [], reason }, at) => (
          <List.Item key={`${about} ${at}`}>
            {t(`try.undecided.${about}`)}
            {ids.length > 0 && `: ${t.list(ids.map(nameOf))}`} ({t(`try.undecided.because.${reason}`)})
          </List.Item>
        ))}
      </Findings>
      <Text size="xs" c="dimmed">
        {t("try.check.took", { seconds: t.number(seconds, { maximumFractionDigits: 1 }) })}
      </Text>
    </Stack>
  );
}

interface FindingsProps {
  title: string;
  about: string;
  count: number;
  /** Where more were found than are listed. */
  total?: number;
  children: ReactNode;
}

function Findings({ title, about, count, total, children }: FindingsProps) {
  const t = useWords();
  if (count === 0) return null;
  return (
    <Card withBorder padding="lg" component="section" aria-label={title}>
      <Group gap="xs" mb={4}>
        <Title order={2} size="h4">
          {title}
        </Title>
        <Badge variant="light" color="gray" autoContrast>
          {total !== undefined && total > count ? t("try.of", { count, total }) : count}
        </Badge>
      </Group>
      <Text size="sm" c="dimmed" mb="sm">
        {about}
      </Text>
      <List spacing="xs">{children}</List>
    </Card>
  );
}

function RuleLink({ id, name }: { id: string; name: string }) {
  return (
    <Anchor component={Link} to={`/rules/${encodeURIComponent(id)}`} underline="always">
      {name}
    </Anchor>
  );
}

function Show({ witness, ruleId }: { witness: Witness; ruleId?: string }) {
  const t = useWords();
  return (
    <Anchor component={Link} to={openInput(witness.input, ruleId)} underline="always">
      {t("try.show-cart")}
    </Anchor>
  );
}
