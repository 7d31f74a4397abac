//! A text as words that a lexicon can be held against, each with its place in the text.

use crate::text::fold;

/// A word.
#[derive(Clone, Copy, Debug)]
pub(super) struct Word {
    /// Where it stands in the text, in bytes: from and to.
    pub place: (usize, usize),
    /// Where it begins in [`Words::folded`], in bytes.
    pub from: usize,
    /// Whether punctuation, a line's end or an emoji stands between it and the word before.
    pub after_break: bool,
}

/// The words of a text.
#[derive(Clone, Debug, Default)]
pub(super) struct Words {
    /// The words in small letters, umlauts and `ß` spelt out (`größer` is `groesser`), apostrophes left out (`don't` is
    /// `dont`), a blank between them, or `|` where punctuation separates them.
    pub folded: String,
    /// The words in their order.
    pub list: Vec<Word>,
}

impl Words {
    /// The words of a text. A hyphen separates words like a blank; a point or comma within a number does not.
    pub fn of(text: &str) -> Self {
        // A word has five letters or more, mostly.
        let mut words =
            Words { folded: String::with_capacity(text.len() + 8), list: Vec::with_capacity(text.len() / 5 + 1) };
        let (mut inside, mut breaks) = (false, false);
        let mut rest = text.char_indices().peekable();
        while let Some((at, c)) = rest.next() {
            let after = at + c.len_utf8();
            if is_apostrophe(c) && inside {
                continue;
            }
            let in_number = matches!(c, '.' | ',')
                && text.get(..at).is_some_and(|before| before.ends_with(digit))
                && rest.peek().is_some_and(|(_, next)| digit(*next));
            if !is_letter(c) && !in_number {
                inside = false;
                breaks |= !c.is_whitespace() && c != '-' || c == '\n';
                continue;
            }
            if !inside {
                if !words.list.is_empty() {
                    words.folded.push(if breaks { '|' } else { ' ' });
                }
                words.list.push(Word { place: (at, after), from: words.folded.len(), after_break: breaks });
                (inside, breaks) = (true, false);
            }
            push_folded(c, &mut words.folded);
            if let Some(last) = words.list.last_mut() {
                last.place.1 = after;
            }
        }
        words
    }

    /// The folded words from this one on.
    pub fn from(&self, word: usize) -> &str {
        self.list.get(word).and_then(|word| self.folded.get(word.from..)).unwrap_or("")
    }
}

/// Up to the first separator.
pub(super) fn first_word(folded: &str) -> &str {
    let end = folded.bytes().position(|byte| matches!(byte, b' ' | b'|')).unwrap_or(folded.len());
    folded.get(..end).unwrap_or(folded)
}

/// A pattern of a lexicon, folded as words are; `*` stays.
pub(super) fn fold_pattern(pattern: &str) -> String {
    let mut folded = String::new();
    for c in pattern.trim().chars().filter(|c| !is_apostrophe(*c)) {
        match c {
            '-' => folded.push(' '),
            _ => push_folded(c, &mut folded),
        }
    }
    folded
}

fn push_folded(c: char, folded: &mut String) {
    if c.is_ascii() {
        folded.push(c.to_ascii_lowercase());
        return;
    }
    match fold(c) {
        'ä' => folded.push_str("ae"),
        'ö' => folded.push_str("oe"),
        'ü' => folded.push_str("ue"),
        'ß' => folded.push_str("ss"),
        small => folded.push(small),
    }
}

fn digit(c: char) -> bool {
    c.is_ascii_digit()
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '`' | '´')
}

/// Letters and digits, told by the blocks of Unicode: without the tables of all scripts, and near enough for words.
pub(super) fn is_letter(c: char) -> bool {
    match c {
        '\0'..='\u{7f}' => c.is_ascii_alphanumeric(),
        '×' | '÷' => false,
        // Letters of all living scripts; from U+2000 on come punctuation and symbols.
        '\u{c0}'..='\u{1fff}' | '\u{2c00}'..='\u{2dff}' | '\u{3041}'..='\u{d7ff}' | '\u{f900}'..='\u{fdff}' => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_folded_and_keep_their_place() {
        let text = "GRÖSSER — don’t: see-through, 4.5 cm 😀!";
        let words = Words::of(text);
        assert_eq!(words.folded, "groesser|dont|see through|4.5 cm");
        let places: Vec<_> = words.list.iter().map(|word| &text[word.place.0..word.place.1]).collect();
        assert_eq!(places, ["GRÖSSER", "don’t", "see", "through", "4.5", "cm"]);
        assert_eq!((first_word(words.from(1)), words.from(9)), ("dont", ""));
        assert_eq!(Words::of("größer").folded, Words::of("groesser").folded);
        assert!(Words::of(" … 😀 ").list.is_empty());
    }
}
