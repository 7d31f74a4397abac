// What the console and its preview say to each other.
import type { Cart, Contact, ProductFacts, RuleDocument, Signals } from "cartnudge";

export type Scheme = "light" | "dark";
export type Direction = "ltr" | "rtl";

/** A shopper's page: what `mount` takes, as far as it can be sent. */
export interface Scene {
  rules: RuleDocument;
  cart: Cart;
  signals?: Signals | null;
  products?: ProductFacts[];
  /** The shop's direct line. */
  line?: Contact;
  /** BCP 47. */
  locale: string;
  scheme: Scheme;
  dir: Direction;
}

export interface Show {
  kind: "cartnudge:show";
  scene: Scene;
}

/** The preview is there; then what it shows, or what kept it from that. */
export type Told =
  | { kind: "cartnudge:ready" }
  | { kind: "cartnudge:shown"; rules: string[]; why: { rule_id: string; why: string; detail?: string }[] }
  | { kind: "cartnudge:error"; message: string };
