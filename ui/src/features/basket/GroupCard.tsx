import { IconArrowRight, IconCheck } from "@tabler/icons-react";
import { useLocation } from "wouter";

import { ipc, type BasketGroup } from "../../ipc";
import { Button, LinkButton, Money, Notice, RelativeTime, StatePill } from "../../shared/ui";
import { undoable } from "../../shared/ui/toasts";
import { RemedyNotice } from "../connection";
import styles from "./BasketPage.module.css";
import { GroupTable, nameOf } from "./GroupTable";
import { byProduct, canBePriced, estimatedTotal, firstOpen, openQuestions, problemFor, questionsInWords } from "./groupFacts";
import { MinimumAdvice } from "./MinimumAdvice";
import { PaidBy } from "./PaidBy";
import { PayerMenu } from "./PayerMenu";
import { useAutoPrice } from "./useAutoPrice";
import { useBasketBusy, useBasketEdit } from "./useBasketEdit";

type GroupCardProps = {
  group: BasketGroup;
  chosenProduct: string | null;
  onChoose: (productTypeId: string) => void;
  /** Shows the form of a product and goes to the first field that is still open. */
  onShowFields: (productTypeId: string) => void;
};

/** One contract's part of the basket: its scenes, what they are billed, and the ways on from here. */
export function GroupCard({ group, chosenProduct, onChoose, onShowFields }: GroupCardProps) {
  const { pricing, priceError, price } = useAutoPrice(group);
  const removal = useBasketEdit();
  const { contract } = group;
  const products = byProduct(group);
  return (
    <section className={styles.group} aria-label={`Basket for ${contract.name}`}>
      <header className={styles.groupHead}>
        <h2 className={styles.groupName}>
          <PaidBy contract={contract} />
        </h2>
        <PayerMenu group={group} />
        <PricePill group={group} pricing={pricing} />
      </header>
      <GroupTable
        group={group}
        products={products}
        chosenProduct={chosenProduct}
        onChoose={onChoose}
        onRemove={(item) => {
          const { itemId } = item;
          removal.mutate(() => ipc.removeFromBasket(itemId), {
            onSuccess: () => {
              undoable(`${nameOf(item)} is out of the basket for ${item.areaName}`, () => {
                removal.mutate(() => ipc.putBackInBasket(itemId));
              });
            },
          });
        }}
      />
      <div className={styles.notices}>
        <MinimumAdvice group={group} />
        <Questions group={group} onShow={() => {
            onShowFields(firstOpen(group) ?? chosenProduct ?? products[0]?.productTypeId ?? "");
          }} />
        {removal.error !== null && <RemedyNotice error={removal.error} />}
        {priceError !== null && group.price === null && <RemedyNotice error={priceError} onRetry={price} />}
      </div>
      <GroupFoot group={group} pricing={pricing} onPrice={price} />
    </section>
  );
}

/** What it costs; before the vendor has said so, what it is likely to. */
function Total({ group }: { group: BasketGroup }) {
  const guess = group.price === null ? estimatedTotal(group) : null;
  return (
    <>
      <span className={styles.totalLabel}>{guess === null ? "Total" : "Estimated total"}</span>
      <span className={styles.total} data-estimate={guess !== null} aria-live="polite">
        {group.price !== null ? <Money amount={group.price.totalAmount} currency={group.price.currency} /> : guess === null ? "–" : <>≈ <Money amount={guess.amount} currency={guess.currency} /></>}
      </span>
      {guess !== null && <span className={styles.totalNote}>From the last prices of this contract. The vendor measures the area itself and prices the options, so its price may differ, often by some cents.</span>}
    </>
  );
}

function PricePill({ group, pricing }: { group: BasketGroup; pricing: boolean }) {
  if (pricing) {
    return <StatePill tone="info">asking the price…</StatePill>;
  }
  if (group.price !== null) {
    return (
      <StatePill tone="ok" icon={<IconCheck size={14} stroke={1.8} aria-hidden />}>
        <span>
          priced <RelativeTime time={group.price.pricedAt} />
        </span>
      </StatePill>
    );
  }
  return <StatePill tone={group.priceStale ? "warn" : "plain"}>{group.priceStale ? "changed since priced" : "not priced yet"}</StatePill>;
}

function Questions({ group, onShow }: { group: BasketGroup; onShow: () => void }) {
  const credit = problemFor(group, "credit");
  const items = problemFor(group, "items");
  const contract = problemFor(group, "contract");
  const open = openQuestions(group).filter(({ field }) => field !== "items" && field !== "contract");
  return (
    <>
      {contract !== null && <Notice tone="bad" title="The vendor can’t be asked about this contract">{contract}</Notice>}
      {items !== null && <Notice tone="bad" title="One of the scenes can't be ordered as it is">{items}</Notice>}
      {credit !== null && <Notice tone="bad" title="The credit is too small">{credit}</Notice>}
      {open.length > 0 && (
        <Notice tone="warn">
          Before it can be priced: {questionsInWords(group)}. <LinkButton onClick={onShow}>Show the fields</LinkButton>
        </Notice>
      )}
    </>
  );
}

function GroupFoot({ group, pricing, onPrice }: { group: BasketGroup; pricing: boolean; onPrice: () => void }) {
  const [, navigate] = useLocation();
  const busy = useBasketBusy();
  const review = (kind: "order" | "quotation") => {
    navigate(`/review/${encodeURIComponent(group.contract.contractId)}/${kind}`);
  };
  const blocked = group.price === null || busy;
  const spendBlocked = blocked || group.problems.length > 0;
  const quoteBlocked = blocked || openQuestions(group).length > 0;
  return (
    <footer className={styles.groupFoot}>
      <Total group={group} />
      <span className={styles.ways}>
        {group.price === null && (
          <Button busy={pricing} disabled={!canBePriced(group) || busy} onClick={onPrice}>
            {group.priceStale ? "Price again" : "Price"}
          </Button>
        )}
        {group.mayQuote ? (
          <>
            <Button disabled={spendBlocked} onClick={() => { review("order"); }}>
              Order directly
            </Button>
            <Button tone="primary" disabled={quoteBlocked} onClick={() => { review("quotation"); }}>
              Ask for quotation
              <IconArrowRight size={16} stroke={1.6} aria-hidden />
            </Button>
          </>
        ) : (
          <Button tone="primary" disabled={spendBlocked} onClick={() => { review("order"); }}>
            Review order
            <IconArrowRight size={16} stroke={1.6} aria-hidden />
          </Button>
        )}
      </span>
    </footer>
  );
}
