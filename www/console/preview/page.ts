// A page of no shop in particular, on which the very package that shoppers load shows a nudge. Nothing is kept, nothing is sent.
import { mount, type CartNudge, type Decision } from "cartnudge";
import type { Scene, Show, Told } from "./message";
import "./page.css";

let shown: CartNudge | undefined;
let turn = 0;

function tell(told: Told) {
  if (window.parent !== window) window.parent.postMessage(told, location.origin);
}

/** Every place that the rules name is the one slot there is. */
function slotsOf({ rules }: Scene): Record<string, string> {
  return Object.fromEntries(rules.rules.map(({ nudge }) => [nudge.placement ?? "corner", "#slot"]));
}

function whatIsShown({ nudges, suppressed }: Decision): Told {
  const why = suppressed.map(({ rule_id, why: reason, detail }) => ({
    rule_id,
    why: reason,
    ...(detail === undefined ? {} : { detail }),
  }));
  return { kind: "cartnudge:shown", rules: nudges.map(({ rule_id }) => rule_id), why };
}

async function show(scene: Scene) {
  turn += 1;
  const own = turn;
  shown?.dispose();
  shown = undefined;
  const root = document.documentElement;
  root.dataset.scheme = scene.scheme;
  root.dir = scene.dir;
  root.lang = scene.locale;
  const said = document.getElementById("said");
  const say = (what: string, about?: string) => {
    if (said) said.textContent = [what, about].filter(Boolean).join(": ");
  };
  say("");
  const handle = await mount({
    rules: scene.rules,
    signals: scene.signals ?? (() => null),
    ...(scene.products ? { products: scene.products } : {}),
    slots: slotsOf(scene),
    locale: scene.locale,
    page: { type: "cart" },
    // Without storage there is no memory: a nudge that was closed is there again in the next preview.
    consent: { storage: false, measurement: false },
    visitorId: "preview",
    chat: { open: ({ item_name }) => say("Chat", item_name) },
    tryOn: { open: ({ item_name }) => say("Try-on", item_name) },
    ...(scene.line ? { line: scene.line } : {}),
    changeCart: ({ keep, remove }) => {
      const names = (lines: typeof keep) => lines.map(({ size }) => size).join(", ");
      say(`+ ${names(keep)}`, `− ${names(remove)}`);
    },
    explain: true,
    // A preview follows each key that is typed beside it.
    immediate: true,
    onDecision: (decision) => tell(whatIsShown(decision)),
    onError: (error) => tell({ kind: "cartnudge:error", message: error.message }),
  });
  if (own !== turn) {
    handle.dispose();
    return;
  }
  shown = handle;
  handle.setCart(scene.cart);
}

window.addEventListener("message", (event: MessageEvent<Show>) => {
  const isOurs = event.origin === location.origin && event.source === window.parent;
  if (isOurs && event.data?.kind === "cartnudge:show") void show(event.data.scene);
});
tell({ kind: "cartnudge:ready" });
