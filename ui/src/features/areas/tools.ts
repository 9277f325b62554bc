import { IconCircle, IconClipboardText, IconDeviceDesktop, IconPolygon, IconRectangle, IconUpload } from "@tabler/icons-react";

export type WayId = "view" | "box" | "polygon" | "circle" | "file" | "paste";

/** A way to say where: its name, its key, and what it asks of the user. */
export type Way = { id: WayId; name: string; longName: string; about: string; keys: string; icon: typeof IconPolygon };

export const WAYS: Record<WayId, Way> = {
  view: { id: "view", name: "View", longName: "This view", about: "what you see now", keys: "V", icon: IconDeviceDesktop },
  box: { id: "box", name: "Box", longName: "Box", about: "drag across the map", keys: "B", icon: IconRectangle },
  polygon: { id: "polygon", name: "Polygon", longName: "Polygon", about: "click corner by corner", keys: "P", icon: IconPolygon },
  circle: { id: "circle", name: "Circle", longName: "Circle", about: "centre and radius", keys: "C", icon: IconCircle },
  file: { id: "file", name: "File", longName: "From a file", about: "GeoJSON, WKT, KML, text", keys: "Ctrl O", icon: IconUpload },
  paste: { id: "paste", name: "Paste", longName: "Paste or type", about: "GeoJSON, WKT, coordinates", keys: "Ctrl V", icon: IconClipboardText },
};

/** The order of the toolbar, and the order of the first page. */
export const TOOLBAR: WayId[] = ["view", "box", "polygon", "circle", "file", "paste"];
export const FIRST_PAGE: WayId[] = ["polygon", "box", "circle", "view", "file", "paste"];
