//! From results to plain JavaScript objects, in a tenth of the weight of a general serializer: there are no errors, no
//! options and no types that results don't have.

use js_sys::Array;
use serde::ser::{Impossible, Serialize, SerializeMap, SerializeSeq, SerializeStruct, SerializeTuple, Serializer};
use std::fmt::{self, Display};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

/// A result as a plain JavaScript object, as `JSON.parse` would make it.
#[must_use]
pub fn to_js(value: &impl Serialize) -> JsValue {
    let mut made = JsValue::NULL;
    // Results hold nothing that `Place` refuses; were one to, the value would be null.
    let _ = value.serialize(Place(&mut made));
    made
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = Object)]
    type Plain;
    #[wasm_bindgen(constructor, js_class = Object)]
    fn new() -> Plain;
    #[wasm_bindgen(method, indexing_setter)]
    fn put(this: &Plain, key: &str, value: &JsValue);
}

/// Where a value is put once it is made.
struct Place<'a>(&'a mut JsValue);

impl Place<'_> {
    fn put(self, value: JsValue) -> Result<(), Refused> {
        *self.0 = value;
        Ok(())
    }
}

/// The error of a kind of value that results don't have. It says nothing, so that it weighs nothing.
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

/// An array that is being filled.
struct Items<'a> {
    place: Place<'a>,
    array: Array,
}

impl<'a> Items<'a> {
    fn new(place: Place<'a>) -> Self {
        Items { place, array: Array::new() }
    }
}

impl SerializeSeq for Items<'_> {
    type Ok = ();
    type Error = Refused;
    fn serialize_element<T: ?Sized + Serialize>(&mut self, value: &T) -> Result<(), Refused> {
        self.array.push(&to_js(&value));
        Ok(())
    }
    fn end(self) -> Result<(), Refused> {
        self.place.put(self.array.into())
    }
}

impl SerializeTuple for Items<'_> {
    type Ok = ();
    type Error = Refused;
    fn serialize_element<T: ?Sized + Serialize>(&mut self, value: &T) -> Result<(), Refused> {
        SerializeSeq::serialize_element(self, value)
    }
    fn end(self) -> Result<(), Refused> {
        SerializeSeq::end(self)
    }
}

/// An object that is being filled.
struct Members<'a> {
    place: Place<'a>,
    object: Plain,
    /// Of a map: the key that waits for its value.
    key: String,
}

impl<'a> Members<'a> {
    fn new(place: Place<'a>) -> Self {
        Members { place, object: Plain::new(), key: String::new() }
    }
}

impl SerializeStruct for Members<'_> {
    type Ok = ();
    type Error = Refused;
    fn serialize_field<T: ?Sized + Serialize>(&mut self, key: &'static str, value: &T) -> Result<(), Refused> {
        self.object.put(key, &to_js(&value));
        Ok(())
    }
    fn end(self) -> Result<(), Refused> {
        self.place.put(self.object.into())
    }
}

impl SerializeMap for Members<'_> {
    type Ok = ();
    type Error = Refused;
    fn serialize_key<T: ?Sized + Serialize>(&mut self, key: &T) -> Result<(), Refused> {
        self.key = to_js(&key).as_string().ok_or(Refused)?;
        Ok(())
    }
    fn serialize_value<T: ?Sized + Serialize>(&mut self, value: &T) -> Result<(), Refused> {
        self.object.put(&self.key, &to_js(&value));
        Ok(())
    }
    fn end(self) -> Result<(), Refused> {
        SerializeStruct::end(self)
    }
}

/// Numbers become JavaScript's: whole ones are exact up to 2^53, and results have no larger ones.
macro_rules! numbers {
    ($($name:ident $type:ty),*) => {
        $(fn $name(self, value: $type) -> Result<(), Refused> {
            #[allow(clippy::cast_precision_loss)]
            self.put(JsValue::from_f64(value as f64))
        })*
    };
}

impl<'a> Serializer for Place<'a> {
    type Ok = ();
    type Error = Refused;
    type SerializeSeq = Items<'a>;
    type SerializeTuple = Items<'a>;
    type SerializeTupleStruct = Impossible<(), Refused>;
    type SerializeTupleVariant = Impossible<(), Refused>;
    type SerializeMap = Members<'a>;
    type SerializeStruct = Members<'a>;
    type SerializeStructVariant = Impossible<(), Refused>;

    numbers!(
        serialize_i8 i8, serialize_i16 i16, serialize_i32 i32, serialize_i64 i64,
        serialize_u8 u8, serialize_u16 u16, serialize_u32 u32, serialize_u64 u64, serialize_f32 f32
    );
    fn serialize_f64(self, value: f64) -> Result<(), Refused> {
        // As JSON has it: what is no number is null.
        self.put(if value.is_finite() { JsValue::from_f64(value) } else { JsValue::NULL })
    }
    fn serialize_bool(self, value: bool) -> Result<(), Refused> {
        self.put(JsValue::from_bool(value))
    }
    fn serialize_str(self, value: &str) -> Result<(), Refused> {
        self.put(JsValue::from_str(value))
    }
    fn serialize_char(self, _: char) -> Result<(), Refused> {
        Err(Refused)
    }
    fn serialize_bytes(self, _: &[u8]) -> Result<(), Refused> {
        Err(Refused)
    }
    fn serialize_none(self) -> Result<(), Refused> {
        self.put(JsValue::NULL)
    }
    fn serialize_some<T: ?Sized + Serialize>(self, value: &T) -> Result<(), Refused> {
        value.serialize(self)
    }
    fn serialize_unit(self) -> Result<(), Refused> {
        self.put(JsValue::NULL)
    }
    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Refused> {
        self.put(JsValue::NULL)
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
    fn serialize_seq(self, _: Option<usize>) -> Result<Items<'a>, Refused> {
        Ok(Items::new(self))
    }
    fn serialize_tuple(self, _: usize) -> Result<Items<'a>, Refused> {
        Ok(Items::new(self))
    }
    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Impossible<(), Refused>, Refused> {
        Err(Refused)
    }
    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Impossible<(), Refused>, Refused> {
        Err(Refused)
    }
    fn serialize_map(self, _: Option<usize>) -> Result<Members<'a>, Refused> {
        Ok(Members::new(self))
    }
    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Members<'a>, Refused> {
        Ok(Members::new(self))
    }
    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Impossible<(), Refused>, Refused> {
        Err(Refused)
    }
}
