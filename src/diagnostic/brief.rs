//! What the builds for a shopper's page say of a finding: its code in words, and how to mend such a thing in general.
//! The same document gets the whole story from `cartnudge validate`, the console or `cartnudge/authoring`.

#[cfg(not(test))]
use super::{Diagnostic, Severity};

/// Code, and how to mend it.
static HELP: &[(&str, &str)] = &[
    ("bad_currency", "write an ISO 4217 code, like EUR"),
    ("bad_json", "give JSON"),
    ("bad_message_format", "write ICU MessageFormat: {name}, {count, plural, one {…} other {…}}"),
    ("bad_trees", "import the model again"),
    ("bad_unit", "write `cm` or `in`"),
    ("constant_condition", "name the fact that it is about"),
    ("duplicate_id", "give each its own id"),
    ("impossible_bands", "let band_medium be at most band_high, and both at most 1"),
    ("impossible_comparison", "compare with a value that it can have"),
    ("impossible_count", "count a part of the whole"),
    ("impossible_schedule", "set `until` after `from`"),
    ("log_in_rule", "remove `log`"),
    ("manipulative_wording", "say what helps to choose"),
    ("markup_in_text", "write plain text"),
    ("missing_key", "add it"),
    ("missing_locale", "add the locale"),
    ("missing_messages", "add the texts that are missing in this language"),
    ("newer_key", "set `schema_version` to 2"),
    ("newer_schema", "update cartnudge"),
    ("no_return_cost", "give a return a cost"),
    ("no_weight", "give one a weight over 0"),
    ("not_a_fact", "write a name from the fact list"),
    ("not_a_curve", "write rising scores, and a probability for each that doesn't fall"),
    ("not_a_locale", "write a tag like `en` or `de-AT`"),
    ("not_a_range", "write two numbers from 0 to 1, the smaller first"),
    ("not_a_time_of_day", "write hours and minutes, like \"09:30\""),
    ("not_a_time_zone", "write an IANA name, like Europe/Berlin"),
    ("not_an_operation", "write one operator as the only key"),
    ("not_data", "give plain data"),
    ("not_money", "write an amount like 29.95"),
    ("not_visible_here", "name the element, or a fact about a line"),
    ("nudge_type_not_shown", "use a type that this version shows"),
    ("placeholder_missing", "say the same in every language"),
    ("placeholder_needs_line", "set `scope` to `line`"),
    ("prerequisite_cycle", "remove a prerequisite"),
    ("text_too_long", "shorten it"),
    ("too_complex", "split the rule"),
    ("too_many_items", "send fewer"),
    ("too_many_rules", "remove some"),
    ("too_many_steps", "remove rules or operators over lists"),
    ("unexpected_list", "make one value of it"),
    ("unknown_calibration", "write `none`, `platt` or `isotonic`"),
    ("unknown_fact", "write a name from the fact list"),
    ("unknown_feature", "write a feature from the fact list"),
    ("unknown_key", "remove it"),
    ("unknown_model_kind", "write `scorecard` or `trees`"),
    ("unknown_nudge_type", "write a type that cartnudge has"),
    ("unknown_operator", "write an operator of JsonLogic"),
    ("unknown_page_type", "write a type that cartnudge has"),
    ("unknown_placeholder", "write a placeholder that cartnudge has"),
    ("unknown_ranking", "write `priority` or `expected_value`"),
    ("unknown_rule", "write the id of another rule"),
    ("unknown_scope", "write `line` or `cart`"),
    ("unknown_state", "write `exposed`, `not_exposed`, `dismissed` or `not_dismissed`"),
    ("unknown_transform", "write `identity` or `log1p`"),
    ("unknown_value", "write a value that occurs"),
    ("unknown_weekday", "write mon, tue, wed, thu, fri, sat or sun"),
    ("unsafe_url", "write an https address or a path"),
    ("url_in_text", "remove the address"),
    ("wrong_argument_count", "give as many as JsonLogic says"),
    ("wrong_scope", "set `scope` to `line`"),
    ("wrong_type", "write a value of the documented type and range"),
];

/// How to mend what the code names.
pub(super) fn help(code: &str) -> Option<&'static str> {
    HELP.iter().find(|(known, _)| *known == code).map(|(_, help)| *help)
}

/// The finding in brief words.
#[cfg(not(test))]
pub(super) fn diagnostic(severity: Severity, code: &'static str, pointer: String) -> Diagnostic {
    let message = code.chars().map(|c| if c == '_' { ' ' } else { c }).collect();
    Diagnostic { code, severity, pointer, message, help: help(code).unwrap_or_default().to_owned() }
}
