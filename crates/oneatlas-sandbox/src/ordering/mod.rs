//! Prices, quotations and orders.
//!
//! [`request`] reads a body and refuses what is wrong with it, in the vendor's order of checks; [`price`] says what it
//! costs; [`handlers`] change the books.

mod handlers;
mod price;
mod request;

pub(crate) use handlers::{accept, export, order, prices, quotation, refuse};
