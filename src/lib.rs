//! cartnudge scores a cart's return risk in the shopper's page, line by line, and shows at most one helpful nudge.
//!
//! The core is pure: no clock, no randomness, no I/O; time, seed and visitor id are arguments, so the same input gives
//! the same output, bit for bit, natively and in WebAssembly. Its modules, in the order of the flow:
//!
//! - what is known: [`cart`], [`customer`], [`product`], [`session`]
//! - what follows from it: [`features`], [`segment`], [`indicator`], [`risk`]
//! - what is shown: [`rules`], [`experiment`], [`decision`], [`nudge`], [`review`], [`messages`]
//! - what composes the stages: [`engine`]
//! - what it would have done with past carts: [`replay`] (native and authoring builds)
//! - what a storefront's page already says of itself: [`source`]
//!
//! Documents are read by [`json`], and what is wrong with them is a [`diagnostic`].

#[cfg(any(not(target_arch = "wasm32"), feature = "authoring"))]
pub mod authoring;
pub mod cart;
pub mod customer;
pub mod decision;
pub mod diagnostic;
pub mod engine;
pub mod event;
pub mod experiment;
#[cfg(any(not(target_arch = "wasm32"), feature = "authoring"))]
pub mod explain;
pub mod features;
mod index;
pub mod indicator;
pub mod json;
pub mod messages;
pub mod money;
pub mod nudge;
pub mod product;
#[cfg(any(not(target_arch = "wasm32"), feature = "authoring"))]
pub mod replay;
pub mod review;
pub mod risk;
pub mod rules;
pub mod segment;
pub mod session;
pub mod settings;
pub mod size;
pub mod source;
pub mod text;
pub mod time;

#[cfg(all(target_arch = "wasm32", feature = "browser"))]
pub mod browser;
#[cfg(target_arch = "wasm32")]
mod wasm;
