// The draft as one edits it: changed here at once, saved a moment later, never lost.
//
// What isn't saved yet is kept in this browser, so that it survives a reload. When somebody else saved meanwhile, both
// changes are put together; where they contradict each other, the person decides.
import type { Rule, RuleDocument } from "cartnudge/authoring";
import { isProblem } from "../api/problem";
import type { Draft, SavedDraft } from "../api/types";
import { isSame } from "./equal";
import { merge, takeMine, type Content, type Contradiction } from "./merge";

/** How the draft reaches the server. */
export interface Transport {
  load(): Promise<Draft>;
  /** Throws a `Problem`: `draft_changed` has the draft as it is now in `current`. */
  save(content: Content, revision: number): Promise<SavedDraft>;
}

/** Keeps a text in this browser. */
export interface Keep {
  read(): string | null;
  write(text: string): void;
  erase(): void;
}

export type Status = "loading" | "saved" | "unsaved" | "saving" | "offline" | "refused" | "contradiction" | "failed";

export interface Snapshot {
  status: Status;
  /** As it is here; undefined until it was loaded. */
  content: Content | undefined;
  /** As the server has it. */
  base: Draft | undefined;
  /** What the next undo, or redo, would be about: the words given to `change`. */
  undo: string | undefined;
  redo: string | undefined;
  /** To be decided, one by one. */
  contradictions: Contradiction[];
  /** Who saved meanwhile, when both changes could be put together; until it is dismissed. */
  joined: string | undefined;
  error: unknown;
}

interface Step {
  words: string;
  before: Content;
}

/** How long to wait for more typing before saving, in milliseconds. */
const PAUSE = 600;
/** How long to wait before asking a silent server again. */
const AGAIN = 4_000;
const MOST_STEPS = 200;

export class DraftStore {
  #snapshot: Snapshot = {
    status: "loading",
    content: undefined,
    base: undefined,
    undo: undefined,
    redo: undefined,
    contradictions: [],
    joined: undefined,
    error: undefined,
  };
  #listeners = new Set<() => void>();
  #undo: Step[] = [];
  #redo: Step[] = [];
  /** The last change's key: further ones with the same are one step. */
  #key: string | undefined;
  #mine: Content | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #saving: Promise<void> | undefined;
  #isClosed = false;

  constructor(
    private readonly transport: Transport,
    private readonly keep: Keep,
  ) {}

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  snapshot = (): Snapshot => this.#snapshot;

  /** Asks the server for its draft; unsaved changes of this browser stay on top of it. */
  async load(): Promise<void> {
    try {
      this.receive(await this.transport.load());
    } catch (error) {
      this.#set({ error, status: this.#snapshot.content ? "offline" : "failed" });
      this.#later(AGAIN, () => this.load());
    }
  }

  /** Takes a newer draft of the server's. */
  receive(draft: Draft): void {
    const { base, content } = this.#snapshot;
    if (base && content) {
      if (draft.revision < base.revision) return;
      this.#join(base, content, draft);
      return;
    }
    const kept = readKept(this.keep.read());
    this.#set({ base: draft, content: contentOf(draft), status: "saved", error: undefined });
    if (kept) this.#join(kept.base, kept.mine, draft);
  }

  /**
   * Changes the draft. `words` says what, for undo; changes in a row with the same `key` are one step, as the letters of
   * a word are.
   */
  change(words: string, update: (content: Content) => Content, key?: string): void {
    const { content } = this.#snapshot;
    if (!content) return;
    const next = update(content);
    if (isSame(next, content)) return;
    if (key === undefined || key !== this.#key) this.#undo.push({ words, before: content });
    if (this.#undo.length > MOST_STEPS) this.#undo.shift();
    this.#key = key;
    this.#redo = [];
    this.#edited(next);
  }

  undo(): void {
    this.#step(this.#undo, this.#redo);
  }

  redo(): void {
    this.#step(this.#redo, this.#undo);
  }

  /** Decides the first contradiction. */
  decide(side: "mine" | "theirs"): void {
    const [first, ...contradictions] = this.#snapshot.contradictions;
    const { content } = this.#snapshot;
    if (!first || !content || !this.#mine) return;
    const decided = side === "mine" ? takeMine(content, first, this.#mine) : content;
    this.#set({ contradictions, content: decided });
    if (contradictions.length > 0) return;
    this.#mine = undefined;
    this.#undo = [];
    this.#redo = [];
    this.#edited(decided);
  }

  /** The note of who saved meanwhile was read. */
  dismissJoined(): void {
    this.#set({ joined: undefined });
  }

  /** Saves at once what isn't yet. Resolves when the server has everything, or it can't. */
  async flush(): Promise<boolean> {
    while (this.#snapshot.status === "unsaved" || this.#snapshot.status === "saving") {
      await (this.#saving ?? this.#save());
    }
    return this.#snapshot.status === "saved";
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
  }

  #set(next: Partial<Snapshot>): void {
    this.#snapshot = {
      ...this.#snapshot,
      ...next,
      undo: this.#undo.at(-1)?.words,
      redo: this.#redo.at(-1)?.words,
    };
    for (const listener of this.#listeners) listener();
  }

  #edited(content: Content): void {
    const { base, contradictions } = this.#snapshot;
    if (!base) return;
    if (contradictions.length > 0) {
      this.#set({ content });
      return;
    }
    if (isSame(content, contentOf(base))) {
      this.#set({ content, status: this.#saving ? "saving" : "saved" });
      if (!this.#saving) this.keep.erase();
      return;
    }
    this.keep.write(JSON.stringify({ base, mine: content }));
    this.#set({ content, status: "unsaved" });
    this.#later(PAUSE, () => this.#save());
  }

  #step(from: Step[], to: Step[]): void {
    const { content } = this.#snapshot;
    const step = content && from.pop();
    if (!content || !step) return;
    to.push({ words: step.words, before: content });
    this.#key = undefined;
    this.#edited(step.before);
  }

  #later(pause: number, what: () => Promise<void>): void {
    clearTimeout(this.#timer);
    if (!this.#isClosed) this.#timer = setTimeout(() => void what(), pause);
  }

  #save(): Promise<void> {
    this.#saving ??= this.#saveOnce().finally(() => {
      this.#saving = undefined;
    });
    return this.#saving;
  }

  async #saveOnce(): Promise<void> {
    clearTimeout(this.#timer);
    const { base, content, contradictions } = this.#snapshot;
    if (!base || !content || contradictions.length > 0) return;
    this.#set({ status: "saving" });
    try {
      const { revision, rules } = await this.transport.save(content, base.revision);
      const saved: Draft = { ...base, ...content, revision, rules };
      // What is typed after a pause is another step.
      this.#key = undefined;
      this.#set({ base: saved, error: undefined });
      const now = this.#snapshot.content;
      if (now === undefined || isSame(now, content)) {
        this.keep.erase();
        this.#set({ status: "saved" });
        return;
      }
      this.keep.write(JSON.stringify({ base: saved, mine: now }));
      this.#set({ status: "unsaved" });
      this.#later(PAUSE, () => this.#save());
    } catch (error) {
      this.#refused(error);
    }
  }

  #refused(error: unknown): void {
    const { base, content } = this.#snapshot;
    if (isProblem(error, "draft_changed") && base && content) {
      this.#join(base, content, error.about.current as Draft);
      return;
    }
    const isSilent = isProblem(error) && (error.status === 0 || error.status >= 500 || error.status === 429);
    this.#set({ error, status: isSilent ? "offline" : "refused" });
    if (isSilent) this.#later(AGAIN, () => this.#save());
  }

  /** Puts mine on top of theirs. */
  #join(base: Draft, mine: Content, theirs: Draft): void {
    const other = contentOf(theirs);
    const isMineUnsaved = !isSame(contentOf(base), mine);
    if (!isMineUnsaved) {
      this.#set({ base: theirs, content: other, status: "saved", error: undefined });
      return;
    }
    const { content, contradictions } = merge(contentOf(base), mine, other);
    this.#mine = mine;
    const theyChanged = !isSame(contentOf(base), other);
    const joined = theyChanged ? (theirs.edited_by?.name ?? "") : this.#snapshot.joined;
    if (contradictions.length > 0) {
      this.keep.write(JSON.stringify({ base, mine }));
      this.#set({ base: theirs, content, contradictions, status: "contradiction", joined: undefined });
      return;
    }
    this.#set({ base: theirs, joined, contradictions: [] });
    this.#edited(content);
  }
}

export function contentOf({ document, archived }: Draft): Content {
  return { document, archived };
}

/** Changes one rule of the draft. */
export function withRule(ruleId: string, update: (rule: Rule) => Rule) {
  return ({ document, archived }: Content): Content => ({
    document: withRules(document, (rules) => rules.map((rule) => (rule.id === ruleId ? update(rule) : rule))),
    archived,
  });
}

export function withRules(document: RuleDocument, update: (rules: Rule[]) => Rule[]): RuleDocument {
  return { ...document, rules: update(document.rules) };
}

/** What was kept in the browser; nothing when it can't be read. */
function readKept(text: string | null): { base: Draft; mine: Content } | undefined {
  if (text === null) return undefined;
  try {
    const kept = JSON.parse(text) as { base?: Draft; mine?: Content };
    const isWhole = Array.isArray(kept.base?.document?.rules) && Array.isArray(kept.mine?.document?.rules);
    return isWhole ? { base: kept.base as Draft, mine: kept.mine as Content } : undefined;
  } catch {
    return undefined;
  }
}
