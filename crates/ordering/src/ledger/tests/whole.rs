//! What somebody with the file and an editor could do is found.

use super::*;

#[test]
fn a_new_record_is_whole() {
    let (_folder, ledger) = ledger();
    assert_eq!(ledger.verify().unwrap(), Verified { entries: 0, anchored: false });
    ledger.prepare(&intent("A-1")).unwrap();
    ledger.mark("A-1", "POST", "/api/v1/orders", Some(b"{}")).unwrap();
    ledger.settle("A-1", Event::Accepted, &settled(Progress::Placed)).unwrap();
    assert_eq!(ledger.verify().unwrap().entries, 3);
}
