//! Diagnostics as JSON lines, for tools.
