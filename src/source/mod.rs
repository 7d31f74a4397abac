//! What a storefront's page already says about itself: analytics pushes and structured data.
//!
//! Pure reducers and readers; the browser shell feeds them what it finds in the page.

pub mod compare;
pub mod ga4;
pub mod json_ld;
