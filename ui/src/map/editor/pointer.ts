// Turns what happens to the map's pointer into events of the editor.
import type { Map as MapLibreMap, MapMouseEvent } from "maplibre-gl";

import type { EditorSession } from "./EditorSession";
import { midpoint, round } from "./geometry";
import type { Point } from "./geometry";

/** How near in pixels the pointer has to be to mean a vertex, and how far it must go to be a drag. */
const REACH = 9;
const DRAG = 4;

const place = (event: MapMouseEvent): Point => [round(event.lngLat.lng), round(event.lngLat.lat)];

export function bindPointer(map: MapLibreMap, session: EditorSession): void {
  let pressedAt: { x: number; y: number } | null = null;

  function nearest(event: MapMouseEvent, points: readonly (Point | null)[]): number | null {
    let best: number | null = null;
    let reach = REACH;
    points.forEach((point, index) => {
      if (point !== null) {
        const pixel = map.project([point[0], point[1]]);
        const distance = Math.hypot(pixel.x - event.point.x, pixel.y - event.point.y);
        if (distance < reach) {
          reach = distance;
          best = index;
        }
      }
    });
    return best;
  }

  const handles = (event: MapMouseEvent) => {
    const { state } = session;
    if (state.mode === "polygon") {
      return { vertex: nearest(event, state.points.slice(0, 1)), midpoint: null };
    }
    if (state.mode !== "edit") {
      return { vertex: null, midpoint: null };
    }
    const vertex = nearest(event, state.ring);
    return { vertex, midpoint: vertex === null ? nearest(event, state.ring.map((_, index) => midpoint(state.ring, index))) : null };
  };

  map.on("mousedown", (event) => {
    if (!session.active || event.originalEvent.button !== 0) {
      return;
    }
    pressedAt = { x: event.point.x, y: event.point.y };
    session.dispatch({ type: "press", at: place(event), ...handles(event) });
    const { state } = session;
    // A drag that draws or moves a vertex must not move the map as well.
    if (state.mode === "rectangle" || state.mode === "circle" || (state.mode === "edit" && state.grabbed !== null)) {
      event.preventDefault();
    }
  });
  map.on("mousemove", (event) => {
    if (!session.active) {
      return;
    }
    session.dispatch({ type: "move", at: place(event) });
    session.movePixel({ x: event.point.x, y: event.point.y });
    const { vertex, midpoint: middle } = session.state.mode === "edit" ? handles(event) : { vertex: null, midpoint: null };
    map.getCanvas().style.cursor = session.state.mode === "edit" ? (vertex !== null || middle !== null ? "move" : "") : "crosshair";
  });
  map.on("mouseup", (event) => {
    if (!session.active || pressedAt === null) {
      return;
    }
    const dragged = Math.hypot(event.point.x - pressedAt.x, event.point.y - pressedAt.y) > DRAG;
    pressedAt = null;
    session.dispatch({ type: "release", at: place(event), dragged });
  });
  map.on("click", (event) => {
    if (session.active) {
      session.dispatch({ type: "click", at: place(event), vertex: handles(event).vertex });
    }
  });
  map.on("dblclick", (event) => {
    if (session.active) {
      event.preventDefault();
      session.dispatch({ type: "finish" });
    }
  });
  map.on("mouseout", () => {
    session.movePixel(null);
    if (session.active && pressedAt === null) {
      session.dispatch({ type: "leave" });
    }
  });
  session.subscribe(() => {
    if (!session.active) {
      map.getCanvas().style.cursor = "";
    }
  });
}
