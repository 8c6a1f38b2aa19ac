/** Every port but FPStore on ministack, and what lies behind the ports there. */
import { awsBackend } from './aws-backend.js';
import { awsRowsContract } from './aws-rows.js';
import { baselineStoreContract } from './baseline-store.js';
import { blockCounterContract } from './block-counter.js';
import { consentStoreContract } from './consent-store.js';
import { levelStoreContract } from './level-store.js';
import { secretStoreContract } from './secret-store.js';

const backend = awsBackend('ministack');
consentStoreContract(backend);
blockCounterContract(backend);
baselineStoreContract(backend);
levelStoreContract(backend);
secretStoreContract(backend);
awsRowsContract(backend);
