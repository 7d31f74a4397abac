//! The `starter` model: a scorecard that works before a shop has trained its own.
//!
//! It is a starting point, not a truth: train your own model as soon as there is a history to learn from.

use super::calibration::Calibration;
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
    ($($feature:ident $transform:ident $min:literal ..= $max:literal mean $mean:literal weight $weight:literal, $why:literal, $source:literal;)*) => {
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

/// Log-odds of an average line: about one in four comes back.
const INTERCEPT: f64 = -1.1;

entries! {
    LineSizeCount Identity 1.0..=4.0 mean 1.02 weight 0.9,
        "Two sizes of one item are ordered to send one back (bracketing); each further size adds to it.", "expert";
    ProductReturnRate Identity 0.0..=1.0 mean 0.25 weight 2.4,
        "What came back often keeps coming back.", "expert";
    CustomerReturnRate Identity 0.0..=1.0 mean 0.25 weight 2.0,
        "Habits persist.", "expert";
}

/// The model.
#[must_use]
pub fn starter() -> Scorecard {
    Scorecard {
        id: "starter".to_owned(),
        version: 1,
        intercept: INTERCEPT,
        terms: ENTRIES.iter().map(|entry| entry.term).collect(),
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
    json!({ "schema_version": 1, "kind": "scorecard", "id": "starter", "version": 1, "intercept": INTERCEPT, "terms": terms })
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
        assert_eq!(Scorecard::read(Node::root(&document), &mut found), Some(starter()), "{found:?}");
    }
}
