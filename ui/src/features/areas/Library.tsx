import { Modal, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { ipc } from "../../ipc";
import type { Area } from "../../ipc";
import { formatCount } from "../../shared/format";
import { keys } from "../../shared/query";
import { Button, EmptyState, ErrorNotice, MiddleEllipsis, SkeletonRows, StatePill } from "../../shared/ui";
import styles from "./Reading.module.css";
import { clearKm2, formatSize } from "./size";
import { useAreasHabits, useAreasView } from "./store";
import type { AreaActions } from "./useAreaActions";

/** Every area that was ever kept, by its name: those in the list and those in the library only. */
export function Library({ actions }: { actions: AreaActions }) {
  const { libraryOpen, openLibrary } = useAreasView();
  return (
    <Modal
      opened={libraryOpen}
      onClose={() => {
        openLibrary(false);
      }}
      title="Library"
      size={580}
    >
      <Shelf actions={actions} />
    </Modal>
  );
}

function Shelf({ actions }: { actions: AreaActions }) {
  const [text, setText] = useState("");
  const [asked] = useDebouncedValue(text.trim(), 120);
  const found = useQuery({ queryKey: keys.library(asked), queryFn: () => ipc.findAreas(asked), placeholderData: keepPreviousData });
  return (
    <div className={styles.library}>
      <TextInput
        aria-label="Search the library"
        placeholder="Name of an area"
        leftSection={<IconSearch size={16} stroke={1.6} aria-hidden />}
        value={text}
        data-autofocus
        onChange={(event) => {
          setText(event.currentTarget.value);
        }}
      />
      {found.error !== null && <ErrorNotice error={found.error} onRetry={() => void found.refetch()} />}
      {found.data === undefined && found.error === null && <SkeletonRows count={4} picture={false} />}
      {found.data?.length === 0 && (
        <EmptyState title={asked === "" ? "No area is kept yet" : `No area is called “${asked}”`}>
          {asked === "" ? "Every area you draw or import is kept here." : "Part of the name is enough; capitals and accents do not matter."}
        </EmptyState>
      )}
      <ul className={styles.shelf} aria-label="Kept areas">
        {found.data?.map((area) => <Kept key={area.id} area={area} actions={actions} />)}
      </ul>
    </div>
  );
}

function Kept({ area, actions }: { area: Area; actions: AreaActions }) {
  const { putAway, store } = useAreasHabits();
  const openLibrary = useAreasView((state) => state.openLibrary);
  const away = putAway.includes(area.id);
  return (
    <li>
      <MiddleEllipsis text={area.name} />
      <span className={styles.figures}>
        {formatSize(clearKm2(area.report))} · {formatCount(area.report.vertices)} vertices
      </span>
      <StatePill tone={away ? "plain" : "info"}>{away ? "in the library only" : "in the list"}</StatePill>
      {away ? (
        <Button
          size="small"
          aria-label={`Bring back ${area.name}`}
          onClick={() => {
            openLibrary(false);
            actions.choose(area, true);
          }}
        >
          Bring back
        </Button>
      ) : (
        <Button
          size="small"
          tone="quiet"
          aria-label={`Move to library: ${area.name}`}
          onClick={() => {
            store([area.id], true);
          }}
        >
          Move to library
        </Button>
      )}
    </li>
  );
}
