//! Frequency caps: of a rule, of a nudge type, of all rules.

use super::nudge_type::NudgeType;
use crate::diagnostic::{Diagnostics, nearest};
use crate::json::Node;
use crate::json::Strictness::Written;
use serde::Serialize;
use serde::ser::SerializeMap;

/// A frequency cap: at most `max` exposures in the last `days`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Cap {
    /// Exposures, 0 to 1,000.
    pub max: u32,
    /// Days, 1 to 365; 1 when missing.
    pub days: u32,
}

/// Frequency caps over several rules.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Caps {
    /// Over all rules.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub all: Option<Cap>,
    /// Over the rules of a nudge type.
    #[serde(skip_serializing_if = "Vec::is_empty", serialize_with = "as_map")]
    pub types: Vec<(NudgeType, Cap)>,
}

fn as_map<S: serde::Serializer>(types: &[(NudgeType, Cap)], serializer: S) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(Some(types.len()))?;
    for (kind, cap) in types {
        map.serialize_entry(kind.name(), cap)?;
    }
    map.end()
}

impl Caps {
    /// The cap over a type's rules.
    #[must_use]
    pub fn of(&self, kind: NudgeType) -> Option<Cap> {
        self.types.iter().find(|(own, _)| *own == kind).map(|(_, cap)| *cap)
    }
}

pub(super) fn read_cap(node: &Node<'_>, found: &mut Diagnostics) -> Option<Cap> {
    if !node.is_object(found) {
        return None;
    }
    node.only(&["max", "days"], found);
    let max = node.whole("max", (0, 1000), Written, found);
    if node.get("max").is_none() {
        node.required("max", "how many times in `days` days", found);
    }
    Some(Cap { max: max?, days: node.whole("days", (1, 365), Written, found).unwrap_or(1) })
}

pub(super) fn read_caps(node: &Node<'_>, found: &mut Diagnostics) -> Caps {
    if !node.is_object(found) {
        return Caps::default();
    }
    node.only(&["all", "types"], found);
    let mut types = Vec::new();
    if let Some(list) = node.get("types").filter(|list| list.is_object(found)) {
        for (name, entry) in list.members() {
            let Some(kind) = NudgeType::named(name) else {
                unknown_type(&entry, name, found);
                continue;
            };
            types.extend(read_cap(&entry, found).map(|cap| (kind, cap)));
        }
    }
    Caps { all: node.get("all").and_then(|node| read_cap(&node, found)), types }
}

pub(super) fn unknown_type(node: &Node<'_>, name: &str, found: &mut Diagnostics) {
    found.refuse("unknown_nudge_type", node, || {
        let help = match nearest(name, NudgeType::names()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("write one of {}", NudgeType::names().collect::<Vec<_>>().join(", ")),
        };
        (format!("unknown nudge type `{name}`"), help)
    });
}
