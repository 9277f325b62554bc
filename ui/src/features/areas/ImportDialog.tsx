import { Modal } from "@mantine/core";
import { useCallback, useState } from "react";

import { ipc } from "../../ipc";
import type { FileReading, ReadAnswers, ReadArea } from "../../ipc";
import { SmallMap } from "../../map";
import { formatCount } from "../../shared/format";
import { Button, ErrorNotice, Label } from "../../shared/ui";
import styles from "./Reading.module.css";
import { ReadingReview } from "./ReadingReview";
import { useAreasView } from "./store";
import type { AreaActions } from "./useAreaActions";

/** Files of which something has to be told or seen before their areas are kept. */
export function ImportDialog({ actions }: { actions: AreaActions }) {
  const { imported, showImport } = useAreasView();
  return imported === null ? null : (
    <Modal
      opened
      onClose={() => {
        showImport(null);
      }}
      title={imported.length === 1 ? `Areas of ${fileName(imported[0]?.path ?? "")}` : `Areas of ${String(imported.length)} files`}
      size={580}
    >
      <Import key={imported.map(({ path }) => path).join()} files={imported} actions={actions} />
    </Modal>
  );
}

const fileName = (path: string): string => path.split(/[\\/]/).at(-1) ?? path;

function Import({ files, actions }: { files: readonly FileReading[]; actions: AreaActions }) {
  const { showImport, replacing } = useAreasView();
  const again = replacing.length > 0;
  const [widened, setWidened] = useState<Readonly<Record<string, readonly ReadArea[]>>>({});
  const [answers, setAnswers] = useState<Readonly<Record<string, ReadAnswers>>>({});
  const [problem, setProblem] = useState<unknown>(null);
  const areas = files.flatMap(({ path, reading }) => [...reading.areas, ...(widened[path] ?? [])]);
  const open = files.some(({ reading }) => reading.question !== null);

  async function answer(path: string, given: ReadAnswers) {
    setProblem(null);
    setAnswers({ ...answers, [path]: given });
    try {
      const read = await ipc.readAreaFiles([path], given);
      showImport(files.map((file) => read.find((one) => one.path === file.path) ?? file), replacing);
    } catch (error) {
      setProblem(error);
    }
  }

  return (
    <div className={styles.dialog}>
      {files.length > 1 && areas.length > 0 && <SmallMap polygons={areas.map(({ report }) => report.polygon)} label="All areas, on a map" />}
      {files.map(({ path, reading }) => (
        <FileReview key={path} title={files.length > 1 ? fileName(path) : null} pictured={files.length === 1} path={path} reading={reading} answers={answers[path] ?? {}} asksSystem={again} onAnswer={answer} onWidened={setWidened} />
      ))}
      {problem !== null && <ErrorNotice error={problem} />}
      <div className={styles.actions}>
        <Button
          tone="quiet"
          onClick={() => {
            showImport(null);
          }}
        >
          Cancel
        </Button>
        <Button
          tone="primary"
          disabled={areas.length === 0 || open}
          onClick={() => {
            showImport(null);
            void actions.addRead(areas, replacing);
          }}
        >
          {areas.length > 1 ? `Use these ${formatCount(areas.length)} areas` : "Use this area"}
          {again && " instead"}
        </Button>
      </div>
    </div>
  );
}

type FileReviewProps = FileReading & {
  title: string | null;
  pictured: boolean;
  answers: ReadAnswers;
  asksSystem: boolean;
  onAnswer: (path: string, answers: ReadAnswers) => Promise<void>;
  onWidened: (change: (all: Readonly<Record<string, readonly ReadArea[]>>) => Record<string, readonly ReadArea[]>) => void;
};

function FileReview({ title, pictured, path, reading, answers, asksSystem, onAnswer, onWidened }: FileReviewProps) {
  const keep = useCallback(
    (areas: readonly ReadArea[]) => {
      onWidened((all) => ({ ...all, [path]: areas }));
    },
    [path, onWidened],
  );
  return (
    <div>
      {title !== null && <Label>{title}</Label>}
      <ReadingReview reading={reading} answers={answers} pictured={pictured} asksSystem={asksSystem} onAnswer={(given) => void onAnswer(path, given)} onWidened={keep} />
    </div>
  );
}
