/** FPStore on SQLite. Needs Node alone; `npm run test:aws` runs the same suites on servers too. */
import { fpStoreContract } from './fp-store.js';
import { SQLITE } from './sqlite-backend.js';

fpStoreContract(SQLITE);
