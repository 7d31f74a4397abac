import type {
  Decision,
  DecisionInput,
  Diagnostic,
  Messages,
  Model,
  ProductFacts,
  ReviewWords,
  SizeModel,
  RiskReport,
  RuleDocument,
  Settings,
} from "./documents.js";

export type * from "./documents.js";

export interface EngineOptions {
  rules: RuleDocument;
  /** The `starter` scorecard when missing. */
  model?: Model;
  products?: ProductFacts | ProductFacts[];
  settings?: Settings;
  /** Texts that replace the shipped ones, by key or by language and key. */
  messages?: Messages;
  /** Words that reviews are read with, by language, beside the shipped English and German ones. */
  review_words?: ReviewWords;
  /** How things are found to fit; the shipped one when missing. `npm run train:size` makes one. */
  size_model?: SizeModel;
}

export interface Engine {
  /** Decides what to show. Equal inputs give equal decisions. Throws a `CartnudgeError`. */
  decide(input: DecisionInput): Decision;
  /** Scores without deciding. Throws a `CartnudgeError`. */
  score(input: DecisionInput): RiskReport;
  /** Replaces the rules, unless the document has an error: then the last good one stays. */
  setRules(document: RuleDocument): Diagnostic[];
  /** Gives the memory back. The engine can't be used afterwards. */
  free(): void;
}

/** Makes a headless engine: no DOM, no clock, no storage, no network but its own module. Rejects with a `CartnudgeError`. */
export function createEngine(options: EngineOptions): Promise<Engine>;
