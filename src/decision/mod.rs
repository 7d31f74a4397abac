//! The decision: of all rules that apply, what is shown, and for each of the others one reason why not.

mod rank;
mod restraint;
mod stage;

use crate::features::{Facts, Strings};
use crate::nudge::{Cause, Knowledge, View};
use crate::risk::{CartRisk, LineRisk, ModelName, RiskReport, Scene};
use crate::rules::{NudgeType, Rules};
use crate::session::Placed;
use rank::{Candidate, Verdict};
use serde::Serialize;
use stage::Stage;

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
    /// What isn't, with its reason, in rule order. Rules whose condition doesn't hold are left out, unless the input
    /// asks to `explain`.
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
    /// What showing it is expected to save, in major units; absent when nudges are ranked by priority.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expected_value: Option<f64>,
    /// The facts that made the rule apply, with their values.
    pub reasons: Vec<String>,
    /// Names what it is about and why, so that the same isn't said twice in a session.
    #[serde(skip)]
    pub reason: String,
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
    /// Its condition doesn't hold, it has nothing to show here, or it waits for another rule; `detail` says which.
    NotApplicable,
    /// The visitor isn't in the rule's share of visitors, or not in its part of a namespace.
    Audience,
    /// Sent away not long ago.
    Dismissed,
    /// Seen often enough; `detail` says whether the rule, its type or all nudges.
    FrequencyCap,
    /// It would have been shown; the visitor is held out to measure the effect.
    Holdout,
    /// Another nudge goes first.
    Outranked,
    /// The page or the session has seen enough nudges, or it isn't worth the shopper's attention.
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
    /// More precisely why: what is missing, which cap, …
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<Cause>,
}

/// What became of a rule on a line, in rule order, then line order.
enum Outcome {
    Candidate(Box<Candidate>),
    Suppressed(Suppressed),
}

/// Decides. `report` is the risk of the same facts.
pub(crate) fn decide(
    rules: &Rules,
    scene: &Scene<'_>,
    facts: &Facts,
    report: RiskReport,
    knowledge: Knowledge<'_>,
    strings: &Strings<'_>,
) -> Decision {
    let stage = Stage { rules, scene, facts, report: &report, knowledge, strings };
    let matched = stage.matched();
    let mut outcomes = Vec::new();
    for index in stage.told(&matched) {
        let Some(rule) = rules.document.rules.get(index) else { continue };
        match stage.refusal(index, rule) {
            Some(why) => outcomes.push(Outcome::Suppressed(Suppressed::of(&rule.id, None, why, None))),
            None => stage.apply(index, rule, &matched, &mut outcomes),
        }
    }
    rank::spend(&stage, &mut outcomes);
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
    fn of(rule_id: &str, item_id: Option<String>, why: Why, detail: Option<Cause>) -> Self {
        Suppressed { rule_id: rule_id.to_owned(), item_id, why, detail }
    }
}
