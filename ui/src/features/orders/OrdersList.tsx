import { TextInput } from "@mantine/core";
import type { UseQueryResult } from "@tanstack/react-query";
import { IconReceipt, IconRefresh, IconSearch } from "@tabler/icons-react";
import { useState } from "react";
import { useLocation } from "wouter";

import type { OrderSummary } from "../../ipc";
import { useNow } from "../../shared/query";
import { Button, Chip, EmptyState, LinkButton, SkeletonRows } from "../../shared/ui";
import { RemedyNotice } from "../connection";
import { AskVendor } from "./AskVendor";
import { FollowBar } from "./FollowBar";
import { HEAPS, countHeaps, selectOrders, type Heap } from "./orderStates";
import { OrdersTable } from "./OrdersTable";
import styles from "./OrdersPage.module.css";
import { UnreadableBar } from "./UnreadableBar";
import { useRefreshOrders } from "./useOrder";

type OrdersListProps = { orders: UseQueryResult<OrderSummary[]>; chosen: string | null };

export function OrdersList({ orders, chosen }: OrdersListProps) {
  const [heap, setHeap] = useState<Heap | null>(null);
  const [text, setText] = useState("");
  const [asking, setAsking] = useState(false);
  const refresh = useRefreshOrders();
  const now = useNow();
  const all = orders.data ?? [];
  const shown = selectOrders(all, heap, text, now);
  return (
    <>
      <header className={styles.listHead}>
        <h1 className={styles.listTitle}>Orders</h1>
        <TextInput
          aria-label="Search orders"
          placeholder="Reference, id, amount"
          size="sm"
          className={styles.search}
          leftSection={<IconSearch size={16} stroke={1.6} aria-hidden />}
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value);
          }}
        />
        <Button icon={<IconRefresh size={16} stroke={1.6} aria-hidden />} busy={refresh.isPending} onClick={() => { refresh.mutate(); }}>
          Refresh
        </Button>
        <Button onClick={() => { setAsking(true); }}>Ask the vendor…</Button>
      </header>
      <HeapChips counts={countHeaps(all, now)} total={all.length} heap={heap} onChoose={setHeap} />
      <UnreadableBar />
      <FollowBar />
      {refresh.error !== null && (
        <div className={styles.listNotice}>
          <RemedyNotice error={refresh.error} onRetry={() => { refresh.mutate(); }} />
        </div>
      )}
      <div className={styles.listBody}>
        {orders.isPending && <SkeletonRows count={6} picture={false} label="Loading the orders" />}
        {orders.isError && <RemedyNotice error={orders.error} onRetry={() => void orders.refetch()} />}
        {orders.data !== undefined && all.length === 0 && <NoOrders />}
        {all.length > 0 && shown.length === 0 && (
          <EmptyState
            title="No order matches"
            action={
              <LinkButton
                onClick={() => {
                  setHeap(null);
                  setText("");
                }}
              >
                Show all {all.length}
              </LinkButton>
            }
          >
            {all.length === 1 ? "There is 1 order" : `There are ${String(all.length)} orders`}, none with this state and these words.
          </EmptyState>
        )}
        {shown.length > 0 && <OrdersTable orders={shown} chosen={chosen} now={now} />}
      </div>
      <AskVendor opened={asking} onClose={() => { setAsking(false); }} />
    </>
  );
}

function HeapChips({ counts, total, heap, onChoose }: { counts: Record<Heap, number>; total: number; heap: Heap | null; onChoose: (heap: Heap | null) => void }) {
  if (total === 0) {
    return null;
  }
  return (
    <div className={styles.chips} role="group" aria-label="Orders by state">
      <Chip on={heap === null} onToggle={() => { onChoose(null); }}>
        All {total}
      </Chip>
      {HEAPS.filter((one) => counts[one.heap] > 0 || one.heap === heap).map((one) => (
        <Chip
          key={one.heap}
          on={heap === one.heap}
          onToggle={() => {
            onChoose(heap === one.heap ? null : one.heap);
          }}
        >
          <span className={one.heap === "unknown" && heap !== "unknown" ? styles.warnChip : undefined}>
            {one.label} {counts[one.heap]}
          </span>
        </Chip>
      ))}
    </div>
  );
}

function NoOrders() {
  const [, navigate] = useLocation();
  return (
    <EmptyState
      icon={<IconReceipt size={32} stroke={1.4} aria-hidden />}
      title="No orders yet"
      action={
        <Button tone="primary" onClick={() => { navigate("/basket"); }}>
          Go to the basket
        </Button>
      }
    >
      What you order or ask a quotation for is followed here, from the moment before it is sent until its files are delivered.
    </EmptyState>
  );
}
