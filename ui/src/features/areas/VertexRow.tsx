import { IconPlus, IconX } from "@tabler/icons-react";
import type { KeyboardEvent } from "react";
import { useState } from "react";

import { midpoint } from "../../map";
import type { MapController, Point, Shape, VertexRef } from "../../map";
import type { Axis, CoordinateStyle } from "../../shared/format";
import { formatCoordinate, parseCoordinate } from "../../shared/format";
import { IconButton } from "../../shared/ui";
import styles from "./EditPanel.module.css";

type Row = {
  row: number;
  top: number;
  at: Point;
  vertex: VertexRef;
  writing: CoordinateStyle;
  selected: boolean;
  shape: Shape;
  map: MapController;
  focus: (row: number, column: number) => void;
};

const COLUMNS: readonly Axis[] = ["lat", "lon"];
const NAMES: Record<Axis, string> = { lat: "Latitude", lon: "Longitude" };

/** One vertex: its two coordinates to type, and what can be done with it. */
export function VertexRow({ row, top, at, vertex, writing, selected, shape, map, focus }: Row) {
  const { editor } = map;
  const name = vertexName(shape, vertex);
  const select = () => {
    editor.dispatch({ type: "select", refs: [vertex] });
    map.reveal(at);
  };
  const add = (column: number) => {
    const middle = midpoint(shape, vertex);
    if (middle !== null) {
      editor.dispatch({ type: "insertVertex", ref: { ...vertex, index: vertex.index + 1 }, at: middle });
      focus(row + 1, column);
    }
  };

  const onKeyDown = (event: KeyboardEvent, column: number) => {
    const control = event.ctrlKey || event.metaKey;
    if (event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
      const by = event.key === "ArrowUp" ? -1 : 1;
      editor.dispatch({ type: "reorderVertex", ref: vertex, by });
      focus(row + by, column);
    } else if (control && event.key === "Enter") {
      add(column);
    } else if (control && event.key === "Delete") {
      editor.dispatch({ type: "removeVertices", refs: [vertex] });
      focus(Math.max(0, row - 1), column);
    } else if (!event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
      focus(row + (event.key === "ArrowUp" ? -1 : 1), column);
    } else if (event.key === "Enter") {
      focus(row + 1, column);
    } else {
      return;
    }
    event.preventDefault();
  };

  return (
    <div role="listitem" aria-label={name} className={styles.row} data-selected={selected} style={{ transform: `translateY(${String(top)}px)` }}>
      <button
        type="button"
        className={styles.place}
        aria-label={`Select ${name.toLowerCase()}`}
        aria-pressed={selected}
        onClick={select}
      >
        {vertex.ring === 0 ? vertex.index + 1 : `h${String(vertex.ring)}·${String(vertex.index + 1)}`}
      </button>
      {COLUMNS.map((axis, column) => (
        <Cell
          key={axis}
          cell={`${String(row)}-${String(column)}`}
          label={`${NAMES[axis]} of ${name.toLowerCase()}`}
          value={at[axis === "lat" ? 1 : 0]}
          axis={axis}
          writing={writing}
          onFocus={() => {
            if (!selected) {
              select();
            }
          }}
          onCommit={(value) => {
            editor.dispatch({ type: "setVertex", ref: vertex, at: axis === "lat" ? [at[0], value] : [value, at[1]] });
          }}
          onKeyDown={(event) => {
            onKeyDown(event, column);
          }}
        />
      ))}
      <span className={styles.rowActions}>
        <IconButton
          size="small"
          label={`Add a vertex after ${name.toLowerCase()}`}
          onClick={() => {
            add(0);
          }}
        >
          <IconPlus size={14} stroke={1.6} aria-hidden />
        </IconButton>
        <IconButton
          size="small"
          label={`Delete ${name.toLowerCase()}`}
          onClick={() => {
            editor.dispatch({ type: "removeVertices", refs: [vertex] });
          }}
        >
          <IconX size={14} stroke={1.6} aria-hidden />
        </IconButton>
      </span>
    </div>
  );
}

function vertexName(shape: Shape, { part, ring, index }: VertexRef): string {
  const outline = shape.length > 1 ? ` of outline ${String(part + 1)}` : "";
  return `Vertex ${String(index + 1)}${ring === 0 ? "" : ` of hole ${String(ring)}`}${outline}`;
}

type CellProps = {
  cell: string;
  label: string;
  value: number;
  axis: Axis;
  writing: CoordinateStyle;
  onFocus: () => void;
  onCommit: (value: number) => void;
  onKeyDown: (event: KeyboardEvent) => void;
};

/** A coordinate that may be typed in any form; what is no coordinate is marked and not taken. */
function Cell({ cell, label, value, axis, writing, onFocus, onCommit, onKeyDown }: CellProps) {
  const [draft, setDraft] = useState<string | null>(null);
  const wrong = draft !== null && parseCoordinate(draft, axis) === null;
  const commit = () => {
    const typed = draft === null ? null : parseCoordinate(draft, axis);
    setDraft(null);
    if (typed !== null && typed !== value) {
      onCommit(typed);
    }
  };
  return (
    <input
      className={styles.cell}
      data-cell={cell}
      aria-label={label}
      aria-invalid={wrong}
      inputMode="text"
      value={draft ?? formatCoordinate(value, axis, writing)}
      onFocus={onFocus}
      onChange={(event) => {
        setDraft(event.currentTarget.value);
      }}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === "Escape") {
          setDraft(null);
          if (draft === null) {
            event.currentTarget.blur();
          }
          return;
        }
        if (event.key === "Enter") {
          commit();
        }
        onKeyDown(event);
      }}
    />
  );
}
