import { Tooltip } from "@mantine/core";

import { formatCount, formatShare, monthName } from "../../shared/format";
import styles from "./Calendar.module.css";
import type { Month } from "./months";

type MonthCellProps = {
  year: number;
  month: number;
  facts: Month | undefined;
  wanted: boolean;
  /** Whether the search is over several areas: the best scene is then that of one of them. */
  several: boolean;
  onPress: () => void;
  onPass: () => void;
  /** Chosen with the keys, or with Shift: then it ends the span that has begun. */
  onChoose: (span: boolean) => void;
};

/** A month: its colour and number are the best scene's coverage times what is clear in it, the line below is what all its
 * scenes cover together. A month whose cloud nobody tells has no number. */
export function MonthCell({ year, month, facts, wanted, several, onPress, onPass, onChoose }: MonthCellProps) {
  if (facts === undefined) {
    return <span className={styles.empty} onPointerEnter={onPass} />;
  }
  const share = facts.bestUsable === null ? null : Math.round(facts.bestUsable);
  const best = share === null ? "cloud not said" : `best scene ${formatShare(share)}${several ? " of one area" : ""}, coverage × clear in scene`;
  const cloud = facts.leastCloud === null ? "" : `, least cloud in a scene ${formatShare(facts.leastCloud)}`;
  const words = `${monthName(month)} ${String(year)}: ${best}; ${facts.count === 1 ? "1 scene" : `${formatCount(facts.count)} scenes`}, together they cover about ${formatShare(Math.round(facts.covered))}${several ? " of all areas" : ""}${cloud}`;
  return (
    <Tooltip label={words} multiline maw={260} openDelay={400}>
      <button
        type="button"
        className={styles.month}
        data-wanted={wanted}
        data-good={share !== null && share >= 55}
        style={{ "--shade": `${String(share ?? 0)}%`, "--covered": `${String(facts.covered)}%` } as React.CSSProperties}
        aria-label={words}
        aria-pressed={wanted}
        onPointerDown={(event) => {
          if (!event.shiftKey && event.button === 0) {
            if (event.pointerType === "touch") {
              // A finger may end over another month.
              event.currentTarget.releasePointerCapture(event.pointerId);
            }
            onPress();
          }
        }}
        onPointerEnter={onPass}
        onClick={(event) => {
          // A press without Shift is a brush of one month; keys send a click alone.
          if (event.shiftKey || event.detail === 0) {
            onChoose(event.shiftKey);
          }
        }}
      >
        {share ?? "–"}
      </button>
    </Tooltip>
  );
}
