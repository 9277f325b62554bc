import { useLocalStorage } from "@mantine/hooks";
import { IconCurrentLocation, IconMinus, IconPlus, IconWorld } from "@tabler/icons-react";
import { useEffect } from "react";

import { IconButton } from "../../shared/ui";
import { useMap } from "../context";
import styles from "./MapView.module.css";

/** Zoom, flat map or globe, and the way back to the area. */
export function ZoomControls({ onLocate }: { onLocate: (() => void) | null }) {
  const map = useMap();
  const [globe, setGlobe] = useLocalStorage({ key: "swath.globe", defaultValue: false });
  useEffect(() => {
    map.setGlobe(globe);
  }, [map, globe]);
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
      <div className={styles.group}>
        <IconButton
          label={globe ? "Show the flat map" : "Show the globe"}
          aria-pressed={globe}
          onClick={() => {
            setGlobe(!globe);
          }}
        >
          <IconWorld size={17} stroke={1.6} />
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
