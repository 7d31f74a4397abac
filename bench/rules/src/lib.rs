//! Matching rules without the rest of a decision, for `npm run bench:rules`. No shipped module has this entry.

#[cfg(target_arch = "wasm32")]
mod matching;
