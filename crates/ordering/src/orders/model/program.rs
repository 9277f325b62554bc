//! What the program does by itself: an act on its way, reading back, closing and opening.

use oneatlas::Sent;

use super::super::acts::{ConfirmedAct, Subject};
use super::super::decided::settle_decision;
use super::super::judging::judged;
use super::super::keeping::{self, Marking};
use super::super::offers::quotation_now;
use super::super::reconcile::{Seen, keep_seen, may_turn_up, seen_in_list};
use super::super::tracking::follow_record;
use super::super::verdict::{Verdict, judge};
use super::state::{Page, Reply, State, UnderWay};
use crate::error::DeskError;
use crate::ledger::{Evidence, Intent, IntentState, JournalEvent, LedgerError, Progress, Source, Why};
use crate::money::{SpendKind, reads_back};

impl State {
    /// Judges an act and marks it as being sent, as the runner does under its lock; the power may go at any step of it.
    pub(super) fn mark(&mut self, act: ConfirmedAct, dies: Option<Marking>) -> Result<(), DeskError> {
        let subject = &act.subject;
        let quotation = match subject {
            Subject::New(_) => None,
            Subject::Decision { intent, .. } => {
                let mut lines = self.list(&intent.contract_id);
                lines.retain(|line| line.customer_reference.as_deref() == Some(&intent.reference));
                Some(quotation_now(&lines, intent))
            }
        };
        let contract = self.contract(subject.contract_id());
        let allowed = judged(&self.ledger, self.now(), &act, quotation.as_ref(), Some(&contract))?;
        let told = |marking: Marking| if Some(marking) == dies { Err(DeskError::Cancelled) } else { Ok(()) };
        let marked = match subject {
            Subject::New(intent) => {
                let request = subject.request();
                keeping::mark_new(&self.following(), intent, allowed, &request, &told).map(|one| (None, one))
            }
            Subject::Decision { .. } => keeping::mark_decision(&self.ledger, subject, &allowed, &told)
                .map(|(id, request)| (Some(id), request)),
        };
        let spends = subject.act().spends();
        match marked {
            Ok((decision, request)) => {
                if spends {
                    self.sends(subject.reference());
                }
                self.under_way.push(UnderWay {
                    subject: act.subject,
                    decision,
                    request,
                    reply: None,
                    late: false,
                });
                Ok(())
            }
            Err(DeskError::Cancelled) => {
                if spends && dies == Some(Marking::Marked) {
                    self.sends(subject.reference());
                }
                self.die();
                Ok(())
            }
            Err(other) => Err(other),
        }
    }

    /// Remembers that something was sent that spends, and about which earlier orders a person was asked or has spoken.
    fn sends(&mut self, reference: &str) {
        self.witness.sends.retain(|(sent, _)| sent != reference);
        self.witness.sends.push((reference.to_owned(), self.month));
        for entry in self.ledger.journal(Some(reference)).unwrap() {
            if let JournalEvent::AllowedAgain { reference: earlier, .. } = entry.event {
                self.witness.asked.insert((reference.to_owned(), earlier));
            }
        }
        for earlier in self.intents().into_iter().filter(|one| one.state == IntentState::Abandoned) {
            if self.witness.given_up.contains(&earlier.reference) {
                self.witness.asked.insert((reference.to_owned(), earlier.reference));
            }
        }
    }

    /// The program stops waiting for an answer.
    pub(super) fn lose_patience(&mut self, act: usize) -> Result<(), DeskError> {
        let UnderWay { subject, decision, .. } = self.under_way[act].clone();
        let why = Why::NoAnswerYet { seconds: 600 };
        keeping::step(&self.ledger, &subject, decision, crate::ledger::Event::Ambiguous, Some(&why))?;
        self.under_way[act].late = true;
        Ok(())
    }

    /// An answer is kept, the record moved by it, and what was not bought goes back; the power may go between them.
    pub(super) fn settle(
        &mut self,
        act: usize,
        reply: Reply,
        dies_after: Option<usize>,
    ) -> Result<(), DeskError> {
        let UnderWay { subject, decision, request, late, .. } = self.under_way.remove(act);
        let sent: Sent = self.answer(&subject, reply);
        if dies_after == Some(0) {
            self.die();
            return Ok(());
        }
        keeping::keep_answer(&self.ledger, request, &sent)?;
        if dies_after == Some(1) {
            self.die();
            return Ok(());
        }
        let verdict = judge(sent, subject.expect());
        match keeping::settle(&self.ledger, &subject, decision, &verdict) {
            Err(LedgerError::Forbidden { .. }) if late => {}
            other => other?,
        }
        if dies_after == Some(2) {
            self.die();
            return Ok(());
        }
        if let (Verdict::NotSent(_) | Verdict::Refused(_), Subject::New(intent)) = (&verdict, &subject) {
            self.following().put_back(&intent.reference)?;
        }
        Ok(())
    }

    /// Everything that can be read at the vendor is read.
    pub(super) fn look(&mut self) -> Result<(), DeskError> {
        for intent in self.intents() {
            if may_turn_up(&intent) {
                keep_seen(&self.ledger, &intent, self.seen(&intent), self.now())?;
            }
            let decision = self.ledger.decision(&intent.reference)?;
            if let Some(decision) = decision.filter(|one| one.state == IntentState::Unknown) {
                let mut lines = self.list(&intent.contract_id);
                lines.retain(|line| line.customer_reference.as_deref() == Some(&intent.reference));
                let status = quotation_now(&lines, &intent).status.unwrap_or_default();
                settle_decision(&self.ledger, &decision, status)?;
            }
        }
        for intent in self.intents() {
            let moving = !intent.progress.is_some_and(Progress::is_final);
            if intent.state != IntentState::Confirmed || !moving {
                continue;
            }
            if reads_back(intent.backend) {
                follow_record(&self.ledger, &intent, &self.list(&intent.contract_id), self.now())?;
            } else if self.vendor.iter().any(|entry| entry.reference == intent.reference) {
                self.ledger.track(&intent.reference, Progress::Delivered, None, None, &Source::Workspace)?;
            }
        }
        Ok(())
    }

    fn seen(&self, intent: &Intent) -> Seen {
        if reads_back(intent.backend) {
            return seen_in_list(intent, self.list(&intent.contract_id));
        }
        let delivered = self.vendor.iter().any(|entry| entry.reference == intent.reference);
        match delivered && intent.kind == SpendKind::Order {
            true => Seen::There { quotation_id: None, sales_order_id: None, offer: None, delivered: true },
            false => Seen::NotYet(Evidence::NotInOrderList),
        }
    }

    /// The power goes: windows and whatever was under way in the program are gone.
    pub(super) fn die(&mut self) {
        self.open = false;
        self.under_way.clear();
        self.pages = [Page::Nothing, Page::Nothing];
    }

    /// The program is opened again.
    pub(super) fn open(&mut self) -> Result<(), DeskError> {
        self.ledger.end_interrupted()?;
        self.following().follow()?;
        self.open = true;
        Ok(())
    }
}
