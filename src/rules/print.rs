//! A rule document printed as it is written; what is the default is left out.

use super::caps::Cap;
use super::content::Content;
use super::document::{Document, Rule, SCHEMA_VERSION};
use super::ranking::Ranking;
use super::schedule::{Schedule, Weekday};
use super::schema::*;
use crate::settings::Settings;
use serde_json::{Map, Value};

/// The document as JSON; reading it gives the same document.
#[must_use]
pub fn print(document: &Document) -> Value {
    let usual = super::Budget::default();
    let budget = document.budget;
    let written = RuleDocument {
        schema: None,
        schema_version: Some(SCHEMA_VERSION),
        version: Some(document.version),
        default_locale: Some(document.default_locale.clone()),
        paused: document.paused.then_some(true),
        kill_switch: document.kill_switch.then_some(true),
        time_zone: document.time_zone.clone(),
        holdout: document
            .holdout
            .as_ref()
            .map(|one| HoldoutEntry { percent: one.percent, seed: Some(one.seed.clone()) }),
        budget: (budget != usual)
            .then_some(BudgetEntry { per_page: Some(budget.per_page), per_session: Some(budget.per_session) }),
        frequency_caps: caps(document),
        ranking: ranking(&document.ranking),
        settings: settings(&document.settings),
        rules: document.rules.iter().map(rule).collect(),
    };
    serde_json::to_value(&written).unwrap_or_default()
}

fn caps(document: &Document) -> Option<CapsEntry> {
    let caps = &document.frequency_caps;
    let types = caps.types.iter().map(|(kind, own)| (kind.name().to_owned(), cap(*own))).collect();
    let entry = CapsEntry { all: caps.all.map(cap), types: (!caps.types.is_empty()).then_some(types) };
    (entry != CapsEntry::default()).then_some(entry)
}

fn cap(cap: Cap) -> CapEntry {
    CapEntry { max: cap.max, days: Some(cap.days) }
}

fn ranking(ranking: &Ranking) -> Option<RankingEntry> {
    let Ranking::ExpectedValue(economics) = ranking else { return None };
    let cost = economics.return_cost;
    Some(RankingEntry::ExpectedValue {
        return_cost: ReturnCostEntry { fixed: Some(cost.fixed), share: Some(cost.share) },
        attention_cost: Some(economics.attention_cost),
    })
}

fn settings(settings: &Settings) -> Option<Map<String, Value>> {
    let changed = settings.changed();
    (!changed.is_empty()).then_some(changed)
}

fn rule(rule: &Rule) -> RuleEntry {
    let list = |empty: bool| !empty;
    RuleEntry {
        id: rule.id.clone(),
        name: (rule.name != rule.id).then(|| rule.name.clone()),
        enabled: (!rule.enabled).then_some(false),
        scope: (!rule.about_line).then_some(ScopeEntry::Cart),
        when: rule.when.clone(),
        nudge: NudgeEntry {
            kind: rule.kind.name().to_owned(),
            placement: Some(rule.placement.clone()),
            content: words(&rule.content),
            variations: list(rule.variations.is_empty()).then(|| {
                let entry = |one: &super::content::Variation| VariationEntry {
                    id: one.id.clone(),
                    weight: Some(one.weight),
                    content: words(&one.content),
                };
                rule.variations.iter().map(entry).collect()
            }),
        },
        priority: Some(rule.priority),
        schedule: rule.schedule.as_ref().map(schedule),
        frequency_cap: rule.cap.map(cap),
        cooldown_days: Some(rule.cooldown_days),
        audience_percent: Some(rule.audience_percent),
        holdout_percent: (rule.holdout_percent > 0.0).then_some(rule.holdout_percent),
        namespace: rule.namespace.as_ref().map(|one| NamespaceEntry { id: one.id.clone(), range: one.range.into() }),
        prerequisites: list(rule.prerequisites.is_empty()).then(|| {
            let entry = |one: &super::prerequisite::Prerequisite| PrerequisiteEntry {
                rule_id: one.rule_id.clone(),
                state: one.state,
                days: one.days,
            };
            rule.prerequisites.iter().map(entry).collect()
        }),
        effect: rule.effect,
        note: rule.note.clone(),
    }
}

fn words(list: &[(String, Content)]) -> Option<std::collections::BTreeMap<String, WordsEntry>> {
    let text = |text: &String| (!text.is_empty()).then(|| text.clone());
    let entry = |content: &Content| WordsEntry {
        headline: content.headline.clone(),
        body: text(&content.body),
        action: text(&content.action),
        messages: (!content.messages.is_empty()).then(|| content.messages.iter().cloned().collect()),
    };
    (!list.is_empty()).then(|| list.iter().map(|(locale, content)| (locale.clone(), entry(content))).collect())
}

fn schedule(schedule: &Schedule) -> ScheduleEntry {
    let moment = |moment: Option<crate::time::ScheduleTime>| moment.and_then(|one| serde_json::to_value(one).ok());
    let weekday = |day: &Weekday| match day {
        Weekday::Mon => WeekdayEntry::Mon,
        Weekday::Tue => WeekdayEntry::Tue,
        Weekday::Wed => WeekdayEntry::Wed,
        Weekday::Thu => WeekdayEntry::Thu,
        Weekday::Fri => WeekdayEntry::Fri,
        Weekday::Sat => WeekdayEntry::Sat,
        Weekday::Sun => WeekdayEntry::Sun,
    };
    ScheduleEntry {
        from: moment(schedule.from),
        until: moment(schedule.until),
        weekdays: (!schedule.weekdays.is_empty()).then(|| schedule.weekdays.iter().map(weekday).collect()),
        hours: schedule.hours.map(|hours| HoursEntry { from: hours.from.to_text(), until: hours.until.to_text() }),
    }
}
