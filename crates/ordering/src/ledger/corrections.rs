//! What is added to an intent that is there already: a consent given later, and what the vendor books otherwise.

use super::intent::to_json;
use super::journal::JournalEvent;
use super::spending::allow_again;
use super::{AllowedAgain, Ledger, LedgerError, Money};

impl Ledger {
    /// Notes the consents with which an intent that was written down before is sent.
    ///
    /// # Errors
    /// When the record cannot be written.
    pub fn allow_again(&self, reference: &str, allowed: &[AllowedAgain]) -> Result<(), LedgerError> {
        if allowed.is_empty() {
            return Ok(());
        }
        self.write(|writing| {
            writing.intent(reference)?;
            allow_again(writing, reference, allowed)
        })
    }

    /// Keeps what the vendor's list says an order was booked at; says whether anything differs from before.
    ///
    /// # Errors
    /// When the record cannot be written.
    pub fn booked(&self, reference: &str, booked: &Money) -> Result<bool, LedgerError> {
        self.write(|writing| {
            let mut row = writing.intent(reference)?;
            let text = Some(to_json(booked)?);
            if row.booked == text {
                return Ok(false);
            }
            row.booked = text;
            let event = JournalEvent::Booked { confirmed: row.confirmed()?, booked: booked.clone() };
            writing.put_intent(&row)?;
            writing.append(Some(reference), &event)?;
            Ok(true)
        })
    }
}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;

    use super::super::testing::{ledger, new_intent};
    use super::*;

    #[test]
    fn what_is_booked_otherwise_is_kept_once_and_bound() {
        let (_folder, ledger) = ledger();
        ledger.prepare(&new_intent("A-1")).unwrap();
        let booked = Money { amount: Decimal::new(99_999_999, 2), currency: "USD".to_owned() };
        assert!(ledger.booked("A-1", &booked).unwrap());
        assert!(!ledger.booked("A-1", &booked).unwrap());
        assert_eq!(ledger.intent("A-1").unwrap().unwrap().cost(), booked);
        assert!(matches!(
            ledger.journal(Some("A-1")).unwrap().pop().unwrap().event,
            JournalEvent::Booked { booked: of, .. } if of == booked
        ));
        ledger.verify().unwrap();
    }

    #[test]
    fn a_consent_given_later_is_an_entry_of_its_own() {
        let (_folder, ledger) = ledger();
        ledger.prepare(&new_intent("A-2")).unwrap();
        let consent = AllowedAgain {
            reference: "A-1".to_owned(),
            scene: "Pléiades 1B".to_owned(),
            area_name: "Tagus".to_owned(),
            amount: Decimal::ONE,
            currency: "EUR".to_owned(),
            reason: "the first was cut".to_owned(),
        };
        ledger.allow_again("A-2", &[]).unwrap();
        ledger.allow_again("A-2", std::slice::from_ref(&consent)).unwrap();
        let journal = ledger.journal(Some("A-2")).unwrap();
        assert_eq!(journal.len(), 2);
        assert_eq!(journal[1].event, consent.into());
        ledger.verify().unwrap();
        assert!(ledger.allow_again("A-9", &[journal_consent()]).is_err());
    }

    fn journal_consent() -> AllowedAgain {
        AllowedAgain {
            reference: "A-1".to_owned(),
            scene: String::new(),
            area_name: String::new(),
            amount: Decimal::ONE,
            currency: String::new(),
            reason: String::new(),
        }
    }
}
