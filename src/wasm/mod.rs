//! What JavaScript calls. Only translation: every function here is one native function and its conversions.

#[cfg(feature = "authoring")]
mod authoring;
mod convert;
#[cfg(not(any(feature = "browser", feature = "authoring")))]
mod engine;
#[cfg(feature = "authoring")]
mod simulation;
mod zone;

#[cfg(not(feature = "authoring"))]
pub use convert::to_js;
pub use convert::{error, from_js};
#[cfg(feature = "browser")]
pub use convert::{from_js_limited, to_text};
#[cfg(feature = "browser")]
pub use zone::{unknown_zone, utc_offset};

#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();
