// Which pictures somebody looks at. One that is on its way when the last of them has gone is given up in the back end too,
// so that the pictures now in view need not queue behind those that were scrolled past.
import { ipc } from "../../ipc";

/** Long enough for a row that is drawn anew to ask for its picture again. */
const GRACE_MS = 60;

const wanted = new Map<string, number>();
const arrived = new Set<string>();
const left = new Set<string>();
const givenUp = new Set<string>();
let timer: ReturnType<typeof setTimeout> | undefined;

/** Says that somebody waits for a picture, named as the back end serves it; the returned function ends that. */
export function wantPicture(name: string): () => void {
  wanted.set(name, (wanted.get(name) ?? 0) + 1);
  left.delete(name);
  return () => {
    const others = (wanted.get(name) ?? 1) - 1;
    if (others > 0) {
      wanted.set(name, others);
      return;
    }
    wanted.delete(name);
    if (!arrived.has(name)) {
      left.add(name);
      timer ??= setTimeout(giveUp, GRACE_MS);
    }
  };
}

function giveUp(): void {
  timer = undefined;
  const names = [...left];
  left.clear();
  if (names.length > 0) {
    for (const name of names) {
      givenUp.add(name);
    }
    // Where that can't be said, they are fetched to their end.
    ipc.giveUpPictures(names).catch(() => undefined);
  }
}

/** Says that a picture is here, or that there is none. */
export function pictureArrived(name: string): void {
  arrived.add(name);
  givenUp.delete(name);
}

/** Whether a picture failed only because it had been given up a moment before; asked once, it is to be fetched again. */
export function wasGivenUp(name: string): boolean {
  return givenUp.delete(name);
}
