//! ICU MessageFormat: `{name}`, `{count, number}`, `{count, plural, =0 {…} one {…} other {# …}}` and
//! `{kind, select, … other {…}}`, nested as one likes. An apostrophe is itself; before a brace it begins quoted text,
//! and two of them are one.
//!
//! What isn't in the format stands for itself, so that a text always shows; [`check`] says what is wrong with it, and
//! bounds the work: texts are checked before they are [`format`]ted.

use super::number::number;
use super::plural::{Category, category};

/// What a name stands for.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A text.
    Text(String),
    /// A number, written as the language does.
    Number(f64),
}

/// One piece of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// As it stands.
    Text(&'a str),
    /// The number that the plural around it is about.
    Count,
    /// A name, and what is done with its value.
    Argument {
        /// The name.
        name: &'a str,
        /// What is done with the value.
        style: Style<'a>,
    },
}

/// What is done with a value. Branches are as [`branches`] reads them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style<'a> {
    /// It is written.
    Plain,
    /// One of the branches is, by the number.
    Plural(&'a str),
    /// One of the branches is, by the text.
    Select(&'a str),
    /// What is unknown here.
    Unknown(&'a str),
}

/// A text as its pieces. A brace without its partner stands for itself.
pub fn pieces(text: &str) -> impl Iterator<Item = Piece<'_>> {
    pieces_within(text, false)
}

fn pieces_within(text: &str, counts: bool) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = text;
    let mut quoted = false;
    std::iter::from_fn(move || {
        loop {
            let first = rest.chars().next()?;
            if first == '\'' {
                let after = rest.get(1..).unwrap_or("");
                if after.starts_with('\'') {
                    rest = after.get(1..).unwrap_or("");
                    return Some(Piece::Text("'"));
                }
                if quoted || begins_quote(after, counts) {
                    quoted = !quoted;
                    rest = after;
                    continue;
                }
            }
            if !quoted
                && first == '{'
                && let Some(end) = end_of_argument(rest)
            {
                let inner = rest.get(1..end).unwrap_or("");
                rest = rest.get(end + 1..).unwrap_or("");
                return Some(argument(inner));
            }
            if !quoted && counts && first == '#' {
                rest = rest.get(1..).unwrap_or("");
                return Some(Piece::Count);
            }
            let stops = |c: char| c == '\'' || !quoted && (c == '{' || counts && c == '#');
            let end = rest.char_indices().skip(1).find(|(_, c)| stops(*c)).map_or(rest.len(), |(at, _)| at);
            let (text, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
            rest = after;
            return Some(Piece::Text(text));
        }
    })
}

fn begins_quote(after: &str, counts: bool) -> bool {
    after.starts_with(['{', '}']) || counts && after.starts_with('#')
}

/// Where the brace closes that the text begins with.
fn end_of_argument(text: &str) -> Option<usize> {
    let (mut depth, mut quoted) = (0_u32, false);
    let mut bytes = text.bytes().enumerate().peekable();
    while let Some((at, byte)) = bytes.next() {
        let next = bytes.peek().map(|(_, byte)| *byte);
        match byte {
            b'\'' if next == Some(b'\'') => {
                bytes.next();
            }
            b'\'' if quoted || matches!(next, Some(b'{' | b'}' | b'#')) => quoted = !quoted,
            b'{' if !quoted => depth += 1,
            b'}' if !quoted => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return Some(at);
                }
            }
            _ => {}
        }
    }
    None
}

fn argument(inner: &str) -> Piece<'_> {
    let (name, rest) = inner.split_once(',').unwrap_or((inner, ""));
    let (kind, branches) = rest.split_once(',').unwrap_or((rest, ""));
    let style = match kind.trim() {
        "" | "number" => Style::Plain,
        "plural" => Style::Plural(branches),
        "select" => Style::Select(branches),
        other => Style::Unknown(other),
    };
    Piece::Argument { name: name.trim(), style }
}

/// Branches of a plural or a select: selector and text. Ends early where they don't hold together.
pub fn branches(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let start = rest.find('{')?;
        let (selector, braced) = rest.split_at_checked(start)?;
        let end = end_of_argument(braced)?;
        rest = braced.get(end + 1..)?;
        Some((selector.trim(), braced.get(1..end)?))
    })
}

/// The text with its names filled in, as the language of `tag` writes; `None` when one is unknown.
#[must_use]
pub fn format(text: &str, tag: &str, value: &dyn Fn(&str) -> Option<Value>) -> Option<String> {
    let mut written = String::new();
    write(pieces(text), tag, value, 0.0, &mut written).then_some(written)
}

fn write<'a>(
    pieces: impl Iterator<Item = Piece<'a>>,
    tag: &str,
    value: &dyn Fn(&str) -> Option<Value>,
    count: f64,
    written: &mut String,
) -> bool {
    for piece in pieces {
        let (name, style) = match piece {
            Piece::Text(text) => {
                written.push_str(text);
                continue;
            }
            Piece::Count => {
                written.push_str(&number(count, tag));
                continue;
            }
            Piece::Argument { name, style } => (name, style),
        };
        let Some(found) = value(name) else { return false };
        let (chosen, count, counts) = match (style, &found) {
            (Style::Plural(branches), Value::Number(number)) => (by_number(branches, *number, tag), *number, true),
            (Style::Select(branches), Value::Text(text)) => (by_text(branches, text), count, false),
            (_, Value::Text(text)) => {
                written.push_str(text);
                continue;
            }
            (_, Value::Number(own)) => {
                written.push_str(&number(*own, tag));
                continue;
            }
        };
        // Nested and of another type each time: boxed, so that it is compiled once.
        let inner: Box<dyn Iterator<Item = Piece<'_>>> = Box::new(pieces_within(chosen, counts));
        if !write(inner, tag, value, count, written) {
            return false;
        }
    }
    true
}

fn by_number<'a>(text: &'a str, number: f64, tag: &str) -> &'a str {
    let exact = |selector: &str| selector.strip_prefix('=').and_then(crate::text::parse_decimal) == Some(number);
    let keyword = category(number, tag).keyword();
    branches(text)
        .find(|(selector, _)| exact(selector))
        .or_else(|| branches(text).find(|(selector, _)| *selector == keyword))
        .map_or_else(|| other(text), |(_, text)| text)
}

fn by_text<'a>(text: &'a str, value: &str) -> &'a str {
    branches(text).find(|(selector, _)| *selector == value).map_or_else(|| other(text), |(_, text)| text)
}

fn other(text: &str) -> &str {
    branches(text).find(|(selector, _)| *selector == "other").map_or("", |(_, text)| text)
}

/// A longer text than this, in bytes, is no message.
const MAX_LENGTH: usize = 4_000;
/// Branches within branches, at most.
const MAX_DEPTH: u32 = 5;

/// What is wrong with a text, and how to mend it; the names in it go to `named`.
///
/// # Errors
/// The first fault.
pub fn check<'a>(text: &'a str, named: &mut dyn FnMut(&'a str)) -> Result<(), &'static str> {
    if text.len() > MAX_LENGTH {
        return Err("write at most 4,000 bytes");
    }
    check_pieces(&mut pieces(text), 0, named)
}

fn check_pieces<'a>(
    pieces: &mut dyn Iterator<Item = Piece<'a>>,
    depth: u32,
    named: &mut dyn FnMut(&'a str),
) -> Result<(), &'static str> {
    if depth > MAX_DEPTH {
        return Err("nest branches at most five deep");
    }
    for piece in pieces {
        let Piece::Argument { name, style } = piece else { continue };
        named(name);
        let (list, is_plural) = match style {
            Style::Plain => continue,
            Style::Unknown(_) => return Err("write `number`, `plural` or `select` after the name"),
            Style::Plural(list) => (list, true),
            Style::Select(list) => (list, false),
        };
        let mut has_other = false;
        let mut read = 0;
        for (selector, text) in branches(list) {
            let is_exact =
                selector.strip_prefix('=').is_some_and(|number| crate::text::parse_decimal(number).is_some());
            if is_plural && !is_exact && !Category::KEYWORDS.contains(&selector) {
                return Err("write zero, one, two, few, many, other or =1 before each branch of `plural`");
            }
            has_other |= selector == "other";
            read += selector.len() + text.len() + 2;
            check_pieces(&mut pieces_within(text, is_plural), depth + 1, named)?;
        }
        let spaces = list.bytes().filter(u8::is_ascii_whitespace).count();
        if !has_other || read + spaces < list.len() {
            return Err("end the branches with `other {…}`");
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str, tag: &str, n: f64) -> Option<String> {
        format(text, tag, &|name| match name {
            "n" => Some(Value::Number(n)),
            "who" => Some(Value::Text("Ada".to_owned())),
            _ => None,
        })
    }

    #[test]
    fn texts_fall_into_pieces_and_stray_braces_stay() {
        use Piece::Text as T;
        let p = |name| Piece::Argument { name, style: Style::Plain };
        let of = |text| pieces(text).collect::<Vec<_>>();
        assert_eq!(of("Between {sizes}?"), [T("Between "), p("sizes"), T("?")]);
        assert_eq!(of("{a}{ b }"), [p("a"), p("b")]);
        assert_eq!(of("a { b"), [T("a "), T("{ b")]);
        assert_eq!(of(""), []);
        assert_eq!(of("ä{é}ö"), [T("ä"), p("é"), T("ö")]);
        assert_eq!(of("it's # fine"), [T("it"), T("'s # fine")]);
    }

    #[test]
    fn the_number_chooses_the_words() {
        let text = "{n, plural, =0 {nobody} one {# buyer says} other {# buyers say}} so";
        assert_eq!(
            [0.0, 1.0, 1234.0].map(|n| said(text, "en", n).unwrap()),
            ["nobody so", "1 buyer says so", "1,234 buyers say so"]
        );
        assert_eq!(said("{n, plural, one{un} other{#}}", "fr", 0.0).unwrap(), "un");
        assert_eq!(said("{n, plural, one {a} other {{who} and # more}}", "en", 2.0).unwrap(), "Ada and 2 more");
    }

    #[test]
    fn a_text_chooses_and_numbers_follow_the_language() {
        assert_eq!(said("{who, select, Ada {she} other {they}}", "en", 0.0).unwrap(), "she");
        assert_eq!(said("{who, select, Bob {he} other {they {n}}}", "de", 4.5).unwrap(), "they 4,5");
        assert_eq!(said("{n, number} {n}", "de", 4.5).unwrap(), "4,5 4,5");
    }

    #[test]
    fn apostrophes_quote_braces_only() {
        assert_eq!(said("it's {who}'s", "en", 0.0).unwrap(), "it's Ada's");
        assert_eq!(said("'{who}' is '{'n'}', '' too", "en", 0.0).unwrap(), "{who} is {n}, ' too");
        assert_eq!(said("{n, plural, other {'#' is #}}", "en", 3.0).unwrap(), "# is 3");
    }

    #[test]
    fn an_unknown_name_says_nothing() {
        assert_eq!(said("{nobody}", "en", 0.0), None);
        assert_eq!(said("{n, plural, one {{nobody}} other {all}}", "en", 2.0).unwrap(), "all");
        assert_eq!(said("{n, plural, one {{nobody}} other {all}}", "en", 1.0), None);
    }

    #[test]
    fn faults_are_told_and_still_show_something() {
        for text in [
            "{n, date}",
            "{n, plural, one {a}}",
            "{n, plural, some {a} other {b}}",
            "{n, plural}",
            "{n, plural, one {a} other {b} more}",
            "{n, plural, other {{who, select, Ada {x}}}}",
        ] {
            assert!(check(text, &mut |_| {}).is_err(), "{text}");
            assert!(said(text, "en", 1.0).is_some(), "{text}");
        }
        let nested = |depth: usize| "{n, plural, other {".repeat(depth) + &"}}".repeat(depth);
        assert!(check(&nested(5), &mut |_| {}).is_ok() && check(&nested(6), &mut |_| {}).is_err());
        assert!(check(&"{".repeat(4_000), &mut |_| {}).is_ok() && check(&"{".repeat(4_001), &mut |_| {}).is_err());
        let mut names = Vec::new();
        check("{n, plural, =1 {a {who}} other {b # {n, number}}}", &mut |name| names.push(name)).unwrap();
        assert_eq!(names, ["n", "who", "n"]);
    }
}
