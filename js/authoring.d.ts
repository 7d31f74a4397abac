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

export type * from "./documents.js";

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

/** Every fact that rules may use. */
export function listFacts(): Fact[];

/** The model in the package, each weight with its reason and source. */
export function starterModel(): Model;
