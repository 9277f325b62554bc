import { Modal, Textarea } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { ipc } from "../../ipc";
import type { ReadAnswers, ReadArea } from "../../ipc";
import { formatCount } from "../../shared/format";
import { keys } from "../../shared/query";
import { Button, ErrorNotice } from "../../shared/ui";
import styles from "./Reading.module.css";
import { ReadingReview } from "./ReadingReview";
import { SetSystem } from "./SetSystem";
import { useAreasView } from "./store";
import type { AreaActions } from "./useAreaActions";

const FORMS = `POLYGON ((-9.15 38.70, -9.05 38.70, -9.05 38.80, -9.15 38.70))
38°46'N 9°05'W, one corner a line
-9.15, -9.05, 38.70, 38.80 [EPSG:4326]`;

/** Takes an area as text and shows what was understood before anything is kept. */
export function PasteDialog({ actions }: { actions: AreaActions }) {
  const { pasteOpen, closePaste } = useAreasView();
  return (
    <Modal opened={pasteOpen} onClose={closePaste} title="Paste or type an area" size={580}>
      <PasteForm actions={actions} />
    </Modal>
  );
}

function PasteForm({ actions }: { actions: AreaActions }) {
  const { pasteText, openPaste, closePaste } = useAreasView();
  const [text] = useDebouncedValue(pasteText.trim(), 150);
  const [told, setTold] = useState<{ text: string; answers: ReadAnswers }>({ text: "", answers: {} });
  const [widened, setWidened] = useState<readonly ReadArea[]>([]);
  // An answer is for the text it was given for.
  const answers = told.text === text ? told.answers : {};
  const read = useQuery({
    queryKey: keys.readText(text, answers),
    queryFn: () => ipc.readAreas(text, answers),
    enabled: text !== "",
    retry: false,
    placeholderData: keepPreviousData,
  });
  const reading = text === "" || read.error !== null ? undefined : read.data;
  const areas = reading === undefined ? [] : [...reading.areas, ...(reading.lines.length > 0 ? widened : [])];
  const answer = (given: ReadAnswers) => {
    setTold({ text, answers: given });
  };

  return (
    <div className={styles.dialog}>
      <Textarea
        label="GeoJSON, WKT, KML, or coordinates in any form"
        placeholder={FORMS}
        value={pasteText}
        rows={6}
        data-autofocus
        classNames={{ input: styles.text ?? "" }}
        onChange={(event) => {
          openPaste(event.currentTarget.value);
        }}
      />
      {text !== "" && read.error !== null && <ErrorNotice error={read.error} />}
      {text !== "" && read.error !== null && told.text === text && <SetSystem answers={answers} onAnswer={answer} />}
      {reading !== undefined && (
        <ReadingReview
          reading={reading}
          answers={answers}
          onAnswer={answer}
          onWidened={setWidened}
        />
      )}
      <div className={styles.actions}>
        <Button tone="quiet" onClick={closePaste}>
          Cancel
        </Button>
        <Button
          tone="primary"
          // What is typed at the moment is not read yet.
          disabled={areas.length === 0 || read.isPlaceholderData || pasteText.trim() !== text || reading?.question !== null}
          onClick={() => {
            closePaste();
            void actions.addRead(areas);
          }}
        >
          {areas.length > 1 ? `Use these ${formatCount(areas.length)} areas` : "Use this area"}
        </Button>
      </div>
    </div>
  );
}
