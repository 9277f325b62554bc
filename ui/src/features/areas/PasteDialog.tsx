import { Modal, Textarea } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";

import { ipc } from "../../ipc";
import { formatAreaExact, formatCount } from "../../shared/format";
import { keys } from "../../shared/query";
import { Button, ErrorNotice, StatePill } from "../../shared/ui";
import { UNANSWERED } from "./answers";
import styles from "./Areas.module.css";
import { useAreasView } from "./store";
import type { AreaActions } from "./useAreaActions";

const FORMS = `POLYGON ((-9.15 38.70, -9.05 38.70, -9.05 38.80, -9.15 38.70))
38°46'N 9°05'W, one corner a line
-9.15, 38.70, -9.05, 38.80`;

/** Takes an area as text and shows what was understood before anything is kept. */
export function PasteDialog({ actions }: { actions: AreaActions }) {
  const { pasteOpen, pasteText, openPaste, closePaste } = useAreasView();
  const [text] = useDebouncedValue(pasteText.trim(), 150);
  const read = useQuery({ queryKey: keys.readText(text), queryFn: () => ipc.readAreas(text, UNANSWERED), enabled: pasteOpen && text !== "", retry: false });
  const found = read.data?.areas ?? [];

  return (
    <Modal opened={pasteOpen} onClose={closePaste} title="Paste or type an area" size={560}>
      <div className={styles.paste}>
        <Textarea
          label="GeoJSON, WKT, or coordinates in decimal degrees or degrees, minutes, seconds"
          placeholder={FORMS}
          value={pasteText}
          rows={8}
          data-autofocus
          classNames={{ input: styles.pasteText ?? "" }}
          onChange={(event) => {
            openPaste(event.currentTarget.value);
          }}
        />
        {text !== "" && read.error !== null && <ErrorNotice error={read.error} />}
        {text !== "" && found.length > 0 && (
          <ul className={styles.found} aria-label="Understood">
            {found.map((one, index) => (
              <li key={index}>
                <span>{one.name ?? `Area ${String(index + 1)}`}</span>
                <span>
                  {formatAreaExact(one.report.km2)} · {formatCount(one.report.vertices)} vertices
                </span>
                <StatePill tone={one.report.orderable ? "ok" : "warn"}>
                  {one.report.orderable ? "orderable" : `${formatCount(one.report.faults.length)} to mend`}
                </StatePill>
              </li>
            ))}
          </ul>
        )}
        <div className={styles.dialogActions}>
          <Button tone="quiet" onClick={closePaste}>
            Cancel
          </Button>
          <Button
            tone="primary"
            disabled={text === "" || found.length === 0}
            onClick={() => {
              closePaste();
              void actions.addRead(found);
            }}
          >
            {found.length > 1 ? `Use these ${formatCount(found.length)} areas` : "Use this area"}
          </Button>
        </div>
      </div>
    </Modal>
  );
}
