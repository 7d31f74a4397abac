// Kinds of nudges, and which of them pages show.
import type { NudgeType } from "cartnudge/authoring";

/** Whether the package shows it today; a test holds this to what the core says. */
const isShown: Record<NudgeType, boolean> = {
  size_guide: true,
  size_comparison: true,
  review_highlights: true,
  product_details: true,
  virtual_try_on: true,
  styling_help: true,
  chat_prompt: true,
  dedicated_line: true,
  care_instructions: true,
  usage_guide: true,
  order_support: false,
  follow_up: false,
  style_suggestions: false,
  community_invite: false,
};

const all = Object.keys(isShown) as NudgeType[];

/** Kinds that pages show today. */
export const shownTypes = all.filter((type) => isShown[type]);

/** Kinds that rules may name already, and pages don't show yet. */
export const laterTypes = all.filter((type) => !isShown[type]);
