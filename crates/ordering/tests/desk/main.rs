//! The desk against the sandbox: the journey, and what happens to money when the network fails. What the sandbox really
//! did is read from its control address.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking, also in what its cases share"
)]

mod basket;
mod earlier;
mod following;
mod journey;
mod limits;
mod one_road;
mod quotations;
mod record;
mod review;
mod unknown;
mod world;
