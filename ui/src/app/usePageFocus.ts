import { useEffect, useRef } from "react";

/** Gives the keyboard to the page that is shown. */
export function focusPage(): void {
  document.querySelector<HTMLElement>("main:not([inert])")?.focus({ preventScroll: true });
}

/** With another page the keyboard goes to it: what had it may be gone, or lies on a page that is not shown. */
export function usePageFocus(location: string): void {
  const before = useRef(location);
  useEffect(() => {
    if (before.current !== location) {
      before.current = location;
      const held = document.activeElement;
      // A field of the new page may have taken it already.
      if (held === null || held === document.body || held.closest("main:not([inert]), [role='dialog']") === null) {
        focusPage();
      }
    }
  }, [location]);
}
