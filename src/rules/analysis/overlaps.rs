//! Pairs of rules that compete for a line, or for the cart.

use super::case::{Answer, Case, stands};
use super::report::{Analysis, NotDecided, Overlap};
use super::terms;
use crate::rules::Rule;
use std::cell::RefCell;

pub(super) fn check(case: &Case<'_>, most: usize, analysis: &mut Analysis) {
    let mut pairs = pairs(case);
    analysis.overlaps_total = pairs.len();
    // Ties first.
    pairs.sort_by_key(|(a, b)| case.rule(*a).zip(case.rule(*b)).is_some_and(|(a, b)| !is_tie(a, b)));
    for (a, b) in pairs.into_iter().take(most.saturating_mul(2)) {
        if analysis.overlaps.len() == most {
            break;
        }
        let (Some(one), Some(other)) = (case.rule(a), case.rule(b)) else { continue };
        match overlap(case, (a, one), (b, other)) {
            Ok(Some(overlap)) => analysis.overlaps.push(overlap),
            Ok(None) => analysis.overlaps_total -= 1,
            Err(reason) => {
                let rules = vec![one.id.clone(), other.id.clone()];
                analysis.not_decided.push(NotDecided { about: "overlaps", rules, question: None, reason });
            }
        }
    }
}

fn is_tie(a: &Rule, b: &Rule) -> bool {
    a.priority.total_cmp(&b.priority).is_eq()
}

/// The pairs that aren't apart at first sight.
fn pairs(case: &Case<'_>) -> Vec<(usize, usize)> {
    let on: Vec<usize> = (0..case.entries.len()).filter(|index| case.is_on(*index)).collect();
    let mut pairs = Vec::new();
    for (place, a) in on.iter().enumerate() {
        for b in on.iter().skip(place + 1) {
            let (Some(one), Some(other)) = (case.entries.get(*a), case.entries.get(*b)) else { continue };
            if case.world.are_apart(one, other) {
                continue;
            }
            let (Some(first), Some(second)) = (case.rule(*a), case.rule(*b)) else { continue };
            if terms::can_meet(first, second, case.now, case.utc_offset) {
                pairs.push((*a, *b));
            }
        }
    }
    pairs
}

/// Where both apply; `None` for nowhere.
fn overlap(
    case: &Case<'_>,
    (a, one): (usize, &Rule),
    (b, other): (usize, &Rule),
) -> Result<Option<Overlap>, &'static str> {
    let (Some(first), Some(second)) = (case.entries.get(a), case.entries.get(b)) else { return Ok(None) };
    let at = case.undisturbed(&[one, other]).ok_or("no_witness")?;
    let seen = RefCell::new(None);
    let claim = |input: &_| {
        let decision = case.engine.decide_only(input);
        let both = stands(&decision, one, input) && stands(&decision, other, input);
        if both {
            let of_two = |id: &String| *id == one.id || *id == other.id;
            *seen.borrow_mut() = super::case::shown(&decision).into_iter().find(of_two);
        }
        both
    };
    let about_line = one.about_line || other.about_line;
    let clauses = |_| vec![first.applies.clone(), second.applies.clone()];
    match case.without(about_line, &clauses, &[first, second], &[], &at, &claim).answer {
        Answer::No => Ok(None),
        Answer::Open(reason) => Err(reason),
        Answer::Yes(witness) => {
            let by_rank = case.ranks_by_priority().then(|| by_rank((a, one), (b, other))).flatten();
            let winner = by_rank.or_else(|| seen.take());
            let rules = [one.id.clone(), other.id.clone()];
            Ok(Some(Overlap { rules, winner, tie: is_tie(one, other), witness: *witness }))
        }
    }
}

fn by_rank((a, one): (usize, &Rule), (b, other): (usize, &Rule)) -> Option<String> {
    if terms::outranks(one, a, other, b) {
        return Some(one.id.clone());
    }
    terms::outranks(other, b, one, a).then(|| other.id.clone())
}
