//! A place in a document, for the errors that name one.

use serde_json::Value;

/// A place, told as one step from the place around it. Nothing is allocated until an error asks for the pointer.
#[derive(Clone, Copy)]
pub(super) enum Place<'p> {
    /// The whole document.
    Document,
    /// A member of the object at a place.
    Member(&'p Place<'p>, &'p str),
    /// An item of the array at a place.
    Item(&'p Place<'p>, usize),
}

impl Place<'_> {
    /// The JSON pointer (RFC 6901); the empty string is the whole document.
    pub(super) fn pointer(self) -> String {
        match self {
            Place::Document => String::new(),
            Place::Member(around, key) => {
                format!("{}/{}", around.pointer(), key.replace('~', "~0").replace('/', "~1"))
            }
            Place::Item(around, index) => format!("{}/{index}", around.pointer()),
        }
    }

    /// The first array or object in `value`, which is at this place, that is inside `levels` others.
    pub(super) fn deeper_than(self, levels: usize, value: &Value) -> Option<String> {
        if !value.is_array() && !value.is_object() {
            return None;
        }
        let Some(inner) = levels.checked_sub(1) else {
            return Some(self.pointer());
        };
        match value {
            Value::Array(items) => {
                items.iter().enumerate().find_map(|(i, item)| Place::Item(&self, i).deeper_than(inner, item))
            }
            Value::Object(members) => {
                members.iter().find_map(|(key, member)| Place::Member(&self, key).deeper_than(inner, member))
            }
            _ => None,
        }
    }
}
