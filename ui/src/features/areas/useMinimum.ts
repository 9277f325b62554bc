import { useQuery } from "@tanstack/react-query";

import { ipc } from "../../ipc";
import type { BilledArea } from "../../ipc";
import { formatAreaRound } from "../../shared/format";
import { keys, useConnection } from "../../shared/query";

/** A least area that is billed, and for what. `everywhere` is the smallest one, where no product type goes without: so
 * much is billed whatever is ordered. */
export type Minimum = { km2: number; products: readonly string[]; everywhere: boolean };

export function useMinimums(): readonly Minimum[] {
  const connected = useConnection().data?.state === "connected";
  const billed = useQuery({ queryKey: keys.billed, queryFn: () => ipc.billedAreas(0), enabled: connected, staleTime: 600_000 });
  return minimumsOf(billed.data ?? []);
}

export function minimumsOf(billed: readonly BilledArea[]): readonly Minimum[] {
  const sizes = [...new Set(billed.flatMap(({ minimumKm2 }) => (minimumKm2 === null || minimumKm2 <= 0 ? [] : [minimumKm2])))].sort((a, b) => a - b);
  const none = billed.some(({ minimumKm2 }) => minimumKm2 === null || minimumKm2 <= 0);
  return sizes.map((km2, place) => ({ km2, everywhere: place === 0 && !none, products: [...new Set(billed.filter(({ minimumKm2 }) => minimumKm2 === km2).map(({ label }) => label))] }));
}

/** The minimums an area stays below. */
export const above = (minimums: readonly Minimum[], km2: number): readonly Minimum[] => minimums.filter((minimum) => km2 < minimum.km2 * 0.998);

/** `25 km²`: minimums are round figures. */
export const formatMinimum = formatAreaRound;
