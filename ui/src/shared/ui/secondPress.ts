// A double click, or a key held or struck twice, is meant for what the first press found. Where that has turned meanwhile (Search is
// Cancel now, a menu lies under the pointer, “Not yet” stands where “Accept” was) the second press does nothing.

/** Within so long two strokes of a key belong together. The computer itself says which clicks do. */
export const STROKES_MS = 500;

const CONTROLS = 'a[href], button, summary, label, input[type="checkbox"], input[type="radio"], [role="button"], [role="menuitem"], [role="option"], [role="switch"], [role="tab"], [role="link"]';
const STATES = ["aria-pressed", "aria-expanded", "aria-checked", "aria-selected", "aria-current"] as const;

/** What pressing here would mean, in words that change when the meaning does; empty where nothing is pressed. */
function meaningOf(target: EventTarget | null): string {
  const control = target instanceof Element ? target.closest(CONTROLS) : null;
  if (control === null) {
    return "";
  }
  const input = control instanceof HTMLLabelElement ? control.control : control;
  const checked = input instanceof HTMLInputElement ? String(input.checked) : "";
  return [control.getAttribute("aria-label") ?? control.textContent, checked, ...STATES.map((state) => control.getAttribute(state) ?? "")].join("\n");
}

/** Ignores such second presses everywhere in a document; the returned function ends that. */
export function ignoreSecondPresses(page: Document): () => void {
  let first = "";
  let ignoring = false;
  /** Space presses when it is let go, which comes without a word of the stroke. */
  let ignoringKey = false;
  let struck: { key: string; meaning: string; at: number } | null = null;

  const stop = (event: Event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  const onDown = (event: MouseEvent) => {
    [struck, ignoringKey] = [null, false];
    const meaning = meaningOf(event.target);
    if (event.detail < 2) {
      first = meaning;
    }
    ignoring = event.detail > 1 && meaning !== first;
  };
  const onClick = (event: MouseEvent) => {
    if (event.detail > 1 ? ignoring : event.detail === 0 && ignoringKey) {
      stop(event);
    }
  };
  const onKey = (event: KeyboardEvent) => {
    const presses = event.key === "Enter" || event.key === " ";
    const meaning = presses ? meaningOf(event.target) : "";
    if (meaning === "") {
      [struck, ignoringKey] = [null, false];
      return;
    }
    const second = struck !== null && struck.key === event.key && event.timeStamp - struck.at < STROKES_MS;
    ignoringKey = event.repeat || (second && struck?.meaning !== meaning);
    if (ignoringKey) {
      stop(event);
      return;
    }
    struck = { key: event.key, meaning, at: event.timeStamp };
  };
  const held: [keyof DocumentEventMap, EventListener][] = [
    ["mousedown", onDown as EventListener],
    ["click", onClick as EventListener],
    ["keydown", onKey as EventListener],
  ];
  for (const [event, listener] of held) {
    page.addEventListener(event, listener, true);
  }
  return () => {
    for (const [event, listener] of held) {
      page.removeEventListener(event, listener, true);
    }
  };
}
