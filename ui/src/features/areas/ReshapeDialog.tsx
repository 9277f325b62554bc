import { Modal, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQueries } from "@tanstack/react-query";
import { useEffect, useState } from "react";

import { presentError } from "../../errors";
import type { Area, AreaReport } from "../../ipc";
import { parseLength } from "../../shared/format";
import { keys } from "../../shared/query";
import { Button, SkeletonRows } from "../../shared/ui";
import { mendEffect } from "./FaultList";
import styles from "./Reading.module.css";
import type { Reshaping } from "./reshapings";
import { OF_ONE, OF_SEVERAL, changes, growing } from "./reshapings";
import { useAreasView } from "./store";
import { sumOf } from "./useLiveReport";
import type { AreaActions } from "./useAreaActions";

/** Changes of whole shapes, each with what it would do before it is done. */
export function ReshapeDialog({ areas, actions }: { areas: readonly Area[]; actions: AreaActions }) {
  const { reshaping, reshape } = useAreasView();
  const chosen = areas.filter(({ id }) => reshaping?.includes(id));
  const close = () => {
    reshape(null);
  };
  const opened = chosen.length > 0;
  useEffect(() => {
    if (opened) {
      actions.settle();
    }
  }, [opened, actions]);
  return (
    <Modal opened={opened} onClose={close} title={chosen.length === 1 ? `Reshape ${chosen[0]?.name ?? ""}` : `Reshape ${String(chosen.length)} areas`} size={560}>
      <Ways
        areas={chosen}
        onTake={(name, reports) => {
          close();
          void actions.reshape(name, chosen, reports);
        }}
      />
    </Modal>
  );
}

const GROWTH = "what-growing-does";

type WaysProps = { areas: readonly Area[]; onTake: (name: string, reports: readonly AreaReport[]) => void };

function Ways({ areas, onTake }: WaysProps) {
  const [distance, setDistance] = useState("500 m");
  const [asked] = useDebouncedValue(distance, 250);
  const km = parseLength(asked);
  const reports = areas.map(({ report }) => report);
  const polygons = reports.map(({ polygon }) => polygon);
  const fixed = areas.length > 1 ? OF_SEVERAL : OF_ONE;
  const grow = km === null ? null : growing(Math.round(km * 1000));
  const ways = [...fixed, ...(grow === null ? [] : [grow])];
  const answers = useQueries({
    queries: ways.map((way) => ({ queryKey: keys.reshaped(way.id, polygons), queryFn: () => way.make(polygons), retry: false, staleTime: Infinity })),
  });
  const rows = ways.map((way, index) => ({ way, made: answers[index]?.data }));
  // What changes nothing, or can't be done with this shape, is no choice.
  const useful = rows.flatMap(({ way, made }) => (way !== grow && made !== undefined && changes(reports, made) ? [{ way, made }] : []));
  const growth = answers[ways.findIndex((way) => way === grow)];
  // What is typed at the moment is answered a little later; until then nothing is applied, least of all the length before.
  const current = distance === asked;
  const grown = current ? growth?.data : undefined;

  return (
    <div className={styles.dialog}>
      {answers.some(({ isPending }) => isPending) && useful.length === 0 && <SkeletonRows count={2} picture={false} label="Working out what each would do" />}
      <ul aria-label="Changes" className={styles.ways}>
        {useful.map(({ way, made }) => (
          <Way key={way.id} way={way} before={reports} after={made} onTake={onTake} />
        ))}
        <li className={styles.way}>
          <span>
            <strong>Grow by</strong>
            <TextInput
              size="xs"
              aria-label="Distance to grow by"
              value={distance}
              error={parseLength(distance) === null || (current && growth?.error != null)}
              aria-describedby={GROWTH}
              onChange={(event) => {
                setDistance(event.currentTarget.value);
              }}
            />
          </span>
          <span id={GROWTH} className={styles.figures} role="status">
            {grown !== undefined ? effect(reports, grown) : parseLength(distance) === null ? "a length like 500 m or 2 km" : !current || growth?.error == null ? "working out what it would do …" : (presentError(growth.error).reason ?? presentError(growth.error).title)}
          </span>
          <Button
            size="small"
            disabled={grown === undefined}
            onClick={() => {
              if (grown !== undefined) {
                onTake("Grow", grown);
              }
            }}
          >
            Apply
          </Button>
        </li>
      </ul>
      <p className={styles.figures}>Each of these can be undone.</p>
    </div>
  );
}

function Way({ way, before, after, onTake }: { way: Reshaping; before: readonly AreaReport[]; after: readonly AreaReport[]; onTake: WaysProps["onTake"] }) {
  return (
    <li className={styles.way}>
      <span>
        <strong>{way.name}</strong>
        <span className={styles.figures}>{way.about}</span>
      </span>
      <span className={styles.figures}>{effect(before, after)}</span>
      <Button
        size="small"
        aria-label={`Apply: ${way.name}`}
        onClick={() => {
          onTake(way.name, after);
        }}
      >
        Apply
      </Button>
    </li>
  );
}

function effect(before: readonly AreaReport[], after: readonly AreaReport[]): string {
  const [was, is] = [sumOf(before), sumOf(after)];
  return mendEffect(was.km2, was.vertices, { km2After: is.km2, verticesAfter: is.vertices, parts: after.length });
}
