// "cartnudge/element": defines `<cartnudge-slot>`, the way in for shops that write HTML.
import { mount } from "./index.js";

/** @typedef {import("./element.js").CartnudgeSlotElement} Slot */
/** @typedef {import("./index.js").CartNudge} Handle */
/** @typedef {{ owner: Slot, settings: string, handle: Promise<Handle> }} Running */

const NAME = "cartnudge-slot";

/** Attributes that are options as they stand. */
const TEXTS = {
  rules: "rules",
  "rules-stream": "rulesStream",
  "rules-key": "rulesKey",
  model: "model",
  signals: "signals",
  locale: "locale",
  "customer-id": "customerId",
  "visitor-id": "visitorId",
};
/** Attributes that list words. */
const LISTS = ["products", "sources", "consent"];
const SETTINGS = [...Object.keys(TEXTS), ...LISTS, "telemetry", "page-type", "page-item", "chat"];

const EVENTS = /** @type {const} */ (["exposure", "interaction", "outcome", "holdout"]);
const CONSENTS = /** @type {const} */ (["storage", "personalization", "measurement"]);

/** In the order in which they came. @type {Set<Slot>} */
const connected = new Set();
/** What was said last of an element's attributes. @type {WeakMap<Slot, string>} */
const told = new WeakMap();
/** What is mounted, and by whose attributes. @type {Running | undefined} */
let running;
/** Kept when what was mounted before is gone. @type {Promise<unknown>} */
let gone = Promise.resolve();
let mounted = promise();
let isPlanned = false;

function promise() {
  /** @type {(handle: Promise<Handle>) => void} */
  let keep = () => {};
  /** @type {Promise<Handle>} */
  const handle = new Promise((resolve) => {
    keep = resolve;
  });
  return { handle, keep };
}

/** In a task of its own, so that an element that moves hasn't left. */
function plan() {
  if (isPlanned) return;
  isPlanned = true;
  setTimeout(follow);
}

/** Mounts what the page's elements ask for now, and nothing anew. */
function follow() {
  isPlanned = false;
  const owner = chooseOwner();
  for (const slot of connected) check(slot, owner);
  const settings = owner && JSON.stringify(settingsOf(owner));
  if (running && owner && running.settings === settings) {
    running.owner = owner;
    return;
  }
  stop();
  if (owner && settings) start(owner, settings);
}

/** The first with rules; the one that mounted stays it. */
function chooseOwner() {
  const able = [...connected].filter((slot) => slot.getAttribute("rules"));
  return able.find((slot) => slot === running?.owner) ?? able[0];
}

/** @param {Slot} owner @param {string} settings */
function start(owner, settings) {
  /** @type {Running} */
  const own = { owner, settings, handle: gone.then(() => mount(optionsOf(own))) };
  running = own;
  own.handle.then((nudge) => {
    for (const name of EVENTS) nudge.on(name, (detail) => tell(own.owner, name, detail));
  });
  mounted.keep(own.handle);
}

function stop() {
  if (!running) return;
  gone = running.handle.then((nudge) => nudge.dispose());
  running = undefined;
  mounted = promise();
}

/** An element's attributes but its placement. @param {Slot} slot */
const settingsOf = (slot) =>
  Object.fromEntries(SETTINGS.filter((name) => slot.hasAttribute(name)).map((name) => [name, slot.getAttribute(name)]));

/** @param {Running} own @returns {import("./index.js").MountOptions} */
function optionsOf(own) {
  /** @type {Record<string, string>} */
  const given = JSON.parse(own.settings);
  /** @type {Record<string, unknown>} */
  const options = {
    onDecision: (/** @type {unknown} */ decision) => tell(own.owner, "decision", decision),
    onError: (/** @type {Error} */ error) => complain(own.owner, error),
  };
  for (const [name, option] of Object.entries(TEXTS)) if (given[name]) options[option] = given[name];
  if (given.products) options.products = words(given.products);
  if (given.sources) options.sources = words(given.sources);
  if (given.consent !== undefined) options.consent = consentOf(given.consent);
  if (given.telemetry) options.telemetry = { url: given.telemetry };
  if (given["page-type"] || given["page-item"]) options.page = pageOf(given);
  if (given.chat !== undefined) {
    options.chat = { open: (/** @type {unknown} */ context) => tell(own.owner, "chat", context) };
  }
  return /** @type {any} */ (options);
}

/** @param {Record<string, string>} given */
const pageOf = ({ "page-type": type, "page-item": item }) => ({
  ...(type && { type }),
  ...(item && { item_id: item }),
});

/** @param {string} given */
const consentOf = (given) => Object.fromEntries(CONSENTS.map((name) => [name, words(given).includes(name)]));

/** @param {string} list */
const words = (list) => list.split(/\s+/).filter(Boolean);

/** @param {Slot} slot @param {string} name @param {unknown} detail */
const tell = (slot, name, detail) =>
  slot.dispatchEvent(
    new CustomEvent(`cartnudge-${name}`, { detail, bubbles: true, composed: true, cancelable: name === "error" }),
  );

/** @param {Slot} slot @param {Error} error */
function complain(slot, error) {
  // A shop that only writes HTML has no other place to read it.
  // eslint-disable-next-line no-console
  if (tell(slot, "error", error)) console.warn(error);
}

/** Says once what is wrong with an element's attributes. @param {Slot} slot @param {Slot | undefined} owner */
function check(slot, owner) {
  const fault = faultOf(slot, owner);
  if (fault && told.get(slot) !== fault) complain(slot, new Error(`<${NAME}>: ${fault}`));
  told.set(slot, fault);
}

/** @param {Slot} slot @param {Slot | undefined} owner */
function faultOf(slot, owner) {
  const given = settingsOf(slot);
  const [first] = Object.keys(given);
  if (slot.getAttribute("placement") === "") return "`placement` is empty; name one that your rules have";
  if (given.rules === "") return "`rules` is empty; give an address";
  if (first && given.rules === undefined) return `\`${first}\` is read only where \`rules\` is, too`;
  if (!first && !slot.hasAttribute("placement")) return "`placement` is missing; name one that your rules have";
  if (first && owner !== slot && JSON.stringify(given) !== (owner && JSON.stringify(settingsOf(owner)))) {
    return "another element has `rules` already; give them once a page";
  }
  const odd = words(given.consent ?? "").find((name) => !CONSENTS.some((known) => known === name));
  return odd ? `unknown consent \`${odd}\`; these are: ${CONSENTS.join(", ")}` : "";
}

function defineElement() {
  // A constructed style sheet: no policy forbids it, and the page's own rules for the element win.
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(":host { display: block }");

  class CartnudgeSlot extends HTMLElement {
    static observedAttributes = ["placement", ...SETTINGS];

    constructor() {
      super();
      const root = this.attachShadow({ mode: "open" });
      root.adoptedStyleSheets = [sheet];
      root.append(document.createElement("slot"));
    }

    get cartnudge() {
      return mounted.handle;
    }

    connectedCallback() {
      connected.add(this);
      plan();
    }

    disconnectedCallback() {
      connected.delete(this);
      plan();
    }

    /** `moveBefore` neither takes it out nor puts it in. */
    connectedMoveCallback() {}

    attributeChangedCallback() {
      if (this.isConnected) plan();
    }
  }

  customElements.define(NAME, CartnudgeSlot);
}

// On a server there are no elements; a page may have the module twice.
if (globalThis.customElements && !customElements.get(NAME)) defineElement();
