import { IconBasket, IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { useLocation } from "wouter";

import type { Basket } from "../../ipc";
import { useBasket } from "../../shared/query";
import { Button, EmptyState, Page, SkeletonRows, StatePill } from "../../shared/ui";
import { RemedyNotice } from "../connection";
import styles from "./BasketPage.module.css";
import { GroupCard } from "./GroupCard";
import { GroupForm } from "./GroupForm";

type Choice = { contractId: string; productTypeId: string };

/** What is to be bought: one group a contract on the left, the form of the chosen product on the right. */
export function BasketPage() {
  const basket = useBasket();
  const [, navigate] = useLocation();
  const toArchive = () => {
    navigate("/archive");
  };
  const count = basket.data?.groups.reduce((sum, group) => sum + group.items.length, 0) ?? 0;
  return (
    <Page
      title="Basket"
      note={basket.data !== undefined && count > 0 && <StatePill tone="plain">{countWords(count, basket.data.groups.length)}</StatePill>}
      actions={
        count > 0 && (
          <Button icon={<IconPlus size={16} stroke={1.6} aria-hidden />} onClick={toArchive}>
            Add scenes
          </Button>
        )
      }
    >
      {basket.isPending && <SkeletonRows count={3} label="Loading the basket" />}
      {basket.isError && <RemedyNotice error={basket.error} onRetry={() => void basket.refetch()} />}
      {basket.data !== undefined && (count === 0 ? <EmptyBasket onSearch={toArchive} /> : <Groups basket={basket.data} />)}
    </Page>
  );
}

function Groups({ basket }: { basket: Basket }) {
  const [choice, setChoice] = useState<Choice | null>(null);
  const group = basket.groups.find((one) => one.contract.contractId === choice?.contractId) ?? basket.groups[0];
  const products = group?.options.map((one) => one.productTypeId) ?? [];
  const productTypeId = products.find((id) => id === choice?.productTypeId) ?? products[0] ?? "";
  return (
    <div className={styles.columns}>
      <div className={styles.groups}>
        {basket.groups.map((one) => (
          <GroupCard
            key={one.contract.contractId}
            group={one}
            chosenProduct={one === group ? productTypeId : null}
            onChoose={(id) => {
              setChoice({ contractId: one.contract.contractId, productTypeId: id });
            }}
          />
        ))}
      </div>
      {group !== undefined && <GroupForm key={group.contract.contractId} group={group} productTypeId={productTypeId} />}
    </div>
  );
}

function EmptyBasket({ onSearch }: { onSearch: () => void }) {
  return (
    <EmptyState
      icon={<IconBasket size={32} stroke={1.4} aria-hidden />}
      title="The basket is empty"
      action={
        <Button tone="primary" onClick={onSearch}>
          Search the archive
        </Button>
      }
    >
      Search the archive over your area and add the scenes you want. Here you choose their options and see the vendor&apos;s price before anything is bought.
    </EmptyState>
  );
}

function countWords(scenes: number, contracts: number): string {
  return `${scenes === 1 ? "1 scene" : `${String(scenes)} scenes`} · ${contracts === 1 ? "1 contract" : `${String(contracts)} contracts`}`;
}
