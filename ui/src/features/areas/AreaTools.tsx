import { Tooltip } from "@mantine/core";

import { useEditorState } from "../../map";
import styles from "./Areas.module.css";
import type { WayId } from "./tools";
import { TOOLBAR, WAYS } from "./tools";

const RUNNING: Partial<Record<string, WayId>> = { polygon: "polygon", rectangle: "box", circle: "circle" };

/** The six ways in a row, for adding a further area. */
export function AreaTools({ begin }: { begin: (way: WayId) => void }) {
  const running = RUNNING[useEditorState().mode];
  return (
    <div className={styles.toolbar} role="toolbar" aria-label="Add an area">
      {TOOLBAR.map((id) => {
        const { name, about, keys, icon: Icon } = WAYS[id];
        return (
          <Tooltip key={id} label={`${about} · ${keys}`}>
            <button
              type="button"
              className={styles.tool}
              aria-pressed={running === id}
              onClick={() => {
                begin(id);
              }}
            >
              <Icon size={18} stroke={1.6} aria-hidden />
              {name}
            </button>
          </Tooltip>
        );
      })}
    </div>
  );
}
