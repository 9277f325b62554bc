import { IconPencil, IconPolygon } from "@tabler/icons-react";
import { useLocation } from "wouter";

import { formatCount } from "../../shared/format";
import { useAreas } from "../../shared/query";
import { useSelection } from "../../shared/session";
import { Button, MiddleEllipsis } from "../../shared/ui";
import styles from "./Areas.module.css";
import { clearKm2, formatSize } from "./size";

/** The chosen area in two lines, with the way to change it. */
export function AreaSummary() {
  const areas = useAreas();
  const areaId = useSelection((state) => state.areaId);
  const area = areas.data?.find((one) => one.id === areaId);
  const [, navigate] = useLocation();
  return (
    <div className={styles.summary}>
      <span className={styles.mark} data-color={area?.color}>
        <IconPolygon size={17} stroke={1.6} aria-hidden />
      </span>
      <span className={styles.names}>
        <strong>{area === undefined ? "No area chosen" : <MiddleEllipsis text={area.name} />}</strong>
        <span>
          {area === undefined
            ? "Choose or draw one first"
            : (
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
