//! Orders and quotations, from the review to the delivery.
//!
//! - [`review`]: one page that freezes what will be sent;
//! - [`sending`]: confirming a review;
//! - [`runner`]: the one road of all four acts, and the one place where a request that spends leaves this computer;
//! - `judging`: what is judged once more just before; `keeping`: what it leaves in the record;
//! - [`verdict`]: what an answer means;
//! - [`reconcile`]: looking for what became of a request without a clear answer, by reading only; `decided`: the same of a
//!   decision on a quotation;
//! - [`tracking`]: how far the vendor is;
//! - [`quotations`]: accept, refuse; `offers`: what the vendor offers now; [`documents`]: the PDFs;
//! - [`shown`]: what the interface shows of all this.

mod acts;
pub mod again;
mod decided;
pub mod documents;
mod judging;
mod keeping;
pub mod limits;
#[cfg(test)]
mod model;
mod offers;
pub mod owned;
pub mod quotations;
pub mod reconcile;
pub mod review;
pub mod runner;
pub mod sending;
pub mod shown;
pub mod tracking;
pub mod verdict;

pub use acts::{ConfirmedOffer, Consent};
pub use limits::MonthSpending;
pub use owned::{AlreadyOrdered, EarlierState, OrderedScene, Unseen};
pub(crate) use review::FrozenReview;
pub use review::Review;
pub use shown::{OrderDetail, OrderItem, OrderState, OrderSummary, PendingDecision, TimelineEntry};
pub use tracking::{FollowProblem, Followed, RemoteOrder};
