//! The stable JSON form of a pack.
