// Thresholds of segments, indicators, bands and floors of evidence, with the core's defaults (docs/settings.md).

export interface Threshold {
  name: string;
  otherwise: number;
  step?: number;
}

export const thresholds = [
  { name: "new_large_cart", otherwise: 1_000 },
  { name: "luxury_order_value", otherwise: 400 },
  { name: "high_value_price", otherwise: 250 },
  { name: "luxury_high_value_items", otherwise: 2 },
  { name: "impulse_orders_1d", otherwise: 2 },
  { name: "impulse_price_spread", otherwise: 5 },
  { name: "impulse_unusual_sd", otherwise: 2 },
  { name: "impulse_signs", otherwise: 2 },
  { name: "loyal_orders", otherwise: 5 },
  { name: "regular_interval_cv", otherwise: 0.6, step: 0.1 },
  { name: "consistent_value_cv", otherwise: 0.6, step: 0.1 },
  { name: "moderate_order_value", otherwise: 400 },
  { name: "specialist_orders", otherwise: 3 },
  { name: "specialist_categories", otherwise: 2 },
  { name: "specialist_price_cv", otherwise: 0.4, step: 0.1 },
  { name: "elevated_value_variance", otherwise: 1, step: 0.1 },
  { name: "elevated_frequency_change", otherwise: 1, step: 0.1 },
  { name: "elevated_category_expansion", otherwise: 0.5, step: 0.1 },
  { name: "elevated_service_contacts", otherwise: 0.5, step: 0.1 },
  { name: "band_medium", otherwise: 0.25, step: 0.05 },
  { name: "band_high", otherwise: 0.4, step: 0.05 },
  { name: "confident_customer_lines", otherwise: 3 },
  { name: "confident_product_lines", otherwise: 20 },
  { name: "floor_customer_lines", otherwise: 3 },
  { name: "floor_product_lines", otherwise: 20 },
  { name: "prior_return_rate", otherwise: 0.25, step: 0.05 },
  { name: "prior_lines", otherwise: 10 },
  { name: "floor_fit_answers", otherwise: 10 },
  { name: "floor_reviews", otherwise: 3 },
] as const satisfies Threshold[];
