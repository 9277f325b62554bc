//! The basket: scenes over areas, grouped by contract, each group with its options and the few facts an order needs.
//!
//! What is kept is [`stored`]; what is shown is built from it and the vendor's own lists each time ([`view`]), so that a
//! form can't offer what the contract does not.

mod edit;
mod estimates;
mod following;
mod guides;
mod options;
mod payer;
mod pricing;
mod putting_back;
mod request;
mod stored;
mod view;

pub use estimates::Estimate;
pub use following::UnderWay;
pub use options::{Mandatory, OptionCondition, OptionKind, OptionValue, ProductOptions, ProductionOption};
pub use stored::{EndUser, OptionChoice};
pub use view::{Basket, BasketGroup, BasketItem, GroupPatch, Price, PriceLine, Problem};

pub(crate) use following::Following;
pub(crate) use putting_back::TakenOut;
pub(crate) use stored::{StoredGroup, StoredItem};
pub(crate) use view::CREDIT;
#[cfg(test)]
pub(crate) use {following::being_bought, pricing::priced, request::build, stored::Groups};
