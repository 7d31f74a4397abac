//! From a rule that applies to what the shopper sees: a view as data, no HTML. Specific or silent.

mod advice;
mod reviews;
mod size_guide;
mod words;

use crate::cart::Line;
use crate::features::{Fact, Input, Row};
use crate::messages::{Language, Overrides};
use crate::product::Product;
use crate::review::Lexicon;
use crate::rules::NudgeType;
use crate::rules::content::{Content, for_locale};
use crate::settings::Settings;
use crate::size;
use crate::size::advice::Silent;
use serde::Serialize;
use words::Words;

pub use advice::{SizeAdvice, SizeChances, Sure};

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
        /// The recommended size.
        #[serde(skip_serializing_if = "Option::is_none")]
        advice: Option<SizeAdvice>,
        /// Why none is recommended.
        #[serde(skip_serializing_if = "Option::is_none")]
        no_advice: Option<Silent>,
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
    /// Whether it is the recommended size.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub recommended: bool,
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
    /// What it is about: `fit`, `material`, `color`, `quality` or `use`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub aspect: Option<&'static str>,
    /// The words on that, as they stand in the sentence; the first place where they stand is meant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub emphasis: Option<String>,
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
    /// Nothing specific to say.
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

/// What nudges are worded and reckoned with.
#[derive(Clone, Copy)]
pub(crate) struct Knowledge<'a> {
    /// The shop's own texts.
    pub overrides: &'a Overrides,
    /// Words that reviews are read with.
    pub lexicon: &'a Lexicon,
    /// How things are found to fit.
    pub size_model: &'a size::Model,
}

/// What a nudge is about.
pub(crate) struct Subject<'a> {
    pub input: &'a Input,
    pub settings: &'a Settings,
    pub knowledge: Knowledge<'a>,
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
    let advice = match kind {
        NudgeType::SizeGuide => advice::of(subject),
        _ => Err(Silent::NoEvidence),
    };
    let words = Words { subject, language, advice: advice.as_ref().ok() };
    let detail = detail(kind, &words, advice.as_ref().err())?;
    let (headline, body) = match own {
        Some((_, content)) => (words.fill(&content.headline), words.fill(&content.body)),
        None => own_words(kind, &words, &detail).ok_or(Cause::NothingSpecific)?,
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

fn detail(kind: NudgeType, words: &Words<'_>, no_advice: Option<&Silent>) -> Result<Detail, Cause> {
    match kind {
        NudgeType::SizeGuide => size_guide::size_chart(words, no_advice),
        NudgeType::ReviewHighlights => reviews::review_highlights(words),
        NudgeType::ChatPrompt => chat(words),
        _ => Err(Cause::TypeNotShown),
    }
}

/// Headline and body where the rule has no words of its own; `None` when there is nothing specific.
fn own_words(kind: NudgeType, words: &Words<'_>, detail: &Detail) -> Option<(Option<String>, Option<String>)> {
    if let Detail::SizeChart { advice: Some(advice), .. } = detail {
        return Some((Some(advice.headline.clone()), Some(advice.reason.clone())));
    }
    let (headline, body) = message_keys(kind, words)?;
    Some((words.say(headline), words.say(body)))
}

fn message_keys(kind: NudgeType, words: &Words<'_>) -> Option<(&'static str, &'static str)> {
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

fn chat(words: &Words<'_>) -> Result<Detail, Cause> {
    if !words.subject.input.page.can("chat") {
        return Err(Cause::NoChat);
    }
    Ok(Detail::Chat {
        item_id: words.subject.line.map(|line| line.item_id.clone()),
        item_name: words.subject.line.and_then(|line| line.item_name.clone()),
    })
}
