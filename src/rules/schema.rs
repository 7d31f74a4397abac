//! The rule document as it is written: the types that its JSON Schema is made from, and that it is printed with.
//!
//! Reading is [`super::document`]'s, by hand, for the sake of its findings; a test holds that both agree.

use super::content::{MAX_ACTION, MAX_BODY, MAX_HEADLINE, MAX_VARIATIONS};
use super::document::{MAX_RULES, SCHEMA_VERSION};
use crate::features::CATALOGUE;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Serialize;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// Rules of a shop: which helpful nudge may be shown, to whom, and when.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "cartnudge rules")]
pub struct RuleDocument {
    /// Where this schema is, for editors.
    #[serde(rename = "$schema", skip_serializing_if = "Option::is_none")]
    pub schema: Option<String>,
    /// The version of the format; the newest when missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1, max = SCHEMA_VERSION))]
    pub schema_version: Option<u32>,
    /// The shop's own version number; 0 when missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<u32>,
    /// The locale of last resort, a BCP 47 tag; `en` when missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default_locale: Option<String>,
    /// Nothing is shown for now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paused: Option<bool>,
    /// Nothing is shown, at once.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kill_switch: Option<bool>,
    /// The IANA time zone that schedules go by, like `Europe/Berlin`; UTC when missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(regex(pattern = r"^[A-Za-z][A-Za-z0-9/_+-]{0,63}$"))]
    pub time_zone: Option<String>,
    /// Visitors who never see a nudge, so that the effect can be measured.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub holdout: Option<HoldoutEntry>,
    /// How much attention nudges may take.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub budget: Option<BudgetEntry>,
    /// How often nudges may be seen, over several rules.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub frequency_caps: Option<CapsEntry>,
    /// Which of several nudges goes first; by priority when missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ranking: Option<RankingEntry>,
    /// Thresholds of segments, indicators and bands.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(schema_with = "settings", default)]
    pub settings: Option<Map<String, Value>>,
    /// The rules; empty to show nothing.
    #[schemars(length(max = MAX_RULES))]
    pub rules: Vec<RuleEntry>,
}

/// One rule.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RuleEntry {
    /// Unique in the document; buckets are drawn from it.
    #[schemars(length(min = 1))]
    pub id: String,
    /// For people; the id when missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Switched on; `true` when missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enabled: Option<bool>,
    /// What the rule is about; `line` when missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scope: Option<ScopeEntry>,
    /// When it applies: JsonLogic over facts, or `true` for always.
    #[schemars(schema_with = "condition")]
    pub when: Value,
    /// What is shown.
    pub nudge: NudgeEntry,
    /// Higher goes first; 50 when missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0, max = 1000))]
    pub priority: Option<f64>,
    /// When it is on; always when missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub schedule: Option<ScheduleEntry>,
    /// How often it may be seen; no cap when missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub frequency_cap: Option<CapEntry>,
    /// Days of silence after a dismissal; 30 when missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0, max = 3650))]
    pub cooldown_days: Option<u32>,
    /// The share of visitors that it is for, in percent; 100 when missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0, max = 100))]
    pub audience_percent: Option<f64>,
    /// Of these, from how many it is withheld to measure its effect, in percent; 0 when missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0, max = 100))]
    pub holdout_percent: Option<f64>,
    /// Rules with parts of one namespace that don't overlap never meet at one visitor.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub namespace: Option<NamespaceEntry>,
    /// What must have become of other rules' nudges before.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = 20))]
    pub prerequisites: Option<Vec<PrerequisiteEntry>>,
    /// The share of returns that it prevents, measured or assumed; 0.07 when missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0, max = 1))]
    pub effect: Option<f64>,
    /// Why the rule exists.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// What a rule is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ScopeEntry {
    /// A line of the cart.
    Line,
    /// The cart.
    Cart,
}

/// What is shown.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NudgeEntry {
    /// What kind of help.
    #[serde(rename = "type")]
    #[schemars(schema_with = "nudge_type")]
    pub kind: String,
    /// The slot it goes to, by name; `corner` when missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub placement: Option<String>,
    /// Its words by locale; the nudge's own when missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(schema_with = "words_by_locale", default)]
    pub content: Option<BTreeMap<String, WordsEntry>>,
    /// Variations with their weights.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = MAX_VARIATIONS))]
    pub variations: Option<Vec<VariationEntry>>,
}

/// What a nudge says in one language. Texts may hold placeholders in braces, as ICU MessageFormat has them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WordsEntry {
    /// One thought. There is room for 60 characters.
    #[schemars(length(min = 1), extend("x-room" = MAX_HEADLINE))]
    pub headline: String,
    /// One sentence. There is room for 140 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-room" = MAX_BODY))]
    pub body: Option<String>,
    /// The label of the one main action. There is room for 30 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-room" = MAX_ACTION))]
    pub action: Option<String>,
    /// Texts that replace the shipped ones for this rule, by key: titles and labels. `messages/en.json` lists them.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(default)]
    pub messages: Option<BTreeMap<String, String>>,
}

/// One variation.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct VariationEntry {
    /// Its name in events and results.
    #[schemars(length(min = 1))]
    pub id: String,
    /// Its share relative to the others; 1 when missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0, max = 1_000_000))]
    pub weight: Option<f64>,
    /// Words that replace the rule's.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(schema_with = "words_by_locale", default)]
    pub content: Option<BTreeMap<String, WordsEntry>>,
}

/// Visitors who never see a nudge.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HoldoutEntry {
    /// Their share, in percent.
    #[schemars(range(min = 0, max = 100))]
    pub percent: f64,
    /// Another seed draws other visitors.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seed: Option<String>,
}

/// How much attention nudges may take.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BudgetEntry {
    /// Nudges in one page view; 1 when missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0, max = 10))]
    pub per_page: Option<u32>,
    /// Nudges in one session; 3 when missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0, max = 100))]
    pub per_session: Option<u32>,
}

/// At most `max` exposures in the last `days`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CapEntry {
    /// Exposures.
    #[schemars(range(min = 0, max = 1000))]
    pub max: u32,
    /// Days; 1 when missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1, max = 365))]
    pub days: Option<u32>,
}

/// Frequency caps over several rules.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CapsEntry {
    /// Over all rules.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub all: Option<CapEntry>,
    /// Over the rules of a nudge type.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(schema_with = "caps_by_type", default)]
    pub types: Option<BTreeMap<String, CapEntry>>,
}

/// Which of several nudges goes first.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(tag = "by", rename_all = "snake_case", deny_unknown_fields)]
pub enum RankingEntry {
    /// The rule's priority.
    Priority {},
    /// Probability of return × cost of a return × effect − cost of attention.
    ExpectedValue {
        /// What a returned line costs.
        return_cost: ReturnCostEntry,
        /// What showing a nudge costs, in major units; 0 when missing.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[schemars(range(min = 0, max = 1_000_000_000))]
        attention_cost: Option<f64>,
    },
}

/// What a returned line costs.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReturnCostEntry {
    /// Postage and handling, in major units; 0 when missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0, max = 1_000_000_000))]
    pub fixed: Option<f64>,
    /// Loss of value, as a share of the line's value; 0 when missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0, max = 1))]
    pub share: Option<f64>,
}

/// When a rule is on.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ScheduleEntry {
    /// Not before: a date or date and time by the shop's clock, or with an offset.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(schema_with = "moment", default)]
    pub from: Option<Value>,
    /// Not at or after.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(schema_with = "moment", default)]
    pub until: Option<Value>,
    /// On these days, by the shop's clock.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1))]
    pub weekdays: Option<Vec<WeekdayEntry>>,
    /// At these hours, by the shop's clock; they may pass midnight.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hours: Option<HoursEntry>,
}

/// A day of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)] // the names say it
pub enum WeekdayEntry {
    Mon,
    Tue,
    Wed,
    Thu,
    Fri,
    Sat,
    Sun,
}

/// Hours of the day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HoursEntry {
    /// From this time on, like `09:30`.
    #[schemars(regex(pattern = r"^([01][0-9]|2[0-3]):[0-5][0-9]$"))]
    pub from: String,
    /// Up to but not including this time.
    #[schemars(regex(pattern = r"^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$"))]
    pub until: String,
}

/// A part of a namespace.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NamespaceEntry {
    /// A name that rules which exclude each other share.
    #[schemars(length(min = 1))]
    pub id: String,
    /// From the first, up to but not including the second, both 0 to 1.
    #[schemars(inner(range(min = 0, max = 1)))]
    pub range: [f64; 2],
}

/// What must have become of another rule's nudge.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PrerequisiteEntry {
    /// The other rule.
    #[schemars(length(min = 1))]
    pub rule_id: String,
    /// What must have become of it, on this device.
    pub state: super::prerequisite::State,
    /// In the last so many days; ever when missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1, max = 365))]
    pub days: Option<u32>,
}

/// The JSON Schema (draft 2020-12) of the rule document.
#[must_use]
pub fn schema() -> Value {
    let mut schema = SchemaGenerator::default().into_root_schema_for::<RuleDocument>().to_value();
    if let Some(members) = schema.as_object_mut() {
        members.insert("$id".to_owned(), json!(format!("https://cartnudge.dev/rules.v{SCHEMA_VERSION}.schema.json")));
        members.insert("$defs".to_owned(), with_facts(members.get("$defs").cloned().unwrap_or_default()));
    }
    schema
}

/// The facts stand once, for completion in editors.
fn with_facts(mut definitions: Value) -> Value {
    let facts: Vec<Value> = CATALOGUE
        .iter()
        .map(|definition| json!({ "const": definition.name, "description": definition.docs.meaning }))
        .collect();
    if let Some(members) = definitions.as_object_mut() {
        members
            .insert("fact".to_owned(), json!({ "description": "A fact; docs/facts.md lists them.", "oneOf": facts }));
        members.insert("condition".to_owned(), condition_definition());
    }
    definitions
}

const ANY_ARGUMENTS: [&str; 32] = [
    "if", "?:", "==", "===", "!=", "!==", "!", "!!", "and", "or", "<", "<=", ">", ">=", "+", "-", "*", "/", "%", "min",
    "max", "in", "map", "filter", "reduce", "all", "some", "none", "merge", "cat", "substr", "log",
];

fn condition_definition() -> Value {
    let condition = json!({ "$ref": "#/$defs/condition" });
    let fact = json!({ "$ref": "#/$defs/fact" });
    let element = json!({ "description": "Inside an operator over a list: the element, or a part of it.", "type": "string",
        "pattern": "^(|accumulator|current|current\\..+)$" });
    let name = json!({ "anyOf": [fact, element] });
    let mut operators = Map::new();
    let with_default = json!({ "type": "array", "prefixItems": [name], "minItems": 1, "maxItems": 2 });
    operators.insert("var".to_owned(), json!({ "anyOf": [name, with_default] }));
    for operator in ["missing", "missing_some"] {
        operators.insert(operator.to_owned(), json!({}));
    }
    for operator in ANY_ARGUMENTS {
        operators.insert(operator.to_owned(), json!({ "anyOf": [{ "type": "array", "items": condition }, condition] }));
    }
    json!({
        "description": "JsonLogic over facts: an operation with its operator as the only key, or a value.",
        "anyOf": [
            { "type": ["boolean", "number", "string", "null"] },
            { "type": "array", "items": condition },
            { "type": "object", "properties": operators, "additionalProperties": false, "minProperties": 1, "maxProperties": 1 },
        ]
    })
}

fn condition(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "$ref": "#/$defs/condition", "not": { "type": "null" } })
}

fn nudge_type(_: &mut SchemaGenerator) -> Schema {
    let names: Vec<&str> = super::NudgeType::names().collect();
    json_schema!({ "type": "string", "enum": names })
}

fn words_by_locale(generator: &mut SchemaGenerator) -> Schema {
    let words = generator.subschema_for::<WordsEntry>();
    json_schema!({
        "type": ["object", "null"],
        "propertyNames": { "pattern": "^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$" },
        "additionalProperties": words,
    })
}

fn caps_by_type(generator: &mut SchemaGenerator) -> Schema {
    let cap = generator.subschema_for::<CapEntry>();
    let names: Vec<&str> = super::NudgeType::names().collect();
    json_schema!({ "type": ["object", "null"], "propertyNames": { "enum": names }, "additionalProperties": cap })
}

fn moment(_: &mut SchemaGenerator) -> Schema {
    let text =
        r"^[0-9]{4}-[0-9]{2}-[0-9]{2}([Tt ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?([Zz]|[+-][0-9]{2}:[0-9]{2})?)?$";
    json_schema!({ "anyOf": [{ "type": "string", "pattern": text }, { "type": "number", "minimum": 0 }, { "type": "null" }] })
}

fn settings(_: &mut SchemaGenerator) -> Schema {
    let mut members = Map::new();
    for key in crate::settings::Settings::default().number_keys() {
        members.insert(key.to_owned(), json!({ "type": ["number", "null"], "minimum": 0, "maximum": 1e9 }));
    }
    members
        .insert("premium_categories".to_owned(), json!({ "type": ["array", "null"], "items": { "type": "string" } }));
    json_schema!({ "type": ["object", "null"], "properties": members, "additionalProperties": false })
}
