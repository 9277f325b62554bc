import { toPolygon, useMap, viewOutline } from "../../map";
import { useAreasView } from "./store";
import type { WayId } from "./tools";
import { DRAWN } from "./tools";
import type { AreaActions } from "./useAreaActions";

/** Begins one of the ways to give an area. What is being edited is finished first, so that no work is lost. */
export function useWays(actions: AreaActions): (way: WayId) => void {
  const map = useMap();
  const openPaste = useAreasView((state) => state.openPaste);
  return (way) => {
    useAreasView.getState().report(null);
    if (map.editor.state.mode === "edit") {
      map.editor.dispatch({ type: "finish" });
    }
    switch (way) {
      case "view": {
        const bounds = map.bounds();
        if (bounds !== null) {
          void actions.add(toPolygon([viewOutline(bounds)]), null, false);
        }
        return;
      }
      case "file":
        void actions.openFile();
        return;
      case "paste":
        openPaste();
        return;
      default:
        map.editor.dispatch({ type: "start", tool: DRAWN[way] });
        map.focus();
    }
  };
}
