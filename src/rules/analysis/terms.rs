//! All that the analysis reads of a rule besides its condition: when it is in force, for whom, and what it can show.

use super::domain::Constants;
use super::draft::Circumstances;
use super::formula::{Formula, Opaque, Test};
use crate::experiment;
use crate::features::Fact;
use crate::rules::check::Order;
use crate::rules::content::{Content, named};
use crate::rules::prerequisite::State;
use crate::rules::{Cap, Document, NudgeType, Rule};
use crate::text::language;
use crate::time::{DAY, ScheduleTime, Timestamp};

/// 24 November 2026, 10:00 UTC: the moment of a witness where neither options nor a schedule ask for another.
pub const NOW: Timestamp = Timestamp(1_795_514_400_000);
/// So many visitors are tried for one in several shares of visitors.
const VISITORS: usize = 4_000;
/// More exposures than a device remembers well aren't drafted.
const MAX_EXPOSURES: u32 = 100;
const MINUTE: i64 = 60_000;

/// Why the rule can never be shown, whatever the cart; `None` when it can.
pub(super) fn never_shown(rule: &Rule, document: &Document, now: Timestamp, offset: i32) -> Option<&'static str> {
    let spent = |cap: Option<Cap>| cap.is_some_and(|cap| cap.max == 0);
    let caps = &document.frequency_caps;
    if !rule.kind.is_shown() {
        return Some("nudge_type");
    }
    if rule.audience_percent <= 0.0 {
        return Some("audience");
    }
    if rule.holdout_percent >= 100.0 {
        return Some("holdout");
    }
    if spent(rule.cap) || spent(caps.of(rule.kind)) || spent(caps.all) {
        return Some("frequency_cap");
    }
    if rule.schedule.is_some() && moment(&[rule], now, offset, |_| true).is_none() {
        return Some("schedule");
    }
    let by_id = |id: &str| document.rules.iter().find(|rule| rule.id == id);
    // A rule that is off was on once, perhaps: what this device remembers of it stays.
    let needs_unshown = rule
        .prerequisites
        .iter()
        .any(|one| one.state.is_of_before() && by_id(&one.rule_id).is_some_and(|other| !other.kind.is_shown()));
    needs_unshown.then_some("prerequisite")
}

/// Whether `a`, at place `at` of the document, goes before `b` at place `bt` whenever both apply to the same line.
pub(super) fn outranks(a: &Rule, at: usize, b: &Rule, bt: usize) -> bool {
    let order = a.priority.total_cmp(&b.priority);
    order.is_gt() || (order.is_eq() && at < bt && a.about_line == b.about_line)
}

/// Whether some visitor and some moment have both rules.
pub(super) fn can_meet(a: &Rule, b: &Rule, usual: Timestamp, offset: i32) -> bool {
    let apart = match (&a.namespace, &b.namespace) {
        (Some(one), Some(other)) if one.id == other.id => one.range.1 <= other.range.0 || other.range.1 <= one.range.0,
        _ => false,
    };
    !apart && moment(&[a, b], usual, offset, |_| true).is_some()
}

/// The keys of the rule that differ, but for those that are for people.
pub(super) fn differing(a: &Rule, b: &Rule) -> Vec<&'static str> {
    let nudge =
        a.kind == b.kind && a.placement == b.placement && a.content == b.content && a.variations == b.variations;
    [
        ("enabled", a.enabled == b.enabled),
        ("scope", a.about_line == b.about_line),
        ("when", a.when == b.when),
        ("nudge", nudge),
        ("priority", a.priority.total_cmp(&b.priority).is_eq()),
        ("schedule", a.schedule == b.schedule),
        ("frequency_cap", a.cap == b.cap),
        ("cooldown_days", a.cooldown_days == b.cooldown_days),
        ("audience_percent", a.audience_percent.total_cmp(&b.audience_percent).is_eq()),
        ("holdout_percent", a.holdout_percent.total_cmp(&b.holdout_percent).is_eq()),
        ("namespace", a.namespace == b.namespace),
        ("prerequisites", a.prerequisites == b.prerequisites),
        ("effect", a.effect == b.effect),
    ]
    .into_iter()
    .filter(|(_, same)| !same)
    .map(|(key, _)| key)
    .collect()
}

/// Whether it is the rule's time.
pub(super) fn in_force(rule: &Rule, now: Timestamp, offset: i32) -> bool {
    rule.schedule.as_ref().is_none_or(|schedule| schedule.holds(now, offset))
}

/// A moment at which all rules are in force and that `also` takes; the usual one when it will do.
pub(super) fn moment(
    rules: &[&Rule],
    usual: Timestamp,
    offset: i32,
    also: impl Fn(Timestamp) -> bool,
) -> Option<Timestamp> {
    moments(rules, usual, offset)
        .into_iter()
        .find(|now| rules.iter().all(|rule| in_force(rule, *now, offset)) && also(*now))
}

/// Moments at which each combination of the rules being in force is met: by their dates, on each day of the week, at the
/// bounds of their hours.
pub(super) fn moments(rules: &[&Rule], usual: Timestamp, offset: i32) -> Vec<Timestamp> {
    let shift = i64::from(offset) * MINUTE;
    let mut anchors = vec![usual.0];
    // Days begin at midnight.
    let mut clocks = vec![0];
    let mut by_day = false;
    for schedule in rules.iter().filter_map(|rule| rule.schedule.as_ref()) {
        for bound in [schedule.from, schedule.until].into_iter().flatten() {
            let at = match bound {
                ScheduleTime::Instant(time) => time.0,
                ScheduleTime::Wall(time) => time.0 - shift,
            };
            anchors.extend([at, at - 1]);
        }
        by_day |= !schedule.weekdays.is_empty();
        for time in schedule.hours.iter().flat_map(|hours| [hours.from, hours.until]) {
            by_day = true;
            clocks.extend([i64::from(time.0), (i64::from(time.0) + 1_439) % 1_440]);
        }
    }
    let mut found: Vec<i64> = Vec::new();
    let mut add = |at: i64| {
        if at >= 0 && !found.contains(&at) {
            found.push(at);
        }
    };
    anchors.dedup();
    for anchor in &anchors {
        add(*anchor);
    }
    if by_day {
        for anchor in &anchors {
            // Before the end of a season as well as after its beginning.
            for day in -7..=7 {
                let at = anchor + day * DAY;
                add(at);
                let midnight = (at + shift).div_euclid(DAY) * DAY - shift;
                for clock in &clocks {
                    add(midnight + clock * MINUTE);
                }
            }
        }
    }
    found.into_iter().map(Timestamp).collect()
}

/// Whether the rule is for the visitor.
pub(super) fn has_visitor(rule: &Rule, visitor: &str) -> bool {
    let weights: Vec<f64> = rule.variations.iter().map(|one| one.weight).collect();
    rule.namespace.as_ref().is_none_or(|part| part.holds(visitor))
        && experiment::assign(&rule.id, visitor, rule.audience_percent / 100.0, &weights).is_some()
}

/// A visitor for whom all rules are, from whom none is withheld, and whom `also` takes; the usual one when they will do.
pub(super) fn visitor(rules: &[&Rule], document: &Document, also: impl Fn(&str) -> bool) -> Option<String> {
    let held_out = |visitor: &str| {
        let all = document.holdout.as_ref();
        all.is_some_and(|one| experiment::is_in(&one.seed, visitor, one.percent))
            || rules
                .iter()
                .any(|rule| experiment::is_in(&format!("{}/holdout", rule.id), visitor, rule.holdout_percent))
    };
    let fits =
        |visitor: &String| !held_out(visitor) && rules.iter().all(|rule| has_visitor(rule, visitor)) && also(visitor);
    (1..=VISITORS).map(|number| format!("visitor-{number}")).find(fits)
}

/// The usual circumstances, with lines in the cart.
pub(super) fn usual(now: Timestamp, utc_offset: i32) -> Circumstances {
    Circumstances {
        now,
        utc_offset,
        visitor: "visitor-1".to_owned(),
        exposures: Vec::new(),
        dismissals: Vec::new(),
        has_lines: true,
        personalization: true,
        chat: true,
    }
}

/// Circumstances under which nothing but its condition holds any of the rules back; `None` when there are none.
pub(super) fn undisturbed(rules: &[&Rule], document: &Document, now: Timestamp, offset: i32) -> Option<Circumstances> {
    let mut at = usual(moment(rules, now, offset, |_| true)?, offset);
    at.visitor = visitor(rules, document, |_| true)?;
    for one in rules.iter().flat_map(|rule| &rule.prerequisites) {
        match one.state {
            State::Exposed => at.exposures.push((one.rule_id.clone(), 1)),
            State::Dismissed => at.dismissals.push(one.rule_id.clone()),
            State::NotExposed | State::NotDismissed => {}
        }
    }
    Some(at)
}

/// The ways in which `other` can be silent while `rule` isn't. `by_consent`: only the other one reads personal facts.
pub(super) fn silences(
    rule: &Rule,
    other: &Rule,
    by_consent: bool,
    document: &Document,
    base: &Circumstances,
) -> Vec<(&'static str, Circumstances)> {
    let mut ways = Vec::new();
    let offset = base.utc_offset;
    let all = if other.schedule.is_some() { moments(&[rule, other], base.now, offset) } else { Vec::new() };
    if let Some(now) = all.into_iter().find(|at| in_force(rule, *at, offset) && !in_force(other, *at, offset)) {
        ways.push(("schedule", Circumstances { now, ..base.clone() }));
    }
    if has_audience(other)
        && let Some(visitor) = visitor(&[rule], document, |visitor| !has_visitor(other, visitor))
    {
        ways.push(("audience", Circumstances { visitor, ..base.clone() }));
    }
    let caps = caps_of(other, rule, document).into_iter().flatten().map(|cap| cap.max);
    if let Some(max) = caps.min().filter(|max| *max <= MAX_EXPOSURES) {
        let mut at = base.clone();
        at.exposures.push((other.id.clone(), max));
        ways.push(("frequency_cap", at));
    }
    if other.cooldown_days > 0 {
        let mut at = base.clone();
        at.dismissals.push(other.id.clone());
        ways.push(("dismissed", at));
    }
    if let Some(one) = other.prerequisites.first() {
        let mut at = base.clone();
        match one.state {
            State::NotExposed => at.exposures.push((one.rule_id.clone(), 1)),
            State::NotDismissed => at.dismissals.push(one.rule_id.clone()),
            State::Exposed | State::Dismissed => {}
        }
        ways.push(("prerequisite", at));
    }
    if by_consent {
        ways.push(("consent", Circumstances { personalization: false, ..base.clone() }));
    }
    if other.kind == NudgeType::ChatPrompt && rule.kind != NudgeType::ChatPrompt {
        ways.push(("no_chat", Circumstances { chat: false, ..base.clone() }));
    }
    ways
}

/// Whether there is a way for `other` to be silent that leaves `rule` as it is, whether or not [`silences`] finds it.
pub(super) fn can_be_silent(other: &Rule, rule: &Rule, document: &Document) -> bool {
    other.schedule.is_some()
        || has_audience(other)
        || caps_of(other, rule, document).iter().any(Option::is_some)
        || other.cooldown_days > 0
        || !other.prerequisites.is_empty()
        || (other.kind == NudgeType::ChatPrompt && rule.kind != NudgeType::ChatPrompt)
}

/// The caps that silence `other` and not `rule`: its own, and its type's when that is another.
fn caps_of(other: &Rule, rule: &Rule, document: &Document) -> [Option<Cap>; 2] {
    [other.cap, document.frequency_caps.of(other.kind).filter(|_| other.kind != rule.kind)]
}

/// Whether some visitors are outside of the rule's share.
fn has_audience(rule: &Rule) -> bool {
    rule.audience_percent < 100.0 || rule.namespace.is_some()
}

/// What of the circumstances isn't usual.
pub(super) fn matters(at: &Circumstances, usual: &Circumstances) -> Vec<&'static str> {
    [
        ("schedule", at.now != usual.now),
        ("audience", at.visitor != usual.visitor),
        ("memory", !at.exposures.is_empty() || !at.dismissals.is_empty()),
        ("consent", at.personalization != usual.personalization),
        ("chat", at.chat != usual.chat),
    ]
    .into_iter()
    .filter(|(_, matters)| *matters)
    .map(|(name, _)| name)
    .collect()
}

/// Whether the rule, where its condition holds, has something to show.
pub(super) fn shows(rule: &Rule, locale: &str, opaque: &mut Opaque, constants: &mut Constants) -> Formula {
    if needs_product(rule.kind) && !rule.about_line {
        return Formula::Known(false);
    }
    let mut needs = Vec::new();
    match rule.kind {
        NudgeType::SizeGuide => {
            constants.add(Fact::ProductHasSizeChart, 0.0);
            needs.push(Formula::Fact(Fact::ProductHasSizeChart, None, Test::Truth));
        }
        NudgeType::SizeComparison => {
            constants.add(Fact::LineSizeCount, 2.0);
            needs.push(Formula::Fact(Fact::LineSizeCount, None, Test::Compare(Order::GreaterOrEqual, 2.0)));
        }
        _ => {}
    }
    needs.extend(unseen_need(rule.kind).map(|name| Formula::Opaque(opaque.place(name.to_owned()))));
    if !has_plain_words(rule, locale) {
        needs.push(Formula::Opaque(opaque.place(format!("words of {}", rule.id))));
    }
    Formula::And(needs)
}

/// Whether a nudge of the type has nothing to show where it is about the cart.
fn needs_product(kind: NudgeType) -> bool {
    !matches!(kind, NudgeType::ChatPrompt | NudgeType::DedicatedLine)
}

/// What a nudge of the type needs that is no fact; pages have a chat unless they say that they have none.
fn unseen_need(kind: NudgeType) -> Option<&'static str> {
    match kind {
        NudgeType::SizeComparison => Some("sizes that differ in something"),
        NudgeType::ReviewHighlights => Some("enough reviews"),
        NudgeType::ProductDetails => Some("product details"),
        NudgeType::VirtualTryOn => Some("a 3D model"),
        NudgeType::StylingHelp => Some("what goes with it"),
        NudgeType::DedicatedLine => Some("a direct line"),
        NudgeType::CareInstructions => Some("care notes"),
        NudgeType::UsageGuide => Some("tutorials"),
        NudgeType::SizeGuide
        | NudgeType::ChatPrompt
        | NudgeType::OrderSupport
        | NudgeType::FollowUp
        | NudgeType::StyleSuggestions
        | NudgeType::CommunityInvite => None,
    }
}

/// Whether the rule's words are always known.
fn has_plain_words(rule: &Rule, locale: &str) -> bool {
    let all = || std::iter::once(&rule.content).chain(rule.variations.iter().map(|one| &one.content));
    let is_plain = |text: &str| named(text).is_empty();
    let plain = |words: &Content| [&words.headline, &words.body, &words.action].iter().all(|text| is_plain(text));
    let chat_about_cart = rule.kind == NudgeType::ChatPrompt && !rule.about_line;
    all().filter(|content| !content.is_empty()).all(|content| {
        let found = content.iter().any(|(tag, _)| tag.eq_ignore_ascii_case(locale) || tag == language(locale));
        (found || chat_about_cart) && content.iter().all(|(_, words)| plain(words))
    }) && (!rule.content.is_empty() || chat_about_cart)
}
