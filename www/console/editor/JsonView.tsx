// The rule as JSON, for those who like it: the same rule, both ways. What can't be read is kept as typed, and said.
import { Alert, Stack, Text, useComputedColorScheme } from "@mantine/core";
import { json, jsonParseLinter } from "@codemirror/lang-json";
import { linter, lintGutter, setDiagnostics, type Diagnostic as Mark } from "@codemirror/lint";
import { EditorState } from "@codemirror/state";
import { basicSetup, EditorView } from "codemirror";
import type { Diagnostic, Rule } from "cartnudge/authoring";
import { useEffect, useRef, useState } from "react";
import { isSame } from "../draft/equal";
import { useWords } from "../words/useWords";
import { codeTheme } from "./codeTheme";
import { placeOf } from "./jsonPlace";

export interface JsonViewProps {
  rule: Rule;
  diagnostics: Diagnostic[];
  /** The rule's pointer in the document: `/rules/3`. */
  pointer: string;
  readOnly: boolean;
  onChange(rule: Rule): void;
}

export function JsonView({ rule, diagnostics, pointer, readOnly, onChange }: JsonViewProps) {
  const t = useWords();
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(undefined);
  const isDark = useComputedColorScheme("light") === "dark";
  const [problem, setProblem] = useState<string>();
  const latest = useRef({ rule, onChange });
  latest.current = { rule, onChange };

  useEffect(() => {
    if (!host.current) return undefined;
    const typed = EditorView.updateListener.of(({ docChanged, state }) => {
      if (!docChanged) return;
      const read = readRule(state.doc.toString(), latest.current.rule.id);
      setProblem("problem" in read ? read.problem : undefined);
      if ("rule" in read && !isSame(read.rule, latest.current.rule)) latest.current.onChange(read.rule);
    });
    const editor = new EditorView({
      parent: host.current,
      state: EditorState.create({
        doc: JSON.stringify(latest.current.rule, null, 2),
        extensions: [
          basicSetup,
          json(),
          linter(jsonParseLinter()),
          lintGutter(),
          EditorView.lineWrapping,
          EditorView.contentAttributes.of({ "aria-label": t("editor.json") }),
          EditorState.readOnly.of(readOnly),
          typed,
          codeTheme(isDark),
        ],
      }),
    });
    view.current = editor;
    return () => editor.destroy();
  }, [isDark, readOnly, t]);

  // What changed elsewhere (undo, somebody else) is shown here, too.
  useEffect(() => {
    const editor = view.current;
    if (!editor) return;
    const text = editor.state.doc.toString();
    const read = readRule(text, rule.id);
    if ("rule" in read && !isSame(read.rule, rule)) {
      editor.dispatch({ changes: { from: 0, to: text.length, insert: JSON.stringify(rule, null, 2) } });
    }
  }, [rule]);

  useEffect(() => {
    const editor = view.current;
    if (!editor || problem !== undefined) return;
    const text = editor.state.doc.toString();
    const marks: Mark[] = diagnostics.map(({ pointer: at, severity, message, help }) => ({
      ...placeOf(text, at.slice(pointer.length)),
      severity,
      message: `${message}; ${help}`,
    }));
    editor.dispatch(setDiagnostics(editor.state, marks));
  }, [diagnostics, pointer, problem]);

  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed">
        {t("editor.json.about")}
      </Text>
      {problem !== undefined && (
        <Alert color="orange" role="alert" title={t("editor.json.unreadable")}>
          {problem === "id" ? t("editor.json.id", { id: rule.id }) : problem}
        </Alert>
      )}
      <div
        ref={host}
        style={{
          border: "1px solid var(--mantine-color-default-border)",
          borderRadius: "var(--mantine-radius-md)",
          overflow: "hidden",
        }}
      />
    </Stack>
  );
}

type Read = { rule: Rule } | { problem: string };

function readRule(text: string, id: string): Read {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== "object" || value === null || (value as Rule).id !== id) return { problem: "id" };
    if (typeof (value as Rule).nudge?.type !== "string") return { problem: "nudge.type" };
    return { rule: value as Rule };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}
