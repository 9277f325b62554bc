//! A typed async client of the Airbus OneAtlas pay-per-order API, useful on its own.
//!
//! Three clients live here, because three different promises are made:
//! - [`Client`] reads: contracts, options, the catalogue, prices, tracking. It retries what changes nothing.
//! - [`MoneyClient`] spends: orders, quotations, accept, refuse. It sends once and reports exactly what it saw.
//! - downloads and pictures go through [`Client::fetch_picture`] and [`Client::download`], which treat every link in
//!   an answer as untrusted.
//!
//! The bearer token leaves for the configured [`Hosts`] only, whatever a link says; see [`Hosts::may_bear_token`].
//!
//! Wire types in [`wire`] carry the vendor's own names and tolerate what the API is known to answer: unknown and
//! missing keys, numbers as text, an object where a list is documented.

mod answer;
mod api;
mod client;
mod error;
mod hosts;
mod money;
mod token;
pub mod wire;

pub use api::download::{Download, Ending, Restart, ResumePoint};
pub use client::{Client, ClientBuilder};
pub use error::{Error, ErrorKind, VendorError};
pub use hosts::{HostError, Hosts};
pub use money::{MoneyClient, MoneyRequest, Sent};
