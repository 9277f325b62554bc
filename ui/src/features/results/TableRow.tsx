import { Tooltip } from "@mantine/core";
import { IconLock, IconReceipt } from "@tabler/icons-react";

import { formatAngle, formatMoney, formatResolution, formatShare, formatUtcDate } from "../../shared/format";
import styles from "./Results.module.css";
import type { RowProps } from "./SceneCard";
import { BasketButton, FlawMark, Serves, clearOf } from "./SceneCard";

/** Columns of the table, in order; their keys sort. */
export const COLUMNS = [
  { key: "date", label: "Date", right: false },
  { key: "platform", label: "Satellite", right: false },
  { key: "resolution", label: "Res.", right: true },
  { key: "cloud", label: "Clear in scene", right: true },
  { key: "coverage", label: "Covers", right: true },
  { key: "incidence", label: "Inc.", right: true },
  { key: "price", label: "Price", right: true },
] as const;

/** A scene as a line of the table. */
export function TableRow(props: RowProps) {
  const { row } = props;
  const clear = clearOf(row);
  return (
    <>
      <span role="gridcell">
        {row.acquired === "" ? "No date" : formatUtcDate(row.acquired)} <FlawMark row={row} />
        {props.ordered !== null && props.standing.locked === null && (
          <Tooltip label={props.ordered.words} multiline maw={300}>
            <IconReceipt size={13} stroke={1.8} aria-label={props.ordered.words} className={styles.orderedMark} />
          </Tooltip>
        )}
      </span>
      <span role="gridcell" className={styles.dim}>{row.platform.replace("Pléiades Neo", "Neo").replace("Pléiades", "PHR")}</span>
      <span role="gridcell" className={styles.right}>{row.resolution === null ? "–" : formatResolution(row.resolution)}</span>
      <span role="gridcell" className={styles.right}>{clear === null ? "–" : formatShare(clear)}</span>
      <span role="gridcell" className={styles.right}>{row.placed ? formatShare(row.coverage) : "–"}{row.shares.length > 1 && <Serves served={props.standing.served} />}</span>
      <span role="gridcell" className={styles.right}>{row.incidence === null ? "–" : formatAngle(row.incidence)}</span>
      <span role="gridcell" className={styles.right}>{row.priceEstimate === null ? "–" : formatMoney(row.priceEstimate, row.currency)}</span>
      <span role="gridcell">
        {props.standing.locked !== null ? (
          <Tooltip label="being ordered">
            <IconLock size={14} stroke={1.8} aria-label="being ordered" className={styles.locked} />
          </Tooltip>
        ) : (
          <BasketButton {...props} />
        )}
      </span>
    </>
  );
}
