import { IconCurrentLocation, IconMinus, IconPlus } from "@tabler/icons-react";

import { IconButton } from "../../shared/ui";
import { useMap } from "../context";
import styles from "./MapView.module.css";

/** Zoom, and the way back to the area. */
export function ZoomControls({ onLocate }: { onLocate: (() => void) | null }) {
  const map = useMap();
  return (
    <div className={styles.controls}>
      <div className={styles.group}>
        <IconButton
          label="Zoom in"
          onClick={() => {
            map.zoomBy(1);
          }}
        >
          <IconPlus size={16} stroke={1.6} />
        </IconButton>
        <IconButton
          label="Zoom out"
          onClick={() => {
            map.zoomBy(-1);
          }}
        >
          <IconMinus size={16} stroke={1.6} />
        </IconButton>
      </div>
      {onLocate !== null && (
        <div className={styles.group}>
          <IconButton label="Show the area" onClick={onLocate}>
            <IconCurrentLocation size={17} stroke={1.6} />
          </IconButton>
        </div>
      )}
    </div>
  );
}
