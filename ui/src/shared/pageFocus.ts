import { useEffect, useRef } from "react";

/** Gives the keyboard to the page that is shown. */
export function focusPage(): void {
  document.querySelector<HTMLElement>("main:not([inert])")?.focus({ preventScroll: true });
}

/** With another page, which `shown` names, the keyboard goes to it: what had it may be gone, or lies on a page that is not
 * shown. What still has it in the page that is shown keeps it. */
export function usePageFocus(shown: string): void {
  const before = useRef(shown);
  useEffect(() => {
    if (before.current !== shown) {
      before.current = shown;
      const held = document.activeElement;
      // A field of the new page may have taken it already.
      if (held === null || held === document.body || held.closest("main:not([inert]), [role='dialog'], [role='alertdialog']") === null) {
        focusPage();
      }
    }
  }, [shown]);
}
