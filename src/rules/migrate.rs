//! From an older schema version to the newest, one step a version.

use super::document::SCHEMA_VERSION;
use crate::diagnostic::Diagnostics;
use crate::json::Node;
use crate::json::Strictness::Written;
use serde::Serialize;
use serde_json::{Value, json};

/// A document of the newest version.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Migration {
    /// The document; what the steps don't name is as it was.
    pub document: Value,
    /// What the steps changed, and what reads differently from now on.
    pub changes: Vec<&'static str>,
}

/// One version's step: changes the document and says what that means.
type Step = fn(&mut Value) -> &'static [&'static str];

/// The step from version 1 is the first.
const STEPS: [Step; (SCHEMA_VERSION - 1) as usize] = [one_to_two];

/// Lifts a document to the newest schema version; one of that version is left as it is.
///
/// # Errors
/// When it is no object, or of a version that this build doesn't know.
pub fn migrate(document: &Value) -> Result<Migration, Diagnostics> {
    let mut found = Diagnostics::default();
    let node = Node::root(document);
    if !node.is_object(&mut found) {
        return Err(found);
    }
    let version = node.whole("schema_version", (1, u32::MAX), Written, &mut found).unwrap_or(SCHEMA_VERSION);
    if version > SCHEMA_VERSION {
        found.refuse("newer_schema", &node.at("schema_version"), || {
            let message =
                format!("schema version {version} is newer than {SCHEMA_VERSION}, the newest that this build knows");
            (message, "update cartnudge".to_owned())
        });
    }
    if found.has_errors() {
        return Err(found);
    }
    let mut migrated = Migration { document: document.clone(), changes: Vec::new() };
    for step in STEPS.iter().skip((version - 1) as usize) {
        migrated.changes.extend(step(&mut migrated.document));
    }
    Ok(migrated)
}

fn one_to_two(document: &mut Value) -> &'static [&'static str] {
    if let Some(members) = document.as_object_mut() {
        members.insert("schema_version".to_owned(), json!(2));
    }
    &[
        "`schema_version` is 2: time zones, weekdays and hours, caps over types and all, prerequisites, namespaces, holdouts of a rule and ranking by expected value can be used",
        "audiences and variations are drawn with GrowthBook's bucket ranges, seeded by the rule's id: visitors may get another variation than before",
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_older_document_is_lifted_and_keeps_all_it_had() {
        let old = json!({"schema_version": 1, "version": 3, "unheard": [1], "rules": [{"id": "a", "schedule": {"from": "2026-11-01"}}]});
        let Migration { document, changes } = migrate(&old).unwrap();
        assert_eq!(
            document,
            json!({"schema_version": 2, "version": 3, "unheard": [1], "rules": [{"id": "a", "schedule": {"from": "2026-11-01"}}]})
        );
        assert_eq!(changes.len(), 2);
        assert_eq!(migrate(&document).unwrap(), Migration { document, changes: vec![] });
    }

    #[test]
    fn what_cannot_be_lifted_says_why() {
        for (document, code) in [
            (json!([]), "wrong_type"),
            (json!({"schema_version": 3}), "newer_schema"),
            (json!({"schema_version": 0}), "wrong_type"),
            (json!({"schema_version": "two"}), "wrong_type"),
        ] {
            assert_eq!(migrate(&document).unwrap_err().iter().next().unwrap().code, code, "{document}");
        }
    }
}
