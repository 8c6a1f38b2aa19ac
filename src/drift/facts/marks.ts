/** Marks of facts that only GitHub says. */

/** Third part of the key of what GitHub itself enforces: a file that says the same must not stand in for it. */
export const ON_GITHUB = 'GitHub';

/** Value of a fact that says only that it is there: it is compared with nothing. */
export const UNPROVEN = 'unproven';
