//! Downloads from a vendor that lies: other versions, wrong offsets, sizes that shrink, ends that are none. Each test says
//! what lies in the folder at the end. What is called downloaded is whole and of one version.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking, also in what its cases share"
)]

mod complete;
mod disk;
mod resume;
mod stop;
mod vendor;
mod workspace;
