//! Manipulative wording: urgency, scarcity, confirm-shaming, judging the shopper. Warnings, each with the reason; in the
//! languages that the package ships.
//!
//! A pattern is a row of words. `a|b` is either; `#` is a number, in digits or a word, or a placeholder; `_` is any
//! word; `…` is up to three words of the same sentence; a word ending in `*` is any word that begins so; `^` begins a
//! sentence. Letters count without case, accents of German are spelled out (`ae`), apostrophes are left out.

mod de;
mod en;

use crate::text::language;

/// What makes wording manipulative.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Manipulation {
    /// It presses for time.
    Urgency,
    /// It presses with what may run out.
    Scarcity,
    /// It makes declining embarrassing.
    ConfirmShaming,
    /// It judges the shopper, or names what the shop thinks of them.
    Judging,
}

impl Manipulation {
    /// Its name in messages.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Manipulation::Urgency => "urgency",
            Manipulation::Scarcity => "scarcity",
            Manipulation::ConfirmShaming => "confirm-shaming",
            Manipulation::Judging => "judging the shopper",
        }
    }

    /// Why it backfires.
    #[must_use]
    pub fn reason(self) -> &'static str {
        match self {
            Manipulation::Urgency => "hurried orders come back more often",
            Manipulation::Scarcity => "what is bought for fear of missing out comes back more often",
            Manipulation::ConfirmShaming => "who is shamed into a choice doesn't come back to the shop",
            Manipulation::Judging => "shoppers who feel watched or judged turn away",
        }
    }

    /// What to write instead.
    #[must_use]
    pub fn help(self) -> &'static str {
        match self {
            Manipulation::Urgency => "leave out the time, and say what helps to choose",
            Manipulation::Scarcity => "leave out how many are left, and say what helps to choose",
            Manipulation::ConfirmShaming => "let declining be a plain \"No thanks\"",
            Manipulation::Judging => "speak of the item, not of the shopper",
        }
    }
}

type Patterns = &'static [(Manipulation, &'static [&'static str])];

/// The first manipulative phrase of a text, as its words were understood; `None` in languages that aren't checked.
#[must_use]
pub fn manipulation(text: &str, locale: &str) -> Option<(Manipulation, String)> {
    let (patterns, numbers): (Patterns, &[&str]) = match language(locale).to_ascii_lowercase().as_str() {
        "en" => (en::PATTERNS, en::NUMBERS),
        "de" => (de::PATTERNS, de::NUMBERS),
        _ => return None,
    };
    let words = words(text);
    for (kind, list) in patterns {
        for pattern in *list {
            let steps: Vec<&str> = pattern.split(' ').collect();
            let starts = 0..words.len();
            let found = starts.filter_map(|from| Some((from, matched(&steps, &words, from, numbers)?))).next();
            if let Some((from, to)) = found {
                let phrase: Vec<&str> =
                    words.get(from..to).unwrap_or_default().iter().map(|word| word.shown()).collect();
                return Some((*kind, phrase.join(" ")));
            }
        }
    }
    None
}

/// Where the pattern ends, when it matches from `at` on.
fn matched(steps: &[&str], words: &[Word], at: usize, numbers: &[&str]) -> Option<usize> {
    let Some((step, rest)) = steps.split_first() else { return Some(at) };
    if *step == "^" {
        let begins = at == 0 || words.get(at - 1)?.is_end();
        return begins.then(|| matched(rest, words, at, numbers))?;
    }
    if *step == "…" {
        for skipped in 0..=3 {
            let between = words.get(at..at + skipped)?;
            if between.iter().any(Word::is_end) {
                return None;
            }
            if let Some(end) = matched(rest, words, at + skipped, numbers) {
                return Some(end);
            }
        }
        return None;
    }
    let word = words.get(at)?;
    let fits = step.split('|').any(|option| word.fits(option, numbers));
    if fits { matched(rest, words, at + 1, numbers) } else { None }
}

/// A word as it is compared, and as it stood.
struct Word {
    plain: String,
    shown: String,
}

impl Word {
    fn is_end(&self) -> bool {
        self.plain == "."
    }

    fn shown(&self) -> &str {
        &self.shown
    }

    fn fits(&self, option: &str, numbers: &[&str]) -> bool {
        match option {
            "_" => !self.is_end(),
            "#" => {
                self.plain == "{}"
                    || self.plain.starts_with(|first: char| first.is_ascii_digit())
                    || numbers.contains(&self.plain.as_str())
            }
            _ => match option.strip_suffix('*') {
                Some(stem) => self.plain.starts_with(stem),
                None => self.plain == option,
            },
        }
    }
}

/// The words of a text; the end of a sentence is the word `.`, a placeholder the word `{}`.
fn words(text: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut word = Word { plain: String::new(), shown: String::new() };
    let mut in_placeholder = false;
    for c in text.chars().chain(" ".chars()) {
        if in_placeholder {
            in_placeholder = c != '}';
            continue;
        }
        match c {
            '\u{ad}' | '\u{200b}' | '\u{2060}' | '\'' | '’' | '‘' | '`' => {}
            '{' => {
                in_placeholder = true;
                word.plain.push_str("{}");
                word.shown.push('…');
            }
            'ä' | 'Ä' => push(&mut word, c, "ae"),
            'ö' | 'Ö' => push(&mut word, c, "oe"),
            'ü' | 'Ü' => push(&mut word, c, "ue"),
            'ß' => push(&mut word, c, "ss"),
            _ if c.is_alphanumeric() || c == '%' => {
                word.plain.extend(c.to_lowercase());
                word.shown.push(c);
            }
            _ => {
                if !word.plain.is_empty() {
                    words.push(std::mem::replace(&mut word, Word { plain: String::new(), shown: String::new() }));
                }
                if matches!(c, '.' | '!' | '?' | ':' | ';' | '–' | '—')
                    && words.last().is_some_and(|last| !last.is_end())
                {
                    words.push(Word { plain: ".".to_owned(), shown: String::new() });
                }
            }
        }
    }
    words
}

fn push(word: &mut Word, shown: char, plain: &str) {
    word.plain.push_str(plain);
    word.shown.push(shown);
}

#[cfg(test)]
mod tests;
