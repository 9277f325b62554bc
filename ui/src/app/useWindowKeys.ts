import { useEffect } from "react";

import { setPageScale } from "../ipc";
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
      const { step, setScale } = useTextScale.getState();
      const run = event.altKey ? ALT[event.key] : event.ctrlKey || event.metaKey ? { "+": () => { step(1); }, "=": () => { step(1); }, "-": () => { step(-1); }, "0": () => { setScale(1); } }[event.key] : undefined;
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

const ALT: Record<string, (() => void) | undefined> = {
  ArrowLeft: () => {
    window.history.back();
  },
  ArrowRight: () => {
    window.history.forward();
  },
};
