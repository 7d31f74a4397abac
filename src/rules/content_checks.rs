//! What texts of a rule must not hold, and what they should: beyond the form that [`super::content`] reads.

use super::content::{Content, named};
#[cfg(any(not(target_arch = "wasm32"), feature = "authoring"))]
use super::document::Rule;
use crate::diagnostic::Diagnostics;
use crate::json::Node;

/// Checks one text of a locale; `node` is the text.
pub(super) fn check_text(node: &Node<'_>, text: &str, locale: &str, found: &mut Diagnostics) {
    if holds_script(text) {
        found.refuse("unsafe_url", node, || {
            let message = "the text holds an address that runs code".to_owned();
            (message, "remove the address; nudges show texts only".to_owned())
        });
        return;
    }
    #[cfg(any(not(target_arch = "wasm32"), feature = "authoring"))]
    check_wording(node, text, locale, found);
    #[cfg(not(any(not(target_arch = "wasm32"), feature = "authoring")))]
    let _ = locale;
}

/// Starts of addresses that run code, in plain and in the disguises that a page would undo.
const SCRIPTS: [&str; 6] =
    ["javascript:", "vbscript:", "data:text/", "javascript&colon;", "javascript&#58;", "javascript%3a"];

/// Whether an address that runs code stands in the text, however it is spaced or cased.
fn holds_script(text: &str) -> bool {
    let is_seen = |c: &char| !c.is_whitespace() && !c.is_control() && !matches!(c, '\u{ad}' | '\u{200b}');
    let plain: String = text.chars().filter(is_seen).map(|c| c.to_ascii_lowercase()).collect();
    SCRIPTS.iter().any(|script| crate::text::contains(&plain, script))
}

#[cfg(any(not(target_arch = "wasm32"), feature = "authoring"))]
fn check_wording(node: &Node<'_>, text: &str, locale: &str, found: &mut Diagnostics) {
    if let Some(address) = address_in(text) {
        found.warn("url_in_text", node, || {
            let message = format!("`{address}` would stand there as text, not as a link");
            (message, "remove it; the nudge's own action leads on".to_owned())
        });
    }
    if let Some(markup) = markup_in(text) {
        found.warn("markup_in_text", node, || {
            let message = format!("`{markup}` would be shown as it is written");
            (message, "write plain text".to_owned())
        });
    }
    if let Some((kind, phrase)) = super::wording::manipulation(text, locale) {
        found.warn("manipulative_wording", node, || {
            (format!("`{phrase}` is {}: {}", kind.name(), kind.reason()), kind.help().to_owned())
        });
    }
}

/// The first address in a text.
#[cfg(any(not(target_arch = "wasm32"), feature = "authoring"))]
fn address_in(text: &str) -> Option<&str> {
    text.split_whitespace().find(|word| {
        let word = word.to_ascii_lowercase();
        word.contains("http://") || word.contains("https://") || word.contains("//www.") || word.starts_with("www.")
    })
}

/// The first tag, entity or Markdown link in a text.
#[cfg(any(not(target_arch = "wasm32"), feature = "authoring"))]
fn markup_in(text: &str) -> Option<&str> {
    let from = |at: usize, end: usize| text.get(at..=at + end);
    for (at, c) in text.char_indices() {
        let rest = text.get(at + c.len_utf8()..).unwrap_or_default();
        let next = rest.chars().next().unwrap_or(' ');
        match c {
            '<' if next.is_ascii_alphabetic() || next == '/' || next == '!' => {
                if let Some(end) = rest.find('>') {
                    return from(at, end + 1);
                }
            }
            '&' if next.is_ascii_alphabetic() || next == '#' => {
                let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '#').unwrap_or(rest.len());
                if rest.get(end..).is_some_and(|rest| rest.starts_with(';')) {
                    return from(at, end + 1);
                }
            }
            ']' if next == '(' => return text.get(at..at + 2),
            '*' if next == '*' => return Some("**"),
            _ => {}
        }
    }
    None
}

/// The names in braces, in alphabetic order, each once.
fn placeholders(content: &Content) -> Vec<&str> {
    let texts = [&content.headline, &content.body, &content.action];
    let mut names: Vec<&str> = texts.into_iter().flat_map(|text| named(text)).collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// Checks the texts of a locale against those of the first.
pub(super) fn check_placeholders(node: &Node<'_>, list: &[(String, Content)], found: &mut Diagnostics) {
    let Some(((_, first), others)) = list.split_first() else { return };
    let expected = placeholders(first);
    for (locale, content) in others {
        let own = placeholders(content);
        let Some(missing) = expected.iter().find(|name| !own.contains(name)) else { continue };
        found.warn("placeholder_missing", &node.at(locale), || {
            let message = format!("`{locale}` doesn't use `{{{missing}}}`, which another locale does");
            (message, "say the same in every language, or leave it out of all".to_owned())
        });
    }
}

/// Checks what takes the whole document: locales that others have, placeholders that never fill.
#[cfg(any(not(target_arch = "wasm32"), feature = "authoring"))]
pub(super) fn check_document(entries: &[Node<'_>], rules: &[Rule], fallback: &str, found: &mut Diagnostics) {
    let mut wanted: Vec<&str> = Vec::new();
    for (locale, _) in rules.iter().flat_map(all_content).flatten() {
        if !wanted.contains(&locale.as_str()) && wanted.len() < 20 {
            wanted.push(locale);
        }
    }
    if entries.len() != rules.len() {
        // Some rule couldn't be read, which is said.
        return;
    }
    let quiet = &mut Diagnostics::default();
    for (entry, rule) in entries.iter().zip(rules) {
        let Some(nudge) = entry.get("nudge") else { continue };
        if let Some(content) = nudge.get("content") {
            check_locales(&content, &rule.content, &wanted, fallback, found);
            check_subject(&content, rule, &rule.content, found);
        }
        let Some(variations) = nudge.get("variations") else { continue };
        for (one, variation) in variations.items(quiet).zip(&rule.variations) {
            let Some(content) = one.get("content") else { continue };
            check_locales(&content, &variation.content, &wanted, fallback, found);
            check_subject(&content, rule, &variation.content, found);
        }
    }
}

#[cfg(any(not(target_arch = "wasm32"), feature = "authoring"))]
fn all_content(rule: &Rule) -> impl Iterator<Item = &Vec<(String, Content)>> {
    std::iter::once(&rule.content).chain(rule.variations.iter().map(|one| &one.content))
}

#[cfg(any(not(target_arch = "wasm32"), feature = "authoring"))]
fn check_locales(
    node: &Node<'_>,
    list: &[(String, Content)],
    wanted: &[&str],
    fallback: &str,
    found: &mut Diagnostics,
) {
    if list.is_empty() {
        return;
    }
    for locale in std::iter::once(fallback).chain(wanted.iter().copied().filter(|locale| *locale != fallback)) {
        let language = crate::text::language(locale);
        let has = list.iter().any(|(own, _)| own.eq_ignore_ascii_case(locale) || own.eq_ignore_ascii_case(language));
        if has {
            continue;
        }
        found.warn("missing_locale", node, || {
            let why = if locale == fallback { "is the document's default" } else { "is in other rules" };
            (format!("there are no words for `{locale}`, which {why}"), format!("add `{locale}`"))
        });
    }
}

#[cfg(any(not(target_arch = "wasm32"), feature = "authoring"))]
fn check_subject(node: &Node<'_>, rule: &Rule, list: &[(String, Content)], found: &mut Diagnostics) {
    if rule.about_line {
        return;
    }
    // Every other placeholder is about an item: a rule about the cart has none.
    let is_of_shop = |name: &&str| ["line", "line_hours"].contains(name);
    for (locale, content) in list {
        let Some(name) = placeholders(content).into_iter().find(|name| !is_of_shop(name)).map(str::to_owned) else {
            continue;
        };
        found.warn("placeholder_needs_line", &node.at(locale), || {
            let message =
                format!("`{{{name}}}` is about an item, but the rule is about the cart, so it would never show");
            (message, "set the rule's `scope` to `line`, or leave the placeholder out".to_owned())
        });
    }
}
