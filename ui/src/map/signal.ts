/** Something that happens again and again, and who wants to be told. */
export class Signal<T = void> {
  readonly #watchers = new Set<(value: T) => void>();

  /** Calls back each time; the returned function ends that. */
  readonly watch = (callback: (value: T) => void): (() => void) => {
    this.#watchers.add(callback);
    return () => {
      this.#watchers.delete(callback);
    };
  };

  tell(value: T): void {
    for (const watcher of this.#watchers) {
      watcher(value);
    }
  }
}
