/**
 * What the plans of staging and production have to say, check by check. A check gets one plan, with what AWS would decide
 * made up by the stub, and throws where something is missing. mutations/ breaks the Terraform on purpose and names the
 * check that has to find it.
 */
import { CHECKS as KEYS } from './checks/keys.mjs';
import { CHECKS as NAMES } from './checks/names.mjs';
import { CHECKS as OPERATIONS } from './checks/operations.mjs';
import { CHECKS as ROLES } from './checks/roles.mjs';
import { CHECKS as STORES } from './checks/stores.mjs';

/** @type {Record<string, (plan: import('./plan.mjs').Plan) => void>} */
export const CHECKS = { ...NAMES, ...STORES, ...KEYS, ...ROLES, ...OPERATIONS };
