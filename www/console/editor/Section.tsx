// One question of the editor: what, to whom, when, how often, in what words.
import { Card, Group, Text, Title } from "@mantine/core";
import type { Diagnostic } from "cartnudge/authoring";
import type { ReactNode } from "react";

export interface SectionProps {
  id: string;
  title: string;
  about?: string;
  children: ReactNode;
}

export function Section({ id, title, about, children }: SectionProps) {
  return (
    <Card
      withBorder
      padding="lg"
      component="section"
      aria-labelledby={`${id}-title`}
      id={id}
      style={{ scrollMarginTop: 72, overflow: "visible" }}
    >
      <Group justify="space-between" mb={about ? 2 : "sm"}>
        <Title order={2} size="h4" id={`${id}-title`}>
          {title}
        </Title>
      </Group>
      {about && (
        <Text size="sm" c="dimmed" mb="sm">
          {about}
        </Text>
      )}
      {children}
    </Card>
  );
}

/** What is wrong in a section, where no field of its own says it; warnings, too. */
export function FoundHere({ diagnostics }: { diagnostics: Diagnostic[] }) {
  if (diagnostics.length === 0) return null;
  return (
    <div role="status">
      {diagnostics.map(({ code, pointer, severity, message, help }) => (
        <Text
          key={`${pointer} ${code}`}
          size="sm"
          mt="xs"
          c={severity === "error" ? "var(--mantine-color-error)" : "var(--mantine-color-yellow-light-color)"}
          style={{ overflowWrap: "anywhere" }}
          data-severity={severity}
        >
          {message}; {help}
        </Text>
      ))}
    </div>
  );
}
