import { toErrorView, type Backend } from "./backend";

/** The error of every command that needs an open vault and finds it locked. */
const LOCKED = "session.locked";

/**
 * The same backend, which also reports that the vault turned out to be locked. The event of the shell says so too;
 * this is for the case that the event was missed, for example while the computer slept.
 */
export function watchLock(backend: Backend, onLocked: () => void): Backend {
  return new Proxy(backend, {
    get(target, name: keyof Backend) {
      const method = target[name] as (...given: unknown[]) => Promise<unknown>;
      return (...given: unknown[]) =>
        method.apply(target, given).catch((error: unknown) => {
          if (toErrorView(error).code === LOCKED) onLocked();
          throw error;
        });
    },
  });
}
