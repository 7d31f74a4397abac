//! Reading JSON documents from files and standard input.

use crate::failure::Failure;
use serde_json::Value;
use std::io::Read;
use std::path::Path;

/// A JSON document with its text, so that a finding can be shown at its line.
pub struct Document {
    /// The file's name as the user wrote it.
    pub name: String,
    /// The text as it was read.
    pub text: String,
    /// The tree.
    pub value: Value,
}

impl Document {
    /// Reads a document; `-` is standard input. Text that isn't JSON is refused.
    pub fn read(path: &Path) -> Result<Self, Failure> {
        let name = path.display().to_string();
        let text = read_text(path, &name)?;
        let text = text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text);
        let value = cartnudge::json::parse(&text).map_err(|error| {
            let (line, column) = (error.line(), error.column());
            let reason = error.to_string();
            let reason = reason.split(" at line ").next().unwrap_or_default();
            Failure::refused(format!("{name}:{line}:{column}: not JSON: {reason}\n  help: {}", mend(reason)))
        })?;
        Ok(Document { name, text, value })
    }
}

/// How to mend text that isn't JSON.
fn mend(reason: &str) -> &'static str {
    if reason.contains("trailing comma") {
        return "remove the comma before the closing bracket";
    }
    if reason.starts_with("EOF") {
        return "the text ends too early; close what is open";
    }
    "mend the JSON text there; an editor marks the place"
}

fn read_text(path: &Path, name: &str) -> Result<String, Failure> {
    let mut bytes = Vec::new();
    let read = if path.as_os_str() == "-" {
        std::io::stdin().lock().read_to_end(&mut bytes).map(drop)
    } else {
        std::fs::read(path).map(|all| bytes = all)
    };
    read.map_err(|error| Failure::usage(format!("can't read {name}: {error}")))?;
    String::from_utf8(bytes).map_err(|_| Failure::refused(format!("{name} is not UTF-8 text")))
}
