//! What the outer rings of the tests share: a driver of the real program in its real webview.

pub mod driver;
pub mod journey;
pub mod stage;
