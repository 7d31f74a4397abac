//! Lines that can't be replayed: counted by reason, the first ones shown, none lost silently.

use serde::Serialize;
use std::collections::BTreeMap;

/// Why a line is skipped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// Not a CSV row of the header's length.
    BrokenRow,
    /// A field that is needed is not UTF-8.
    NotUtf8,
    /// A field that is needed is blank.
    Missing,
    /// The item isn't a product: postage, a fee, an adjustment.
    NotAProduct,
    /// Not a moment in time, or one that can be read in two ways.
    BadDate,
    /// Not a whole number.
    BadQuantity,
    /// Nothing bought: 0 or fewer pieces without being a return.
    NoPieces,
    /// More pieces than a cart line can hold.
    TooManyPieces,
    /// Not a plain decimal, or too large.
    BadPrice,
    /// Under 0.
    NegativePrice,
    /// 0, where free lines are to be skipped.
    Free,
    /// No currency known, or not an ISO 4217 code.
    BadCurrency,
    /// A return that takes nothing back.
    ReturnOfNothing,
    /// An impossible `returned_quantity` or `returned_at`.
    BadReturn,
    /// The line's id was there before.
    DuplicateOrderLineId,
    /// The order belongs to another customer.
    OtherCustomer,
    /// The order is in another currency.
    OtherCurrency,
}

impl Reason {
    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Reason::BrokenRow => "not a row of this table",
            Reason::NotUtf8 => "not UTF-8 text",
            Reason::Missing => "a needed field is blank",
            Reason::NotAProduct => "not a product",
            Reason::BadDate => "not a date, or an ambiguous one",
            Reason::BadQuantity => "quantity is not a whole number",
            Reason::NoPieces => "no pieces bought, and not a return",
            Reason::TooManyPieces => "more than 9,999 pieces",
            Reason::BadPrice => "price is not an amount",
            Reason::NegativePrice => "negative price",
            Reason::Free => "price of 0",
            Reason::BadCurrency => "no currency",
            Reason::ReturnOfNothing => "a return that takes nothing back",
            Reason::BadReturn => "impossible return",
            Reason::DuplicateOrderLineId => "order_line_id was there before",
            Reason::OtherCustomer => "the order is another customer's",
            Reason::OtherCurrency => "the order is in another currency",
        }
    }

    /// Whether the user asked for these lines to be left out, so that many of them are no sign of a wrong mapping.
    pub fn is_asked_for(self) -> bool {
        matches!(self, Reason::NotAProduct | Reason::Free)
    }
}

/// One skipped line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Example {
    /// Line number in the file, the header being line 1.
    pub line: u64,
    /// What was found.
    pub found: String,
}

/// All skipped lines of one reason.
#[derive(Clone, Debug, Serialize)]
pub struct Group {
    /// The reason.
    pub reason: Reason,
    /// The reason in words.
    pub meaning: &'static str,
    /// Lines.
    pub count: u64,
    /// The first of them.
    pub first: Vec<Example>,
}

/// All skipped lines.
#[derive(Debug)]
pub struct Skipped {
    show: usize,
    groups: BTreeMap<Reason, Group>,
}

impl Skipped {
    /// Keeps the first `show` lines of each reason for showing.
    pub fn new(show: usize) -> Self {
        Skipped { show, groups: BTreeMap::new() }
    }

    /// Counts a line.
    pub fn add(&mut self, line: u64, reason: Reason, found: String) {
        let group = self.groups.entry(reason).or_insert_with(|| Group {
            reason,
            meaning: reason.words(),
            count: 0,
            first: Vec::new(),
        });
        group.count += 1;
        if group.first.len() < self.show {
            group.first.push(Example { line, found });
        }
    }

    /// How many there are.
    pub fn total(&self) -> u64 {
        self.groups.values().map(|group| group.count).sum()
    }

    /// How many there are that nobody asked to leave out.
    pub fn unreadable(&self) -> u64 {
        self.groups.values().filter(|group| !group.reason.is_asked_for()).map(|group| group.count).sum()
    }

    /// The groups, the largest first.
    pub fn into_groups(self) -> Vec<Group> {
        let mut groups: Vec<Group> = self.groups.into_values().collect();
        groups.sort_by(|a, b| b.count.cmp(&a.count).then(a.reason.cmp(&b.reason)));
        groups
    }
}
