import { Modal, Radio } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useState } from "react";

import { ipc } from "../../ipc";
import type { ExportFormat } from "../../ipc";
import { counted, formatCount } from "../../shared/format";
import { Button, DialogActions } from "../../shared/ui";
import { openFilter, shownFilter, useArchive } from "../archive";
import styles from "./Results.module.css";
import { useResults } from "./store";
import { useKept } from "./usePictures";

const FORMATS: { id: ExportFormat; label: string; words: string }[] = [
  { id: "geopackage", label: "GeoPackage", words: "For QGIS and other desktop programs" },
  { id: "geojson", label: "GeoJSON", words: "For web maps and scripts" },
  { id: "kml", label: "KML", words: "For Google Earth" },
  { id: "csv", label: "CSV", words: "For spreadsheets; footprints as well-known text" },
  { id: "stac", label: "STAC", words: "An ItemCollection, version 1.1" },
  { id: "geoparquet", label: "GeoParquet", words: "For DuckDB and GeoPandas" },
];

/** Writes the results, or the kept scenes, to a file. */
export function ExportDialog({ matched, opened, onClose }: { matched: number; opened: boolean; onClose: () => void }) {
  const [format, setFormat] = useState<ExportFormat>("geopackage");
  const [onlyKept, setOnlyKept] = useState(false);
  const [busy, setBusy] = useState(false);
  const kept = useKept().length;
  const keptOnly = onlyKept && kept > 0;

  async function write() {
    const { filter: whole, unfolded } = useArchive.getState();
    const filter = shownFilter(whole, unfolded);
    const { sort, report } = useResults.getState();
    setBusy(true);
    try {
      const path = await ipc.exportScenes(format, null, keptOnly ? { ...openFilter(), constellations: [], keptOnly: true } : filter, sort);
      if (path !== null) {
        notifications.show({ message: `${counted(keptOnly ? kept : matched, "scene")} written to ${path}` });
      }
    } catch (error) {
      report(error);
    }
    setBusy(false);
    onClose();
  }

  return (
    <Modal opened={opened} onClose={onClose} title="Export scenes" size={420}>
      <div className={styles.naming}>
        <Radio.Group
          label="Which"
          value={keptOnly ? "kept" : "all"}
          onChange={(value) => {
            setOnlyKept(value === "kept");
          }}
        >
          <Radio value="all" label={`The ${formatCount(matched)} that pass the filter`} mt={8} />
          <Radio value="kept" label={`The ${formatCount(kept)} I keep`} disabled={kept === 0} mt={8} />
        </Radio.Group>
        <Radio.Group
          label="As"
          value={format}
          onChange={(value) => {
            setFormat(value);
          }}
        >
          {FORMATS.map(({ id, label, words }) => (
            <Radio
              key={id}
              value={id}
              mt={8}
              label={
                <>
                  {label} <small className={styles.format}>{words}</small>
                </>
              }
            />
          ))}
        </Radio.Group>
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button tone="primary" busy={busy} disabled={matched === 0 && !keptOnly} onClick={() => void write()}>
            Choose a file …
          </Button>
        </DialogActions>
      </div>
    </Modal>
  );
}
