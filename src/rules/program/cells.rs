//! The parts of all conditions, each different one once.

use super::super::check::Op;
use std::hash::{Hash, Hasher};

/// A part: what it does with which other parts.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cell {
    pub op: Op,
    from: u32,
    to: u32,
    /// Where its value is remembered while the row is the same, plus 1; 0 when it isn't worth it.
    pub memo: u32,
}

/// What is known of a part while the program is made.
#[derive(Clone, Copy, Debug)]
struct Notes {
    /// Most steps that it takes; saturated.
    steps: u32,
    /// Most elements, of a list.
    length: u32,
    /// The places that it reads and doesn't fill itself, a bit for each.
    free: u64,
    /// The latest rule that has it.
    rule: u32,
}

/// All parts.
#[derive(Clone, Debug, Default)]
pub(super) struct Cells {
    cells: Vec<Cell>,
    children: Vec<u32>,
    notes: Vec<Notes>,
    /// Open addressing: the number of a cell plus 1, or 0.
    slots: Vec<u32>,
    memos: u32,
}

/// A line more than a cart can have would be refused.
const MOST_LINES: u32 = crate::cart::MAX_LINES as u32;
const MOST_SEGMENTS: u32 = crate::segment::Segment::ALL.len() as u32;
/// Parts with fewer steps are computed again.
const WORTH_A_MEMO: u32 = 4;

impl Cells {
    pub fn cell(&self, id: u32) -> Option<&Cell> {
        self.cells.get(id as usize)
    }

    pub fn children(&self, cell: &Cell) -> &[u32] {
        self.children.get(cell.from as usize..cell.to as usize).unwrap_or(&[])
    }

    /// How many values are remembered.
    pub fn memos(&self) -> u32 {
        self.memos
    }

    /// Most steps that the part takes.
    pub fn steps(&self, id: u32) -> u32 {
        self.notes.get(id as usize).map_or(0, |notes| notes.steps)
    }

    /// The part, new or known; `rule` has it.
    pub fn place(&mut self, op: Op, children: &[u32], rule: u32) -> u32 {
        if self.cells.len() * 2 >= self.slots.len() {
            self.spread();
        }
        let slot = self.slot(op, children);
        let known = self.slots.get(slot).copied().unwrap_or(0);
        if known > 0 {
            self.share(known - 1, rule);
            return known - 1;
        }
        let id = number(self.cells.len());
        let from = number(self.children.len());
        self.children.extend_from_slice(children);
        let notes = self.noted(op, children, rule);
        self.cells.push(Cell { op, from, to: number(self.children.len()), memo: 0 });
        self.notes.push(notes);
        if let Some(cell) = self.slots.get_mut(slot) {
            *cell = id + 1;
        }
        id
    }

    /// A part that several rules have is computed once a row, if that saves something and no element is read.
    fn share(&mut self, id: u32, rule: u32) {
        let (Some(cell), Some(notes)) = (self.cells.get_mut(id as usize), self.notes.get(id as usize)) else { return };
        let is_list =
            matches!(cell.op, Op::Items | Op::Segments | Op::Literal | Op::Filter(_) | Op::Map(_) | Op::Merge);
        if notes.rule != rule && notes.steps >= WORTH_A_MEMO && notes.free == 0 && cell.memo == 0 && !is_list {
            self.memos += 1;
            cell.memo = self.memos;
        }
    }

    fn noted(&self, op: Op, children: &[u32], rule: u32) -> Notes {
        let mut notes = Notes { steps: 1, length: 0, free: 0, rule };
        for id in children {
            let Some(child) = self.notes.get(*id as usize) else { continue };
            notes.steps = notes.steps.saturating_add(child.steps);
            notes.free |= child.free;
        }
        let child = |index: usize| children.get(index).and_then(|id| self.notes.get(*id as usize));
        let length = |index: usize| child(index).map_or(0, |notes| notes.length);
        match op {
            Op::Local(place) | Op::ItemFact(place, _) => notes.free = bit(place),
            Op::OneOf => {
                // Half of the constants are left out at each step.
                let constants = number(children.len().saturating_sub(1));
                notes.steps = child(0).map_or(0, |needle| needle.steps).saturating_add(34 - constants.leading_zeros());
            }
            Op::Items => notes.length = MOST_LINES,
            Op::Segments => notes.length = MOST_SEGMENTS,
            Op::Literal => notes.length = number(children.len()),
            Op::Merge => {
                for index in 0..children.len() {
                    notes.length = notes.length.saturating_add(length(index));
                }
            }
            _ => {}
        }
        if matches!(op, Op::Items | Op::Segments | Op::Literal) {
            notes.steps = notes.steps.saturating_add(notes.length);
        }
        if let Op::Every(_, place) | Op::Reduce(place) | Op::Filter(place) | Op::Map(place) = op {
            let body = child(1).map_or(0, |body| body.steps);
            notes.steps = notes.steps.saturating_add(body.saturating_mul(length(0)));
            let list = child(0).map_or(0, |list| list.free);
            let start = child(2).map_or(0, |start| start.free);
            let inside = child(1).map_or(0, |body| body.free) & !(bit(place) | bit(place + 1));
            notes.free = list | start | inside;
            if matches!(op, Op::Filter(_) | Op::Map(_)) {
                notes.length = length(0);
            }
        }
        notes
    }

    fn spread(&mut self) {
        self.slots = vec![0; (self.slots.len() * 2).max(64)];
        for id in 0..number(self.cells.len()) {
            let Some(cell) = self.cell(id).copied() else { continue };
            let slot = self.slot(cell.op, self.children(&cell));
            if let Some(slot) = self.slots.get_mut(slot) {
                *slot = id + 1;
            }
        }
    }

    /// The slot of the part, or the empty one where it belongs.
    fn slot(&self, op: Op, children: &[u32]) -> usize {
        let mut hash = Fnv(0xcbf2_9ce4_8422_2325);
        op.hash(&mut hash);
        for child in children {
            hash.write_u32(*child);
        }
        let last = self.slots.len().saturating_sub(1);
        #[allow(clippy::cast_possible_truncation)] // any part of a hash is one
        let mut slot = (hash.finish() >> 7) as usize & last;
        while let Some(known) = self.slots.get(slot)
            && *known > 0
            && !self.cell(*known - 1).is_some_and(|cell| cell.op == op && self.children(cell) == children)
        {
            slot = (slot + 1) & last;
        }
        slot
    }

    /// Forgets what only making a program needs.
    pub fn finish(&mut self) {
        self.slots = Vec::new();
        self.notes = Vec::new();
        self.cells.shrink_to_fit();
        self.children.shrink_to_fit();
    }
}

fn bit(place: u8) -> u64 {
    1_u64.checked_shl(u32::from(place)).unwrap_or(0)
}

/// A place in a list; programs are far shorter than 2^32.
pub(super) fn number(items: usize) -> u32 {
    u32::try_from(items).unwrap_or(u32::MAX)
}

/// FNV-1a over words.
struct Fnv(u64);

impl Hasher for Fnv {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u64(u64::from(*byte));
        }
    }
    fn write_u8(&mut self, word: u8) {
        self.write_u64(u64::from(word));
    }
    fn write_u32(&mut self, word: u32) {
        self.write_u64(u64::from(word));
    }
    fn write_isize(&mut self, word: isize) {
        #[allow(clippy::cast_sign_loss)] // the discriminant of an enum
        self.write_u64(word as u64);
    }
    fn write_u64(&mut self, word: u64) {
        self.0 = (self.0 ^ word ^ (word >> 32)).wrapping_mul(0x0000_0100_0000_01b3).rotate_left(17);
    }
    fn finish(&self) -> u64 {
        self.0
    }
}
