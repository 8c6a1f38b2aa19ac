/** Reading objects through one long-lived `git cat-file --batch` (git-cat-file(1), "Batch output"). */
import type { ChildProcess, ChildProcessWithoutNullStreams } from 'node:child_process';

interface ReadObject {
  readonly kind: 'object';
  readonly oid: string;
  readonly type: string;
  readonly bytes: Uint8Array;
}

export type GitObject =
  | ReadObject
  | { readonly kind: 'missing' }
  | { readonly kind: 'too-large'; readonly size: number }
  | { readonly kind: 'unreadable'; readonly detail: string };

interface Request {
  readonly spec: string;
  readonly maxBytes: number;
  readonly settle: (object: GitObject) => void;
}

interface Body {
  readonly oid: string;
  readonly type: string;
  readonly bytes: Uint8Array;
  filled: number;
}

const HEADER = /^([0-9a-f]{40,64}) (blob|tree|commit|tag) (\d{1,15})$/;
const MAX_HEADER = 8192;
const NEWLINE = 0x0a;
/** A process that dies this often without one answer in between is not tried again. */
const MAX_DEATHS = 3;

/**
 * Answers come in the order of the questions. An object over its budget is never read: the process that is about to
 * print it is ended, and the questions behind it go to a new one.
 */
export class ObjectReader {
  readonly #start: () => ChildProcessWithoutNullStreams;
  #child: ChildProcessWithoutNullStreams | null = null;
  #ended: Promise<void> = Promise.resolve();
  #queue: Request[] = [];
  #header = '';
  #body: Body | null = null;
  #deaths = 0;
  #closing = false;
  /** Reads that somebody waits for. */
  #readers = 0;
  /** By what was asked. */
  readonly #held = new Map<string, Promise<GitObject>>();
  /** By object id. */
  readonly #known = new Map<string, ReadObject>();

  /** @param start starts `git cat-file --batch` in the repository to read from */
  constructor(start: () => ChildProcessWithoutNullStreams) {
    this.#start = start;
  }

  /**
   * Read one object.
   *
   * @param spec an object id or a fixed revision such as `HEAD^{commit}`; never text from outside
   * @param maxBytes nothing larger is taken into memory
   */
  async read(spec: string, maxBytes: number): Promise<GitObject> {
    this.#readers += 1;
    try {
      const held = (await this.#held.get(spec)) ?? this.#knownAs(spec);
      return held?.kind === 'object' && held.bytes.length <= maxBytes ? held : await this.#ask(spec, maxBytes);
    } finally {
      this.#readers -= 1;
    }
  }

  async #ask(spec: string, maxBytes: number): Promise<GitObject> {
    const [asked] = this.#askAll([spec], maxBytes);
    return await (asked as Promise<GitObject>);
  }

  /** In one breath: a write is a call into the system. */
  #askAll(specs: readonly string[], maxBytes: number): Promise<GitObject>[] {
    this.#closing = false;
    const asked = specs.map((spec) => new Promise<GitObject>((settle) => this.#queue.push({ spec, maxBytes, settle })));
    if (this.#child === null) this.#spawn();
    else this.#child.stdin?.write(linesOf(specs));
    return asked;
  }

  /**
   * Ask for what will be read, all at once, and hold the answers: a later {@link read} of the same words, or of an object
   * that was among them, asks nothing. What there is none of, or too large, is asked again.
   *
   * @param specs as of {@link read}
   */
  hold(specs: readonly string[], maxBytes: number): void {
    this.#askAll(specs, maxBytes).forEach((asked, index) => {
      const held = asked.then((object) => {
        if (object.kind === 'object') this.#known.set(object.oid, object);
        return object;
      });
      this.#held.set(specs[index] ?? '', held);
    });
  }

  #knownAs(spec: string): ReadObject | undefined {
    const [id = '', peeled] = spec.split('^', 2);
    const known = this.#known.get(id);
    if (peeled === undefined || known?.type !== 'commit') return peeled === undefined ? known : undefined;
    return peeled === '{commit}' ? known : this.#known.get(peeled === '{tree}' ? (rootTreeOf(known.bytes) ?? '') : '');
  }

  /** End the process once what was asked is answered. A later {@link read} starts another. */
  async close(): Promise<void> {
    this.#closing = true;
    // What is left was asked ahead, and nobody wants to know any more.
    if (this.#readers === 0 && this.#queue.length > 0) this.#abandon();
    this.#endWhenIdle();
    await this.#ended;
  }

  #abandon(): void {
    const child = this.#child;
    this.#child = null;
    child?.kill('SIGKILL');
    child?.stdout?.destroy();
    child?.stderr?.destroy();
    const untaken = this.#queue;
    this.#queue = [];
    for (const { settle } of untaken) settle({ kind: 'unreadable', detail: 'it was not waited for' });
  }

  #endWhenIdle(): void {
    if (!this.#closing || this.#queue.length > 0) return;
    this.#child?.stdin?.end();
    this.#child = null;
  }

  #spawn(): void {
    const child = this.#start();
    this.#child = child;
    this.#header = '';
    this.#body = null;
    let stderr = '';
    // Without a file descriptor left there is no stream to speak to, and no `close` (nodejs.org/api/child_process.html).
    const {
      stdin,
      stdout: output,
      stderr: messages,
    } = child as Partial<Pick<ChildProcess, 'stdin' | 'stdout' | 'stderr'>>;
    this.#ended = new Promise((done) => {
      const gone = () => {
        this.#gone(child, stderr);
        done();
      };
      child.on('error', (error) => {
        stderr = error.message;
        if (!stdin) gone();
      });
      child.on('close', gone);
    });
    output?.on('data', (chunk: Buffer) => this.#take(child, chunk));
    messages?.on('data', (chunk: Buffer) => {
      stderr = (stderr + chunk.toString('latin1')).slice(-2000);
    });
    stdin?.write(linesOf(this.#queue.map(({ spec }) => spec)));
  }

  /** The process ended. Whatever it was asked last broke it: that one fails, the rest is asked again. */
  #gone(child: ChildProcessWithoutNullStreams, stderr: string): void {
    if (this.#child !== child) return;
    this.#child = null;
    if (this.#queue.length === 0) return;
    const detail = stderr.trim().split('\n').at(-1)?.slice(0, 200) || 'git cat-file ended early';
    this.#deaths += 1;
    const failed = this.#deaths >= MAX_DEATHS ? this.#queue : this.#queue.slice(0, 1);
    this.#queue = this.#queue.slice(failed.length);
    for (const request of failed) request.settle({ kind: 'unreadable', detail });
    if (this.#queue.length > 0) this.#spawn();
  }

  #take(child: ChildProcessWithoutNullStreams, chunk: Buffer): void {
    let at = 0;
    while (at < chunk.length) {
      if (this.#body !== null) {
        at = this.#fill(this.#body, chunk, at);
        continue;
      }
      const end = chunk.indexOf(NEWLINE, at);
      this.#header += chunk.toString('latin1', at, end === -1 ? chunk.length : end);
      if (end === -1 && this.#header.length <= MAX_HEADER) return;
      at = end + 1;
      const header = this.#header;
      this.#header = '';
      if (!this.#begin(header)) {
        // A new process asks for the rest; nothing more of this one is believed.
        child.stdout.removeAllListeners('data');
        child.stdout.resume();
        child.kill('SIGKILL');
        this.#child = null;
        if (this.#queue.length > 0) this.#spawn();
        return;
      }
    }
  }

  /** @returns false when the process is of no use any more */
  #begin(header: string): boolean {
    const match = HEADER.exec(header);
    if (match !== null) {
      const [, oid = '', type = '', digits = '0'] = match;
      const size = Number(digits);
      if (size > (this.#queue[0]?.maxBytes ?? 0)) {
        this.#settle({ kind: 'too-large', size });
        return false;
      }
      this.#body = { oid, type, bytes: new Uint8Array(size), filled: 0 };
      return true;
    }
    if (/ (?:missing|ambiguous)$/.test(header)) {
      this.#settle({ kind: 'missing' });
      return true;
    }
    this.#settle({ kind: 'unreadable', detail: 'git cat-file gave an answer of an unknown form' });
    return false;
  }

  /** Copy what belongs to the object; the line feed that closes it is swallowed. */
  #fill(body: Body, chunk: Buffer, at: number): number {
    const wanted = body.bytes.length - body.filled;
    const end = Math.min(at + wanted, chunk.length);
    body.bytes.set(chunk.subarray(at, end), body.filled);
    body.filled += end - at;
    if (body.filled < body.bytes.length || end === chunk.length) return end;
    this.#body = null;
    this.#settle({ kind: 'object', oid: body.oid, type: body.type, bytes: body.bytes });
    return end + 1;
  }

  #settle(object: GitObject): void {
    this.#deaths = 0;
    this.#queue.shift()?.settle(object);
    this.#endWhenIdle();
  }
}

function linesOf(specs: readonly string[]): string {
  return specs.map((spec) => `${spec}\n`).join('');
}

/** Parents of a raw commit object, in order. In a shallow clone `HEAD^1` does not resolve, this does. */
export function parentsOf(commit: Uint8Array): string[] {
  const text = Buffer.from(commit.buffer, commit.byteOffset, commit.byteLength).toString('latin1');
  const end = text.indexOf('\n\n');
  return [...text.slice(0, end === -1 ? text.length : end).matchAll(/^parent ([0-9a-f]{40,64})$/gm)].map(
    (match) => match[1] ?? '',
  );
}

/** The root tree of a raw commit object: its first line. null where the bytes have another form. */
export function rootTreeOf(commit: Uint8Array): string | null {
  const text = Buffer.from(commit.buffer, commit.byteOffset, Math.min(commit.byteLength, 80)).toString('latin1');
  return /^tree ([0-9a-f]{40}|[0-9a-f]{64})\n/.exec(text)?.[1] ?? null;
}
