/** Every kind of {@link Snapshot}: a work tree, a commit, a plain folder, and a base laid under a subject. */
export { openCommit } from './snapshot-commit.js';
export { openFolder } from './snapshot-folder.js';
export { overlay } from './snapshot-overlay.js';
export { TreeSnapshot } from './snapshot-tree.js';
export { openWorkTree, WorkTreeSnapshot } from './snapshot-worktree.js';
