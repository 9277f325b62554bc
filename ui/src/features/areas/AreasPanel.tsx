import { useEditor } from "../../map";
import { formatAreaExact, formatCount } from "../../shared/format";
import { useAreas } from "../../shared/query";
import { useSelection } from "../../shared/session";
import { ErrorNotice, Label, LinkButton, SkeletonRows } from "../../shared/ui";
import { useChosenAreas } from "../archive";
import { AreaList } from "./AreaList";
import styles from "./Areas.module.css";
import { AreasFoot } from "./AreasFoot";
import { AreaTools } from "./AreaTools";
import { EditFoot, EditPanel } from "./EditPanel";
import { FirstRun } from "./FirstRun";
import { PickBar } from "./PickBar";
import { PlaceSearch } from "./PlaceSearch";
import { clearKm2, formatSize } from "./size";
import { useAreasHabits, useAreasView } from "./store";
import { UndoRedo } from "./UndoRedo";
import { useAreaActions } from "./useAreaActions";
import { useWays } from "./useWays";

/** The left panel of the Area page: how to give an area, and those there are. */
export function AreasPanel({ sandbox }: { sandbox: boolean }) {
  const areas = useAreas();
  const actions = useAreaActions();
  const begin = useWays(actions);
  const { problem, picked, openLibrary } = useAreasView();
  const putAway = useAreasHabits((habits) => habits.putAway);
  const editing = useEditor((state) => state.mode === "edit" || (state.mode === "draw" && state.edit !== null));
  const chosenId = useSelection((state) => state.areaId);
  const chosenAreas = useChosenAreas();

  if (areas.data === undefined) {
    return (
      <div className={styles.problem}>
        {areas.error === null ? <SkeletonRows count={4} picture={false} label="Reading the areas" /> : <ErrorNotice error={areas.error} onRetry={() => void areas.refetch()} />}
      </div>
    );
  }
  const listed = areas.data.filter(({ id }) => !putAway.includes(id));
  if (listed.length === 0) {
    return <FirstRun begin={begin} actions={actions} problem={problem} sandbox={sandbox} kept={areas.data.length} />;
  }
  const chosen = listed.find((area) => area.id === chosenId) ?? null;
  const several = listed.filter((area) => picked.includes(area.id));
  // What is picked is searched together; else what is chosen, which may be several since the page Archive.
  const wanted = several.length > 0 ? several : chosenAreas;
  const total = listed.reduce((sum, area) => sum + (clearKm2(area.report) ?? 0), 0);

  return (
    <div className={styles.panel}>
      <header className={styles.head}>
        <h1 className={styles.title}>Area of interest</h1>
        <UndoRedo actions={actions} />
      </header>
      <div className={styles.tools}>
        <AreaTools begin={begin} />
        <PlaceSearch />
      </div>
      <div className={styles.scroll} data-scrolls>
        {editing && <EditPanel areas={areas.data} />}
        {problem !== null && (
          <div className={styles.problem}>
            <ErrorNotice error={problem} />
          </div>
        )}
        <div className={styles.count}>
          <Label level={2}>
            {listed.length === 1 ? "1 area" : `${formatCount(listed.length)} areas`} · {formatAreaExact(total)}
          </Label>
          <LinkButton
            onClick={() => {
              openLibrary(true);
            }}
          >
            Library
          </LinkButton>
        </div>
        <AreaList areas={listed} chosenId={chosenId} alsoIds={chosenAreas.slice(1).map(({ id }) => id)} actions={actions} />
      </div>
      <p className="visually-hidden" role="status">
        {chosen !== null && `${chosen.name}, ${formatSize(clearKm2(chosen.report))}, ${chosen.report.orderable ? "can be ordered" : `${formatCount(chosen.report.faults.length)} to mend`}`}
        {chosenAreas.length > 1 && `; ${formatCount(chosenAreas.length)} areas are chosen`}
      </p>
      {several.length > 0 && !editing && <PickBar areas={several} all={listed} actions={actions} />}
      {/* While a shape is open there is one thing to do with it first. */}
      {editing ? (
        <EditFoot />
      ) : (
        <AreasFoot wanted={wanted} actions={actions} />
      )}
    </div>
  );
}
