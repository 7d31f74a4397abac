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

/// A number as rules look at it.
#[derive(Clone, Copy)]
struct Operands {
    /// The number without its decimal.
    whole: f64,
    /// Its one decimal.
    tenth: f64,
}

impl Operands {
    fn of(value: f64) -> Self {
        let tenths = libm::round(libm::fabs(value) * 10.0);
        Operands { whole: libm::trunc(tenths / 10.0), tenth: libm::fmod(tenths, 10.0) }
    }

    fn is_whole(self) -> bool {
        self.tenth == 0.0
    }

    fn is(self, number: f64) -> bool {
        self.is_whole() && self.whole == number
    }

    fn last(self) -> f64 {
        libm::fmod(self.whole, 10.0)
    }

    fn last_two(self) -> f64 {
        libm::fmod(self.whole, 100.0)
    }

    fn is_teen(self) -> bool {
        within(self.last_two(), 11.0, 14.0)
    }

    fn is_millions(self) -> bool {
        self.is_whole() && self.whole > 0.0 && libm::fmod(self.whole, 1_000_000.0) == 0.0
    }
}

fn within(number: f64, from: f64, to: f64) -> bool {
    (from..=to).contains(&number)
}

/// The first category whose condition holds.
fn first<const N: usize>(conditions: [(bool, Category); N]) -> Category {
    conditions.into_iter().find(|(holds, _)| *holds).map_or(Category::Other, |(_, category)| category)
}

/// How the languages of a list choose.
type Rule = (&'static str, fn(Operands) -> Category);

const RULES: [Rule; 14] = [
    ("id ja ko ms th vi zh", |_| Category::Other),
    ("fr pt", |n| first([(n.whole <= 1.0, Category::One), (n.is_millions(), Category::Many)])),
    ("ca es it", |n| first([(n.is(1.0), Category::One), (n.is_millions(), Category::Many)])),
    ("da", |n| first([(n.is(1.0) || !n.is_whole() && n.whole <= 1.0, Category::One)])),
    ("ar", |n| {
        first([
            (!n.is_whole(), Category::Other),
            (n.is(0.0), Category::Zero),
            (n.is(1.0), Category::One),
            (n.is(2.0), Category::Two),
            (within(n.last_two(), 3.0, 10.0), Category::Few),
            (within(n.last_two(), 11.0, 99.0), Category::Many),
        ])
    }),
    ("ru uk", |n| {
        first([
            (!n.is_whole(), Category::Other),
            (n.last() == 1.0 && !n.is_teen(), Category::One),
            (within(n.last(), 2.0, 4.0) && !n.is_teen(), Category::Few),
            (true, Category::Many),
        ])
    }),
    ("pl", |n| {
        first([
            (!n.is_whole(), Category::Other),
            (n.is(1.0), Category::One),
            (within(n.last(), 2.0, 4.0) && !n.is_teen(), Category::Few),
            (true, Category::Many),
        ])
    }),
    ("cs sk", |n| {
        first([(!n.is_whole(), Category::Many), (n.is(1.0), Category::One), (within(n.whole, 2.0, 4.0), Category::Few)])
    }),
    ("hr sr", |n| {
        let (last, is_teen) = if n.is_whole() { (n.last(), n.is_teen()) } else { (n.tenth, false) };
        first([(is_teen, Category::Other), (last == 1.0, Category::One), (within(last, 2.0, 4.0), Category::Few)])
    }),
    ("sl", |n| {
        first([
            (!n.is_whole(), Category::Few),
            (n.last_two() == 1.0, Category::One),
            (n.last_two() == 2.0, Category::Two),
            (within(n.last_two(), 3.0, 4.0), Category::Few),
        ])
    }),
    ("lt", |n| {
        first([
            (!n.is_whole(), Category::Many),
            (within(n.last_two(), 11.0, 19.0) || n.last() == 0.0, Category::Other),
            (n.last() == 1.0, Category::One),
            (true, Category::Few),
        ])
    }),
    ("lv", |n| {
        let last = if n.is_whole() { n.last() } else { n.tenth };
        first([
            (n.is_whole() && (last == 0.0 || within(n.last_two(), 11.0, 19.0)), Category::Zero),
            (last == 1.0, Category::One),
        ])
    }),
    ("ro", |n| {
        let is_few = !n.is_whole() || n.whole == 0.0 || within(n.last_two(), 1.0, 19.0);
        first([(n.is(1.0), Category::One), (is_few, Category::Few)])
    }),
    ("he", |n| {
        let is_one = n.is(1.0) || !n.is_whole() && n.whole == 0.0;
        first([(is_one, Category::One), (n.is(2.0), Category::Two)])
    }),
];

/// The category of a number, written with at most one decimal as [`super::number`] writes it.
#[must_use]
pub fn category(value: f64, tag: &str) -> Category {
    let language = language(tag);
    let number = Operands::of(value);
    let is_of = |(languages, _): &&Rule| languages.split(' ').any(|one| one.eq_ignore_ascii_case(language));
    match RULES.iter().find(is_of) {
        Some((_, rule)) => rule(number),
        None => first([(number.is(1.0), Category::One)]),
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
