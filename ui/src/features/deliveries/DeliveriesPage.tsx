import { useMutation } from "@tanstack/react-query";
import { IconPackage, IconRefresh } from "@tabler/icons-react";
import { useLocation } from "wouter";

import { counted } from "../../shared/format";
import { useConnection, useDeliveries } from "../../shared/query";
import { Button, EmptyState, Page, SkeletonRows, StatePill } from "../../shared/ui";
import { RemedyNotice } from "../connection";
import styles from "./DeliveriesPage.module.css";
import { DeliveryRow } from "./DeliveryRow";

/** What lies in the private workspace, matched to the orders, and its way onto this computer. */
export function DeliveriesPage() {
  const deliveries = useDeliveries();
  const refresh = useMutation({ mutationFn: () => deliveries.refetch() });
  const all = deliveries.data ?? [];
  return (
    <Page
      title="Deliveries"
      note={all.length > 0 && <StatePill tone="plain">{counted(all.length, "file")}</StatePill>}
      actions={
        <Button icon={<IconRefresh size={16} stroke={1.6} aria-hidden />} busy={refresh.isPending} onClick={() => { refresh.mutate(); }}>
          Refresh
        </Button>
      }
    >
      {deliveries.isPending && <SkeletonRows count={3} picture={false} label="Loading the deliveries" />}
      {deliveries.isError && <RemedyNotice error={deliveries.error} onRetry={() => void deliveries.refetch()} />}
      {deliveries.data !== undefined && all.length === 0 && <NoDeliveries />}
      {all.length > 0 && (
        <ul className={styles.list} aria-label="Deliveries">
          {all.map((delivery) => (
            <DeliveryRow key={delivery.itemId} delivery={delivery} />
          ))}
        </ul>
      )}
    </Page>
  );
}

function NoDeliveries() {
  const [, navigate] = useLocation();
  const sandbox = useConnection().data?.environment === "sandbox";
  return (
    <EmptyState
      icon={<IconPackage size={32} stroke={1.4} aria-hidden />}
      title="Nothing has been delivered yet"
      action={<Button onClick={() => { navigate("/orders"); }}>See the orders</Button>}
    >
      The files of your orders arrive here when the vendor has made them, usually within a day.
      {sandbox && " In the sandbox you can move its clock ahead from the SANDBOX badge in the top bar."}
    </EmptyState>
  );
}
