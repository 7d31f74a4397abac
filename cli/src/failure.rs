//! Why the command stops, and writing to standard output.

use std::io::{ErrorKind, Write};

/// A message for people and an exit code: 1 for what is wrong with a document, 2 for what can't be read or was asked
/// wrongly.
#[derive(Debug)]
pub struct Failure {
    /// The exit code.
    pub code: u8,
    /// What happened; further lines say how to mend it.
    pub message: String,
}

impl Failure {
    /// The document or its data don't hold.
    pub fn refused(message: impl Into<String>) -> Self {
        Failure { code: 1, message: message.into() }
    }

    /// A file can't be read, or an option makes no sense.
    pub fn usage(message: impl Into<String>) -> Self {
        Failure { code: 2, message: message.into() }
    }
}

/// Writes a text and a line end to standard output. A reader that has seen enough (`| head`) is no failure.
pub fn print(text: &str) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    let written = out.write_all(text.as_bytes()).and_then(|()| out.write_all(b"\n")).and_then(|()| out.flush());
    match written {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(Failure::usage(format!("can't write to standard output: {error}")))
        }
        _ => Ok(()),
    }
}
