import type {
  Cart,
  CartnudgeError,
  Consent,
  Contact,
  Decision,
  Messages,
  Model,
  Nudge,
  PageType,
  ProductFacts,
  ReviewWords,
  RuleDocument,
  Signals,
  SizeModel,
} from "./documents.js";

export type * from "./documents.js";

/** An address, a document, or a function that gives one. */
export type SignalsSource = string | Signals | (() => Signals | null | undefined | Promise<Signals | null | undefined>);
export type ProductsSource = "json-ld" | string | ProductFacts;

export interface MountOptions {
  /** An address or a document. */
  rules: string | RuleDocument;
  /** The `starter` scorecard when missing. */
  model?: string | Model;
  /** The customer's signals; unknown when missing. */
  signals?: SignalsSource;
  /** Product facts: `"json-ld"` reads the page's own markup. */
  products?: ProductsSource | ProductsSource[];
  /** What the cart is read from, besides `setCart`. */
  sources?: "ga4"[];
  /** Where nudges go: a selector or element for each placement that rules name; the `<cartnudge-slot>` of it when missing. */
  slots?: Record<string, string | Element | null | undefined>;
  /** What the page is; rules ask for it. */
  page?: { type?: PageType; item_id?: string };
  /** BCP 47; the page's own `lang` when missing. */
  locale?: string;
  /** Texts that replace the shipped ones, by key or by language and key. */
  messages?: Messages;
  /** Words that reviews are read with, by language, beside the shipped English and German ones. */
  reviewWords?: ReviewWords;
  /** How things are found to fit; the shipped one when missing. `npm run train:size` makes one. */
  sizeModel?: SizeModel;
  /** What the shopper agreed to; everything when missing. */
  consent?: Consent;
  /** The shop's chat. Without it chat prompts never show. */
  chat?: { open(context: { item_id?: string; item_name?: string; rule_id: string }): void };
  /** The shop's virtual try-on. Without it try-on nudges never show. */
  tryOn?: { open(context: { item_id: string; item_name?: string; model_url?: string; rule_id: string }): void };
  /** The shop's direct line to chosen customers. Without it nudges about one never show. */
  line?: Contact;
  /**
   * Changes the shop's cart: `keep` stays, `remove` goes. Without it size comparisons show no way to keep one. `false`, a
   * rejection or an exception says that it didn't work, and the shopper is told so.
   */
  changeCart?(change: CartChange): void | boolean | Promise<void | boolean>;
  /** First-party id that buckets are made from; a random one is kept on the device when missing. */
  visitorId?: string;
  /** Whom cached signals belong to: another customer's are not used. Give it when the signals come from a function. */
  customerId?: string;
  /** How long cached signals count as fresh, in seconds; 3,600 when missing. */
  maxAge?: number;
  /**
   * How old rules from an address may get before the server is asked again, in seconds; 300 when missing, 30 at least,
   * 0 for never. Only while the page is visible.
   */
  rulesMaxAge?: number;
  /**
   * The address of server-sent events named `rules` that tell of changes at the address of `rules`: they are asked for
   * within 1.5 seconds then. Open while the page is visible; rules are also asked for every `rulesMaxAge` seconds.
   */
  rulesStream?: string;
  /**
   * An Ed25519 public key, base64url: rules from an address are refused unless their `Cartnudge-Signature` header is
   * by this key, and when their version is lower than one that was in use. What is wrong with them is given to `onError`.
   */
  rulesKey?: string;
  /** Sends what became of nudges to the shop's server; nothing is sent when missing. */
  telemetry?: Telemetry;
  onDecision?(decision: Decision): void;
  /** Everything that went wrong: the shop's page never sees an exception. */
  onError?(error: CartnudgeError | Error): void;
  /** Decide, but show nothing. */
  headless?: boolean;
  /** Nudges come in at once instead of at a quiet moment: for previews. */
  immediate?: boolean;
  /** Decisions list the rules whose condition doesn't hold, too. */
  explain?: boolean;
}

/** What becomes of the lines of one product when the shopper keeps one of its sizes. */
export interface CartChange {
  rule_id: string;
  keep: { item_id: string; size: string }[];
  remove: { item_id: string; size: string }[];
}

/** Where events go, as batches of CloudEvents, and what goes along besides the decision's model, bands and versions. */
export interface Telemetry {
  /** Takes `POST` of `application/cloudevents-batch+json`, from other origins as `text/plain`. */
  url: string;
  /** Send the numbers and truth values that the decision was made from; `false` when missing. */
  features?: boolean;
  /** Send the visitor's id, to analyse experiments by it; `false` when missing. */
  visitorId?: boolean;
}

export interface NudgeEvent {
  decision_id: string;
  rules_version: number;
  rule_id: string;
  type: Nudge["type"];
  placement: string;
  item_id?: string;
  variation?: string;
  /** Milliseconds since the epoch. */
  at: number;
}

export interface Events {
  decision: Decision;
  /** A nudge was really visible for a second. */
  exposure: NudgeEvent;
  interaction: NudgeEvent & { action: "opened" | "accepted" | "dismissed" | "chat_started" };
  /** It would have been shown; the visitor is held out. */
  holdout: Omit<NudgeEvent, "variation">;
  outcome: {
    outcome: "size_changed" | "line_removed" | "purchased";
    item_group_id?: string;
    item_id?: string;
    from?: string;
    to?: string;
    value?: number;
    currency?: string;
    at: number;
  };
  error: CartnudgeError | Error;
}

export interface CartNudge {
  /** Gives the current cart. */
  setCart(cart: Cart): void;
  /** Gives what the shopper agreed to. */
  setConsent(consent: Consent): void;
  /** Decides now. `undefined` until there are rules and a cart. */
  decide(): Decision | undefined;
  /** Listens; the result stops listening. */
  on<Name extends keyof Events>(name: Name, listener: (event: Events[Name]) => void): () => void;
  /** Leaves the page as it was. */
  dispose(): void;
}

/** Starts cartnudge on a page, after the page's own load. Never rejects: what goes wrong is given to `onError`. */
export function mount(options: MountOptions): Promise<CartNudge>;
