//! The coordinator: which candidates get the shopper's attention, best first, and what becomes of the others.

use super::stage::Stage;
use super::{Nudge, Outcome, Why};
use crate::experiment;
use crate::features::visit::nudges_seen;
use crate::text::count;

/// A nudge that could be shown, with what it is ranked by.
pub(super) struct Candidate {
    pub nudge: Nudge,
    pub priority: f64,
    pub risk: f64,
    /// Shown in this page view already: it stays, so that nothing changes under the shopper's eyes.
    pub current: bool,
    /// Withheld from this visitor to measure the rule's effect.
    pub held_out: bool,
    /// Decided on; `None` while it waits.
    pub verdict: Option<Verdict>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    Shown,
    Not(Why),
}

impl Candidate {
    /// Whether this one goes before the other: what is shown already, then expected value (when ranked by it), then
    /// priority, then risk; equal ranks keep their order, which is that of the rules, then of the lines.
    pub fn goes_before(&self, other: &Candidate) -> bool {
        let value = |one: &Candidate| one.nudge.expected_value.unwrap_or(0.0);
        let rank = self.current.cmp(&other.current).then(value(self).total_cmp(&value(other)));
        rank.then(self.priority.total_cmp(&other.priority)).then(self.risk.total_cmp(&other.risk)).is_gt()
    }
}

/// Spends the attention budget, best candidate first. Who is left waiting was outranked. Who is held out spends as if
/// shown: the effect is measured against nothing in its place.
pub(super) fn spend(stage: &Stage<'_>, outcomes: &mut [Outcome]) {
    let budget = stage.rules.document.budget;
    let input = stage.scene.input;
    let mut page = count(input.page.shown.len());
    let mut session = count(nudges_seen(input));
    let full = |page: f64, session: f64| page >= f64::from(budget.per_page) || session >= f64::from(budget.per_session);
    let full_before = full(page, session);
    let all_held_out = is_held_out(stage);
    let mut any_shown = false;
    while let Some(best) = best_waiting(outcomes) {
        if best.current {
            best.verdict = Some(Verdict::Shown);
            any_shown = true;
        } else if full(page, session) {
            break;
        } else {
            best.verdict =
                Some(if all_held_out || best.held_out { Verdict::Not(Why::Holdout) } else { Verdict::Shown });
            page += 1.0;
            session += 1.0;
        }
        // One rule says its thing once.
        let rule_id = best.nudge.rule_id.clone();
        settle(outcomes, Why::Outranked, |one| one.nudge.rule_id == rule_id);
    }
    if !full_before || any_shown {
        return;
    }
    // Nobody outranks them: the attention was spent earlier.
    settle(outcomes, Why::Budget, |_| true);
}

fn is_held_out(stage: &Stage<'_>) -> bool {
    let holdout = stage.rules.document.holdout.as_ref();
    holdout.is_some_and(|one| experiment::is_in(&one.seed, &stage.scene.input.visitor_id, one.percent))
}

/// The best candidate that waits.
fn best_waiting(outcomes: &mut [Outcome]) -> Option<&mut Candidate> {
    let waiting = outcomes.iter_mut().filter_map(|outcome| match outcome {
        Outcome::Candidate(one) if one.verdict.is_none() => Some(&mut **one),
        _ => None,
    });
    waiting.reduce(|best, one| if one.goes_before(best) { one } else { best })
}

/// Turns down the candidates that wait and that `which` picks.
fn settle(outcomes: &mut [Outcome], why: Why, which: impl Fn(&Candidate) -> bool) {
    for outcome in outcomes {
        if let Outcome::Candidate(one) = outcome
            && one.verdict.is_none()
            && which(one)
        {
            one.verdict = Some(Verdict::Not(why));
        }
    }
}
