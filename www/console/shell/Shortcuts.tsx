// Keyboard shortcuts: `?` lists them. A page adds its own with `useShortcuts`.
import { Button, Kbd, Modal, Table } from "@mantine/core";
import { useDisclosure, useHotkeys } from "@mantine/hooks";
import { IconKeyboard } from "@tabler/icons-react";
import { useEffect, useRef, useSyncExternalStore } from "react";
import type { NavigateFunction } from "react-router";
import type { WordId } from "../words/catalogue";
import { useWords } from "../words/useWords";

export interface Shortcut {
  /** As Mantine writes them: `mod+Z`, `/`, `N`. */
  keys: string;
  word: WordId;
  action: () => void;
}

const everywhere: { keys: string; word: WordId }[] = [
  { keys: "?", word: "keys.help" },
  { keys: "mod+Z", word: "keys.undo" },
  { keys: "mod+shift+Z", word: "keys.redo" },
  { keys: "G R", word: "keys.go-rules" },
  { keys: "G T", word: "keys.go-try" },
  { keys: "G S", word: "keys.go-simulate" },
  { keys: "G E", word: "keys.go-results" },
  { keys: "G P", word: "keys.go-publish" },
];

const goals: Record<string, string> = { r: "/rules", t: "/try", s: "/simulate", e: "/results", p: "/publish" };

let ofPage: readonly Shortcut[] = [];
const listeners = new Set<() => void>();

function announce(shortcuts: readonly Shortcut[]) {
  ofPage = shortcuts;
  for (const listener of listeners) listener();
}

/** The page's own shortcuts, while it is open. Not while somebody types. */
export function useShortcuts(shortcuts: readonly Shortcut[]): void {
  useHotkeys(shortcuts.map(({ keys, action }) => [keys, action]));
  const latest = useRef(shortcuts);
  latest.current = shortcuts;
  const names = shortcuts.map(({ keys, word }) => `${keys} ${word}`).join();
  useEffect(() => {
    announce(latest.current);
    return () => announce([]);
  }, [names]);
}

/** Keys pressed while nobody types. */
function useKey(listener: (key: string) => void): void {
  const latest = useRef(listener);
  latest.current = listener;
  useEffect(() => {
    const onKey = ({ key, target, ctrlKey, metaKey, altKey }: KeyboardEvent) => {
      const isTyping =
        target instanceof HTMLElement && target.matches("input, textarea, select, [contenteditable=true]");
      if (!isTyping && !ctrlKey && !metaKey && !altKey) latest.current(key.toLowerCase());
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);
}

/** `G` and then, soon, a letter opens a page. */
export function useGoTo(navigate: NavigateFunction): void {
  const since = useRef(0);
  useKey((key) => {
    const goal = goals[key];
    if (goal && Date.now() - since.current < 1_500) void navigate(goal);
    since.current = key === "g" ? Date.now() : 0;
  });
}

export function Shortcuts() {
  const t = useWords();
  const [isOpen, list] = useDisclosure(false);
  const own = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => ofPage,
  );
  useKey((key) => key === "?" && list.open());
  return (
    <>
      <Button
        mt="auto"
        variant="subtle"
        color="gray"
        size="xs"
        justify="flex-start"
        leftSection={<IconKeyboard size={16} aria-hidden />}
        onClick={list.open}
      >
        {t("keys")}
      </Button>
      <Modal opened={isOpen} onClose={list.close} title={t("keys")} closeButtonProps={{ "aria-label": t("close") }}>
        <Table>
          <Table.Tbody>
            {[...own, ...everywhere].map(({ keys, word }) => (
              <Table.Tr key={keys}>
                <Table.Td>{t(word)}</Table.Td>
                <Table.Td ta="end">
                  <Keys keys={keys} />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Modal>
    </>
  );
}

function Keys({ keys }: { keys: string }) {
  const t = useWords();
  const isMac = navigator.userAgent.includes("Mac OS");
  const names: Record<string, string> = { mod: isMac ? "⌘" : t("keys.ctrl"), shift: "⇧" };
  return keys.split(/[ +]/).map((key, at) => (
    <Kbd key={`${key}${at}`} ms={4}>
      {names[key] ?? key}
    </Kbd>
  ));
}
