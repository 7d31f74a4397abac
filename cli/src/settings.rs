//! Reading a settings document.

use crate::document::Document;
use crate::failure::Failure;
use crate::findings::shown;
use cartnudge::diagnostic::Diagnostics;
use cartnudge::json::Node;
use cartnudge::settings::Settings;
use std::path::Path;

/// Thresholds over the defaults; the defaults without a file.
///
/// # Errors
/// All findings, when one is an error.
pub fn read(path: Option<&Path>) -> Result<Settings, Failure> {
    let Some(path) = path else { return Ok(Settings::default()) };
    let document = Document::read(path)?;
    let mut found = Diagnostics::default();
    let settings = Settings::default().overridden(Node::root(&document.value), &mut found);
    if found.has_errors() {
        let all: Vec<String> = found.iter().map(|one| shown(&document, one)).collect();
        return Err(Failure::refused(format!("the settings don't hold\n{}", all.join("\n"))));
    }
    Ok(settings)
}
