import { IconFileAlert } from "@tabler/icons-react";

import { useUnreadableOrders } from "../../shared/query";
import { Notice, Technical } from "../../shared/ui";
import styles from "./OrdersPage.module.css";

/** Names the orders of the record that can't be read; the others are shown. Nothing while all can. */
export function UnreadableBar() {
  const rows = useUnreadableOrders().data ?? [];
  if (rows.length === 0) {
    return null;
  }
  return (
    <div className={styles.listNotice}>
      <Notice
        tone="bad"
        icon={<IconFileAlert size={18} stroke={1.6} aria-hidden />}
        title={rows.length === 1 ? "1 order of your record can't be read" : `${String(rows.length)} orders of your record can't be read`}
      >
        <span className="selectable">{rows.map((row) => row.reference).join(", ")}</span>. All others are shown. Nothing can be ordered while that is so: the doctor in the settings tells what was changed, and when.
        <Technical>{rows.map((row) => `${row.reference}: ${row.why}`).join("; ")}</Technical>
      </Notice>
    </div>
  );
}
