//! Findings as people and programs read them.

use crate::document::Document;
use crate::failure::Failure;
use crate::locate::locate;
use cartnudge::diagnostic::{Diagnostic, Diagnostics, Severity};
use cartnudge::json::Node;
use serde::Serialize;
use std::path::Path;

/// A finding with its place in the file.
#[derive(Serialize)]
pub struct Finding<'a> {
    #[serde(flatten)]
    diagnostic: &'a Diagnostic,
    line: usize,
    column: usize,
}

/// The findings about one document, each with its line and column.
pub fn placed<'a>(document: &Document, found: &'a Diagnostics) -> Vec<Finding<'a>> {
    found
        .iter()
        .map(|diagnostic| {
            let (line, column) = locate(&document.text, &diagnostic.pointer);
            Finding { diagnostic, line, column }
        })
        .collect()
}

/// One finding, as rustc shows one: what, where, how to mend it.
pub fn shown(document: &Document, diagnostic: &Diagnostic) -> String {
    let severity = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let (line, column) = locate(&document.text, &diagnostic.pointer);
    let place = if diagnostic.pointer.is_empty() { "the whole document" } else { &diagnostic.pointer };
    let help = if diagnostic.help.is_empty() { String::new() } else { format!("\n  help: {}", diagnostic.help) };
    let Diagnostic { code, message, .. } = diagnostic;
    format!("{severity}[{code}]: {message}\n  --> {}:{line}:{column}  {place}{help}", document.name)
}

/// Findings about several documents that were read as members of one, like `/rules/rules/0/id`.
pub fn shown_of_members(members: &[(&str, &Document)], found: &Diagnostics) -> Vec<String> {
    found
        .iter()
        .map(|diagnostic| {
            let of = members.iter().find_map(|(key, document)| {
                let rest = diagnostic.pointer.strip_prefix('/')?.strip_prefix(key)?;
                (rest.is_empty() || rest.starts_with('/')).then_some((*document, rest))
            });
            match of {
                Some((document, rest)) => {
                    shown(document, &Diagnostic { pointer: rest.to_owned(), ..diagnostic.clone() })
                }
                None => format!("{}: {}\n  help: {}", diagnostic.pointer, diagnostic.message, diagnostic.help),
            }
        })
        .collect()
}

/// Reads a file into what it describes (`what`: a model); warnings pass.
///
/// # Errors
/// A file that isn't JSON, or all findings when one of them is an error.
pub fn read<T>(
    path: &Path,
    what: &str,
    read: impl FnOnce(Node<'_>, &mut Diagnostics) -> Option<T>,
) -> Result<T, Failure> {
    let document = Document::read(path)?;
    let mut found = Diagnostics::default();
    let thing = read(Node::root(&document.value), &mut found);
    let all: Vec<String> = found.iter().map(|one| shown(&document, one)).collect();
    let refused = || Failure::refused(format!("{what} doesn't hold: {}\n{}", summary(&found), all.join("\n")));
    thing.filter(|_| !found.has_errors()).ok_or_else(refused)
}

/// `2 errors, 1 warning`.
pub fn summary(found: &Diagnostics) -> String {
    let errors = found.iter().filter(|one| one.severity == Severity::Error).count();
    let warnings = found.len() - errors;
    let plural = |count: usize, one: &str| format!("{count} {one}{}", if count == 1 { "" } else { "s" });
    format!("{}, {}", plural(errors, "error"), plural(warnings, "warning"))
}
