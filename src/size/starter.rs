//! The size model that comes with cartnudge.
//!
//! `starter/model.json` is the document that `npm run train:size` made; `starter/table.rs` has the same numbers as the
//! builds for a page take them, which parse no JSON themselves. A test holds them equal, and writes the table anew with
//! `UPDATE_STARTER=1 cargo test -p cartnudge --lib size::starter && cargo fmt`.

mod table;

use super::model::{Curve, Model, Pair, Product};
use crate::time::Timestamp;
use std::sync::OnceLock;

/// The size model that comes with cartnudge, made at the first use and kept.
#[must_use]
pub fn starter() -> &'static Model {
    static STARTER: OnceLock<Model> = OnceLock::new();
    STARTER.get_or_init(|| Model {
        id: table::ID.to_owned(),
        version: table::VERSION,
        trained_until: Some(Timestamp(table::TRAINED_UNTIL)),
        intercept: pair(table::INTERCEPT),
        curves: table::CURVES.iter().map(|(feature, points)| curve(*feature, points)).collect(),
        products: table::PRODUCTS.iter().map(|(of, weight)| Product { of: *of, weight: pair(*weight) }).collect(),
    })
}

fn pair((small, large): (f64, f64)) -> Pair {
    Pair { small, large }
}

fn curve(feature: usize, points: &[(f64, f64, f64)]) -> Curve {
    Curve {
        feature,
        knots: points.iter().map(|(knot, ..)| *knot).collect(),
        at: points.iter().map(|(_, small, large)| pair((*small, *large))).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Diagnostics;
    use crate::json::{Node, parse};
    use std::fmt::Write;

    fn written(model: &Model) -> String {
        let mut text = String::from(
            "//! The numbers of `model.json`; `starter.rs` says how they are written.\n#![allow(clippy::approx_constant)] // fitted weights\n\n\
             /// Score of \"small\", score of \"large\".\ntype Scores = (f64, f64);\n\
             /// Knot, and what \"small\" and \"large\" get there.\ntype Point = (f64, f64, f64);\n\n",
        );
        let moment = model.trained_until.unwrap().0;
        let Pair { small, large } = model.intercept;
        let _ = write!(
            text,
            "pub const ID: &str = {:?};\npub const VERSION: u32 = {};\npub const TRAINED_UNTIL: i64 = {moment};\n\
             pub const INTERCEPT: Scores = ({small:?}, {large:?});\n\
             /// Place of the feature, and its curve.\npub const CURVES: [(usize, &[Point]); {}] = [\n",
            model.id,
            model.version,
            model.curves.len()
        );
        for curve in &model.curves {
            let _ = write!(text, "({}, &[", curve.feature);
            for (knot, Pair { small, large }) in curve.knots.iter().zip(&curve.at) {
                let _ = write!(text, "({knot:?}, {small:?}, {large:?}), ");
            }
            text.push_str("]),\n");
        }
        let _ = write!(
            text,
            "];\n/// Places of two curves, and the weights of their product.\n\
             pub const PRODUCTS: [((usize, usize), Scores); {}] = [\n",
            model.products.len()
        );
        for Product { of, weight: Pair { small, large } } in &model.products {
            let _ = writeln!(text, "({of:?}, ({small:?}, {large:?})),");
        }
        text.push_str("];\n");
        text
    }

    #[test]
    fn the_table_is_the_trained_document() {
        let document = parse(include_str!("starter/model.json")).unwrap();
        let mut found = Diagnostics::default();
        let model = Model::read(Node::root(&document), &mut found).unwrap();
        assert!(found.is_empty(), "{:?}", found.iter().next());
        if std::env::var_os("UPDATE_STARTER").is_some() {
            let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/size/starter/table.rs");
            std::fs::write(path, written(&model)).unwrap();
            return;
        }
        assert_eq!(&model, starter());
    }
}
