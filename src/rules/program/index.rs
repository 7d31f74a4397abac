//! Finds the rules that may hold for a row without asking each: by what must be equal, then by thresholds.
//!
//! A test that a rule can't hold without splits the rules: those that want the row's value, and those that don't ask.
//! What is left is asked one by one, so that the index may be coarse but never wrong.

use super::super::check::{Check, Op, Test};
use super::arithmetic::flag;
use super::cells::{Cells, number};
use super::machine::constant;
use crate::features::{COUNT, Fact, Kind, Row};

/// Fewer rules are as fast without an index.
const FEW: usize = 4;
/// Fewer rules aren't worth a list of thresholds.
const FEW_LIMITS: usize = 8;
const DEPTH: u8 = 8;
/// How often a rule that takes any of several values may occur.
const COPIES: usize = 16;

#[derive(Clone, Copy, Debug)]
enum Node {
    /// These rules.
    Leaf { from: u32, to: u32 },
    /// The node that the fact's value has among `keys`, and the rules that don't ask.
    Split { fact: Fact, from: u32, to: u32, rest: u32 },
    /// The rules among `keys` whose threshold is at most the fact's value (with `sign` −1: at least), and the others.
    Limits { fact: Fact, sign: f64, from: u32, to: u32, rest: u32 },
}

/// Rules by what they need.
#[derive(Clone, Debug, Default)]
pub(super) struct Index {
    nodes: Vec<Node>,
    /// Values in order, each with its node or rule.
    keys: Vec<(f64, u32)>,
    rules: Vec<u32>,
    root: u32,
}

/// A rule on its way into the index, with how often it occurs already.
#[derive(Clone, Copy)]
struct Entry {
    rule: u32,
    copies: usize,
}

/// What the index is made from.
pub(super) struct Source<'a> {
    pub cells: &'a Cells,
    pub tests: &'a dyn Fn(u32) -> &'a [Test],
}

impl Index {
    pub fn build(source: &Source<'_>, rules: impl Iterator<Item = u32>) -> Self {
        let mut index = Index::default();
        let entries: Vec<Entry> = rules.map(|rule| Entry { rule, copies: 1 }).collect();
        index.root = index.node(source, &entries, &mut Vec::new());
        index
    }

    /// Hands each rule that may hold for the row to `visit`.
    pub fn candidates(&self, row: &Row, visit: &mut dyn FnMut(u32)) {
        self.below(self.root, row, visit);
    }

    fn below(&self, mut at: u32, row: &Row, visit: &mut dyn FnMut(u32)) {
        while let Some(node) = self.nodes.get(at as usize) {
            match *node {
                Node::Leaf { from, to } => {
                    let rules = self.rules.get(from as usize..to as usize).unwrap_or(&[]);
                    rules.iter().for_each(|rule| visit(*rule));
                    return;
                }
                Node::Split { fact, from, to, rest } => {
                    let keys = self.keys.get(from as usize..to as usize).unwrap_or(&[]);
                    let value = row.cell(fact);
                    let place = keys.partition_point(|(key, _)| *key < value);
                    if let Some((key, child)) = keys.get(place)
                        && *key == value
                    {
                        self.below(*child, row, visit);
                    }
                    at = rest;
                }
                Node::Limits { fact, sign, from, to, rest } => {
                    // Unknown counts as 0 in comparisons.
                    let value = row.get(fact).unwrap_or(0.0) * sign;
                    let limits = self.keys.get(from as usize..to as usize).unwrap_or(&[]);
                    for (limit, rule) in limits {
                        if *limit > value {
                            break;
                        }
                        visit(*rule);
                    }
                    at = rest;
                }
            }
        }
    }

    fn node(&mut self, source: &Source<'_>, entries: &[Entry], used: &mut Vec<Fact>) -> u32 {
        if entries.len() > FEW && used.len() < usize::from(DEPTH) {
            if let Some(fact) = best_split(source, entries, used) {
                return self.split(source, entries, fact, used);
            }
            if entries.len() > FEW_LIMITS
                && let Some((fact, sign)) = best_limit(source, entries, used)
            {
                return self.limits(source, entries, fact, sign, used);
            }
        }
        let from = number(self.rules.len());
        self.rules.extend(entries.iter().map(|entry| entry.rule));
        self.push(Node::Leaf { from, to: number(self.rules.len()) })
    }

    fn push(&mut self, node: Node) -> u32 {
        self.nodes.push(node);
        number(self.nodes.len() - 1)
    }

    fn split(&mut self, source: &Source<'_>, entries: &[Entry], fact: Fact, used: &mut Vec<Fact>) -> u32 {
        let mut keyed: Vec<(f64, u32)> = Vec::new();
        let mut rest = Vec::new();
        for (place, entry) in entries.iter().enumerate() {
            let keys = keys_of(source, *entry, fact);
            if keys.is_empty() {
                rest.push(*entry);
            }
            keyed.extend(keys.into_iter().map(|key| (key, number(place))));
        }
        // By value, then in the order of the document.
        sort(&mut keyed, |a, b| a.0 < b.0 || (a.0 == b.0 && a.1 < b.1));
        used.push(fact);
        let mut children = Vec::new();
        for bucket in keyed.chunk_by(|a, b| a.0 == b.0) {
            let Some((key, _)) = bucket.first() else { continue };
            let mut own = Vec::new();
            for (_, place) in bucket {
                let Some(entry) = entries.get(*place as usize) else { continue };
                let copies = entry.copies * keys_of(source, *entry, fact).len();
                own.push(Entry { rule: entry.rule, copies });
            }
            children.push((*key, self.node(source, &own, used)));
        }
        let rest = self.node(source, &rest, used);
        used.pop();
        let from = number(self.keys.len());
        self.keys.extend(children);
        self.push(Node::Split { fact, from, to: number(self.keys.len()), rest })
    }

    fn limits(&mut self, source: &Source<'_>, entries: &[Entry], fact: Fact, sign: f64, used: &mut Vec<Fact>) -> u32 {
        let mut limits = Vec::new();
        let mut rest = Vec::new();
        for entry in entries {
            let mut tests = (source.tests)(entry.rule).iter();
            let limit = tests.find(|test| test.fact == fact && limit_sign(test) == Some(sign));
            match limit {
                Some(test) => limits.push((test.value.number() * sign, entry.rule)),
                None => rest.push(*entry),
            }
        }
        sort(&mut limits, |a, b| a.0 < b.0 || (a.0 == b.0 && a.1 < b.1));
        used.push(fact);
        let rest = self.node(source, &rest, used);
        used.pop();
        let from = number(self.keys.len());
        self.keys.extend(limits);
        self.push(Node::Limits { fact, sign, from, to: number(self.keys.len()), rest })
    }
}

/// The values of which the rule needs one; none when it doesn't ask, or takes too many.
fn keys_of(source: &Source<'_>, entry: Entry, fact: Fact) -> Vec<f64> {
    let tests = (source.tests)(entry.rule).iter().filter(|test| test.fact == fact);
    tests.filter_map(|test| keys(source.cells, test, entry.copies)).next().unwrap_or_default()
}

fn keys(cells: &Cells, test: &Test, copies: usize) -> Option<Vec<f64>> {
    if test.not || test.on_null {
        return None;
    }
    match test.check {
        Check::Equal => Some(vec![test.value.number()]),
        Check::Truth if test.fact.definition().kind == Kind::Flag => Some(vec![flag(true)]),
        Check::OneOf => {
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // made from the number of a cell
            let cell = cells.cell(test.value.number() as u32).filter(|cell| cell.op == Op::OneOf)?;
            let constants = cells.children(cell).get(1..)?;
            let few = constants.len() * copies <= COPIES;
            few.then(|| constants.iter().map(|id| constant(cells, *id)).collect())
        }
        _ => None,
    }
}

/// 1 for "at least", −1 for "at most", when `null` counts as 0 in the test.
fn limit_sign(test: &Test) -> Option<f64> {
    let value = test.value.number();
    let (sign, null) = match test.check {
        Check::Greater => (1.0, 0.0 > value),
        Check::GreaterOrEqual => (1.0, 0.0 >= value),
        Check::Less => (-1.0, 0.0 < value),
        Check::LessOrEqual => (-1.0, 0.0 <= value),
        _ => return None,
    };
    (!test.not && test.on_null == null && !value.is_nan()).then_some(sign)
}

/// The fact that splits best: many rules ask for it, and for many different values.
fn best_split(source: &Source<'_>, entries: &[Entry], used: &[Fact]) -> Option<Fact> {
    let mut asked = [(0_usize, None); COUNT];
    for entry in entries {
        for test in (source.tests)(entry.rule) {
            if let Some(slot) = asked.get_mut(test.fact as usize)
                && !used.contains(&test.fact)
                && keys(source.cells, test, entry.copies).is_some()
            {
                *slot = (slot.0 + 1, Some(test.fact));
            }
        }
    }
    let mut best = (0, None);
    for _ in 0..3 {
        let Some(most) = asked.iter_mut().max_by_key(|(asked, _)| *asked) else { break };
        let Some(fact) = most.1 else { break };
        *most = (0, None);
        let mut values: Vec<f64> = Vec::new();
        let mut covered = 0;
        for entry in entries {
            let keys = keys_of(source, *entry, fact);
            covered += usize::from(!keys.is_empty());
            values.extend(keys);
        }
        sort(&mut values, |a, b| a < b);
        values.dedup();
        let score = covered.saturating_mul(values.len());
        if score > best.0 && covered > FEW {
            best = (score, Some(fact));
        }
    }
    best.1
}

/// The fact and direction with the most thresholds.
fn best_limit(source: &Source<'_>, entries: &[Entry], used: &[Fact]) -> Option<(Fact, f64)> {
    let mut asked = [[0_usize; 2]; COUNT];
    let mut best = (FEW, None);
    for entry in entries {
        for test in (source.tests)(entry.rule) {
            let Some(sign) = limit_sign(test).filter(|_| !used.contains(&test.fact)) else { continue };
            let slots = asked.get_mut(test.fact as usize);
            let Some(slot) = slots.and_then(|slots| slots.get_mut(usize::from(sign > 0.0))) else { continue };
            *slot += 1;
            if *slot > best.0 {
                best = (*slot, Some((test.fact, sign)));
            }
        }
    }
    best.1
}

/// Sorts in place (heap sort): a page needn't carry the standard library's.
pub(super) fn sort<T: Copy>(list: &mut [T], before: fn(&T, &T) -> bool) {
    let count = list.len();
    for root in (0..count / 2).rev() {
        sink(list, root, count, before);
    }
    for end in (1..count).rev() {
        list.swap(0, end);
        sink(list, 0, end, before);
    }
}

/// Lets the value at `root` sink until none below it is larger.
fn sink<T: Copy>(list: &mut [T], mut root: usize, end: usize, before: fn(&T, &T) -> bool) {
    let is_before = |list: &[T], a: usize, b: usize| match (list.get(a), list.get(b)) {
        (Some(a), Some(b)) => before(a, b),
        _ => false,
    };
    loop {
        let mut child = root * 2 + 1;
        if child >= end {
            return;
        }
        if child + 1 < end && is_before(list, child, child + 1) {
            child += 1;
        }
        if !is_before(list, root, child) {
            return;
        }
        list.swap(root, child);
        root = child;
    }
}

#[cfg(test)]
mod tests {
    use super::sort;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn sorting_is_sorting(mut list in prop::collection::vec(0_u32..50, 0..80)) {
            let mut expected = list.clone();
            expected.sort_unstable();
            sort(&mut list, |a, b| a < b);
            prop_assert_eq!(list, expected);
        }
    }
}
