import type { SceneDetail } from "../../ipc";
import { formatAngle, formatAreaExact, formatResolution, formatShare, formatUtcDate } from "../../shared/format";
import { Facts, Label, LinkButton, MiddleEllipsis } from "../../shared/ui";
import { useArchive } from "../archive";
import styles from "./Inspector.module.css";
import { flawsInWords } from "./SceneCard";
import { useAreas } from "../../shared/query";

type Row = { name: string; value: React.ReactNode };

/** What is known, in two groups: how it fits the area, and the scene itself. */
export function SceneFacts({ detail, onAllKeys }: { detail: SceneDetail; onAllKeys: () => void }) {
  const areaId = useArchive((state) => state.searched?.areaId);
  const area = useAreas().data?.find((one) => one.id === areaId);
  const { row, sun } = detail;

  const fit: Row[] = [
    { name: "Covers", value: area === undefined ? formatShare(row.coverage) : `${formatShare(row.coverage)} · ${formatAreaExact((area.report.km2 * row.coverage) / 100)}` },
  ];
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
        <Label>Fit for your area</Label>
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
