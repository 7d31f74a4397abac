//! Plain JsonLogic over any data, answering as json-logic-js 2.0.5 does.
//!
//! Values compute as in JavaScript: its numbers with `NaN` and the infinities, `undefined`, its coercions, and the
//! identity of arrays and objects (`===` of an array is true only for the same array). Only the result turns into
//! JSON: `undefined`, `NaN` and infinities become `null`, and a whole number up to 2^53 is stored as an integer.
//!
//! # Where it differs from json-logic-js
//! - **Data is never run.** `missing` and `missing_some` there run a key that is an object with one member as logic,
//!   even when it came from the data. Here such a key is the name `[object Object]`.
//! - **Only own members count.** There, `{"var": "constructor"}` finds what JavaScript objects inherit, a data object
//!   with a member `toString` has no text, one with `indexOf` breaks `in`, and an operator may be named
//!   `var.prototype.constructor`.
//! - **Half a character is dropped.** `substr` and an index into a text count UTF-16 code units, as there; where a cut
//!   splits a surrogate pair, the half inside the cut is left out of the result, since it is no text by itself.
//! - **`log` prints nothing**; it returns its argument, as there.
//! - **Work is bounded** by [`MAX_DEPTH`] and [`MAX_STEPS`]; the bounds are errors, never a guess.
//!
//! What throws there is an error here: an unknown operator, `*` without factors, `missing_some` without keys.

mod coerce;
mod error;
mod lists;
mod lookup;
mod number;
mod operators;
mod place;
mod term;
#[cfg(test)]
mod tests;
mod text;

pub use error::LogicError;
pub use operators::OPERATORS;

use place::Place;
use serde_json::{Map, Value};
use term::{Record, Term};

/// How many levels of arrays and objects logic or data may nest, and how many `reduce` may build. An operator with a
/// list of arguments is two levels.
pub const MAX_DEPTH: usize = 128;

/// How much work one evaluation may do. A step is a place of the logic evaluated, an element looked at or written, or
/// a byte of a text read or written.
pub const MAX_STEPS: usize = 1_000_000;

/// The value of `logic` over `data`.
///
/// An object with exactly one member is an operator with its arguments; an array is the array of its items' values;
/// everything else stands for itself.
///
/// # Errors
/// When the logic asks for what JsonLogic doesn't have, or for more depth or work than the bounds allow.
pub fn evaluate(logic: &Value, data: &Value) -> Result<Value, LogicError> {
    if let Some(pointer) = Place::Document.deeper_than(MAX_DEPTH, logic) {
        return Err(LogicError::TooDeep { pointer });
    }
    if let Some(pointer) = Place::Document.deeper_than(MAX_DEPTH, data) {
        return Err(LogicError::DataTooDeep { pointer });
    }
    let mut evaluation = Evaluation { steps_left: MAX_STEPS };
    let result = evaluation.apply(logic, &Term::given(data), Place::Document)?;
    evaluation.json(&result)
}

/// One evaluation under way.
struct Evaluation {
    steps_left: usize,
}

impl Evaluation {
    /// Takes `steps` off what is left.
    fn spend(&mut self, steps: usize) -> Result<(), LogicError> {
        self.steps_left = self.steps_left.checked_sub(steps).ok_or(LogicError::TooManySteps)?;
        Ok(())
    }

    /// A term as JSON. An array that occurs several times is written, and paid for, each time.
    fn json(&mut self, term: &Term<'_>) -> Result<Value, LogicError> {
        self.spend(1)?;
        Ok(match term {
            Term::Undefined | Term::Null => Value::Null,
            Term::Bool(flag) => Value::Bool(*flag),
            Term::Number(number) => number::json(*number),
            Term::Text(text) => {
                self.spend(text.len())?;
                Value::String(text.to_string())
            }
            Term::List(list) => {
                Value::Array(list.iter().map(|item| self.json(&item)).collect::<Result<_, LogicError>>()?)
            }
            Term::Record(record) => Value::Object(self.json_members(record)?),
        })
    }

    /// As `JSON.stringify` does, leaves out members that are undefined.
    fn json_members(&mut self, record: &Record<'_>) -> Result<Map<String, Value>, LogicError> {
        let mut members = Map::new();
        for key in record.keys() {
            let member = record.get(key);
            if matches!(member, Term::Undefined) {
                continue;
            }
            self.spend(key.len())?;
            members.insert(key.to_owned(), self.json(&member)?);
        }
        Ok(members)
    }
}
