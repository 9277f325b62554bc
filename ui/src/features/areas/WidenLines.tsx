import { TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";

import { ipc } from "../../ipc";
import type { ReadArea, ReadLine } from "../../ipc";
import { formatCount, parseLength } from "../../shared/format";
import { keys } from "../../shared/query";
import { ErrorNotice } from "../../shared/ui";
import styles from "./Reading.module.css";
import { AreaRows } from "./ReadingReview";

const START = "500 m";

/** Lines and points become areas by a distance; what comes of it is seen before it is taken over. */
export function WidenLines({ lines, pictured, onWidened }: { lines: readonly ReadLine[]; pictured: boolean; onWidened: (areas: readonly ReadArea[]) => void }) {
  const [text, setText] = useState(START);
  const [asked] = useDebouncedValue(text, 200);
  const km = parseLength(asked);
  const metres = km === null ? 0 : Math.round(km * 1000);
  const widened = useQuery({ queryKey: keys.widened(lines, metres), queryFn: () => ipc.bufferLines([...lines], metres), enabled: metres > 0, retry: false });
  const areas = widened.data;

  // While another distance is typed there is nothing to be taken over, least of all what the one before gave.
  const current = text === asked;
  useEffect(() => {
    onWidened(current ? (areas ?? []) : []);
  }, [current, areas, onWidened]);

  return (
    <section className={styles.question} aria-label="Lines and points">
      <strong>
        {kinds(lines)} {lines.length === 1 ? "becomes an area" : "become areas"} by a distance
      </strong>
      <TextInput
        size="xs"
        label="Distance to every side"
        className={styles.distance ?? ""}
        value={text}
        error={parseLength(text) === null ? "Needs a length like 500 m or 2 km" : null}
        onChange={(event) => {
          setText(event.currentTarget.value);
        }}
      />
      {widened.error !== null && <ErrorNotice error={widened.error} />}
      {areas !== undefined && <AreaRows areas={areas} label="Widened" pictured={pictured} />}
    </section>
  );
}

function kinds(lines: readonly ReadLine[]): string {
  const points = lines.filter(({ positions }) => positions.length === 1).length;
  const count = (number: number, one: string, many: string) => (number === 0 ? [] : [number === 1 ? `1 ${one}` : `${formatCount(number)} ${many}`]);
  return [...count(lines.length - points, "line", "lines"), ...count(points, "point", "points")].join(" and ");
}
