/** Whether keys go into a field, so that shortcuts stay silent. */
export function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName)) && !isRange(target);
}

/** Whether a dialog or menu is open, or the window waits to close: that then owns the keys. */
export function isCovered(): boolean {
  return document.querySelector('[role="dialog"], [role="alertdialog"], [role="menu"]') !== null;
}

function isRange(target: HTMLElement): boolean {
  return target instanceof HTMLInputElement && (target.type === "range" || target.type === "checkbox" || target.type === "radio");
}
