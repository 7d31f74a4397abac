//! The size model that comes with cartnudge.

use super::model::Model;
use crate::diagnostic::Diagnostics;
use crate::json::Node;

/// The document; `npm run train:size` makes it, and docs/size.md is its card.
const DOCUMENT: &str = include_str!("starter.json");

/// The size model that comes with cartnudge. A test holds that it reads without a finding.
#[must_use]
pub fn starter() -> Option<Model> {
    let value = crate::json::parse(DOCUMENT).ok()?;
    Model::read(Node::root(&value), &mut Diagnostics::default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_document_reads_without_a_finding() {
        let value = crate::json::parse(DOCUMENT).unwrap();
        let mut found = Diagnostics::default();
        let model = Model::read(Node::root(&value), &mut found);
        assert!(found.is_empty(), "{:?}", found.iter().next());
        assert_eq!(model, starter());
    }
}
