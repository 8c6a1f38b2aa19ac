/** Which values of a matrix are versions: texts that the next upgrade replaces. */

/** `ubuntu-22.04`, `macos-14-xlarge`; `ubuntu-latest` never changes. */
const IMAGE = /^(?:ubuntu|macos|windows|debian|fedora|alpine|rockylinux|almalinux)[-:]\d[\w.-]*$/i;
/** `3.10`, `18.x`, `v1.75.0`, `3.14-dev`, `>=1.21`. */
const DOTTED = /^[~^]?v?\d{1,4}\.(?:\d{1,6}|x)(?:\.(?:\d{1,6}|x))*(?:[-+.]?[a-z][\w.]{0,20})?$/i;
/** `py310`, `jdk-17`, `node18`, `pg16`. */
const TOOLED =
  /^(?:py|pypy|python|node|nodejs|jdk|java|openjdk|temurin|go|golang|ruby|php|pg|postgres|postgresql|mysql|mariadb|mongo|mongodb|redis|scala|spark|django|rails|dotnet|net|gcc|clang|llvm|k8s)[-_ :]?v?\d+(?:[._]\d+)*$/i;
/** `18` is a version only under a key that says so. */
const NUMBER = /^\d{1,4}(?:-ea)?$/;
const KEY =
  /version|^(?:python|py|node|nodejs|java|jdk|go|golang|ruby|php|dotnet|scala|spark|postgres|postgresql|pg|mysql|mariadb|mongo|mongodb|redis|kafka|elasticsearch|k8s|kubernetes|rust|gcc|clang|llvm|django|rails)$/i;
/** Numbers under these keys only count. */
const COUNTING = /shard|group|part|chunk|index|split|bucket|batch|slice|container|attempt|percent|ratio/i;

/**
 * Whether a value is a version that an upgrade would replace.
 *
 * @param key the key of the matrix that has it; for members of an object the name of the member
 * @param value as GitHub prints it
 */
export function isVersion(key: string, value: string): boolean {
  if (COUNTING.test(key)) return false;
  return IMAGE.test(value) || DOTTED.test(value) || TOOLED.test(value) || (NUMBER.test(value) && KEY.test(key));
}

/** Whether a value stands in a name as a whole: `3.1` does not stand in `test (3.10)`, `18` stands in `node18`. */
export function standsIn(name: string, value: string): boolean {
  const before = /^\d/.test(value) ? /[\d.]/ : /[\p{L}\p{N}_.]/u;
  for (let at = name.indexOf(value); at >= 0; at = name.indexOf(value, at + 1)) {
    if (!before.test(name.charAt(at - 1)) && !CONTINUES.test(name.slice(at + value.length, at + value.length + 2)))
      return true;
  }
  return false;
}

/** A letter or digit follows, or a point with one behind it. */
const CONTINUES = /^(?:[\p{L}\p{N}_]|\.[\p{L}\p{N}])/u;
