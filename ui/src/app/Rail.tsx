import { IconAlertTriangleFilled } from "@tabler/icons-react";
import { Link } from "wouter";

import { useBasket, useDeliveries, useFollowProblems, useOrders } from "../shared/query";
import { CountBadge } from "../shared/ui";
import type { PlacePath } from "./places";
import { PLACES } from "./places";
import styles from "./Rail.module.css";

/** The pages, with what waits on each. */
export function Rail({ place }: { place: PlacePath }) {
  const counts = useCounts();
  const lost = (useFollowProblems().data ?? []).length > 0;
  return (
    <nav className={styles.rail} aria-label="Pages">
      {PLACES.map(({ path, name, icon: Icon }) => {
        const count = counts[path] ?? 0;
        const warns = path === "/orders" && lost;
        return (
          <Link key={path} href={path} className={styles.place} data-last={path === "/settings"} aria-current={path === place ? "page" : undefined}>
            {/* The name comes first, and is drawn below the icon. */}
            <span>{name}</span>
            <span className={styles.icon}>
              <Icon size={20} stroke={1.6} aria-hidden />
              {warns && <span className="visually-hidden">, not all could be followed</span>}
              <CountBadge count={count} basket={path === "/basket"} />
              {warns && <IconAlertTriangleFilled size={13} className={styles.warning} aria-hidden />}
            </span>
          </Link>
        );
      })}
    </nav>
  );
}

/** Scenes in the basket, orders that wait for the user, deliveries not fetched yet. */
function useCounts(): Partial<Record<PlacePath, number>> {
  const basket = useBasket().data;
  const orders = useOrders().data;
  const deliveries = useDeliveries().data;
  return {
    "/basket": (basket?.groups ?? []).reduce((sum, group) => sum + group.items.length, 0),
    "/orders": (orders ?? []).filter(({ state: { state } }) => state === "quoted" || state === "unknown").length,
    "/deliveries": (deliveries ?? []).filter(({ download }) => download.state === "available").length,
  };
}
