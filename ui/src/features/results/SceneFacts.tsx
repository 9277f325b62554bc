import type { SceneDetail } from "../../ipc";
import { formatAngle, formatAreaExact, formatResolution, formatShare, formatUtcDate } from "../../shared/format";
import { Facts, Label, LinkButton, MiddleEllipsis } from "../../shared/ui";
import { servedBy, useArchive } from "../archive";
import styles from "./Inspector.module.css";
import { flawsInWords } from "./SceneCard";
import { useAreas } from "../../shared/query";

type Row = { name: string; value: React.ReactNode };

/** What is known, in two groups: how it fits the area, and the scene itself. */
export function SceneFacts({ detail, onAllKeys }: { detail: SceneDetail; onAllKeys: () => void }) {
  const searched = useArchive((state) => state.searched);
  const areas = useAreas().data;
  const { row, sun } = detail;

  const served = servedBy(row, searched);
  const fit: Row[] = served.map(({ id, name, share }) => {
    const area = areas?.find((one) => one.id === id);
    const value = area === undefined || served.length > 1 ? formatShare(share) : `${formatShare(share)} · ${formatAreaExact((area.report.km2 * share) / 100)}`;
    return { name: served.length > 1 ? `Covers ${name}` : "Covers", value };
  });
  if (served.length === 0) {
    fit.push({ name: "Covers", value: formatShare(row.coverage) });
  }
  if (row.billedKm2 !== null) {
    fit.push({ name: "Billed", value: formatAreaExact(row.billedKm2) });
  }
  if (row.cloud !== null) {
    fit.push({ name: "Cloud in scene", value: formatShare(row.cloud) });
  }
  if (row.snow !== null) {
    fit.push({ name: "Snow in scene", value: formatShare(row.snow) });
  }
  if (row.resolution !== null) {
    fit.push({ name: "Ground sample", value: formatResolution(row.resolution) });
  }
  if (sun.elevation !== null) {
    fit.push({ name: "Sun", value: `${formatAngle(sun.elevation)} high${sun.azimuth === null ? "" : `, ${formatAngle(sun.azimuth)}`}` });
  }

  const scene: Row[] = [];
  if (row.flaws.length > 0) {
    scene.push({ name: "Record", value: flawsInWords(row) });
  }
  if (row.incidence !== null) {
    const parts = [
      detail.incidenceAcross === null ? null : `${formatAngle(detail.incidenceAcross)} across`,
      detail.incidenceAlong === null ? null : `${formatAngle(detail.incidenceAlong)} along`,
    ].filter((part) => part !== null);
    scene.push({ name: "Incidence", value: `${formatAngle(row.incidence)}${parts.length > 0 ? ` (${parts.join(", ")})` : ""}` });
  }
  scene.push({ name: "Product", value: row.productType }, { name: "Identifier", value: <MiddleEllipsis text={detail.identifier} mono /> });
  if (detail.published !== null) {
    scene.push({ name: "Published", value: formatUtcDate(detail.published) });
  }

  return (
    <>
      <section className={styles.group}>
        <Label>Fit for {served.length === 1 ? served[0]?.name : searched?.areas.length === 1 ? searched.areas[0]?.name : "your areas"}</Label>
        <Facts rows={fit} />
      </section>
      <section className={styles.group}>
        <header>
          <Label>Scene</Label>
          <LinkButton onClick={onAllKeys}>All {detail.properties.length} keys</LinkButton>
        </header>
        <Facts rows={scene} />
      </section>
    </>
  );
}
