// Everything that has a key, for the palette: what it finds is done by pressing that key, so the two can't differ.
import { isCovered } from "../shared/keyboard";
import type { PlacePath } from "./places";

/** `press` is what the keyboard would send; without a page it works on every one. */
export type Command = { label: string; keys: string; page?: PlacePath; press: KeyboardEventInit };

const control = (key: string): KeyboardEventInit => ({ key, ctrlKey: true });

export const COMMANDS: readonly Command[] = [
  { label: "Draw a polygon", keys: "P", page: "/area", press: { key: "p" } },
  { label: "Draw a box", keys: "B", page: "/area", press: { key: "b" } },
  { label: "Draw a box at an angle", keys: "A", page: "/area", press: { key: "a" } },
  { label: "Draw a circle", keys: "C", page: "/area", press: { key: "c" } },
  { label: "Draw freehand", keys: "F", page: "/area", press: { key: "f" } },
  { label: "Take this view as an area", keys: "V", page: "/area", press: { key: "v" } },
  { label: "Open a file of areas", keys: "Ctrl O", page: "/area", press: control("o") },
  { label: "Edit the shape of the area", keys: "E", page: "/area", press: { key: "e" } },
  { label: "Rename the area", keys: "F2", page: "/area", press: { key: "F2" } },
  { label: "Undo the last change of an area", keys: "Ctrl Z", page: "/area", press: control("z") },
  { label: "Redo the change of an area", keys: "Ctrl Y", page: "/area", press: control("y") },
  { label: "Search the archive", keys: "Ctrl ↵", page: "/archive", press: control("Enter") },
  { label: "Put the scene into the basket, or take it out", keys: "B", page: "/archive", press: { key: "b" } },
  { label: "Keep or drop the scene", keys: "Space", page: "/archive", press: { key: " " } },
  { label: "Next scene", keys: "↓", page: "/archive", press: { key: "ArrowDown" } },
  { label: "Scene before", keys: "↑", page: "/archive", press: { key: "ArrowUp" } },
  { label: "Show the whole scene on the map", keys: "Z", page: "/archive", press: { key: "z" } },
  { label: "Show or hide the picture", keys: "O", page: "/archive", press: { key: "o" } },
  { label: "Flicker between the last two pictures", keys: "Q", page: "/archive", press: { key: "q" } },
  { label: "Show the details of the scene", keys: "↵", page: "/archive", press: { key: "Enter" } },
  { label: "Back to the page before", keys: "Alt ←", press: { key: "ArrowLeft", altKey: true } },
  { label: "Forward to the next page", keys: "Alt →", press: { key: "ArrowRight", altKey: true } },
  { label: "Larger text", keys: "Ctrl +", press: control("+") },
  { label: "Smaller text", keys: "Ctrl −", press: control("-") },
  { label: "Text at its plain size", keys: "Ctrl 0", press: control("0") },
];

/** Frames to wait for a dialog to be gone: it owns the keys for as long as it is there. */
const PATIENCE = 120;

/** Presses the key of a command, once the palette is gone. */
export function press(command: Command): void {
  let left = PATIENCE;
  const attempt = () => {
    left -= 1;
    if (isCovered() && left > 0) {
      requestAnimationFrame(attempt);
    } else {
      // From the page, as nothing in it is meant: a button that has the focus would be pressed by Enter itself.
      document.body.dispatchEvent(new KeyboardEvent("keydown", { ...command.press, bubbles: true, cancelable: true }));
    }
  };
  requestAnimationFrame(attempt);
}
