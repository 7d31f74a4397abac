//! Where a size stands among the sizes of a product: by its name, else by the tables of size systems.
//!
//! Women's clothes: EU (as in Germany) 36 is UK 8, US 4, FR 38, IT 40 and S; one step is 2 of each number, and a letter.
//! Adults' shoes: EU 38 is UK 5 and US 7 (women's); one step is 1. Source: the conversion tables of EN 13402-3 sizes as
//! large European shops print them; shops differ by a step, so what they say themselves goes first.

use crate::text::{parse_decimal, same};

/// Letters and their EU number.
const LETTERS: [(&str, f64); 11] = [
    ("XXS", 32.0),
    ("XS", 34.0),
    ("S", 36.0),
    ("M", 38.0),
    ("L", 40.0),
    ("XL", 42.0),
    ("XXL", 44.0),
    ("2XL", 44.0),
    ("XXXL", 46.0),
    ("3XL", 46.0),
    ("4XL", 48.0),
];

/// Prefix of a system; what to add for the EU number, in clothes and in shoes; `None`: not used for shoes.
const SYSTEMS: [(&str, f64, Option<f64>); 6] = [
    ("EU", 0.0, Some(0.0)),
    ("DE", 0.0, Some(0.0)),
    ("UK", 28.0, Some(33.0)),
    ("US", 32.0, Some(31.0)),
    ("FR", -2.0, Some(0.0)),
    ("IT", -4.0, None),
];

/// EU numbers that the table of clothes holds for: men's begin at 44.
const CLOTHES: (f64, f64) = (30.0, 43.0);
/// EU numbers that the table of shoes holds for.
const SHOES: (f64, f64) = (34.0, 48.0);

/// A size's name, taken apart.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Name {
    /// A letter size, as its EU number.
    Letter(f64),
    /// A number of a system: its place in [`SYSTEMS`].
    Of(usize, f64),
    /// A number without a system.
    Number(f64),
}

fn name(text: &str) -> Option<Name> {
    let text = text.trim();
    if let Some((_, number)) = LETTERS.iter().find(|(letters, _)| letters.eq_ignore_ascii_case(text)) {
        return Some(Name::Letter(*number));
    }
    let prefix = |(at, (system, ..)): (usize, &(&str, f64, Option<f64>))| {
        let (head, rest) = text.split_at_checked(system.len())?;
        let number = head.eq_ignore_ascii_case(system).then(|| parse_decimal(rest.trim()))??;
        Some(Name::Of(at, number))
    };
    SYSTEMS.iter().enumerate().find_map(prefix).or_else(|| parse_decimal(text).map(Name::Number))
}

/// The EU number of a name, where a table has it.
fn european(name: Name, shoes: bool) -> Option<f64> {
    let (number, within) = match name {
        Name::Letter(number) if !shoes => return Some(number),
        Name::Letter(_) | Name::Number(_) => return None,
        Name::Of(system, number) => {
            let (_, clothes, of_shoes) = SYSTEMS.get(system)?;
            (number + if shoes { (*of_shoes)? } else { *clothes }, if shoes { SHOES } else { CLOTHES })
        }
    };
    (within.0..=within.1).contains(&number).then_some(number)
}

/// Where `size` stands among `sizes`, small to large: 0 is the first, halves lie between two; at most one step outside.
/// `None` where neither names nor tables say.
#[must_use]
pub fn position(size: &str, sizes: &[&str]) -> Option<f64> {
    if let Some(at) = sizes.iter().position(|known| same(known, size)) {
        return Some(crate::text::count(at));
    }
    let own = name(size)?;
    let names: Option<Vec<Name>> = sizes.iter().map(|known| name(known)).collect();
    let names = names?;
    // Numbers that say no system are compared with such numbers only.
    if let Name::Number(number) = own {
        let numbers: Option<Vec<f64>> =
            names.iter().map(|name| if let Name::Number(number) = name { Some(*number) } else { None }).collect();
        return between(number, &numbers?);
    }
    let shoes = are_shoes(&names);
    let scale: Option<Vec<f64>> = names.iter().map(|name| european(*name, shoes)).collect();
    between(european(own, shoes)?, &scale?)
}

/// Shoes are numbered by ones, clothes by twos.
fn are_shoes(names: &[Name]) -> bool {
    let numbers = names.iter().filter_map(|name| if let Name::Of(_, number) = name { Some(*number) } else { None });
    let numbers: Vec<f64> = numbers.collect();
    numbers.windows(2).any(|pair| matches!(pair, [a, b] if libm::fabs(b - a) < 2.0))
}

/// The place of a number on a rising scale.
fn between(number: f64, scale: &[f64]) -> Option<f64> {
    let rising = scale.windows(2).all(|pair| matches!(pair, [a, b] if a < b));
    let (first, last) = (*scale.first()?, *scale.last()?);
    if scale.len() < 2 || !rising {
        return None;
    }
    for (at, pair) in scale.windows(2).enumerate() {
        let [low, high] = pair else { continue };
        let step = high - low;
        let share = (number - low) / step;
        let inside = (*low..=*high).contains(&number);
        let below = at == 0 && number < first && share >= -1.0;
        let above = at + 2 == scale.len() && number > last && share <= 2.0;
        if inside || below || above {
            return Some(crate::text::count(at) + share);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_stands_where_its_name_or_a_table_says() {
        let letters = ["S", "M", "L"];
        let eu = ["EU 36", "EU 38", "EU 40"];
        let shoes = ["EU 37", "EU 38", "EU 39"];
        let plain = ["36", "38", "40"];
        for (size, sizes, expected) in [
            ("m", letters, Some(1.0)),
            ("XL", letters, Some(3.0)),
            ("XXL", letters, None),
            ("UK 10", letters, Some(1.0)),
            ("US 8", letters, Some(2.0)),
            ("EU 37", letters, Some(0.5)),
            ("M", eu, Some(1.0)),
            ("FR 40", eu, Some(1.0)),
            ("IT 40", eu, Some(0.0)),
            ("UK 5", shoes, Some(1.0)),
            ("US 8", shoes, Some(2.0)),
            ("EU 38.5", shoes, Some(1.5)),
            ("M", shoes, None),
            ("37", plain, Some(0.5)),
            ("42", plain, Some(3.0)),
            ("50", plain, None),
            ("M", plain, None),
            ("38", letters, None),
            ("EU 50", letters, None),
            ("one size", letters, None),
            ("32/34", plain, None),
        ] {
            assert_eq!(position(size, &sizes), expected, "{size} in {sizes:?}");
        }
        assert_eq!(position("M", &["One size"]), None);
        assert_eq!(position("M", &[]), None);
    }
}
