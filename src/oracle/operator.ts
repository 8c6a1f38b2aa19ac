/** What operator commands are made of, behind one `await import()`. */
export { defaultStoreFile, localIdentity } from './local.js';
export { openMemory } from './memory.js';
export { accountIdOf, repositoryIdOf } from './name-ids.js';
export { openKeys, openSecrets } from './operator-secrets.js';
export { exportStore, importStore, mergeStore, migrateStore, verifyStore } from './store-files.js';
