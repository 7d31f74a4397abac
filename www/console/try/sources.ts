// Where inputs come from: the demo's shoppers, where the server runs with the demo; samples everywhere.
import { useQuery } from "@tanstack/react-query";
import type { Cart, DecisionInput, ProductFacts, Signals } from "cartnudge/authoring";
import { ask } from "../api/client";
import { sampleCart, sampleProduct } from "../preview/sample";

export interface Shopper {
  id: string;
  name: string;
  cart: Cart;
}

/** Empty on a server without the demo. */
export function useShoppers() {
  return useQuery({
    queryKey: ["shoppers"],
    queryFn: () => ask<Shopper[]>("/api/shoppers.json").catch(() => []),
    staleTime: Infinity,
  });
}

/** What the demo's backend vouches for; `null` for an unknown visitor. */
export async function signalsOf(shopper: string): Promise<Signals | null> {
  try {
    const path = `/demo/signals-token?shopper=${encodeURIComponent(shopper)}`;
    const { customer_id: customer, token } = await ask<{ customer_id: string; token: string }>(path);
    const answer = await fetch(`/v1/signals/${encodeURIComponent(customer)}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    return answer.ok ? ((await answer.json()) as Signals) : null;
  } catch {
    return null;
  }
}

export async function shopperInput({ id, cart }: Shopper): Promise<DecisionInput> {
  return { cart, customer: await signalsOf(id), page: { type: "cart" }, now: Date.now() };
}

/** Inputs that are there on every server. */
export const samples = {
  "two-sizes": () => ({
    cart: sampleCart,
    customer: null,
    products: [sampleProduct],
    page: { type: "cart" as const },
    now: Date.now(),
  }),
  "large-first": () => ({
    cart: {
      currency: "EUR",
      items: [
        { item_id: "sample-armchair", item_name: "Armchair", item_category: "Furniture", price: 890 },
        { item_id: "sample-lamp", item_name: "Floor lamp", item_category: "Lighting", price: 320 },
      ],
    },
    customer: { as_of: Date.now(), orders: 0, lines: 0 } as Signals,
    page: { type: "cart" as const },
    now: Date.now(),
  }),
} satisfies Record<string, () => DecisionInput>;

export type SampleId = keyof typeof samples;

export function isSample(id: string | null): id is SampleId {
  return id !== null && id in samples;
}

/** What the server knows of a cart's products; what it doesn't know is left out. */
export function useProducts(cart: Cart | undefined) {
  const items = Array.isArray(cart?.items) ? cart.items : [];
  const ids = [...new Set(items.flatMap(({ item_id, item_group_id }) => String(item_group_id ?? item_id ?? "")))]
    .filter(Boolean)
    .toSorted();
  return useQuery({
    queryKey: ["products", ids],
    queryFn: () => ask<ProductFacts[]>(`/v1/products?item_ids=${ids.map(encodeURIComponent).join()}`).catch(() => []),
    enabled: ids.length > 0,
    staleTime: 60_000,
  });
}
