//! What is wrong with a document, where, and how to mend it.

#[cfg(any(test, not(any(not(target_arch = "wasm32"), feature = "authoring"))))]
mod brief;

use crate::json::Node;
use serde::Serialize;

/// Whether a document can still be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// The document is refused; the last good one stays.
    Error,
    /// The document is used; the part that `pointer` names counts as unknown or has no effect.
    Warning,
}

/// One finding about one place of a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Diagnostic {
    /// A stable name of the finding, for programs: `unknown_fact`.
    pub code: &'static str,
    /// Whether the document can still be used.
    pub severity: Severity,
    /// The place, as a JSON pointer (RFC 6901); the empty string is the whole document.
    pub pointer: String,
    /// What is wrong, in lower case, with the user's input in backticks.
    pub message: String,
    /// How to mend it.
    pub help: String,
}

/// Findings collected while a document is read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diagnostics {
    found: Vec<Diagnostic>,
}

/// A document with ten thousand faults is as broken as one with a hundred.
const MAX_FOUND: usize = 100;

impl Diagnostics {
    /// Notes an error: the document will be refused.
    pub fn error(&mut self, code: &'static str, pointer: String, message: String, help: String) {
        self.push(Diagnostic { code, severity: Severity::Error, pointer, message, help });
    }

    /// Notes a warning: the document is used without the part at `pointer`.
    pub fn warning(&mut self, code: &'static str, pointer: String, message: String, help: String) {
        self.push(Diagnostic { code, severity: Severity::Warning, pointer, message, help });
    }

    /// Notes an error at `node`; `words` are what is wrong and how to mend it.
    #[inline]
    pub fn refuse(&mut self, code: &'static str, node: &Node<'_>, words: impl FnOnce() -> (String, String)) {
        self.note(Severity::Error, code, node, words);
    }

    /// Notes a warning at `node`; `words` are what is wrong and how to mend it.
    #[inline]
    pub fn warn(&mut self, code: &'static str, node: &Node<'_>, words: impl FnOnce() -> (String, String)) {
        self.note(Severity::Warning, code, node, words);
    }

    /// Notes a finding at `node`; `words` are what is wrong and how to mend it.
    #[cfg(any(not(target_arch = "wasm32"), feature = "authoring"))]
    pub fn note(
        &mut self,
        severity: Severity,
        code: &'static str,
        node: &Node<'_>,
        words: impl FnOnce() -> (String, String),
    ) {
        #[cfg(test)]
        assert!(brief::help(code).is_some(), "`{code}` has no brief words");
        let (message, help) = words();
        self.push(Diagnostic { code, severity, pointer: node.pointer(), message, help });
    }

    /// Notes a finding at `node`, in the brief words of its code: a shopper's page doesn't carry the long ones.
    #[cfg(not(any(not(target_arch = "wasm32"), feature = "authoring")))]
    pub fn note(
        &mut self,
        severity: Severity,
        code: &'static str,
        node: &Node<'_>,
        _words: impl FnOnce() -> (String, String),
    ) {
        self.note_briefly(severity, code, node);
    }

    /// Once in the module, not once for each `words`.
    #[cfg(not(any(not(target_arch = "wasm32"), feature = "authoring")))]
    #[inline(never)]
    fn note_briefly(&mut self, severity: Severity, code: &'static str, node: &Node<'_>) {
        self.push(brief::diagnostic(severity, code, node.pointer()));
    }

    /// Adds one finding; beyond 100 only errors still replace warnings, so that a refusal is never hidden.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        if self.found.len() < MAX_FOUND {
            self.found.push(diagnostic);
            return;
        }
        if diagnostic.severity == Severity::Error && !self.has_errors() {
            self.found.pop();
            self.found.push(diagnostic);
        }
    }

    /// Whether the document must be refused.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.found.iter().any(|found| found.severity == Severity::Error)
    }

    /// Whether nothing was found.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// How many findings there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.found.len()
    }

    /// The findings in the order of the document.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.found.iter()
    }

    /// The findings as a list.
    #[must_use]
    pub fn into_vec(self) -> Vec<Diagnostic> {
        self.found
    }

    /// Takes over the findings of a part that the document can do without: all become warnings.
    pub fn downgrade(&mut self, other: Diagnostics) {
        for mut diagnostic in other.found {
            diagnostic.severity = Severity::Warning;
            self.push(diagnostic);
        }
    }

    /// Takes over the findings of a part.
    pub fn extend(&mut self, other: Diagnostics) {
        for diagnostic in other.found {
            self.push(diagnostic);
        }
    }
}

/// The nearest of `names` to `typed`, when it is near enough to be meant.
///
/// Near enough: at most a third of the typed length in edits (insert, delete, replace), rounded up.
#[must_use]
pub fn nearest<'a>(typed: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let limit = typed.chars().count().div_ceil(3);
    names
        .map(|name| (edit_distance(typed, name), name))
        .filter(|(distance, _)| *distance <= limit)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}

/// Levenshtein distance over characters, one row at a time.
fn edit_distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, ca) in a.chars().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        if let Some(first) = row.first_mut() {
            *first = left;
        }
        for (cell, cb) in row.iter_mut().skip(1).zip(&b) {
            let replaced = diagonal + usize::from(ca != *cb);
            diagonal = *cell;
            left = replaced.min(*cell + 1).min(left + 1);
            *cell = left;
        }
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_typo_finds_the_name_that_was_meant() {
        let names = ["customer.return_rate", "customer.orders", "cart.value"];
        assert_eq!(nearest("customer.retrun_rate", names.into_iter()), Some("customer.return_rate"));
        assert_eq!(nearest("cart.vlaue", names.into_iter()), Some("cart.value"));
        assert_eq!(nearest("weather", names.into_iter()), None);
    }

    #[test]
    fn an_error_is_never_crowded_out_by_warnings() {
        let mut found = Diagnostics::default();
        for _ in 0..200 {
            found.warning("w", String::new(), String::new(), String::new());
        }
        found.error("e", "/rules".into(), String::new(), String::new());
        assert_eq!(found.len(), 100);
        assert!(found.has_errors());
    }
}
