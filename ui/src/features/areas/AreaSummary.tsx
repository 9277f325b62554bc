import { IconPencil, IconPolygon } from "@tabler/icons-react";
import { useLocation } from "wouter";

import { formatAreaExact, formatCount } from "../../shared/format";
import { Button } from "../../shared/ui";
import { useChosenAreas } from "../archive";
import { AreaChooser } from "./AreaChooser";
import styles from "./Areas.module.css";
import { clearKm2, formatSize } from "./size";

/** What is searched, in two lines, with the way to choose another area and the way to change the outline. */
export function AreaSummary() {
  const [area, ...further] = useChosenAreas();
  const [, navigate] = useLocation();
  return (
    <div className={styles.summary}>
      <span className={styles.mark} data-color={area?.color}>
        <IconPolygon size={17} stroke={1.6} aria-hidden />
      </span>
      <span className={styles.names}>
        <AreaChooser />
        <span>
          {area === undefined ? (
            "Choose or draw one first"
          ) : further.length > 0 ? (
            `${formatAreaExact([area, ...further].reduce((sum, { report }) => sum + (clearKm2(report) ?? 0), 0))} together`
          ) : (
            <>
              {formatSize(clearKm2(area.report))}
              <span className={styles.vertices}> · {formatCount(area.report.vertices)} vertices</span> · {area.report.orderable ? "orderable" : "not orderable yet"}
            </>
          )}
        </span>
      </span>
      <Button
        tone="quiet"
        icon={<IconPencil size={16} stroke={1.6} />}
        onClick={() => {
          navigate("/area");
        }}
      >
        Edit<span className="visually-hidden"> the area</span>
      </Button>
    </div>
  );
}
