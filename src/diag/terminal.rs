//! Diagnostics drawn for a terminal: the line, and a caret right under wide characters.
