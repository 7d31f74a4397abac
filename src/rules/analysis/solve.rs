//! The search: which cells make all clauses true. It only ever takes away what can't be, so that an empty end is a proof.

use super::domain::{Domains, Store};
use super::formula::Clause;
use super::relations::Relation;
use std::rc::Rc;

/// How a search ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// A solution was accepted.
    Found,
    /// There is no solution beyond those that were offered.
    Exhausted,
    /// The step limit was hit.
    Limit,
}

/// A search over the cells of all variables.
pub(super) struct Search<'a> {
    pub domains: &'a Domains,
    pub relations: &'a [Relation],
    /// Steps that are left.
    pub steps: usize,
    /// Choices within choices that are left: the stack of a browser is small.
    pub depth: usize,
}

enum Truth {
    Yes,
    No,
    Open,
}

impl Search<'_> {
    /// Offers solutions to `accept` until it takes one. A solution leaves some variables open.
    pub fn run(&mut self, clauses: &[&Clause], from: &Store, accept: &mut dyn FnMut(&Store) -> bool) -> End {
        if self.steps == 0 || self.depth == 0 {
            return End::Limit;
        }
        self.steps -= 1;
        let mut store = from.clone();
        let Some(pending) = self.settle(clauses, &mut store) else { return End::Exhausted };
        // The clause with the fewest ways left.
        let choice = pending
            .iter()
            .filter_map(|clause| match clause {
                Clause::Or(parts) => Some((*clause, parts)),
                _ => None,
            })
            .min_by_key(|(_, parts)| parts.len());
        let Some((chosen, parts)) = choice else { return if accept(&store) { End::Found } else { End::Exhausted } };
        for part in parts {
            if matches!(self.truth(part, &store), Truth::No) {
                continue;
            }
            // With one of its parts, the clause itself is settled.
            let mut next: Vec<&Clause> = pending.iter().copied().filter(|one| !std::ptr::eq(*one, chosen)).collect();
            next.push(part);
            self.depth -= 1;
            let end = self.run(&next, &store, accept);
            self.depth += 1;
            if end != End::Exhausted {
                return end;
            }
            // What was tried need not be tried again.
            if let Clause::Atom(variable, mask) = part {
                let Some(variable) = self.domains.variables.get(*variable) else { continue };
                let rest: Rc<[u64]> = mask.iter().map(|word| !word).collect();
                if !store.narrow(variable, &rest).1 {
                    return End::Exhausted;
                }
            }
        }
        End::Exhausted
    }

    /// Takes away what the clauses and the relations exclude; the clauses that are still open, or `None` for none left.
    pub fn settle<'c>(&self, clauses: &[&'c Clause], store: &mut Store) -> Option<Vec<&'c Clause>> {
        let mut pending = clauses.to_vec();
        loop {
            let mut changed = false;
            let mut open = Vec::new();
            for clause in pending {
                changed |= self.impose(clause, store, &mut open)?;
            }
            pending = open;
            // Only what changed has consequences.
            while let Some(touched) = store.take_touched() {
                for relation in self.relations.iter().filter(|relation| relation.is_about(&touched)) {
                    changed |= relation.apply(self.domains, store)?;
                }
            }
            if !changed {
                return Some(pending);
            }
        }
    }

    /// Makes a clause true where there is one way to; whether anything changed, `None` when it can't be.
    fn impose<'c>(&self, clause: &'c Clause, store: &mut Store, open: &mut Vec<&'c Clause>) -> Option<bool> {
        match clause {
            Clause::Known(value) => value.then_some(false),
            Clause::Atom(variable, mask) => {
                let (changed, left) = store.narrow(self.domains.variables.get(*variable)?, mask);
                left.then_some(changed)
            }
            Clause::And(parts) => {
                let mut changed = false;
                for part in parts {
                    changed |= self.impose(part, store, open)?;
                }
                Some(changed)
            }
            Clause::Or(parts) => {
                let mut only = None;
                for part in parts {
                    match self.truth(part, store) {
                        Truth::Yes => return Some(false),
                        Truth::No => {}
                        Truth::Open if only.is_some() => {
                            open.push(clause);
                            return Some(false);
                        }
                        Truth::Open => only = Some(part),
                    }
                }
                self.impose(only?, store, open)
            }
        }
    }

    fn truth(&self, clause: &Clause, store: &Store) -> Truth {
        match clause {
            Clause::Known(true) => Truth::Yes,
            Clause::Known(false) => Truth::No,
            Clause::Atom(variable, mask) => {
                let Some(variable) = self.domains.variables.get(*variable) else { return Truth::Open };
                let (mut inside, mut outside) = (false, false);
                for (word, mask) in store.of(variable).iter().zip(mask.iter()) {
                    inside |= word & mask != 0;
                    outside |= word & !mask != 0;
                }
                match (inside, outside) {
                    (true, false) => Truth::Yes,
                    (false, _) => Truth::No,
                    _ => Truth::Open,
                }
            }
            Clause::And(parts) => {
                let mut open = false;
                for part in parts {
                    match self.truth(part, store) {
                        Truth::No => return Truth::No,
                        Truth::Open => open = true,
                        Truth::Yes => {}
                    }
                }
                if open { Truth::Open } else { Truth::Yes }
            }
            Clause::Or(parts) => {
                let mut open = false;
                for part in parts {
                    match self.truth(part, store) {
                        Truth::Yes => return Truth::Yes,
                        Truth::Open => open = true,
                        Truth::No => {}
                    }
                }
                if open { Truth::Open } else { Truth::No }
            }
        }
    }

    /// Whether the clause can't be false there.
    pub fn is_true(&self, clause: &Clause, store: &Store) -> bool {
        matches!(self.truth(clause, store), Truth::Yes)
    }

    /// Whether the clause can't be true there.
    pub fn is_false(&self, clause: &Clause, store: &Store) -> bool {
        matches!(self.truth(clause, store), Truth::No)
    }
}
