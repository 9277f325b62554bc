//! Facts that cross to the interface, in the past tense and small: it reads again what it shows.

use ordering::DeskEvent;
use serde::{Deserialize, Serialize};

/// The connection was opened, closed or refused, or the sandbox's clock was moved.
#[derive(Debug, Clone, Serialize, Deserialize, specta::Type, tauri_specta::Event)]
pub struct ConnectionChanged;

/// The list of areas changed.
#[derive(Debug, Clone, Serialize, Deserialize, specta::Type, tauri_specta::Event)]
pub struct AreasChanged;

/// The archive at hand changed.
#[derive(Debug, Clone, Serialize, Deserialize, specta::Type, tauri_specta::Event)]
pub struct ArchiveChanged {
    /// Its revision.
    pub revision: u32,
}

/// The basket changed.
#[derive(Debug, Clone, Serialize, Deserialize, specta::Type, tauri_specta::Event)]
pub struct BasketChanged;

/// Orders changed.
#[derive(Debug, Clone, Serialize, Deserialize, specta::Type, tauri_specta::Event)]
pub struct OrdersChanged {
    /// Which; none means any.
    pub reference: Option<String>,
}

/// Deliveries or downloads changed.
#[derive(Debug, Clone, Serialize, Deserialize, specta::Type, tauri_specta::Event)]
pub struct DeliveriesChanged;

/// The window was asked to close while a request that spends or decides is under way; it waits.
#[derive(Debug, Clone, Serialize, Deserialize, specta::Type, tauri_specta::Event)]
pub struct ClosingWaits;

/// Something that was asked in the background got no answer: a picture, or the states of orders.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type, tauri_specta::Event)]
pub struct Unanswered {
    /// Which picture, as the page asks for it.
    pub picture: Option<String>,
    /// Whether the vendor was reached, and had a fault.
    pub reached: bool,
}

/// Any of them, for whoever carries them out of the program.
#[derive(Debug, Clone)]
pub enum Fact {
    /// See [`ConnectionChanged`].
    Connection,
    /// See [`ClosingWaits`].
    ClosingWaits,
    /// See [`Unanswered`].
    Unanswered(Unanswered),
    /// What the desk reports.
    Desk(DeskEvent),
}
