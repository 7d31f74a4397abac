//! Facts as finite domains: the constants that conditions compare a fact with cut its range into points and open
//! intervals, on each of which every comparison has one answer.

use crate::features::{CATALOGUE, COUNT, Definition, Fact, Kind, Symbols};
use crate::risk::{Band, Confidence};
use crate::segment::Segment;
use crate::session::PAGE_TYPES;
use crate::settings::Settings;
use std::collections::BTreeMap;
use std::rc::Rc;

/// The symbol that stands for any text that no condition names.
pub(super) const OTHER: f64 = 1e12;

/// A set of cells, one bit each.
pub(super) type Mask = Rc<[u64]>;

/// Values of a fact that no comparison tells apart.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Cell {
    /// Unknown.
    Null,
    /// One value: a number, a truth value, a symbol.
    Point(f64),
    /// Numbers between two bounds, without them.
    Open(f64, f64),
    /// Whole numbers between two bounds, with them.
    Whole(f64, f64),
}

impl Cell {
    /// A value of the cell; `null` is NaN.
    pub fn sample(self) -> f64 {
        match self {
            Cell::Null => f64::NAN,
            Cell::Point(value) | Cell::Whole(value, _) => value,
            Cell::Open(low, high) if high.is_finite() => f64::midpoint(low, high),
            Cell::Open(low, _) => low + 1.0,
        }
    }

    pub fn low(self) -> f64 {
        match self {
            Cell::Null => f64::NAN,
            Cell::Point(low) | Cell::Open(low, _) | Cell::Whole(low, _) => low,
        }
    }

    pub fn high(self) -> f64 {
        match self {
            Cell::Null => f64::NAN,
            Cell::Point(high) | Cell::Open(_, high) | Cell::Whole(_, high) => high,
        }
    }

    fn holds(self, value: f64) -> bool {
        match self {
            Cell::Null => value.is_nan(),
            Cell::Point(point) => value == point,
            Cell::Open(low, high) => low < value && value < high,
            Cell::Whole(low, high) => low <= value && value <= high,
        }
    }
}

/// A variable of the search: a fact, a segment, or a part of a condition that isn't looked into.
#[derive(Debug)]
pub(super) struct Variable {
    /// Its cells: unknown first, then upwards.
    pub cells: Vec<Cell>,
    /// Where its words begin in a [`Store`].
    pub offset: usize,
    /// Its own place among the variables.
    pub place: usize,
}

impl Variable {
    pub fn words(&self) -> usize {
        self.cells.len().div_ceil(64)
    }

    /// The cell that holds the value; a text that isn't named is in [`OTHER`]'s.
    pub fn cell_of(&self, value: f64, text: bool) -> Option<usize> {
        let place = self.cells.iter().position(|cell| cell.holds(value));
        if place.is_none() && text && !value.is_nan() {
            return self.cells.iter().position(|cell| *cell == Cell::Point(OTHER));
        }
        place
    }
}

/// The constants that each fact is compared with.
#[derive(Debug, Default)]
pub(super) struct Constants {
    of: BTreeMap<Fact, Vec<f64>>,
}

impl Constants {
    pub fn add(&mut self, fact: Fact, value: f64) {
        let list = self.of.entry(fact).or_default();
        if !value.is_nan() && !list.contains(&value) {
            list.push(value);
        }
    }
}

/// The variables: facts by their place in the catalogue, then the segments, then what isn't looked into.
#[derive(Debug)]
pub(super) struct Domains {
    pub variables: Vec<Variable>,
    /// Words that a store has.
    pub total: usize,
}

/// The variable of a fact.
pub(super) fn variable_of(fact: Fact) -> usize {
    fact as usize
}

/// The variable of a segment.
pub(super) fn variable_of_segment(segment: Segment) -> usize {
    COUNT + Segment::ALL.iter().position(|one| *one == segment).unwrap_or(0)
}

/// The first variable that is neither a fact nor a segment.
pub(super) const FIRST_OPAQUE: usize = COUNT + Segment::ALL.len();

impl Domains {
    /// Cuts every fact at its constants; `opaque` more variables are true or false.
    pub fn new(mut constants: Constants, symbols: &mut Symbols, settings: &Settings, opaque: usize) -> Self {
        for (fact, risk) in [(Fact::LineBand, Fact::LineRisk), (Fact::CartBand, Fact::CartRisk)] {
            for band in [Band::Low, Band::Medium, Band::High] {
                constants.add(fact, symbols.intern(band.name()));
            }
            constants.add(risk, settings.band_medium);
            constants.add(risk, settings.band_high);
        }
        for confidence in Confidence::ALL {
            constants.add(Fact::LineConfidence, symbols.intern(confidence.name()));
        }
        for name in PAGE_TYPES {
            constants.add(Fact::PageType, symbols.intern(name));
        }
        let none = Vec::new();
        let mut domains = Domains { variables: Vec::new(), total: 0 };
        for definition in CATALOGUE {
            domains.push(cells(definition, constants.of.get(&definition.fact).unwrap_or(&none)));
        }
        for _ in 0..Segment::ALL.len() + opaque {
            domains.push(vec![Cell::Point(0.0), Cell::Point(1.0)]);
        }
        domains
    }

    fn push(&mut self, cells: Vec<Cell>) {
        let variable = Variable { cells, offset: self.total, place: self.variables.len() };
        self.total += variable.words();
        self.variables.push(variable);
    }

    /// The cells on whose sample the test holds.
    pub fn mask(&self, variable: usize, test: impl Fn(f64) -> bool) -> Mask {
        let Some(variable) = self.variables.get(variable) else { return Rc::from([]) };
        let mut words = vec![0_u64; variable.words()];
        for (index, cell) in variable.cells.iter().enumerate() {
            if test(cell.sample())
                && let Some(word) = words.get_mut(index / 64)
            {
                *word |= 1 << (index % 64);
            }
        }
        Rc::from(words)
    }

    /// Everything is possible.
    pub fn full(&self) -> Store {
        let mut words = vec![0; self.total];
        for variable in &self.variables {
            for index in 0..variable.cells.len() {
                if let Some(word) = words.get_mut(variable.offset + index / 64) {
                    *word |= 1 << (index % 64);
                }
            }
        }
        Store { words, touched: vec![true; self.variables.len()] }
    }
}

/// For each variable the cells that are still possible.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Store {
    words: Vec<u64>,
    /// The variables that lost cells since [`Store::take_touched`].
    touched: Vec<bool>,
}

impl Store {
    pub fn has(&self, variable: &Variable, index: usize) -> bool {
        self.words.get(variable.offset + index / 64).is_some_and(|word| word >> (index % 64) & 1 == 1)
    }

    /// The possible cells of a variable, as words.
    pub fn of(&self, variable: &Variable) -> &[u64] {
        self.words.get(variable.offset..variable.offset + variable.words()).unwrap_or(&[])
    }

    /// Leaves only cells of the mask; whether that took any away, and whether any is left.
    pub fn narrow(&mut self, variable: &Variable, mask: &[u64]) -> (bool, bool) {
        let (mut changed, mut left) = (false, false);
        let words = self.words.get_mut(variable.offset..variable.offset + variable.words()).unwrap_or(&mut []);
        for (word, mask) in words.iter_mut().zip(mask) {
            let now = *word & mask;
            changed |= now != *word;
            left |= now != 0;
            *word = now;
        }
        if changed && let Some(touched) = self.touched.get_mut(variable.place) {
            *touched = true;
        }
        (changed, left)
    }

    /// The variables that lost cells since the last time; `None` when there are none.
    pub fn take_touched(&mut self) -> Option<Vec<bool>> {
        if !self.touched.contains(&true) {
            return None;
        }
        let none = vec![false; self.touched.len()];
        Some(std::mem::replace(&mut self.touched, none))
    }

    /// The possible cells of a variable, lowest first.
    pub fn cells<'a>(&'a self, variable: &'a Variable) -> impl DoubleEndedIterator<Item = Cell> + 'a {
        variable.cells.iter().enumerate().filter(|(index, _)| self.has(variable, *index)).map(|(_, cell)| *cell)
    }
}

/// Units that count whole things.
const WHOLE: [&str; 14] = [
    "sizes",
    "colours",
    "pieces",
    "lines",
    "categories",
    "brands",
    "products",
    "orders",
    "answers",
    "reviews",
    "views",
    "changes",
    "pages",
    "nudges",
];

/// Whether the fact counts whole things.
pub(super) fn is_whole(definition: &Definition) -> bool {
    WHOLE.contains(&definition.docs.unit)
}

fn cells(definition: &Definition, constants: &[f64]) -> Vec<Cell> {
    let never_missing = definition.docs.when_missing.starts_with("Never missing");
    let mut cells = if never_missing && !matches!(definition.kind, Kind::Texts | Kind::Lines) {
        Vec::new()
    } else {
        vec![Cell::Null]
    };
    let mut constants = constants.to_vec();
    constants.sort_by(f64::total_cmp);
    match definition.kind {
        Kind::Flag => cells.extend([Cell::Point(0.0), Cell::Point(1.0)]),
        Kind::Text => {
            let closed =
                matches!(definition.fact, Fact::PageType | Fact::LineBand | Fact::CartBand | Fact::LineConfidence);
            // Symbols start at 1.
            cells.extend(constants.into_iter().filter(|symbol| *symbol >= 1.0).map(Cell::Point));
            if !closed {
                cells.push(Cell::Point(OTHER));
            }
        }
        Kind::Number => numbers(definition, &constants, &mut cells),
        // The segments are variables of their own; the fact itself has no value.
        Kind::Texts | Kind::Lines => {}
    }
    cells
}

fn numbers(definition: &Definition, constants: &[f64], cells: &mut Vec<Cell>) {
    let (min, max) = definition.docs.range.unwrap_or((f64::NEG_INFINITY, f64::INFINITY));
    let whole = is_whole(definition);
    let mut points: Vec<f64> = vec![min];
    points.extend(constants.iter().filter(|value| min < **value && **value < max));
    points.extend(Some(max).filter(|max| max.is_finite()));
    for (index, point) in points.iter().enumerate() {
        if !whole || *point == libm::floor(*point) {
            cells.push(Cell::Point(*point));
        }
        let next = points.get(index + 1).copied().unwrap_or(max);
        if !whole && next > *point {
            cells.push(Cell::Open(*point, next));
        }
        if whole {
            let (low, high) = (libm::floor(*point) + 1.0, libm::ceil(next) - 1.0);
            if low <= high {
                cells.push(Cell::Whole(low, high));
            }
        }
    }
}
