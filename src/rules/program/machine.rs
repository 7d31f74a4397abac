//! Computes parts for one row.

use super::super::check::{Check, Op, Quantifier, Test};
use super::arithmetic::{NULL, calculate, compare, counted, equal, flag, is_null, truth};
use super::cells::{Cell, Cells};
use crate::features::{Row, Strings};
use crate::index::Index;
use crate::text::{contains, count, cut};

/// What a condition is asked about.
#[derive(Clone, Copy, Debug)]
pub struct Ground<'a> {
    /// The facts of the line, or of the cart.
    pub row: &'a Row,
    /// The rows of the cart's lines.
    pub lines: &'a [Row],
    /// The customer's segments as symbols.
    pub segments: &'a [f64],
    /// The texts of the symbols.
    pub strings: &'a Strings<'a>,
}

/// Two places for each level of a condition.
const PLACES: usize = 48;

/// Room to compute in; one serves any number of rows.
#[derive(Clone, Debug)]
pub struct Scratch {
    /// Values of shared parts, each with the turn in which it was computed.
    memos: Vec<(u32, f64)>,
    turn: u32,
    places: [f64; PLACES],
    /// Texts that are not among the strings.
    made: Index,
    pub(super) marks: Vec<u64>,
    #[cfg(test)]
    pub(in crate::rules) steps: u32,
}

impl Default for Scratch {
    fn default() -> Self {
        Scratch {
            memos: Vec::new(),
            turn: 0,
            places: [0.0; PLACES],
            made: Index::default(),
            marks: Vec::new(),
            #[cfg(test)]
            steps: 0,
        }
    }
}

impl Scratch {
    /// Makes room for the values of so many shared parts.
    pub(super) fn remember(&mut self, memos: u32) {
        if self.memos.len() < memos as usize {
            self.memos.resize(memos as usize, (0, 0.0));
        }
    }

    /// Begins a row.
    fn begin(&mut self) {
        self.turn = self.turn.wrapping_add(1);
        if self.turn == 0 {
            self.memos.fill((0, 0.0));
            self.turn = 1;
        }
        if self.made.len() > 0 {
            self.made = Index::default();
        }
    }
}

pub(super) struct Machine<'a> {
    pub cells: &'a Cells,
    pub ground: &'a Ground<'a>,
    pub scratch: &'a mut Scratch,
}

impl<'a> Machine<'a> {
    pub fn new(cells: &'a Cells, ground: &'a Ground<'a>, scratch: &'a mut Scratch) -> Self {
        scratch.begin();
        Machine { cells, ground, scratch }
    }

    #[inline]
    pub fn step(&mut self) {
        #[cfg(test)]
        {
            self.scratch.steps += 1;
        }
    }

    /// Whether the test holds.
    #[inline]
    pub fn holds(&self, test: &Test) -> bool {
        let value = self.ground.row.cell(test.fact);
        if value.is_nan() {
            return test.on_null;
        }
        let constant = test.value.number();
        let holds = match test.check {
            Check::Less => value < constant,
            Check::LessOrEqual => value <= constant,
            Check::Greater => value > constant,
            Check::GreaterOrEqual => value >= constant,
            Check::Equal => value == constant,
            Check::Truth => value != 0.0,
            Check::Never => false,
            Check::OneOf => self.is_listed(test.value.number(), value),
        };
        holds != test.not
    }

    #[inline(never)]
    fn is_listed(&self, cell: f64, value: f64) -> bool {
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // made from the number of a cell
        let cell = self.cells.cell(cell as u32);
        cell.is_some_and(|cell| self.is_one_of(value, self.cells.children(cell).get(1..).unwrap_or(&[])))
    }

    /// Whether the value is among the constants, which are in order.
    fn is_one_of(&self, value: f64, constants: &[u32]) -> bool {
        let (mut from, mut to) = (0, constants.len());
        while from < to {
            let middle = from.midpoint(to);
            let constant = constants.get(middle).map_or(NULL, |id| constant(self.cells, *id));
            if constant == value {
                return true;
            }
            if constant < value {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        false
    }

    pub fn truth(&mut self, id: u32) -> bool {
        truth(self.value(id))
    }

    /// The value of a part; a list's is whether it has elements.
    pub fn value(&mut self, id: u32) -> f64 {
        let cells = self.cells;
        let Some(cell) = cells.cell(id) else { return NULL };
        self.step();
        let Some(memo) = (cell.memo as usize).checked_sub(1) else { return self.compute(id, cell) };
        if let Some((turn, value)) = self.scratch.memos.get(memo)
            && *turn == self.scratch.turn
        {
            return *value;
        }
        let value = self.compute(id, cell);
        if let Some(slot) = self.scratch.memos.get_mut(memo) {
            *slot = (self.scratch.turn, value);
        }
        value
    }

    fn compute(&mut self, id: u32, cell: &Cell) -> f64 {
        let children = self.cells.children(cell);
        let child = |index: usize| children.get(index).copied().unwrap_or(u32::MAX);
        match cell.op {
            Op::Test(test) => flag(self.holds(&test)),
            Op::All => flag(children.iter().all(|id| self.truth(*id))),
            Op::Any => flag(children.iter().any(|id| self.truth(*id))),
            Op::And | Op::Or => self.first(cell.op == Op::Or, children),
            Op::Constant(bits) => bits.number(),
            Op::Null => NULL,
            Op::Fact(fact) => self.ground.row.cell(fact),
            Op::ItemFact(place, fact) => self.line(place).map_or(NULL, |row| row.cell(fact)),
            Op::Local(place) => self.scratch.places.get(usize::from(place)).copied().unwrap_or(NULL),
            Op::Default => {
                let value = self.value(child(0));
                if is_null(value) { self.value(child(1)) } else { value }
            }
            Op::Not => flag(!self.truth(child(0))),
            Op::If => self.choose(children),
            Op::Compare(order) => flag(compare(order, self.value(child(0)), self.value(child(1)))),
            Op::Between(order) => {
                let [a, b, c] = [0, 1, 2].map(|index| self.value(child(index)));
                flag(compare(order, a, b) && compare(order, b, c))
            }
            Op::Equal => flag(equal(self.value(child(0)), self.value(child(1)))),
            Op::Arithmetic(operator) => calculate(operator, children.iter().map(|id| self.value(*id))),
            Op::OneOf => {
                let needle = self.value(child(0));
                flag(self.is_one_of(needle, children.get(1..).unwrap_or(&[])))
            }
            Op::InList => {
                let needle = self.value(child(0));
                flag(!self.each(child(1), &mut |_, element| !equal(needle, element)))
            }
            Op::Contains => self.contains(child(0), child(1)),
            Op::Cat => self.cat(children),
            Op::Substr => self.substr(children),
            Op::FewerKnown(needed) => self.fewer_known(needed, children),
            Op::Every(quantifier, place) => flag(self.every(quantifier, place, child(0), child(1))),
            Op::Reduce(place) => self.reduce(place, child(0), child(1), child(2)),
            Op::Items | Op::Segments | Op::Literal | Op::Filter(_) | Op::Map(_) | Op::Merge => {
                flag(!self.each(id, &mut |_, _| false))
            }
        }
    }

    fn line(&self, place: u8) -> Option<&Row> {
        let line = self.scratch.places.get(usize::from(place))?;
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // made from an index
        self.ground.lines.get(*line as usize)
    }

    fn set(&mut self, place: u8, value: f64) {
        if let Some(slot) = self.scratch.places.get_mut(usize::from(place)) {
            *slot = value;
        }
    }

    fn first(&mut self, wanted: bool, children: &[u32]) -> f64 {
        let mut value = NULL;
        for id in children {
            value = self.value(*id);
            if truth(value) == wanted {
                break;
            }
        }
        value
    }

    fn choose(&mut self, children: &[u32]) -> f64 {
        for pair in children.chunks(2) {
            match *pair {
                [condition, value] if self.truth(condition) => return self.value(value),
                [last] => return self.value(last),
                _ => {}
            }
        }
        NULL
    }

    /// True while fewer than `needed` are known, and some are not.
    fn fewer_known(&mut self, needed: u32, children: &[u32]) -> f64 {
        let mut known = 0;
        for id in children {
            known += usize::from(!is_null(self.value(*id)));
        }
        flag(known < children.len() && known < needed as usize)
    }

    fn every(&mut self, quantifier: Quantifier, place: u8, list: u32, body: u32) -> bool {
        let wanted = quantifier != Quantifier::All;
        let mut empty = true;
        let through = self.each(list, &mut |machine, element| {
            empty = false;
            machine.set(place, element);
            machine.truth(body) != wanted
        });
        match quantifier {
            Quantifier::All => through && !empty,
            Quantifier::Some => !through,
            Quantifier::None => through,
        }
    }

    fn reduce(&mut self, place: u8, list: u32, body: u32, start: u32) -> f64 {
        let mut accumulator = self.value(start);
        self.each(list, &mut |machine, element| {
            machine.set(place, element);
            machine.set(place + 1, accumulator);
            accumulator = machine.value(body);
            true
        });
        accumulator
    }

    /// Hands each element to `visit` until that says to stop; whether it never did.
    fn each(&mut self, id: u32, visit: &mut dyn FnMut(&mut Self, f64) -> bool) -> bool {
        let cells = self.cells;
        let Some(cell) = cells.cell(id) else { return true };
        let children = cells.children(cell);
        let [list, body] = [0, 1].map(|index| children.get(index).copied().unwrap_or(u32::MAX));
        self.step();
        match cell.op {
            Op::Items => (0..self.ground.lines.len()).all(|line| {
                self.step();
                visit(self, count(line))
            }),
            Op::Segments => self.ground.segments.iter().all(|segment| {
                self.step();
                visit(self, *segment)
            }),
            Op::Literal => children.iter().all(|element| {
                self.step();
                let element = self.value(*element);
                visit(self, element)
            }),
            Op::Merge => children.iter().all(|list| self.each(*list, visit)),
            Op::Filter(place) => self.each(list, &mut |machine, element| {
                machine.set(place, element);
                !machine.truth(body) || visit(machine, element)
            }),
            Op::Map(place) => self.each(list, &mut |machine, element| {
                machine.set(place, element);
                let value = machine.value(body);
                visit(machine, value)
            }),
            _ => true,
        }
    }

    /// The text of a value; `null` has none of its own.
    pub fn text(&self, value: f64, null: &'static str) -> &str {
        if value.is_nan() {
            return null;
        }
        let made = || {
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // symbols are whole
            let place = (value - self.ground.strings.last()) as usize;
            self.scratch.made.text(place.checked_sub(1)?)
        };
        self.ground.strings.text(value).or_else(made).unwrap_or("")
    }

    fn symbol(&mut self, text: &str) -> f64 {
        let known = self.ground.strings.find(text);
        known.unwrap_or_else(|| self.ground.strings.last() + count(self.scratch.made.place(text) + 1))
    }

    /// Whether a text stands in another; the empty text holds nothing, not even itself.
    fn contains(&mut self, part: u32, whole: u32) -> f64 {
        let (part, whole) = (self.value(part), self.value(whole));
        let text = self.text(whole, "");
        flag(!text.is_empty() && contains(text, self.text(part, "null")))
    }

    fn cat(&mut self, children: &[u32]) -> f64 {
        let mut text = String::new();
        for id in children {
            let value = self.value(*id);
            text.push_str(self.text(value, ""));
        }
        self.symbol(&text)
    }

    fn substr(&mut self, children: &[u32]) -> f64 {
        let mut values = [NULL; 3];
        for (slot, id) in values.iter_mut().zip(children) {
            *slot = self.value(*id);
        }
        let [source, start, length] = values;
        let length = (children.len() > 2).then_some(length);
        let text = cut(self.text(source, "null"), counted(start), length);
        self.symbol(&text)
    }
}

/// The constant that a part is; `null` when it is none.
pub(super) fn constant(cells: &Cells, id: u32) -> f64 {
    match cells.cell(id).map(|cell| cell.op) {
        Some(Op::Constant(bits)) => bits.number(),
        _ => NULL,
    }
}
