// Small documents for the harness.

/** Always holds. */
const always = { ">=": [{ var: "cart.value" }, 0] };

/** @param {string} id @param {object} [more] */
export const chatRule = (id, more = {}) => ({
  id,
  scope: "cart",
  when: always,
  nudge: {
    type: "chat_prompt",
    placement: "spot",
    content: { en: { headline: `Headline of ${id}`, body: "We are glad to help.", action: "Ask us" } },
  },
  ...more,
});

/** @param {string} id @param {object} [more] */
export const sizeRule = (id, more = {}) => ({
  id,
  when: { ">=": [{ var: "line.size_count" }, 2] },
  nudge: { type: "size_guide", placement: "spot" },
  ...more,
});

/** @param {object[]} list @param {object} [more] */
export const rules = (list, more = {}) => ({ schema_version: 1, version: 1, rules: list, ...more });

export const dress = {
  item_group_id: "dress",
  item_name: "Linen dress",
  item_category: "Dresses",
  fit: { small: 31, true: 11, large: 2 },
  size_chart: {
    unit: "cm",
    columns: ["Chest", "Waist"],
    rows: [
      { size: "S", values: [[84, 88], 66] },
      { size: "M", values: [[88, 92], 70] },
    ],
    how_to_measure: "Tape level.",
  },
};

/** @param {string} size @param {object} [more] */
export const item = (size, more = {}) => ({
  item_id: `dress-${size.toLowerCase()}`,
  item_group_id: "dress",
  item_name: "Linen dress",
  item_category: "Dresses",
  size,
  price: 129,
  quantity: 1,
  ...more,
});

/** @param {object[]} items */
export const cart = (...items) => ({ currency: "EUR", items });

export const bothSizes = cart(item("S"), item("M"));

/** A page that shows a chat prompt. */
export const chatting = { rules: rules([chatRule("chat")]), slots: { spot: "#slot" } };

/** A page that shows a size guide for a cart with two sizes of one dress. */
export const guiding = { rules: rules([sizeRule("sizes")]), products: [dress], slots: { spot: "#slot" } };
