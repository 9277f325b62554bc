//! Where an intent stands, and the one table that says what may follow.
//!
//! There is no way from anything but `prepared` to `submitting`, and none back to `prepared` once a byte may have left.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Where an intent to spend stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum IntentState {
    /// Written down; nothing has been sent.
    Prepared,
    /// Being sent. Found at start, it means that the program died meanwhile.
    Submitting,
    /// The vendor has it.
    Confirmed,
    /// The vendor refused it in so many words; nothing was bought.
    Rejected,
    /// Sent, and what became of it is not known yet.
    Unknown,
    /// A person said that it was not placed, or it was withdrawn before sending.
    Abandoned,
}

/// What happens to an intent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum Event {
    /// Sending begins.
    Send,
    /// No connection could be made: provably nothing was sent.
    NotSent,
    /// The vendor answered with success and a readable body.
    Accepted,
    /// The vendor answered with a refusal and its own words.
    Refused,
    /// Anything else was seen.
    Ambiguous,
    /// The program was found dead while sending.
    FoundDead,
    /// A later look found it at the vendor.
    Found,
    /// A later look found that it ended otherwise; for decisions on quotations.
    FoundOtherwise,
    /// A person declares that it was placed.
    DeclaredPlaced,
    /// A person declares that it was not placed.
    DeclaredNotPlaced,
    /// It is given up before anything was sent.
    Withdrawn,
}

impl IntentState {
    /// All states.
    pub const ALL: [IntentState; 6] = [
        IntentState::Prepared,
        IntentState::Submitting,
        IntentState::Confirmed,
        IntentState::Rejected,
        IntentState::Unknown,
        IntentState::Abandoned,
    ];

    /// The state after an event; `None` where the event is forbidden.
    pub fn after(self, event: Event) -> Option<IntentState> {
        use Event as E;
        use IntentState as S;
        match (self, event) {
            (S::Prepared, E::Send) => Some(S::Submitting),
            (S::Prepared, E::Withdrawn) => Some(S::Abandoned),
            (S::Submitting, E::NotSent) => Some(S::Prepared),
            (S::Submitting, E::Accepted) => Some(S::Confirmed),
            (S::Submitting, E::Refused) => Some(S::Rejected),
            (S::Submitting, E::Ambiguous | E::FoundDead) => Some(S::Unknown),
            // Found later although a person had given it up: the vendor's record wins.
            // So does an answer that comes late.
            (S::Unknown | S::Abandoned, E::Found | E::Accepted) => Some(S::Confirmed),
            (S::Unknown, E::Refused) => Some(S::Rejected),
            (S::Unknown, E::FoundOtherwise) => Some(S::Abandoned),
            (S::Unknown, E::DeclaredPlaced) => Some(S::Confirmed),
            (S::Unknown, E::DeclaredNotPlaced) => Some(S::Abandoned),
            _ => None,
        }
    }

    /// The word in the record.
    pub fn as_str(self) -> &'static str {
        match self {
            IntentState::Prepared => "prepared",
            IntentState::Submitting => "submitting",
            IntentState::Confirmed => "confirmed",
            IntentState::Rejected => "rejected",
            IntentState::Unknown => "unknown",
            IntentState::Abandoned => "abandoned",
        }
    }

    /// Reads the word of the record.
    pub fn parse(text: &str) -> Option<IntentState> {
        IntentState::ALL.into_iter().find(|state| state.as_str() == text)
    }
}

impl Event {
    /// All events.
    pub const ALL: [Event; 11] = [
        Event::Send,
        Event::NotSent,
        Event::Accepted,
        Event::Refused,
        Event::Ambiguous,
        Event::FoundDead,
        Event::Found,
        Event::FoundOtherwise,
        Event::DeclaredPlaced,
        Event::DeclaredNotPlaced,
        Event::Withdrawn,
    ];

    /// In words, as entries of the first form of the journal have them.
    pub fn as_str(self) -> &'static str {
        match self {
            Event::Send => "sent",
            Event::NotSent => "not sent",
            Event::Accepted => "accepted by the vendor",
            Event::Refused => "refused by the vendor",
            Event::Ambiguous => "left without a clear answer",
            Event::FoundDead => "interrupted",
            Event::Found => "found at the vendor",
            Event::FoundOtherwise => "found to have ended otherwise",
            Event::DeclaredPlaced => "declared placed",
            Event::DeclaredNotPlaced => "declared not placed",
            Event::Withdrawn => "withdrawn",
        }
    }
}

impl fmt::Display for IntentState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Display for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    /// The table once more, as a list: what is not in it must not be.
    #[test]
    fn every_state_and_event_has_its_answer() {
        use Event as E;
        use IntentState as S;
        let steps = [
            (S::Prepared, E::Send, S::Submitting),
            (S::Prepared, E::Withdrawn, S::Abandoned),
            (S::Submitting, E::NotSent, S::Prepared),
            (S::Submitting, E::Accepted, S::Confirmed),
            (S::Submitting, E::Refused, S::Rejected),
            (S::Submitting, E::Ambiguous, S::Unknown),
            (S::Submitting, E::FoundDead, S::Unknown),
            (S::Unknown, E::Found, S::Confirmed),
            (S::Unknown, E::Accepted, S::Confirmed),
            (S::Unknown, E::Refused, S::Rejected),
            (S::Unknown, E::FoundOtherwise, S::Abandoned),
            (S::Unknown, E::DeclaredPlaced, S::Confirmed),
            (S::Unknown, E::DeclaredNotPlaced, S::Abandoned),
            (S::Abandoned, E::Found, S::Confirmed),
            (S::Abandoned, E::Accepted, S::Confirmed),
        ];
        for state in S::ALL {
            for event in E::ALL {
                let listed =
                    steps.iter().find(|(from, by, _)| (*from, *by) == (state, event)).map(|(_, _, to)| *to);
                assert_eq!(state.after(event), listed, "{state}, {event}");
            }
        }
    }

    #[test]
    fn states_and_events_are_said_in_the_words_of_the_record() {
        assert_eq!(format!("{}, {}", IntentState::Unknown, Event::FoundDead), "unknown, interrupted");
    }

    /// Walks every path from `prepared` and counts the times a byte may have left on it.
    #[test]
    fn no_path_sends_twice_unless_nothing_was_sent_before() {
        let mut seen = HashSet::new();
        let mut open = vec![(IntentState::Prepared, false)];
        while let Some((state, left)) = open.pop() {
            if !seen.insert((state, left)) {
                continue;
            }
            for event in Event::ALL {
                let Some(next) = state.after(event) else { continue };
                if event == Event::Send {
                    assert!(!left, "a second send is reachable from {state}");
                }
                let left = match event {
                    Event::NotSent => false,
                    Event::Send => true,
                    _ => left,
                };
                open.push((next, left));
            }
        }
    }

    #[test]
    fn only_prepared_can_be_sent_and_only_a_send_without_bytes_returns_to_it() {
        for state in IntentState::ALL {
            assert_eq!(state.after(Event::Send).is_some(), state == IntentState::Prepared);
            for event in Event::ALL {
                if state.after(event) == Some(IntentState::Prepared) {
                    assert_eq!((state, event), (IntentState::Submitting, Event::NotSent));
                }
            }
        }
    }

    #[test]
    fn the_words_of_the_record_read_back() {
        for state in IntentState::ALL {
            assert_eq!(IntentState::parse(state.as_str()), Some(state));
        }
        assert_eq!(IntentState::parse("sent"), None);
    }
}
