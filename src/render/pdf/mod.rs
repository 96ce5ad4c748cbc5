//! PDF, by Typst as a library.
