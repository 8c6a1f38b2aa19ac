/** Every other port on SQLite, but secrets: those never reach a file. */
import { baselineStoreContract } from './baseline-store.js';
import { blockCounterContract } from './block-counter.js';
import { consentStoreContract } from './consent-store.js';
import { levelStoreContract } from './level-store.js';
import { SQLITE } from './sqlite-backend.js';

consentStoreContract(SQLITE);
blockCounterContract(SQLITE);
baselineStoreContract(SQLITE);
levelStoreContract(SQLITE);
