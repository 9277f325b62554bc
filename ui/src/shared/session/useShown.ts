import { useEffect, useRef, type RefObject } from "react";

/** Whether the part that calls this is still on the page; an answer that comes late asks before it moves anything. */
export function useShown(): RefObject<boolean> {
  const shown = useRef(true);
  useEffect(() => {
    shown.current = true;
    return () => {
      shown.current = false;
    };
  }, []);
  return shown;
}
