import { Tooltip } from "@mantine/core";
import { IconAlertTriangle, IconBasket, IconPlus, IconStarFilled } from "@tabler/icons-react";

import type { SceneFlaw, SceneRow } from "../../ipc";
import { formatAngle, formatMoney, formatResolution, formatShare, formatUtcClock, formatUtcDate } from "../../shared/format";
import { Meter } from "../../shared/ui";
import { namesInWords } from "../archive";
import type { Served } from "../archive";
import styles from "./Results.module.css";
import { Thumbnail } from "./Thumbnail";
import type { Standing } from "./useBasketStanding";
import type { Ordered } from "./useOrderedScenes";
import { sceneName } from "./useSceneActions";

export type RowProps = {
  row: SceneRow;
  /** How it stands to the basket, and which areas of the list it shows. */
  standing: Standing;
  /** What the record holds of it; null where that is nothing. */
  ordered: Ordered | null;
  onBasket: () => void;
};

/** Whether the entry is of several pictures from different directions. */
export const isStereo = (row: SceneRow): boolean => /stereo/i.test(row.productType);

/** How much of the scene is free of cloud; null when the vendor does not say. */
export const clearOf = (row: SceneRow): number | null => (row.cloud === null ? null : 100 - row.cloud);

const FLAWS: Record<SceneFlaw, string> = {
  noId: "The record has no id",
  sameId: "Another scene has the same id",
  noGeometry: "The record does not say where the scene is",
  badGeometry: "Where the scene is can't be made out",
  crossedOutline: "The outline crosses itself",
  noDate: "The record does not say when it was taken",
  oddDate: "The date can't be true",
  withdrawn: "It has left the vendor's archive and can't be ordered",
};

/** Faults of a record, in words. */
export const flawsInWords = (row: SceneRow): string => row.flaws.map((flaw) => FLAWS[flaw]).join(" · ");

/** Says that the vendor's record of the scene has a fault, and which. */
export function FlawMark({ row }: { row: SceneRow }) {
  return row.flaws.length === 0 ? null : (
    <Tooltip label={flawsInWords(row)}>
      <IconAlertTriangle size={13} aria-label={flawsInWords(row)} className={styles.flaw} />
    </Tooltip>
  );
}

/** A scene as a card of the list. */
export function SceneCard(props: RowProps) {
  const { row, standing } = props;
  const clear = clearOf(row);
  return (
    <>
      <div className={styles.thumb} role="gridcell">
        <Thumbnail id={row.id} />
        <BasketButton {...props} />
        {props.ordered !== null && standing.locked === null && (
          <Tooltip label={props.ordered.words} multiline maw={300}>
            <span className={styles.ordering}>{props.ordered.short}</span>
          </Tooltip>
        )}
      </div>
      <div className={styles.cardBody} role="gridcell">
        <div className={styles.cardLine}>
          <strong>{row.acquired === "" ? "No date" : formatUtcDate(row.acquired)}</strong>
          {row.acquired !== "" && <span className={styles.dim}>{formatUtcClock(row.acquired)}</span>}
          <FlawMark row={row} />
          {row.kept && <IconStarFilled size={12} aria-label="Kept" className={styles.kept} />}
          {row.priceEstimate !== null && <strong className={styles.price}>{formatMoney(row.priceEstimate, row.currency)}</strong>}
        </div>
        <div className={styles.cardSpecs}>
          {[row.platform, isStereo(row) ? row.productType : null, row.resolution === null ? null : formatResolution(row.resolution), row.incidence === null ? null : formatAngle(row.incidence)]
            .filter((part) => part !== null)
            .join(" · ")}
        </div>
        <div className={styles.cardBar}>
          <span>Clear in scene</span>
          {clear === null ? <span className={styles.dim}>not said</span> : <Meter ratio={clear} max={100} tone="ok" label="Clear in scene" />}
          <strong>{clear === null ? "–" : formatShare(clear)}</strong>
        </div>
        <div className={styles.cardBar}>
          {row.shares.length > 1 ? (
            <Serves served={standing.served} />
          ) : (
            <>
              <span>Covers</span>
              <Meter ratio={row.coverage} max={100} tone="aoi" label="Covers" />
            </>
          )}
          <strong>{row.placed ? formatShare(row.coverage) : "–"}</strong>
        </div>
      </div>
    </>
  );
}

/** Which of several areas a scene shows, the one it shows most of first. */
export function Serves({ served }: { served: Served[] }) {
  const words = served.map(({ name, share }) => `${name} ${formatShare(share)}`).join(", ");
  const [first, ...more] = served;
  return first === undefined ? (
    <span className={styles.serves}>none of your areas</span>
  ) : (
    <Tooltip label={`Covers ${words}`} multiline maw={320}>
      <span className={styles.serves} aria-label={`Covers ${words}`}>
        {first.name}
        {more.length > 0 && ` + ${String(more.length)}`}
      </span>
    </Tooltip>
  );
}

/** What pressing the button of a scene does, in words. */
function basketWords(row: SceneRow, { inBasket, served, open, elsewhere }: Standing): string {
  if (served.length === 0) {
    return `${sceneName(row)} shows nothing of your areas`;
  }
  const names = (places: readonly Served[]) => namesInWords(places.map(({ name }) => name));
  const ordering = served.filter((place) => !open.includes(place));
  return [
    `${inBasket ? `Take ${sceneName(row)} out of the basket for` : `Add ${sceneName(row)} to the basket for`} ${names(open)}`,
    ...(ordering.length === 0 ? [] : [`it is being ordered for ${names(ordering)}`]),
    ...(elsewhere.length === 0 ? [] : [`it is in the basket for ${namesInWords(elsewhere)}`]),
  ].join("; ");
}

/** Puts a scene into the basket or takes it out again; while it is being ordered over all that it shows it does neither. */
export function BasketButton({ row, standing, onBasket }: RowProps) {
  const { inBasket, elsewhere, locked } = standing;
  const words = basketWords(row, standing);
  if (locked !== null) {
    return <span className={styles.ordering}>being ordered</span>;
  }
  return (
    <Tooltip label={words} multiline maw={300} openDelay={400}>
      <button
        type="button"
        tabIndex={-1}
        className={styles.add}
        data-in={inBasket}
        data-elsewhere={!inBasket && elsewhere.length > 0}
        aria-label={words}
        onClick={(event) => {
          event.stopPropagation();
          onBasket();
        }}
      >
        {inBasket ? <IconBasket size={14} stroke={1.8} /> : <IconPlus size={14} stroke={1.8} />}
      </button>
    </Tooltip>
  );
}
