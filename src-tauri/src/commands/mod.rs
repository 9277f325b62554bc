//! The commands of the border, a file per noun. Each unpacks, calls the desk, and converts; none decides.

pub mod account;
pub mod archive;
pub mod areas;
pub mod basket;
pub mod connection;
pub mod deliveries;
pub mod dto;
pub mod orders;
pub mod quotations;
pub mod settings;

use crate::error::AppError;

/// What every command answers with.
pub(crate) type Answer<T> = Result<T, AppError>;
