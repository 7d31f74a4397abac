// Two people changed one draft: what both did, rule by rule, and where they contradict each other.
import type { Rule, RuleDocument } from "cartnudge/authoring";
import { isSame } from "./equal";

/** What a draft holds. */
export interface Content {
  document: RuleDocument;
  archived: Rule[];
}

/** Both changed the same thing, differently. `null` where one took it away. */
export interface Contradiction {
  /** A rule, or a key of the document outside its rules. */
  about: { rule: string } | { key: string };
  mine: unknown;
  theirs: unknown;
}

export interface Merged {
  /** What both did; theirs where they contradict each other. */
  content: Content;
  contradictions: Contradiction[];
}

type Entries = Map<string, unknown>;

/** Puts what I did to `base` on top of what they did to it. */
export function merge(base: Content, mine: Content, theirs: Content): Merged {
  const keys = mergeEntries(settingsOf(base), settingsOf(mine), settingsOf(theirs));
  const rules = mergeEntries(rulesOf(base), rulesOf(mine), rulesOf(theirs));
  const order = mergeOrder(idsOf(base), idsOf(mine), idsOf(theirs));
  const kept = rules.entries as Map<string, Placed>;
  const placed = [...order, ...[...kept.keys()].filter((id) => !order.includes(id))].flatMap(
    (id) => kept.get(id) ?? [],
  );
  return {
    content: {
      document: {
        ...(Object.fromEntries(keys.entries) as unknown as RuleDocument),
        rules: placed.filter(({ isArchived }) => !isArchived).map(({ rule }) => rule),
      },
      archived: placed.filter(({ isArchived }) => isArchived).map(({ rule }) => rule),
    },
    contradictions: [
      ...keys.contradictions.map(({ name, ...rest }) => ({ about: { key: name }, ...rest })),
      ...rules.contradictions.map(({ name, mine: own, theirs: other }) => ({
        about: { rule: name },
        mine: ruleIn(own),
        theirs: ruleIn(other),
      })),
    ],
  };
}

/** The merged content with my side of a contradiction. */
export function takeMine({ document, archived }: Content, contradiction: Contradiction, mine: Content): Content {
  const { about } = contradiction;
  if ("key" in about) {
    const { [about.key]: _gone, ...rest } = document as unknown as Record<string, unknown>;
    const value = contradiction.mine === null ? {} : { [about.key]: contradiction.mine };
    return { document: { ...(rest as unknown as RuleDocument), ...value }, archived };
  }
  const isOther = ({ id }: Rule) => id !== about.rule;
  const own = mine.document.rules.find(({ id }) => id === about.rule);
  const ownArchived = mine.archived.find(({ id }) => id === about.rule);
  const at = document.rules.findIndex(({ id }) => id === about.rule);
  const rules = document.rules.filter(isOther);
  if (own) rules.splice(at < 0 ? mine.document.rules.indexOf(own) : at, 0, own);
  return {
    document: { ...document, rules },
    archived: [...archived.filter(isOther), ...(ownArchived ? [ownArchived] : [])],
  };
}

interface Placed {
  rule: Rule;
  isArchived: boolean;
}

function ruleIn(placed: unknown): unknown {
  return placed === null ? null : (placed as Placed).rule;
}

function settingsOf({ document }: Content): Entries {
  return new Map(Object.entries(document).filter(([key]) => key !== "rules"));
}

function rulesOf({ document, archived }: Content): Entries {
  const placed = (isArchived: boolean) => (rule: Rule) => [rule.id, { rule, isArchived }] as const;
  return new Map([...archived.map(placed(true)), ...document.rules.map(placed(false))]);
}

function idsOf({ document, archived }: Content): string[] {
  return [...document.rules, ...archived].map(({ id }) => id);
}

function mergeEntries(base: Entries, mine: Entries, theirs: Entries) {
  const entries: Entries = new Map();
  const contradictions: { name: string; mine: unknown; theirs: unknown }[] = [];
  for (const name of new Set([...theirs.keys(), ...mine.keys()])) {
    const [was, own, other] = [base.get(name), mine.get(name), theirs.get(name)];
    const iChanged = !isSame(was, own);
    const theyChanged = !isSame(was, other);
    if (iChanged && theyChanged && !isSame(own, other)) {
      contradictions.push({ name, mine: own ?? null, theirs: other ?? null });
    }
    const kept = theyChanged ? other : own;
    if (kept !== undefined) entries.set(name, kept);
  }
  return { entries, contradictions };
}

/** Theirs, unless only I moved something; what only I added keeps its neighbour before it. */
function mergeOrder(base: string[], mine: string[], theirs: string[]): string[] {
  const among = (ids: string[], others: string[]) => ids.filter((id) => others.includes(id));
  const theyMoved = !isSame(among(base, theirs), among(theirs, base));
  if (!theyMoved) return insert(mine, theirs);
  return insert(theirs, mine);
}

/** The order of `first`, with what only `second` has put behind its neighbour there. */
function insert(first: string[], second: string[]): string[] {
  const order = [...first];
  for (const [at, id] of second.entries()) {
    if (order.includes(id)) continue;
    const before = second.slice(0, at).findLast((one) => order.includes(one));
    order.splice(before === undefined ? 0 : order.indexOf(before) + 1, 0, id);
  }
  return order;
}
