// How JSON looks in the editor: the console's own colours, with contrasts over 4.5 in light and dark.
import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import type { Extension } from "@codemirror/state";
import { tags } from "@lezer/highlight";
import { EditorView } from "codemirror";

const colors = {
  light: { name: "#0b5394", text: "#7a2e0e", value: "#1b5e20" },
  dark: { name: "#9ecbff", text: "#f0b58c", value: "#a5d6a7" },
};

export function codeTheme(isDark: boolean): Extension {
  const { name, text, value } = isDark ? colors.dark : colors.light;
  const chrome = EditorView.theme(
    {
      "&": { color: "var(--mantine-color-text)", backgroundColor: "var(--mantine-color-body)", fontSize: "13px" },
      ".cm-content": { caretColor: "var(--mantine-color-text)" },
      ".cm-cursor": { borderLeftColor: "var(--mantine-color-text)" },
      ".cm-gutters": {
        color: "var(--mantine-color-dimmed)",
        backgroundColor: "var(--mantine-color-body)",
        borderRight: "1px solid var(--mantine-color-default-border)",
      },
      ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "transparent" },
    },
    { dark: isDark },
  );
  const highlight = HighlightStyle.define([
    { tag: tags.propertyName, color: name },
    { tag: tags.string, color: text },
    { tag: [tags.number, tags.bool, tags.null], color: value },
  ]);
  return [chrome, syntaxHighlighting(highlight)];
}
