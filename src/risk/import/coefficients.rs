//! A logistic regression's coefficients, as a scorecard.

use super::{Data, Fault, Names, Parts};

pub(super) fn of_json(_data: &Data, _names: &Names) -> Result<Parts, Fault> {
    Err(Fault::new("todo", "todo"))
}
pub(super) fn of_csv(_text: &str, _names: &Names) -> Result<Parts, Fault> {
    Err(Fault::new("todo", "todo"))
}
