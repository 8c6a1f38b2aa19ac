/** What operator commands are made of, behind one `await import()`. */
export { openMemory } from './memory.js';
export { changeNonces, openKeys, openSecrets } from './operator-secrets.js';
export { standingOf } from './reviewer-standing.js';
export { exportStore, importStore, mergeStore, migrateStore, verifyStore } from './store-files.js';
export { cleanBackups, verifyBackups } from './verify-backups.js';
export { verifyOidc } from './verify-oidc.js';
