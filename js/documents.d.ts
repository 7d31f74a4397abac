/** Documents that cartnudge reads and writes. docs/documents.md says what each field means. */

import type { NudgeView, ReviewAspect } from "./nudges.js";

export type * from "./nudges.js";

/** Milliseconds since the Unix epoch, or RFC 3339 text. */
export type Time = number | string;
/** An amount in major units, as a number or plain decimal text. */
export type Amount = number | string;

export interface Item {
  item_id: string | number;
  item_group_id?: string | number | null;
  item_name?: string | null;
  item_brand?: string | null;
  item_category?: string | null;
  item_category2?: string | null;
  item_category3?: string | null;
  item_category4?: string | null;
  item_category5?: string | null;
  item_variant?: string | null;
  size?: string | number | null;
  color?: string | null;
  /** Unit price after discount. */
  price: Amount;
  /** Unit discount. */
  discount?: Amount | null;
  /** 1 to 9,999; 1 when missing. */
  quantity?: number | string | null;
  coupon?: string | null;
  currency?: string | null;
  /** GA4's further fields are ignored. */
  [key: string]: unknown;
}

export interface Cart {
  /** ISO 4217; the first item's when missing. */
  currency?: string | null;
  coupon?: string | null;
  items: Item[];
  [key: string]: unknown;
}

export interface Spread {
  mean?: Amount | null;
  sd?: Amount | null;
}

export interface Signals {
  schema_version?: 1;
  customer_id?: string | null;
  as_of?: Time | null;
  currency?: string | null;
  orders?: number | null;
  lines?: number | null;
  lines_with_outcome?: number | null;
  lines_returned?: number | null;
  first_order_at?: Time | null;
  last_order_at?: Time | null;
  order_value?: Spread | null;
  line_price?: Spread | null;
  order_interval_days?: Spread | null;
  orders_1d?: number | null;
  orders_90d?: number | null;
  orders_prior_90d?: number | null;
  new_categories_90d?: number | null;
  service_contacts?: number | null;
  service_contacts_90d?: number | null;
  categories?: { category: string; bought: number; returned: number }[] | null;
  brands?: { brand: string; bought: number; returned: number }[] | null;
  kept_sizes?: { brand?: string | null; category?: string | null; size: string | number; count?: number }[] | null;
  returned_sizes?:
    | {
        brand?: string | null;
        category?: string | null;
        size: string | number;
        too_small?: number;
        too_large?: number;
      }[]
    | null;
  [key: string]: unknown;
}

export interface ProductFacts {
  item_id?: string | number | null;
  item_group_id?: string | number | null;
  item_name?: string | null;
  item_brand?: string | null;
  item_category?: string | null;
  url?: string | null;
  outcomes?: { bought: number; returned: number; reasons?: Record<string, number> } | null;
  size_outcomes?: { size: string | number; bought: number; returned: number }[] | null;
  color_outcomes?: { color: string; bought: number; returned: number }[] | null;
  brand_outcomes?: { bought: number; returned: number } | null;
  price?: { mean: number; currency?: string } | null;
  first_sold_at?: Time | null;
  fit?: { small?: number; true?: number; large?: number } | null;
  size_fit?: { size: string | number; small?: number; true?: number; large?: number }[] | null;
  sizes?: string[] | null;
  size_chart?: {
    unit?: "cm" | "in";
    columns: string[];
    rows: { size: string | number; values: (number | [number, number] | null)[] }[];
    how_to_measure?: string | null;
  } | null;
  reviews?: {
    count?: number | null;
    average?: number | null;
    url?: string | null;
    items?: {
      text: string;
      rating?: number | null;
      size?: string | null;
      author?: string | null;
      date?: Time | null;
    }[];
  } | null;
  specifications?: { name: string; value: string }[] | null;
  /** How to care for it, one sentence each. */
  care?: string[] | null;
  /** What it is an accessory of, or works together with. */
  compatible_with?: string[] | null;
  /** What the shop would combine it with. One without a name or a safe address is left out. */
  goes_with?: { item_name: string; url: string; image_url?: string | null; minutes?: number | null }[] | null;
  /** Where its use is shown; `minutes` from 1 to 600. */
  tutorials?: { title: string; url: string; image_url?: string | null; minutes?: number | null }[] | null;
  /** Its 3D model (glTF), for trying it on or placing it. */
  model_url?: string | null;
  [key: string]: unknown;
}

export type PageType = "home" | "list" | "product" | "cart" | "checkout" | "purchase" | "other";

export interface Page {
  type?: PageType | null;
  item_id?: string | null;
  /** BCP 47. */
  locale?: string | null;
  /** What the page can do; everything when missing. */
  capabilities?: Capability[] | string[] | null;
  /** The shop's direct line to chosen customers; none when missing. */
  line?: Contact | null;
  /** Nudges that this page view has shown already. */
  shown?: Placed[];
}

/** What a page can do: open the shop's chat, open its virtual try-on, change its cart. */
export type Capability = "chat" | "try_on" | "change_cart";

/** Where somebody of the shop is reached. */
export interface Contact {
  /** As people read it: a telephone number, mostly. */
  label: string;
  /** Begins with `tel:`, `sms:`, `mailto:` or `https:`. */
  url: string;
  /** When somebody is there, in the shopper's language. */
  hours?: string | null;
}

export interface Placed {
  rule_id: string;
  item_id?: string | null;
}

export interface Session {
  id?: string | null;
  started_at?: Time | null;
  page_views?: number | null;
  removals?: number | null;
  orders?: number | null;
  items?: { item_group_id: string; views?: number; size_changes?: number }[];
}

export interface Consent {
  /** Keeping things on the device. Granted when missing. */
  storage?: boolean;
  /** Using the customer's own history. Granted when missing. */
  personalization?: boolean;
  /** Sending to the shop's server what became of nudges. Granted when missing. */
  measurement?: boolean;
}

export interface Moment extends Placed {
  /** What was shown; by the rule when missing. */
  type?: NudgeType | null;
  at: Time;
  session?: string | null;
  /** Names the product and the facts that it was shown for: the same isn't shown twice in a session. */
  reason?: string | null;
}

export interface Memory {
  exposures?: Moment[];
  dismissals?: Moment[];
}

export interface DecisionInput {
  cart: Cart;
  customer?: Signals | null;
  products?: ProductFacts | ProductFacts[] | null;
  page?: Page | null;
  session?: Session | null;
  consent?: Consent | null;
  /** Buckets are made from it. */
  visitor_id?: string | null;
  /** The caller's clock. */
  now: Time;
  /** How far the clock of the rules' `time_zone` is ahead of UTC at `now`; by the runtime's own data when missing. */
  utc_offset_minutes?: number | null;
  memory?: Memory | null;
  /** What the shopper measured, in centimetres (10 to 250), by the names of size charts' columns. */
  measures?: Record<string, number> | null;
  /** List the rules whose condition doesn't hold, too. */
  explain?: boolean;
}

export type NudgeType =
  | "size_guide"
  | "size_comparison"
  | "review_highlights"
  | "product_details"
  | "virtual_try_on"
  | "styling_help"
  | "chat_prompt"
  | "dedicated_line"
  | "order_support"
  | "follow_up"
  | "care_instructions"
  | "usage_guide"
  | "style_suggestions"
  | "community_invite";

export interface Words {
  /** At most 60 characters. */
  headline: string;
  /** At most 140 characters. */
  body?: string;
  /** At most 30 characters. */
  action?: string;
  /** Texts that replace the shipped ones for this rule, by key. */
  messages?: Record<string, string> | null;
}

/**
 * Texts that replace the shipped ones, by key: `{ key: text }` in every language, `{ locale: { key: text } }` in one. They
 * are in ICU MessageFormat: docs/messages.md.
 */
export type Messages = Record<string, string | Record<string, string>>;

export interface Schedule {
  /** Without an offset by the shop's clock. */
  from?: Time;
  until?: Time;
  weekdays?: ("mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun")[];
  /** `"22:00"` to `"06:00"` passes midnight. */
  hours?: { from: string; until: string };
}

export interface Prerequisite {
  rule_id: string;
  state: "exposed" | "not_exposed" | "dismissed" | "not_dismissed";
  /** Ever, as far as the device remembers, when missing. */
  days?: number;
}

export interface Rule {
  id: string;
  name?: string;
  enabled?: boolean;
  scope?: "line" | "cart";
  /** JsonLogic over facts. */
  when: unknown;
  nudge: {
    type: NudgeType;
    placement?: string;
    content?: Record<string, Words>;
    variations?: { id: string; weight?: number; content?: Record<string, Words> }[];
  };
  /** 0 to 1,000; higher goes first. */
  priority?: number;
  schedule?: Schedule;
  frequency_cap?: FrequencyCap;
  cooldown_days?: number;
  /** GrowthBook's coverage, in percent. */
  audience_percent?: number;
  /** Of these visitors, from how many the nudge is withheld to measure its effect, in percent. */
  holdout_percent?: number;
  /** Rules with parts of one namespace that don't overlap never meet at one visitor. */
  namespace?: { id: string; range: [number, number] };
  prerequisites?: Prerequisite[];
  /** Share of returns that the nudge prevents, 0 to 1; 0.07 when missing. */
  effect?: number;
  note?: string;
}

/** Thresholds; docs/settings.md has the defaults. */
export type Settings = { premium_categories?: string[] } & { [threshold: string]: number | string[] | undefined };

export interface FrequencyCap {
  max: number;
  /** 1 when missing. */
  days?: number;
}

export type Ranking =
  | { by: "priority" }
  | {
      by: "expected_value";
      /** What a returned line costs, in major units: `fixed` + `share` × the line's value. */
      return_cost: { fixed?: number; share?: number };
      /** What showing a nudge costs, in major units. */
      attention_cost?: number;
    };

export interface RuleDocument {
  $schema?: string;
  schema_version?: 1 | 2;
  version?: number;
  default_locale?: string;
  paused?: boolean;
  kill_switch?: boolean;
  holdout?: { percent: number; seed?: string };
  budget?: { per_page?: number; per_session?: number };
  /** IANA name that schedules are in; UTC when missing. */
  time_zone?: string;
  frequency_caps?: { all?: FrequencyCap; types?: Partial<Record<NudgeType, FrequencyCap>> };
  ranking?: Ranking;
  settings?: Settings;
  rules: Rule[];
}

/** How a score becomes a probability. */
export type Calibration =
  | { kind: "none" }
  | { kind: "platt"; a?: number; b?: number }
  | {
      /** Straight lines between points, level before the first and after the last. */
      kind: "isotonic";
      /** Rising. */
      scores: number[];
      /** One a score; never falling. */
      probabilities: number[];
    };

export interface Scorecard {
  schema_version?: 1 | 2;
  kind?: "scorecard";
  id: string;
  version?: number;
  note?: string;
  intercept: number;
  terms: {
    feature: string;
    transform?: "identity" | "log1p";
    min?: number;
    max?: number;
    mean: number;
    weight: number;
    why?: string;
    source?: string;
  }[];
  calibration?: Calibration;
}

/** Gradient-boosted trees, as `cartnudge model import` writes them; docs/models.md has the format. */
export interface Trees {
  schema_version?: 2;
  kind: "trees";
  id: string;
  version?: number;
  note?: string;
  source?: string;
  /** `f32` compares and sums as XGBoost does, `f64` as LightGBM does. */
  arithmetic: "f32" | "f64";
  /** What the sum of leaves starts with; 0 when missing. */
  base?: number;
  features: (string | { feature: string; categories?: boolean; zero_is_unknown?: boolean })[];
  /** All nodes of all trees, each tree in pre-order: the place of a feature, or -1 for a leaf. */
  splits: number[];
  /** One a split; for categories the place of a set. */
  thresholds: number[];
  /** Where what is unknown goes: an `l` or `r` a split. */
  unknown: string;
  /** One a leaf. */
  leaves: number[];
  /** Training rows, or their weight, one a leaf. */
  covers: number[];
  /** Codes that go left. */
  sets?: number[][];
  calibration?: Calibration;
}

export type Model = Scorecard | Trees;

/** How much a score has to go on: the customer's history and the product's, one of them, or neither. */
export type Confidence = "low" | "medium" | "high";

export type Band = "low" | "medium" | "high";
export type Segment = "new_large_purchase" | "luxury" | "impulse" | "loyal" | "category_specialist";

export interface Indicator {
  /** `null` when unknown. */
  value: number | null;
  elevated: boolean;
}

export interface CartRisk {
  /** Expected share of the cart's value that comes back, 0 to 1. */
  risk: number;
  band: Band;
  /** In major units. */
  expected_return_value: number;
  /** Probability that at least one line comes back. */
  any_return: number;
  segments: Segment[];
  indicators: {
    purchase_value_variance: Indicator;
    purchase_frequency_change: Indicator;
    category_expansion_rate: Indicator;
    customer_service_contact_rate: Indicator;
  };
}

export interface LineRisk {
  item_id: string;
  /** Probability that the line comes back. */
  risk: number;
  band: Band;
  confidence: Confidence;
  /** Log-odds: `base` plus the contributions, summed in their order, is `total`. */
  score: { base: number; total: number };
  /** In the model's order; without `value` the feature is unknown, which tells a tree something, too. */
  contributions: { feature: string; value?: number; contribution: number }[];
  counterfactuals: {
    change: "remove_size" | "remove_color" | "choose_size" | "reduce_quantity";
    size?: string;
    color?: string;
    risk: number;
  }[];
}

export interface RiskReport {
  model: { id: string; version: number };
  cart: CartRisk;
  lines: LineRisk[];
}

/** How things are found to fit: docs/size.md. */
export interface SizeModel {
  schema_version?: 1;
  kind?: "size";
  id: string;
  version?: number;
  note?: string;
  trained_until?: Time;
  intercept: { small: number; large: number };
  curves: { feature: string; knots: number[]; small: number[]; large: number[] }[];
  products?: { features: string[]; small: number; large: number }[];
}

/** Words that reviews are read with, by language tag; docs/reviews.md says what each list means. */
export type ReviewWords = Record<
  string,
  {
    aspects?: Partial<Record<ReviewAspect, string[]>>;
    fit?: { small?: string[]; true?: string[]; large?: string[] };
    praise?: string[];
    critique?: string[];
    negation?: string[];
    turn?: string[];
    skip?: string[];
    words?: string[];
  }
>;

export interface Nudge {
  rule_id: string;
  type: NudgeType;
  placement: string;
  /** Absent when the nudge is about the cart. */
  item_id?: string;
  variation?: string;
  content: NudgeView;
  /** What showing it is expected to save, in major units; absent when nudges are ranked by priority. */
  expected_value?: number;
  reasons: string[];
}

export type SuppressionReason =
  | "kill_switch"
  | "paused"
  | "disabled"
  | "schedule"
  | "consent"
  | "not_applicable"
  | "audience"
  | "dismissed"
  | "frequency_cap"
  | "holdout"
  | "outranked"
  | "budget";

export interface Suppressed {
  rule_id: string;
  item_id?: string;
  why: SuppressionReason;
  detail?: SuppressionDetail;
}

/** More precisely why. */
export type SuppressionDetail =
  // of `not_applicable`
  | "condition"
  | "no_size_chart"
  | "too_few_reviews"
  | "one_size_in_cart"
  | "no_details"
  | "no_chat"
  | "no_line"
  | "no_try_on"
  | "unknown_placeholder"
  | "nothing_specific"
  | "type_not_shown"
  | "prerequisite"
  // of `audience`
  | "namespace"
  // of `frequency_cap`
  | "reason"
  | "rule"
  | "type"
  | "all"
  // of `budget`
  | "low_value";

export interface Decision {
  decision_id: string;
  rules_version: number;
  model: { id: string; version: number };
  cart: CartRisk;
  lines: LineRisk[];
  nudges: Nudge[];
  /** Rules whose condition doesn't hold are left out, unless the input asks to `explain`. */
  suppressed: Suppressed[];
}

/** One part of a rule's condition, with what it saw. */
export interface ConditionTrace {
  /** The place in the rule document, as a JSON pointer. */
  pointer: string;
  text: string;
  holds: boolean;
  /** `null` is unknown. */
  saw: { fact: string; value: number | boolean | string | string[] | null }[];
}

export interface Explanation {
  decision: Decision;
  rules: {
    rule_id: string;
    name: string;
    /** The cart, or each of its lines. */
    subjects: {
      item_id?: string;
      shown: boolean;
      why?: SuppressionReason;
      detail?: SuppressionDetail;
      holds: boolean;
      conditions: ConditionTrace[];
      sentence: string;
    }[];
  }[];
}

export interface AnalysisOptions {
  /** Places that should have a nudge. `scope` is `line` when missing. */
  gaps?: { when: unknown; scope?: "line" | "cart" }[];
  /** The version to compare with. */
  before?: unknown;
  model?: Model;
  products?: ProductFacts | ProductFacts[];
  settings?: Settings;
  /** The moment of witnesses that need no other. */
  now?: Time;
  /** Missing: looked up for the rules' `time_zone` at `now`. */
  utc_offset_minutes?: number;
  /** How many pairs that compete to list; 100 when missing. */
  overlaps?: number;
}

/** An input that shows something, confirmed by the engine. */
export interface Witness {
  input: DecisionInput;
  /** What besides the cart, the customer and the page it hangs on. */
  matters: ("schedule" | "audience" | "memory" | "consent" | "chat")[];
}

/** What a rule document comes to. Every answer is proven, or has a witness. */
export interface Analysis {
  diagnostics: Diagnostic[];
  /** What the document switches off and the analysis takes as on. */
  assumed_on: ("paused" | "kill_switch" | "budget" | "holdout")[];
  /** Rules that can never be shown. */
  unreachable: {
    rule_id: string;
    because:
      | "condition"
      | "nothing_to_show"
      | "nudge_type"
      | "audience"
      | "holdout"
      | "frequency_cap"
      | "schedule"
      | "prerequisite"
      | "budget";
  }[];
  /** Rules that never go first where those that outrank them may show. */
  outranked: {
    rule_id: string;
    /** None of them can be spared. */
    by: string[];
    /** None of these can be silent. */
    never: boolean;
    wins_only_when: {
      because: "schedule" | "audience" | "frequency_cap" | "dismissed" | "prerequisite" | "consent" | "no_chat";
      rule_id: string;
      witness: Witness;
    }[];
  }[];
  /** Pairs that compete for a line or the cart, ties first. */
  overlaps: { rules: [string, string]; winner?: string; tie: boolean; witness: Witness }[];
  /** Pairs of which it isn't known that they never compete, those listed included. */
  overlaps_total: number;
  /** `silent`: rules that could fill the gap, but not at that moment or for that visitor. */
  gaps: { question: number; gap: boolean; silent?: string[]; witness?: Witness }[];
  /** What differs from the document before; `same` rules are there because of others. */
  changes: {
    rule_id: string;
    rule: "added" | "removed" | "changed" | "same";
    keys?: string[];
    /** A cart on which the rule goes first now and didn't. */
    gained?: Difference;
    /** A cart on which the rule went first and doesn't any more. */
    lost?: Difference;
  }[];
  not_decided: {
    about: "unreachable" | "outranked" | "overlaps" | "gaps" | "changes";
    rules?: string[];
    question?: number;
    reason: "condition" | "no_witness" | "limit" | "expected_value" | "settings";
  }[];
}

/** A rule that differs between two documents, or the document outside its rules. */
export interface RuleChange {
  /** Absent for the document, and for a rule without an id. */
  rule_id?: string;
  /** `moved`: the same at another place, which counts among rules of equal priority. */
  kind: "added" | "removed" | "changed" | "moved" | "document";
  /** JSON pointer in the document after; in the one before for a removed rule. */
  pointer: string;
  /** `Two sizes: priority 60 to 80; audience 50 % to 100 %` */
  words: string;
  /** Key by key; empty unless `changed` or `document`. */
  details: {
    /** JSON pointer in the document after; in the one before where the key is gone. */
    pointer: string;
    /** The key below the rule or the document, with dots. */
    field: string;
    words: string;
    before?: unknown;
    after?: unknown;
  }[];
}

/** The rules that each version shows there. */
export interface Difference {
  was: string[];
  now: string[];
  witness: Witness;
}

export interface Diagnostic {
  code: string;
  severity: "error" | "warning";
  /** JSON pointer (RFC 6901). */
  pointer: string;
  message: string;
  help: string;
}

/** What is thrown, and given to `onError`. */
export interface CartnudgeError extends Error {
  name: "CartnudgeError";
  diagnostics: Diagnostic[];
}

export interface Fact {
  name: string;
  type: "number" | "boolean" | "string" | "string[]" | "line[]";
  /** Rules of scope `cart` can't use facts about a line. */
  scope: "line" | "cart";
  unit?: string;
  /** `null` where open. */
  range?: [number | null, number | null];
  meaning: string;
  when_missing: string;
  /** Whether models may use it. */
  feature: boolean;
}
