import { IconFlask } from "@tabler/icons-react";
import { useLocation } from "wouter";

import { presentError } from "../../errors";
import { ipc, type Consent, type Review } from "../../ipc";
import { compareDecimals, formatMoneyExact, formatShareRound, moneyRatio } from "../../shared/format";
import { useConnection } from "../../shared/query";
import { useShown } from "../../shared/session";
import { Button, Money, Notice } from "../../shared/ui";
import { RemedyNotice } from "../connection";
import { useArrival } from "./arrival";
import { ConfirmSpend, UnusualPrice } from "./ConfirmSpend";
import { heldReason } from "./consents";
import styles from "./ReviewPage.module.css";
import { orderPath } from "./routeText";
import { isSafe, useSendOnce } from "./useSendOnce";

type MoneyColumnProps = { review: Review; consents: Consent[]; onLookAgain: () => void };

/** What it costs, what is left, and the one button that sends. */
export function MoneyColumn(props: MoneyColumnProps) {
  const { review } = props;
  const { price, kind } = review;
  const sandbox = useConnection().data?.environment === "sandbox";
  return (
    <aside className={styles.money} aria-label="Money">
      <div className={styles.moneyCard}>
        <div className={styles.moneyLabel}>{kind === "order" ? "Total, without tax" : "Price as calculated, without tax"}</div>
        <div className={styles.amount}>
          <Money amount={price.totalAmount} currency={price.currency} exact />
        </div>
        <dl className={styles.sums}>
          {price.lines.map((line) => (
            <Sum key={line.productTypeId} name={line.label} amount={line.amount} currency={price.currency} />
          ))}
          <Sum name="Discount" amount={price.discountValue} currency={price.currency} />
        </dl>
        <Credit review={review} />
        {kind === "order" ? <OrderConfirm {...props} /> : <QuotationConfirm {...props} />}
      </div>
      {sandbox && (
        <div className={styles.sandbox}>
          <IconFlask size={18} stroke={1.6} aria-hidden />
          <div>
            <h2 className={styles.sandboxTitle}>This is the sandbox</h2>
            <p>Nothing is bought. The same pages, checks and record as with a real contract.</p>
          </div>
        </div>
      )}
    </aside>
  );
}

function Sum({ name, amount, currency, strong = false }: { name: string; amount: string; currency: string; strong?: boolean }) {
  return (
    <div className={strong ? `${styles.sum ?? ""} ${styles.sumStrong ?? ""}` : styles.sum}>
      <dt>{name}</dt>
      <dd>
        <Money amount={amount} currency={currency} />
      </dd>
    </div>
  );
}

function Credit({ review }: { review: Review }) {
  const { creditNow, creditAfter, price, kind } = review;
  if (creditNow === null) {
    return <p className={styles.moneyNote}>The vendor doesn&apos;t say what credit this contract has left.</p>;
  }
  if (kind === "quotation" || creditAfter === null) {
    return (
      <dl className={styles.sums}>
        <Sum name="Credit, unchanged by asking" amount={creditNow} currency={price.currency} />
      </dl>
    );
  }
  const left = moneyRatio(creditAfter, creditNow);
  const share = moneyRatio(price.totalAmount, creditNow);
  const small = (compareDecimals(creditAfter, "0") ?? 0) < 0;
  return (
    <>
      <dl className={styles.sums}>
        <Sum name="Credit now" amount={creditNow} currency={price.currency} />
        <Sum name="Credit after" amount={creditAfter} currency={price.currency} strong />
      </dl>
      <div className={styles.bar} role="img" aria-label={`${percent(left)} of the credit is left, this order takes ${percent(share)}`}>
        <span className={styles.barLeft} style={{ width: `${String(left * 100)}%` }} />
        <span className={styles.barOrder} />
      </div>
      <div className={styles.barWords} aria-hidden>
        <span>left</span>
        <span>{small ? "more than there is" : `this order, ${percent(share)}`}</span>
      </div>
    </>
  );
}

function percent(ratio: number): string {
  return formatShareRound(ratio * 100);
}

/** Where both ways of sending end: on the page of the order, which says what happened, if the review is still shown. */
function useReviewArrival(review: Review) {
  const [, navigate] = useLocation();
  return useArrival(
    review.group.reference,
    useShown(),
    (reference) => {
      navigate(orderPath(reference), { replace: true });
    },
    "/basket",
  );
}

function OrderConfirm({ review, consents, onLookAgain }: MoneyColumnProps) {
  const arrival = useReviewArrival(review);
  return (
    <ConfirmSpend
      verb="Order"
      amount={review.price.totalAmount}
      currency={review.price.currency}
      mustType={review.mustTypeAmount}
      unusual={review.priceUnusual}
      send={(confirmed) => ipc.placeOrder(review.reviewId, confirmed, consents)}
      blocked={heldReason(review.alreadyOrdered, consents)}
      {...arrival}
      usesUp
      failureActions={(error) => <AfterFailure error={error} onLookAgain={onLookAgain} />}
      finalWords={
        <>
          Final: archive orders can&apos;t be cancelled.
          <br />
          Sent once; if the answer is lost, Swath looks it up and never resends.
        </>
      }
    />
  );
}

function QuotationConfirm({ review, consents, onLookAgain }: MoneyColumnProps) {
  const arrival = useReviewArrival(review);
  const { sending, send } = useSendOnce({
    action: () => ipc.requestQuotation(review.reviewId, review.price.totalAmount, consents),
    ...arrival,
    usesUp: true,
  });
  const blocked = heldReason(review.alreadyOrdered, consents);
  const locked = blocked !== null || (sending.phase === "failed" && !sending.mayTryAgain);
  return (
    <div className={styles.quotation}>
      {blocked !== null && <Notice tone="warn">{blocked}</Notice>}
      {review.priceUnusual && <UnusualPrice money={formatMoneyExact(review.price.totalAmount, review.price.currency)} />}
      <Button tone="primary" wide className={styles.tall} busy={sending.phase === "sending"} disabled={locked} onClick={send}>
        {sending.phase === "sending" ? "Sending, once…" : "Ask for the quotation"}
      </Button>
      {sending.phase === "failed" && <RemedyNotice error={sending.error} actions={<AfterFailure error={sending.error} onLookAgain={onLookAgain} />} />}
      <p className={styles.moneyNote}>
        Asking costs nothing. The vendor answers with an offer of {formatMoneyExact(review.price.totalAmount, review.price.currency)} or another amount; you accept or refuse it in Orders.
      </p>
    </div>
  );
}

/** A review is good for one sending. Where nothing was sent a new one may be made; else the orders tell what happened. */
function AfterFailure({ error, onLookAgain }: { error: unknown; onLookAgain: () => void }) {
  const [, navigate] = useLocation();
  if (presentError(error).code === "confirmationMismatch") {
    return null;
  }
  return (
    <>
      {isSafe(error) && (
        <Button size="small" onClick={onLookAgain}>
          Review again
        </Button>
      )}
      <Button size="small" onClick={() => { navigate("/basket"); }}>
        Go to the basket
      </Button>
      <Button size="small" tone="quiet" onClick={() => { navigate("/orders"); }}>
        See orders
      </Button>
    </>
  );
}
