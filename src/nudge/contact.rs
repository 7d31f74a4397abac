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

#[cfg(test)]
mod tests {
    use crate::nudge::sample::Sample;
    use serde_json::{Value, json};

    fn on_page(kind: &str, page: &Value, product: &Value) -> Sample {
        Sample::of(kind, &json!({ "product": product, "input": { "page": page } }))
    }

    #[test]
    fn a_try_on_takes_a_model_and_a_page_that_can_show_it() {
        let model = json!({ "model_url": "/dress.glb" });
        let found = on_page("virtual_try_on", &json!({ "capabilities": ["try_on"] }), &model);
        assert_eq!(found.said()[0], "Dress from every side");
        let detail = json!({ "kind": "try_on", "item_id": "d0", "item_name": "Dress", "model_url": "/dress.glb" });
        assert_eq!(*found.detail(), detail);
        assert_eq!(on_page("virtual_try_on", &json!({ "capabilities": ["chat"] }), &model).silence(), "no_try_on");
        assert_eq!(on_page("virtual_try_on", &json!({}), &json!({})).silence(), "no_try_on");
        let faulty = on_page("virtual_try_on", &json!({}), &json!({ "model_url": "javascript:alert(1)" }));
        assert_eq!((faulty.silence(), faulty.found[0].1), ("no_try_on", "unsafe_url"));
    }

    #[test]
    fn a_line_is_said_with_its_hours() {
        let mut line = json!({ "label": "+49 30 123", "url": "tel:+4930123" });
        let said = |line: &Value| on_page("dedicated_line", &json!({ "line": line }), &json!({}));
        let found = said(&line);
        assert_eq!(found.said()[1], "+49 30 123: somebody who knows our pieces answers.");
        assert_eq!(*found.detail(), json!({ "kind": "line", "label": "+49 30 123", "url": "tel:+4930123" }));
        line["hours"] = json!("Monday to Friday, 9 to 17");
        let [_, body] = said(&line).said().map(str::to_owned);
        assert_eq!(body, "+49 30 123: somebody who knows our pieces answers. Monday to Friday, 9 to 17.");
    }

    #[test]
    fn a_line_that_reaches_nobody_is_none_and_is_told() {
        for (line, at, code) in [
            (json!({ "label": "Us", "url": "javascript:alert(1)" }), "/page/line/url", "unsafe_url"),
            (json!({ "label": "Us", "url": "/contact" }), "/page/line/url", "unsafe_url"),
            (json!({ "url": "tel:1" }), "/page/line", "wrong_type"),
        ] {
            let found = on_page("dedicated_line", &json!({ "line": line }), &json!({}));
            assert_eq!(found.silence(), "no_line", "{line}");
            assert_eq!(found.found, [(at.to_owned(), code)], "{line}");
        }
        assert_eq!(on_page("dedicated_line", &json!({}), &json!({})).silence(), "no_line");
    }
}
