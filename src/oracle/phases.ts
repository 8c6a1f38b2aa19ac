/** How long the phases of a run take, and who is told of them. */

/** Wall-clock time of each phase, in milliseconds. */
export class Phases {
  readonly times: Record<string, number> = {};
  private current: { readonly name: string; readonly since: number } | null = null;

  constructor(
    private readonly request: {
      readonly clock: () => number;
      readonly onPhase?: (phase: string) => void;
    },
  ) {}

  enter(name: string | null): void {
    const now = this.request.clock();
    if (this.current !== null) this.times[this.current.name] = now - this.current.since;
    this.current = name === null ? null : { name, since: now };
    if (name !== null) this.request.onPhase?.(name);
  }
}
