export const SEALED_TEXT = '[sealed]';

/**
 * A value that never shows itself: logs, errors, JSON and the inspector print `[sealed]`. The one way in is
 * `reveal()`, which makes every use of a secret easy to find.
 */
export class Secret<T> {
  readonly #value: T;

  constructor(value: T) {
    this.#value = value;
  }

  reveal(): T {
    return this.#value;
  }

  toString(): string {
    return SEALED_TEXT;
  }

  toJSON(): string {
    return SEALED_TEXT;
  }

  static {
    // A method of that symbol's name cannot be declared under isolatedDeclarations.
    const print = { value: (): string => SEALED_TEXT };
    Object.defineProperty(Secret.prototype, Symbol.for('nodejs.util.inspect.custom'), print);
  }
}
