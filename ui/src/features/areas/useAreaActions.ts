import { notifications } from "@mantine/notifications";
import { useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";

import { ipc } from "../../ipc";
import type { Area, Polygon, ReadArea } from "../../ipc";
import { useMap } from "../../map";
import { keys } from "../../shared/query";
import { useSelection } from "../../shared/session";
import { undoable } from "../../shared/ui/toasts";
import { UNANSWERED } from "./answers";
import { useAreasView } from "./store";

/** Steps a chain of mends may take before it is left to the user. */
const MOST_MENDS = 8;

/** Everything that changes the list of areas. A refusal goes to the page, not to a toast. */
export function useAreaActions() {
  const client = useQueryClient();
  const map = useMap();

  return useMemo(() => {
    const { report } = useAreasView.getState();

    /** Runs one change; afterwards the list is read again. Answers null when it was refused. */
    async function attempt<T>(work: () => Promise<T>): Promise<T | null> {
      report(null);
      try {
        const result = await work();
        await client.invalidateQueries({ queryKey: keys.areas });
        return result;
      } catch (error) {
        report(error);
        return null;
      }
    }

    function choose(area: Area, fit: boolean) {
      useSelection.getState().selectArea(area.id);
      useAreasView.getState().pointOut(0);
      if (fit) {
        map.fit(area.report.bounds);
      }
    }

    const freeName = (stem: string) => {
      const names = new Set((client.getQueryData<Area[]>(keys.areas) ?? []).map((area) => area.name));
      let number = 1;
      while (names.has(`${stem} ${String(number)}`)) {
        number += 1;
      }
      return `${stem} ${String(number)}`;
    };

    const add = (polygon: Polygon, name: string | null, fit = true) =>
      attempt(async () => {
        const area = await ipc.saveArea(null, name ?? freeName("Area"), polygon);
        choose(area, fit);
        return area;
      });

    /** Takes over what was read from a file or text, every area of it. */
    const addRead = (read: ReadArea[]) =>
      attempt(async () => {
        const saved: Area[] = [];
        for (const one of read) {
          saved.push(await ipc.saveArea(null, one.name ?? freeName("Area"), one.report.polygon));
          await client.invalidateQueries({ queryKey: keys.areas });
        }
        const first = saved[0];
        if (first !== undefined) {
          choose(first, true);
        }
        return saved;
      });

    /** Mends one fault; parts beyond the first become areas of their own. */
    async function mendOnce(area: Area, place: number): Promise<Area> {
      const mend = area.report.faults[place]?.mends[0];
      if (mend === undefined) {
        return area;
      }
      const [first, ...others] = await ipc.mendArea(area.report.polygon, mend.kind);
      if (first === undefined) {
        return area;
      }
      for (const [index, part] of others.entries()) {
        await ipc.saveArea(null, `${area.name} · ${String(index + 2)}`, part.polygon);
      }
      return ipc.saveArea(area.id, area.name, first.polygon);
    }

    return {
      add,
      addRead,
      choose,
      replace: (area: Area, polygon: Polygon) => attempt(() => ipc.saveArea(area.id, area.name, polygon)),
      mend: (area: Area, place: number) => attempt(() => mendOnce(area, place)),
      mendAll: (area: Area) =>
        attempt(async () => {
          let mended = area;
          for (let step = 0; step < MOST_MENDS; step += 1) {
            const place = mended.report.faults.findIndex((fault) => fault.mends.length > 0);
            if (place < 0) {
              break;
            }
            mended = await mendOnce(mended, place);
          }
          return mended;
        }),
      rename: (id: string, name: string) => attempt(() => ipc.renameArea(id, name)),
      remove: (area: Area) =>
        attempt(async () => {
          await ipc.removeArea(area.id);
          const selection = useSelection.getState();
          if (selection.areaId === area.id) {
            const left = (client.getQueryData<Area[]>(keys.areas) ?? []).filter((one) => one.id !== area.id);
            selection.selectArea(left[0]?.id ?? null);
          }
          undoable(`${area.name} removed`, () => void add(area.report.polygon, area.name));
        }),
      exportArea: async (area: Area) => {
        const path = await attempt(() => ipc.exportAreas([area.id], "geoJson"));
        if (path !== null) {
          notifications.show({ message: `${area.name} written to ${path}` });
        }
      },
      openFile: () =>
        attempt(async () => {
          const read = (await ipc.openAreaFile()).flatMap((file) => file.reading.areas);
          return read.length > 0 ? addRead(read) : null;
        }),
      readFiles: (paths: string[]) =>
        attempt(async () => {
          const read = await ipc.readAreaFiles(paths, UNANSWERED);
          return addRead(read.flatMap((file) => file.reading.areas));
        }),
    };
  }, [client, map]);
}

export type AreaActions = ReturnType<typeof useAreaActions>;
