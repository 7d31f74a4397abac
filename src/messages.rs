//! The words that cartnudge brings along: `messages/*.json`, in ICU MessageFormat. A rule's own content goes before them,
//! and a shop replaces any of them by key, for one language or for all, and adds languages.

pub mod format;
mod number;
mod plural;

use crate::diagnostic::Diagnostics;
use crate::json::Node;
use crate::text;
pub use format::Value;
pub use number::number;
pub use plural::{Category, category};

include!(concat!(env!("OUT_DIR"), "/messages.rs"));

/// Texts by key.
pub type Texts = Vec<(String, String)>;

/// Texts that replace the shipped ones.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Overrides {
    /// In every language.
    all: Texts,
    /// In one: language tag and texts.
    by_locale: Vec<(String, Texts)>,
}

/// A language that words are at hand in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Language<'a> {
    /// Its tag.
    pub tag: &'a str,
    /// The shop's texts in it.
    own: &'a [(String, String)],
    /// The shop's texts in every language.
    all: &'a [(String, String)],
    shipped: &'static [&'static str; KEYS.len()],
}

/// All keys that a shop can replace.
pub fn keys() -> impl Iterator<Item = &'static str> + Clone {
    KEYS.iter().copied()
}

/// The tags of the shipped languages.
pub fn languages() -> impl Iterator<Item = &'static str> {
    SHIPPED.iter().map(|(tag, _)| *tag)
}

fn shipped(tag: &str) -> Option<(&'static str, &'static [&'static str; KEYS.len()])> {
    let language = text::language(tag);
    SHIPPED.iter().find(|(known, _)| known.eq_ignore_ascii_case(language)).copied()
}

fn of_key<'a>(texts: &'a [(String, String)], key: &str) -> Option<&'a str> {
    texts.iter().find(|(known, _)| known == key).map(|(_, text)| text.as_str())
}

impl Overrides {
    /// Reads `{ key: text }` and `{ locale: { key: text } }`; what is faulty is an error.
    #[must_use]
    pub fn read(node: Node<'_>, found: &mut Diagnostics) -> Self {
        let mut overrides = Overrides::default();
        if !node.is_object(found) {
            return overrides;
        }
        let is_locale = |(key, value): &(&str, Node<'_>)| value.value().is_object() && !KEYS.contains(key);
        let locales: Vec<String> = node.members().filter(is_locale).map(|(key, _)| key.to_owned()).collect();
        let mut known: Vec<&str> = keys().collect();
        known.extend(locales.iter().map(String::as_str));
        node.only(&known, found);
        overrides.all = read_texts(&node, found);
        for locale in &locales {
            let Some(node) = node.get(locale) else { continue };
            let known: Vec<&str> = keys().collect();
            node.only(&known, found);
            let texts = read_texts(&node, found);
            if shipped(locale).is_none() {
                warn_of_missing(&node, &texts, found);
            }
            overrides.by_locale.push((locale.clone(), texts));
        }
        overrides
    }

    /// The language for a tag, else for the fallback's, else English: one that the shop has texts in, or a shipped one.
    #[must_use]
    pub fn language<'a>(&'a self, locale: Option<&'a str>, fallback: &'a str) -> Language<'a> {
        let english = SHIPPED.first().map_or(&[""; KEYS.len()], |(_, texts)| *texts);
        let of = |tag: &'a str| {
            let find = |tag: &str| self.by_locale.iter().find(|(known, _)| known.eq_ignore_ascii_case(tag));
            let own = find(tag).or_else(|| find(text::language(tag)));
            let known = shipped(tag);
            let tag = own.map(|(tag, _)| tag.as_str()).or(known.map(|(tag, _)| tag))?;
            let texts = known.or_else(|| shipped(fallback)).map_or(english, |(_, texts)| texts);
            Some(Language { tag, own: own.map_or(&[], |(_, texts)| texts), all: &self.all, shipped: texts })
        };
        let last = Language { tag: "en", own: &[], all: &self.all, shipped: english };
        locale.and_then(of).or_else(|| of(fallback)).unwrap_or(last)
    }
}

impl<'a> Language<'a> {
    /// The text of a key, as it is written; the empty text for a key that isn't shipped.
    #[must_use]
    pub fn text(self, key: &str) -> &'a str {
        let shipped = || KEYS.binary_search(&key).ok().and_then(|place| self.shipped.get(place)).copied();
        of_key(self.own, key).or_else(|| of_key(self.all, key)).or_else(shipped).unwrap_or("")
    }
}

/// Reads the texts of an object, without checking which keys it has; what is no text, or not in the format, is an error.
pub(crate) fn read_texts(node: &Node<'_>, found: &mut Diagnostics) -> Texts {
    let mut texts = Texts::new();
    for (key, value) in node.members() {
        if let Some(text) = value.value().as_str() {
            refuse_faults(&value, text, found);
            texts.push((key.to_owned(), text.to_owned()));
        } else if KEYS.contains(&key) {
            value.wrong_type("a text", crate::json::Strictness::Written, found);
        }
    }
    texts
}

/// What is wrong with the form of a text is an error.
pub(crate) fn refuse_faults(node: &Node<'_>, text: &str, found: &mut Diagnostics) {
    if let Err(help) = format::check(text, &mut |_| {}) {
        found.refuse("bad_message_format", node, || ("this is not ICU MessageFormat".to_owned(), help.to_owned()));
    }
}

/// A language that isn't shipped says the fallback's words where the shop has none.
fn warn_of_missing(node: &Node<'_>, texts: &Texts, found: &mut Diagnostics) {
    let missing: Vec<&str> = keys().filter(|key| of_key(texts, key).is_none()).collect();
    let Some(first) = missing.first() else { return };
    found.warn("missing_messages", node, || {
        let count = text::digits(missing.len() as u64);
        let message = [&count, " texts are missing, the first is `", first, "`"].concat();
        (message, "add them; until then these stand in the default language".to_owned())
    });
}

#[cfg(test)]
mod tests {
    use super::format::check;
    use super::*;
    use crate::rules::content::{MAX_ACTION, PLACEHOLDERS};
    use serde_json::json;

    fn read(value: &serde_json::Value) -> (Overrides, Vec<(String, &'static str)>) {
        let mut found = Diagnostics::default();
        let overrides = Overrides::read(Node::root(value), &mut found);
        (overrides, found.iter().map(|one| (one.pointer.clone(), one.code)).collect())
    }

    /// Names in shipped texts that rules can't write.
    const OWN: [&str; 9] = ["rating", "count", "of", "first", "last", "from", "to", "unit", "minutes"];

    #[test]
    fn shipped_words_are_well_formed_and_fit_their_place() {
        for (tag, texts) in SHIPPED {
            for (key, text) in KEYS.iter().zip(texts) {
                assert!(!text.is_empty(), "{tag} {key}");
                let mut named = |name: &str| {
                    assert!(PLACEHOLDERS.contains(&name) || OWN.contains(&name), "{tag} {key}: {name}");
                };
                check(text, &mut named).unwrap_or_else(|help| panic!("{tag} {key}: {help}"));
                assert!(!key.ends_with(".action") || text.chars().count() <= MAX_ACTION, "{tag} {key}");
            }
        }
    }

    #[test]
    fn every_language_names_the_same_things() {
        let names = |text: &'static str| {
            let mut names: Vec<&str> = Vec::new();
            check(text, &mut |name| names.push(name)).unwrap();
            names.sort_unstable();
            names.dedup();
            names
        };
        let [(_, english), others @ ..] = SHIPPED;
        for (tag, texts) in others {
            for ((key, text), english) in KEYS.iter().zip(texts).zip(english) {
                assert_eq!(names(text), names(english), "{tag} {key}");
            }
        }
    }

    #[test]
    fn no_word_judges_the_shopper() {
        let words = "risk return Risiko Retoure hurry only left nur_noch Eile risque vite dépêchez riesgo prisa solo_quedan مخاطر أسرع";
        for (tag, texts) in SHIPPED {
            for (key, text) in KEYS.iter().zip(texts) {
                for word in words.split(' ').map(|word| word.replace('_', " ")) {
                    assert!(!text.contains(&word), "{tag} {key}: {word}");
                }
            }
        }
    }

    #[test]
    fn overrides_go_first_those_of_the_language_before_those_of_all() {
        let (own, faults) = read(&json!({ "close": "Done", "dismiss": "Bye", "de": { "close": "Fertig" } }));
        assert_eq!(faults, []);
        let text = |tag, key| own.language(Some(tag), "en").text(key).to_owned();
        assert_eq!([text("de-AT", "close"), text("fr", "close")], ["Fertig", "Done"]);
        assert_eq!([text("de", "dismiss"), text("de", "size_chart.size")], ["Bye", "Größe"]);
    }

    #[test]
    fn a_shop_adds_a_language_and_hears_what_is_missing() {
        let (own, faults) = read(&json!({ "it": { "close": "Chiudi" } }));
        assert_eq!(faults, [("/it".to_owned(), "missing_messages")]);
        let italian = own.language(Some("it-CH"), "de");
        assert_eq!([italian.tag, italian.text("close"), italian.text("dismiss")], ["it", "Chiudi", "Nein, danke"]);
    }

    #[test]
    fn faulty_texts_are_told_where_they_stand() {
        let (_, faults) =
            read(&json!({ "clse": "x", "close": 5, "fr": { "dismiss": "{n, plural, one {a}}", "x": "y" } }));
        let faults: Vec<_> = faults.iter().map(|(at, code)| (at.as_str(), *code)).collect();
        let expected = [
            ("/clse", "unknown_key"),
            ("/close", "wrong_type"),
            ("/fr/x", "unknown_key"),
            ("/fr/dismiss", "bad_message_format"),
        ];
        assert_eq!(faults, expected);
    }

    #[test]
    fn the_language_follows_the_locale_then_the_fallback() {
        let none = Overrides::default();
        let tag = |locale, fallback| none.language(locale, fallback).tag;
        assert_eq!(tag(Some("de-CH"), "en"), "de");
        assert_eq!(tag(Some("it"), "de"), "de");
        assert_eq!(tag(Some("AR-eg"), "de"), "ar");
        assert_eq!(tag(None, "ja"), "en");
    }
}
