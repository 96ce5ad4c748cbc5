//! How much the packed streams of a file hold.
//!
//! Belongs here: unpacking them once, keeping nothing, before the reader of PDF does: it
//! unpacks whatever it is asked for, calls itself for what it finds there, and cannot be
//! told to stop.
//! Does not belong here: what the streams say.

use flate2::{Decompress, FlushDecompress, Status};

use super::limits::Brackets;

/// How much the streams of a file may take and unpack to, all together, in bytes. Eighty
/// photographs as large as a page, packed as plain points, take as much.
pub(super) const MOST: u64 = 2 << 30;

/// How often a stream may be packed once more.
const LAYERS: usize = 4;

/// What is wrong with the streams of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Packed {
    /// They hold more than the file may.
    TooLarge,
    /// Arrays or dictionaries nest too deep in one of them.
    TooDeep,
}

/// Looks into every stream of a file, which may hold `most` bytes.
///
/// Each is taken for DEFLATE, with the head of zlib or without, whatever its dictionary
/// says: what is none is found broken after a few bytes. Streams packed in another way
/// (LZW, run lengths) and locked ones are not looked into.
///
/// # Errors
/// What the reader must not be given.
pub(super) fn check(file: &[u8], most: u64) -> Result<(), Packed> {
    let mut layers: Vec<Layer> = (0..LAYERS).map(|_| Layer::new()).collect();
    let mut left = most;
    let mut at = 0;
    while let Some(found) = find(&file[at..], b"stream") {
        let (before, behind) = file.split_at(at + found);
        at += found + b"stream".len();
        if before.ends_with(b"end") {
            continue;
        }
        let data = match &behind[b"stream".len()..] {
            [b'\r', b'\n', data @ ..] | [b'\r' | b'\n', data @ ..] => data,
            data => data,
        };
        // The points of a picture may look like brackets, and are never read as objects.
        let mut brackets = (!is_picture(before)).then(Brackets::default);
        layers.iter_mut().for_each(Layer::begin);
        inflate(&mut layers, data, &mut left, &mut brackets)?;
    }
    Ok(())
}

/// Where `word` stands in `bytes` for the first time.
fn find(bytes: &[u8], word: &[u8]) -> Option<usize> {
    bytes.windows(word.len()).position(|part| part == word)
}

/// Whether the dictionary at the end of `before` is that of a picture, beyond doubt.
fn is_picture(before: &[u8]) -> bool {
    let near = &before[before.len().saturating_sub(2000)..];
    let object = near.windows(4).rposition(|part| part == b" obj").unwrap_or(0);
    let has = |word: &[u8]| find(&near[object..], word).is_some();
    has(b"/Image") && !has(b"/ObjStm") && !has(b"#")
}

/// What unpacks a stream, or what was packed in it once more.
struct Layer {
    inflate: Decompress,
    room: Vec<u8>,
    state: State,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// The head is still to come.
    Head,
    Data,
    /// It has ended, or is broken.
    Over,
}

impl Layer {
    fn new() -> Self {
        let inflate = Decompress::new(false);
        Layer { inflate, room: vec![0; 1 << 15], state: State::Head }
    }

    fn begin(&mut self) {
        if self.state != State::Head {
            self.inflate.reset(false);
            self.state = State::Head;
        }
    }
}

/// Unpacks `data` as far as it goes, hands it to the next layer, and counts it.
fn inflate(
    layers: &mut [Layer],
    mut data: &[u8],
    left: &mut u64,
    brackets: &mut Option<Brackets>,
) -> Result<(), Packed> {
    let Some((layer, deeper)) = layers.split_first_mut() else { return Ok(()) };
    if layer.state == State::Head && !data.is_empty() {
        layer.state = State::Data;
        // The head of zlib: the kind of packing, and a sum that can be divided by 31.
        if let [kind, sum, rest @ ..] = data
            && kind & 0x0F == 8
            && u16::from_be_bytes([*kind, *sum]).is_multiple_of(31)
        {
            data = rest;
        }
    }
    while layer.state == State::Data {
        let before = (layer.inflate.total_in(), layer.inflate.total_out());
        let status =
            layer.inflate.decompress(data, &mut layer.room, FlushDecompress::None);
        let read = layer.inflate.total_in() - before.0;
        let written = (layer.inflate.total_out() - before.1) as usize;
        data = &data[read as usize..];
        let unpacked = &layer.room[..written];
        // What is read counts, too: blocks may be empty, and streams stand in streams.
        *left = left.checked_sub(read + written as u64).ok_or(Packed::TooLarge)?;
        if brackets.as_mut().is_some_and(|open| open.nest_too_deep(unpacked)) {
            return Err(Packed::TooDeep);
        }
        if !unpacked.is_empty() {
            inflate(deeper, unpacked, left, brackets)?;
        }
        match status {
            Ok(Status::StreamEnd) | Err(_) => layer.state = State::Over,
            Ok(_) if read == 0 && written == 0 => break,
            Ok(_) => {}
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::{DeflateEncoder, ZlibEncoder};

    use super::*;

    fn zlib(data: &[u8]) -> Vec<u8> {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(data).expect("written to memory");
        encoder.finish().expect("written to memory")
    }

    fn deflate(data: &[u8]) -> Vec<u8> {
        let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(data).expect("written to memory");
        encoder.finish().expect("written to memory")
    }

    fn file(dictionary: &str, data: &[u8]) -> Vec<u8> {
        let head = format!("1 0 obj\n<<{dictionary}>>\nstream\n");
        [head.as_bytes(), data, b"\nendstream\nendobj\n"].concat()
    }

    #[test]
    fn what_is_packed_is_counted_however_often() {
        let words = vec![b' '; 1_000_000];
        for packed in [zlib(&words), deflate(&words), zlib(&zlib(&words))] {
            let one = file("/Filter/FlateDecode", &packed);
            assert_eq!(check(&one, 1_100_000), Ok(()));
            assert_eq!(check(&one, 900_000), Err(Packed::TooLarge));
            assert_eq!(check(&one.repeat(2), 1_100_000), Err(Packed::TooLarge));
        }
        assert_eq!(check(&file("", b"(plain words, not packed at all)"), 1000), Ok(()));
    }

    #[test]
    fn brackets_count_in_streams_that_are_no_pictures() {
        let packed = zlib("[".repeat(100_000).as_bytes());
        let check = |dictionary: &str| check(&file(dictionary, &packed), MOST);
        assert_eq!(check("/Type/ObjStm"), Err(Packed::TooDeep));
        assert_eq!(check("/Type/XObject/Subtype/Image"), Ok(()));
        assert_eq!(check("/Type/ObjStm/X/Image"), Err(Packed::TooDeep));
    }
}
