import type { ColourBy } from "../../map";
import { formatCount, formatShareRound, formatUtcDate } from "../../shared/format";
import styles from "./Overlay.module.css";
import { useArchive } from "../archive";
import { useResults } from "./store";

const day = (number: number) => formatUtcDate(new Date(number * 86_400_000).toISOString());
const percent = formatShareRound;

type Colour = { label: string; ends: ((range: [number, number]) => [string, string]) | null };

/** What outlines can be coloured by, and what the ends of the colours then mean. */
export const COLOURS: Record<ColourBy, Colour> = {
  nothing: { label: "Nothing", ends: null },
  cloud: { label: "Cloud in scene", ends: ([low, high]) => [percent(low), percent(high)] },
  date: { label: "Date", ends: ([low, high]) => [day(low), day(high)] },
  satellite: { label: "Satellite", ends: null },
  coverage: { label: "Share of the area", ends: ([low, high]) => [percent(low), percent(high)] },
  incidence: { label: "Incidence", ends: ([low, high]) => [`${String(low)}°`, `${String(high)}°`] },
};

const FAMILIES = [
  { name: "SPOT", style: styles.spot },
  { name: "Pléiades", style: styles.phr },
  { name: "Pléiades Neo", style: styles.pneo },
];

/** What the colours of the outlines mean, while they mean anything. */
export function Legend() {
  const { colourBy, drawn } = useResults();
  const searched = useArchive((state) => state.searched !== null);
  const colour = COLOURS[colourBy];
  if (!searched || (colourBy === "nothing" && !drawn.dense)) {
    return null;
  }
  if (drawn.dense) {
    return (
      <div className={styles.legend} role="note" aria-label="Legend">
        <strong>Scenes over each place</strong>
        <span className={styles.density} aria-hidden />
        <span className={styles.ends}>
          <span>1</span>
          <span>{formatCount(drawn.range[1])}</span>
        </span>
        <span className={styles.dim}>Zoom in to see outlines.</span>
      </div>
    );
  }
  return (
    <div className={styles.legend} role="note" aria-label="Legend">
      <strong>{colour.label}</strong>
      {colour.ends === null ? (
        FAMILIES.map(({ name, style }) => (
          <span key={name} className={styles.family}>
            <span className={`${styles.swatch ?? ""} ${style ?? ""}`} aria-hidden /> {name}
          </span>
        ))
      ) : (
        <>
          <span className={styles.scale} aria-hidden />
          <span className={styles.ends}>
            {colour.ends(drawn.range).map((end) => (
              <span key={end}>{end}</span>
            ))}
          </span>
        </>
      )}
    </div>
  );
}
