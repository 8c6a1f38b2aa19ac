export const id = 835;
export const ids = [835];
export const modules = {

/***/ 7835:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  replayHistory: () => (/* binding */ replayHistory)
});

// EXTERNAL MODULE: ./build/errors.js
var errors = __webpack_require__(9473);
// EXTERNAL MODULE: ./build/rules/fingerprint.js
var fingerprint = __webpack_require__(4736);
;// CONCATENATED MODULE: ./build/replay/flagged.js

/** Longest first line of a message that is kept. */
const MAX_SUBJECT = 300;
/** Before the first change. */
const NOTHING_YET = {
    last: null,
    counts: { changes: 0, pass: 0, warn: 0, block: 0, failed: 0, judged: 0, exactRenames: 0 },
    rules: {},
    flagged: [],
};
/** What is kept of a change: null for one that introduced nothing. Its `subject` is for the caller to fill in. */
function flaggedOf({ sha, parent, time }, decided) {
    const of = { sha, parent: parent ?? '', date: new Date(time * 1000).toISOString(), subject: '' };
    if ('error' in decided) {
        return { ...of, outcome: 'failed', reasons: [], findings: [], lost: [], blockedBy: [], error: decided.error };
    }
    const { decision, findings, lost, toolErrors } = decided.judgement;
    const over = new Set(decision.reasons.flatMap(({ kind, severity }) => (kind === 'over-threshold' ? severity : [])));
    const isBlocking = ({ finding, level }) => level === 'block' && over.has(finding.severity);
    const fresh = findings.filter(({ status, level }) => status === 'new' && level !== 'off');
    if (fresh.length === 0 && lost.length === 0 && toolErrors.length === 0)
        return null;
    const blockedBy = new Set([
        ...fresh.filter(isBlocking).map(({ finding }) => finding.ruleId),
        ...lost.map(({ ruleId }) => ruleId),
        ...toolErrors.filter(({ side }) => side === 'subject').map(({ ruleId }) => ruleId),
    ]);
    return {
        ...of,
        outcome: decision.outcome,
        reasons: decision.reasons,
        findings: fresh.map((judged) => replayedOf(judged, isBlocking(judged))),
        lost,
        blockedBy: [...blockedBy].sort(),
        error: toolErrors.map(({ ruleId, message }) => `${ruleId} failed: ${message}`).join('; '),
    };
}
function replayedOf({ finding, level }, blocking) {
    const { ruleId, severity, title, why, path, anchor, evidence } = finding;
    const [shown] = evidence;
    return {
        ruleId,
        level,
        severity,
        title,
        why,
        path: shown.path === '' ? path : shown.path,
        line: shown.startLine,
        anchor,
        findingId: (0,fingerprint/* findingIdOf */.AW)((0,fingerprint/* fingerprintOf */.ax)(finding)),
        blocking,
    };
}
/** The progress after one more change. */
function withChange(before, sha, verdict) {
    const { outcome, judged, flagged, exactRenames } = verdict;
    const { counts } = before;
    return {
        last: sha,
        counts: {
            ...counts,
            changes: counts.changes + 1,
            [outcome]: counts[outcome] + 1,
            judged: counts.judged + (judged ? 1 : 0),
            exactRenames: counts.exactRenames + (exactRenames ? 1 : 0),
        },
        rules: flagged === null ? before.rules : tallied(before.rules, flagged),
        flagged: flagged === null ? before.flagged : [...before.flagged, flagged],
    };
}
function tallied(rules, { blockedBy, findings }) {
    const next = { ...rules };
    for (const id of new Set([...blockedBy, ...findings.map(({ ruleId }) => ruleId)])) {
        const { blocked, warned } = next[id] ?? { blocked: 0, warned: 0 };
        next[id] = blockedBy.includes(id) ? { blocked: blocked + 1, warned } : { blocked, warned: warned + 1 };
    }
    return next;
}
/** The first line of the message of a raw commit object. Messages are UTF-8 unless the commit says otherwise. */
function firstLineOf(commit) {
    const bytes = Buffer.from(commit.buffer, commit.byteOffset, commit.byteLength);
    const at = bytes.indexOf('\n\n');
    const text = at === -1 ? '' : bytes.toString('utf8', at + 2, Math.min(bytes.length, at + 2 + MAX_SUBJECT * 4));
    return text.trimStart().split('\n', 1)[0]?.slice(0, MAX_SUBJECT).trim() ?? '';
}

// EXTERNAL MODULE: ./build/repository/compare.js + 1 modules
var compare = __webpack_require__(5769);
// EXTERNAL MODULE: ./build/repository/git-names.js
var git_names = __webpack_require__(8856);
;// CONCATENATED MODULE: ./build/replay/history.js
/** A branch's first-parent history as git tells it: two processes for all of it, nothing checked out. */



/** Comparisons git may work on ahead of us: enough to keep it busy, too few to fill memory. */
const AHEAD = 64;
/**
 * The first-parent history that ends at `tip`, oldest first.
 *
 * @param tip full object id of a commit
 * @throws {PhaseMirrorError} `evidence` when git cannot walk it
 */
async function firstParentHistory(git, tip) {
    const { stdout } = await git.run(['rev-list', '--first-parent', '--parents', '--timestamp', tip]);
    const lines = stdout.toString('latin1').split('\n');
    lines.pop();
    return lines
        .map((line) => {
        const [time = '0', sha = '', parent] = line.split(' ');
        return { sha, parent: parent ?? null, time: Number(time) };
    })
        .reverse();
}
/**
 * What each commit changed against its first parent, in the order asked: the comparison that `compareTrees` makes,
 * from one `git diff-tree --stdin` for all of them.
 *
 * @param commits each with a parent
 * @throws {PhaseMirrorError} `evidence` when git cannot compare two neighbours even by their trees alone
 */
async function* neighbourChanges(git, commits) {
    for (let told = 0; told < commits.length;) {
        for await (const change of stream(git, commits.slice(told))) {
            yield change;
            told += 1;
        }
        // Git ended early: it lacks something that this commit needs. The others may be whole.
        const commit = commits[told];
        if (commit === undefined)
            return;
        yield await alone(git, commit);
        told += 1;
    }
}
/** One process for many comparisons. Ends early, without an error, where git does. */
async function* stream(git, commits) {
    // A line of two ids: compare the first commit with the second as if that were its only parent (git-diff-tree(1)).
    const child = git.start(['diff-tree', '--stdin', '--always', ...compare/* RAW_TREES */.fS]);
    child.stderr.resume();
    const ended = new Promise((settle) => {
        child.on('error', () => settle(null));
        child.on('close', (code) => settle(code));
    });
    let asked = 0;
    const ask = (upTo) => {
        for (; asked < Math.min(upTo, commits.length); asked += 1) {
            const { sha, parent } = commits[asked];
            child.stdin.write(`${sha} ${parent}\n`);
            if (asked === commits.length - 1)
                child.stdin.end();
        }
    };
    let told = 0;
    try {
        ask(AHEAD);
        let left = Buffer.alloc(0);
        const parser = new RecordParser();
        for await (const chunk of child.stdout) {
            const bytes = left.length === 0 ? chunk : Buffer.concat([left, chunk]);
            const end = bytes.lastIndexOf(0) + 1;
            left = bytes.subarray(end);
            for (const field of (0,git_names/* splitNames */.bZ)(bytes.subarray(0, end))) {
                const records = parser.take(field);
                if (records === null)
                    continue;
                yield { commit: commits[told], records, exactRenames: false };
                told += 1;
                ask(told + AHEAD);
            }
        }
        const last = commits[told];
        if ((await ended) === 0 && last !== undefined)
            yield { commit: last, records: parser.end(), exactRenames: false };
    }
    finally {
        child.kill('SIGKILL');
        await ended;
    }
}
/** One comparison by itself: as it should be if that can be had, else without looking into any file. */
async function alone(git, commit) {
    const trees = [commit.parent, commit.sha];
    for (const exactRenames of [false, true]) {
        const renames = exactRenames ? ['-M100%'] : [];
        try {
            const { stdout } = await git.run(['diff-tree', ...compare/* RAW_TREES */.fS, ...renames, ...trees]);
            return { commit, records: [...(0,compare/* parseRaw */.kY)(stdout)], exactRenames };
        }
        catch (error) {
            if (exactRenames || !(error instanceof errors/* PhaseMirrorError */.VV) || error.kind !== 'evidence')
                throw error;
        }
    }
    throw new Error('unreachable: the second comparison returns or throws');
}
/** Fields of `diff-tree --stdin -z`: an id, then its records. */
class RecordParser {
    #records = [];
    #begun = false;
    #meta = null;
    #oldPath = null;
    /** @returns the records of the commit that this field closes; null when it closes none */
    take(field) {
        if (this.#meta === null) {
            if (field.startsWith(':')) {
                this.#meta = field;
                return null;
            }
            // The id of the next commit: all of the one before has been seen.
            const done = this.#begun ? this.#records : null;
            this.#begun = true;
            this.#records = [];
            return done;
        }
        if (this.#oldPath === null && (0,compare/* hasTwoPaths */.Tp)(this.#meta)) {
            this.#oldPath = field;
            return null;
        }
        this.#records.push((0,compare/* rawChange */.rJ)(this.#meta, this.#oldPath ?? field, field));
        this.#meta = null;
        this.#oldPath = null;
        return null;
    }
    end() {
        return this.#records;
    }
}

// EXTERNAL MODULE: ./build/policy/load.js
var load = __webpack_require__(7067);
// EXTERNAL MODULE: ./build/repository/model.js + 7 modules
var model = __webpack_require__(2476);
// EXTERNAL MODULE: ./build/repository/snapshot.js + 4 modules
var snapshot = __webpack_require__(528);
// EXTERNAL MODULE: ./build/repository/snapshot-commit.js
var snapshot_commit = __webpack_require__(4931);
// EXTERNAL MODULE: ./build/repository/snapshot-tree.js
var snapshot_tree = __webpack_require__(8846);
;// CONCATENATED MODULE: ./build/replay/tree.js


/** What one tree was asked for: its paths and their content. */
class Reads {
    paths = new Set();
    #contents = new Map();
    #earlier;
    /** @param earlier the reads of the tree before, whose contents are handed on */
    constructor(earlier) {
        this.#earlier = earlier;
        // Two generations are kept and no more: what neither of them asked for is let go.
        if (earlier !== null)
            earlier.#earlier = null;
    }
    async content(key, read) {
        const result = this.#known(key) ?? (await read());
        this.#contents.set(key, result);
        return result;
    }
    #known(key) {
        const own = this.#contents.get(key);
        return own ?? (this.#earlier === null ? undefined : this.#earlier.#contents.get(key));
    }
}
/** The entries of a tree that changes; sorted by path whenever they are looked at. */
class HistoryTree {
    #entries;
    #pending = new Map();
    /** @param entries sorted by code unit */
    constructor(entries) {
        this.#entries = entries;
    }
    apply(records) {
        for (const { status, oldPath } of records)
            if (status === 'D' || status === 'R')
                this.#pending.set(oldPath, null);
        for (const { status, newPath, newMode, newOid } of records) {
            if (status === 'D')
                continue;
            this.#pending.set(newPath, { path: newPath, kind: (0,snapshot_commit/* kindOfMode */.z1)(newMode), oid: newOid });
        }
    }
    get entries() {
        if (this.#pending.size > 0) {
            this.#entries = merged(this.#entries, this.#pending);
            this.#pending.clear();
        }
        return this.#entries;
    }
}
/** One pass over both: a history costs what changed, not a sort for each commit. */
function merged(entries, pending) {
    const fresh = [...pending.values()].flatMap((entry) => entry ?? []).sort((a, b) => (a.path < b.path ? -1 : 1));
    const result = [];
    let next = 0;
    for (const entry of entries) {
        for (let one = fresh[next]; one !== undefined && one.path < entry.path; one = fresh[next]) {
            result.push(one);
            next += 1;
        }
        if (!pending.has(entry.path))
            result.push(entry);
    }
    return result.concat(fresh.slice(next));
}
/**
 * Whether a change leaves everything alone that was read of a tree, and the tree's paths too. The model and the
 * policy are functions of these, so they stay what they are.
 */
function leavesAlone(records, reads) {
    return records.every(({ status, newPath }) => status === 'M' && !reads.paths.has(newPath));
}
/** A snapshot of `entries` that notes what is read of it in `reads`. Closing it leaves `git` open. */
function snapshotOf(git, sha, entries, reads) {
    return new snapshot_tree/* TreeSnapshot */.RI(new HistorySource(git, sha, entries, reads));
}
class HistorySource {
    id;
    exact = true;
    #git;
    #entries;
    #reads;
    constructor(git, sha, entries, reads) {
        this.id = `commit:${sha}`;
        this.#git = git;
        this.#entries = entries;
        this.#reads = reads;
    }
    load() {
        return Promise.resolve(this.#entries);
    }
    kindOf(path, index) {
        return index.kindOf(path);
    }
    contents(entries, maxBytes) {
        return Promise.all(entries.map(({ path, oid }) => {
            this.#reads.paths.add(path);
            return this.#reads.content(`${maxBytes} ${oid}`, () => (0,snapshot_commit/* readBlob */.gm)(this.#git, oid, maxBytes));
        }));
    }
    linkTarget(path, index) {
        this.#reads.paths.add(path);
        return (0,snapshot_commit/* readLink */.XF)(this.#git, index.byPath.get(path)?.oid);
    }
    close() {
        return Promise.resolve();
    }
}

;// CONCATENATED MODULE: ./build/replay/replay.js
/**
 * Every change of a branch's first-parent history against its first parent, decided as `evaluate` would have decided it
 * on the day it was made. Reads the object database alone.
 *
 * A tree's model and policy are functions of its paths and of the content that was read of it. A change that adds,
 * removes and renames nothing and modifies none of what was read leaves both alone, so it is decided by what is already
 * known; everything else builds one more model, of which all but the changed files is already parsed.
 */








/** Largest commit object whose first line is quoted. */
const MAX_COMMIT = 1024 * 1024;
const SAME = { renames: new Map(), changed: new Set(), deleted: new Set(), lines: new Map() };
/**
 * Replay neighbouring commits.
 *
 * @param commits oldest first, each the first parent of the next, all with a parent
 * @throws {PhaseMirrorError} `evidence` when the object database lacks something. What one commit's own configuration is
 *   refused for is an outcome of that change: `failed`.
 */
async function replay(git, commits, options) {
    const [first] = commits;
    let progress = options.progress;
    if (first?.parent === null || first === undefined)
        return progress;
    const walk = new Walk(git, options);
    await walk.begin(first.parent);
    for await (const { commit, records, exactRenames } of neighbourChanges(git, commits)) {
        const verdict = { ...(await walk.step(commit, records)), exactRenames };
        progress = withChange(progress, commit.sha, verdict);
        await options.onChange?.(progress);
    }
    return progress;
}
class Walk {
    #git;
    #options;
    #cache = new model/* ParseCache */.i3();
    #tree = new HistoryTree([]);
    #now = null;
    /** What a change that touches nothing comes to, by day where the day matters. */
    #steady = null;
    constructor(git, options) {
        this.#git = git;
        this.#options = options;
    }
    async begin(sha) {
        const start = (0,snapshot/* openCommit */.Cg)(this.#git, sha);
        this.#tree = new HistoryTree(await start.list());
        this.#now = await this.#look(sha, null);
    }
    async step(commit, records) {
        const base = this.#now;
        this.#tree.apply(records);
        const today = dayOf(commit.time);
        if (leavesAlone(records, base.reads)) {
            return this.#verdict(commit, await this.#unchanged(base, today), false);
        }
        const subject = await this.#look(commit.sha, base.reads);
        this.#now = subject;
        this.#steady = null;
        let decided = await this.#decide(subject, base, changeOf(records), today);
        if ('judgement' in decided && decided.judgement.findings.some(({ status }) => status === 'new')) {
            // What a finding is told about also depends on the lines that changed. They are read for these few alone.
            const change = await this.#withLines(commit);
            if (change !== null)
                decided = await this.#decide(subject, base, change, today);
        }
        return this.#verdict(commit, decided, true);
    }
    /** null where the clone lacks what git compares lines with. */
    async #withLines({ sha, parent }) {
        try {
            return await (0,compare/* compareTrees */.tc)(this.#git, parent, { kind: 'commit', sha }, model/* isGoverned */.Ps);
        }
        catch (error) {
            if (error instanceof errors/* PhaseMirrorError */.VV && error.kind === 'evidence')
                return null;
            throw error;
        }
    }
    async #look(sha, earlier) {
        const reads = new Reads(earlier);
        const snapshot = snapshotOf(this.#git, sha, this.#tree.entries, reads);
        const { repository } = this.#options;
        const built = await (0,model/* buildModel */.yK)(snapshot, {
            cache: this.#cache,
            ...(repository === undefined ? {} : { repository }),
        });
        return { snapshot, reads, built };
    }
    async #unchanged(base, today) {
        const known = this.#steady;
        if (known !== null && (known.day === null || known.day === today))
            return known.decided;
        const decided = await this.#decide(base, base, SAME, today);
        // Only a configuration speaks of days.
        const timeless = 'judgement' in decided && (await this.#policy(base, base, today)).config.path === null;
        this.#steady = { day: timeless ? null : today, decided };
        return decided;
    }
    async #decide(subject, base, change, today) {
        try {
            const policy = await this.#policy(subject, base, today);
            const judgement = this.#options.judge({ subject: subject.built, base: base.built, change, policy, today });
            return { judgement };
        }
        catch (error) {
            if (!(error instanceof errors/* PhaseMirrorError */.VV) || error.kind !== 'user')
                throw error;
            return { error: error.message };
        }
    }
    #policy(subject, base, today) {
        const sides = { subject: subject.snapshot, base: base.snapshot, fromBase: true };
        return (0,load/* loadPolicy */.t)(sides, { ruleIds: this.#options.ruleIds, today });
    }
    async #verdict(commit, decided, judged) {
        const flagged = flaggedOf(commit, decided);
        const outcome = 'error' in decided ? 'failed' : decided.judgement.decision.outcome;
        if (flagged === null)
            return { outcome, judged, flagged };
        const object = await this.#git.objects.read(commit.sha, MAX_COMMIT);
        const subject = object.kind === 'object' ? firstLineOf(object.bytes) : '';
        return { outcome, judged, flagged: { ...flagged, subject } };
    }
}
/** YYYY-MM-DD, UTC. */
function dayOf(seconds) {
    return new Date(seconds * 1000).toISOString().slice(0, 10);
}
/** The change without its lines. */
function changeOf(records) {
    const renames = new Map();
    const changed = new Set();
    const deleted = new Set();
    for (const { status, oldPath, newPath } of records) {
        if (status === 'D')
            deleted.add(oldPath);
        else
            changed.add(newPath);
        if (status === 'R')
            renames.set(oldPath, newPath);
    }
    return { renames, changed, deleted, lines: new Map() };
}

// EXTERNAL MODULE: ./build/repository/branch-selector.js
var branch_selector = __webpack_require__(791);
// EXTERNAL MODULE: ./build/repository/git.js + 1 modules
var repository_git = __webpack_require__(2704);
// EXTERNAL MODULE: ./build/rules/facts.js
var facts = __webpack_require__(1291);
// EXTERNAL MODULE: ./build/rules/registry.js + 64 modules
var registry = __webpack_require__(3540);
// EXTERNAL MODULE: ./build/version.js
var version = __webpack_require__(8508);
// EXTERNAL MODULE: ./build/oracle/all-rules.js
var all_rules = __webpack_require__(5014);
// EXTERNAL MODULE: ./build/oracle/judge-trees.js + 7 modules
var judge_trees = __webpack_require__(6495);
;// CONCATENATED MODULE: ./build/oracle/replay-history.js
/** Wires the replay of a history: the clone, the part of it that was asked for, and the one way to decide. */











const SHA = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;
/**
 * Replay the first-parent history of a clone.
 *
 * @throws {PhaseMirrorError} `user`: no repository, no such branch, a state that does not belong to this history;
 *   `evidence`: the clone lacks objects
 */
async function replayHistory(request) {
    const git = await repository_git/* Git */.T.open(request.folder, request.environment, { bare: true });
    if (git === null) {
        throw new errors/* PhaseMirrorError */.VV('user', {
            thing: request.folder,
            reason: 'is not in a git repository',
            next: 'Name the folder of a clone',
        });
    }
    try {
        return await replayClone(git, request);
    }
    finally {
        await git.close();
    }
}
async function replayClone(git, request) {
    const place = await placeOf(git, request.branch);
    const history = await firstParentHistory(git, place.head);
    const chosen = chooseChanges(history, request);
    const ruleSet = (0,registry/* ruleSetId */.qY)(all_rules/* ALL_RULES */.U.filter(({ id }) => request.onlyRules?.includes(id) ?? true));
    const scope = {
        branch: place.branch,
        head: place.head,
        from: request.resume?.scope.from ?? dayOfFirst(chosen),
        to: dayOfFirst(chosen.slice(-1)),
        shallow: git.isShallow,
    };
    const resume = request.resume ?? null;
    if (resume !== null)
        checkState(resume, { ruleSet, branch: place.branch });
    const commits = resume === null || resume.last === null ? chosen : changesAfter(history, resume.last);
    const resultOf = (progress) => ({ ...progress, scope, ruleSet, version: version/* VERSION */.x });
    const start = resume ?? NOTHING_YET;
    const memo = new WeakMap();
    const progress = await replay(git, commits, {
        judge: ({ subject, base, change, policy, today }) => (0,judge_trees/* judgeTrees */.v)({
            subject,
            base,
            change,
            policy,
            api: NOT_ASKED,
            facts: facts/* NO_FACTS */.K,
            branch: place.branch,
            defaultBranch: place.defaultBranch,
            repository: request.repository ?? '',
            strict: false,
            today,
            baseState: 'present',
            degraded: degradedBy(policy.baseInvalid),
            memo,
            ...(request.onlyRules === undefined ? {} : { onlyRules: request.onlyRules }),
        }).judgement,
        ruleIds: all_rules/* ALL_RULES */.U.map(({ id }) => id),
        repository: request.repository,
        progress: start,
        onChange: (reached) => request.onChange?.(resultOf(reached), start.counts.changes + commits.length),
    });
    return resultOf(progress);
}
const NOT_ASKED = {
    protections: [],
    answers: [{ source: 'GitHub API', status: 'not-asked', detail: 'a replay reads files alone' }],
};
function degradedBy(baseInvalid) {
    if (baseInvalid === null)
        return [];
    return [{ text: `The configuration on the base is invalid, so the built-in policy was applied: ${baseInvalid}` }];
}
/**
 * The branch that is replayed: the one that was named, else the default branch. A clone knows its remote's default
 * branch; a bare repository says it with HEAD.
 */
async function placeOf(git, named) {
    const [remote, current] = await Promise.all([
        symbolicRef(git, 'refs/remotes/origin/HEAD', 'refs/remotes/origin/'),
        symbolicRef(git, 'HEAD', 'refs/heads/'),
    ]);
    const bare = !git.location.hasWorkTree;
    const isUsual = current !== null && branch_selector/* USUAL_DEFAULTS */.IV.includes(current);
    const defaultBranch = remote ?? (bare || isUsual ? current : ((await firstKnown(git, branch_selector/* USUAL_DEFAULTS */.IV)) ?? current));
    const branch = named ?? defaultBranch;
    if (branch === null) {
        throw new errors/* PhaseMirrorError */.VV('user', {
            thing: git.top,
            reason: 'has no branch checked out, and knows no default branch',
            next: 'Name the branch: --branch main',
        });
    }
    const head = await commitOf(git, branch);
    if (head === null) {
        throw new errors/* PhaseMirrorError */.VV('user', {
            thing: `The branch ${JSON.stringify(branch)}`,
            reason: 'is not in this clone, or has no commit',
            next: 'Name another one with --branch, or fetch it first',
        });
    }
    return { branch, head, defaultBranch: defaultBranch ?? branch };
}
async function firstKnown(git, names) {
    for (const name of names)
        if ((await commitOf(git, name)) !== null)
            return name;
    return undefined;
}
/** The newest commit of a branch: as the remote has it where it is known, since that is what was merged. */
async function commitOf(git, branch) {
    for (const ref of [`refs/remotes/origin/${branch}`, `refs/heads/${branch}`]) {
        const sha = await git.line(['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`], {
            okCodes: [0, 1, 128],
        });
        if (SHA.test(sha))
            return sha;
    }
    return null;
}
async function symbolicRef(git, name, prefix) {
    const target = await git.line(['symbolic-ref', '--quiet', name], { okCodes: [0, 1, 128] });
    return target.startsWith(prefix) ? target.slice(prefix.length) : null;
}
// ---------------------------------------------------------------- which part
function chooseChanges(history, { last, since }) {
    // A root, or where a shallow clone ends: there is nothing before it.
    const changes = history.filter(({ parent }) => parent !== null);
    if (since !== undefined) {
        const first = changes.findIndex(({ time }) => dayOf(time) >= since);
        const chosen = first === -1 ? [] : changes.slice(first);
        return last === undefined ? chosen : chosen.slice(-last);
    }
    return last === undefined ? changes : changes.slice(-last);
}
function changesAfter(history, last) {
    const at = history.findIndex(({ sha }) => sha === last);
    if (at !== -1)
        return history.slice(at + 1);
    throw otherState(`speaks of the commit ${last.slice(0, 12)}, which is not in the history of this branch`);
}
function checkState(state, now) {
    if (state.ruleSet !== now.ruleSet)
        throw otherState('was made with other rules');
    if (state.scope.branch !== now.branch)
        throw otherState(`is about the branch ${JSON.stringify(state.scope.branch)}`);
}
function otherState(reason) {
    return new errors/* PhaseMirrorError */.VV('user', {
        thing: 'The state file',
        reason,
        next: 'Begin again: delete it, or name another file with --state',
    });
}
function dayOfFirst([first]) {
    return first === undefined ? '' : dayOf(first.time);
}


/***/ })

};
