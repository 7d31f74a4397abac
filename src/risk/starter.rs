//! The `starter` model: a scorecard that works before a shop has trained its own.
//!
//! It is a starting point, not a truth: train your own model as soon as there is a history to learn from.

use super::calibration::Calibration;
use super::model::{Model, Scorer};
use super::scorecard::{Scorecard, Term, Transform};
use crate::features::Fact;

/// A weight with its reason; the page's build leaves the reasons out.
struct Entry {
    term: Term,
    #[cfg(any(not(target_arch = "wasm32"), feature = "authoring"))]
    why: &'static str,
    #[cfg(any(not(target_arch = "wasm32"), feature = "authoring"))]
    source: &'static str,
}

macro_rules! entries {
    ($($feature:ident $transform:ident $min:literal ..= $max:literal mean $mean:literal weight $weight:literal, $why:literal, $source:expr;)*) => {
        static ENTRIES: &[Entry] = &[$(Entry {
            term: Term {
                feature: Fact::$feature,
                transform: Transform::$transform,
                min: $min,
                max: $max,
                mean: $mean,
                weight: $weight,
            },
            #[cfg(any(not(target_arch = "wasm32"), feature = "authoring"))]
            why: $why,
            #[cfg(any(not(target_arch = "wasm32"), feature = "authoring"))]
            source: $source,
        }),*];
    };
}

/// 2 has smoothed rates.
const VERSION: u32 = 2;

/// Log-odds of a line whose features are all at their mean: one in four comes back.
///
/// An assumption, not a finding: the public set that the weights are from is balanced by construction (47 % of its lines
/// came back). The means of the two return rates are set to the same one in four, so that a line of an average product
/// and customer stays there.
const INTERCEPT: f64 = -1.1;

/// `python -m cartnudge_train.starter` on the "BADS WS17/18" set (Humboldt-Universität zu Berlin; the fields of the
/// Data Mining Cup 2014): logistic regression on these six features, each as known before its order. The model's card
/// is `docs/starter.md`.
#[cfg(any(not(target_arch = "wasm32"), feature = "authoring"))]
const FITTED: &str = "fitted on the public BADS WS17/18 order lines, April to December 2012";

entries! {
    ProductSmoothedReturnRate Identity 0.0..=1.0 mean 0.25 weight 2.13,
        "What came back often keeps coming back.", FITTED;
    CustomerSmoothedReturnRate Identity 0.0..=1.0 mean 0.25 weight 4.7,
        "Habits persist: the strongest single sign, once there are some orders to see them in.", FITTED;
    LinePrice Log1p 0.0..=2000.0 mean 4.04 weight 0.37,
        "The dearer a piece, the harder it is judged at home; each doubling counts the same.", FITTED;
    CartLines Log1p 0.0..=20.0 mean 1.17 weight 0.44,
        "Larger baskets are ordered to choose from.", FITTED;
    LineNewBrand Identity 0.0..=1.0 mean 0.89 weight 0.16,
        "A brand not bought before is not known yet: how it fits, how it feels.", FITTED;
    LineSizeCount Identity 1.0..=4.0 mean 1.02 weight 1.1,
        "Two sizes of one item are ordered to send one back (bracketing): with all else average, that makes each of \
         the two one in two.",
        "reasoned; the public set says 0.53, but its carts are incomplete and only 1.9 % hold a second size";
    ProductRunsSmall Identity 0.0..=1.0 mean 0.2 weight 0.6,
        "Buyers who say that it runs small are buyers whom it didn't fit.",
        "assumed, moderate; direction: Misra, Wan, McAuley, RecSys 2018";
    ProductRunsLarge Identity 0.0..=1.0 mean 0.15 weight 0.6,
        "The same, the other way.",
        "assumed, moderate; direction: Misra, Wan, McAuley, RecSys 2018";
    LineKeptSizeMatch Identity 0.0..=1.0 mean 0.5 weight -0.4,
        "The size that was kept before is the best guess of the size that fits.",
        "assumed, moderate; direction: Hong, Pavlou, Information Systems Research 25(2), 2014 (fit uncertainty)";
    CustomerServiceContactRate Identity 0.0..=2.0 mean 0.2 weight 0.2,
        "Who had to ask often was often let down.", "assumed, small";
    CustomerCategoryExpansion Identity 0.0..=1.0 mean 0.1 weight 0.2,
        "First purchases in new categories come back more often than familiar ones.",
        "assumed, small; direction: Petersen, Kumar, Journal of Marketing 73(3), 2009";
}

/// The model.
#[must_use]
pub fn starter() -> Model {
    let terms = ENTRIES.iter().map(|entry| entry.term).collect();
    Model {
        id: "starter".to_owned(),
        version: VERSION,
        scorer: Scorer::Scorecard(Scorecard { intercept: INTERCEPT, terms }),
        calibration: Calibration::None,
    }
}

/// The model as a document, each weight with its reason and source.
#[cfg(any(not(target_arch = "wasm32"), feature = "authoring"))]
#[must_use]
pub fn starter_document() -> serde_json::Value {
    use serde_json::json;
    let terms: Vec<_> = ENTRIES
        .iter()
        .map(|entry| {
            let term = entry.term;
            json!({
                "feature": term.feature.definition().name,
                "transform": match term.transform { Transform::Identity => "identity", Transform::Log1p => "log1p" },
                "min": term.min, "max": term.max, "mean": term.mean, "weight": term.weight,
                "why": entry.why, "source": entry.source,
            })
        })
        .collect();
    json!({ "schema_version": 1, "kind": "scorecard", "id": "starter", "version": VERSION, "intercept": INTERCEPT, "terms": terms })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Diagnostics;
    use crate::json::Node;

    #[test]
    fn the_document_is_the_model() {
        let mut found = Diagnostics::default();
        let document = starter_document();
        assert_eq!(Model::read(Node::root(&document), &mut found), Some(starter()), "{found:?}");
    }
}
