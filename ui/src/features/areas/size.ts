import type { AreaReport } from "../../ipc";
import { formatAreaExact } from "../../shared/format";

/** How large an area is, in km²; null where its outline crosses itself, so that it isn't clear what it encloses. */
export function clearKm2({ km2, faults }: AreaReport): number | null {
  return faults.some(({ code }) => code === "selfCrossing") ? null : km2;
}

/** A size in words; null is an outline that crosses itself, so that what it encloses can be read in several ways. */
export function formatSize(km2: number | null): string {
  return km2 === null ? "no size: it crosses itself" : formatAreaExact(km2);
}
