// Errors and warnings of the draft, each with the way to its rule.
import { Alert, Anchor, List, Text } from "@mantine/core";
import { IconAlertTriangle, IconCircleX } from "@tabler/icons-react";
import type { Diagnostic, RuleDocument } from "cartnudge/authoring";
import { Link } from "react-router";
import { useWords } from "../words/useWords";

export function Findings({ diagnostics, document }: { diagnostics: Diagnostic[]; document: RuleDocument }) {
  const t = useWords();
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  const warnings = diagnostics.filter(({ severity }) => severity === "warning");
  return (
    <>
      {errors.length > 0 && (
        <Alert color="red" icon={<IconCircleX />} title={t("publish.errors", { count: errors.length })} role="alert">
          <FindingList diagnostics={errors} document={document} />
        </Alert>
      )}
      {warnings.length > 0 && (
        <Alert color="yellow" icon={<IconAlertTriangle />} title={t("publish.warnings", { count: warnings.length })}>
          <FindingList diagnostics={warnings} document={document} />
        </Alert>
      )}
    </>
  );
}

function FindingList({ diagnostics, document }: { diagnostics: Diagnostic[]; document: RuleDocument }) {
  return (
    <List size="sm" spacing={6} style={{ overflowWrap: "anywhere" }}>
      {diagnostics.map(({ pointer, code, message, help }) => (
        <List.Item key={`${pointer} ${code}`}>
          <Place pointer={pointer} document={document} />
          <Text size="sm">
            {message}; {help}
          </Text>
        </List.Item>
      ))}
    </List>
  );
}

/** The rule that a pointer is in, or the document's settings. */
function Place({ pointer, document }: { pointer: string; document: RuleDocument }) {
  const t = useWords();
  const index = /^\/rules\/(\d+)/.exec(pointer)?.[1];
  const rule = index === undefined ? undefined : document.rules[Number(index)];
  if (!rule) {
    return (
      <Anchor component={Link} to="/settings/rules" size="sm" fw={600} c="inherit" underline="always">
        {t("publish.all-rules")}
      </Anchor>
    );
  }
  const within = pointer.replace(/^\/rules\/\d+/, "");
  return (
    <Anchor
      component={Link}
      to={`/rules/${encodeURIComponent(rule.id)}${within ? `?at=${encodeURIComponent(within)}` : ""}`}
      size="sm"
      fw={600}
      c="inherit"
      underline="always"
    >
      {rule.name || rule.id}
    </Anchor>
  );
}
