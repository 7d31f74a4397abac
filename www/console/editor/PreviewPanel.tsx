// The nudge as a shopper sees it, beside the words that one types.
import { Group, SegmentedControl, Stack, Switch, Text, Title } from "@mantine/core";
import type { Rule, RuleDocument } from "cartnudge/authoring";
import { useState } from "react";
import { useDraft } from "../draft/DraftProvider";
import type { Scheme, Told } from "../preview/message";
import { Preview } from "../preview/Preview";
import { forced, sampleCart, sampleLine, sampleProduct, withVariation } from "../preview/sample";
import { useWords, type Speaker } from "../words/useWords";
import { catalogue, type WordId } from "../words/catalogue";

export interface PreviewPanelProps {
  rule: Rule;
  locale: string;
  variation: string | null;
}

type Width = "wide" | "narrow";

/** A narrow phone. */
const NARROW = 340;

export function PreviewPanel({ rule, locale, variation }: PreviewPanelProps) {
  const t = useWords();
  const document = useDraft().content?.document;
  const [scheme, setScheme] = useState<Scheme>("light");
  const [width, setWidth] = useState<Width>("wide");
  const [isRtl, setRtl] = useState(false);
  const [told, setTold] = useState<Told>();
  if (!document) return null;
  const scene = {
    rules: previewed(rule, document, variation),
    cart: sampleCart,
    products: [sampleProduct],
    line: sampleLine,
    locale,
    scheme,
    dir: isRtl ? ("rtl" as const) : ("ltr" as const),
  };
  return (
    <Stack gap="sm" component="section" aria-labelledby="preview-title">
      <Title order={2} size="h4" id="preview-title">
        {t("editor.preview")}
      </Title>
      <Group gap="sm">
        <SegmentedControl
          size="xs"
          aria-label={t("editor.preview.scheme")}
          data={[
            { value: "light", label: t("editor.preview.light") },
            { value: "dark", label: t("editor.preview.dark") },
          ]}
          value={scheme}
          onChange={(next) => setScheme(next as Scheme)}
        />
        <SegmentedControl
          size="xs"
          aria-label={t("editor.preview.width")}
          data={[
            { value: "wide", label: t("editor.preview.wide") },
            { value: "narrow", label: t("editor.preview.narrow") },
          ]}
          value={width}
          onChange={(next) => setWidth(next as Width)}
        />
        <Switch
          size="sm"
          label={t("editor.preview.rtl")}
          checked={isRtl}
          onChange={(event) => setRtl(event.currentTarget.checked)}
        />
      </Group>
      <Preview
        scene={scene}
        title={t("editor.preview.title")}
        height={400}
        {...(width === "narrow" ? { width: NARROW } : {})}
        onTold={setTold}
      />
      <Text size="sm" c="dimmed" role="status">
        {(told && said(t, told)) ?? t("editor.preview.about")}
      </Text>
    </Stack>
  );
}

function previewed(rule: Rule, document: RuleDocument, variation: string | null): RuleDocument {
  return forced(withVariation(rule, variation), document);
}

/** Why nothing is seen, if nothing is. */
function said(t: Speaker, told: Told): string | undefined {
  if (told.kind === "cartnudge:error") return t("editor.preview.error", { why: told.message });
  if (told.kind !== "cartnudge:shown" || told.rules.length > 0) return undefined;
  const [first] = told.why;
  if (first?.detail === "type_not_shown") return t("editor.preview.type");
  if (first?.detail === "unknown_placeholder") return t("editor.preview.placeholder");
  const words = [`try.detail.${first?.detail}`, `try.why.${first?.why}`].find((id) => id in catalogue.en);
  return t("editor.preview.nothing", { why: words === undefined ? "" : t(words as WordId) });
}
