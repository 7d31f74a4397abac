//! What people who write rules need and a shopper's page doesn't: validation with help, and the fact list.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::features::CATALOGUE;
use crate::json::Node;
use crate::messages;
use crate::product::Products;
use crate::rules::logic::LogicError;
use crate::rules::{self, Known};
use crate::settings::Settings;
use serde::Serialize;
use serde_json::Value;

/// Whether a rule document can be used, and what was found in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Validation {
    /// No finding is an error.
    pub ok: bool,
    /// The findings in the order of the document.
    pub diagnostics: Vec<Diagnostic>,
}

impl From<Diagnostics> for Validation {
    fn from(found: Diagnostics) -> Self {
        Validation { ok: !found.has_errors(), diagnostics: found.into_vec() }
    }
}

/// Checks a rule document as every page does when it loads it; with products, warns of values that none of them has.
#[must_use]
pub fn validate_rules(document: &Value, products: Option<&Products>) -> Validation {
    let mut found = Diagnostics::default();
    let known = products.map(Known::from);
    let _ = rules::load_with(Node::root(document), &Settings::default(), known.as_ref(), &mut found);
    found.into()
}

/// A text in ICU MessageFormat, filled with numbers and texts by name, as a nudge in the language of `locale` fills it;
/// `None` where one of its names has no value.
///
/// # Errors
/// What isn't in the format.
pub fn format_message(text: &str, locale: &str, values: &Value) -> Result<Option<String>, Diagnostics> {
    let mut found = Diagnostics::default();
    let written = Value::from(text);
    messages::refuse_faults(&Node::root(&written), text, &mut found);
    if found.has_errors() {
        return Err(found);
    }
    let value = |name: &str| match values.get(name)? {
        Value::String(text) => Some(messages::Value::Text(text.clone())),
        other => other.as_f64().map(messages::Value::Number),
    };
    Ok(messages::format::format(text, locale, &value))
}

/// A fact, for people.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FactInfo {
    /// The name that rules use.
    pub name: &'static str,
    /// `number`, `boolean`, `string`, `string[]` or `line[]`.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// `line` or `cart`: rules of scope `cart` can't use facts about a line.
    pub scope: &'static str,
    /// Unit of a number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<&'static str>,
    /// Smallest and largest value; `null` where open.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub range: Option<(Option<f64>, Option<f64>)>,
    /// What it means.
    pub meaning: &'static str,
    /// What a missing value means.
    pub when_missing: &'static str,
    /// Whether models may use it.
    pub feature: bool,
}

/// All facts in the order of the catalogue.
#[must_use]
pub fn list_facts() -> Vec<FactInfo> {
    let open = |bound: f64| bound.is_finite().then_some(bound);
    CATALOGUE
        .iter()
        .map(|definition| FactInfo {
            name: definition.name,
            kind: definition.kind.name(),
            scope: match definition.scope {
                crate::features::Scope::Line => "line",
                crate::features::Scope::Cart => "cart",
            },
            unit: Some(definition.docs.unit).filter(|unit| !unit.is_empty()),
            range: definition.docs.range.map(|(min, max)| (open(min), open(max))),
            meaning: definition.docs.meaning,
            when_missing: definition.docs.when_missing,
            feature: definition.is_feature(),
        })
        .collect()
}

/// A fault of plain JsonLogic as a finding.
#[must_use]
pub fn logic_diagnostic(fault: &LogicError) -> Diagnostic {
    let (code, pointer) = match fault {
        LogicError::UnknownOperator { pointer, .. } => ("unknown_operator", pointer.as_str()),
        LogicError::MissingArgument { pointer, .. } => ("wrong_argument_count", pointer.as_str()),
        LogicError::TooDeep { pointer } | LogicError::DataTooDeep { pointer } => ("too_deep", pointer.as_str()),
        LogicError::TooManySteps => ("too_many_steps", ""),
    };
    let severity = Severity::Error;
    Diagnostic { code, severity, pointer: pointer.to_owned(), message: fault.to_string(), help: fault.help() }
}
