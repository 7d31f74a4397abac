//! Why a history can't be read, with the options that mend it.

use crate::failure::Failure;
use cartnudge::replay::{COLUMNS, Fault, quoted};

/// As a message about the file.
pub fn shown(fault: &Fault, file: &str) -> Failure {
    Failure::usage(match fault {
        Fault::Empty => format!("{file} is empty: its first line should name the columns"),
        Fault::Broken { rows, reason } => {
            format!("can't read {file} after {rows} rows: {reason}\n  help: is the file complete?")
        }
        Fault::NoCurrency => {
            let help = "add a column `currency`, or say which it is: --currency EUR";
            format!("{file} doesn't say the currency of its prices\n  help: {help}")
        }
        Fault::MissingColumns { missing, header } => missing_columns(missing, header, file),
        Fault::UnknownColumn { name, wanted, near, header } => {
            let help = near
                .as_ref()
                .map_or(String::new(), |near| format!("\n  help: did you mean `--column \"{name}={near}\"`?"));
            format!(
                "{file} has no column `{wanted}`, to which `{name}` is mapped\n  its columns: {}{help}",
                quoted(header)
            )
        }
        Fault::TwoColumns(column) => format!("{file} has two columns `{column}`; rename one, or map another"),
        Fault::UnknownName { name, near } => {
            let help = match near {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("known names: {}", COLUMNS.join(", ")),
            };
            format!(
                "cartnudge has no column `{name}`\n  help: {help}; cartnudge's name comes first: `order_id=Invoice`"
            )
        }
        Fault::EmptyReturnPrefix => "an empty return prefix would make every order a return".to_owned(),
        Fault::BadCurrency(code) => format!("`{code}` in the mapping is not an ISO 4217 code like EUR"),
        Fault::NotAMapping(reason) => format!("{file} is no mapping: {reason}"),
    })
}

fn missing_columns(missing: &[(&'static str, Option<String>)], header: &[String], file: &str) -> String {
    let options: Vec<String> = missing
        .iter()
        .filter(|(name, guess)| guess.is_some() || *name != "order_line_id")
        .map(|(name, guess)| format!("--column \"{name}={}\"", guess.as_deref().unwrap_or("…")))
        .collect();
    let names: Vec<String> = missing.iter().map(|(name, _)| format!("`{name}`")).collect();
    let plural = if missing.len() == 1 { "column" } else { "columns" };
    let help = if options.is_empty() {
        "add it; every line needs an id of its own".to_owned()
    } else {
        format!("map the file's own names: {}", options.join(" "))
    };
    format!("{file} has no {plural} {}\n  its columns: {}\n  help: {help}", names.join(", "), quoted(header))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_that_is_mapped_wrongly_says_what_may_be_meant() {
        let (name, wanted, near) = ("order_id", "Invoise".to_owned(), Some("Invoice".to_owned()));
        let header = vec!["Invoice".to_owned(), "b".to_owned()];
        assert_eq!(
            shown(&Fault::UnknownColumn { name, wanted, near, header }, "orders.csv").message,
            "orders.csv has no column `Invoise`, to which `order_id` is mapped\n  its columns: `Invoice`, `b`\n  \
             help: did you mean `--column \"order_id=Invoice\"`?"
        );
        assert_eq!(
            shown(&Fault::TwoColumns("order_id".to_owned()), "orders.csv").message,
            "orders.csv has two columns `order_id`; rename one, or map another"
        );
    }
}
