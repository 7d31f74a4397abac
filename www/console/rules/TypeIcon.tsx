// One icon for each kind of nudge.
import {
  IconChecklist,
  IconHanger,
  IconInfoCircle,
  IconMail,
  IconMessageCircle,
  IconPhone,
  IconQuote,
  IconRulerMeasure,
  IconScale,
  IconWashMachine,
  IconBook,
  IconLifebuoy,
  IconSparkles,
  IconUsers,
  IconView360,
  type Icon,
} from "@tabler/icons-react";
import type { NudgeType } from "cartnudge/authoring";

const icons: Record<NudgeType, Icon> = {
  size_guide: IconRulerMeasure,
  size_comparison: IconScale,
  review_highlights: IconQuote,
  product_details: IconInfoCircle,
  virtual_try_on: IconView360,
  styling_help: IconHanger,
  chat_prompt: IconMessageCircle,
  dedicated_line: IconPhone,
  order_support: IconLifebuoy,
  follow_up: IconMail,
  care_instructions: IconWashMachine,
  usage_guide: IconBook,
  style_suggestions: IconSparkles,
  community_invite: IconUsers,
};

export function TypeIcon({ type, size = 20 }: { type: string; size?: number }) {
  const Shown = (icons as Record<string, Icon>)[type] ?? IconChecklist;
  return <Shown size={size} stroke={1.6} aria-hidden />;
}
