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

#[cfg(test)]
mod tests {
    use crate::nudge::sample::{Sample, chart};
    use serde_json::{Value, json};

    /// Two rules that read the same facts, and one that reads others, about one dress with a size chart.
    fn decided(memory: &Value, more: &Value) -> Sample {
        let chart_and =
            |fact: &str| json!({ "or": [{ "var": "product.has_size_chart" }, { ">": [{ "var": fact }, 9] }] });
        let words = json!({ "en": { "headline": "Which size?", "body": "See." } });
        let rule = |id: &str, fact: &str, priority: u32| json!({ "id": id, "when": chart_and(fact), "priority": priority, "nudge": { "content": words } });
        let rules =
            [rule("first", "line.quantity", 90), rule("second", "line.quantity", 50), rule("other", "line.price", 10)];
        let mut given = json!({ "rules": rules, "product": chart(&["S", "M"]), "options": more["options"],
            "input": { "session": { "id": "s1" }, "memory": memory, "page": more["page"] } });
        if let Some(items) = more.get("items") {
            given["items"] = items.clone();
        }
        Sample::of("size_guide", &given)
    }

    fn shown(sample: &Sample) -> &str {
        sample.decision.nudges.first().map_or("", |nudge| nudge.rule_id.as_str())
    }

    /// A memory of the rule's nudge, seen in a session for the reason that the first decision gave.
    fn seen(rule: &str, session: &str) -> Value {
        let reason = &decided(&json!({}), &json!({})).decision.nudges[0].reason;
        json!({ "exposures": [{ "rule_id": rule, "item_id": "d0", "at": 1, "session": session, "reason": reason }] })
    }

    #[test]
    fn nothing_is_told_twice_for_one_reason_in_a_session() {
        assert_eq!(shown(&decided(&json!({}), &json!({}))), "first");
        let found = decided(&seen("first", "s1"), &json!({}));
        assert_eq!(shown(&found), "other", "the second would tell the same");
        let why = |rule: &str| {
            let one = found.told["suppressed"].as_array().unwrap().iter().find(|one| one["rule_id"] == rule).unwrap();
            [one["why"].clone(), one["detail"].clone()]
        };
        assert_eq!(
            [why("first"), why("second")],
            [[json!("frequency_cap"), json!("reason")], [json!("frequency_cap"), json!("reason")]]
        );
    }

    #[test]
    fn another_session_or_an_older_memory_tells_again() {
        assert_eq!(shown(&decided(&seen("first", "s0"), &json!({}))), "first");
        let mut memory = seen("first", "s1");
        memory["exposures"][0].as_object_mut().unwrap().remove("reason");
        assert_eq!(shown(&decided(&memory, &json!({}))), "first");
    }

    #[test]
    fn a_session_without_a_name_is_no_session() {
        let mut memory = seen("first", "s1");
        memory["exposures"][0].as_object_mut().unwrap().remove("session");
        assert_eq!(shown(&decided(&memory, &json!({}))), "first");
    }

    #[test]
    fn another_product_is_another_reason() {
        let both = json!([{}, { "item_id": "e", "item_group_id": "e" }]);
        let products = [json!({ "item_group_id": "d" }), json!({ "item_group_id": "e" })].map(|mut product| {
            product["size_chart"] = chart(&["S", "M"])["size_chart"].clone();
            product
        });
        let found = decided(&seen("first", "s1"), &json!({ "items": both, "options": { "products": products } }));
        let nudge = &found.decision.nudges[0];
        assert_eq!((nudge.rule_id.as_str(), nudge.item_id.as_deref()), ("first", Some("e")));
    }

    #[test]
    fn another_line_of_the_product_is_the_same_reason() {
        let found = decided(&seen("first", "s1"), &json!({ "items": [{ "item_id": "d9", "size": "S" }] }));
        assert_eq!(shown(&found), "other");
    }

    #[test]
    fn what_is_shown_now_stays_and_keeps_its_double_away() {
        let page = json!({ "shown": [{ "rule_id": "second", "item_id": "d0" }] });
        let found = decided(&seen("second", "s1"), &json!({ "page": page }));
        assert_eq!(shown(&found), "second");
        let first = found.told["suppressed"].as_array().unwrap().iter().find(|one| one["rule_id"] == "first").unwrap();
        assert_eq!(first["detail"], "reason");
    }
}
