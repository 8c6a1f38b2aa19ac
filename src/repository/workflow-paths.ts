/** Where workflows are. Apart from reading them, so that whoever only sorts paths loads no reader. */

/** Paths GitHub reads as workflows: the top of `.github/workflows/`, `.yml` or `.yaml`. */
export function isWorkflowPath(path: string): boolean {
  return /^\.github\/workflows\/[^/]+\.ya?ml$/.test(path);
}
