//! Gaps that the marketer asks about: is there a place where this holds and no rule applies?
//!
//! The question becomes a rule of its own, the last of all: where it goes first, nothing else applies.

use super::case::{Answer, Case, goes_first};
use super::report::{Analysis, Gap, NotDecided};
use super::world::World;
use super::{Question, engine_of, terms};
use crate::decision::Why;
use crate::time::Timestamp;
use serde_json::{Value, json};

const ID: &str = "(the question)";

pub(super) fn check(
    index: usize,
    question: &Question,
    document: &Value,
    options: &Value,
    (now, utc_offset): (Timestamp, i32),
    analysis: &mut Analysis,
) {
    let mut asked = document.clone();
    let Some(rules) = asked.get_mut("rules").and_then(Value::as_array_mut) else { return };
    let place = rules.len();
    rules.push(rule(question, document));
    if let Some(members) = asked.as_object_mut() {
        // What applies doesn't hang on it, and the question saves nothing.
        members.remove("ranking");
    }
    // Findings about the question's condition are about the question; those about the others are known.
    let mut own = Analysis::default();
    let engine = engine_of(&asked, options, "", &mut own);
    let prefix = format!("/rules/{place}/when");
    for mut one in own.diagnostics {
        if let Some(rest) = one.pointer.strip_prefix(&prefix) {
            one.pointer = format!("/options/gaps/{index}/when{rest}");
            analysis.diagnostics.push(one);
        }
    }
    let Some(engine) = engine else { return };
    let (world, entries) = World::new(&[&engine.rules().document]);
    let entries = entries.first().map_or(&[][..], Vec::as_slice);
    let case = Case { engine: &engine, world: &world, entries, now, utc_offset };
    let (Some(rule), Some(entry)) = (case.rule(place), entries.get(place)) else { return };
    let mut not_decided = |reason| {
        analysis.not_decided.push(NotDecided { about: "gaps", rules: Vec::new(), question: Some(index), reason });
    };
    let Some(at) = case.undisturbed(&[rule]) else { return not_decided("no_witness") };
    let is_silent = |other: &usize| {
        case.rule(*other).is_some_and(|other| {
            !terms::in_force(other, at.now, utc_offset)
                || !terms::has_visitor(other, &at.visitor)
                || other.prerequisites.iter().any(|one| one.state.is_of_before())
        })
    };
    let others = (0..place).filter(|other| case.is_on(*other));
    let (silent, rivals): (Vec<usize>, Vec<usize>) = others.partition(is_silent);
    let claim = |input: &_| {
        let decision = case.engine.decide_only(input);
        goes_first(&decision, rule)
            && !decision.suppressed.iter().any(|one| one.why == Why::Outranked && one.rule_id != ID)
    };
    let alone = case.without(rule.about_line, &|_| vec![entry.applies.clone()], &[entry], &rivals, &at, &claim);
    let answered = |gap, witness, silent| Gap { question: index, gap, silent, witness };
    match alone.answer {
        Answer::No => analysis.gaps.push(answered(false, None, Vec::new())),
        Answer::Yes(witness) => {
            let could = |other: &usize| entries.get(*other).is_some_and(|other| !world.are_apart(entry, other));
            let silent =
                silent.into_iter().filter(could).filter_map(|other| case.rule(other)).map(|one| one.id.clone());
            analysis.gaps.push(answered(true, Some(*witness), silent.collect()));
        }
        Answer::Open(reason) => not_decided(reason),
    }
}

fn rule(question: &Question, document: &Value) -> Value {
    let locale = document.get("default_locale").and_then(Value::as_str).unwrap_or("en");
    json!({
        "id": ID,
        "scope": if question.about_line { "line" } else { "cart" },
        "when": question.when,
        "priority": 0,
        "nudge": { "type": "chat_prompt", "content": { locale: { "headline": "-", "body": "-", "action": "-" } } },
    })
}
