//! The words that cartnudge brings along, in English and German. A rule's own content goes before them, and a shop
//! replaces any of them by key.

use crate::text;

/// Texts that replace the shipped ones: key and text.
pub type Overrides = Vec<(String, String)>;

/// A language that words are shipped in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// English.
    English,
    /// German.
    German,
}

impl Language {
    /// The shipped language for a tag, else for the fallback's, else English.
    #[must_use]
    pub fn for_locale(locale: Option<&str>, fallback: &str) -> Self {
        let of = |tag: &str| {
            let known = [Language::English, Language::German];
            known.into_iter().find(|known| known.tag().eq_ignore_ascii_case(text::language(tag)))
        };
        locale.and_then(of).or_else(|| of(fallback)).unwrap_or(Language::English)
    }

    /// The language tag.
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Language::English => "en",
            Language::German => "de",
        }
    }
}

/// Key, English, German.
static MESSAGES: &[(&str, &str, &str)] = &[
    ("close", "Close", "Schließen"),
    ("dismiss", "No thanks", "Nein, danke"),
    ("region", "A tip for your order", "Ein Tipp zu Ihrer Bestellung"),
    ("size_guide.action", "Open size chart", "Größentabelle öffnen"),
    ("size_advice.very_likely", "{advised_size} should fit you", "{advised_size} dürfte Ihnen passen"),
    (
        "size_advice.likely",
        "{advised_size} probably fits you best",
        "{advised_size} passt Ihnen wahrscheinlich am besten",
    ),
    ("size_advice.kept_brand", "You kept {kept_size} from {brand}.", "Von {brand} haben Sie {kept_size} behalten."),
    (
        "size_advice.kept_category",
        "In {category} you kept {kept_size}.",
        "Bei {category} haben Sie {kept_size} behalten.",
    ),
    (
        "size_advice.runs_small",
        "{fit_small} of {fit_count} buyers say this one runs small.",
        "{fit_small} von {fit_count} Käufern sagen, dass es klein ausfällt.",
    ),
    (
        "size_advice.runs_large",
        "{fit_large} of {fit_count} buyers say this one runs large.",
        "{fit_large} von {fit_count} Käufern sagen, dass es groß ausfällt.",
    ),
    (
        "size_advice.true_to_size",
        "{fit_true} of {fit_count} buyers say it is true to size.",
        "{fit_true} von {fit_count} Käufern sagen: passt wie erwartet.",
    ),
    ("size_guide.two_sizes.headline", "Between {sizes_in_cart}?", "Zwischen {sizes_in_cart}?"),
    (
        "size_guide.two_sizes.body",
        "The size chart for {item_name} helps you pick the one that fits.",
        "Die Größentabelle zu {item_name} hilft, die passende zu finden.",
    ),
    ("size_guide.kept_other.headline", "You usually keep {kept_size}", "Meist behalten Sie {kept_size}"),
    (
        "size_guide.kept_other.body",
        "In {category} you kept {kept_size}; your cart has {size}. The size chart shows the difference.",
        "Bei {category} haben Sie {kept_size} behalten, im Warenkorb liegt {size}. Die Größentabelle zeigt den Unterschied.",
    ),
    ("size_guide.runs_small.headline", "This one runs small", "Fällt eher klein aus"),
    (
        "size_guide.runs_small.body",
        "{fit_small} of {fit_count} buyers say so. The size chart helps you choose.",
        "{fit_small} von {fit_count} Käufern sagen das. Die Größentabelle hilft bei der Wahl.",
    ),
    ("size_guide.runs_large.headline", "This one runs large", "Fällt eher groß aus"),
    (
        "size_guide.runs_large.body",
        "{fit_large} of {fit_count} buyers say so. The size chart helps you choose.",
        "{fit_large} von {fit_count} Käufern sagen das. Die Größentabelle hilft bei der Wahl.",
    ),
    ("size_chart.title", "Size chart: {item_name}", "Größentabelle: {item_name}"),
    ("size_chart.size", "Size", "Größe"),
    ("size_chart.recommended", "recommended for you", "für Sie empfohlen"),
    ("size_chart.in_cart", "in your cart", "im Warenkorb"),
    ("size_chart.kept", "the size you kept", "Ihre behaltene Größe"),
    ("size_chart.unit", "Unit", "Einheit"),
    ("size_chart.how", "How to measure", "So messen Sie"),
    ("review_highlights.action", "See what they say", "Stimmen lesen"),
    ("review_highlights.headline", "What buyers say", "Das sagen Käufer"),
    (
        "review_highlights.fit.body",
        "{fit_true} of {fit_count} buyers of {item_name} say it is true to size.",
        "{fit_true} von {fit_count} Käufern von {item_name} sagen: passt wie erwartet.",
    ),
    (
        "review_highlights.rated.body",
        "{review_count} reviews of {item_name} give it {review_average} of 5.",
        "{review_count} Bewertungen geben {item_name} {review_average} von 5.",
    ),
    ("review_highlights.title", "What buyers say about {item_name}", "Das sagen Käufer über {item_name}"),
    ("review_highlights.fit.balance", "{count} of {of} say true to size", "{count} von {of}: passt wie erwartet"),
    ("review_highlights.small.balance", "{count} of {of} say it runs small", "{count} von {of}: fällt klein aus"),
    ("review_highlights.large.balance", "{count} of {of} say it runs large", "{count} von {of}: fällt groß aus"),
    (
        "review_highlights.material.balance",
        "{count} of {of} who mention the material like it",
        "{count} von {of}, die das Material erwähnen, mögen es",
    ),
    (
        "review_highlights.color.balance",
        "{count} of {of} who mention the colour like it",
        "{count} von {of}, die die Farbe erwähnen, mögen sie",
    ),
    (
        "review_highlights.quality.balance",
        "{count} of {of} who mention the quality praise it",
        "{count} von {of}, die die Qualität erwähnen, loben sie",
    ),
    (
        "review_highlights.use.balance",
        "{count} of {of} who say how it is to use like it",
        "{count} von {of}, die vom Gebrauch erzählen, mögen es",
    ),
    (
        "review_highlights.rated.balance",
        "{review_average} of 5 from {review_count} reviews",
        "{review_average} von 5 aus {review_count} Bewertungen",
    ),
    ("review_highlights.stars", "{rating} of 5 stars", "{rating} von 5 Sternen"),
    ("review_highlights.size", "Size bought: {size}", "Gekaufte Größe: {size}"),
    ("review_highlights.all", "Read all reviews", "Alle Bewertungen lesen"),
    ("chat_prompt.action", "Ask us", "Fragen Sie uns"),
    ("chat_prompt.item.headline", "Questions about {item_name}?", "Fragen zu {item_name}?"),
    ("chat_prompt.cart.headline", "Questions before you order?", "Fragen vor der Bestellung?"),
    (
        "chat_prompt.body",
        "Size, material, delivery: we are glad to help right here.",
        "Größe, Material, Lieferung: Wir helfen gern gleich hier.",
    ),
];

/// All keys that a shop can replace.
pub fn keys() -> impl Iterator<Item = &'static str> + Clone {
    MESSAGES.iter().map(|(key, ..)| *key)
}

/// The text of a key; the empty text for a key that isn't shipped.
#[must_use]
pub fn message<'a>(key: &str, language: Language, overrides: &'a Overrides) -> &'a str {
    if let Some((_, text)) = overrides.iter().find(|(known, _)| known == key) {
        return text;
    }
    let found = MESSAGES.iter().find(|(known, ..)| *known == key);
    match (found, language) {
        (Some((_, english, _)), Language::English) => english,
        (Some((_, _, german)), Language::German) => german,
        (None, _) => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::content::{MAX_ACTION, PLACEHOLDERS, Piece, pieces};

    #[test]
    fn shipped_words_are_complete_unique_and_fit_their_place() {
        let mut seen = std::collections::BTreeSet::new();
        for (key, english, german) in MESSAGES {
            assert!(seen.insert(key), "{key} stands twice");
            for text in [english, german] {
                assert!(!text.is_empty());
                for piece in pieces(text) {
                    if let Piece::Placeholder(name) = piece {
                        assert!(
                            PLACEHOLDERS.contains(&name) || ["rating", "count", "of"].contains(&name),
                            "{key}: {name}"
                        );
                    }
                }
                if key.ends_with(".action") {
                    assert!(text.chars().count() <= MAX_ACTION, "{key}");
                }
            }
        }
    }

    #[test]
    fn no_word_judges_the_shopper() {
        for (key, english, german) in MESSAGES {
            for word in ["risk", "return", "Risiko", "Retoure", "hurry", "only", "left", "nur noch"] {
                assert!(!english.contains(word) && !german.contains(word), "{key}: {word}");
            }
        }
    }

    #[test]
    fn overrides_go_first() {
        let overrides = Overrides::from([("close".to_owned(), "Done".to_owned())]);
        assert_eq!(message("close", Language::German, &overrides), "Done");
        assert_eq!(message("dismiss", Language::German, &overrides), "Nein, danke");
    }

    #[test]
    fn the_language_follows_the_locale_then_the_fallback() {
        assert_eq!(Language::for_locale(Some("de-CH"), "en"), Language::German);
        assert_eq!(Language::for_locale(Some("fr"), "de"), Language::German);
        assert_eq!(Language::for_locale(None, "fr"), Language::English);
    }
}
