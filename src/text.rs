//! Small exact text functions that the core shares.

/// A number with at most `places` decimals (at most 9), without trailing zeros, rounded half away from zero.
///
/// Made from integers, so that the page need not carry the float formatter.
#[must_use]
pub fn decimal(number: f64, places: u32) -> String {
    if !number.is_finite() {
        return "unknown".to_owned();
    }
    let scale = 10_u64.pow(places.min(9));
    #[allow(clippy::cast_precision_loss)] // at most 10^9
    let scaled = libm::round(libm::fabs(number) * scale as f64);
    if scaled >= 9_007_199_254_740_992.0 {
        return "a very large number".to_owned();
    }
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // whole, not negative, under 2^53
    let scaled = scaled as u64;
    let mut text = String::new();
    if number < 0.0 && scaled > 0 {
        text.push('-');
    }
    text.push_str(&digits(scaled / scale));
    let mut rest = scaled % scale;
    if rest == 0 {
        return text;
    }
    text.push('.');
    let mut unit = scale / 10;
    while rest > 0 {
        text.push(char::from(b'0' + u8::try_from(rest / unit).unwrap_or(0)));
        rest %= unit;
        unit = (unit / 10).max(1);
    }
    text
}

/// A plain decimal, like `-12.50`: digits, at most one point, at most 15 digits from the first that isn't zero.
///
/// Exactly the nearest number: both the digits and the power of ten are exact, and division rounds once.
#[must_use]
pub fn parse_decimal(text: &str) -> Option<f64> {
    let text = text.trim();
    let (sign, digits) = match text.strip_prefix('-') {
        Some(rest) => (-1.0, rest),
        None => (1.0, text),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let plain = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if (whole.is_empty() && fraction.is_empty()) || !plain(whole) || !plain(fraction) || fraction.len() > 15 {
        return None;
    }
    let mut value: u64 = 0;
    for byte in whole.bytes().chain(fraction.bytes()) {
        value = value * 10 + u64::from(byte - b'0');
        if value >= 1_000_000_000_000_000 {
            return None;
        }
    }
    let scale = 10_u64.pow(u32::try_from(fraction.len()).ok()?);
    #[allow(clippy::cast_precision_loss)] // both under 2^53
    Some(sign * (value as f64 / scale as f64))
}

/// The sum, in order; 0 of nothing (the standard library's is −0).
#[must_use]
pub fn sum(numbers: impl Iterator<Item = f64>) -> f64 {
    numbers.fold(0.0, |sum, number| sum + number)
}

/// The bytes behind base64url text (RFC 4648, section 5), with or without padding; `None` when it is something else.
#[must_use]
pub fn base64url(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let (mut bits, mut held, mut padded) = (0_u32, 0_u8, false);
    for letter in text.bytes() {
        let value = match letter {
            b'=' => {
                padded = true;
                continue;
            }
            _ if padded => return None,
            b'A'..=b'Z' => letter - b'A',
            b'a'..=b'z' => letter - b'a' + 26,
            b'0'..=b'9' => letter - b'0' + 52,
            b'-' => 62,
            b'_' => 63,
            _ => return None,
        };
        bits = bits << 6 | u32::from(value);
        held += 6;
        if held >= 8 {
            held -= 8;
            #[allow(clippy::cast_possible_truncation)] // the lowest eight bits are meant
            bytes.push((bits >> held) as u8);
        }
    }
    // A lone letter holds no byte, and bits left over are zero in what an encoder writes.
    let is_whole = held < 6 && bits & ((1 << held) - 1) == 0;
    is_whole.then_some(bytes)
}

/// A whole number in decimal digits.
///
/// As `to_string`, without the formatter that it goes through for each width of integer.
#[must_use]
pub fn digits(mut number: u64) -> String {
    let mut text = String::new();
    loop {
        text.insert(0, char::from(b'0' + u8::try_from(number % 10).unwrap_or(0)));
        number /= 10;
        if number == 0 {
            return text;
        }
    }
}

/// The texts with `between` between them.
#[must_use]
pub fn joined(texts: &[impl AsRef<str>], between: &str) -> String {
    let mut joined = String::new();
    for (index, text) in texts.iter().enumerate() {
        if index > 0 {
            joined.push_str(between);
        }
        joined.push_str(text.as_ref());
    }
    joined
}

/// The language of a language tag: `de` of `de-AT`.
#[must_use]
pub fn language(tag: &str) -> &str {
    let end = tag.bytes().position(|byte| matches!(byte, b'-' | b'_')).unwrap_or(tag.len());
    tag.get(..end).unwrap_or(tag)
}

/// How many characters a text has.
#[must_use]
pub fn length(text: &str) -> usize {
    // Each begins with a byte that doesn't continue another.
    text.bytes().filter(|byte| byte & 0xc0 != 0x80).count()
}

/// The text, cut after `most` characters with dots.
#[cfg(any(not(target_arch = "wasm32"), feature = "authoring"))]
#[must_use]
pub fn shortened(text: &str, most: usize) -> String {
    let short: String = text.chars().take(most).collect();
    if short.len() < text.len() { short + "…" } else { short }
}

/// Whether `part` stands in `text`.
#[must_use]
#[inline(never)]
pub fn contains(text: &str, part: &str) -> bool {
    let (text, part) = (text.as_bytes(), part.as_bytes());
    (0..=text.len()).any(|from| text.get(from..).is_some_and(|rest| rest.starts_with(part)))
}

/// From `start`, counted from the end when negative, `length` UTF-16 code units; a negative `length` leaves out that
/// many at the end. Half a surrogate pair at a cut is dropped.
#[must_use]
pub fn cut(text: &str, start: f64, length: Option<f64>) -> String {
    let units: Vec<u16> = text.encode_utf16().collect();
    let start = clamped(if start < 0.0 { start + count(units.len()) } else { start }, units.len());
    let rest = units.get(start..).unwrap_or_default();
    let length = length.map_or(rest.len(), |wanted| {
        clamped(if wanted < 0.0 { count(rest.len()) + wanted } else { wanted }, rest.len())
    });
    whole_characters(rest.get(..length).unwrap_or_default())
}

/// A length within `0..=limit`; NaN is 0.
// The clamp keeps the cast in range, and a cast of NaN is 0.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn clamped(length: f64, limit: usize) -> usize {
    length.clamp(0.0, count(limit)) as usize
}

/// The text of the units, without halves of surrogate pairs.
#[must_use]
pub fn whole_characters(units: &[u16]) -> String {
    char::decode_utf16(units.iter().copied()).filter_map(Result::ok).collect()
}

/// A count as a number; lists here are far shorter than 2^32.
#[must_use]
pub fn count(items: usize) -> f64 {
    f64::from(u32::try_from(items).unwrap_or(u32::MAX))
}

/// Whether two names mean the same to a shop: letter case and outer blanks don't count.
#[must_use]
pub fn same(a: &str, b: &str) -> bool {
    a.trim().chars().map(fold).eq(b.trim().chars().map(fold))
}

/// The small letter of a letter of Europe's alphabets: Latin (U+0000 to U+017F), Greek (U+0386 to U+03CE) and Cyrillic
/// (U+0400 to U+045F). Any other character is itself.
///
/// As `char::to_lowercase` there, but for the Turkish `İ`, which it makes two characters of; without its tables for all
/// other scripts.
pub(crate) fn fold(c: char) -> char {
    let code = u32::from(c);
    let small = match c {
        'A'..='Z' | 'À'..='Ö' | 'Ø'..='Þ' | 'Α'..='Ρ' | 'Σ'..='Ϋ' | 'А'..='Я' => code + 32,
        'Ѐ'..='Џ' => code + 80,
        // Here capital and small letters alternate.
        'Ā'..='į' | 'Ĳ'..='ķ' | 'Ŋ'..='ŷ' => code | 1,
        'Ĺ'..='ň' | 'Ź'..='ž' => code + code % 2,
        'Ÿ' => 0xff,
        'Ά' => 0x3ac,
        'Έ'..='Ί' => code + 37,
        'Ό' => 0x3cc,
        'Ύ' | 'Ώ' => code + 63,
        _ => code,
    };
    char::from_u32(small).unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64url_is_read_strictly() {
        for (text, bytes) in
            [("", ""), ("Zg", "f"), ("Zg==", "f"), ("Zm8", "fo"), ("Zm9v", "foo"), ("Zm9vYmFy", "foobar")]
        {
            assert_eq!(base64url(text).as_deref(), Some(bytes.as_bytes()), "{text}");
        }
        assert_eq!(base64url("-_8"), Some(vec![0xfb, 0xff]));
        for text in ["Z", "Zh", "Zg=v", "Zm9", "+/8", "Z g", "Zm9vY", "ü"] {
            assert_eq!(base64url(text), None, "{text}");
        }
    }

    #[test]
    fn decimals_are_short_and_rounded() {
        for (number, places, text) in [
            (0.5, 3, "0.5"),
            (2.0, 3, "2"),
            (-1.25, 1, "-1.3"),
            (0.0004, 3, "0"),
            (-0.0004, 3, "0"),
            (1234.5678, 2, "1234.57"),
            (0.05, 2, "0.05"),
            (f64::NAN, 2, "unknown"),
        ] {
            assert_eq!(decimal(number, places), text);
        }
    }

    #[test]
    fn plain_decimals_are_read_exactly() {
        for text in ["29.95", "0.1", "-12.50", "007", ".5", "5.", "123456789.123456", "0.000000000000001"] {
            assert_eq!(parse_decimal(text), text.parse().ok(), "{text}");
        }
        for text in ["", ".", "-", "1e5", "29,95", "1.2.3", "+1", "0x1", "1234567890123456", "٣"] {
            assert_eq!(parse_decimal(text), None, "{text}");
        }
    }

    #[test]
    fn small_functions_do_what_std_does() {
        for number in [0, 7, 10, 1_234_567, u64::MAX] {
            assert_eq!(digits(number), number.to_string());
        }
        assert_eq!((length("größer 😀"), length("")), (8, 0));
        assert_eq!(joined(&["a", "b", "c"], ", "), "a, b, c");
        assert_eq!(joined(&[] as &[&str], ", "), "");
        for (tag, name) in [("de-AT", "de"), ("de_AT", "de"), ("de", "de"), ("", "")] {
            assert_eq!(language(tag), name);
        }
        for (text, part) in [("größer", "öß"), ("a", ""), ("", ""), ("abc", "abcd"), ("abab", "ba"), ("abc", "ac")]
        {
            assert_eq!(contains(text, part), text.contains(part), "{text} {part}");
        }
    }

    #[test]
    fn folding_is_unicodes_in_the_alphabets_of_europe() {
        let alphabets = ('\0'..='\u{17f}').chain('\u{386}'..='\u{3ce}').chain('\u{400}'..='\u{45f}');
        for c in alphabets.filter(|c| *c != 'İ') {
            assert_eq!(vec![fold(c)], c.to_lowercase().collect::<Vec<_>>(), "{c} U+{:04X}", u32::from(c));
        }
    }

    #[test]
    fn names_fold_case() {
        assert!(same("Dresses ", "dresses"));
        assert!(same("ÄRMEL", "ärmel"));
        assert!(!same("S", "M"));
    }
}
