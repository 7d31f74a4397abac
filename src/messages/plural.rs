//! Plural categories: CLDR's cardinal rules for the languages that shops sell in, as `Intl.PluralRules` has them (held
//! together by a test). A language that isn't listed has `one` for 1 and `other`.

use crate::text::language;

/// Which form of a word goes with a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Category {
    /// Zero.
    Zero,
    /// Mostly 1.
    One,
    /// Two.
    Two,
    /// Few.
    Few,
    /// Many.
    Many,
    /// All else; every language has it.
    Other,
}

impl Category {
    /// Its keyword in messages.
    #[must_use]
    pub fn keyword(self) -> &'static str {
        match self {
            Category::Zero => "zero",
            Category::One => "one",
            Category::Two => "two",
            Category::Few => "few",
            Category::Many => "many",
            Category::Other => "other",
        }
    }

    /// All keywords.
    pub const KEYWORDS: [&'static str; 6] = ["zero", "one", "two", "few", "many", "other"];
}

/// The category of a number, written with at most one decimal as [`super::number`] writes it.
#[must_use]
pub fn category(value: f64, tag: &str) -> Category {
    let tenths = libm::round(libm::fabs(value) * 10.0);
    let tenth = libm::fmod(tenths, 10.0);
    let is_whole = tenth == 0.0;
    let whole = libm::trunc(tenths / 10.0);
    let last = libm::fmod(whole, 10.0);
    let last_two = libm::fmod(whole, 100.0);
    let within = |number: f64, from: f64, to: f64| (from..=to).contains(&number);
    let is_million = is_whole && whole > 0.0 && libm::fmod(whole, 1_000_000.0) == 0.0;
    let is_teen = within(last_two, 11.0, 14.0);
    let language = language(tag);
    let is = |languages: &str| languages.split(' ').any(|one| one.eq_ignore_ascii_case(language));
    let one_if = |holds: bool| if holds { Category::One } else { Category::Other };

    if is("id ja ko ms th vi zh") {
        Category::Other
    } else if is("fr pt") {
        match () {
            () if whole <= 1.0 => Category::One,
            () if is_million => Category::Many,
            () => Category::Other,
        }
    } else if is("es") || is("ca it") && is_whole {
        match () {
            () if is_whole && whole == 1.0 => Category::One,
            () if is_million => Category::Many,
            () => Category::Other,
        }
    } else if is("ar") {
        match () {
            () if !is_whole => Category::Other,
            () if whole == 0.0 => Category::Zero,
            () if whole == 1.0 => Category::One,
            () if whole == 2.0 => Category::Two,
            () if within(last_two, 3.0, 10.0) => Category::Few,
            () if within(last_two, 11.0, 99.0) => Category::Many,
            () => Category::Other,
        }
    } else if is("ru uk") {
        match () {
            () if !is_whole => Category::Other,
            () if last == 1.0 && last_two != 11.0 => Category::One,
            () if within(last, 2.0, 4.0) && !is_teen => Category::Few,
            () => Category::Many,
        }
    } else if is("hr sr") {
        let (of, is_teen) = if is_whole { (last, is_teen) } else { (tenth, false) };
        match () {
            () if of == 1.0 && !is_teen => Category::One,
            () if within(of, 2.0, 4.0) && !is_teen => Category::Few,
            () => Category::Other,
        }
    } else if is("sl") {
        match () {
            () if is_whole && last_two == 1.0 => Category::One,
            () if is_whole && last_two == 2.0 => Category::Two,
            () if !is_whole || within(last_two, 3.0, 4.0) => Category::Few,
            () => Category::Other,
        }
    } else if is("lt") {
        match () {
            () if !is_whole => Category::Many,
            () if within(last_two, 11.0, 19.0) || last == 0.0 => Category::Other,
            () if last == 1.0 => Category::One,
            () => Category::Few,
        }
    } else if is("lv") {
        match () {
            () if !is_whole => one_if(tenth == 1.0),
            () if last == 0.0 || within(last_two, 11.0, 19.0) => Category::Zero,
            () => one_if(last == 1.0),
        }
    } else if is("pl") {
        match () {
            () if !is_whole => Category::Other,
            () if whole == 1.0 => Category::One,
            () if within(last, 2.0, 4.0) && !is_teen => Category::Few,
            () => Category::Many,
        }
    } else if is("cs sk") {
        match () {
            () if !is_whole => Category::Many,
            () if whole == 1.0 => Category::One,
            () if within(whole, 2.0, 4.0) => Category::Few,
            () => Category::Other,
        }
    } else if is("ro") {
        match () {
            () if is_whole && whole == 1.0 => Category::One,
            () if !is_whole || whole == 0.0 || within(last_two, 1.0, 19.0) => Category::Few,
            () => Category::Other,
        }
    } else if is("he") {
        match () {
            () if if is_whole { whole == 1.0 } else { whole == 0.0 } => Category::One,
            () if is_whole && whole == 2.0 => Category::Two,
            () => Category::Other,
        }
    } else if is("da") {
        one_if(if is_whole { whole == 1.0 } else { whole <= 1.0 })
    } else {
        one_if(is_whole && whole == 1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::{Category, category};

    #[test]
    fn words_follow_the_number() {
        use Category::{Few, Many, One, Other, Two, Zero};
        assert_eq!([0.0, 1.0, 1.5, 2.0].map(|n| category(n, "en")), [Other, One, Other, Other]);
        assert_eq!([0.0, 1.0, 1.5, 2.0, 1e6].map(|n| category(n, "fr-CA")), [One, One, One, Other, Many]);
        let arabic = [0.0, 1.0, 2.0, 3.0, 11.0, 100.0, 103.0, 4.5].map(|n| category(n, "ar"));
        assert_eq!(arabic, [Zero, One, Two, Few, Many, Other, Few, Other]);
        assert_eq!([1.0, 2.0, 5.0, 12.0, 22.0, 1.5].map(|n| category(n, "pl")), [One, Few, Many, Many, Few, Other]);
    }
}
