import { Modal } from "@mantine/core";

import type { SceneRow } from "../../ipc";
import { formatShare } from "../../shared/format";
import { Button, DialogActions } from "../../shared/ui";
import { namesInWords, useArchive, useChosenAreas, useSearch } from "../archive";
import styles from "./AddDialog.module.css";
import { useAddQuestion } from "./addQuestion";
import { useBasketStanding } from "./useBasketStanding";
import { useScene } from "./useScene";
import { sceneName, useSceneActions } from "./useSceneActions";

/** Asks which area a scene is to be bought for, where that is not plain. */
export function AddDialog() {
  const { question, ask } = useAddQuestion();
  const close = () => {
    ask(null);
  };
  const title = question === null ? "" : question.kind === "areas" ? "For which area?" : question.staleness === "areas" ? "Found for another area" : "The area changed since the search";
  return (
    <Modal opened={question !== null} onClose={close} title={title} size={560} closeButtonProps={{ "aria-label": "Close" }}>
      {question?.kind === "stale" && <Stale row={question.row} staleness={question.staleness} onClose={close} />}
      {question?.kind === "areas" && <Areas rowId={question.rowId} onClose={close} />}
    </Modal>
  );
}

function Stale({ row, staleness, onClose }: { row: SceneRow; staleness: "areas" | "outline"; onClose: () => void }) {
  const searched = useArchive((state) => state.searched);
  const wanted = namesInWords(useChosenAreas().map(({ name }) => name));
  const { run, possible } = useSearch();
  const { addHere } = useSceneActions();
  const listed = namesInWords(searched?.areas.map(({ name }) => name) ?? []);
  return (
    <div className={styles.dialog}>
      {staleness === "areas" ? (
        <p>
          The list was searched over <strong>{listed}</strong>; you have chosen <strong>{wanted}</strong> since. {sceneName(row)} would go into the basket for {listed}, not for {wanted}.
        </p>
      ) : (
        <p>
          <strong>{listed}</strong> has another outline than when it was searched. The basket takes the outline of now; what this scene covers of it and costs may be other than the list says.
        </p>
      )}
      <DialogActions>
        <Button onClick={onClose}>Cancel</Button>
        <Button
          onClick={() => {
            onClose();
            void addHere(row);
          }}
        >
          {staleness === "areas" ? `Add it for ${listed}` : "Add it over the new outline"}
        </Button>
        <Button
          tone="primary"
          disabled={!possible}
          onClick={() => {
            onClose();
            void run();
          }}
        >
          {staleness === "areas" ? `Search over ${wanted}` : "Search again"}
        </Button>
      </DialogActions>
    </div>
  );
}

function Areas({ rowId, onClose }: { rowId: string; onClose: () => void }) {
  const row = useScene(rowId).data?.row;
  const standingOf = useBasketStanding();
  const { addFor, remove } = useSceneActions();
  if (row === undefined) {
    return null;
  }
  return (
    <div className={styles.dialog}>
      <p>{sceneName(row)} shows several of your areas. It is bought for each by itself.</p>
      <ul className={styles.areas}>
        {standingOf(row).served.map(({ id, name, share, itemId, reference }) => (
          <li key={id}>
            <span className={styles.area}>
              <strong>{name}</strong>
              <span>
                covers {formatShare(share)}
                {reference !== null ? ` · being ordered as ${reference}` : itemId !== null && " · in the basket"}
              </span>
            </span>
            {reference !== null ? null : itemId === null ? (
              <Button size="small" aria-label={`Add for ${name}`} onClick={() => void addFor(row, id)}>
                Add
              </Button>
            ) : (
              <Button size="small" tone="quiet" aria-label={`Take out for ${name}`} onClick={() => void remove(itemId)}>
                Take out
              </Button>
            )}
          </li>
        ))}
      </ul>
      <DialogActions>
        <Button tone="primary" onClick={onClose}>
          Done
        </Button>
      </DialogActions>
    </div>
  );
}
