import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef } from "react";

import type { Area } from "../../ipc";
import { AreaItem } from "./AreaItem";
import styles from "./Areas.module.css";
import type { AreaActions } from "./useAreaActions";

/** Up to so many areas are all drawn; of more only those in view. */
const FEW = 60;
const ROW = 54;

type AreaListProps = { areas: readonly Area[]; chosenId: string | null; actions: AreaActions };

export function AreaList(props: AreaListProps) {
  return props.areas.length > FEW ? <LongList {...props} /> : <ShortList {...props} />;
}

function ShortList({ areas, chosenId, actions }: AreaListProps) {
  return (
    <ul aria-label="Areas">
      {areas.map((area) => (
        <AreaItem key={area.id} area={area} chosen={area.id === chosenId} actions={actions} />
      ))}
    </ul>
  );
}

function LongList({ areas, chosenId, actions }: AreaListProps) {
  const list = useRef<HTMLUListElement>(null);
  const virtual = useVirtualizer({
    count: areas.length,
    getScrollElement: () => list.current,
    estimateSize: () => ROW,
    getItemKey: (index) => areas[index]?.id ?? index,
    overscan: 8,
  });
  const place = areas.findIndex(({ id }) => id === chosenId);
  useEffect(() => {
    if (place >= 0) {
      virtual.scrollToIndex(place, { align: "auto" });
    }
  }, [place, virtual]);
  const shown = virtual.getVirtualItems();
  return (
    <ul aria-label="Areas" ref={list} className={styles.long} data-scrolls>
      <li aria-hidden style={{ height: `${String(shown[0]?.start ?? 0)}px` }} />
      {shown.map(({ index, key }) => {
        const area = areas[index];
        return area === undefined ? null : <AreaItem key={key} area={area} chosen={area.id === chosenId} actions={actions} place={index} measure={virtual.measureElement} />;
      })}
      <li aria-hidden style={{ height: `${String(Math.max(0, virtual.getTotalSize() - (shown.at(-1)?.end ?? 0)))}px` }} />
    </ul>
  );
}
