/**
 * What is measured, and the loops that measure it. Each target gets loops of its own, compiled from their own source:
 * with one loop for all, V8 would see three callees at one place and slow down every one of them.
 */

/** Longer than V8 inlines (460 bytes of bytecode), so that the floor is a real call, as `checkL0` is. */
const PADDING = Array.from({ length: 60 }, (_, i) => `sum = (sum * ${i + 3} + state.kind) | 0;`).join('\n');

/** A call that does nothing with the same arguments: what no check can be faster than. */
export const floor = new Function('state', 'now', `if (now < 0) { let sum = 0; ${PADDING} return sum; } return 0;`);

/** Reads every number of a state. */
function touch(value) {
  if (typeof value === 'number') return value;
  if (typeof value !== 'object' || value === null) return 0;
  let sum = 0;
  for (const key in value) sum += touch(value[key]);
  return sum;
}

/**
 * @param {string} name makes the source unique
 * @param {(state: object, now: number) => unknown} target
 * @param {object[]} states
 * @param {number} now
 */
export function loopsOf(name, target, states, now) {
  const make = new Function(
    'target',
    'states',
    'now',
    'hrtime',
    'touch',
    `// ${name}
    const size = states.length;
    let at = 0;
    let kept = 0;
    return {
      /** Times of single calls in ns, the timer included, of states that the caches may have lost. */
      cold(into) {
        for (let i = 0; i < into.length; i += 1) {
          at = (at + 377) % size;
          const state = states[at];
          const start = hrtime();
          const result = target(state, now);
          const end = hrtime();
          kept = result;
          into[i] = Number(end - start);
        }
        return kept;
      },
      /** The same of states that somebody has just held, as the caller has who made one. */
      singles(into) {
        for (let i = 0; i < into.length; i += 1) {
          at = (at + 377) % size;
          const state = states[at];
          kept = touch(state);
          const start = hrtime();
          const result = target(state, now);
          const end = hrtime();
          kept = result;
          into[i] = Number(end - start);
        }
        return kept;
      },
      /** Time of one window of calls in ns. */
      window(calls) {
        let index = (at + 377) % size;
        let result = 0;
        const start = hrtime();
        for (let i = 0; i < calls; i += 1) {
          result = target(states[index], now);
          index += 1;
          if (index === size) index = 0;
        }
        const end = hrtime();
        kept = result;
        at = index;
        return Number(end - start);
      },
    };`,
  );
  return make(target, states, now, process.hrtime.bigint, touch);
}

let burnt = 0;

/** Burns about `ns` nanoseconds without allocating. What it computes is kept, or V8 would leave the loop out. */
export function burner(ns) {
  const burn = (rounds) => {
    let x = burnt | 1;
    for (let i = 0; i < rounds; i += 1) x = (Math.imul(x, 1664525) + 1013904223) | 0;
    burnt = x;
  };
  const rounds = 4000;
  const time = () => {
    const start = process.hrtime.bigint();
    burn(rounds);
    return Number(process.hrtime.bigint() - start);
  };
  // The fastest of many is what a round costs when nothing disturbs it.
  const fastest = Math.min(...Array.from({ length: 2000 }, time));
  const needed = Math.round((ns * rounds) / fastest);
  return () => burn(needed);
}
