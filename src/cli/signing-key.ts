/** Where the private key that signs is read from, as the actions do. */
export const SIGNING_KEY_VARIABLE = 'PHASE_MIRROR_SIGNING_KEY';
