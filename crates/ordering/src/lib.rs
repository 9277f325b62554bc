//! What the desk does: connections, areas, the archive at hand, basket, options, price, send-once, quotations,
//! tracking, deliveries. No window, no Tauri.
//!
//! Start at [`Desk`]. An order is sent in [`orders::runner`] and nowhere else; what may be sent, and when, is the table
//! in [`ledger`].

mod areas;
mod basket;
mod catalogue;
mod deliveries;
mod desk;
mod drive;
mod error;
pub mod files;
mod geopackage;
mod keychain;
pub mod ledger;
mod money;
pub mod orders;
mod records;
mod reference;
mod search;
mod store;
mod under_way;

pub use areas::{
    AREA_COLORS, AREA_ENDINGS, Area, BilledArea, FileReading, NewArea, read_area_files, write_areas,
};
pub use basket::{
    Basket, BasketGroup, BasketItem, EndUser, Estimate, GroupPatch, Mandatory, OptionChoice, OptionCondition,
    OptionKind, OptionValue, Price, PriceLine, Problem, ProductOptions, ProductionOption, UnderWay,
};
pub use catalogue::{Choice, Contract, Market, ProductType, Workspace};
pub use deliveries::{Delivery, DeliveryState, DownloadProgress, FileFlaw, RestartReason, Wholeness};
pub use desk::{ANSWER_PATIENCE, Desk, DeskEvent, Outside, RETRY_PAUSE, SendPoint, Target};
pub use error::DeskError;
pub use keychain::{KeyStore, KeychainAnchor, KeychainError, OsKeychain};
pub use money::{Backend, Environment, SpendKind, SpendingRules};
pub use orders::{
    AlreadyOrdered, ConfirmedOffer, Consent, EarlierState, FollowProblem, Followed, MonthSpending,
    OrderDetail, OrderItem, OrderState, OrderSummary, OrderedScene, PendingDecision, RemoteOrder, Review,
    TimelineEntry, Unseen,
};
pub use search::{
    KeptSearch, MOST_AREAS, PAGES_AT_ONCE, SCENES_PER_PAGE, SearchOutcome, SearchProgress, SearchRequest,
};
pub use under_way::{ActUnderWay, ActsUnderWay};
