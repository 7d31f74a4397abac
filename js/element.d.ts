import type { CartNudge, Events } from "./index.js";

/**
 * `<cartnudge-slot placement="…">`: a place for nudges. The first one on a page that has `rules` mounts cartnudge with
 * its attributes.
 */
export interface CartnudgeSlotElement extends HTMLElement {
  /** The handle of what the page's elements mount; waits until they do. */
  readonly cartnudge: Promise<CartNudge>;
}

/** What a chat prompt is about. */
export interface ChatContext {
  item_id?: string;
  item_name?: string;
  rule_id: string;
}

/** Dispatched on the element that has `rules`; they bubble. Faulty attributes are told of by their own element. */
export interface CartnudgeSlotEventMap {
  "cartnudge-decision": CustomEvent<Events["decision"]>;
  "cartnudge-exposure": CustomEvent<Events["exposure"]>;
  "cartnudge-interaction": CustomEvent<Events["interaction"]>;
  "cartnudge-outcome": CustomEvent<Events["outcome"]>;
  "cartnudge-holdout": CustomEvent<Events["holdout"]>;
  /** The console is told as well, unless a listener calls `preventDefault()`. */
  "cartnudge-error": CustomEvent<Events["error"]>;
  /** The shopper wants the shop's chat: only with the attribute `chat`. */
  "cartnudge-chat": CustomEvent<ChatContext>;
}

declare global {
  interface HTMLElementTagNameMap {
    "cartnudge-slot": CartnudgeSlotElement;
  }
  interface GlobalEventHandlersEventMap extends CartnudgeSlotEventMap {}
}
