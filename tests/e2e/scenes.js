// Where each kind of nudge is seen in the demo.

/** `opens` names the nudge's own dialog. @type {Record<string, { shopper: string, path: string, rule: string, opens?: string }>} */
export const scenes = {
  size_guide: {
    shopper: "none",
    path: "/cart.html",
    rule: "Runs small, and we don't know the shopper",
    opens: "Size chart: Linen dress",
  },
  size_comparison: {
    shopper: "impulse",
    path: "/cart.html",
    rule: "Two sizes of one item",
    opens: "S and M side by side",
  },
  review_highlights: {
    shopper: "luxury",
    path: "/cart.html",
    rule: "A considered purchase",
    opens: "What buyers say about Field watch",
  },
  chat_prompt: { shopper: "new-large", path: "/cart.html", rule: "First order, and a large one" },
  dedicated_line: { shopper: "luxury", path: "/p/ophir-drop-earrings.html", rule: "A line for our best customers" },
  virtual_try_on: { shopper: "home", path: "/p/sela-stoneware-vase.html", rule: "Back at a thing for the home" },
  product_details: {
    shopper: "home",
    path: "/p/halle-side-table.html",
    rule: "Back at furniture",
    opens: "Pedestal side table: details",
  },
  styling_help: {
    shopper: "home",
    path: "/p/calder-day-bag.html",
    rule: "Back at a bag or jeans",
    opens: "Goes with Day bag",
  },
  usage_guide: {
    shopper: "home",
    path: "/p/lumo-arc-lamp.html",
    rule: "Back at something that needs putting together",
    opens: "How to use Arc floor lamp",
  },
  care_instructions: {
    shopper: "home",
    path: "/p/sela-wool-throw.html",
    rule: "Back at wool",
    opens: "Caring for Checked wool throw",
  },
};
