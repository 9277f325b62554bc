import { IconCircle, IconClipboardText, IconDeviceDesktop, IconPolygon, IconRectangle, IconRotateRectangle, IconScribble, IconUpload } from "@tabler/icons-react";

export type WayId = "view" | "box" | "polygon" | "circle" | "angled" | "freehand" | "file" | "paste";

/** A way to say where: its name, its key, and what it asks of the user. */
export type Way = { id: WayId; name: string; longName: string; about: string; keys: string; icon: typeof IconPolygon };

export const WAYS: Record<WayId, Way> = {
  view: { id: "view", name: "View", longName: "This view", about: "what you see now", keys: "V", icon: IconDeviceDesktop },
  box: { id: "box", name: "Box", longName: "Box", about: "drag across the map", keys: "B", icon: IconRectangle },
  polygon: { id: "polygon", name: "Polygon", longName: "Polygon", about: "click corner by corner", keys: "P", icon: IconPolygon },
  circle: { id: "circle", name: "Circle", longName: "Circle", about: "centre and radius", keys: "C", icon: IconCircle },
  angled: { id: "angled", name: "Turned box", longName: "Box at an angle", about: "one side, then its width", keys: "A", icon: IconRotateRectangle },
  freehand: { id: "freehand", name: "Freehand", longName: "Freehand", about: "draw with the button held", keys: "F", icon: IconScribble },
  file: { id: "file", name: "File", longName: "From a file", about: "KML, SHP, GPKG, GeoJSON…", keys: "Ctrl O", icon: IconUpload },
  paste: { id: "paste", name: "Paste", longName: "Paste or type", about: "WKT, coordinates, MGRS", keys: "Ctrl V", icon: IconClipboardText },
};

/** The order of the toolbar, what its small menu adds, and the order of the first page. */
export const TOOLBAR: WayId[] = ["view", "box", "polygon", "circle", "file", "paste"];
export const MORE_TOOLS: WayId[] = ["angled", "freehand"];
export const FIRST_PAGE: WayId[] = ["polygon", "box", "circle", "view", "file", "paste"];

/** The tool of the editor a way begins, where it draws. */
export const DRAWN = { box: "rectangle", polygon: "polygon", circle: "circle", angled: "angled", freehand: "freehand" } as const;

export const wayOf = (tool: string): WayId | undefined => (Object.keys(DRAWN) as (keyof typeof DRAWN)[]).find((way) => DRAWN[way] === tool);
