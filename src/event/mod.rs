//! What is told to the page about nudges: exposures, interactions, outcomes, holdout. Data only; nothing is sent here.

pub mod cloud;
pub mod outbox;

use crate::cart::Line;
use crate::decision::{Decision, Nudge};
use crate::rules::{NudgeType, Rule};
use crate::source::ga4::{Purchase, SizeChange};
use serde::Serialize;

/// What the shopper did with a nudge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// Its dialog opened.
    Opened,
    /// Its main action was pressed.
    Accepted,
    /// It was sent away.
    Dismissed,
    /// The shop's chat was opened from it.
    ChatStarted,
}

impl Action {
    /// The name in documents.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Action::Opened => "opened",
            Action::Accepted => "accepted",
            Action::Dismissed => "dismissed",
            Action::ChatStarted => "chat_started",
        }
    }
}

/// An exposure, or with `action` an interaction.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NudgeEvent {
    /// The decision that showed it.
    pub decision_id: String,
    /// The rule document's version.
    pub rules_version: u32,
    /// The rule.
    pub rule_id: String,
    /// What was shown.
    #[serde(rename = "type")]
    pub kind: NudgeType,
    /// Where.
    pub placement: String,
    /// The item; absent when about the cart.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub item_id: Option<String>,
    /// The variation; absent when there is one only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub variation: Option<String>,
    /// What the shopper did; absent for an exposure.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub action: Option<Action>,
    /// Milliseconds since the epoch.
    pub at: i64,
}

impl NudgeEvent {
    /// The event of a nudge that `decision` (id and rules version) showed.
    #[must_use]
    pub fn new(nudge: &Nudge, decision: &(String, u32), action: Option<Action>, at: i64) -> Self {
        NudgeEvent {
            decision_id: decision.0.clone(),
            rules_version: decision.1,
            rule_id: nudge.rule_id.clone(),
            kind: nudge.kind,
            placement: nudge.placement.clone(),
            item_id: nudge.item_id.clone(),
            variation: nudge.variation.clone(),
            action,
            at,
        }
    }
}

/// A nudge that would have been shown, to a visitor who is held out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct HoldoutEvent {
    /// The decision.
    pub decision_id: String,
    /// The rule document's version.
    pub rules_version: u32,
    /// The rule.
    pub rule_id: String,
    /// What would have been shown.
    #[serde(rename = "type")]
    pub kind: NudgeType,
    /// Where.
    pub placement: String,
    /// The item; absent when about the cart.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub item_id: Option<String>,
    /// Milliseconds since the epoch.
    pub at: i64,
}

impl HoldoutEvent {
    /// The event of a rule's nudge that a decision held out.
    #[must_use]
    pub fn new(decision: &Decision, rule: &Rule, item_id: Option<String>, at: i64) -> Self {
        HoldoutEvent {
            decision_id: decision.decision_id.clone(),
            rules_version: decision.rules_version,
            rule_id: rule.id.clone(),
            kind: rule.kind,
            placement: rule.placement.clone(),
            item_id,
            at,
        }
    }
}

/// What became of the cart.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Outcome {
    /// What happened.
    #[serde(flatten)]
    pub happening: Happening,
    /// Milliseconds since the epoch.
    pub at: i64,
}

/// What happened to the cart.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum Happening {
    /// A product's size was swapped.
    SizeChanged {
        /// The product.
        item_group_id: String,
        /// The size before.
        from: String,
        /// The size now.
        to: String,
    },
    /// A line left the cart.
    LineRemoved {
        /// The product.
        item_group_id: String,
        /// The variant.
        item_id: String,
    },
    /// An order was placed.
    Purchased {
        /// Its value in major units, when known.
        #[serde(skip_serializing_if = "Option::is_none")]
        value: Option<f64>,
        /// ISO 4217.
        currency: String,
    },
}

impl From<SizeChange> for Happening {
    fn from(change: SizeChange) -> Self {
        Happening::SizeChanged { item_group_id: change.item_group_id, from: change.from, to: change.to }
    }
}

/// A line that left.
impl From<Line> for Happening {
    fn from(line: Line) -> Self {
        Happening::LineRemoved { item_group_id: line.item_group_id, item_id: line.item_id }
    }
}

impl From<Purchase> for Happening {
    fn from(purchase: Purchase) -> Self {
        Happening::Purchased {
            value: purchase.value.map(|value| value.major(purchase.currency)),
            currency: purchase.currency.code().to_owned(),
        }
    }
}
