// What can be done, for the palette. What it finds is done by pressing the key of it, or the button on its page, so that the two can't
// differ: what is greyed there is refused here too.
import { notifications } from "@mantine/notifications";

import { useConnectDialog } from "../features/connection";
import { isCovered } from "../shared/keyboard";
import type { PlacePath } from "./places";

/** `press` is what the keyboard would send, `buttons` are the names of what is pressed one after the other; without a page it works on every
 * one. */
export type Command = { label: string; keys?: string; page?: PlacePath } & ({ press: KeyboardEventInit } | { buttons: readonly string[] } | { run: () => void });

const RESULTS = "More for these results";

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
  { label: "Paste or type an area", page: "/area", buttons: ["Paste.*"] },
  { label: "Reshape the area: simplify, grow, hull", page: "/area", buttons: ["More for .+", "Reshape…"] },
  { label: "Merge the picked areas", page: "/area", buttons: ["Merge…"] },
  { label: "Export the areas", page: "/area", buttons: ["Export"] },
  { label: "Library of areas", page: "/area", buttons: ["Library"] },
  { label: "Fetch what is new since the search", page: "/archive", buttons: [RESULTS, "Fetch what is new"] },
  { label: "Save this search", page: "/archive", buttons: [RESULTS, "Save this search …"] },
  { label: "Open another search", page: "/archive", buttons: [RESULTS, "Open another search …"] },
  { label: "Export the scenes", page: "/archive", buttons: [RESULTS, "Export …"] },
  { label: "Price the basket", page: "/basket", buttons: ["Price|Price again"] },
  { label: "Review the order", page: "/basket", buttons: ["Review order|Order directly"] },
  { label: "Ask for a quotation", page: "/basket", buttons: ["Ask for quotation"] },
  { label: "Refresh the orders", page: "/orders", buttons: ["Refresh"] },
  { label: "Ask the vendor for orders", page: "/orders", buttons: ["Ask the vendor…"] },
  { label: "Refresh the deliveries", page: "/deliveries", buttons: ["Refresh"] },
  { label: "Run the connection doctor", page: "/settings", buttons: ["Check now|Check again"] },
  { label: "Theme: light", page: "/settings", buttons: ["Light"] },
  { label: "Theme: dark", page: "/settings", buttons: ["Dark"] },
  { label: "Theme: that of the system", page: "/settings", buttons: ["As the system"] },
  {
    label: "Connect an account",
    run: () => {
      useConnectDialog.getState().open();
    },
  },
  { label: "Back to the page before", keys: "Alt ←", press: { key: "ArrowLeft", altKey: true } },
  { label: "Forward to the next page", keys: "Alt →", press: { key: "ArrowRight", altKey: true } },
  { label: "Larger text", keys: "Ctrl +", press: control("+") },
  { label: "Smaller text", keys: "Ctrl −", press: control("-") },
  { label: "Text at its plain size", keys: "Ctrl 0", press: control("0") },
];

/** Frames to wait for a dialog to be gone, which owns the keys for as long as it is there, and for a page to be drawn. */
const PATIENCE = 120;

/** Does a command, once the palette is gone and its page is there. */
export function perform(command: Command): void {
  if ("run" in command) {
    whenUncovered(command.run);
  } else if ("press" in command) {
    whenUncovered(() => {
      // From the page, as nothing in it is meant: a button that has the focus would be pressed by Enter itself.
      document.body.dispatchEvent(new KeyboardEvent("keydown", { ...command.press, bubbles: true, cancelable: true }));
    });
  } else {
    whenUncovered(() => {
      pressButtons(command.label, command.buttons);
    });
  }
}

function whenUncovered(work: () => void): void {
  let left = PATIENCE;
  const attempt = () => {
    left -= 1;
    if (isCovered() && left > 0) {
      requestAnimationFrame(attempt);
    } else {
      work();
    }
  };
  requestAnimationFrame(attempt);
}

function pressButtons(label: string, [name, ...rest]: readonly string[]): void {
  if (name === undefined) {
    return;
  }
  let left = PATIENCE;
  const attempt = () => {
    left -= 1;
    const [first, ...others] = controlsNamed(name);
    if (first === undefined && left > 0) {
      requestAnimationFrame(attempt);
    } else if (first === undefined) {
      notifications.show({ message: `“${label}” can’t be done at the moment: this page has nothing to do it with.` });
    } else if (others.length > 0 && rest.length === 0) {
      // Which of them is meant is for a person to say.
      first.focus();
    } else {
      first.focus();
      first.click();
      pressButtons(label, rest);
    }
  };
  requestAnimationFrame(attempt);
}

/** What can be pressed on the page that is shown and has one of these names. Of a list of areas the chosen one counts alone. */
function controlsNamed(pattern: string): HTMLElement[] {
  const whole = new RegExp(`^(?:${pattern})$`, "u");
  const all = [...document.querySelectorAll<HTMLElement>("main:not([inert]) :is(button, input[type=radio]), [role=menu] [role=menuitem]")];
  const named = all.filter((control) => whole.test(nameOf(control)) && !control.matches(":disabled, [data-disabled], [aria-disabled=true]"));
  const chosen = named.filter((control) => control.closest("[data-chosen=true]") !== null);
  return chosen.length > 0 ? chosen.slice(0, 1) : named;
}

function nameOf(control: HTMLElement): string {
  const labelled = control instanceof HTMLInputElement ? control.labels?.[0]?.textContent : null;
  return (control.getAttribute("aria-label") ?? labelled ?? control.textContent).trim();
}
