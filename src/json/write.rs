//! Writing results as JSON text in a tenth of the weight of a general serializer, for the page: there are no layouts, no
//! errors, and no types that results don't have. The same bytes as [`print`](super::print), which natively does it.

use crate::text::digits;
use serde::ser::{Impossible, Serialize, SerializeMap, SerializeSeq, SerializeStruct, SerializeTuple, Serializer};
use std::fmt::{self, Display};

/// Compact JSON; `number` prints a finite number as ECMAScript does. A type that results don't have ends it early.
pub fn write(value: &impl Serialize, number: fn(f64) -> String) -> String {
    let mut writer = Writer { text: String::new(), number };
    let _ = value.serialize(&mut writer);
    writer.text
}

struct Writer {
    text: String,
    number: fn(f64) -> String,
}

impl Writer {
    /// What goes before the next key or item.
    fn separate(&mut self) {
        if !self.text.ends_with(['{', '[']) {
            self.text.push(',');
        }
    }

    fn quote(&mut self, text: &str) {
        self.text.push('"');
        for c in text.chars() {
            match c {
                '"' | '\\' => self.text.push('\\'),
                '\0'..='\x1f' => {
                    self.escape(u32::from(c));
                    continue;
                }
                _ => {}
            }
            self.text.push(c);
        }
        self.text.push('"');
    }

    fn escape(&mut self, code: u32) {
        let short = match code {
            8 => "\\b",
            9 => "\\t",
            10 => "\\n",
            12 => "\\f",
            13 => "\\r",
            _ => {
                self.text.push_str("\\u00");
                self.text.extend([code >> 4, code & 15].into_iter().filter_map(|digit| char::from_digit(digit, 16)));
                return;
            }
        };
        self.text.push_str(short);
    }

    fn key(&mut self, key: &str) {
        self.separate();
        self.quote(key);
        self.text.push(':');
    }

    fn whole(&mut self, negative: bool, size: u64) -> Result<(), Refused> {
        if negative {
            self.text.push('-');
        }
        self.text.push_str(&digits(size));
        Ok(())
    }

    fn open(&mut self, bracket: char, close: char) -> Result<Open<'_>, Refused> {
        self.text.push(bracket);
        Ok(Open { writer: self, close })
    }
}

/// The error of a type that results don't have. It says nothing, so that it weighs nothing.
#[derive(Debug)]
struct Refused;

impl Display for Refused {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        Ok(())
    }
}

impl std::error::Error for Refused {}

impl serde::ser::Error for Refused {
    fn custom<T: Display>(_: T) -> Self {
        Refused
    }
}

/// A list or an object that is being written.
struct Open<'a> {
    writer: &'a mut Writer,
    close: char,
}

impl Open<'_> {
    fn close(self) -> Result<(), Refused> {
        self.writer.text.push(self.close);
        Ok(())
    }
}

impl SerializeSeq for Open<'_> {
    type Ok = ();
    type Error = Refused;
    fn serialize_element<T: ?Sized + Serialize>(&mut self, value: &T) -> Result<(), Refused> {
        self.writer.separate();
        value.serialize(&mut *self.writer)
    }
    fn end(self) -> Result<(), Refused> {
        self.close()
    }
}

impl SerializeTuple for Open<'_> {
    type Ok = ();
    type Error = Refused;
    fn serialize_element<T: ?Sized + Serialize>(&mut self, value: &T) -> Result<(), Refused> {
        SerializeSeq::serialize_element(self, value)
    }
    fn end(self) -> Result<(), Refused> {
        self.close()
    }
}

impl SerializeStruct for Open<'_> {
    type Ok = ();
    type Error = Refused;
    fn serialize_field<T: ?Sized + Serialize>(&mut self, key: &'static str, value: &T) -> Result<(), Refused> {
        self.writer.key(key);
        value.serialize(&mut *self.writer)
    }
    fn end(self) -> Result<(), Refused> {
        self.close()
    }
}

impl SerializeMap for Open<'_> {
    type Ok = ();
    type Error = Refused;
    fn serialize_key<T: ?Sized + Serialize>(&mut self, key: &T) -> Result<(), Refused> {
        self.writer.separate();
        key.serialize(&mut *self.writer)
    }
    fn serialize_value<T: ?Sized + Serialize>(&mut self, value: &T) -> Result<(), Refused> {
        self.writer.text.push(':');
        value.serialize(&mut *self.writer)
    }
    fn end(self) -> Result<(), Refused> {
        self.close()
    }
}

type Never = Impossible<(), Refused>;

impl<'a> Serializer for &'a mut Writer {
    type Ok = ();
    type Error = Refused;
    type SerializeSeq = Open<'a>;
    type SerializeTuple = Open<'a>;
    type SerializeTupleStruct = Never;
    type SerializeTupleVariant = Never;
    type SerializeMap = Open<'a>;
    type SerializeStruct = Open<'a>;
    type SerializeStructVariant = Never;

    fn serialize_bool(self, value: bool) -> Result<(), Refused> {
        self.text.push_str(if value { "true" } else { "false" });
        Ok(())
    }
    fn serialize_i8(self, value: i8) -> Result<(), Refused> {
        self.serialize_i64(value.into())
    }
    fn serialize_i16(self, value: i16) -> Result<(), Refused> {
        self.serialize_i64(value.into())
    }
    fn serialize_i32(self, value: i32) -> Result<(), Refused> {
        self.serialize_i64(value.into())
    }
    fn serialize_i64(self, value: i64) -> Result<(), Refused> {
        self.whole(value < 0, value.unsigned_abs())
    }
    fn serialize_u8(self, value: u8) -> Result<(), Refused> {
        self.whole(false, value.into())
    }
    fn serialize_u16(self, value: u16) -> Result<(), Refused> {
        self.whole(false, value.into())
    }
    fn serialize_u32(self, value: u32) -> Result<(), Refused> {
        self.whole(false, value.into())
    }
    fn serialize_u64(self, value: u64) -> Result<(), Refused> {
        self.whole(false, value)
    }
    fn serialize_f32(self, value: f32) -> Result<(), Refused> {
        self.serialize_f64(value.into())
    }
    fn serialize_f64(self, value: f64) -> Result<(), Refused> {
        if !value.is_finite() {
            return self.serialize_unit();
        }
        let text = (self.number)(value);
        self.text.push_str(&text);
        Ok(())
    }
    fn serialize_char(self, value: char) -> Result<(), Refused> {
        self.quote(value.encode_utf8(&mut [0; 4]));
        Ok(())
    }
    fn serialize_str(self, value: &str) -> Result<(), Refused> {
        self.quote(value);
        Ok(())
    }
    fn serialize_bytes(self, _: &[u8]) -> Result<(), Refused> {
        Err(Refused)
    }
    fn serialize_none(self) -> Result<(), Refused> {
        self.serialize_unit()
    }
    fn serialize_some<T: ?Sized + Serialize>(self, value: &T) -> Result<(), Refused> {
        value.serialize(self)
    }
    fn serialize_unit(self) -> Result<(), Refused> {
        self.text.push_str("null");
        Ok(())
    }
    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Refused> {
        self.serialize_unit()
    }
    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<(), Refused> {
        self.serialize_str(variant)
    }
    fn serialize_newtype_struct<T: ?Sized + Serialize>(self, _: &'static str, value: &T) -> Result<(), Refused> {
        value.serialize(self)
    }
    fn serialize_newtype_variant<T: ?Sized + Serialize>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<(), Refused> {
        Err(Refused)
    }
    fn serialize_seq(self, _: Option<usize>) -> Result<Open<'a>, Refused> {
        self.open('[', ']')
    }
    fn serialize_tuple(self, _: usize) -> Result<Open<'a>, Refused> {
        self.open('[', ']')
    }
    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Never, Refused> {
        Err(Refused)
    }
    fn serialize_tuple_variant(self, _: &'static str, _: u32, _: &'static str, _: usize) -> Result<Never, Refused> {
        Err(Refused)
    }
    fn serialize_map(self, _: Option<usize>) -> Result<Open<'a>, Refused> {
        self.open('{', '}')
    }
    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Open<'a>, Refused> {
        self.open('{', '}')
    }
    fn serialize_struct_variant(self, _: &'static str, _: u32, _: &'static str, _: usize) -> Result<Never, Refused> {
        Err(Refused)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::{parse, to_string};

    fn both(value: &impl Serialize) {
        let number = |number| ryu_js::Buffer::new().format_finite(number).to_owned();
        assert_eq!(write(value, number), to_string(value));
    }

    #[test]
    fn the_bytes_are_those_of_the_native_printer() {
        both(&serde_json::json!([[], {}, [[]], {"a": {}, "b": [1, 2]}, null, true, false, "[", "{", 0, -7, 0.1, 1e-7]));
        both(&"quote \" backslash \\ line \n tab \t bell \u{7} unit \u{1f} é 😀 \u{2028}");
        both(&(u64::MAX, i64::MIN, f64::NAN, 'x', Some(1), None::<bool>));
    }

    #[test]
    fn so_are_those_of_every_decision() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
        let mut seen = 0;
        for file in std::fs::read_dir(folder).unwrap() {
            let case = parse(&std::fs::read_to_string(file.unwrap().path()).unwrap()).unwrap();
            let (engine, _) = crate::engine::Engine::new(&case["engine"]).unwrap();
            let (input, _) = crate::engine::read_input(&case["input"]).unwrap();
            both(&engine.decide(&input));
            seen += 1;
        }
        assert!(seen > 20);
    }
}
