//! Printing JSON exactly as `JSON.stringify` prints it, so that the CLI, Node and a browser give the same bytes.

use serde::Serialize;
use serde_json::ser::{CompactFormatter, Formatter, PrettyFormatter, Serializer};
use std::io::{self, Write};

/// Compact JSON, the bytes of `JSON.stringify(value)`.
#[must_use]
pub fn to_string(value: &impl Serialize) -> String {
    write(value, CompactFormatter)
}

/// Indented JSON, the bytes of `JSON.stringify(value, null, 2)` but for empty lists and objects in lists.
#[must_use]
pub fn to_string_pretty(value: &impl Serialize) -> String {
    write(value, PrettyFormatter::new())
}

fn write(value: &impl Serialize, inner: impl Formatter) -> String {
    let mut bytes = Vec::new();
    // Writing to a Vec cannot fail, and every type printed here has text keys.
    let _ = value.serialize(&mut Serializer::with_formatter(&mut bytes, Ecmascript { inner }));
    String::from_utf8(bytes).unwrap_or_default()
}

/// Any layout, with ECMAScript's numbers: `2`, not `2.0`; `0.000001`, not `1e-6`.
struct Ecmascript<F> {
    inner: F,
}

macro_rules! forward {
    ($($name:ident($($arg:ident: $type:ty),*);)*) => {
        $(fn $name<W: ?Sized + Write>(&mut self, to: &mut W $(, $arg: $type)*) -> io::Result<()> {
            self.inner.$name(to $(, $arg)*)
        })*
    };
}

impl<F: Formatter> Formatter for Ecmascript<F> {
    fn write_f64<W: ?Sized + Write>(&mut self, to: &mut W, value: f64) -> io::Result<()> {
        to.write_all(ryu_js::Buffer::new().format_finite(value).as_bytes())
    }
    forward! {
        begin_array();
        end_array();
        begin_array_value(first: bool);
        end_array_value();
        begin_object();
        end_object();
        begin_object_key(first: bool);
        begin_object_value();
        end_object_value();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn numbers_print_as_javascript_prints_them() {
        let value = json!([2.0, -0.0, 1e-6, 1e-7, 1e21, 0.1, 123456789012345680.0, 5]);
        assert_eq!(to_string(&value), "[2,0,0.000001,1e-7,1e+21,0.1,123456789012345680,5]");
    }

    #[test]
    fn texts_and_layout_are_plain() {
        assert_eq!(to_string(&json!({"a": "ä\n\u{1}\""})), r#"{"a":"ä\n\u0001\""}"#);
        assert_eq!(to_string_pretty(&json!({"a": [1, 2.5]})), "{\n  \"a\": [\n    1,\n    2.5\n  ]\n}");
    }
}
