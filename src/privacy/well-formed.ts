/** Node has it from 20.0 on; the library of ES2023 that the compiler is given does not know it yet. */
interface WithWellFormed {
  isWellFormed(): boolean;
  toWellFormed(): string;
}

/** Whether UTF-8 can hold the text, so that it comes back as it went in: no half of a surrogate pair stands alone. */
export function isWellFormed(text: string): boolean {
  return (text as unknown as WithWellFormed).isWellFormed();
}

/** The text with U+FFFD in place of every half that stands alone. */
export function toWellFormed(text: string): string {
  return (text as unknown as WithWellFormed).toWellFormed();
}
