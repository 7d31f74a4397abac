//! Numbers as a language writes them: as `Intl.NumberFormat` does with CLDR 48 (held together by a test), the same on every
//! target.

use crate::text::{decimal, language};

/// How a language writes numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Marks {
    decimal: char,
    group: char,
    /// Whether thousands of four digits are grouped: `1,234`.
    from_four: bool,
}

/// Languages with the same marks.
const MARKS: [(&str, Marks); 6] = [
    ("ca da de el gl hr id nl pt ro sr tr vi", Marks { decimal: ',', group: '.', from_four: true }),
    ("es it sl", Marks { decimal: ',', group: '.', from_four: false }),
    ("fr", Marks { decimal: ',', group: '\u{202f}', from_four: true }),
    ("cs fi lt nb no ru sk sv uk", Marks { decimal: ',', group: '\u{a0}', from_four: true }),
    ("bg et hu lv pl", Marks { decimal: ',', group: '\u{a0}', from_four: false }),
    ("", Marks { decimal: '.', group: ',', from_four: true }),
];

fn marks(tag: &str) -> Marks {
    let language = language(tag);
    let of = |(languages, _): &&(&str, Marks)| languages.split(' ').any(|one| one.eq_ignore_ascii_case(language));
    let [.., (_, other)] = MARKS;
    MARKS.iter().find(of).map_or(other, |(_, marks)| *marks)
}

/// A number with at most one decimal.
#[must_use]
pub fn number(value: f64, tag: &str) -> String {
    let marks = marks(tag);
    let text = decimal(value, 1);
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let digits = whole.trim_start_matches('-').len();
    let grouped = digits > 3 && (marks.from_four || digits > 4);
    let mut written = String::new();
    for (index, c) in whole.chars().enumerate() {
        let left = whole.len() - index;
        if grouped && left % 3 == 0 && left <= digits && left < whole.len() && !written.ends_with('-') {
            written.push(marks.group);
        }
        written.push(c);
    }
    if !fraction.is_empty() {
        written.push(marks.decimal);
        written.push_str(fraction);
    }
    written
}

#[cfg(test)]
mod tests {
    use super::number;

    #[test]
    fn marks_follow_the_language() {
        let of = |tag| [1234.0, 12345.54, -1_234_567.0, 0.5].map(|value| number(value, tag));
        assert_eq!(of("en-GB"), ["1,234", "12,345.5", "-1,234,567", "0.5"]);
        assert_eq!(of("de"), ["1.234", "12.345,5", "-1.234.567", "0,5"]);
        assert_eq!(of("es"), ["1234", "12.345,5", "-1.234.567", "0,5"]);
        assert_eq!(of("fr")[1], "12\u{202f}345,5");
        assert_eq!(of("tlh"), of("en"));
        assert_eq!(number(-123.0, "en"), "-123");
    }
}
