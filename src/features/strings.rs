//! Texts as numbers, so that comparing two texts is comparing two numbers.

use crate::index::Index;
use crate::text::count;

/// Texts that a program names, each with its symbol. The empty text's is 0, so that it is false as 0 is; the others'
/// start at 1.
#[derive(Clone, Debug, Default)]
pub struct Symbols {
    index: Index,
}

impl Symbols {
    /// The symbol of a text, new or known.
    pub fn intern(&mut self, text: &str) -> f64 {
        if text.is_empty() {
            return 0.0;
        }
        count(self.index.place(text) + 1)
    }
}

/// The texts of one decision: the program's, and those met on the way.
#[derive(Clone, Debug)]
pub struct Strings<'a> {
    known: &'a Symbols,
    met: Index,
}

impl<'a> Strings<'a> {
    /// Starts from the program's texts.
    #[must_use]
    pub fn new(known: &'a Symbols) -> Self {
        Strings { known, met: Index::default() }
    }

    /// The symbol of a text, new or known.
    pub fn symbol(&mut self, text: &str) -> f64 {
        if text.is_empty() {
            return 0.0;
        }
        let place = match self.known.index.find(text) {
            Some(place) => place,
            None => self.known.index.len() + self.met.place(text),
        };
        count(place + 1)
    }

    /// The symbol of a text, when it is known.
    pub(crate) fn find(&self, text: &str) -> Option<f64> {
        let met = || Some(self.known.index.len() + self.met.find(text)?);
        match text {
            "" => Some(0.0),
            _ => self.known.index.find(text).or_else(met).map(|place| count(place + 1)),
        }
    }

    /// The highest symbol.
    pub(crate) fn last(&self) -> f64 {
        count(self.known.index.len() + self.met.len())
    }

    /// The text of a symbol.
    #[must_use]
    pub fn text(&self, symbol: f64) -> Option<&str> {
        if symbol == 0.0 {
            return Some("");
        }
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // symbols are whole and at least 1
        let place = (symbol as usize).checked_sub(1)?;
        let known = &self.known.index;
        known.text(place).or_else(|| self.met.text(place.checked_sub(known.len())?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_text_has_one_symbol_wherever_it_comes_from() {
        let mut known = Symbols::default();
        let dresses = known.intern("Dresses");
        assert_eq!(known.intern("Dresses"), dresses);
        let mut strings = Strings::new(&known);
        assert_eq!(strings.symbol("Dresses"), dresses);
        let shoes = strings.symbol("Shoes");
        assert_ne!(shoes, dresses);
        assert_eq!(strings.symbol("Shoes"), shoes);
        assert_eq!((strings.text(dresses), strings.text(shoes)), (Some("Dresses"), Some("Shoes")));
        assert_eq!(strings.text(99.0), None);
    }
}
