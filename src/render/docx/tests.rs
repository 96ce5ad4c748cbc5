//! Word files are read back with docx-rs and an XML parser that know nothing of our code.
