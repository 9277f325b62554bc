import type { Offer } from "../../ipc";
import { formatMoneyExact, formatPercentExact, formatUtcTime } from "../../shared/format";
import styles from "./AcceptDialog.module.css";
import { differences } from "./offers";

type Row = { name: string; of: (offer: Offer) => string; changed: boolean };

/** One offer, or two beside each other with what differs struck through and marked. */
export function OfferTable({ quotationId, was, now }: { quotationId: string; was: Offer | null; now: Offer }) {
  const changed = was === null ? null : differences(was, now);
  const rows: Row[] = [
    { name: "Total", of: (offer) => formatMoneyExact(offer.amount, offer.currency), changed: changed?.amount === true },
    { name: "Discount", of: (offer) => (offer.discountPercent === null ? "none named" : formatPercentExact(offer.discountPercent)), changed: was !== null && was.discountPercent !== now.discountPercent },
    { name: "Valid until", of: (offer) => (offer.expires === null ? "not said" : formatUtcTime(offer.expires)), changed: changed?.expires === true },
  ];
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">
            <code>{quotationId}</code>
          </th>
          {was !== null && <th scope="col">{versionWords(was, "As it was shown")}</th>}
          <th scope="col" className={styles.now}>
            {versionWords(now, "As it is now")}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.name}>
            <th scope="row">{row.name}</th>
            {was !== null && <td className={styles.was}>{row.changed ? <s>{row.of(was)}</s> : row.of(was)}</td>}
            <td className={`${styles.now ?? ""} ${row.changed ? (styles.changed ?? "") : ""}`}>{row.of(now)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function versionWords({ version }: Offer, unknown: string): string {
  return version === null ? unknown : `Version ${String(version)}`;
}
