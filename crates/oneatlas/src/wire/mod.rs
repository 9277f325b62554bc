//! The vendor's JSON, 1:1 by name. Every struct takes missing and unknown keys; see [`lenient`] for the rest.

pub mod account;
pub mod lenient;
pub mod options;
pub mod price;
pub mod request;
pub mod search;
pub mod tracking;
