import type { NearPlace } from "../../ipc";
import { formatDistance } from "../../shared/format";
import styles from "./Reading.module.css";

/** Nearer than this an area is said to lie at a place. */
const AT_KM = 15;
/** Farther than this there is most likely no land, or nobody on it: worth a second look. */
const FAR_KM = 200;

/** Where something lies, in the words of a map; its line is kept while it is looked up. */
export function Nearby({ place }: { place: NearPlace | null | undefined }) {
  if (place == null || place.km === null) {
    return <span className={styles.near} />;
  }
  const name = place.country === "" ? place.name : `${place.name}, ${place.country}`;
  if (place.km > FAR_KM) {
    return <span className={`${styles.near ?? ""} ${styles.far ?? ""}`}>No town within {formatDistance(FAR_KM)}. The nearest is {name}, {formatDistance(place.km)} away.</span>;
  }
  return <span className={styles.near}>{place.km < AT_KM ? name : `${formatDistance(place.km)} from ${name}`}</span>;
}
