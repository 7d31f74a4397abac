//! Words of a rule: per locale, with placeholders, and variations of them.

use super::content_checks::{check_placeholders, check_text};
use crate::diagnostic::{Diagnostics, nearest};
use crate::json::Node;
use crate::json::Strictness::Written;
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
pub const PLACEHOLDERS: [&str; 13] = [
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
];

/// One piece of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// As it stands.
    Text(&'a str),
    /// The name of a placeholder.
    Placeholder(&'a str),
}

/// A text as its pieces. A brace without its partner stands for itself.
pub fn pieces(text: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        if let Some(inner) = rest.strip_prefix('{')
            && let Some((name, after)) = inner.split_once('}')
        {
            rest = after;
            return Some(Piece::Placeholder(name.trim()));
        }
        let end = rest.char_indices().skip(1).find(|(_, c)| *c == '{').map_or(rest.len(), |(at, _)| at);
        let (text, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
        rest = after;
        Some(Piece::Text(text))
    })
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
        words.only(&["headline", "body", "action"], found);
        let headline = read_words(&words, "headline", MAX_HEADLINE, locale, found);
        if headline.is_empty() {
            words.required("headline", "what the nudge says first", found);
        }
        let body = read_words(&words, "body", MAX_BODY, locale, found);
        let action = read_words(&words, "action", MAX_ACTION, locale, found);
        list.push((locale.to_owned(), Content { headline, body, action }));
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
    for piece in pieces(&text) {
        let Piece::Placeholder(name) = piece else { continue };
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
    fn texts_fall_into_pieces_and_stray_braces_stay() {
        use Piece::{Placeholder as P, Text as T};
        let of = |text| pieces(text).collect::<Vec<_>>();
        assert_eq!(of("Between {sizes_in_cart}?"), [T("Between "), P("sizes_in_cart"), T("?")]);
        assert_eq!(of("{a}{b}"), [P("a"), P("b")]);
        assert_eq!(of("a { b"), [T("a "), T("{ b")]);
        assert_eq!(of(""), []);
        assert_eq!(of("ä{é}ö"), [T("ä"), P("é"), T("ö")]);
    }

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
