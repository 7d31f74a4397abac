//! The size model that comes with cartnudge.

use super::model::Model;
use crate::diagnostic::Diagnostics;
use crate::json::Node;
use std::sync::OnceLock;

/// The document; `npm run train:size` makes it, and docs/size.md is its card.
const DOCUMENT: &str = include_str!("starter.json");

/// The size model that comes with cartnudge, read at the first use and kept.
#[must_use]
pub fn starter() -> &'static Model {
    static STARTER: OnceLock<Model> = OnceLock::new();
    STARTER.get_or_init(|| read(&mut Diagnostics::default()).unwrap_or_else(Model::usual))
}

fn read(found: &mut Diagnostics) -> Option<Model> {
    Model::read(Node::root(&crate::json::parse(DOCUMENT).ok()?), found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_document_reads_without_a_finding() {
        let mut found = Diagnostics::default();
        let model = read(&mut found);
        assert!(found.is_empty(), "{:?}", found.iter().next());
        assert_eq!(model.as_ref(), Some(starter()));
        assert_eq!(starter().id, "starter-size");
    }
}
