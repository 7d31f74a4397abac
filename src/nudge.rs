//! From a rule that applies to what the shopper sees: a view as data, no HTML. Specific or silent.

mod advice;
mod contact;
mod detail;
mod product;
mod reviews;
#[cfg(test)]
pub(crate) mod sample;
mod size_comparison;
mod size_guide;
mod words;

use crate::cart::Line;
use crate::features::{Fact, Input, Row};
use crate::messages::{Overrides, Value};
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
pub use detail::{
    ChartRow, Compare, ComparedSize, Detail, Fact as DetailFact, HowTo, KeptItem, LinkItem, MeasuresForm, Quote,
    Section, SizeChartDetail, SizeComparisonDetail,
};

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
    /// The cart holds one size of the product only, or too many to compare.
    OneSizeInCart,
    /// The product has no such details: no specification, no care notes, nothing that goes with it.
    NoDetails,
    /// The shop has no chat.
    NoChat,
    /// The shop has no direct line.
    NoLine,
    /// The shop has no virtual try-on, or the product no model for it.
    NoTryOn,
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
    /// The same reason was told in this session.
    Reason,
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
    let language = subject.knowledge.overrides.language(tag.or(locale), subject.default_locale);
    let advice = match kind {
        NudgeType::SizeGuide | NudgeType::SizeComparison => advice::of(subject),
        // Not asked, so not known: measurements alone don't name a size that the history may deny.
        _ => Err(Silent::Unsure),
    };
    let of_rule = own.map(|(tag, content)| (tag, content.messages.as_slice()));
    let words = Words { subject, language, of_rule, advice: advice.as_ref().map_err(|silent| *silent) };
    let detail = detail(kind, &words)?;
    let tag = tag.unwrap_or(language.tag);
    let (headline, body) = match own {
        Some((_, content)) => (words.fill(&content.headline, tag), words.fill(&content.body, tag)),
        None => own_words(kind, &words, &detail).ok_or(Cause::NothingSpecific)?,
    };
    let action = match own.map(|(_, content)| content.action.as_str()).filter(|action| !action.is_empty()) {
        Some(action) => words.fill(action, tag),
        None => words.say(&[kind.name(), ".action"].concat()),
    };
    Ok(View {
        locale: tag.to_owned(),
        headline: headline.ok_or(Cause::UnknownPlaceholder)?,
        body: body.ok_or(Cause::UnknownPlaceholder)?,
        action: action.ok_or(Cause::UnknownPlaceholder)?,
        detail,
        labels: Labels { region: words.plain("region"), close: words.plain("close"), dismiss: words.plain("dismiss") },
    })
}

fn detail(kind: NudgeType, words: &Words<'_>) -> Result<Detail, Cause> {
    match kind {
        NudgeType::SizeGuide => size_guide::size_chart(words),
        NudgeType::SizeComparison => size_comparison::size_comparison(words),
        NudgeType::ReviewHighlights => reviews::review_highlights(words),
        NudgeType::ProductDetails => product::product_details(words),
        NudgeType::VirtualTryOn => contact::virtual_try_on(words),
        NudgeType::StylingHelp => product::styling_help(words),
        NudgeType::ChatPrompt => contact::chat(words),
        NudgeType::DedicatedLine => contact::dedicated_line(words),
        NudgeType::CareInstructions => product::care_instructions(words),
        NudgeType::UsageGuide => product::usage_guide(words),
        NudgeType::OrderSupport | NudgeType::FollowUp | NudgeType::StyleSuggestions | NudgeType::CommunityInvite => {
            Err(Cause::TypeNotShown)
        }
    }
}

/// Headline and body where the rule has no words of its own; `None` when there is nothing specific.
fn own_words(kind: NudgeType, words: &Words<'_>, detail: &Detail) -> Option<(Option<String>, Option<String>)> {
    if let Detail::SizeChart(chart) = detail
        && let Some(advice) = &chart.advice
    {
        return Some((Some(advice.headline.clone()), Some(advice.reason.clone())));
    }
    let (headline, body) = message_keys(kind, words)?;
    Some((words.say(headline), words.say(body)))
}

fn message_keys(kind: NudgeType, words: &Words<'_>) -> Option<(&'static str, &'static str)> {
    let row = words.subject.row;
    let mostly = |fact: Fact| row.get(fact).is_some_and(|share| share > 0.5);
    Some(match kind {
        NudgeType::SizeGuide if row.get(Fact::LineSizeCount).is_some_and(|count| count > 1.0) => {
            ("size_guide.two_sizes.headline", "size_guide.two_sizes.body")
        }
        NudgeType::SizeGuide if row.get(Fact::LineKeptSizeMatch) == Some(0.0) => {
            ("size_guide.kept_other.headline", "size_guide.kept_other.body")
        }
        NudgeType::SizeGuide if mostly(Fact::ProductRunsSmall) => {
            ("size_guide.runs_small.headline", "size_guide.runs_small.body")
        }
        NudgeType::SizeGuide if mostly(Fact::ProductRunsLarge) => {
            ("size_guide.runs_large.headline", "size_guide.runs_large.body")
        }
        NudgeType::SizeComparison => ("size_comparison.headline", "size_comparison.body"),
        NudgeType::ReviewHighlights if mostly(Fact::ProductTrueToSize) => {
            ("review_highlights.headline", "review_highlights.fit.body")
        }
        NudgeType::ReviewHighlights => ("review_highlights.headline", "review_highlights.rated.body"),
        NudgeType::ChatPrompt if words.subject.line.is_some() => ("chat_prompt.item.headline", "chat_prompt.body"),
        NudgeType::ChatPrompt => ("chat_prompt.cart.headline", "chat_prompt.body"),
        NudgeType::DedicatedLine if words.placeholder("line_hours").is_some() => {
            ("dedicated_line.headline", "dedicated_line.hours.body")
        }
        NudgeType::DedicatedLine => ("dedicated_line.headline", "dedicated_line.body"),
        NudgeType::ProductDetails => ("product_details.headline", "product_details.body"),
        NudgeType::VirtualTryOn => ("virtual_try_on.headline", "virtual_try_on.body"),
        NudgeType::StylingHelp => ("styling_help.headline", "styling_help.body"),
        NudgeType::UsageGuide => ("usage_guide.headline", "usage_guide.body"),
        NudgeType::CareInstructions => ("care_instructions.headline", "care_instructions.body"),
        _ => return None,
    })
}

/// Values of a text with one name.
fn named(name: &'static str, value: Value) -> impl Fn(&str) -> Option<Value> {
    move |wanted| (wanted == name).then(|| value.clone())
}
