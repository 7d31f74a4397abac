//! What a shopper measured, held against a product's size chart.

use crate::diagnostic::Diagnostics;
use crate::json::Node;
use crate::json::Strictness::Given;
use crate::text::same;

/// A measure that a body can have, in centimetres.
pub const RANGE_CM: (f64, f64) = (10.0, 250.0);
/// Centimetres in an inch.
pub const INCH: f64 = 2.54;
/// Farther than this from a size's range, in centimetres, a measure belongs to no size of the chart.
const NEAR_CM: f64 = 4.0;
/// More measures than a chart has columns.
const MAX: usize = 40;

/// Measures in centimetres, by what was measured, as charts name it: `Chest`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Measures(Vec<(String, f64)>);

impl Measures {
    /// Reads `{ "Chest": 92 }`, in centimetres; one that no body has is left out, with a warning.
    #[must_use]
    pub fn read(node: Node<'_>, found: &mut Diagnostics) -> Self {
        let mut measures = Measures::default();
        if !node.value().is_object() {
            node.wrong_type("an object of names and centimetres", Given, found);
            return measures;
        }
        for (name, _) in node.members().take(MAX) {
            if let Some(value) = node.number(name, RANGE_CM, Given, found) {
                measures.0.push((name.to_owned(), value));
            }
        }
        measures
    }

    /// The measure of that name.
    #[must_use]
    pub fn of(&self, name: &str) -> Option<f64> {
        self.0.iter().find(|(known, _)| same(known, name)).map(|(_, value)| *value)
    }

    /// With this measure in place of the one before; `None` takes it out.
    pub fn set(&mut self, name: &str, value: Option<f64>) {
        self.0.retain(|(known, _)| !same(known, name));
        self.0.extend(value.map(|value| (name.to_owned(), value)));
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = (&str, f64)> {
        self.0.iter().map(|(name, value)| (name.as_str(), *value))
    }

    /// The row of a chart that these measures belong to: where they are nearest to the ranges, all together. The larger
    /// size of two that are as near. `None` without a measure of the chart's columns, or where one is far from each.
    #[must_use]
    pub fn row<'a>(
        &self,
        columns: &[String],
        inches: bool,
        rows: impl Iterator<Item = &'a [Option<(f64, f64)>]>,
    ) -> Option<usize> {
        let factor = if inches { INCH } else { 1.0 };
        let own: Vec<Option<f64>> = columns.iter().map(|name| self.of(name)).collect();
        let mut best: Option<(usize, f64)> = None;
        for (index, values) in rows.enumerate() {
            let pairs = own.iter().zip(values).filter_map(|(own, range)| (*own).zip(*range));
            let mut far = pairs.map(|(own, (from, to))| outside(own, from * factor, to * factor)).peekable();
            if far.peek().is_none() {
                continue;
            }
            let Some(sum) = far.try_fold(0.0, |sum, far| (far <= NEAR_CM).then_some(sum + far * far)) else { continue };
            if best.is_none_or(|(_, least)| sum <= least) {
                best = Some((index, sum));
            }
        }
        best.map(|(index, _)| index)
    }
}

/// How far a number lies outside of a range.
fn outside(number: f64, from: f64, to: f64) -> f64 {
    libm::fmax(libm::fmax(from - number, number - to), 0.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn size(measures: &serde_json::Value, inches: bool) -> Option<&'static str> {
        let rows = [
            [Some((84.0, 88.0)), Some((66.0, 70.0))],
            [Some((88.0, 92.0)), Some((70.0, 74.0))],
            [Some((94.0, 98.0)), None],
        ];
        let columns = ["Chest".to_owned(), "Waist".to_owned()];
        let measures = Measures::read(Node::root(measures), &mut Diagnostics::default());
        let row = measures.row(&columns, inches, rows.iter().map(<[_; 2]>::as_slice));
        row.and_then(|row| ["S", "M", "L"].get(row).copied())
    }

    #[test]
    fn measures_find_their_size() {
        assert_eq!(size(&json!({ "chest": 86 }), false), Some("S"));
        assert_eq!(size(&json!({ "Chest": 88 }), false), Some("M"), "the larger of two");
        assert_eq!(size(&json!({ "Chest": 93 }), false), Some("L"), "between two: the larger");
        assert_eq!(size(&json!({ "Chest": 89, "Waist": 67 }), false), Some("S"), "all together");
        assert_eq!(size(&json!({ "Chest": 101 }), false), Some("L"));
    }

    #[test]
    fn what_is_far_or_absurd_or_of_no_column_finds_none() {
        for measures in
            [json!({}), json!({ "Chest": 120 }), json!({ "Chest": 9000 }), json!({ "Foot": 25 }), json!("x")]
        {
            assert_eq!(size(&measures, false), None, "{measures}");
        }
        assert_eq!(size(&json!({ "Chest": 218 }), true), Some("S"), "86 inches");
    }

    #[test]
    fn an_absurd_measure_is_told_and_the_others_stay() {
        let mut found = Diagnostics::default();
        let document = json!({ "Chest": 9, "Waist": 70, "Hips": "wide" });
        let mut measures = Measures::read(Node::root(&document), &mut found);
        let pointers: Vec<_> = found.iter().map(|one| one.pointer.as_str()).collect();
        assert_eq!(pointers, ["/Chest", "/Hips"]);
        assert_eq!(measures.iter().collect::<Vec<_>>(), [("Waist", 70.0)]);
        measures.set("waist", Some(71.0));
        measures.set("Chest", None);
        assert_eq!(measures.iter().collect::<Vec<_>>(), [("waist", 71.0)]);
    }
}
