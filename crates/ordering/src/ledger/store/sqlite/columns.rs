//! The columns of each table by name, in both directions.

use rusqlite::types::ValueRef;
use rusqlite::{Connection, Row, ToSql};

use crate::ledger::LedgerError;
use crate::ledger::store::{DecisionRow, DocumentRow, EntryRow, IntentRow, RequestRow, RowKey};

/// A row of a table.
pub(super) trait Stored: Sized {
    const TABLE: &'static str;
    /// The column that tells rows apart.
    const KEY: &'static str;
    /// Whether the database gives the key to a new row.
    const NUMBERED: bool;

    fn read(row: &Row<'_>) -> rusqlite::Result<Self>;
    fn columns(&self) -> Vec<(&'static str, &dyn ToSql)>;
    /// The key of a row that may not be readable otherwise.
    fn key_of(row: &Row<'_>) -> RowKey;
}

/// Adds a row; the number that the database gave it, where it gives one.
pub(super) fn insert<T: Stored>(db: &Connection, row: &T) -> Result<i64, LedgerError> {
    let mut columns = row.columns();
    columns.retain(|(name, _)| !(T::NUMBERED && *name == T::KEY));
    let names: Vec<&str> = columns.iter().map(|(name, _)| *name).collect();
    let marks: Vec<String> = (1..=columns.len()).map(|place| format!("?{place}")).collect();
    let sql = format!("INSERT INTO {} ({}) VALUES ({})", T::TABLE, names.join(", "), marks.join(", "));
    let values: Vec<&dyn ToSql> = columns.iter().map(|(_, value)| *value).collect();
    db.prepare_cached(&sql)?.execute(values.as_slice())?;
    Ok(db.last_insert_rowid())
}

/// Replaces the row of the same key.
pub(super) fn replace<T: Stored>(db: &Connection, row: &T) -> Result<(), LedgerError> {
    let columns = row.columns();
    let set: Vec<String> =
        columns.iter().enumerate().map(|(place, (name, _))| format!("{name} = ?{}", place + 1)).collect();
    let place = columns.iter().position(|(name, _)| *name == T::KEY).unwrap_or_default() + 1;
    let sql = format!("UPDATE {} SET {} WHERE {} = ?{place}", T::TABLE, set.join(", "), T::KEY);
    let values: Vec<&dyn ToSql> = columns.iter().map(|(_, value)| *value).collect();
    match db.prepare_cached(&sql)?.execute(values.as_slice())? {
        1 => Ok(()),
        _ => Err(LedgerError::Unknown(format!("row of {}", T::TABLE))),
    }
}

fn number(row: &Row<'_>, name: &str) -> i64 {
    row.get(name).unwrap_or_default()
}

fn text(row: &Row<'_>, name: &str) -> String {
    match row.get_ref(name) {
        Ok(ValueRef::Text(bytes) | ValueRef::Blob(bytes)) => String::from_utf8_lossy(bytes).into_owned(),
        _ => String::new(),
    }
}

/// One list of columns for reading and writing, so that the two can't differ.
macro_rules! stored {
    ($row:ident in $table:literal by $key:ident, $numbered:literal, $name:expr; $($column:ident)*) => {
        impl Stored for $row {
            const TABLE: &'static str = $table;
            const KEY: &'static str = stringify!($key);
            const NUMBERED: bool = $numbered;

            fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
                Ok($row { $($column: row.get(stringify!($column))?,)* })
            }

            fn columns(&self) -> Vec<(&'static str, &dyn ToSql)> {
                vec![$((stringify!($column), &self.$column as &dyn ToSql),)*]
            }

            fn key_of(row: &Row<'_>) -> RowKey {
                let name: fn(&Row<'_>) -> RowKey = $name;
                name(row)
            }
        }
    };
}

stored!(IntentRow in "intents" by reference, false, |row| RowKey::Intent(text(row, "reference"));
    reference kind state contract_id contract_name backend body sha256 amount currency credit_before workspace what
    items areas drawn_km2 billed_km2 created_at changed_at message quotation_id sales_order_id progress expires looks
    next_look basket turned_up why offer booked sent_at);

stored!(DecisionRow in "decisions" by id, true, |row| RowKey::Decision(number(row, "id"));
    id reference kind quotation_id reason_id amount state created_at message currency version why sent_at);

stored!(RequestRow in "requests" by id, true, |row| RowKey::Request(number(row, "id"));
    id reference method path body sha256 sent_at status answer outcome decision technical);

stored!(DocumentRow in "documents" by id, true, |row| RowKey::Document(number(row, "id"));
    id quotation_id version sha256 byte_count fetched_at);

stored!(EntryRow in "journal" by seq, false, |row| RowKey::Entry(number(row, "seq"));
    seq form at reference event detail previous hash);
