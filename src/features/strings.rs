//! Texts as numbers, so that comparing two texts is comparing two numbers.

use crate::text::count;
use std::collections::BTreeMap;

/// Texts that a program names, each with its symbol. Symbols start at 1.
#[derive(Clone, Debug, Default)]
pub struct Symbols {
    by_text: BTreeMap<String, usize>,
}

impl Symbols {
    /// The symbol of a text, new or known.
    pub fn intern(&mut self, text: &str) -> f64 {
        if let Some(symbol) = self.by_text.get(text) {
            return count(*symbol);
        }
        let symbol = self.by_text.len() + 1;
        self.by_text.insert(text.to_owned(), symbol);
        count(symbol)
    }
}

/// The texts of one decision: the program's, and those met on the way.
#[derive(Clone, Debug)]
pub struct Strings<'a> {
    known: &'a Symbols,
    met: Vec<String>,
}

impl<'a> Strings<'a> {
    /// Starts from the program's texts.
    #[must_use]
    pub fn new(known: &'a Symbols) -> Self {
        Strings { known, met: Vec::new() }
    }

    /// The symbol of a text, new or known.
    pub fn symbol(&mut self, text: &str) -> f64 {
        if let Some(symbol) = self.known.by_text.get(text) {
            return count(*symbol);
        }
        let at = self.met.iter().position(|met| met == text).unwrap_or_else(|| {
            self.met.push(text.to_owned());
            self.met.len() - 1
        });
        count(self.known.by_text.len()) + count(at) + 1.0
    }

    /// The text of a symbol.
    #[must_use]
    pub fn text(&self, symbol: f64) -> Option<&str> {
        let at = symbol - count(self.known.by_text.len()) - 1.0;
        if at >= 0.0 {
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // not negative, saturates
            return self.met.get(at as usize).map(String::as_str);
        }
        let found = self.known.by_text.iter().find(|(_, known)| count(**known).to_bits() == symbol.to_bits());
        found.map(|(text, _)| text.as_str())
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
