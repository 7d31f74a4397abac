//! Money as integer minor units, in one currency a document.

use crate::text::{contains, parse_decimal};
use serde_json::Value;

/// An ISO 4217 code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Currency {
    code: [u8; 3],
    /// Looked up once: amounts are converted all the time.
    decimals: u8,
}

/// Currencies without a minor unit, and those with a thousandth. Source: ISO 4217, list one (amended 2024).
const NONE: &str = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF";
const THREE: &str = "BHD IQD JOD KWD LYD OMR TND";

impl Currency {
    /// Reads a code of three letters, in any case.
    #[must_use]
    pub fn read(code: &str) -> Option<Self> {
        let code = code.trim().to_ascii_uppercase();
        let bytes: [u8; 3] = code.as_bytes().try_into().ok()?;
        if !bytes.iter().all(u8::is_ascii_uppercase) {
            return None;
        }
        let decimals = match code.as_str() {
            code if contains(NONE, code) => 0,
            code if contains(THREE, code) => 3,
            _ => 2,
        };
        Some(Currency { code: bytes, decimals })
    }

    /// Why a code is refused, and how to mend it.
    pub(crate) fn refusal(code: &str) -> (String, String) {
        let help = "write an ISO 4217 code of three letters, like EUR";
        (format!("`{code}` is not a currency code"), help.to_owned())
    }

    /// The code in capitals.
    #[must_use]
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.code).unwrap_or("XXX")
    }

    /// Decimals of the minor unit: 0, 2 or 3.
    #[must_use]
    pub fn decimals(self) -> u32 {
        u32::from(self.decimals)
    }

    /// Minor units in one major unit: 1, 100 or 1,000.
    #[must_use]
    pub fn scale(self) -> f64 {
        match self.decimals() {
            0 => 1.0,
            3 => 1000.0,
            _ => 100.0,
        }
    }
}

/// An amount in minor units. Not negative; at most [`Money::MAX`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Money(i64);

impl Money {
    /// A thousand million major units of any currency: sums over 200 lines of 9,999 pieces stay exact in an `i64`.
    pub const MAX: Money = Money(1_000_000_000_000);

    /// From minor units; negative amounts and amounts over [`Money::MAX`] are clamped.
    #[must_use]
    pub fn from_minor(minor: i64) -> Self {
        Money(minor.clamp(0, Self::MAX.0))
    }

    /// Reads a JSON number or plain decimal text in major units, rounded half up to the minor unit.
    ///
    /// # Errors
    /// A reason that follows the value in a message: "is not a plain decimal".
    pub fn read(value: &Value, currency: Currency) -> Result<Self, &'static str> {
        let major = match value {
            Value::Number(number) => number.as_f64().ok_or("is not a number")?,
            // `29,95` and `€ 29.95` could mean anything.
            Value::String(text) => parse_decimal(text).ok_or("is not a plain decimal")?,
            _ => return Err("is not an amount"),
        };
        Self::from_major(major, currency).ok_or("is negative or too large")
    }

    /// From major units; `None` for negative, non-finite and too large amounts.
    #[must_use]
    pub fn from_major(major: f64, currency: Currency) -> Option<Self> {
        // The nudge by one part in 10^12 mends decimals that binary cannot hold: 1.005 is meant as 1.005.
        let minor = libm::round(major * currency.scale() * (1.0 + 1e-12));
        #[allow(clippy::cast_precision_loss)] // Money::MAX is under 2^53
        let max = Self::MAX.0 as f64;
        if !(0.0..=max).contains(&minor) {
            return None;
        }
        #[allow(clippy::cast_possible_truncation)] // whole and in range
        Some(Money(minor as i64))
    }

    /// In minor units.
    #[must_use]
    pub fn minor(self) -> i64 {
        self.0
    }

    /// In major units, for facts and features.
    #[must_use]
    pub fn major(self, currency: Currency) -> f64 {
        #[allow(clippy::cast_precision_loss)] // sums stay under 2^53
        let minor = self.0 as f64;
        minor / currency.scale()
    }

    /// The sum, without a ceiling: cart totals are exact.
    #[must_use]
    pub fn plus(self, other: Money) -> Self {
        Money(self.0.saturating_add(other.0))
    }

    /// This many times the amount.
    #[must_use]
    pub fn times(self, quantity: u32) -> Self {
        let quantity = i64::from(quantity);
        // As `saturating_mul` for what isn't negative, without its 128-bit product.
        if self.0 > i64::MAX / quantity.max(1) {
            return Money(i64::MAX);
        }
        Money(self.0 * quantity)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn eur() -> Currency {
        Currency::read("eur").unwrap()
    }

    #[test]
    fn amounts_become_minor_units() {
        for (value, minor) in [
            (json!(29.95), 2995),
            (json!("29.95"), 2995),
            (json!("19.9"), 1990),
            (json!(0), 0),
            (json!(1.005), 101),
            (json!(0.1), 10),
        ] {
            assert_eq!(Money::read(&value, eur()).map(Money::minor), Ok(minor), "{value}");
        }
    }

    #[test]
    fn what_is_not_a_plain_amount_is_refused() {
        for value in [json!("29,95"), json!("€29.95"), json!(-1), json!("1e5"), json!(1e300), json!({}), json!("")] {
            assert!(Money::read(&value, eur()).is_err(), "{value}");
        }
    }

    #[test]
    fn currencies_know_their_minor_unit() {
        assert_eq!(Money::read(&json!(500), Currency::read("JPY").unwrap()).map(Money::minor), Ok(500));
        assert_eq!(Money::read(&json!("1.234"), Currency::read("KWD").unwrap()).map(Money::minor), Ok(1234));
        assert_eq!(Currency::read("EU"), None);
        assert_eq!(Currency::read("E1R"), None);
    }
}
