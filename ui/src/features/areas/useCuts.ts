import { useEffect } from "react";

import { ipc } from "../../ipc";
import { near, toPolygon, toRings, useEditor, useMap } from "../../map";
import type { Part, Ring } from "../../map";

/** A line drawn across the shape at hand: Rust cuts its outlines, and the editor takes over what they fall into. */
export function useCuts(): void {
  const { editor } = useMap();
  const cut = useEditor((state) => (state.mode === "edit" ? state.cut : null));
  useEffect(() => {
    const { state } = editor;
    if (cut === null || state.mode !== "edit") {
      return;
    }
    const { shape } = state;
    const [from, to] = cut;
    const pieces = async ({ rings }: Part): Promise<readonly Ring[]> => {
      const reports = await ipc.splitArea(toPolygon(rings.slice(0, 1)), [from[0], from[1]], [to[0], to[1]]);
      // A polygon crosses the border on its own turn round the earth; the pieces stay on that of the outline.
      return reports.map(({ polygon }) => (toRings(polygon)[0] ?? []).map((point) => near(rings[0]?.[0], point)));
    };
    // What can't be cut comes back whole, which the editor says in words.
    void Promise.all(shape.map((part) => pieces(part).catch(() => []))).then((found) => {
      editor.dispatch({ type: "split", of: shape, pieces: found });
    });
  }, [cut, editor]);
}
