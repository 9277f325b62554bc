import { notifications } from "@mantine/notifications";
import { useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";

import { ipc } from "../../ipc";
import type { Area, AreaForm, AreaReport, FileReading, Mend, Polygon, ReadArea } from "../../ipc";
import { toPolygon, toRings, useMap } from "../../map";
import type { Shape } from "../../map";
import { formatCount } from "../../shared/format";
import { keys } from "../../shared/query";
import { useSelection } from "../../shared/session";
import { offered, undoable } from "../../shared/ui/toasts";
import { attempt, change, restore, travel } from "./change";
import { editSteps } from "./editSteps";
import { keep } from "./history";
import { useAreasHabits, useAreasView } from "./store";

/** Steps a chain of mends may take before it is left to the user. */
const MOST_MENDS = 8;

/** West, south, east, north of several areas, on the turn round the earth where the first one lies. */
export function around(areas: readonly Area[]): [number, number, number, number] {
  const [first] = areas;
  const boxes = areas.map(({ report: { bounds } }) => {
    const turn = first === undefined ? 0 : 360 * Math.round((first.report.bounds[0] - bounds[0]) / 360);
    return [bounds[0] + turn, bounds[1], bounds[2] + turn, bounds[3]] as const;
  });
  const edge = (side: 0 | 1 | 2 | 3) => boxes.map((box) => box[side]);
  return [Math.min(...edge(0)), Math.min(...edge(1)), Math.max(...edge(2)), Math.max(...edge(3))];
}

/** Everything that changes the list of areas, each of it a step that can be taken back. */
export function useAreaActions() {
  const client = useQueryClient();
  const map = useMap();

  return useMemo(() => {
    const list = () => client.getQueryData<Area[]>(keys.areas) ?? [];

    function choose(area: Area, fit: boolean) {
      useSelection.getState().selectArea(area.id);
      useAreasView.getState().pointOut(0);
      useAreasHabits.getState().hide([area.id], false);
      useAreasHabits.getState().store([area.id], false);
      if (fit) {
        map.fit(area.report.bounds);
      }
    }

    /** The area as it is kept at the moment; the one at hand may be older. */
    const current = (area: Area): Area => list().find(({ id }) => id === area.id) ?? area;

    /** Keeps what is being edited, so that what comes next works on the shape that is seen. */
    function settle() {
      if (map.editor.state.mode === "edit") {
        map.editor.dispatch({ type: "finish" });
      }
    }

    function chooseFirst([first]: readonly Area[]) {
      if (first !== undefined) {
        choose(first, true);
      }
    }

    /** Gives names that are not taken by areas that stay, nor given before by the same function: `Area 1`, or `Harbour · 2` for a part. */
    const nameFor = (replaced: readonly string[] = []) => {
      const names = new Set(list().filter(({ id }) => !replaced.includes(id)).map((area) => area.name));
      return (stem: string, isPart = false): string => {
        let number = isPart ? 2 : 1;
        const name = () => `${stem}${isPart ? " · " : " "}${String(number)}`;
        while (names.has(name())) {
          number += 1;
        }
        names.add(name());
        return name();
      };
    };
    const freeName = (stem: string) => nameFor()(stem);

    const add = (polygon: Polygon, name: string | null, fit = true) =>
      change(client, {
        label: `Draw ${name ?? "area"}`,
        work: () => ipc.saveArea(null, name ?? freeName("Area"), polygon),
        then: (area) => {
          choose(area, fit);
        },
      });

    /** Takes over what was read from a file or text: all of it or nothing. It can take the place of what the same was read as before. */
    const addRead = (read: readonly ReadArea[], replaced: readonly string[] = []) =>
      change(client, {
        label: read.length === 1 ? `Import ${read[0]?.name ?? "area"}` : `Import ${String(read.length)} areas`,
        work: async () => {
          const name = nameFor(replaced);
          const saved = await ipc.saveAreas(read.map((one) => ({ name: one.name ?? name("Area"), color: null, polygon: one.report.polygon })));
          for (const { id } of list().filter((area) => replaced.includes(area.id))) {
            await ipc.removeArea(id);
          }
          return saved;
        },
        then: (areas) => {
          chooseFirst(areas);
          if (areas.length > 1) {
            // All of them are seen, not the first alone.
            map.fit(around(areas));
          }
        },
      });

    /** Puts several outlines in the place of areas: the first keeps the first one's name and id, the rest are new. */
    async function put(areas: readonly Area[], reports: readonly AreaReport[]): Promise<Area | null> {
      const [area, ...others] = areas;
      const [first, ...parts] = reports;
      if (area === undefined || first === undefined) {
        return null;
      }
      if (parts.length > 0) {
        const name = nameFor();
        await ipc.saveAreas(parts.map(({ polygon }) => ({ name: name(area.name, true), color: area.color, polygon })));
      }
      for (const { id } of others) {
        await ipc.removeArea(id);
      }
      return ipc.saveArea(area.id, area.name, first.polygon);
    }

    /** Mends one fault in one of the ways offered; parts beyond the first become areas of their own. */
    const mendOnce = async (area: Area, mend: Mend): Promise<Area> => (await put([area], await ipc.mendArea(area.report.polygon, mend.kind))) ?? area;

    /** Begins to edit areas, several at once as parts of one shape. */
    function edit(areas: readonly Area[], fit = true) {
      const [first] = areas;
      if (first === undefined) {
        return;
      }
      choose(first, false);
      if (fit) {
        map.fit(around(areas));
      }
      map.editor.dispatch({ type: "edit", shape: areas.map((area) => ({ areaId: area.id, rings: toRings(area.report.polygon) })) });
    }

    const finishEdit = (shape: Shape, steps: readonly Shape[]) => {
      const edited = steps[0]?.flatMap(({ areaId }) => areaId ?? []) ?? [];
      return change(client, {
        label: edited.length === 0 ? "Draw area" : "Edit shape",
        work: async () => {
          const saved: Area[] = [];
          const name = nameFor();
          const stem = list().find(({ id }) => edited.includes(id))?.name;
          for (const { areaId, rings } of shape) {
            const known = list().find(({ id }) => id === areaId);
            saved.push(await ipc.saveArea(areaId, known?.name ?? name(stem ?? "Area", stem !== undefined), toPolygon(rings)));
          }
          for (const id of edited.filter((one) => !shape.some(({ areaId }) => areaId === one))) {
            await ipc.removeArea(id);
          }
          return saved;
        },
        then: ([first]) => {
          if (first !== undefined) {
            choose(first, false);
          }
        },
        stepsOf: (before, after) => editSteps(before, after, steps),
      });
    };

    const remove = (areas: readonly Area[]) => {
      const { state } = map.editor;
      if (state.mode === "edit" && state.shape.some(({ areaId }) => areas.some(({ id }) => id === areaId))) {
        map.editor.dispatch({ type: "stop" });
      }
      const kept = areas.map(keep);
      const what = areas.length === 1 ? (areas[0]?.name ?? "") : `${String(areas.length)} areas`;
      return change(client, {
        label: `Remove ${what}`,
        work: async () => {
          for (const { id } of areas) {
            await ipc.removeArea(id);
          }
          return true;
        },
        then: () => {
          useAreasView.getState().pick([]);
          undoable(`${what} removed`, () => void change(client, { label: `Bring back ${what}`, work: () => restore([], kept) }));
        },
      });
    };

    /** What is clear is taken over at once; where something has to be told or seen first, a dialog asks. */
    function takeFiles(readings: readonly FileReading[] | null) {
      if (readings === null || readings.length === 0) {
        return;
      }
      if (readings.every(({ reading }) => reading.question === null && reading.lines.length === 0 && reading.notes.length === 0)) {
        // Files in degrees seldom say of which system; who sees that they lie beside what they should can still tell.
        void addRead(readings.flatMap(({ reading }) => reading.areas)).then((areas) => {
          if (areas !== null && areas.length > 0) {
            const what = areas.length === 1 ? (areas[0]?.name ?? "") : `${formatCount(areas.length)} areas`;
            offered(`${what} read as longitude and latitude of WGS 84`, "Set the reference system", () => {
              useAreasView.getState().showImport(readings, areas.map(({ id }) => id));
            });
          }
        });
      } else {
        useAreasView.getState().showImport(readings);
      }
    }

    return {
      add,
      addRead,
      choose,
      edit,
      finishEdit,
      remove,
      undo: () => travel(client, "undo"),
      redo: () => travel(client, "redo"),
      settle,
      mend: (area: Area, mend: Mend) => {
        settle();
        return change(client, { label: mend.label, work: () => mendOnce(current(area), mend) });
      },
      mendAll: (area: Area) => {
        settle();
        return change(client, {
          label: "Mend all",
          work: async () => {
            let mended = current(area);
            for (let step = 0; step < MOST_MENDS; step += 1) {
              const mend = mended.report.faults.find(({ mends }) => mends.length > 0)?.mends[0];
              if (mend === undefined) {
                break;
              }
              mended = await mendOnce(mended, mend);
            }
            return mended;
          },
        });
      },
      /** Takes over what a change of whole shapes has given. */
      reshape: (label: string, areas: readonly Area[], reports: readonly AreaReport[]) =>
        change(client, {
          label,
          work: () => put(areas, reports),
          then: (area) => {
            useAreasView.getState().pick([]);
            if (area !== null) {
              choose(area, true);
            }
          },
        }),
      paint: (area: Area, color: string) => change(client, { label: `Colour ${area.name}`, work: () => ipc.colorArea(area.id, color) }),
      rename: (id: string, name: string) => change(client, { label: `Rename ${name}`, work: () => ipc.renameArea(id, name) }),
      duplicate: (areas: readonly Area[]) => {
        settle();
        return change(client, {
          label: "Duplicate",
          work: async () => {
            const copies: Area[] = [];
            const name = nameFor();
            for (const area of areas.map(current)) {
              copies.push(await ipc.saveArea(null, name(area.name), area.report.polygon));
            }
            return copies;
          },
          then: chooseFirst,
        });
      },
      exportAreas: async (areas: readonly Area[], form: AreaForm) => {
        const path = await attempt(() => ipc.exportAreas(areas.map(({ id }) => id), form));
        if (path !== null) {
          notifications.show({ message: `${areas.length === 1 ? (areas[0]?.name ?? "") : `${String(areas.length)} areas`} written to ${path}` });
        }
      },
      openFile: async () => takeFiles(await attempt(() => ipc.openAreaFile())),
      readFiles: async (paths: string[]) => takeFiles(await attempt(() => ipc.readAreaFiles(paths, {}))),
    };
  }, [client, map]);
}

export type AreaActions = ReturnType<typeof useAreaActions>;
