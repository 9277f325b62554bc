import type { Offer, OrderDetail } from "../../ipc";
import { formatAreaExact, formatMoneyExact, formatPercentExact, formatUtcDayAndMonth, formatUtcTime } from "../../shared/format";
import { shortHash } from "../review";
import styles from "./AcceptDialog.module.css";
import { differences, versionSince } from "./offers";
import type { OfferHashes } from "./offerHashes";

type Row = { name: string; was: string; now: string; changed: boolean; mono?: boolean };

type OfferTableProps = { detail: OrderDetail; was: Offer | null; now: Offer; hashes: OfferHashes };

/** One offer, or two beside each other with what differs struck through and marked. */
export function OfferTable({ detail, was, now, hashes }: OfferTableProps) {
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">
            <code>{detail.summary.quotationId ?? ""}</code>
          </th>
          {was !== null && <th scope="col">{versionWords(detail, was, "As it was shown")}</th>}
          <th scope="col" className={styles.now}>
            {versionWords(detail, now, "As it is now")}
          </th>
        </tr>
      </thead>
      <tbody>
        {rowsOf(detail, was, now, hashes).map((row) => (
          <tr key={row.name}>
            <th scope="row">{row.name}</th>
            {was !== null && <td className={`${styles.was ?? ""} ${row.mono === true ? "mono" : ""}`}>{row.changed ? <s>{row.was}</s> : row.was}</td>}
            <td className={`${styles.now ?? ""} ${row.changed ? (styles.changed ?? "") : ""} ${row.mono === true ? "mono" : ""}`}>{row.now}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function rowsOf(detail: OrderDetail, was: Offer | null, now: Offer, hashes: OfferHashes): Row[] {
  const changed = was === null ? null : differences(was, now);
  const both = (of: (offer: Offer) => string) => ({ was: was === null ? "" : of(was), now: of(now) });
  return [
    // The vendor's offer names no scenes: this is what the request under this number asks for, in every version.
    { name: "Scenes asked for", ...both(() => scenesWords(detail)), changed: false },
    { name: "Total", ...both((offer) => formatMoneyExact(offer.amount, offer.currency)), changed: changed?.amount === true },
    {
      name: "Discount",
      ...both((offer) => (offer.discountPercent === null ? "none named" : formatPercentExact(offer.discountPercent))),
      changed: was !== null && was.discountPercent !== now.discountPercent,
    },
    { name: "Valid until", ...both((offer) => (offer.expires === null ? "not said" : formatUtcTime(offer.expires))), changed: changed?.expires === true },
    {
      name: "PDF, sha-256",
      was: hashes.was === null ? "not read" : shortHash(hashes.was),
      now: hashes.now !== null ? shortHash(hashes.now) : hashes.asking ? "being read…" : "can't be read now",
      changed: hashes.was !== null && hashes.now !== null && hashes.was !== hashes.now,
      mono: true,
    },
  ];
}

function scenesWords({ items, drawnKm2 }: OrderDetail): string {
  return drawnKm2 === null ? String(items.length) : `${String(items.length)}, ${formatAreaExact(drawnKm2)}`;
}

/** "Version 2, 30 Nov": the day on which the record learned of it, where it says so. */
function versionWords(detail: OrderDetail, offer: Offer, unknown: string): string {
  if (offer.version === null) {
    return unknown;
  }
  const learned = versionSince(detail, offer.version);
  return learned === null ? `Version ${String(offer.version)}` : `Version ${String(offer.version)}, ${formatUtcDayAndMonth(learned)}`;
}
