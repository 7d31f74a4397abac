//! Size advice: how a product will be found to fit, and which size suits this shopper.
//!
//! - what is counted: [`Answers`], and the [`Evidence`] that they and a shopper's history are
//! - how likely each answer is: [`Model`], a logistic model over that evidence, in one small document
//! - where a name of a size stands on its scale: [`system`]
//! - which of the sizes on offer to take: [`advice`]
//! - what measures of a body say (native builds): [`body`]
//! - past feedback, told again in its order (native builds): [`feedback`]
//! - how good predictions of it were (native builds): [`measured`]
//!
//! Sizes are positions in **steps**: neighbouring sizes of one scale are one step apart.

pub mod advice;
mod answers;
#[cfg(not(target_arch = "wasm32"))]
pub mod body;
mod evidence;
#[cfg(not(target_arch = "wasm32"))]
pub mod feedback;
#[cfg(not(target_arch = "wasm32"))]
pub mod measured;
pub mod measures;
mod model;
mod starter;
pub mod system;

pub use answers::Answers;
pub use evidence::{Evidence, FEATURES, Features, SizeAnswers};
pub use model::{Chances, Model};
pub use starter::starter;
