//! The rule document: what people write, read whole or refused whole.

use super::content::{Content, Variation, read_content, read_variations};
use crate::diagnostic::{Diagnostics, nearest};
use crate::experiment::Holdout;
use crate::index::Index;
use crate::json::Node;
use crate::json::Strictness::Written;
use crate::settings::Settings;
use crate::time::Timestamp;
use serde::Serialize;

/// The version of the rule document that this build reads.
pub const SCHEMA_VERSION: u32 = 1;
/// More rules than any shop has; a document over it is a mistake.
pub const MAX_RULES: usize = 20_000;

/// A rule document but for its conditions, which are compiled.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    /// The shop's own version number.
    pub version: u32,
    /// The locale of last resort.
    pub default_locale: String,
    /// Nothing is shown for now.
    pub paused: bool,
    /// Nothing is shown, at once.
    pub kill_switch: bool,
    /// The share of visitors who never see a nudge.
    pub holdout: Option<Holdout>,
    /// How much attention nudges may take.
    pub budget: Budget,
    /// Thresholds.
    pub settings: Settings,
    /// The rules in document order.
    pub rules: Vec<Rule>,
}

/// How much attention nudges may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budget {
    /// Nudges in one page view.
    pub per_page: u32,
    /// Nudges in one session.
    pub per_session: u32,
}

impl Default for Budget {
    fn default() -> Self {
        Budget { per_page: 1, per_session: 3 }
    }
}

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
    OrderSupport,
    FollowUp,
    CareInstructions,
    UsageGuide,
    StyleSuggestions,
    CommunityInvite,
}

const NUDGE_TYPES: [(&str, NudgeType); 13] = [
    ("size_guide", NudgeType::SizeGuide),
    ("size_comparison", NudgeType::SizeComparison),
    ("review_highlights", NudgeType::ReviewHighlights),
    ("product_details", NudgeType::ProductDetails),
    ("virtual_try_on", NudgeType::VirtualTryOn),
    ("styling_help", NudgeType::StylingHelp),
    ("chat_prompt", NudgeType::ChatPrompt),
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
        matches!(self, NudgeType::SizeGuide | NudgeType::ReviewHighlights | NudgeType::ChatPrompt)
    }
}

/// One rule.
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    /// Unique in the document.
    pub id: String,
    /// For people.
    pub name: String,
    /// Switched on.
    pub enabled: bool,
    /// Whether the rule is about a line; about the cart otherwise.
    pub about_line: bool,
    /// What is shown.
    pub kind: NudgeType,
    /// The slot it goes to, by name.
    pub placement: String,
    /// Words per locale; empty when the nudge's own words are used.
    pub content: Vec<(String, Content)>,
    /// Variations with their weights; empty when there is one.
    pub variations: Vec<Variation>,
    /// Higher goes first.
    pub priority: f64,
    /// Not before.
    pub from: Option<Timestamp>,
    /// Not at or after.
    pub until: Option<Timestamp>,
    /// How often.
    pub cap: Option<Cap>,
    /// Days of silence after a dismissal.
    pub cooldown_days: u32,
    /// Share of visitors that the rule is for, 0 to 100.
    pub audience_percent: f64,
}

/// A frequency cap: at most `max` exposures in the last `days`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cap {
    /// Exposures.
    pub max: u32,
    /// Days.
    pub days: u32,
}

const DOCUMENT_KEYS: [&str; 10] = [
    "$schema",
    "schema_version",
    "version",
    "default_locale",
    "paused",
    "kill_switch",
    "holdout",
    "budget",
    "settings",
    "rules",
];
const RULE_KEYS: [&str; 12] = [
    "id",
    "name",
    "enabled",
    "scope",
    "when",
    "nudge",
    "priority",
    "schedule",
    "frequency_cap",
    "cooldown_days",
    "audience_percent",
    "note",
];

/// Reads the document but for the conditions; hands each rule's `when` to `condition` as it goes.
pub(super) fn read(
    node: Node<'_>,
    settings: &Settings,
    found: &mut Diagnostics,
    mut condition: impl FnMut(&Rule, Node<'_>, &mut Diagnostics),
) -> Option<Document> {
    if !node.is_object(found) {
        return None;
    }
    check_version(&node, found)?;
    node.only(&DOCUMENT_KEYS, found);
    let mut rules: Vec<Rule> = Vec::new();
    let mut ids = Index::default();
    match node.get("rules") {
        Some(list) if list.is_list(found) => {
            let entries: Vec<Node<'_>> = list.items(found).collect();
            if entries.len() > MAX_RULES {
                found.refuse("too_many_rules", &list, || {
                    let message = format!("{} rules; a document holds at most {MAX_RULES}", entries.len());
                    (message, "split or remove rules".to_owned())
                });
                return None;
            }
            for entry in &entries {
                let Some(rule) = read_rule(entry, found) else { continue };
                match entry.get("when") {
                    Some(when) => condition(&rule, when, found),
                    None => entry.required("when", "a JsonLogic condition, or `true` for always", found),
                }
                if ids.place(&rule.id) < rules.len() {
                    found.refuse("duplicate_id", &entry.at("id"), || {
                        (format!("another rule has the id `{}`", rule.id), "give each rule its own id".to_owned())
                    });
                }
                rules.push(rule);
            }
        }
        Some(_) => {}
        None => node.required("rules", "the list of rules, empty to show nothing", found),
    }
    Some(Document {
        version: node.whole("version", (0, u32::MAX), Written, found).unwrap_or(0),
        default_locale: node.text("default_locale", Written, found).unwrap_or_else(|| "en".to_owned()),
        paused: node.flag("paused", Written, found).unwrap_or(false),
        kill_switch: node.flag("kill_switch", Written, found).unwrap_or(false),
        holdout: node.get("holdout").and_then(|node| read_holdout(&node, found)),
        budget: node.get("budget").map_or_else(Budget::default, |node| read_budget(&node, found)),
        settings: node.get("settings").map_or_else(|| settings.clone(), |node| settings.overridden(node, found)),
        rules,
    })
}

fn check_version(node: &Node<'_>, found: &mut Diagnostics) -> Option<()> {
    let version = node.whole("schema_version", (1, u32::MAX), Written, found).unwrap_or(SCHEMA_VERSION);
    if version <= SCHEMA_VERSION {
        return Some(());
    }
    found.refuse("newer_schema", &node.at("schema_version"), || {
        let help = "update cartnudge on the page, or publish the older schema".to_owned();
        (format!("a rule document of schema version {version}; this build reads version {SCHEMA_VERSION}"), help)
    });
    None
}

fn read_holdout(node: &Node<'_>, found: &mut Diagnostics) -> Option<Holdout> {
    if !node.is_object(found) {
        return None;
    }
    node.only(&["percent", "seed"], found);
    let percent = node.number("percent", (0.0, 100.0), Written, found);
    if node.get("percent").is_none() {
        node.required("percent", "the share of visitors who never see a nudge, 0 to 100", found);
    }
    let seed = node.text("seed", Written, found).unwrap_or_else(|| "holdout".to_owned());
    Some(Holdout { percent: percent?, seed })
}

fn read_budget(node: &Node<'_>, found: &mut Diagnostics) -> Budget {
    let usual = Budget::default();
    if !node.is_object(found) {
        return usual;
    }
    node.only(&["per_page", "per_session"], found);
    Budget {
        per_page: node.whole("per_page", (0, 10), Written, found).unwrap_or(usual.per_page),
        per_session: node.whole("per_session", (0, 100), Written, found).unwrap_or(usual.per_session),
    }
}

fn read_rule(node: &Node<'_>, found: &mut Diagnostics) -> Option<Rule> {
    if !node.is_object(found) {
        return None;
    }
    node.only(&RULE_KEYS, found);
    let id = node.required_text("id", "a name for the rule, unique in the document", Written, found);
    let about_line = match node.text("scope", Written, found).as_deref() {
        None | Some("line") => true,
        Some("cart") => false,
        Some(other) => {
            found.refuse("unknown_scope", &node.at("scope"), || {
                (format!("unknown scope `{other}`"), "write `line` or `cart`".to_owned())
            });
            true
        }
    };
    let Some(nudge) = node.get("nudge") else {
        node.required("nudge", "what to show, at least its `type`", found);
        return None;
    };
    if !nudge.is_object(found) {
        return None;
    }
    nudge.only(&["type", "placement", "content", "variations"], found);
    let kind = read_type(&nudge, found);
    let id = id?;
    let schedule = node.get("schedule");
    let (from, until) = schedule.map_or((None, None), |schedule| read_schedule(&schedule, found));
    Some(Rule {
        name: node.text("name", Written, found).unwrap_or_else(|| id.clone()),
        id,
        enabled: node.flag("enabled", Written, found).unwrap_or(true),
        about_line,
        kind: kind?,
        placement: nudge.text("placement", Written, found).unwrap_or_else(|| "corner".to_owned()),
        content: nudge.get("content").map_or_else(Vec::new, |node| read_content(&node, found)),
        variations: nudge.get("variations").map_or_else(Vec::new, |node| read_variations(&node, found)),
        priority: node.number("priority", (0.0, 1000.0), Written, found).unwrap_or(50.0),
        from,
        until,
        cap: node.get("frequency_cap").and_then(|node| read_cap(&node, found)),
        cooldown_days: node.whole("cooldown_days", (0, 3650), Written, found).unwrap_or(30),
        audience_percent: node.number("audience_percent", (0.0, 100.0), Written, found).unwrap_or(100.0),
    })
}

fn read_type(nudge: &Node<'_>, found: &mut Diagnostics) -> Option<NudgeType> {
    let Some(name) = nudge.text("type", Written, found) else {
        nudge.required("type", "what to show, like `size_guide`", found);
        return None;
    };
    let Some((_, kind)) = NUDGE_TYPES.iter().find(|(known, _)| *known == name) else {
        found.refuse("unknown_nudge_type", &nudge.at("type"), || {
            let names = NUDGE_TYPES.iter().map(|(name, _)| *name);
            let help = match nearest(&name, names.clone()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("write one of {}", names.collect::<Vec<_>>().join(", ")),
            };
            (format!("unknown nudge type `{name}`"), help)
        });
        return None;
    };
    if !kind.is_shown() {
        found.warn("nudge_type_not_shown", &nudge.at("type"), || {
            let message = format!("this version can't show `{name}` yet; the rule will never apply");
            (message, "use size_guide, review_highlights or chat_prompt".to_owned())
        });
    }
    Some(*kind)
}

fn read_schedule(node: &Node<'_>, found: &mut Diagnostics) -> (Option<Timestamp>, Option<Timestamp>) {
    if !node.is_object(found) {
        return (None, None);
    }
    node.only(&["from", "until"], found);
    let (from, until) = (node.time("from", Written, found), node.time("until", Written, found));
    if let (Some(from), Some(until)) = (from, until)
        && from >= until
    {
        found.refuse("impossible_schedule", &node.at("until"), || {
            let help = "`until` is the moment from which the rule is over; set it after `from`".to_owned();
            ("the schedule ends before it begins".to_owned(), help)
        });
    }
    (from, until)
}

fn read_cap(node: &Node<'_>, found: &mut Diagnostics) -> Option<Cap> {
    if !node.is_object(found) {
        return None;
    }
    node.only(&["max", "days"], found);
    let max = node.whole("max", (0, 1000), Written, found);
    if node.get("max").is_none() {
        node.required("max", "how many times in `days` days", found);
    }
    Some(Cap { max: max?, days: node.whole("days", (1, 365), Written, found).unwrap_or(1) })
}
