// Holds the editor's state and tells its subscribers; the reducer alone decides what an event means.
import type { EditorEvent, EditorState } from "./reducer";
import { IDLE, reduce } from "./reducer";

/** Where the pointer is inside the map, in CSS pixels; null while it is elsewhere. */
export type Pixel = { x: number; y: number };

export class EditorSession {
  #state: EditorState = IDLE;
  #pixel: Pixel | null = null;
  readonly #subscribers = new Set<() => void>();

  get state(): EditorState {
    return this.#state;
  }

  get pixel(): Pixel | null {
    return this.#pixel;
  }

  /** True while pointer events belong to the editor and not to the scenes below. */
  get active(): boolean {
    return this.#state.mode !== "idle" && this.#state.mode !== "done";
  }

  readonly getState = (): EditorState => this.#state;
  readonly getPixel = (): Pixel | null => this.#pixel;

  readonly subscribe = (subscriber: () => void): (() => void) => {
    this.#subscribers.add(subscriber);
    return () => {
      this.#subscribers.delete(subscriber);
    };
  };

  dispatch(event: EditorEvent): void {
    const next = reduce(this.#state, event);
    if (next !== this.#state) {
      this.#state = next;
      this.#notify();
    }
  }

  movePixel(pixel: Pixel | null): void {
    this.#pixel = pixel;
    this.#notify();
  }

  #notify(): void {
    for (const subscriber of this.#subscribers) {
      subscriber();
    }
  }
}
