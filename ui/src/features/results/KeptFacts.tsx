import { useQueries, useQuery } from "@tanstack/react-query";

import { ipc } from "../../ipc";
import type { SceneRow } from "../../ipc";
import { formatCount, formatNumber, formatShare, formatUtcDayAndMonth } from "../../shared/format";
import { Facts, Label } from "../../shared/ui";
import { keys } from "../../shared/query";
import styles from "./Inspector.module.css";
import { useKept } from "./usePictures";

/** Pairs that are told; more would be a table. */
const MOST_PAIRS = 3;

/** The chosen scene beside those that are kept: what they cover together, and which make a stereo pair. */
export function KeptFacts({ row }: { row: SceneRow }) {
  const kept = useKept();
  const others = kept.filter((one) => one.id !== row.id);
  const together = [row.id, ...others.map((one) => one.id)];
  const coverage = useQuery({ queryKey: keys.together(together), queryFn: () => ipc.coverageOfScenes(together), enabled: others.length > 0 }).data;
  const near = [...others].sort((a, b) => apart(a, row) - apart(b, row)).slice(0, MOST_PAIRS);
  const pairs = useQueries({ queries: near.map((other) => ({ queryKey: keys.pair(row.id, other.id), queryFn: () => ipc.compareScenes(row.id, other.id) })) });
  if (others.length === 0) {
    return null;
  }
  const rows = near.flatMap((other, index) => {
    const pair = pairs[index]?.data;
    if (pair === undefined) {
      return [];
    }
    const parts = [
      pair.baseToHeight === null ? null : `B/H ${formatNumber(pair.baseToHeight, 2)}`,
      `${formatShare(Math.round(pair.overlap))} shared`,
      pair.daysApart === null ? null : daysInWords(pair.daysApart),
    ];
    return [{ name: `With ${formatUtcDayAndMonth(other.acquired)}`, value: parts.filter((part) => part !== null).map(unbroken).join(" · ") }];
  });
  if (coverage !== undefined) {
    rows.unshift({ name: `All ${formatCount(together.length)} cover`, value: formatShare(coverage) });
  }
  return (
    <section className={styles.group}>
      <Label>With the scenes you keep</Label>
      <Facts rows={rows} />
    </section>
  );
}

/** A line may end between two figures, not within one. */
const unbroken = (figure: string) => figure.replaceAll(" ", "\u00a0");

const apart = (a: SceneRow, b: SceneRow) => Math.abs(Date.parse(a.acquired) - Date.parse(b.acquired)) || 0;

function daysInWords(days: number): string {
  if (days < 1) {
    const minutes = Math.round(days * 1440);
    return minutes < 120 ? `${String(minutes)} min` : `${String(Math.round(days * 24))} h`;
  }
  return `${formatCount(Math.round(days))} ${Math.round(days) === 1 ? "day" : "days"}`;
}
