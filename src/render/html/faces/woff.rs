//! A face cut down to a few characters, as a browser reads it.
//!
//! Belongs here: the tables of a font file.
//! Does not belong here: which characters a page needs (`faces`).
//!
//! The `subsetter` crate cuts glyphs for PDF, where a face needs no character map and no
//! positioning. A browser needs the first, and of the second what `text-spacing-trim` asks
//! for: by how much a mark is narrower when it is squeezed (`halt`). WOFF 1.0 packs each
//! table with zlib, which costs about an eighth more room than WOFF 2 and no encoder of
//! its own.

use std::collections::BTreeMap;
use std::io::Write as _;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use subsetter::GlyphRemapper;
use ttf_parser::gpos::PositioningSubtable;
use ttf_parser::{Face, GlyphId, Tag};

use crate::han;

/// The face with the glyphs of these characters, as a WOFF file. `None` where the file is
/// no font or has none of them.
pub(super) fn cut(
    bytes: &[u8],
    index: u32,
    characters: impl Iterator<Item = char>,
) -> Option<Vec<u8>> {
    let face = Face::parse(bytes, index).ok()?;
    let mut remapper = GlyphRemapper::new();
    let mut map: BTreeMap<u32, u16> = BTreeMap::new();
    let mut squeezed: BTreeMap<u16, [i16; 2]> = BTreeMap::new();
    let narrower = squeezes(&face);
    for c in characters {
        let Some(glyph) = face.glyph_index(c) else { continue };
        let own = remapper.remap(glyph.0);
        map.insert(u32::from(c), own);
        let said = narrower.iter().find_map(|read| read(glyph));
        if let Some(values) = said.or_else(|| squeeze(&face, c, glyph)) {
            squeezed.insert(own, values);
        }
    }
    if map.is_empty() {
        return None;
    }
    let sfnt = subsetter::subset(bytes, index, &remapper).ok()?;
    let mut tables = tables(&sfnt)?;
    let style = face.raw_face().table(Tag::from_bytes(b"OS/2"));
    tables.insert(*b"OS/2", style?.to_vec());
    tables.insert(*b"cmap", character_map(&map));
    if !squeezed.is_empty() {
        tables.insert(*b"GPOS", positions(&squeezed));
    }
    woff(sfnt.get(..4)?, &tables)
}

type Squeeze<'f> = Box<dyn Fn(GlyphId) -> Option<[i16; 2]> + 'f>;

/// The lookups that say how a mark is squeezed: by how much it moves and how much narrower
/// it is.
fn squeezes<'f>(face: &Face<'f>) -> Vec<Squeeze<'f>> {
    let Some(gpos) = face.tables().gpos else { return Vec::new() };
    let halt = Tag::from_bytes(b"halt");
    let features = gpos.features.into_iter().filter(|feature| feature.tag == halt);
    let lookups = features.flat_map(|feature| feature.lookup_indices);
    let mut lookups: Vec<u16> = lookups.collect();
    lookups.sort_unstable();
    lookups.dedup();
    let lookups = lookups.into_iter().filter_map(|at| gpos.lookups.get(at));
    lookups
        .flat_map(|lookup| {
            lookup.subtables.into_iter::<PositioningSubtable>().filter_map(|subtable| {
                let PositioningSubtable::Single(single) = subtable else { return None };
                Some(Box::new(move |glyph: GlyphId| {
                    use ttf_parser::gpos::SingleAdjustment as Single;
                    let value = match single {
                        Single::Format1 { coverage, value } => {
                            coverage.contains(glyph).then_some(value)
                        }
                        Single::Format2 { coverage, values } => {
                            values.get(coverage.get(glyph)?)
                        }
                    }?;
                    Some([value.x_placement, value.x_advance])
                }) as Squeeze)
            })
        })
        .collect()
}

/// The same for a face that does not say it: a mark whose ink stands in one half of its
/// square gives up the other.
fn squeeze(face: &Face, c: char, glyph: GlyphId) -> Option<[i16; 2]> {
    let square = i16::try_from(face.units_per_em()).ok()?;
    let half = square / 2;
    let ink = face.glyph_bounding_box(glyph)?;
    let is_square = face.glyph_hor_advance(glyph) == Some(face.units_per_em());
    if !is_square || !han::is_cjk_mark(c) {
        return None;
    }
    if han::is_opener(c) && ink.x_min >= half {
        Some([-half, -half])
    } else if !han::is_opener(c) && ink.x_max <= half {
        Some([0, -half])
    } else {
        None
    }
}

/// The tables of a font file by their names.
fn tables(sfnt: &[u8]) -> Option<BTreeMap<[u8; 4], Vec<u8>>> {
    let count = u16::from_be_bytes(sfnt.get(4..6)?.try_into().ok()?);
    let entries = sfnt.get(12..)?.chunks_exact(16).take(count.into());
    entries
        .map(|entry| {
            let number = |at: usize| {
                let bytes = entry.get(at..at + 4)?.try_into().ok()?;
                usize::try_from(u32::from_be_bytes(bytes)).ok()
            };
            let (start, length) = (number(8)?, number(12)?);
            let table = sfnt.get(start..start.checked_add(length)?)?;
            Some((entry.get(..4)?.try_into().ok()?, table.to_vec()))
        })
        .collect()
}

/// A table or a piece of one in the making. Everything in a font is big-endian.
#[derive(Default)]
struct Bytes(Vec<u8>);

impl Bytes {
    fn short(mut self, value: u16) -> Self {
        self.0.extend(value.to_be_bytes());
        self
    }

    fn long(mut self, value: u32) -> Self {
        self.0.extend(value.to_be_bytes());
        self
    }

    fn bytes(mut self, bytes: &[u8]) -> Self {
        self.0.extend(bytes);
        self
    }
}

/// How long something is, as a font file counts. A cut face is far below four gigabytes.
fn length(bytes: &[u8]) -> u32 {
    u32::try_from(bytes.len()).unwrap_or(u32::MAX)
}

/// `cmap`: runs of characters whose glyphs follow on each other (format 12).
fn character_map(map: &BTreeMap<u32, u16>) -> Vec<u8> {
    let mut runs: Vec<(u32, u32, u32)> = Vec::new();
    for (&character, &glyph) in map {
        let glyph = u32::from(glyph);
        match runs.last_mut() {
            Some((first, last, start))
                if *last + 1 == character && *start + (character - *first) == glyph =>
            {
                *last = character;
            }
            _ => runs.push((character, character, glyph)),
        }
    }
    let count = u32::try_from(runs.len()).unwrap_or(0);
    // One table of characters, that of Windows for all of Unicode.
    let head = Bytes::default().short(0).short(1).short(3).short(10).long(12);
    let head = head.short(12).short(0).long(16 + 12 * count).long(0).long(count);
    let all = runs.iter().fold(head, |out, (first, last, glyph)| {
        out.long(*first).long(*last).long(*glyph)
    });
    all.0
}

/// `GPOS` with `halt` alone, for every script: by how much each glyph moves and is narrower.
fn positions(squeezed: &BTreeMap<u16, [i16; 2]>) -> Vec<u8> {
    let count = u16::try_from(squeezed.len()).unwrap_or(u16::MAX);
    // Head, then one script with one language, one feature, one lookup.
    let head = Bytes::default().short(1).short(0).short(10).short(30).short(44);
    let scripts = head.short(1).bytes(b"DFLT").short(8);
    let scripts = scripts.short(4).short(0).short(0).short(0xFFFF).short(1).short(0);
    let features = scripts.short(1).bytes(b"halt").short(8).short(0).short(1).short(0);
    let lookups = features.short(1).short(4);
    let lookups = lookups.short(1).short(0).short(1).short(8);
    // Single adjustment, one record a glyph: movement along the line, width.
    let table = lookups.short(2).short(8 + 4 * count).short(0x0005).short(count);
    let table = squeezed
        .values()
        .flatten()
        .fold(table, |out, value| out.bytes(&value.to_be_bytes()));
    let table = table.short(1).short(count);
    squeezed.keys().fold(table, |out, glyph| out.short(*glyph)).0
}

/// The file: a head, a directory, and each table packed where that makes it smaller.
fn woff(flavor: &[u8], tables: &BTreeMap<[u8; 4], Vec<u8>>) -> Option<Vec<u8>> {
    let count = u16::try_from(tables.len()).ok()?;
    let (mut directory, mut body) = (Bytes::default(), Vec::new());
    let start = 44 + 20 * tables.len();
    let mut unpacked = 12 + 16 * u32::from(count);
    for (name, table) in tables {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(table).ok()?;
        let packed = encoder.finish().ok()?;
        let packed = if packed.len() < table.len() { &packed } else { table };
        let sum = table.chunks(4).fold(0u32, |sum, chunk| {
            let mut word = [0; 4];
            word[..chunk.len()].copy_from_slice(chunk);
            sum.wrapping_add(u32::from_be_bytes(word))
        });
        let at = u32::try_from(start + body.len()).ok()?;
        directory = directory.bytes(name).long(at).long(length(packed));
        directory = directory.long(length(table)).long(sum);
        unpacked += length(table).next_multiple_of(4);
        body.extend(packed);
        body.resize(body.len().next_multiple_of(4), 0);
    }
    let whole = u32::try_from(start + body.len()).ok()?;
    let head = Bytes::default().bytes(b"wOFF").bytes(flavor).long(whole);
    let head = head.short(count).short(0).long(unpacked).short(1).short(0);
    let head = [0u32; 5].iter().fold(head, |out, zero| out.long(*zero));
    Some(head.bytes(&directory.0).bytes(&body).0)
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::*;
    use crate::fonts::{Book, Role};

    /// A WOFF file as the font file that it packs.
    fn unpacked(woff: &[u8]) -> Vec<u8> {
        let long = |at: usize| {
            u32::from_be_bytes(woff[at..at + 4].try_into().expect("four bytes")) as usize
        };
        assert_eq!(&woff[..4], b"wOFF");
        assert_eq!(long(8), woff.len());
        let count = usize::from(u16::from_be_bytes([woff[12], woff[13]]));
        let mut out = woff[4..8].to_vec();
        out.extend([woff[12], woff[13], 0, 0, 0, 0, 0, 0]);
        let mut body = Vec::new();
        for entry in (0..count).map(|at| 44 + 20 * at) {
            let (at, packed, whole) =
                (long(entry + 4), long(entry + 8), long(entry + 12));
            let bytes = &woff[at..at + packed];
            let mut table = Vec::new();
            if packed < whole {
                let mut decoder = flate2::read::ZlibDecoder::new(bytes);
                decoder.read_to_end(&mut table).expect("the table unpacks");
            } else {
                table.extend(bytes);
            }
            assert_eq!(table.len(), whole);
            out.extend(&woff[entry..entry + 4]);
            out.extend(&woff[entry + 16..entry + 20]);
            out.extend(((12 + 16 * count + body.len()) as u32).to_be_bytes());
            out.extend((whole as u32).to_be_bytes());
            body.extend(&table);
            body.resize(body.len().next_multiple_of(4), 0);
        }
        out.extend(body);
        assert_eq!(long(16), out.len());
        out
    }

    #[test]
    fn a_cut_face_has_its_characters_and_no_others() {
        let book = Book::built();
        let face = &book.faces[book.roles[&Role::Song].regular];
        let words = "云溪，水（岸）𠮷a";
        let woff = cut(face.bytes.as_slice(), face.index, words.chars()).expect("a face");
        assert!(woff.len() < 20_000, "{}", woff.len());
        let sfnt = unpacked(&woff);
        let cut = Face::parse(&sfnt, 0).expect("it is a font");
        let whole = Face::parse(face.bytes.as_slice(), face.index).expect("it is a font");
        for c in "云溪，水（岸）a".chars() {
            let (cut_glyph, glyph) = (cut.glyph_index(c), whole.glyph_index(c));
            let (cut_glyph, glyph) =
                (cut_glyph.expect("it is kept"), glyph.expect("it is"));
            assert_eq!(cut.glyph_hor_advance(cut_glyph), whole.glyph_hor_advance(glyph));
            assert_eq!(
                cut.glyph_bounding_box(cut_glyph),
                whole.glyph_bounding_box(glyph)
            );
        }
        assert_eq!(cut.glyph_index('区'), None);
        // Marks are squeezed as in the whole face.
        let read = |face: &Face, c: char| {
            let glyph = face.glyph_index(c).expect("it is there");
            squeezes(face).iter().find_map(|read| read(glyph))
        };
        let comma = read(&cut, '，').expect("a comma can be squeezed");
        assert_eq!(Some(comma), read(&whole, '，'));
        assert_eq!(comma[1], -500, "by half of its width");
        assert_eq!(read(&cut, '云'), None);
    }

    #[test]
    fn a_face_that_does_not_say_it_has_its_marks_squeezed_all_the_same() {
        let book = Book::built();
        let face = &book.faces[book.roles[&Role::Kai].regular];
        let whole = Face::parse(face.bytes.as_slice(), face.index).expect("it is a font");
        assert!(squeezes(&whole).is_empty(), "the face says nothing itself");
        let marks = "，（云".chars();
        let woff = cut(face.bytes.as_slice(), face.index, marks).expect("a face");
        let sfnt = unpacked(&woff);
        let cut = Face::parse(&sfnt, 0).expect("it is a font");
        let read = |c: char| {
            let glyph = cut.glyph_index(c).expect("it is there");
            squeezes(&cut).iter().find_map(|read| read(glyph))
        };
        let half = i16::try_from(cut.units_per_em() / 2).expect("it is small");
        assert_eq!(read('，'), Some([0, -half]));
        assert_eq!(read('（'), Some([-half, -half]));
        assert_eq!(read('云'), None);
    }

    #[test]
    fn what_is_no_font_is_not_cut() {
        assert_eq!(cut(b"no font", 0, "云".chars()), None);
        let book = Book::built();
        let face = &book.faces[book.roles[&Role::Song].regular];
        assert_eq!(cut(face.bytes.as_slice(), face.index, "\u{10FFFD}".chars()), None);
    }
}
