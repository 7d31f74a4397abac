//! Numbers to and from text, as ECMAScript converts them.

use serde_json::{Number, Value};

/// Below this (2^53) every whole number is a double, and the only one near it.
const MAX_WHOLE: f64 = 9_007_199_254_740_992.0;

/// As `JSON.stringify` writes a number: `null` for NaN and infinities; whole numbers as integers.
pub(super) fn json(number: f64) -> Value {
    if number.trunc() == number && number.abs() < MAX_WHOLE {
        // Whole and in range: the cast is exact.
        #[allow(clippy::cast_possible_truncation)]
        return Value::Number((number as i64).into());
    }
    Number::from_f64(number).map_or(Value::Null, Value::Number)
}

/// ECMAScript `Number::toString` with radix 10.
pub(super) fn to_text(number: f64) -> String {
    ryu_js::Buffer::new().format(number).to_owned()
}

/// ECMAScript `StringToNumber`: the whole text, with white space around it, or NaN.
pub(super) fn from_text(text: &str) -> f64 {
    let text = text.trim_matches(is_space);
    if text.is_empty() {
        return 0.0;
    }
    if let Some(number) = from_radix_text(text) {
        return number;
    }
    match decimal_prefix(text) {
        Some(prefix) if prefix.len() == text.len() => prefix.parse().unwrap_or(f64::NAN),
        _ => f64::NAN,
    }
}

/// ECMAScript `parseFloat`: the longest decimal number at the start, after white space, or NaN.
pub(super) fn leading(text: &str) -> f64 {
    let prefix = decimal_prefix(text.trim_start_matches(is_space));
    prefix.and_then(|prefix| prefix.parse().ok()).unwrap_or(f64::NAN)
}

/// ECMAScript `WhiteSpace` and `LineTerminator`: Unicode's, without NEL and with the byte order mark.
fn is_space(c: char) -> bool {
    (c.is_whitespace() && c != '\u{85}') || c == '\u{feff}'
}

/// The longest `StrDecimalLiteral` that the text starts with.
fn decimal_prefix(text: &str) -> Option<&str> {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let sign = text.len() - unsigned.len();
    if unsigned.starts_with("Infinity") {
        return text.get(..sign + "Infinity".len());
    }
    let whole = digits(unsigned);
    let fraction = unsigned.get(whole..)?.strip_prefix('.').map(digits);
    if whole + fraction.unwrap_or(0) == 0 {
        return None;
    }
    let mantissa = whole + fraction.map_or(0, |digits| 1 + digits);
    let exponent = exponent_length(unsigned.get(mantissa..)?);
    text.get(..sign + mantissa + exponent)
}

/// How many decimal digits the text starts with.
fn digits(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_digit).count()
}

/// The length of the exponent that the text starts with; without digits it is none.
fn exponent_length(text: &str) -> usize {
    let Some(signed) = text.strip_prefix(['e', 'E']) else {
        return 0;
    };
    let unsigned = signed.strip_prefix(['+', '-']).unwrap_or(signed);
    match digits(unsigned) {
        0 => 0,
        digits => text.len() - unsigned.len() + digits,
    }
}

/// A text that starts with `0x`, `0o` or `0b`: its number, or NaN when other than digits of that radix follow.
fn from_radix_text(text: &str) -> Option<f64> {
    let bits = match text.get(..2)? {
        "0x" | "0X" => 4,
        "0o" | "0O" => 3,
        "0b" | "0B" => 1,
        _ => return None,
    };
    Some(from_bits(text.get(2..)?, bits).unwrap_or(f64::NAN))
}

/// The digits' value, rounded once: bits that no longer fit in 128 only matter by whether one of them is set.
fn from_bits(digits: &str, bits: u32) -> Option<f64> {
    if digits.is_empty() {
        return None;
    }
    let mut kept: u128 = 0;
    let mut dropped_any = false;
    let mut exponent: i32 = 0;
    for digit in digits.chars() {
        let digit = digit.to_digit(1 << bits)?;
        if kept.leading_zeros() >= bits {
            kept = kept << bits | u128::from(digit);
        } else {
            dropped_any |= digit != 0;
            exponent = exponent.saturating_add_unsigned(bits);
        }
    }
    Some(libm::ldexp((kept | u128::from(dropped_any)) as f64, exponent))
}
