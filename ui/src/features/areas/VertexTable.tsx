import { SegmentedControl } from "@mantine/core";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useMemo, useRef } from "react";

import { sameRef, useMap, vertices } from "../../map";
import type { EditorState } from "../../map";
import type { CoordinateStyle } from "../../shared/format";
import { formatCount } from "../../shared/format";
import { Label } from "../../shared/ui";
import styles from "./EditPanel.module.css";
import { useAreasHabits } from "./store";
import { VertexRow } from "./VertexRow";

const ROW = 30;
const STYLES: { value: CoordinateStyle; label: string }[] = [
  { value: "decimal", label: "38.77" },
  { value: "dms", label: "38°46′" },
];

/** Every vertex in figures. What is chosen here is marked on the map and the other way round, so the whole editor can be
 * worked without a pointer. */
export function VertexTable({ edit }: { edit: Extract<EditorState, { mode: "edit" }> }) {
  const map = useMap();
  const { coordinates, write } = useAreasHabits();
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useMemo(() => vertices(edit.shape), [edit.shape]);
  const virtual = useVirtualizer({ count: rows.length, getScrollElement: () => scroller.current, estimateSize: () => ROW, overscan: 6 });
  const selected = edit.selected[0];
  const place = selected === undefined ? -1 : rows.findIndex(({ ref }) => sameRef(ref, selected));

  useEffect(() => {
    if (place >= 0) {
      virtual.scrollToIndex(place, { align: "auto" });
    }
  }, [place, virtual]);

  const focus = (row: number, column: number) => {
    virtual.scrollToIndex(row, { align: "auto" });
    // The row may only just have been drawn.
    requestAnimationFrame(() => {
      scroller.current?.querySelector<HTMLInputElement>(`[data-cell="${String(row)}-${String(column)}"]`)?.focus();
    });
  };

  return (
    <div>
      <div className={styles.tableHead}>
        <Label>{formatCount(rows.length)} vertices</Label>
        <SegmentedControl size="xs" aria-label="How coordinates are written" data={STYLES} value={coordinates} onChange={write} />
      </div>
      <div className={styles.columns} aria-hidden>
        <span>#</span>
        <span>Latitude</span>
        <span>Longitude</span>
      </div>
      <div ref={scroller} className={styles.rows}>
        <div role="list" aria-label="Vertices" style={{ height: `${String(virtual.getTotalSize())}px` }}>
          {virtual.getVirtualItems().map(({ index, start }) => {
            const row = rows[index];
            return row === undefined ? null : (
              <VertexRow
                key={index}
                row={index}
                top={start}
                at={row.at}
                vertex={row.ref}
                writing={coordinates}
                selected={edit.selected.some((ref) => sameRef(ref, row.ref))}
                shape={edit.shape}
                focus={focus}
                map={map}
              />
            );
          })}
        </div>
      </div>
      <p className={styles.hint}>Enter goes to the next one. Alt ↑ ↓ moves one in its order, Ctrl Enter adds one, Ctrl Delete deletes it.</p>
    </div>
  );
}
