import { useVirtualizer } from "@tanstack/react-virtual";
import { useRef } from "react";

import type { Area } from "../../ipc";
import { AreaItem } from "./AreaItem";
import styles from "./Areas.module.css";
import type { AreaActions } from "./useAreaActions";
import { useReveal } from "./useReveal";

/** Up to so many areas are all drawn; of more only those in view. */
const FEW = 60;
const ROW = 54;

type AreaListProps = {
  areas: readonly Area[];
  chosenId: string | null;
  /** Those that are searched together with the chosen one. */
  alsoIds: readonly string[];
  actions: AreaActions;
};

export function AreaList(props: AreaListProps) {
  return props.areas.length > FEW ? <LongList {...props} /> : <ShortList {...props} />;
}

function ShortList({ areas, chosenId, alsoIds, actions }: AreaListProps) {
  useReveal(areas.find(({ id }) => id === chosenId));
  return (
    <ul aria-label="Areas">
      {areas.map((area) => (
        <AreaItem key={area.id} area={area} chosen={area.id === chosenId} also={alsoIds.includes(area.id)} actions={actions} />
      ))}
    </ul>
  );
}

function LongList({ areas, chosenId, alsoIds, actions }: AreaListProps) {
  const list = useRef<HTMLUListElement>(null);
  const virtual = useVirtualizer({
    count: areas.length,
    getScrollElement: () => list.current,
    estimateSize: () => ROW,
    getItemKey: (index) => areas[index]?.id ?? index,
    overscan: 8,
  });
  const place = areas.findIndex(({ id }) => id === chosenId);
  useReveal(areas[place], () => {
    virtual.scrollToIndex(place, { align: "auto" });
  });
  const shown = virtual.getVirtualItems();
  return (
    <ul aria-label="Areas" ref={list} className={styles.long} data-scrolls>
      <li aria-hidden style={{ height: `${String(shown[0]?.start ?? 0)}px` }} />
      {shown.map(({ index, key }) => {
        const area = areas[index];
        return area === undefined ? null : <AreaItem key={key} area={area} chosen={area.id === chosenId} also={alsoIds.includes(area.id)} actions={actions} place={index} measure={virtual.measureElement} />;
      })}
      <li aria-hidden style={{ height: `${String(Math.max(0, virtual.getTotalSize() - (shown.at(-1)?.end ?? 0)))}px` }} />
    </ul>
  );
}
