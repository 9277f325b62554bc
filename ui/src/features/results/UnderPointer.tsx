import { useClickOutside } from "@mantine/hooks";

import { counted, formatCount, formatShare, formatUtcDate } from "../../shared/format";
import styles from "./Overlay.module.css";
import { clearOf } from "./SceneCard";
import { useResults } from "./store";
import { useBasketStanding } from "./useBasketStanding";

const WIDTH = 252;
/** Heights of what it is made of, in px: it stays above the bar at the foot of the map. */
const [HEAD, ROW, MOST_LISTED, MORE, STATUS_BAR] = [38, 24, 240, 44, 40];

/** Every scene at the place that was clicked, since the topmost alone would hide the others. */
export function UnderPointer() {
  const { under, selectedId, hoverId, select, hover, setUnder } = useResults();
  const standingOf = useBasketStanding();
  const outside = useClickOutside<HTMLDivElement>(() => {
    setUnder(null);
  });
  if (under === null) {
    return null;
  }
  const height = HEAD + Math.min(MOST_LISTED, under.rows.length * ROW) + (under.count > under.rows.length ? MORE : 0);
  return (
    <div ref={outside} className={styles.under} style={{ left: `min(${String(under.x)}px, calc(100% - ${String(WIDTH)}px))`, top: `max(8px, min(${String(under.y + 6)}px, calc(100% - ${String(height + STATUS_BAR)}px)))` }}>
      <h2>{counted(under.count, "scene")} under the pointer · clear in scene</h2>
      <div className={styles.underList} role="listbox" aria-label="Scenes under the pointer">
        {under.rows.map((row) => {
          const clear = clearOf(row);
          return (
            <button
              key={row.id}
              type="button"
              role="option"
              aria-selected={row.id === selectedId}
              data-hover={row.id === hoverId}
              data-state={row.id === selectedId ? "selected" : standingOf(row).inBasket ? "basket" : row.id === hoverId ? "hover" : "hit"}
              onPointerEnter={() => {
                hover(row.id);
              }}
              onFocus={() => {
                hover(row.id);
              }}
              onClick={() => {
                select(row.id);
              }}
            >
              <span className={styles.dot} aria-hidden />
              <span>{formatUtcDate(row.acquired)}</span>
              <span className={styles.dim}>{row.platform.replace("Pléiades Neo", "Neo").replace("Pléiades", "PHR")}</span>
              <span className={styles.share}>{clear === null ? "–" : formatShare(clear)}</span>
            </button>
          );
        })}
      </div>
      {under.count > under.rows.length && <p className={styles.more}>The newest {formatCount(under.rows.length)} are listed; narrow the filter for the others.</p>}
    </div>
  );
}
