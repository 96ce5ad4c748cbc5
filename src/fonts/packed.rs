//! Faces that lie packed in the binary: what differs from other faces, compressed.
//!
//! Belongs here: the way back. `difference` in `fonts/make.py` is the way there.
//! Does not belong here: which faces there are (`built`).
//!
//! Half of the Han glyphs of one region are those of another, byte for byte. So the faces
//! of 繁體中文, 日本語 and 한국어 are written down as steps: some bytes of their own, then some
//! bytes from a place in the faces that are there anyway.

use std::io::Read;

use lzma_rust2::LzmaReader;

/// The face that `packed` stands for, taken from `bases`, which count as one file after
/// another. `None` where the bytes are not what `fonts/make.py` wrote.
pub(super) fn unpack(packed: &[u8], bases: &[&[u8]]) -> Option<Vec<u8>> {
    let mut data = Vec::new();
    let mut reader = LzmaReader::new_mem_limit(packed, u32::MAX, None).ok()?;
    reader.read_to_end(&mut data).ok()?;
    let number = |at: usize| {
        let bytes = data.get(4 * at..4 * at + 4)?;
        Some(u32::from_le_bytes(bytes.try_into().ok()?) as usize)
    };
    let steps = number(0)?;
    let mut own = data.get(4 * (1 + 3 * steps)..)?;
    let mut face = Vec::with_capacity(2 * data.len());
    for step in 1..=steps {
        let (bytes, rest) = own.split_at_checked(number(step)?)?;
        face.extend_from_slice(bytes);
        own = rest;
        let (place, length) = (number(step + steps)?, number(step + 2 * steps)?);
        face.extend_from_slice(slice(bases, place, length)?);
    }
    Some(face)
}

/// Some bytes of one of `bases`; a glyph never lies in two.
fn slice<'b>(bases: &[&'b [u8]], mut place: usize, length: usize) -> Option<&'b [u8]> {
    for base in bases {
        if place < base.len() {
            return base.get(place..place + length);
        }
        place -= base.len();
    }
    // The last step may take nothing, and a face of its own has no others.
    (length == 0).then_some(&[])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_found_in_the_file_that_has_them() {
        let bases: [&[u8]; 2] = [b"abc", b"defg"];
        assert_eq!(slice(&bases, 1, 2), Some(b"bc".as_slice()));
        assert_eq!(slice(&bases, 4, 3), Some(b"efg".as_slice()));
        assert_eq!(slice(&bases, 0, 0), Some(b"".as_slice()));
        assert_eq!(slice(&[], 0, 0), Some(b"".as_slice()));
        assert_eq!(slice(&bases, 6, 3), None);
        assert_eq!(slice(&bases, 9, 1), None);
    }

    #[test]
    fn what_is_no_packed_face_is_refused() {
        assert_eq!(unpack(b"no such thing", &[]), None);
    }
}
