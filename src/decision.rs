//! The decision: of all rules that apply, what is shown, and for each of the others one reason why not.

use crate::experiment;
use crate::features::visit::nudges_seen;
use crate::features::{Fact, Facts, Kind, Row, Strings};
use crate::messages::Overrides;
use crate::nudge::{self, Nothing, Subject, View};
use crate::risk::{CartRisk, LineRisk, ModelName, RiskReport, Scene};
use crate::rules::{NudgeType, Rule, Rules};
use crate::session::Placed;
use crate::text::{count, decimal};
use serde::Serialize;

/// What a cart, a customer and a set of rules come to.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Decision {
    /// Sixteen hexadecimal digits made from visitor, time, rules version and cart: equal inputs, equal id.
    pub decision_id: String,
    /// The rule document's own version.
    pub rules_version: u32,
    /// The model that scored.
    pub model: ModelName,
    /// The cart's risk.
    pub cart: CartRisk,
    /// Each line's risk, in cart order.
    pub lines: Vec<LineRisk>,
    /// What is shown: at most the page's budget.
    pub nudges: Vec<Nudge>,
    /// What isn't, with its reason, in rule order.
    pub suppressed: Vec<Suppressed>,
}

/// A nudge that is shown.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Nudge {
    /// The rule that won.
    pub rule_id: String,
    /// What is shown.
    #[serde(rename = "type")]
    pub kind: NudgeType,
    /// The slot it goes to.
    pub placement: String,
    /// The item it is about; absent when about the cart.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub item_id: Option<String>,
    /// The variation that the visitor gets; absent when there is one only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub variation: Option<String>,
    /// What the shopper sees.
    pub content: View,
    /// The facts that made the rule apply, with their values.
    pub reasons: Vec<String>,
}

/// Why a rule's nudge isn't shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// The whole document is switched off at once.
    KillSwitch,
    /// The whole document rests.
    Paused,
    /// The rule is switched off.
    Disabled,
    /// Before or after its time.
    Schedule,
    /// The rule reads personal facts, and the shopper didn't agree to their use.
    Consent,
    /// Its condition doesn't hold, or it has nothing to show here; `detail` says which.
    NotApplicable,
    /// The visitor isn't in the rule's share of visitors.
    Audience,
    /// Sent away not long ago.
    Dismissed,
    /// Seen often enough.
    FrequencyCap,
    /// It would have been shown; the visitor is held out to measure the effect.
    Holdout,
    /// Another nudge goes first.
    Outranked,
    /// The page or the session has seen enough nudges.
    Budget,
}

/// A rule that isn't shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Suppressed {
    /// The rule.
    pub rule_id: String,
    /// The item it would have been about; absent when the reason holds for the whole rule.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub item_id: Option<String>,
    /// The one reason.
    pub why: Why,
    /// What is missing, for `not_applicable`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<Nothing>,
}

/// A nudge that could be shown, with what it is ranked by.
struct Candidate {
    nudge: Nudge,
    priority: f64,
    risk: f64,
    /// Shown in this page view already: it stays, so that nothing changes under the shopper's eyes.
    current: bool,
}

/// Decides. `report` is the risk of the same facts.
pub(crate) fn decide(
    rules: &Rules,
    scene: &Scene<'_>,
    facts: &Facts,
    report: RiskReport,
    overrides: &Overrides,
    strings: &Strings<'_>,
) -> Decision {
    let stage = Stage { rules, scene, facts, report: &report, overrides, strings };
    let mut suppressed = Vec::new();
    let mut candidates = Vec::new();
    for (index, rule) in rules.document.rules.iter().enumerate() {
        match stage.refusal(index, rule) {
            Some(why) => suppressed.push(Suppressed { rule_id: rule.id.clone(), item_id: None, why, detail: None }),
            None => stage.apply(index, rule, &mut candidates, &mut suppressed),
        }
    }
    // Stable: equal ranks keep the order of the rules, then of the lines.
    candidates.sort_by(|a, b| {
        b.current.cmp(&a.current).then(b.priority.total_cmp(&a.priority)).then(b.risk.total_cmp(&a.risk))
    });
    let nudges = stage.spend(candidates, &mut suppressed);
    let order = |id: &str| rules.document.rules.iter().position(|rule| rule.id == id);
    suppressed.sort_by_cached_key(|one| order(&one.rule_id));
    Decision {
        decision_id: stage.id(),
        rules_version: rules.document.version,
        model: report.model,
        cart: report.cart,
        lines: report.lines,
        nudges,
        suppressed,
    }
}

struct Stage<'a> {
    rules: &'a Rules,
    scene: &'a Scene<'a>,
    facts: &'a Facts,
    report: &'a RiskReport,
    overrides: &'a Overrides,
    strings: &'a Strings<'a>,
}

impl Stage<'_> {
    /// Why the rule is out before its condition is looked at.
    fn refusal(&self, index: usize, rule: &Rule) -> Option<Why> {
        let document = &self.rules.document;
        let input = self.scene.input;
        if document.kill_switch {
            return Some(Why::KillSwitch);
        }
        if document.paused {
            return Some(Why::Paused);
        }
        if !rule.enabled {
            return Some(Why::Disabled);
        }
        let early = rule.from.is_some_and(|from| input.now < from);
        let late = rule.until.is_some_and(|until| input.now >= until);
        if early || late {
            return Some(Why::Schedule);
        }
        let personal = self.rules.program.facts_of(index).iter().any(|fact| fact.definition().is_personal());
        if personal && !input.consent.personalization {
            return Some(Why::Consent);
        }
        None
    }

    /// Adds the rule's candidates, or why there are none.
    fn apply(&self, index: usize, rule: &Rule, candidates: &mut Vec<Candidate>, suppressed: &mut Vec<Suppressed>) {
        let rows: Vec<(Option<usize>, &Row)> = if rule.about_line {
            self.facts.lines.iter().enumerate().map(|(line, row)| (Some(line), row)).collect()
        } else {
            vec![(None, &self.facts.cart)]
        };
        let mut holds = false;
        for (line, row) in rows {
            if !self.rules.program.holds(index, row, &self.facts.segments, self.strings) {
                continue;
            }
            holds = true;
            match self.candidate(index, rule, line, row) {
                Ok(candidate) => candidates.push(candidate),
                Err((why, detail)) => {
                    let item_id = self.item_id(line);
                    suppressed.push(Suppressed { rule_id: rule.id.clone(), item_id, why, detail });
                }
            }
        }
        if !holds {
            let detail = Some(Nothing::Condition);
            suppressed.push(Suppressed { rule_id: rule.id.clone(), item_id: None, why: Why::NotApplicable, detail });
        }
    }

    fn item_id(&self, line: Option<usize>) -> Option<String> {
        Some(self.scene.input.cart.lines.get(line?)?.item_id.clone())
    }

    fn candidate(
        &self,
        index: usize,
        rule: &Rule,
        line: Option<usize>,
        row: &Row,
    ) -> Result<Candidate, (Why, Option<Nothing>)> {
        let input = self.scene.input;
        let own_line = line.and_then(|line| input.cart.lines.get(line));
        let subject = Subject {
            input,
            settings: self.scene.settings,
            overrides: self.overrides,
            default_locale: &self.rules.document.default_locale,
            row,
            line: own_line,
            product: own_line.and_then(|line| input.products.of(line).or_else(|| self.scene.products.of(line))),
        };
        let seed = format!("{}/variation", rule.id);
        let weights = rule.variations.iter().map(|one| one.weight);
        let variation =
            experiment::choose(&seed, &input.visitor_id, weights).and_then(|chosen| rule.variations.get(chosen));
        let content = variation.map(|one| one.content.as_slice()).filter(|content| !content.is_empty());
        let view = nudge::view(rule.kind, content.unwrap_or(&rule.content), &subject)
            .map_err(|nothing| (Why::NotApplicable, Some(nothing)))?;
        let placed = Placed { rule_id: rule.id.clone(), item_id: self.item_id(line) };
        let current = input.page.shown.contains(&placed);
        self.restraint(rule, current).map_or(Ok(()), |why| Err((why, None)))?;
        let risk = line.and_then(|line| self.report.lines.get(line)).map_or(self.report.cart.risk, |line| line.risk);
        let nudge = Nudge {
            rule_id: placed.rule_id,
            kind: rule.kind,
            placement: rule.placement.clone(),
            item_id: placed.item_id,
            variation: variation.map(|one| one.id.clone()),
            content: view,
            reasons: self.reasons(index, row),
        };
        Ok(Candidate { nudge, priority: rule.priority, risk, current })
    }

    /// Why a rule that applies holds back.
    fn restraint(&self, rule: &Rule, current: bool) -> Option<Why> {
        let input = self.scene.input;
        let seed = format!("{}/audience", rule.id);
        if !experiment::is_in(&seed, &input.visitor_id, rule.audience_percent) {
            return Some(Why::Audience);
        }
        let since = |days: u32| input.now.minus_days(days).0;
        let mut dismissals = input.memory.dismissals.iter().filter(|moment| moment.placed.rule_id == rule.id);
        if dismissals.any(|moment| moment.at > since(rule.cooldown_days)) {
            return Some(Why::Dismissed);
        }
        let cap = rule.cap.filter(|_| !current)?;
        let seen = input.memory.exposures.iter().filter(|moment| moment.placed.rule_id == rule.id);
        let seen = seen.filter(|moment| moment.at > since(cap.days)).count();
        (count(seen) >= f64::from(cap.max)).then_some(Why::FrequencyCap)
    }

    /// Spends the attention budget on the best; the others get their reason.
    fn spend(&self, candidates: Vec<Candidate>, suppressed: &mut Vec<Suppressed>) -> Vec<Nudge> {
        let document = &self.rules.document;
        let input = self.scene.input;
        let held_out = document
            .holdout
            .as_ref()
            .is_some_and(|holdout| experiment::is_in(&holdout.seed, &input.visitor_id, holdout.percent));
        let page = count(input.page.shown.len());
        let session = count(nudges_seen(input));
        let mut spent = 0.0;
        let mut nudges: Vec<Nudge> = Vec::new();
        for candidate in candidates {
            let room = page + spent < f64::from(document.budget.per_page)
                && session + spent < f64::from(document.budget.per_session);
            let nudge = candidate.nudge;
            let why = if candidate.current {
                nudges.push(nudge);
                continue;
            } else if !room {
                if nudges.is_empty() && spent == 0.0 { Why::Budget } else { Why::Outranked }
            } else if held_out {
                spent += 1.0;
                Why::Holdout
            } else {
                spent += 1.0;
                nudges.push(nudge);
                continue;
            };
            suppressed.push(Suppressed { rule_id: nudge.rule_id, item_id: nudge.item_id, why, detail: None });
        }
        nudges
    }

    /// The facts that the condition reads, with their values.
    fn reasons(&self, index: usize, row: &Row) -> Vec<String> {
        self.rules.program.facts_of(index).iter().map(|fact| self.reason(*fact, row)).collect()
    }

    fn reason(&self, fact: Fact, row: &Row) -> String {
        let definition = fact.definition();
        let text = |symbol: f64| self.strings.text(symbol).unwrap_or("unknown").to_owned();
        let value = match (definition.kind, row.get(fact)) {
            (Kind::Texts, _) => {
                let names: Vec<String> = self.facts.segments.iter().map(|segment| text(*segment)).collect();
                if names.is_empty() { "none".to_owned() } else { names.join(", ") }
            }
            (_, None) => "unknown".to_owned(),
            (Kind::Number, Some(value)) => decimal(value, 3),
            (Kind::Flag, Some(value)) => (value > 0.0).to_string(),
            (Kind::Text, Some(symbol)) => text(symbol),
        };
        format!("{} = {value}", definition.name)
    }

    fn id(&self) -> String {
        let input = self.scene.input;
        let mut bytes: Vec<u8> = Vec::new();
        bytes.extend(input.visitor_id.bytes());
        bytes.extend(input.now.0.to_le_bytes());
        bytes.extend(self.rules.document.version.to_le_bytes());
        for line in &input.cart.lines {
            bytes.push(0);
            bytes.extend(line.item_id.bytes());
            bytes.extend(line.quantity.to_le_bytes());
            bytes.extend(line.price.minor().to_le_bytes());
        }
        let id = experiment::fnv1a_64(bytes.into_iter());
        format!("{id:016x}")
    }
}
