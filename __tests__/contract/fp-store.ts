/** The contract of FPStore, in five parts. */
import type { Backend } from './backend.js';
import { fpPropertiesContract } from './fp-properties.js';
import { fpRecordingContract } from './fp-recording.js';
import { fpVerdictsContract } from './fp-verdicts.js';
import { fpVotesContract } from './fp-votes.js';
import { fpWindowsContract } from './fp-windows.js';

export function fpStoreContract(backend: Backend): void {
  fpRecordingContract(backend);
  fpWindowsContract(backend);
  fpVerdictsContract(backend);
  fpVotesContract(backend);
  fpPropertiesContract(backend);
}
