//! The words that say what a sentence is about and what it holds of it, by language.
//!
//! `lexicon/en.txt` and `lexicon/de.txt` are shipped; [`Lexicon::read`] adds a shop's own. A line of a shipped file is a
//! kind and its patterns, separated by commas:
//!
//! | kind | its words |
//! |---|---|
//! | `fit`, `material`, `color`, `quality`, `use` | name the aspect |
//! | the same with `+` or `-` | name it, and praise or criticise |
//! | `small`, `true`, `large` | say how the size turns out |
//! | `small~`, `large~` | advise another size, which need not be critique |
//! | `+`, `-` | praise or criticise |
//! | the last with `~` before the sign | the same where nothing stronger is said |
//! | `not`, `not<` | turn what follows into its opposite; with `<`, also what stands before |
//! | `but` | begin a turn |
//! | `skip` | mean none of what their parts mean |
//! | `open` | begin a sentence that leans on the one before |
//! | `words` | tell the language |
//!
//! A pattern is one or more words. `*` at an end of it stands for any letters, between blanks for one word.

mod read;

use crate::review::aspect::{Aspect, Aspects};
use crate::review::words::{Words, first_word, fold_pattern, is_letter};
use std::sync::OnceLock;

/// How a buyer says that the size turns out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sizing {
    /// "Runs small."
    Small,
    /// "True to size."
    True,
    /// "Runs large."
    Large,
}

/// What else a pattern does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Role {
    /// Nothing else.
    #[default]
    Plain,
    /// Turns what follows into its opposite.
    Not,
    /// The same, else what stands before.
    NotBefore,
    /// Begins a turn: "but".
    But,
    /// Means nothing, whatever its parts mean.
    Skip,
    /// Begins a sentence that leans on the one before.
    Open,
    /// Tells the language.
    Word,
}

/// What a pattern means.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Meaning {
    /// The aspects that it names.
    pub aspects: Aspects,
    /// 1 praises, -1 criticises, 0 neither.
    pub sign: i8,
    /// Whether the sign counts only where nothing stronger is said.
    pub is_weak: bool,
    /// How the size turns out.
    pub sizing: Option<Sizing>,
    /// What else it does.
    pub role: Role,
}

impl Meaning {
    /// The meaning of a kind, as a shipped file names it.
    fn of(kind: &str) -> Option<Self> {
        let plain = Meaning::default();
        let with_role = |role| Some(Meaning { role, ..plain });
        let sized = |sign, sizing, is_weak| {
            let mut aspects = Aspects::default();
            aspects.add(Aspect::Fit);
            Some(Meaning { aspects, sign, is_weak, sizing: Some(sizing), ..plain })
        };
        match kind {
            "small" => return sized(-1, Sizing::Small, false),
            "small~" => return sized(-1, Sizing::Small, true),
            "true" => return sized(1, Sizing::True, false),
            "large" => return sized(-1, Sizing::Large, false),
            "large~" => return sized(-1, Sizing::Large, true),
            "not" => return with_role(Role::Not),
            "not<" => return with_role(Role::NotBefore),
            "but" => return with_role(Role::But),
            "skip" => return with_role(Role::Skip),
            "open" => return with_role(Role::Open),
            "words" => return with_role(Role::Word),
            _ => {}
        }
        let (name, sign) = match (kind.strip_suffix('+'), kind.strip_suffix('-')) {
            (Some(name), _) => (name, 1),
            (_, Some(name)) => (name, -1),
            _ => (kind, 0),
        };
        let (name, is_weak) = name.strip_suffix('~').map_or((name, false), |name| (name, true));
        let mut aspects = Aspects::default();
        if !name.is_empty() {
            aspects.add(Aspect::of(name)?);
        }
        Some(Meaning { aspects, sign, is_weak, ..plain })
    }
}

/// A pattern with its meaning.
#[derive(Clone, Debug, PartialEq)]
struct Entry {
    /// Folded, without `*`.
    text: String,
    /// Whether any letters may follow.
    is_open: bool,
    /// Whether any letters may go before, in the first word.
    is_tail: bool,
    meaning: Meaning,
}

/// Patterns are kept by the first two bytes of their first word, mixed into so many places, and in one more for `*…`.
const PLACES: usize = 512;
const TAILS: usize = PLACES;
/// `*…` is looked for in words of at least so many bytes: it is the tail of a compound.
const COMPOUND: usize = 5;

/// The patterns of a language.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Language {
    tag: String,
    places: Vec<Vec<Entry>>,
}

/// A pattern found in a text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Match {
    /// How many words it covers.
    pub words: usize,
    /// Which.
    pub meaning: Meaning,
}

impl Language {
    fn new(tag: &str) -> Self {
        Language { tag: tag.to_owned(), places: vec![Vec::new(); PLACES + 1] }
    }

    fn shipped(tag: &str, text: &str) -> Self {
        let mut language = Language::new(tag);
        for line in text.lines() {
            let Some((kind, patterns)) = line.split_once(':') else { continue };
            let Some(meaning) = Meaning::of(kind) else { continue };
            for pattern in patterns.split(',') {
                language.add(pattern, meaning);
            }
        }
        language
    }

    /// Adds a pattern; one without a letter is left out.
    fn add(&mut self, pattern: &str, meaning: Meaning) {
        let folded = fold_pattern(pattern);
        let text = folded.strip_prefix('*').unwrap_or(&folded);
        let is_tail = text.len() < folded.len();
        let is_open = text.ends_with('*') && !text.ends_with(" *");
        let text = if is_open { text.strip_suffix('*').unwrap_or(text) } else { text };
        if text.trim().is_empty() {
            return;
        }
        let place = if is_tail { TAILS } else { place(text) };
        if let Some(entries) = self.places.get_mut(place) {
            entries.push(Entry { text: text.to_owned(), is_open, is_tail, meaning });
        }
    }

    /// Whether there is a pattern at a word.
    fn knows(&self, words: &Words, word: usize) -> bool {
        let folded = words.from(word);
        self.candidates(folded).any(|entry| entry.covers(folded).is_some())
    }

    /// The patterns that may be at the beginning of a folded text.
    fn candidates(&self, folded: &str) -> impl Iterator<Item = &Entry> {
        let own = self.places.get(place(folded)).into_iter().flatten();
        let is_compound = first_word(folded).len() >= COMPOUND;
        own.chain(self.places.get(TAILS).filter(|_| is_compound).into_iter().flatten())
    }

    /// The longest pattern at a word. Of several over as many words, the one with most letters says what it means, and
    /// all of them say what it is about.
    pub fn at(&self, words: &Words, word: usize) -> Option<Match> {
        let folded = words.from(word);
        let mut best: Option<(usize, usize, Meaning)> = None;
        for entry in self.candidates(folded) {
            let Some(covered) = entry.covers(folded) else { continue };
            let letters = entry.text.len();
            best = match best {
                Some((most, _, _)) if covered < most => best,
                Some((most, longest, known)) if covered == most => {
                    let aspects = known.aspects.with(entry.meaning.aspects);
                    // At the same length, a kind that says more adds to one that only names.
                    let says_more =
                        letters > longest || letters == longest && known.sign == 0 && known.role == Role::Plain;
                    let meaning = if says_more { entry.meaning } else { known };
                    Some((most, letters.max(longest), Meaning { aspects, ..meaning }))
                }
                _ => Some((covered, letters, entry.meaning)),
            };
        }
        best.map(|(words, _, meaning)| Match { words, meaning })
    }
}

impl Entry {
    /// How many words the pattern covers at the beginning of a folded text; `None` when it isn't there.
    fn covers(&self, folded: &str) -> Option<usize> {
        let end = if self.is_tail {
            let word = first_word(folded);
            let fits = if self.is_open { crate::text::contains(word, &self.text) } else { word.ends_with(&self.text) };
            return fits.then_some(1);
        } else {
            let end = matched(&self.text, folded)?;
            let goes_on = folded.as_bytes().get(end).is_some_and(|byte| !matches!(byte, b' ' | b'|'));
            if goes_on && !self.is_open {
                return None;
            }
            end
        };
        Some(1 + folded.bytes().take(end).filter(|byte| *byte == b' ').count())
    }
}

/// Where a pattern ends in a folded text that begins with it; a `*` in it is any one word.
fn matched(pattern: &str, folded: &str) -> Option<usize> {
    let mut end = 0;
    for letter in pattern.bytes() {
        if letter == b'*' {
            let word = first_word(folded.get(end..)?);
            end += word.len();
            if word.is_empty() {
                return None;
            }
            continue;
        }
        if folded.as_bytes().get(end) != Some(&letter) {
            return None;
        }
        end += 1;
    }
    Some(end)
}

/// Whether a text can be found: it begins with a word, of two letters where others may follow, and `*` stands only at an
/// end or for a whole word.
fn is_pattern(text: &str) -> bool {
    let inner = text.strip_prefix('*').unwrap_or(text);
    let inner = inner.strip_suffix('*').unwrap_or(inner);
    let whole = |word: &str| word == "*" || word.bytes().all(|byte| byte != b'*');
    let is_long = inner.len() > 1 || inner.len() == text.len();
    is_long && inner.chars().next().is_some_and(is_letter) && inner.split(' ').all(whole)
}

/// The place of what begins like a folded text.
fn place(folded: &str) -> usize {
    let mut bytes = folded.bytes().take_while(|byte| !matches!(byte, b' ' | b'|')).map(usize::from);
    let (first, second) = (bytes.next().unwrap_or(0), bytes.next().unwrap_or(0));
    (first * 31 + second) % PLACES
}

/// The words of the languages that reviews are read in: English and German, and what a shop adds.
#[derive(Clone, Debug, PartialEq)]
pub struct Lexicon {
    languages: Vec<Language>,
}

impl Default for Lexicon {
    fn default() -> Self {
        Lexicon::shipped().clone()
    }
}

impl Lexicon {
    /// English and German, read at the first use and kept.
    #[must_use]
    pub fn shipped() -> &'static Self {
        static SHIPPED: OnceLock<Lexicon> = OnceLock::new();
        SHIPPED.get_or_init(|| {
            let english = Language::shipped("en", include_str!("lexicon/en.txt"));
            let german = Language::shipped("de", include_str!("lexicon/de.txt"));
            Lexicon { languages: vec![english, german] }
        })
    }

    /// The language with most of the words; the first listed of several, `None` when none has any.
    pub(super) fn language(&self, words: &Words) -> Option<&Language> {
        let mut best: Option<(usize, &Language)> = None;
        for language in &self.languages {
            let found = (0..words.list.len()).filter(|word| language.knows(words, *word)).count();
            if found > best.map_or(0, |(most, _)| most) {
                best = Some((found, language));
            }
        }
        best.map(|(_, language)| language)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meaning(text: &str) -> Option<(usize, Meaning)> {
        let words = Words::of(text);
        let lexicon = Lexicon::shipped();
        let language = lexicon.language(&words)?;
        language.at(&words, 0).map(|found| (found.words, found.meaning))
    }

    #[test]
    fn every_line_of_the_shipped_files_has_a_kind() {
        for text in [include_str!("lexicon/en.txt"), include_str!("lexicon/de.txt")] {
            for line in text.lines() {
                let kind = line.split_once(':').map(|(kind, _)| kind);
                assert!(kind.and_then(Meaning::of).is_some(), "{line}");
                for pattern in line.split_once(':').unwrap().1.split(',') {
                    assert!(is_pattern(pattern.trim()), "{pattern} in {line}");
                }
            }
        }
    }

    #[test]
    fn the_longest_pattern_is_meant() {
        let (words, found) = meaning("true to size for me").unwrap();
        assert_eq!((words, found.sign, found.sizing), (3, 1, Some(Sizing::True)));
        let (words, found) = meaning("Größengerecht, passt").unwrap();
        assert_eq!((words, found.sizing), (1, Some(Sizing::True)));
        let (words, found) = meaning("not only soft").unwrap();
        assert_eq!((words, found.role), (2, Role::Skip));
        let (_, found) = meaning("Stoffqualität ist gut").unwrap();
        assert!(found.aspects.has(Aspect::Material) && found.aspects.has(Aspect::Quality));
        assert_eq!(meaning("quux"), None);
    }

    #[test]
    fn the_language_with_more_words_is_taken() {
        let lexicon = Lexicon::shipped();
        let tag = |text: &str| lexicon.language(&Words::of(text)).map(|language| language.tag.clone());
        assert_eq!(tag("The dress was fast and red").as_deref(), Some("en"));
        assert_eq!(tag("Das Kleid war fast rot").as_deref(), Some("de"));
        assert_eq!(tag("Очень красиво"), None);
    }
}
