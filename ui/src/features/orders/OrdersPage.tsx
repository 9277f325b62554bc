import type { OrderSummary } from "../../ipc";
import { usePageFocus } from "../../shared/pageFocus";
import { useOrders } from "../../shared/query";
import { EmptyState, Panel, SkeletonRows } from "../../shared/ui";
import { RemedyNotice } from "../connection";
import { fromRoute } from "../review";
import { OrderPane } from "./OrderPane";
import { OrdersList } from "./OrdersList";
import styles from "./OrdersPage.module.css";
import { UnknownDecisionPage } from "./UnknownDecisionPage";
import { UnknownPage } from "./UnknownPage";
import { useOrder } from "./useOrder";

/** All orders on the left, the chosen one on the right. An order or decision nobody knows the outcome of gets the whole page. */
export function OrdersPage(props: { reference: string | null }) {
  const reference = props.reference === null ? null : fromRoute(props.reference);
  const orders = useOrders();
  const chosen = orders.data?.find((order) => order.reference === reference);
  const whole = reference !== null && chosen !== undefined && isWholePage(chosen);
  // The outcome of the order that is shown may become known, or not known, while one looks at it.
  usePageFocus(whole ? "whole" : "split");
  if (whole) {
    return <UnknownOrder reference={reference} />;
  }
  return (
    <main className={styles.split} tabIndex={-1}>
      <Panel label="Orders" className={styles.list ?? ""}>
        <OrdersList orders={orders} chosen={reference} />
      </Panel>
      <section aria-label="Order" className={styles.pane}>
        {reference === null ? <NoneChosen empty={orders.data?.length === 0} /> : <ChosenOrder key={reference} reference={reference} />}
      </section>
    </main>
  );
}

/** What a person has to deal with before anything else leaves room for nothing else. */
function isWholePage({ state, decisionUnknown }: OrderSummary): boolean {
  return state.state === "unknown" || decisionUnknown;
}

function ChosenOrder({ reference }: { reference: string }) {
  const order = useOrder(reference);
  if (order.data !== undefined) {
    return <OrderPane detail={order.data} />;
  }
  return (
    <div className={styles.paneBody}>
      {order.isError ? <RemedyNotice error={order.error} onRetry={() => void order.refetch()} /> : <SkeletonRows count={4} picture={false} label="Loading the order" />}
    </div>
  );
}

function UnknownOrder({ reference }: { reference: string }) {
  const order = useOrder(reference);
  return (
    <main className={styles.wholePage} tabIndex={-1}>
      {order.data !== undefined ? (
        order.data.summary.decisionUnknown ? <UnknownDecisionPage detail={order.data} /> : <UnknownPage detail={order.data} />
      ) : order.isError ? (
        <RemedyNotice error={order.error} onRetry={() => void order.refetch()} />
      ) : (
        <SkeletonRows count={4} picture={false} label="Loading the order" />
      )}
    </main>
  );
}

function NoneChosen({ empty }: { empty: boolean }) {
  return empty ? null : <EmptyState title="Choose an order">Its amount, what was sent, what the vendor answered and its files are shown here.</EmptyState>;
}
