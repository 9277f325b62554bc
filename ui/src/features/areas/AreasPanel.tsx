import { IconArrowBackUp, IconArrowForwardUp, IconArrowRight, IconDownload } from "@tabler/icons-react";
import { useLocation } from "wouter";

import { canRedo, canUndo, useEditorState, useMap } from "../../map";
import { formatAreaExact } from "../../shared/format";
import { useAreas } from "../../shared/query";
import { useSelection } from "../../shared/session";
import { Button, ErrorNotice, IconButton, Label, SkeletonRows } from "../../shared/ui";
import { AreaItem } from "./AreaItem";
import styles from "./Areas.module.css";
import { AreaTools } from "./AreaTools";
import { FirstRun } from "./FirstRun";
import { PlaceSearch } from "./PlaceSearch";
import { useAreasView } from "./store";
import { useAreaActions } from "./useAreaActions";
import { useWays } from "./useWays";

/** The left panel of the Area page: how to give an area, and those there are. */
export function AreasPanel({ sandbox }: { sandbox: boolean }) {
  const areas = useAreas();
  const actions = useAreaActions();
  const begin = useWays(actions);
  const problem = useAreasView((state) => state.problem);
  const chosenId = useSelection((state) => state.areaId);
  const [, navigate] = useLocation();

  if (areas.data === undefined) {
    return areas.error === null ? <SkeletonRows count={4} picture={false} /> : <ErrorNotice error={areas.error} onRetry={() => void areas.refetch()} />;
  }
  if (areas.data.length === 0) {
    return <FirstRun begin={begin} actions={actions} problem={problem} sandbox={sandbox} />;
  }
  const chosen = areas.data.find((area) => area.id === chosenId) ?? null;
  const total = areas.data.reduce((sum, area) => sum + area.report.km2, 0);

  return (
    <div className={styles.panel}>
      <header className={styles.head}>
        <h1 className={styles.title}>Area of interest</h1>
        <UndoRedo />
      </header>
      <div className={styles.tools}>
        <AreaTools begin={begin} />
        <PlaceSearch />
      </div>
      <div className={styles.scroll}>
        {problem !== null && (
          <div className={styles.problem}>
            <ErrorNotice error={problem} />
          </div>
        )}
        {areas.data.length > 1 && (
          <div className={styles.count}>
            <Label>
              {areas.data.length} areas · {formatAreaExact(total)}
            </Label>
          </div>
        )}
        <ul aria-label="Areas">
          {areas.data.map((area) => (
            <AreaItem key={area.id} area={area} chosen={area.id === chosenId} actions={actions} />
          ))}
        </ul>
      </div>
      <footer className={styles.foot}>
        <Button
          tone="quiet"
          icon={<IconDownload size={17} stroke={1.6} />}
          disabled={chosen === null}
          onClick={() => {
            if (chosen !== null) {
              void actions.exportArea(chosen);
            }
          }}
        >
          Export
        </Button>
        <Button
          tone="primary"
          disabled={chosen === null || !chosen.report.orderable}
          onClick={() => {
            navigate("/archive");
          }}
        >
          Search the archive
          <IconArrowRight size={16} stroke={1.6} />
        </Button>
      </footer>
    </div>
  );
}

function UndoRedo() {
  const { editor } = useMap();
  const state = useEditorState();
  return (
    <div className={styles.headActions}>
      <IconButton
        label="Undo"
        tooltip="Undo · Ctrl Z"
        disabled={!canUndo(state)}
        onClick={() => {
          editor.dispatch({ type: "undo" });
        }}
      >
        <IconArrowBackUp size={18} stroke={1.6} />
      </IconButton>
      <IconButton
        label="Redo"
        tooltip="Redo · Ctrl Y"
        disabled={!canRedo(state)}
        onClick={() => {
          editor.dispatch({ type: "redo" });
        }}
      >
        <IconArrowForwardUp size={18} stroke={1.6} />
      </IconButton>
    </div>
  );
}
