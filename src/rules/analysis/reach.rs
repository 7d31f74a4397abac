//! Rules that can never be shown, and rules that others always outrank.

use super::case::{Alone, Answer, Case, goes_first, stands};
use super::report::{Analysis, NotDecided, Outranked, Unreachable, WinsWhen};
use super::solve::End;
use super::terms;
use super::world::Entry;
use crate::rules::Rule;

/// Rules that an outranked rule is tried without.
const SPARED: usize = 8;

pub(super) fn check(case: &Case<'_>, analysis: &mut Analysis) {
    for (index, rule) in case.document().rules.iter().enumerate() {
        let Some(entry) = case.entries.get(index).filter(|_| rule.enabled) else { continue };
        if let Some(because) = case.never_shown(rule) {
            analysis.unreachable.push(Unreachable { rule_id: rule.id.clone(), because });
            continue;
        }
        if let Some(because) = unreachable(case, rule, entry) {
            analysis.unreachable.push(Unreachable { rule_id: rule.id.clone(), because });
            continue;
        }
        if let Some(reason) = unreached(case, rule, entry) {
            analysis.not_decided.push(not_decided("unreachable", rule, reason));
            continue;
        }
        if case.ranks_by_priority() {
            outranked(case, index, rule, entry, analysis);
        }
    }
    if !case.ranks_by_priority() && case.document().rules.len() > 1 {
        let reason = "expected_value";
        analysis.not_decided.push(NotDecided { about: "outranked", rules: Vec::new(), question: None, reason });
    }
}

fn not_decided(about: &'static str, rule: &Rule, reason: &'static str) -> NotDecided {
    NotDecided { about, rules: vec![rule.id.clone()], question: None, reason }
}

/// What about the rule can't be, whatever the cart.
fn unreachable(case: &Case<'_>, rule: &Rule, entry: &Entry) -> Option<&'static str> {
    let is_possible = |clause| {
        let is = |has_lines| case.world.search(&[clause], has_lines, &[entry], &mut |_| true) != End::Exhausted;
        is(true) || (!rule.about_line && is(false))
    };
    if is_possible(&entry.applies) {
        return None;
    }
    if !is_possible(&entry.condition) {
        return Some("condition");
    }
    Some(if is_possible(&entry.holds) { "budget" } else { "nothing_to_show" })
}

/// Why no place where it applies is known; `None` when one is.
fn unreached(case: &Case<'_>, rule: &Rule, entry: &Entry) -> Option<&'static str> {
    let Some(at) = case.undisturbed(&[rule]) else { return Some("no_witness") };
    let claim = |input: &_| stands(&case.engine.decide_only(input), rule, input);
    match case.without(rule.about_line, &|_| vec![entry.applies.clone()], &[entry], &[], &at, &claim).answer {
        Answer::Open(reason) => Some(reason),
        Answer::Yes(_) => None,
        Answer::No => Some("no_witness"),
    }
}

fn outranked(case: &Case<'_>, index: usize, rule: &Rule, entry: &Entry, analysis: &mut Analysis) {
    let rivals = case.rivals(index);
    let Some(at) = case.undisturbed(&[rule]) else { return };
    if rivals.is_empty() {
        return;
    }
    let alone = wins(case, rule, entry, &rivals, &at);
    match alone.answer {
        Answer::Yes(_) => {}
        Answer::Open(reason) => analysis.not_decided.push(not_decided("outranked", rule, reason)),
        Answer::No => {
            let by = case.fewest(rule.about_line, entry, alone.rivals);
            analysis.outranked.push(explained(case, (index, rule, entry), &rivals, &by));
        }
    }
}

fn wins(case: &Case<'_>, rule: &Rule, entry: &Entry, rivals: &[usize], at: &super::draft::Circumstances) -> Alone {
    let claim = |input: &_| goes_first(&case.engine.decide_only(input), rule);
    case.without(rule.about_line, &|_| vec![entry.applies.clone()], &[entry], rivals, at, &claim)
}

/// When it goes first after all: with one of the rules silent.
fn explained(
    case: &Case<'_>,
    (index, rule, entry): (usize, &Rule, &Entry),
    rivals: &[usize],
    by: &[usize],
) -> Outranked {
    let mut wins_only_when = Vec::new();
    let program = &case.engine.rules().program;
    let by_consent = |other: usize| program.is_personal(other) && !program.is_personal(index);
    let base = case.undisturbed(&[rule]);
    for other_index in by.iter().take(SPARED) {
        let (Some(other), Some(base)) = (case.rule(*other_index), &base) else { continue };
        let rest: Vec<usize> = rivals.iter().copied().filter(|rival| rival != other_index).collect();
        for (because, at) in terms::silences(rule, other, by_consent(*other_index), case.document(), base) {
            if let Answer::Yes(witness) = wins(case, rule, entry, &rest, &at).answer {
                wins_only_when.push(WinsWhen { because, rule_id: other.id.clone(), witness: *witness });
            }
        }
    }
    let ids = by.iter().filter_map(|rival| case.rule(*rival)).map(|rival| rival.id.clone());
    let is_loud = |other: &usize| {
        case.rule(*other).is_some_and(|one| !by_consent(*other) && !terms::can_be_silent(one, rule, case.document()))
    };
    let never = by.iter().all(is_loud);
    Outranked { rule_id: rule.id.clone(), by: ids.collect(), never, wins_only_when }
}
