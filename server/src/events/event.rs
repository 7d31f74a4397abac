//! An event as it is kept.

use serde::Serialize;

/// An event. What isn't known is absent.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Event {
    /// The page's origin.
    pub source: String,
    /// Unique for its source.
    pub id: String,
    /// Milliseconds since the epoch.
    #[serde(serialize_with = "rfc3339")]
    pub at: i64,
    /// `exposure`, `interaction`, `outcome` or `holdout`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The decision behind it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decision_id: Option<String>,
    /// The rules' version.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rules_version: Option<i64>,
    /// The risk model.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model_id: Option<String>,
    /// Its version.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model_version: Option<i64>,
    /// The rule; outcomes have none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule_id: Option<String>,
    /// What was shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nudge_type: Option<String>,
    /// Where.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub placement: Option<String>,
    /// About which item.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub item_id: Option<String>,
    /// About which group of items.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub item_group_id: Option<String>,
    /// The variation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub variation: Option<String>,
    /// Of an interaction: `opened`, `accepted`, `dismissed`, `chat_started`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub action: Option<String>,
    /// Of an outcome: `size_changed`, `line_removed`, `purchased`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outcome: Option<String>,
    /// The size before.
    #[serde(rename = "from", skip_serializing_if = "Option::is_none")]
    pub from_value: Option<String>,
    /// The size after.
    #[serde(rename = "to", skip_serializing_if = "Option::is_none")]
    pub to_value: Option<String>,
    /// In major units.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<f64>,
    /// ISO 4217.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    /// The cart's band.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cart_band: Option<String>,
    /// The line's band.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line_band: Option<String>,
    /// The session.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub session_id: Option<String>,
    /// The visitor, where the shop sends it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub visitor_id: Option<String>,
    /// The line's features by name, as JSON text.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "as_json")]
    pub features: Option<String>,
}

/// Milliseconds in a day.
pub const DAY: i64 = 86_400_000;

impl Event {
    /// The day, since the epoch, UTC.
    #[must_use]
    pub fn day(&self) -> i64 {
        self.at.div_euclid(DAY)
    }

    /// What it is counted as: an interaction's action, else its type.
    #[must_use]
    pub fn what(&self) -> &str {
        self.action.as_deref().unwrap_or(&self.kind)
    }
}

fn rfc3339<S: serde::Serializer>(at: &i64, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&crate::app::rfc3339(*at))
}

fn as_json<S: serde::Serializer>(text: &Option<String>, serializer: S) -> Result<S::Ok, S::Error> {
    let value: Option<serde_json::Value> = text.as_ref().and_then(|text| serde_json::from_str(text).ok());
    value.serialize(serializer)
}
