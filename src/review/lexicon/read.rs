//! A shop's own words, as JSON.

use super::{Language, Lexicon, Meaning, is_pattern};
use crate::diagnostic::Diagnostics;
use crate::json::Node;
use crate::json::Strictness::Written;
use crate::text::language;

/// More languages than a shop sells in are not read.
const MAX_LANGUAGES: usize = 40;
/// A language has at most this many words of one kind.
const MAX_PATTERNS: usize = 1_000;
/// A longer pattern is no word.
const MAX_PATTERN: usize = 60;

/// The key of a language's object, and the kind that its list is.
static LISTS: [(&str, &str); 6] =
    [("praise", "+"), ("critique", "-"), ("negation", "not<"), ("turn", "but"), ("skip", "skip"), ("words", "words")];
static ASPECTS: [&str; 5] = ["fit", "material", "color", "quality", "use"];
static SIZINGS: [&str; 3] = ["small", "true", "large"];

impl Lexicon {
    /// The shipped words with a shop's own: an object with a language tag for each key. `None`, with an error, when it is
    /// something else or says something that isn't understood.
    #[must_use]
    pub fn read(node: Node<'_>, found: &mut Diagnostics) -> Option<Self> {
        let mut own = Diagnostics::default();
        let lexicon = read(node, &mut own);
        let faulty = own.has_errors();
        found.extend(own);
        (!faulty).then_some(lexicon)
    }
}

fn read(node: Node<'_>, found: &mut Diagnostics) -> Lexicon {
    let mut lexicon = Lexicon::default();
    if !node.is_object(found) {
        return lexicon;
    }
    for (index, (tag, member)) in node.members().enumerate() {
        if index >= MAX_LANGUAGES {
            found.refuse("too_many_items", &member, || {
                (format!("more than {MAX_LANGUAGES} languages"), "leave out languages that no review is in".to_owned())
            });
            break;
        }
        if !is_language(tag) {
            found.refuse("not_a_locale", &member, || {
                (format!("`{tag}` is not a language tag"), "write a tag like `fr` or `nl`".to_owned())
            });
            continue;
        }
        let small = tag.to_ascii_lowercase();
        let known = lexicon.languages.iter_mut().find(|known| known.tag == language(&small));
        match known {
            Some(known) => read_language(&member, known, found),
            None => {
                let mut new = Language::new(language(&small));
                read_language(&member, &mut new, found);
                lexicon.languages.push(new);
            }
        }
    }
    lexicon
}

/// Whether a text begins with two or three letters, as tags of languages do.
fn is_language(tag: &str) -> bool {
    let name = language(tag);
    (2..=3).contains(&name.len()) && name.bytes().all(|byte| byte.is_ascii_alphabetic())
}

fn read_language(node: &Node<'_>, language: &mut Language, found: &mut Diagnostics) {
    if !node.is_object(found) {
        return;
    }
    node.only(&["aspects", "fit", "praise", "critique", "negation", "turn", "skip", "words"], found);
    read_group(node, "aspects", &ASPECTS, language, found);
    read_group(node, "fit", &SIZINGS, language, found);
    for (key, kind) in LISTS {
        read_list(node, key, kind, language, found);
    }
}

/// The lists of an object whose keys are kinds.
fn read_group(node: &Node<'_>, key: &str, kinds: &[&str], language: &mut Language, found: &mut Diagnostics) {
    let Some(group) = node.get(key) else { return };
    if !group.is_object(found) {
        return;
    }
    group.only(kinds, found);
    for kind in kinds {
        read_list(&group, kind, kind, language, found);
    }
}

fn read_list(node: &Node<'_>, key: &str, kind: &str, language: &mut Language, found: &mut Diagnostics) {
    let Some(list) = node.get(key) else { return };
    let Some(meaning) = Meaning::of(kind) else { return };
    if !list.is_list(found) {
        return;
    }
    for (index, item) in list.items(found).enumerate() {
        if index >= MAX_PATTERNS {
            found.refuse("too_many_items", &list, || {
                (format!("more than {MAX_PATTERNS} words"), "keep the words that buyers write most".to_owned())
            });
            return;
        }
        let text = item.value().as_str().map(str::trim).unwrap_or_default();
        if text.len() > MAX_PATTERN || !is_pattern(text) {
            item.wrong_type("a word or phrase of at most 60 bytes, with `*` at an end or as a word", Written, found);
            continue;
        }
        language.add(text, meaning);
    }
}
