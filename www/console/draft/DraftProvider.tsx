// The draft for every page of the console: `useDraft()`.
import type { Diagnostic, Rule } from "cartnudge/authoring";
import {
  createContext,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
  type ReactNode,
} from "react";
import { ask } from "../api/client";
import { useRefreshRules } from "../api/rules";
import { useAllows, useSession } from "../api/session";
import type { Draft, SavedDraft } from "../api/types";
import { loadAuthoring } from "../authoring/load";
import type { Content } from "./merge";
import { DraftStore, withRule, type Keep, type Snapshot, type Transport } from "./store";

export interface DraftHandle extends Snapshot {
  /** Whether who is signed in may edit. `change` does nothing otherwise. */
  canEdit: boolean;
  /** What is wrong with the draft as it is here, by the same code as everywhere; `undefined` until it was checked. */
  diagnostics: Diagnostic[] | undefined;
  /** Changes the draft; see `DraftStore.change`. */
  change(words: string, update: (content: Content) => Content, key?: string): void;
  /** Changes one rule. */
  changeRule(words: string, ruleId: string, update: (rule: Rule) => Rule, key?: string): void;
  undoStep(): void;
  redoStep(): void;
  decide(side: "mine" | "theirs"): void;
  dismissJoined(): void;
  /** Saves at once; whether the server has everything. */
  flush(): Promise<boolean>;
  /** Asks the server for its draft again. */
  reload(): Promise<void>;
  /** The draft's revision as of now: newer than `base`'s where something was saved since this was drawn. */
  revision(): number;
}

const DraftContext = createContext<DraftHandle | null>(null);

const transport: Transport = {
  load: () => ask<Draft>("/v1/draft"),
  save: (content, revision) => ask<SavedDraft>("/v1/draft", { method: "PUT", body: content, ifMatch: revision }),
};

/**
 * Storage may be blocked or full: then what is unsaved doesn't survive a reload, and nothing else changes. The keys don't
 * begin as the package's own do, which a preview without consent erases.
 */
function keepFor(person: string): Keep {
  const key = `cartnudge-console:draft:${person}`;
  const attempt = <Result,>(action: () => Result): Result | null => {
    try {
      return action();
    } catch {
      return null;
    }
  };
  return {
    read: () => attempt(() => localStorage.getItem(key)),
    write: (text) => attempt(() => localStorage.setItem(key, text)),
    erase: () => attempt(() => localStorage.removeItem(key)),
  };
}

export function DraftProvider({ children }: { children: ReactNode }) {
  const person = useSession().data?.person.id ?? "";
  const canEdit = useAllows("editor");
  const store = useMemo(() => new DraftStore(transport, keepFor(person)), [person]);
  const snapshot = useSyncExternalStore(store.subscribe, store.snapshot);
  useEffect(() => {
    void store.load();
    return () => store.close();
  }, [store]);
  useLiveChanges(store);
  useLeaveWarning(snapshot);
  const diagnostics = useDiagnostics(snapshot.content);
  const handle = useMemo<DraftHandle>(
    () => ({
      ...snapshot,
      canEdit,
      diagnostics,
      change: (words, update, key) => canEdit && store.change(words, update, key),
      changeRule: (words, ruleId, update, key) => canEdit && store.change(words, withRule(ruleId, update), key),
      undoStep: () => store.undo(),
      redoStep: () => store.redo(),
      decide: (side) => store.decide(side),
      dismissJoined: () => store.dismissJoined(),
      flush: () => store.flush(),
      reload: () => store.load(),
      revision: () => store.snapshot().base?.revision ?? 0,
    }),
    [snapshot, canEdit, diagnostics, store],
  );
  return <DraftContext value={handle}>{children}</DraftContext>;
}

/** The draft, and what to do with it. */
export function useDraft(): DraftHandle {
  const handle = useContext(DraftContext);
  if (!handle) throw new Error("useDraft is used outside DraftProvider");
  return handle;
}

/** Somebody made something live: the stream that shops listen to says so here, too. */
function useLiveChanges(store: DraftStore): void {
  const refresh = useRefreshRules();
  const latest = useRef(refresh);
  latest.current = refresh;
  useEffect(() => {
    const stream = new EventSource("/v1/rules/stream");
    stream.addEventListener("rules", () => {
      void latest.current();
      void store.load();
    });
    const onFocus = () => void store.load();
    window.addEventListener("focus", onFocus);
    return () => {
      stream.close();
      window.removeEventListener("focus", onFocus);
    };
  }, [store]);
}

/** Asks before the tab is closed while something is only in this browser. */
function useLeaveWarning({ status }: Snapshot): void {
  const isAtRisk = status === "offline" || status === "refused" || status === "contradiction";
  useEffect(() => {
    if (!isAtRisk) return undefined;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, [isAtRisk]);
}

function useDiagnostics(content: Content | undefined): Diagnostic[] | undefined {
  const [diagnostics, setDiagnostics] = useState<Diagnostic[]>();
  useEffect(() => {
    if (!content) return undefined;
    const timer = setTimeout(async () => {
      const { validateRules } = await loadAuthoring();
      setDiagnostics(validateRules(content.document).diagnostics);
    }, 150);
    return () => clearTimeout(timer);
  }, [content]);
  return diagnostics;
}
