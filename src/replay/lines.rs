//! Order lines in memory: texts are kept once, a line is some 90 bytes.

use crate::money::{Currency, Money};
use crate::replay::misfit::Misfit;
use crate::time::Timestamp;
use std::collections::HashMap;
use std::sync::Arc;

/// A text by its number; [`Id::BLANK`] is unknown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Id(u32);

impl Id {
    /// Unknown.
    pub const BLANK: Id = Id(0);

    /// Whether the text is known.
    pub fn is_known(self) -> bool {
        self != Id::BLANK
    }
}

/// Every different text of the file, once.
#[derive(Debug)]
pub struct Names {
    texts: Vec<Arc<str>>,
    ids: HashMap<Arc<str>, Id>,
    /// For each text, the first one that differs in letter case at most.
    folded: Vec<Id>,
    by_folded: HashMap<String, Id>,
}

impl Default for Names {
    fn default() -> Self {
        let blank: Arc<str> = Arc::from("");
        Names {
            texts: vec![Arc::clone(&blank)],
            ids: HashMap::from([(blank, Id::BLANK)]),
            folded: vec![Id::BLANK],
            by_folded: HashMap::from([(String::new(), Id::BLANK)]),
        }
    }
}

impl Names {
    /// The number of a text, new or known. Outer blanks don't count.
    pub fn intern(&mut self, text: &str) -> Id {
        let text = text.trim();
        if let Some(id) = self.ids.get(text) {
            return *id;
        }
        let id = Id(u32::try_from(self.texts.len()).unwrap_or(u32::MAX));
        let kept: Arc<str> = Arc::from(text);
        self.texts.push(Arc::clone(&kept));
        self.ids.insert(kept, id);
        let lower: String = text.chars().flat_map(char::to_lowercase).collect();
        self.folded.push(*self.by_folded.entry(lower).or_insert(id));
        id
    }

    /// The text; `None` when it is unknown.
    pub fn get(&self, id: Id) -> Option<&str> {
        if id == Id::BLANK {
            return None;
        }
        self.texts.get(id.0 as usize).map(|text| &**text)
    }

    /// The text as an owned string, unless it is unknown.
    pub fn owned(&self, id: Id) -> Option<String> {
        self.get(id).map(str::to_owned)
    }

    /// One number for all spellings that differ in letter case only, as the engine compares names.
    pub fn folded(&self, id: Id) -> Id {
        self.folded.get(id.0 as usize).copied().unwrap_or(id)
    }
}

/// What became of a line, as the whole file tells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The file doesn't say.
    Unknown,
    /// It stayed with the customer.
    Kept,
    /// It came back, at least in part; when, if the file says so.
    Returned(Option<Timestamp>),
}

/// One bought line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OrderLine {
    /// Line number in the file.
    pub row: u64,
    /// When it was ordered.
    pub at: Timestamp,
    /// The order.
    pub order: Id,
    /// Who ordered; often unknown.
    pub customer: Id,
    /// The variant.
    pub item: Id,
    /// The product; the variant's own id when the file gives none.
    pub group: Id,
    /// The item's name.
    pub name: Id,
    /// The brand.
    pub brand: Id,
    /// The category.
    pub category: Id,
    /// The size.
    pub size: Id,
    /// The colour.
    pub color: Id,
    /// Unit price.
    pub price: Money,
    /// Its currency.
    pub currency: Currency,
    /// Pieces.
    pub quantity: u32,
    /// What became of it.
    pub outcome: Outcome,
    /// Pieces that came back.
    pub back: u32,
    /// Which way the size was wrong, as the reason of the return says it.
    pub misfit: Option<Misfit>,
}

/// A line of a return invoice.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ReturnLine {
    /// When it came back.
    pub at: Timestamp,
    /// Who returned it.
    pub customer: Id,
    /// The variant.
    pub item: Id,
    /// Pieces that came back.
    pub quantity: u32,
    /// Which way the size was wrong, as the reason says it.
    pub misfit: Option<Misfit>,
}

/// An order: its lines' places in [`Lines::lines`].
#[derive(Clone, Debug, PartialEq)]
pub struct Order {
    /// When it was placed: the earliest of its lines.
    pub at: Timestamp,
    /// Its lines, in file order.
    pub lines: Vec<u32>,
}

/// A whole history.
#[derive(Debug, Default)]
pub struct Lines {
    /// Every text.
    pub names: Names,
    /// What was bought, in file order.
    pub lines: Vec<OrderLine>,
    /// What came back on invoices of its own, in file order.
    pub returns: Vec<ReturnLine>,
    /// Whether the file says what a line's category is.
    pub has_categories: bool,
    /// Whether the file says what a line's brand is.
    pub has_brands: bool,
    /// Whether the file itself names each line's outcome, rather than through return invoices.
    pub outcomes_named: bool,
}

impl Lines {
    /// The line at a place.
    pub fn line(&self, place: u32) -> Option<&OrderLine> {
        self.lines.get(place as usize)
    }

    /// The lines of an order.
    pub fn of(&self, order: &Order) -> impl Iterator<Item = &OrderLine> {
        order.lines.iter().filter_map(|place| self.line(*place))
    }

    /// All orders by time, then by id: an order's place never depends on the file's own order.
    pub fn orders(&self) -> Vec<Order> {
        let mut by_id: HashMap<Id, Order> = HashMap::new();
        for (place, line) in (0_u32..).zip(&self.lines) {
            let order = by_id.entry(line.order).or_insert_with(|| Order { at: line.at, lines: Vec::new() });
            order.at = order.at.min(line.at);
            order.lines.push(place);
        }
        let mut orders: Vec<(Id, Order)> = by_id.into_iter().collect();
        orders.sort_by(|(a_id, a), (b_id, b)| {
            a.at.cmp(&b.at).then_with(|| self.names.get(*a_id).cmp(&self.names.get(*b_id)))
        });
        orders.into_iter().map(|(_, order)| order).collect()
    }

    /// The latest moment of the file, returns included.
    pub fn end(&self) -> Option<Timestamp> {
        self.lines.iter().map(|line| line.at).chain(self.returns.iter().map(|line| line.at)).max()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_kept_once_and_blank_is_unknown() {
        let mut names = Names::default();
        let dress = names.intern("Dresses");
        assert_eq!(names.intern(" Dresses "), dress);
        assert_eq!(names.intern("  "), Id::BLANK);
        assert_eq!((names.get(dress), names.get(Id::BLANK)), (Some("Dresses"), None));
        let lower = names.intern("dresses");
        assert_ne!(lower, dress);
        assert_eq!(names.folded(lower), dress);
    }
}
