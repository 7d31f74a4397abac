// @ts-check
// The whole embedding. The shop never waits for it, and never needs it.
import { remove } from "./cart.js";
import { chat } from "./chat.js";
import { cartDocument } from "./data-layer.js";
import { language, t } from "./i18n.js";
import { loadPrefs } from "./prefs.js";
import { customerSignals, productsAddress, rulesKey } from "./server.js";
import { tryOn } from "./try-on.js";

/**
 * @param {NonNullable<import("cartnudge").MountOptions["page"]>} page
 * @param {{ onDecision: (decision: import("cartnudge").Decision) => void, onError: (error: unknown) => void }} listeners
 */
export async function startNudge(page, { onDecision, onError }) {
  const { shopper, consent } = loadPrefs();
  try {
    const [{ mount }, key] = await Promise.all([import("cartnudge"), rulesKey()]);
    const cart = cartDocument();
    const nudge = await mount({
      rules: "/v1/rules",
      rulesStream: "/v1/rules/stream",
      rulesKey: key,
      signals: () => customerSignals(shopper),
      customerId: shopper,
      products: ["json-ld", productsAddress(cart)],
      telemetry: { url: "/v1/events", features: true, visitorId: true },
      sources: ["ga4"],
      slots: { "cart.summary": "#slot-cart", "product.sizes": "#slot-product" },
      locale: language(),
      page,
      consent,
      chat,
      tryOn,
      line: { label: "+49 30 5550 142", url: "tel:+49305550142", hours: t("line.hours") },
      changeCart: (change) => change.remove.forEach(({ item_id: id }) => remove(id)),
      onDecision,
      // The "Why?" panel tells of every rule.
      explain: true,
      onError,
    });
    // On the cart page `view_cart` has told it already.
    if (page.type !== "cart") nudge.setCart(cart);
    return nudge;
  } catch (error) {
    onError(error);
    return null;
  }
}
