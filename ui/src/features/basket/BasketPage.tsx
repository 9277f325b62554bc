import { IconBasket, IconCloudOff, IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { useLocation } from "wouter";

import type { Basket, BasketGroup } from "../../ipc";
import { counted } from "../../shared/format";
import { useBasket } from "../../shared/query";
import { Button, EmptyState, Notice, Page, SettingsFault, SkeletonRows, StatePill } from "../../shared/ui";
import { RemedyNotice } from "../connection";
import { BeingOrdered } from "./BeingOrdered";
import styles from "./BasketPage.module.css";
import { GroupCard } from "./GroupCard";
import { GroupForm } from "./GroupForm";
import { KeptGroup } from "./KeptGroup";

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
      note={basket.data !== undefined && count > 0 && <StatePill tone="plain">{countWords(count, withItems(basket.data).length)}</StatePill>}
      actions={
        count > 0 && basket.data?.offline !== true && (
          <Button icon={<IconPlus size={16} stroke={1.6} aria-hidden />} onClick={toArchive}>
            Add scenes
          </Button>
        )
      }
    >
      <div className={styles.fault}>
        <SettingsFault />
      </div>
      {basket.isPending && <SkeletonRows count={3} label="Loading the basket" />}
      {basket.isError && <RemedyNotice error={basket.error} onRetry={() => void basket.refetch()} />}
      {basket.data !== undefined && <Contents basket={basket.data} onSearch={toArchive} />}
    </Page>
  );
}

function Contents({ basket, onSearch }: { basket: Basket; onSearch: () => void }) {
  const locked = basket.groups.filter((group) => group.underWay.length > 0);
  if (withItems(basket).length === 0 && locked.length === 0) {
    return <EmptyBasket onSearch={onSearch} />;
  }
  return basket.offline ? (
    <KeptGroups basket={basket} locked={locked} />
  ) : (
    <Groups groups={withItems(basket)} locked={locked} />
  );
}

/** The basket as it is kept on this computer. */
function KeptGroups({ basket, locked }: { basket: Basket; locked: BasketGroup[] }) {
  return (
    <div className={styles.groups}>
      <Notice tone="warn" icon={<IconCloudOff size={18} stroke={1.6} aria-hidden />} title="The basket as it was when the vendor last answered">
        Its prices are those of the moment they were given, and may be others by now. Options can be changed and orders sent once the vendor answers again.
      </Notice>
      <BeingOrdered groups={locked} />
      {withItems(basket).map((group) => (
        <KeptGroup key={group.contract.contractId} group={group} />
      ))}
    </div>
  );
}

function Groups({ groups, locked }: { groups: BasketGroup[]; locked: BasketGroup[] }) {
  const [choice, setChoice] = useState<Choice | null>(null);
  // Whether a person has just asked to be shown the fields. Answered once: another group's form is not asked for by it.
  const [asked, setAsked] = useState(false);
  const group = groups.find((one) => one.contract.contractId === choice?.contractId) ?? groups[0];
  const products = group?.options.map((one) => one.productTypeId) ?? [];
  const productTypeId = products.find((id) => id === choice?.productTypeId) ?? products[0] ?? "";
  return (
    <div className={styles.columns}>
      <div className={styles.groups}>
        <BeingOrdered groups={locked} />
        {groups.map((one) => (
          <GroupCard
            key={one.contract.contractId}
            group={one}
            chosenProduct={one === group ? productTypeId : null}
            onChoose={(id) => {
              setChoice({ contractId: one.contract.contractId, productTypeId: id });
            }}
            onShowFields={(id) => {
              setChoice({ contractId: one.contract.contractId, productTypeId: id });
              setAsked(true);
            }}
          />
        ))}
      </div>
      {group !== undefined && <GroupForm key={group.contract.contractId} group={group} productTypeId={productTypeId} asked={asked} onShown={() => { setAsked(false); }} />}
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

/** Groups with something that can still be changed; what is being ordered stands apart. */
function withItems(basket: Basket): BasketGroup[] {
  return basket.groups.filter((group) => group.items.length > 0);
}

function countWords(scenes: number, contracts: number): string {
  return `${counted(scenes, "scene")} · ${counted(contracts, "contract")}`;
}
