//! What holds a rule back though its condition holds.

use super::Why;
use super::stage::Stage;
use crate::nudge::Cause;
use crate::rules::caps::Cap;
use crate::rules::prerequisite::{Prerequisite, State};
use crate::rules::{NudgeType, Rule};
use crate::session::Moment;
use crate::text::count;

/// Why a rule that applies holds back, for who is in its share of visitors. What is shown already (`current`) isn't
/// capped by its own exposure.
pub(super) fn restraint(stage: &Stage<'_>, rule: &Rule, reason: &str, current: bool) -> Option<(Why, Option<Cause>)> {
    if !rule.prerequisites.iter().all(|one| is_met(stage, one)) {
        return Some((Why::NotApplicable, Some(Cause::Prerequisite)));
    }
    let memory = &stage.scene.input.memory;
    let dismissed = stage.since(Some(rule.cooldown_days));
    if memory.dismissals.iter().any(|moment| moment.placed.rule_id == rule.id && moment.at > dismissed) {
        return Some((Why::Dismissed, None));
    }
    if current {
        return None;
    }
    let session = stage.scene.input.session.id.as_deref();
    let of_session = |moment: &Moment| session.is_some() && moment.session.as_deref() == session;
    if memory.exposures.iter().any(|moment| of_session(moment) && moment.reason.as_deref() == Some(reason)) {
        return Some((Why::FrequencyCap, Some(Cause::Reason)));
    }
    let caps = &stage.rules.document.frequency_caps;
    let used_up = |cap: Option<Cap>, counts: &dyn Fn(&Moment) -> bool| {
        let Some(cap) = cap else { return false };
        let since = stage.since(Some(cap.days));
        let seen = memory.exposures.iter().filter(|moment| moment.at > since && counts(moment)).count();
        count(seen) >= f64::from(cap.max)
    };
    let cause = if used_up(rule.cap, &|moment| moment.placed.rule_id == rule.id) {
        Cause::Rule
    } else if used_up(caps.of(rule.kind), &|moment| kind_of(stage, moment) == Some(rule.kind)) {
        Cause::Type
    } else if used_up(caps.all, &|_| true) {
        Cause::All
    } else {
        return None;
    };
    Some((Why::FrequencyCap, Some(cause)))
}

/// What was shown then. Older memories don't say; the rule may.
fn kind_of(stage: &Stage<'_>, moment: &Moment) -> Option<NudgeType> {
    let of_rule = || {
        let rules = &stage.rules.document.rules;
        rules.iter().find(|rule| rule.id == moment.placed.rule_id).map(|rule| rule.kind)
    };
    moment.kind.or_else(of_rule)
}

fn is_met(stage: &Stage<'_>, one: &Prerequisite) -> bool {
    let memory = &stage.scene.input.memory;
    let since = stage.since(one.days);
    let any =
        |moments: &[Moment]| moments.iter().any(|moment| moment.placed.rule_id == one.rule_id && moment.at > since);
    match one.state {
        State::Exposed => any(&memory.exposures),
        State::NotExposed => !any(&memory.exposures),
        State::Dismissed => any(&memory.dismissals),
        State::NotDismissed => !any(&memory.dismissals),
    }
}
