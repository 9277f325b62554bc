//! What is learned of an intent after it was sent, and what is read.

use super::intent::{from_json, to_json};
use super::journal::JournalEvent;
use super::store::{DocumentRow, IntentRow, RowKey};
use super::writing::Writing;
use super::{
    Document, Evidence, Intent, Ledger, LedgerError, Offer, Progress, Source, UnreadableOrder, unreadable,
};

impl IntentRow {
    /// Keeps an offer; the entry that tells of it when anything differs.
    pub(super) fn take_offer(&mut self, offer: &Offer) -> Result<Option<JournalEvent>, LedgerError> {
        let was: Option<Offer> = self.offer.as_deref().map(|text| from_json(text, "offer")).transpose()?;
        if was.as_ref() == Some(offer) {
            return Ok(None);
        }
        self.offer = Some(to_json(offer)?);
        if offer.expires.is_some() {
            self.expires.clone_from(&offer.expires);
        }
        Ok(Some(JournalEvent::Offered { was, now: offer.clone() }))
    }
}

/// Moves an order on to a progress, with what else was learned of it; says whether anything is new.
pub(super) fn progressed(
    writing: &mut Writing<'_>,
    reference: &str,
    progress: Progress,
    source: &Source,
    learn: impl FnOnce(&mut IntentRow),
) -> Result<bool, LedgerError> {
    let before = writing.intent(reference)?;
    let mut row = before.clone();
    row.progress = Some(progress.as_str().to_owned());
    if row.progress != before.progress {
        row.changed_at.clone_from(&writing.at);
    }
    learn(&mut row);
    if row == before {
        return Ok(false);
    }
    writing.put_intent(&row)?;
    writing.append(Some(reference), &JournalEvent::Progressed { progress, source: source.clone() })?;
    Ok(true)
}

impl Ledger {
    /// Keeps what tracking learned of a confirmed intent; says whether anything is new.
    ///
    /// # Errors
    /// When the record cannot be written.
    pub fn track(
        &self,
        reference: &str,
        progress: Progress,
        sales_order_id: Option<&str>,
        expires: Option<&str>,
        source: &Source,
    ) -> Result<bool, LedgerError> {
        self.write(|writing| {
            progressed(writing, reference, progress, source, |row| {
                if let Some(sales_order_id) = sales_order_id {
                    row.sales_order_id = Some(sales_order_id.to_owned());
                }
                if let Some(expires) = expires {
                    row.expires = Some(expires.to_owned());
                }
            })
        })
    }

    /// Keeps what the vendor offers now; says whether anything differs from before.
    ///
    /// # Errors
    /// When the record cannot be written.
    pub fn offered(&self, reference: &str, offer: &Offer) -> Result<bool, LedgerError> {
        self.write(|writing| {
            let mut row = writing.intent(reference)?;
            let Some(offered) = row.take_offer(offer)? else { return Ok(false) };
            writing.put_intent(&row)?;
            writing.append(Some(reference), &offered)?;
            Ok(true)
        })
    }

    /// Notes that an unknown outcome, of the order or of a decision on its quotation, was looked for and not found, and
    /// when it is looked for next (RFC 3339).
    ///
    /// # Errors
    /// When the record cannot be written.
    pub fn looked(&self, reference: &str, next: &str, evidence: &Evidence) -> Result<(), LedgerError> {
        self.write(|writing| {
            let mut row = writing.intent(reference)?;
            row.looks = row.looks.saturating_add(1);
            row.next_look = Some(next.to_owned());
            writing.put_intent(&row)?;
            writing.append(Some(reference), &JournalEvent::Looked { evidence: evidence.clone() })
        })
    }

    /// Notes that the scenes of an order were put into the basket again, under another reference.
    ///
    /// # Errors
    /// When the record cannot be written.
    pub fn reordered(&self, reference: &str, as_reference: &str) -> Result<(), LedgerError> {
        self.write(|writing| {
            writing.intent(reference)?;
            let again = JournalEvent::OrderedAgain { as_reference: as_reference.to_owned() };
            writing.append(Some(reference), &again)
        })
    }

    /// One intent.
    ///
    /// # Errors
    /// When the record cannot be read.
    pub fn intent(&self, reference: &str) -> Result<Option<Intent>, LedgerError> {
        self.read(|reader| reader.intent(reference)?.map(Intent::try_from).transpose())
    }

    /// All intents, newest first. One row that can't be read makes it fail: whatever judges an act reads this, since what that
    /// row holds may stand against it.
    ///
    /// # Errors
    /// When the record, or any row of it, cannot be read.
    pub fn intents(&self) -> Result<Vec<Intent>, LedgerError> {
        self.read(|reader| {
            let rows = reader.intents()?.into_iter();
            let mut intents: Vec<Intent> =
                rows.map(|row| Intent::try_from(row.map_err(unreadable)?)).collect::<Result<_, _>>()?;
            newest_first(&mut intents);
            Ok(intents)
        })
    }

    /// The intents that can be read, newest first, and the rows that can't. For what is shown and followed; nothing that
    /// spends is judged by it.
    ///
    /// # Errors
    /// When the record cannot be read.
    pub fn readable_intents(&self) -> Result<(Vec<Intent>, Vec<UnreadableOrder>), LedgerError> {
        self.read(|reader| {
            let (mut intents, mut unreadable) = (Vec::new(), Vec::new());
            for row in reader.intents()? {
                match row {
                    Ok(row) => {
                        let reference = row.reference.clone();
                        match Intent::try_from(row) {
                            Ok(intent) => intents.push(intent),
                            Err(error) => {
                                unreadable.push(UnreadableOrder { reference, why: error.in_words() });
                            }
                        }
                    }
                    Err(row) => {
                        let reference = match row.key {
                            RowKey::Intent(reference) => reference,
                            other => other.to_string(),
                        };
                        unreadable.push(UnreadableOrder { reference, why: row.why });
                    }
                }
            }
            newest_first(&mut intents);
            Ok((intents, unreadable))
        })
    }

    /// Keeps the hash of a quotation's document; one that is known already changes nothing.
    ///
    /// # Errors
    /// When the record cannot be written.
    pub fn document(
        &self,
        reference: &str,
        quotation_id: &str,
        version: Option<u32>,
        sha256: &str,
        bytes: usize,
    ) -> Result<(), LedgerError> {
        self.write(|writing| {
            let same = |row: &DocumentRow| {
                row.quotation_id == quotation_id
                    && row.version == version.map(i64::from)
                    && row.sha256 == sha256
            };
            if writing.rows().documents()?.iter().flatten().any(same) {
                return Ok(());
            }
            let row = DocumentRow {
                id: 0,
                quotation_id: quotation_id.to_owned(),
                version: version.map(i64::from),
                sha256: sha256.to_owned(),
                byte_count: i64::try_from(bytes).unwrap_or(i64::MAX),
                fetched_at: writing.at.clone(),
            };
            writing.add_document(reference, row)?;
            let read = JournalEvent::DocumentRead {
                quotation_id: quotation_id.to_owned(),
                version,
                byte_count: u64::try_from(bytes).unwrap_or(u64::MAX),
                sha256: sha256.to_owned(),
            };
            writing.append(Some(reference), &read)
        })
    }

    /// The documents of a quotation that were read, oldest first.
    ///
    /// # Errors
    /// When the record cannot be read.
    pub fn documents(&self, quotation_id: &str) -> Result<Vec<Document>, LedgerError> {
        self.read(|reader| {
            let rows: Vec<DocumentRow> =
                reader.documents()?.into_iter().collect::<Result<_, _>>().map_err(unreadable)?;
            let of_it = rows.into_iter().filter(|row| row.quotation_id == quotation_id);
            Ok(of_it
                .map(|row| Document {
                    quotation_id: row.quotation_id,
                    version: row.version.and_then(|version| u32::try_from(version).ok()),
                    sha256: row.sha256,
                    byte_count: u64::try_from(row.byte_count).unwrap_or_default(),
                    fetched_at: row.fetched_at,
                })
                .collect())
        })
    }
}

/// The rows come in the order of their references, which a stable sort keeps among equal moments.
fn newest_first(intents: &mut [Intent]) {
    intents.sort_by(|one, other| other.created_at.cmp(&one.created_at));
}
