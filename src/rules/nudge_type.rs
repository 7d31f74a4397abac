//! The types of nudges, by the names that documents use.

use serde::Serialize;

/// What may be shown, before checkout or after.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)] // the names are the design's vocabulary
pub enum NudgeType {
    SizeGuide,
    SizeComparison,
    ReviewHighlights,
    ProductDetails,
    VirtualTryOn,
    StylingHelp,
    ChatPrompt,
    DedicatedLine,
    OrderSupport,
    FollowUp,
    CareInstructions,
    UsageGuide,
    StyleSuggestions,
    CommunityInvite,
}

const NUDGE_TYPES: [(&str, NudgeType); 14] = [
    ("size_guide", NudgeType::SizeGuide),
    ("size_comparison", NudgeType::SizeComparison),
    ("review_highlights", NudgeType::ReviewHighlights),
    ("product_details", NudgeType::ProductDetails),
    ("virtual_try_on", NudgeType::VirtualTryOn),
    ("styling_help", NudgeType::StylingHelp),
    ("chat_prompt", NudgeType::ChatPrompt),
    ("dedicated_line", NudgeType::DedicatedLine),
    ("order_support", NudgeType::OrderSupport),
    ("follow_up", NudgeType::FollowUp),
    ("care_instructions", NudgeType::CareInstructions),
    ("usage_guide", NudgeType::UsageGuide),
    ("style_suggestions", NudgeType::StyleSuggestions),
    ("community_invite", NudgeType::CommunityInvite),
];

impl NudgeType {
    /// Whether this build can show it.
    #[must_use]
    pub fn is_shown(self) -> bool {
        !matches!(
            self,
            NudgeType::OrderSupport | NudgeType::FollowUp | NudgeType::StyleSuggestions | NudgeType::CommunityInvite
        )
    }

    /// The type of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        NUDGE_TYPES.iter().find(|(known, _)| *known == name).map(|(_, kind)| *kind)
    }

    /// Its name in documents.
    #[must_use]
    pub fn name(self) -> &'static str {
        NUDGE_TYPES.iter().find(|(_, kind)| *kind == self).map_or("", |(name, _)| name)
    }

    /// The names of all types.
    pub fn names() -> impl Iterator<Item = &'static str> + Clone {
        NUDGE_TYPES.iter().map(|(name, _)| *name)
    }
}
