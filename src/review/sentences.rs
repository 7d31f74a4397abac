//! Where sentences end in what buyers type.

use crate::review::words::is_letter;

/// Words before a point that ends no sentence, in small letters. A single letter never ends one: "z. B.", "S. Oliver".
static ABBREVIATIONS: [&str; 31] = [
    "approx", "ca", "bzw", "inkl", "incl", "excl", "evtl", "ggf", "ggfs", "nr", "no", "gr", "st", "dr", "mr", "mrs",
    "ms", "vs", "max", "min", "lt", "zzgl", "sog", "vgl", "usw", "etc", "bspw", "tel", "art", "mind", "eig",
];

/// Beginnings of German words that an ordinal like "2." stands before, in small letters.
static COUNTED: [&str; 8] = ["tag", "mal", "wäsche", "woche", "monat", "jahr", "stunde", "kauf"];

/// Tags that end a line; any other markup makes its sentence unfit to show.
static LINE_TAGS: [&str; 7] = ["br", "p", "li", "ul", "ol", "div", "tr"];

/// The sentences of a text, each a slice of it without outer blanks and list marks; empty ones are left out.
///
/// A sentence ends at `.`, `!`, `?` or `…` before a blank or the end, at a point between a small and a capital letter
/// ("fit.Love"), with a line, and at a tag that makes a line (`<br>`).
pub(super) fn sentences(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        while !rest.is_empty() {
            let (sentence, after) = split(rest);
            rest = after;
            let sentence = trimmed(sentence);
            if !sentence.is_empty() {
                return Some(sentence);
            }
        }
        None
    })
}

/// Without outer blanks, list marks and emoji before the first letter.
fn trimmed(sentence: &str) -> &str {
    let sentence = sentence.trim();
    sentence.trim_start_matches(|c: char| {
        c.is_whitespace()
            || matches!(c, '-' | '*' | '•' | '–' | '—' | '·' | '+' | '.' | ',' | '!' | '?' | '…' | ')')
            || is_picture(c)
    })
}

fn is_picture(c: char) -> bool {
    matches!(c, '\u{200d}' | '\u{2190}'..='\u{2bff}' | '\u{fe0f}' | '\u{1f000}'..)
}

/// The first sentence of a text, and what follows.
fn split(text: &str) -> (&str, &str) {
    let mut stop: Option<usize> = None;
    for (at, c) in text.char_indices() {
        let rest = text.get(at..).unwrap_or("");
        if c == '\n' || c == '\r' {
            return (text.get(..at).unwrap_or(text), rest.get(1..).unwrap_or(""));
        }
        if let Some(length) = if c == '<' { line_tag(rest) } else { None } {
            return (text.get(..at).unwrap_or(text), rest.get(length..).unwrap_or(""));
        }
        if let Some(stop_at) = stop {
            let point = text.get(stop_at..at) == Some(".");
            let head = text.get(..stop_at).unwrap_or("");
            let ends = if c.is_whitespace() {
                !point || !goes_on(head, rest)
            } else {
                // "fit.Love", but not "S.Oliver" nor "4.5".
                is_capital(c) && head.ends_with(|c: char| c.is_ascii_lowercase()) && last_word(head).len() > 1
            };
            if ends {
                return text.split_at_checked(at).unwrap_or((text, ""));
            }
        }
        let is_stop = matches!(c, '.' | '!' | '?' | '…');
        // Closing marks and emoji belong to the sentence that they follow.
        let closes = stop.is_some() && (matches!(c, ')' | '"' | '“' | '”' | '»' | '\'' | '’'));
        stop = match (is_stop, stop) {
            (true, None) => Some(at),
            (true, Some(first)) => Some(first),
            (false, Some(first)) if closes => Some(first),
            _ => None,
        };
    }
    (text, "")
}

/// Whether the sentence goes on after a single point, given what stands before it and after.
fn goes_on(head: &str, rest: &str) -> bool {
    let word = last_word(head);
    let next = rest.trim_start();
    if word.len() == 1 && word.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        // "size S. Fits" ends, "z. B. vier" and "S. Oliver" go on: a lone capital before a capital is a size more often.
        return !ends_with_size(head) || !next.starts_with(is_capital);
    }
    if !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit()) {
        return word.len() < 3 && COUNTED.iter().any(|counted| begins(next, counted));
    }
    let known = ABBREVIATIONS.iter().any(|known| known.eq_ignore_ascii_case(word));
    // "etc. Great" ends, "etc. and" goes on; a title or "ca." is followed by anything.
    let closing =
        ["etc", "usw", "no", "st", "art", "min", "max", "gr"].iter().any(|one| one.eq_ignore_ascii_case(word));
    known && (!closing || !next.starts_with(is_capital))
}

/// Whether a text ends with "size S", "Größe M" or "an L": a size, not an initial.
fn ends_with_size(head: &str) -> bool {
    let before = head.get(..head.len() - 1).unwrap_or("").trim_end();
    ["size", "größe", "gr", "an", "a", "in", "eine", "to", "my", "from"]
        .iter()
        .any(|word| word.eq_ignore_ascii_case(last_word(before)))
}

/// The letters and digits that a text ends with.
fn last_word(text: &str) -> &str {
    let from = text.char_indices().rev().take_while(|(_, c)| is_letter(*c)).last().map_or(text.len(), |(at, _)| at);
    text.get(from..).unwrap_or("")
}

/// Whether a text begins with a word, letter case aside.
fn begins(text: &str, word: &str) -> bool {
    let mut own = text.chars().map(crate::text::fold);
    word.chars().all(|c| own.next() == Some(c))
}

pub(super) fn is_capital(c: char) -> bool {
    c.is_ascii_uppercase() || matches!(c, 'À'..='Þ')
}

/// The length of the tag that a text begins with, when it is one that makes a line.
fn line_tag(text: &str) -> Option<usize> {
    let inner = text.strip_prefix('<')?;
    // A tag that makes a line is short, also with its attributes.
    let end = inner.bytes().take(80).position(|byte| byte == b'>')?;
    let inner = inner.get(..end)?;
    let name = inner.strip_prefix('/').unwrap_or(inner);
    let length = name.bytes().position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(name.len());
    let name = name.get(..length)?;
    LINE_TAGS.iter().any(|known| known.eq_ignore_ascii_case(name)).then_some(end + 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Vec<&str> {
        sentences(text).collect()
    }

    #[test]
    fn sentences_end_where_people_end_them() {
        assert_eq!(of("Nice. Runs small!  Took 4.5 instead of 5."), ["Nice.", "Runs small!", "Took 4.5 instead of 5."]);
        assert_eq!(of("No stop\nSecond line?"), ["No stop", "Second line?"]);
        assert_eq!(of("One?! Two...\n\n Three"), ["One?!", "Two...", "Three"]);
        assert_eq!(of("Great fit.Love it (really!) Yes"), ["Great fit.", "Love it (really!)", "Yes"]);
        assert_eq!(of("- soft\n- warm 😀\n• light"), ["soft", "warm 😀", "light"]);
        assert_eq!(of("   "), Vec::<&str>::new());
    }

    #[test]
    fn abbreviations_sizes_and_ordinals() {
        assert_eq!(of("Passt z. B. zu Jeans. Gut."), ["Passt z. B. zu Jeans.", "Gut."]);
        assert_eq!(of("The S. Oliver one, approx. 4.5 ft."), ["The S. Oliver one, approx. 4.5 ft."]);
        assert_eq!(of("I took a size S. Fits."), ["I took a size S.", "Fits."]);
        assert_eq!(of("Seams, zip etc. Great."), ["Seams, zip etc.", "Great."]);
        assert_eq!(of("Riss am 2. Tag. Schade."), ["Riss am 2. Tag.", "Schade."]);
        assert_eq!(of("I took a 10. Fits."), ["I took a 10.", "Fits."]);
    }

    #[test]
    fn line_tags_end_a_line_and_other_markup_stays() {
        assert_eq!(of("Soft<br/>Warm</p><p class=\"x\">Light"), ["Soft", "Warm", "Light"]);
        assert_eq!(of("So <b>soft</b>. Warm <3"), ["So <b>soft</b>.", "Warm <3"]);
    }
}
