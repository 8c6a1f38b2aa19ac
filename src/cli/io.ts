/** What a command may touch: injected, so that commands are tested without a terminal. */
export interface Io {
  /** The result, and nothing else. */
  readonly stdout: (text: string) => void;
  /** Progress, notes and errors. */
  readonly stderr: (text: string) => void;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly clock: () => number;
  /** Columns of the terminal on stdout; undefined when it is none. */
  readonly columns: number | undefined;
  readonly stderrIsTerminal: boolean;
  /**
   * Calls `stop` once, instead of ending, when somebody interrupts (Ctrl-C, or a runner that cancels). What it returns
   * takes that back. Absent: nobody can.
   */
  readonly onInterrupt?: (stop: () => void) => () => void;
}

/** Width of text that goes into a file or a pipe. */
const PLAIN_WIDTH = 100;
const MIN_WIDTH = 40;

/** Columns to wrap at. */
export function widthOf({ columns }: Io): number {
  return Math.max(MIN_WIDTH, columns ?? PLAIN_WIDTH);
}

/** Colour only on a terminal, and never against NO_COLOR (https://no-color.org) or TERM=dumb. */
export function useColor({ columns, environment }: Io): boolean {
  return columns !== undefined && (environment['NO_COLOR'] ?? '') === '' && environment['TERM'] !== 'dumb';
}
