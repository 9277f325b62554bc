import type { Area } from "../../ipc";
import { formatAreaExact } from "../../shared/format";
import { Button, LinkButton } from "../../shared/ui";
import styles from "./Areas.module.css";
import { ExportMenu } from "./ExportMenu";
import { clearKm2 } from "./size";
import { useAreasHabits, useAreasView } from "./store";
import type { AreaActions } from "./useAreaActions";

/** What can be done with several areas at once. */
export function PickBar({ areas, all, actions }: { areas: readonly Area[]; all: readonly Area[]; actions: AreaActions }) {
  const { pick, reshape } = useAreasView();
  const { hidden, hide, store } = useAreasHabits();
  const ids = areas.map(({ id }) => id);
  const allHidden = ids.every((id) => hidden.includes(id));
  const total = areas.reduce((sum, { report }) => sum + (clearKm2(report) ?? 0), 0);
  return (
    <div className={styles.pickBar} role="toolbar" aria-label="Picked areas">
      <span className={styles.picked}>
        <strong>{areas.length} picked</strong> · {formatAreaExact(total)}
      </span>
      <span className={styles.pickLinks}>
        <LinkButton
          onClick={() => {
            pick(all.map(({ id }) => id));
          }}
        >
          All
        </LinkButton>
        <LinkButton
          onClick={() => {
            pick([]);
          }}
        >
          None
        </LinkButton>
      </span>
      <div className={styles.pickActions}>
        <Button
          size="small"
          onClick={() => {
            actions.edit(areas);
          }}
        >
          Edit together
        </Button>
        <Button
          size="small"
          onClick={() => {
            reshape(ids);
          }}
        >
          {areas.length > 1 ? "Merge…" : "Reshape…"}
        </Button>
        <ExportMenu areas={areas} actions={actions}>
          <Button size="small">Export</Button>
        </ExportMenu>
        <Button size="small" onClick={() => void actions.duplicate(areas)}>
          Duplicate
        </Button>
        <Button
          size="small"
          onClick={() => {
            hide(ids, !allHidden);
          }}
        >
          {allHidden ? "Show" : "Hide"}
        </Button>
        <Button
          size="small"
          onClick={() => {
            store(ids, true);
            pick([]);
          }}
        >
          Move to library
        </Button>
        <Button size="small" tone="danger" onClick={() => void actions.remove(areas)}>
          Remove
        </Button>
      </div>
    </div>
  );
}
