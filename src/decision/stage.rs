//! What becomes of each rule on each line before they compete.

use super::rank::Candidate;
use super::restraint::restraint;
use super::{Nudge, Outcome, Suppressed, Why};
use crate::cart::Line;
use crate::experiment;
use crate::features::{Fact, Facts, Kind, Row, Strings};
use crate::nudge::{self, Cause, Knowledge, Subject};
use crate::risk::{RiskReport, Scene};
use crate::rules::ranking::ASSUMED_EFFECT;
use crate::rules::{Ground, Ranking, Rule, Rules, Scratch};
use crate::session::Placed;
use crate::text::{count, decimal, joined, sum};

pub(super) struct Stage<'a> {
    pub rules: &'a Rules,
    pub scene: &'a Scene<'a>,
    pub facts: &'a Facts,
    pub report: &'a RiskReport,
    pub knowledge: Knowledge<'a>,
    pub strings: &'a Strings<'a>,
}

impl Stage<'_> {
    /// Why the rule is out before its condition is looked at.
    pub fn refusal(&self, index: usize, rule: &Rule) -> Option<Why> {
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
        if rule.schedule.as_ref().is_some_and(|schedule| !schedule.holds(input.now, input.utc_offset)) {
            return Some(Why::Schedule);
        }
        if self.rules.program.is_personal(index) && !input.consent.personalization {
            return Some(Why::Consent);
        }
        None
    }

    /// The rules whose condition holds and where, in rule order, then line order; without a line: on the cart.
    pub fn matched(&self) -> Vec<(usize, Option<usize>)> {
        let Facts { cart, lines, segments } = self.facts;
        if self.is_off() {
            return Vec::new();
        }
        let (mut scratch, mut rules, mut matched) = (Scratch::default(), Vec::new(), Vec::new());
        let program = &self.rules.program;
        for (line, row) in lines.iter().enumerate() {
            program.matching(true, &Ground { row, lines, segments, strings: self.strings }, &mut scratch, &mut rules);
            matched.extend(rules.iter().map(|rule| (*rule as usize, Some(line))));
        }
        program.matching(
            false,
            &Ground { row: cart, lines, segments, strings: self.strings },
            &mut scratch,
            &mut rules,
        );
        matched.extend(rules.iter().map(|rule| (*rule as usize, None)));
        matched.sort_unstable();
        matched
    }

    fn is_off(&self) -> bool {
        self.rules.document.kill_switch || self.rules.document.paused
    }

    /// The rules to tell of, in order: all on request, and where the reason lies elsewhere than in a rule.
    pub fn told(&self, matched: &[(usize, Option<usize>)]) -> Vec<usize> {
        let input = self.scene.input;
        if input.explain || self.is_off() || !input.consent.personalization {
            return (0..self.rules.document.rules.len()).collect();
        }
        let own = self.rules.told.iter().map(|rule| *rule as usize);
        let mut rules: Vec<usize> = own.chain(matched.iter().map(|(rule, _)| *rule)).collect();
        rules.sort_unstable();
        rules.dedup();
        rules
    }

    /// Adds what becomes of the rule wherever its condition holds.
    pub fn apply(&self, index: usize, rule: &Rule, matched: &[(usize, Option<usize>)], outcomes: &mut Vec<Outcome>) {
        let begin = matched.partition_point(|(rule, _)| *rule < index);
        let own = matched.iter().skip(begin).take_while(|(rule, _)| *rule == index);
        let before = outcomes.len();
        for (_, line) in own {
            let row = line.map_or(Some(&self.facts.cart), |line| self.facts.lines.get(line));
            outcomes.extend(row.map(|row| self.outcome(index, rule, *line, row)));
        }
        if outcomes.len() == before && self.scene.input.explain {
            let detail = Some(Cause::Condition);
            outcomes.push(Outcome::Suppressed(Suppressed::of(&rule.id, None, Why::NotApplicable, detail)));
        }
    }

    /// What becomes of the rule here.
    fn outcome(&self, index: usize, rule: &Rule, line: Option<usize>, row: &Row) -> Outcome {
        match self.candidate(index, rule, line, row) {
            Ok(candidate) => Outcome::Candidate(Box::new(candidate)),
            Err((why, detail)) => Outcome::Suppressed(Suppressed::of(&rule.id, self.item_id(line), why, detail)),
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
    ) -> Result<Candidate, (Why, Option<Cause>)> {
        let input = self.scene.input;
        let own_line = line.and_then(|line| input.cart.lines.get(line));
        let subject = Subject {
            input,
            settings: self.scene.settings,
            knowledge: self.knowledge,
            default_locale: &self.rules.document.default_locale,
            row,
            line: own_line,
            product: own_line.and_then(|line| input.products.of(line).or_else(|| self.scene.products.of(line))),
        };
        let weights: Vec<f64> = rule.variations.iter().map(|one| one.weight).collect();
        let assigned = experiment::assign(&rule.id, &input.visitor_id, rule.audience_percent / 100.0, &weights);
        let variation = rule.variations.get(assigned.unwrap_or(0));
        let content = variation.map(|one| one.content.as_slice()).filter(|content| !content.is_empty());
        let view = nudge::view(rule.kind, content.unwrap_or(&rule.content), &subject)
            .map_err(|nothing| (Why::NotApplicable, Some(nothing)))?;
        let placed = Placed { rule_id: rule.id.clone(), item_id: self.item_id(line) };
        let current = input.page.shown.contains(&placed);
        if rule.namespace.as_ref().is_some_and(|part| !part.holds(&input.visitor_id)) {
            return Err((Why::Audience, Some(Cause::Namespace)));
        }
        if assigned.is_none() {
            return Err((Why::Audience, None));
        }
        let reason = self.reason_key(index, own_line);
        restraint(self, rule, &reason, current).map_or(Ok(()), Err)?;
        let expected_value = self.expected_value(rule, line);
        if expected_value.is_some_and(|value| value <= 0.0) && !current {
            return Err((Why::Budget, Some(Cause::LowValue)));
        }
        let risk = line.and_then(|line| self.report.lines.get(line)).map_or(self.report.cart.risk, |line| line.risk);
        let held_out = experiment::is_in(&(rule.id.clone() + "/holdout"), &input.visitor_id, rule.holdout_percent);
        let nudge = Nudge {
            rule_id: placed.rule_id,
            kind: rule.kind,
            placement: rule.placement.clone(),
            item_id: placed.item_id,
            variation: variation.map(|one| one.id.clone()),
            content: view,
            expected_value,
            reasons: self.reasons(index, row),
            reason,
        };
        Ok(Candidate { nudge, priority: rule.priority, risk, current, held_out, verdict: None })
    }

    /// What showing the rule here is expected to save, in major units; `None` when nudges are ranked by priority.
    fn expected_value(&self, rule: &Rule, line: Option<usize>) -> Option<f64> {
        let Ranking::ExpectedValue(economics) = &self.rules.document.ranking else { return None };
        let cart = &self.scene.input.cart;
        let lines = cart.lines.iter().zip(&self.report.lines);
        let at_stake = lines.enumerate().filter(|(index, _)| line.is_none_or(|line| line == *index));
        let at_stake = sum(at_stake
            .map(|(_, (line, report))| report.risk * economics.cost_of_return(line.value().major(cart.currency))));
        Some(economics.expected_value(at_stake, rule.effect.unwrap_or(ASSUMED_EFFECT)))
    }

    /// What is older than so many days doesn't count; without days all counts.
    pub fn since(&self, days: Option<u32>) -> i64 {
        days.map_or(i64::MIN, |days| self.scene.input.now.minus_days(days).0)
    }

    /// The facts that the condition reads, with their values.
    fn reasons(&self, index: usize, row: &Row) -> Vec<String> {
        self.rules.program.facts_of(index).iter().map(|fact| self.reason(*fact, row)).collect()
    }

    /// Names what the nudge is about and why: two with the same name tell the shopper the same thing twice.
    fn reason_key(&self, index: usize, line: Option<&Line>) -> String {
        let mut bytes: Vec<u8> = Vec::new();
        bytes.extend(line.map_or("", |line| &line.item_group_id).bytes());
        let facts = self.rules.program.facts_of(index);
        for fact in facts {
            bytes.push(0);
            bytes.extend(fact.definition().name.bytes());
        }
        // Without a condition its own reason is the rule's.
        if facts.is_empty() {
            bytes.extend(self.rules.document.rules.get(index).map_or("", |rule| &rule.id).bytes());
        }
        hexadecimal(experiment::fnv1a_64(bytes.into_iter()))
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

    pub fn id(&self) -> String {
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
