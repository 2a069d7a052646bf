/** The shell is told of activity at most this often. */
const TOUCH_EVERY_MS = 15_000;
/** How often the time to lock is drawn again. */
const TICK_MS = 10_000;

/** Time to lock. The shell decides and locks; the window only reports activity and shows the time. */
export class IdleClock {
  minutesLeft = $state(0);
  #limit: number;
  #touch: () => void;
  /** The last time that the shell was told: its clock runs from here, so the time shown does too. */
  #told = Date.now();

  constructor(limitMinutes: number, touch: () => void) {
    this.#limit = limitMinutes;
    this.#touch = touch;
    this.minutesLeft = limitMinutes;
  }

  /** A person did something. */
  active(): void {
    const now = Date.now();
    if (now - this.#told < TOUCH_EVERY_MS) return;
    this.#told = now;
    this.#touch();
    this.#draw();
  }

  start(): () => void {
    const timer = setInterval(() => this.#draw(), TICK_MS);
    return () => clearInterval(timer);
  }

  #draw(): void {
    const gone = Math.floor((Date.now() - this.#told) / 60_000);
    this.minutesLeft = Math.max(0, this.#limit - gone);
  }
}
