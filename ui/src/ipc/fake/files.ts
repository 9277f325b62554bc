// Files dropped on a plain browser window, in place of those the shell reports by their paths.
import type { FileDrag } from "../transport";

/** What was dropped, by the name that stands for its path. */
export const dropped = new Map<string, string>();

export function onFileDrag(handler: (drag: FileDrag) => void): Promise<() => void> {
  const over = (event: DragEvent) => {
    event.preventDefault();
    handler({ kind: "over" });
  };
  const leave = (event: DragEvent) => {
    if (event.relatedTarget === null) {
      handler({ kind: "leave" });
    }
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    const files = [...(event.dataTransfer?.files ?? [])];
    void Promise.all(files.map(async (file) => dropped.set(file.name, await file.text()))).then(() => {
      handler({ kind: "drop", paths: files.map(({ name }) => name) });
    });
  };
  window.addEventListener("dragover", over);
  window.addEventListener("dragleave", leave);
  window.addEventListener("drop", drop);
  return Promise.resolve(() => {
    window.removeEventListener("dragover", over);
    window.removeEventListener("dragleave", leave);
    window.removeEventListener("drop", drop);
  });
}
