import { Modal } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";

import { KeyCap } from "../shared/ui";
import styles from "./CommandPalette.module.css";
import { usePalette } from "./paletteStore";
import type { Entry } from "./usePaletteEntries";
import { usePaletteEntries } from "./usePaletteEntries";

/** One field that leads everywhere, opened by Ctrl+K. */
export function CommandPalette() {
  const { opened, open, close } = usePalette();
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
        event.preventDefault();
        // While the window waits to close nothing but that can be used.
        if (document.querySelector("[role='alertdialog']") === null) {
          open();
        }
      }
    };
    window.addEventListener("keydown", onKey);
    return () => {
      window.removeEventListener("keydown", onKey);
    };
  }, [open]);
  return (
    <Modal opened={opened} onClose={close} title="Find" classNames={{ header: "visually-hidden" }} withCloseButton={false} padding={0} size={560} yOffset={80} centered={false}>
      <Finder onDone={close} />
    </Modal>
  );
}

function Finder({ onDone }: { onDone: () => void }) {
  const [text, setText] = useState("");
  const [asked] = useDebouncedValue(text, 90);
  const [active, setActive] = useState(0);
  const entries = usePaletteEntries(text, asked);
  const current = Math.min(active, entries.length - 1);
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  }, [current]);

  const run = (entry: Entry | undefined) => {
    if (entry !== undefined) {
      onDone();
      entry.run();
    }
  };

  return (
    <div className={styles.finder}>
      <div className={styles.field}>
        <IconSearch size={18} stroke={1.6} aria-hidden />
        <input
          aria-label="Find"
          role="combobox"
          aria-expanded={entries.length > 0}
          aria-controls="finder-list"
          aria-activedescendant={entries[current] === undefined ? undefined : `finder-${entries[current].id}`}
          placeholder="Place, coordinates, order, scene, command"
          value={text}
          data-autofocus
          onChange={(event) => {
            setText(event.currentTarget.value);
            setActive(0);
          }}
          onKeyDown={(event) => {
            if (event.key === "ArrowDown" || event.key === "ArrowUp") {
              event.preventDefault();
              const step = event.key === "ArrowDown" ? 1 : -1;
              setActive(Math.max(0, Math.min(entries.length - 1, current + step)));
            } else if (event.key === "Enter") {
              event.preventDefault();
              run(entries[current]);
            }
          }}
        />
        <KeyCap>Esc</KeyCap>
      </div>
      {entries.length === 0 && text.trim() === asked.trim() && <p className={styles.nothing}>Nothing by that name. Coordinates work too: 38.71, -9.14</p>}
      <div id="finder-list" role={entries.length === 0 ? undefined : "listbox"} aria-label={entries.length === 0 ? undefined : "Found"} className={styles.list} ref={list}>
        {entries.map((entry, index) => (
          <Item
            key={entry.id}
            entry={entry}
            heading={entry.group === entries[index - 1]?.group ? null : entry.group}
            active={index === current}
            onPoint={() => {
              setActive(index);
            }}
            onRun={() => {
              run(entry);
            }}
          />
        ))}
      </div>
    </div>
  );
}

function Item({ entry, heading, active, onPoint, onRun }: { entry: Entry; heading: string | null; active: boolean; onPoint: () => void; onRun: () => void }) {
  const Icon = entry.icon;
  return (
    <>
      {heading !== null && (
        <div role="presentation" className={styles.heading}>
          {heading}
        </div>
      )}
      {/* The field above keeps the focus and the keys; options are only pointed at. */}
      {/* eslint-disable-next-line jsx-a11y/click-events-have-key-events */}
      <div id={`finder-${entry.id}`} role="option" tabIndex={-1} aria-selected={active} className={styles.item} onPointerMove={onPoint} onClick={onRun}>
        <Icon size={17} stroke={1.6} aria-hidden />
        <span>{entry.label}</span>
        <span className={styles.detail}>{entry.detail}</span>
        {entry.keys !== undefined && <KeyCap>{entry.keys}</KeyCap>}
      </div>
    </>
  );
}
