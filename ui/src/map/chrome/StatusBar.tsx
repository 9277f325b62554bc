import { useEffect, useRef } from "react";

import { formatCoordinates } from "../../shared/format";
import { useMap } from "../context";
import { roundScale, scaleLabel } from "./scale";
import styles from "./MapView.module.css";

const CREDIT = "GSHHG · Natural Earth · GeoNames";

/** Scale, the coordinates under the pointer, and whose data the map is made of. Written without rendering, since it
 * changes with every movement of the pointer. */
export function StatusBar() {
  const map = useMap();
  const bar = useRef<HTMLSpanElement>(null);
  const length = useRef<HTMLSpanElement>(null);
  const coordinates = useRef<HTMLSpanElement>(null);

  useEffect(() => {
    const update = () => {
      const perPixel = map.kmPerPixel();
      const centre = map.centre();
      if (perPixel === null || bar.current === null || length.current === null) {
        return;
      }
      const scale = roundScale(perPixel * 90);
      bar.current.style.width = `${String(Math.round(scale / perPixel))}px`;
      length.current.textContent = scaleLabel(scale);
      if (coordinates.current !== null && centre !== null) {
        coordinates.current.textContent = formatCoordinates(...centre);
      }
    };
    update();
    const stopWatching = map.watch(update);
    const stopPointing = map.watchPointer((at) => {
      if (coordinates.current !== null && at !== null) {
        coordinates.current.textContent = formatCoordinates(at.lon, at.lat);
      }
    });
    return () => {
      stopWatching();
      stopPointing();
    };
  }, [map]);

  return (
    <div className={styles.status}>
      <div className={styles.statusLine}>
        <span className={styles.scale}>
          <span ref={bar} className={styles.scaleBar} />
          <span ref={length} />
        </span>
        <span ref={coordinates} className={styles.coordinates} role="note" aria-label="Coordinates" />
        <span className={styles.credit}>{CREDIT}</span>
      </div>
    </div>
  );
}
