// Simulation on order history: what `Simulation` takes and gives. The same report as `cartnudge replay --json`.
import type { Model, ProductFacts, ReviewWords, RuleDocument, Settings, SizeModel } from "./documents.js";

/** How to read an export. */
export interface OrdersMapping {
  note?: string;
  /** cartnudge's column name to the file's own. */
  columns?: Partial<Record<OrdersColumn, string>>;
  /** Orders whose id begins with this are returns of earlier purchases. */
  return_prefix?: string | null;
  /** Currency of lines that don't name one, as an ISO 4217 code. */
  currency?: string | null;
  /** Item ids that aren't products; `*` at the end for all that begin so. */
  not_products?: string[];
  /** Skip lines with a price of 0. */
  skip_free?: boolean;
}

/** cartnudge's columns of order history. */
export type OrdersColumn =
  | "order_line_id"
  | "order_id"
  | "ordered_at"
  | "customer_id"
  | "item_id"
  | "item_group_id"
  | "item_name"
  | "item_brand"
  | "item_category"
  | "size"
  | "color"
  | "price"
  | "quantity"
  | "currency"
  | "returned_quantity"
  | "returned_at"
  | "return_reason";

export interface SimulationOptions {
  rules: RuleDocument;
  /** A second document: who is newly reached, who no longer. */
  against?: RuleDocument | null;
  /** The `starter` scorecard when missing. */
  model?: Model;
  products?: ProductFacts | ProductFacts[];
  settings?: Settings;
  messages?: Record<string, string>;
  review_words?: ReviewWords;
  size_model?: SizeModel;
  mapping?: OrdersMapping | null;
  /** Days until an order without a known return counts as kept; 31 when missing. */
  outcome_lag_days?: number;
  /** Report on carts from this moment on; earlier ones are history. */
  from?: string | number;
  /** Report on carts before this moment. */
  until?: string | number;
  /** How many skipped lines of each reason to show; 10 when missing. */
  show_skipped?: number;
}

export interface SimulationProgress {
  /** Rows that were read. */
  rows: number;
  /** Carts to decide; 0 while the file is being read. */
  carts: number;
  decided: number;
  done: boolean;
}

/** A file's columns and first rows. */
export interface OrdersPreview {
  columns: string[];
  rows: string[][];
  /** cartnudge's columns; `column` is the file's that has this name, or is most likely meant. */
  wanted: { name: OrdersColumn; required: boolean; column?: string }[];
}

/** A share. */
export interface ReachedRate {
  /** `null` of nothing. */
  estimate: number | null;
  /** 95 %; `null` under the floor of evidence. */
  interval: [number, number] | null;
  /** How many customers it stands on. */
  customers: number;
}

/** A sum of money in major units. */
export interface ReachedAmount {
  estimate: number;
  /** 95 %, for as many customers like these; `null` under the floor of evidence. */
  interval: [number, number] | null;
  /** How many customers have a part in it. */
  customers: number;
}

export interface ReachedPart {
  name: string;
  carts: number;
  /** Known customers. */
  customers: number;
  /** All carts of the kind, reached or not. */
  of: number;
}

/** Whom a rule reached, or any rule. */
export interface ReachedRow {
  /** Absent for all rules together. */
  rule_id?: string;
  carts: number;
  /** Of all carts. */
  share: ReachedRate;
  /** Known customers. */
  customers: number;
  /** Carts of unknown customers. */
  of_unknown_customers: number;
  /** The lines that the nudges were about; all lines of a cart for a nudge about the cart. */
  lines: number;
  /** A cart may be in several segments. */
  segments: ReachedPart[];
  bands: ReachedPart[];
  /** Reached lines with a known outcome, and how many came back. */
  outcome: { lines: number; returned: number; rate: ReachedRate };
  /** For each currency. */
  values: {
    currency: string;
    /** What the reached lines cost. */
    value: number;
    /** What the model expects back: each line's value times its probability of return. */
    at_stake: ReachedAmount;
    /** The same, of lines with a known outcome only. */
    at_stake_with_outcome: number;
    /** What came back of lines with a known outcome, by pieces. */
    returned: ReachedAmount;
  }[];
  /** Against the second document. */
  against?: {
    /** Carts reached now and not before. */
    newly: number;
    no_longer: number;
    /** Carts with the same nudge in both. */
    same: number;
    /** Carts with another rule's nudge, or about another item. */
    other: number;
    carts_before: number;
    /** For each currency, this document's amount less the other's. */
    values: { currency: string; at_stake: ReachedAmount; returned: ReachedAmount }[];
  };
}

export interface SimulationReport {
  rules_version: number;
  against_version?: number;
  model: { id: string; version: number } | null;
  outcome_lag_days: number;
  /** Lines of the file: bought, returns and skipped add up to read. */
  lines: {
    read: number;
    bought: number;
    returns: number;
    skipped: number;
    skipped_by_reason: {
      reason: string;
      meaning: string;
      count: number;
      first: { line: number; found: string }[];
    }[];
  };
  /** What return invoices came to, where the mapping says how they are told. */
  return_invoices?: {
    lines: number;
    whole: number;
    in_part: number;
    without_purchase: number;
    without_customer: number;
  };
  carts: {
    first: string | null;
    last: string | null;
    carts: number;
    lines: number;
    of_known_customers: number;
    first_orders: number;
    over_200_lines: number;
    with_a_nudge: number;
  };
  segments: { name: string; carts: number; share: number | null }[];
  cart_bands: { name: string; carts: number; share: number | null }[];
  line_bands: {
    band: "low" | "medium" | "high";
    lines: number;
    with_outcome: number;
    returned: number;
    return_rate: number | null;
    interval: [number, number] | null;
    expected_rate: number | null;
  }[];
  nudges: { rule_id: string; shown: number; share: number | null }[];
  suppressed: { rule_id: string; why: string; carts: number }[];
  reached: {
    /** Below this much evidence an interval is `null`. */
    floor: { lines: number; customers: number; customers_of_an_amount: number };
    any: ReachedRow;
    /** Rules in the document's order, then those that only the second document has. */
    rules: ReachedRow[];
  };
  risk: {
    with_outcome: number;
    returned: number;
    return_rate: number | null;
    expected_rate: number | null;
    auc: number | null;
  };
}
