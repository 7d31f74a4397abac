//! What the shop itself answers: its chat, its direct line, its virtual try-on.

use super::Cause;
use super::detail::Detail;
use super::words::Words;

/// The shop's chat; or that it has none.
pub(super) fn chat(words: &Words<'_>) -> Result<Detail, Cause> {
    if !words.subject.input.page.can("chat") {
        return Err(Cause::NoChat);
    }
    Ok(Detail::Chat {
        item_id: words.subject.line.map(|line| line.item_id.clone()),
        item_name: words.subject.line.and_then(|line| line.item_name.clone()),
    })
}

/// The shop's direct line; or that it has none.
pub(super) fn dedicated_line(words: &Words<'_>) -> Result<Detail, Cause> {
    let line = words.subject.input.page.line.as_ref().ok_or(Cause::NoLine)?;
    Ok(Detail::Line { label: line.label.clone(), url: line.url.clone() })
}

/// The shop's try-on of an item that has a 3D model; or that it has none.
pub(super) fn virtual_try_on(words: &Words<'_>) -> Result<Detail, Cause> {
    let (line, product) = words.subject.line.zip(words.subject.product).ok_or(Cause::NoTryOn)?;
    if product.model_url.is_none() || !words.subject.input.page.can("try_on") {
        return Err(Cause::NoTryOn);
    }
    Ok(Detail::TryOn {
        item_id: line.item_id.clone(),
        item_name: words.placeholder_text("item_name"),
        model_url: product.model_url.clone(),
    })
}
