import { IconWand } from "@tabler/icons-react";

import type { Area, Fault, Mend } from "../../ipc";
import { useMap } from "../../map";
import { formatAreaExact, formatAreaFrom, formatCount } from "../../shared/format";
import { Button, LinkButton } from "../../shared/ui";
import styles from "./Areas.module.css";
import { Limits } from "./Limits";
import { clearKm2 } from "./size";
import { useAreasView } from "./store";
import type { AreaActions } from "./useAreaActions";

/** Every fault of an area in words, numbered as on the map, each with its mend and what the mend does. */
export function FaultList({ area, actions, onEdit }: { area: Area; actions: AreaActions; onEdit: () => void }) {
  const { faults } = area.report;
  const mendable = faults.filter((fault) => fault.mends.length > 0).length;
  return (
    <div className={styles.faults}>
      <ol className={styles.faultList} aria-label="Faults">
        {faults.map((fault, place) => (
          <FaultCard key={`${fault.code}-${String(place)}`} area={area} fault={fault} place={place} actions={actions} />
        ))}
      </ol>
      <p className={styles.rules}>
        <Limits />
      </p>
      <div className={styles.faultActions}>
        {mendable > 1 && (
          <Button tone="primary" icon={<IconWand size={17} stroke={1.6} />} onClick={() => void actions.mendAll(area)}>
            {mendable === 2 ? "Mend both" : "Mend all"}
          </Button>
        )}
        <Button onClick={onEdit}>Keep editing</Button>
      </div>
    </div>
  );
}

function FaultCard({ area, fault, place, actions }: { area: Area; fault: Fault; place: number; actions: AreaActions }) {
  const map = useMap();
  const pointOut = useAreasView((state) => state.pointOut);
  const active = useAreasView((state) => state.activeFault) === place;
  const { at, mends } = fault;
  return (
    <li className={styles.fault} data-blocking={fault.blocking} data-active={active}>
      <span className={styles.number} aria-hidden>
        {place + 1}
      </span>
      <div className={styles.faultHead}>
        <strong>{fault.message}</strong>
        {at !== null && (
          <LinkButton
            className={styles.show ?? ""}
            onClick={() => {
              pointOut(place);
              map.fit([at[0] - 0.02, at[1] - 0.02, at[0] + 0.02, at[1] + 0.02], { maxZoom: 12 });
            }}
          >
            Show
          </LinkButton>
        )}
      </div>
      {fault.hint !== "" && <p className={styles.hint}>{fault.hint}</p>}
      {mends.map((mend, index) => (
        <div key={mend.kind} className={styles.mend}>
          <Button size="small" tone={fault.blocking && index === 0 ? "primary" : "default"} onClick={() => void actions.mend(area, mend)}>
            {mend.label}
          </Button>
          <span>{mendEffect(clearKm2(area.report), area.report.vertices, mend)}</span>
        </div>
      ))}
    </li>
  );
}

/** What a mend changes, before it is asked for: `388.5 → 388.1 km², one outline`. What takes long is only measured once it
 * is done. */
export function mendEffect(km2Before: number | null, verticesBefore: number, mend: Pick<Mend, "km2After" | "verticesAfter" | "parts">): string {
  if (mend.km2After === null) {
    return `at most ${formatCount(mend.verticesAfter)} vertices; measured when done`;
  }
  const after = formatAreaExact(mend.km2After);
  const km2 = km2Before === null ? after : formatAreaExact(km2Before) === after ? `${after} as before` : formatAreaFrom(km2Before, mend.km2After);
  const parts = mend.parts === 1 ? "one outline" : `${formatCount(mend.parts)} outlines`;
  const vertices = mend.verticesAfter === verticesBefore ? "" : `, ${formatCount(mend.verticesAfter)} vertices`;
  return `${km2}, ${parts}${vertices}`;
}
