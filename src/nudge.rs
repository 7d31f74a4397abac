//! From a rule that applies to what the shopper sees: a view as data, no HTML. Specific or silent.

use crate::cart::Line;
use crate::features::{Fact, Input, Row};
use crate::messages::{Language, Overrides, message};
use crate::product::{Product, SizeChart};
use crate::review::{self, Aspect, Lexicon};
use crate::rules::NudgeType;
use crate::rules::content::{Content, Piece, for_locale, pieces};
use crate::settings::Settings;
use crate::text::{decimal, digits, joined, same};
use serde::Serialize;

/// What a nudge shows.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct View {
    /// Language tag of the words.
    pub locale: String,
    /// One thought.
    pub headline: String,
    /// One sentence.
    pub body: String,
    /// Label of the one main action.
    pub action: String,
    /// What the main action opens.
    pub detail: Detail,
    /// Labels of the nudge's own controls.
    pub labels: Labels,
}

/// Labels of the nudge's own controls.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Labels {
    /// Name of the nudge as a landmark.
    pub region: String,
    /// Closes a dialog.
    pub close: String,
    /// Sends the nudge away.
    pub dismiss: String,
}

/// What the main action opens.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Detail {
    /// A dialog with the size chart.
    SizeChart {
        /// Heading of the dialog.
        title: String,
        /// `cm` or `in`: the unit of the values.
        unit: &'static str,
        /// Label of the unit switch.
        unit_label: String,
        /// Heading of the first column.
        size_label: String,
        /// Headings of the other columns.
        columns: Vec<String>,
        /// One row a size.
        rows: Vec<ChartRow>,
        /// How to measure, with its label.
        #[serde(skip_serializing_if = "Option::is_none")]
        how_to_measure: Option<HowTo>,
    },
    /// A dialog with sentences from reviews.
    ReviewHighlights {
        /// Heading of the dialog.
        title: String,
        /// What the reviews say in sum.
        balance: String,
        /// At most three sentences.
        quotes: Vec<Quote>,
        /// Where all reviews are.
        #[serde(skip_serializing_if = "Option::is_none")]
        url: Option<String>,
        /// Label of the link there.
        all_label: String,
    },
    /// The shop's chat, with what it is about.
    Chat {
        /// The item; absent when it is about the cart.
        #[serde(skip_serializing_if = "Option::is_none")]
        item_id: Option<String>,
        /// Its name.
        #[serde(skip_serializing_if = "Option::is_none")]
        item_name: Option<String>,
    },
}

/// A row of the size chart.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ChartRow {
    /// The size.
    pub size: String,
    /// From and to for each column; `null` where the chart is blank.
    pub values: Vec<Option<(f64, f64)>>,
    /// Why the row stands out, in words; absent when it doesn't.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// How to measure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct HowTo {
    /// Its label.
    pub label: String,
    /// The text.
    pub text: String,
}

/// A sentence from a review.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Quote {
    /// The sentence, verbatim.
    pub text: String,
    /// Stars, 1 to 5.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rating: Option<f64>,
    /// The stars in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stars: Option<String>,
    /// The size bought, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub size: Option<String>,
    /// The author.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub author: Option<String>,
}

/// Why a nudge has nothing to show.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// The condition doesn't hold on any line.
    Condition,
    /// The product has no size chart.
    NoSizeChart,
    /// There are too few reviews with text.
    TooFewReviews,
    /// The shop has no chat.
    NoChat,
    /// A placeholder of the content is unknown here.
    UnknownPlaceholder,
    /// Cause specific to say.
    NothingSpecific,
    /// This version can't show the type.
    TypeNotShown,
    /// Another rule's nudge must have been seen or sent away before, or must not have been.
    Prerequisite,
    /// The visitor is in another part of the rule's namespace.
    Namespace,
    /// The rule was seen often enough.
    Rule,
    /// Its type was seen often enough.
    Type,
    /// Nudges were seen often enough.
    All,
    /// It is expected to save no more than the shopper's attention costs.
    LowValue,
}

/// What a nudge is about.
pub(crate) struct Subject<'a> {
    pub input: &'a Input,
    pub settings: &'a Settings,
    pub overrides: &'a Overrides,
    pub default_locale: &'a str,
    pub row: &'a Row,
    pub line: Option<&'a Line>,
    pub product: Option<&'a Product>,
}

/// The view of a nudge about a subject, or why there is nothing to show.
pub(crate) fn view(kind: NudgeType, content: &[(String, Content)], subject: &Subject<'_>) -> Result<View, Cause> {
    let locale = subject.input.page.locale.as_deref();
    let own = for_locale(content, locale, subject.default_locale);
    let tag = own.map(|(tag, _)| tag);
    let language = Language::for_locale(tag.or(locale), subject.default_locale);
    let words = Words { subject, language };
    let detail = detail(kind, &words)?;
    let (headline, body) = match own {
        Some((_, content)) => (words.fill(&content.headline), words.fill(&content.body)),
        None => {
            let (headline, body) = own_words(kind, &words).ok_or(Cause::NothingSpecific)?;
            (words.say(headline), words.say(body))
        }
    };
    let action = match own.map(|(_, content)| content.action.as_str()).filter(|action| !action.is_empty()) {
        Some(action) => words.fill(action),
        None => words.say(action_key(kind)),
    };
    Ok(View {
        locale: tag.unwrap_or(language.tag()).to_owned(),
        headline: headline.ok_or(Cause::UnknownPlaceholder)?,
        body: body.ok_or(Cause::UnknownPlaceholder)?,
        action: action.ok_or(Cause::UnknownPlaceholder)?,
        detail,
        labels: Labels { region: words.plain("region"), close: words.plain("close"), dismiss: words.plain("dismiss") },
    })
}

fn action_key(kind: NudgeType) -> &'static str {
    match kind {
        NudgeType::SizeGuide => "size_guide.action",
        NudgeType::ReviewHighlights => "review_highlights.action",
        _ => "chat_prompt.action",
    }
}

fn detail(kind: NudgeType, words: &Words<'_>) -> Result<Detail, Cause> {
    match kind {
        NudgeType::SizeGuide => size_chart(words),
        NudgeType::ReviewHighlights => review_highlights(words),
        NudgeType::ChatPrompt => chat(words),
        _ => Err(Cause::TypeNotShown),
    }
}

/// The keys of headline and body where the rule has no words of its own; `None` when there is nothing specific.
fn own_words(kind: NudgeType, words: &Words<'_>) -> Option<(&'static str, &'static str)> {
    let row = words.subject.row;
    let mostly = |fact: Fact| row.get(fact).is_some_and(|share| share > 0.5);
    match kind {
        NudgeType::SizeGuide if row.get(Fact::LineSizeCount).is_some_and(|count| count > 1.0) => {
            Some(("size_guide.two_sizes.headline", "size_guide.two_sizes.body"))
        }
        NudgeType::SizeGuide if row.get(Fact::LineKeptSizeMatch) == Some(0.0) => {
            Some(("size_guide.kept_other.headline", "size_guide.kept_other.body"))
        }
        NudgeType::SizeGuide if mostly(Fact::ProductRunsSmall) => {
            Some(("size_guide.runs_small.headline", "size_guide.runs_small.body"))
        }
        NudgeType::SizeGuide if mostly(Fact::ProductRunsLarge) => {
            Some(("size_guide.runs_large.headline", "size_guide.runs_large.body"))
        }
        NudgeType::ReviewHighlights if mostly(Fact::ProductTrueToSize) => {
            Some(("review_highlights.headline", "review_highlights.fit.body"))
        }
        NudgeType::ReviewHighlights => Some(("review_highlights.headline", "review_highlights.rated.body")),
        NudgeType::ChatPrompt if words.subject.line.is_some() => {
            Some(("chat_prompt.item.headline", "chat_prompt.body"))
        }
        NudgeType::ChatPrompt => Some(("chat_prompt.cart.headline", "chat_prompt.body")),
        _ => None,
    }
}

/// Texts about a subject, in a language.
struct Words<'a> {
    subject: &'a Subject<'a>,
    language: Language,
}

impl Words<'_> {
    /// A shipped text without placeholders.
    fn plain(&self, key: &str) -> String {
        message(key, self.language, self.subject.overrides).to_owned()
    }

    /// A shipped text, filled; `None` when a placeholder is unknown.
    fn say(&self, key: &str) -> Option<String> {
        self.fill(message(key, self.language, self.subject.overrides))
    }

    /// A shipped text whose only placeholder is filled with `value`.
    fn say_with(&self, key: &str, value: &str) -> String {
        let mut filled = String::new();
        for piece in pieces(message(key, self.language, self.subject.overrides)) {
            match piece {
                Piece::Text(text) => filled.push_str(text),
                Piece::Placeholder(_) => filled.push_str(value),
            }
        }
        filled
    }

    /// A text with its placeholders filled; `None` when one is unknown.
    fn fill(&self, text: &str) -> Option<String> {
        let mut filled = String::new();
        for piece in pieces(text) {
            match piece {
                Piece::Text(text) => filled.push_str(text),
                Piece::Placeholder(name) => filled.push_str(&self.placeholder(name)?),
            }
        }
        Some(filled)
    }

    fn placeholder(&self, name: &str) -> Option<String> {
        let line = self.subject.line;
        let product = self.subject.product;
        let text = |text: Option<&String>| text.cloned();
        match name {
            "item_name" => text(line.and_then(|line| line.item_name.as_ref()))
                .or_else(|| text(product.and_then(|product| product.item_name.as_ref()))),
            "brand" => self.brand().map(str::to_owned),
            "category" => self.category().map(str::to_owned),
            "size" => text(line.and_then(|line| line.size.as_ref())),
            "kept_size" => self.kept_size().map(str::to_owned),
            "sizes_in_cart" => self.sizes_in_cart(),
            "fit_small" => self.fit(|fit| fit.small),
            "fit_true" => self.fit(|fit| fit.true_to_size),
            "fit_large" => self.fit(|fit| fit.large),
            "fit_count" => self.fit(crate::product::Fit::total),
            "review_count" => self.subject.row.get(Fact::ProductReviewCount).map(|count| decimal(count, 0)),
            "review_average" => self.subject.row.get(Fact::ProductReviewAverage).map(|stars| self.number(stars)),
            _ => None,
        }
    }

    /// A number with at most one decimal, with the language's decimal mark.
    fn number(&self, value: f64) -> String {
        let text = decimal(value, 1);
        match self.language {
            Language::English => text,
            Language::German => text.chars().map(|c| if c == '.' { ',' } else { c }).collect(),
        }
    }

    fn brand(&self) -> Option<&str> {
        let own = self.subject.line.and_then(|line| line.item_brand.as_deref());
        own.or(self.subject.product.and_then(|product| product.item_brand.as_deref()))
    }

    fn category(&self) -> Option<&str> {
        let own = self.subject.line.and_then(Line::category);
        own.or(self.subject.product.and_then(|product| product.item_category.as_deref()))
    }

    fn kept_size(&self) -> Option<&str> {
        let signals = self.subject.input.signals()?;
        Some(signals.kept_size(self.brand(), self.category())?.size.as_str())
    }

    /// "S and M": the sizes of this product in the cart, when there are at least two.
    fn sizes_in_cart(&self) -> Option<String> {
        let line = self.subject.line?;
        let sizes = self.subject.input.cart.sizes_of(&line.item_group_id);
        let (last, first) = sizes.split_last().filter(|(_, first)| !first.is_empty())?;
        let and = match self.language {
            Language::English => " and ",
            Language::German => " und ",
        };
        Some(joined(first, ", ") + and + last)
    }

    /// A count of fit answers, once there are enough to speak of.
    fn fit(&self, count: impl Fn(crate::product::Fit) -> u32) -> Option<String> {
        let fit = self.subject.product?.fit?;
        (f64::from(fit.total()) >= self.subject.settings.floor_fit_answers).then(|| digits(u64::from(count(fit))))
    }
}

fn size_chart(words: &Words<'_>) -> Result<Detail, Cause> {
    let product = words.subject.product.ok_or(Cause::NoSizeChart)?;
    let chart = product.size_chart.as_ref().ok_or(Cause::NoSizeChart)?;
    let how_to_measure =
        chart.how_to_measure.as_ref().map(|text| HowTo { label: words.plain("size_chart.how"), text: text.clone() });
    Ok(Detail::SizeChart {
        title: words.say("size_chart.title").unwrap_or_else(|| words.plain("size_guide.action")),
        unit: if chart.inches { "in" } else { "cm" },
        unit_label: words.plain("size_chart.unit"),
        size_label: words.plain("size_chart.size"),
        columns: chart.columns.clone(),
        rows: chart_rows(chart, words),
        how_to_measure,
    })
}

fn chart_rows(chart: &SizeChart, words: &Words<'_>) -> Vec<ChartRow> {
    let in_cart = match words.subject.line {
        Some(line) => words.subject.input.cart.sizes_of(&line.item_group_id),
        None => Vec::new(),
    };
    let kept = words.kept_size();
    let note = |size: &str| {
        let notes = [
            kept.is_some_and(|kept| same(kept, size)).then(|| words.plain("size_chart.kept")),
            in_cart.iter().any(|own| same(own, size)).then(|| words.plain("size_chart.in_cart")),
        ];
        let notes: Vec<String> = notes.into_iter().flatten().collect();
        (!notes.is_empty()).then(|| joined(&notes, ", "))
    };
    chart
        .rows
        .iter()
        .map(|row| ChartRow { size: row.size.clone(), values: row.values.clone(), note: note(&row.size) })
        .collect()
}

fn review_highlights(words: &Words<'_>) -> Result<Detail, Cause> {
    let reviews = words.subject.product.and_then(|product| product.reviews.as_ref()).ok_or(Cause::TooFewReviews)?;
    let enough = crate::text::count(reviews.items.len()) >= words.subject.settings.floor_reviews;
    let highlights = review::highlights(&reviews.items, &[Aspect::Fit], &Lexicon::shipped()).sentences;
    if !enough || highlights.is_empty() {
        return Err(Cause::TooFewReviews);
    }
    let quotes = highlights
        .into_iter()
        .map(|one| Quote {
            text: one.text.to_owned(),
            rating: one.review.rating,
            stars: one.review.rating.map(|rating| words.say_with("review_highlights.stars", &words.number(rating))),
            size: one.review.size.as_ref().map(|size| words.say_with("review_highlights.size", size)),
            author: one.review.author.clone(),
        })
        .collect();
    let balance = words.say("review_highlights.fit.balance").or_else(|| words.say("review_highlights.rated.balance"));
    Ok(Detail::ReviewHighlights {
        title: words.say("review_highlights.title").unwrap_or_else(|| words.plain("review_highlights.headline")),
        balance: balance.unwrap_or_default(),
        quotes,
        url: reviews.url.clone().or_else(|| words.subject.product?.url.clone()),
        all_label: words.plain("review_highlights.all"),
    })
}

fn chat(words: &Words<'_>) -> Result<Detail, Cause> {
    if !words.subject.input.page.can("chat") {
        return Err(Cause::NoChat);
    }
    Ok(Detail::Chat {
        item_id: words.subject.line.map(|line| line.item_id.clone()),
        item_name: words.subject.line.and_then(|line| line.item_name.clone()),
    })
}
