// @ts-check
// What the shop asks of the control server besides the rules. They are of one origin here; a shop would name its address.

/** @param {string} url @param {RequestInit} [options] */
async function get(url, options) {
  const answer = await fetch(url, options).catch(() => null);
  if (answer === null) throw new Error(`${url} didn't answer`);
  if (!answer.ok && answer.status !== 404) throw new Error(`${url} answered with status ${answer.status}`);
  return answer.status === 404 ? null : answer.json();
}

/** Whose rules are believed. A shop writes the key into its page; the demo's is made when its server first starts. */
export async function rulesKey() {
  const key = await get("/v1/rules/key");
  return /** @type {string} */ (key.public_key);
}

/**
 * The signals of somebody whom the shop's backend vouches for: the server gives them to nobody else. The demo's backend
 * vouches for whoever was chosen in the bar; a shop's does for the customer who is signed in.
 * @param {string} shopper
 * @returns {Promise<import("cartnudge").Signals | null>}
 */
export async function customerSignals(shopper) {
  if (shopper === "none") return null;
  const vouched = await get(`/demo/signals-token?shopper=${encodeURIComponent(shopper)}`);
  if (vouched === null) return null;
  const { customer_id: customer, token } = vouched;
  return get(`/v1/signals/${encodeURIComponent(customer)}`, { headers: { authorization: `Bearer ${token}` } });
}

/** Where the facts about a cart's products are. @param {import("cartnudge").Cart} cart */
export function productsAddress(cart) {
  const ids = new Set(cart.items.map((item) => item.item_group_id ?? item.item_id));
  return `/v1/products?item_ids=${[...ids].map(encodeURIComponent).join()}`;
}
