//! The rule document: what people write, read whole or refused whole.

use super::caps::{Cap, Caps, read_cap, read_caps, unknown_type};
use super::content::{Content, Variation, read_content, read_variations};
#[cfg(any(not(target_arch = "wasm32"), feature = "authoring"))]
use super::content_checks::check_document;
use super::nudge_type::NudgeType;
use super::prerequisite::{self, Prerequisite};
use super::ranking::{self, Ranking};
use super::schedule::{self, Schedule};
use crate::diagnostic::Diagnostics;
use crate::experiment::{Holdout, Namespace};
use crate::index::Index;
use crate::json::Node;
use crate::json::Strictness::Written;
use crate::settings::Settings;

/// The version of the rule document that this build reads.
pub const SCHEMA_VERSION: u32 = 2;
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
    /// The shop's IANA time zone, which schedules are in; `None` is UTC.
    pub time_zone: Option<String>,
    /// How often, over several rules.
    pub frequency_caps: Caps,
    /// Which of several nudges goes first.
    pub ranking: Ranking,
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
    /// When it is on; always when `None`.
    pub schedule: Option<Schedule>,
    /// How often.
    pub cap: Option<Cap>,
    /// Days of silence after a dismissal.
    pub cooldown_days: u32,
    /// Share of visitors that the rule is for, 0 to 100: GrowthBook's coverage.
    pub audience_percent: f64,
    /// Of these visitors, the share from whom the nudge is withheld to measure its effect, 0 to 100.
    pub holdout_percent: f64,
    /// Visitors that the rule shares with no other part of the namespace.
    pub namespace: Option<Namespace>,
    /// What must have become of other rules' nudges before.
    pub prerequisites: Vec<Prerequisite>,
    /// The share of returns that the nudge prevents, measured or assumed, 0 to 1; see [`ranking::ASSUMED_EFFECT`].
    pub effect: Option<f64>,
    /// The condition as it was written.
    #[cfg(any(not(target_arch = "wasm32"), feature = "authoring"))]
    pub when: serde_json::Value,
    /// Why the rule exists.
    #[cfg(any(not(target_arch = "wasm32"), feature = "authoring"))]
    pub note: Option<String>,
}

const DOCUMENT_KEYS: [&str; 13] = [
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
    "time_zone",
    "frequency_caps",
    "ranking",
];
/// Keys that came with schema version 2.
const DOCUMENT_KEYS_2: [&str; 3] = ["time_zone", "frequency_caps", "ranking"];
const RULE_KEYS: [&str; 16] = [
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
    "holdout_percent",
    "namespace",
    "prerequisites",
    "effect",
    "note",
];
const RULE_KEYS_2: [&str; 4] = ["holdout_percent", "namespace", "prerequisites", "effect"];

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
    let schema_version = check_version(&node, found)?;
    node.only(&DOCUMENT_KEYS, found);
    if schema_version < 2 {
        newer_keys(&node, &DOCUMENT_KEYS_2, found);
    }
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
                if schema_version < 2 {
                    newer_keys(entry, &RULE_KEYS_2, found);
                    entry.get("schedule").iter().for_each(|node| newer_keys(node, &["weekdays", "hours"], found));
                }
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
            prerequisite::check(&entries, &rules, found);
            #[cfg(any(not(target_arch = "wasm32"), feature = "authoring"))]
            {
                let quiet = &mut Diagnostics::default();
                let fallback = node.text("default_locale", Written, quiet).unwrap_or_else(|| "en".to_owned());
                check_document(&entries, &rules, &fallback, found);
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
        time_zone: read_time_zone(&node, found),
        frequency_caps: node.get("frequency_caps").map_or_else(Caps::default, |node| read_caps(&node, found)),
        ranking: node.get("ranking").map_or_else(Ranking::default, |node| ranking::read(&node, found)),
        settings: node.get("settings").map_or_else(|| settings.clone(), |node| settings.overridden(node, found)),
        rules,
    })
}

/// The schema version that the document is written in; `None` with an error when this build can't read it.
fn check_version(node: &Node<'_>, found: &mut Diagnostics) -> Option<u32> {
    let version = node.whole("schema_version", (1, u32::MAX), Written, found).unwrap_or(SCHEMA_VERSION);
    if version <= SCHEMA_VERSION {
        return Some(version);
    }
    found.refuse("newer_schema", &node.at("schema_version"), || {
        let help = "update cartnudge on the page, or publish the older schema".to_owned();
        (format!("a rule document of schema version {version}; this build reads version {SCHEMA_VERSION}"), help)
    });
    None
}

/// A page with an older cartnudge would refuse such a document for an unknown key, without saying why.
fn newer_keys(node: &Node<'_>, keys: &[&str], found: &mut Diagnostics) {
    for key in keys.iter().filter(|key| node.get(key).is_some()) {
        found.refuse("newer_key", &node.at(key), || {
            let message = format!("`{key}` came with schema version 2, and the document says an older one");
            (message, format!("set `schema_version` to {SCHEMA_VERSION}, or run `cartnudge migrate`"))
        });
    }
}

/// The zone's name, of which only the form is checked: the data is the page's or the machine's.
fn read_time_zone(node: &Node<'_>, found: &mut Diagnostics) -> Option<String> {
    let zone = node.text("time_zone", Written, found)?;
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"/_+-".contains(&byte);
    if zone.len() > 64 || !zone.bytes().all(fits) || !zone.starts_with(|first: char| first.is_ascii_alphabetic()) {
        found.refuse("not_a_time_zone", &node.at("time_zone"), || {
            let message = format!("`{zone}` is not the name of a time zone");
            (message, "write a name of the IANA database, like \"Europe/Berlin\"".to_owned())
        });
        return None;
    }
    Some(zone)
}

fn read_namespace(node: &Node<'_>, found: &mut Diagnostics) -> Option<Namespace> {
    if !node.is_object(found) {
        return None;
    }
    node.only(&["id", "range"], found);
    let id = node.required_text("id", "a name that rules which exclude each other share", Written, found);
    let what = "which part of the visitors, like [0, 0.5]";
    let Some(range) = node.get("range") else {
        node.required("range", what, found);
        return None;
    };
    let bounds: Vec<f64> = range.items(found).filter_map(|bound| bound.value().as_f64()).collect();
    match bounds.as_slice() {
        [from, to] if *from >= 0.0 && from < to && *to <= 1.0 => Some(Namespace { id: id?, range: (*from, *to) }),
        _ => {
            found.refuse("not_a_range", &range, || {
                let message = "a part of a namespace goes from one number up to a larger one, both 0 to 1".to_owned();
                (message, "write for example [0, 0.5]".to_owned())
            });
            None
        }
    }
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
        schedule: node.get("schedule").map(|node| schedule::read(&node, found)),
        cap: node.get("frequency_cap").and_then(|node| read_cap(&node, found)),
        cooldown_days: node.whole("cooldown_days", (0, 3650), Written, found).unwrap_or(30),
        audience_percent: node.number("audience_percent", (0.0, 100.0), Written, found).unwrap_or(100.0),
        holdout_percent: node.number("holdout_percent", (0.0, 100.0), Written, found).unwrap_or(0.0),
        namespace: node.get("namespace").and_then(|node| read_namespace(&node, found)),
        prerequisites: node.get("prerequisites").map_or_else(Vec::new, |node| prerequisite::read(&node, found)),
        effect: node.number("effect", (0.0, 1.0), Written, found),
        #[cfg(any(not(target_arch = "wasm32"), feature = "authoring"))]
        when: node.get("when").map_or(serde_json::Value::Null, |when| when.value().clone()),
        #[cfg(any(not(target_arch = "wasm32"), feature = "authoring"))]
        note: node.text("note", Written, found),
    })
}

fn read_type(nudge: &Node<'_>, found: &mut Diagnostics) -> Option<NudgeType> {
    let Some(name) = nudge.text("type", Written, found) else {
        nudge.required("type", "what to show, like `size_guide`", found);
        return None;
    };
    let Some(kind) = NudgeType::named(&name) else {
        unknown_type(&nudge.at("type"), &name, found);
        return None;
    };
    if !kind.is_shown() {
        found.warn("nudge_type_not_shown", &nudge.at("type"), || {
            let message = format!("this version can't show `{name}` yet; the rule will never apply");
            let shown = NudgeType::names().filter(|name| NudgeType::named(name).is_some_and(NudgeType::is_shown));
            (message, format!("use one of {}", shown.collect::<Vec<_>>().join(", ")))
        });
    }
    Some(kind)
}
