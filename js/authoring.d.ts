import type { EngineOptions } from "./engine.js";
import type {
  Analysis,
  AnalysisOptions,
  DecisionInput,
  Diagnostic,
  Explanation,
  RuleChange,
  Fact,
  Model,
  ProductFacts,
} from "./documents.js";

import type { OrdersPreview, SimulationOptions, SimulationProgress, SimulationReport } from "./simulation.js";

export type * from "./documents.js";
export type * from "./simulation.js";

/**
 * Checks a rule document as every page does when it loads it. Takes anything. With `products` it also warns of ids,
 * brands, categories and sizes that none of them has.
 */
export function validateRules(
  document: unknown,
  options?: { products?: ProductFacts | ProductFacts[] },
): { ok: boolean; diagnostics: Diagnostic[] };

/** Plain JsonLogic over any data. Throws a `CartnudgeError` for an unknown operator or a logic beyond the limits. */
export function evaluateLogic(logic: unknown, data: unknown): unknown;

/** Decides, and says why: every rule on every line, each condition with what it saw. Throws a `CartnudgeError`. */
export function explain(options: EngineOptions, input: DecisionInput): Explanation;

/**
 * What a rule document comes to. Takes anything: with an error in `diagnostics` there is nothing else. Faults of the
 * options have a pointer that begins with `/options`.
 */
export function analyzeRules(document: unknown, options?: AnalysisOptions): Analysis;

/**
 * What differs between two rule documents, in English or, for a `locale` of German, in German: first the document outside
 * its rules, then its rules in order, then those that are gone. What is left out counts as its default. Takes anything.
 */
export function diffRules(before: unknown, after: unknown, options?: { locale?: string }): { changes: RuleChange[] };

/** Lifts a rule document to the newest schema version. Throws a `CartnudgeError` for one that it doesn't know. */
export function migrateRules(document: unknown): { document: unknown; changes: string[] };

/**
 * A text in ICU MessageFormat (docs/messages.md), filled as a nudge in the language of `locale` fills it; `undefined` where
 * one of its names has no value. Throws a `CartnudgeError` for what isn't in the format.
 */
export function formatMessage(
  text: string,
  locale: string,
  values?: Record<string, string | number>,
): string | undefined;

/** Every fact that rules may use. */
export function listFacts(): Fact[];

/** The model in the package, each weight with its reason and source. */
export function starterModel(): Model;

/**
 * What rules would have done with a shop's past carts, each with only what was known before it. Push a file's bytes (CSV or
 * CSV.gz) as they come, then `run` until it is `done`; free it when done. Every call may throw a `CartnudgeError`.
 */
export class Simulation {
  constructor(options: SimulationOptions);
  /** Takes the next bytes of the file. */
  push(bytes: Uint8Array): void;
  /** Decides up to so many further carts. The first call ends the file and decides none. */
  run(carts: number): SimulationProgress;
  progress(): SimulationProgress;
  /** What it came to so far; `undefined` before the first `run`. */
  report(): SimulationReport | undefined;
  free(): void;
}

/** The beginning of a file of order history, packed or plain: its columns and its first rows. */
export function previewOrders(start: Uint8Array, rows: number): OrdersPreview;
