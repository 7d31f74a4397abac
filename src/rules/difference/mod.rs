//! What differs between two rule documents, key by key and in words: what a person reads before publishing.
//!
//! Works on documents as they are written, so that a draft which doesn't hold yet can be compared, too. What is left out
//! counts as its default, so writing a default down is no difference. The `version` isn't compared. What a difference does
//! to carts is [`super::analysis`]'s to say.

mod leaves;
mod order;
#[cfg(test)]
mod tests;
mod words;

use crate::text::digits;
use leaves::{Leaf, Leaves};
use serde::Serialize;
use serde_json::Value;
use words::Words;

/// Languages that differences are told in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// English.
    #[default]
    En,
    /// German.
    De,
}

impl Language {
    /// The language of a BCP 47 tag; English where it isn't spoken here.
    #[must_use]
    pub fn of(locale: &str) -> Self {
        if crate::text::language(locale).eq_ignore_ascii_case("de") { Language::De } else { Language::En }
    }
}

/// What became of a rule, or of the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// The rule is new.
    Added,
    /// The rule is gone.
    Removed,
    /// Keys of the rule differ; it may have moved, too.
    Changed,
    /// The rule is the same at another place, which counts among rules of equal priority.
    Moved,
    /// Keys of the document outside its rules differ.
    Document,
}

/// A rule that differs, or the document outside its rules.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Change {
    /// Which rule; absent for the document, and for a rule without an id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule_id: Option<String>,
    /// What became of it.
    pub kind: Kind,
    /// JSON pointer of the rule in the document after; in the one before for a removed rule; empty for the document.
    pub pointer: String,
    /// All of it in one line: `Two sizes: priority 60 to 80; audience 50 % to 100 %`.
    pub words: String,
    /// Key by key; empty for added, removed and moved rules.
    pub details: Vec<Detail>,
}

/// A key that differs.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Detail {
    /// JSON pointer in the document after; in the one before where the key is gone.
    pub pointer: String,
    /// The key below the rule or the document, with dots: `nudge.content.en.headline`.
    pub field: String,
    /// `priority 60 to 80`.
    pub words: String,
    /// What it was; absent where it was neither written nor has a default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<Value>,
    /// What it is; absent as `before`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<Value>,
}

/// What differs from `before` to `after`: first the document, then rules in the order of `after`, then those that are gone.
#[must_use]
pub fn difference(before: &Value, after: &Value, language: Language) -> Vec<Change> {
    let words = Words(language);
    let mut changes = Vec::new();
    let details = details(&leaves::of_document(before), &leaves::of_document(after), "", "", &words);
    if !details.is_empty() {
        let told = words.whole(words.document(), &details);
        changes.push(Change { rule_id: None, kind: Kind::Document, pointer: String::new(), words: told, details });
    }
    let (old, new) = (rules(before), rules(after));
    let places: Vec<Option<usize>> =
        new.iter().map(|rule| old.iter().position(|other| other.key == rule.key)).collect();
    let stayed = order::stayed(&places);
    for ((rule, place), stayed) in new.iter().zip(&places).zip(stayed) {
        let was = place.and_then(|place| old.get(place));
        changes.extend(match was {
            None => Some(rule.change(Kind::Added, &words.added(rule.value))),
            Some(was) => changed(was, rule, stayed, &words),
        });
    }
    let is_gone = |rule: &&Entry<'_>| !new.iter().any(|other| other.key == rule.key);
    changes.extend(old.iter().filter(is_gone).map(|rule| rule.change(Kind::Removed, &words.removed())));
    changes
}

/// A rule at its place.
struct Entry<'a> {
    /// What pairs it with a rule of the other document: its id, or its place where it has none.
    key: String,
    id: Option<&'a str>,
    place: usize,
    value: &'a Value,
}

impl Entry<'_> {
    fn pointer(&self) -> String {
        ["/rules/", &digits(self.place as u64)].concat()
    }

    fn name(&self) -> &str {
        self.value.get("name").and_then(Value::as_str).or(self.id).unwrap_or("?")
    }

    fn change(&self, kind: Kind, what: &str) -> Change {
        let words = [self.name(), ": ", what].concat();
        Change { rule_id: self.id.map(str::to_owned), kind, pointer: self.pointer(), words, details: Vec::new() }
    }
}

fn rules(document: &Value) -> Vec<Entry<'_>> {
    let list = document.get("rules").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let mut entries: Vec<Entry<'_>> = Vec::new();
    for (place, value) in list.iter().enumerate() {
        let id = value.get("id").and_then(Value::as_str);
        // Of several rules with one id, which no document holds with, the first is meant.
        let is_free = |id: &&str| !entries.iter().any(|entry| entry.id == Some(id));
        let key = match id.filter(is_free) {
            Some(id) => ["id ", id].concat(),
            None => ["place ", &digits(place as u64)].concat(),
        };
        entries.push(Entry { key, id, place, value });
    }
    entries
}

fn changed(was: &Entry<'_>, rule: &Entry<'_>, stayed: bool, words: &Words) -> Option<Change> {
    let mut told =
        details(&leaves::of_rule(was.value), &leaves::of_rule(rule.value), &was.pointer(), &rule.pointer(), words);
    told.extend(conditions(was, rule, words));
    // In the order in which a rule is read: whom it is for after what it is.
    told.sort_by_key(|detail| leaves::rank(&detail.field));
    let moved = || words.moved(was.place + 1, rule.place + 1);
    if told.is_empty() {
        return (!stayed).then(|| rule.change(Kind::Moved, &moved()));
    }
    let mut line = words.whole(rule.name(), &told);
    if !stayed {
        line = [&line, "; ", &moved()].concat();
    }
    Some(Change { words: line, details: told, ..rule.change(Kind::Changed, "") })
}

fn details(before: &Leaves, after: &Leaves, old_place: &str, new_place: &str, words: &Words) -> Vec<Detail> {
    let mut keys: Vec<&String> = after.keys().chain(before.keys().filter(|key| !after.contains_key(*key))).collect();
    keys.sort_by_key(|key| leaves::rank(key));
    let differing = keys.into_iter().filter(|key| !same(before.get(*key), after.get(*key)));
    differing
        .map(|key| {
            let (was, is) = (before.get(key), after.get(key));
            let place = if is.is_some() { new_place } else { old_place };
            let (was, is) = (was.map(|leaf| &leaf.value), is.map(|leaf| &leaf.value));
            let pointer = after.get(key).or(before.get(key)).map_or("", |leaf| leaf.pointer.as_str());
            Detail {
                pointer: [place, pointer].concat(),
                field: key.clone(),
                words: words.field(key, was, is),
                before: was.cloned(),
                after: is.cloned(),
            }
        })
        .collect()
}

fn same(before: Option<&Leaf>, after: Option<&Leaf>) -> bool {
    match (before, after) {
        (Some(before), Some(after)) => is_equal(&before.value, &after.value),
        (before, after) => before.is_none() && after.is_none(),
    }
}

/// 1 and 1.0 are one number.
fn is_equal(before: &Value, after: &Value) -> bool {
    match (before, after) {
        (Value::Number(before), Value::Number(after)) => before.as_f64() == after.as_f64(),
        (Value::Array(before), Value::Array(after)) => {
            before.len() == after.len() && before.iter().zip(after).all(|(before, after)| is_equal(before, after))
        }
        (Value::Object(before), Value::Object(after)) => {
            before.len() == after.len()
                && before.iter().all(|(key, value)| after.get(key).is_some_and(|other| is_equal(value, other)))
        }
        _ => before == after,
    }
}

/// Of two lists of conditions that must all hold, those that came and those that went; else the condition as a whole.
fn conditions(was: &Entry<'_>, rule: &Entry<'_>, words: &Words) -> Vec<Detail> {
    let always = Value::Bool(true);
    let (old, new) = (was.value.get("when").unwrap_or(&always), rule.value.get("when").unwrap_or(&always));
    if is_equal(old, new) {
        return Vec::new();
    }
    let detail = |place: String, words: String, before: Option<&Value>, after: Option<&Value>| Detail {
        pointer: [&place, "/when"].concat(),
        field: "when".to_owned(),
        words,
        before: before.cloned(),
        after: after.cloned(),
    };
    let (Some(old_parts), Some(new_parts)) = (parts(old), parts(new)) else {
        return vec![detail(rule.pointer(), words.condition(old, new), Some(old), Some(new))];
    };
    let missing_from = |parts: &[&Value], one: &&Value| !parts.iter().any(|other| is_equal(other, one));
    let came: Vec<&Value> = new_parts.iter().copied().filter(|one| missing_from(&old_parts, one)).collect();
    let went: Vec<&Value> = old_parts.iter().copied().filter(|one| missing_from(&new_parts, one)).collect();
    // One for one is a change of a part: "at least 2" to "at least 3".
    if let ([went], [came]) = (went.as_slice(), came.as_slice()) {
        return vec![detail(rule.pointer(), words.condition(went, came), Some(went), Some(came))];
    }
    if went.is_empty() && came.is_empty() {
        return vec![detail(rule.pointer(), words.reordered(), Some(old), Some(new))];
    }
    let went = went.into_iter().map(|one| detail(was.pointer(), words.condition_went(one), Some(one), None));
    let came = came.into_iter().map(|one| detail(rule.pointer(), words.condition_came(one), None, Some(one)));
    went.chain(came).collect()
}

/// The conditions that must all hold; a condition that is no `and` is the only one, and `true` is none.
fn parts(when: &Value) -> Option<Vec<&Value>> {
    match when {
        Value::Bool(true) => Some(Vec::new()),
        Value::Object(members) if members.len() == 1 => match members.get("and") {
            Some(Value::Array(list)) => Some(list.iter().collect()),
            Some(_) => None,
            None => Some(vec![when]),
        },
        _ => None,
    }
}
