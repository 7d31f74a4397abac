//! Texts about a nudge's subject: placeholders filled, in the shopper's language.

use super::Subject;
use super::advice::Advised;
use crate::cart::Line;
use crate::customer::KeptSize;
use crate::features::Fact;
use crate::messages::{Language, message};
use crate::product::Fit;
use crate::rules::content::{Piece, pieces};
use crate::text::{decimal, digits, joined, same};

/// Texts about a subject, in a language.
pub(super) struct Words<'a> {
    pub subject: &'a Subject<'a>,
    pub language: Language,
    /// The recommended size, where there is one.
    pub advice: Option<&'a Advised>,
}

impl Words<'_> {
    /// A shipped text without placeholders.
    pub fn plain(&self, key: &str) -> String {
        message(key, self.language, self.subject.knowledge.overrides).to_owned()
    }

    /// A shipped text, filled; `None` when a placeholder is unknown.
    pub fn say(&self, key: &str) -> Option<String> {
        self.fill(message(key, self.language, self.subject.knowledge.overrides))
    }

    /// A shipped text whose only placeholder is filled with `value`.
    pub fn say_with(&self, key: &str, value: &str) -> String {
        self.say_each(key, |_| value.to_owned())
    }

    /// A shipped text whose placeholders are filled by name.
    pub fn say_each(&self, key: &str, value: impl Fn(&str) -> String) -> String {
        let mut filled = String::new();
        for piece in pieces(message(key, self.language, self.subject.knowledge.overrides)) {
            match piece {
                Piece::Text(text) => filled.push_str(text),
                Piece::Placeholder(name) => filled.push_str(&value(name)),
            }
        }
        filled
    }

    /// A text with its placeholders filled; `None` when one is unknown.
    pub fn fill(&self, text: &str) -> Option<String> {
        let mut filled = String::new();
        for piece in pieces(text) {
            match piece {
                Piece::Text(text) => filled.push_str(text),
                Piece::Placeholder(name) => filled.push_str(&self.placeholder(name)?),
            }
        }
        Some(filled)
    }

    pub fn placeholder(&self, name: &str) -> Option<String> {
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
            "advised_size" => self.advice.map(|advised| advised.size().to_owned()),
            "sizes_in_cart" => self.sizes_in_cart(),
            "fit_small" => self.fit(|fit| fit.small),
            "fit_true" => self.fit(|fit| fit.true_to_size),
            "fit_large" => self.fit(|fit| fit.large),
            "fit_count" => self.fit(Fit::total),
            "review_count" => self.subject.row.get(Fact::ProductReviewCount).map(|count| decimal(count, 0)),
            "review_average" => self.subject.row.get(Fact::ProductReviewAverage).map(|stars| self.number(stars)),
            _ => None,
        }
    }

    /// A number with at most one decimal, with the language's decimal mark.
    pub fn number(&self, value: f64) -> String {
        let text = decimal(value, 1);
        match self.language {
            Language::English => text,
            Language::German => text.chars().map(|c| if c == '.' { ',' } else { c }).collect(),
        }
    }

    pub fn brand(&self) -> Option<&str> {
        let own = self.subject.line.and_then(|line| line.item_brand.as_deref());
        own.or(self.subject.product.and_then(|product| product.item_brand.as_deref()))
    }

    pub fn category(&self) -> Option<&str> {
        let own = self.subject.line.and_then(Line::category);
        own.or(self.subject.product.and_then(|product| product.item_category.as_deref()))
    }

    pub fn kept_size(&self) -> Option<&str> {
        Some(self.kept()?.size.as_str())
    }

    /// Whether the kept size is of the line's own brand.
    pub fn kept_of_brand(&self) -> bool {
        let own = self.kept().and_then(|kept| kept.brand.as_deref());
        own.zip(self.brand()).is_some_and(|(own, brand)| same(own, brand))
    }

    fn kept(&self) -> Option<&KeptSize> {
        let signals = self.subject.input.signals()?;
        // The reason of an advice is a size that it stands on.
        let counts = |size: &str| self.advice.is_none_or(|advised| advised.places(size));
        signals.kept_size_among(self.brand(), self.category(), counts)
    }

    /// "S and M": the sizes of this product in the cart, when there are at least two.
    pub fn sizes_in_cart(&self) -> Option<String> {
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
    pub fn fit(&self, count: impl Fn(Fit) -> u32) -> Option<String> {
        let fit = self.subject.product?.fit?;
        (f64::from(fit.total()) >= self.subject.settings.floor_fit_answers).then(|| digits(u64::from(count(fit))))
    }
}
