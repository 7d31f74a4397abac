//! Documents as JSON trees: reading them with the place of every fault, bounded parsing, exact printing.

#[cfg(not(target_arch = "wasm32"))]
mod parse;
#[cfg(not(target_arch = "wasm32"))]
mod print;
#[cfg(any(test, target_arch = "wasm32"))]
pub(crate) mod write;

use crate::diagnostic::{Diagnostics, Severity, nearest};
use crate::money::{Currency, Money};
use crate::text::digits;
use crate::time::{ScheduleTime, Timestamp};
#[cfg(not(target_arch = "wasm32"))]
pub use parse::parse;
#[cfg(not(target_arch = "wasm32"))]
pub use print::{to_string, to_string_pretty};
use serde_json::Value;

/// Deeper documents are refused: nothing that cartnudge reads needs it, and the stack of a page is small.
pub const MAX_DEPTH: u8 = 64;

/// Larger documents are refused. A document of 20,000 rules has about a million values.
pub const MAX_VALUES: u32 = 4_000_000;

/// A value in a document, knowing its place.
///
/// Getters take the findings to add to and return `None` for what is absent, `null` or an empty string (*unknown*),
/// and, with a finding, for what has the wrong type.
#[derive(Clone, Copy)]
pub struct Node<'a> {
    value: &'a Value,
    parent: Option<&'a Node<'a>>,
    step: Step<'a>,
}

#[derive(Clone, Copy)]
enum Step<'a> {
    Root,
    Key(&'a str),
    Index(usize),
}

/// Whether a value of the wrong type refuses the document or only counts as unknown.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Strictness {
    /// People wrote it for cartnudge: a fault is an error.
    Written,
    /// A page or feed gave it: a fault in an optional field is a warning, and the field is unknown.
    Given,
}

impl Strictness {
    fn severity(self) -> Severity {
        match self {
            Strictness::Written => Severity::Error,
            Strictness::Given => Severity::Warning,
        }
    }
}

impl<'a> Node<'a> {
    /// The whole document.
    #[must_use]
    pub fn root(value: &'a Value) -> Self {
        Node { value, parent: None, step: Step::Root }
    }

    /// The raw value.
    #[must_use]
    pub fn value(&self) -> &'a Value {
        self.value
    }

    /// The place as a JSON pointer (RFC 6901).
    #[must_use]
    pub fn pointer(&self) -> String {
        let mut text = match self.parent {
            Some(parent) => parent.pointer(),
            None => String::new(),
        };
        match self.step {
            Step::Root => {}
            Step::Key(key) => {
                text.push('/');
                for c in key.chars() {
                    match c {
                        '~' => text.push_str("~0"),
                        '/' => text.push_str("~1"),
                        _ => text.push(c),
                    }
                }
            }
            Step::Index(index) => {
                text.push('/');
                text.push_str(&digits(index as u64));
            }
        }
        text
    }

    /// The member `key` as a place, whether or not it is there.
    #[must_use]
    pub fn at<'b>(&'b self, key: &'b str) -> Node<'b> {
        Node { value: &Value::Null, parent: Some(self), step: Step::Key(key) }
    }

    /// The place of `key` in this object, whether or not it is there.
    #[must_use]
    pub fn pointer_to(&self, key: &str) -> String {
        let mut text = self.pointer();
        text.push('/');
        text.push_str(key);
        text
    }

    /// The member `key`, unless it is unknown.
    #[must_use]
    pub fn get<'b>(&'b self, key: &'b str) -> Option<Node<'b>> {
        let value = self.value.as_object()?.get(key)?;
        let unknown = value.is_null() || value.as_str().is_some_and(|text| text.trim().is_empty());
        (!unknown).then_some(Node { value, parent: Some(self), step: Step::Key(key) })
    }

    /// A value of this list as a place.
    #[must_use]
    pub fn item<'b>(&'b self, index: usize, value: &'b Value) -> Node<'b> {
        Node { value, parent: Some(self), step: Step::Index(index) }
    }

    /// The members of an array; with a finding, none when it isn't one.
    pub fn items<'b>(&'b self, found: &mut Diagnostics) -> std::vec::IntoIter<Node<'b>> {
        let mut items = Vec::new();
        match self.value.as_array() {
            Some(list) => {
                for (index, value) in list.iter().enumerate() {
                    items.push(self.item(index, value));
                }
            }
            None => self.wrong_type("a list", Strictness::Given, found),
        }
        items.into_iter()
    }

    /// The members of an object with their keys.
    pub fn members<'b>(&'b self) -> std::vec::IntoIter<(&'b str, Node<'b>)> {
        let mut members = Vec::new();
        for (key, value) in self.value.as_object().into_iter().flatten() {
            members.push((key.as_str(), Node { value, parent: Some(self), step: Step::Key(key) }));
        }
        members.into_iter()
    }

    /// Whether this is an object; an error is noted when it isn't.
    pub fn is_object(&self, found: &mut Diagnostics) -> bool {
        if !self.value.is_object() {
            self.wrong_type("an object", Strictness::Written, found);
        }
        self.value.is_object()
    }

    /// An error for each key that is not one of `known`: for documents that people write.
    pub fn only(&self, known: &[&str], found: &mut Diagnostics) {
        for (key, member) in self.members() {
            if known.contains(&key) {
                continue;
            }
            found.refuse("unknown_key", &member, || {
                let help = match nearest(key, known.iter().copied()) {
                    Some(name) => format!("did you mean `{name}`?"),
                    None => format!("remove it; known here: {}", known.join(", ")),
                };
                (format!("unknown key `{key}`"), help)
            });
        }
    }

    /// Whether this is a list; an error is noted when it isn't.
    pub fn is_list(&self, found: &mut Diagnostics) -> bool {
        if !self.value.is_array() {
            self.wrong_type("a list", Strictness::Written, found);
        }
        self.value.is_array()
    }

    /// Notes that this value is not what it should be.
    pub fn wrong_type(&self, expected: &str, strictness: Strictness, found: &mut Diagnostics) {
        found.note(strictness.severity(), "wrong_type", self, || wrong_type_words(expected, self.value));
    }

    /// A text; numbers count as their digits (ids are often numbers).
    pub fn text(&self, key: &str, strictness: Strictness, found: &mut Diagnostics) -> Option<String> {
        let node = self.get(key)?;
        match node.value {
            Value::String(text) => Some(text.trim().to_owned()),
            Value::Number(number) => match number.as_i64() {
                Some(whole) => Some(signed(whole)),
                None => {
                    node.wrong_type("a text", strictness, found);
                    None
                }
            },
            _ => {
                node.wrong_type("a text", strictness, found);
                None
            }
        }
    }

    /// A text that must be there.
    pub fn required_text(
        &self,
        key: &str,
        what: &str,
        strictness: Strictness,
        found: &mut Diagnostics,
    ) -> Option<String> {
        if self.get(key).is_none() {
            self.required(key, what, found);
        }
        self.text(key, strictness, found)
    }

    /// The texts of a list, at most `limit`; what isn't a text is left out.
    pub fn texts(&self, limit: usize, found: &mut Diagnostics) -> Vec<String> {
        let mut texts = Vec::new();
        for item in self.items(found).take(limit) {
            if let Some(text) = item.value.as_str() {
                texts.push(text.trim().to_owned());
            }
        }
        texts
    }

    /// A truth value.
    pub fn flag(&self, key: &str, strictness: Strictness, found: &mut Diagnostics) -> Option<bool> {
        let node = self.get(key)?;
        let flag = node.value.as_bool();
        if flag.is_none() {
            node.wrong_type("true or false", strictness, found);
        }
        flag
    }

    /// A finite number in `[min, max]`; plain decimal strings count.
    pub fn number(&self, key: &str, range: (f64, f64), strictness: Strictness, found: &mut Diagnostics) -> Option<f64> {
        let node = self.get(key)?;
        let number = match node.value {
            Value::Number(number) => number.as_f64(),
            Value::String(text) if strictness == Strictness::Given => crate::text::parse_decimal(text),
            _ => None,
        };
        let Some(number) = number.filter(|number: &f64| number.is_finite()) else {
            node.wrong_type("a number", strictness, found);
            return None;
        };
        if number < range.0 || number > range.1 {
            found.note(strictness.severity(), "wrong_type", &node, || {
                let expected = format!("a number from {} to {}", plain(range.0), plain(range.1));
                wrong_type_words(&expected, node.value)
            });
            return None;
        }
        Some(number)
    }

    /// A whole number in `[min, max]`.
    pub fn whole(&self, key: &str, range: (u32, u32), strictness: Strictness, found: &mut Diagnostics) -> Option<u32> {
        let number = self.number(key, (f64::from(range.0), f64::from(range.1)), strictness, found)?;
        if number.trunc().to_bits() != number.to_bits() {
            if let Some(node) = self.get(key) {
                node.wrong_type("a whole number", strictness, found);
            }
            return None;
        }
        // In range and whole: the cast is exact.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        Some(number as u32)
    }

    /// An amount of money in `currency`, not negative.
    pub fn money(
        &self,
        key: &str,
        currency: Currency,
        strictness: Strictness,
        found: &mut Diagnostics,
    ) -> Option<Money> {
        let node = self.get(key)?;
        match Money::read(node.value, currency) {
            Ok(money) => Some(money),
            Err(reason) => {
                found.note(strictness.severity(), "not_money", &node, || {
                    let help = "write the amount as a number or plain decimal, like 29.95";
                    (format!("{} {reason}", shown(node.value)), help.to_owned())
                });
                None
            }
        }
    }

    /// A moment: milliseconds since the epoch, or an RFC 3339 text.
    pub fn time(&self, key: &str, strictness: Strictness, found: &mut Diagnostics) -> Option<Timestamp> {
        let node = self.get(key)?;
        let time = Timestamp::read(node.value);
        if time.is_none() {
            node.wrong_type("a time (milliseconds, or like 2026-11-22T10:00:00Z)", strictness, found);
        }
        time
    }

    /// A moment as people write it: without an offset it is by the shop's clock.
    pub fn moment(&self, key: &str, found: &mut Diagnostics) -> Option<ScheduleTime> {
        let node = self.get(key)?;
        let moment = ScheduleTime::read(node.value);
        if moment.is_none() {
            node.wrong_type("a time (like 2026-11-22 or 2026-11-22T10:00:00Z)", Strictness::Written, found);
        }
        moment
    }

    /// Notes that the required member `key` is not there.
    pub fn required(&self, key: &str, what: &str, found: &mut Diagnostics) {
        found.refuse("missing_key", &self.at(key), || (format!("`{key}` is missing"), format!("add `{key}`: {what}")));
    }
}

fn wrong_type_words(expected: &str, found: &Value) -> (String, String) {
    (format!("expected {expected}, found {}", shown(found)), format!("write {expected} here"))
}

fn signed(whole: i64) -> String {
    let digits = digits(whole.unsigned_abs());
    if whole < 0 { "-".to_owned() + &digits } else { digits }
}

/// A whole number as digits; the ranges of documents are whole, infinity aside.
fn plain(number: f64) -> String {
    if number == f64::INFINITY {
        return "any size".to_owned();
    }
    crate::text::decimal(number, 3)
}

/// A value as a message shows it: short, in backticks, never the whole tree.
#[must_use]
pub fn shown(value: &Value) -> String {
    match value {
        Value::Null => "nothing".to_owned(),
        Value::Bool(flag) => format!("`{flag}`"),
        Value::Number(number) => match number.as_f64() {
            Some(number) => format!("`{}`", crate::text::decimal(number, 6)),
            None => "a number".to_owned(),
        },
        Value::String(text) => {
            let short: String = text.chars().take(40).collect();
            let dots = if short.len() < text.len() { "…" } else { "" };
            format!("`{short}{dots}`")
        }
        Value::Array(_) => "a list".to_owned(),
        Value::Object(_) => "an object".to_owned(),
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    /// Any JSON, with keys and texts that documents use.
    pub(crate) fn anything() -> impl Strategy<Value = Value> {
        let words = || {
            prop::sample::select(vec![
                "rules",
                "id",
                "when",
                "nudge",
                "type",
                "var",
                "and",
                "==",
                "in",
                "items",
                "price",
                "cart.value",
                "",
                "__proto__",
                "size_guide",
                "29.95",
                "-1",
                "NaN",
                "ä",
            ])
        };
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<f64>().prop_map(|number| json!(number)),
            any::<i64>().prop_map(Value::from),
            words().prop_map(Value::from),
        ];
        leaf.prop_recursive(5, 60, 6, move |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..6).prop_map(Value::Array),
                prop::collection::vec((words(), inner), 0..6)
                    .prop_map(|members| members.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()),
            ]
        })
    }

    #[test]
    fn a_pointer_escapes_what_rfc_6901_says() {
        let value = json!({"a/b": [{"m~n": 1}]});
        let mut found = Diagnostics::default();
        let root = Node::root(&value);
        let list = root.get("a/b").unwrap();
        let first = list.items(&mut found).next().unwrap();
        assert_eq!(first.get("m~n").unwrap().pointer(), "/a~1b/0/m~0n");
    }

    proptest! {
        #[test]
        fn reading_an_input_never_panics(value in anything()) {
            let _ = crate::engine::read_input(&value);
            let _ = crate::engine::read_input(&json!({"cart": value, "now": 1, "customer": value, "memory": value, "page": value}));
            let _ = crate::engine::Engine::new(&json!({"rules": {"rules": []}, "products": value, "model": value, "settings": value}));
        }
    }
}
