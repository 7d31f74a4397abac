//! Conditions and outcomes in words that a marketer reads.

use super::condition::{Condition, Saw};
use crate::decision::Why;
use crate::features::{CATALOGUE, Definition};
use crate::nudge::Cause;
use crate::rules::Rule;
use crate::text::decimal;
use serde_json::Value;

/// `different sizes of this product in the cart: 1 (not at least 2)`.
pub(super) fn condition(logic: &Value, saw: &[Saw], holds: bool) -> String {
    let asked = comparison(logic);
    let (Some((definition, asked)), [one]) = (asked, saw) else { return plain(logic, saw, holds) };
    let not = if holds { "" } else { "not " };
    let meaning = definition.docs.meaning.split([':', '(']).next().unwrap_or_default();
    let (meaning, value) = (lower_first(meaning.trim_end()), shown(&one.value));
    match asked {
        Some(asked) if holds && asked == value => format!("{meaning}: {value} (as asked)"),
        Some(asked) => format!("{meaning}: {value} ({not}{asked})"),
        None => format!("{meaning}: {value}"),
    }
}

/// What a part of a condition asks, before any cart: `different sizes of this product in the cart: at least 2`.
pub(crate) fn asks(logic: &Value) -> String {
    match comparison(logic) {
        Some((definition, asked)) => {
            let meaning = definition.docs.meaning.split([':', '(']).next().unwrap_or_default();
            let meaning = lower_first(meaning.trim_end());
            asked.map_or_else(|| meaning.clone(), |asked| format!("{meaning}: {asked}"))
        }
        None => format!("`{}`", crate::text::shortened(&logic.to_string(), 80)),
    }
}

/// The one fact that is compared, and what is asked of it; `None` where it is asked for its truth.
fn comparison(logic: &Value) -> Option<(&'static Definition, Option<String>)> {
    let (operator, arguments) = logic.as_object()?.iter().next()?;
    let Some(list) = arguments.as_array().filter(|_| operator != "var") else {
        return fact(logic).map(|definition| (definition, None));
    };
    let constant = |value: &Value| !value.is_object();
    match (operator.as_str(), list.as_slice()) {
        ("in", [left, Value::Array(options)]) => {
            let options: Vec<String> = options.iter().map(shown).collect();
            Some((fact(left)?, Some(format!("one of {}", options.join(", ")))))
        }
        ("in", [left, right]) if constant(left) => Some((fact(right)?, Some(format!("with {}", shown(left))))),
        ("<" | "<=", [low, left, high]) if constant(low) && constant(high) => {
            let bounds = if operator == "<" { "between" } else { "from" };
            let and = if operator == "<" { "and" } else { "to" };
            Some((fact(left)?, Some(format!("{bounds} {} {and} {}", shown(low), shown(high)))))
        }
        (_, [left, right]) if constant(right) => Some((fact(left)?, Some(asked(operator, right)?))),
        (_, [left, right]) if constant(left) => Some((fact(right)?, Some(asked(turned(operator), left)?))),
        _ => None,
    }
}

fn fact(logic: &Value) -> Option<&'static Definition> {
    let name = match logic.get("var")? {
        Value::Array(arguments) => arguments.first()?,
        name => name,
    };
    CATALOGUE.iter().find(|definition| name == definition.name)
}

fn asked(operator: &str, value: &Value) -> Option<String> {
    let words = match operator {
        "<" => "under",
        "<=" => "at most",
        ">" => "over",
        ">=" => "at least",
        "==" | "===" => return Some(shown(value)),
        "!=" | "!==" => "other than",
        _ => return None,
    };
    Some(format!("{words} {}", shown(value)))
}

/// The operator with its sides changed.
fn turned(operator: &str) -> &str {
    match operator {
        "<" => ">",
        "<=" => ">=",
        ">" => "<",
        ">=" => "<=",
        other => other,
    }
}

/// Anything else: the logic itself, and what it saw.
fn plain(logic: &Value, saw: &[Saw], holds: bool) -> String {
    let saw: Vec<String> = saw.iter().map(|one| format!("{} = {}", one.fact, shown(&one.value))).collect();
    let verdict = if holds { "holds" } else { "doesn't hold" };
    let with = if saw.is_empty() { String::new() } else { format!(" with {}", saw.join(", ")) };
    format!("`{}` {verdict}{with}", crate::text::shortened(&logic.to_string(), 80))
}

fn shown(value: &Value) -> String {
    match value {
        Value::Null => "unknown".to_owned(),
        Value::Bool(flag) => (if *flag { "yes" } else { "no" }).to_owned(),
        Value::Number(number) => number.as_f64().map_or_else(String::new, |number| decimal(number, 3)),
        Value::String(text) => text.clone(),
        Value::Array(list) if list.is_empty() => "none".to_owned(),
        Value::Array(list) => list.iter().map(shown).collect::<Vec<_>>().join(", "),
        Value::Object(_) => "…".to_owned(),
    }
}

fn lower_first(sentence: &str) -> String {
    let sentence = sentence.strip_suffix('.').unwrap_or(sentence);
    let mut chars = sentence.chars();
    chars.next().map(|first| first.to_lowercase().collect::<String>() + chars.as_str()).unwrap_or_default()
}

/// All that became of a rule on a subject.
pub(super) fn sentence(
    rule: &Rule,
    about: Option<&str>,
    why: Option<Why>,
    detail: Option<Cause>,
    conditions: &[Condition],
) -> String {
    let place = about.map_or_else(|| "the cart".to_owned(), |name| format!("“{name}”"));
    let texts = |holds: bool| {
        let texts = conditions.iter().filter(|one| one.holds == holds).map(|one| one.text.as_str());
        texts.collect::<Vec<_>>().join("; ")
    };
    match (why, detail) {
        (None, _) => {
            let because = texts(true);
            let because = if because.is_empty() { "the rule always applies".to_owned() } else { because };
            format!("Shown for {place}: {because}.")
        }
        (Some(Why::NotApplicable), Some(Cause::Condition)) => {
            let because = texts(false);
            let because = if because.is_empty() { "its condition doesn't hold".to_owned() } else { because };
            format!("Not shown for {place}: {because}.")
        }
        (Some(why), detail) => format!("Not shown for {place}: {}.", reason(rule, why, detail)),
    }
}

fn reason(rule: &Rule, why: Why, detail: Option<Cause>) -> String {
    match why {
        Why::KillSwitch => "the kill switch is on, so nothing is shown".to_owned(),
        Why::Paused => "all rules are paused".to_owned(),
        Why::Disabled => "the rule is switched off".to_owned(),
        Why::Schedule => "the rule's schedule isn't on at this time".to_owned(),
        Why::Consent => "the rule reads the shopper's history, and the shopper didn't agree to that".to_owned(),
        Why::Audience if detail == Some(Cause::Namespace) => {
            "the visitor belongs to another part of the rule's exclusion group".to_owned()
        }
        Why::Audience => {
            format!("the visitor isn't among the {} % that the rule is for", decimal(rule.audience_percent, 2))
        }
        Why::Dismissed => format!("it was dismissed in the last {} days", rule.cooldown_days),
        Why::FrequencyCap => match (detail, rule.cap) {
            (Some(Cause::Rule), Some(cap)) => {
                format!("it was seen as often as its cap allows ({} in {} days)", cap.max, cap.days)
            }
            (Some(Cause::Reason), _) => {
                "the same was said of the same product in this session: nothing is said twice for one reason".to_owned()
            }
            (Some(Cause::Type), _) => "nudges of its type were seen as often as their cap allows".to_owned(),
            _ => "nudges were seen as often as the cap over all allows".to_owned(),
        },
        Why::Holdout => "it would have been shown, but is withheld from this visitor to measure its effect".to_owned(),
        Why::Outranked => "it applies, but another nudge goes first".to_owned(),
        Why::Budget if detail == Some(Cause::LowValue) => {
            "it is expected to save no more than the shopper's attention costs".to_owned()
        }
        Why::Budget => "it applies, but this page or session has seen enough nudges".to_owned(),
        Why::NotApplicable => missing(detail).to_owned(),
    }
}

fn missing(detail: Option<Cause>) -> &'static str {
    match detail {
        Some(Cause::NoSizeChart) => "the condition holds, but the product has no size chart",
        Some(Cause::TooFewReviews) => "the condition holds, but the product has too few reviews with text",
        Some(Cause::OneSizeInCart) => {
            "the condition holds, but the cart doesn't hold two to four sizes of the product in one colour"
        }
        Some(Cause::NoDetails) => "the condition holds, but the product has no such details",
        Some(Cause::NoChat) => "the condition holds, but this page has no chat",
        Some(Cause::NoLine) => "the condition holds, but this page has no direct line",
        Some(Cause::NoTryOn) => {
            "the condition holds, but this page has no virtual try-on, or the product no 3D model for it"
        }
        Some(Cause::UnknownPlaceholder) => "the condition holds, but a placeholder of its text is unknown here",
        Some(Cause::NothingSpecific) => "the condition holds, but there is nothing specific to say; give it content",
        Some(Cause::TypeNotShown) => "this version can't show this type of nudge",
        Some(Cause::Prerequisite) => "another rule's nudge must come first, or must not have",
        _ => "its condition doesn't hold",
    }
}
