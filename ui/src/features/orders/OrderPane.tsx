import { IconGitCompare, IconRefresh } from "@tabler/icons-react";
import { useLocation } from "wouter";

import { ipc, type OrderDetail } from "../../ipc";
import { counted, formatArea, formatMoneyExact } from "../../shared/format";
import { useNow } from "../../shared/query";
import { useShown } from "../../shared/session";
import { Button, Card, Facts, MiddleEllipsis, Money, Notice, RelativeTime, StatePill } from "../../shared/ui";
import { RemedyNotice } from "../connection";
import { SentBody } from "../review";
import { Decision } from "./Decision";
import { ExpiryBar } from "./ExpiryBar";
import { changedByVendor, offeredAt } from "./offers";
import styles from "./OrderPane.module.css";
import { orderWords } from "./orderStates";
import { bookedAdvice, outcomeOf, pendingDecision } from "./outcome";
import { useOrderAgain } from "./OrderAgainDialog";
import { QuotationDocument } from "./QuotationDocument";
import { Timeline } from "./Timeline";
import { useOrderAct } from "./useOrder";

/** One order: its money and state, what happened in words, what was sent, and the decision that waits. */
export function OrderPane({ detail }: { detail: OrderDetail }) {
  const { summary } = detail;
  const words = orderWords(summary, useNow());
  const booked = bookedAdvice(summary);
  const pending = pendingDecision(summary);
  const open = summary.state.state === "quoted" && pending === null;
  const changed = changedByVendor(summary);
  const shown = useShown();
  return (
    <>
      <div className={styles.scroll}>
        <header className={styles.head}>
          <div className={styles.line}>
            <StatePill tone={words.tone}>{words.label}</StatePill>
            {summary.state.state === "quoted" && <OfferAge detail={detail} />}
            <MiddleEllipsis text={summary.reference} mono tail={10} />
          </div>
          <h2 className={booked === null ? styles.amount : styles.booked}>
            {booked === null ? <Money amount={summary.amount} currency={summary.currency} exact /> : booked.title}
            <span className={styles.amountNote}>{amountNote(detail)}</span>
          </h2>
          {summary.state.state === "quoted" && summary.state.expires !== null && <ExpiryBar from={offeredAt(detail)} until={summary.state.expires} />}
        </header>
        {changed !== null && (
          <Notice tone="warn" icon={<IconGitCompare size={18} stroke={1.6} aria-hidden />} title={changed}>
            What you accept is the present version, and no other. Its document is shown below.
          </Notice>
        )}
        {summary.turnedUp && (
          <Notice tone="bad" title="It was placed after all">
            You had said that it was not placed; later it turned up at the vendor. If you ordered the scenes again meanwhile, they are bought twice: ask the vendor to cancel one, and name both references.
          </Notice>
        )}
        {booked !== null && (
          <Notice tone={booked.tone} title="What to do">
            {booked.text}
          </Notice>
        )}
        {booked === null && (pending === null ? <OutcomeNotice detail={detail} /> : <PendingNotice detail={detail} />)}
        {summary.quotationId !== null && <QuotationDocument key={summary.quotationId} quotationId={summary.quotationId} version={summary.offer?.version ?? null} closed={!open} />}
        <DeliveryLinks detail={detail} />
        <OrderFacts detail={detail} />
        <Card title="What happened">
          <Timeline entries={detail.timeline} />
        </Card>
        <SentBody title="What was sent" body={detail.body} byteCount={detail.byteCount} sha256={detail.sha256} endpoint={detail.endpoint} method="POST" closed />
      </div>
      {open && <Decision order={summary} shown={shown} />}
    </>
  );
}

/** Which version of the offer it is, and since when it is known. */
function OfferAge({ detail }: { detail: OrderDetail }) {
  const version = detail.summary.offer?.version ?? null;
  return (
    <span>
      {version === null ? "offered" : `version ${String(version)}, offered`} <RelativeTime time={offeredAt(detail)} />
    </span>
  );
}

function amountNote({ summary, billedKm2 }: OrderDetail): string {
  const id = summary.salesOrderId ?? summary.quotationId;
  return [id, billedKm2 === null ? null : `${formatArea(Number(billedKm2))} billed`].filter((part) => part !== null).join(" · ");
}

/** A quotation that waits says all this in its bar and its buttons already. */
function OutcomeNotice({ detail }: { detail: OrderDetail }) {
  const [, navigate] = useLocation();
  const { state } = detail.summary.state;
  if (state === "quoted") {
    return null;
  }
  const outcome = outcomeOf(detail.summary);
  // Refused at once, it never left the basket; after a lost answer, a refusal or an expiry it has to be put back.
  const inBasket = state === "prepared" || state === "rejected";
  const over = state === "notPlaced" || state === "quotationExpired" || state === "refused" || state === "cancelled";
  return (
    <Notice
      tone={outcome.tone}
      title={outcome.title}
      actions={
        inBasket ? (
          <Button size="small" onClick={() => { navigate("/basket"); }}>
            Go to the basket
          </Button>
        ) : over ? (
          <IntoBasket reference={detail.summary.reference} />
        ) : undefined
      }
    >
      {outcome.text}
    </Notice>
  );
}

function IntoBasket({ reference }: { reference: string }) {
  const [, navigate] = useLocation();
  const again = useOrderAgain(reference, () => { navigate("/basket"); });
  return (
    <>
      <Button size="small" busy={again.isPending} onClick={() => { again.mutate(); }}>
        Put it into the basket again
      </Button>
      {again.error !== null && <RemedyNotice error={again.error} />}
    </>
  );
}

function PendingNotice({ detail }: { detail: OrderDetail }) {
  const look = useOrderAct();
  const pending = pendingDecision(detail.summary);
  if (pending === null) {
    return null;
  }
  return (
    <>
      <Notice
        tone={pending.tone}
        title={pending.title}
        actions={
          <Button
            size="small"
            icon={<IconRefresh size={16} stroke={1.6} aria-hidden />}
            busy={look.isPending}
            onClick={() => {
              look.mutate(() => ipc.lookNow(detail.summary.reference));
            }}
          >
            Look now
          </Button>
        }
      >
        {pending.text}
      </Notice>
      {look.error !== null && <RemedyNotice error={look.error} />}
    </>
  );
}

function DeliveryLinks({ detail }: { detail: OrderDetail }) {
  const [, navigate] = useLocation();
  if (detail.deliveries.length === 0) {
    return null;
  }
  return (
    <Card
      title="Files"
      aside={
        <Button size="small" onClick={() => { navigate("/deliveries"); }}>
          Open deliveries
        </Button>
      }
    >
      <ul className={styles.files}>
        {detail.deliveries.map((delivery) => (
          <li key={delivery.itemId} className="mono selectable">
            {delivery.fileName}
          </li>
        ))}
      </ul>
    </Card>
  );
}

function OrderFacts({ detail }: { detail: OrderDetail }) {
  const { summary, items, areaNames, drawnKm2, billedKm2, workspace } = detail;
  return (
    <Card title={counted(items.length, "scene")}>
      <ul className={styles.items}>
        {items.map((item, index) => (
          <li key={`${item.title} ${String(index)}`}>
            <div className={styles.itemTitle}>{item.title}</div>
            <div className={styles.itemDetail}>{item.detail}</div>
          </li>
        ))}
      </ul>
      <Facts
        rows={[
          { name: areaNames.length === 1 ? "Area" : "Areas", value: areaNames.join(", ") },
          ...(drawnKm2 === null ? [] : [{ name: "Drawn", value: formatArea(drawnKm2) }]),
          ...(billedKm2 === null ? [] : [{ name: "Billed", value: formatArea(Number(billedKm2)) }]),
          { name: "Contract", value: `${summary.contractName}, ${summary.contractId}` },
          ...(bookedAdvice(summary) === null ? [] : [{ name: "Confirmed", value: formatMoneyExact(summary.confirmed.amount, summary.confirmed.currency) }]),
          { name: bookedAdvice(summary) === null ? "Amount" : "Booked", value: formatMoneyExact(summary.amount, summary.currency) },
          ...(summary.salesOrderId === null ? [] : [{ name: "Vendor's order", value: <code>{summary.salesOrderId}</code> }]),
          ...(summary.quotationId === null ? [] : [{ name: "Quotation", value: <code>{summary.quotationId}</code> }]),
          ...(workspace === null ? [] : [{ name: "Workspace", value: <code>{workspace}</code> }]),
        ]}
      />
    </Card>
  );
}
