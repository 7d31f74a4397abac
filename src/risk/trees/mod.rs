//! Gradient-boosted trees over flat arrays, scored exactly as the library that trained them scores.
//!
//! Whatever a split asks becomes a column of numbers, made once a row; so the walk only ever compares a number with a
//! threshold. `x < t` over f32 is `x ≤ t′` with `t′` the number before `t`, so one comparison serves both libraries.

mod paths;
mod read;

use super::{Contribution, Score};
use crate::features::{Fact, Row};
use paths::Paths;
pub(super) use read::numbers;

/// In which numbers a model was trained, compares and sums.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arithmetic {
    /// XGBoost: values and thresholds rounded to f32, left when `x < threshold`, leaves summed in f32.
    F32,
    /// LightGBM: f64, left when `x ≤ threshold`, leaves summed in f64.
    F64,
}

impl Arithmetic {
    fn rounded(self, value: f64) -> f64 {
        match self {
            #[allow(clippy::cast_possible_truncation)] // that is the point
            Arithmetic::F32 => f64::from(value as f32),
            Arithmetic::F64 => value,
        }
    }
}

/// A forest of boosted trees.
#[derive(Clone, Debug, PartialEq)]
pub struct Trees {
    arithmetic: Arithmetic,
    /// What the sum starts with.
    base: f64,
    /// What splits look at.
    columns: Vec<Column>,
    /// The codes of sets, as bits; a column names its words.
    words: Vec<u32>,
    /// Each tree in pre-order: a split's left child is the node after it.
    nodes: Vec<Node>,
    /// What a leaf adds; 0 for a split.
    values: Vec<f64>,
    roots: Vec<Root>,
    paths: Paths,
}

/// A column of what splits look at.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Column {
    fact: Fact,
    test: Test,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Test {
    /// The value.
    Number,
    /// The value; zero is unknown.
    ZeroIsMissing,
    /// 0 when the value's whole part is among the codes in these words, 1 when it isn't.
    Among { from: u32, to: u32 },
}

/// A split or a leaf, in 16 bytes. A leaf leads to itself, so that all lines can take the steps of the deepest.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Node {
    /// Left when the column's number is at most this. NaN for a leaf: nothing is.
    threshold: f64,
    /// The node to the right.
    right: u32,
    /// The column, and in the highest bit whether what is unknown goes left.
    column: u32,
}

const UNKNOWN_GOES_LEFT: u32 = 1 << 31;

#[derive(Clone, Copy, Debug, PartialEq)]
struct Root {
    node: u32,
    /// Splits above the deepest leaf.
    depth: u32,
}

/// Lines that walk a tree side by side: while one waits for memory, the others go on.
const LANES: usize = 8;

/// Lines that go through one tree before the next: a tree stays near, and so do their columns.
const BLOCK: usize = 64;

/// LightGBM's `kZeroThreshold`, an f32.
#[allow(clippy::cast_possible_truncation)] // that is the point
const ZERO: f64 = 1e-35_f64 as f32 as f64;

impl Trees {
    /// The score of one row.
    #[must_use]
    pub fn margin(&self, row: &Row) -> f64 {
        self.margins(std::slice::from_ref(row)).first().copied().unwrap_or(self.base)
    }

    /// The scores of many rows.
    #[must_use]
    pub fn margins(&self, rows: &[Row]) -> Vec<f64> {
        let mut sums = vec![self.base; rows.len()];
        let mut cells = Vec::new();
        for (rows, sums) in rows.chunks(BLOCK).zip(sums.chunks_mut(BLOCK)) {
            cells.clear();
            for row in rows {
                self.fill(row, &mut cells);
            }
            for root in &self.roots {
                let mut from = 0;
                for sums in sums.chunks_mut(LANES) {
                    self.add(root, &cells, from, sums);
                    from += LANES * self.columns.len();
                }
            }
        }
        sums
    }

    /// Adds the row's columns.
    fn fill(&self, row: &Row, cells: &mut Vec<f64>) {
        for column in &self.columns {
            cells.push(self.cell(*column, row.cell(column.fact)));
        }
    }

    fn cell(&self, column: Column, value: f64) -> f64 {
        let value = match self.arithmetic {
            // LightGBM takes no smaller number than this from a row.
            Arithmetic::F64 if libm::fabs(value) <= ZERO => 0.0,
            arithmetic => arithmetic.rounded(value),
        };
        match column.test {
            Test::Number => value,
            Test::ZeroIsMissing if value == 0.0 => f64::NAN,
            Test::ZeroIsMissing => value,
            Test::Among { .. } if value.is_nan() => value,
            Test::Among { from, to } => f64::from(u8::from(!self.is_among(value, from, to))),
        }
    }

    /// Whether the code is in the set of these words. XGBoost knows no negative code; LightGBM cuts the fraction off first.
    fn is_among(&self, value: f64, from: u32, to: u32) -> bool {
        let least = if self.arithmetic == Arithmetic::F32 { 0.0 } else { f64::from_bits(LAST_OVER_MINUS_ONE) };
        if value < least || value >= f64::from(u32::MAX) {
            return false;
        }
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // in range; the fraction goes
        let code = libm::trunc(value) as u32;
        let word = from.saturating_add(code / 32);
        word < to && self.words.get(word as usize).is_some_and(|bits| bits >> (code % 32) & 1 == 1)
    }

    /// Adds the tree's leaf to the sum of each line; the lines' columns begin at `first` of `cells`, one line after the
    /// other.
    ///
    /// Plain loops: compiled for little weight, iterators would be calls.
    fn add(&self, root: &Root, cells: &[f64], first: usize, sums: &mut [f64]) {
        let (nodes, width, lines) = (self.nodes.as_slice(), self.columns.len(), sums.len());
        let mut places = [root.node; LANES];
        let mut left = root.depth;
        while left > 0 {
            let (mut lane, mut from) = (0, first);
            while lane < lines {
                if let Some(place) = places.get_mut(lane) {
                    *place = next(nodes, *place, cells, from);
                }
                lane += 1;
                from += width;
            }
            left -= 1;
        }
        let mut lane = 0;
        while let (Some(sum), Some(place)) = (sums.get_mut(lane), places.get(lane)) {
            let leaf = self.values.get(*place as usize).copied().unwrap_or(0.0);
            // Of two f32, an f64 sum rounded to f32 is the f32 sum.
            *sum = self.arithmetic.rounded(*sum + leaf);
            lane += 1;
        }
    }

    /// What each feature added; see [`Model::account`](super::Model::account).
    pub(super) fn account(&self, row: &Row, margin: f64) -> (Score, Vec<Contribution>) {
        let mut cells = Vec::new();
        self.fill(row, &mut cells);
        let parts = self.paths.contributions(&self.nodes, &cells, &self.values);
        let mut contributions = Vec::new();
        for (fact, contribution) in self.paths.features.iter().zip(parts) {
            let value = row.get(*fact);
            if value.is_some() || contribution != 0.0 {
                contributions.push(Contribution { feature: fact.definition().name, value, contribution });
            }
        }
        let base = self.base + self.paths.mean;
        if contributions.is_empty() {
            return (Score { base: margin, total: margin }, contributions);
        }
        let total = close(base, &mut contributions, margin);
        (Score { base, total }, contributions)
    }
}

/// Where the line whose columns begin at `from` goes from a node; from a leaf nowhere.
#[inline(always)]
fn next(nodes: &[Node], place: u32, cells: &[f64], from: usize) -> u32 {
    let Some(node) = nodes.get(place as usize) else { return place };
    let column = (node.column & !UNKNOWN_GOES_LEFT) as usize;
    let Some(value) = cells.get(from + column).copied() else { return node.right };
    let left = (value <= node.threshold) | (value.is_nan() & (node.column & UNKNOWN_GOES_LEFT != 0));
    // Reckoned, not branched: which way it goes can't be foreseen.
    let back = (place + 1).wrapping_sub(node.right);
    node.right.wrapping_add(back.wrapping_mul(u32::from(left)))
}

/// The largest f64 that is not under −1 after its fraction is cut off.
const LAST_OVER_MINUS_ONE: u64 = 0xBFEF_FFFF_FFFF_FFFF;

/// Lets the parts sum to the score: the library's own sum is rounded at each tree, and the parts are not. What is left
/// goes to the largest part, and where that doesn't come out, its last bits to the last. The sum is returned: it is the
/// score whenever an f64 can be found that makes it so, which for an f32 score it can.
fn close(base: f64, parts: &mut [Contribution], margin: f64) -> f64 {
    let sum = |parts: &[Contribution]| parts.iter().fold(base, |sum, part| sum + part.contribution);
    let (mut largest, mut size) = (0, 0.0);
    for (place, part) in parts.iter().enumerate() {
        if libm::fabs(part.contribution) > size {
            (largest, size) = (place, libm::fabs(part.contribution));
        }
    }
    for _ in 0..2 {
        let left = margin - sum(parts);
        if let Some(part) = parts.get_mut(largest) {
            part.contribution += left;
        }
    }
    if sum(parts) != margin
        && let Some((last, others)) = parts.split_last_mut()
    {
        last.contribution = margin - sum(others);
    }
    sum(parts)
}

#[cfg(test)]
mod tests;
