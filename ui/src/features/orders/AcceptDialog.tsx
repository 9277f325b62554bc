import { Modal } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { IconFileTypePdf, IconGitCompare, IconLoader2 } from "@tabler/icons-react";
import { useState, type RefObject } from "react";

import { ipc, IpcError, type AlreadyOrdered, type Offer, type OrderDetail, type OrderSummary } from "../../ipc";
import { formatMoneyExact } from "../../shared/format";
import { keys, useSettings } from "../../shared/query";
import { Button, Notice } from "../../shared/ui";
import { RemedyNotice } from "../connection";
import { ConfirmSpend, heldReason, HeldCards, isAbove, isNextToNothing, useArrival, useConsents } from "../review";
import styles from "./AcceptDialog.module.css";
import { differences, isAnother, knownOffer } from "./offers";
import { OfferTable } from "./OfferTable";
import { useOfferHashes } from "./offerHashes";
import { QuotationDocument } from "./QuotationDocument";
import { outcomeOf } from "./outcome";
import { useTakeOrder } from "./useOrder";

type AcceptDialogProps = {
  order: OrderSummary;
  /** Whether the page of the order is on the screen: the dialog itself goes as soon as the decision is under way. */
  shown: RefObject<boolean>;
  opened: boolean;
  onClose: () => void;
};

/** Asks the vendor what it offers now, then for the second, deliberate word. */
export function AcceptDialog({ order, shown, opened, onClose }: AcceptDialogProps) {
  return (
    <Modal opened={opened} onClose={onClose} title={`Accept the quotation ${order.quotationId ?? ""}`} size={680} closeButtonProps={{ "aria-label": "Close" }}>
      <Asking order={order} page={shown} onClose={onClose} />
    </Modal>
  );
}

type Inside = { page: RefObject<boolean>; onClose: () => void };

function Asking({ order, page, onClose }: Inside & { order: OrderSummary }) {
  const take = useTakeOrder();
  // What the page showed when the person pressed: the answer itself changes what it shows.
  const [shown] = useState(() => knownOffer(order));
  const asked = useQuery({
    queryKey: keys.offerNow(order.reference),
    queryFn: async () => {
      const detail = await ipc.readQuotation(order.reference);
      take(detail);
      return detail;
    },
    staleTime: Infinity,
    gcTime: 0,
    retry: false,
    refetchOnWindowFocus: false,
  });
  if (asked.isError) {
    return <RemedyNotice error={asked.error} onRetry={() => void asked.refetch()} actions={<Button size="small" onClick={onClose}>Not now</Button>} />;
  }
  if (asked.data === undefined || asked.isFetching) {
    return (
      <div className={styles.asking} role="status">
        <IconLoader2 size={18} stroke={1.8} className={styles.spin} aria-hidden />
        Asking the vendor what it offers now…
      </div>
    );
  }
  return <Answered detail={asked.data} shown={shown} page={page} onClose={onClose} />;
}

/** What differs from what was shown: `was` is null while nothing does. */
type Present = { was: Offer | null; now: Offer };

function Answered({ detail, shown, page, onClose }: Inside & { detail: OrderDetail; shown: Offer }) {
  const { summary } = detail;
  const arrival = useArrival(summary.reference, page, onClose);
  const limit = useSettings().data?.amountToType ?? null;
  const client = useQueryClient();
  const take = useTakeOrder();
  const consents = useConsents();
  const [reading, setReading] = useState(false);
  const [held, setHeld] = useState<AlreadyOrdered[]>([]);
  const [{ was, now }, setPresent] = useState<Present>(() => {
    const first = knownOffer(summary);
    return { was: isAnother(shown, first) ? shown : null, now: first };
  });
  const hashes = useOfferHashes(detail, was, now);
  if (summary.state.state !== "quoted") {
    const { tone, title, text } = outcomeOf(summary);
    return <Notice tone={tone} title={title}>{text}</Notice>;
  }
  const learn = (error: unknown) => {
    if (error instanceof IpcError && error.detail?.about === "offerChanged") {
      setPresent({ was: error.detail.was ?? now, now: error.detail.now });
      void client.invalidateQueries({ queryKey: keys.orders });
    } else if (error instanceof IpcError && error.detail?.about === "alreadyHeld") {
      setHeld(error.detail.held);
    }
  };
  const send = async () => {
    try {
      return await ipc.acceptQuotation(summary.reference, { amount: now.amount, currency: now.currency, version: now.version }, consents.given);
    } catch (error) {
      learn(error);
      throw error;
    }
  };
  const spend = formatMoneyExact(now.amount, now.currency);
  return (
    <div className={styles.dialog}>
      {was !== null && (
        <Notice tone="warn" icon={<IconGitCompare size={18} stroke={1.6} aria-hidden />} title={`The vendor sent ${now.version === null ? "another offer" : `version ${String(now.version)}`}. Nothing was accepted.`}>
          {differences(was, now).amount
            ? `Your “Accept for ${formatMoneyExact(was.amount, was.currency)}” was for the offer before and stopped here.`
            : "The amount is the same; what else differs is marked. Your press was for the offer before and stopped here."}
        </Notice>
      )}
      <OfferTable detail={detail} was={was} now={now} hashes={hashes} />
      {reading && (
        <div className={styles.reading}>
          <QuotationDocument quotationId={summary.quotationId ?? ""} version={now.version} closed={false} />
        </div>
      )}
      <HeldCards held={held} consents={consents} spend={spend} />
      <div className={styles.ends}>
        <span className={styles.aside}>
          <Button onClick={onClose}>Not now</Button>
          <Button icon={<IconFileTypePdf size={18} stroke={1.6} aria-hidden />} aria-expanded={reading} onClick={() => { setReading(!reading); }}>
            {reading ? "Hide the PDF" : now.version === null ? "Read the PDF" : `Read version ${String(now.version)}`}
          </Button>
        </span>
        <div className={styles.accept}>
          <ConfirmSpend
            // Another offer, or another list of what is held, is another confirmation.
            key={JSON.stringify([now, held])}
            verb="Accept"
            amount={now.amount}
            currency={now.currency}
            mustType={isAbove(now.amount, limit)}
            unusual={isNextToNothing(now.amount)}
            // The press that opened this was for what the page showed; it counts only for the same.
            armedFromStart={was === null && held.length === 0}
            blocked={heldReason(held, consents.given)}
            send={send}
            usesUp={false}
            onSent={(accepted) => {
              take(accepted);
              arrival.onSent(accepted.summary);
            }}
            onFailed={arrival.onFailed}
            onUnknown={() => {
              void client.invalidateQueries({ queryKey: keys.orders });
              arrival.onUnknown();
            }}
            finalWords="Accepting orders it; archive orders can't be cancelled."
          />
        </div>
      </div>
    </div>
  );
}
