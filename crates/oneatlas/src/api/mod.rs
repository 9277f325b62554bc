//! The calls, grouped as the vendor groups them.

mod account;
mod catalogue;
pub(crate) mod download;
mod orders;
mod reach;
