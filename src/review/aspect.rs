//! What a sentence is about.

/// A side of a product that buyers speak of and that carts raise questions about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Aspect {
    /// Size, length, width, how it sits; of furniture, its size.
    Fit,
    /// What it is made of and how that feels or smells.
    Material,
    /// Its color, against the picture and over time.
    Color,
    /// Workmanship, wear, what became of it in the wash, defects.
    Quality,
    /// Occasions, comfort, handling, care, assembly.
    Use,
}

impl Aspect {
    /// All of them, in the order in which counts are listed.
    pub const ALL: [Aspect; 5] = [Aspect::Fit, Aspect::Material, Aspect::Color, Aspect::Quality, Aspect::Use];

    /// Its name in documents.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Aspect::Fit => "fit",
            Aspect::Material => "material",
            Aspect::Color => "color",
            Aspect::Quality => "quality",
            Aspect::Use => "use",
        }
    }

    /// The aspect of a name.
    #[must_use]
    pub fn of(name: &str) -> Option<Self> {
        Aspect::ALL.into_iter().find(|aspect| aspect.name() == name)
    }
}

/// Some of the aspects.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Aspects(u8);

impl Aspects {
    /// Adds an aspect.
    pub fn add(&mut self, aspect: Aspect) {
        self.0 |= 1 << aspect as u8;
    }

    /// Whether the aspect is among them.
    pub fn has(self, aspect: Aspect) -> bool {
        self.0 & 1 << aspect as u8 != 0
    }

    /// All that are in either.
    pub fn with(self, other: Aspects) -> Self {
        Aspects(self.0 | other.0)
    }

    /// Whether there are none.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }
}
