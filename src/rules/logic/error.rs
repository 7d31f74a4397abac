//! What can be wrong with logic.

use super::{MAX_DEPTH, MAX_STEPS, OPERATORS};
use crate::diagnostic::nearest;
use std::fmt;

/// Why logic has no value. Pointers are JSON pointers (RFC 6901) into the logic, unless said otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LogicError {
    /// An object with one member, which names no operator.
    UnknownOperator {
        /// Where the name is.
        pointer: String,
        /// The name.
        operator: String,
    },
    /// An operator without an argument that it has no value without.
    MissingArgument {
        /// Where the operator is.
        pointer: String,
        /// The operator.
        operator: &'static str,
        /// What it lacks.
        argument: &'static str,
    },
    /// The logic nests deeper than [`MAX_DEPTH`], or a `reduce` builds a list that does.
    TooDeep {
        /// The first place that is too deep, or the `reduce`.
        pointer: String,
    },
    /// The data nests deeper than [`MAX_DEPTH`].
    DataTooDeep {
        /// The first place of the data that is too deep.
        pointer: String,
    },
    /// The evaluation took more than [`MAX_STEPS`].
    TooManySteps,
}

impl LogicError {
    /// How to mend it.
    #[must_use]
    pub fn help(&self) -> String {
        match self {
            LogicError::UnknownOperator { operator, .. } => match nearest(operator, OPERATORS.into_iter()) {
                Some(name) => format!("did you mean `{name}`?"),
                None => format!(
                    "use one of {}; to compare with an object of one member, put it into the data",
                    OPERATORS.map(|name| format!("`{name}`")).join(", ")
                ),
            },
            LogicError::MissingArgument { operator, argument, .. } => format!("give `{operator}` {argument}"),
            LogicError::TooDeep { .. } => "split the logic into several, or flatten it".to_owned(),
            LogicError::DataTooDeep { .. } => "give only the part of the data that the logic reads".to_owned(),
            LogicError::TooManySteps => "shorten the lists and texts that the logic goes through".to_owned(),
        }
    }
}

impl fmt::Display for LogicError {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            LogicError::UnknownOperator { pointer, operator } => {
                write!(to, "unknown operator `{operator}` at `{pointer}`")
            }
            LogicError::MissingArgument { pointer, operator, argument } => {
                write!(to, "`{operator}` at `{pointer}` lacks {argument}")
            }
            LogicError::TooDeep { pointer } => write!(to, "logic nests deeper than {MAX_DEPTH} levels at `{pointer}`"),
            LogicError::DataTooDeep { pointer } => {
                write!(to, "data nests deeper than {MAX_DEPTH} levels at `{pointer}`")
            }
            LogicError::TooManySteps => write!(to, "evaluation takes more than {MAX_STEPS} steps"),
        }
    }
}

impl std::error::Error for LogicError {}
