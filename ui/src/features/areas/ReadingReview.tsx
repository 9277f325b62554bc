import type { ReadAnswers, ReadArea, Reading } from "../../ipc";
import { SmallMap } from "../../map";
import { formatCount } from "../../shared/format";
import { StatePill } from "../../shared/ui";
import styles from "./Reading.module.css";
import { Nearby } from "./Nearby";
import { usePlacesNear } from "./placesNear";
import { QuestionCard } from "./QuestionCard";
import { SetSystem } from "./SetSystem";
import { clearKm2, formatSize } from "./size";
import { WidenLines } from "./WidenLines";

/** Rows shown of a long list; the rest is counted. */
const MOST_ROWS = 40;

type ReadingReviewProps = {
  reading: Reading;
  answers: ReadAnswers;
  onAnswer: (answers: ReadAnswers) => void;
  /** Whether a small map shows the areas; one for many files is enough. */
  pictured?: boolean;
  /** Whether it is the reference system that is to be told. */
  asksSystem?: boolean;
  /** What lines and points have become. */
  onWidened: (areas: readonly ReadArea[]) => void;
};

/** What was understood of a file or text: what has to be told first, what was done to it, and its areas. */
export function ReadingReview({ reading, answers, pictured = true, asksSystem = false, onAnswer, onWidened }: ReadingReviewProps) {
  const { areas, lines, notes, question } = reading;
  return (
    <div className={styles.review}>
      <p className={styles.form}>Read as {reading.form}</p>
      {notes.length > 0 && (
        <ul className={styles.notes} aria-label="What was done to it">
          {notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
      {question !== null && <QuestionCard question={question} answers={answers} onAnswer={onAnswer} />}
      {question === null && <SetSystem answers={answers} asked={asksSystem} onAnswer={onAnswer} />}
      {areas.length > 0 && <AreaRows areas={areas} label="Understood" pictured={pictured} />}
      {lines.length > 0 && <WidenLines lines={lines} pictured={pictured && areas.length === 0} onWidened={onWidened} />}
    </div>
  );
}

/** Areas with where they lie, their size and whether they can be ordered, and a small map of them: seen before they are taken. */
export function AreaRows({ areas, label, pictured }: { areas: readonly ReadArea[]; label: string; pictured: boolean }) {
  const shown = areas.slice(0, MOST_ROWS);
  const places = usePlacesNear(shown.map(({ report }) => report.centroid));
  const first = places?.[0];
  return (
    <>
      {pictured && <SmallMap polygons={areas.map(({ report }) => report.polygon)} label={first == null ? `${label}, on a map` : `${label}, on a map near ${first.name}`} />}
      <ul className={styles.found} aria-label={label}>
        {shown.map((one, index) => (
          <li key={index}>
            <span className={styles.place}>
              <span className={styles.name}>{one.name ?? `Area ${String(index + 1)}`}</span>
              <Nearby place={places?.[index]} />
            </span>
            <span className={styles.figures}>
              {formatSize(clearKm2(one.report))} · {formatCount(one.report.vertices)} vertices
            </span>
            <StatePill tone={one.report.orderable ? "ok" : "warn"}>{one.report.orderable ? "orderable" : `${formatCount(one.report.faults.length)} to mend`}</StatePill>
          </li>
        ))}
        {areas.length > MOST_ROWS && <li className={styles.figures}>and {formatCount(areas.length - MOST_ROWS)} more</li>}
      </ul>
    </>
  );
}
