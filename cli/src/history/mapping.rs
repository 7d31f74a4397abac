//! The mapping file, and the options over it.

use crate::args::ReadingArgs;
use crate::document::Document;
use crate::failure::Failure;
use crate::history::fault;
use cartnudge::replay::{Fault, Mapping};

/// How to read the export.
pub fn of(args: &ReadingArgs) -> Result<Mapping, Failure> {
    let (mut mapping, file) = match &args.columns {
        Some(path) => {
            let document = Document::read(path)?;
            let mapping = Mapping::read(&document.value).map_err(|fault| fault::shown(&fault, &document.name))?;
            (mapping, document.name)
        }
        None => (Mapping::default(), String::new()),
    };
    mapping.columns.extend(args.column.iter().cloned());
    if args.return_prefix.is_some() {
        mapping.return_prefix.clone_from(&args.return_prefix);
    }
    if let Some(currency) = args.currency {
        mapping.currency = Some(currency.code().to_owned());
    }
    mapping.not_products.extend(args.not_products.iter().cloned());
    mapping.skip_free |= args.skip_free;
    mapping.check().map_err(|fault: Fault| fault::shown(&fault, &file))?;
    Ok(mapping)
}
