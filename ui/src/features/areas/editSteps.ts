// An edit that is over leaves its single steps in the history, so that it can be taken back one by one.
import type { Area } from "../../ipc";
import { toPolygon } from "../../map";
import type { Shape } from "../../map";
import type { Kept, Step } from "./history";
import { keep, stepBetween } from "./history";

/** The steps between the shapes of an edit; one for the whole edit where parts came or went, since these have no place in
 * the list while it lasts. */
export function editSteps(before: readonly Area[], after: readonly Area[], shapes: readonly Shape[]): readonly Step[] {
  const whole = stepBetween("Edit shape", before, after);
  const ids = (shape: Shape) => shape.map(({ areaId }) => areaId).join();
  const [first] = shapes;
  const stable = first !== undefined && first.every(({ areaId }) => areaId !== null) && shapes.every((shape) => ids(shape) === ids(first));
  if (whole === null || !stable) {
    return whole === null ? [] : [whole];
  }
  const known = before.map(keep);
  const states = shapes.map((shape) =>
    shape.flatMap(({ areaId, rings }): Kept[] => {
      const area = known.find(({ id }) => id === areaId);
      return area === undefined ? [] : [{ ...area, polygon: toPolygon(rings) }];
    }),
  );
  return states.slice(1).map((now, index) => ({ label: "Edit shape", before: states[index] ?? [], after: now }));
}
