/** The version of this build; package.json says the same (checked by a test). */
export const VERSION = '0.1.0';
