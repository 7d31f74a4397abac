//! How many reviews praise and criticise what.

use crate::product::Fit;
use crate::review::aspect::Aspect;
use crate::review::lexicon::Sizing;
use crate::review::polarity::{Polarity, Reading};

/// Reviews by what they hold of one aspect. A review counts once, however many sentences it has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Opinion {
    /// Reviews that only praise it.
    pub praise: u32,
    /// Reviews that only criticise it.
    pub critique: u32,
    /// Reviews that do both.
    pub mixed: u32,
}

impl Opinion {
    /// Reviews that hold something of it.
    #[must_use]
    pub fn total(self) -> u32 {
        self.praise + self.critique + self.mixed
    }

    pub(super) fn count(&mut self, polarity: Polarity) {
        match polarity {
            Polarity::Praise => self.praise += 1,
            Polarity::Critique => self.critique += 1,
            Polarity::Mixed => self.mixed += 1,
            Polarity::Neutral => {}
        }
    }

    pub(super) fn plus(self, other: Opinion) -> Self {
        Opinion {
            praise: self.praise + other.praise,
            critique: self.critique + other.critique,
            mixed: self.mixed + other.mixed,
        }
    }
}

/// What the reviews hold of each aspect.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Opinions {
    by_aspect: [Opinion; Aspect::ALL.len()],
    /// Reviews that say how the size turns out; one that says several things is in none of these.
    pub fit: Fit,
}

/// "31 of 44 say true to size."
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FitShare {
    /// What most of them say.
    pub sizing: Sizing,
    /// How many say it, of `of`.
    pub count: u32,
    /// How many say how the size turns out.
    pub of: u32,
}

/// What most say of the size; `None` when fewer than `floor` say anything of it, or no answer leads.
#[must_use]
pub fn fit_share(fit: Fit, floor: f64) -> Option<FitShare> {
    let counts = [(Sizing::Small, fit.small), (Sizing::True, fit.true_to_size), (Sizing::Large, fit.large)];
    let of = fit.total();
    let most = counts.into_iter().map(|(_, count)| count).max().unwrap_or(0);
    let mut leading = counts.into_iter().filter(|(_, count)| *count == most);
    let (sizing, count) = leading.next().filter(|_| most > 0 && f64::from(of) >= floor)?;
    leading.next().is_none().then_some(FitShare { sizing, count, of })
}

impl Opinions {
    /// What the reviews hold of an aspect.
    #[must_use]
    pub fn of(&self, aspect: Aspect) -> Opinion {
        self.by_aspect.get(aspect as usize).copied().unwrap_or_default()
    }

    /// Counts a review by its sentences.
    pub(super) fn count(&mut self, readings: &[Reading]) {
        for (aspect, opinion) in Aspect::ALL.into_iter().zip(&mut self.by_aspect) {
            let said = readings.iter().filter_map(|reading| reading.mention(aspect));
            opinion.count(together(said.map(|mention| mention.polarity)));
        }
        let mut sizings = readings.iter().filter_map(|reading| reading.sizing);
        let Some(first) = sizings.next() else { return };
        if sizings.any(|other| other != first) {
            return;
        }
        match first {
            Sizing::Small => self.fit.small += 1,
            Sizing::True => self.fit.true_to_size += 1,
            Sizing::Large => self.fit.large += 1,
        }
    }
}

/// What several sentences hold together.
pub(super) fn together(polarities: impl Iterator<Item = Polarity>) -> Polarity {
    polarities.fold(Polarity::Neutral, |all, one| match (all, one) {
        (all, Polarity::Neutral) => all,
        (Polarity::Neutral, one) => one,
        (all, one) if all == one => all,
        _ => Polarity::Mixed,
    })
}
