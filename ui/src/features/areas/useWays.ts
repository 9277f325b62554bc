import { useMap } from "../../map";
import { boxBetween, toPolygon } from "../../map";
import { useAreasView } from "./store";
import type { WayId } from "./tools";
import type { AreaActions } from "./useAreaActions";

/** Begins one of the six ways to give an area. */
export function useWays(actions: AreaActions): (way: WayId) => void {
  const map = useMap();
  const openPaste = useAreasView((state) => state.openPaste);
  return (way) => {
    useAreasView.getState().report(null);
    switch (way) {
      case "view": {
        const bounds = map.bounds();
        if (bounds !== null) {
          void actions.add(toPolygon(boxBetween([bounds[0], bounds[1]], [bounds[2], bounds[3]])), null, false);
        }
        return;
      }
      case "box":
        map.editor.dispatch({ type: "start", tool: "rectangle" });
        return;
      case "polygon":
      case "circle":
        map.editor.dispatch({ type: "start", tool: way });
        return;
      case "file":
        void actions.openFile();
        return;
      case "paste":
        openPaste();
    }
  };
}
