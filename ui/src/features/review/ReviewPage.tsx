import { IconArrowLeft } from "@tabler/icons-react";
import { useLocation } from "wouter";

import { presentError } from "../../errors";
import type { Review, SpendKind } from "../../ipc";
import { counted, formatMoneyExact } from "../../shared/format";
import { Button, IconButton, Page, RelativeTime, SettingsFault, SkeletonRows, StatePill } from "../../shared/ui";
import { RemedyNotice } from "../connection";
import { PaidBy } from "../basket";
import { AlreadyOrdered } from "./AlreadyOrdered";
import { useConsents } from "./consents";
import { HeldCards } from "./HeldCard";
import { MoneyColumn } from "./MoneyColumn";
import { ReviewFacts } from "./ReviewFacts";
import { ReviewItems } from "./ReviewItems";
import styles from "./ReviewPage.module.css";
import { fromRoute } from "./routeText";
import { SentBody } from "./SentBody";
import { useReview } from "./useReview";

/** One page that says exactly what will be sent, what it costs and what is left, and where it is confirmed. */
export function ReviewPage({ contractId, kind }: { contractId: string; kind: SpendKind }) {
  const review = useReview(fromRoute(contractId), kind);
  const [, navigate] = useLocation();
  const toBasket = () => {
    navigate("/basket");
  };
  const back = (
    <IconButton label="Back to the basket" onClick={toBasket}>
      <IconArrowLeft size={18} stroke={1.6} aria-hidden />
    </IconButton>
  );
  const title = kind === "order" ? "Review the order" : "Review the quotation request";
  if (review.isPending) {
    return (
      <Page title={title} lead={back}>
        <SkeletonRows count={3} label="Loading the review" />
      </Page>
    );
  }
  if (review.isError) {
    const stale = presentError(review.error).remedy === "priceAgain";
    return (
      <Page title={title} lead={back}>
        <RemedyNotice
          error={review.error}
          {...(stale ? {} : { onRetry: () => void review.refetch() })}
          actions={
            <Button size="small" onClick={toBasket}>
              Go to the basket
            </Button>
          }
        />
      </Page>
    );
  }
  return (
    <Page
      title={title}
      lead={back}
      note={
        <span className={styles.note}>
          <StatePill tone="plain">{counts(review.data)}</StatePill>
          <PaidBy contract={review.data.group.contract} credit={review.data.creditNow} />
        </span>
      }
      actions={
        <span className={styles.answered}>
          Price answered <RelativeTime time={review.data.price.pricedAt} />, good until you change anything
        </span>
      }
    >
      <ReviewSheet key={review.data.reviewId} review={review.data} onLookAgain={() => void review.refetch()} />
    </Page>
  );
}

function ReviewSheet({ review, onLookAgain }: { review: Review; onLookAgain: () => void }) {
  const same = review.sha256 === review.price.sha256;
  const consents = useConsents();
  return (
    <div className={styles.columns}>
      <div className={styles.sheet}>
        <SettingsFault />
        <HeldCards group={review.group} held={review.alreadyOrdered} consents={consents} spend={formatMoneyExact(review.price.totalAmount, review.price.currency)} />
        <AlreadyOrdered earlier={review.alreadyOrdered} unseen={review.unseen} />
        <ReviewItems review={review} />
        <ReviewFacts review={review} />
        <SentBody
          title="Exactly what will be sent"
          body={review.body}
          byteCount={review.byteCount}
          sha256={review.sha256}
          endpoint={review.endpoint}
          method={review.method}
          mark={<StatePill tone={same ? "ok" : "warn"}>{same ? "same bytes as priced" : "not the bytes that were priced"}</StatePill>}
        />
      </div>
      <MoneyColumn review={review} consents={consents.given} onLookAgain={onLookAgain} />
    </div>
  );
}

function counts({ group }: Review): string {
  const scenes = group.items.length;
  const areas = new Set(group.items.map((item) => item.areaId)).size;
  return `${counted(scenes, "scene")} · ${counted(areas, "area")}`;
}
