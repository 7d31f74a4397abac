//! Words of a rule: per locale, with placeholders, and variations of them.

use super::content_checks::{check_placeholders, check_text};
use crate::diagnostic::{Diagnostics, nearest};
use crate::json::Node;
use crate::json::Strictness::Written;
use crate::messages::{self, Texts};
use crate::text::{language, length};

/// What a nudge says. Each text may hold placeholders.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Content {
    /// At most [`MAX_HEADLINE`] characters.
    pub headline: String,
    /// At most [`MAX_BODY`] characters.
    pub body: String,
    /// The label of the one main action, at most [`MAX_ACTION`] characters; the nudge's own when empty.
    pub action: String,
    /// The rule's own texts in place of shipped ones: titles, labels.
    pub messages: Texts,
}

/// A variation of a rule's nudge.
#[derive(Clone, Debug, PartialEq)]
pub struct Variation {
    /// Its name in events and results.
    pub id: String,
    /// Its share relative to the other variations.
    pub weight: f64,
    /// Words that replace the rule's; empty when they stay.
    pub content: Vec<(String, Content)>,
}

/// Characters of a headline.
pub const MAX_HEADLINE: usize = 60;
/// Characters of a body.
pub const MAX_BODY: usize = 140;
/// Characters of an action.
pub const MAX_ACTION: usize = 30;

/// More variations than this can't be told apart by results.
pub const MAX_VARIATIONS: usize = 20;

/// Names that may stand in braces.
pub const PLACEHOLDERS: [&str; 19] = [
    "item_name",
    "brand",
    "category",
    "size",
    "kept_size",
    "advised_size",
    "sizes_in_cart",
    "fit_small",
    "fit_true",
    "fit_large",
    "fit_count",
    "review_count",
    "review_average",
    "details",
    "care",
    "goes_with",
    "tutorials",
    "line",
    "line_hours",
];

/// The names in braces, in the order in which they stand, nested ones included.
pub(crate) fn named(text: &str) -> Vec<&str> {
    let mut names = Vec::new();
    // Faults are told elsewhere; the names before them count.
    let _ = messages::format::check(text, &mut |name| names.push(name));
    names
}

/// The value for a locale: the exact tag, else its language, else the default's, else none.
#[must_use]
pub fn for_locale<'a, T>(list: &'a [(String, T)], locale: Option<&str>, fallback: &str) -> Option<(&'a str, &'a T)> {
    let find = |tag: &str| {
        list.iter().find(|(key, _)| key.eq_ignore_ascii_case(tag)).map(|(key, value)| (key.as_str(), value))
    };
    locale
        .and_then(|tag| find(tag).or_else(|| find(language(tag))))
        .or_else(|| find(fallback))
        .or_else(|| find(language(fallback)))
}

pub(super) fn read_content(node: &Node<'_>, found: &mut Diagnostics) -> Vec<(String, Content)> {
    if !node.is_object(found) {
        return Vec::new();
    }
    let mut list = Vec::new();
    for (locale, words) in node.members() {
        if !words.is_object(found) {
            continue;
        }
        if !is_language_tag(locale) {
            found.refuse("not_a_locale", &words, || {
                (format!("`{locale}` is not a language tag"), "write a BCP 47 tag, like `en` or `de-AT`".to_owned())
            });
        }
        words.only(&["headline", "body", "action", "messages"], found);
        let headline = read_words(&words, "headline", MAX_HEADLINE, locale, found);
        if headline.is_empty() {
            words.required("headline", "what the nudge says first", found);
        }
        let body = read_words(&words, "body", MAX_BODY, locale, found);
        let action = read_words(&words, "action", MAX_ACTION, locale, found);
        let messages = words.get("messages").map_or_else(Texts::new, |node| read_messages(&node, locale, found));
        list.push((locale.to_owned(), Content { headline, body, action, messages }));
    }
    check_placeholders(node, &list, found);
    list
}

/// Whether a text has the form of a BCP 47 language tag: `en`, `de-AT`, `zh-Hant-TW`.
fn is_language_tag(text: &str) -> bool {
    let mut parts = text.split('-');
    let first = parts.next().unwrap_or_default();
    let is_language = (2..=3).contains(&first.len()) && first.bytes().all(|byte| byte.is_ascii_alphabetic());
    is_language
        && parts.all(|part| (2..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

/// A rule's own texts in place of shipped ones.
fn read_messages(node: &Node<'_>, locale: &str, found: &mut Diagnostics) -> Texts {
    if !node.is_object(found) {
        return Texts::new();
    }
    let known: Vec<&str> = messages::keys().collect();
    node.only(&known, found);
    let texts = messages::read_texts(node, found);
    for (key, text) in &texts {
        check_text(&node.at(key), text, locale, found);
    }
    texts
}

fn read_words(node: &Node<'_>, key: &str, max: usize, locale: &str, found: &mut Diagnostics) -> String {
    let text = node.text(key, Written, found).unwrap_or_default();
    check_text(&node.at(key), &text, locale, found);
    let length = length(&text);
    if length > max {
        found.warn("text_too_long", &node.at(key), || {
            let message = format!("{length} characters; `{key}` has room for {max}");
            (message, "shorten it, or it may be cut".to_owned())
        });
    }
    messages::refuse_faults(&node.at(key), &text, found);
    for name in named(&text) {
        if PLACEHOLDERS.contains(&name) {
            continue;
        }
        found.refuse("unknown_placeholder", &node.at(key), || {
            let help = match nearest(name, PLACEHOLDERS.into_iter()) {
                Some(near) => format!("did you mean `{{{near}}}`?"),
                None => format!("write one of {}", PLACEHOLDERS.join(", ")),
            };
            (format!("unknown placeholder `{{{name}}}`"), help)
        });
    }
    text
}

pub(super) fn read_variations(node: &Node<'_>, found: &mut Diagnostics) -> Vec<Variation> {
    if !node.is_list(found) {
        return Vec::new();
    }
    let mut list: Vec<Variation> = Vec::new();
    let entries = node.items(found);
    if entries.len() > MAX_VARIATIONS {
        found.refuse("too_many_items", node, || {
            let message = format!("{} variations; a rule has at most {MAX_VARIATIONS}", entries.len());
            (message, "remove some".to_owned())
        });
        return list;
    }
    for entry in entries {
        if !entry.is_object(found) {
            continue;
        }
        entry.only(&["id", "weight", "content"], found);
        let Some(id) = entry.text("id", Written, found) else {
            entry.required("id", "a name for the variation", found);
            continue;
        };
        if list.iter().any(|known| known.id == id) {
            found.refuse("duplicate_id", &entry.at("id"), || {
                (format!("another variation has the id `{id}`"), "give each variation its own id".to_owned())
            });
        }
        let weight = entry.number("weight", (0.0, 1e6), Written, found).unwrap_or(1.0);
        let content = entry.get("content").map_or_else(Vec::new, |node| read_content(&node, found));
        list.push(Variation { id, weight, content });
    }
    if !list.is_empty() && list.iter().map(|one| one.weight).sum::<f64>() <= 0.0 {
        found.refuse("no_weight", node, || {
            ("no variation has any weight".to_owned(), "give at least one variation a weight over 0".to_owned())
        });
    }
    list
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_locale_is_chosen() {
        let list = [("de".to_owned(), 1), ("en".to_owned(), 2), ("de-AT".to_owned(), 3)];
        let of = |locale| for_locale(&list, locale, "en-GB").map(|(_, value)| *value);
        assert_eq!(of(Some("de-CH")), Some(1));
        assert_eq!(of(Some("de-at")), Some(3));
        assert_eq!(of(Some("fr")), Some(2));
        assert_eq!(of(None), Some(2));
    }
}
