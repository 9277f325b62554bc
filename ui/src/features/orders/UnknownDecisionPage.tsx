import { useState } from "react";

import type { OrderDetail } from "../../ipc";
import { formatMoneyExact } from "../../shared/format";
import { Button } from "../../shared/ui";
import { DeclareDialog, type Declaration } from "./DeclareDialog";
import { ExpiryBar } from "./ExpiryBar";
import { knownOffer, offeredAt } from "./offers";
import { pendingDecision } from "./outcome";
import { Timeline } from "./Timeline";
import styles from "./UnknownPage.module.css";
import { AskWith, UnknownHead, UnknownState } from "./UnknownParts";

/** A decision on a quotation whose answer was lost: what is known, when Swath looks next, and how a person ends it. */
export function UnknownDecisionPage({ detail }: { detail: OrderDetail }) {
  const { summary, timeline } = detail;
  const [declaration, setDeclaration] = useState<Declaration | null>(null);
  const accepting = summary.decisionPending === "accept";
  const offer = knownOffer(summary);
  return (
    <div className={styles.page}>
      <UnknownHead reference={summary.reference} />
      <UnknownState label="State of the decision" title={pendingDecision(summary)?.title ?? "The decision is not known"} reference={summary.reference} nextLook={null}>
        {accepting ? (
          <>
            The order may or may not have been made for {formatMoneyExact(offer.amount, offer.currency)}. <strong>Please don&apos;t order the same in another way</strong> before it is known.{" "}
          </>
        ) : (
          "The vendor may or may not know of it. Nothing is bought by a refusal. "
        )}
        Swath has not resent it and never will; it reads the quotation&apos;s state, and will tell you as soon as it knows.
      </UnknownState>
      <div className={styles.columns}>
        <section className={styles.card} aria-label="What we know">
          <h2 className={styles.cardTitle}>What we know</h2>
          {offer.expires !== null && <ExpiryBar from={offeredAt(detail)} until={offer.expires} />}
          <Timeline entries={timeline} />
        </section>
        <div className={styles.side}>
          <AskWith name="quotation" text={summary.quotationId ?? summary.reference} />
          <section className={styles.card} aria-label="You know what happened?">
            <h2 className={styles.cardTitle}>You know what happened?</h2>
            <p className={styles.cardText}>Your word ends the search and is kept in the record with the reason.</p>
            <Button wide onClick={() => { setDeclaration("arrived"); }}>
              It arrived…
            </Button>
            <Button wide onClick={() => { setDeclaration("notArrived"); }}>
              It did not arrive…
            </Button>
          </section>
        </div>
      </div>
      <DeclareDialog reference={summary.reference} declaration={declaration} onClose={() => { setDeclaration(null); }} />
    </div>
  );
}
