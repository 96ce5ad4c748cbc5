//! Word files: docx-rs for the model, and our own pass that makes them sound.
