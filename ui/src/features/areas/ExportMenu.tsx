import { Menu } from "@mantine/core";
import type { ReactNode } from "react";

import type { Area, AreaForm } from "../../ipc";
import type { AreaActions } from "./useAreaActions";

const FORMS: readonly { form: AreaForm; name: string }[] = [
  { form: "geoJson", name: "GeoJSON" },
  { form: "kml", name: "KML" },
  { form: "wkt", name: "WKT" },
  { form: "geoPackage", name: "GeoPackage" },
  { form: "shapefile", name: "Shapefile, zipped" },
];

/** The forms areas are written in, as items of a menu. */
export function ExportItems({ areas, actions }: { areas: readonly Area[]; actions: AreaActions }) {
  return FORMS.map(({ form, name }) => (
    <Menu.Item key={form} onClick={() => void actions.exportAreas(areas, form)}>
      {name}
    </Menu.Item>
  ));
}

/** A button that asks in which form. */
export function ExportMenu({ areas, actions, children }: { areas: readonly Area[]; actions: AreaActions; children: ReactNode }) {
  return (
    <Menu position="top-start" width={200}>
      <Menu.Target>{children}</Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{areas.length === 1 ? (areas[0]?.name ?? "") : `${String(areas.length)} areas`}</Menu.Label>
        <ExportItems areas={areas} actions={actions} />
      </Menu.Dropdown>
    </Menu>
  );
}
