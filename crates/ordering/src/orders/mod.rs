//! Orders and quotations, from the review to the delivery.
//!
//! - [`review`]: one page that freezes what will be sent;
//! - [`sending`]: the one place where a request that spends leaves this computer;
//! - [`verdict`]: what an answer means;
//! - [`reconcile`]: looking for what became of a request without a clear answer, by reading only;
//! - [`tracking`]: how far the vendor is;
//! - [`quotations`]: the document, accept, refuse;
//! - [`shown`]: what the interface shows of all this.

pub mod again;
pub mod limits;
pub mod owned;
pub mod quotations;
pub mod reconcile;
pub mod review;
pub mod sending;
pub mod shown;
pub mod timeline;
mod tracking;
pub mod verdict;

pub use owned::{AlreadyOrdered, EarlierState};
pub(crate) use review::FrozenReview;
pub use review::Review;
pub use shown::{OrderDetail, OrderItem, OrderState, OrderSummary, PendingDecision, TimelineEntry, Tone};
pub use tracking::RemoteOrder;
