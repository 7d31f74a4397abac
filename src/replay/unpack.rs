//! Bytes as they were before they were packed.

use flate2::write::MultiGzDecoder;
use std::io::{Result, Write};

/// Packed bytes are unpacked in steps of this many: one step's text stays small, whatever was packed.
const STEP: usize = 16 * 1_024;

/// Unpacks gzip; other bytes pass.
#[derive(Debug, Default)]
pub enum Unpack {
    /// Too little has come to tell.
    #[default]
    Unknown,
    /// The first byte of gzip.
    OneByte,
    /// Not packed.
    Plain,
    /// Packed, perhaps in several members.
    Gzip(Box<MultiGzDecoder<Vec<u8>>>),
}

impl Unpack {
    /// Hands on the text of these bytes, piece by piece.
    ///
    /// # Errors
    /// Bytes that gzip didn't write.
    pub fn push(&mut self, bytes: &[u8], mut hand_on: impl FnMut(Vec<u8>)) -> Result<()> {
        let Some(first) = bytes.first() else { return Ok(()) };
        let mut kept = [0x1f_u8].as_slice();
        match self {
            Unpack::Unknown if *first == 0x1f && bytes.len() == 1 => {
                *self = Unpack::OneByte;
                return Ok(());
            }
            Unpack::Unknown => {
                kept = &[];
                *self = if bytes.starts_with(&[0x1f, 0x8b]) { gzip() } else { Unpack::Plain };
            }
            Unpack::OneByte => *self = if *first == 0x8b { gzip() } else { Unpack::Plain },
            Unpack::Plain | Unpack::Gzip(_) => kept = &[],
        }
        for step in [kept].into_iter().chain(bytes.chunks(STEP)).filter(|step| !step.is_empty()) {
            match self {
                Unpack::Gzip(decoder) => {
                    decoder.write_all(step)?;
                    decoder.flush()?;
                    hand_on(std::mem::take(decoder.get_mut()));
                }
                _ => hand_on(step.to_vec()),
            }
        }
        Ok(())
    }

    /// Hands on what is left.
    ///
    /// # Errors
    /// When it ends too early.
    pub fn finish(self, mut hand_on: impl FnMut(Vec<u8>)) -> Result<()> {
        match self {
            Unpack::Unknown | Unpack::Plain => {}
            Unpack::OneByte => hand_on(vec![0x1f]),
            Unpack::Gzip(decoder) => hand_on(decoder.finish()?),
        }
        Ok(())
    }
}

fn gzip() -> Unpack {
    Unpack::Gzip(Box::new(MultiGzDecoder::new(Vec::new())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::{Compression, write::GzEncoder};

    fn packed(text: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(text).unwrap();
        encoder.finish().unwrap()
    }

    fn unpacked(bytes: &[u8], step: usize) -> Result<Vec<u8>> {
        let (mut unpack, mut text) = (Unpack::default(), Vec::new());
        for bytes in bytes.chunks(step) {
            unpack.push(bytes, |piece| text.extend(piece))?;
        }
        unpack.finish(|piece| text.extend(piece))?;
        Ok(text)
    }

    #[test]
    fn gzip_in_one_member_or_several_comes_out_as_it_went_in() {
        let text = "order_id;price\n".repeat(10_000).into_bytes();
        let both = [packed(&text), packed(b"end")].concat();
        for step in [1, 2, 1_000, usize::MAX] {
            assert_eq!(unpacked(&both, step).unwrap(), [text.as_slice(), b"end"].concat(), "{step}");
            assert_eq!(unpacked(b"\x1fplain", step).unwrap(), b"\x1fplain");
        }
        assert_eq!(unpacked(b"\x1f", 1).unwrap(), b"\x1f");
    }

    #[test]
    fn what_ends_early_or_is_changed_is_refused() {
        let whole = packed("a,b\n".repeat(10_000).as_bytes());
        for end in [3, 12, whole.len() / 2, whole.len() - 4, whole.len() - 1] {
            assert!(unpacked(&whole[..end], 50).is_err(), "{end} of {}", whole.len());
        }
        let mut changed = whole;
        let at = changed.len() - 6;
        changed[at] ^= 1;
        assert!(unpacked(&changed, 1_000).is_err());
    }
}
