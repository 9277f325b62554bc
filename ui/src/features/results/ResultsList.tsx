import { useVirtualizer } from "@tanstack/react-virtual";
import { IconSatellite } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";

import { isTyping } from "../../shared/keyboard";
import { EmptyState, ErrorNotice, SkeletonRows } from "../../shared/ui";
import { ipc } from "../../ipc";
import type { SceneRow } from "../../ipc";
import { formatShare, formatUtcDate } from "../../shared/format";
import { Funnel, LEAST_SHARE, SavedSearches, useArchive, useFacets, useShownFilter } from "../archive";
import { AddDialog } from "./AddDialog";
import { useAddQuestion } from "./addQuestion";
import { Folded } from "./Folded";
import { KeptStrip } from "./KeptStrip";
import styles from "./Results.module.css";
import { ResultsHead } from "./ResultsHead";
import { SceneCard } from "./SceneCard";
import { useResults } from "./store";
import { TableHead } from "./TableHead";
import { TableRow } from "./TableRow";
import { useResultKeys } from "./useResultKeys";
import { NothingFound } from "./NothingFound";
import { useScene } from "./useScene";
import { useBasketStanding } from "./useBasketStanding";
import { useOrderedScenes } from "./useOrderedScenes";
import { useSceneActions } from "./useSceneActions";
import { useSceneRows } from "./useSceneRows";

const CARD_HEIGHT = 105;
const ROW_HEIGHT = 34;
/** Fewer than this, and the list says which filter took the others. */
const FEW = 4;

/** The scenes found, as a list that holds thousands and draws a few. */
export function ResultsList() {
  const { searched, running } = useArchive();
  const filter = useShownFilter();
  const { mode, sort, selectedId, hoverId, select, hover, problem } = useResults();
  const facets = useFacets().data;
  const standingOf = useBasketStanding();
  const before = useOrderedScenes();
  const ask = useAddQuestion((state) => state.ask);
  const actions = useSceneActions();
  const scroller = useRef<HTMLDivElement>(null);
  const [range, setRange] = useState({ from: 0, to: 20 });
  const rows = useSceneRows(filter, sort, searched !== null, range.from, range.to);
  const virtual = useVirtualizer({
    count: rows.matched,
    getScrollElement: () => scroller.current,
    estimateSize: () => (mode === "cards" ? CARD_HEIGHT : ROW_HEIGHT),
    overscan: 6,
  });
  const items = virtual.getVirtualItems();
  const from = items[0]?.index ?? 0;
  const to = items.at(-1)?.index ?? 20;
  useEffect(() => {
    setRange({ from, to });
  }, [from, to]);
  useEffect(() => {
    virtual.measure();
  }, [mode, virtual]);

  const toggleBasket = (row: SceneRow) => {
    const { inBasket, open, locked } = standingOf(row);
    const [only, ...more] = open;
    if (locked !== null) {
      return;
    }
    if (inBasket && more.length > 0) {
      ask({ kind: "areas", rowId: row.id });
    } else if (inBasket && only?.itemId != null) {
      void actions.remove(only.itemId);
    } else {
      void actions.add(row);
    }
  };

  // The list may have been scrolled far from the scene that is chosen, or the scene be one that the filters leave out.
  const described = useScene(selectedId).data?.row;
  useResultKeys({
    matched: rows.matched,
    chosen: selectedId === null ? undefined : (rows.rowAt(rows.indexOf(selectedId)) ?? (described?.id === selectedId ? described : undefined)),
    rowAt: rows.rowAt,
    indexOf: rows.indexOf,
    scrollTo: (index) => {
      virtual.scrollToIndex(index);
    },
    keep: (row) => void actions.keep(row),
    show: actions.show,
    basket: toggleBasket,
  });

  // The button that began the search is gone or means something else: its results take the keyboard.
  const wasRunning = useRef(running);
  useEffect(() => {
    if (wasRunning.current && !running && (document.activeElement === document.body || document.activeElement?.closest("[aria-label='Filters']") != null) && !isTyping(document.activeElement)) {
      scroller.current?.querySelector<HTMLElement>("[role=grid]")?.focus({ preventScroll: true });
    }
    wasRunning.current = running;
  }, [running]);

  // A scene chosen on the map is brought into view, wherever in the list it is.
  useEffect(() => {
    if (selectedId === null || searched === null) {
      return;
    }
    const loaded = rows.indexOf(selectedId);
    if (loaded >= 0) {
      virtual.scrollToIndex(loaded, { align: "auto" });
      return;
    }
    void ipc.sceneRank(selectedId, filter, sort).then((rank) => {
      if (rank !== null && useResults.getState().selectedId === selectedId) {
        virtual.scrollToIndex(rank, { align: "center" });
      }
    }, useResults.getState().report);
    // Only a new choice scrolls, not every re-ordering below it.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [selectedId]);

  if (searched === null) {
    return (
      <section className={styles.unsearched}>
        <EmptyState icon={<IconSatellite size={28} stroke={1.4} aria-hidden />} title="Nothing searched yet">
          Set the dates and press Search. Cloud, incidence and coverage can be narrowed afterwards, without asking again.
        </EmptyState>
        <SavedSearches />
      </section>
    );
  }
  const few = !running && facets !== undefined && facets.total > 0 && facets.matched < FEW && facets.matched < facets.total;
  return (
    <section className={styles.results} aria-label="Results">
      <ResultsHead matched={rows.matched} total={rows.total} />
      {problem !== null && (
        <div className={styles.problem}>
          <ErrorNotice error={problem} />
        </div>
      )}
      {rows.error !== null && <ErrorNotice error={rows.error} />}
      {mode === "table" && rows.matched > 0 && <TableHead />}
      <div ref={scroller} className={styles.scroll} data-short={few}>
        {/* A grid, as each scene has a button of its own. It takes the keys itself; its rows are pointed at. */}
        <div
          style={{ height: `${String(virtual.getTotalSize())}px`, position: "relative" }}
          {...(items.length === 0 ? {} : { role: "grid", "aria-label": "Scenes", "aria-rowcount": rows.matched, tabIndex: 0, "aria-activedescendant": selectedId === null ? undefined : `row-${selectedId}` })}
        >
          {items.map((item) => {
            const row = rows.rowAt(item.index);
            const place = { transform: `translateY(${String(item.start)}px)`, height: `${String(item.size)}px` };
            if (row === undefined) {
              return (
                <div key={item.key} className={styles.place} style={place} role="row" aria-busy>
                  <div role="gridcell">
                    <SkeletonRows count={1} picture={mode === "cards"} />
                  </div>
                </div>
              );
            }
            const Row = mode === "cards" ? SceneCard : TableRow;
            return (
              // eslint-disable-next-line jsx-a11y/click-events-have-key-events
              <div
                key={item.key}
                id={`row-${row.id}`}
                className={`${styles.place ?? ""} ${(mode === "cards" ? styles.card : styles.tableRow) ?? ""}`}
                style={place}
                role="row"
                tabIndex={-1}
                aria-rowindex={item.index + 1}
                aria-selected={row.id === selectedId}
                data-hover={row.id === hoverId}
                aria-label={`${row.platform}, ${row.acquired === "" ? "date not known" : formatUtcDate(row.acquired)}`}
                onClick={() => {
                  select(row.id);
                }}
                onDoubleClick={() => {
                  actions.show(row);
                }}
                onPointerEnter={() => {
                  hover(row.id);
                }}
                onPointerLeave={() => {
                  hover(null);
                }}
              >
                <Row
                  row={row}
                  standing={standingOf(row)}
                  ordered={before.get(row.id) ?? null}
                  onBasket={() => {
                    toggleBasket(row);
                  }}
                />
              </div>
            );
          })}
        </div>
        {rows.pending && <SkeletonRows count={5} />}
        {!few && !rows.pending && rows.matched === 0 && facets !== undefined && facets.matched > 0 && (
          <EmptyState title="Only scenes that cover next to nothing">They touch the area and show less than {formatShare(LEAST_SHARE)} of it; below they can be shown.</EmptyState>
        )}
        {few && <Funnel facets={facets} />}
        {!running && !rows.pending && rows.error === null && rows.total === 0 && searched.outcome?.unfinished === false && searched.outcome.missing === 0 && <NothingFound />}
      </div>
      <Folded shown={rows.matched} passing={facets?.matched ?? 0} />
      <KeptStrip />
      <AddDialog />
    </section>
  );
}
