/** Verdicts taken in, and the levels that they earn. */
export { listAudit } from './audit-list.js';
export { calibrate } from './calibrate.js';
export { ingest } from './calibrate-ingest.js';
