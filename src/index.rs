//! Texts found by their bytes, in the order in which they came.

use crate::experiment::fnv1a;

/// Different texts, each with its place: the first is at 0. Finding one takes the same time however many there are.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Index {
    texts: Vec<String>,
    /// Open addressing with linear probing, at most half full: the place of a text plus 1, or 0. The length is a power of
    /// two.
    slots: Vec<usize>,
}

impl Index {
    /// How many texts there are.
    pub fn len(&self) -> usize {
        self.texts.len()
    }

    /// The text at a place.
    pub fn text(&self, place: usize) -> Option<&str> {
        self.texts.get(place).map(String::as_str)
    }

    /// The place of a text.
    pub fn find(&self, text: &str) -> Option<usize> {
        self.slots.get(self.slot(text))?.checked_sub(1)
    }

    /// The place of a text, new or known.
    pub fn place(&mut self, text: &str) -> usize {
        if let Some(place) = self.find(text) {
            return place;
        }
        self.texts.push(text.to_owned());
        if self.texts.len() * 2 > self.slots.len() {
            self.spread();
        } else {
            self.note(self.texts.len());
        }
        self.texts.len() - 1
    }

    /// Makes room for twice as many.
    fn spread(&mut self) {
        self.slots = vec![0; (self.slots.len() * 2).max(16)];
        for number in 1..=self.texts.len() {
            self.note(number);
        }
    }

    fn note(&mut self, number: usize) {
        let slot = self.text(number - 1).map_or(0, |text| self.slot(text));
        if let Some(slot) = self.slots.get_mut(slot) {
            *slot = number;
        }
    }

    /// The slot that holds the text, or the empty one where it belongs.
    fn slot(&self, text: &str) -> usize {
        let last = self.slots.len().saturating_sub(1);
        let mut slot = fnv1a([text]) as usize & last;
        while let Some(number) = self.slots.get(slot)
            && *number > 0
            && self.text(*number - 1) != Some(text)
        {
            slot = (slot + 1) & last;
        }
        slot
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_has_one_place_and_is_found_there() {
        let mut index = Index::default();
        assert_eq!(index.find(""), None);
        for number in (0..1_000).chain(0..1_000) {
            assert_eq!(index.place(&number.to_string()), number);
        }
        assert_eq!((index.len(), index.find("999"), index.find("1000")), (1_000, Some(999), None));
        assert_eq!((index.text(7), index.text(1_000)), (Some("7"), None));
    }
}
