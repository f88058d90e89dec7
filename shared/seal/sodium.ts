/** The only place that sees libsodium. Nothing of this room may be called before `ready()` has resolved. */
import sodium from 'libsodium-wrappers-sumo';

/** Loads the WebAssembly; a program calls it once at its start, tests in `beforeAll`. */
export async function ready(): Promise<void> {
  await sodium.ready;
}

export { sodium };
