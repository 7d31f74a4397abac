//! From target cells to a decision input that the engine confirms, or none.

use super::domain::{Cell, OTHER, Store, Variable, is_whole, variable_of};
use super::draft::{Circumstances, Draft, Wish};
use super::world::World;
use crate::engine::{Engine, read_input};
use crate::features::{CATALOGUE, Definition, Fact, Fact::*, Input, Kind, Row, Strings};
use crate::segment::Segment;
use serde_json::Value;

/// Inputs that are tried for one solution.
const TRIES: usize = 48;

/// Makes witnesses.
pub(super) struct Witnesses<'a> {
    pub engine: &'a Engine,
    pub world: &'a World,
}

/// A generator of numbers without a source of randomness: the same question always gets the same answer.
struct Rng(u64);

impl Rng {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, count: usize) -> usize {
        let count = u64::try_from(count.max(1)).unwrap_or(1);
        usize::try_from(self.next() % count).unwrap_or(0)
    }

    fn unit(&mut self) -> f64 {
        f64::from(u32::try_from(self.next() >> 40).unwrap_or(0)) / f64::from(1_u32 << 24)
    }
}

/// Facts that change the score or the facts made of several, and from where to where.
const KNOBS: [(Fact, f64, f64); 14] = [
    (LinePrice, 1.0, 600.0),
    (LineQuantity, 1.0, 4.0),
    (LineSizeCount, 1.0, 4.0),
    (CartLines, 1.0, 6.0),
    (CustomerReturnRate, 0.0, 1.0),
    (ProductReturnRate, 0.0, 1.0),
    (ProductRunsSmall, 0.0, 1.0),
    (LineDiscountShare, 0.0, 0.9),
    (CustomerOrders, 0.0, 12.0),
    (LineKeptSizeMatch, 0.0, 1.0),
    (LinePriceShare, 0.05, 1.0),
    (LineCategoryReturnRate, 0.0, 1.0),
    (CartValue, 1.0, 2_000.0),
    (CartHighValueItems, 0.0, 3.0),
];

impl Witnesses<'_> {
    /// An input whose facts are in the store's cells and for which the claim holds.
    pub fn realize(&self, store: &Store, at: &Circumstances, claim: &dyn Fn(&Input) -> bool) -> Option<Value> {
        let targets = self.targets(store, at.has_lines);
        let mut draft = Draft::new();
        let mut rng = Rng(0x9e37_79b9_7f4a_7c15);
        let (mut best, mut least) = (draft.clone(), f64::INFINITY);
        for turn in 0..TRIES {
            let value = draft.input(at, self.engine.settings());
            let Ok((input, _)) = read_input(&value) else {
                draft = best.clone();
                self.perturb(&mut draft, &targets, store, &mut rng);
                continue;
            };
            let off = self.off(&input, &targets, store, at.has_lines)?;
            let distance: f64 = off.iter().map(|(_, distance)| distance).sum();
            if off.is_empty() && claim(&input) {
                return Some(value);
            }
            if distance <= least {
                (best, least) = (draft.clone(), distance);
            } else {
                draft = best.clone();
            }
            for (definition, _) in &off {
                if turn == 0 || rng.below(2) == 0 {
                    self.aim(&mut draft, definition, store, turn, &mut rng);
                }
            }
            // What the cells ask for is there, or can't be asked for directly.
            if turn > 1 {
                self.perturb(&mut draft, &targets, store, &mut rng);
            }
        }
        None
    }

    /// The facts that the solution restricts.
    fn targets(&self, store: &Store, has_lines: bool) -> Vec<&'static Definition> {
        let base = self.world.base(has_lines);
        let restricted = |definition: &&'static Definition| {
            self.variable(definition.fact).is_some_and(|variable| store.of(variable) != base.of(variable))
        };
        CATALOGUE.iter().filter(restricted).collect()
    }

    fn variable(&self, fact: Fact) -> Option<&Variable> {
        self.world.domains.variables.get(variable_of(fact))
    }

    /// The targets that the input misses, and by how much.
    fn off(
        &self,
        input: &Input,
        targets: &[&'static Definition],
        store: &Store,
        has_lines: bool,
    ) -> Option<Vec<(&'static Definition, f64)>> {
        let mut strings = Strings::new(&self.world.symbols);
        let facts = self.engine.facts_in(input, &mut strings);
        let row = if has_lines { facts.lines.first() } else { Some(&facts.cart) }?;
        let mut off = Vec::new();
        for definition in targets {
            if let Some(distance) = self.distance(definition, row, store) {
                off.push((*definition, distance));
            }
        }
        for segment in Segment::ALL {
            let is_in = facts.segments.contains(&strings.symbol(segment.name()));
            if !self.world.allows_segment(store, segment, is_in) {
                off.push((CustomerSegments.definition(), 1.0));
            }
        }
        Some(off)
    }

    fn distance(&self, definition: &Definition, row: &Row, store: &Store) -> Option<f64> {
        let variable = self.variable(definition.fact)?;
        let value = row.cell(definition.fact);
        let cell = variable.cell_of(value, definition.kind == Kind::Text)?;
        if store.has(variable, cell) {
            return None;
        }
        if definition.kind != Kind::Number || value.is_nan() {
            return Some(2.0);
        }
        let gap = |cell: Cell| {
            let over = libm::fmax(cell.low() - value, value - cell.high());
            over.max(0.0) / (1.0 + libm::fabs(value))
        };
        let nearest = store.cells(variable).filter(|cell| *cell != Cell::Null).map(gap).fold(1.0, libm::fmin);
        Some(1.0 + nearest.min(1.0))
    }

    /// Wishes for a value of one of the fact's cells.
    fn aim(&self, draft: &mut Draft, definition: &Definition, store: &Store, turn: usize, rng: &mut Rng) {
        let Some(variable) = self.variable(definition.fact) else { return };
        let cells: Vec<Cell> = store.cells(variable).collect();
        // First what is known, and near.
        let usual = cells.iter().position(|cell| *cell != Cell::Null).unwrap_or(0);
        let index = if turn < 2 { usual } else { rng.below(cells.len()) };
        let Some(cell) = cells.get(index) else { return };
        let wish = match (cell, definition.kind) {
            (Cell::Null, _) => Wish::Null,
            (cell, Kind::Text) => self.text_of(definition, *cell),
            (cell, _) => Wish::Number(value_in(*cell, is_whole(definition), turn, rng)),
        };
        draft.wish(definition.fact, wish);
    }

    fn text_of(&self, definition: &Definition, cell: Cell) -> Wish {
        let strings = Strings::new(&self.world.symbols);
        let symbol = cell.sample();
        if symbol == OTHER {
            let last = definition.name.rsplit('.').next().unwrap_or("text");
            return Wish::Text(format!("another-{last}"));
        }
        strings.text(symbol).filter(|text| !text.is_empty()).map_or(Wish::Any, |text| Wish::Text(text.to_owned()))
    }

    /// Turns one knob that is free, or another within its cells.
    fn perturb(&self, draft: &mut Draft, targets: &[&'static Definition], store: &Store, rng: &mut Rng) {
        for _ in 0..1 + rng.below(2) {
            let Some((fact, low, high)) = KNOBS.get(rng.below(KNOBS.len())) else { return };
            let definition = fact.definition();
            if targets.iter().any(|target| target.fact == *fact) {
                self.aim(draft, definition, store, 9, rng);
                continue;
            }
            let value = low + rng.unit() * (high - low);
            let whole = is_whole(definition) || definition.kind == Kind::Flag;
            let value = if whole { libm::round(value) } else { libm::round(value * 100.0) / 100.0 };
            draft.wish(*fact, if rng.below(6) == 0 { Wish::Any } else { Wish::Number(value) });
        }
    }
}

/// A round value of the cell.
fn value_in(cell: Cell, whole: bool, turn: usize, rng: &mut Rng) -> f64 {
    let (low, high) = match cell {
        Cell::Whole(low, high) | Cell::Open(low, high) => (low, high),
        _ => return cell.sample(),
    };
    let high = if high.is_finite() { high } else { libm::fmax(low * 2.0, low + 20.0) };
    if whole {
        return if turn < 2 { low } else { low + libm::floor(rng.unit() * libm::fmin(high - low + 1.0, 50.0)) };
    }
    let value = if turn < 1 { low + (high - low) / 2.0 } else { low + rng.unit() * (high - low) };
    // The roundest that is inside.
    for scale in [0.1, 1.0, 10.0, 100.0, 10_000.0] {
        let rounded = libm::round(value * scale) / scale;
        if low < rounded && rounded < high {
            return rounded;
        }
    }
    value
}
