import { useEffect } from "react";

import { setPageScale } from "../ipc";
import { isCovered, isTyping } from "../shared/keyboard";
import { useTextScale } from "../shared/session";

/** Draws the page in the size that was chosen. */
export function usePageScale(): void {
  const scale = useTextScale((state) => state.scale);
  useEffect(() => {
    void setPageScale(scale);
  }, [scale]);
}

/** Keys that every window has: back and forward, larger and smaller text. */
export function useWindowKeys(): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const run = turnOf(event) ?? sizeOf(event);
      if (run !== undefined && !event.defaultPrevented) {
        event.preventDefault();
        run();
      }
    };
    window.addEventListener("keydown", onKey);
    return () => {
      window.removeEventListener("keydown", onKey);
    };
  }, []);
}

const back = () => {
  window.history.back();
};
const forward = () => {
  window.history.forward();
};

/** Back or forward, where that is meant. In a field the same keys move by a word, and what was typed would be lost; behind
 * a dialog the page can't be seen to change. */
function turnOf(event: KeyboardEvent): (() => void) | undefined {
  if (isTyping(event.target) || isCovered()) {
    return undefined;
  }
  if (event.ctrlKey || event.shiftKey || event.altKey === event.metaKey) {
    return undefined;
  }
  // The second pair is that of macOS.
  return event.altKey ? { ArrowLeft: back, ArrowRight: forward }[event.key] : { "[": back, "]": forward }[event.key];
}

function sizeOf(event: KeyboardEvent): (() => void) | undefined {
  if (event.altKey || !(event.ctrlKey || event.metaKey)) {
    return undefined;
  }
  const { step, setScale } = useTextScale.getState();
  const larger = () => {
    step(1);
  };
  const smaller = () => {
    step(-1);
  };
  const normal = () => {
    setScale(1);
  };
  return { "+": larger, "=": larger, "-": smaller, "0": normal }[event.key];
}
