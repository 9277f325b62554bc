import { useMediaQuery } from "@mantine/hooks";
import { useEffect, useRef, useState } from "react";

import { AreaOverlay, AreaSummary, AreasPanel } from "../features/areas";
import { CalendarDock, FilterPanel, SearchState, useGoToSearch, useLastSearch } from "../features/archive";
import { Inspector, Legend, QuicklookBar, ResultsList, SceneMapLayers, SplitHandle, UnderPointer, useResults } from "../features/results";
import { MapView, useEditor, useMap } from "../map";
import { useAreas, useConnection } from "../shared/query";
import { useSelection } from "../shared/session";
import { MapWords } from "./MapWords";
import { usePaletteTarget } from "./paletteTarget";
import { ResizeHandle, useResizable } from "./ResizeHandle";
import styles from "./Workbench.module.css";

const NONE: never[] = [];
const PLACE_ZOOM = 9.5;
/** Where the inspector has room beside the map; the style sheet says the same. */
const ROOMY = "(min-width: 1180px)";
/** Where panel and map have no room beside each other, as with text at twice its size: one of them is shown. The style sheet
 * says the same. */
const NARROW = "(max-width: 899px)";
/** What the table needs to show all its columns whole. */
const TABLE_WIDTH = 480;

/** Panel, map and inspector of the two pages that work on the map. `none` keeps the map but hands it nothing to do. */
export function Workbench({ page }: { page: "area" | "archive" | "none" }) {
  useLastSearch();
  const map = useMap();
  const sandbox = useConnection().data?.environment === "sandbox";
  const areas = useAreas().data;
  const chosenId = useSelection((state) => state.areaId);
  const chosen = areas?.find((area) => area.id === chosenId) ?? null;
  const { selectedId, inspectorOpen, mode } = useResults();
  const panel = useResizable("swath.panel", 396, 320, 560);
  const side = useResizable("swath.inspector", 335, 300, 520);
  const archive = page === "archive";
  const inspecting = archive && inspectorOpen && selectedId !== null;
  const drawing = useEditor(({ mode }) => mode === "draw" || mode === "edit");
  const { target, taken } = usePaletteTarget();
  const goToSearch = useGoToSearch();
  const drawer = useCovering(inspecting, side.width);
  const narrow = useMediaQuery(NARROW, false, { getInitialValueInEffect: false });
  const [front, setFront] = useState<"panel" | "map">("panel");
  // Who begins to draw, or goes to a place, wants to see the map.
  const calls = drawing || target !== null;
  const [called, setCalled] = useState(calls);
  if (called !== calls) {
    setCalled(calls);
    if (calls) {
      setFront("map");
    }
  }

  // The map opens on the area that was worked on last.
  const opened = useRef(false);
  useEffect(() => {
    if (chosen !== null && !opened.current) {
      opened.current = true;
      map.fit(chosen.report.bounds, { animate: false });
    }
  }, [map, chosen]);

  useEffect(() => {
    map.keepInView(chosen?.report.bounds ?? null);
  }, [map, chosen]);

  useEffect(() => {
    if (target !== null) {
      taken();
      if (target.kind === "bounds") {
        map.fit(target.bounds);
      } else if (target.kind === "search") {
        void goToSearch(target.id);
      } else {
        map.jumpTo(target.lon, target.lat, PLACE_ZOOM);
      }
    }
  }, [target, taken, map, goToSearch]);

  return (
    <div className={styles.bench} data-side={inspecting} data-front={narrow ? front : undefined} style={{ "--panel": `${String(archive && mode === "table" ? Math.max(panel.width, TABLE_WIDTH) : panel.width)}px`, "--side": `${String(side.width)}px` } as React.CSSProperties}>
      {/* The heading of the panel is hidden with the panel. */}
      {narrow && front === "map" && <h1 className="visually-hidden">{archive ? "Archive" : "Areas"}</h1>}
      {narrow && (
        <div className={styles.tabs} role="group" aria-label="Shown">
          {(["panel", "map"] as const).map((one) => (
            <button
              key={one}
              type="button"
              aria-pressed={front === one}
              onClick={() => {
                setFront(one);
              }}
            >
              {one === "map" ? "Map" : archive ? "Scenes" : "Areas"}
            </button>
          ))}
        </div>
      )}
      <section className={styles.panel} data-wide={archive && mode === "table"} aria-label={archive ? "Archive" : "Area"}>
        {archive ? (
          <>
            <h1 className="visually-hidden">Archive</h1>
            <AreaSummary />
            <FilterPanel />
            <SearchState />
            <ResultsList />
          </>
        ) : (
          <AreasPanel sandbox={sandbox} />
        )}
      </section>
      <ResizeHandle label="Width of the panel" resizable={panel} direction={1} />
      <div className={styles.middle}>
        <MapView
          onLocate={
            chosen === null
              ? null
              : () => {
                  map.fit(chosen.report.bounds);
                }
          }
        >
          {page !== "none" && <MapWords areas={areas ?? NONE} chosenId={chosenId} archive={archive} />}
          <AreaOverlay editing={page === "area"} />
          <SceneMapLayers visible={archive} guides={drawing} />
          {archive && <SplitHandle />}
          {archive && <QuicklookBar />}
          {archive && <Legend />}
          {archive && <UnderPointer />}
        </MapView>
        {archive && <CalendarDock />}
      </div>
      {inspecting && (
        <div className={styles.side} ref={drawer}>
          <ResizeHandle label="Width of the inspector" resizable={side} direction={-1} />
          <Inspector />
        </div>
      )}
    </div>
  );
}

/** Tells the map how much of it the inspector covers while it is a drawer over the map and not a panel beside it. */
function useCovering(open: boolean, width: number) {
  const map = useMap();
  const drawer = useRef<HTMLDivElement>(null);
  const narrow = useMediaQuery(NARROW, false, { getInitialValueInEffect: false });
  const beside = useMediaQuery(ROOMY, true, { getInitialValueInEffect: false });
  useEffect(() => {
    // A drawer as wide as the map leaves nothing of it to keep the view in.
    map.cover(open && !beside && !narrow ? (drawer.current?.offsetWidth ?? 0) : 0);
  }, [map, open, width, beside, narrow]);
  return drawer;
}
