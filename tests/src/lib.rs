//! What the outer rings of the tests share: a driver of the real program in its real webview, and the walks through it.

pub mod access;
pub mod areas;
pub mod choosing;
pub mod driver;
pub mod faults;
pub mod journey;
pub mod person;
pub mod road;
pub mod stage;
pub mod troubles;
