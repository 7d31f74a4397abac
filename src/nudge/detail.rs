//! What a nudge's main action opens, as data.

use super::advice::SizeAdvice;
use crate::size::advice::Silent;
use serde::Serialize;

/// What the main action opens.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Detail {
    /// A dialog with the size chart.
    SizeChart(Box<SizeChartDetail>),
    /// A dialog with the sizes of one product in the cart, side by side.
    SizeComparison(Box<SizeComparisonDetail>),
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
    /// A dialog with facts of the product: specification, what it works with, care.
    ProductDetails {
        /// Heading of the dialog.
        title: String,
        /// What there is to know, by subject.
        sections: Vec<Section>,
        /// The product's page.
        #[serde(skip_serializing_if = "Option::is_none")]
        url: Option<String>,
        /// Label of the link there.
        page_label: String,
    },
    /// A dialog with things to look at: what goes with the product, how it is used.
    Links {
        /// Heading of the dialog.
        title: String,
        /// The things.
        items: Vec<LinkItem>,
    },
    /// The shop's virtual try-on.
    TryOn {
        /// The item.
        item_id: String,
        /// Its name.
        #[serde(skip_serializing_if = "Option::is_none")]
        item_name: Option<String>,
        /// Its 3D model.
        #[serde(skip_serializing_if = "Option::is_none")]
        model_url: Option<String>,
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
    /// The shop's direct line.
    Line {
        /// As people read it.
        label: String,
        /// What the action leads to.
        url: String,
    },
}

impl Detail {
    /// Whether the main action opens a dialog of the nudge's own.
    #[must_use]
    pub fn opens_dialog(&self) -> bool {
        !matches!(self, Detail::TryOn { .. } | Detail::Chat { .. } | Detail::Line { .. })
    }
}

/// The size chart.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SizeChartDetail {
    /// Heading of the dialog.
    pub title: String,
    /// `cm` or `in`: the unit of the values.
    pub unit: &'static str,
    /// Label of the unit switch.
    pub unit_label: String,
    /// Heading of the first column.
    pub size_label: String,
    /// Headings of the other columns.
    pub columns: Vec<String>,
    /// One row a size.
    pub rows: Vec<ChartRow>,
    /// The recommended size.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub advice: Option<SizeAdvice>,
    /// Why none is recommended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub no_advice: Option<Silent>,
    /// What the shopper kept, to compare with; absent when none of it has a place in the chart.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub compare: Option<Compare>,
    /// The shopper's own measurements.
    pub measures: MeasuresForm,
    /// How to measure, with its label.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub how_to_measure: Option<HowTo>,
}

/// Something kept to compare with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Compare {
    /// Label of the choice.
    pub label: String,
    /// The choice of none.
    pub none: String,
    /// What is said at the chosen row.
    pub note: String,
    /// What was kept, each with the row that is the same size.
    pub kept: Vec<KeptItem>,
}

/// Something that the shopper kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct KeptItem {
    /// In words.
    pub label: String,
    /// The size of this chart that is the same.
    pub size: String,
}

/// Where the shopper's own measurements are typed in.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct MeasuresForm {
    /// Its label.
    pub label: String,
    /// Where they stay.
    pub note: String,
    /// One field a column of the chart: the value in centimetres, where known.
    pub values: Vec<Option<f64>>,
    /// What is said at the row that they belong to.
    pub measured: String,
    /// What is said when there is none.
    pub none: String,
    /// What is said of a measure that no body has, in centimetres and in inches.
    pub bad: [String; 2],
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

/// Sizes of one product in the cart, side by side.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SizeComparisonDetail {
    /// Heading of the dialog.
    pub title: String,
    /// The recommended size, which may be another than those in the cart, and what the chances stand on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub advice: Option<SizeAdvice>,
    /// Why no chances are told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub no_advice: Option<Silent>,
    /// `cm` or `in`: the unit of the values.
    pub unit: &'static str,
    /// Names of the measures; empty without a chart.
    pub columns: Vec<String>,
    /// The sizes, in cart order.
    pub sizes: Vec<ComparedSize>,
    /// Label of the way to keep all; absent where the page can't change the cart.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub keep_all: Option<String>,
    /// What is said when the cart couldn't be changed.
    pub failed: String,
}

/// One of the sizes that are compared.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ComparedSize {
    /// The size.
    pub size: String,
    /// The cart's items of it.
    pub item_ids: Vec<String>,
    /// How likely it is true to size, 0 to 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chance: Option<f64>,
    /// The same in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verdict: Option<String>,
    /// Why it stands out, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// From and to for each measure.
    pub values: Vec<Option<(f64, f64)>>,
    /// Label of the way to keep it; absent where the page can't change the cart.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub keep: Option<String>,
    /// What is said when it was kept.
    pub kept: String,
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

/// Facts of a product on one subject.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Section {
    /// The subject.
    pub label: String,
    /// Its facts.
    pub rows: Vec<Fact>,
}

/// A fact of a product.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fact {
    /// What it is about; absent for a sentence.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The fact.
    pub value: String,
}

/// A thing to look at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LinkItem {
    /// What it is called.
    pub name: String,
    /// Where it is.
    pub url: String,
    /// Its picture.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image_url: Option<String>,
    /// How long it takes, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}
