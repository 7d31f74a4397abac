// Why, and what if: an input, what the rules decide on it, and what each of them saw.
import {
  Accordion,
  Alert,
  Badge,
  Button,
  Card,
  Grid,
  Group,
  SegmentedControl,
  Select,
  Stack,
  Text,
  Title,
} from "@mantine/core";
import { IconLink, IconListSearch } from "@tabler/icons-react";
import type { Decision, DecisionInput, RuleDocument } from "cartnudge/authoring";
import { useMemo, useState, type ReactNode } from "react";
import { Link, useSearchParams } from "react-router";
import { useLive } from "../api/rules";
import { useDraft } from "../draft/DraftProvider";
import { valueWord } from "../facts/words";
import { PageTitle } from "../parts/PageTitle";
import { Loading } from "../parts/states";
import { tellDone } from "../parts/tell";
import { useWords } from "../words/useWords";
import { CartForm } from "./CartForm";
import { Circumstances } from "./Circumstances";
import { InputJson } from "./InputJson";
import { Lines } from "./Lines";
import { RuleTraces } from "./RuleTraces";
import { ShownNudge, ShownWords } from "./Shown";
import { samples, useProducts, useShoppers } from "./sources";
import { useExplanation } from "./useExplanation";
import { useInput } from "./useInput";

export default function TryPage() {
  const t = useWords();
  const copy = () =>
    void navigator.clipboard.writeText(location.href).then(
      () => tellDone(t("try.link.done")),
      () => undefined,
    );
  return (
    <>
      <PageTitle
        title={t("nav.try")}
        about={t("try.about")}
        actions={
          <>
            <Button variant="default" leftSection={<IconLink size={18} aria-hidden />} onClick={copy}>
              {t("try.link")}
            </Button>
            <Button
              component={Link}
              to="/try/check"
              variant="default"
              leftSection={<IconListSearch size={18} aria-hidden />}
            >
              {t("try.check")}
            </Button>
          </>
        }
      />
      <Trying />
    </>
  );
}

function Trying() {
  const { input, source, choose, change } = useInput();
  const products = useProducts(input?.cart).data;
  const whole = useMemo(() => withProducts(input, products), [input, products]);
  const draft = useDraft().content?.document;
  const live = useLive().data?.document;
  const drafted = useExplanation(draft, whole);
  if (!input || !whole || !draft || drafted === undefined) return <Loading />;
  return (
    <Grid gap="lg">
      <Grid.Col span={{ base: 12, lg: 5 }}>
        <InputPanel
          input={input}
          source={source}
          choose={choose}
          change={change}
          diagnostics={"diagnostics" in drafted ? drafted.diagnostics : []}
        />
      </Grid.Col>
      <Grid.Col span={{ base: 12, lg: 7 }}>
        {"explanation" in drafted && <Outcome input={whole} draft={draft} live={live} />}
      </Grid.Col>
    </Grid>
  );
}

/** What the server knows of the products, unless the input brings its own. */
function withProducts(
  input: DecisionInput | undefined,
  products: DecisionInput["products"],
): DecisionInput | undefined {
  return input && !input.products && products ? { ...input, products } : input;
}

interface InputPanelProps {
  input: DecisionInput;
  source: string | null;
  choose(source: string): void;
  change(input: DecisionInput): void;
  diagnostics: React.ComponentProps<typeof InputJson>["diagnostics"];
}

function InputPanel({ input, source, choose, change, diagnostics }: InputPanelProps) {
  const t = useWords();
  const shoppers = useShoppers().data ?? [];
  const groups = [
    { group: t("try.shoppers"), items: shoppers.map(({ id, name }) => ({ value: id, label: name })) },
    {
      group: t("try.samples"),
      items: Object.keys(samples).map((id) => ({ value: id, label: t(`try.sample.${id as keyof typeof samples}`) })),
    },
  ].filter(({ items }) => items.length > 0);
  return (
    <Stack gap="md">
      <Panel title={t("try.who")}>
        <Stack gap="md">
          <Select
            aria-label={t("try.who")}
            data={groups}
            value={source}
            placeholder={t("try.own")}
            onChange={(next) => next && choose(next)}
            allowDeselect={false}
          />
          <CartForm input={input} onChange={change} />
          <Circumstances input={input} onChange={change} />
        </Stack>
      </Panel>
      <Accordion variant="contained" keepMounted={false} defaultValue={diagnostics.length > 0 ? "json" : null}>
        <Accordion.Item value="json">
          <Accordion.Control>{t("try.json.title")}</Accordion.Control>
          <Accordion.Panel>
            <InputJson input={input} diagnostics={diagnostics} onChange={change} />
          </Accordion.Panel>
        </Accordion.Item>
      </Accordion>
      {diagnostics.length > 0 && <Alert color="red">{t("try.refused")}</Alert>}
    </Stack>
  );
}

function Panel({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Card withBorder padding="lg" component="section" aria-label={title} style={{ overflow: "visible" }}>
      <Title order={2} size="h4" mb="sm">
        {title}
      </Title>
      {children}
    </Card>
  );
}

interface OutcomeProps {
  input: DecisionInput;
  draft: RuleDocument;
  live: RuleDocument | undefined;
}

function Outcome({ input, draft, live }: OutcomeProps) {
  const t = useWords();
  const [params] = useSearchParams();
  const [isLive, setLive] = useState(false);
  const ofDraft = useExplanation(draft, input);
  const ofLive = useExplanation(live, input);
  const drafted = ofDraft && "explanation" in ofDraft ? ofDraft.explanation : undefined;
  const published = ofLive && "explanation" in ofLive ? ofLive.explanation : undefined;
  const shown = isLive && published ? published : drafted;
  const rules = isLive && live ? live : draft;
  if (!drafted || !shown) return null;
  return (
    <Stack gap="md">
      <Panel title={t("try.what")}>
        <Stack gap="sm">
          <Group grow align="stretch" gap="sm" preventGrowOverflow={false}>
            <ShownWords decision={drafted.decision} rules={draft} title={t("try.draft")} />
            {published && live && <ShownWords decision={published.decision} rules={live} title={t("try.live")} />}
          </Group>
          {published && differs(drafted.decision, published.decision) && (
            <Text size="sm" fw={600} role="status">
              {t("try.differs")}
            </Text>
          )}
          {published && (
            <SegmentedControl
              size="xs"
              aria-label={t("try.which")}
              data={[
                { value: "draft", label: t("try.draft") },
                { value: "live", label: t("try.live") },
              ]}
              value={isLive ? "live" : "draft"}
              onChange={(value) => setLive(value === "live")}
              w="fit-content"
            />
          )}
          <ShownNudge decision={shown.decision} rules={rules} input={input} />
        </Stack>
      </Panel>
      <Panel title={t("try.score")}>
        <Stack gap="md">
          <CartScore decision={shown.decision} currency={input.cart.currency ?? undefined} />
          <Lines decision={shown.decision} input={input} />
        </Stack>
      </Panel>
      <Panel title={t("try.rules")}>
        <RuleTraces
          key={`${isLive} ${params.get("rule")}`}
          explanation={shown}
          rules={rules}
          input={input}
          first={params.get("rule")}
        />
      </Panel>
    </Stack>
  );
}

function differs(draft: Decision, live: Decision): boolean {
  const said = ({ nudges }: Decision) =>
    JSON.stringify(nudges.map(({ rule_id, item_id, content }) => [rule_id, item_id, content]));
  return said(draft) !== said(live);
}

function CartScore({ decision: { cart }, currency }: { decision: Decision; currency: string | undefined }) {
  const t = useWords();
  const elevated = Object.entries(cart.indicators).filter(([, { elevated: isOn }]) => isOn);
  return (
    <Stack gap={4}>
      <Text size="sm">
        {t("try.cart-score", {
          share: t.percent(cart.risk, 0),
          band: t(`band.${cart.band}`),
          value: currency ? t.money(cart.expected_return_value, currency) : t.number(cart.expected_return_value),
          any: t.percent(cart.any_return, 0),
        })}
      </Text>
      <Group gap={6}>
        {cart.segments.map((segment) => (
          <Badge key={segment} variant="light" color="gray" tt="none" autoContrast>
            {valueWord(t, "customer.segments", segment)}
          </Badge>
        ))}
        {elevated.map(([name]) => (
          <Badge key={name} variant="light" color="orange" tt="none" autoContrast>
            {t(`try.indicator.${name as keyof typeof cart.indicators}`)}
          </Badge>
        ))}
      </Group>
    </Stack>
  );
}
