// One icon for each kind of nudge.
import {
  IconChecklist,
  IconHanger,
  IconInfoCircle,
  IconMail,
  IconMessageCircle,
  IconQuote,
  IconRulerMeasure,
  IconScale,
  IconWashMachine,
  IconBook,
  IconLifebuoy,
  IconSparkles,
  IconUsers,
  type Icon,
} from "@tabler/icons-react";

const icons: Record<string, Icon> = {
  size_guide: IconRulerMeasure,
  size_comparison: IconScale,
  review_highlights: IconQuote,
  product_details: IconInfoCircle,
  virtual_try_on: IconSparkles,
  styling_help: IconHanger,
  chat_prompt: IconMessageCircle,
  order_support: IconLifebuoy,
  follow_up: IconMail,
  care_instructions: IconWashMachine,
  usage_guide: IconBook,
  style_suggestions: IconHanger,
  community_invite: IconUsers,
};

export function TypeIcon({ type, size = 20 }: { type: string; size?: number }) {
  const Shown = icons[type] ?? IconChecklist;
  return <Shown size={size} stroke={1.6} aria-hidden />;
}
