//! Why a history can't be read at all. Single rows that can't be are counted instead: [`Reason`](super::Reason).

use crate::diagnostic::{Diagnostic, Severity};
use crate::replay::columns::NAMES;

/// Why reading stops.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Nothing in it.
    Empty,
    /// It ends too early, or isn't what it seems.
    Broken {
        /// Rows that were read before.
        rows: u64,
        /// What is wrong with it.
        reason: String,
    },
    /// Neither a column nor the mapping says the currency.
    NoCurrency,
    /// Columns that are needed and aren't there.
    MissingColumns {
        /// cartnudge's name of each, and the file's column that is most likely meant.
        missing: Vec<(&'static str, Option<String>)>,
        /// The file's columns.
        header: Vec<String>,
    },
    /// The mapping names a column that the file doesn't have.
    UnknownColumn {
        /// cartnudge's name.
        name: &'static str,
        /// The column that it is mapped to.
        wanted: String,
        /// The file's column that is most likely meant.
        near: Option<String>,
        /// The file's columns.
        header: Vec<String>,
    },
    /// Two columns have the name that is looked for.
    TwoColumns(String),
    /// The mapping has a name that cartnudge doesn't know.
    UnknownName {
        /// The name.
        name: String,
        /// The name that is most likely meant.
        near: Option<&'static str>,
    },
    /// Every order would be a return.
    EmptyReturnPrefix,
    /// Not an ISO 4217 code.
    BadCurrency(String),
    /// Not a mapping at all.
    NotAMapping(String),
}

impl Fault {
    /// What is wrong, where in the options, and how to mend it.
    #[must_use]
    pub fn diagnostic(&self) -> Diagnostic {
        let (code, pointer, message, help) = self.parts();
        Diagnostic { code, severity: Severity::Error, pointer, message, help }
    }

    fn parts(&self) -> (&'static str, String, String, String) {
        let columns = || "/mapping/columns".to_owned();
        match self {
            Fault::Empty => (
                "empty_history",
                String::new(),
                "the order history is empty".to_owned(),
                "its first line should name the columns".to_owned(),
            ),
            Fault::Broken { rows, reason } => (
                "broken_history",
                String::new(),
                format!("the order history can't be read after {rows} rows: {reason}"),
                "is the file complete?".to_owned(),
            ),
            Fault::NoCurrency => (
                "no_currency",
                "/mapping/currency".to_owned(),
                "the order history doesn't say the currency of its prices".to_owned(),
                "add a column `currency`, or say which it is: `\"currency\": \"EUR\"`".to_owned(),
            ),
            Fault::MissingColumns { missing, header } => {
                let names: Vec<String> = missing.iter().map(|(name, _)| format!("`{name}`")).collect();
                let plural = if missing.len() == 1 { "column" } else { "columns" };
                let guesses: Vec<String> = missing
                    .iter()
                    .map(|(name, guess)| format!("\"{name}\": \"{}\"", guess.as_deref().unwrap_or("…")))
                    .collect();
                let message = format!(
                    "the order history has no {plural} {}; its columns: {}",
                    names.join(", "),
                    quoted(header)
                );
                ("missing_columns", columns(), message, format!("map the file's own names: {}", guesses.join(", ")))
            }
            Fault::UnknownColumn { name, wanted, near, header } => {
                let message = format!("the order history has no column `{wanted}`, to which `{name}` is mapped");
                let help = near.as_ref().map_or_else(
                    || format!("its columns: {}", quoted(header)),
                    |near| format!("did you mean `{near}`?"),
                );
                ("unknown_column", format!("{}/{name}", columns()), message, help)
            }
            Fault::TwoColumns(column) => (
                "two_columns",
                columns(),
                format!("the order history has two columns `{column}`"),
                "rename one, or map another".to_owned(),
            ),
            Fault::UnknownName { name, near } => (
                "unknown_name",
                format!("{}/{}", columns(), name.replace('~', "~0").replace('/', "~1")),
                format!("cartnudge has no column `{name}`"),
                near.map_or_else(
                    || format!("known names: {}", NAMES.join(", ")),
                    |near| format!("did you mean `{near}`? cartnudge's name comes first"),
                ),
            ),
            Fault::EmptyReturnPrefix => (
                "empty_return_prefix",
                "/mapping/return_prefix".to_owned(),
                "an empty return prefix would make every order a return".to_owned(),
                "write what ids of returns begin with, or leave it out".to_owned(),
            ),
            Fault::BadCurrency(code) => (
                "bad_currency",
                "/mapping/currency".to_owned(),
                format!("`{code}` is not a currency code"),
                "write an ISO 4217 code of three letters, like EUR".to_owned(),
            ),
            Fault::NotAMapping(reason) => (
                "not_a_mapping",
                "/mapping".to_owned(),
                format!("this is no mapping: {reason}"),
                "give `{ \"columns\": { \"order_id\": \"Invoice\" }, \"currency\"?, \"return_prefix\"?, \"not_products\"?, \"skip_free\"? }`".to_owned(),
            ),
        }
    }
}

/// The file's columns, each in backticks.
#[must_use]
pub fn quoted(names: &[String]) -> String {
    let all: Vec<String> = names.iter().map(|name| format!("`{}`", name.trim())).collect();
    all.join(", ")
}
