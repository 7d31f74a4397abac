//! The decision: of all rules that apply, what is shown, and for each of the others one reason why not.

use crate::experiment;
use crate::features::visit::nudges_seen;
use crate::features::{Fact, Facts, Kind, Row, Strings};
use crate::messages::Overrides;
use crate::nudge::{self, Nothing, Subject, View};
use crate::risk::{CartRisk, LineRisk, ModelName, RiskReport, Scene};
use crate::rules::{Ground, NudgeType, Rule, Rules};
use crate::session::Placed;
use crate::text::{count, decimal, joined};
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

impl Nudge {
    /// Which nudge it is: two about one item by one rule are the same.
    #[must_use]
    pub fn placed(&self) -> Placed {
        Placed { rule_id: self.rule_id.clone(), item_id: self.item_id.clone() }
    }

    /// Whether it is that nudge.
    #[must_use]
    pub fn is(&self, placed: &Placed) -> bool {
        placed.rule_id == self.rule_id && placed.item_id == self.item_id
    }
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

/// What became of a rule on a line, in rule order, then line order.
enum Outcome {
    Candidate(Box<Candidate>),
    Suppressed(Suppressed),
}

/// A nudge that could be shown, with what it is ranked by.
struct Candidate {
    nudge: Nudge,
    priority: f64,
    risk: f64,
    /// Shown in this page view already: it stays, so that nothing changes under the shopper's eyes.
    current: bool,
    /// Decided on; `None` while it waits.
    verdict: Option<Verdict>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Verdict {
    Shown,
    Not(Why),
}

impl Candidate {
    /// Whether this one goes before the other; equal ranks keep their order.
    fn goes_before(&self, other: &Candidate) -> bool {
        let rank = self.current.cmp(&other.current);
        rank.then(self.priority.total_cmp(&other.priority)).then(self.risk.total_cmp(&other.risk)).is_gt()
    }
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
    let mut outcomes = Vec::new();
    for (index, rule) in rules.document.rules.iter().enumerate() {
        match stage.refusal(index, rule) {
            Some(why) => outcomes.push(Outcome::Suppressed(Suppressed::of(&rule.id, None, why, None))),
            None => stage.apply(index, rule, &mut outcomes),
        }
    }
    stage.spend(&mut outcomes);
    let (nudges, suppressed) = divide(outcomes);
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

/// Divides what was decided on: shown nudges, best first, and the others in rule order.
fn divide(outcomes: Vec<Outcome>) -> (Vec<Nudge>, Vec<Suppressed>) {
    let mut shown: Vec<Box<Candidate>> = Vec::new();
    let mut suppressed = Vec::new();
    for outcome in outcomes {
        match outcome {
            Outcome::Suppressed(one) => suppressed.push(one),
            Outcome::Candidate(one) => match one.verdict {
                Some(Verdict::Shown) => {
                    let place = shown.iter().position(|other| one.goes_before(other)).unwrap_or(shown.len());
                    shown.insert(place, one);
                }
                Some(Verdict::Not(why)) => {
                    suppressed.push(Suppressed::of(&one.nudge.rule_id, one.nudge.item_id, why, None));
                }
                None => suppressed.push(Suppressed::of(&one.nudge.rule_id, one.nudge.item_id, Why::Outranked, None)),
            },
        }
    }
    (shown.into_iter().map(|one| one.nudge).collect(), suppressed)
}

impl Suppressed {
    fn of(rule_id: &str, item_id: Option<String>, why: Why, detail: Option<Nothing>) -> Self {
        Suppressed { rule_id: rule_id.to_owned(), item_id, why, detail }
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
        let personal = self.rules.program.is_personal(index);
        if personal && !input.consent.personalization {
            return Some(Why::Consent);
        }
        None
    }

    /// Adds what becomes of the rule on each line, or on the cart.
    fn apply(&self, index: usize, rule: &Rule, outcomes: &mut Vec<Outcome>) {
        let before = outcomes.len();
        if rule.about_line {
            for (line, row) in self.facts.lines.iter().enumerate() {
                outcomes.extend(self.outcome(index, rule, Some(line), row));
            }
        } else {
            outcomes.extend(self.outcome(index, rule, None, &self.facts.cart));
        }
        if outcomes.len() == before {
            let detail = Some(Nothing::Condition);
            outcomes.push(Outcome::Suppressed(Suppressed::of(&rule.id, None, Why::NotApplicable, detail)));
        }
    }

    /// What becomes of the rule here; `None` when its condition doesn't hold.
    fn outcome(&self, index: usize, rule: &Rule, line: Option<usize>, row: &Row) -> Option<Outcome> {
        let Facts { lines, segments, .. } = self.facts;
        if !self.rules.program.holds(index, &Ground { row, lines, segments, strings: self.strings }) {
            return None;
        }
        Some(match self.candidate(index, rule, line, row) {
            Ok(candidate) => Outcome::Candidate(Box::new(candidate)),
            Err((why, detail)) => Outcome::Suppressed(Suppressed::of(&rule.id, self.item_id(line), why, detail)),
        })
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
        let seed = rule.id.clone() + "/variation";
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
        Ok(Candidate { nudge, priority: rule.priority, risk, current, verdict: None })
    }

    /// Why a rule that applies holds back.
    fn restraint(&self, rule: &Rule, current: bool) -> Option<Why> {
        let input = self.scene.input;
        let seed = rule.id.clone() + "/audience";
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

    /// Spends the attention budget, best candidate first. Who is left waiting was outranked.
    fn spend(&self, outcomes: &mut [Outcome]) {
        let budget = self.rules.document.budget;
        let input = self.scene.input;
        let mut page = count(input.page.shown.len());
        let mut session = count(nudges_seen(input));
        let full =
            |page: f64, session: f64| page >= f64::from(budget.per_page) || session >= f64::from(budget.per_session);
        let full_before = full(page, session);
        let next = if self.is_held_out() { Verdict::Not(Why::Holdout) } else { Verdict::Shown };
        let mut any_shown = false;
        while let Some(best) = best_waiting(outcomes) {
            if best.current {
                best.verdict = Some(Verdict::Shown);
                any_shown = true;
            } else if full(page, session) {
                break;
            } else {
                best.verdict = Some(next);
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

    fn is_held_out(&self) -> bool {
        let holdout = self.rules.document.holdout.as_ref();
        holdout.is_some_and(|one| experiment::is_in(&one.seed, &self.scene.input.visitor_id, one.percent))
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
                if names.is_empty() { "none".to_owned() } else { joined(&names, ", ") }
            }
            (Kind::Lines, _) => decimal(count(self.facts.lines.len()), 0),
            (_, None) => "unknown".to_owned(),
            (Kind::Number, Some(value)) => decimal(value, 3),
            (Kind::Flag, Some(value)) => (if value > 0.0 { "true" } else { "false" }).to_owned(),
            (Kind::Text, Some(symbol)) => text(symbol),
        };
        definition.name.to_owned() + " = " + &value
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
        hexadecimal(id)
    }
}

/// Sixteen hexadecimal digits.
fn hexadecimal(id: u64) -> String {
    id.to_be_bytes()
        .into_iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .filter_map(|n| char::from_digit(n.into(), 16))
        .collect()
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
