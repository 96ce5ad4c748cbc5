//! The archive that a Word file is, and how much of it is unpacked.

use std::io::{Cursor, Read};

use zip::ZipArchive;

/// The most bytes that the parts and pictures of a file may have together once they are
/// unpacked: a zip bomb stops here. A report of a thousand pages has 20 million.
pub(super) const MOST_BYTES: u64 = 512 << 20;

/// The most elements and attributes of a file; each takes some hundred bytes. A report of a
/// thousand pages has a million.
pub(super) const MOST_NODES: usize = 6_000_000;

/// Why a part is not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// It is damaged.
    Broken,
    /// With it the file would be larger than any.
    TooLarge,
}

/// A Word file while it is read.
pub(super) struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    /// How many bytes may still be unpacked.
    bytes: u64,
    /// How many elements and attributes may still be read.
    nodes: usize,
}

impl<'a> Package<'a> {
    /// Opens the archive.
    ///
    /// # Errors
    /// It is none.
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, Fault> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Fault::Broken)?;
        Ok(Package { archive, bytes: MOST_BYTES, nodes: MOST_NODES })
    }

    /// Whether there is a part of this name.
    pub(super) fn has(&self, path: &str) -> bool {
        self.archive.index_for_name(path).is_some()
    }

    /// Unpacks a part; `None` where there is none of this name. What the archive says about
    /// its size is not believed.
    ///
    /// # Errors
    /// It is damaged or too large.
    pub(super) fn unpack(&mut self, path: &str) -> Result<Option<Vec<u8>>, Fault> {
        let Ok(part) = self.archive.by_name(path) else { return Ok(None) };
        let mut bytes = Vec::new();
        let read = part.take(self.bytes + 1).read_to_end(&mut bytes);
        let left = self.bytes.checked_sub(bytes.len() as u64);
        self.bytes = left.unwrap_or(0);
        match (left, read) {
            (None, _) => Err(Fault::TooLarge),
            (Some(_), Err(_)) => Err(Fault::Broken),
            (Some(_), Ok(_)) => Ok(Some(bytes)),
        }
    }

    /// How many elements and attributes may still be read, to be counted down.
    pub(super) fn nodes(&mut self) -> &mut usize {
        &mut self.nodes
    }

    /// Leaves only so many bytes to be unpacked.
    #[cfg(test)]
    pub(super) fn leave(&mut self, bytes: u64) {
        self.bytes = bytes;
    }
}
