// The input as JSON: to paste a cart, or to take it elsewhere.
import { Alert, Button, CopyButton, Group, Stack, Textarea } from "@mantine/core";
import type { DecisionInput, Diagnostic } from "cartnudge/authoring";
import { useState } from "react";
import { useWords } from "../words/useWords";
import { readInput } from "./readInput";

export interface InputJsonProps {
  input: DecisionInput;
  /** What the core says of it. */
  diagnostics: Diagnostic[];
  onChange(input: DecisionInput): void;
}

export function InputJson({ input, diagnostics, onChange }: InputJsonProps) {
  const t = useWords();
  const [typed, setTyped] = useState<string>();
  const own = JSON.stringify(input, null, 2);
  const text = typed ?? own;
  const read = typed === undefined ? undefined : readInput(typed, input);
  const problem =
    read && "problem" in read
      ? read.problem === "json"
        ? t("try.json.unreadable", { place: read.detail })
        : t("try.json.shape")
      : null;
  const take = () => {
    if (!read || "problem" in read) return;
    onChange(read.input);
    setTyped(undefined);
  };
  return (
    <Stack gap="xs">
      <Textarea
        aria-label={t("try.json")}
        description={t("try.json.help")}
        value={text}
        onChange={(event) => setTyped(event.currentTarget.value)}
        error={problem}
        autosize
        minRows={8}
        maxRows={24}
        styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)", fontSize: 12 } }}
      />
      {diagnostics.length > 0 && (
        <Alert color="red" role="alert" title={t("try.json.refused")}>
          {diagnostics.map(({ pointer, message, help }) => (
            <div key={`${pointer} ${message}`}>
              <code>{pointer || "/"}</code> {message}; {help}
            </div>
          ))}
        </Alert>
      )}
      <Group gap="xs">
        <Button size="xs" disabled={!read || "problem" in read} onClick={take}>
          {t("try.json.take")}
        </Button>
        {typed !== undefined && (
          <Button size="xs" variant="default" onClick={() => setTyped(undefined)}>
            {t("try.json.reset")}
          </Button>
        )}
        <CopyButton value={own}>
          {({ copied, copy }) => (
            <Button size="xs" variant="default" onClick={copy}>
              {t(copied ? "try.copied" : "try.copy")}
            </Button>
          )}
        </CopyButton>
      </Group>
    </Stack>
  );
}
