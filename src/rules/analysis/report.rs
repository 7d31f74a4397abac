//! What the analysis answers.

use crate::diagnostic::Diagnostic;
use serde::Serialize;
use serde_json::Value;

/// What is true of a rule document. Every answer is proven, or comes with an input that the engine confirmed.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Analysis {
    /// Findings about the document and the options; with an error there is nothing else.
    pub diagnostics: Vec<Diagnostic>,
    /// What the document switches off and the analysis takes as on: `paused`, `kill_switch`, `budget`, `holdout`.
    pub assumed_on: Vec<&'static str>,
    /// Rules that can never be shown.
    pub unreachable: Vec<Unreachable>,
    /// Rules that never go first where those that outrank them may show.
    pub outranked: Vec<Outranked>,
    /// Pairs that compete, ties first.
    pub overlaps: Vec<Overlap>,
    /// Pairs of which it isn't known that they never compete, those listed included.
    pub overlaps_total: usize,
    /// The answers to the questions, in their order.
    pub gaps: Vec<Gap>,
    /// What differs from the document before.
    pub changes: Vec<Change>,
    /// Questions without an answer.
    pub not_decided: Vec<NotDecided>,
}

/// An input that shows something, confirmed by the engine.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Witness {
    /// What `decide` takes.
    pub input: Value,
    /// What besides the cart, the customer and the page it depends on: `schedule`, `audience`, `memory`, `consent`, `chat`.
    pub matters: Vec<&'static str>,
}

/// A rule that can never be shown.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Unreachable {
    /// The rule.
    pub rule_id: String,
    /// `condition`: nothing fulfils it; `nothing_to_show`: where it holds, there is never anything to show; `nudge_type`,
    /// `audience`, `holdout`, `frequency_cap`, `schedule`, `prerequisite`, `budget`: never shown for this.
    pub because: &'static str,
}

/// A rule that others always outrank.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Outranked {
    /// The rule.
    pub rule_id: String,
    /// The rules that together leave it no place; none of them can be spared.
    pub by: Vec<String>,
    /// None of these can be silent: the rule never goes first.
    pub never: bool,
    /// Circumstances under which it goes first after all, one for each way of a rule to be silent.
    pub wins_only_when: Vec<WinsWhen>,
}

/// A circumstance under which an outranked rule goes first.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct WinsWhen {
    /// Why the other rule is silent: `schedule`, `audience`, `frequency_cap`, `dismissed`, `prerequisite`, `consent`,
    /// `no_chat`.
    pub because: &'static str,
    /// The other rule.
    pub rule_id: String,
    /// Where it is so.
    pub witness: Witness,
}

/// Two rules that compete.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Overlap {
    /// In document order.
    pub rules: [String; 2],
    /// Which of the two goes first; absent where a third one goes before both and risk would decide between them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub winner: Option<String>,
    /// Equal priority: risk decides, then the order of the document.
    pub tie: bool,
    /// Where both apply, to the same line or the cart.
    pub witness: Witness,
}

/// An answer to a question.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Gap {
    /// Its place among the questions.
    pub question: usize,
    /// Whether there is a place where it holds and no rule applies.
    pub gap: bool,
    /// Rules that could fill it but are silent at that moment or for that visitor.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub silent: Vec<String>,
    /// Such a place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub witness: Option<Witness>,
}

/// How a rule differs from the document before.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Change {
    /// The rule.
    pub rule_id: String,
    /// `added`, `removed`, `changed` itself, or `same`: only others changed.
    pub rule: &'static str,
    /// The keys that changed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub keys: Vec<&'static str>,
    /// A cart on which it goes first now and didn't.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gained: Option<Difference>,
    /// A cart on which it went first and doesn't any more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lost: Option<Difference>,
}

/// What is shown, and was.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Difference {
    /// The rules shown by the document before.
    pub was: Vec<String>,
    /// The rules shown now.
    pub now: Vec<String>,
    /// Where.
    pub witness: Witness,
}

/// A question without an answer.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NotDecided {
    /// `unreachable`, `outranked`, `overlaps`, `gaps` or `changes`.
    pub about: &'static str,
    /// The rules.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub rules: Vec<String>,
    /// The question's place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub question: Option<usize>,
    /// `condition`: it compares facts with each other, or looks into a list; `no_witness`: no input was found and none was
    /// ruled out; `limit`: too many cases; `expected_value`: who goes first depends on the score; `settings`: both
    /// documents have their own.
    pub reason: &'static str,
}
