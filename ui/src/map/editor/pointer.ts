// Turns what happens to the map's pointer into events of the editor.
import type { Map as MapLibreMap, MapMouseEvent } from "maplibre-gl";

import type { EditorSession } from "./EditorSession";
import { near, round } from "./ground";
import type { Point } from "./ground";
import { hitTest } from "./hits";
import type { SnapTargets, Snapped } from "./snap";
import { snap } from "./snap";
import { ownTargets } from "./targets";
import type { Hit } from "./state";

/** How far in pixels the pointer must go to be a drag. */
const DRAG = 4;
/** How far in pixels a drawn line may be off once thinned. */
const THINNING = 2.5;

const CURSORS: Record<Hit["kind"], string> = { vertex: "move", midpoint: "copy", edge: "", inside: "", turn: "grab", scale: "nwse-resize" };

/** `others` gives what may be snapped to near a place besides the editor's own vertices. */
export function bindPointer(map: MapLibreMap, session: EditorSession, others: (at: Point) => SnapTargets): void {
  let pressed: { x: number; y: number; dragged: boolean; last: MapMouseEvent } | null = null;

  // A shape may lie on another turn round the earth than the view.
  const project = (point: Point) => map.project(near([map.getCenter().lng, 0], point) as [number, number]);
  const place = (event: MapMouseEvent): Point => [round(event.lngLat.lng), round(event.lngLat.lat)];
  const hit = (event: MapMouseEvent): Hit | null => hitTest(session.state, event.point, place(event), project);

  /** Alt suspends snapping; a shape that is moved as a whole has no point to snap. */
  function snapped(event: MapMouseEvent): Snapped | null {
    const { state } = session;
    const takes = (state.mode === "draw" && state.tool !== "freehand") || (state.mode === "edit" && state.gesture?.kind === "vertices");
    if (!takes || event.originalEvent.altKey) {
      return null;
    }
    const [own, other] = [ownTargets(state), others(place(event))];
    return snap(event.point, place(event), { points: [...own.points, ...other.points], segments: [...own.segments, ...other.segments] }, project);
  }

  map.on("mousedown", (event) => {
    if (!session.active || event.originalEvent.button !== 0) {
      return;
    }
    pressed = { x: event.point.x, y: event.point.y, dragged: false, last: event };
    session.dispatch({ type: "press", at: snapped(event)?.at ?? place(event), hit: hit(event), adding: event.originalEvent.shiftKey });
    const { state } = session;
    // A drag that draws or moves something must not move the map, or zoom into a box, as well.
    if ((state.mode === "draw" && state.tool !== "polygon") || (state.mode === "edit" && state.gesture !== null) || event.originalEvent.shiftKey) {
      event.preventDefault();
    }
  });

  map.on("mousemove", (event) => {
    if (!session.active) {
      return;
    }
    if (pressed !== null && event.originalEvent.buttons === 0) {
      // The button was let go where the map could not see it.
      release(pressed.last);
    }
    if (pressed !== null) {
      pressed.last = event;
      pressed.dragged ||= Math.hypot(event.point.x - pressed.x, event.point.y - pressed.y) > DRAG;
    }
    const held = pressed === null || pressed.dragged;
    const to = snapped(event);
    // A hand that trembles on a click moves nothing.
    if (held) {
      session.dispatch({ type: "move", at: to?.at ?? place(event), straight: event.originalEvent.shiftKey });
    }
    session.point({ x: event.point.x, y: event.point.y }, to);
    map.getCanvas().style.cursor = cursor(event);
  });

  function cursor(event: MapMouseEvent): string {
    const { state } = session;
    if (state.mode !== "edit") {
      return "crosshair";
    }
    const under = hit(event);
    return under === null ? "" : under.kind === "inside" && state.grip === "whole" ? "move" : CURSORS[under.kind];
  }

  function release(event: MapMouseEvent) {
    if (!session.active || pressed === null) {
      return;
    }
    const { dragged } = pressed;
    pressed = null;
    const beside = map.unproject([event.point.x + THINNING, event.point.y]);
    session.dispatch({
      type: "release",
      at: snapped(event)?.at ?? place(event),
      hit: hit(event),
      dragged,
      straight: event.originalEvent.shiftKey,
      tolerance: Math.abs(beside.lng - event.lngLat.lng) * Math.cos((event.lngLat.lat * Math.PI) / 180),
    });
  }
  map.on("mouseup", release);

  // A drag may end over a panel; the shape then stays where it was last seen on the map.
  const letGo = (event: MouseEvent) => {
    if (pressed !== null && !(event.target instanceof Node && map.getCanvasContainer().contains(event.target))) {
      release(pressed.last);
    }
  };
  window.addEventListener("mouseup", letGo);
  map.on("remove", () => {
    window.removeEventListener("mouseup", letGo);
  });

  map.on("dblclick", (event) => {
    if (!session.active) {
      // The second click fell on a shape that the first one had finished: the map is not to zoom in on it.
      if (!session.settled) {
        event.preventDefault();
      }
      return;
    }
    event.preventDefault();
    if (session.state.mode === "draw" || hit(event) === null) {
      session.dispatch({ type: "finish" });
    }
  });

  map.on("contextmenu", (event) => {
    event.originalEvent.preventDefault();
    pressed = null;
    session.openMenu({ x: event.point.x, y: event.point.y, at: place(event), hit: hit(event) });
  });

  map.on("mouseout", () => {
    session.point(null);
    if (session.active && pressed === null) {
      session.dispatch({ type: "leave" });
    }
  });

  session.subscribe(() => {
    if (!session.active) {
      pressed = null;
      map.getCanvas().style.cursor = "";
    }
  });
}
