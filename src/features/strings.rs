//! Texts as numbers, so that comparing two texts is comparing two numbers.

use crate::index::Index;
use crate::text::count;

/// Texts that a program names, each with its symbol. Symbols start at 1.
#[derive(Clone, Debug, Default)]
pub struct Symbols {
    index: Index,
}

impl Symbols {
    /// The symbol of a text, new or known.
    pub fn intern(&mut self, text: &str) -> f64 {
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
        let place = match self.known.index.find(text) {
            Some(place) => place,
            None => self.known.index.len() + self.met.place(text),
        };
        count(place + 1)
    }

    /// The text of a symbol.
    #[must_use]
    pub fn text(&self, symbol: f64) -> Option<&str> {
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
