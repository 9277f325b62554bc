import { IconArrowRight, IconDownload } from "@tabler/icons-react";
import { useEffect, useRef } from "react";
import { useLocation } from "wouter";

import { useEditor } from "../../map";
import { formatAreaExact, formatCount } from "../../shared/format";
import { isCovered } from "../../shared/keyboard";
import { useAreas } from "../../shared/query";
import { useSelection } from "../../shared/session";
import { Button, ErrorNotice, Label, LinkButton, SkeletonRows } from "../../shared/ui";
import { AreaList } from "./AreaList";
import styles from "./Areas.module.css";
import { AreaTools } from "./AreaTools";
import { EditFoot, EditPanel } from "./EditPanel";
import { ExportMenu } from "./ExportMenu";
import { FirstRun } from "./FirstRun";
import { PickBar } from "./PickBar";
import { PlaceSearch } from "./PlaceSearch";
import { clearKm2, formatSize } from "./size";
import { useAreasHabits, useAreasView } from "./store";
import { UndoRedo } from "./UndoRedo";
import { useAreaActions } from "./useAreaActions";
import { useWays } from "./useWays";
import { WhyNot, whyNot } from "./WhyNot";

const SEARCH = "search-the-archive";

/** The left panel of the Area page: how to give an area, and those there are. */
export function AreasPanel({ sandbox }: { sandbox: boolean }) {
  const areas = useAreas();
  const actions = useAreaActions();
  const begin = useWays(actions);
  const { problem, picked, openLibrary } = useAreasView();
  const putAway = useAreasHabits((habits) => habits.putAway);
  const editing = useEditor((state) => state.mode === "edit" || (state.mode === "draw" && state.edit !== null));
  const chosenId = useSelection((state) => state.areaId);
  const [, navigate] = useLocation();
  useSearchKey(() => {
    navigate("/archive");
  });

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
        <AreaList areas={listed} chosenId={chosenId} actions={actions} />
      </div>
      <p className="visually-hidden" role="status">
        {chosen !== null && `${chosen.name}, ${formatSize(clearKm2(chosen.report))}, ${chosen.report.orderable ? "can be ordered" : `${formatCount(chosen.report.faults.length)} to mend`}`}
      </p>
      {several.length > 0 && !editing && <PickBar areas={several} all={listed} actions={actions} />}
      {/* While a shape is open there is one thing to do with it first. */}
      {editing ? (
        <EditFoot />
      ) : (
        <footer className={styles.foot}>
          <WhyNot id="why-no-search" chosen={chosen} />
          <ExportMenu areas={several.length > 0 ? several : chosen === null ? [] : [chosen]} actions={actions}>
            <Button tone="quiet" icon={<IconDownload size={17} stroke={1.6} />} disabled={chosen === null}>
              Export
            </Button>
          </ExportMenu>
          <Button
            id={SEARCH}
            tone="primary"
            aria-keyshortcuts="Control+Enter"
            disabled={whyNot(chosen) !== null}
            aria-describedby={whyNot(chosen) === null ? undefined : "why-no-search"}
            onClick={() => {
              navigate("/archive");
            }}
          >
            Search the archive
            <IconArrowRight size={16} stroke={1.6} />
          </Button>
        </footer>
      )}
    </div>
  );
}

/** Ctrl Enter goes on to the archive, as the button at the foot does. */
function useSearchKey(search: () => void) {
  const current = useRef(search);
  useEffect(() => {
    current.current = search;
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const foot = document.getElementById(SEARCH);
      // What is greyed is not pressed by a key either.
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !isCovered() && !event.defaultPrevented && foot instanceof HTMLButtonElement && !foot.disabled) {
        event.preventDefault();
        current.current();
      }
    };
    window.addEventListener("keydown", onKey);
    return () => {
      window.removeEventListener("keydown", onKey);
    };
  }, []);
}
