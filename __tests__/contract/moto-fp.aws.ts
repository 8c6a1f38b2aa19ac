/** FPStore on moto. */
import { awsBackend } from './aws-backend.js';
import { fpStoreContract } from './fp-store.js';

fpStoreContract(awsBackend('moto'));
