//! UBJSON (draft 12), as far as models use it.

use super::Fault;
use super::data::Data;

/// Deeper data is refused; XGBoost's has ten levels.
const MAX_DEPTH: u8 = 32;

/// Whether the bytes begin as an object of UBJSON: a brace, and then the type of a key's length, or a size.
pub(super) fn is_likely(bytes: &[u8]) -> bool {
    matches!(bytes, [b'{', b'i' | b'U' | b'I' | b'l' | b'L' | b'#' | b'$', ..])
}

/// Reads one value.
pub(super) fn parse(bytes: &[u8]) -> Result<Data, Fault> {
    let mut reader = Reader { bytes, at: 0 };
    let kind = reader.byte()?;
    reader.value(kind, MAX_DEPTH)
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    fn take(&mut self, count: usize) -> Result<&'a [u8], Fault> {
        let end = self.at.checked_add(count);
        let Some(taken) = end.and_then(|end| self.bytes.get(self.at..end)) else {
            return Err(Fault::broken(format!("UBJSON ends early, at byte {}", self.bytes.len())));
        };
        self.at += count;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], Fault> {
        self.take(N)?.try_into().map_err(|_| Fault::broken("UBJSON ends early"))
    }

    fn byte(&mut self) -> Result<u8, Fault> {
        self.array::<1>().map(|[byte]| byte)
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn strange(&self, kind: u8) -> Fault {
        Fault::broken(format!("byte {} of the UBJSON can't be {kind:#04x}", self.at.saturating_sub(1)))
    }

    /// A number of this type.
    fn number(&mut self, kind: u8) -> Result<f64, Fault> {
        Ok(match kind {
            b'i' => f64::from(i8::from_be_bytes(self.array()?)),
            b'U' => f64::from(self.byte()?),
            b'I' => f64::from(i16::from_be_bytes(self.array()?)),
            b'l' => f64::from(i32::from_be_bytes(self.array()?)),
            #[allow(clippy::cast_precision_loss)] // larger counts than 2^53 don't occur
            b'L' => i64::from_be_bytes(self.array()?) as f64,
            b'd' => f64::from(f32::from_be_bytes(self.array()?)),
            b'D' => f64::from_be_bytes(self.array()?),
            b'T' => 1.0,
            b'F' => 0.0,
            _ => return Err(self.strange(kind)),
        })
    }

    /// How many follow. No file holds more of anything than it has bytes.
    fn length(&mut self) -> Result<usize, Fault> {
        let kind = self.byte()?;
        let length = self.number(kind)?;
        if !(0.0..=crate::text::count(self.bytes.len())).contains(&length) || matches!(kind, b'd' | b'D' | b'T' | b'F')
        {
            return Err(Fault::broken("a length in the UBJSON is larger than the file"));
        }
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // whole, and in range
        Ok(length as usize)
    }

    fn text(&mut self) -> Result<String, Fault> {
        let length = self.length()?;
        let bytes = self.take(length)?;
        String::from_utf8(bytes.to_vec()).map_err(|_| Fault::broken("a text in the UBJSON isn't UTF-8"))
    }

    fn value(&mut self, kind: u8, depth: u8) -> Result<Data, Fault> {
        let inner = depth.checked_sub(1).ok_or_else(|| Fault::broken("the UBJSON is nested too deep"));
        match kind {
            b'Z' | b'N' => Ok(Data::Nothing),
            b'S' | b'H' => self.text().map(Data::Text),
            b'C' => self.byte().map(|byte| Data::Text(char::from(byte).to_string())),
            b'[' => self.list(inner?),
            b'{' => self.object(inner?),
            _ => self.number(kind).map(Data::Number),
        }
    }

    /// The type that all elements have and how many there are, where the list or object says so.
    fn head(&mut self) -> Result<(Option<u8>, Option<usize>), Fault> {
        let mut kind = None;
        if self.peek() == Some(b'$') {
            self.at += 1;
            kind = Some(self.byte()?);
            if self.peek() != Some(b'#') {
                return Err(Fault::broken("a list in the UBJSON has a type and no length"));
            }
        }
        if self.peek() == Some(b'#') {
            self.at += 1;
            return Ok((kind, Some(self.length()?)));
        }
        Ok((kind, None))
    }

    fn list(&mut self, depth: u8) -> Result<Data, Fault> {
        let (kind, length) = self.head()?;
        if let (Some(kind @ (b'i' | b'U' | b'I' | b'l' | b'L' | b'd' | b'D')), Some(length)) = (kind, length) {
            return (0..length).map(|_| self.number(kind)).collect::<Result<_, _>>().map(Data::Numbers);
        }
        let mut items = Vec::new();
        while length.map_or_else(|| self.peek() != Some(b']'), |length| items.len() < length) {
            let kind = kind.map_or_else(|| self.byte(), Ok)?;
            items.push(self.value(kind, depth)?);
        }
        if length.is_none() {
            self.byte()?;
        }
        Ok(Data::of(items))
    }

    fn object(&mut self, depth: u8) -> Result<Data, Fault> {
        let (kind, length) = self.head()?;
        let mut members = Vec::new();
        while length.map_or_else(|| self.peek() != Some(b'}'), |length| members.len() < length) {
            let key = self.text()?;
            let kind = kind.map_or_else(|| self.byte(), Ok)?;
            members.push((key, self.value(kind, depth)?));
        }
        if length.is_none() {
            self.byte()?;
        }
        Ok(Data::Object(members))
    }
}
