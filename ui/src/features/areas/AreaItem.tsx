import { Menu, TextInput } from "@mantine/core";
import { IconDotsVertical, IconDownload, IconEdit, IconPencil, IconPolygon, IconTrash } from "@tabler/icons-react";
import { useState } from "react";

import type { Area } from "../../ipc";
import { toRing, useMap } from "../../map";
import { formatAreaExact, formatCount } from "../../shared/format";
import { IconButton, MiddleEllipsis, StatePill } from "../../shared/ui";
import styles from "./Areas.module.css";
import { FaultList } from "./FaultList";
import type { AreaActions } from "./useAreaActions";

/** One area of the list; the chosen one opens up to show its faults and their mends. */
export function AreaItem({ area, chosen, actions }: { area: Area; chosen: boolean; actions: AreaActions }) {
  const { editor } = useMap();
  const [renaming, setRenaming] = useState(false);
  const { report } = area;
  const faulty = !report.orderable;

  const edit = () => {
    actions.choose(area, true);
    editor.dispatch({ type: "edit", areaId: area.id, ring: toRing(report.polygon) });
  };

  return (
    <li className={styles.item} data-chosen={chosen} data-faulty={faulty}>
      <div className={styles.itemHead}>
        {renaming ? (
          <Rename
            name={area.name}
            onDone={(name) => {
              setRenaming(false);
              if (name !== null && name !== area.name) {
                void actions.rename(area.id, name);
              }
            }}
          />
        ) : (
          <button
            type="button"
            className={styles.itemButton}
            aria-pressed={chosen}
            aria-label={area.name}
            onClick={() => {
              actions.choose(area, true);
            }}
          >
            <span className={styles.mark}>
              <IconPolygon size={16} stroke={1.6} aria-hidden />
            </span>
            <span className={styles.names}>
              <strong>
                <MiddleEllipsis text={area.name} />
              </strong>
              <span>
                {formatAreaExact(report.km2)} · {formatCount(report.vertices)} vertices
              </span>
            </span>
          </button>
        )}
        <span className={styles.state}>
          <AreaState area={area} />
        </span>
        <Menu position="bottom-end">
          <Menu.Target>
            <IconButton label={`More for ${area.name}`} size="small">
              <IconDotsVertical size={16} stroke={1.6} />
            </IconButton>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item leftSection={<IconPencil size={16} stroke={1.6} />} onClick={edit}>
              Edit shape
            </Menu.Item>
            <Menu.Item
              leftSection={<IconEdit size={16} stroke={1.6} />}
              onClick={() => {
                setRenaming(true);
              }}
            >
              Rename
            </Menu.Item>
            <Menu.Item leftSection={<IconDownload size={16} stroke={1.6} />} onClick={() => void actions.exportArea(area)}>
              Export
            </Menu.Item>
            <Menu.Divider />
            <Menu.Item color="red" leftSection={<IconTrash size={16} stroke={1.6} />} onClick={() => void actions.remove(area)}>
              Remove
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </div>
      {chosen && report.faults.length > 0 && <FaultList area={area} actions={actions} onEdit={edit} />}
    </li>
  );
}

function AreaState({ area }: { area: Area }) {
  if (!area.report.orderable) {
    return <StatePill tone="bad">can’t be ordered yet</StatePill>;
  }
  return area.report.faults.length > 0 ? <StatePill tone="warn">look again</StatePill> : <StatePill tone="ok">orderable</StatePill>;
}

function Rename({ name, onDone }: { name: string; onDone: (name: string | null) => void }) {
  const [text, setText] = useState(name);
  return (
    <TextInput
      className={styles.rename}
      aria-label="Name of the area"
      value={text}
      data-autofocus
      ref={(input) => input?.focus()}
      onChange={(event) => {
        setText(event.currentTarget.value);
      }}
      onBlur={() => {
        onDone(text.trim() === "" ? null : text.trim());
      }}
      onKeyDown={(event) => {
        if (event.key === "Enter") {
          event.currentTarget.blur();
        } else if (event.key === "Escape") {
          onDone(null);
        }
      }}
    />
  );
}
