/** What the stores rely on, asked of both servers. */
import { serversContract } from './servers.js';

serversContract('moto');
serversContract('ministack');
