import { ipc } from "../../ipc";
import type { AreaReport, Polygon } from "../../ipc";

/** A change of whole shapes: what it is called, what it is good for, and what it gives. */
export type Reshaping = { id: string; name: string; about: string; make: (polygons: Polygon[]) => Promise<AreaReport[]> };

const first = (polygons: Polygon[]): Polygon => polygons[0] ?? { type: "Polygon", coordinates: [] };

export const OF_ONE: readonly Reshaping[] = [
  { id: "simplifyOutside", name: "Simplify, nothing left out", about: "fewer vertices; all of the area stays inside", make: (all) => ipc.mendArea(first(all), "simplifyOutside") },
  { id: "simplifyInside", name: "Simplify, nothing added", about: "fewer vertices; no ground comes to it", make: (all) => ipc.mendArea(first(all), "simplifyInside") },
  { id: "simplify", name: "Simplify, nearest outline", about: "fewer vertices with the least change of area", make: (all) => ipc.mendArea(first(all), "simplify") },
  { id: "cutHoles", name: "Cut through the holes", about: "parts without holes that together are the same ground", make: (all) => ipc.mendArea(first(all), "cutHoles") },
  { id: "fillHoles", name: "Fill the holes", about: "one outline", make: (all) => ipc.mendArea(first(all), "fillHoles") },
  { id: "splitAntimeridian", name: "Split at the 180th meridian", about: "an area on either side", make: (all) => ipc.mendArea(first(all), "splitAntimeridian") },
  { id: "hull", name: "Convex hull", about: "the tightest outline without dents", make: (all) => ipc.mendArea(first(all), "hull") },
];

export const OF_SEVERAL: readonly Reshaping[] = [
  { id: "union", name: "Merge", about: "all their ground; those that don’t touch stay apart", make: (all) => ipc.mergeAreas(all, "union") },
  { id: "hullOfAll", name: "Convex hull of all", about: "one outline round them", make: (all) => ipc.mergeAreas(all, "hull") },
];

/** Grows areas by a distance to every side: what lies within the distance of their outlines, and themselves. */
export function growing(metres: number): Reshaping {
  return { id: `grow-${String(metres)}`, name: "Grow", about: "by a distance to every side", make: (all) => ipc.growAreas(all, metres) };
}

/** Whether a change gives something else than there is. */
export function changes(before: readonly AreaReport[], after: readonly AreaReport[]): boolean {
  const size = (reports: readonly AreaReport[]) => [reports.length, reports.reduce((sum, { vertices }) => sum + vertices, 0), Math.round(reports.reduce((sum, { km2 }) => sum + km2, 0) * 1e6)].join();
  return size(before) !== size(after);
}
