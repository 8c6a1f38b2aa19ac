export const id = 117;
export const ids = [117];
export const modules = {

/***/ 2245:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Dg: () => (/* binding */ schemaHashOf),
/* harmony export */   nI: () => (/* binding */ checkL0),
/* harmony export */   qZ: () => (/* binding */ schemaPair)
/* harmony export */ });
/* harmony import */ var _constants_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1160);
/**
 * L0, the always-on checks: five invariants on one state, cheap enough that nothing is ever allowed to skip them.
 * No other folder is imported, nothing is allocated, there is no clock and no switch. Why it looks as it does, with the
 * alternatives that were measured: docs/adr/0007-l0-design.md.
 */

// Copies: V8 folds a constant of this file, and reads one that is imported or exported from memory at each use.
const SCHEMA_HASH = _constants_js__WEBPACK_IMPORTED_MODULE_0__/* .L0_SCHEMA_HASH */ .OT;
const PERMISSION_BITS = _constants_js__WEBPACK_IMPORTED_MODULE_0__/* .L0_PERMISSION_BITS */ .kK;
const DRIFT_MAGNITUDE = _constants_js__WEBPACK_IMPORTED_MODULE_0__/* .L0_DRIFT_MAGNITUDE */ .Qt;
const FRESHNESS = _constants_js__WEBPACK_IMPORTED_MODULE_0__/* .L0_NONCE_FRESHNESS */ .jN;
const WITNESS = _constants_js__WEBPACK_IMPORTED_MODULE_0__/* .L0_CONTRACTION_WITNESS */ .YG;
const KIND = _constants_js__WEBPACK_IMPORTED_MODULE_0__/* .L0_KIND */ .gn;
const GRANTS = _constants_js__WEBPACK_IMPORTED_MODULE_0__/* .PERMISSION_GRANTS */ .C4;
const MAX_AGE = _constants_js__WEBPACK_IMPORTED_MODULE_0__/* .NONCE_MAX_AGE */ .xq;
const MIN_AGE = -_constants_js__WEBPACK_IMPORTED_MODULE_0__/* .NONCE_MAX_SKEW */ .cv;
const MIN_VOTES = _constants_js__WEBPACK_IMPORTED_MODULE_0__/* .WITNESS_MIN_VOTES */ .H7;
const ALL = SCHEMA_HASH | PERMISSION_BITS | DRIFT_MAGNITUDE | FRESHNESS | WITNESS;
const NO_STATE = ALL | KIND;
/** What each kind requires, five bits per kind in the order of L0_KINDS. An array costs a load and two checks more. */
const REQUIRED = SCHEMA_HASH |
    (PERMISSION_BITS << 5) |
    (SCHEMA_HASH << 10) |
    ((SCHEMA_HASH | DRIFT_MAGNITUDE) << 15) |
    ((SCHEMA_HASH | WITNESS) << 20) |
    (FRESHNESS << 25);
const KINDS = 6;
const ids = new Map();
/** Ids that were given out: 1 to `issued`. */
let issued = 0;
/**
 * Two schema hashes as ids. All 256 bits are compared here, once; `checkL0` then compares the ids.
 *
 * @param actual of the schemas that the validator loads: SHA-256 in 64 lower-case hex digits
 * @param expected of the schemas that were published
 * @returns id 0, which never passes, for what is no such hash
 */
function schemaPair(actual, expected) {
    return { actual: intern(actual), expected: intern(expected) };
}
function intern(hash) {
    if (typeof hash !== 'string' || !/^[0-9a-f]{64}$/.test(hash))
        return 0;
    const known = ids.get(hash);
    if (known !== undefined)
        return known;
    issued += 1;
    ids.set(hash, issued);
    return issued;
}
/** The hash of an id; '' for one that was not given out. */
function schemaHashOf(id) {
    for (const [hash, known] of ids)
        if (known === id)
            return hash;
    return '';
}
/**
 * Judge one state. What its kind requires has to be there and hold; what is there and not required has to hold too.
 * Whatever is not a number in its range does not hold: NaN, ±Infinity, `undefined` in a group, strings, objects.
 *
 * What it calls are constants, not declarations: V8 inlines both here, and checks at each call that a declared function
 * was not replaced.
 *
 * @param now milliseconds since 1970-01-01 UTC; looked at for the freshness of a nonce alone
 * @returns the bits of the invariants that do not hold; 0 when all do. Never throws, whatever data it is given.
 */
function checkL0(state, now) {
    if (state === null || state === undefined)
        return NO_STATE;
    const { kind, schemas, permissionBits, drift, verifiedAt, witness } = state;
    let mask = KIND;
    let missing = ALL;
    if (typeof kind === 'number' && kind >>> 0 === kind && kind < KINDS) {
        mask = 0;
        missing = (REQUIRED >> (kind * 5)) & ALL;
    }
    if (schemas !== undefined) {
        missing &= ~SCHEMA_HASH;
        if (!isPublished(schemas))
            mask |= SCHEMA_HASH;
    }
    if (permissionBits !== undefined) {
        missing &= ~PERMISSION_BITS;
        if (!isGrants(permissionBits))
            mask |= PERMISSION_BITS;
    }
    if (drift !== undefined) {
        missing &= ~DRIFT_MAGNITUDE;
        if (!isSmall(drift))
            mask |= DRIFT_MAGNITUDE;
    }
    if (verifiedAt !== undefined) {
        missing &= ~FRESHNESS;
        if (!isFresh(verifiedAt, now))
            mask |= FRESHNESS;
    }
    if (witness !== undefined) {
        missing &= ~WITNESS;
        if (!contracts(witness))
            mask |= WITNESS;
    }
    return mask | missing;
}
const isPublished = (schemas) => {
    if (schemas === null)
        return false;
    const { actual, expected } = schemas;
    return typeof actual === 'number' && actual === expected && actual >>> 0 === actual && actual > 0 && actual <= issued;
};
const isGrants = (bits) => {
    return typeof bits === 'number' && bits >>> 0 === bits && bits <= GRANTS;
};
/** A magnitude is a share, and so is its maximum: a larger one would be a switch that turns the check off. */
const isSmall = (drift) => {
    if (drift === null)
        return false;
    const { magnitude, maxMagnitude } = drift;
    return (typeof magnitude === 'number' &&
        typeof maxMagnitude === 'number' &&
        magnitude >= 0 &&
        magnitude <= maxMagnitude &&
        maxMagnitude <= 1);
};
/**
 * −5 s ≤ now − verifiedAt < 1 h, exactly. A difference of doubles is rounded, but never past a double, so it decides
 * unless it falls on a bound.
 */
const isFresh = (verifiedAt, now) => {
    if (typeof verifiedAt !== 'number' || typeof now !== 'number')
        return false;
    const age = now - verifiedAt;
    if (age > MIN_AGE && age < MAX_AGE)
        return true;
    return (age === MIN_AGE || age === MAX_AGE) && isFreshOnBound(verifiedAt, now);
};
/** There the rounding error decides (Knuth's TwoSum, exact without overflow). */
const isFreshOnBound = (verifiedAt, now) => {
    const age = now - verifiedAt;
    const part = now - age;
    const error = now - (age + part) + (part - verifiedAt);
    return age < 0 ? error >= 0 : error < 0;
};
/**
 * The rate did not rise: fpAfter ÷ nAfter ≤ fpBefore ÷ nBefore, as products, exactly. Products of doubles are rounded
 * too, so different ones decide, and equal ones are looked at again.
 *
 * That fpBefore is not negative and fpAfter not above nAfter follows: 0 ≤ fpAfter · nBefore ≤ fpBefore · nAfter, and
 * with fpBefore ≤ nBefore the right side is at most nBefore · nAfter.
 */
const contracts = (witness) => {
    if (witness === null)
        return false;
    const { fpBefore, nBefore, fpAfter, nAfter } = witness;
    if (!isCount(nBefore) || !isCount(nAfter) || typeof fpBefore !== 'number' || typeof fpAfter !== 'number')
        return false;
    if (!(fpAfter >= 0 && fpBefore <= nBefore))
        return false;
    const after = fpAfter * nBefore;
    const before = fpBefore * nAfter;
    if (after !== before)
        return after < before;
    return isWhole(fpBefore, fpAfter, after) || contractsOnBound(witness);
};
/** Enough votes to prove something, and few enough to be counted exactly. */
const isCount = (n) => {
    return Number.isSafeInteger(n) && n >= MIN_VOTES;
};
/** Products of whole numbers are not rounded below 2^53: the usual tie, without the arithmetic for the others. */
const isWhole = (fpBefore, fpAfter, product) => {
    return product <= Number.MAX_SAFE_INTEGER && Number.isInteger(fpBefore) && Number.isInteger(fpAfter);
};
/** Splits a double into two halves of 26 bits (Veltkamp). */
const HALVES = 2 ** 27 + 1;
/**
 * Of two products that are rounded to the same double, what was lost decides (Dekker's TwoProduct). Exact, because the
 * counts are whole numbers and no factor is above 2^53: nothing overflows, and every term is a multiple of the smallest
 * double. Written out twice: a function that returns a double allocates it wherever V8 does not inline the call.
 */
const contractsOnBound = ({ fpBefore, nBefore, fpAfter, nAfter }) => {
    const product = fpAfter * nBefore;
    const fpAfterHigh = fpAfter * HALVES - (fpAfter * HALVES - fpAfter);
    const fpAfterLow = fpAfter - fpAfterHigh;
    const nBeforeHigh = nBefore * HALVES - (nBefore * HALVES - nBefore);
    const nBeforeLow = nBefore - nBeforeHigh;
    const fpBeforeHigh = fpBefore * HALVES - (fpBefore * HALVES - fpBefore);
    const fpBeforeLow = fpBefore - fpBeforeHigh;
    const nAfterHigh = nAfter * HALVES - (nAfter * HALVES - nAfter);
    const nAfterLow = nAfter - nAfterHigh;
    const lostAfter = fpAfterLow * nBeforeLow -
        (product - fpAfterHigh * nBeforeHigh - fpAfterLow * nBeforeHigh - fpAfterHigh * nBeforeLow);
    const lostBefore = fpBeforeLow * nAfterLow -
        (product - fpBeforeHigh * nAfterHigh - fpBeforeLow * nAfterHigh - fpBeforeHigh * nAfterLow);
    return lostAfter <= lostBefore;
};


/***/ }),

/***/ 1160:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   C4: () => (/* binding */ PERMISSION_GRANTS),
/* harmony export */   Gn: () => (/* binding */ PERMISSION_WRITE_ALL),
/* harmony export */   H7: () => (/* binding */ WITNESS_MIN_VOTES),
/* harmony export */   OT: () => (/* binding */ L0_SCHEMA_HASH),
/* harmony export */   Qt: () => (/* binding */ L0_DRIFT_MAGNITUDE),
/* harmony export */   Sq: () => (/* binding */ PERMISSION_MISSPELT),
/* harmony export */   YG: () => (/* binding */ L0_CONTRACTION_WITNESS),
/* harmony export */   cv: () => (/* binding */ NONCE_MAX_SKEW),
/* harmony export */   gn: () => (/* binding */ L0_KIND),
/* harmony export */   jN: () => (/* binding */ L0_NONCE_FRESHNESS),
/* harmony export */   kK: () => (/* binding */ L0_PERMISSION_BITS),
/* harmony export */   xq: () => (/* binding */ NONCE_MAX_AGE)
/* harmony export */ });
/* unused harmony export DEFAULT_MAX_MAGNITUDE */
/** What L0 speaks in: the bits of its mask, the bits of a token, the bounds. */
/** Bits of the mask. 0 is "passed". */
const L0_SCHEMA_HASH = 1;
const L0_PERMISSION_BITS = 2;
const L0_DRIFT_MAGNITUDE = 4;
const L0_NONCE_FRESHNESS = 8;
const L0_CONTRACTION_WITNESS = 16;
/** The kind is none of ours, so what it requires is not known: it requires everything, and still fails. */
const L0_KIND = 32;
/** Write grants are bits 0 to 11. Bits 12 to 15 are reserved: each one that is set is a fault of its own. */
const PERMISSION_GRANTS = 0x0fff;
/** `write-all`: every grant there is and every one there will be. */
const PERMISSION_WRITE_ALL = 0x1000;
/** A scope that is a misspelt one. */
const PERMISSION_MISSPELT = 0x2000;
/** The largest drift that may be accepted, where the configuration names no other. */
const DEFAULT_MAX_MAGNITUDE = 0.3;
/** A nonce may come from a clock that is this far ahead, in milliseconds. */
const NONCE_MAX_SKEW = 5_000;
/** A nonce is too old from this age on, in milliseconds. */
const NONCE_MAX_AGE = 3_600_000;
/** Votes on each side below which a false-positive rate proves nothing. */
const WITNESS_MIN_VOTES = 10;


/***/ }),

/***/ 8308:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   HQ: () => (/* binding */ runState),
/* harmony export */   L7: () => (/* binding */ L0_KINDS),
/* harmony export */   d: () => (/* binding */ jobState)
/* harmony export */ });
/* unused harmony exports firstBaselineState, baselineState, grantState, nonceState */
/**
 * The states that L0 judges: one constructor per kind of transition, so that code which makes one cannot leave out a
 * value. All of them have the same fields in the same order: V8 then reads them without a lookup.
 */
/** What a state is about. The numbers index the table of what each kind requires (check.ts). */
const L0_KINDS = {
    /** A run of this program, before it decides. */
    run: 0,
    /** The token of one job of a workflow. */
    job: 1,
    /** Acceptance of a baseline where there was none. */
    firstBaseline: 2,
    /** Acceptance of a baseline that replaces another. */
    baseline: 3,
    /** A rule is given a level that blocks more. */
    grant: 4,
    /** Use of the redaction nonce. */
    nonce: 5,
};
/** A run's own transition. */
function runState(schemas) {
    return stateOf(L0_KINDS.run, schemas, undefined, undefined, undefined, undefined);
}
/** The token of a job. @param permissionBits see `src/rules/support/permission-bits.ts` */
function jobState(permissionBits) {
    return stateOf(L0_KINDS.job, undefined, permissionBits, undefined, undefined, undefined);
}
/** Acceptance of the first baseline of a branch: there is nothing it could have drifted from. */
function firstBaselineState(schemas) {
    return stateOf(L0_KINDS.firstBaseline, schemas, undefined, undefined, undefined, undefined);
}
/** Acceptance of a baseline in place of another. */
function baselineState(schemas, { magnitude, maxMagnitude }) {
    return stateOf(L0_KINDS.baseline, schemas, undefined, { magnitude, maxMagnitude }, undefined, undefined);
}
/** Promotion of a rule. */
function grantState(schemas, { fpBefore, nBefore, fpAfter, nAfter }) {
    const witness = { fpBefore, nBefore, fpAfter, nAfter };
    return stateOf(L0_KINDS.grant, schemas, undefined, undefined, undefined, witness);
}
/** Use of a nonce. @param verifiedAt milliseconds since 1970-01-01 UTC */
function nonceState(verifiedAt) {
    return stateOf(L0_KINDS.nonce, undefined, undefined, undefined, verifiedAt, undefined);
}
function stateOf(kind, schemas, permissionBits, drift, verifiedAt, witness) {
    return { kind, schemas, permissionBits, drift, verifiedAt, witness };
}


/***/ }),

/***/ 9117:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  Uj: () => (/* reexport */ all_rules/* ALL_RULES */.U),
  _3: () => (/* binding */ evaluate),
  lU: () => (/* binding */ inspectConfig),
  Uu: () => (/* binding */ replayHistory)
});

// EXTERNAL MODULE: ./build/errors.js
var errors = __webpack_require__(9473);
// EXTERNAL MODULE: ./build/oracle/all-rules.js
var all_rules = __webpack_require__(5014);
// EXTERNAL MODULE: ./build/rules/facts.js
var facts = __webpack_require__(1291);
;// CONCATENATED MODULE: ./build/oracle/ask-github.js

const PUBLIC_API = 'https://api.github.com';
/** The requirements of a branch: rulesets and branch protection. */
async function askApi(request, branch) {
    const { token, repository } = request;
    if (!request.apiExpected) {
        const detail = token === undefined ? 'no token was given' : 'no --repository was given';
        return { protections: [], answers: [{ source: 'GitHub API', status: 'not-asked', detail }] };
    }
    if (token === undefined || repository === undefined || branch === null) {
        const detail = token === undefined
            ? 'no token was given'
            : branch === null
                ? 'no branch to ask about'
                : 'the repository is not known';
        return { protections: [], answers: [{ source: 'GitHub API', status: 'unavailable', detail }] };
    }
    const { fetchProtection } = await Promise.all(/* import() */[__webpack_require__.e(338), __webpack_require__.e(207)]).then(__webpack_require__.bind(__webpack_require__, 6207));
    return await fetchProtection({
        repository,
        branch,
        token,
        apiUrl: request.apiUrl ?? PUBLIC_API,
    });
}
/**
 * The further facts that the enabled rules want; no request when they want none.
 *
 * @param commit the commit GitHub knows, for errors of its CODEOWNERS; null for a work tree
 */
async function askFacts(request, wanted, commit) {
    const { token, repository } = request;
    if (!request.apiExpected || token === undefined || repository === undefined || wanted.size === 0)
        return facts/* NO_FACTS */.K;
    const { fetchFacts } = await Promise.all(/* import() */[__webpack_require__.e(338), __webpack_require__.e(484)]).then(__webpack_require__.bind(__webpack_require__, 4484));
    const ref = commit === null ? {} : { codeownersRef: commit };
    return await fetchFacts({ repository, token, apiUrl: request.apiUrl ?? PUBLIC_API, ...ref }, wanted);
}

// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
;// CONCATENATED MODULE: ./build/oracle/config-path.js
/** A configuration file that the user names, as a path of the tree. */


/**
 * @param named absolute (a terminal resolves it against its folder), or relative to the top of the repository
 * @param top absolute top of the repository
 * @throws PhaseMirrorError `user`, exit 2, for a path that leads out: the policy is part of what is evaluated
 */
function configPathInTree(named, top) {
    const path = (0,external_node_path_.isAbsolute)(named) ? (0,external_node_path_.relative)(top, named).split(external_node_path_.sep).join('/') : external_node_path_.posix.normalize(named);
    if (path !== '' && path !== '..' && !path.startsWith('../') && !(0,external_node_path_.isAbsolute)(path))
        return path;
    throw new errors/* PhaseMirrorError */.VV('user', {
        thing: `the configuration ${named}`,
        reason: 'is not inside the repository that is evaluated',
        next: 'Name a file of the repository',
    });
}

// EXTERNAL MODULE: ./build/policy/load.js
var load = __webpack_require__(7067);
// EXTERNAL MODULE: ./build/repository/git.js + 1 modules
var repository_git = __webpack_require__(2704);
// EXTERNAL MODULE: ./build/repository/branch-selector.js
var branch_selector = __webpack_require__(791);
// EXTERNAL MODULE: ./build/repository/compare.js + 1 modules
var compare = __webpack_require__(5769);
// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(3024);
// EXTERNAL MODULE: external "node:os"
var external_node_os_ = __webpack_require__(8161);
;// CONCATENATED MODULE: ./build/repository/git-fetch.js
/**
 * Fetching a base commit that the checkout lacks, without touching the checkout: everything lands in a scratch
 * repository in the temporary folder, which borrows the checkout's objects (gitrepository-layout(5),
 * `objects/info/alternates`) and is removed with it. Two evaluations at once in one checkout don't meet, and a dry
 * run leaves nothing behind.
 */





/** `ext::` and every other helper runs programs of the repository's choosing. */
const PROTOCOLS = 'https:http:ssh:file';
const FETCH = ['fetch', '--quiet', '--no-tags', '--no-recurse-submodules', '--no-auto-gc', '--no-write-fetch-head'];
/** How far back a merge base is looked for in a shallow clone, in commits of each branch. */
const DEPTHS = [64, 1024, 16_384];
/** The advice that works for every checkout that lacks history. */
const ADVICE = 'set fetch-depth: 0 on actions/checkout';
/** A repository that lives as long as somebody reads from it. */
class ScratchGit extends repository_git/* Git */.T {
    async close() {
        await super.close();
        (0,external_node_fs_.rmSync)(this.location.gitDir, { recursive: true, force: true });
    }
}
/**
 * The repository the event is about. A checkout of a fork has the fork as its `origin`, so the event's own address goes
 * first; an `origin` on this machine is taken as it is.
 *
 * @returns `tracking`: the checkout's `refs/remotes/origin/*` are branches of that repository
 */
async function remoteOf(git, input) {
    const origin = await git.line(['config', '--get', 'remote.origin.url'], { okCodes: [0, 1] });
    const server = input.serverUrl?.replace(/\/+$/, '');
    const named = server !== undefined && /^https?:\/\//.test(server) && input.repository !== undefined;
    const address = named ? `${server}/${input.repository}` : '';
    const local = /^file:\/\//.test(origin) || (origin !== '' && !/^[^/]*:/.test(origin));
    if (local || !named) {
        if (origin === '')
            return { ok: false, why: 'there is no remote named origin', tracking: false };
        const url = local && !origin.startsWith('file:') && !(0,external_node_path_.isAbsolute)(origin) ? (0,external_node_path_.resolve)(git.top, origin) : origin;
        return { ok: true, value: { url, config: credentials(server, url, input.token) }, tracking: true };
    }
    const path = origin.replace(/(?:\.git)?\/*$/, '').toLowerCase();
    const tracking = path.endsWith(`/${input.repository.toLowerCase()}`) || path.endsWith(`:${input.repository.toLowerCase()}`);
    return { ok: true, value: { url: address, config: credentials(server, address, input.token) }, tracking };
}
/** The way actions/checkout shows its token: a header for this server alone. An inherited one is taken away first. */
function credentials(server, url, token) {
    if (server === undefined || token === undefined || token === '' || !url.startsWith(`${server}/`))
        return [];
    const key = `http.${server}/.extraheader`;
    const basic = Buffer.from(`x-access-token:${token}`).toString('base64');
    return [
        [key, ''],
        [key, `AUTHORIZATION: basic ${basic}`],
        ['http.followRedirects', 'false'],
    ];
}
/**
 * Fetch one commit with its tree.
 *
 * @param sha full object id
 * @param signal ends the attempt
 * @returns a repository that holds it together with everything of `git`; closing it removes it
 */
async function fetchCommit(git, remote, sha, signal) {
    const scratch = createScratch(git, { borrow: true, partialFrom: null });
    const fetched = await attempt(scratch, remote, ['--depth=1', '--', remote.url, sha], signal);
    if (fetched.ok)
        return { ok: true, value: scratch };
    await scratch.close();
    return { ok: false, why: `the base commit ${sha.slice(0, 12)} could not be fetched (${fetched.why}); ${ADVICE}` };
}
/**
 * Find the best common ancestor of a commit and a branch of the remote.
 *
 * @param branch short name, checked by the caller to be a valid one
 * @param head full object id; in a shallow clone the remote must have it too
 */
async function fetchMergeBase(git, remote, branch, head, signal) {
    const shallow = git.isShallow;
    const scratch = createScratch(git, { borrow: !shallow, partialFrom: shallow ? remote.url : null });
    try {
        const target = `+refs/heads/${branch}:refs/heads/target`;
        // Commits alone are wanted of history; a server that cannot leave out the rest sends it all.
        const steps = shallow
            ? DEPTHS.map((depth) => [
                `--depth=${depth}`,
                '--filter=tree:0',
                '--',
                'origin',
                target,
                `+${head}:refs/heads/head`,
            ])
            : [['--', remote.url, target]];
        for (const step of steps) {
            const fetched = await attempt(scratch, remote, step, signal);
            if (!fetched.ok)
                return { ok: false, why: `the history of ${branch} could not be fetched (${fetched.why}); ${ADVICE}` };
            const base = await scratch.line(['merge-base', 'refs/heads/target', head], { okCodes: [0, 1] });
            if (base !== '')
                return { ok: true, value: base };
            if (!scratch.isShallow)
                return { ok: false, why: `this commit and ${branch} have no common ancestor` };
        }
        return { ok: false, why: `no common ancestor with ${branch} was found within ${DEPTHS.at(-1)} commits; ${ADVICE}` };
    }
    finally {
        await scratch.close();
    }
}
async function attempt(scratch, remote, args, signal) {
    const config = [
        ...remote.config,
        // Nobody is there to answer a prompt.
        ['core.askPass', ''],
        ['maintenance.auto', 'false'],
        ['protocol.version', '2'],
    ];
    try {
        await scratch.run([...FETCH, ...args], { config, protocols: PROTOCOLS, signal });
        return { ok: true, value: null };
    }
    catch (error) {
        if (!(error instanceof errors/* PhaseMirrorError */.VV))
            throw error;
        return { ok: false, why: error.reason };
    }
}
/** Lay out an empty bare repository by hand: it needs no process and copies no template with hooks. */
function createScratch(git, options) {
    const { environment, program } = git.location;
    const folder = (0,external_node_fs_.mkdtempSync)((0,external_node_path_.join)(environment['RUNNER_TEMP'] || (0,external_node_os_.tmpdir)(), 'phase-mirror-'));
    (0,external_node_fs_.mkdirSync)((0,external_node_path_.join)(folder, 'objects', 'info'), { recursive: true });
    (0,external_node_fs_.mkdirSync)((0,external_node_path_.join)(folder, 'refs'));
    (0,external_node_fs_.writeFileSync)((0,external_node_path_.join)(folder, 'HEAD'), 'ref: refs/heads/none\n');
    const partial = options.partialFrom === null
        ? ''
        : `[extensions]\n\tpartialClone = origin\n[remote "origin"]\n\turl = ${quote(options.partialFrom)}\n\tpromisor = true\n`;
    (0,external_node_fs_.writeFileSync)((0,external_node_path_.join)(folder, 'config'), `[core]\n\trepositoryformatversion = 1\n\tbare = true\n${partial}`);
    if (options.borrow) {
        (0,external_node_fs_.writeFileSync)((0,external_node_path_.join)(folder, 'objects', 'info', 'alternates'), `${git.objectsFolder}\n`);
        if (git.isShallow)
            (0,external_node_fs_.copyFileSync)(git.shallowFile, (0,external_node_path_.join)(folder, 'shallow'));
    }
    const location = { program, environment, top: folder, prefix: '', gitDir: folder, commonDir: folder };
    return new ScratchGit({ ...location, hasWorkTree: false, pinned: true });
}
/** A value of a configuration file (git-config(1), "Syntax"). */
function quote(value) {
    return `"${value.replace(/["\\]/g, '\\$&').replaceAll('\n', '\\n')}"`;
}

// EXTERNAL MODULE: ./build/repository/git-objects.js
var git_objects = __webpack_require__(9948);
// EXTERNAL MODULE: ./build/repository/snapshot.js + 4 modules
var repository_snapshot = __webpack_require__(528);
;// CONCATENATED MODULE: ./build/repository/subject.js
/** What is evaluated, and what it is compared with: see "Subject and base" in the design and docs/architecture.md. */






const FETCH_MS = 30_000;
/** A commit object is small; its message could be anything. */
const MAX_COMMIT = 16 * 1024 * 1024;
const SHA = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;
const SHOWN = 12;
/**
 * Decide what is evaluated and what it is compared with.
 *
 * - terminal: the work tree, untracked files included, against `--base`. A branch is compared from where it and HEAD
 *   parted (`git diff main...`), so that only what this branch introduced counts; any other revision is taken as it is.
 * - pull_request: HEAD against its first parent when it is the merge commit GitHub made, else against the merge base
 *   with the target branch. Never `pull_request.base.sha`, which goes stale.
 * - merge_group: HEAD against `base_sha`; push: against `before` (zeros: a new branch, none); anything else: none.
 *
 * @param git the repository, null where there is none
 * @param folder what is evaluated when `git` is null
 * @param governed the paths whose changed lines are wanted
 * @throws {PhaseMirrorError} `user`: an unknown `--base`, an event without a checkout; `evidence`: a tree that cannot
 *   be read. A base that an *event* should have is not thrown about: `baseMissing` says why it is missing.
 */
async function resolveSubject(git, folder, input, governed, options = {}) {
    if (git === null)
        return plainFolder(folder, input);
    if (input.kind === 'terminal')
        return fromTerminal(git, input.base, governed);
    return fromEvent(git, input, governed, AbortSignal.timeout(options.fetchMs ?? FETCH_MS));
}
function plainFolder(folder, input) {
    if (input.kind !== 'terminal') {
        throw new errors/* PhaseMirrorError */.VV('user', {
            thing: folder,
            reason: 'is not a git checkout',
            next: 'Run actions/checkout in a step before this one',
        });
    }
    if (input.base !== undefined) {
        throw new errors/* PhaseMirrorError */.VV('user', {
            thing: '--base',
            reason: `cannot be used: ${folder} is not in a git repository`,
            next: 'Leave it out, or evaluate a clone',
        });
    }
    const none = {
        base: null,
        baseSha: null,
        change: null,
        branch: null,
        defaultBranch: null,
        baseMissing: null,
        otherCommit: null,
    };
    return { subject: (0,repository_snapshot/* openFolder */.NE)(folder), ...none, fetched: false };
}
// ---------------------------------------------------------------- terminal
async function fromTerminal(git, rev, governed) {
    const snapshot = (0,repository_snapshot/* openWorkTree */.wr)(git);
    try {
        const [current, defaultBranch, base] = await Promise.all([
            symbolicRef(git, 'HEAD', 'refs/heads/'),
            symbolicRef(git, 'refs/remotes/origin/HEAD', 'refs/remotes/origin/'),
            rev === undefined ? null : namedBase(git, rev),
            snapshot.list(),
            // Wanted by the comparison: asked for while the rest is.
            rev === undefined ? null : git.withoutFilters(),
        ]);
        const branch = base?.branch ?? defaultBranch ?? (await usualBranch(git, current));
        if (base === null) {
            return { subject: snapshot, base: null, baseSha: null, change: null, branch, defaultBranch, ...NOTHING_FETCHED };
        }
        const pair = await comparePair(git, git, base.sha, { kind: 'worktree', snapshot }, snapshot, governed);
        return { subject: snapshot, ...pair, branch, defaultBranch, ...NOTHING_FETCHED };
    }
    catch (error) {
        await snapshot.close();
        throw error;
    }
}
/**
 * The branch a clone that does not know its remote's default branch is judged by: the usual name that it has, else
 * the current branch. Work on a feature branch goes to the default branch, so that is whose requirements count.
 */
async function usualBranch(git, current) {
    if (current !== null && branch_selector/* USUAL_DEFAULTS */.IV.includes(current))
        return current;
    const names = branch_selector/* USUAL_DEFAULTS */.IV.flatMap((name) => [`refs/heads/${name}`, `refs/remotes/*/${name}`]);
    const { stdout } = await git.run(['for-each-ref', '--format=%(refname)', ...names]);
    const found = new Set(stdout.toString('utf8').split('\n').map(branchOfRef));
    return branch_selector/* USUAL_DEFAULTS */.IV.find((name) => found.has(name)) ?? current;
}
const NOTHING_FETCHED = { baseMissing: null, otherCommit: null, fetched: false };
async function symbolicRef(git, name, prefix) {
    const target = await git.line(['symbolic-ref', '--quiet', name], { okCodes: [0, 1] });
    return target.startsWith(prefix) ? target.slice(prefix.length) : null;
}
/** What `--base` names: the commit to compare with, and the branch when it is one. */
async function namedBase(git, rev, option = '--base') {
    if (rev === '' || rev.startsWith('-') || [...rev].some((char) => char < ' ')) {
        throw new errors/* PhaseMirrorError */.VV('user', {
            thing: `${option} ${JSON.stringify(rev)}`,
            reason: 'is not a branch, tag or commit',
            next: 'Name a branch, tag or commit of this clone, such as origin/main',
        });
    }
    const okCodes = [0, 1, 128];
    const [commit, ref, ancestor] = await Promise.all([
        git.run(['rev-parse', '--verify', '--quiet', `${rev}^{commit}`], { okCodes }),
        git.line(['rev-parse', '--verify', '--quiet', '--symbolic-full-name', rev], { okCodes }),
        git.line(['merge-base', rev, 'HEAD'], { okCodes }),
    ]);
    // A range prints more than one line.
    const sha = commit.stdout.toString('latin1').trim();
    const short = rev.replace(/^origin\//, '');
    if (!SHA.test(sha)) {
        throw new errors/* PhaseMirrorError */.VV('user', {
            thing: `${option} ${JSON.stringify(rev)}`,
            reason: 'names no commit of this clone',
            next: `Fetch it first: git fetch origin ${short}:refs/remotes/origin/${short}, then use ${option} origin/${short}`,
        });
    }
    const branch = rev === 'HEAD' || rev === '@' ? null : branchOfRef(ref);
    if (branch === null)
        return { sha, branch };
    if (SHA.test(ancestor))
        return { sha: ancestor, branch };
    if (!git.isShallow)
        return { sha, branch };
    throw new errors/* PhaseMirrorError */.VV('user', {
        thing: `${option} ${JSON.stringify(rev)}`,
        reason: 'has no common ancestor with HEAD in this shallow clone',
        next: 'Run git fetch --unshallow, or name the commit to compare with',
    });
}
/** `refs/heads/x` and `refs/remotes/<remote>/x` are branches. */
function branchOfRef(ref) {
    return /^refs\/(?:heads|remotes\/[^/]+)\/(.+)$/.exec(ref)?.[1] ?? null;
}
// ---------------------------------------------------------------- events
async function fromEvent(git, input, governed, signal) {
    const [head, defaultBranch] = await Promise.all([
        git.objects.read('HEAD^{commit}', MAX_COMMIT),
        symbolicRef(git, 'refs/remotes/origin/HEAD', 'refs/remotes/origin/'),
    ]);
    if (head.kind !== 'object') {
        await git.close();
        throw new errors/* PhaseMirrorError */.VV('user', {
            thing: 'HEAD',
            reason: 'is no commit of this checkout',
            next: 'Run actions/checkout in a step before this one',
        });
    }
    const subject = (0,repository_snapshot/* openCommit */.Cg)(git, head.oid);
    const common = {
        subject,
        branch: branchOf(input, defaultBranch),
        defaultBranch,
        otherCommit: otherCommit(input, head.oid),
    };
    const without = { base: null, baseSha: null, change: null, fetched: false };
    try {
        const [expected] = await Promise.all([
            expectedBase(git, input, head.oid, (0,git_objects/* parentsOf */.f)(head.bytes), signal),
            subject.list(),
        ]);
        if (expected.sha === null)
            return { ...common, ...without, baseMissing: expected.missing };
        const from = await objectsOf(git, input, expected.sha, signal);
        if (!from.ok)
            return { ...common, ...without, baseMissing: from.why };
        const fetched = from.value !== git;
        try {
            const compared = { kind: 'commit', sha: head.oid };
            const pair = await comparePair(git, from.value, expected.sha, compared, subject, governed);
            return { ...common, ...pair, baseMissing: null, fetched };
        }
        catch (error) {
            if (fetched)
                await from.value.close();
            if (!(error instanceof errors/* PhaseMirrorError */.VV) || error.kind !== 'evidence')
                throw error;
            const why = `the base commit ${expected.sha.slice(0, SHOWN)} cannot be compared (${error.reason})`;
            return { ...common, ...without, baseMissing: `${why}; check out without \`filter\` and with fetch-depth: 0` };
        }
    }
    catch (error) {
        await subject.close();
        throw error;
    }
}
/**
 * A run on a change must look at that change: a checkout of something else would pass for it. A manual or scheduled run
 * may look at what it likes.
 */
function otherCommit(input, head) {
    if (input.kind === 'other' || input.sha === '' || head === input.sha)
        return null;
    if (input.kind === 'pull_request' && head === input.headSha)
        return null;
    return `the checkout is at ${head.slice(0, SHOWN)}, the event is about ${input.sha.slice(0, SHOWN)}`;
}
function branchOf(input, defaultBranch) {
    if (input.kind === 'pull_request' || input.kind === 'merge_group')
        return shortBranch(input.targetBranch);
    return input.branch === null ? defaultBranch : shortBranch(input.branch);
}
/** A merge group names its target as `refs/heads/main`, a pull request as `main`. */
function shortBranch(name) {
    return name.replace(/^refs\/heads\//, '');
}
async function expectedBase(git, input, head, parents, signal) {
    if (input.base !== undefined)
        return { sha: (await namedBase(git, input.base, 'Input `base`')).sha, missing: null };
    switch (input.kind) {
        case 'pull_request': {
            // A checkout of the branch itself may end in a merge commit too, so HEAD must be the commit of the event.
            const merge = /^refs\/pull\/\d+\/merge$/.test(input.ref) && head === input.sha && parents.length === 2;
            if (merge)
                return { sha: parents[0] ?? null, missing: null };
            return mergeBase(git, input, shortBranch(input.targetBranch), head, signal);
        }
        case 'merge_group':
            return givenBase(input.baseSha, 'the base of the merge group');
        case 'push':
            return /^0+$/.test(input.before)
                ? { sha: null, missing: null }
                : givenBase(input.before, 'the commit before the push');
        case 'other':
            return { sha: null, missing: null };
    }
}
function givenBase(sha, what) {
    return SHA.test(sha) ? { sha, missing: null } : { sha: null, missing: `the event does not say ${what}` };
}
async function mergeBase(git, input, target, head, signal) {
    if (!isBranchName(target))
        return { sha: null, missing: 'the event names no valid target branch' };
    const remote = await remoteOf(git, input);
    if (remote.tracking) {
        const known = await git.line(['merge-base', `refs/remotes/origin/${target}`, head], { okCodes: [0, 1, 128] });
        if (SHA.test(known))
            return { sha: known, missing: null };
    }
    const found = remote.ok ? await fetchMergeBase(git, remote.value, target, head, signal) : remote;
    return found.ok ? { sha: found.value, missing: null } : { sha: null, missing: found.why };
}
/** What git allows in a branch's name, more strictly than it does (git-check-ref-format(1)). */
function isBranchName(name) {
    if (name === '' || name.length > 255 || name.includes('..') || name.includes('@{') || name.startsWith('/'))
        return false;
    return [...name].every((char) => char > ' ' && !'\x7f~^:?*[\\'.includes(char));
}
/** A repository with the objects of `sha`: this one, or one to which it was fetched. */
async function objectsOf(git, input, sha, signal) {
    const here = await git.objects.read(`${sha}^{commit}`, MAX_COMMIT);
    if (here.kind === 'object')
        return { ok: true, value: git };
    const remote = await remoteOf(git, input);
    if (remote.ok)
        return fetchCommit(git, remote.value, sha, signal);
    return { ok: false, why: `the base commit ${sha.slice(0, SHOWN)} is not in this clone and ${remote.why}` };
}
// ---------------------------------------------------------------- both
async function comparePair(git, objects, sha, compared, subject, governed) {
    const change = await (0,compare/* compareTrees */.tc)(compared.kind === 'worktree' ? git : objects, sha, compared, governed);
    return { base: (0,repository_snapshot/* overlay */.Lw)(objects, sha, subject, change), baseSha: sha, change };
}

;// CONCATENATED MODULE: ./build/oracle/inspect-config.js
/** The configuration of a work tree by itself, for `config check` and `config show`. */



/**
 * @param ruleIds ids that may be named in it
 * @throws PhaseMirrorError `user`, exit 2, with every problem of an invalid file
 */
async function readWorkTreeConfig({ folder, environment, clock }, ruleIds) {
    const git = await repository_git/* Git */.T.open(folder, environment);
    const { subject } = await resolveSubject(git, folder, { kind: 'terminal' }, () => false);
    try {
        const today = new Date(clock()).toISOString().slice(0, 10);
        return (await (0,load/* loadPolicy */.t)({ subject, base: null, fromBase: false }, { ruleIds, today })).config;
    }
    finally {
        await subject.close();
    }
}

// EXTERNAL MODULE: ./build/oracle/judge-trees.js + 7 modules
var judge_trees = __webpack_require__(6495);
// EXTERNAL MODULE: ./build/l0/check.js
var check = __webpack_require__(2245);
// EXTERNAL MODULE: ./build/l0/constants.js
var constants = __webpack_require__(1160);
// EXTERNAL MODULE: ./build/l0/state.js
var l0_state = __webpack_require__(8308);
;// CONCATENATED MODULE: ./build/l0/describe.js
/** L0 in words, for the report. Off the hot path: it may allocate. */



/** Longest text of a value that is not a number. */
const MAX_TEXT = 80;
/**
 * Say what is wrong, in the order of the bits.
 *
 * @param mask what `checkL0` returned for this state
 * @param now what `checkL0` was given; without it an age cannot be told
 */
function describeL0(mask, state, now) {
    // What is not there has no fields either.
    const of = state ?? {};
    const schemas = of.schemas ?? {};
    const drift = of.drift ?? {};
    const witness = of.witness ?? {};
    const before = `${describe_text(witness.fpBefore)} of ${describe_text(witness.nBefore)} before`;
    const after = `${describe_text(witness.fpAfter)} of ${describe_text(witness.nAfter)} after`;
    const all = [
        [constants/* L0_SCHEMA_HASH */.OT, 'L0-SCHEMA-HASH', hash(schemas.actual), `equal to ${hash(schemas.expected)}`],
        [
            constants/* L0_PERMISSION_BITS */.kK,
            'L0-PERMISSION-BITS',
            bits(of.permissionBits),
            `a whole number from 0 to ${bits(constants/* PERMISSION_GRANTS */.C4)}: bits 12 to 15 are reserved`,
        ],
        [
            constants/* L0_DRIFT_MAGNITUDE */.Qt,
            'L0-DRIFT-MAGNITUDE',
            describe_text(drift.magnitude),
            `from 0 to the maximum (${describe_text(drift.maxMagnitude)}), which is at most 1`,
        ],
        [constants/* L0_NONCE_FRESHNESS */.jN, 'L0-NONCE-FRESHNESS', age(of.verifiedAt, now), '−5 s ≤ age < 3600 s'],
        [
            constants/* L0_CONTRACTION_WITNESS */.YG,
            'L0-CONTRACTION-WITNESS',
            `${before}, ${after}`,
            `the share does not rise, with at least ${constants/* WITNESS_MIN_VOTES */.H7} votes on each side`,
        ],
        [constants/* L0_KIND */.gn, 'L0-KIND', describe_text(of.kind), `one of ${Object.keys(l0_state/* L0_KINDS */.L7).join(', ')}`],
    ];
    return all.flatMap(([bit, invariant, value, bound]) => ((mask & bit) === 0 ? [] : [{ invariant, value, bound }]));
}
function hash(id) {
    const known = (0,check/* schemaHashOf */.Dg)(id);
    return known === '' ? `no valid hash (${describe_text(id)})` : known;
}
function bits(value) {
    return typeof value === 'number' && value >>> 0 === value ? `0x${value.toString(16).padStart(4, '0')}` : describe_text(value);
}
function age(verifiedAt, now) {
    if (typeof verifiedAt === 'number' && typeof now === 'number')
        return `${describe_text((now - verifiedAt) / 1000)} s`;
    return `verified at ${describe_text(verifiedAt)}, now ${describe_text(now)}`;
}
/** A value of any type; a stranger's `toString` is never called. */
function describe_text(value) {
    switch (typeof value) {
        case 'undefined':
            return 'missing';
        case 'number':
            return Object.is(value, -0) ? '-0' : String(value);
        case 'boolean':
        case 'bigint':
            return cut(`${typeof value} ${value}`);
        case 'string':
            return cut(`string ${JSON.stringify(value.slice(0, MAX_TEXT))}`);
        default:
            return value === null ? 'null' : `some ${typeof value}`;
    }
}
function cut(value) {
    return value.length > MAX_TEXT ? `${value.slice(0, MAX_TEXT - 1)}…` : value;
}

;// CONCATENATED MODULE: ./build/oracle/published-schemas.js
/** Generated from schema/ by scripts/generate-l0-hash.mjs. Change a schema, then `npm run generate`. */
const PUBLISHED_SCHEMA_HASH = '95460e736a1658f74fe47db085a28b10d99496bddb560df57f358450493d343c';

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
// EXTERNAL MODULE: ./build/policy/config-schema.js
var config_schema = __webpack_require__(7869);
// EXTERNAL MODULE: ./build/report/schema.js
var schema = __webpack_require__(4892);
;// CONCATENATED MODULE: ./build/oracle/schema-hash.js
/**
 * The schema hash of a run (L0): what the validators that this bundle loads accept, as one SHA-256.
 *
 * The expected one (published-schemas.ts) is computed from the files in schema/, so both sides have to come down to the
 * same text: the JSON Schema of a validator without its titles and descriptions. Writing that here, for what our schemas
 * use, costs about a millisecond and 90 lines; `@valibot/to-json-schema`, which writes the files, is a development
 * dependency and stays one. What JSON Schema cannot express (`check`) is in neither.
 */



/** By the name of the published file. */
const SCHEMAS = { 'config.v1': config_schema/* configSchema */.Qn, 'report.v1': schema/* reportSchema */.Q };
/** SHA-256, 64 hex digits, of every schema that this bundle validates with. */
function actualSchemaHash() {
    const described = Object.entries(SCHEMAS).map(([name, schema]) => [name, describeSchema(schema)]);
    return schemaDigest(Object.fromEntries(described));
}
/** The digest of schemas by name: over their JSON, keys in the order in which they were published. */
function schemaDigest(schemas) {
    return (0,external_node_crypto_.createHash)('sha256').update(JSON.stringify(schemas)).digest('hex');
}
/**
 * The JSON Schema of a valibot schema, without titles and descriptions.
 *
 * @throws Error for a construct that our schemas do not use: a test meets it before a user does
 */
function describeSchema(schema) {
    return describe(schema);
}
function describe(schema) {
    if (schema.pipe !== undefined) {
        // A pipe starts with the schema that it narrows, which may be a pipe of its own.
        const [first, ...actions] = schema.pipe;
        if (first === undefined)
            throw unknown(schema);
        return actions.reduce(withAction, describe(first));
    }
    switch (schema.type) {
        case 'string':
        case 'number':
        case 'boolean':
            return { type: schema.type };
        case 'array':
            return { type: 'array', items: describe(partOf(schema, 'item')) };
        case 'record':
            return {
                type: 'object',
                propertyNames: describe(partOf(schema, 'key')),
                additionalProperties: describe(partOf(schema, 'value')),
            };
        case 'strict_object':
            return strictObject(schema.entries ?? {});
        case 'optional':
        case 'exact_optional':
            return describe(partOf(schema, 'wrapped'));
        case 'nullable':
            return { anyOf: [describe(partOf(schema, 'wrapped')), { type: 'null' }] };
        case 'literal':
            return { const: schema.literal };
        case 'picklist':
            return { enum: schema.options, type: 'string' };
        case 'union':
            return { anyOf: schema.options.map(describe) };
        default:
            throw unknown(schema);
    }
}
function strictObject(entries) {
    const properties = {};
    const required = [];
    for (const [key, entry] of Object.entries(entries)) {
        properties[key] = describe(entry);
        if (entry.type !== 'optional' && entry.type !== 'exact_optional')
            required.push(key);
    }
    return { type: 'object', properties, required, additionalProperties: false };
}
function withAction(schema, action) {
    const { type, requirement } = action;
    const size = schema['type'] === 'array' ? 'Items' : 'Length';
    switch (type) {
        case 'title':
        case 'description':
        // Code that JSON Schema cannot express.
        case 'check':
            return schema;
        case 'integer':
            return { ...schema, type: 'integer' };
        case 'min_length':
            return { ...schema, [`min${size}`]: requirement };
        case 'max_length':
            return { ...schema, [`max${size}`]: requirement };
        case 'min_value':
            return { ...schema, minimum: requirement };
        case 'max_value':
            return { ...schema, maximum: requirement };
        case 'regex':
            return { ...schema, pattern: requirement.source };
        case 'iso_timestamp':
            return { ...schema, format: 'date-time' };
        default:
            throw unknown(action);
    }
}
function partOf(schema, name) {
    const part = schema[name];
    if (part === undefined)
        throw unknown(schema);
    return part;
}
function unknown({ kind, type }) {
    return new Error(`schema-hash.ts does not know the ${kind} "${type}" of valibot`);
}

;// CONCATENATED MODULE: ./build/oracle/run-check.js
/** The L0 check of a run's own transition: a bundle that validates with other schemas than were published decides nothing. */





/**
 * Check this run.
 *
 * @param now milliseconds since 1970-01-01 UTC
 * @param expected another hash than the published one, for tests
 */
function checkRun(now, expected = PUBLISHED_SCHEMA_HASH) {
    const state = (0,l0_state/* runState */.HQ)((0,check/* schemaPair */.qZ)(actualSchemaHash(), expected));
    const mask = (0,check/* checkL0 */.nI)(state, now);
    return { mask, violations: describeL0(mask, state, now) };
}

// EXTERNAL MODULE: ./build/policy/config.js
var config = __webpack_require__(5673);
// EXTERNAL MODULE: ./build/policy/levels.js + 1 modules
var levels = __webpack_require__(7954);
// EXTERNAL MODULE: ./build/policy/weakenings.js
var weakenings = __webpack_require__(1789);
;// CONCATENATED MODULE: ./build/policy/overlay.js
/**
 * `config-inline`: a configuration given by the workflow instead of the repository. Under a workflow that the
 * organisation requires it wins over the file; anywhere else a pull request could edit it, so it may only tighten.
 * design.md, "Action inputs".
 */


/** How the input is called in positions and messages. */
const CONFIG_INLINE = 'config-inline';
/**
 * One configuration from two: pins and maxima of `inline` win, lists add up.
 *
 * @param wins true when the workflow is required by the organisation
 * @throws PhaseMirrorError `user`, exit 2, when it may only tighten and loosens
 */
function overlayConfig(file, inline, wins, context) {
    const overlaid = {
        ...file,
        path: file.path ?? inline.path,
        rules: new Map([...file.rules, ...inline.rules]),
        requiredChecks: [...file.requiredChecks, ...inline.requiredChecks],
        externalChecks: [...file.externalChecks, ...inline.externalChecks],
        thresholds: { ...file.thresholds, ...inline.thresholds },
        suppressions: [...file.suppressions, ...inline.suppressions],
    };
    if (wins)
        return overlaid;
    const [first, ...others] = (0,weakenings/* weakenings */.r)(file, overlaid, context);
    if (first !== undefined)
        throw mayOnlyTighten(first, others.length);
    return overlaid;
}
function mayOnlyTighten({ subject, before, after }, others) {
    const change = before === '' ? `adds ${after}` : `changes it from ${before} to ${after === '' ? 'nothing' : after}`;
    const more = others === 0 ? '' : ` (and ${others} more)`;
    return new errors/* PhaseMirrorError */.VV('user', {
        thing: `Input \`${CONFIG_INLINE}\``,
        reason: `loosens ${subject}: it ${change}${more}; outside a workflow that the organisation requires it may only tighten`,
        next: 'Put it into the configuration file of the repository, or require the workflow by a ruleset of the organisation',
    });
}

// EXTERNAL MODULE: ./build/rules/fingerprint.js
var rules_fingerprint = __webpack_require__(4736);
// EXTERNAL MODULE: ./build/report/order.js
var order = __webpack_require__(1283);
;// CONCATENATED MODULE: ./build/report/assemble.js


/** Put the report together. */
function assembleReport(parts) {
    const findings = parts.findings.map(reportFinding);
    return (0,order/* orderReport */.zZ)({
        schemaVersion: '1',
        run: parts.run,
        tool: { name: 'phase-mirror', version: parts.version, ruleSet: parts.ruleSet },
        subject: parts.subject,
        base: parts.base === null ? null : { id: parts.base },
        compared: parts.base === null ? 'none' : 'base',
        complete: parts.complete,
        degraded: parts.degraded,
        enforcement: parts.enforcement,
        policy: parts.policy,
        sources: parts.sources,
        rules: parts.rules.map((judged) => ruleReport(judged, findings, parts.lost, parts.originText)),
        findings,
        lost: parts.lost,
        toolErrors: parts.toolErrors,
        l0: parts.l0,
        decision: parts.decision,
    });
}
function reportFinding({ finding, rule, level, status, suppression }) {
    const fingerprint = (0,rules_fingerprint/* fingerprintOf */.ax)(finding);
    return {
        findingId: (0,rules_fingerprint/* findingIdOf */.AW)(fingerprint),
        fingerprint,
        status,
        ruleId: finding.ruleId,
        ruleName: rule.name,
        ruleVersion: finding.ruleVersion,
        level,
        severity: finding.severity,
        title: finding.title,
        what: finding.what,
        why: finding.why,
        fix: finding.fix,
        path: finding.path,
        anchor: finding.anchor,
        evidence: finding.evidence,
        suppression,
    };
}
function ruleReport({ rule, level, outcome }, findings, lost, originText) {
    const count = (status) => findings.filter((finding) => finding.ruleId === rule.id && finding.status === status).length;
    return {
        id: rule.id,
        name: rule.name,
        version: rule.version,
        summary: rule.summary,
        severity: rule.severity,
        level: level.level,
        levelOrigin: originText(level),
        state: outcome.state === 'unselected' ? 'not-evaluated' : outcome.state,
        reason: outcome.state === 'not-applicable' ? outcome.reason : '',
        gaps: gapsOf(outcome, new Set(lost.flatMap(({ ruleId, what }) => (ruleId === rule.id ? what : [])))),
        findings: { new: count('new'), older: count('older'), suppressed: count('suppressed') },
        record: null,
    };
}
/** @param lost what the change took away: it is told as that, and not counted as reported in the same breath */
function gapsOf(outcome, lost) {
    switch (outcome.state) {
        case 'evaluated':
            return [
                ...outcome.gaps,
                ...outcome.unproven.filter(({ what, cause }) => cause !== 'pattern' || !lost.has(what)).map(unprovenGap),
            ];
        case 'not-evaluated':
            return [...outcome.gaps];
        case 'unselected':
            return [{ evidence: 'this rule', reason: 'left out by --rule', next: 'Run without --rule', cause: 'not-asked' }];
        default:
            return [];
    }
}
/** A name that only a pattern may report is no gap anybody expected to be filled; an unreadable file is. */
function unprovenGap({ what, cause }) {
    return cause === 'pattern'
        ? { evidence: what, reason: 'counted as reported', next: '', cause: 'not-asked' }
        : { evidence: what, reason: 'not checked', next: 'Mend the file that cannot be read', cause: 'tree' };
}

// EXTERNAL MODULE: ./build/repository/model.js + 7 modules
var model = __webpack_require__(2476);
// EXTERNAL MODULE: ./build/rules/registry.js + 64 modules
var registry = __webpack_require__(3540);
// EXTERNAL MODULE: ./build/version.js
var version = __webpack_require__(8508);
;// CONCATENATED MODULE: ./build/oracle.js
/**
 * The one place that wires implementations to ports: git and the work tree, the GitHub API (loaded only when it is
 * asked), the rules, the policy and the report. The action and the CLI both call `evaluate` and nothing else.
 */



















const RULE_IDS = all_rules/* ALL_RULES */.U.map(({ id }) => id);
/**
 * The validated configuration of a work tree.
 *
 * @throws PhaseMirrorError `user`, exit 2
 */
function inspectConfig(request) {
    return readWorkTreeConfig(request, RULE_IDS);
}
/**
 * Every change of a clone's history, decided as {@link evaluate} would have. Loaded only when it is asked for.
 *
 * @throws PhaseMirrorError see `oracle/replay-history.ts`
 */
async function replayHistory(request) {
    checkSelection(request.onlyRules);
    return (await __webpack_require__.e(/* import() */ 835).then(__webpack_require__.bind(__webpack_require__, 7835))).replayHistory(request);
}
/**
 * Evaluate one tree, against its base where there is one.
 *
 * @returns the report, validated against its schema
 * @throws PhaseMirrorError for bad input or configuration (exit 2); whatever else is thrown is a bug of ours
 */
async function evaluate(request) {
    const started = request.clock();
    const phases = new Phases(request);
    checkSelection(request.onlyRules);
    const today = new Date(started).toISOString().slice(0, 10);
    phases.enter('snapshot');
    const asked = askApi(request, branchOfEvent(request.event));
    // It is awaited later; until then a rejection must not count as unhandled.
    asked.catch(() => undefined);
    const git = await repository_git/* Git */.T.open(request.folder, request.environment);
    const resolved = await resolveSubject(git, request.folder, request.event, model/* isGoverned */.Ps);
    try {
        return await evaluateResolved(request, resolved, {
            started,
            today,
            phases,
            asked,
            top: git?.top ?? request.folder,
        });
    }
    finally {
        await Promise.all([resolved.subject.close(), resolved.base?.close(), asked.catch(() => undefined)]);
    }
}
async function evaluateResolved(request, resolved, progress) {
    const { phases, today } = progress;
    const { event } = request;
    const baseExpected = event.kind === 'pull_request' || event.kind === 'merge_group';
    phases.enter('policy');
    const configPath = request.configPath === undefined ? undefined : configPathInTree(request.configPath, progress.top);
    const fromBase = baseExpected || (event.kind === 'terminal' && resolved.base !== null && request.configPath === undefined);
    const loaded = await (0,load/* loadPolicy */.t)({
        subject: resolved.subject,
        base: resolved.base,
        fromBase,
        ...(configPath === undefined ? {} : { path: configPath }),
    }, { ruleIds: RULE_IDS, today });
    phases.enter('model');
    const options = {
        cache: new model/* ParseCache */.i3(),
        alsoRead: loaded.config.schemas.flatMap(({ value }) => [value.schema, value.version.path]),
        ...(request.repository === undefined ? {} : { repository: request.repository }),
    };
    const [subject, base] = await Promise.all([
        (0,model/* buildModel */.yK)(resolved.subject, options),
        resolved.base === null ? null : (0,model/* buildModel */.yK)(resolved.base, options),
    ]);
    phases.enter('api');
    const defaultBranch = request.defaultBranch ?? resolved.defaultBranch;
    const branch = resolved.branch;
    const enabled = registry/* RULES */.y0.filter(({ id }) => request.onlyRules === undefined || request.onlyRules.includes(id));
    const wanted = new Set(enabled.flatMap(({ id, wants }) => (loaded.config.rules.get(id)?.level?.value === 'off' ? [] : (wants ?? []))));
    const commit = /^commit:([0-9a-f]+)$/.exec(resolved.subject.id)?.[1] ?? null;
    const [api, facts] = await Promise.all([
        branchOfEvent(event) === null ? askApi(request, branch ?? defaultBranch) : progress.asked,
        askFacts(request, wanted, commit),
    ]);
    const enforcement = enforcementOf(request, api.protections);
    const policy = withInline(loaded, request.configInline, enforcement === 'required-workflow', {
        today,
        defaultBranch,
    });
    phases.enter('rules');
    const degraded = degradations(request, resolved, policy);
    const { judgement, thresholds, requirements } = (0,judge_trees/* judgeTrees */.v)({
        subject,
        base,
        change: resolved.change,
        policy,
        api,
        facts,
        branch,
        defaultBranch,
        repository: request.repository ?? '',
        strict: request.strict,
        today,
        ...(resolved.otherCommit === null
            ? {}
            : { missing: [`This is not the tree of the event: ${resolved.otherCommit}`] }),
        baseState: resolved.base !== null ? 'present' : baseExpected ? 'missing' : 'not-expected',
        degraded,
        onDecision: () => phases.enter('decision'),
        ...(request.gate === undefined ? {} : { gate: request.gate }),
        ...(request.onlyRules === undefined ? {} : { onlyRules: request.onlyRules }),
        ...(request.throwing === undefined ? {} : { throwing: request.throwing }),
    });
    phases.enter(null);
    const l0 = checkRun(progress.started);
    const violations = l0.violations.map(({ invariant, value, bound }) => ({
        ruleId: 'L0',
        side: 'subject',
        message: `${invariant}: ${value}, but it has to be ${bound}`,
    }));
    const report = assembleReport({
        run: {
            startedAt: new Date(progress.started).toISOString(),
            durationMs: request.clock() - progress.started,
            event: request.eventName,
            url: request.runUrl ?? '',
            runner: { node: process.version, platform: process.platform },
            timings: request.timings ? phases.times : {},
        },
        version: version/* VERSION */.x,
        ruleSet: (0,registry/* ruleSetId */.qY)(registry/* RULES */.y0),
        subject: { id: resolved.subject.id, repository: request.repository ?? '', branch: branch ?? '' },
        base: resolved.base?.id ?? null,
        complete: judgement.complete,
        degraded,
        enforcement,
        policy: {
            source: policySource(policy),
            thresholds,
            strict: request.strict,
            enforceFrom: request.enforceFrom ?? '',
        },
        sources: requirements.answers,
        rules: judgement.rules,
        findings: judgement.findings,
        lost: judgement.lost,
        toolErrors: [...violations, ...judgement.toolErrors],
        l0: {
            mask: l0.mask,
            violations: l0.violations.map(({ invariant, value, bound }) => ({ invariant, value, bound })),
        },
        decision: violations.length > 0 ? refusal(violations) : judgement.decision,
        originText: (level) => (0,levels/* originText */.CQ)(level.origin),
    });
    (0,schema/* validateReport */.R)(report);
    return report;
}
/** A bundle that validates with other schemas than were published says nothing about the tree. */
function refusal(violations) {
    return {
        outcome: 'block',
        reasons: violations.map(({ message }) => ({
            kind: 'tool-error',
            text: `This build of Phase Mirror is not sound and decides nothing. ${message}`,
        })),
    };
}
function checkSelection(only) {
    const unknown = only?.find((id) => !all_rules/* ALL_RULES */.U.some((rule) => rule.id === id));
    if (unknown === undefined)
        return;
    throw new errors/* PhaseMirrorError */.VV('user', {
        thing: `the rule "${unknown}"`,
        reason: 'is not known',
        next: `Use one of: ${RULE_IDS.join(', ')}`,
        exitCode: 64,
    });
}
/** The branch an event is about, before anything was read; null when only git can tell. */
function branchOfEvent(event) {
    if (event.kind === 'pull_request' || event.kind === 'merge_group')
        return event.targetBranch;
    return event.kind === 'push' || event.kind === 'other' ? event.branch : null;
}
// ---------------------------------------------------------------- policy
/** The loaded policy under what the workflow gives. */
function withInline(policy, text, wins, { today, defaultBranch }) {
    if (text === undefined)
        return policy;
    const inline = (0,config/* parseConfig */.o4)(CONFIG_INLINE, new TextEncoder().encode(text), { ruleIds: RULE_IDS, today }).config;
    return { ...policy, config: overlayConfig(policy.config, inline, wins, { rules: all_rules/* ALL_RULES */.U, today, defaultBranch }) };
}
function policySource(policy) {
    if (policy.config.path === null)
        return 'built-in';
    return `${policy.side}:${policy.config.path}`;
}
function degradations(request, resolved, policy) {
    const found = [...(request.degraded ?? [])];
    if (resolved.subject.id === 'folder') {
        found.push({
            code: 'no_git',
            text: 'This is not a git repository: the files of the folder were evaluated, and nothing is known of its branches',
        });
    }
    if (resolved.otherCommit !== null) {
        found.push({
            code: 'other_commit',
            text: `The tree that was evaluated is not the change of this event: ${resolved.otherCommit}. Use actions/checkout without \`ref\``,
        });
    }
    if (resolved.baseMissing !== null) {
        found.push({ code: 'base_missing', text: `The base could not be read: ${resolved.baseMissing}` });
    }
    if (policy.baseInvalid !== null) {
        found.push({
            code: 'base_config_invalid',
            text: `The configuration on the base is invalid, so the built-in policy was applied: ${policy.baseInvalid}`,
        });
    }
    return found;
}
/**
 * A pull request can edit the workflow that runs the gate; only a workflow that an organisation's ruleset requires, at
 * a pinned ref, is out of its reach.
 */
function enforcementOf(request, protections) {
    const { workflowRef } = request;
    if (workflowRef === undefined)
        return 'none';
    const required = protections.flatMap(({ requiredWorkflows }) => requiredWorkflows ?? []);
    const pinned = required.some(({ path, ref, sha }) => (ref !== undefined || sha !== undefined) && workflowRef.split('@')[0]?.endsWith(`/${path}`) === true);
    const elsewhere = request.repository !== undefined && !workflowRef.startsWith(`${request.repository}/`);
    return pinned && elsewhere ? 'required-workflow' : 'self-attested';
}
/** Wall-clock time of each phase, in milliseconds. */
class Phases {
    request;
    times = {};
    current = null;
    constructor(request) {
        this.request = request;
    }
    enter(name) {
        const now = this.request.clock();
        if (this.current !== null)
            this.times[this.current.name] = now - this.current.since;
        this.current = name === null ? null : { name, since: now };
        if (name !== null)
            this.request.onPhase?.(name);
    }
}


/***/ }),

/***/ 5014:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   U: () => (/* binding */ ALL_RULES)
/* harmony export */ });
/* harmony import */ var _policy_suppressions_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(931);
/* harmony import */ var _policy_weakened_findings_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(324);
/* harmony import */ var _rules_registry_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(3540);



/** Rules that look at the policy instead of the tree. */
const POLICY_RULES = [
    {
        id: _policy_weakened_findings_js__WEBPACK_IMPORTED_MODULE_1__/* .POLICY_WEAKENED */ .KF,
        name: _policy_weakened_findings_js__WEBPACK_IMPORTED_MODULE_1__/* .POLICY_WEAKENED */ .KF,
        version: _policy_weakened_findings_js__WEBPACK_IMPORTED_MODULE_1__/* .POLICY_WEAKENED_VERSION */ .nP,
        summary: 'The change loosens the configuration it will be judged by after the merge',
        severity: 'high',
        level: 'block',
    },
    {
        id: _policy_suppressions_js__WEBPACK_IMPORTED_MODULE_0__/* .SUPPRESSION_PROBLEM */ .qo,
        name: _policy_suppressions_js__WEBPACK_IMPORTED_MODULE_0__/* .SUPPRESSION_PROBLEM */ .qo,
        version: _policy_suppressions_js__WEBPACK_IMPORTED_MODULE_0__/* .SUPPRESSION_PROBLEM_VERSION */ .xl,
        summary: 'A suppression is over, about to end, or matches nothing',
        severity: 'low',
        level: 'warn',
    },
];
/** In the order of lists. */
const ALL_RULES = [..._rules_registry_js__WEBPACK_IMPORTED_MODULE_2__/* .RULES */ .y0, ...POLICY_RULES];


/***/ }),

/***/ 6495:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  v: () => (/* binding */ judgeTrees)
});

// EXTERNAL MODULE: ./build/policy/config-problems.js
var config_problems = __webpack_require__(6154);
// EXTERNAL MODULE: ./build/repository/model.js + 7 modules
var repository_model = __webpack_require__(2476);
// EXTERNAL MODULE: ./build/policy/config.js
var config = __webpack_require__(5673);
;// CONCATENATED MODULE: ./build/policy/inline-suppressions.js
/**
 * Suppressions in a comment beside what they suppress:
 *
 *     paths: [src/**] # phase-mirror: ignore MD-003 reason="docs never break the build" until=2026-12-31
 *
 * A comment on a line of its own speaks of the next line that is not a comment. The rules are those of `suppressions:` in
 * the configuration: reason and end are required, owner, ticket and verdict may follow. Since lines move, the target is
 * known by its text.
 */



const MARK = 'phase-mirror: ignore';
/** Comments that are read in one tree: bounds the work on a file made of them. */
const MAX_COMMENTS = 1000;
const KEYS = ['reason', 'until', 'owner', 'ticket', 'verdict'];
/**
 * @param texts the lines of each file that may hold one, by path
 * @throws ConfigError with every comment that is not valid, at its line
 */
function inlineSuppressions(texts, context) {
    const found = [];
    const problems = [];
    let comments = 0;
    for (const [path, lines] of texts) {
        for (const [index, line] of lines.entries()) {
            const start = line.indexOf(MARK);
            if (start < 0 || !line.slice(0, start).includes('#'))
                continue;
            comments += 1;
            if (comments > MAX_COMMENTS)
                return found;
            const read = readComment(path, lines, index, line.slice(start + MARK.length), context);
            if ('problem' in read)
                problems.push(read.problem);
            else
                found.push(read);
        }
    }
    const [first] = problems;
    if (first !== undefined)
        throw new config_problems/* ConfigError */.xL(first.at.path, problems);
    return found;
}
function readComment(path, lines, index, text, context) {
    const at = { path, startLine: index + 1, startColumn: 1, endLine: index + 1, endColumn: 1 };
    const problem = (reason, next) => ({
        problem: { at, key: 'the comment `phase-mirror: ignore`', reason, next },
    });
    const [rule = '', ...pairs] = wordsOf(text);
    if (rule === '' || rule.includes('='))
        return problem('names no rule', 'Write the rule first: phase-mirror: ignore MD-003 …');
    const fields = { rule, path };
    for (const pair of pairs) {
        const equals = pair.indexOf('=');
        const key = pair.slice(0, Math.max(equals, 0));
        if (!KEYS.includes(key))
            return problem(`has "${pair.slice(0, 40)}", which is none of ${KEYS.join(', ')}`, 'Write key="value"');
        fields[key] = pair.slice(equals + 1);
    }
    // The same reader as for the configuration, so that both speak one format.
    const document = `version: 1\nsuppressions: [${JSON.stringify(fields)}]\n`;
    try {
        const [entry] = (0,config/* parseConfig */.o4)(path, new TextEncoder().encode(document), context).config.suppressions;
        if (entry === undefined)
            return problem('says nothing', 'Name a rule, a reason and an end');
        return { ...entry, line: targetOf(lines, index), at: { path, line: index + 1 } };
    }
    catch (error) {
        if (!(error instanceof config_problems/* ConfigError */.xL))
            throw error;
        const [cause] = error.problems;
        const key = cause?.key.replace(/^suppressions\[0\]\.?/, '') ?? '';
        return problem(`${key === '' ? '' : `${key} `}${cause?.reason ?? 'is not valid'}`.trim(), cause?.next ?? 'Mend it');
    }
}
/** The line that is meant: the comment's own when something stands before it, else the next that is no comment. */
function targetOf(lines, index) {
    const own = (lines[index] ?? '').trim();
    const target = own.startsWith('#')
        ? lines.slice(index + 1).find((line) => line.trim() !== '' && !line.trim().startsWith('#'))
        : own;
    return (target ?? '').trim().slice(0, repository_model/* MAX_EXCERPT */.Zh);
}
/** Words at blanks; blanks inside double quotes belong to the word, the quotes do not. */
function wordsOf(text) {
    const words = [];
    let [word, quoted, open] = ['', false, false];
    for (const character of text) {
        if (character === '"') {
            quoted = !quoted;
            open = true;
        }
        else if (!quoted && (character === ' ' || character === '\t')) {
            if (open)
                words.push(word);
            [word, open] = ['', false];
        }
        else {
            word += character;
            open = true;
        }
    }
    if (open)
        words.push(word);
    return words;
}

// EXTERNAL MODULE: ./build/rules/fingerprint.js
var fingerprint = __webpack_require__(4736);
// EXTERNAL MODULE: ./build/rules/run.js
var rules_run = __webpack_require__(1773);
;// CONCATENATED MODULE: ./build/rules/compare.js
/**
 * Both sides of a change, compared: which findings the change introduced, and what it took away from our sight.
 * Contract of design.md: with a base, only introduced findings count; evidence a block-level rule had on the base and
 * lost through the change blocks as "unproven".
 */


/** Findings of the subject, each new or older. Without a base (null) every finding is new. */
function compareRuns(subject, base, context) {
    const errors = [];
    const retell = (rule, finding) => {
        if (context === null || rule.attribute === undefined)
            return finding;
        try {
            return rule.attribute(finding, context);
        }
        catch (error) {
            errors.push({ ruleId: rule.id, message: (0,rules_run/* messageOf */.bD)(error) });
            return finding;
        }
    };
    const onBase = new Map((base ?? []).map((run) => [run.rule.id, run]));
    const findings = subject.flatMap((run) => {
        if (run.outcome.state !== 'evaluated')
            return [];
        const before = onBase.get(run.rule.id)?.outcome;
        // A rule that threw on the base only has nothing to compare with: every finding counts.
        const known = before?.state === 'evaluated' ? before.findings : [];
        const fresh = (0,fingerprint/* introduced */._D)(run.outcome.findings, known, context?.change.renames ?? new Map());
        return run.outcome.findings.map((finding, index) => {
            const same = run.rule.sameByAnchor === true && known.some(({ anchor }) => anchor === finding.anchor);
            if (fresh[index] === false || same)
                return { rule: run.rule, finding, status: 'older' };
            return { rule: run.rule, finding: retell(run.rule, finding), status: 'new' };
        });
    });
    return { findings, errors };
}
/**
 * What the base let a rule prove and the subject does not, because of the tree itself. Several keys that one cause
 * took away, told in the same words, are one entry.
 */
function lostThroughChange(subject, base) {
    const told = new Set();
    return allLost(subject, base).filter(({ ruleId, what, path, line }) => {
        const text = JSON.stringify([ruleId, what, path, line]);
        return !told.has(text) && told.add(text).size > 0;
    });
}
function allLost(subject, base) {
    const onBase = new Map(base.map((run) => [run.rule.id, run]));
    return subject.flatMap((run) => {
        const before = onBase.get(run.rule.id)?.outcome;
        if (before?.state !== 'evaluated')
            return [];
        const { outcome } = run;
        if (outcome.state === 'evaluated') {
            const proven = new Set(before.proven);
            return outcome.unproven
                .filter(({ key }) => proven.has(key))
                .map(({ key, what, at }) => ({
                ruleId: run.rule.id,
                key,
                what,
                ...(at === undefined ? {} : { path: at.path, line: at.startLine }),
            }));
        }
        if (outcome.state !== 'not-evaluated')
            return [];
        return outcome.gaps
            .filter(({ cause }) => cause === 'tree')
            .map((gap) => ({ ruleId: run.rule.id, key: 'rule', what: `${gap.evidence}: ${gap.reason}` }));
    });
}

// EXTERNAL MODULE: ./build/policy/levels.js + 1 modules
var policy_levels = __webpack_require__(7954);
// EXTERNAL MODULE: ./build/policy/weakened-findings.js
var weakened_findings = __webpack_require__(324);
;// CONCATENATED MODULE: ./build/policy/decide.js


/**
 * The decision and its reasons, worst first.
 *
 * - *block*: a rule threw on the subject; more new findings of rules at `block` than a maximum allows; evidence of a
 *   rule at `block` was lost by the change.
 * - *warn*: any other new finding, an incomplete or degraded run, a rule that threw on the base.
 * - *pass*: none of these, which is why a pass is always complete.
 */
function decide(input) {
    const block = [...toolErrors(input), ...overMaxima(input), ...unproven(input)];
    const warn = [
        ...weakened(input),
        ...otherFindings(input),
        ...incomplete(input),
        ...degraded(input),
        ...baseErrors(input),
    ];
    const reasons = [...block, ...warn];
    if (reasons.length > 0)
        return { outcome: block.length > 0 ? 'block' : 'warn', reasons };
    return { outcome: 'pass', reasons: [{ kind: 'clean', text: cleanText(input) }] };
}
/** Compares outcomes: positive when `a` is the worse one. */
function compareOutcomes(a, b) {
    return OUTCOME_RANK[a] - OUTCOME_RANK[b];
}
const OUTCOME_RANK = { pass: 0, warn: 1, block: 2 };
/**
 * Whether no enabled rule at `block` lacks evidence that was expected, and a base was there where one is expected.
 * A gap that nobody expected to be filled (`not-asked`) is listed elsewhere and takes nothing away.
 */
function isComplete(input) {
    const reasons = new Set();
    if (input.base === 'missing')
        reasons.add('There is no base to compare with, so every problem counts as new');
    // One cause usually blinds several rules: it is told once, with all of them.
    const blinded = new Map();
    for (const { id, level, outcome } of input.rules) {
        if (level !== 'block')
            continue;
        const missing = outcome === null ? ['failed and was not evaluated'] : missingEvidence(outcome);
        for (const what of missing)
            blinded.set(what, [...(blinded.get(what) ?? []), id]);
    }
    for (const [what, ids] of blinded)
        reasons.add(`${ids.join(', ')}: ${what}`);
    return { complete: reasons.size === 0, reasons: [...reasons] };
}
function missingEvidence(outcome) {
    if (outcome.state === 'not-applicable')
        return [];
    const gaps = outcome.gaps.filter(({ cause }) => cause !== 'not-asked').map(gapText);
    const unreadable = outcome.state === 'evaluated' ? outcome.unproven.filter(({ cause }) => cause === 'unreadable') : [];
    return [...gaps, ...unreadable.map(({ what }) => `could not be proven: ${what}`)];
}
function gapText({ evidence, reason }) {
    return `${evidence} could not be read: ${reason}`;
}
function counted({ findings }) {
    return findings.filter(({ status, level }) => status === 'new' && level !== 'off');
}
function countOver(input, severity) {
    const count = counted(input).filter((found) => found.level === 'block' && found.severity === severity).length;
    return count > input.thresholds[severity] ? count : 0;
}
function overMaxima(input) {
    return policy_levels/* MAXIMA */.Wr.flatMap((severity) => {
        const count = countOver(input, severity);
        const max = input.thresholds[severity];
        if (count === 0)
            return [];
        const text = `${problems(count, input)} of severity ${severity}; at most ${max} ${max === 1 ? 'is' : 'are'} allowed`;
        return [{ kind: 'over-threshold', text, severity, count, max }];
    });
}
function toolErrors(input) {
    return errorsOn(input, 'subject').map((ruleId) => ({
        kind: 'tool-error',
        text: `${ruleId} failed: this is a fault of Phase Mirror, not of the change`,
    }));
}
function baseErrors(input) {
    return errorsOn(input, 'base').map((ruleId) => ({
        kind: 'tool-error',
        text: `${ruleId} failed on the base, so each of its problems counts as new`,
    }));
}
function errorsOn({ toolErrors }, side) {
    return [...new Set(toolErrors.filter((error) => error.side === side).map(({ ruleId }) => ruleId))];
}
function unproven({ lost }) {
    return lost.map(({ ruleId, what, path, line }) => {
        const where = path === undefined ? '' : ` (${path}${line === undefined ? '' : `:${line}`})`;
        return { kind: 'unproven', text: `Unproven, and proven before this change: ${ruleId}, ${what}${where}` };
    });
}
function weakened(input) {
    const count = counted(input).filter(({ ruleId }) => ruleId === weakened_findings/* POLICY_WEAKENED */.KF).length;
    if (count === 0)
        return [];
    const places = count === 1 ? 'one place' : `${count} places`;
    return [
        {
            kind: 'policy-weakened',
            text: `The change loosens the policy in ${places}; it takes effect after the merge`,
            count,
        },
    ];
}
/** New findings that no reason above speaks of. */
function otherFindings(input) {
    const count = counted(input).filter(({ ruleId, level, severity }) => {
        if (ruleId === weakened_findings/* POLICY_WEAKENED */.KF)
            return false;
        return level !== 'block' || severity === 'low' || countOver(input, severity) === 0;
    }).length;
    if (count === 0)
        return [];
    return [
        { kind: 'new-findings', text: `${problems(count, input)} that ${count === 1 ? 'does' : 'do'} not block`, count },
    ];
}
function incomplete({ complete, incompleteReasons }) {
    if (complete)
        return [];
    const reasons = incompleteReasons.length > 0 ? incompleteReasons : ['Something that was expected could not be read'];
    return reasons.map((text) => ({ kind: 'incomplete', text }));
}
function degraded(input) {
    return input.degraded.map(({ text }) => ({ kind: 'degraded', text }));
}
function problems(count, { compared }) {
    return `${count} ${compared === 'base' ? 'new ' : ''}problem${count === 1 ? '' : 's'}`;
}
function cleanText({ compared }) {
    return compared === 'base'
        ? 'No new problem, and everything expected was checked'
        : 'No problem, and everything expected was checked';
}

// EXTERNAL MODULE: ./build/policy/suppressions.js
var suppressions = __webpack_require__(931);
;// CONCATENATED MODULE: ./build/policy/judge.js
/**
 * From what the rules said on both sides of a change to a decision: which findings are new, which are suppressed,
 * what was lost, whether the run is complete. Pure.
 */






/** Judge a run. */
function judge(input) {
    const identities = new Map(input.rules.map((rule) => [rule.id, rule]));
    const levels = new Map(input.rules.map((rule) => [rule.id, (0,policy_levels/* effectiveLevel */._Q)(rule, input.config, input.side)]));
    const levelOf = (id) => levels.get(id)?.level ?? 'warn';
    const comparison = compareRuns(input.subjectRuns, input.baseRuns, input.change);
    const compared = comparison.findings.map(({ finding, status }) => ({ finding, status }));
    const marked = suppress([...compared, ...input.weakened.map((finding) => ({ finding, status: 'new' }))], input);
    const findings = marked.flatMap(({ finding, status, suppression }) => {
        const rule = identities.get(finding.ruleId);
        return rule === undefined ? [] : [{ finding, rule, level: levelOf(rule.id), status, suppression }];
    });
    const toolErrors = [
        ...errorsOf(input.subjectRuns, 'subject'),
        ...comparison.errors.map((error) => ({ ...error, side: 'subject' })),
        ...errorsOf(input.baseRuns ?? [], 'base'),
    ];
    const lost = onceEach(lostThroughChange(input.subjectRuns, input.baseRuns ?? []).filter(({ ruleId }) => levelOf(ruleId) === 'block'));
    const outcomes = new Map(input.subjectRuns.map((run) => [run.rule.id, run.outcome]));
    const rules = input.rules.map((rule) => {
        const level = levels.get(rule.id);
        return { rule, level, outcome: outcomeOf(rule, level, outcomes, input) };
    });
    const lacking = isComplete({
        base: input.base,
        rules: rules.map(({ rule, level, outcome }) => ({
            id: rule.id,
            level: level.level,
            outcome: evidenceOf(outcome),
        })),
    });
    const completeness = {
        complete: lacking.complete && (input.missing ?? []).length === 0,
        reasons: [...(input.missing ?? []), ...lacking.reasons],
    };
    const decision = decide({
        findings: findings.map(({ finding, level, status }) => ({
            ruleId: finding.ruleId,
            severity: finding.severity,
            status,
            level,
        })),
        toolErrors,
        lost,
        complete: completeness.complete,
        incompleteReasons: completeness.reasons,
        degraded: input.degraded,
        thresholds: input.thresholds,
        compared: input.baseRuns === null ? 'none' : 'base',
    });
    return { rules, findings, lost, toolErrors, complete: completeness.complete, decision };
}
/** What several rules lost for one and the same reason, told by the first of them. */
function onceEach(lost) {
    const told = new Set();
    return lost.filter(({ what, path, line }) => {
        const text = JSON.stringify([what, path, line]);
        return !told.has(text) && told.add(text).size > 0;
    });
}
/** Mark what the configuration suppresses, and add what is wrong with the suppressions themselves. */
function suppress(found, input) {
    const suppressible = found.map((entry) => ({
        ...entry,
        ...entry.finding,
        findingId: (0,fingerprint/* findingIdOf */.AW)((0,fingerprint/* fingerprintOf */.ax)(entry.finding)),
    }));
    const ran = new Set(input.subjectRuns.filter(({ outcome }) => outcome.state === 'evaluated').map(({ rule }) => rule.id));
    const result = (0,suppressions/* applySuppressions */.px)(suppressible, input.config, input.today, ran);
    const marked = suppressible.map((entry) => {
        const by = result.suppressed.get(entry);
        return by === undefined
            ? { finding: entry.finding, status: entry.status, suppression: null }
            : { finding: entry.finding, status: 'suppressed', suppression: { reason: by.reason, until: by.until } };
    });
    // They speak of the policy in force. With a base that is the base's own file: not introduced here, hence older.
    const status = input.side === 'base' && input.baseRuns !== null ? 'older' : 'new';
    const problems = (0,suppressions/* suppressionFindings */.Mi)(result, input.config, input.today);
    return [...marked, ...problems.map((finding) => ({ finding, status, suppression: null }))];
}
function outcomeOf(rule, { level }, outcomes, input) {
    if (level === 'off')
        return { state: 'off' };
    if (!input.selected(rule.id))
        return { state: 'unselected' };
    const ran = outcomes.get(rule.id);
    if (ran !== undefined)
        return ran;
    // A rule that looks at the policy has no run of its own: it is evaluated by being asked, where there is what it asks about.
    if (rule.id === weakened_findings/* POLICY_WEAKENED */.KF && !input.policyCompared) {
        return { state: 'not-applicable', reason: 'there is no earlier configuration to compare with' };
    }
    if (rule.id === suppressions/* SUPPRESSION_PROBLEM */.qo && input.config.suppressions.length === 0) {
        return { state: 'not-applicable', reason: 'nothing is suppressed' };
    }
    return { state: 'evaluated', findings: [], proven: [], unproven: [], gaps: [] };
}
/** A rule that did not run lacks nothing that was expected; one that threw lacks everything. */
function evidenceOf(outcome) {
    switch (outcome.state) {
        case 'tool-error':
            return null;
        case 'off':
        case 'unselected':
            return { state: 'not-applicable', reason: outcome.state };
        default:
            return outcome;
    }
}
function errorsOf(runs, side) {
    return runs.flatMap(({ rule, outcome }) => outcome.state === 'tool-error' ? [{ ruleId: rule.id, side, message: outcome.message }] : []);
}

// EXTERNAL MODULE: ./build/repository/codeowners.js
var repository_codeowners = __webpack_require__(9828);
// EXTERNAL MODULE: ./build/repository/glob-automaton.js
var glob_automaton = __webpack_require__(7160);
// EXTERNAL MODULE: ./build/rules/data/external-checks.js
var external_checks = __webpack_require__(82);
;// CONCATENATED MODULE: ./build/rules/external-checks.js


let builtIn;
/** Compiled when the first context is asked about: most repositories never ask. */
function builtInEntries() {
    builtIn ??= external_checks/* EXTERNAL_CHECKS */.aB.map(({ pattern, reporter, byActions }) => ({
        matcher: compileContextPattern(pattern),
        reporter,
        byActions: byActions === true,
    }));
    return builtIn;
}
/**
 * Decide by, in this order: the entries of our configuration, the app that a ruleset or branch protection demands, and the
 * table of well-known reporters. A check that GitHub Actions itself must report (app 15368) is never external by its name
 * alone, except where GitHub runs Actions jobs that no file declares (code scanning's default setup).
 *
 * @param configured exact contexts, or globs in which `*` is any text and `\*` a star
 */
function externalChecks(configured, options = {}) {
    const configuredBy = options.configuredBy ?? 'external-checks of .phase-mirror.yml';
    const own = configured.map(compileContextPattern);
    return {
        reporterOf(check) {
            if (own.some((matcher) => matcher.matches(check.context)))
                return configuredBy;
            const app = appOf(check);
            if (app !== null && app !== 'GitHub Actions')
                return app;
            const byActionsOnly = app !== null;
            const entry = builtInEntries().find(({ matcher, byActions }) => (byActions || !byActionsOnly) && matcher.matches(check.context));
            return entry?.reporter ?? null;
        },
    };
}
/** The app that must report a check, by name; null when any app may. */
function appOf({ integrationId, appSlug }) {
    if (integrationId !== undefined && integrationId > 0) {
        if (integrationId === external_checks/* GITHUB_ACTIONS_APP_ID */.Yw)
            return 'GitHub Actions';
        return external_checks/* APPS */.h.get(integrationId)?.name ?? `GitHub App ${integrationId}`;
    }
    if (appSlug === undefined || appSlug === '')
        return null;
    return appSlug === 'github-actions' ? 'GitHub Actions' : `GitHub App "${appSlug}"`;
}
/** A context with `*` for any text; `\*` is a star and `\\` a backslash. One that is too long matches nothing. */
function compileContextPattern(pattern) {
    if (pattern.length > glob_automaton/* MAX_PATTERN_LENGTH */.n7)
        return { matches: () => false };
    const pieces = [];
    const characters = Array.from(pattern);
    for (let index = 0; index < characters.length; index += 1) {
        const character = characters[index] ?? '';
        const next = characters[index + 1];
        if (character === '*')
            pieces.push(glob_automaton/* ANY */.x4);
        else if (character === '\\' && (next === '*' || next === '\\')) {
            pieces.push(...(0,glob_automaton/* literal */.eu)(next));
            index += 1;
        }
        else
            pieces.push(...(0,glob_automaton/* literal */.eu)(character));
    }
    return (0,glob_automaton/* compilePieces */.zl)(pieces);
}

// EXTERNAL MODULE: ./build/rules/registry.js + 64 modules
var registry = __webpack_require__(3540);
// EXTERNAL MODULE: ./build/oracle/all-rules.js
var all_rules = __webpack_require__(5014);
// EXTERNAL MODULE: ./build/repository/branch-selector.js
var branch_selector = __webpack_require__(791);
;// CONCATENATED MODULE: ./build/rules/requirements.js
/** The requirements in force on one branch, joined from every source that speaks about it. */

/**
 * Join the protections that cover the branch. A context that several sources require is kept once for each source (every
 * place has to be changed by whoever renames the check), ordered by context, source and position.
 *
 * Rulesets add up. Of the branch protection rules in one file only one is in force, as on GitHub: one that names the
 * branch goes before patterns, and among patterns the first wins.
 * Source: https://docs.github.com/repositories/configuring-branches-and-merges-in-your-repository/managing-protected-branches/managing-a-branch-protection-rule
 */
function resolveRequirements({ protections, branch, defaultBranch, answers }) {
    const covering = inForce(protections.filter((protection) => (0,branch_selector/* selectsBranch */.iv)(protection.branches, branch, defaultBranch)), branch, defaultBranch);
    const checks = new Map();
    for (const protection of covering) {
        for (const check of protection.requiredChecks) {
            const key = JSON.stringify([sourceKey(check.source), check.context]);
            const known = checks.get(key);
            // The entry that also says which app must report demands more.
            if (known === undefined || (known.integrationId === undefined && check.integrationId !== undefined)) {
                checks.set(key, check);
            }
        }
    }
    return {
        branch,
        checks: [...checks.values()].sort(byContextAndPlace),
        answers,
        known: answers.some(({ status }) => status === 'answered' || status === 'none'),
        codeOwnerReview: covering.some(({ codeOwnerReview }) => codeOwnerReview === true),
        mergeQueue: covering.filter(({ mergeQueue }) => mergeQueue === true).map(({ source }) => source),
    };
}
function inForce(covering, branch, defaultBranch) {
    /** The branch protection rules of each file. */
    const classic = new Map();
    for (const protection of covering) {
        const { source } = protection;
        if (source.kind !== 'file' || source.format === 'ruleset')
            continue;
        const rules = classic.get(source.path) ?? [];
        classic.set(source.path, [...rules, protection]);
    }
    const overruled = new Set();
    for (const rules of classic.values()) {
        const naming = rules.filter((rule) => (0,branch_selector/* namesBranch */.nO)(rule.branches, branch, defaultBranch));
        const winners = naming.length > 0 ? naming : rules.slice(0, 1);
        for (const rule of rules)
            if (!winners.includes(rule))
                overruled.add(rule);
    }
    return covering.filter((protection) => !overruled.has(protection));
}
/** One text for one source; two rulesets in one file are one source, two answers of the API are two. */
function sourceKey(source) {
    return source.kind === 'api' ? `api ${source.endpoint} ${source.label}` : `${source.kind} ${source.path}`;
}
function byContextAndPlace(a, b) {
    return (compare(a.context, b.context) ||
        compare(sourceKey(a.source), sourceKey(b.source)) ||
        (a.at?.startLine ?? 0) - (b.at?.startLine ?? 0) ||
        (a.at?.startColumn ?? 0) - (b.at?.startColumn ?? 0));
}
/** By code unit: the same order on every machine, whatever its locale. */
function compare(a, b) {
    return a < b ? -1 : a > b ? 1 : 0;
}

;// CONCATENATED MODULE: ./build/oracle/requirements.js


/** Branches that are named when none of them is the judged one. */
const MAX_BRANCHES = 3;
/**
 * Join them for the branch that is judged.
 *
 * @param gateSide the side whose workflow the gate runs from: the base where there is one
 */
function requirementsOf(built, gateSide, policy, api, { gate, renames, branch, defaultBranch }) {
    const configured = configuredProtections(policy, defaultBranch);
    const own = gate === undefined ? [] : gateProtection(gate, gateSide, renames);
    return resolveRequirements({
        protections: [...built.model.protections, ...configured, ...own, ...api.protections],
        branch,
        defaultBranch,
        answers: [
            ...fileAnswers(built, branch, defaultBranch),
            ...configAnswers(policy, configured),
            ...own.map(({ source }) => gateAnswer(source)),
            ...api.answers,
        ],
    });
}
function fileAnswers({ model, protectionFiles }, branch, defaultBranch) {
    const answered = protectionFiles.map(({ path, silent }) => {
        if (silent !== null)
            return { source: path, status: 'not-asked', detail: silent };
        const own = model.protections.filter(({ source }) => source.kind === 'file' && source.path === path);
        if (own.some(({ branches }) => (0,branch_selector/* selectsBranch */.iv)(branches, branch, defaultBranch))) {
            return { source: path, status: 'answered', detail: '' };
        }
        return { source: path, status: 'none', detail: otherBranches(own) };
    });
    const listed = new Set(protectionFiles.map(({ path }) => path));
    const broken = model.problems
        .filter(({ role, path }) => role === 'protection' && !listed.has(path))
        .map(({ path, reason }) => ({ source: path, status: 'unreadable', detail: reason }));
    return [...answered, ...broken];
}
function gateAnswer(source) {
    return { source: source.kind === 'gate' ? source.path : '', status: 'answered', detail: 'the job of this gate' };
}
/** Which branches have required checks where the judged one has none; '' when no branch has. */
function otherBranches(protections) {
    const names = protections
        .filter(({ requiredChecks }) => requiredChecks.length > 0)
        .flatMap(({ branches }) => branches.include);
    if (names.length === 0)
        return '';
    const rest = names.length > MAX_BRANCHES ? ` and ${names.length - MAX_BRANCHES} more` : '';
    return `requires checks on ${names.slice(0, MAX_BRANCHES).join(', ')}${rest} only`;
}
function configAnswers(policy, configured) {
    const { path } = policy.config;
    return path === null || configured.length === 0 ? [] : [{ source: path, status: 'answered', detail: '' }];
}
function configuredProtections({ config }, defaultBranch) {
    const path = config.path;
    if (path === null)
        return [];
    const source = { kind: 'config', path };
    return config.requiredChecks.map(({ value, at }) => ({
        source,
        branches: {
            include: value.branches.length > 0 ? value.branches : [defaultBranch ?? '~DEFAULT_BRANCH'],
            exclude: [],
        },
        at,
        requiredChecks: [{ context: value.context, source, at }],
    }));
}
/**
 * The names under which this gate reports on its own side (the base, where there is one). The run knows its workflow and
 * job as the change has them; a change that renames both must not lose the requirement, so every job of that side that
 * uses this very action counts too.
 */
function gateProtection({ workflowPath, jobId, action }, { model }, renames) {
    const path = [...renames].find(([, now]) => now === workflowPath)?.[0] ?? workflowPath;
    const source = { kind: 'gate', path };
    const runsIt = ({ job }) => action !== undefined && job.steps.some(({ uses }) => isSameAction(uses?.value ?? '', action));
    const requiredChecks = model.producers
        .filter(({ workflow, jobPath, leaf }) => (workflow.path === path && jobPath.includes(jobId)) || runsIt(leaf))
        .flatMap(({ name, nameAt }) => name.kind === 'exact' ? [{ context: name.text, source, at: nameAt }] : []);
    return requiredChecks.length === 0 ? [] : [{ source, branches: { include: ['~ALL'], exclude: [] }, requiredChecks }];
}
/** `owner/name@v1` and `owner/name/folder@v1` are of the action `owner/name`. */
function isSameAction(uses, action) {
    const path = (uses.split('@')[0] ?? '').toLowerCase();
    return path === action.toLowerCase() || path.startsWith(`${action.toLowerCase()}/`);
}

;// CONCATENATED MODULE: ./build/oracle/judge-trees.js












/** Run every enabled rule on both trees and decide. Never throws for what a tree holds. */
function judgeTrees(input) {
    const { subject, base, today, branch, defaultBranch } = input;
    const policy = withComments(input);
    const external = externalChecks(policy.config.externalChecks.map(({ value }) => value), configuredBy(policy));
    const requiredOf = (built) => requirementsOf(built, base ?? subject, policy, input.api, {
        branch,
        defaultBranch,
        renames: input.change?.renames ?? new Map(),
        ...(input.gate === undefined ? {} : { gate: input.gate }),
    });
    const contextOf = (built, before) => ({
        model: withConfigLines(built.model, policy),
        external,
        facts: input.facts,
        defaultBranch,
        repository: input.repository,
        before: before?.model ?? null,
        schemas: policy.config.schemas.map(({ value }) => value),
        requirementsBefore: before === null ? null : requiredOf(before),
        requirements: requiredOf(built),
    });
    const selected = (id) => input.onlyRules === undefined || input.onlyRules.includes(id);
    const enabled = registry/* RULES */.y0.filter(({ id }) => selected(id) && policy.config.rules.get(id)?.level?.value !== 'off');
    const subjectContext = contextOf(subject, base);
    const baseContext = base === null ? null : contextOf(base, null);
    const throwing = input.throwing === undefined ? {} : { throwing: input.throwing };
    const run = (side, built, context) => {
        // A configuration, a gate or a rule told to fail makes the two sides of one tree differ.
        const same = policy.config.path === null && input.gate === undefined && input.throwing === undefined;
        if (input.memo === undefined || !same)
            return (0,rules_run/* runRules */.xG)(enabled, context, { side, ...throwing });
        return recall(input.memo, enabled, built, context, side);
    };
    const subjectRuns = run('subject', subject, subjectContext);
    const baseRuns = base === null || baseContext === null ? null : run('base', base, baseContext);
    input.onDecision?.();
    const change = baseContext === null || input.change === null
        ? null
        : { subject: subjectContext, base: baseContext, change: input.change };
    const thresholds = (0,policy_levels/* effectiveThresholds */.qn)(policy.config, input.strict);
    const judgement = judge({
        rules: all_rules/* ALL_RULES */.U,
        selected,
        config: policy.config,
        side: policy.side,
        thresholds,
        today,
        subjectRuns,
        baseRuns,
        change,
        weakened: selected(weakened_findings/* POLICY_WEAKENED */.KF) ? judge_trees_weakened({ ...input, policy }, baseContext) : [],
        policyCompared: policy.compare !== null,
        base: input.baseState,
        ...(input.missing === undefined ? {} : { missing: input.missing }),
        degraded: input.degraded,
    });
    return { judgement, thresholds, requirements: subjectContext.requirements };
}
/** Run what is not known yet. What a rule says depends on one tree alone unless it looks at the tree before. */
function recall(memo, rules, built, context, side) {
    const known = memo.get(built) ?? new Map();
    memo.set(built, known);
    return rules.flatMap((rule) => {
        const before = known.get(rule.id);
        if (before !== undefined)
            return [before];
        let looked = false;
        const watched = {
            ...context,
            get before() {
                looked = true;
                return context.before;
            },
            get requirementsBefore() {
                looked = true;
                return context.requirementsBefore;
            },
        };
        const runs = (0,rules_run/* runRules */.xG)([rule], watched, { side });
        for (const run of runs)
            if (!looked)
                known.set(rule.id, run);
        return runs;
    });
}
function judge_trees_weakened({ policy, base: built, today, branch, defaultBranch }, base) {
    if (policy.compare === null || base === null)
        return [];
    const codeowners = built?.model.codeowners ?? null;
    return [
        ...(0,weakened_findings/* weakenedFindings */.XD)(policy.compare.base, policy.compare.subject, {
            rules: all_rules/* ALL_RULES */.U,
            today,
            defaultBranch,
            branch: branch ?? '',
            codeOwnerReviewOf: (path) => base.requirements.codeOwnerReview && codeowners !== null && ((0,repository_codeowners/* ownersOf */.K2)(codeowners, path)?.length ?? 0) > 0,
        }),
    ];
}
/** The policy with the suppressions that stand in comments: the base's where the base's policy is in force. */
function withComments({ policy, subject, base, change, today }) {
    const context = { ruleIds: all_rules/* ALL_RULES */.U.map(({ id }) => id), today };
    const ofSubject = inlineSuppressions(subject.model.texts, context);
    const ofBase = commentsOfBase(base, change?.renames ?? new Map(), context);
    if (ofSubject.length === 0 && ofBase.length === 0)
        return policy;
    const add = (config, more) => ({
        ...config,
        suppressions: [...config.suppressions, ...more],
    });
    return {
        ...policy,
        config: add(policy.config, policy.side === 'base' ? ofBase : ofSubject),
        compare: policy.compare === null
            ? null
            : { base: add(policy.compare.base, ofBase), subject: add(policy.compare.subject, ofSubject) },
    };
}
/** A comment on the base that is not valid suppresses nothing; the change that mends it must be able to pass. */
function commentsOfBase(base, renames, context) {
    if (base === null)
        return [];
    try {
        return inlineSuppressions(base.model.texts, context).map((entry) => entry.path === undefined ? entry : { ...entry, path: renames.get(entry.path) ?? entry.path });
    }
    catch (error) {
        if (error instanceof config_problems/* ConfigError */.xL)
            return [];
        throw error;
    }
}
/** Evidence in the configuration in force shows its own lines, whichever side's tree is judged. */
function withConfigLines(model, { config }) {
    if (config.path === null)
        return model;
    return {
        ...model,
        excerpt: (at) => at.path === config.path ? (config.lines[at.startLine - 1] ?? '').trim().slice(0, repository_model/* MAX_EXCERPT */.Zh) : model.excerpt(at),
    };
}
function configuredBy({ config }) {
    return config.path === null ? {} : { configuredBy: `external-checks of ${config.path}` };
}


/***/ }),

/***/ 6154:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   GW: () => (/* binding */ problemsOf),
/* harmony export */   TL: () => (/* binding */ quoted),
/* harmony export */   h: () => (/* binding */ suggestion),
/* harmony export */   xL: () => (/* binding */ ConfigError)
/* harmony export */ });
/* unused harmony exports keyText, valueAt */
/* harmony import */ var fastest_levenshtein__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1916);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(9473);
/* harmony import */ var _config_schema_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(7869);
/** From what the schema says about plain data to what a person reads: position, key, reason, what to write. */



/** Problems that are spelled out in one message; the rest is counted. */
const MAX_SHOWN = 10;
/** Characters of a value from the file that are repeated in a message. */
const MAX_QUOTED = 60;
/** An invalid configuration: a person's error, with all problems in file order. */
class ConfigError extends _errors_js__WEBPACK_IMPORTED_MODULE_1__/* .PhaseMirrorError */ .VV {
    problems;
    constructor(path, found) {
        const problems = [...found].sort((a, b) => a.at.startLine - b.at.startLine || a.at.startColumn - b.at.startColumn || (a.key < b.key ? -1 : 1));
        const [only] = problems;
        super('user', only !== undefined && problems.length === 1
            ? { thing: only.key, reason: only.reason, next: only.next, position: positionOf(only.at) }
            : {
                thing: 'the configuration',
                reason: `has ${problems.length} problems`,
                next: `Mend them:${problems.slice(0, MAX_SHOWN).map(line).join('')}${more(problems.length)}`,
                position: { path },
            });
        this.problems = problems;
    }
}
/**
 * The problems that valibot found, with the positions of the tree the data came from.
 *
 * @param root the tree whose plain form was validated
 * @param issues all issues of one `safeParse`; may be empty
 */
function problemsOf(root, issues) {
    const lists = listsForMaps(root);
    const listed = new Set(lists.map(({ key }) => key));
    const others = issues.filter(({ path }) => !listed.has(path?.[0].key));
    return [...lists, ...others.flatMap((issue) => problemsOfIssue(root, issue, []))];
}
/** The key as people write it: `suppressions[2].until`. The whole file is "the configuration". */
function keyText(path) {
    if (path.length === 0)
        return 'the configuration';
    return path
        .map((item, index) => (typeof item === 'number' ? `[${item}]` : `${index === 0 ? '' : '.'}${plain(item)}`))
        .join('');
}
/** ` (did you mean "MD-001"?)` when one of the names is near enough, else ''. */
function suggestion(wrong, names) {
    if (wrong.length > 100)
        return '';
    const lower = wrong.toLowerCase();
    const [best] = names
        .map((name) => ({ name, edits: (0,fastest_levenshtein__WEBPACK_IMPORTED_MODULE_0__/* .distance */ .Io)(lower, name.toLowerCase()) }))
        .sort((a, b) => a.edits - b.edits || (a.name < b.name ? -1 : 1));
    if (best === undefined || best.edits > Math.max(1, Math.floor(best.name.length / 3)))
        return '';
    return ` (did you mean "${best.name}"?)`;
}
/** Text of the file in a message: quoted, on one line, bounded. Renderers still escape it. */
function quoted(text) {
    return JSON.stringify(bounded(text));
}
/** The value at a path of the tree, or the nearest one above it. */
function valueAt(root, path) {
    let value = root;
    for (const item of path) {
        const next = typeof item === 'number' ? (value.kind === 'seq' ? value.items[item] : undefined) : get(value, item);
        if (next === undefined)
            return value;
        value = next;
    }
    return value;
}
/** To valibot an empty list is a map without keys, and so valid where every key is optional. */
function listsForMaps(root) {
    return Object.entries({ rules: _config_schema_js__WEBPACK_IMPORTED_MODULE_2__/* .rulesSchema */ .jm.message, policy: _config_schema_js__WEBPACK_IMPORTED_MODULE_2__/* .policySchema */ .wh.message }).flatMap(([key, next]) => {
        const value = get(root, key);
        return value?.kind === 'seq' ? [{ at: value.at, key, reason: wrongValue(value), next: String(next) }] : [];
    });
}
function problemsOfIssue(root, issue, above) {
    const path = [...above, ...(issue.path ?? []).map((item) => item.key)];
    const nested = issue.issues?.filter((inner) => inner.type === 'strict_object' || inner.path !== undefined);
    // A union of text and map: when a map was written, what is wrong inside it is what helps.
    if (issue.type === 'union' && nested !== undefined && valueAt(root, path).kind === 'map') {
        return nested.flatMap((inner) => problemsOfIssue(root, inner, path));
    }
    const isKey = issue.type === 'strict_object' && issue.path?.at(-1)?.origin === 'key';
    const holder = valueAt(root, path.slice(0, -1));
    // To valibot a list is an object without the keys; its message says what the map should look like.
    if (isKey && holder.kind !== 'map') {
        return [{ at: holder.at, key: keyText(path.slice(0, -1)), reason: wrongValue(holder), next: issue.message }];
    }
    if (isKey && issue.expected === 'never')
        return unknownKeys(root, path.slice(0, -1));
    if (isKey) {
        const parent = path.slice(0, -1);
        return [{ at: placeOf(root, parent), key: keyText(path), reason: 'is missing', next: missing(path) }];
    }
    const value = valueAt(root, path);
    const reason = _config_schema_js__WEBPACK_IMPORTED_MODULE_2__/* .CHECK_REASONS */ .jr.get(issue.requirement) ?? wrongValue(value, issue.type);
    return [{ at: value.at, key: keyText(path), reason, next: issue.message }];
}
/** The validator stops at the first unknown key of a map; people want to hear of all of them. */
function unknownKeys(root, parent) {
    const map = valueAt(root, parent);
    const known = keysAt(parent);
    if (map.kind !== 'map')
        return [];
    return map.entries
        .filter(({ key }) => !known.includes(key))
        .map(({ key, keyAt }) => ({
        at: keyAt,
        key: keyText([...parent, key]),
        reason: `is not a known key${suggestion(key, known)}`,
        next: `Use ${alternatives(known)}`,
    }));
}
/** Keys that are allowed in the map at a path, in the order of the documentation. */
function keysAt(path) {
    const [section] = path;
    if (section === undefined)
        return Object.keys(_config_schema_js__WEBPACK_IMPORTED_MODULE_2__/* .configSchema */ .Qn.entries);
    if (section === 'rules')
        return Object.keys(_config_schema_js__WEBPACK_IMPORTED_MODULE_2__/* .ruleSchema */ .AZ.entries);
    if (section === 'policy')
        return Object.keys(_config_schema_js__WEBPACK_IMPORTED_MODULE_2__/* .policySchema */ .wh.entries);
    if (section === 'required-checks')
        return Object.keys(_config_schema_js__WEBPACK_IMPORTED_MODULE_2__/* .requiredCheckSchema */ .db.entries);
    return Object.keys(_config_schema_js__WEBPACK_IMPORTED_MODULE_2__/* .suppressionSchema */ .vg.entries);
}
function missing(path) {
    switch (path.at(-1)) {
        case 'version':
            return 'Start the file with `version: 1`';
        case 'level':
            return 'Add `level: block`, `level: warn` or `level: off`';
        case 'until':
            return 'Add `until: YYYY-MM-DD`, at most 180 days from today';
        case 'reason':
            return 'Say in a sentence why the problem may stay';
        case 'rule':
            return 'Name one rule, `rule: MD-001`';
        default:
            return 'Add the name of the check';
    }
}
function wrongValue(value, type = '') {
    if (value.kind === 'map')
        return 'is a map';
    if (value.kind === 'seq')
        return type === 'max_length' ? `has ${value.items.length} entries` : listClause(value.items);
    if (value.value === null)
        return 'has no value';
    if (value.source === '')
        return 'is empty';
    if (type === 'min_length')
        return `has only ${value.source.length} characters`;
    if (type === 'max_length')
        return `has ${value.source.length} characters`;
    return `is ${quoted(value.source)}`;
}
function listClause(items) {
    return items.length === 0 ? 'is an empty list' : 'is a list';
}
function placeOf(root, path) {
    return entryAt(root, path)?.keyAt ?? valueAt(root, path).at;
}
function entryAt(root, path) {
    const last = path.at(-1);
    const parent = valueAt(root, path.slice(0, -1));
    return typeof last === 'string' && parent.kind === 'map' ? parent.entry(last) : undefined;
}
function get(value, key) {
    return value.kind === 'map' ? value.get(key) : undefined;
}
function line({ at, key, reason, next }) {
    return `\n  ${(0,_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .formatPosition */ .Ld)(positionOf(at))}: ${key} ${reason}. ${next}`;
}
function more(count) {
    return count > MAX_SHOWN ? `\n  and ${count - MAX_SHOWN} more` : '';
}
function positionOf(at) {
    return { path: at.path, line: at.startLine, column: at.startColumn };
}
function alternatives(names) {
    const ticked = names.map((name) => `\`${name}\``);
    const last = ticked.pop() ?? '';
    return ticked.length === 0 ? last : `${ticked.join(', ')} or ${last}`;
}
function plain(key) {
    return /^[\w.-]{1,60}$/.test(key) ? key : quoted(key);
}
function bounded(text) {
    return text.length > MAX_QUOTED ? `${text.slice(0, MAX_QUOTED - 1)}…` : text;
}


/***/ }),

/***/ 7869:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   AZ: () => (/* binding */ ruleSchema),
/* harmony export */   Qn: () => (/* binding */ configSchema),
/* harmony export */   db: () => (/* binding */ requiredCheckSchema),
/* harmony export */   jm: () => (/* binding */ rulesSchema),
/* harmony export */   jr: () => (/* binding */ CHECK_REASONS),
/* harmony export */   vg: () => (/* binding */ suppressionSchema),
/* harmony export */   wh: () => (/* binding */ policySchema)
/* harmony export */ });
/* unused harmony export schemaPairSchema */
/* harmony import */ var valibot__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(7934);
/* harmony import */ var _rules_types_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(5229);
/* harmony import */ var _dates_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(390);
/* harmony import */ var _globs_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6912);
/**
 * `.phase-mirror.yml`, version 1, defined once: the validator (config.ts), the types below and the JSON Schema
 * (schema/config.v1.json, written by scripts/generate-schema.mjs) all come from here. Why valibot:
 * docs/adr/0003-configuration-schema-library.md.
 *
 * A message in this file is the sentence that tells the person what to write; what is wrong is added by
 * config-problems.ts, which knows the value and its position. What needs the rule registry, today's date or two
 * keys at once is checked in config.ts.
 */




/** More than anyone writes by hand, few enough to keep every comparison cheap. */
const MAX_ITEMS = 500;
const MAX_TEXT = 500;
/** A reason nobody has to ask about again. */
const MIN_REASON = 8;
const NAME = 'Write a name of 1 to 500 characters';
const BRANCH = 'Write a branch name or a pattern such as `release/*`';
const DATE = 'Write the date as YYYY-MM-DD';
/** Checks with their own words; the words are in {@link CHECK_REASONS}. */
const isNotCatchAll = (text) => !(0,_globs_js__WEBPACK_IMPORTED_MODULE_0__/* .isCatchAll */ .HE)(text);
const isCalendarDay = (text) => !(0,_dates_js__WEBPACK_IMPORTED_MODULE_1__/* .isDateShaped */ .Sl)(text) || (0,_dates_js__WEBPACK_IMPORTED_MODULE_1__/* .parseDate */ ._U)(text) !== null;
const isReason = (text) => text.trim().length >= MIN_REASON;
/** What a failed check means, as a clause after the name of the key. */
const CHECK_REASONS = new Map([
    [isNotCatchAll, 'is a catch-all: it has fewer than two letters or digits beside the wildcards'],
    [isCalendarDay, 'is not a day of the calendar'],
    [isReason, `has fewer than ${MIN_REASON} characters`],
]);
function text(message) {
    return valibot__WEBPACK_IMPORTED_MODULE_2__/* .pipe */ .FsL(valibot__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP(message), valibot__WEBPACK_IMPORTED_MODULE_2__/* .minLength */ .BpQ(1, message), valibot__WEBPACK_IMPORTED_MODULE_2__/* .maxLength */ .Ru6(MAX_TEXT, message));
}
function list(item, message) {
    return valibot__WEBPACK_IMPORTED_MODULE_2__/* .pipe */ .FsL(valibot__WEBPACK_IMPORTED_MODULE_2__/* .array */ .YOg(item, message), valibot__WEBPACK_IMPORTED_MODULE_2__/* .maxLength */ .Ru6(MAX_ITEMS, `Keep at most ${MAX_ITEMS} entries`));
}
function maximum(severity) {
    const message = 'Use a whole number of 0 or more';
    return valibot__WEBPACK_IMPORTED_MODULE_2__/* .pipe */ .FsL(valibot__WEBPACK_IMPORTED_MODULE_2__/* .number */ .aig(message), valibot__WEBPACK_IMPORTED_MODULE_2__/* .integer */ .ndf(message), valibot__WEBPACK_IMPORTED_MODULE_2__/* .minValue */ .Wwf(0, message), valibot__WEBPACK_IMPORTED_MODULE_2__/* .maxValue */ .cGV(1_000_000, 'Use at most 1000000'), valibot__WEBPACK_IMPORTED_MODULE_2__/* .description */ .h_(`How many new problems of severity ${severity} a change may introduce before it is blocked.`));
}
const ruleSchema = valibot__WEBPACK_IMPORTED_MODULE_2__/* .strictObject */ .rej({
    level: valibot__WEBPACK_IMPORTED_MODULE_2__/* .pipe */ .FsL(valibot__WEBPACK_IMPORTED_MODULE_2__/* .picklist */ .KIO(_rules_types_js__WEBPACK_IMPORTED_MODULE_3__/* .LEVELS */ .A, 'Use `block`, `warn` or `off`'), valibot__WEBPACK_IMPORTED_MODULE_2__/* .description */ .h_('block: new problems count toward the maxima; warn: they are shown; off: the rule does not run.')),
}, 'Write it as `{level: block}`, `{level: warn}` or `{level: off}`');
const requiredCheckSchema = valibot__WEBPACK_IMPORTED_MODULE_2__/* .strictObject */ .rej({
    context: valibot__WEBPACK_IMPORTED_MODULE_2__/* .pipe */ .FsL(text(NAME), valibot__WEBPACK_IMPORTED_MODULE_2__/* .description */ .h_('The name of the check as GitHub shows it.')),
    branches: valibot__WEBPACK_IMPORTED_MODULE_2__/* .optional */ .lqM(valibot__WEBPACK_IMPORTED_MODULE_2__/* .pipe */ .FsL(list(text(BRANCH), 'Write a list of branches, `[main]`'), valibot__WEBPACK_IMPORTED_MODULE_2__/* .minLength */ .BpQ(1, 'Name a branch, or remove the key to mean the default branch'), valibot__WEBPACK_IMPORTED_MODULE_2__/* .description */ .h_('Branches that require it, names or patterns. Without the key: the default branch.'))),
}, 'Write a check name, or `{context: NAME, branches: [BRANCH]}`');
const PATH = 'Write the path of a file, from the top of the repository';
const schemaPairSchema = valibot__WEBPACK_IMPORTED_MODULE_2__/* .strictObject */ .rej({
    schema: valibot__WEBPACK_IMPORTED_MODULE_2__/* .pipe */ .FsL(text(PATH), valibot__WEBPACK_IMPORTED_MODULE_2__/* .description */ .h_('A JSON or YAML file whose structure others rely on.')),
    version: valibot__WEBPACK_IMPORTED_MODULE_2__/* .strictObject */ .rej({
        path: valibot__WEBPACK_IMPORTED_MODULE_2__/* .pipe */ .FsL(text(PATH), valibot__WEBPACK_IMPORTED_MODULE_2__/* .description */ .h_('The file that holds the version of the schema; it may be the schema.')),
        key: valibot__WEBPACK_IMPORTED_MODULE_2__/* .optional */ .lqM(valibot__WEBPACK_IMPORTED_MODULE_2__/* .pipe */ .FsL(text('Write the key with dots between levels, `info.version`'), valibot__WEBPACK_IMPORTED_MODULE_2__/* .description */ .h_('Key of the version, dots between levels. Without it: the whole file is the version.'))),
    }, 'Write it as `{path: FILE, key: KEY}`'),
}, 'Write it as `{schema: FILE, version: {path: FILE, key: KEY}}`');
const policySchema = valibot__WEBPACK_IMPORTED_MODULE_2__/* .strictObject */ .rej({
    'max-critical': valibot__WEBPACK_IMPORTED_MODULE_2__/* .optional */ .lqM(maximum('critical')),
    'max-high': valibot__WEBPACK_IMPORTED_MODULE_2__/* .optional */ .lqM(maximum('high')),
    'max-medium': valibot__WEBPACK_IMPORTED_MODULE_2__/* .optional */ .lqM(maximum('medium')),
}, 'Write it as a map, `max-medium: 10`');
const DAY = valibot__WEBPACK_IMPORTED_MODULE_2__/* .pipe */ .FsL(valibot__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP(DATE), valibot__WEBPACK_IMPORTED_MODULE_2__/* .regex */ .yGV(/^\d{4}-\d{2}-\d{2}$/, DATE), valibot__WEBPACK_IMPORTED_MODULE_2__/* .check */ .z6Y(isCalendarDay, DATE), valibot__WEBPACK_IMPORTED_MODULE_2__/* .description */ .h_('Last day it holds, YYYY-MM-DD (UTC); at most 180 days from the day it is read.'));
const suppressionSchema = valibot__WEBPACK_IMPORTED_MODULE_2__/* .strictObject */ .rej({
    rule: valibot__WEBPACK_IMPORTED_MODULE_2__/* .pipe */ .FsL(text('Name one rule, `MD-001`'), valibot__WEBPACK_IMPORTED_MODULE_2__/* .description */ .h_('The rule it is about.')),
    path: valibot__WEBPACK_IMPORTED_MODULE_2__/* .optional */ .lqM(valibot__WEBPACK_IMPORTED_MODULE_2__/* .pipe */ .FsL(text('Write a path, or a glob such as `.github/workflows/nightly-*.yml`'), valibot__WEBPACK_IMPORTED_MODULE_2__/* .check */ .z6Y(isNotCatchAll, 'Name the file, or turn the rule off under `rules`'), valibot__WEBPACK_IMPORTED_MODULE_2__/* .description */ .h_('File of the problem: a path, or a glob (`*` within a folder, `**` across folders).'))),
    finding: valibot__WEBPACK_IMPORTED_MODULE_2__/* .optional */ .lqM(valibot__WEBPACK_IMPORTED_MODULE_2__/* .pipe */ .FsL(valibot__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP('Write at least 8 hex digits of the finding id'), valibot__WEBPACK_IMPORTED_MODULE_2__/* .regex */ .yGV(/^[0-9a-f]{8,32}$/, 'Write 8 to 32 of the hex digits (lower case) that the report shows'), valibot__WEBPACK_IMPORTED_MODULE_2__/* .description */ .h_('Start of the id of the finding, at least 8 hex digits.'))),
    reason: valibot__WEBPACK_IMPORTED_MODULE_2__/* .pipe */ .FsL(valibot__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP('Say in a sentence why the problem may stay'), valibot__WEBPACK_IMPORTED_MODULE_2__/* .minLength */ .BpQ(MIN_REASON, 'Say in a sentence why the problem may stay'), valibot__WEBPACK_IMPORTED_MODULE_2__/* .check */ .z6Y(isReason, 'Say in a sentence why the problem may stay'), valibot__WEBPACK_IMPORTED_MODULE_2__/* .maxLength */ .Ru6(2000, 'Use at most 2000 characters'), valibot__WEBPACK_IMPORTED_MODULE_2__/* .description */ .h_('Why the problem may stay. Shown in every report.')),
    until: DAY,
    verdict: valibot__WEBPACK_IMPORTED_MODULE_2__/* .optional */ .lqM(valibot__WEBPACK_IMPORTED_MODULE_2__/* .pipe */ .FsL(valibot__WEBPACK_IMPORTED_MODULE_2__/* .picklist */ .KIO(['false-positive', 'accepted'], 'Use `false-positive` or `accepted`'), valibot__WEBPACK_IMPORTED_MODULE_2__/* .description */ .h_('false-positive: the rule is wrong here; accepted: it is right and we live with it.'))),
    owner: valibot__WEBPACK_IMPORTED_MODULE_2__/* .optional */ .lqM(valibot__WEBPACK_IMPORTED_MODULE_2__/* .pipe */ .FsL(text(NAME), valibot__WEBPACK_IMPORTED_MODULE_2__/* .description */ .h_('Who will come back to it.'))),
    ticket: valibot__WEBPACK_IMPORTED_MODULE_2__/* .optional */ .lqM(valibot__WEBPACK_IMPORTED_MODULE_2__/* .pipe */ .FsL(text(NAME), valibot__WEBPACK_IMPORTED_MODULE_2__/* .description */ .h_('Where it is tracked.'))),
}, 'Write it as a map with `rule`, `path` or `finding`, `reason` and `until`');
const rulesSchema = valibot__WEBPACK_IMPORTED_MODULE_2__/* .record */ .g1P(valibot__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP(), ruleSchema, 'Write a map from rule id to settings, `MD-001: {level: warn}`');
const configSchema = valibot__WEBPACK_IMPORTED_MODULE_2__/* .pipe */ .FsL(valibot__WEBPACK_IMPORTED_MODULE_2__/* .strictObject */ .rej({
    version: valibot__WEBPACK_IMPORTED_MODULE_2__/* .pipe */ .FsL(valibot__WEBPACK_IMPORTED_MODULE_2__/* .literal */ .euz(1, 'Write `version: 1`'), valibot__WEBPACK_IMPORTED_MODULE_2__/* .description */ .h_('Version of this format.')),
    rules: valibot__WEBPACK_IMPORTED_MODULE_2__/* .optional */ .lqM(valibot__WEBPACK_IMPORTED_MODULE_2__/* .pipe */ .FsL(rulesSchema, valibot__WEBPACK_IMPORTED_MODULE_2__/* .description */ .h_('Settings of single rules, by id.'))),
    'required-checks': valibot__WEBPACK_IMPORTED_MODULE_2__/* .optional */ .lqM(valibot__WEBPACK_IMPORTED_MODULE_2__/* .pipe */ .FsL(list(valibot__WEBPACK_IMPORTED_MODULE_2__/* .union */ .KCZ([text(NAME), requiredCheckSchema], 'Write a check name, or `{context: NAME, branches: [BRANCH]}`'), 'Write a list of check names, `[lint, test]`'), valibot__WEBPACK_IMPORTED_MODULE_2__/* .description */ .h_('Checks that must pass before a merge, where no file of the repository says so.'))),
    'external-checks': valibot__WEBPACK_IMPORTED_MODULE_2__/* .optional */ .lqM(valibot__WEBPACK_IMPORTED_MODULE_2__/* .pipe */ .FsL(list(valibot__WEBPACK_IMPORTED_MODULE_2__/* .pipe */ .FsL(text(NAME), valibot__WEBPACK_IMPORTED_MODULE_2__/* .check */ .z6Y(isNotCatchAll, 'Write the name of the check, or the start of it: `codecov/*`')), 'Write a list of check names or globs, `[codecov/*]`'), valibot__WEBPACK_IMPORTED_MODULE_2__/* .description */ .h_('Checks that something else than a job of this repository reports. `*` stands for any text.'))),
    schemas: valibot__WEBPACK_IMPORTED_MODULE_2__/* .optional */ .lqM(valibot__WEBPACK_IMPORTED_MODULE_2__/* .pipe */ .FsL(list(schemaPairSchema, 'Write a list, one entry per schema'), valibot__WEBPACK_IMPORTED_MODULE_2__/* .description */ .h_('Schemas, each with the version that has to change when its structure changes.'))),
    policy: valibot__WEBPACK_IMPORTED_MODULE_2__/* .optional */ .lqM(valibot__WEBPACK_IMPORTED_MODULE_2__/* .pipe */ .FsL(policySchema, valibot__WEBPACK_IMPORTED_MODULE_2__/* .description */ .h_('When a change is blocked.'))),
    suppressions: valibot__WEBPACK_IMPORTED_MODULE_2__/* .optional */ .lqM(valibot__WEBPACK_IMPORTED_MODULE_2__/* .pipe */ .FsL(list(suppressionSchema, 'Write a list, one entry per suppression'), valibot__WEBPACK_IMPORTED_MODULE_2__/* .description */ .h_('Problems that may stay for a while.'))),
}, 'Write the configuration as a map that starts with `version: 1`'), valibot__WEBPACK_IMPORTED_MODULE_2__/* .title */ .DDF('Phase Mirror configuration, version 1 (.phase-mirror.yml)'));


/***/ }),

/***/ 5673:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Xe: () => (/* binding */ findConfigPath),
/* harmony export */   i4: () => (/* binding */ emptyConfig),
/* harmony export */   iE: () => (/* binding */ CONFIG_PATHS),
/* harmony export */   o4: () => (/* binding */ parseConfig)
/* harmony export */ });
/* harmony import */ var valibot__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(7934);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9473);
/* harmony import */ var _repository_yaml_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(2143);
/* harmony import */ var _config_problems_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(6154);
/* harmony import */ var _config_schema_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(7869);
/* harmony import */ var _dates_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(390);
/* harmony import */ var _globs_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(6912);
/* harmony import */ var _levels_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(7954);
/**
 * `.phase-mirror.yml`: from bytes to a {@link Config}, or to one error that names every problem with its place.
 * Pure: today's date and the known rules are arguments. The format is defined in config-schema.ts.
 */








/** Names that are tried, at the top of the repository. Two at once are an error: nobody could say which one holds. */
const CONFIG_PATHS = ['.phase-mirror.yml', '.phase-mirror.yaml', '.github/phase-mirror.yml'];
/** Stands for "some workflow": a suppression that matches it would match every other one too. */
const ANY_WORKFLOW = ['.github/workflows/0-probe-9.yml', '.github/workflows/0-probe-9.yaml'];
/** The configuration of a repository without a file: valid, and everything built in. */
function emptyConfig() {
    return {
        path: null,
        rules: new Map(),
        requiredChecks: [],
        externalChecks: [],
        schemas: [],
        thresholds: {},
        suppressions: [],
        keys: new Map(),
        lines: [],
    };
}
/**
 * Which of {@link CONFIG_PATHS} a tree has.
 *
 * @returns the path, or null when there is none
 * @throws PhaseMirrorError (user, exit 2) when there is more than one
 */
function findConfigPath(paths) {
    const tree = new Set(paths);
    const [path, ...others] = CONFIG_PATHS.filter((candidate) => tree.has(candidate));
    if (path === undefined)
        return null;
    if (others.length > 0) {
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .PhaseMirrorError */ .VV('user', {
            thing: 'the configuration',
            reason: `is there more than once: ${[path, ...others].join(', ')}`,
            next: `Keep ${path} and remove ${others.length === 1 ? 'the other' : 'the others'}`,
            position: { path: others[0] ?? path },
        });
    }
    return path;
}
/**
 * Read and validate a configuration. An empty file is valid.
 *
 * @param path where the bytes stand, for positions; never opened
 * @throws ConfigError (a PhaseMirrorError of kind `user`, exit 2) with all problems when the file is invalid
 * @throws RangeError when `context.today` is not a date
 */
function parseConfig(path, bytes, context) {
    const read = (0,_repository_yaml_js__WEBPACK_IMPORTED_MODULE_1__/* .readYaml */ .gM)(path, bytes, 'config');
    if (!read.ok) {
        const { at, reason } = read.problem;
        throw new _config_problems_js__WEBPACK_IMPORTED_MODULE_2__/* .ConfigError */ .xL(path, [
            {
                at,
                key: 'the configuration',
                reason: clause(reason),
                next: 'Mend the file; `phase-mirror config check` reads it again',
            },
        ]);
    }
    const root = read.value;
    if (root === null || (root.kind === 'scalar' && root.value === null)) {
        return { config: { ...emptyConfig(), path, lines: read.lines } };
    }
    const result = valibot__WEBPACK_IMPORTED_MODULE_5__/* .safeParse */ .xLC(_config_schema_js__WEBPACK_IMPORTED_MODULE_3__/* .configSchema */ .Qn, plainOf(root, []));
    const problems = firstOfEachKey([
        ...(0,_config_problems_js__WEBPACK_IMPORTED_MODULE_2__/* .problemsOf */ .GW)(root, result.issues ?? []),
        ...ruleProblems(root, context),
        ...suppressionProblems(root, context),
    ]);
    if (!result.success || problems.length > 0 || root.kind !== 'map')
        throw new _config_problems_js__WEBPACK_IMPORTED_MODULE_2__/* .ConfigError */ .xL(path, problems);
    return { config: configOf(path, root, result.output, read.lines) };
}
/** The YAML library speaks in sentences, our own checks in clauses. */
function clause(reason) {
    return /^[A-Z]/.test(reason) ? `cannot be read: ${reason.replace(/\.$/, '')}` : reason;
}
/**
 * The tree as plain data. Where the format wants text, the text is what was written: `finding: 12345678` is a number
 * to YAML, and `1e3` would be lost. Only `version` and `policy` hold numbers.
 */
function plainOf(value, path) {
    if (value.kind === 'seq')
        return value.items.map((item) => plainOf(item, path));
    if (value.kind === 'map') {
        // Without a prototype, `__proto__` and `constructor` are keys like any other.
        const plain = Object.create(null);
        for (const entry of value.entries)
            plain[entry.key] = plainOf(entry.value, [...path, entry.key]);
        return plain;
    }
    const typed = path[0] === 'version' || path[0] === 'policy' || value.value === null;
    return typed || typeof value.value === 'string' ? value.value : value.source;
}
/** One value can break several checks of the schema (`-1.5`); one sentence about it is enough. */
function firstOfEachKey(problems) {
    const seen = new Set();
    return problems.filter(({ key, at }) => {
        const identity = `${at.startLine}:${at.startColumn} ${key}`;
        return !seen.has(identity) && seen.add(identity);
    });
}
function ruleProblems(root, { ruleIds }) {
    const rules = sectionOf(root, 'rules');
    if (rules?.kind !== 'map')
        return [];
    return rules.entries.flatMap(({ key, keyAt }) => {
        const reason = _levels_js__WEBPACK_IMPORTED_MODULE_4__/* .UNPINNABLE */ .zD.get(key);
        if (reason !== undefined) {
            return [{ at: keyAt, key: `rules.${key}`, reason: `cannot be set: ${reason}`, next: 'Remove the entry' }];
        }
        if (ruleIds.includes(key))
            return [];
        const near = (0,_config_problems_js__WEBPACK_IMPORTED_MODULE_2__/* .suggestion */ .h)(key, ruleIds);
        return [{ at: keyAt, key: `rules: ${(0,_config_problems_js__WEBPACK_IMPORTED_MODULE_2__/* .quoted */ .TL)(key)}`, reason: `is not a rule${near}`, next: knownRules(ruleIds) }];
    });
}
function suppressionProblems(root, context) {
    const list = sectionOf(root, 'suppressions');
    if (list?.kind !== 'seq')
        return [];
    return list.items.flatMap((item, index) => item.kind === 'map' ? suppressionProblem(item, `suppressions[${index}]`, context) : []);
}
function suppressionProblem(entry, key, { ruleIds, today }) {
    const problems = [];
    const at = (name) => entry.get(name)?.at ?? entry.at;
    const text = (name) => {
        const value = entry.get(name);
        return value?.kind === 'scalar' && value.value !== null ? value.source : undefined;
    };
    const rule = text('rule');
    const ban = rule === undefined ? undefined : _levels_js__WEBPACK_IMPORTED_MODULE_4__/* .UNSUPPRESSIBLE */ .h0.get(rule);
    if (ban !== undefined) {
        problems.push({ at: at('rule'), key: `${key}.rule`, reason: `cannot be suppressed: ${ban}`, next: 'Remove it' });
    }
    else if (rule !== undefined && rule !== '' && !ruleIds.includes(rule)) {
        const reason = `is ${(0,_config_problems_js__WEBPACK_IMPORTED_MODULE_2__/* .quoted */ .TL)(rule)}, which is not a rule${(0,_config_problems_js__WEBPACK_IMPORTED_MODULE_2__/* .suggestion */ .h)(rule, ruleIds)}`;
        problems.push({ at: at('rule'), key: `${key}.rule`, reason, next: knownRules(ruleIds) });
    }
    const targets = ['path', 'finding'].filter((name) => entry.get(name) !== undefined);
    if (targets.length !== 1) {
        const reason = targets.length === 0 ? 'names neither a path nor a finding' : 'names both a path and a finding';
        problems.push({ at: entry.at, key, reason, next: 'Give exactly one of `path` and `finding`' });
    }
    const path = text('path');
    if (path !== undefined && (0,_globs_js__WEBPACK_IMPORTED_MODULE_6__/* .hasWildcard */ .rl)(path) && ANY_WORKFLOW.some((file) => (0,_globs_js__WEBPACK_IMPORTED_MODULE_6__/* .matchesGlob */ .kt)('path', path, file))) {
        const next = 'Name the file, or turn the rule off under `rules`';
        problems.push({ at: at('path'), key: `${key}.path`, reason: 'is a catch-all: it matches every workflow', next });
    }
    const until = text('until');
    const last = until === undefined ? null : (0,_dates_js__WEBPACK_IMPORTED_MODULE_7__/* .parseDate */ ._U)(until);
    const latestDay = (0,_dates_js__WEBPACK_IMPORTED_MODULE_7__/* .daysOf */ .hF)(today) + _dates_js__WEBPACK_IMPORTED_MODULE_7__/* .MAX_DAYS_AHEAD */ .pr;
    if (last !== null && last > latestDay) {
        const latest = (0,_dates_js__WEBPACK_IMPORTED_MODULE_7__/* .formatDate */ .Yq)(latestDay);
        const reason = `is ${until}, more than ${_dates_js__WEBPACK_IMPORTED_MODULE_7__/* .MAX_DAYS_AHEAD */ .pr} days from today`;
        problems.push({ at: at('until'), key: `${key}.until`, reason, next: `Use a date up to ${latest}` });
    }
    return problems;
}
function configOf(path, root, input, lines) {
    const policy = sectionOf(root, 'policy');
    const maximum = (key) => {
        const value = input.policy?.[`max-${key}`];
        const at = policy?.kind === 'map' ? policy.get(`max-${key}`)?.at : undefined;
        return value === undefined || at === undefined ? {} : { [key]: { value, at } };
    };
    return {
        path,
        rules: rulesOf(sectionOf(root, 'rules'), input),
        requiredChecks: located(sectionOf(root, 'required-checks'), input['required-checks'], requiredCheckOf),
        externalChecks: located(sectionOf(root, 'external-checks'), input['external-checks'], (name) => name),
        schemas: located(sectionOf(root, 'schemas'), input.schemas, schemaPairOf),
        thresholds: { ...maximum('critical'), ...maximum('high'), ...maximum('medium') },
        suppressions: located(sectionOf(root, 'suppressions'), input.suppressions, (entry) => entry).map(suppressionOf),
        keys: new Map(root.entries.map(({ key, keyAt }) => [key, keyAt])),
        lines,
    };
}
function rulesOf(section, input) {
    const rules = new Map();
    if (section?.kind !== 'map')
        return rules;
    for (const { key, value } of section.entries) {
        const level = input.rules?.[key]?.level;
        const at = value.kind === 'map' ? value.get('level')?.at : undefined;
        if (level !== undefined && at !== undefined)
            rules.set(key, { level: { value: level, at } });
    }
    return rules;
}
/** Pair the validated items of a list with their places. */
function located(section, items, map) {
    if (section?.kind !== 'seq' || items === undefined)
        return [];
    return section.items.flatMap(({ at }, index) => {
        const item = items[index];
        return item === undefined ? [] : [{ value: map(item), at }];
    });
}
function requiredCheckOf(item) {
    if (typeof item === 'string')
        return { context: item, branches: [] };
    return { context: item.context, branches: item.branches ?? [] };
}
function schemaPairOf({ schema, version }) {
    return { schema, version: { path: version.path, key: version.key ?? '' } };
}
function suppressionOf({ value, at }) {
    const { finding, path, verdict, owner, ticket, rule, reason, until } = value;
    return {
        rule,
        reason,
        until,
        ...(path === undefined ? {} : { path }),
        ...(finding === undefined ? {} : { findingId: finding }),
        ...(verdict === undefined ? {} : { verdict }),
        ...(owner === undefined ? {} : { owner }),
        ...(ticket === undefined ? {} : { ticket }),
        at: { path: at.path, line: at.startLine },
    };
}
function sectionOf(root, key) {
    return root.kind === 'map' ? root.get(key) : undefined;
}
function knownRules(ruleIds) {
    return `Use one of ${ruleIds.join(', ')}`;
}


/***/ }),

/***/ 390:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Sl: () => (/* binding */ isDateShaped),
/* harmony export */   YM: () => (/* binding */ daysBetween),
/* harmony export */   Yq: () => (/* binding */ formatDate),
/* harmony export */   _U: () => (/* binding */ parseDate),
/* harmony export */   hF: () => (/* binding */ daysOf),
/* harmony export */   pr: () => (/* binding */ MAX_DAYS_AHEAD)
/* harmony export */ });
/**
 * Calendar dates without a clock: `YYYY-MM-DD`, proleptic Gregorian, UTC. The policy compares whole days only and
 * "today" is an argument, so nothing here needs the platform's date type (whose parser accepts 2026-02-31).
 */
/** How far ahead a suppression or `enforce-from` may reach. design.md, "Policy comes from base". */
const MAX_DAYS_AHEAD = 180;
const SHAPE = /^(\d{4})-(\d{2})-(\d{2})$/;
const MONTH_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
/** Number of days since 1970-01-01, or null when the text is not `YYYY-MM-DD` or names a day that does not exist. */
function parseDate(text) {
    const match = SHAPE.exec(text);
    if (match === null)
        return null;
    const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
    return month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month)
        ? daysFromCivil(year, month, day)
        : null;
}
/** True for text of the form `YYYY-MM-DD`, whether or not the day exists. */
function isDateShaped(text) {
    return SHAPE.test(text);
}
/** The inverse of {@link parseDate}, for days from 0000-03-01 to 9999-12-31. */
function formatDate(days) {
    const { year, month, day } = civilFromDays(days);
    return `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`;
}
/**
 * Days from `from` to `to`; negative when `to` is earlier.
 *
 * @throws RangeError when one of them is not a date: callers validate what people write, so this is a bug.
 */
function daysBetween(from, to) {
    return daysOf(to) - daysOf(from);
}
/** {@link parseDate} for a date that was validated before. @throws RangeError otherwise. */
function daysOf(text) {
    const days = parseDate(text);
    if (days === null)
        throw new RangeError(`not a date: ${JSON.stringify(text)}`);
    return days;
}
function daysInMonth(year, month) {
    const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
    return month === 2 && leap ? 29 : (MONTH_DAYS[month - 1] ?? 0);
}
/**
 * Day number of a civil date. Years start in March, so the leap day is the last of its year; 400 years are one era of
 * 146,097 days. The algorithm is Howard Hinnant's `days_from_civil` (howardhinnant.github.io/date_algorithms.html).
 */
function daysFromCivil(year, month, day) {
    const y = month <= 2 ? year - 1 : year;
    const era = Math.floor(y / 400);
    const yearOfEra = y - era * 400;
    const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1;
    const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
    return era * 146_097 + dayOfEra - 719_468;
}
/** `civil_from_days` of the same source. */
function civilFromDays(days) {
    const shifted = days + 719_468;
    const era = Math.floor(shifted / 146_097);
    const dayOfEra = shifted - era * 146_097;
    const yearOfEra = Math.floor((dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365);
    const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
    const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
    const day = dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1;
    const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
    return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day };
}
function pad(value, width) {
    return String(value).padStart(width, '0');
}


/***/ }),

/***/ 6912:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   HE: () => (/* binding */ isCatchAll),
/* harmony export */   fQ: () => (/* binding */ globCovers),
/* harmony export */   kt: () => (/* binding */ matchesGlob),
/* harmony export */   rl: () => (/* binding */ hasWildcard)
/* harmony export */ });
/**
 * The two kinds of glob in `.phase-mirror.yml`. Both are matched by filling a table, never by a regular expression:
 * the pattern and the text come from a repository, and the time must stay pattern × text.
 *
 * - *names* (`external-checks`): `*` stands for any text. Check names have no path structure.
 * - *paths* (`suppressions[].path`): `*` stands for any text without `/`, `**` for any text, a leading or inner
 *   `**` + `/` for zero or more folders.
 *
 * There are no other special characters, so there is nothing to escape.
 */
/** Longest pattern and text that is compared; anything longer matches nothing. */
const MAX_LENGTH = 4096;
function hasWildcard(pattern) {
    return pattern.includes('*');
}
/** Whether the pattern matches the whole text. */
function matchesGlob(kind, pattern, text) {
    if (!hasWildcard(pattern))
        return pattern === text;
    return coversTokens(tokensOf(kind, pattern), charsOf(text));
}
/**
 * Whether everything that `narrow` matches is matched by `wide` too. Sound and not complete: `true` is always right,
 * `false` may be said of two patterns that happen to be equal in meaning.
 */
function globCovers(kind, wide, narrow) {
    if (wide === narrow)
        return true;
    if (!hasWildcard(wide))
        return false;
    return coversTokens(tokensOf(kind, wide), tokensOf(kind, narrow));
}
/** Fewer than two letters or digits beside the wildcards: such a pattern says nothing about what it is for. */
function isCatchAll(pattern) {
    return hasWildcard(pattern) && (pattern.match(/[\p{L}\p{N}]/gu)?.length ?? 0) < 2;
}
function tokensOf(kind, pattern) {
    const tokens = [];
    const chars = [...pattern];
    for (let i = 0; i < chars.length; i += 1) {
        const char = chars[i] ?? '';
        if (char !== '*') {
            tokens.push({ kind: 'char', char });
            continue;
        }
        const atStart = i === 0 || chars[i - 1] === '/';
        let stars = 1;
        while (chars[i + 1] === '*') {
            i += 1;
            stars += 1;
        }
        if (kind === 'name')
            tokens.push({ kind: 'any' });
        else if (stars === 1)
            tokens.push({ kind: 'segment' });
        else if (atStart && chars[i + 1] === '/') {
            i += 1;
            tokens.push({ kind: 'folders' });
        }
        else
            tokens.push({ kind: 'any' });
    }
    return tokens;
}
function charsOf(text) {
    return [...text].map((char) => ({ kind: 'char', char }));
}
/**
 * `reaches[i]` says whether the rest of `wide` covers `narrow` from `i` on; rows are filled from the last token of
 * `wide` to the first. A wildcard of `narrow` can only be swallowed by a wildcard of `wide` that is at least as wide.
 */
function coversTokens(wide, narrow) {
    if (wide.length > MAX_LENGTH || narrow.length > MAX_LENGTH)
        return false;
    let reaches = narrow.map(() => false).concat(true);
    for (const token of [...wide].reverse()) {
        const next = new Array(narrow.length + 1).fill(false);
        let folderAhead = false;
        for (let i = narrow.length; i >= 0; i -= 1) {
            const here = narrow[i];
            const skip = reaches[i] === true;
            const after = reaches[i + 1] === true;
            if (token.kind === 'char') {
                next[i] = here?.kind === 'char' && here.char === token.char && after;
            }
            else if (token.kind === 'folders') {
                if (here !== undefined && endsFolder(here) && after)
                    folderAhead = true;
                next[i] = skip || folderAhead;
            }
            else {
                const swallows = here !== undefined && (token.kind === 'any' || staysInSegment(here));
                next[i] = skip || (swallows && next[i + 1] === true);
            }
        }
        reaches = next;
    }
    return reaches[0] === true;
}
function endsFolder(token) {
    return token.kind === 'folders' || (token.kind === 'char' && token.char === '/');
}
function staysInSegment(token) {
    return token.kind === 'segment' || (token.kind === 'char' && token.char !== '/');
}


/***/ }),

/***/ 7954:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  Wr: () => (/* binding */ MAXIMA),
  zD: () => (/* binding */ UNPINNABLE),
  h0: () => (/* binding */ UNSUPPRESSIBLE),
  Yy: () => (/* binding */ describeConfig),
  _Q: () => (/* binding */ effectiveLevel),
  qn: () => (/* binding */ effectiveThresholds),
  CQ: () => (/* binding */ originText),
  Jx: () => (/* binding */ suppressionText)
});

;// CONCATENATED MODULE: ./build/policy/types.js
const DEFAULT_THRESHOLDS = { critical: 0, high: 0, medium: 10 };
const STRICT_THRESHOLDS = { critical: 0, high: 0, medium: 5 };

;// CONCATENATED MODULE: ./build/policy/levels.js

/** Rules whose level no configuration can change, with the reason a person is told. */
const UNPINNABLE = new Map([
    ['L0-PERMISSION-BITS', 'the always-on checks (L0) have no switch'],
    ['policy-weakened', 'a change to the policy is always shown'],
    ['unreadable-file', 'a file that cannot be read is never taken as clean'],
]);
/** Rules whose findings no suppression can hide. An unreadable file can be one on purpose, and then may be named. */
const UNSUPPRESSIBLE = new Map([...UNPINNABLE].filter(([id]) => id !== 'unreadable-file'));
/** Maxima in the order of severity. */
const MAXIMA = ['critical', 'high', 'medium'];
/**
 * The level of one rule: a pin in the configuration, else the built-in one.
 *
 * @param side which tree the configuration was read from, for the origin
 */
function effectiveLevel(rule, config, side) {
    const pin = UNPINNABLE.has(rule.id) ? undefined : config.rules.get(rule.id)?.level;
    return pin === undefined
        ? { level: rule.level, origin: { kind: 'built-in' } }
        : { level: pin.value, origin: fileOrigin(pin, side) };
}
/**
 * The maxima in force. The configuration overrides the built-in ones; with `strict` the smaller of the configured and
 * the strict maximum holds, so that `strict` never loosens anything.
 */
function effectiveThresholds(config, strict) {
    const of = (key) => {
        const own = config.thresholds[key]?.value ?? DEFAULT_THRESHOLDS[key];
        return strict ? Math.min(own, STRICT_THRESHOLDS[key]) : own;
    };
    return { critical: of('critical'), high: of('high'), medium: of('medium') };
}
/** `built-in`, `.phase-mirror.yml:4 (base)`, `input strict`. */
function originText(origin) {
    if (origin.kind === 'built-in')
        return 'built-in';
    if (origin.kind === 'input')
        return `input ${origin.name}`;
    return `${origin.path}:${origin.line}${origin.side === 'base' ? ' (base)' : ''}`;
}
/** The whole effective configuration with the origin of every value, for `config show`. */
function describeConfig(config, options) {
    const side = options.side ?? 'subject';
    const thresholds = effectiveThresholds(config, options.strict);
    return [
        ...options.rules.map((rule) => {
            const { level, origin } = effectiveLevel(rule, config, side);
            return { key: `rules.${rule.id}.level`, value: level, origin };
        }),
        ...MAXIMA.map((key) => {
            const origin = thresholdOrigin(config, key, options.strict, side);
            return { key: `policy.max-${key}`, value: String(thresholds[key]), origin };
        }),
        ...rows('required-checks', config.requiredChecks, requiredCheckText, side),
        ...rows('external-checks', config.externalChecks, (name) => name, side),
        ...rows('schemas', config.schemas, schemaPairText, side),
        ...config.suppressions.map((entry, index) => ({
            key: `suppressions[${index}]`,
            value: suppressionText(entry),
            origin: { kind: 'file', path: entry.at.path, line: entry.at.line, side },
        })),
    ];
}
/** `MD-001 in .github/settings.yml until 2026-12-31`. */
function suppressionText(entry) {
    const target = entry.path === undefined ? `finding ${entry.findingId}` : `in ${entry.path}`;
    return `${entry.rule} ${target} until ${entry.until}`;
}
function thresholdOrigin(config, key, strict, side) {
    const own = config.thresholds[key];
    if (strict && STRICT_THRESHOLDS[key] < (own?.value ?? DEFAULT_THRESHOLDS[key])) {
        return { kind: 'input', name: 'strict' };
    }
    return own === undefined ? { kind: 'built-in' } : fileOrigin(own, side);
}
function requiredCheckText({ context, branches }) {
    return `${context} (${branches.length === 0 ? 'default branch' : branches.join(', ')})`;
}
function schemaPairText({ schema, version: { path, key } }) {
    return `${schema} with ${key === '' ? path : `${key} of ${path}`}`;
}
function rows(key, items, text, side) {
    return items.map((item, index) => ({
        key: `${key}[${index}]`,
        value: text(item.value),
        origin: fileOrigin(item, side),
    }));
}
function fileOrigin({ at }, side) {
    return { kind: 'file', path: at.path, line: at.startLine, side };
}


/***/ }),

/***/ 7067:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   t: () => (/* binding */ loadPolicy)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9473);
/* harmony import */ var _repository_types_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7340);
/* harmony import */ var _config_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(5673);
/**
 * Which configuration is in force. Contract of design.md: on a pull request or in a merge queue it is the base's, so
 * that a change cannot loosen the rule it is judged by; what it loosens is a finding. The subject's own file is
 * validated all the same.
 */



/**
 * @throws PhaseMirrorError (user, exit 2) when the file in force is invalid, when the subject's is, or when a named
 *   file is on neither side
 */
async function loadPolicy(sides, context) {
    const { subject, base, fromBase, path } = sides;
    const onSubject = await readConfig(subject, path, context);
    if (!fromBase) {
        if (path !== undefined && onSubject === null)
            throw notThere(path, 'in the tree that is evaluated');
        return {
            config: onSubject ?? (0,_config_js__WEBPACK_IMPORTED_MODULE_2__/* .emptyConfig */ .i4)(),
            side: 'subject',
            compare: null,
            baseInvalid: null,
        };
    }
    if (base === null) {
        return { config: (0,_config_js__WEBPACK_IMPORTED_MODULE_2__/* .emptyConfig */ .i4)(), side: 'base', compare: null, baseInvalid: null };
    }
    let onBase;
    try {
        onBase = await readConfig(base, path, context);
    }
    catch (error) {
        // The change that mends a broken configuration must be able to pass; built-in policy is the strict stand-in.
        if (!(error instanceof _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .PhaseMirrorError */ .VV) || onSubject === null)
            throw error;
        return { config: (0,_config_js__WEBPACK_IMPORTED_MODULE_2__/* .emptyConfig */ .i4)(), side: 'base', compare: null, baseInvalid: error.message };
    }
    if (path !== undefined && onBase === null && onSubject === null)
        throw notThere(path, 'on either side of the change');
    const inForce = onBase ?? (0,_config_js__WEBPACK_IMPORTED_MODULE_2__/* .emptyConfig */ .i4)();
    return {
        config: inForce,
        side: 'base',
        compare: { base: inForce, subject: onSubject ?? (0,_config_js__WEBPACK_IMPORTED_MODULE_2__/* .emptyConfig */ .i4)() },
        baseInvalid: null,
    };
}
/** null when the tree has no configuration. */
async function readConfig(tree, named, context) {
    const paths = (await tree.list()).map((entry) => entry.path);
    const path = named ?? (0,_config_js__WEBPACK_IMPORTED_MODULE_2__/* .findConfigPath */ .Xe)(paths);
    if (path === null || !paths.includes(path))
        return null;
    const read = await tree.read(path, _repository_types_js__WEBPACK_IMPORTED_MODULE_1__/* .DEFAULT_BUDGET */ .s.maxBytes);
    if (read.ok)
        return (0,_config_js__WEBPACK_IMPORTED_MODULE_2__/* .parseConfig */ .o4)(path, read.bytes, context).config;
    const { failure } = read;
    throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .PhaseMirrorError */ .VV('user', {
        thing: 'the configuration',
        reason: failure.reason === 'too-large'
            ? `has ${failure.bytes} bytes; at most ${failure.limit} are read`
            : failure.reason === 'symlink-outside'
                ? 'is a symbolic link that leaves the repository'
                : 'cannot be read',
        next: 'Make it a plain file of this repository',
        position: { path },
    });
}
function notThere(path, where) {
    return new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .PhaseMirrorError */ .VV('user', {
        thing: `the configuration ${path}`,
        reason: `is not ${where}`,
        next: 'Check the path: it is relative to the top of the repository',
    });
}


/***/ }),

/***/ 931:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Mi: () => (/* binding */ suppressionFindings),
/* harmony export */   px: () => (/* binding */ applySuppressions),
/* harmony export */   qo: () => (/* binding */ SUPPRESSION_PROBLEM),
/* harmony export */   xl: () => (/* binding */ SUPPRESSION_PROBLEM_VERSION)
/* harmony export */ });
/* unused harmony export WARN_DAYS */
/* harmony import */ var _dates_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(390);
/* harmony import */ var _globs_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6912);
/* harmony import */ var _levels_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7954);



const SUPPRESSION_PROBLEM = 'suppression-problem';
/** Raised when the meaning of the rule changes. */
const SUPPRESSION_PROBLEM_VERSION = 1;
/** Days before the end in which a suppression is announced. design.md, "Suppression". */
const WARN_DAYS = 14;
/**
 * Which findings the configuration suppresses today.
 *
 * A suppression by path covers a finding whose own path, or one of whose facts, lies in it; by id, one whose id starts
 * with the digits. The last day still counts. Findings of {@link UNSUPPRESSIBLE} rules are never covered.
 *
 * @param today YYYY-MM-DD, UTC
 * @param evaluated ids of the rules that were evaluated: of a rule that was not, nobody can say that a suppression
 *   matches nothing. Left out: every rule was.
 */
function applySuppressions(findings, config, today, evaluated) {
    const suppressed = new Map();
    const used = new Set();
    const inForce = config.suppressions.filter((entry) => daysLeft(entry, today) >= 0);
    for (const finding of findings) {
        if (_levels_js__WEBPACK_IMPORTED_MODULE_0__/* .UNSUPPRESSIBLE */ .h0.has(finding.ruleId))
            continue;
        for (const entry of inForce) {
            if (!covers(entry, finding))
                continue;
            used.add(entry);
            if (!suppressed.has(finding))
                suppressed.set(finding, entry);
        }
    }
    return {
        suppressed,
        unused: inForce.filter((entry) => !used.has(entry) && (evaluated?.has(entry.rule) ?? true)),
        expired: config.suppressions.filter((entry) => daysLeft(entry, today) < 0),
        expiring: inForce.filter((entry) => used.has(entry) && daysLeft(entry, today) <= WARN_DAYS),
    };
}
/** Findings of the rule `suppression-problem` (low), in the order of the file. */
function suppressionFindings(result, config, today) {
    return config.suppressions.flatMap((entry) => {
        if (result.expired.includes(entry))
            return [finding(entry, config, expiredWords(entry))];
        if (result.unused.includes(entry))
            return [finding(entry, config, unusedWords(entry))];
        if (result.expiring.includes(entry))
            return [finding(entry, config, expiringWords(entry, daysLeft(entry, today)))];
        return [];
    });
}
function covers(entry, finding) {
    if (entry.rule !== finding.ruleId)
        return false;
    const { path, findingId, line } = entry;
    if (line !== undefined)
        return finding.evidence.some((item) => item.path === path && item.excerpt === line);
    if (path === undefined)
        return findingId !== undefined && finding.findingId.startsWith(findingId);
    return [finding.path, ...finding.evidence.filter(({ fact }) => fact !== undefined).map((item) => item.path)].some((place) => place !== '' && (0,_globs_js__WEBPACK_IMPORTED_MODULE_1__/* .matchesGlob */ .kt)('path', path, place));
}
/** Days until the last one: 0 on the last day, negative after it. */
function daysLeft({ until }, today) {
    return (0,_dates_js__WEBPACK_IMPORTED_MODULE_2__/* .daysBetween */ .YM)(today, until);
}
function expiredWords(entry) {
    return {
        state: 'expired',
        title: `The suppression of ${targetOf(entry)} is over`,
        what: `It held until ${entry.until}: "${entry.reason}".`,
        why: 'What it suppressed counts again, like any other problem.',
        fix: 'Remove the entry, or give it a new `until` if the reason still stands.',
    };
}
function unusedWords(entry) {
    return {
        state: 'unused',
        title: `The suppression of ${targetOf(entry)} matches nothing`,
        what: 'No problem that was found is covered by it.',
        why: 'It would hide the same problem if it came back.',
        fix: 'Remove the entry.',
    };
}
function expiringWords(entry, days) {
    const left = days === 0 ? 'today' : days === 1 ? 'tomorrow' : `in ${days} days`;
    return {
        state: 'expiring',
        title: `The suppression of ${targetOf(entry)} ends soon`,
        what: `It ends ${left}, on ${entry.until}: "${entry.reason}".`,
        why: 'From the day after, what it suppresses counts again.',
        fix: 'Mend the problem before that day, or give the entry a new `until` if the reason still stands.',
    };
}
function finding(entry, config, { state, ...words }) {
    const { path, line } = entry.at;
    const excerpt = (config.lines[line - 1] ?? '').trim().slice(0, 200);
    return {
        ruleId: SUPPRESSION_PROBLEM,
        ruleVersion: SUPPRESSION_PROBLEM_VERSION,
        severity: 'low',
        ...words,
        path,
        anchor: `suppression:${entry.rule}:${entry.path ?? entry.findingId ?? ''}`,
        evidence: [
            { path, startLine: line, endLine: line, excerpt, label: state, fact: `${state} ${(0,_levels_js__WEBPACK_IMPORTED_MODULE_0__/* .suppressionText */ .Jx)(entry)}` },
        ],
    };
}
function targetOf({ rule, path, findingId }) {
    return path === undefined ? `${rule} for finding ${findingId}` : `${rule} in ${path}`;
}


/***/ }),

/***/ 324:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   KF: () => (/* binding */ POLICY_WEAKENED),
/* harmony export */   XD: () => (/* binding */ weakenedFindings),
/* harmony export */   nP: () => (/* binding */ POLICY_WEAKENED_VERSION)
/* harmony export */ });
/* harmony import */ var _repository_branch_selector_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(791);
/* harmony import */ var _weakenings_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(1789);
/** What a change loosens in the policy, as findings of the rule `policy-weakened`. */


const POLICY_WEAKENED = 'policy-weakened';
/** Raised when the meaning of the rule changes. */
const POLICY_WEAKENED_VERSION = 1;
/** Loosened values that are named in the finding of a deleted file. */
const MAX_NAMED = 5;
const MAX_EXCERPT = 200;
/**
 * One finding per loosening; one for all of them when the change deletes the file, since then there is one line to
 * put back. Empty when nothing is loosened. Severity: medium for a valid suppression, and where the base requires
 * code-owner review of every configuration file the change touches; else high.
 */
function weakenedFindings(base, subject, context) {
    const found = (0,_weakenings_js__WEBPACK_IMPORTED_MODULE_1__/* .weakenings */ .r)(base, subject, context);
    const reviewed = [base.path, subject.path].every((path) => path === null || context.codeOwnerReviewOf(path));
    if (found.length === 0)
        return [];
    if (subject.path === null && base.path !== null) {
        return [deletedFinding(base, base.path, found, context, reviewed ? 'medium' : 'high')];
    }
    return found.map((weakening) => findingOf(weakening, base, subject, context, reviewed || weakening.kind === 'suppression' ? 'medium' : 'high'));
}
function findingOf(weakening, base, subject, context, severity) {
    const { anchor, baseAt, subjectAt } = weakening;
    const path = subjectAt?.path ?? subject.path ?? base.path ?? '';
    const words = wordsOf(weakening);
    const changed = subjectAt ?? subject.keys.get(weakening.section) ?? topOf(path);
    const before = baseAt === undefined ? [] : [evidence(base, baseAt, onBranch(context))];
    return {
        ruleId: POLICY_WEAKENED,
        ruleVersion: POLICY_WEAKENED_VERSION,
        severity,
        title: words.title,
        what: `${words.what}. This change is still judged by the policy ${onBranch(context)}; the new one holds after the merge.`,
        why: words.why,
        fix: `${words.fix}. ${onPurpose(path, severity)}`,
        path,
        anchor,
        evidence: [{ ...evidence(subject, changed, 'this change'), fact: factOf(weakening) }, ...before],
    };
}
function deletedFinding(base, path, found, context, severity) {
    const named = found.slice(0, MAX_NAMED).map(({ subject, before, after }) => `${subject} (${change(before, after)})`);
    const rest = found.length > MAX_NAMED ? ` and ${found.length - MAX_NAMED} more` : '';
    return {
        ruleId: POLICY_WEAKENED,
        ruleVersion: POLICY_WEAKENED_VERSION,
        severity,
        title: `This change deletes ${path}, which is stricter than the defaults`,
        what: `With the file go ${named.join(', ')}${rest}. This change is still judged by the policy ${onBranch(context)}.`,
        why: 'After the merge the built-in policy holds, and changes that are blocked today can be merged.',
        fix: `Put ${path} back. ${onPurpose(path, severity)}`,
        path,
        anchor: 'config:deleted',
        evidence: [
            { ...evidence(base, topOf(path), 'deleted here'), fact: found.map(factOf).join('; ') },
            ...found.flatMap(({ baseAt }) => (baseAt === undefined ? [] : [evidence(base, baseAt, onBranch(context))])),
        ],
    };
}
function wordsOf({ kind, anchor, subject, before, after }) {
    const name = anchor.slice(anchor.indexOf(':') + 1);
    switch (kind) {
        case 'level':
            return {
                title: `This change lowers ${name} from ${before} to ${after}`,
                what: `You changed ${subject} from ${before} to ${after}`,
                why: after === 'off'
                    ? `After the merge ${name} is not checked any more.`
                    : `After the merge a change that breaks ${name} is no longer blocked.`,
                fix: `Put back \`${name}: {level: ${before}}\` under \`rules\``,
            };
        case 'maximum':
            return {
                title: `This change raises \`max-${name}\` from ${before} to ${after}`,
                what: `You raised ${subject} from ${before} to ${after}`,
                why: `After the merge a change may introduce ${after} problems of severity ${name} and still pass the gate.`,
                fix: `Put back \`max-${name}: ${before}\` under \`policy\``,
            };
        case 'required-check':
            return {
                title: after === ''
                    ? `This change stops requiring the check "${name}"`
                    : `This change requires the check "${name}" on fewer branches`,
                what: `You removed ${subject} (${change(before, after)})`,
                why: `After the merge nobody notices when the check "${name}" is no longer reported.`,
                fix: `Put "${name}" back under \`required-checks\``,
            };
        case 'external-check':
            return {
                title: `This change declares "${name}" to be reported from outside`,
                what: `You added ${subject}`,
                why: 'After the merge a required check of that name is believed without a job that reports it.',
                fix: `Remove "${name}" from \`external-checks\``,
            };
        case 'suppression':
            return {
                title: `This change ${before === '' ? 'adds' : 'extends'} ${subject}`,
                what: `You ${before === '' ? 'added' : 'extended'} ${subject} (${change(before, after)})`,
                why: 'After the merge the problem is counted as suppressed and blocks nothing until that date.',
                fix: 'Mend the problem instead, or let a reviewer agree to the reason',
            };
    }
}
function onPurpose(path, severity) {
    return severity === 'medium'
        ? 'On purpose? Nothing else to do: a reviewer sees it here.'
        : `On purpose? Require code-owner review of ${path} on the base branch: then it only warns.`;
}
function change(before, after) {
    const [from, to] = [before, after].map((value) => value.replace(_repository_branch_selector_js__WEBPACK_IMPORTED_MODULE_0__/* .DEFAULT_BRANCH */ .nU, 'the default branch'));
    if (from === '')
        return `new: ${to}`;
    return to === '' ? `was: ${from}` : `${from} → ${to}`;
}
function factOf({ anchor, before, after }) {
    return `${anchor} ${before === '' ? 'none' : before} -> ${after === '' ? 'none' : after}`;
}
function onBranch({ branch }) {
    return branch === '' ? 'on the base' : `on ${branch}`;
}
function topOf(path) {
    return { path, startLine: 1, endLine: 1 };
}
function evidence(config, { path, startLine }, label) {
    // A suppression in a comment stands in another file, whose lines are not at hand here.
    const lines = path === config.path ? config.lines : [];
    const excerpt = (lines[startLine - 1] ?? '').trim().slice(0, MAX_EXCERPT);
    return { path, startLine, endLine: startLine, excerpt, label };
}


/***/ }),

/***/ 1789:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   r: () => (/* binding */ weakenings)
/* harmony export */ });
/* harmony import */ var _repository_branch_selector_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(791);
/* harmony import */ var _dates_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(390);
/* harmony import */ var _globs_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(6912);
/* harmony import */ var _levels_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7954);
/**
 * What a change loosens in the policy. The policy in force is the base's, so nothing here takes effect before the
 * merge; but the next change would be judged by it, and people must see it now. Tightenings are silent.
 * design.md, "Policy comes from base".
 */




const RANK = { block: 0, warn: 1, off: 2 };
/**
 * Everything the subject's configuration loosens against the base's, in a fixed order. Compared is what holds, not
 * what is written: removing a pin that raised a level loosens it, spelling out a default does not.
 */
function weakenings(base, subject, context) {
    return [
        ...levels(base, subject, context.rules),
        ...maxima(base, subject),
        ...requiredChecks(base, subject, context.defaultBranch),
        ...externalChecks(base, subject),
        ...suppressions(base, subject, context.today),
    ];
}
function levels(base, subject, rules) {
    return rules.flatMap((rule) => {
        const before = (0,_levels_js__WEBPACK_IMPORTED_MODULE_1__/* .effectiveLevel */ ._Q)(rule, base, 'base').level;
        const after = (0,_levels_js__WEBPACK_IMPORTED_MODULE_1__/* .effectiveLevel */ ._Q)(rule, subject, 'subject').level;
        if (RANK[after] <= RANK[before])
            return [];
        return [
            {
                kind: 'level',
                anchor: `level:${rule.id}`,
                subject: `the level of ${rule.id}`,
                before,
                after,
                ...places(base.rules.get(rule.id)?.level?.at, subject.rules.get(rule.id)?.level?.at),
                section: 'rules',
            },
        ];
    });
}
function maxima(base, subject) {
    const before = (0,_levels_js__WEBPACK_IMPORTED_MODULE_1__/* .effectiveThresholds */ .qn)(base, false);
    const after = (0,_levels_js__WEBPACK_IMPORTED_MODULE_1__/* .effectiveThresholds */ .qn)(subject, false);
    return _levels_js__WEBPACK_IMPORTED_MODULE_1__/* .MAXIMA */ .Wr.filter((key) => after[key] > before[key]).map((key) => ({
        kind: 'maximum',
        anchor: `maximum:${key}`,
        subject: `\`max-${key}\``,
        before: String(before[key]),
        after: String(after[key]),
        ...places(base.thresholds[key]?.at, subject.thresholds[key]?.at),
        section: 'policy',
    }));
}
/** One weakening per context that some branch no longer requires. */
function requiredChecks(base, subject, defaultBranch) {
    const before = branchesByContext(base.requiredChecks, defaultBranch);
    const after = branchesByContext(subject.requiredChecks, defaultBranch);
    return [...before].flatMap(([context, required]) => {
        const kept = after.get(context);
        const lost = [...required.branches].filter((branch) => !stillRequired(branch, kept?.branches));
        if (lost.length === 0)
            return [];
        return [
            {
                kind: 'required-check',
                anchor: `required-check:${context}`,
                subject: `the required check "${context}"`,
                before: [...required.branches].sort().join(', '),
                after: kept === undefined ? '' : [...kept.branches].sort().join(', '),
                ...places(required.at, kept?.at),
                section: 'required-checks',
            },
        ];
    });
}
/** Stands for the default branch where its name is not known. */
function branchesByContext(checks, defaultBranch) {
    const contexts = new Map();
    for (const { value, at } of checks) {
        const entry = contexts.get(value.context) ?? { branches: new Set(), at };
        const branches = value.branches.length === 0 ? [_repository_branch_selector_js__WEBPACK_IMPORTED_MODULE_0__/* .DEFAULT_BRANCH */ .nU] : value.branches;
        for (const branch of branches)
            entry.branches.add(branch === _repository_branch_selector_js__WEBPACK_IMPORTED_MODULE_0__/* .DEFAULT_BRANCH */ .nU ? (defaultBranch ?? branch) : branch);
        contexts.set(value.context, entry);
    }
    return contexts;
}
/** Branch entries are fnmatch patterns, as in rulesets: one dialect for what is required and for what is loosened. */
function stillRequired(branch, kept) {
    if (kept === undefined)
        return false;
    // A `**` that is not followed by a slash matches no more than `*`.
    const plain = (pattern) => pattern.replace(/\*+$/, '*');
    if ([...kept].some((other) => plain(other) === plain(branch)))
        return true;
    // No pattern surely matches a default branch whose name is not known, or all that another pattern matches.
    const literal = branch !== _repository_branch_selector_js__WEBPACK_IMPORTED_MODULE_0__/* .DEFAULT_BRANCH */ .nU && !/[*?[\]\\]/.test(branch);
    return literal && [...kept].some((other) => (0,_repository_branch_selector_js__WEBPACK_IMPORTED_MODULE_0__/* .compileBranchPattern */ .ag)(other).matches(branch));
}
function externalChecks(base, subject) {
    const known = base.externalChecks.map(({ value }) => value);
    const added = subject.externalChecks.filter(({ value }) => !known.some((wide) => (0,_globs_js__WEBPACK_IMPORTED_MODULE_2__/* .globCovers */ .fQ)('name', wide, value)));
    return distinct(added, ({ value }) => value).map(({ value, at }) => ({
        kind: 'external-check',
        anchor: `external-check:${value}`,
        subject: `"${value}" in \`external-checks\``,
        before: '',
        after: value,
        ...places(undefined, at),
        section: 'external-checks',
    }));
}
function suppressions(base, subject, today) {
    const active = subject.suppressions.filter(({ until }) => (0,_dates_js__WEBPACK_IMPORTED_MODULE_3__/* .daysBetween */ .YM)(today, until) >= 0);
    const found = active.flatMap((entry) => {
        const covering = base.suppressions.filter((old) => coversTarget(old, entry));
        if (covering.some((old) => (0,_dates_js__WEBPACK_IMPORTED_MODULE_3__/* .daysBetween */ .YM)(entry.until, old.until) >= 0))
            return [];
        const [latest] = [...covering].sort((a, b) => (0,_dates_js__WEBPACK_IMPORTED_MODULE_3__/* .daysBetween */ .YM)(a.until, b.until));
        return [
            {
                kind: 'suppression',
                anchor: `suppression:${entry.rule}:${entry.path ?? entry.findingId ?? ''}${entry.line === undefined ? '' : `:${entry.line}`}`,
                subject: `the suppression of ${entry.rule} ${entry.path === undefined ? `for finding ${entry.findingId}` : `in ${entry.path}`}`,
                before: latest === undefined ? '' : (0,_levels_js__WEBPACK_IMPORTED_MODULE_1__/* .suppressionText */ .Jx)(latest),
                after: (0,_levels_js__WEBPACK_IMPORTED_MODULE_1__/* .suppressionText */ .Jx)(entry),
                ...places(latest && lineOf(latest), lineOf(entry)),
                section: 'suppressions',
            },
        ];
    });
    return distinct(found, ({ anchor, after }) => `${anchor} ${after}`);
}
/** Whether everything that `entry` suppresses was suppressed by `old` too, while it lasted. */
function coversTarget(old, entry) {
    if (old.rule !== entry.rule)
        return false;
    if (old.line !== undefined && (old.line !== entry.line || old.path !== entry.path))
        return false;
    if (old.path !== undefined && entry.path !== undefined)
        return (0,_globs_js__WEBPACK_IMPORTED_MODULE_2__/* .globCovers */ .fQ)('path', old.path, entry.path);
    return old.findingId !== undefined && entry.findingId?.startsWith(old.findingId) === true;
}
function lineOf({ at }) {
    return { path: at.path, startLine: at.line, endLine: at.line };
}
function places(baseAt, subjectAt) {
    return { ...(baseAt === undefined ? {} : { baseAt }), ...(subjectAt === undefined ? {} : { subjectAt }) };
}
function distinct(items, keyOf) {
    const byKey = new Map();
    for (const item of items)
        if (!byKey.has(keyOf(item)))
            byKey.set(keyOf(item), item);
    return [...byKey.values()];
}


/***/ }),

/***/ 1283:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Us: () => (/* binding */ isBlocking),
/* harmony export */   X: () => (/* binding */ byCodeUnit),
/* harmony export */   zZ: () => (/* binding */ orderReport)
/* harmony export */ });
/* unused harmony export severityRank */
/* harmony import */ var _rules_types_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(5229);

const STATUSES = ['new', 'older', 'suppressed'];
/**
 * True for a finding that the decision blocks on: new, of a rule at level block, and of a severity that is over its
 * maximum.
 */
function isBlocking(finding, { decision }) {
    if (finding.status !== 'new' || finding.level !== 'block')
        return false;
    return decision.reasons.some(({ kind, severity }) => kind === 'over-threshold' && (severity === undefined || severity === finding.severity));
}
/** The same report with its findings, rules, lost evidence and tool errors in their defined order. */
function orderReport(report) {
    const blocking = new Map(report.findings.map((finding) => [finding, isBlocking(finding, report)]));
    const findings = [...report.findings].sort((a, b) => STATUSES.indexOf(a.status) - STATUSES.indexOf(b.status) ||
        Number(blocking.get(b)) - Number(blocking.get(a)) ||
        severityRank(a.severity) - severityRank(b.severity) ||
        levelRank(a.level) - levelRank(b.level) ||
        byCodeUnit(a.ruleId, b.ruleId) ||
        byCodeUnit(a.evidence[0]?.path ?? '', b.evidence[0]?.path ?? '') ||
        (a.evidence[0]?.startLine ?? 0) - (b.evidence[0]?.startLine ?? 0) ||
        byCodeUnit(a.anchor, b.anchor) ||
        byCodeUnit(a.findingId, b.findingId));
    return {
        ...report,
        run: { ...report.run, timings: sortedRecord(report.run.timings) },
        rules: [...report.rules].sort((a, b) => byCodeUnit(a.id, b.id)),
        findings,
        lost: [...report.lost].sort((a, b) => byCodeUnit(a.ruleId, b.ruleId) || byCodeUnit(a.key, b.key)),
        toolErrors: [...report.toolErrors].sort((a, b) => byCodeUnit(b.side, a.side) || byCodeUnit(a.ruleId, b.ruleId) || byCodeUnit(a.message, b.message)),
    };
}
/** 0 is the worst. */
function severityRank(severity) {
    return _rules_types_js__WEBPACK_IMPORTED_MODULE_0__/* .SEVERITIES */ .o.indexOf(severity);
}
/** By UTF-16 code unit: the same everywhere, unlike a locale's order. */
function byCodeUnit(a, b) {
    return a < b ? -1 : a > b ? 1 : 0;
}
function levelRank(level) {
    return _rules_types_js__WEBPACK_IMPORTED_MODULE_0__/* .LEVELS */ .A.indexOf(level);
}
function sortedRecord(record) {
    return Object.fromEntries(Object.entries(record).sort(([a], [b]) => byCodeUnit(a, b)));
}


/***/ }),

/***/ 4892:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Q: () => (/* binding */ reportSchema),
/* harmony export */   R: () => (/* binding */ validateReport)
/* harmony export */ });
/* harmony import */ var valibot__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7934);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9473);
/* harmony import */ var _rules_types_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(5229);
/**
 * The report's runtime schema. It says what `Report` in types.ts says (a type-level test holds the two together) and
 * is the source of schema/report.v1.json, so it uses only what `@valibot/to-json-schema` can express.
 */



const count = valibot__WEBPACK_IMPORTED_MODULE_1__/* .pipe */ .FsL(valibot__WEBPACK_IMPORTED_MODULE_1__/* .number */ .aig(), valibot__WEBPACK_IMPORTED_MODULE_1__/* .integer */ .ndf(), valibot__WEBPACK_IMPORTED_MODULE_1__/* .minValue */ .Wwf(0));
const severity = valibot__WEBPACK_IMPORTED_MODULE_1__/* .picklist */ .KIO(_rules_types_js__WEBPACK_IMPORTED_MODULE_2__/* .SEVERITIES */ .o);
const level = valibot__WEBPACK_IMPORTED_MODULE_1__/* .picklist */ .KIO(_rules_types_js__WEBPACK_IMPORTED_MODULE_2__/* .LEVELS */ .A);
const date = valibot__WEBPACK_IMPORTED_MODULE_1__/* .pipe */ .FsL(valibot__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(), valibot__WEBPACK_IMPORTED_MODULE_1__/* .regex */ .yGV(/^(\d{4}-\d{2}-\d{2})?$/));
const evidence = valibot__WEBPACK_IMPORTED_MODULE_1__/* .strictObject */ .rej({
    path: valibot__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(),
    startLine: count,
    endLine: count,
    excerpt: valibot__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(),
    label: valibot__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(),
    fact: valibot__WEBPACK_IMPORTED_MODULE_1__/* .exactOptional */ .yqP(valibot__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP()),
});
const gap = valibot__WEBPACK_IMPORTED_MODULE_1__/* .strictObject */ .rej({
    evidence: valibot__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(),
    reason: valibot__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(),
    next: valibot__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(),
    cause: valibot__WEBPACK_IMPORTED_MODULE_1__/* .picklist */ .KIO(['tree', 'environment', 'not-asked']),
});
const sourceAnswer = valibot__WEBPACK_IMPORTED_MODULE_1__/* .strictObject */ .rej({
    source: valibot__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(),
    status: valibot__WEBPACK_IMPORTED_MODULE_1__/* .picklist */ .KIO(['answered', 'none', 'forbidden', 'not-found', 'unavailable', 'not-asked', 'unreadable']),
    detail: valibot__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(),
});
const ruleReport = valibot__WEBPACK_IMPORTED_MODULE_1__/* .strictObject */ .rej({
    id: valibot__WEBPACK_IMPORTED_MODULE_1__/* .pipe */ .FsL(valibot__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(), valibot__WEBPACK_IMPORTED_MODULE_1__/* .minLength */ .BpQ(1)),
    name: valibot__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(),
    version: valibot__WEBPACK_IMPORTED_MODULE_1__/* .pipe */ .FsL(valibot__WEBPACK_IMPORTED_MODULE_1__/* .number */ .aig(), valibot__WEBPACK_IMPORTED_MODULE_1__/* .integer */ .ndf(), valibot__WEBPACK_IMPORTED_MODULE_1__/* .minValue */ .Wwf(1)),
    summary: valibot__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(),
    severity,
    level,
    levelOrigin: valibot__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(),
    state: valibot__WEBPACK_IMPORTED_MODULE_1__/* .picklist */ .KIO(['evaluated', 'not-applicable', 'not-evaluated', 'tool-error', 'off']),
    reason: valibot__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(),
    gaps: valibot__WEBPACK_IMPORTED_MODULE_1__/* .array */ .YOg(gap),
    findings: valibot__WEBPACK_IMPORTED_MODULE_1__/* .strictObject */ .rej({ new: count, older: count, suppressed: count }),
    record: valibot__WEBPACK_IMPORTED_MODULE_1__/* .nullable */ .mee(valibot__WEBPACK_IMPORTED_MODULE_1__/* .strictObject */ .rej({
        reviewed: count,
        falsePositives: count,
        upper: valibot__WEBPACK_IMPORTED_MODULE_1__/* .pipe */ .FsL(valibot__WEBPACK_IMPORTED_MODULE_1__/* .number */ .aig(), valibot__WEBPACK_IMPORTED_MODULE_1__/* .minValue */ .Wwf(0), valibot__WEBPACK_IMPORTED_MODULE_1__/* .maxValue */ .cGV(1)),
    })),
});
const reportFinding = valibot__WEBPACK_IMPORTED_MODULE_1__/* .strictObject */ .rej({
    findingId: valibot__WEBPACK_IMPORTED_MODULE_1__/* .pipe */ .FsL(valibot__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(), valibot__WEBPACK_IMPORTED_MODULE_1__/* .regex */ .yGV(/^[0-9a-f]{32}$/)),
    fingerprint: valibot__WEBPACK_IMPORTED_MODULE_1__/* .pipe */ .FsL(valibot__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(), valibot__WEBPACK_IMPORTED_MODULE_1__/* .regex */ .yGV(/^[0-9a-f]{64}$/)),
    status: valibot__WEBPACK_IMPORTED_MODULE_1__/* .picklist */ .KIO(['new', 'older', 'suppressed']),
    ruleId: valibot__WEBPACK_IMPORTED_MODULE_1__/* .pipe */ .FsL(valibot__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(), valibot__WEBPACK_IMPORTED_MODULE_1__/* .minLength */ .BpQ(1)),
    ruleName: valibot__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(),
    ruleVersion: valibot__WEBPACK_IMPORTED_MODULE_1__/* .pipe */ .FsL(valibot__WEBPACK_IMPORTED_MODULE_1__/* .number */ .aig(), valibot__WEBPACK_IMPORTED_MODULE_1__/* .integer */ .ndf(), valibot__WEBPACK_IMPORTED_MODULE_1__/* .minValue */ .Wwf(1)),
    level,
    severity,
    title: valibot__WEBPACK_IMPORTED_MODULE_1__/* .pipe */ .FsL(valibot__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(), valibot__WEBPACK_IMPORTED_MODULE_1__/* .minLength */ .BpQ(1)),
    what: valibot__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(),
    why: valibot__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(),
    fix: valibot__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(),
    path: valibot__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(),
    anchor: valibot__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(),
    evidence: valibot__WEBPACK_IMPORTED_MODULE_1__/* .pipe */ .FsL(valibot__WEBPACK_IMPORTED_MODULE_1__/* .array */ .YOg(evidence), valibot__WEBPACK_IMPORTED_MODULE_1__/* .minLength */ .BpQ(1)),
    suppression: valibot__WEBPACK_IMPORTED_MODULE_1__/* .nullable */ .mee(valibot__WEBPACK_IMPORTED_MODULE_1__/* .strictObject */ .rej({ reason: valibot__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(), until: date })),
});
const decision = valibot__WEBPACK_IMPORTED_MODULE_1__/* .strictObject */ .rej({
    outcome: valibot__WEBPACK_IMPORTED_MODULE_1__/* .picklist */ .KIO(['pass', 'warn', 'block']),
    reasons: valibot__WEBPACK_IMPORTED_MODULE_1__/* .array */ .YOg(valibot__WEBPACK_IMPORTED_MODULE_1__/* .strictObject */ .rej({
        kind: valibot__WEBPACK_IMPORTED_MODULE_1__/* .picklist */ .KIO([
            'over-threshold',
            'unproven',
            'tool-error',
            'new-findings',
            'incomplete',
            'policy-weakened',
            'degraded',
            'clean',
        ]),
        text: valibot__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(),
        severity: valibot__WEBPACK_IMPORTED_MODULE_1__/* .exactOptional */ .yqP(severity),
        count: valibot__WEBPACK_IMPORTED_MODULE_1__/* .exactOptional */ .yqP(count),
        max: valibot__WEBPACK_IMPORTED_MODULE_1__/* .exactOptional */ .yqP(count),
    })),
});
/** Strict: a key that is not named here is an error. */
const reportSchema = valibot__WEBPACK_IMPORTED_MODULE_1__/* .strictObject */ .rej({
    schemaVersion: valibot__WEBPACK_IMPORTED_MODULE_1__/* .literal */ .euz('1'),
    run: valibot__WEBPACK_IMPORTED_MODULE_1__/* .strictObject */ .rej({
        startedAt: valibot__WEBPACK_IMPORTED_MODULE_1__/* .pipe */ .FsL(valibot__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(), valibot__WEBPACK_IMPORTED_MODULE_1__/* .isoTimestamp */ .yhX()),
        durationMs: valibot__WEBPACK_IMPORTED_MODULE_1__/* .pipe */ .FsL(valibot__WEBPACK_IMPORTED_MODULE_1__/* .number */ .aig(), valibot__WEBPACK_IMPORTED_MODULE_1__/* .minValue */ .Wwf(0)),
        event: valibot__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(),
        url: valibot__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(),
        runner: valibot__WEBPACK_IMPORTED_MODULE_1__/* .strictObject */ .rej({ node: valibot__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(), platform: valibot__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP() }),
        timings: valibot__WEBPACK_IMPORTED_MODULE_1__/* .record */ .g1P(valibot__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(), valibot__WEBPACK_IMPORTED_MODULE_1__/* .pipe */ .FsL(valibot__WEBPACK_IMPORTED_MODULE_1__/* .number */ .aig(), valibot__WEBPACK_IMPORTED_MODULE_1__/* .minValue */ .Wwf(0))),
    }),
    tool: valibot__WEBPACK_IMPORTED_MODULE_1__/* .strictObject */ .rej({ name: valibot__WEBPACK_IMPORTED_MODULE_1__/* .literal */ .euz('phase-mirror'), version: valibot__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(), ruleSet: valibot__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP() }),
    subject: valibot__WEBPACK_IMPORTED_MODULE_1__/* .strictObject */ .rej({ id: valibot__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(), repository: valibot__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(), branch: valibot__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP() }),
    base: valibot__WEBPACK_IMPORTED_MODULE_1__/* .nullable */ .mee(valibot__WEBPACK_IMPORTED_MODULE_1__/* .strictObject */ .rej({ id: valibot__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP() })),
    compared: valibot__WEBPACK_IMPORTED_MODULE_1__/* .picklist */ .KIO(['base', 'none']),
    complete: valibot__WEBPACK_IMPORTED_MODULE_1__/* .boolean */ .zMY(),
    degraded: valibot__WEBPACK_IMPORTED_MODULE_1__/* .array */ .YOg(valibot__WEBPACK_IMPORTED_MODULE_1__/* .strictObject */ .rej({ code: valibot__WEBPACK_IMPORTED_MODULE_1__/* .pipe */ .FsL(valibot__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(), valibot__WEBPACK_IMPORTED_MODULE_1__/* .regex */ .yGV(/^[a-z][a-z0-9_]*$/)), text: valibot__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP() })),
    enforcement: valibot__WEBPACK_IMPORTED_MODULE_1__/* .picklist */ .KIO(['required-workflow', 'self-attested', 'none']),
    policy: valibot__WEBPACK_IMPORTED_MODULE_1__/* .strictObject */ .rej({
        source: valibot__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(),
        thresholds: valibot__WEBPACK_IMPORTED_MODULE_1__/* .strictObject */ .rej({ critical: count, high: count, medium: count }),
        strict: valibot__WEBPACK_IMPORTED_MODULE_1__/* .boolean */ .zMY(),
        enforceFrom: date,
    }),
    sources: valibot__WEBPACK_IMPORTED_MODULE_1__/* .array */ .YOg(sourceAnswer),
    rules: valibot__WEBPACK_IMPORTED_MODULE_1__/* .array */ .YOg(ruleReport),
    findings: valibot__WEBPACK_IMPORTED_MODULE_1__/* .array */ .YOg(reportFinding),
    lost: valibot__WEBPACK_IMPORTED_MODULE_1__/* .array */ .YOg(valibot__WEBPACK_IMPORTED_MODULE_1__/* .strictObject */ .rej({
        ruleId: valibot__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(),
        key: valibot__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(),
        what: valibot__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(),
        path: valibot__WEBPACK_IMPORTED_MODULE_1__/* .exactOptional */ .yqP(valibot__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP()),
        line: valibot__WEBPACK_IMPORTED_MODULE_1__/* .exactOptional */ .yqP(count),
    })),
    toolErrors: valibot__WEBPACK_IMPORTED_MODULE_1__/* .array */ .YOg(valibot__WEBPACK_IMPORTED_MODULE_1__/* .strictObject */ .rej({ ruleId: valibot__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(), side: valibot__WEBPACK_IMPORTED_MODULE_1__/* .picklist */ .KIO(['subject', 'base']), message: valibot__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP() })),
    l0: valibot__WEBPACK_IMPORTED_MODULE_1__/* .nullable */ .mee(valibot__WEBPACK_IMPORTED_MODULE_1__/* .strictObject */ .rej({
        mask: valibot__WEBPACK_IMPORTED_MODULE_1__/* .pipe */ .FsL(valibot__WEBPACK_IMPORTED_MODULE_1__/* .number */ .aig(), valibot__WEBPACK_IMPORTED_MODULE_1__/* .integer */ .ndf(), valibot__WEBPACK_IMPORTED_MODULE_1__/* .minValue */ .Wwf(0)),
        violations: valibot__WEBPACK_IMPORTED_MODULE_1__/* .array */ .YOg(valibot__WEBPACK_IMPORTED_MODULE_1__/* .strictObject */ .rej({ invariant: valibot__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(), value: valibot__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(), bound: valibot__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP() })),
    })),
    decision,
});
/**
 * Check a report before it is written anywhere.
 *
 * @returns the same content with the keys of every object in the schema's order
 * @throws PhaseMirrorError of kind `bug` that names the first value that is wrong
 */
function validateReport(report) {
    const result = valibot__WEBPACK_IMPORTED_MODULE_1__/* .safeParse */ .xLC(reportSchema, report, { abortEarly: true });
    if (result.success)
        return result.output;
    const [issue] = result.issues;
    const where = valibot__WEBPACK_IMPORTED_MODULE_1__/* .getDotPath */ .BuJ(issue) ?? 'the top';
    throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .PhaseMirrorError */ .VV('bug', {
        thing: `The report, at ${where},`,
        reason: `does not match its own schema: ${issue.message}`,
        next: 'This is a mistake of Phase Mirror, not of your repository: report it with this message',
    });
}


/***/ }),

/***/ 791:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   IV: () => (/* binding */ USUAL_DEFAULTS),
/* harmony export */   ag: () => (/* binding */ compileBranchPattern),
/* harmony export */   iv: () => (/* binding */ selectsBranch),
/* harmony export */   nO: () => (/* binding */ namesBranch),
/* harmony export */   nU: () => (/* binding */ DEFAULT_BRANCH)
/* harmony export */ });
/* unused harmony export ALL_BRANCHES */
/* harmony import */ var _glob_automaton_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7160);

/** The ruleset words for "the default branch" and "every branch". */
const DEFAULT_BRANCH = '~DEFAULT_BRANCH';
const ALL_BRANCHES = '~ALL';
/** Names that default branches have when nobody tells us the name. */
const USUAL_DEFAULTS = ['main', 'master', 'trunk'];
const NOTHING = { matches: () => false };
/**
 * Whether a protection is for a branch.
 *
 * A name that is not known is treated like this:
 * - `branch` null, `defaultBranch` known: the default branch is judged.
 * - `branch` known, `defaultBranch` null: the branch counts as the default branch when it is named main, master or trunk.
 * - both null (a tree without branches: an unpacked archive, a detached checkout): we judge "the default branch, whatever
 *   its name". Selected are `~DEFAULT_BRANCH`, `~ALL`, patterns that match each of main, master and trunk (`*`: then the
 *   name makes no difference), and entries that name main, master or trunk literally: people protect the default branch
 *   first, and hardly a repository protects a `main` that is not it. Other names (`release/1.x`, `unstable`) may be
 *   another branch's requirements; judging this tree by them could accuse it wrongly, so they stay out.
 *
 * @param selector names, `refs/heads/…` or fnmatch patterns; `exclude` wins over `include`
 */
function selectsBranch(selector, branch, defaultBranch) {
    const name = branch ?? defaultBranch;
    if (name !== null) {
        const isDefault = defaultBranch === null ? USUAL_DEFAULTS.includes(name) : name === defaultBranch;
        return anySelects(selector.include, name, isDefault) && !anySelects(selector.exclude, name, isDefault);
    }
    const selected = (entries, quantify) => USUAL_DEFAULTS[quantify]((usual) => anySelects(entries, usual, true));
    if (selected(selector.include, 'every') && !selected(selector.exclude, 'every'))
        return true;
    return USUAL_DEFAULTS.some((usual) => names(selector.include, usual, false) && !anySelects(selector.exclude, usual, true));
}
/**
 * Whether a selector names the branch itself and does not merely match it by a pattern. "Rules that include a specific
 * branch name have the highest priority", and of branch protection rules only one applies to a branch.
 */
function namesBranch(selector, branch, defaultBranch) {
    const name = branch ?? defaultBranch;
    if (name === null)
        return USUAL_DEFAULTS.some((usual) => names(selector.include, usual, true));
    const isDefault = defaultBranch === null ? USUAL_DEFAULTS.includes(name) : name === defaultBranch;
    return names(selector.include, name, isDefault);
}
function names(entries, name, isDefault) {
    return entries.some((entry) => entry === name || entry === `refs/heads/${name}` || (entry === DEFAULT_BRANCH && isDefault));
}
function anySelects(entries, name, isDefault) {
    return entries.some((entry) => {
        if (entry === ALL_BRANCHES)
            return true;
        if (entry === DEFAULT_BRANCH)
            return isDefault;
        return compileBranchPattern(entry).matches(entry.startsWith('refs/') ? `refs/heads/${name}` : name);
    });
}
/** Compile one fnmatch pattern. What GitHub does not support (`[^a]`, an open `[`) matches nothing. */
function compileBranchPattern(pattern) {
    if (pattern.length > _glob_automaton_js__WEBPACK_IMPORTED_MODULE_0__/* .MAX_PATTERN_LENGTH */ .n7)
        return NOTHING;
    const pieces = [];
    const characters = Array.from(pattern);
    for (let index = 0; index < characters.length; index += 1) {
        const character = characters[index] ?? '';
        if (character === '*') {
            const atSegmentStart = index === 0 || characters[index - 1] === '/';
            let end = index;
            while (characters[end + 1] === '*')
                end += 1;
            // Only a whole segment of exactly two stars crosses slashes; `qa**` is `qa*`.
            const crosses = atSegmentStart && end === index + 1 && characters[end + 1] === '/';
            pieces.push(crosses ? _glob_automaton_js__WEBPACK_IMPORTED_MODULE_0__/* .DIRECTORIES */ .WU : _glob_automaton_js__WEBPACK_IMPORTED_MODULE_0__/* .SEGMENT */ ._f);
            index = crosses ? end + 1 : end;
        }
        else if (character === '?') {
            pieces.push({ kind: 'not-slash' });
        }
        else if (character === '[') {
            const set = readSet(characters, index + 1);
            if (set === null)
                return NOTHING;
            pieces.push(set.atom);
            index = set.end;
        }
        else
            pieces.push(...(0,_glob_automaton_js__WEBPACK_IMPORTED_MODULE_0__/* .literal */ .eu)(character));
    }
    return (0,_glob_automaton_js__WEBPACK_IMPORTED_MODULE_0__/* .compilePieces */ .zl)(pieces);
}
/** The set after `[`, with its `]`; null when it is open, empty or complemented. */
function readSet(characters, start) {
    if (characters[start] === '^' || characters[start] === '!')
        return null;
    const ranges = [];
    for (let index = start; index < characters.length; index += 1) {
        const low = characters[index] ?? '';
        if (low === ']')
            return ranges.length === 0 ? null : { atom: { kind: 'set', ranges }, end: index };
        // With FNM_PATHNAME a set never matches, and never reaches over, a slash.
        if (low === '/')
            return null;
        const high = characters[index + 2];
        if (characters[index + 1] === '-' && high !== undefined && high !== ']' && high !== '/') {
            ranges.push(...withoutSlash(codeOf(low), codeOf(high)));
            index += 2;
        }
        else
            ranges.push([codeOf(low), codeOf(low)]);
    }
    return null;
}
function withoutSlash(low, high) {
    const slash = 0x2f;
    const parts = [
        [low, Math.min(high, slash - 1)],
        [Math.max(low, slash + 1), high],
    ];
    return low <= slash && slash <= high ? parts.filter(([from, to]) => from <= to) : [[low, high]];
}
function codeOf(character) {
    return character.codePointAt(0) ?? 0;
}


/***/ }),

/***/ 4392:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   I4: () => (/* binding */ localCallee),
/* harmony export */   I6: () => (/* binding */ trimBlanks),
/* harmony export */   O3: () => (/* binding */ checkProducers),
/* harmony export */   fh: () => (/* binding */ nameText),
/* harmony export */   hu: () => (/* binding */ matchName)
/* harmony export */ });
/* harmony import */ var _expressions_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8998);
/* harmony import */ var _workflows_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8075);
/**
 * The check runs that workflows can report, by name.
 *
 * The name is `name:` (expressions expanded) or the job id; a matrix adds ` (a, b)` unless the name uses the matrix; a
 * called workflow's jobs are `caller / callee`, nested. What is only known at run time is a pattern.
 */


/** "You can connect up to ten levels of workflows" (reusing workflows, GitHub docs). */
const MAX_NESTING = 10;
/** Names of one workflow that are computed, and jobs that are visited for them: bounds time and memory. */
const MAX_NAMES = 5000;
const MAX_VISITS = 20_000;
/** GitHub shortens longer default names of matrix jobs with `...`. */
const MAX_DEFAULT_NAME = 100;
/**
 * Every check run that the workflows can report when something starts them. Jobs of a workflow that can only be
 * called (`on: workflow_call` alone) report through their callers.
 *
 * @param onTooMany told about a workflow of whose checks only the first are known
 */
function checkProducers(workflows, onTooMany = () => undefined) {
    const byPath = new Map(workflows.map((workflow) => [workflow.path, workflow]));
    const producers = [];
    for (const workflow of workflows) {
        if (!workflow.triggers.some(({ event }) => event !== 'workflow_call'))
            continue;
        const { found, complete } = new NameExpander(workflow, byPath).expand();
        for (const producer of found)
            producers.push(producer);
        if (!complete)
            onTooMany(workflow, `reports more than ${MAX_NAMES} checks, or calls more than ${MAX_VISITS} jobs`);
    }
    return producers;
}
/** Path of the local workflow that a job calls (`./.github/workflows/x.yml`); null when it calls something else. */
function localCallee(job) {
    const uses = job.uses?.value;
    return uses?.startsWith('./') ? uses.slice(2) : null;
}
class NameExpander {
    root;
    byPath;
    found = [];
    visits = 0;
    complete = true;
    constructor(root, byPath) {
        this.root = root;
        this.byPath = byPath;
    }
    expand() {
        for (const job of this.root.jobs) {
            this.addJob({
                workflow: this.root,
                job,
                top: job,
                prefix: (0,_expressions_js__WEBPACK_IMPORTED_MODULE_0__/* .nameOf */ .Vb)(['']),
                path: [],
                inputs: undefined,
                open: [this.root.path],
            });
        }
        return { found: this.found, complete: this.complete };
    }
    addJob(at) {
        this.visits += 1;
        if (this.visits > MAX_VISITS || this.found.length >= MAX_NAMES) {
            this.complete = false;
            return;
        }
        const { job } = at;
        const rows = job.matrix === undefined ? [null] : (job.matrix.combinations ?? ['unknown']);
        for (const row of rows) {
            const known = {
                ...(row === 'unknown' ? {} : { matrix: row?.values ?? new Map() }),
                ...(at.inputs === undefined ? {} : { inputs: at.inputs }),
                workflowName: this.root.name?.value ?? this.root.path,
            };
            const own = join(at.prefix, jobName(job, row, known));
            const callee = job.uses === undefined ? null : this.calleeOf(job, at.open);
            if (job.uses === undefined)
                this.add(at, own, row);
            else if (callee === null)
                this.add(at, join(own, (0,_expressions_js__WEBPACK_IMPORTED_MODULE_0__/* .nameOf */ .Vb)([' / ', ''])), row);
            else
                this.addCallee(at, own, callee, known);
        }
    }
    calleeOf(job, open) {
        const path = localCallee(job);
        if (path === null || open.includes(path) || open.length >= MAX_NESTING)
            return null;
        return this.byPath.get(path) ?? null;
    }
    addCallee(at, own, callee, known) {
        const prefix = join(own, (0,_expressions_js__WEBPACK_IMPORTED_MODULE_0__/* .nameOf */ .Vb)([' / ']));
        const inputs = this.inputsFor(at.job, callee, known);
        for (const job of callee.jobs) {
            this.addJob({
                workflow: callee,
                job,
                top: at.top,
                prefix,
                path: [...at.path, at.job.id],
                inputs,
                open: [...at.open, callee.path],
            });
        }
    }
    /** What the callee's `inputs` are, as far as the caller's `with` and literal defaults tell. */
    inputsFor(caller, callee, known) {
        const inputs = new Map();
        for (const [name, input] of callee.callInputs) {
            const given = caller.with.get(name);
            if (given === undefined) {
                if (input.default !== undefined)
                    inputs.set(name, input.default);
                continue;
            }
            const text = (0,_expressions_js__WEBPACK_IMPORTED_MODULE_0__/* .evaluateTemplate */ .M1)(given.value, known);
            if (text.kind === 'exact')
                inputs.set(name, (0,_workflows_js__WEBPACK_IMPORTED_MODULE_1__/* .typedInput */ .dC)(input.type, text.text));
        }
        return inputs;
    }
    add(at, name, row) {
        if (this.found.length >= MAX_NAMES) {
            this.complete = false;
            return;
        }
        this.found.push({
            name,
            workflow: this.root,
            job: at.top,
            jobPath: [...at.path, at.job.id],
            leaf: { workflow: at.workflow, job: at.job },
            nameAt: at.job.name?.at ?? at.job.at,
            matrixTexts: row === null || row === 'unknown' ? [] : [...row.suffix],
        });
    }
}
function jobName(job, row, known) {
    const written = job.name?.value;
    const base = written === undefined || written === '' ? (0,_expressions_js__WEBPACK_IMPORTED_MODULE_0__/* .nameOf */ .Vb)([job.id]) : (0,_expressions_js__WEBPACK_IMPORTED_MODULE_0__/* .evaluateTemplate */ .M1)(written, known);
    if (row === null)
        return base;
    const paths = written === undefined ? [] : (0,_expressions_js__WEBPACK_IMPORTED_MODULE_0__/* .templatePaths */ .bX)(written);
    if (paths.some(([context]) => context === 'matrix'))
        return base;
    // A name with another expression: whether the suffix follows is not documented, so both are possible.
    if (paths.length > 0)
        return join(base, (0,_expressions_js__WEBPACK_IMPORTED_MODULE_0__/* .nameOf */ .Vb)(['', '']));
    if (row === 'unknown')
        return join(base, (0,_expressions_js__WEBPACK_IMPORTED_MODULE_0__/* .nameOf */ .Vb)([' (', ')']));
    if (row.suffix.length === 0)
        return base;
    const suffix = row.suffix.join(', ');
    if (row.extended)
        return join(base, (0,_expressions_js__WEBPACK_IMPORTED_MODULE_0__/* .nameOf */ .Vb)([` (${suffix}`, ')']));
    const full = join(base, (0,_expressions_js__WEBPACK_IMPORTED_MODULE_0__/* .nameOf */ .Vb)([` (${suffix})`]));
    if (full.kind === 'exact' && full.text.length > MAX_DEFAULT_NAME) {
        return (0,_expressions_js__WEBPACK_IMPORTED_MODULE_0__/* .nameOf */ .Vb)([full.text.slice(0, MAX_DEFAULT_NAME - 3), '']);
    }
    return full;
}
function join(a, b) {
    const left = literalsOf(a);
    const right = literalsOf(b);
    const seam = `${left[left.length - 1] ?? ''}${right[0] ?? ''}`;
    return (0,_expressions_js__WEBPACK_IMPORTED_MODULE_0__/* .nameOf */ .Vb)([...left.slice(0, -1), seam, ...right.slice(1)]);
}
function literalsOf(name) {
    return name.kind === 'exact' ? [name.text] : name.literals;
}
/**
 * Whether a check of this name satisfies a required context. GitHub compares names exactly, case included.
 * A pattern without literal text could be anything, which says nothing: it matches no context.
 */
function matchName(name, context) {
    if (name.kind === 'exact')
        return trimBlanks(name.text) === trimBlanks(context) ? 'exact' : 'no';
    if (name.literals.every((literal) => literal.trim() === ''))
        return 'no';
    return fitsLiterals(name.literals, context) ? 'maybe' : 'no';
}
/** Without spaces and tabs at the ends. Other blanks (a no-break space) look the same and are not: they stay. */
function trimBlanks(text) {
    let [from, to] = [0, text.length];
    while (from < to && (text[from] === ' ' || text[from] === '\t'))
        from += 1;
    while (to > from && (text[to - 1] === ' ' || text[to - 1] === '\t'))
        to -= 1;
    return text.slice(from, to);
}
/** `literals` in order with any text between; anchored at both ends. Greedy from the left is enough, and linear. */
function fitsLiterals(literals, text) {
    const first = literals[0] ?? '';
    const last = literals[literals.length - 1] ?? '';
    if (!text.startsWith(first))
        return false;
    let from = first.length;
    for (const literal of literals.slice(1, -1)) {
        const at = text.indexOf(literal, from);
        if (at < 0)
            return false;
        from = at + literal.length;
    }
    return text.length - last.length >= from && text.endsWith(last);
}
/** A name for people: unknown parts as `…`. */
function nameText(name) {
    return literalsOf(name).join('…');
}


/***/ }),

/***/ 9828:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   BW: () => (/* binding */ parseCodeowners),
/* harmony export */   K2: () => (/* binding */ ownersOf),
/* harmony export */   P4: () => (/* binding */ findCodeowners),
/* harmony export */   hH: () => (/* binding */ compileCodeownersPattern),
/* harmony export */   zE: () => (/* binding */ MAX_CODEOWNERS_BYTES)
/* harmony export */ });
/* harmony import */ var _glob_automaton_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7160);
/* harmony import */ var _yaml_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(2143);


/** "CODEOWNERS files must be under 3 MB in size": a larger one is not loaded. */
const MAX_CODEOWNERS_BYTES = 3 * 1024 * 1024;
/** Where GitHub looks, in this order; it uses the first file it finds. */
const LOCATIONS = ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS'];
/** The CODEOWNERS file that is in force among these paths, or null. */
function findCodeowners(paths) {
    const known = paths instanceof Set ? paths : new Set(paths);
    return LOCATIONS.find((path) => known.has(path)) ?? null;
}
/**
 * Read the rules of a CODEOWNERS file. Lines with syntax that GitHub does not accept are left out of `rules` and listed
 * in `invalid` with the reason.
 *
 * @param text decoded content, at most {@link MAX_CODEOWNERS_BYTES}; never throws for any text
 */
function parseCodeowners(path, text) {
    const lines = (0,_yaml_js__WEBPACK_IMPORTED_MODULE_1__/* .splitLines */ .uz)(text);
    const rules = [];
    const invalid = [];
    for (const [index, line] of lines.entries()) {
        const [pattern, ...owners] = wordsOf(line);
        if (pattern === undefined)
            continue;
        const spanOf = (from, to) => ({
            path,
            startLine: index + 1,
            startColumn: from.start + 1,
            endLine: index + 1,
            endColumn: to.end + 1,
        });
        const at = spanOf(pattern, owners.at(-1) ?? pattern);
        const compiled = compileCodeownersPattern(pattern.text);
        const stranger = owners.find((owner) => !isOwner(owner.text));
        if ('invalid' in compiled)
            invalid.push({ kind: 'pattern', pattern: pattern.text, source: pattern.text, value: compiled.invalid, at });
        else if (stranger !== undefined) {
            invalid.push({
                kind: 'owner',
                pattern: pattern.text,
                source: stranger.text,
                value: 'names an owner that is no @user, @org/team or e-mail address',
                at: spanOf(stranger, stranger),
            });
        }
        else {
            rules.push({
                pattern: pattern.text,
                owners: owners.map((owner) => ({ value: owner.text, at: spanOf(owner, owner) })),
                at,
            });
        }
    }
    return { path, rules, lines, invalid };
}
/**
 * The owners of a path.
 *
 * @returns the owners of the last rule that matches (empty: nobody owns it, on purpose), or null when no rule matches
 */
function ownersOf(codeowners, path) {
    const matchers = matchersOf(codeowners);
    for (let index = codeowners.rules.length - 1; index >= 0; index -= 1) {
        if (matchers[index]?.matches(path) === true)
            return codeowners.rules[index]?.owners ?? null;
    }
    return null;
}
/** Rules are compiled once for each parsed file, when the first path is asked for. */
const compiledRules = new WeakMap();
function matchersOf(codeowners) {
    const known = compiledRules.get(codeowners);
    if (known !== undefined)
        return known;
    const matchers = codeowners.rules.map(({ pattern }) => {
        const compiled = compileCodeownersPattern(pattern);
        return 'invalid' in compiled ? { matches: () => false } : compiled;
    });
    compiledRules.set(codeowners, matchers);
    return matchers;
}
/** The words of a line up to a comment; `\ ` does not end a word, and stays in it as it was written. */
function wordsOf(line) {
    const words = [];
    let start = -1;
    for (let index = 0; index <= line.length; index += 1) {
        const character = line[index];
        const blank = character === undefined || character === ' ' || character === '\t';
        if (blank && start >= 0) {
            words.push({ text: line.slice(start, index), start, end: index });
            start = -1;
        }
        else if (!blank && start < 0) {
            if (character === '#')
                break;
            start = index;
        }
        if (character === '\\')
            index += 1;
    }
    return words;
}
function isOwner(text) {
    const at = text.indexOf('@');
    // `@user` and `@org/team` start with the mark, an address has it inside; whether they exist, only GitHub knows.
    return at >= 0 && at < text.length - 1 && text.indexOf('@', at + 1) === -1;
}
/**
 * Compile one pattern, case-sensitive, for whole paths from the top of the repository.
 *
 * @returns the matcher, or why GitHub skips the line as a clause
 */
function compileCodeownersPattern(pattern) {
    if (pattern.length > _glob_automaton_js__WEBPACK_IMPORTED_MODULE_0__/* .MAX_PATTERN_LENGTH */ .n7)
        return { invalid: `has a pattern longer than ${_glob_automaton_js__WEBPACK_IMPORTED_MODULE_0__/* .MAX_PATTERN_LENGTH */ .n7} characters` };
    if (pattern.startsWith('!'))
        return { invalid: 'negates with `!`, which CODEOWNERS does not support' };
    if (pattern.startsWith('\\#'))
        return { invalid: 'escapes `#`, which CODEOWNERS does not support' };
    const segments = segmentsOf(pattern);
    if (segments === null)
        return { invalid: 'has `[ ]` or `***`, which CODEOWNERS does not support' };
    const directoryOnly = segments.length > 1 && segments.at(-1)?.length === 0;
    if (directoryOnly)
        segments.pop();
    // As in gitignore: a slash at the beginning or in the middle anchors the pattern at the top.
    const anchored = segments.length > 1;
    if (segments[0]?.length === 0)
        segments.shift();
    const last = segments.at(-1);
    if (last === undefined)
        return { matches: () => false };
    const pieces = anchored ? [] : [_glob_automaton_js__WEBPACK_IMPORTED_MODULE_0__/* .DIRECTORIES */ .WU];
    for (const [index, segment] of segments.entries()) {
        const final = index === segments.length - 1;
        if (segment !== GLOBSTAR)
            pieces.push(...segment, ...(final ? [] : [_glob_automaton_js__WEBPACK_IMPORTED_MODULE_0__/* .SLASH */ .o]));
        else
            pieces.push(final ? _glob_automaton_js__WEBPACK_IMPORTED_MODULE_0__/* .ANY */ .x4 : _glob_automaton_js__WEBPACK_IMPORTED_MODULE_0__/* .DIRECTORIES */ .WU);
    }
    if (directoryOnly && last !== GLOBSTAR)
        pieces.push(_glob_automaton_js__WEBPACK_IMPORTED_MODULE_0__/* .SLASH */ .o, _glob_automaton_js__WEBPACK_IMPORTED_MODULE_0__/* .ANY */ .x4);
    // `docs/*` stops at the files of docs; any other pattern also owns what lies below a directory it matches.
    else if (!directoryOnly && last !== GLOBSTAR && !(anchored && last.length === 1 && last[0] === _glob_automaton_js__WEBPACK_IMPORTED_MODULE_0__/* .SEGMENT */ ._f)) {
        pieces.push({ kind: 'optional', of: [_glob_automaton_js__WEBPACK_IMPORTED_MODULE_0__/* .SLASH */ .o, _glob_automaton_js__WEBPACK_IMPORTED_MODULE_0__/* .ANY */ .x4] });
    }
    return (0,_glob_automaton_js__WEBPACK_IMPORTED_MODULE_0__/* .compilePieces */ .zl)(pieces);
}
/** A segment that is `**` and nothing else. */
const GLOBSTAR = [_glob_automaton_js__WEBPACK_IMPORTED_MODULE_0__/* .ANY */ .x4];
/** The pattern between its slashes; null for syntax that GitHub refuses. */
function segmentsOf(pattern) {
    const segments = [];
    let current = [];
    let stars = 0;
    const characters = Array.from(pattern);
    const endSegment = () => {
        // `**` beside other characters is `*`: only a segment of its own crosses directories.
        segments.push(stars === 2 && current.length === 1 ? GLOBSTAR : current);
        current = [];
        stars = 0;
    };
    for (let index = 0; index < characters.length; index += 1) {
        const character = characters[index] ?? '';
        if (character === '*') {
            stars += 1;
            if (stars === 3)
                return null;
            if (stars === 1)
                current.push(_glob_automaton_js__WEBPACK_IMPORTED_MODULE_0__/* .SEGMENT */ ._f);
            continue;
        }
        if (character === '/') {
            endSegment();
            continue;
        }
        stars = 0;
        if (character === '[' || character === ']')
            return null;
        if (character === '?')
            current.push({ kind: 'not-slash' });
        else if (character === '\\') {
            index += 1;
            current.push(...(0,_glob_automaton_js__WEBPACK_IMPORTED_MODULE_0__/* .literal */ .eu)(characters[index] ?? '\\'));
        }
        else
            current.push(...(0,_glob_automaton_js__WEBPACK_IMPORTED_MODULE_0__/* .literal */ .eu)(character));
    }
    endSegment();
    return segments;
}


/***/ }),

/***/ 5769:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  fS: () => (/* binding */ RAW_TREES),
  tc: () => (/* binding */ compareTrees),
  Tp: () => (/* binding */ hasTwoPaths),
  kY: () => (/* binding */ parseRaw),
  rJ: () => (/* binding */ rawChange)
});

// EXTERNAL MODULE: ./build/repository/git-names.js
var git_names = __webpack_require__(8856);
;// CONCATENATED MODULE: ./build/repository/compare-hunks.js
/** Which lines a patch added, read from `git diff -U0` output. Pure. */

/** `@@ -12,3 +14 @@`: a count that is left out is 1. */
const HUNK = /^@@ -\d{1,10}(?:,(\d{1,10}))? \+(\d{1,10})(?:,(\d{1,10}))? @@/;
const SIMPLE_ESCAPES = { a: 7, b: 8, t: 9, n: 10, v: 11, f: 12, r: 13 };
/**
 * Lines that each file of a patch adds or modifies.
 *
 * @param patch output of git with `-p -U0 --text --dst-prefix=b/` and `core.quotePath=true`
 * @param maxLines per file; what is beyond is left out
 * @returns path of the new side → 1-based lines. Files that only lost lines have an empty set; deleted ones none.
 */
function addedLines(patch, maxLines) {
    const files = new Map();
    let lines = null;
    // Lines of the current hunk still to come: content may look like any header, so it is counted, never recognised.
    let removed = 0;
    let added = 0;
    for (let at = 0; at < patch.length;) {
        const found = patch.indexOf(0x0a, at);
        const end = found === -1 ? patch.length : found;
        const first = patch[at];
        if (removed > 0 && first === 0x2d)
            removed -= 1;
        else if (added > 0 && first === 0x2b)
            added -= 1;
        else if (first === 0x40) {
            const hunk = HUNK.exec(patch.toString('latin1', at, Math.min(end, at + 100)));
            if (hunk !== null) {
                removed = Number(hunk[1] ?? 1);
                added = Number(hunk[3] ?? 1);
                addRange(lines, Number(hunk[2]), added, maxLines);
            }
        }
        else if (first === 0x2b) {
            const path = newSide(patch.toString('latin1', at, end));
            lines = path === null ? null : (files.get(path) ?? new Set());
            if (path !== null && lines !== null)
                files.set(path, lines);
        }
        at = end + 1;
    }
    return files;
}
function addRange(lines, start, count, maxLines) {
    if (lines === null)
        return;
    const end = start + Math.min(count, maxLines - lines.size);
    for (let line = start; line < end; line += 1)
        lines.add(line);
}
/** The path of a `+++ b/path` line; git ends it with a tab when it holds a space, and quotes it when it must. */
function newSide(line) {
    if (!line.startsWith('+++ '))
        return null;
    const name = line.slice(4).replace(/\t$/, '');
    const bytes = name.startsWith('"') ? unquote(name.slice(1, -1)) : Buffer.from(name, 'latin1');
    const path = (0,git_names/* decodeName */.e4)(bytes);
    return path.startsWith('b/') ? path.slice(2) : null;
}
/** Undo git's C-style quoting (git-config(1), `core.quotePath`). */
function unquote(text) {
    const bytes = [];
    for (let at = 0; at < text.length; at += 1) {
        if (text[at] !== '\\') {
            bytes.push(text.charCodeAt(at));
            continue;
        }
        const octal = /^[0-3][0-7]{2}/.exec(text.slice(at + 1, at + 4))?.[0];
        const char = text[at + 1] ?? '';
        bytes.push(octal === undefined ? (SIMPLE_ESCAPES[char] ?? char.charCodeAt(0)) : Number.parseInt(octal, 8));
        at += octal === undefined ? 1 : 3;
    }
    return Buffer.from(bytes);
}

// EXTERNAL MODULE: ./build/repository/snapshot-commit.js
var snapshot_commit = __webpack_require__(4931);
;// CONCATENATED MODULE: ./build/repository/compare.js
/** How the subject differs from the base. */



/** Lines remembered of one file. */
const MAX_LINES = 100_000;
/** Governed paths whose lines are looked at, and the patch that may be read for them. */
const MAX_PATHS = 1000;
const PATHS_PER_CALL = 250;
const MAX_PATCH = 16 * 1024 * 1024;
/** A file that only looks changed (a copied checkout) is hashed when it is no larger, and at most so many are. */
const MAX_HASHED_BYTES = 4 * 1024 * 1024;
const MAX_HASHED_FILES = 20_000;
/** The same everywhere, whatever the configuration says: found by similarity, 1,000 candidates at most. */
const RENAMES = ['-M', '-l1000'];
/** Never looks *into* a submodule: that would run git there, under the submodule's own configuration. */
const SUBMODULES = '--ignore-submodules=dirty';
/** How two trees of the object database are compared, as arguments: whoever compares this way sees the same change. */
const RAW_TREES = ['-r', '-z', '--raw', ...RENAMES, '--no-abbrev', SUBMODULES];
const PATCH = [
    ...['-p', '-U0', '--text', '--no-color', '--no-ext-diff', '--no-textconv', '--full-index'],
    ...['--inter-hunk-context=0', '--src-prefix=a/', '--dst-prefix=b/', '--submodule=short'],
];
/**
 * Compare a base commit with the subject.
 *
 * A file moved in the work tree without telling git is found as a rename when its content is unchanged; git itself
 * finds similar ones only among files it tracks.
 *
 * @param git a repository that holds the objects of both
 * @param baseCommit full object id
 * @param governed the paths whose changed lines are wanted
 * @throws {PhaseMirrorError} `evidence` when git cannot compare them: an object is missing (a partial clone) or broken
 */
async function compareTrees(git, baseCommit, subject, governed) {
    const draft = new Draft();
    if (subject.kind === 'commit') {
        const args = ['diff-tree', ...RAW_TREES, baseCommit, subject.sha];
        for (const change of parseRaw((await git.run(args)).stdout))
            draft.add(change);
    }
    else {
        await compareWorkTree(git, baseCommit, subject.snapshot, governed, draft);
    }
    await addLines(git, baseCommit, subject, governed, draft);
    return draft;
}
/** A comparison while it is put together. */
class Draft {
    renames = new Map();
    changed = new Set();
    deleted = new Set();
    lines = new Map();
    base = new Map();
    add(change) {
        const { status, oldPath, newPath, oldMode, oldOid } = change;
        if (status === 'D')
            this.deleted.add(oldPath);
        else
            this.changed.add(newPath);
        if (status === 'R')
            this.renames.set(oldPath, newPath);
        if (Number(oldMode) > 0)
            this.base.set(oldPath, { path: oldPath, kind: (0,snapshot_commit/* kindOfMode */.z1)(oldMode), oid: oldOid });
    }
    /** A deleted path and a new one hold the same: it was moved. */
    move(from, to) {
        this.deleted.delete(from);
        this.changed.add(to);
        this.renames.set(from, to);
    }
    /** The path is the same on both sides after all. */
    restore(path) {
        this.deleted.delete(path);
        this.changed.delete(path);
        this.base.delete(path);
    }
}
async function compareWorkTree(git, baseCommit, snapshot, governed, draft) {
    const [untracked, config] = await Promise.all([snapshot.untracked(), git.withoutFilters()]);
    const args = ['diff-index', '-z', '--raw', ...RENAMES, '--no-abbrev', SUBMODULES, baseCommit];
    const { stdout } = await git.run(args, { config });
    let hashed = 0;
    for (const change of parseRaw(stdout)) {
        // Without a new object id git compared times and sizes alone.
        const unsure = change.status === 'M' && /^0+$/.test(change.newOid) && !change.oldMode.startsWith('16');
        if (unsure && hashed < MAX_HASHED_FILES) {
            hashed += 1;
            if (isSame(snapshot, change.newPath, change.oldOid))
                continue;
        }
        draft.add(change);
    }
    const gone = new Map();
    for (const path of draft.deleted) {
        const oid = draft.base.get(path)?.oid;
        if (oid !== undefined && governed(path) && !gone.has(oid))
            gone.set(oid, path);
    }
    for (const path of untracked) {
        const old = draft.base.get(path);
        if (old?.oid !== undefined && draft.deleted.has(path)) {
            // Untracked since the base, and still there.
            if (isSame(snapshot, path, old.oid))
                draft.restore(path);
            else
                draft.deleted.delete(path);
            if (draft.base.has(path))
                draft.changed.add(path);
            continue;
        }
        const length = baseCommit.length;
        const ids = gone.size > 0 && governed(path) ? snapshot.blobIds(path, length, MAX_HASHED_BYTES) : [];
        const from = ids.map((id) => gone.get(id)).find((one) => one !== undefined && draft.deleted.has(one));
        if (from === undefined)
            draft.changed.add(path);
        else
            draft.move(from, path);
    }
}
function isSame(snapshot, path, oid) {
    return snapshot.blobIds(path, oid.length, MAX_HASHED_BYTES).includes(oid);
}
/** The lines of governed paths that changed: from the patch, and all lines of what git does not track. */
async function addLines(git, baseCommit, subject, governed, draft) {
    const wanted = [...draft.changed].filter(governed).sort().slice(0, MAX_PATHS);
    if (wanted.length === 0)
        return;
    const untracked = subject.kind === 'worktree' ? await subject.snapshot.untracked() : new Set();
    const oldPaths = new Map([...draft.renames].map(([from, to]) => [to, from]));
    // A name that is not UTF-8 cannot be an argument of a process.
    const tracked = wanted.filter((path) => !untracked.has(path) && !`${path}${oldPaths.get(path)}`.includes('\\x'));
    const calls = [];
    for (let at = 0; at < tracked.length; at += PATHS_PER_CALL) {
        const paths = tracked.slice(at, at + PATHS_PER_CALL);
        calls.push(addPatchLines(git, baseCommit, subject, paths, oldPaths, draft));
    }
    await Promise.all(calls);
    if (subject.kind === 'commit')
        return;
    const own = wanted.filter((path) => untracked.has(path));
    const contents = await subject.snapshot.readMany(own, MAX_HASHED_BYTES);
    own.forEach((path, at) => {
        const content = contents[at];
        if (content?.ok === true)
            draft.lines.set(path, oldPaths.has(path) ? new Set() : allLines(content.bytes));
    });
}
async function addPatchLines(git, baseCommit, subject, paths, oldPaths, draft) {
    // A move is only seen when both of its ends are asked for.
    const pathspecs = paths.flatMap((path) => [path, oldPaths.get(path) ?? path]);
    const config = subject.kind === 'worktree' ? await git.withoutFilters() : [];
    const command = subject.kind === 'worktree' ? ['diff-index'] : ['diff-tree', '-r'];
    const trees = subject.kind === 'worktree' ? [baseCommit] : [baseCommit, subject.sha];
    const args = [...command, ...RENAMES, ...PATCH, SUBMODULES, ...trees, '--', ...new Set(pathspecs)];
    let patch;
    try {
        patch = (await git.run(args, { config, maxBytes: MAX_PATCH })).stdout;
    }
    catch {
        // Lines only decide where an annotation is put: without them the finding itself stands.
        return;
    }
    const found = addedLines(patch, MAX_LINES);
    for (const path of paths)
        draft.lines.set(path, found.get(path) ?? new Set());
}
function allLines(bytes) {
    let count = bytes.length > 0 && bytes.at(-1) !== 0x0a ? 1 : 0;
    for (const byte of bytes)
        if (byte === 0x0a)
            count += 1;
    return new Set(Array.from({ length: Math.min(count, MAX_LINES) }, (_, index) => index + 1));
}
/** Records of {@link RAW_TREES}. */
function* parseRaw(output) {
    const fields = (0,git_names/* splitNames */.bZ)(output).values();
    for (const meta of fields) {
        const oldPath = String(fields.next().value ?? '');
        yield rawChange(meta, oldPath, hasTwoPaths(meta) ? String(fields.next().value ?? '') : oldPath);
    }
}
/**
 * One record of {@link RAW_TREES}.
 *
 * @param meta `:100644 100755 <old> <new> R086`
 */
function rawChange(meta, oldPath, newPath) {
    const [oldMode = '', newMode = '', oldOid = '', newOid = '', code = ''] = meta.replace(/^:/, '').split(' ');
    return { status: code.slice(0, 1), oldMode, newMode, oldOid, newOid, oldPath, newPath };
}
/** Whether the record that `meta` begins names two paths, as a rename does. */
function hasTwoPaths(meta) {
    return /^[RC]\d*$/.test(meta.slice(meta.lastIndexOf(' ') + 1));
}


/***/ }),

/***/ 8998:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   A9: () => (/* binding */ contextPaths),
/* harmony export */   Bm: () => (/* binding */ calledFunctions),
/* harmony export */   EY: () => (/* binding */ soleExpression),
/* harmony export */   M1: () => (/* binding */ evaluateTemplate),
/* harmony export */   Vb: () => (/* binding */ nameOf),
/* harmony export */   YK: () => (/* binding */ parseExpression),
/* harmony export */   b6: () => (/* binding */ textOf),
/* harmony export */   bX: () => (/* binding */ templatePaths),
/* harmony export */   xS: () => (/* binding */ hasExpression),
/* harmony export */   zB: () => (/* binding */ parseCondition)
/* harmony export */ });
/* unused harmony exports splitTemplate, walk, evaluateExpression */
/* harmony import */ var _actions_expressions_ast__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2049);
/* harmony import */ var _actions_expressions_data_index__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(5958);
/* harmony import */ var _actions_expressions_evaluator__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(2886);
/* harmony import */ var _actions_expressions_lexer__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(2083);
/* harmony import */ var _actions_expressions_parser__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(4566);
/**
 * `${{ }}` expressions: where they stand, what they mention, and their value where it can be known without running
 * anything. The grammar and the evaluator are GitHub's own (`@actions/expressions`), so that `&&`, `||`, coercions and
 * `format` behave as on GitHub: https://docs.github.com/en/actions/reference/workflows-and-actions/expressions
 */





const CONTEXTS = [
    'github',
    'env',
    'vars',
    'job',
    'jobs',
    'steps',
    'runner',
    'secrets',
    'strategy',
    'matrix',
    'needs',
    'inputs',
];
const FUNCTIONS = [
    { name: 'success', minArgs: 0, maxArgs: 255 },
    { name: 'always', minArgs: 0, maxArgs: 0 },
    { name: 'cancelled', minArgs: 0, maxArgs: 0 },
    { name: 'failure', minArgs: 0, maxArgs: 255 },
    { name: 'hashfiles', minArgs: 1, maxArgs: 255 },
];
/** Longest text an evaluated name may have; GitHub cuts names long before. */
const MAX_TEXT = 1000;
/** Longest value that is computed at all. */
const MAX_VALUE = 10_000;
/** Split at `${{` … `}}`; a `}}` inside a single-quoted string doesn't end it. An unclosed `${{` is literal text. */
function splitTemplate(text) {
    const parts = [];
    let from = 0;
    for (;;) {
        const open = text.indexOf('${{', from);
        const close = open < 0 ? -1 : endOfExpression(text, open + 3);
        if (close < 0) {
            if (from < text.length)
                parts.push({ kind: 'text', text: text.slice(from) });
            return parts;
        }
        if (open > from)
            parts.push({ kind: 'text', text: text.slice(from, open) });
        parts.push({ kind: 'expression', text: text.slice(open + 3, close) });
        from = close + 2;
    }
}
function endOfExpression(text, from) {
    let quoted = false;
    for (let i = from; i < text.length; i += 1) {
        if (text[i] === "'")
            quoted = !quoted;
        else if (!quoted && text[i] === '}' && text[i + 1] === '}')
            return i;
    }
    return -1;
}
/** True when the text has at least one complete `${{ }}`. */
function hasExpression(text) {
    return splitTemplate(text).some((part) => part.kind === 'expression');
}
/** The inside of a template that is one expression and nothing else; null otherwise. */
function soleExpression(text) {
    const parts = splitTemplate(text.trim());
    return parts.length === 1 && parts[0]?.kind === 'expression' ? parts[0].text : null;
}
/** Parse the inside of `${{ }}` (or the text of an `if`). null when it is empty or not an expression. */
function parseExpression(text) {
    try {
        return new _actions_expressions_parser__WEBPACK_IMPORTED_MODULE_4__/* .Parser */ .i(new _actions_expressions_lexer__WEBPACK_IMPORTED_MODULE_3__/* .Lexer */ .JG(text).lex().tokens, CONTEXTS, FUNCTIONS).parse() ?? null;
    }
    catch {
        return null;
    }
}
/**
 * The expression of an `if`, which may stand with or without `${{ }}`. A template with text around the braces is a
 * non-empty string and therefore always true on GitHub; it has no expression: null.
 */
function parseCondition(text) {
    return parseExpression(hasExpression(text) ? (soleExpression(text) ?? '') : text);
}
/** Every node of an expression, parents first. */
function* walk(expr) {
    yield expr;
    for (const child of childrenOf(expr))
        yield* walk(child);
}
function childrenOf(expr) {
    if (expr instanceof _actions_expressions_ast__WEBPACK_IMPORTED_MODULE_0__/* .Unary */ ._c)
        return [expr.expr];
    if (expr instanceof _actions_expressions_ast__WEBPACK_IMPORTED_MODULE_0__/* .Binary */ .yI)
        return [expr.left, expr.right];
    if (expr instanceof _actions_expressions_ast__WEBPACK_IMPORTED_MODULE_0__/* .Logical */ .oD)
        return expr.args;
    if (expr instanceof _actions_expressions_ast__WEBPACK_IMPORTED_MODULE_0__/* .Grouping */ .aU)
        return [expr.group];
    if (expr instanceof _actions_expressions_ast__WEBPACK_IMPORTED_MODULE_0__/* .IndexAccess */ .p_)
        return [expr.expr, expr.index];
    if (expr instanceof _actions_expressions_ast__WEBPACK_IMPORTED_MODULE_0__/* .FunctionCall */ .R6)
        return expr.args;
    return [];
}
/** Names of the functions that are called, in lower case. */
function calledFunctions(expr) {
    const names = new Set();
    for (const node of walk(expr))
        if (node instanceof _actions_expressions_ast__WEBPACK_IMPORTED_MODULE_0__/* .FunctionCall */ .R6)
            names.add(node.functionName.lexeme.toLowerCase());
    return names;
}
/**
 * What an expression reads: `needs.test.result` is `['needs', 'test', 'result']`, `needs.*.result` is
 * `['needs', '*', 'result']`; an index that is computed is `'*'` too. Only the longest paths are listed, in lower case.
 */
function contextPaths(expr) {
    const paths = [];
    const visit = (node) => {
        const path = pathOf(node);
        if (path === null) {
            childrenOf(node).forEach(visit);
            return;
        }
        paths.push(path);
        for (let at = node; at instanceof _actions_expressions_ast__WEBPACK_IMPORTED_MODULE_0__/* .IndexAccess */ .p_; at = at.expr) {
            if (!(at.index instanceof _actions_expressions_ast__WEBPACK_IMPORTED_MODULE_0__/* .Literal */ .uS) && !(at.index instanceof _actions_expressions_ast__WEBPACK_IMPORTED_MODULE_0__/* .Star */ .FE))
                visit(at.index);
        }
    };
    visit(expr);
    return paths;
}
function pathOf(expr) {
    if (expr instanceof _actions_expressions_ast__WEBPACK_IMPORTED_MODULE_0__/* .ContextAccess */ .QC)
        return [expr.name.lexeme.toLowerCase()];
    if (!(expr instanceof _actions_expressions_ast__WEBPACK_IMPORTED_MODULE_0__/* .IndexAccess */ .p_))
        return null;
    const head = pathOf(expr.expr);
    if (head === null)
        return null;
    const key = expr.index instanceof _actions_expressions_ast__WEBPACK_IMPORTED_MODULE_0__/* .Literal */ .uS ? expr.index.literal.coerceString().toLowerCase() : '*';
    return [...head, key];
}
/** All context paths of all expressions of a template. */
function templatePaths(text) {
    return splitTemplate(text).flatMap((part) => {
        const expr = part.kind === 'expression' ? parseExpression(part.text) : null;
        return expr === null ? [] : contextPaths(expr);
    });
}
/** Evaluate the inside of one `${{ }}`; null when it cannot be known (or GitHub would reject it). */
function evaluateExpression(text, known) {
    const expr = parseExpression(text);
    if (expr === null || !isKnown(expr, known) || largest(expr, known) > MAX_VALUE)
        return undefined;
    try {
        return fromData(new _actions_expressions_evaluator__WEBPACK_IMPORTED_MODULE_2__/* .Evaluator */ .o(expr, contextOf(known)).evaluate());
    }
    catch {
        return undefined;
    }
}
/** A template as a name: exact when all its expressions are known, else a pattern with the literal text around them. */
function evaluateTemplate(text, known) {
    const literals = [''];
    // A name of many pages is none that anybody requires; its beginning is enough to tell it apart.
    if (text.length > MAX_VALUE)
        return { kind: 'pattern', literals: [beginning(text), ''] };
    for (const part of splitTemplate(text)) {
        const value = part.kind === 'text' ? part.text : evaluateExpression(part.text, known);
        if (value === undefined)
            literals.push('');
        else
            literals[literals.length - 1] += textOf(value);
    }
    return nameOf(literals);
}
/** A {@link CheckName} of literal parts with unknown text between them. */
function nameOf(literals) {
    const [first = '', ...rest] = literals;
    if (first.length > MAX_TEXT)
        return { kind: 'pattern', literals: [beginning(first), ''] };
    return rest.length === 0 ? { kind: 'exact', text: first } : { kind: 'pattern', literals };
}
/** A copy of the first characters: a plain slice would keep the whole text in memory. */
function beginning(text) {
    return Array.from(text.slice(0, MAX_TEXT)).join('');
}
/** A value as GitHub prints it: `3.10` written as a number is `3.1`, null is empty. */
function textOf(value) {
    return toData(value).coerceString();
}
/**
 * An upper bound of the characters that evaluating can produce, so that nested `format` calls end before memory does.
 * Only functions that copy their arguments grow; everything else is at most as long as what it is given.
 */
function largest(expr, known) {
    if (pathOf(expr) !== null)
        return sizeOf(expr, known);
    const sizes = childrenOf(expr).map((child) => largest(child, known));
    const most = Math.max(expr instanceof _actions_expressions_ast__WEBPACK_IMPORTED_MODULE_0__/* .Literal */ .uS ? expr.literal.coerceString().length : SHORT, ...sizes);
    if (!(expr instanceof _actions_expressions_ast__WEBPACK_IMPORTED_MODULE_0__/* .FunctionCall */ .R6))
        return most;
    switch (expr.functionName.lexeme.toLowerCase()) {
        case 'format':
            // `{0}` takes three characters of the format for one copy of an argument.
            return (sizes[0] ?? 0) + (Math.ceil((sizes[0] ?? 0) / 3) + 1) * Math.max(SHORT, ...sizes.slice(1));
        case 'join':
            return (sizes[0] ?? 0) + (sizes[0] ?? 0) * (sizes[1] ?? 1);
        case 'tojson':
            return most * JSON_GROWTH;
        default:
            return most;
    }
}
/** Longest text of a boolean, number or null. */
const SHORT = 24;
/** Quotes, escapes and indentation. */
const JSON_GROWTH = 12;
function sizeOf(expr, { matrix, inputs, workflowName }) {
    const [context] = pathOf(expr) ?? [];
    if (context === 'github')
        return workflowName?.length ?? 0;
    const values = context === 'matrix' ? matrix : inputs;
    return JSON.stringify([...(values ?? [])]).length;
}
function isKnown(expr, known) {
    const path = pathOf(expr);
    if (path !== null) {
        const [context, key] = path;
        if (path.includes('*'))
            return context === 'matrix' && known.matrix !== undefined && childrenKnown(expr, known);
        if (context === 'matrix')
            return known.matrix !== undefined;
        if (context === 'inputs')
            return key !== undefined && hasKey(known.inputs, key);
        return context === 'github' && key === 'workflow' && known.workflowName !== undefined;
    }
    if (expr instanceof _actions_expressions_ast__WEBPACK_IMPORTED_MODULE_0__/* .FunctionCall */ .R6) {
        const name = expr.functionName.lexeme.toLowerCase();
        if (FUNCTIONS.some((status) => status.name === name))
            return false;
    }
    return childrenOf(expr).every((child) => isKnown(child, known));
}
/** Computed indexes of a path: `matrix[matrix.key]`. */
function childrenKnown(expr, known) {
    for (let at = expr; at instanceof _actions_expressions_ast__WEBPACK_IMPORTED_MODULE_0__/* .IndexAccess */ .p_; at = at.expr) {
        if (!(at.index instanceof _actions_expressions_ast__WEBPACK_IMPORTED_MODULE_0__/* .Literal */ .uS) && !(at.index instanceof _actions_expressions_ast__WEBPACK_IMPORTED_MODULE_0__/* .Star */ .FE) && !isKnown(at.index, known))
            return false;
    }
    return true;
}
function hasKey(map, key) {
    return map !== undefined && [...map.keys()].some((name) => name.toLowerCase() === key);
}
function contextOf(known) {
    const context = new _actions_expressions_data_index__WEBPACK_IMPORTED_MODULE_1__/* .Dictionary */ .bT();
    if (known.matrix !== undefined)
        context.add('matrix', toData(Object.fromEntries(known.matrix)));
    if (known.inputs !== undefined)
        context.add('inputs', toData(Object.fromEntries(known.inputs)));
    if (known.workflowName !== undefined)
        context.add('github', toData({ workflow: known.workflowName }));
    return context;
}
function toData(value) {
    if (value === null)
        return new _actions_expressions_data_index__WEBPACK_IMPORTED_MODULE_1__/* .Null */ .Uv();
    if (typeof value === 'string')
        return new _actions_expressions_data_index__WEBPACK_IMPORTED_MODULE_1__/* .StringData */ .uQ(value);
    if (typeof value === 'number')
        return new _actions_expressions_data_index__WEBPACK_IMPORTED_MODULE_1__/* .NumberData */ .Q9(value);
    if (typeof value === 'boolean')
        return new _actions_expressions_data_index__WEBPACK_IMPORTED_MODULE_1__/* .BooleanData */ .bo(value);
    if (Array.isArray(value))
        return new _actions_expressions_data_index__WEBPACK_IMPORTED_MODULE_1__/* .Array */ .O3(...value.map(toData));
    return new _actions_expressions_data_index__WEBPACK_IMPORTED_MODULE_1__/* .Dictionary */ .bT(...Object.entries(value).map(([key, item]) => ({ key, value: toData(item) })));
}
function fromData(value) {
    if (value instanceof _actions_expressions_data_index__WEBPACK_IMPORTED_MODULE_1__/* .StringData */ .uQ)
        return value.value;
    if (value instanceof _actions_expressions_data_index__WEBPACK_IMPORTED_MODULE_1__/* .NumberData */ .Q9)
        return value.value;
    if (value instanceof _actions_expressions_data_index__WEBPACK_IMPORTED_MODULE_1__/* .BooleanData */ .bo)
        return value.value;
    if (value instanceof _actions_expressions_data_index__WEBPACK_IMPORTED_MODULE_1__/* .Array */ .O3)
        return value.values().map(fromData);
    if (value instanceof _actions_expressions_data_index__WEBPACK_IMPORTED_MODULE_1__/* .Dictionary */ .bT) {
        return Object.fromEntries(value.pairs().map(({ key, value: item }) => [key, fromData(item)]));
    }
    return null;
}


/***/ }),

/***/ 8258:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $: () => (/* binding */ codeOf),
/* harmony export */   k: () => (/* binding */ discover)
/* harmony export */ });
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3024);
/* harmony import */ var node_os__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8161);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(6760);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(9473);
/** Where a folder's repository is, found the way git finds it, without starting a process. */




/**
 * Find the repository `folder` belongs to.
 *
 * @param options `bare`: `folder` may itself be a git directory. It is then its own `top`, and there is no work tree.
 * @returns null where there is none
 * @throws {PhaseMirrorError} `user` when `folder` does not exist, is not a folder, or is a bare repository and may not be
 */
function discover(folder, options = {}) {
    const start = existingFolder(folder);
    if (options.bare === true && gitDirOf(start) === null && isRepository(start)) {
        return { top: start, prefix: '', gitDir: start, commonDir: commonDirOf(start), meant: true };
    }
    for (let here = start;; here = (0,node_path__WEBPACK_IMPORTED_MODULE_2__.dirname)(here)) {
        const gitDir = gitDirOf(here);
        if (gitDir !== null) {
            const inside = (0,node_path__WEBPACK_IMPORTED_MODULE_2__.relative)(here, start).split(node_path__WEBPACK_IMPORTED_MODULE_2__.sep).join('/');
            const owner = (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.statSync)(here).uid;
            return {
                top: here,
                prefix: inside === '' ? '' : `${inside}/`,
                gitDir,
                commonDir: commonDirOf(gitDir),
                meant: here === start || owner === (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.statSync)(start).uid || owner === (0,node_os__WEBPACK_IMPORTED_MODULE_1__.userInfo)().uid,
            };
        }
        if (here === (0,node_path__WEBPACK_IMPORTED_MODULE_2__.dirname)(here))
            break;
    }
    if (isRepository(start)) {
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_3__/* .PhaseMirrorError */ .VV('user', {
            thing: folder,
            reason: 'is a bare repository and has no files to evaluate',
            next: 'Clone it and evaluate the clone',
        });
    }
    return null;
}
function existingFolder(folder) {
    let reason = 'does not exist';
    try {
        const real = (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.realpathSync)(folder);
        if ((0,node_fs__WEBPACK_IMPORTED_MODULE_0__.statSync)(real).isDirectory())
            return real;
        reason = 'is not a folder';
    }
    catch (error) {
        if (codeOf(error) !== 'ENOENT')
            reason = `cannot be opened (${codeOf(error)})`;
    }
    throw new _errors_js__WEBPACK_IMPORTED_MODULE_3__/* .PhaseMirrorError */ .VV('user', { thing: folder, reason, next: 'Name the folder of a checkout' });
}
function gitDirOf(folder) {
    const dotGit = (0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(folder, '.git');
    const kind = kindOf(dotGit);
    if (kind === 'folder')
        return isRepository(dotGit) ? dotGit : null;
    if (kind !== 'file')
        return null;
    // A linked work tree or a submodule: `gitdir: <path>` (gitrepository-layout(5)).
    const target = /^gitdir: ([^\0\r\n]+)/.exec(firstLine(dotGit))?.[1];
    if (target === undefined)
        return null;
    const gitDir = (0,node_path__WEBPACK_IMPORTED_MODULE_2__.resolve)(folder, target);
    return isRepository(gitDir) ? gitDir : null;
}
function commonDirOf(gitDir) {
    const file = (0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(gitDir, 'commondir');
    return kindOf(file) === 'file' ? (0,node_path__WEBPACK_IMPORTED_MODULE_2__.resolve)(gitDir, firstLine(file)) : gitDir;
}
/** What git asks of a repository: HEAD, objects and refs (setup.c, is_git_directory). */
function isRepository(gitDir) {
    if (kindOf((0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(gitDir, 'HEAD')) === null)
        return false;
    const common = commonDirOf(gitDir);
    return kindOf((0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(common, 'objects')) === 'folder' && kindOf((0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(common, 'refs')) === 'folder';
}
function kindOf(path) {
    const stat = (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.statSync)(path, { throwIfNoEntry: false }) ?? (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.lstatSync)(path, { throwIfNoEntry: false });
    if (stat === undefined)
        return null;
    return stat.isDirectory() ? 'folder' : stat.isFile() ? 'file' : 'other';
}
function firstLine(file) {
    if ((0,node_fs__WEBPACK_IMPORTED_MODULE_0__.statSync)(file).size > 65_536)
        return '';
    return (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.readFileSync)(file, 'utf8').split('\n', 1)[0]?.trimEnd() ?? '';
}
/** The code of a system error, `unknown error` for anything else. */
function codeOf(error) {
    return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'unknown error';
}


/***/ }),

/***/ 8856:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   aA: () => (/* binding */ encodeName),
/* harmony export */   bZ: () => (/* binding */ splitNames),
/* harmony export */   e4: () => (/* binding */ decodeName)
/* harmony export */ });
/**
 * File names are bytes to git and to POSIX; everywhere else in this project they are strings. This mapping is
 * one-to-one, so a name read from one listing finds the file of another and nothing can hide behind a lossy name:
 * a byte that is not part of valid UTF-8 is written `\xNN`, and a backslash that would look like one is `\x5c`.
 * Control characters are kept; renderers escape them.
 */
const ESCAPED = /\\x[0-9a-f]{2}/;
const ESCAPED_ALL = /\\x([0-9a-f]{2})/g;
const BACKSLASH = 0x5c;
/** The string for the bytes of one path. Never fails. */
function decodeName(bytes) {
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const text = buffer.toString('utf8');
    if (!text.includes('\uFFFD') && !ESCAPED.test(text))
        return text;
    const parts = [];
    for (let at = 0; at < buffer.length;) {
        const length = sequenceLength(buffer, at);
        if (length === 0 || (buffer[at] === BACKSLASH && ESCAPED.test(buffer.toString('latin1', at, at + 4)))) {
            parts.push(`\\x${(buffer[at] ?? 0).toString(16).padStart(2, '0')}`);
            at += 1;
        }
        else {
            parts.push(buffer.toString('utf8', at, at + length));
            at += length;
        }
    }
    return parts.join('');
}
/** The bytes {@link decodeName} made `name` from. */
function encodeName(name) {
    if (!ESCAPED.test(name))
        return Buffer.from(name, 'utf8');
    const parts = [];
    let from = 0;
    for (const match of name.matchAll(ESCAPED_ALL)) {
        parts.push(Buffer.from(name.slice(from, match.index), 'utf8'), Buffer.from([Number.parseInt(match[1] ?? '0', 16)]));
        from = match.index + match[0].length;
    }
    parts.push(Buffer.from(name.slice(from), 'utf8'));
    return Buffer.concat(parts);
}
/** The fields of git's `-z` output, decoded. The last field is closed by a NUL like every other. */
function splitNames(output) {
    const text = output.toString('utf8');
    const fields = text.split('\0');
    fields.pop();
    if (!text.includes('\uFFFD') && !ESCAPED.test(text))
        return fields;
    const exact = [];
    for (let from = 0; from < output.length;) {
        const end = output.indexOf(0, from);
        const to = end === -1 ? output.length : end;
        exact.push(decodeName(output.subarray(from, to)));
        from = to + 1;
    }
    return exact;
}
/** Bytes of the UTF-8 sequence that starts at `at` (RFC 3629, section 4); 0 where there is none. */
function sequenceLength(bytes, at) {
    const lead = bytes[at] ?? 0;
    if (lead < 0x80)
        return 1;
    const length = lead >= 0xc2 && lead < 0xe0 ? 2 : lead >= 0xe0 && lead < 0xf0 ? 3 : lead >= 0xf0 && lead < 0xf5 ? 4 : 0;
    const second = bytes[at + 1] ?? 0;
    const low = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
    const high = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
    if (length === 0 || second < low || second > high)
        return 0;
    for (let next = at + 2; next < at + length; next += 1) {
        if (((bytes[next] ?? 0) & 0xc0) !== 0x80)
            return 0;
    }
    return length;
}


/***/ }),

/***/ 9948:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   f: () => (/* binding */ parentsOf),
/* harmony export */   n: () => (/* binding */ ObjectReader)
/* harmony export */ });
const HEADER = /^([0-9a-f]{40,64}) (blob|tree|commit|tag) (\d{1,15})$/;
const MAX_HEADER = 8192;
const NEWLINE = 0x0a;
/** A process that dies this often without one answer in between is not tried again. */
const MAX_DEATHS = 3;
/**
 * Answers come in the order of the questions. An object over its budget is never read: the process that is about to
 * print it is ended, and the questions behind it go to a new one.
 */
class ObjectReader {
    #start;
    #child = null;
    #ended = Promise.resolve();
    #queue = [];
    #header = '';
    #body = null;
    #deaths = 0;
    #closing = false;
    /** @param start starts `git cat-file --batch` in the repository to read from */
    constructor(start) {
        this.#start = start;
    }
    /**
     * Read one object.
     *
     * @param spec an object id or a fixed revision such as `HEAD^{commit}`; never text from outside
     * @param maxBytes nothing larger is taken into memory
     */
    read(spec, maxBytes) {
        this.#closing = false;
        return new Promise((settle) => {
            this.#queue.push({ spec, maxBytes, settle });
            if (this.#child === null)
                this.#spawn();
            else
                this.#child.stdin.write(`${spec}\n`);
        });
    }
    /** End the process once what was asked is answered. A later {@link read} starts another. */
    async close() {
        this.#closing = true;
        this.#endWhenIdle();
        await this.#ended;
    }
    #endWhenIdle() {
        if (!this.#closing || this.#queue.length > 0)
            return;
        this.#child?.stdin.end();
        this.#child = null;
    }
    #spawn() {
        const child = this.#start();
        this.#child = child;
        this.#header = '';
        this.#body = null;
        let stderr = '';
        child.stdout.on('data', (chunk) => this.#take(child, chunk));
        child.stderr.on('data', (chunk) => {
            stderr = (stderr + chunk.toString('latin1')).slice(-2000);
        });
        child.on('error', (error) => {
            stderr = error.message;
        });
        this.#ended = new Promise((done) => {
            child.on('close', () => {
                this.#gone(child, stderr);
                done();
            });
        });
        child.stdin.write(this.#queue.map(({ spec }) => `${spec}\n`).join(''));
    }
    /** The process ended. Whatever it was asked last broke it: that one fails, the rest is asked again. */
    #gone(child, stderr) {
        if (this.#child !== child)
            return;
        this.#child = null;
        if (this.#queue.length === 0)
            return;
        const detail = stderr.trim().split('\n').at(-1)?.slice(0, 200) || 'git cat-file ended early';
        this.#deaths += 1;
        const failed = this.#deaths >= MAX_DEATHS ? this.#queue : this.#queue.slice(0, 1);
        this.#queue = this.#queue.slice(failed.length);
        for (const request of failed)
            request.settle({ kind: 'unreadable', detail });
        if (this.#queue.length > 0)
            this.#spawn();
    }
    #take(child, chunk) {
        let at = 0;
        while (at < chunk.length) {
            if (this.#body !== null) {
                at = this.#fill(this.#body, chunk, at);
                continue;
            }
            const end = chunk.indexOf(NEWLINE, at);
            this.#header += chunk.toString('latin1', at, end === -1 ? chunk.length : end);
            if (end === -1 && this.#header.length <= MAX_HEADER)
                return;
            at = end + 1;
            const header = this.#header;
            this.#header = '';
            if (!this.#begin(header)) {
                // A new process asks for the rest; nothing more of this one is believed.
                child.stdout.removeAllListeners('data');
                child.stdout.resume();
                child.kill('SIGKILL');
                this.#child = null;
                if (this.#queue.length > 0)
                    this.#spawn();
                return;
            }
        }
    }
    /** @returns false when the process is of no use any more */
    #begin(header) {
        const match = HEADER.exec(header);
        if (match !== null) {
            const [, oid = '', type = '', digits = '0'] = match;
            const size = Number(digits);
            if (size > (this.#queue[0]?.maxBytes ?? 0)) {
                this.#settle({ kind: 'too-large', size });
                return false;
            }
            this.#body = { oid, type, bytes: new Uint8Array(size), filled: 0 };
            return true;
        }
        if (/ (?:missing|ambiguous)$/.test(header)) {
            this.#settle({ kind: 'missing' });
            return true;
        }
        this.#settle({ kind: 'unreadable', detail: 'git cat-file gave an answer of an unknown form' });
        return false;
    }
    /** Copy what belongs to the object; the line feed that closes it is swallowed. */
    #fill(body, chunk, at) {
        const wanted = body.bytes.length - body.filled;
        const end = Math.min(at + wanted, chunk.length);
        body.bytes.set(chunk.subarray(at, end), body.filled);
        body.filled += end - at;
        if (body.filled < body.bytes.length || end === chunk.length)
            return end;
        this.#body = null;
        this.#settle({ kind: 'object', oid: body.oid, type: body.type, bytes: body.bytes });
        return end + 1;
    }
    #settle(object) {
        this.#deaths = 0;
        this.#queue.shift()?.settle(object);
        this.#endWhenIdle();
    }
}
/** Parents of a raw commit object, in order. In a shallow clone `HEAD^1` does not resolve, this does. */
function parentsOf(commit) {
    const text = Buffer.from(commit.buffer, commit.byteOffset, commit.byteLength).toString('latin1');
    const end = text.indexOf('\n\n');
    return [...text.slice(0, end === -1 ? text.length : end).matchAll(/^parent ([0-9a-f]{40,64})$/gm)].map((match) => match[1] ?? '');
}


/***/ }),

/***/ 2704:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  T: () => (/* binding */ Git)
});

// EXTERNAL MODULE: external "node:child_process"
var external_node_child_process_ = __webpack_require__(1421);
// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(3024);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: ./build/errors.js
var errors = __webpack_require__(9473);
// EXTERNAL MODULE: ./build/repository/git-discovery.js
var git_discovery = __webpack_require__(8258);
;// CONCATENATED MODULE: ./build/repository/git-environment.js
/**
 * The environment git runs in. A repository under evaluation may carry a hostile `.git/config` (an unpacked archive
 * does), and the variables of the caller may point git somewhere else; neither may decide what is run or read.
 */



/**
 * Variables of git that say how to reach a server or where git itself is installed. Every other `GIT_*` is dropped:
 * `GIT_DIR`, `GIT_WORK_TREE`, `GIT_INDEX_FILE`, `GIT_OBJECT_DIRECTORY`, `GIT_CONFIG*`, `GIT_EXTERNAL_DIFF`,
 * `GIT_TRACE*` … either redirect git or make it print what it should not.
 */
const KEPT_OF_GIT = /^GIT_(?:SSH(?:_COMMAND|_VARIANT)?|SSL_[A-Z_]+|PROXY_SSL_[A-Z_]+|HTTP_PROXY_AUTHMETHOD|EXEC_PATH)$/;
/** Inputs and service tokens of a runner: git, its helpers and ssh have no use for them. */
const OF_THE_RUNNER = /^(?:INPUT_|ACTIONS_)/;
/** Configuration that no repository may override, as arguments: `-c` is understood by every version of git. */
const FIXED_ARGUMENTS = [
    ...['-c', 'core.fsmonitor=false'],
    ...['-c', 'core.hooksPath=/dev/null'],
    ...['-c', 'core.quotePath=true'],
    '--no-pager',
    '--literal-pathspecs',
];
/** The environment of one git process. */
function childEnvironment(environment, options) {
    const child = {};
    for (const [name, value] of Object.entries(environment)) {
        if (value === undefined || OF_THE_RUNNER.test(name))
            continue;
        if (name.toUpperCase().startsWith('GIT_') && !KEPT_OF_GIT.test(name))
            continue;
        child[name] = value;
    }
    child['LC_ALL'] = 'C';
    child['GIT_TERMINAL_PROMPT'] = '0';
    child['GIT_NO_LAZY_FETCH'] = '1';
    child['GIT_OPTIONAL_LOCKS'] = '0';
    child['GIT_NO_REPLACE_OBJECTS'] = '1';
    child['GIT_ALLOW_PROTOCOL'] = options.protocols ?? 'none';
    if (options.gitDir !== undefined)
        child['GIT_DIR'] = options.gitDir;
    if (options.workTree !== undefined)
        child['GIT_WORK_TREE'] = options.workTree;
    const config = options.config ?? [];
    if (config.length > 0)
        child['GIT_CONFIG_COUNT'] = String(config.length);
    config.forEach(([key, value], index) => {
        child[`GIT_CONFIG_KEY_${index}`] = key;
        child[`GIT_CONFIG_VALUE_${index}`] = value;
    });
    return child;
}
/**
 * The git to run, as an absolute path. Relative and empty entries of PATH are skipped and the current directory is
 * never searched: either could be a program of the evaluated repository.
 *
 * @throws {PhaseMirrorError} `user` when there is none
 */
function findGit(environment) {
    const path = Object.entries(environment).find(([name]) => name.toUpperCase() === 'PATH')?.[1] ?? '';
    const names = external_node_path_.delimiter === ';' ? ['git.exe'] : ['git'];
    for (const folder of path.split(external_node_path_.delimiter)) {
        if (!(0,external_node_path_.isAbsolute)(folder))
            continue;
        for (const name of names) {
            const candidate = (0,external_node_path_.join)(folder, name);
            try {
                (0,external_node_fs_.accessSync)(candidate, external_node_fs_.constants.X_OK);
                return candidate;
            }
            catch {
                // Not here: the next folder of PATH.
            }
        }
    }
    throw new errors/* PhaseMirrorError */.VV('user', {
        thing: 'git',
        reason: 'is not on PATH',
        next: 'Install git 2.31 or newer, or run in an image that has it',
    });
}

// EXTERNAL MODULE: ./build/repository/git-names.js
var git_names = __webpack_require__(8856);
// EXTERNAL MODULE: ./build/repository/git-objects.js
var git_objects = __webpack_require__(9948);
;// CONCATENATED MODULE: ./build/repository/git.js








/** Enough for the listing of about a million paths. */
const MAX_OUTPUT = 128 * 1024 * 1024;
const MAX_STDERR = 16 * 1024;
/** Read back to see that git knows `GIT_CONFIG_COUNT`, on which the neutralised filters rest. */
const PROBE = ['phasemirror.probe', 'true'];
/** One repository. */
class Git {
    #location;
    #objects = null;
    #filters = null;
    constructor(location) {
        this.#location = location;
    }
    /**
     * Open the repository that `folder` belongs to. Starts no process.
     *
     * @param folder absolute, or relative to the current directory
     * @param environment where PATH and proxy settings come from
     * @param options `bare`: `folder` may be a git directory, for reading its history alone
     * @returns null when `folder` is not inside a work tree
     * @throws {PhaseMirrorError} `user`: the folder does not exist, is a bare repository (unless it may be), or git is not
     *   on PATH
     */
    static async open(folder, environment, options = {}) {
        const place = (0,git_discovery/* discover */.k)(folder, options);
        if (place === null)
            return null;
        const hasWorkTree = place.gitDir !== place.top;
        return new Git({ ...place, program: findGit(environment), environment, hasWorkTree, pinned: place.meant });
    }
    /** Absolute top of the work tree, without symbolic links. */
    get top() {
        return this.#location.top;
    }
    /** The folder that was opened, relative to {@link top}: '' or `packages/a/`. */
    get prefix() {
        return this.#location.prefix;
    }
    get location() {
        return this.#location;
    }
    /** The object database. */
    get objectsFolder() {
        return (0,external_node_path_.join)(this.#location.commonDir, 'objects');
    }
    /** Where a shallow clone lists the commits whose parents it lacks. */
    get shallowFile() {
        return (0,external_node_path_.join)(this.#location.commonDir, 'shallow');
    }
    /** A clone whose history was cut off (`fetch-depth`). */
    get isShallow() {
        return ((0,external_node_fs_.statSync)(this.shallowFile, { throwIfNoEntry: false })?.size ?? 0) > 0;
    }
    /** One `git cat-file --batch` for everything that is read from this repository. */
    get objects() {
        this.#objects ??= new git_objects/* ObjectReader */.n(() => this.start(['cat-file', '--batch']));
        return this.#objects;
    }
    /**
     * Run git to its end.
     *
     * @throws {PhaseMirrorError} `evidence`: another exit status than expected, too much output, or aborted. The
     *   message holds git's own last line, without credentials.
     */
    async run(args, options = {}) {
        const child = this.start(args, options);
        child.stdin.end();
        const limit = options.maxBytes ?? MAX_OUTPUT;
        const chunks = [];
        let size = 0;
        let stderr = '';
        child.stdout.on('data', (chunk) => {
            size += chunk.length;
            if (size > limit)
                child.kill('SIGKILL');
            else
                chunks.push(chunk);
        });
        child.stderr.on('data', (chunk) => {
            stderr = (stderr + chunk.toString('latin1')).slice(-MAX_STDERR);
        });
        // SIGTERM lets git remove what it was writing and end its own children.
        const abort = () => child.kill('SIGTERM');
        options.signal?.addEventListener('abort', abort, { once: true });
        if (options.signal?.aborted)
            abort();
        const code = await new Promise((settle) => {
            child.on('error', () => settle(null));
            child.on('close', (status) => settle(status));
        });
        options.signal?.removeEventListener('abort', abort);
        if (size > limit)
            throw this.#failure(args, `printed more than ${limit} bytes`, options);
        if (options.signal?.aborted)
            throw this.#failure(args, 'took too long', options);
        if (code === null || !(options.okCodes ?? [0]).includes(code)) {
            throw this.#failure(args, `failed: ${lastLine(stderr) || `exit status ${code}`}`, options);
        }
        return { code, stdout: Buffer.concat(chunks) };
    }
    /** Run git and return the first line it prints, '' where there is none. */
    async line(args, options = {}) {
        const { stdout } = await this.run(args, options);
        return stdout.toString('utf8').split('\n', 1)[0] ?? '';
    }
    /** Start git and leave its streams to the caller. */
    start(args, options = {}) {
        const { program, environment, top, gitDir, hasWorkTree, pinned } = this.#location;
        const child = (0,external_node_child_process_.spawn)(program, [...FIXED_ARGUMENTS, ...args], {
            cwd: top,
            env: childEnvironment(environment, {
                ...(pinned ? { gitDir } : {}),
                ...(pinned && hasWorkTree ? { workTree: top } : {}),
                config: [PROBE, ...(options.config ?? [])],
                ...(options.protocols === undefined ? {} : { protocols: options.protocols }),
            }),
            windowsHide: true,
        });
        // A child that is gone closes its input first; its exit status tells the story.
        child.stdin.on('error', () => undefined);
        return child;
    }
    /**
     * Configuration under which no filter driver runs (gitattributes(5)): comparing a tree with files on disk would
     * otherwise start `filter.<name>.clean` or `.process` of the evaluated repository's own configuration. Needed by
     * every call that reads file contents from the work tree.
     *
     * @throws {PhaseMirrorError} `user` when git is too old to take the configuration that neutralises them
     */
    withoutFilters() {
        this.#filters ??= this.#readFilters();
        return this.#filters;
    }
    async #readFilters() {
        const { stdout } = await this.run(['config', '-z', '--name-only', '--get-regexp', '^(filter\\..*|phasemirror\\.probe)$'], { okCodes: [0, 1] });
        const keys = (0,git_names/* splitNames */.bZ)(stdout);
        if (!keys.includes(PROBE[0])) {
            throw new errors/* PhaseMirrorError */.VV('user', {
                thing: 'git',
                reason: 'is older than 2.31 and cannot be kept from running the filters of the evaluated repository',
                next: 'Install git 2.31 or newer',
            });
        }
        const names = new Set(keys.filter((key) => key.startsWith('filter.')).map((key) => key.slice(7, key.lastIndexOf('.'))));
        return [...names].flatMap((name) => [
            [`filter.${name}.clean`, ''],
            [`filter.${name}.smudge`, ''],
            [`filter.${name}.process`, ''],
            [`filter.${name}.required`, 'false'],
        ]);
    }
    /** End the processes this object started. Safe to call twice; a later read starts them again. */
    async close() {
        await this.#objects?.close();
    }
    #failure(args, reason, options) {
        const foreign = reason.includes('dubious ownership');
        return new errors/* PhaseMirrorError */.VV('evidence', {
            thing: `git ${args[0] ?? ''}`,
            reason,
            next: foreign
                ? `Name the folder of the repository itself, or run git config --global --add safe.directory ${this.top}`
                : (options.next ?? 'Check the repository with git fsck'),
        });
    }
}
/** The line of git's messages that says what went wrong, on one line, bounded, without credentials in addresses. */
function lastLine(stderr) {
    const lines = stderr.split('\n').filter((line) => line.trim() !== '');
    const line = lines.findLast((one) => /^(?:fatal|error|remote):/.test(one)) ?? lines.at(-1) ?? '';
    return [...line.slice(0, 300)]
        .map((char) => (char < ' ' || char === '\x7f' ? ' ' : char))
        .join('')
        .replace(/:\/\/[^/@\s]{1,200}@/g, '://')
        .replace(/(authorization: *)[^"']*/gi, '$1…')
        .trim();
}


/***/ }),

/***/ 7160:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   WU: () => (/* binding */ DIRECTORIES),
/* harmony export */   _f: () => (/* binding */ SEGMENT),
/* harmony export */   eu: () => (/* binding */ literal),
/* harmony export */   n7: () => (/* binding */ MAX_PATTERN_LENGTH),
/* harmony export */   o: () => (/* binding */ SLASH),
/* harmony export */   x4: () => (/* binding */ ANY),
/* harmony export */   zl: () => (/* binding */ compilePieces)
/* harmony export */ });
/**
 * One small automaton for every glob dialect of this folder (workflow filters, branch patterns, CODEOWNERS, external
 * checks): each dialect parses its own syntax into pieces, and the pieces run here as a set of states. Patterns and
 * texts come from repositories, so there is no backtracking: a match costs at most pattern length × text length.
 */
/** Patterns longer than this are refused by every dialect: nothing real comes near, and the cost of a match is bounded. */
const MAX_PATTERN_LENGTH = 1024;
const SLASH = { kind: 'char', code: 0x2f };
const ANY = { kind: 'star', of: [{ kind: 'any' }] };
const SEGMENT = { kind: 'star', of: [{ kind: 'not-slash' }] };
/** `a/b/`, any number of times: what a whole-segment `**` followed by a slash stands for. */
const DIRECTORIES = { kind: 'optional', of: [ANY, SLASH] };
/** The pieces of a literal text, one for each code point. */
function literal(text) {
    return Array.from(text, (character) => ({ kind: 'char', code: character.codePointAt(0) ?? 0 }));
}
/** Compile pieces into a matcher of whole texts. */
function compilePieces(pieces) {
    const plain = pieces.findIndex((piece) => piece.kind !== 'char');
    const prefix = textOf(plain === -1 ? pieces : pieces.slice(0, plain));
    if (plain === -1)
        return { matches: (text) => text === prefix };
    const program = [];
    emit(pieces.slice(plain), program);
    program.push({ op: 'accept' });
    // Most patterns of a file fail on their literal beginning: compare that before starting the automaton.
    return { matches: (text) => text.startsWith(prefix) && run(program, text, prefix.length) };
}
function textOf(pieces) {
    return pieces.map((piece) => (piece.kind === 'char' ? String.fromCodePoint(piece.code) : '')).join('');
}
function emit(pieces, program) {
    for (const piece of pieces) {
        if (!('of' in piece)) {
            program.push({ op: 'take', atom: piece });
            continue;
        }
        const start = program.length;
        if (piece.kind === 'plus') {
            emit(piece.of, program);
            program.push({ op: 'split', a: start, b: program.length + 1 });
            continue;
        }
        const split = { op: 'split', a: start + 1, b: 0 };
        program.push(split);
        emit(piece.of, program);
        if (piece.kind === 'star')
            program.push({ op: 'jump', to: start });
        split.b = program.length;
    }
}
function run(program, text, from) {
    /** The step in which an instruction was last reached, so that no state is visited twice for one character. */
    const seen = new Int32Array(program.length).fill(-1);
    let step = 0;
    let accepted = false;
    const follow = (start, states, next) => {
        const open = [start];
        for (let index = open.pop(); index !== undefined; index = open.pop()) {
            if (seen[index] === step)
                continue;
            seen[index] = step;
            const instruction = program[index];
            if (instruction === undefined)
                continue;
            if (instruction.op === 'take') {
                states.push(instruction.atom);
                next.push(index + 1);
            }
            else if (instruction.op === 'jump')
                open.push(instruction.to);
            else if (instruction.op === 'split')
                open.push(instruction.b, instruction.a);
            else
                accepted = true;
        }
    };
    let atoms = [];
    let targets = [];
    follow(0, atoms, targets);
    let offset = from;
    while (offset < text.length && atoms.length > 0) {
        const code = text.codePointAt(offset) ?? 0;
        offset += code > 0xffff ? 2 : 1;
        step += 1;
        accepted = false;
        const nextAtoms = [];
        const nextTargets = [];
        for (const [index, atom] of atoms.entries()) {
            if (takes(atom, code))
                follow(targets[index] ?? 0, nextAtoms, nextTargets);
        }
        atoms = nextAtoms;
        targets = nextTargets;
    }
    return accepted && offset === text.length;
}
function takes(atom, code) {
    switch (atom.kind) {
        case 'char':
            return atom.code === code;
        case 'any':
            return true;
        case 'not-slash':
            return code !== 0x2f;
        case 'set':
            return atom.ranges.some(([low, high]) => low <= code && code <= high);
    }
}


/***/ }),

/***/ 7896:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  b4: () => (/* binding */ HclLines),
  w4: () => (/* binding */ attributeOf),
  SH: () => (/* binding */ blocksOf),
  kn: () => (/* binding */ hasDynamic),
  z4: () => (/* binding */ parseHcl),
  dk: () => (/* binding */ parseHclExpression)
});

// UNUSED EXPORTS: HCL_LIMITS

;// CONCATENATED MODULE: ./build/repository/hcl-scanner.js
/** The characters of HCL: blanks, comments, names, numbers and the text pieces of templates. Offsets only, no tokens. */
/** Why a text is not HCL. Thrown inside the reader only: `parseHcl` turns it into a result. */
class HclFault extends Error {
    offset;
    constructor(offset, reason) {
        super(reason);
        this.offset = offset;
    }
}
const NEWLINE = 0x0a;
const BACKSLASH = 0x5c;
const QUOTE = 0x22;
class Scanner {
    text;
    pos;
    limit;
    constructor(text, pos, limit) {
        this.text = text;
        this.pos = pos;
        this.limit = limit;
    }
    fault(reason, offset = this.pos) {
        throw new HclFault(offset, reason);
    }
    /** Code unit at the position; NaN at the end. */
    code(ahead = 0) {
        const at = this.pos + ahead;
        return at < this.limit ? this.text.charCodeAt(at) : Number.NaN;
    }
    at(wanted) {
        // Nearly every question is answered by the first character.
        if (this.text.charCodeAt(this.pos) !== wanted.charCodeAt(0))
            return false;
        return this.pos + wanted.length <= this.limit && this.text.startsWith(wanted, this.pos);
    }
    take(wanted) {
        if (!this.at(wanted))
            return false;
        this.pos += wanted.length;
        return true;
    }
    expect(wanted) {
        if (!this.take(wanted))
            this.fault(`expected "${wanted}"`);
    }
    /**
     * Skip blanks and comments; line ends too where they mean nothing.
     *
     * @returns true when a line ended on the way
     */
    blank(overLines) {
        let ended = false;
        for (;;) {
            const code = this.code();
            if (code === 0x20 || code === 0x09 || code === 0x0d)
                this.pos += 1;
            else if (code === NEWLINE) {
                if (!overLines)
                    return ended;
                ended = true;
                this.pos += 1;
            }
            else if (code === 0x23 || (code === 0x2f && this.code(1) === 0x2f))
                this.pos = this.endOfLine();
            else if (code === 0x2f && this.code(1) === 0x2a) {
                const close = this.text.indexOf('*/', this.pos + 2);
                if (close < 0 || close + 2 > this.limit)
                    this.fault('a comment is not closed');
                this.pos = close + 2;
            }
            else
                return ended;
        }
    }
    endOfLine() {
        const end = this.text.indexOf('\n', this.pos);
        return end < 0 || end > this.limit ? this.limit : end;
    }
    /** A name, dashes included; '' when none stands here. */
    name() {
        if (!isNameStart(this.code()))
            return '';
        const start = this.pos;
        while (isNamePart(this.code()))
            this.pos += 1;
        return this.text.slice(start, this.pos);
    }
    number() {
        const start = this.pos;
        while (isDigit(this.code()))
            this.pos += 1;
        if (this.code() === 0x2e && isDigit(this.code(1))) {
            this.pos += 1;
            while (isDigit(this.code()))
                this.pos += 1;
        }
        if (this.code() === 0x65 || this.code() === 0x45) {
            const sign = this.code(1) === 0x2b || this.code(1) === 0x2d ? 1 : 0;
            if (isDigit(this.code(1 + sign))) {
                this.pos += 1 + sign;
                while (isDigit(this.code()))
                    this.pos += 1;
            }
        }
        return Number(this.text.slice(start, this.pos));
    }
    /** Literal text of a quoted template up to its closing quote, `${` or `%{`. */
    quotedText() {
        const start = this.pos;
        let text = '';
        let from = start;
        for (;;) {
            const code = this.code();
            // Letters and digits, the most of any text, need none of the questions below.
            if (code > BACKSLASH || (code > 0x25 && code < BACKSLASH)) {
                this.pos += 1;
                continue;
            }
            if (Number.isNaN(code) || code === NEWLINE)
                this.fault('a text is not closed', start);
            if (code === QUOTE || this.atInterpolation())
                break;
            if (code === BACKSLASH) {
                text += this.text.slice(from, this.pos) + this.escape();
                from = this.pos;
            }
            else if (this.atEscapedInterpolation()) {
                text += this.text.slice(from, this.pos + 1);
                this.pos += 2;
                from = this.pos;
            }
            else
                this.pos += 1;
        }
        return { start, end: this.pos, text: text + this.text.slice(from, this.pos) };
    }
    /** Literal text of a heredoc up to `end`, `${` or `%{`; backslashes mean nothing here. */
    heredocText(end) {
        const start = this.pos;
        let text = '';
        let from = start;
        while (this.pos < end && !this.atInterpolation()) {
            if (this.atEscapedInterpolation()) {
                text += this.text.slice(from, this.pos + 1);
                this.pos += 2;
                from = this.pos;
            }
            else
                this.pos += 1;
        }
        return { start, end: this.pos, text: text + this.text.slice(from, this.pos) };
    }
    /**
     * After `<<` or `<<-`: the marker, then where the content ends and where the text goes on.
     */
    heredocBounds() {
        const marker = this.name();
        if (marker === '')
            this.fault('a heredoc has no marker');
        while (this.code() === 0x0d)
            this.pos += 1;
        if (this.code() !== NEWLINE)
            this.fault('a heredoc begins on the line after its marker');
        this.pos += 1;
        for (let line = this.pos; line < this.limit;) {
            const newline = this.text.indexOf('\n', line);
            const end = newline < 0 || newline > this.limit ? this.limit : newline;
            if (end - line < marker.length + 1000 && this.text.slice(line, end).trim() === marker) {
                return { end: line, after: end };
            }
            line = end + 1;
        }
        return this.fault('a heredoc is not closed');
    }
    atInterpolation() {
        const code = this.code();
        return (code === 0x24 || code === 0x25) && this.code(1) === 0x7b;
    }
    /** `$${` and `%%{`. */
    atEscapedInterpolation() {
        const code = this.code();
        return (code === 0x24 || code === 0x25) && this.code(1) === code && this.code(2) === 0x7b;
    }
    escape() {
        const letter = this.text[this.pos + 1] ?? '';
        const digits = letter === 'u' ? 4 : letter === 'U' ? 8 : 0;
        if (digits > 0) {
            const hex = this.text.slice(this.pos + 2, this.pos + 2 + digits);
            const point = Number.parseInt(hex, 16);
            if (hex.length !== digits || !/^[0-9a-fA-F]+$/.test(hex) || point > 0x10ffff)
                this.fault('a bad \\u escape');
            this.pos += 2 + digits;
            return String.fromCodePoint(point);
        }
        const value = ESCAPES.get(letter);
        if (value === undefined)
            this.fault('an unknown escape');
        this.pos += 2;
        return value ?? '';
    }
}
/** The last three are JSON's. */
const ESCAPES = new Map([
    ['n', '\n'],
    ['r', '\r'],
    ['t', '\t'],
    ['"', '"'],
    ['\\', '\\'],
    ['/', '/'],
    ['b', '\b'],
    ['f', '\f'],
]);
function isDigit(code) {
    return code >= 0x30 && code <= 0x39;
}
function isNameStart(code) {
    return (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a) || code === 0x5f || code > 0x7f;
}
function isNamePart(code) {
    return isNameStart(code) || isDigit(code) || code === 0x2d;
}

;// CONCATENATED MODULE: ./build/repository/hcl-expressions.js

/** Longest first, so that `>=` is not read as `>`. */
const OPERATORS = ['==', '!=', '<=', '>=', '&&', '||', '+', '-', '*', '/', '%', '<', '>'];
/** Steps of one reference that are kept. */
const MAX_STEPS = 50;
class ExpressionParser extends Scanner {
    limits;
    depth = 0;
    nodes = 0;
    constructor(text, start, end, limits) {
        super(text, start, end);
        this.limits = limits;
        if (start === 0 && text.charCodeAt(0) === 0xfeff)
            this.pos = 1;
    }
    onlyExpression() {
        this.blank(true);
        const value = this.expression(true);
        this.blank(true);
        if (this.pos < this.limit)
            this.fault('text after the value');
        return value;
    }
    /** One level deeper, and one node more. */
    nested(read) {
        this.nodes += 1;
        if (this.nodes > this.limits.maxNodes)
            this.fault(`more than ${this.limits.maxNodes} values`);
        this.depth += 1;
        if (this.depth > this.limits.maxDepth)
            this.fault(`nested more than ${this.limits.maxDepth} levels`);
        const value = read();
        this.depth -= 1;
        return value;
    }
    /** @param overLines whether a line end inside it means nothing: within brackets and parentheses */
    expression(overLines) {
        return this.nested(() => {
            const operands = [this.operand(overLines)];
            for (;;) {
                const before = this.pos;
                this.blank(overLines);
                if (this.takeOperator()) {
                    this.blank(overLines);
                    operands.push(this.operand(overLines));
                }
                else if (this.take('?')) {
                    this.blank(overLines);
                    operands.push(this.expression(overLines));
                    this.blank(overLines);
                    this.expect(':');
                    this.blank(overLines);
                    operands.push(this.expression(overLines));
                }
                else {
                    this.pos = before;
                    break;
                }
            }
            const [first] = operands;
            if (first === undefined || operands.length > 1)
                return this.opaque(first?.start ?? this.pos, operands);
            return first;
        });
    }
    takeOperator() {
        // Names, commas, brackets and line ends, the most of what follows a value, begin none.
        const code = this.code();
        if (!(code < 0x40 || code === 0x7c) || code === 0x0a || code === 0x2c || code === 0x29)
            return false;
        return OPERATORS.some((operator) => this.take(operator));
    }
    operand(overLines) {
        const start = this.pos;
        let signs = 0;
        while (this.at('-') || (this.at('!') && !this.at('!='))) {
            signs += 1;
            this.pos += 1;
            this.blank(overLines);
        }
        const value = this.postfix(this.term());
        if (signs === 0)
            return value;
        if (value.kind === 'literal' && typeof value.value === 'number' && this.text.slice(start, value.start) === '-') {
            return { ...value, start, value: -value.value };
        }
        return this.opaque(start, [value]);
    }
    term() {
        const start = this.pos;
        const code = this.code();
        if (isDigit(code)) {
            const value = this.number();
            return { kind: 'literal', start, end: this.pos, value };
        }
        if (this.take('"'))
            return this.quoted(start);
        if (this.take('<<'))
            return this.heredoc(start);
        if (this.take('['))
            return this.nested(() => this.list(start));
        if (this.take('{'))
            return this.nested(() => this.object(start));
        if (this.take('(')) {
            this.blank(true);
            const value = this.expression(true);
            this.blank(true);
            this.expect(')');
            return { ...value, start, end: this.pos };
        }
        const name = this.name();
        if (name === '')
            return this.fault('expected a value');
        return this.named(start, name);
    }
    named(start, first) {
        let name = first;
        // Functions of providers: `provider::time::rfc3339_parse(…)`.
        while (this.at('::')) {
            this.pos += 2;
            name += `::${this.name()}`;
        }
        if (this.take('('))
            return this.nested(() => this.call(start, name));
        const end = this.pos;
        if (name === 'true' || name === 'false')
            return { kind: 'literal', start, end, value: name === 'true' };
        if (name === 'null')
            return { kind: 'literal', start, end, value: null };
        return { kind: 'reference', start, end, path: [name] };
    }
    call(start, name) {
        const args = [];
        for (;;) {
            this.blank(true);
            if (this.take(')'))
                return { kind: 'call', start, end: this.pos, name, args };
            args.push(this.expression(true));
            this.blank(true);
            const expanded = this.take('...');
            if (expanded) {
                // Its elements are the arguments: how many is not known.
                args.push(this.opaque(this.pos, args.splice(-1)));
                this.blank(true);
            }
            if (!this.take(',') && !this.at(')'))
                this.fault('expected "," or ")"');
        }
    }
    /** `.name`, `.0`, `[…]`, `.*` and `[*]` after a term. A dot may stand on the next line nowhere in HCL. */
    postfix(term) {
        let value = term;
        for (;;) {
            let step;
            let index = null;
            if (this.at('.') && !this.at('...')) {
                this.pos += 1;
                if (this.take('*'))
                    step = null;
                else if (isDigit(this.code())) {
                    const start = this.pos;
                    while (isDigit(this.code()))
                        this.pos += 1;
                    step = this.text.slice(start, this.pos);
                }
                else {
                    step = this.name();
                    if (step === '')
                        this.fault('expected a name after "."');
                }
            }
            else if (this.take('[')) {
                this.blank(true);
                if (this.take('*'))
                    step = null;
                else {
                    index = this.expression(true);
                    step = indexText(index);
                }
                this.blank(true);
                this.expect(']');
            }
            else
                return value;
            value = this.step(value, step, index);
        }
    }
    step(value, step, index) {
        this.nodes += 1;
        if (this.nodes > this.limits.maxNodes)
            this.fault(`more than ${this.limits.maxNodes} values`);
        const { start } = value;
        if (value.kind === 'reference' && value.path.length < MAX_STEPS) {
            return { kind: 'reference', start, end: this.pos, path: [...value.path, step] };
        }
        // Flat and short however many steps follow, so that walking it needs no deep recursion.
        const known = value.kind === 'opaque' ? value.children : [value];
        return this.opaque(start, index === null || known.length > MAX_STEPS ? known : [...known, index]);
    }
    list(start) {
        this.blank(true);
        if (this.atFor())
            return this.forExpression(start, ']');
        const items = [];
        for (;;) {
            this.blank(true);
            if (this.take(']'))
                return { kind: 'list', start, end: this.pos, items };
            items.push(this.expression(true));
            this.blank(true);
            if (!this.take(',') && !this.at(']'))
                this.fault('expected "," or "]"');
        }
    }
    object(start) {
        this.blank(true);
        if (this.atFor())
            return this.forExpression(start, '}');
        const entries = [];
        for (;;) {
            this.blank(true);
            if (this.take('}'))
                return { kind: 'object', start, end: this.pos, entries };
            const computed = this.at('(');
            const key = this.expression(false);
            this.blank(true);
            if (!this.take('=') && !this.take(':'))
                this.fault('expected "=" or ":"');
            this.blank(true);
            const value = this.expression(false);
            entries.push({ key: computed ? null : keyText(key), keyNode: key, value });
            const ended = this.blank(true);
            if (!this.take(',') && !ended && !this.at('}'))
                this.fault('expected ",", a new line or "}"');
        }
    }
    atFor() {
        const after = this.text.charCodeAt(this.pos + 3);
        return this.at('for') && (after === 0x20 || after === 0x09 || after === 0x0a || after === 0x0d);
    }
    /** `for x in y : z if c`: its parts, nothing of its value. */
    forExpression(start, close) {
        this.pos += 3;
        do {
            this.blank(true);
            if (this.name() === '')
                this.fault('expected a name after "for"');
            this.blank(true);
        } while (this.take(','));
        if (this.name() !== 'in')
            this.fault('expected "in"');
        const children = [];
        const next = () => {
            this.blank(true);
            children.push(this.expression(true));
            this.blank(true);
        };
        next();
        this.expect(':');
        next();
        if (this.take('=>'))
            next();
        this.take('...');
        this.blank(true);
        if (this.at('if')) {
            this.pos += 2;
            next();
        }
        this.expect(close);
        return this.opaque(start, children);
    }
    opaque(start, children) {
        return { kind: 'opaque', start, end: this.pos, children };
    }
    // ---------------------------------------------------------------- templates
    quoted(start) {
        const parts = [];
        for (;;) {
            const piece = this.quotedText();
            if (piece.end > piece.start)
                parts.push({ kind: 'text', ...piece });
            if (this.take('"'))
                return { kind: 'template', start, end: this.pos, parts, heredoc: false };
            parts.push(this.interpolation());
        }
    }
    heredoc(start) {
        this.take('-');
        const { end, after } = this.heredocBounds();
        const parts = [];
        while (this.pos < end) {
            const piece = this.heredocText(end);
            if (piece.end > piece.start)
                parts.push({ kind: 'text', ...piece });
            if (this.pos < end)
                parts.push(this.interpolation());
        }
        if (this.pos > end)
            this.fault('an interpolation runs over the end of its heredoc', start);
        this.pos = after;
        return { kind: 'template', start, end: after, parts, heredoc: true };
    }
    /** `${ … }`, or a directive `%{ if … }`, of which nothing is known. */
    interpolation() {
        const start = this.pos;
        const directive = this.at('%{');
        this.pos += 2;
        this.take('~');
        this.blank(true);
        const children = [];
        if (directive)
            this.directiveHead();
        if (!this.at('}') && !this.at('~}'))
            children.push(this.expression(true));
        this.blank(true);
        this.take('~');
        this.expect('}');
        const [value] = children;
        return directive || value === undefined ? this.opaque(start, children) : { ...value, start, end: this.pos };
    }
    directiveHead() {
        const word = this.name();
        if (word === 'for') {
            do {
                this.blank(true);
                this.name();
                this.blank(true);
            } while (this.take(','));
            if (this.name() !== 'in')
                this.fault('expected "in"');
        }
        else if (!['if', 'else', 'endif', 'endfor'].includes(word))
            this.fault('an unknown directive');
        this.blank(true);
    }
}
function keyText(key) {
    if (key.kind === 'reference' && key.path.length === 1)
        return key.path[0] ?? null;
    if (key.kind === 'literal')
        return String(key.value);
    return indexText(key);
}
function indexText(index) {
    if (index.kind === 'literal' && typeof index.value === 'number')
        return String(index.value);
    if (index.kind !== 'template')
        return null;
    const [part, ...more] = index.parts;
    if (more.length > 0)
        return null;
    return part === undefined ? '' : part.kind === 'text' ? part.text : null;
}

;// CONCATENATED MODULE: ./build/repository/hcl-parser.js

class Parser extends ExpressionParser {
    file() {
        const body = this.body();
        if (this.pos < this.limit)
            this.fault('a "}" without its block');
        return body;
    }
    body() {
        const attributes = [];
        const blocks = [];
        for (;;) {
            this.blank(true);
            if (this.pos >= this.limit || this.at('}'))
                return { attributes, blocks };
            const start = this.pos;
            const name = this.name();
            if (name === '')
                this.fault('expected a name');
            this.blank(false);
            if (this.at('=') && !this.at('==')) {
                this.pos += 1;
                this.blank(false);
                const value = this.expression(false);
                attributes.push({ start, end: value.end, name, value });
            }
            else
                blocks.push(this.block(start, name));
            this.blank(false);
            if (this.pos < this.limit && !this.at('\n') && !this.at('}'))
                this.fault('expected the end of the line');
        }
    }
    block(start, type) {
        const labels = [];
        while (!this.at('{')) {
            if (this.take('"')) {
                labels.push(this.quotedText().text);
                this.expect('"');
            }
            else {
                const label = this.name();
                if (label === '')
                    this.fault('expected "=" or "{"');
                labels.push(label);
            }
            this.blank(false);
        }
        return this.nested(() => {
            this.pos += 1;
            const body = this.body();
            this.expect('}');
            return { start, end: this.pos, type, labels, body };
        });
    }
}

;// CONCATENATED MODULE: ./build/repository/hcl.js
/**
 * HCL native syntax (Terraform's language) as a tree with offsets, as far as facts are read from it: blocks, attributes,
 * templates, heredocs, lists, objects, calls and references. Operators, conditions and `for` keep their operands and
 * say nothing of their value.
 *
 * Source: https://github.com/hashicorp/hcl/blob/main/hclsyntax/spec.md. Why a reader of our own: docs/adr/0005-hcl-reader.md
 */


/** Bounds of one file: nested constructs, and syntax nodes (their number bounds time and memory). */
const HCL_LIMITS = { maxDepth: 100, maxNodes: 100_000 };
/** Read a file. Never throws for any text; a text Terraform would refuse is a fault, never half a tree. */
function parseHcl(text, limits = HCL_LIMITS) {
    return guarded(() => new Parser(text, 0, text.length, limits).file());
}
/**
 * Read a part of a text as one expression, with offsets into the whole text. JSON is such an expression, which is how
 * policies in heredocs and in JSON files are read, their `${ }` included.
 */
function parseHclExpression(text, { start, end } = { start: 0, end: text.length }, limits = HCL_LIMITS) {
    return guarded(() => new Parser(text, start, end, limits).onlyExpression());
}
function guarded(read) {
    try {
        return { ok: true, value: read() };
    }
    catch (fault) {
        if (fault instanceof HclFault)
            return { ok: false, offset: fault.offset, reason: fault.message };
        throw fault;
    }
}
/** The attribute of that name; undefined when there is none. */
function attributeOf(body, name) {
    return body.attributes.find((attribute) => attribute.name === name)?.value;
}
/** Blocks of that type, those that `dynamic` makes not included. */
function blocksOf(body, type) {
    return body.blocks.filter((block) => block.type === type);
}
/** True when `dynamic "type"` makes blocks of that type. */
function hasDynamic(body, type) {
    return body.blocks.some((block) => block.type === 'dynamic' && block.labels[0] === type);
}
/** Turns offsets into lines and columns; the lines of a text are looked up once. */
class HclLines {
    path;
    starts;
    constructor(path, text) {
        this.path = path;
        const starts = [0];
        for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1))
            starts.push(at + 1);
        this.starts = starts;
    }
    span({ start, end }) {
        const [startLine, startColumn] = this.position(start);
        const [endLine, endColumn] = this.position(Math.max(start, end - 1));
        return { path: this.path, startLine, startColumn, endLine, endColumn };
    }
    position(offset) {
        let low = 0;
        let high = this.starts.length - 1;
        while (low < high) {
            const middle = (low + high + 1) >> 1;
            if ((this.starts[middle] ?? 0) <= offset)
                low = middle;
            else
                high = middle - 1;
        }
        return [low + 1, offset - (this.starts[low] ?? 0) + 1];
    }
}


/***/ }),

/***/ 2476:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  Zh: () => (/* binding */ MAX_EXCERPT),
  i3: () => (/* binding */ ParseCache),
  yK: () => (/* binding */ buildModel),
  Ps: () => (/* binding */ isGoverned),
  pg: () => (/* binding */ localActionPath)
});

// EXTERNAL MODULE: ./build/repository/check-names.js
var check_names = __webpack_require__(4392);
// EXTERNAL MODULE: ./build/repository/codeowners.js
var repository_codeowners = __webpack_require__(9828);
;// CONCATENATED MODULE: ./build/repository/extra-files.js
/**
 * Files beside workflows, protection and CODEOWNERS that rules read: toolchain pins, Dependabot, Terraform. They are
 * read as they are and parsed by the rule that wants them; one that cannot be read is left out, since nothing of the
 * gate depends on it alone.
 */
/** Most files that are read, and bytes of one; a tree with more is read in path order up to here. */
const MAX_EXTRA_FILES = 2000;
const MAX_EXTRA_BYTES = 256 * 1024;
/** What is read, by path. */
const PATTERNS = [
    /^(?:\.gitmodules|\.github\/dependabot\.ya?ml)$/,
    // Toolchain versions of the packages near the top.
    /^(?:(?!node_modules\/)[^/]+\/){0,2}(?:\.(?:nvmrc|(?:node|python|go)-version|tool-versions)|package\.json|pyproject\.toml|go\.mod|Cargo\.toml|rust-toolchain\.toml|Dockerfile)$/,
];
/** The paths of a tree that are read besides the governed ones. */
function extraFiles(paths) {
    return paths.filter((path) => PATTERNS.some((pattern) => pattern.test(path))).slice(0, MAX_EXTRA_FILES);
}

// EXTERNAL MODULE: ./build/repository/types.js
var types = __webpack_require__(7340);
// EXTERNAL MODULE: ./build/repository/yaml.js + 1 modules
var repository_yaml = __webpack_require__(2143);
// EXTERNAL MODULE: ./build/repository/branch-selector.js
var branch_selector = __webpack_require__(791);
// EXTERNAL MODULE: ./build/repository/protection/shapes.js
var protection_shapes = __webpack_require__(3111);
;// CONCATENATED MODULE: ./build/repository/protection/ruleset.js

/** One ruleset, or a list of them. Anything else is some other tool's file: nothing is known from it. */
function readRulesetFile(shapes, path, root) {
    const source = { kind: 'file', path, format: 'ruleset' };
    const rulesets = root.kind === 'seq' ? root.items : [root];
    const own = rulesets.filter((ruleset) => !isForeignRuleset(ruleset));
    const silent = own.length < rulesets.length && own.length === 0 ? 'its rulesets are for other repositories' : null;
    return { protections: own.flatMap((ruleset) => readRuleset(shapes, source, ruleset)), silent };
}
/** Whether a ruleset says that it is an organisation's: it names repositories, or where it comes from. */
function isForeignRuleset(value) {
    if (value.kind !== 'map')
        return false;
    const from = value.get('source_type');
    if (from?.kind === 'scalar' && (from.value === 'Organization' || from.value === 'Enterprise'))
        return true;
    const conditions = value.get('conditions');
    return (conditions?.kind === 'map' &&
        conditions.entries.some(({ key, value }) => /^(repository|organization)_(name|id|property)$/.test(key) &&
            !(value.kind === 'scalar' && value.value === null)));
}
/** The requirements of one ruleset: none unless it targets branches and is enforced (`active`). */
function readRuleset(shapes, source, value) {
    const ruleset = value.kind === 'map' ? value : null;
    if (ruleset === null || isForeignRuleset(ruleset))
        return [];
    const target = shapes.text(ruleset.get('target'), 'target')?.value ?? 'branch';
    const enforcement = shapes.text(ruleset.get('enforcement'), 'enforcement')?.value;
    if (target !== 'branch' || enforcement !== 'active')
        return [];
    const refName = shapes.map(shapes.map(ruleset.get('conditions'), 'conditions')?.get('ref_name'), 'ref_name');
    const requiredChecks = [];
    const requiredWorkflows = [];
    let codeOwnerReview;
    let mergeQueue = false;
    for (const item of shapes.list(ruleset.get('rules'), 'rules')) {
        const rule = shapes.map(item, 'rules');
        const type = shapes.text(rule?.get('type'), 'type')?.value;
        const parameters = shapes.map(rule?.get('parameters'), 'parameters');
        if (type === 'merge_queue')
            mergeQueue = true;
        if (parameters === null)
            continue;
        if (type === 'required_status_checks') {
            requiredChecks.push(...(0,protection_shapes/* namedChecks */.TG)(shapes, source, parameters.get('required_status_checks'), 'required_status_checks', {
                context: ['context'],
                app: ['integration_id'],
            }));
        }
        else if (type === 'pull_request') {
            const flag = shapes.flag(parameters.get('require_code_owner_review'), 'require_code_owner_review');
            codeOwnerReview = codeOwnerReview === true || flag;
        }
        else if (type === 'workflows')
            requiredWorkflows.push(...readWorkflows(shapes, parameters));
    }
    return [
        {
            source,
            branches: {
                include: shapes.texts(refName?.get('include'), 'include').map((entry) => entry.value),
                exclude: shapes.texts(refName?.get('exclude'), 'exclude').map((entry) => entry.value),
            },
            at: ruleset.at,
            requiredChecks,
            ...(codeOwnerReview === undefined ? {} : { codeOwnerReview }),
            ...(mergeQueue ? { mergeQueue } : {}),
            ...(requiredWorkflows.length === 0 ? {} : { requiredWorkflows }),
        },
    ];
}
function readWorkflows(shapes, parameters) {
    return shapes.list(parameters.get('workflows'), 'workflows').flatMap((item) => {
        const workflow = shapes.map(item, 'workflows');
        const path = shapes.text(workflow?.get('path'), 'path')?.value;
        const repositoryId = (0,protection_shapes/* appId */.R0)(workflow?.get('repository_id'));
        if (path === undefined || repositoryId === undefined) {
            if (workflow !== null)
                shapes.refuse(item, 'an entry of `workflows` lacks its `path` or `repository_id`');
            return [];
        }
        const ref = shapes.text(workflow?.get('ref'), 'ref')?.value;
        const sha = shapes.text(workflow?.get('sha'), 'sha')?.value;
        return { path, repositoryId, ...(ref === undefined ? {} : { ref }), ...(sha === undefined ? {} : { sha }) };
    });
}

;// CONCATENATED MODULE: ./build/repository/protection/asf.js
/**
 * `.asf.yaml` of the Apache Software Foundation: `github.protected_branches` and `github.rulesets` (raw payloads, or the
 * shorter convenience form).
 *
 * Source: https://github.com/apache/infrastructure-asfyaml#branch_protection and #rulesets. Its reader (strictyaml) takes
 * every scalar as text, so `3.0:` is the branch "3.0".
 */



/** Keys that make an entry of `rulesets` a raw payload (`name` is in both forms). */
const RAW_KEYS = ['target', 'enforcement', 'conditions', 'rules', 'bypass_actors'];
function readAsf(shapes, path, root) {
    const source = { kind: 'file', path, format: 'asf' };
    const github = shapes.map(root.get('github'), 'github');
    const protections = [];
    for (const { keySource, keyAt, value } of shapes.map(github?.get('protected_branches'), 'protected_branches')
        ?.entries ?? []) {
        // "Branches that … are not dictionary entries are not protected."
        if (value.kind === 'map')
            protections.push((0,protection_shapes/* classicProtection */.WY)(shapes, source, (0,protection_shapes/* only */.j6)(keySource), value, keyAt));
    }
    const rulesetSource = { ...source, format: 'ruleset' };
    for (const item of shapes.list(github?.get('rulesets'), 'rulesets')) {
        const ruleset = shapes.map(item, 'rulesets');
        if (ruleset === null)
            continue;
        if (RAW_KEYS.some((key) => ruleset.entry(key) !== undefined))
            protections.push(...readRuleset(shapes, rulesetSource, item));
        else
            protections.push(...readConvenience(shapes, rulesetSource, ruleset));
    }
    return { protections, silent: null };
}
/** The short form: always enforced, for the default branch unless it names branches. */
function readConvenience(shapes, source, ruleset) {
    if ((shapes.text(ruleset.get('type'), 'type')?.value ?? 'branch') !== 'branch')
        return [];
    const reviews = shapes.map(ruleset.get('required_pull_request_reviews'), 'required_pull_request_reviews');
    const codeOwnerReview = shapes.flag(reviews?.get('require_code_owner_reviews'), 'require_code_owner_reviews');
    return [
        {
            source,
            branches: branchesOf(shapes, ruleset),
            at: ruleset.at,
            requiredChecks: (0,protection_shapes/* namedChecks */.TG)(shapes, source, ruleset.get('required_status_checks'), 'required_status_checks', {
                context: ['name', 'context'],
                app: ['app_slug', 'integration_id'],
            }),
            ...(codeOwnerReview === undefined ? {} : { codeOwnerReview }),
        },
    ];
}
function branchesOf(shapes, ruleset) {
    const key = ruleset.entry('branches') === undefined ? 'refs' : 'branches';
    const refs = shapes.map(ruleset.get(key), key);
    const include = shapes.texts(refs?.get('includes'), 'includes').map(({ value }) => value);
    return {
        include: refs?.entry('includes') === undefined ? [branch_selector/* DEFAULT_BRANCH */.nU] : include,
        exclude: shapes.texts(refs?.get('excludes'), 'excludes').map(({ value }) => value),
    };
}

;// CONCATENATED MODULE: ./build/repository/protection/branch-protection.js
/**
 * `.github/branch-protection.json`: no tool owns this name; people keep the body of the REST call in it, alone or for
 * several branches. Shapes that say something else are left alone: nothing is known from them.
 *
 * Source of the body: https://docs.github.com/rest/branches/branch-protection#update-branch-protection
 */


/**
 * Understood: one body (for the default branch, or for the branch it names), a list of bodies that name their branch,
 * and a mapping from branch to body; each body bare or under `protection`, all of it bare or under `branches`.
 */
function readBranchProtection(shapes, path, root) {
    const source = { kind: 'file', path, format: 'branch-protection' };
    return { protections: readAny(shapes, source, root), silent: null };
}
function readAny(shapes, source, root) {
    if (root.kind === 'seq') {
        return root.items.flatMap((item) => (item.kind === 'map' ? readOne(shapes, source, item, nameOf(item)) : []));
    }
    if (root.kind !== 'map')
        return [];
    if (bodyOf(root) !== null)
        return readOne(shapes, source, root, nameOf(root) ?? branch_selector/* DEFAULT_BRANCH */.nU);
    const branches = root.get('branches');
    if (branches !== undefined && branches.kind !== 'scalar')
        return readAny(shapes, source, branches);
    return root.entries.flatMap(({ keySource, value }) => value.kind === 'map' ? readOne(shapes, source, value, keySource) : []);
}
function readOne(shapes, source, value, branch) {
    const body = bodyOf(value);
    return body === null || branch === null ? [] : [(0,protection_shapes/* classicProtection */.WY)(shapes, source, (0,protection_shapes/* only */.j6)(branch), body, value.at)];
}
/** The body in a value: itself, or what it holds under `protection`; null when it has none. */
function bodyOf(value) {
    const nested = value.get('protection');
    const body = nested?.kind === 'map' ? nested : value;
    return BODY_KEYS.some((key) => body.entry(key) !== undefined) ? body : null;
}
const BODY_KEYS = [
    'required_status_checks',
    'required_pull_request_reviews',
    'enforce_admins',
    'restrictions',
];
function nameOf(value) {
    for (const key of ['branch', 'name', 'pattern']) {
        const name = value.get(key);
        if (name?.kind === 'scalar' && typeof name.value === 'string')
            return name.value;
    }
    return null;
}

;// CONCATENATED MODULE: ./build/repository/protection/settings.js
/**
 * `.github/settings.yml` of probot/settings and of safe-settings.
 *
 * Sources: https://github.com/repository-settings/app/blob/master/docs/plugins/branches.md and
 * https://github.com/github/safe-settings/tree/main-enterprise/docs/sample-settings
 */



/**
 * @param paths all paths of the tree: next to `.github/repos/` or `.github/suborgs/` the file is the organisation part of
 *   a safe-settings admin repository, which configures every *other* repository
 */
function readSettings(shapes, path, root, paths) {
    const rulesets = shapes.list(root.get('rulesets'), 'rulesets');
    const silent = whySilent(root, paths) ?? (rulesets.some(isForeignRuleset) ? 'its rulesets name repositories' : null);
    if (silent !== null)
        return { protections: [], silent };
    const source = { kind: 'file', path, format: 'settings' };
    const protections = [];
    for (const item of shapes.list(root.get('branches'), 'branches')) {
        const branch = shapes.map(item, 'branches');
        if (branch === null)
            continue;
        const name = shapes.text(branch.get('name'), 'name');
        if (name === null) {
            shapes.refuse(item, 'an entry of `branches` has no `name`');
            continue;
        }
        // `protection: null` takes the protection away.
        const body = shapes.map(branch.get('protection'), 'protection');
        if (body === null)
            continue;
        // safe-settings: the name `default` is the default branch, whatever its name.
        const selector = (0,protection_shapes/* only */.j6)(name.value === 'default' ? branch_selector/* DEFAULT_BRANCH */.nU : name.value);
        protections.push((0,protection_shapes/* classicProtection */.WY)(shapes, source, selector, body, item.at));
    }
    const rulesetSource = { ...source, format: 'ruleset' };
    for (const item of rulesets)
        protections.push(...readRuleset(shapes, rulesetSource, item));
    return { protections, silent: null };
}
function whySilent(root, paths) {
    if (root.entry('restrictedRepos') !== undefined)
        return 'it says which repositories it is for (`restrictedRepos`)';
    for (const path of paths) {
        if (/^\.github\/(repos|suborgs)\/.+\.ya?ml$/.test(path)) {
            return 'it belongs to a safe-settings admin repository (`.github/repos/`, `.github/suborgs/`)';
        }
    }
    return null;
}

;// CONCATENATED MODULE: ./build/repository/protection/sync-repo-settings.js
/**
 * `.github/sync-repo-settings.yaml` of Google's repository automation.
 *
 * Source: https://github.com/googleapis/repo-automation-bots/tree/main/packages/sync-repo-settings. The README says that
 * `pattern` defaults to `master`; the bot's code takes the repository's default branch, and so do we.
 */


function readSyncRepoSettings(shapes, path, root) {
    const source = { kind: 'file', path, format: 'sync-repo-settings' };
    const protections = [];
    for (const item of shapes.list(root.get('branchProtectionRules'), 'branchProtectionRules')) {
        const rule = shapes.map(item, 'branchProtectionRules');
        if (rule === null)
            continue;
        const pattern = shapes.text(rule.get('pattern'), 'pattern')?.value ?? branch_selector/* DEFAULT_BRANCH */.nU;
        const codeOwnerReview = shapes.flag(rule.get('requiresCodeOwnerReviews'), 'requiresCodeOwnerReviews');
        protections.push({
            source,
            branches: (0,protection_shapes/* only */.j6)(pattern),
            at: item.at,
            requiredChecks: shapes
                .texts(rule.get('requiredStatusCheckContexts'), 'requiredStatusCheckContexts')
                .map(({ value, at }) => ({ context: value, source, at })),
            ...(codeOwnerReview === undefined ? {} : { codeOwnerReview }),
        });
    }
    return { protections, silent: null };
}

;// CONCATENATED MODULE: ./build/repository/protection/index.js








/** Whether a path is one of the places that a tool or GitHub itself defines for protection. */
function isProtectionFile(path) {
    return formatOf(path) !== null;
}
function formatOf(path) {
    if (path === '.asf.yaml')
        return 'asf';
    if (!path.startsWith('.github/'))
        return null;
    const name = path.slice('.github/'.length);
    if (name === 'settings.yml' || name === 'settings.yaml')
        return 'settings';
    if (name === 'sync-repo-settings.yaml' || name === 'sync-repo-settings.yml')
        return 'sync-repo-settings';
    if (name === 'branch-protection.json')
        return 'branch-protection';
    return /^rulesets\/[^/]+\.json$/.test(name) ? 'ruleset' : null;
}
/**
 * Read one protection file.
 *
 * @param path one for which {@link isProtectionFile} is true; for others nothing is read
 * @param context all paths of the tree: some files are only known to govern other repositories by their neighbours
 * @returns every requirement with the place of its own list item; values of a wrong type are problems of kind `shape` and
 *   the rest of the file is still used. A file for other repositories has no protections and no problems. Never throws
 *   for any content.
 */
function readProtectionFile(path, bytes, context, budget = types/* DEFAULT_BUDGET */.s) {
    const format = formatOf(path);
    if (format === null)
        return { protections: [], problems: [], silent: null };
    const yaml = (0,repository_yaml/* readYaml */.gM)(path, bytes, 'protection', budget);
    if (!yaml.ok)
        return { protections: [], problems: [yaml.problem], silent: null };
    const notJson = path.endsWith('.json') ? jsonProblem(path, bytes) : null;
    if (notJson !== null)
        return { protections: [], problems: [notJson], silent: null };
    if (yaml.value === null)
        return { protections: [], problems: [], silent: null };
    const shapes = new protection_shapes/* Shapes */.DO(path);
    const { protections, silent } = readFormat(format, shapes, path, yaml.value, context.paths);
    return silent === null
        ? { protections, problems: shapes.problems, silent }
        : { protections: [], problems: [], silent };
}
function readFormat(format, shapes, path, value, paths) {
    if (format === 'ruleset')
        return readRulesetFile(shapes, path, value);
    if (format === 'branch-protection')
        return readBranchProtection(shapes, path, value);
    const root = shapes.map(value, 'the file');
    if (root === null)
        return { protections: [], silent: null };
    switch (format) {
        case 'settings':
            return readSettings(shapes, path, root, paths);
        case 'asf':
            return readAsf(shapes, path, root);
        case 'sync-repo-settings':
            return readSyncRepoSettings(shapes, path, root);
    }
}
/** YAML accepts more than JSON (comments, trailing commas, bare words); tools that read these files do not. */
function jsonProblem(path, bytes) {
    const text = (0,repository_yaml/* decode */.D4)(bytes) ?? '';
    try {
        JSON.parse(text);
        return null;
    }
    catch (error) {
        // The engine's words differ between versions, its offset does not; without one the text ended too early.
        const offset = Number(/at position (\d{1,9})/.exec(String(error))?.[1] ?? text.length);
        const before = text.slice(0, offset).split('\n');
        const at = (0,repository_yaml/* pointAt */.sd)(path, before.length, (before.at(-1)?.length ?? 0) + 1);
        return {
            path,
            role: 'protection',
            kind: 'syntax',
            reason: 'is not JSON (comments and trailing commas are not allowed)',
            at,
        };
    }
}

// EXTERNAL MODULE: ./build/repository/terraform-files.js
var terraform_files = __webpack_require__(6227);
// EXTERNAL MODULE: ./build/repository/workflows.js + 2 modules
var repository_workflows = __webpack_require__(8075);
;// CONCATENATED MODULE: ./build/repository/model.js
/**
 * One tree, read once: workflows, the local actions they use, protection files, CODEOWNERS, paths. A file that cannot
 * be read becomes a problem with a position and the rest is still there.
 */








/** Composite actions that use composite actions are followed this deep; GitHub allows ten. */
const MAX_ACTION_DEPTH = 10;
/** Characters of a source line that are shown. */
const MAX_EXCERPT = 200;
/**
 * Parsed files by the identity of their bytes. A base snapshot hands out the subject's own bytes for files that the
 * change left alone, so both models share one parse of them.
 */
class ParseCache {
    entries = new WeakMap();
    get(bytes, key, parse) {
        let byKey = this.entries.get(bytes);
        if (byKey === undefined) {
            byKey = new Map();
            this.entries.set(bytes, byKey);
        }
        if (!byKey.has(key))
            byKey.set(key, parse());
        return byKey.get(key);
    }
}
/** True for paths whose content the model reads; `compareTrees` asks for changed lines of these only. */
function isGoverned(path) {
    return ((0,repository_workflows/* isWorkflowPath */.$u)(path) ||
        isProtectionFile(path) ||
        /(^|\/)(CODEOWNERS|action\.ya?ml|\.?phase-mirror\.ya?ml)$/.test(path) ||
        path.endsWith('.tf'));
}
/** Read a snapshot into a model. Rejects only when the snapshot itself cannot list its paths. */
async function buildModel(snapshot, options = {}) {
    const budget = options.budget ?? types/* DEFAULT_BUDGET */.s;
    const cache = options.cache ?? new ParseCache();
    const paths = (await snapshot.list()).filter(({ kind }) => kind !== 'submodule').map(({ path }) => path);
    const known = new Set(paths);
    const problems = [];
    const linesOf = new Map();
    const codeownersPath = (0,repository_codeowners/* findCodeowners */.P4)(paths);
    const workflowPaths = paths.filter(repository_workflows/* isWorkflowPath */.$u);
    const protectionPaths = paths.filter(isProtectionFile);
    const first = [...workflowPaths, ...protectionPaths];
    const [contents, codeownersRead] = await Promise.all([
        snapshot.readMany(first, budget.maxBytes),
        codeownersPath === null ? null : snapshot.read(codeownersPath, repository_codeowners/* MAX_CODEOWNERS_BYTES */.zE),
    ]);
    const content = new Map(first.map((path, index) => [path, contents[index]]));
    const bytesOf = (path, role, result) => {
        if (result?.ok)
            return result.bytes;
        if (result !== undefined)
            problems.push(problemOf(path, role, result.failure));
        return null;
    };
    const workflows = [];
    for (const path of workflowPaths) {
        const bytes = bytesOf(path, 'workflow', content.get(path));
        if (bytes === null)
            continue;
        const result = cache.get(bytes, path, () => (0,repository_workflows/* readWorkflow */.S6)(path, bytes, budget));
        if (result.kind === 'problem')
            problems.push(result.problem);
        linesOf.set(path, result.kind === 'workflow' ? result.workflow.lines : linesIn(bytes));
        if (result.kind === 'workflow')
            workflows.push(result.workflow);
    }
    const protections = [];
    const protectionFiles = [];
    for (const path of protectionPaths) {
        const bytes = bytesOf(path, 'protection', content.get(path));
        if (bytes === null)
            continue;
        // Whether the file governs this repository depends on its neighbours, so it is not cached by its bytes alone.
        const result = readProtectionFile(path, bytes, { paths: known }, budget);
        problems.push(...result.problems);
        protections.push(...result.protections);
        protectionFiles.push({ path, silent: result.silent });
        linesOf.set(path, linesIn(bytes));
    }
    let codeowners = null;
    if (codeownersPath !== null) {
        const bytes = bytesOf(codeownersPath, 'codeowners', codeownersRead ?? undefined);
        if (bytes !== null) {
            const parsed = cache.get(bytes, codeownersPath, () => (0,repository_codeowners/* parseCodeowners */.BW)(codeownersPath, (0,repository_yaml/* decode */.D4)(bytes) ?? ''));
            codeowners = parsed;
            linesOf.set(codeownersPath, parsed.lines);
        }
    }
    const terraform = await (0,terraform_files/* readTerraform */.T)(snapshot, paths, workflows, (file, parse) => cache.get(file.bytes, file.path, parse));
    if (terraform !== null) {
        const { readTerraformProtection } = await __webpack_require__.e(/* import() */ 113).then(__webpack_require__.bind(__webpack_require__, 3113));
        const declared = readTerraformProtection(terraform.terraform, options.repository ?? '');
        protections.push(...declared.protections);
        protectionFiles.push(...declared.files);
    }
    const files = await readExtraFiles(snapshot, [
        ...extraFiles(paths),
        ...(options.alsoRead ?? []).filter((path) => known.has(path)),
    ]);
    for (const file of files.values())
        linesOf.set(file.path, file.lines);
    const actions = await readLocalActions(snapshot, workflows, known, budget, cache, problems);
    for (const action of actions)
        linesOf.set(action.path, action.lines);
    const producers = (0,check_names/* checkProducers */.O3)(workflows, ({ path }, reason) => {
        problems.push({ path, role: 'workflow', kind: 'too-large', reason, at: (0,repository_yaml/* pointAt */.sd)(path, 1) });
    });
    problems.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : a.at.startLine - b.at.startLine));
    const model = {
        snapshotId: snapshot.id,
        paths,
        workflows,
        actions,
        producers,
        protections,
        codeowners,
        files,
        texts: linesOf,
        terraform: terraform?.terraform ?? null,
        problems,
        excerpt: ({ path, startLine }) => ((linesOf.get(path) ?? terraform?.files.get(path)?.lines)?.[startLine - 1] ?? '').trim().slice(0, MAX_EXCERPT),
    };
    return { model, protectionFiles };
}
async function readExtraFiles(snapshot, wanted) {
    const results = wanted.length === 0 ? [] : await snapshot.readMany(wanted, MAX_EXTRA_BYTES);
    const files = new Map();
    wanted.forEach((path, index) => {
        const result = results[index];
        const text = result?.ok ? (0,repository_yaml/* decode */.D4)(result.bytes) : null;
        if (result?.ok && text !== null)
            files.set(path, { path, bytes: result.bytes, text, lines: (0,repository_yaml/* splitLines */.uz)(text) });
    });
    return files;
}
/**
 * The local actions that workflows use, and those that these use. An action.yml that nothing uses (test data, an
 * example) is not read: it runs nowhere.
 */
async function readLocalActions(snapshot, workflows, known, budget, cache, problems) {
    const found = new Map();
    const seen = new Set();
    let steps = workflows.flatMap((workflow) => workflow.jobs.flatMap((job) => job.steps));
    for (let depth = 0; depth < MAX_ACTION_DEPTH && steps.length > 0; depth += 1) {
        const paths = [...new Set(steps.flatMap((step) => localActionPath(step, known) ?? []))].filter((path) => !seen.has(path));
        for (const path of paths)
            seen.add(path);
        const results = await snapshot.readMany(paths, budget.maxBytes);
        const next = [];
        paths.forEach((path, index) => {
            const read = results[index];
            if (!read.ok) {
                problems.push(problemOf(path, 'action', read.failure));
                return;
            }
            const result = cache.get(read.bytes, path, () => (0,repository_workflows/* readAction */.f0)(path, read.bytes, budget));
            if (result.kind === 'problem')
                problems.push(result.problem);
            if (result.kind === 'action') {
                found.set(path, result.action);
                next.push(...result.action.steps);
            }
        });
        steps = next;
    }
    return [...found.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}
/** The action.yml that `uses: ./folder` means, if this tree has it; null for everything else. */
function localActionPath(step, known) {
    const uses = step.uses?.value;
    if (uses === undefined || !uses.startsWith('./'))
        return null;
    const parts = [];
    for (const part of uses.slice(2).split('/')) {
        if (part === '' || part === '.')
            continue;
        if (part === '..')
            parts.pop();
        else
            parts.push(part);
    }
    const folder = parts.map((part) => `${part}/`).join('');
    return [`${folder}action.yml`, `${folder}action.yaml`].find((path) => known.has(path)) ?? null;
}
function problemOf(path, role, failure) {
    const at = (0,repository_yaml/* pointAt */.sd)(path, 1);
    switch (failure.reason) {
        case 'too-large':
            return {
                path,
                role,
                at,
                kind: 'too-large',
                reason: `has ${failure.bytes} bytes; at most ${failure.limit} are read`,
            };
        case 'symlink-outside':
            return { path, role, at, kind: 'symlink', reason: 'is a symbolic link that leaves the repository' };
        case 'not-a-file':
            return { path, role, at, kind: 'unreadable', reason: `is a ${failure.kind}, not a file` };
        case 'missing':
            return { path, role, at, kind: 'unreadable', reason: 'is listed but its content is missing' };
        case 'unreadable':
            return { path, role, at, kind: 'unreadable', reason: `cannot be read (${failure.detail})` };
    }
}
function linesIn(bytes) {
    return ((0,repository_yaml/* decode */.D4)(bytes) ?? '').split(/\r\n|\n|\r/);
}


/***/ }),

/***/ 5357:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   HD: () => (/* binding */ shownName),
/* harmony export */   aH: () => (/* binding */ quotedName),
/* harmony export */   gs: () => (/* binding */ oneLineText),
/* harmony export */   pS: () => (/* binding */ shownPath)
/* harmony export */ });
/* unused harmony export MAX_SHOWN */
/**
 * Names from a repository inside our own sentences. Surfaces escape what they print; here a name only loses what would
 * change the sentence around it: line breaks, control characters, text direction, and the backtick that marks code.
 */
/** Names longer than this are cut where people read them; the identity of a finding keeps them whole. */
const MAX_SHOWN = 100;
/** Longer paths are cut: git and every usual file system end at 4096 bytes. */
const MAX_PATH = 4096;
const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}`]/gu;
/** A name as people see it: on one line, cut when it is very long. */
function shownName(name, max = MAX_SHOWN) {
    return safeText(name.replace(/\s+/g, ' '), max);
}
/** The same between double quotes. */
function quotedName(name) {
    return `"${shownName(name)}"`;
}
/** A path as people see it: every character counts, so what cannot be printed is written as an escape. */
function shownPath(path, max = MAX_PATH) {
    return safeText(path, max);
}
/** A sentence of ours, or of a library, that may hold names: its own backticks stay. */
function oneLineText(text, max) {
    return cut(text.replace(/\s+/g, ' ').replace(UNSAFE, (character) => (character === '`' ? character : escaped(character))), max);
}
function safeText(text, max) {
    return cut(text, max).replace(UNSAFE, escaped);
}
function cut(text, max) {
    return text.length > max ? `${text.slice(0, max - 1)}…` : text;
}
/** The escapes of the report (`\n`, `\u{202e}`). */
function escaped(character) {
    if (character === '\n')
        return '\\n';
    if (character === '\r')
        return '\\r';
    if (character === '\t')
        return '\\t';
    return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}


/***/ }),

/***/ 3111:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   DO: () => (/* binding */ Shapes),
/* harmony export */   R0: () => (/* binding */ appId),
/* harmony export */   TG: () => (/* binding */ namedChecks),
/* harmony export */   WY: () => (/* binding */ classicProtection),
/* harmony export */   j6: () => (/* binding */ only)
/* harmony export */ });
/**
 * Reads values of an expected kind. Absent and null values mean "not set" everywhere; a value of another kind becomes a
 * problem with its position, and the rest of the file is still used.
 */
class Shapes {
    path;
    problems = [];
    constructor(path) {
        this.path = path;
    }
    map(value, name) {
        if (isUnset(value))
            return null;
        return value.kind === 'map' ? value : this.refuse(value, `\`${name}\` is not a mapping`);
    }
    list(value, name) {
        if (isUnset(value))
            return [];
        return value.kind === 'seq' ? value.items : (this.refuse(value, `\`${name}\` is not a list`) ?? []);
    }
    /** Text as it was written, so that an unquoted `3.10` stays `3.10`. */
    text(value, name) {
        if (isUnset(value))
            return null;
        if (value.kind !== 'scalar')
            return this.refuse(value, `\`${name}\` is not a text`);
        return { value: textOf(value), at: value.at };
    }
    flag(value, name) {
        if (isUnset(value))
            return undefined;
        const text = value.kind === 'scalar' ? textOf(value).toLowerCase() : '';
        if (text === 'true' || text === 'false')
            return text === 'true';
        this.refuse(value, `\`${name}\` is neither true nor false`);
        return undefined;
    }
    /** The names of a list; entries that are no text become problems. */
    texts(value, name) {
        return this.list(value, name).flatMap((item) => {
            const text = this.text(item, name);
            if (text === null || text.value === '') {
                if (isUnset(item) || text !== null)
                    this.refuse(item, `\`${name}\` has an empty entry`);
                return [];
            }
            return text;
        });
    }
    /** Record a problem; returns null so that readers can answer with it. */
    refuse(value, reason) {
        this.problems.push({ path: this.path, role: 'protection', kind: 'shape', reason, at: value.at });
        return null;
    }
}
function isUnset(value) {
    return value === undefined || (value.kind === 'scalar' && value.value === null);
}
function textOf(scalar) {
    return typeof scalar.value === 'string' ? scalar.value : scalar.source;
}
/** The id of the app that must report a check; any app (absent, null, -1) is undefined. */
function appId(value) {
    if (value?.kind !== 'scalar')
        return undefined;
    const text = textOf(value).trim();
    const id = /^\d{1,15}$/.test(text) ? Number(text) : 0;
    return id > 0 ? id : undefined;
}
/**
 * `{context, app_id}` of branch protection or `{context, integration_id}` of rulesets.
 *
 * @param keys the names of the fields, first spelling first
 */
function namedChecks(shapes, source, value, name, keys) {
    return shapes.list(value, name).flatMap((item) => {
        if (item.kind === 'scalar' && item.value !== null)
            return { context: textOf(item), source, at: item.at };
        const map = shapes.map(item, name);
        const context = shapes.text(keys.context.map((key) => map?.get(key)).find((found) => found !== undefined), name);
        if (context === null || context.value === '') {
            if (map !== null)
                shapes.refuse(item, `an entry of \`${name}\` names no check`);
            return [];
        }
        const app = keys.app.map((key) => map?.get(key)).find((found) => found !== undefined);
        const integrationId = appId(app);
        const slug = app?.kind === 'scalar' && typeof app.value === 'string' && !/^\s*-?\d+\s*$/.test(app.value)
            ? app.value.trim()
            : '';
        return {
            context: context.value,
            source,
            at: item.at,
            ...(integrationId === undefined ? {} : { integrationId }),
            ...(slug === '' ? {} : { appSlug: slug }),
        };
    });
}
/**
 * The part of a branch protection body that we use. `checks` replaces `contexts` in the API and says more, so a name
 * that both lists have is kept once, as `checks` says it.
 *
 * Source: https://docs.github.com/rest/branches/branch-protection#update-branch-protection
 */
function classicProtection(shapes, source, branches, body, at) {
    const status = shapes.map(body.get('required_status_checks'), 'required_status_checks');
    const checks = namedChecks(shapes, source, status?.get('checks'), 'checks', {
        context: ['context'],
        app: ['app_id'],
    });
    const contexts = shapes
        .texts(status?.get('contexts'), 'contexts')
        .filter(({ value }) => !checks.some(({ context }) => context === value))
        .map(({ value, at }) => ({ context: value, source, at }));
    const reviews = shapes.map(body.get('required_pull_request_reviews'), 'required_pull_request_reviews');
    const codeOwnerReview = shapes.flag(reviews?.get('require_code_owner_reviews'), 'require_code_owner_reviews');
    return {
        source,
        branches,
        at,
        requiredChecks: [...contexts, ...checks],
        ...(codeOwnerReview === undefined ? {} : { codeOwnerReview }),
    };
}
/** A selector for one name or pattern. */
function only(name) {
    return { include: [name], exclude: [] };
}


/***/ }),

/***/ 4931:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Cg: () => (/* binding */ openCommit),
/* harmony export */   XF: () => (/* binding */ readLink),
/* harmony export */   gm: () => (/* binding */ readBlob),
/* harmony export */   z1: () => (/* binding */ kindOfMode)
/* harmony export */ });
/* harmony import */ var _git_names_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8856);
/* harmony import */ var _snapshot_tree_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8846);


/**
 * The tree of a commit.
 *
 * @param sha the full object id of a commit that is in `git`'s object database
 */
function openCommit(git, sha) {
    return new _snapshot_tree_js__WEBPACK_IMPORTED_MODULE_0__/* .TreeSnapshot */ .RI(new CommitSource(git, sha));
}
class CommitSource {
    id;
    exact = true;
    #git;
    #sha;
    constructor(git, sha) {
        this.id = `commit:${sha}`;
        this.#git = git;
        this.#sha = sha;
    }
    /** @throws {PhaseMirrorError} `evidence` when the commit or one of its trees is missing or broken */
    async load() {
        const { stdout } = await this.#git.run(['ls-tree', '-r', '-z', '--full-tree', this.#sha]);
        return (0,_git_names_js__WEBPACK_IMPORTED_MODULE_1__/* .splitNames */ .bZ)(stdout).map((line) => {
            const tab = line.indexOf('\t');
            const [mode = '', , oid = ''] = line.slice(0, tab).split(' ');
            return { path: line.slice(tab + 1), kind: kindOfMode(mode), oid };
        });
    }
    kindOf(path, index) {
        return index.kindOf(path);
    }
    contents(entries, maxBytes) {
        return Promise.all(entries.map(({ oid }) => readBlob(this.#git, oid, maxBytes)));
    }
    async linkTarget(path, index) {
        return readLink(this.#git, index.byPath.get(path)?.oid);
    }
    close() {
        return this.#git.close();
    }
}
/** The kind of an entry from its mode, as git prints it: `100644`, `100755`, `120000`, `160000`. */
function kindOfMode(mode) {
    if (mode.startsWith('12'))
        return 'symlink';
    if (mode.startsWith('16'))
        return 'submodule';
    return mode === '100755' ? 'executable' : 'file';
}
/** One blob as the content of a file. */
async function readBlob(git, oid, maxBytes) {
    const object = oid === undefined ? { kind: 'missing' } : await git.objects.read(oid, maxBytes);
    switch (object.kind) {
        case 'object':
            return { ok: true, bytes: object.bytes };
        case 'too-large':
            return { ok: false, failure: { reason: 'too-large', bytes: object.size, limit: maxBytes } };
        case 'missing':
            return { ok: false, failure: { reason: 'unreadable', detail: 'this clone lacks the object that holds it' } };
        case 'unreadable':
            return { ok: false, failure: { reason: 'unreadable', detail: object.detail } };
    }
}
/** The target of a symbolic link, which git keeps as the content of a blob. */
async function readLink(git, oid) {
    const result = await readBlob(git, oid, _snapshot_tree_js__WEBPACK_IMPORTED_MODULE_0__/* .MAX_TARGET */ .pF);
    return result.ok ? (0,_git_names_js__WEBPACK_IMPORTED_MODULE_1__/* .decodeName */ .e4)(result.bytes) : null;
}


/***/ }),

/***/ 8846:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Np: () => (/* binding */ TreeIndex),
/* harmony export */   RI: () => (/* binding */ TreeSnapshot),
/* harmony export */   pF: () => (/* binding */ MAX_TARGET)
/* harmony export */ });
/** As many links as Linux follows in one path (path_resolution(7)). */
const MAX_LINKS = 40;
/** PATH_MAX of Linux: no longer target can be followed on disk. */
const MAX_TARGET = 4096;
/** The paths of a tree. */
class TreeIndex {
    /** Sorted by code unit. */
    entries;
    byPath;
    #directories = null;
    constructor(entries) {
        this.entries = [...entries].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
        this.byPath = new Map(entries.map((entry) => [entry.path, entry]));
    }
    /** What the listing says. */
    kindOf(path) {
        const entry = this.byPath.get(path);
        if (entry === undefined)
            return this.#folders().has(path) ? 'directory' : null;
        return entry.kind === 'executable' ? 'file' : entry.kind;
    }
    #folders() {
        if (this.#directories !== null)
            return this.#directories;
        const folders = new Set();
        for (const { path } of this.entries) {
            for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
                const folder = path.slice(0, end);
                if (folders.has(folder))
                    break;
                folders.add(folder);
            }
        }
        this.#directories = folders;
        return folders;
    }
}
/** A {@link Snapshot} over a {@link TreeSource}. */
class TreeSnapshot {
    #source;
    #bytes = new Map();
    #index = null;
    constructor(source) {
        this.#source = source;
    }
    get id() {
        return this.#source.id;
    }
    /** The paths with what is known of each. Computed once. */
    index() {
        this.#index ??= this.#source.load().then((entries) => new TreeIndex(entries));
        return this.#index;
    }
    async list() {
        return (await this.index()).entries;
    }
    async read(path, maxBytes) {
        const [result] = await this.readMany([path], maxBytes);
        return result ?? { ok: false, failure: { reason: 'missing' } };
    }
    async readMany(paths, maxBytes) {
        const index = await this.index();
        const resolved = await Promise.all(paths.map((path) => this.#resolve(path, index)));
        const wanted = new Map();
        for (const one of resolved) {
            if ('entry' in one && !this.#bytes.has(one.entry.path))
                wanted.set(one.entry.path, one.entry);
        }
        const entries = [...wanted.values()];
        const contents = await this.#source.contents(entries, maxBytes);
        const failures = new Map();
        entries.forEach(({ path }, at) => {
            const result = contents[at] ?? { ok: false, failure: { reason: 'missing' } };
            // Two reads at once: the first answer stays, so that there is one set of bytes for a path.
            if (!result.ok)
                failures.set(path, result);
            else if (!this.#bytes.has(path))
                this.#bytes.set(path, result.bytes);
        });
        return resolved.map((one) => {
            if ('failure' in one)
                return { ok: false, failure: one.failure };
            const bytes = this.#bytes.get(one.entry.path);
            if (bytes === undefined) {
                return failures.get(one.entry.path) ?? { ok: false, failure: { reason: 'missing' } };
            }
            if (bytes.length <= maxBytes)
                return { ok: true, bytes };
            return { ok: false, failure: { reason: 'too-large', bytes: bytes.length, limit: maxBytes } };
        });
    }
    /** Where a link of this tree points; null when `path` is no link or cannot be read. */
    async linkTarget(path) {
        const index = await this.index();
        return this.#source.kindOf(path, index) === 'symlink' ? this.#source.linkTarget(path, index) : null;
    }
    /** What stands at a path of this tree. */
    async kindOf(path) {
        return this.#source.kindOf(path, await this.index());
    }
    async close() {
        this.#bytes.clear();
        await this.#source.close();
    }
    /** Walk `path` name by name, the way a kernel would, but never out of the tree and never into `.git`. */
    async #resolve(path, index) {
        if (this.#source.exact) {
            const entry = index.byPath.get(path);
            if (entry?.kind === 'file' || entry?.kind === 'executable')
                return { entry };
        }
        const pending = path.split('/').reverse();
        const done = [];
        let links = 0;
        let target = path;
        let kind = 'directory';
        for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
            if (name === '' || name === '.')
                continue;
            if (kind !== 'directory')
                return { failure: { reason: 'missing' } };
            if (name === '..' && done.pop() !== undefined)
                continue;
            if (name === '..' || name.toLowerCase() === '.git')
                return { failure: { reason: 'symlink-outside', target } };
            done.push(name);
            const here = done.join('/');
            kind = this.#source.kindOf(here, index);
            if (kind !== 'symlink')
                continue;
            links += 1;
            if (links > MAX_LINKS)
                return { failure: { reason: 'unreadable', detail: 'its symbolic links go round in a circle' } };
            const next = await this.#source.linkTarget(here, index);
            if (next === null)
                return { failure: { reason: 'unreadable', detail: 'the symbolic link cannot be read' } };
            target = next;
            if (isAbsolute(next))
                return { failure: { reason: 'symlink-outside', target } };
            done.pop();
            pending.push(...next.split('/').reverse());
            kind = 'directory';
        }
        if (kind === null)
            return { failure: { reason: 'missing' } };
        if (kind !== 'file')
            return { failure: { reason: 'not-a-file', kind } };
        // What is ignored by git is not part of the tree, even where a link leads to it.
        const entry = index.byPath.get(done.join('/'));
        return entry === undefined ? { failure: { reason: 'missing' } } : { entry };
    }
}
/** Absolute on any system a checkout may land on: a link that is fine on Linux alone is refused as well. */
function isAbsolute(target) {
    return /^(?:[/\\]|[A-Za-z]:)/.test(target);
}


/***/ }),

/***/ 528:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  Cg: () => (/* reexport */ snapshot_commit/* openCommit */.Cg),
  NE: () => (/* reexport */ openFolder),
  wr: () => (/* reexport */ openWorkTree),
  Lw: () => (/* reexport */ overlay)
});

// UNUSED EXPORTS: TreeSnapshot, WorkTreeSnapshot

// EXTERNAL MODULE: ./build/repository/snapshot-commit.js
var snapshot_commit = __webpack_require__(4931);
// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(3024);
// EXTERNAL MODULE: ./build/errors.js
var errors = __webpack_require__(9473);
// EXTERNAL MODULE: ./build/repository/git-discovery.js
var git_discovery = __webpack_require__(8258);
// EXTERNAL MODULE: ./build/repository/git-names.js
var git_names = __webpack_require__(8856);
// EXTERNAL MODULE: ./build/repository/snapshot-tree.js
var snapshot_tree = __webpack_require__(8846);
;// CONCATENATED MODULE: ./build/repository/snapshot-disk.js
/** Reading single files of a folder on disk without ever following a link. */




/** Not on every system; where it is missing, `lstat` alone stands between us and a link or a pipe. */
const OPEN_FLAGS = external_node_fs_.constants.O_RDONLY | (external_node_fs_.constants.O_NOFOLLOW ?? 0) | (external_node_fs_.constants.O_NONBLOCK ?? 0);
/** The files below one folder. Synchronous: a handful of small files is read faster than promises are made. */
class Disk {
    #top;
    #kinds = new Map();
    constructor(top) {
        this.#top = top;
    }
    /** The file system's name for a path of the tree; bytes where the name is not UTF-8. */
    locate(path) {
        if (!path.includes('\\x'))
            return `${this.#top}/${path}`;
        return Buffer.concat([Buffer.from(`${this.#top}/`), (0,git_names/* encodeName */.aA)(path)]);
    }
    /** What stands at `path`. Remembered: folders are asked for again and again. */
    kindOf(path) {
        const known = this.#kinds.get(path);
        if (known !== undefined)
            return known;
        const kind = this.#look(path);
        this.#kinds.set(path, kind);
        return kind;
    }
    #look(path) {
        try {
            const stat = (0,external_node_fs_.lstatSync)(this.locate(path));
            if (stat.isFile())
                return 'file';
            if (stat.isDirectory())
                return 'directory';
            return stat.isSymbolicLink() ? 'symlink' : 'special';
        }
        catch (error) {
            // A name that cannot be looked up for any other reason is shown as unreadable when it is opened.
            return ['ENOENT', 'ENOTDIR', 'ENAMETOOLONG'].includes((0,git_discovery/* codeOf */.$)(error)) ? null : 'file';
        }
    }
    /** Where the link at `path` points; null when it cannot be read or is longer than a path may be. */
    linkTarget(path) {
        try {
            const target = (0,external_node_fs_.readlinkSync)(this.locate(path), 'buffer');
            return target.length > snapshot_tree/* MAX_TARGET */.pF ? null : (0,git_names/* decodeName */.e4)(target);
        }
        catch {
            return null;
        }
    }
    /** The content of the regular file at `path`, whose parent folders the caller has looked at. */
    read(path, maxBytes) {
        let file;
        try {
            file = (0,external_node_fs_.openSync)(this.locate(path), OPEN_FLAGS);
        }
        catch (error) {
            const code = (0,git_discovery/* codeOf */.$)(error);
            if (code === 'ENOENT' || code === 'ENOTDIR')
                return { ok: false, failure: { reason: 'missing' } };
            return { ok: false, failure: { reason: 'unreadable', detail: `it cannot be opened (${code})` } };
        }
        try {
            const stat = (0,external_node_fs_.fstatSync)(file);
            if (!stat.isFile())
                return { ok: false, failure: { reason: 'not-a-file', kind: 'special' } };
            if (stat.size > maxBytes) {
                return { ok: false, failure: { reason: 'too-large', bytes: stat.size, limit: maxBytes } };
            }
            // One byte more than expected shows that the file grew.
            const bytes = new Uint8Array(stat.size + 1);
            let size = 0;
            for (let got = -1; got !== 0 && size < bytes.length; size += got) {
                got = (0,external_node_fs_.readSync)(file, bytes, size, bytes.length - size, size);
            }
            if (size > stat.size) {
                return { ok: false, failure: { reason: 'unreadable', detail: 'it changed while it was read' } };
            }
            return { ok: true, bytes: bytes.subarray(0, size) };
        }
        catch (error) {
            return { ok: false, failure: { reason: 'unreadable', detail: `it cannot be read (${(0,git_discovery/* codeOf */.$)(error)})` } };
        }
        finally {
            (0,external_node_fs_.closeSync)(file);
        }
    }
}

;// CONCATENATED MODULE: ./build/repository/snapshot-folder.js
/** A plain folder without git. */






/** More entries than this are not a project but a home folder or a disk. */
const MAX_ENTRIES = 200_000;
/** Never part of what a repository says: git's own files, and what a package manager put there. */
const SKIPPED = new Set(['.git', 'node_modules']);
/**
 * What is on disk below `path`.
 *
 * @param maxEntries refuse a folder with more
 * @throws {PhaseMirrorError} `user` when `path` is not a folder; while listing, `user` when it holds more than
 *   `maxEntries` entries and `evidence` when a folder below it cannot be listed
 */
function openFolder(path, maxEntries = MAX_ENTRIES) {
    if ((0,external_node_fs_.statSync)(path, { throwIfNoEntry: false })?.isDirectory() !== true) {
        throw new errors/* PhaseMirrorError */.VV('user', {
            thing: path,
            reason: 'is not a folder',
            next: 'Name the folder of a checkout',
        });
    }
    return new snapshot_tree/* TreeSnapshot */.RI(new FolderSource((0,external_node_fs_.realpathSync)(path), maxEntries));
}
class FolderSource {
    id = 'folder';
    exact = false;
    #top;
    #maxEntries;
    #disk;
    constructor(top, maxEntries) {
        this.#top = top;
        this.#maxEntries = maxEntries;
        this.#disk = new Disk(top);
    }
    async load() {
        const entries = [];
        const folders = [''];
        let seen = 0;
        for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
            for (const entry of this.#children(folder)) {
                seen += 1;
                if (seen > this.#maxEntries)
                    throw this.#tooMany();
                const path = folder + (0,git_names/* decodeName */.e4)(entry.name);
                if (entry.isDirectory() && !SKIPPED.has(entry.name.toString('latin1')))
                    folders.push(`${path}/`);
                else if (entry.isSymbolicLink())
                    entries.push({ path, kind: 'symlink' });
                else if (entry.isFile())
                    entries.push({ path, kind: 'file' });
            }
        }
        return entries;
    }
    #children(folder) {
        try {
            return (0,external_node_fs_.readdirSync)(this.#disk.locate(folder), { withFileTypes: true, encoding: 'buffer' });
        }
        catch (error) {
            throw new errors/* PhaseMirrorError */.VV('evidence', {
                thing: `the folder ${folder === '' ? this.#top : folder}`,
                reason: `cannot be listed (${(0,git_discovery/* codeOf */.$)(error)})`,
                next: 'Make it readable, or evaluate a folder without it',
                cause: error,
            });
        }
    }
    #tooMany() {
        return new errors/* PhaseMirrorError */.VV('user', {
            thing: this.#top,
            reason: `holds more than ${this.#maxEntries} files and folders`,
            next: 'Name the folder of one repository',
        });
    }
    kindOf(path) {
        return this.#disk.kindOf(path);
    }
    async contents(entries, maxBytes) {
        return entries.map(({ path }) => this.#disk.read(path, maxBytes));
    }
    async linkTarget(path) {
        return this.#disk.linkTarget(path);
    }
    async close() {
        // Nothing is held open.
    }
}

;// CONCATENATED MODULE: ./build/repository/snapshot-overlay.js


/**
 * @param git the repository that holds the base commit's objects
 * @param sha the base commit
 * @param subject the tree the base was compared with
 * @param change that comparison (`compareTrees`)
 * @returns the tree of `sha`. Its listing starts no process. Bytes of an unchanged path are those `subject` gives.
 */
function overlay(git, sha, subject, change) {
    return new snapshot_tree/* TreeSnapshot */.RI(new OverlaySource(git, sha, subject, change));
}
class OverlaySource {
    id;
    exact = true;
    #git;
    #subject;
    #change;
    constructor(git, sha, subject, change) {
        this.id = `commit:${sha}`;
        this.#git = git;
        this.#subject = subject;
        this.#change = change;
    }
    async load() {
        const { base, changed } = this.#change;
        const same = (await this.#subject.list()).filter(({ path }) => !base.has(path) && !changed.has(path));
        return [...same, ...base.values()];
    }
    kindOf(path, index) {
        return index.kindOf(path);
    }
    async contents(entries, maxBytes) {
        const { base } = this.#change;
        const same = entries.filter(({ path }) => !base.has(path)).map(({ path }) => path);
        const [unchanged, changed] = await Promise.all([
            this.#subject.readMany(same, maxBytes),
            Promise.all(entries.filter(({ path }) => base.has(path)).map(({ oid }) => (0,snapshot_commit/* readBlob */.gm)(this.#git, oid, maxBytes))),
        ]);
        const fromSubject = unchanged.values();
        const fromGit = changed.values();
        return entries.map(({ path }) => {
            const next = (base.has(path) ? fromGit : fromSubject).next();
            return next.done === true ? { ok: false, failure: { reason: 'missing' } } : next.value;
        });
    }
    async linkTarget(path) {
        const entry = this.#change.base.get(path);
        return entry === undefined ? this.#subject.linkTarget(path) : (0,snapshot_commit/* readLink */.XF)(this.#git, entry.oid);
    }
    close() {
        return this.#git.close();
    }
}

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
;// CONCATENATED MODULE: ./build/repository/snapshot-worktree.js
/** What is on disk in a work tree: tracked files, and untracked ones that are not ignored. */





/** The work tree of `git`. Its listing is one process. */
function openWorkTree(git) {
    return new WorkTreeSnapshot(new WorkTreeSource(git));
}
/** A work tree, with the questions only a comparison asks. */
class WorkTreeSnapshot extends snapshot_tree/* TreeSnapshot */.RI {
    #tree;
    constructor(source) {
        super(source);
        this.#tree = source;
    }
    /** Paths git does not track. */
    async untracked() {
        await this.index();
        return this.#tree.untracked;
    }
    /**
     * Object ids the content of `path` would have in git: as it is, and with line ends as git may have normalised them
     * (gitattributes(5), `text`). Empty when it is no file or link, or larger than `maxBytes`.
     *
     * @param length hex digits of an object id of this repository: 40 (SHA-1) or 64 (SHA-256)
     */
    blobIds(path, length, maxBytes) {
        return this.#tree.blobIds(path, length, maxBytes);
    }
}
class WorkTreeSource {
    id = 'worktree';
    exact = false;
    untracked = new Set();
    #git;
    #disk;
    /** Entries a sparse checkout leaves out: they are part of the tree, and their content is in the object database. */
    #sparse = null;
    constructor(git) {
        this.#git = git;
        this.#disk = new Disk(git.top);
    }
    async load() {
        // One listing of untracked (tag ?), tracked (H, S for sparse, M while merging) and deleted (R) paths.
        const args = ['ls-files', '-t', '-z', '--stage', '--others', '--deleted', '--exclude-standard'];
        const { stdout } = await this.#git.run(args);
        const entries = new Map();
        const sparse = [];
        for (const line of (0,git_names/* splitNames */.bZ)(stdout)) {
            const tag = line[0];
            const rest = line.slice(2);
            // A folder in this list is a repository of its own.
            if (tag === '?' && !rest.endsWith('/')) {
                this.untracked.add(rest);
                entries.set(rest, { path: rest, kind: this.#disk.kindOf(rest) === 'symlink' ? 'symlink' : 'file' });
                continue;
            }
            const tab = rest.indexOf('\t');
            if (tag === '?' || tab === -1)
                continue;
            const [mode = '', oid = ''] = rest.slice(0, tab).split(' ');
            const path = rest.slice(tab + 1);
            if (tag === 'R')
                entries.delete(path);
            else
                entries.set(path, { path, kind: (0,snapshot_commit/* kindOfMode */.z1)(mode), oid });
            if (tag === 'S')
                sparse.push({ path, kind: (0,snapshot_commit/* kindOfMode */.z1)(mode), oid });
        }
        if (sparse.length > 0)
            this.#sparse = new snapshot_tree/* TreeIndex */.Np(sparse);
        return [...entries.values()];
    }
    kindOf(path) {
        return this.#disk.kindOf(path) ?? this.#sparse?.kindOf(path) ?? null;
    }
    contents(entries, maxBytes) {
        return Promise.all(entries.map(({ path, oid }) => this.#isAbsent(path) ? (0,snapshot_commit/* readBlob */.gm)(this.#git, oid, maxBytes) : this.#disk.read(path, maxBytes)));
    }
    async linkTarget(path) {
        if (this.#isAbsent(path))
            return (0,snapshot_commit/* readLink */.XF)(this.#git, this.#sparse?.byPath.get(path)?.oid);
        return this.#disk.linkTarget(path);
    }
    #isAbsent(path) {
        return this.#sparse?.byPath.has(path) === true && this.#disk.kindOf(path) === null;
    }
    blobIds(path, length, maxBytes) {
        const kind = this.#disk.kindOf(path);
        if (kind === 'symlink') {
            const target = this.#disk.linkTarget(path);
            return target === null ? [] : [blobId((0,git_names/* encodeName */.aA)(target), length)];
        }
        const content = kind === 'file' ? this.#disk.read(path, maxBytes) : undefined;
        if (content?.ok !== true)
            return [];
        const bytes = Buffer.from(content.bytes.buffer, content.bytes.byteOffset, content.bytes.length);
        const text = bytes.toString('latin1');
        if (!text.includes('\r\n'))
            return [blobId(bytes, length)];
        return [blobId(bytes, length), blobId(Buffer.from(text.replaceAll('\r\n', '\n'), 'latin1'), length)];
    }
    close() {
        return this.#git.close();
    }
}
/** The id git gives a blob: the hash of `blob <size>`, a NUL and the content (gitformat-loose, "Git objects"). */
function blobId(content, length) {
    return (0,external_node_crypto_.createHash)(length === 64 ? 'sha256' : 'sha1')
        .update(`blob ${content.length}\0`)
        .update(content)
        .digest('hex');
}

;// CONCATENATED MODULE: ./build/repository/snapshot.js
/** Every kind of {@link Snapshot}: a work tree, a commit, a plain folder, and a base laid under a subject. */







/***/ }),

/***/ 6227:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   T: () => (/* binding */ readTerraform),
/* harmony export */   o: () => (/* binding */ GITHUB_ISSUER)
/* harmony export */ });
/* harmony import */ var _yaml_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2143);

/** Bounds of what is read of one tree. */
const MAX_FILES = 2000;
const MAX_FILE_BYTES = 256 * 1024;
const MAX_TOTAL_BYTES = 16 * 1024 * 1024;
const CHUNK = 400;
/** Who signs the tokens of GitHub's jobs. */
const GITHUB_ISSUER = 'token.actions.githubusercontent.com';
/** Terraform without any of these says nothing about this repository's jobs or checks. */
const WORDS = [GITHUB_ISSUER, 'github_branch_protection', 'github_repository_ruleset'];
/** Code for other places: modules' examples, tests, downloaded modules. */
const ELSEWHERE = /(^|\/)(\.terraform|examples?|tests?|__tests__|testdata|fixtures?|vendor|node_modules|docs?)\//i;
const HINT = /oidc|github|iam|role|repo|ruleset|branch|protect/i;
const POLICY = /(^|[/_.-])(oidc|trust|assume)[^/]*\.json$/i;
/**
 * Read the Terraform and the JSON trust policies of a tree.
 *
 * @param parse keeps parsed files by their bytes
 * @returns null when there is nothing of interest
 */
async function readTerraform(snapshot, paths, workflows, parse) {
    const usesOidc = workflows.some(asksForToken);
    const sources = [];
    const policies = [];
    for (const path of paths) {
        // A look at the last letter answers for nearly all of them.
        const last = path.charCodeAt(path.length - 1);
        if (last === 0x66 && path.endsWith('.tf'))
            sources.push(path);
        else if (last === 0x6e && usesOidc && path.endsWith('.json') && POLICY.test(path))
            policies.push(path);
    }
    const own = sources.filter((path) => !ELSEWHERE.test(path));
    if (!usesOidc && !own.some((path) => HINT.test(path)))
        return null;
    const ownPolicies = policies.filter((path) => !ELSEWHERE.test(path));
    if (own.length === 0 && ownPolicies.length === 0)
        return null;
    const read = await readAll(snapshot, own);
    const readPolicies = await readAll(snapshot, ownPolicies);
    const files = read.files.map(lazyText);
    const trusts = readPolicies.files.filter(({ bytes }) => has(bytes, GITHUB_ISSUER)).map(lazyText);
    if (trusts.length === 0 && !read.files.some(({ bytes }) => WORDS.some((word) => has(bytes, word))))
        return null;
    const { Terraform } = await Promise.resolve(/* import() */).then(__webpack_require__.bind(__webpack_require__, 5393));
    const terraform = new Terraform(files, {
        complete: read.complete,
        paths,
        setsVariable: (name) => workflows.some(({ lines }) => lines.some((line) => line.includes(`TF_VAR_${name}`))),
        policies: new Map(trusts.map((file) => [file.path, file])),
        ...(parse === undefined ? {} : { parse }),
    });
    return { terraform, files: new Map([...files, ...trusts].map((file) => [file.path, file])) };
}
function asksForToken({ lines }) {
    return lines.some((line) => line.includes('id-token') || line.includes('write-all'));
}
async function readAll(snapshot, paths) {
    const files = [];
    let complete = paths.length <= MAX_FILES;
    let total = 0;
    for (let from = 0; from < Math.min(paths.length, MAX_FILES); from += CHUNK) {
        const chunk = paths.slice(from, Math.min(from + CHUNK, MAX_FILES));
        const results = await snapshot.readMany(chunk, MAX_FILE_BYTES);
        chunk.forEach((path, index) => {
            const result = results[index];
            if (!result?.ok) {
                complete = false;
                return;
            }
            total += result.bytes.length;
            files.push({ path, bytes: result.bytes });
        });
        if (total > MAX_TOTAL_BYTES)
            return { files, complete: false };
    }
    return { files, complete };
}
function has(bytes, word) {
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes(word);
}
/** Most files are never asked for more than whether they hold a word. */
function lazyText({ path, bytes }) {
    let text;
    let lines;
    return {
        path,
        bytes,
        get text() {
            text ??= (0,_yaml_js__WEBPACK_IMPORTED_MODULE_0__/* .decode */ .D4)(bytes) ?? '';
            return text;
        },
        get lines() {
            lines ??= (0,_yaml_js__WEBPACK_IMPORTED_MODULE_0__/* .splitLines */ .uz)(this.text);
            return lines;
        },
    };
}


/***/ }),

/***/ 6676:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Ey: () => (/* binding */ textItems),
/* harmony export */   HV: () => (/* binding */ UNKNOWN),
/* harmony export */   Ms: () => (/* binding */ entryOf),
/* harmony export */   X$: () => (/* binding */ evaluateHcl),
/* harmony export */   ns: () => (/* binding */ exactText)
/* harmony export */ });
const UNKNOWN = { kind: 'unknown' };
/** Values larger than this are not known: locals can double each other. */
const MAX_TEXT = 4000;
const MAX_ITEMS = 500;
/** Evaluate. Never throws; depth is bounded by the reader of the expression and by the scope's lookups. */
function evaluateHcl(expression, scope) {
    switch (expression.kind) {
        case 'literal':
            return expression.value === null
                ? { kind: 'null', at: scope.span(expression) }
                : { kind: 'text', literals: [String(expression.value)], at: scope.span(expression) };
        case 'template':
            return template(expression, scope);
        case 'list':
            return {
                kind: 'list',
                items: expression.items.map((item) => evaluateHcl(item, scope)),
                complete: true,
                at: scope.span(expression),
            };
        case 'object':
            return object(expression, scope);
        case 'reference':
            return reference(expression.path, scope, scope.span(expression));
        case 'call':
            return call(expression, scope);
        case 'opaque':
            return UNKNOWN;
    }
}
function object({ entries, ...node }, scope) {
    const known = entries.flatMap(({ key, keyNode, value }) => {
        const named = key === null ? evaluateHcl(keyNode, scope) : null;
        if (named !== null && named.kind !== 'text')
            return [];
        const at = scope.span(keyNode);
        return [{ key: named?.literals ?? [key ?? ''], at, value: evaluateHcl(value, scope) }];
    });
    return { kind: 'object', entries: known, complete: known.length === entries.length, at: scope.span(node) };
}
/** The value under a key; a key that is not all known may be the same one. */
function entryOf(value, name) {
    return value.entries.findLast(({ key }) => key.length === 1 && key[0] === name)?.value;
}
function template(expression, scope) {
    const at = scope.span(expression);
    const [only, ...more] = expression.parts;
    // `"${local.list}"` is the list itself.
    if (only !== undefined && only.kind !== 'text' && more.length === 0) {
        const value = evaluateHcl(only, scope);
        return value.kind === 'unknown' ? { kind: 'text', literals: ['', ''], at } : withPlace(value, at);
    }
    const literals = [''];
    for (const part of expression.parts) {
        if (part.kind === 'text')
            append(literals, [part.text]);
        else if (part.kind === 'opaque')
            append(literals, ['', '']);
        else {
            const value = evaluateHcl(part, scope);
            append(literals, value.kind === 'text' ? value.literals : ['', '']);
        }
    }
    return text(literals, at);
}
function text(literals, at) {
    const known = literals.length < MAX_ITEMS && literals.reduce((sum, { length }) => sum + length, 0) < MAX_TEXT;
    return { kind: 'text', literals: known ? literals : ['', ''], at };
}
function append(literals, [first = '', ...rest]) {
    literals[literals.length - 1] += first;
    literals.push(...rest);
}
/** A value that stands somewhere else is shown where it is used. */
function withPlace(value, at) {
    return value.kind === 'text' ? { ...value, at } : value;
}
function reference(path, scope, at) {
    const found = scope.lookup(path);
    if (found === undefined) {
        return path[0] === 'each' || path[0] === 'count' || path[0] === 'self' || path.length < 2
            ? UNKNOWN
            : { kind: 'reference', path, at };
    }
    let value = found;
    for (const step of path.slice(2))
        value = member(value, step);
    return value;
}
function member(value, step) {
    if (step === null)
        return UNKNOWN;
    if (value.kind === 'object')
        return entryOf(value, step) ?? UNKNOWN;
    if (value.kind === 'list' && value.complete && /^\d+$/.test(step))
        return value.items[Number(step)] ?? UNKNOWN;
    return value.kind === 'reference' ? { ...value, path: [...value.path, step] } : UNKNOWN;
}
/** Functions that hand on what they are given, as far as it matters here. */
const SAME = new Set([
    'toset',
    'tolist',
    'sort',
    'distinct',
    'compact',
    'tostring',
    'tomap',
    'sensitive',
    'nonsensitive',
]);
function call({ name, args, ...node }, scope) {
    const at = scope.span(node);
    const values = args.map((arg) => evaluateHcl(arg, scope));
    const [first, ...rest] = values;
    if (first === undefined)
        return UNKNOWN;
    if (SAME.has(name) || name === 'jsonencode')
        return first;
    switch (name) {
        case 'concat':
        case 'setunion':
            return joined(values, at);
        case 'flatten':
            return first.kind === 'list' ? joined(first.items, at) : UNKNOWN;
        case 'format':
            return format(first, rest, at);
        case 'trimspace':
            return first.kind === 'text' && first.literals.length === 1
                ? { ...first, literals: [(first.literals[0] ?? '').trim()] }
                : UNKNOWN;
        case 'file':
        case 'templatefile':
            return { kind: 'reference', path: [name, first.kind === 'text' ? pathText(args[0]) : null], at };
        default:
            return UNKNOWN;
    }
}
/** Lists one after the other; a single value is a list of one (`flatten`). */
function joined(values, at) {
    const items = values.flatMap((value) => (value.kind === 'list' ? value.items : value.kind === 'text' ? value : []));
    const known = values.every((value) => (value.kind === 'list' ? value.complete : value.kind === 'text'));
    return { kind: 'list', items: items.slice(0, MAX_ITEMS), complete: known && items.length <= MAX_ITEMS, at };
}
/** `format("repo:%s:*", x)`: only `%s` with a text is known. */
function format(pattern, args, at) {
    if (pattern.kind !== 'text' || pattern.literals.length !== 1)
        return UNKNOWN;
    const literals = [''];
    let next = 0;
    for (const piece of (pattern.literals[0] ?? '').split(/(%[a-z%])/)) {
        if (piece === '%%')
            append(literals, ['%']);
        else if (/^%[a-z]$/.test(piece)) {
            const value = args[next];
            next += 1;
            append(literals, piece === '%s' && value?.kind === 'text' ? value.literals : ['', '']);
        }
        else if (piece.includes('%'))
            append(literals, ['', '']);
        else
            append(literals, [piece]);
    }
    return text(literals, at);
}
/** `"${path.module}/trust.json"` and `"trust.json"` are files beside the module; null when it is another. */
function pathText(argument) {
    if (argument?.kind !== 'template')
        return null;
    const texts = argument.parts.map((part) => {
        if (part.kind === 'text')
            return part.text;
        const isModule = part.kind === 'reference' && part.path.join('.') === 'path.module';
        return isModule ? '.' : null;
    });
    return texts.includes(null) ? null : texts.join('');
}
/** The text, where all of it is known. */
function exactText(value) {
    return value?.kind === 'text' && value.literals.length === 1 ? value.literals[0] : undefined;
}
/** The texts of a list with their places; [] when there is none, null when one of them is not known. */
function textItems(value) {
    if (value === undefined || value.kind === 'null')
        return [];
    if (value.kind !== 'list' || !value.complete)
        return null;
    const items = value.items.map((item) => (item.kind === 'text' ? { value: exactText(item), at: item.at } : null));
    return items.every((item) => item !== null && item.value !== undefined) ? items : null;
}


/***/ }),

/***/ 5393:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Terraform: () => (/* binding */ Terraform),
/* harmony export */   gh: () => (/* binding */ isLocalModule),
/* harmony export */   uJ: () => (/* binding */ joinPath),
/* harmony export */   vz: () => (/* binding */ sourceOf)
/* harmony export */ });
/* unused harmony export folderOf */
/* harmony import */ var _hcl_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7896);
/* harmony import */ var _terraform_values_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6676);
/**
 * The Terraform of a tree: blocks by type, and values as far as they can be known from files alone. A folder is a
 * module; locals and variables are looked up in it. Files are parsed when a block type they mention is asked for.
 *
 * https://developer.hashicorp.com/terraform/language/syntax/configuration
 */


class Terraform {
    files;
    options;
    complete;
    policies;
    parsed = new Map();
    byFolder = new Map();
    locals = new Map();
    values = new Map();
    setters = null;
    constructor(files, options) {
        this.files = files;
        this.options = options;
        this.complete = options.complete;
        this.policies = options.policies;
        for (const file of files) {
            const folder = folderOf(file.path);
            const siblings = this.byFolder.get(folder);
            if (siblings === undefined)
                this.byFolder.set(folder, [file]);
            else
                siblings.push(file);
        }
    }
    /** Paths of files that mention the word and are not HCL. */
    broken(word) {
        return this.files.filter((file) => file.text.includes(word) && !this.file(file).ok).map(({ path }) => path);
    }
    /** Folders with a file that mentions the word: only there a fact about it can be written. */
    foldersWith(word) {
        return new Set(this.files.filter(({ text }) => text.includes(word)).map(({ path }) => folderOf(path)));
    }
    /**
     * True when some file has this word otherwise than as the name of a block, a reference to one, or a part of a longer
     * name.
     */
    mentions(word) {
        return this.files.some(({ text }) => {
            for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
                const before = text[at - 1];
                if (isNamePart(before) || before === '.' || isNamePart(text[at + word.length]))
                    continue;
                const line = text.slice(text.lastIndexOf('\n', at) + 1, at);
                if (!/^\s{0,8}(resource|data|module|variable|output) "/.test(line))
                    return true;
            }
            return false;
        });
    }
    /** Top-level blocks `kind "type" …` in path order: resources of a type, data sources of a type. */
    blocks(kind, type, within) {
        const files = within === undefined ? this.files : [...within].sort().flatMap((folder) => this.inFolder(folder));
        return this.select(files, `"${type}"`, (block) => block.type === kind && block.labels[0] === type);
    }
    /** Module calls, or `provider "…"`. */
    topLevel(type) {
        return this.select(this.files, `${type} "`, (block) => block.type === type);
    }
    /** The block a reference such as `data.aws_iam_policy_document.trust[0].json` means, in the folder it stands in. */
    referenced(folder, path) {
        const [kind, at] = path[0] === 'data' ? ['data', 1] : ['resource', 0];
        const type = path[at];
        const name = path[at + 1];
        if (typeof type !== 'string' || typeof name !== 'string')
            return undefined;
        return this.select(this.inFolder(folder), `"${type}"`, ({ type: own, labels }) => own === kind && labels[0] === type && labels[1] === name)[0];
    }
    /** The value of an expression of a file. */
    value({ file }, expression) {
        return expression === undefined ? undefined : (0,_terraform_values_js__WEBPACK_IMPORTED_MODULE_1__/* .evaluateHcl */ .X$)(expression, this.scope(file));
    }
    /** The value of an attribute of a block's own body. */
    attribute(owner, name) {
        return this.value(owner, (0,_hcl_js__WEBPACK_IMPORTED_MODULE_0__/* .attributeOf */ .w4)(owner.block.body, name));
    }
    spanOf({ file }, node) {
        return file.lines.span(node);
    }
    /** True when another place may give this folder's variable a value than its default. */
    isSet(folder, name) {
        if (this.options.setsVariable(name))
            return true;
        const prefix = folder === '' ? '' : `${folder}/`;
        this.setters ??= this.options.paths.filter((path) => /(\.tfvars|\.tfvars\.json|(^|\/)(terragrunt|root)\.hcl)$/.test(path));
        // Terragrunt passes inputs from anywhere in the tree.
        const given = this.setters.some((path) => path.endsWith('.hcl') || path.startsWith(prefix));
        if (given)
            return true;
        const last = `/${folder}`.slice(`/${folder}`.lastIndexOf('/') + 1);
        const callers = this.files.filter(({ text }) => text.includes(last));
        return this.select(callers, 'module "', ({ type }) => type === 'module').some((call) => callsFolder(call, folder) && passes(call, name));
    }
    scope(file) {
        return {
            span: (node) => file.lines.span(node),
            lookup: (path) => this.lookup(file.folder, path),
        };
    }
    /** Each is evaluated once, so locals that use each other many times over cost no more; one in a circle is unknown. */
    lookup(folder, [root, name]) {
        if (root !== 'local' && root !== 'var')
            return undefined;
        if (typeof name !== 'string')
            return _terraform_values_js__WEBPACK_IMPORTED_MODULE_1__/* .UNKNOWN */ .HV;
        const key = `${folder}\n${root}.${name}`;
        let value = this.values.get(key);
        if (value === undefined) {
            this.values.set(key, _terraform_values_js__WEBPACK_IMPORTED_MODULE_1__/* .UNKNOWN */ .HV);
            value = root === 'local' ? this.local(folder, name) : this.variable(folder, name);
            this.values.set(key, value);
        }
        return value;
    }
    local(folder, name) {
        const local = this.localsOf(folder).get(name);
        return local === undefined ? _terraform_values_js__WEBPACK_IMPORTED_MODULE_1__/* .UNKNOWN */ .HV : (0,_terraform_values_js__WEBPACK_IMPORTED_MODULE_1__/* .evaluateHcl */ .X$)(local[1], this.scope(local[0]));
    }
    variable(folder, name) {
        const [variable] = this.select(this.inFolder(folder), 'variable', (block) => block.type === 'variable' && block.labels[0] === name);
        const value = variable === undefined ? undefined : (0,_hcl_js__WEBPACK_IMPORTED_MODULE_0__/* .attributeOf */ .w4)(variable.block.body, 'default');
        if (variable === undefined || value === undefined || this.isSet(folder, name))
            return _terraform_values_js__WEBPACK_IMPORTED_MODULE_1__/* .UNKNOWN */ .HV;
        return (0,_terraform_values_js__WEBPACK_IMPORTED_MODULE_1__/* .evaluateHcl */ .X$)(value, this.scope(variable.file));
    }
    localsOf(folder) {
        let locals = this.locals.get(folder);
        if (locals === undefined) {
            const blocks = this.select(this.inFolder(folder), 'locals', (block) => block.type === 'locals');
            locals = new Map(blocks.flatMap(({ file, block }) => block.body.attributes.map(({ name, value }) => [name, [file, value]])));
            this.locals.set(folder, locals);
        }
        return locals;
    }
    inFolder(folder) {
        return this.byFolder.get(folder) ?? [];
    }
    /** Blocks of the files that mention a word: others are not even parsed. */
    select(files, word, wanted) {
        return files
            .filter(({ text }) => text.includes(word))
            .flatMap((file) => this.file(file).blocks.filter(({ block }) => wanted(block)));
    }
    file(source) {
        let file = this.parsed.get(source.path);
        if (file === undefined) {
            const parse = () => parseFile(source);
            file = this.options.parse?.(source, parse) ?? parse();
            this.parsed.set(source.path, file);
        }
        return file;
    }
}
function parseFile({ path, text }) {
    const result = (0,_hcl_js__WEBPACK_IMPORTED_MODULE_0__/* .parseHcl */ .z4)(text);
    const lines = new _hcl_js__WEBPACK_IMPORTED_MODULE_0__/* .HclLines */ .b4(path, text);
    const blocks = [];
    const file = { path, folder: folderOf(path), text, lines, ok: result.ok, blocks };
    for (const block of result.ok ? result.value.blocks : []) {
        const address = [...(block.type === 'resource' ? [] : [block.type]), ...block.labels].join('.');
        blocks.push({ file, block, address, at: lines.span({ start: block.start, end: block.start + 1 }) });
    }
    return file;
}
function folderOf(path) {
    const slash = path.lastIndexOf('/');
    return slash < 0 ? '' : path.slice(0, slash);
}
/** `source` of a module call where it is a plain text; null otherwise. */
function sourceOf({ block }) {
    const source = (0,_hcl_js__WEBPACK_IMPORTED_MODULE_0__/* .attributeOf */ .w4)(block.body, 'source');
    if (source?.kind !== 'template' || source.parts.length !== 1)
        return null;
    const [part] = source.parts;
    return part?.kind === 'text' ? part.text : null;
}
/** True when the module call means a folder of this tree. */
function isLocalModule(call) {
    return /^\.\.?(\/|$)/.test(sourceOf(call) ?? '');
}
function callsFolder(call, folder) {
    return isLocalModule(call) && joinPath(call.file.folder, sourceOf(call) ?? '') === folder;
}
function passes({ block }, name) {
    return (0,_hcl_js__WEBPACK_IMPORTED_MODULE_0__/* .attributeOf */ .w4)(block.body, name) !== undefined;
}
/** `a/b` and `../c` make `a/c`; null when it leaves the tree. */
function joinPath(folder, relative) {
    const parts = folder === '' ? [] : folder.split('/');
    for (const part of relative.split('/')) {
        if (part === '' || part === '.')
            continue;
        if (part !== '..')
            parts.push(part);
        else if (parts.pop() === undefined)
            return null;
    }
    return parts.join('/');
}
function isNamePart(character) {
    return character !== undefined && /[\w-]/.test(character);
}


/***/ }),

/***/ 7340:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   s: () => (/* binding */ DEFAULT_BUDGET)
/* harmony export */ });
/**
 * What a repository says, parsed once, every fact with its file and line. Everything here is data: no I/O, no clock.
 * Text fields come from the evaluated repository and are untrusted: renderers escape them.
 */
const DEFAULT_BUDGET = {
    maxBytes: 1024 * 1024,
    maxDepth: 100,
    maxTokens: 100_000,
    maxAliases: 1000,
    maxNodes: 50_000,
};


/***/ }),

/***/ 8075:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  $u: () => (/* binding */ isWorkflowPath),
  f0: () => (/* binding */ readAction),
  S6: () => (/* binding */ readWorkflow),
  dC: () => (/* binding */ typedInput)
});

// EXTERNAL MODULE: ./build/repository/expressions.js
var expressions = __webpack_require__(8998);
// EXTERNAL MODULE: ./node_modules/fastest-levenshtein/mod.js
var mod = __webpack_require__(1916);
// EXTERNAL MODULE: ./build/repository/names.js
var names = __webpack_require__(5357);
;// CONCATENATED MODULE: ./build/repository/job-problems.js
/**
 * Mistakes in the jobs of a workflow for which GitHub refuses the whole file, so that none of its jobs runs and none of
 * its checks is ever reported. Finer mistakes stop one job only and are left to actionlint.
 *
 * - `runs-on` is required of a job that calls no workflow: workflow schema, `job-factory`
 *   (actions/languageservices, workflow-parser/src/workflow-v1.0.json)
 * - ids: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_id
 * - `needs`: "depends on unknown job", "creates a cycle in the dependency graph" (the same parser, converter/jobs.ts)
 */


/** Edits between a name and the one that was probably meant. */
const MAX_EDITS = 2;
/** Longer names are not compared letter by letter, and no more than so many. */
const MAX_COMPARED = 100;
/**
 * The first mistake in file order of its kind, or null.
 *
 * @param entries `jobs:` as it was written
 * @param jobs the same, read
 */
function jobProblem(entries, jobs) {
    for (const entry of entries.entries) {
        const problem = entryProblem(entry);
        if (problem !== null)
            return refused(...problem);
    }
    return unknownNeed(jobs) ?? circle(jobs);
}
function refused(what, at) {
    return { reason: `is refused by GitHub: ${what}`, at };
}
function entryProblem({ key, keyAt, value }) {
    const name = (0,names/* quotedName */.aH)(key);
    if (!/^[A-Za-z_][A-Za-z0-9_-]*$/.test(key)) {
        return [`the job id ${name} has to begin with a letter or _ and hold only letters, digits, - and _`, keyAt];
    }
    if (value.kind !== 'map')
        return [`job ${name} is not a mapping`, keyAt];
    if (value.get('uses') !== undefined)
        return null;
    const runsOn = value.entry('runs-on');
    if (runsOn === undefined)
        return [`job ${name} has neither \`runs-on\` nor \`uses\``, keyAt];
    const empty = runsOn.value.kind === 'scalar' && (runsOn.value.value === null || runsOn.value.value === '');
    return empty ? [`\`runs-on\` of job ${name} is empty`, runsOn.keyAt] : null;
}
/** Ids are compared without regard to case, which never refuses what GitHub takes. */
function keyOf(id) {
    return id.toLowerCase();
}
function unknownNeed(jobs) {
    const known = new Set(jobs.map(({ id }) => keyOf(id)));
    for (const job of jobs) {
        const unknown = job.needs.find(({ value }) => !known.has(keyOf(value)));
        if (unknown === undefined)
            continue;
        const near = nearest(unknown.value, jobs);
        const hint = near === null ? '' : `; the nearest is ${(0,names/* quotedName */.aH)(near)}`;
        return refused(`job ${(0,names/* quotedName */.aH)(job.id)} needs ${(0,names/* quotedName */.aH)(unknown.value)}, which does not exist${hint}`, unknown.at);
    }
    return null;
}
function nearest(name, jobs) {
    if (name.length > MAX_COMPARED)
        return null;
    const limit = Math.min(MAX_EDITS, Math.floor(name.length / 2));
    let best = null;
    for (const { id } of jobs.slice(0, MAX_COMPARED)) {
        if (Math.abs(id.length - name.length) > limit)
            continue;
        const edits = (0,mod/* distance */.Io)(keyOf(name), keyOf(id));
        if (edits <= limit && (best === null || edits < best.edits))
            best = { id, edits };
    }
    return best?.id ?? null;
}
/** A need that closes a circle: what is left after all jobs that can ever start have been taken away, one by one. */
function circle(jobs) {
    const waiting = new Map(jobs.map((job) => [keyOf(job.id), new Set(job.needs.map(({ value }) => keyOf(value)))]));
    const dependants = new Map();
    for (const [id, needs] of waiting) {
        for (const need of needs) {
            const list = dependants.get(need);
            if (list === undefined)
                dependants.set(need, [id]);
            else
                list.push(id);
        }
    }
    const ready = [...waiting].filter(([, needs]) => needs.size === 0).map(([id]) => id);
    for (let id = ready.pop(); id !== undefined; id = ready.pop()) {
        waiting.delete(id);
        for (const dependant of dependants.get(id) ?? []) {
            const needs = waiting.get(dependant);
            needs?.delete(id);
            if (needs?.size === 0)
                ready.push(dependant);
        }
    }
    if (waiting.size === 0)
        return null;
    const members = circleAmong(jobs, waiting);
    const [first] = members;
    if (first === undefined)
        return null;
    const ids = members.map(({ job }) => (0,names/* quotedName */.aH)(job.id));
    const path = ids.length > 5 ? [...ids.slice(0, 4), '…'] : ids;
    return refused(ids.length === 1 ? `job ${ids[0]} needs itself` : `jobs need each other: ${[...path, ids[0]].join(' → ')}`, first.need.at);
}
/** Follow needs among jobs that never start until one comes up again: from there on it is a circle. */
function circleAmong(jobs, waiting) {
    const byId = new Map(jobs.map((job) => [keyOf(job.id), job]));
    const walked = [];
    const index = new Map();
    let job = jobs.find(({ id }) => waiting.has(keyOf(id)));
    while (job !== undefined) {
        const seenAt = index.get(keyOf(job.id));
        if (seenAt !== undefined)
            return walked.slice(seenAt);
        index.set(keyOf(job.id), walked.length);
        const need = job.needs.find(({ value }) => waiting.has(keyOf(value)));
        if (need === undefined)
            break;
        walked.push({ job, need });
        job = byId.get(keyOf(need.value));
    }
    return [];
}

;// CONCATENATED MODULE: ./build/repository/matrix.js
/**
 * `strategy.matrix` expanded as GitHub does it: the product of the vectors, minus `exclude`, then `include`.
 * https://docs.github.com/en/actions/how-tos/write-workflows/choose-what-workflows-do/run-job-variations
 */

/** GitHub refuses a matrix of more jobs, so nothing beyond it needs to be known. */
const MAX_JOBS = 256;
/** Read the value of `strategy.matrix`. null when it is not a mapping and not an expression. */
function readMatrix(node) {
    if (node.kind === 'scalar') {
        const text = typeof node.value === 'string' ? node.value : '';
        return (0,expressions/* hasExpression */.xS)(text) ? unknown(node.at, [], { value: text, at: node.at }) : null;
    }
    if (node.kind !== 'map')
        return null;
    const vectors = node.entries.filter(({ key }) => key !== 'include' && key !== 'exclude');
    const keys = vectors.map(({ key }) => key);
    const dynamic = node.entries.map(({ value }) => firstExpression(value)).find((found) => found !== null);
    if (dynamic !== undefined && dynamic !== null)
        return unknown(node.at, keys, dynamic);
    const base = product(vectors.map(({ key, value }) => [key, vectorOf(value)]));
    if (base === null)
        return unknown(node.at, keys, { value: `more than ${MAX_JOBS} jobs`, at: node.at });
    const excludes = listOfMaps(node.get('exclude')).map(valuesOf);
    const kept = base.filter((combination) => !excludes.some((exclude) => coveredBy(exclude, combination)));
    const combinations = withIncludes(kept, keys, listOfMaps(node.get('include')).map(valuesOf));
    if (combinations.length > MAX_JOBS) {
        return unknown(node.at, keys, { value: `more than ${MAX_JOBS} jobs`, at: node.at });
    }
    return { at: node.at, combinations, keys };
}
function unknown(at, keys, reason) {
    return { at, combinations: null, unknown: reason, keys };
}
/** No vector at all: no combination (include then makes each of its entries a job of its own). */
function product(vectors) {
    if (vectors.length === 0)
        return [];
    let rows = [new Map()];
    for (const [key, items] of vectors) {
        if (rows.length * items.length > MAX_JOBS * 4)
            return null;
        rows = rows.flatMap((row) => items.map((item) => new Map(row).set(key, item)));
    }
    return rows;
}
/**
 * "the key:value pairs in the object will be added to each of the matrix combinations if none of the key:value pairs
 * overwrite any of the original matrix values. If the object cannot be added to any of the matrix combinations, a new
 * matrix combination will be created instead."
 */
function withIncludes(base, keys, includes) {
    const rows = base.map((original) => ({ original, values: new Map(original), extended: false }));
    const added = [];
    for (const include of includes) {
        const hosts = rows.filter(({ original }) => [...include].every(([key, value]) => !keys.includes(key) || same(original.get(key) ?? null, value)));
        // With vectors that share no key with the include, every combination is a host; without vectors there is none.
        for (const host of hosts) {
            for (const [key, value] of include)
                host.values.set(key, value);
            host.extended ||= [...include.keys()].some((key) => !keys.includes(key));
        }
        if (hosts.length === 0)
            added.push(include);
    }
    return [
        ...rows.map(({ original, values, extended }) => ({ values, suffix: suffixOf(original), extended })),
        ...added.map((values) => ({ values, suffix: suffixOf(values), extended: false })),
    ];
}
/** The texts of `(a, b)`: leaves of objects and lists one by one, empty ones left out. */
function suffixOf(values) {
    return [...values.values()].flatMap(leaves).filter((text) => text !== '');
}
function leaves(value) {
    if (value === null || typeof value !== 'object')
        return [(0,expressions/* textOf */.b6)(value)];
    return (Array.isArray(value) ? value : Object.values(value)).flatMap(leaves);
}
/** An exclude needs to match partially: every key it names. Objects match when their named members do. */
function coveredBy(exclude, combination) {
    return (exclude.size > 0 &&
        [...exclude].every(([key, value]) => combination.has(key) && partial(value, combination.get(key))));
}
function partial(wanted, actual) {
    if (actual === undefined)
        return false;
    if (isRecord(wanted) && isRecord(actual)) {
        return Object.entries(wanted).every(([key, value]) => partial(value, actual[key]));
    }
    return same(wanted, actual);
}
function same(a, b) {
    if (a === null || b === null || typeof a !== 'object' || typeof b !== 'object')
        return a === b || (0,expressions/* textOf */.b6)(a) === (0,expressions/* textOf */.b6)(b);
    return JSON.stringify(a) === JSON.stringify(b);
}
function isRecord(value) {
    return value !== null && typeof value === 'object' && !Array.isArray(value);
}
function vectorOf(value) {
    return value.kind === 'seq' ? value.items.map(plain) : [plain(value)];
}
function listOfMaps(value) {
    return value?.kind === 'seq' ? value.items.filter((item) => item.kind === 'map') : [];
}
function valuesOf(map) {
    return new Map(map.entries.map(({ key, value }) => [key, plain(value)]));
}
/** A YAML value as plain data. */
function plain(value) {
    if (value.kind === 'scalar')
        return value.value;
    if (value.kind === 'seq')
        return value.items.map(plain);
    return Object.fromEntries(value.entries.map(({ key, value: item }) => [key, plain(item)]));
}
function firstExpression(value) {
    if (value.kind === 'scalar') {
        return typeof value.value === 'string' && (0,expressions/* hasExpression */.xS)(value.value) ? { value: value.value, at: value.at } : null;
    }
    const children = value.kind === 'seq' ? value.items : value.entries.map((entry) => entry.value);
    for (const child of children) {
        const found = firstExpression(child);
        if (found !== null)
            return found;
    }
    return null;
}

// EXTERNAL MODULE: ./build/repository/yaml.js + 1 modules
var repository_yaml = __webpack_require__(2143);
;// CONCATENATED MODULE: ./build/repository/workflows.js
/**
 * Workflow and action files as data with positions.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax
 *
 * Only what makes GitHub refuse the whole file (no mapping, no `on`, no `jobs`, a job that cannot be started: see
 * job-problems.ts) is a problem of it; finer mistakes are what actionlint is for, and are read as far as they make sense.
 */




/** Paths GitHub reads as workflows: the top of `.github/workflows/`, `.yml` or `.yaml`. */
function isWorkflowPath(path) {
    return /^\.github\/workflows\/[^/]+\.ya?ml$/.test(path);
}
/** Read a workflow. Never throws for any input. */
function readWorkflow(path, bytes, budget) {
    const yaml = (0,repository_yaml/* readYaml */.gM)(path, bytes, 'workflow', budget);
    if (!yaml.ok)
        return { kind: 'problem', problem: yaml.problem };
    if (yaml.value === null)
        return { kind: 'empty' };
    const shape = (reason, at) => ({
        kind: 'problem',
        problem: { path, role: 'workflow', kind: 'shape', reason, at },
    });
    if (yaml.value.kind !== 'map')
        return shape('is not a mapping of `on`, `jobs` …', yaml.value.at);
    const top = yaml.value;
    const on = top.get('on');
    if (on === undefined)
        return shape('has no `on`: GitHub cannot tell when to run it', top.at);
    const jobs = top.entry('jobs');
    if (jobs === undefined)
        return shape('has no `jobs`', top.at);
    if (jobs.value.kind !== 'map')
        return shape('has `jobs` that are not a mapping of job ids', jobs.keyAt);
    const read = jobs.value.entries.flatMap(({ key, keyAt, value }) => value.kind === 'map' ? [readJob(key, keyAt, value)] : []);
    const refused = jobProblem(jobs.value, read);
    if (refused !== null)
        return shape(refused.reason, refused.at);
    const name = (0,repository_yaml/* scalarText */.ws)(top.get('name'));
    const permissions = readPermissions(top);
    return {
        kind: 'workflow',
        workflow: {
            path,
            ...(name === null ? {} : { name }),
            triggers: readTriggers(on),
            ...(permissions === undefined ? {} : { permissions }),
            env: textMap(top.get('env')),
            callInputs: readCallInputs(on),
            jobs: read,
            lines: yaml.lines,
        },
    };
}
/**
 * Read an `action.yml`. https://docs.github.com/en/actions/reference/workflows-and-actions/metadata-syntax
 */
function readAction(path, bytes, budget) {
    const read = (0,repository_yaml/* readYaml */.gM)(path, bytes, 'action', budget);
    if (!read.ok)
        return { kind: 'problem', problem: read.problem };
    const shape = (reason, at) => ({
        kind: 'problem',
        problem: { path, role: 'action', kind: 'shape', reason, at },
    });
    if (read.value === null)
        return { kind: 'empty' };
    if (read.value.kind !== 'map')
        return shape('is not a mapping of `name`, `runs` …', (0,repository_yaml/* pointAt */.sd)(path, 1));
    const runs = read.value.get('runs');
    if (runs?.kind !== 'map')
        return shape('has no `runs`', read.value.at);
    const inputs = read.value.get('inputs');
    return {
        kind: 'action',
        action: {
            path,
            using: (0,repository_yaml/* scalarText */.ws)(runs.get('using'))?.value ?? '',
            inputs: inputs?.kind === 'map' ? inputs.entries.map(({ key, keyAt }) => ({ value: key, at: keyAt })) : [],
            steps: readSteps(runs.get('steps')),
            lines: read.lines,
        },
    };
}
function readTriggers(on) {
    if (on.kind !== 'map')
        return (0,repository_yaml/* textList */.gC)(on).map(({ value, at }) => ({ event: value, at }));
    return on.entries.map(({ key, keyAt, value }) => readTrigger(key, keyAt, value));
}
const FILTERS = [
    ['types', 'types'],
    ['branches', 'branches'],
    ['branches-ignore', 'branchesIgnore'],
    ['tags', 'tags'],
    ['tags-ignore', 'tagsIgnore'],
    ['paths', 'paths'],
    ['paths-ignore', 'pathsIgnore'],
    ['workflows', 'workflows'],
];
function readTrigger(event, at, value) {
    if (event === 'schedule' && value.kind === 'seq') {
        const cron = value.items.flatMap((item) => (item.kind === 'map' ? ((0,repository_yaml/* scalarText */.ws)(item.get('cron')) ?? []) : []));
        return { event, at, cron };
    }
    const trigger = { event, at };
    if (value.kind !== 'map')
        return trigger;
    for (const [key, field] of FILTERS) {
        const list = value.get(key);
        // `branches:` without a value is no filter on GitHub.
        if (list !== undefined && !(list.kind === 'scalar' && list.value === null))
            trigger[field] = (0,repository_yaml/* textList */.gC)(list);
    }
    return trigger;
}
/** https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#onworkflow_callinputs */
function readCallInputs(on) {
    const found = new Map();
    const call = on.kind === 'map' ? on.get('workflow_call') : undefined;
    const inputs = call?.kind === 'map' ? call.get('inputs') : undefined;
    if (inputs?.kind !== 'map')
        return found;
    for (const { key, value } of inputs.entries) {
        const declared = value.kind === 'map' ? (0,repository_yaml/* scalarText */.ws)(value.get('type'))?.value : undefined;
        const type = declared === 'number' || declared === 'boolean' ? declared : 'string';
        const written = value.kind === 'map' ? (0,repository_yaml/* scalarText */.ws)(value.get('default'))?.value : undefined;
        found.set(key, {
            type,
            default: written !== undefined && (0,expressions/* hasExpression */.xS)(written) ? undefined : typedInput(type, written ?? ''),
        });
    }
    return found;
}
/** The text of an input as a value of its declared type; an empty text is the type's own default. */
function typedInput(type, text) {
    if (type === 'boolean')
        return text === 'true';
    if (type === 'number')
        return Number(text);
    return text;
}
/** `permissions` of a workflow or job; undefined when the key is absent. */
function readPermissions(owner) {
    const entry = owner.entry('permissions');
    if (entry === undefined)
        return undefined;
    const { value, keyAt } = entry;
    if (value.kind === 'map') {
        return {
            kind: 'scopes',
            at: keyAt,
            scopes: value.entries.map(({ key, keyAt: at, value: access }) => ({
                scope: key,
                access: (0,repository_yaml/* scalarText */.ws)(access)?.value ?? '',
                at,
            })),
        };
    }
    const text = (0,repository_yaml/* scalarText */.ws)(value)?.value ?? '';
    if (text === 'read-all')
        return { kind: 'all', access: 'read', at: keyAt };
    if (text === 'write-all')
        return { kind: 'all', access: 'write', at: keyAt };
    return { kind: 'unknown', text, at: keyAt };
}
function readJob(id, at, map) {
    const optional = {
        name: (0,repository_yaml/* scalarText */.ws)(map.get('name')),
        if: (0,repository_yaml/* scalarText */.ws)(map.get('if')),
        uses: (0,repository_yaml/* scalarText */.ws)(map.get('uses')),
        environment: environmentOf(map.get('environment')),
        runsOn: map.get('runs-on') === undefined ? null : (0,repository_yaml/* textList */.gC)(map.get('runs-on')),
        continueOnError: (0,repository_yaml/* scalarText */.ws)(map.get('continue-on-error')),
        matrix: matrixOf(map),
        permissions: readPermissions(map) ?? null,
    };
    return {
        id,
        at,
        needs: (0,repository_yaml/* textList */.gC)(map.get('needs')),
        steps: readSteps(map.get('steps')),
        env: textMap(map.get('env')),
        with: textMap(map.get('with')),
        ...withoutNull(optional),
    };
}
function matrixOf(job) {
    const strategy = job.entry('strategy');
    if (strategy === undefined)
        return null;
    // `strategy: ${{ fromJSON(…) }}` may hold a matrix or not.
    if (strategy.value.kind === 'scalar')
        return readMatrix(strategy.value);
    const matrix = strategy.value.kind === 'map' ? strategy.value.get('matrix') : undefined;
    return matrix === undefined ? null : readMatrix(matrix);
}
function environmentOf(value) {
    return value?.kind === 'map' ? (0,repository_yaml/* scalarText */.ws)(value.get('name')) : (0,repository_yaml/* scalarText */.ws)(value);
}
function readSteps(value) {
    if (value?.kind !== 'seq')
        return [];
    return value.items.flatMap((item) => (item.kind === 'map' ? [readStep(item)] : []));
}
function readStep(map) {
    const id = (0,repository_yaml/* scalarText */.ws)(map.get('id'))?.value ?? null;
    return {
        at: map.at,
        with: textMap(map.get('with')),
        env: textMap(map.get('env')),
        ...withoutNull({
            id,
            name: (0,repository_yaml/* scalarText */.ws)(map.get('name')),
            uses: (0,repository_yaml/* scalarText */.ws)(map.get('uses')),
            run: (0,repository_yaml/* scalarText */.ws)(map.get('run')),
            if: (0,repository_yaml/* scalarText */.ws)(map.get('if')),
            continueOnError: (0,repository_yaml/* scalarText */.ws)(map.get('continue-on-error')),
        }),
    };
}
/** A mapping of texts. Values that are not scalars are left out; null is the empty text. */
function textMap(value) {
    const map = new Map();
    if (value?.kind !== 'map')
        return map;
    for (const { key, value: item } of value.entries) {
        if (item.kind === 'scalar')
            map.set(key, (0,repository_yaml/* scalarText */.ws)(item) ?? { value: '', at: item.at });
    }
    return map;
}
function withoutNull(object) {
    return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== null));
}


/***/ }),

/***/ 2143:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  D4: () => (/* binding */ decode),
  sd: () => (/* binding */ pointAt),
  gM: () => (/* binding */ readYaml),
  ws: () => (/* binding */ scalarText),
  uz: () => (/* binding */ splitLines),
  gC: () => (/* binding */ textList)
});

// EXTERNAL MODULE: ./node_modules/yaml/dist/index.js
var dist = __webpack_require__(8815);
// EXTERNAL MODULE: ./build/repository/names.js
var names = __webpack_require__(5357);
// EXTERNAL MODULE: ./build/repository/types.js
var types = __webpack_require__(7340);
;// CONCATENATED MODULE: ./build/repository/yaml-words.js
/** What the YAML library says, in the words of somebody who edits a file. */
/**
 * By part of the library's message, first match first; each is a predicate of "the file". The messages are those of
 * `yaml` 2 (src/compose/*); one that is not listed is told as "is not valid YAML here", with the library's own words.
 */
const WORDS = [
    ['in block collection must be', 'has a list `[…]` or mapping `{…}` that is not closed, or not indented, here'],
    ['Flow end indicator should be more indented', 'has a closing bracket that is not indented enough'],
    ['must end with a', 'has a list `[…]` or mapping `{…}` that is never closed'],
    ['items must start at the same column', 'has a line that is not indented like the lines beside it'],
    ['Block collections are not allowed within flow', 'has an indented block inside `[…]` or `{…}`'],
    [
        'Nested mappings are not allowed in compact',
        'has a second `: ` inside a value: put the value into quotes, or mend the indentation',
    ],
    ['Implicit map keys need to be followed by map values', 'has a line without a `:` where a key belongs'],
    ['Implicit keys need to be on a single line', 'has a line without a `:` where a key belongs'],
    ['Missing closing', 'has a quote that is never closed'],
    ['Missing , ', 'lacks a comma inside `[…]` or `{…}`'],
    ['Missing space after :', 'lacks a space after `:`'],
    ['Comments must be separated', 'lacks a space before `#`'],
    ['Tabs are not allowed', 'is indented with a tab; YAML allows spaces only'],
    ['Tags and anchors must be separated', 'has a value that begins with `&` or `!`: put it into quotes'],
    ['Plain value cannot start with', 'has a value that begins with a reserved sign: put it into quotes'],
    ['Invalid escape sequence', 'has a `\\` in double quotes that starts no escape: use single quotes'],
    ['Block scalar', 'has a `|` or `>` text that is not indented as it should be'],
    ['Block sequence may not be used as', 'has a `-` where a key belongs'],
    ['Unexpected block-seq-ind', 'has a `-` on the line of its key: begin a new line'],
    ['Sequence item without - indicator', 'lacks a `-` in front of a list item'],
    ['Unexpected , in', 'has a comma too many'],
    ['Unexpected flow-seq-end', 'has a `]` that closes nothing'],
    ['Unexpected flow-map-end', 'has a `}` that closes nothing'],
    ['at node end', 'goes on after the end of a value: mend the indentation, or put all of it into quotes'],
];
/**
 * A predicate for people: "has a quote that is never closed".
 *
 * @param message the library's message; its position and code excerpt follow after the first line and are left out
 */
function plainYamlError(message) {
    const own = message.split('\n', 1)[0]?.replace(/ at line \d+, column \d+:?$/, '') ?? '';
    const known = WORDS.find(([part]) => own.toLowerCase().includes(part.toLowerCase()));
    return known?.[1] ?? `is not valid YAML here (${own})`;
}

;// CONCATENATED MODULE: ./build/repository/yaml.js
/**
 * YAML (and JSON, which is YAML) with positions and budgets.
 *
 * The `yaml` package gives exact positions and follows YAML 1.2 as GitHub does (`on` stays a string; since 2025-09
 * workflows may use anchors and aliases, never merge keys). Its composer recurses and its duplicate-key check is
 * quadratic, so both are guarded here: depth is measured on the token stream before anything is composed, and keys
 * are compared with a Set. See docs/adr/0002-yaml-reader.md.
 */




/** Longest reason of a problem. */
const MAX_REASON = 300;
/**
 * Read one document.
 *
 * @param path where the text stands, for positions; never opened
 * @param role what the file is for, copied into a problem
 * @returns the tree (null for an empty file) and the source lines, or the first problem with its position. Never throws
 *   for any input.
 */
function readYaml(path, bytes, role, budget = types/* DEFAULT_BUDGET */.s) {
    const fail = (kind, reason, line = 1, column = 1) => ({
        ok: false,
        problem: { path, role, kind, reason: (0,names/* oneLineText */.gs)(reason, MAX_REASON), at: pointAt(path, line, column) },
    });
    if (bytes.length > budget.maxBytes) {
        return fail('too-large', `has ${bytes.length} bytes; at most ${budget.maxBytes} are read`);
    }
    const text = decode(bytes);
    if (text === null)
        return fail('encoding', 'is not UTF-8 text');
    const lineCounter = new dist/* LineCounter */.HN();
    const place = (offset) => {
        const { line, col } = lineCounter.linePos(offset);
        return { line: Math.max(line, 1), col: Math.max(col, 1) };
    };
    let document;
    try {
        const composer = new dist/* Composer */.Dk({
            lineCounter,
            version: '1.2',
            uniqueKeys: false,
            keepSourceTokens: false,
            strict: true,
        });
        for (const next of composer.compose(tokensWithin(text, lineCounter, budget))) {
            if (document !== undefined) {
                const { line, col } = place(next.range[0]);
                return fail('syntax', 'holds more than one YAML document', line, col);
            }
            document = next;
            const error = document.errors[0];
            if (error !== undefined) {
                const { line, col } = place(error.pos[0]);
                return fail('syntax', plainYamlError(error.message), line, col);
            }
        }
    }
    catch (error) {
        if (error instanceof Refused) {
            const { line, col } = place(error.offset);
            return fail(error.kind, error.message, line, col);
        }
        // The composer has no other documented throw; whatever it is, the file is what could not be read.
        return fail('syntax', `cannot be parsed (${error instanceof Error ? error.message : 'unknown reason'})`);
    }
    const lines = splitLines(text);
    if (document === undefined || document.contents === null)
        return { ok: true, value: null, lines };
    try {
        const reader = new TreeReader(path, place, budget);
        return { ok: true, value: reader.read(document.contents), lines };
    }
    catch (error) {
        if (error instanceof Refused) {
            const { line, col } = place(error.offset);
            return fail(error.kind, error.message, line, col);
        }
        throw error;
    }
}
/** A zero-width span: where something starts. */
function pointAt(path, line, column = 1) {
    return { path, startLine: line, startColumn: column, endLine: line, endColumn: column };
}
/** Split on \n, \r\n and \r, as editors count lines. */
function splitLines(text) {
    return text.split(/\r\n|\n|\r/);
}
/** UTF-8 with or without a byte order mark; null when the bytes are something else. */
function decode(bytes) {
    try {
        return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    }
    catch {
        return null;
    }
}
/** A scalar as text, the way GitHub reads a value where a string is expected; null for collections and null. */
function scalarText(value) {
    if (value === undefined || value.kind !== 'scalar' || value.value === null)
        return null;
    return { value: typeof value.value === 'string' ? value.value : String(value.value), at: value.at };
}
/** A list of scalars, or one scalar as a list of one. Items that are not scalars are left out. */
function textList(value) {
    if (value === undefined)
        return [];
    const items = value.kind === 'seq' ? value.items : [value];
    return items.flatMap((item) => scalarText(item) ?? []);
}
class Refused extends Error {
    kind;
    offset;
    constructor(kind, message, offset) {
        super(message);
        this.kind = kind;
        this.offset = offset;
    }
}
/** The parser's tokens; stops before the composer would recurse too deep or work too long. */
function* tokensWithin(text, lineCounter, budget) {
    const lexer = new dist/* Lexer */.JG();
    const parser = new dist/* Parser */.iX(lineCounter.addNewLine);
    lineCounter.addNewLine(0);
    let tokens = 0;
    for (const lexeme of lexer.lex(text)) {
        yield* parser.next(lexeme);
        tokens += 1;
        if (parser.stack.length > budget.maxDepth) {
            throw new Refused('too-deep', `nests more than ${budget.maxDepth} levels deep`, parser.offset);
        }
        if (tokens > budget.maxTokens) {
            throw new Refused('too-large', `has more than ${budget.maxTokens} YAML tokens`, parser.offset);
        }
    }
    yield* parser.end();
}
class TreeReader {
    path;
    place;
    budget;
    nodes = 0;
    aliases = 0;
    open = new Set();
    anchors = new Map();
    constructor(path, place, budget) {
        this.path = path;
        this.place = place;
        this.budget = budget;
    }
    read(node) {
        const offset = node.range?.[0] ?? 0;
        this.nodes += 1;
        if (this.nodes > this.budget.maxNodes) {
            throw new Refused('too-many-aliases', `expands to more than ${this.budget.maxNodes} values`, offset);
        }
        if ((0,dist/* isAlias */.Vj)(node))
            return this.readAlias(node.source, offset);
        if (this.open.has(node))
            throw new Refused('too-many-aliases', 'has an alias that contains itself', offset);
        this.open.add(node);
        try {
            if ((0,dist/* isScalar */.jn)(node))
                return this.readScalar(node);
            // Anchors are registered in document order, so an alias resolves to the nearest definition before it.
            const anchor = node.anchor;
            if ((0,dist/* isMap */.jh)(node)) {
                if (anchor !== undefined)
                    this.anchors.set(anchor, node);
                return this.readMap(node.items, this.span(node));
            }
            if ((0,dist/* isSeq */.oP)(node)) {
                if (anchor !== undefined)
                    this.anchors.set(anchor, node);
                return { kind: 'seq', at: this.span(node), items: node.items.map((item) => this.read(item)) };
            }
        }
        finally {
            this.open.delete(node);
        }
        throw new Refused('syntax', 'holds a value of an unknown kind', offset);
    }
    readAlias(name, offset) {
        this.aliases += 1;
        if (this.aliases > this.budget.maxAliases) {
            throw new Refused('too-many-aliases', `follows more than ${this.budget.maxAliases} aliases`, offset);
        }
        const target = this.anchors.get(name);
        if (target === undefined)
            throw new Refused('syntax', `has an alias to the unknown anchor ${(0,names/* quotedName */.aH)(name)}`, offset);
        return this.read(target);
    }
    readScalar(node) {
        if (node.anchor !== undefined)
            this.anchors.set(node.anchor, node);
        const value = node.value;
        const plain = value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
            ? value
            : String(value);
        return {
            kind: 'scalar',
            value: plain,
            source: node.source ?? String(plain ?? ''),
            at: this.span(node),
            block: node.type === 'BLOCK_LITERAL' || node.type === 'BLOCK_FOLDED',
        };
    }
    readMap(items, at) {
        const entries = [];
        const index = new Map();
        for (const { key, value } of items) {
            const keyNode = key === null ? null : (0,dist/* isAlias */.Vj)(key) ? (this.anchors.get(key.source) ?? key) : key;
            if (!(0,dist/* isScalar */.jn)(keyNode)) {
                throw new Refused('syntax', 'has a key that is not a plain value', key?.range?.[0] ?? 0);
            }
            const read = this.readScalar(keyNode);
            const name = read.value === null ? '' : String(read.value);
            const entry = {
                key: name,
                keySource: read.source,
                keyAt: read.at,
                value: value === null ? { kind: 'scalar', value: null, source: '', at: read.at, block: false } : this.read(value),
            };
            if (index.has(name))
                throw new Refused('syntax', `has the key ${(0,names/* quotedName */.aH)(name)} twice`, keyNode.range?.[0] ?? 0);
            index.set(name, entry);
            entries.push(entry);
        }
        return { kind: 'map', at, entries, entry: (name) => index.get(name), get: (name) => index.get(name)?.value };
    }
    span(node) {
        const [start, end] = node.range ?? [0, 0];
        const from = this.place(start);
        // A block scalar or collection ends before the next token's line; its last character is what people see.
        const to = this.place(Math.max(start, end - 1));
        return { path: this.path, startLine: from.line, startColumn: from.col, endLine: to.line, endColumn: to.col + 1 };
    }
}


/***/ }),

/***/ 82:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Yw: () => (/* binding */ GITHUB_ACTIONS_APP_ID),
/* harmony export */   aB: () => (/* binding */ EXTERNAL_CHECKS),
/* harmony export */   h: () => (/* binding */ APPS)
/* harmony export */ });
/** GitHub Actions: checks of jobs, and statuses that a job posts with its token. */
const GITHUB_ACTIONS_APP_ID = 15368;
/** Languages of code scanning's default setup, whose jobs are called `Analyze (<language>)`. */
const CODEQL_LANGUAGES = [
    'actions',
    'c-cpp',
    'csharp',
    'go',
    'java-kotlin',
    'javascript-typescript',
    'python',
    'ruby',
    'rust',
    'swift',
];
const CODE_SCANNING = 'https://docs.github.com/code-security/code-scanning/managing-code-scanning-alerts/triaging-code-scanning-alerts-in-pull-requests';
const DEFAULT_SETUP = 'https://docs.github.com/code-security/code-scanning/enabling-code-scanning/configuring-default-setup-for-code-scanning';
const EXTERNAL_CHECKS = [
    // Contributor agreements
    { pattern: 'cla/google', reporter: 'Google CLA', source: 'https://cla.developers.google.com/about' },
    { pattern: 'license/cla', reporter: 'CLA assistant', source: 'https://github.com/cla-assistant/cla-assistant' },
    { pattern: 'verification/cla-signed', reporter: 'cla-bot', source: 'https://github.com/finos/cla-bot' },
    { pattern: 'EasyCLA', reporter: 'EasyCLA', source: 'https://github.com/linuxfoundation/easycla' },
    { pattern: 'DCO', reporter: 'DCO', source: 'https://github.com/dcoapp/app' },
    // Google's automation
    {
        pattern: 'Kokoro',
        reporter: 'Kokoro',
        source: 'https://github.com/googleapis/repo-automation-bots/tree/main/packages/sync-repo-settings',
    },
    {
        pattern: 'Kokoro *',
        reporter: 'Kokoro',
        source: 'https://github.com/googleapis/repo-automation-bots/tree/main/packages/sync-repo-settings',
    },
    {
        pattern: 'ci/kokoro: *',
        reporter: 'Kokoro',
        source: 'https://github.com/googleapis/repo-automation-bots/tree/main/packages/sync-repo-settings',
    },
    // What Google's Python libraries test in .kokoro/samples/
    {
        pattern: 'Samples - Python *',
        reporter: 'Kokoro',
        source: 'https://github.com/googleapis/synthtool/tree/master/synthtool/gcp/templates/python_library/.kokoro/samples',
    },
    {
        pattern: 'Samples - Lint',
        reporter: 'Kokoro',
        source: 'https://github.com/googleapis/synthtool/tree/master/synthtool/gcp/templates/python_library/.kokoro/samples',
    },
    {
        pattern: 'OwlBot Post Processor',
        reporter: 'OwlBot',
        source: 'https://github.com/googleapis/repo-automation-bots/tree/main/packages/owl-bot',
    },
    {
        pattern: 'snippet-bot check',
        reporter: 'snippet-bot',
        source: 'https://github.com/googleapis/repo-automation-bots/tree/main/packages/snippet-bot',
    },
    { pattern: 'import/copybara', reporter: 'Copybara', source: 'https://github.com/google/copybara' },
    // CI services
    {
        pattern: 'continuous-integration/jenkins/*',
        reporter: 'Jenkins',
        source: 'https://plugins.jenkins.io/github-branch-source/',
    },
    { pattern: 'Jenkins', reporter: 'Jenkins', source: 'https://plugins.jenkins.io/checks-api/' },
    {
        pattern: 'gh-infra/jenkins',
        reporter: 'Jenkins',
        source: 'https://github.com/apache/infrastructure-asfyaml#branch_protection',
    },
    {
        pattern: 'continuous-integration/travis-ci',
        reporter: 'Travis CI',
        source: 'https://docs.travis-ci.com/user/legacy-services-to-github-apps-migration-guide/',
    },
    {
        pattern: 'continuous-integration/travis-ci/*',
        reporter: 'Travis CI',
        source: 'https://docs.travis-ci.com/user/legacy-services-to-github-apps-migration-guide/',
    },
    {
        pattern: 'Travis CI - *',
        reporter: 'Travis CI',
        source: 'https://docs.travis-ci.com/user/legacy-services-to-github-apps-migration-guide/',
    },
    {
        pattern: 'continuous-integration/appveyor/*',
        reporter: 'AppVeyor',
        source: 'https://www.appveyor.com/docs/branches/',
    },
    { pattern: 'continuous-integration/drone/*', reporter: 'Drone', source: 'https://docs.drone.io/' },
    { pattern: 'ci/circleci: *', reporter: 'CircleCI', source: 'https://circleci.com/docs/github-integration/' },
    {
        pattern: 'buildkite/*',
        reporter: 'Buildkite',
        source: 'https://buildkite.com/docs/pipelines/source-control/github',
    },
    { pattern: 'ci/prow/*', reporter: 'Prow', source: 'https://docs.prow.k8s.io/docs/' },
    { pattern: 'tide', reporter: 'Prow', source: 'https://docs.prow.k8s.io/docs/components/core/tide/' },
    { pattern: 'pre-commit.ci - *', reporter: 'pre-commit.ci', source: 'https://pre-commit.ci/' },
    {
        pattern: 'Terraform Cloud/*',
        reporter: 'HCP Terraform',
        source: 'https://developer.hashicorp.com/terraform/cloud-docs/vcs/github-app',
    },
    { pattern: 'atlantis/*', reporter: 'Atlantis', source: 'https://www.runatlantis.io/docs/server-configuration.html' },
    // Previews and documentation
    {
        pattern: 'netlify/*',
        reporter: 'Netlify',
        source: 'https://docs.netlify.com/deploy/deploy-types/deploy-previews/',
    },
    {
        pattern: 'deploy/netlify',
        reporter: 'Netlify',
        source: 'https://docs.netlify.com/deploy/deploy-types/deploy-previews/',
    },
    {
        pattern: 'Header rules - *',
        reporter: 'Netlify',
        source: 'https://docs.netlify.com/deploy/deploy-types/deploy-previews/',
    },
    {
        pattern: 'Pages changed - *',
        reporter: 'Netlify',
        source: 'https://docs.netlify.com/deploy/deploy-types/deploy-previews/',
    },
    {
        pattern: 'Redirect rules - *',
        reporter: 'Netlify',
        source: 'https://docs.netlify.com/deploy/deploy-types/deploy-previews/',
    },
    { pattern: 'Vercel', reporter: 'Vercel', source: 'https://vercel.com/docs/git/vercel-for-github' },
    { pattern: 'Vercel – *', reporter: 'Vercel', source: 'https://vercel.com/docs/git/vercel-for-github' },
    { pattern: 'Vercel Preview Comments', reporter: 'Vercel', source: 'https://vercel.com/docs/comments' },
    {
        pattern: 'Cloudflare Pages',
        reporter: 'Cloudflare Pages',
        source: 'https://developers.cloudflare.com/pages/configuration/git-integration/github-integration/',
    },
    {
        pattern: 'Cloudflare Pages: *',
        reporter: 'Cloudflare Pages',
        source: 'https://developers.cloudflare.com/pages/configuration/git-integration/github-integration/',
    },
    {
        pattern: 'Workers Builds: *',
        reporter: 'Cloudflare Workers Builds',
        source: 'https://developers.cloudflare.com/workers/ci-cd/builds/git-integration/github-integration/',
    },
    {
        pattern: 'docs/readthedocs.org:*',
        reporter: 'Read the Docs',
        source: 'https://docs.readthedocs.com/platform/stable/pull-requests.html',
    },
    {
        pattern: 'docs/readthedocs.com:*',
        reporter: 'Read the Docs',
        source: 'https://docs.readthedocs.com/platform/stable/pull-requests.html',
    },
    {
        pattern: 'percy/*',
        reporter: 'Percy',
        source: 'https://www.browserstack.com/docs/percy/integrate/source-control/github',
    },
    // Coverage, quality and security
    { pattern: 'codecov/*', reporter: 'Codecov', source: 'https://docs.codecov.com/docs/commit-status' },
    { pattern: 'coverage/coveralls', reporter: 'Coveralls', source: 'https://docs.coveralls.io/' },
    { pattern: 'coverage/coveralls (*', reporter: 'Coveralls', source: 'https://docs.coveralls.io/' },
    {
        pattern: 'codeclimate',
        reporter: 'Code Climate',
        source: 'https://docs.codeclimate.com/docs/github-pull-requests',
    },
    {
        pattern: 'codeclimate/*',
        reporter: 'Code Climate',
        source: 'https://docs.codeclimate.com/docs/github-pull-requests',
    },
    {
        pattern: 'Codacy Static Code Analysis',
        reporter: 'Codacy',
        source: 'https://docs.codacy.com/repositories-configure/integrations/github-integration/',
    },
    {
        pattern: 'Codacy Diff Coverage',
        reporter: 'Codacy',
        source: 'https://docs.codacy.com/repositories-configure/integrations/github-integration/',
    },
    {
        pattern: 'Codacy Coverage Variation',
        reporter: 'Codacy',
        source: 'https://docs.codacy.com/repositories-configure/integrations/github-integration/',
    },
    {
        pattern: 'SonarCloud Code Analysis',
        reporter: 'SonarQube Cloud',
        source: 'https://docs.sonarsource.com/sonarqube-cloud/',
    },
    {
        pattern: '[*] SonarCloud Code Analysis',
        reporter: 'SonarQube Cloud',
        source: 'https://docs.sonarsource.com/sonarqube-cloud/',
    },
    {
        pattern: 'SonarQube Code Analysis',
        reporter: 'SonarQube Server',
        source: 'https://docs.sonarsource.com/sonarqube-server/',
    },
    { pattern: 'DeepSource: *', reporter: 'DeepSource', source: 'https://docs.deepsource.com/' },
    { pattern: 'CodeFactor', reporter: 'CodeFactor', source: 'https://docs.codefactor.io/' },
    {
        pattern: 'security/snyk',
        reporter: 'Snyk',
        source: 'https://docs.snyk.io/scan-with-snyk/pull-requests/pull-request-checks',
    },
    {
        pattern: 'security/snyk *',
        reporter: 'Snyk',
        source: 'https://docs.snyk.io/scan-with-snyk/pull-requests/pull-request-checks',
    },
    {
        pattern: 'license/snyk *',
        reporter: 'Snyk',
        source: 'https://docs.snyk.io/scan-with-snyk/pull-requests/pull-request-checks',
    },
    {
        pattern: 'code/snyk *',
        reporter: 'Snyk',
        source: 'https://docs.snyk.io/scan-with-snyk/pull-requests/pull-request-checks',
    },
    { pattern: 'GitGuardian Security Checks', reporter: 'GitGuardian', source: 'https://docs.gitguardian.com/' },
    { pattern: 'Socket Security: *', reporter: 'Socket', source: 'https://docs.socket.dev/docs/socket-for-github' },
    { pattern: 'CodeRabbit', reporter: 'CodeRabbit', source: 'https://docs.coderabbit.ai/' },
    // The result of code scanning, which is not the job that uploads it.
    { pattern: 'CodeQL', reporter: 'GitHub code scanning', source: CODE_SCANNING },
    { pattern: 'Code scanning results / *', reporter: 'GitHub code scanning', source: CODE_SCANNING },
    ...CODEQL_LANGUAGES.map((language) => ({
        pattern: `Analyze (${language})`,
        reporter: "GitHub code scanning's default setup",
        source: DEFAULT_SETUP,
        byActions: true,
    })),
    // Pull request automation
    {
        pattern: 'renovate/*',
        reporter: 'Renovate',
        source: 'https://docs.renovatebot.com/configuration-options/#statuschecknames',
    },
    { pattern: 'Mergify Merge Protections', reporter: 'Mergify', source: 'https://docs.mergify.com/merge-protections/' },
    {
        pattern: 'Semantic Pull Request',
        reporter: 'Semantic Pull Requests',
        source: 'https://github.com/zeke/semantic-pull-requests',
    },
    { pattern: 'WIP', reporter: 'WIP', source: 'https://github.com/wip/app' },
];
/** Names of apps that rulesets often demand; an id that is not here is shown as a number. */
const APPS = new Map([
    [254, { name: 'Codecov', source: 'https://github.com/apps/codecov' }],
    [1861, { name: 'DCO', source: 'https://github.com/apps/dco' }],
    [8329, { name: 'Vercel', source: 'https://github.com/apps/vercel' }],
    [10562, { name: 'Mergify', source: 'https://github.com/apps/mergify' }],
    [12526, { name: 'SonarQube Cloud', source: 'https://github.com/apps/sonarqubecloud' }],
    [13473, { name: 'Netlify', source: 'https://github.com/apps/netlify' }],
    [16372, { name: 'DeepSource', source: 'https://github.com/apps/deepsource-io' }],
    [39328, { name: 'HCP Terraform', source: 'https://github.com/apps/terraform-cloud' }],
    [46505, { name: 'GitGuardian', source: 'https://github.com/apps/gitguardian' }],
    [57789, { name: 'GitHub code scanning', source: 'https://github.com/apps/github-advanced-security' }],
    [68672, { name: 'pre-commit.ci', source: 'https://github.com/apps/pre-commit-ci' }],
    [85455, { name: 'Cloudflare', source: 'https://github.com/apps/cloudflare-workers-and-pages' }],
    [347564, { name: 'CodeRabbit', source: 'https://github.com/apps/coderabbitai' }],
]);


/***/ }),

/***/ 1291:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   K: () => (/* binding */ NO_FACTS)
/* harmony export */ });
const NOT_ASKED = { status: 'not-asked', detail: 'GitHub was not asked' };
/** An offline run. */
const NO_FACTS = {
    codeownersErrors: NOT_ASKED,
    environments: NOT_ASKED,
    workflows: NOT_ASKED,
    branches: NOT_ASKED,
    labels: NOT_ASKED,
};


/***/ }),

/***/ 4736:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   AW: () => (/* binding */ findingIdOf),
/* harmony export */   _D: () => (/* binding */ introduced),
/* harmony export */   ax: () => (/* binding */ fingerprintOf)
/* harmony export */ });
/* unused harmony export mapPaths */
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7598);
/**
 * The identity of a finding, and which findings a change introduced.
 *
 * The identity holds what the finding *claims* (rule, declaring path, anchor, facts) and nothing that moves or is
 * retold: no line numbers, excerpts or sentences. So a finding keeps its identity when lines move above it, when a
 * rule improves its wording, and when `attribute` puts another place first.
 */

/** Length of a finding id; people see the first eight digits. */
const ID_LENGTH = 32;
/**
 * SHA-256 (64 hex digits) over rule, path, anchor and the facts with their paths, in any order of the evidence.
 *
 * The encoding is a JSON array of strings: JSON quotes its separators and `JSON.stringify` escapes lone surrogates, so
 * two different inputs never give the same text.
 */
function fingerprintOf(finding) {
    const facts = finding.evidence
        .flatMap(({ path, fact }) => (fact === undefined ? [] : [JSON.stringify([path, fact])]))
        .sort(byCodeUnit);
    const identity = JSON.stringify([finding.ruleId, finding.path, finding.anchor, facts]);
    return (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)('sha256').update(identity, 'utf8').digest('hex');
}
/** The name of a finding in reports, stores and alerts: the first 32 hex digits of its fingerprint. */
function findingIdOf(fingerprint) {
    return fingerprint.slice(0, ID_LENGTH);
}
/**
 * The same finding with the paths of a base tree replaced by those of the subject tree. Each path is looked up once,
 * so two files that swapped names map onto each other.
 *
 * @param renames old path → new path
 */
function mapPaths(finding, renames) {
    const map = (path) => renames.get(path) ?? path;
    const mapEvidence = (evidence) => ({ ...evidence, path: map(evidence.path) });
    const [first, ...rest] = finding.evidence;
    return { ...finding, path: map(finding.path), evidence: [mapEvidence(first), ...rest.map(mapEvidence)] };
}
/**
 * For each subject finding: did the change introduce it? Compared as multisets: two equal findings where the base had
 * one are one older and one introduced finding.
 *
 * @param renames old path → new path, applied to the base findings first
 * @returns one flag per subject finding, in its order
 */
function introduced(subject, base, renames) {
    const older = new Map();
    for (const finding of base) {
        const fingerprint = fingerprintOf(mapPaths(finding, renames));
        older.set(fingerprint, (older.get(fingerprint) ?? 0) + 1);
    }
    return subject.map((finding) => {
        const fingerprint = fingerprintOf(finding);
        const left = older.get(fingerprint) ?? 0;
        if (left === 0)
            return true;
        older.set(fingerprint, left - 1);
        return false;
    });
}
function byCodeUnit(a, b) {
    return a < b ? -1 : a > b ? 1 : 0;
}


/***/ }),

/***/ 3540:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  y0: () => (/* binding */ RULES),
  qY: () => (/* binding */ ruleSetId)
});

// UNUSED EXPORTS: ruleById

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
// EXTERNAL MODULE: ./build/l0/check.js
var check = __webpack_require__(2245);
// EXTERNAL MODULE: ./build/l0/state.js
var state = __webpack_require__(8308);
// EXTERNAL MODULE: ./build/repository/check-names.js
var check_names = __webpack_require__(4392);
;// CONCATENATED MODULE: ./build/repository/permissions.js
/**
 * What a job's token may do. A job's `permissions` replace the workflow's; with either declared, every scope that is
 * not named is `none`. A called workflow can only lower what its caller has.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#permissions
 */

/** Permissions of a job over all ways in which it can be started: by its own triggers and by its local callers. */
function effectivePermissions(model, workflow, job) {
    const own = declaration(workflow, job);
    const grants = (scope) => grantsOf(model, workflow, job, scope, new Map());
    return {
        grants,
        declared: own === null ? null : { by: own === job.permissions ? 'job' : 'workflow', at: own.at },
        cappedBy(scope) {
            const asked = own === null ? defaultAccess(scope) : accessIn(own, scope);
            if (asked !== 'write' || grants(scope) === 'write')
                return null;
            return callersOf(model, workflow)[0] ?? null;
        },
    };
}
/**
 * @param known results of this question so far; a job that is being asked about counts as `none`, so that workflows which
 *   call each other end, and every job is asked once
 */
function grantsOf(model, workflow, job, scope, known) {
    const answer = known.get(job);
    if (answer !== undefined)
        return answer;
    known.set(job, 'none');
    const declared = declaration(workflow, job);
    const started = workflow.triggers.some(({ event }) => event !== 'workflow_call');
    const callable = workflow.triggers.some(({ event }) => event === 'workflow_call');
    const asked = declared === null ? null : accessIn(declared, scope);
    const ways = [];
    if (started)
        ways.push(asked ?? defaultAccess(scope));
    if (callable) {
        const callers = callersOf(model, workflow);
        for (const caller of callers) {
            const ceiling = grantsOf(model, caller.workflow, caller.job, scope, known);
            ways.push(asked === null ? ceiling : lower(asked, ceiling));
        }
        // Nobody here calls it: it is for other repositories, whose permissions are not ours to see.
        if (callers.length === 0)
            ways.push(asked === 'none' ? 'none' : 'unknown');
    }
    const result = ways.reduce(higher, 'none');
    known.set(job, result);
    return result;
}
/** Callers by the path they call, made once for the workflows of a model. */
const CALLERS = new WeakMap();
/** Jobs of this repository that call the workflow. */
function callersOf({ workflows }, workflow) {
    let index = CALLERS.get(workflows);
    if (index === undefined) {
        index = indexOf(workflows);
        CALLERS.set(workflows, index);
    }
    return index.get(workflow.path) ?? [];
}
function indexOf(workflows) {
    const index = new Map();
    for (const workflow of workflows) {
        for (const job of workflow.jobs) {
            const path = (0,check_names/* localCallee */.I4)(job);
            if (path === null)
                continue;
            const callers = index.get(path);
            if (callers === undefined)
                index.set(path, [{ workflow, job }]);
            else
                callers.push({ workflow, job });
        }
    }
    return index;
}
function declaration(workflow, job) {
    return job.permissions ?? workflow.permissions ?? null;
}
/** What a declaration says of one scope. An expression or unknown shorthand grants nothing that is known. */
function accessIn(permissions, scope) {
    if (permissions.kind === 'unknown')
        return permissions.text === '' ? 'none' : 'unknown';
    if (permissions.kind === 'all')
        return permissions.access;
    const entry = permissions.scopes.find((candidate) => candidate.scope === scope);
    if (entry === undefined)
        return 'none';
    return entry.access === 'write' || entry.access === 'read' || entry.access === 'none' ? entry.access : 'unknown';
}
/**
 * Without any declaration the repository's setting decides, permissive or restricted; neither ever holds `id-token`.
 * https://docs.github.com/en/actions/tutorials/authenticate-with-github_token#permissions-for-the-github_token
 */
function defaultAccess(scope) {
    return scope === 'id-token' ? 'none' : 'unknown';
}
const ORDER = ['none', 'read', 'unknown', 'write'];
function higher(a, b) {
    return ORDER.indexOf(a) >= ORDER.indexOf(b) ? a : b;
}
function lower(a, b) {
    return ORDER.indexOf(a) <= ORDER.indexOf(b) ? a : b;
}

// EXTERNAL MODULE: ./build/repository/names.js
var repository_names = __webpack_require__(5357);
;// CONCATENATED MODULE: ./build/rules/support/evidence.js
/** Words and places that every rule shows in the same way. */

/** Evidence at a place of the tree. `fact` makes it part of the finding's identity ({@link Evidence}). */
function evidenceAt(model, at, label, fact) {
    return {
        path: at.path,
        startLine: at.startLine,
        endLine: at.startLine,
        excerpt: model.excerpt(at),
        label,
        ...(fact === undefined ? {} : { fact }),
    };
}
/** Evidence of a requirement: its line, or what the API answered. */
function requirementEvidence(model, check, label, fact) {
    if (check.at !== undefined)
        return evidenceAt(model, check.at, label, fact);
    return {
        path: '',
        startLine: 0,
        endLine: 0,
        excerpt: `${sourceLabel(check)} requires ${quoted(check.context)}`,
        label,
        ...(fact === undefined ? {} : { fact }),
    };
}
/** `.github/settings.yml:44`, or the name of the API answer. */
function sourceLabel(check) {
    if (check.at !== undefined)
        return placeOf(check.at);
    return (0,repository_names/* shownPath */.pS)(check.source.kind === 'api' ? check.source.label : check.source.path);
}
/** `path:line`. */
function placeOf(at) {
    return `${(0,repository_names/* shownPath */.pS)(at.path)}:${at.startLine}`;
}
/** A name as people see it: one line, safe between our backticks, cut when it is very long. */
const shown = repository_names/* shownName */.HD;
/** The same between double quotes. */
const quoted = repository_names/* quotedName */.aH;
/** A path as people see it: safe between our backticks, nothing of it hidden. */

/** `"a", "b" and 3 more`. */
function listed(names, max = 3) {
    const shown = names.slice(0, max).map(quoted);
    const more = names.length - shown.length;
    if (more > 0)
        return `${shown.join(', ')} and ${more} more`;
    return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
}
/** True when the change added or modified this line. */
function isChanged(change, at) {
    return change.lines.get(at.path)?.has(at.startLine) ?? false;
}
/**
 * Put the first line that the change touched in front, labelled "this change", so that the annotation stands on it.
 * Facts move with their entry; without such a line the finding stays as it is.
 */
function changedLineFirst(finding, change) {
    const index = finding.evidence.findIndex((entry) => entry.path !== '' && isChanged(change, entry));
    const entry = finding.evidence[index];
    if (entry === undefined)
        return finding;
    const rest = finding.evidence.filter((_, other) => other !== index);
    return { ...finding, evidence: [{ ...entry, label: 'this change' }, ...rest] };
}

// EXTERNAL MODULE: ./node_modules/fastest-levenshtein/mod.js
var mod = __webpack_require__(1916);
// EXTERNAL MODULE: ./build/l0/constants.js
var constants = __webpack_require__(1160);
;// CONCATENATED MODULE: ./build/rules/support/permission-bits.js
/**
 * The write grants of a job's token as the 16 bits that L0 judges, and what is written in a declaration that GitHub
 * does not know.
 */



/**
 * Every scope that this version knows, with its bit. GitHub's own list is `permissions-mapping` in
 * https://github.com/actions/languageservices/blob/main/workflow-parser/src/workflow-v1.0.json; the documentation,
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#permissions, follows later.
 */
const SCOPE_BITS = new Map([
    ['actions', 0],
    ['artifact-metadata', 1],
    ['attestations', 1],
    ['checks', 2],
    ['code-quality', 2],
    ['statuses', 2],
    ['contents', 3],
    ['deployments', 4],
    ['pages', 4],
    ['discussions', 5],
    ['id-token', 6],
    ['issues', 7],
    ['repository-projects', 7],
    ['packages', 8],
    ['pull-requests', 9],
    ['security-events', 10],
    ['copilot-requests', 11],
    ['drives', 11],
]);
/** Scopes that cannot be written: GitHub takes `write` for `read`. */
const READ_ONLY = new Set(['models', 'vulnerability-alerts']);
const KNOWN = [...SCOPE_BITS.keys(), ...READ_ONLY].sort();
const ACCESS = new Set(['read', 'write', 'none']);
/** A scope this many edits from a real one is taken for a misspelt one. */
const MAX_EDITS = 2;
/** What decides for a job: its own declaration, else that of its workflow; undefined where there is none. */
function decidingPermissions(workflow, job) {
    return job.permissions ?? workflow.permissions;
}
/**
 * The write grants of a job's token, 16 bits (design of L0): 0 to 11 by scope, 12 for `write-all`, 13 for a misspelt
 * scope. What a caller takes away is not granted. Where nothing is declared, the repository's setting decides: no bit
 * is set for what no file says.
 */
function permissionBits(model, workflow, job) {
    const declared = decidingPermissions(workflow, job);
    const effective = effectivePermissions(model, workflow, job);
    let bits = 0;
    for (const [scope, bit] of SCOPE_BITS) {
        const access = effective.grants(scope);
        const asked = declared !== undefined && accessIn(declared, scope) === 'write';
        // `unknown` is a caller in another repository: it may let the job have all it asks for.
        if (access === 'write' || (access === 'unknown' && asked))
            bits |= 1 << bit;
    }
    if (declared?.kind === 'all' && declared.access === 'write')
        bits |= constants/* PERMISSION_WRITE_ALL */.Gn;
    if (declared !== undefined && misspeltScopes(declared).length > 0)
        bits |= constants/* PERMISSION_MISSPELT */.Sq;
    return bits;
}
/** Scopes of a declaration that are not real and within two edits of one that is. */
function misspeltScopes(permissions) {
    return unknownScopes(permissions).flatMap((entry) => {
        const meant = closestScope(entry.scope);
        return meant === null ? [] : [{ entry, meant }];
    });
}
/** Scopes of a declaration that this version does not know and that resemble none it does. */
function strangeScopes(permissions) {
    return unknownScopes(permissions).filter(({ scope }) => closestScope(scope) === null);
}
/** Entries whose access is neither `read` nor `write` nor `none`. */
function strangeAccess(permissions) {
    if (permissions.kind !== 'scopes')
        return [];
    return permissions.scopes.filter(({ scope, access }) => isKnown(scope) && !ACCESS.has(access));
}
/** Scope names are compared letter by letter, capitals included, as GitHub does. */
function isKnown(scope) {
    return SCOPE_BITS.has(scope) || READ_ONLY.has(scope);
}
function unknownScopes(permissions) {
    return permissions.kind === 'scopes' ? permissions.scopes.filter(({ scope }) => !isKnown(scope)) : [];
}
function closestScope(scope) {
    let best = null;
    let edits = MAX_EDITS + 1;
    for (const known of KNOWN) {
        // A difference in length is a lower bound, and keeps a very long name cheap.
        if (Math.abs(known.length - scope.length) >= edits)
            continue;
        const needed = (0,mod/* distance */.Io)(known, scope);
        if (needed < edits) {
            best = known;
            edits = needed;
        }
    }
    return best;
}

;// CONCATENATED MODULE: ./build/rules/l0-permission-bits.js
/**
 * L0-PERMISSION-BITS: the token of every job of every workflow is judged by L0. It may hold any set of named write
 * grants; it may not hold `write-all`, whose meaning grows with every scope that GitHub adds, nor a misspelt scope,
 * for which GitHub refuses the whole workflow.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#permissions
 */





const L0_PERMISSION_BITS_RULE = 'L0-PERMISSION-BITS';
const VERSION = 1;
/** The state of a job has no instant in it. */
const NO_CLOCK = 0;
const l0PermissionBits = {
    id: L0_PERMISSION_BITS_RULE,
    name: L0_PERMISSION_BITS_RULE,
    version: VERSION,
    severity: 'critical',
    level: 'block',
    summary: "A job's token with `write-all`, or with a misspelt permission",
    needs: 'files',
    check: l0_permission_bits_check,
    attribute: (finding, { change }) => changedLineFirst(finding, change),
};
function l0_permission_bits_check({ model }) {
    const places = model.workflows.flatMap((workflow) => workflow.jobs.map((job) => ({ workflow, job })));
    if (places.length === 0)
        return { state: 'not-applicable', reason: 'there is no job' };
    const findings = [];
    let undeclared = 0;
    for (const { workflow, job } of places) {
        const declared = decidingPermissions(workflow, job);
        if (declared === undefined) {
            if (effectivePermissions(model, workflow, job).grants('contents') === 'unknown')
                undeclared += 1;
            continue;
        }
        if ((0,check/* checkL0 */.nI)((0,state/* jobState */.d)(permissionBits(model, workflow, job)), NO_CLOCK) === 0)
            continue;
        if (declared.kind === 'all')
            findings.push(writeAll(model, workflow, job, declared));
        for (const misspelt of misspeltScopes(declared))
            findings.push(misspelled(model, workflow, job, misspelt));
    }
    return { state: 'evaluated', findings, proven: [], unproven: [], gaps: gapsOf(undeclared) };
}
/** Files cannot say what the default token holds. */
function gapsOf(undeclared) {
    if (undeclared === 0)
        return [];
    const jobs = undeclared === 1 ? 'one job that declares' : `${undeclared} jobs that declare`;
    return [
        {
            evidence: `the token of ${jobs} no \`permissions\``,
            reason: "the repository's setting decides",
            next: 'Declare `permissions:` in the workflow',
            cause: 'not-asked',
        },
    ];
}
function writeAll(model, workflow, job, declared) {
    const name = quoted(job.id);
    const own = declared === job.permissions;
    return {
        ruleId: L0_PERMISSION_BITS_RULE,
        ruleVersion: VERSION,
        severity: 'critical',
        title: `The token of job ${name} may write everything`,
        what: `\`permissions: write-all\` of the ${own ? 'job' : 'workflow'} (${placeOf(declared.at)}) gives job ${name} every grant there is.`,
        why: 'Every step of the job, and every action it uses, can push code, publish packages and log in to your cloud.',
        fix: `Name what job ${name} needs, for instance \`permissions: { contents: read }\`, in place of \`write-all\` (${placeOf(declared.at)}).`,
        path: workflow.path,
        anchor: `job:${job.id}`,
        evidence: [evidenceAt(model, declared.at, 'every grant', 'write-all'), ...jobLine(model, job, own)],
    };
}
function misspelled(model, workflow, job, { entry, meant }) {
    const { scope, access, at } = entry;
    const own = decidingPermissions(workflow, job) === job.permissions;
    return {
        ruleId: L0_PERMISSION_BITS_RULE,
        ruleVersion: VERSION,
        severity: 'critical',
        title: `Job ${quoted(job.id)} declares a permission that does not exist: ${quoted(scope)}`,
        what: `GitHub has no permission ${quoted(scope)} (${placeOf(at)}); the nearest is "${meant}".`,
        why: 'GitHub refuses the whole workflow for it: none of its jobs runs.',
        fix: `Write \`${meant}: ${shown(access)}\` at ${placeOf(at)}, or remove the line.`,
        path: workflow.path,
        anchor: `job:${job.id} scope:${scope}`,
        evidence: [evidenceAt(model, at, 'no such permission', `scope ${scope}`), ...jobLine(model, job, own)],
    };
}
/** The job, where the declaration is that of its workflow. */
function jobLine(model, job, own) {
    return own ? [] : [evidenceAt(model, job.at, 'the job')];
}

// EXTERNAL MODULE: ./build/repository/glob-automaton.js
var glob_automaton = __webpack_require__(7160);
;// CONCATENATED MODULE: ./build/repository/filter-patterns.js

/**
 * Compile one pattern; a match takes at most pattern length × text length.
 *
 * @returns the matcher of whole names or paths, or why the pattern is not valid. Never throws.
 */
function compileFilter(pattern) {
    if (pattern.length > glob_automaton/* MAX_PATTERN_LENGTH */.n7)
        return { invalid: `is longer than ${glob_automaton/* MAX_PATTERN_LENGTH */.n7} characters` };
    const negated = pattern.startsWith('!');
    const body = Array.from(negated ? pattern.slice(1) : pattern);
    if (body.length === 0)
        return { invalid: negated ? 'has nothing after `!`' : 'is empty' };
    const pieces = [];
    /** Whether the last piece is one character, which `?` and `+` may repeat. */
    let repeatable = false;
    for (let index = 0; index < body.length; index += 1) {
        const character = body[index] ?? '';
        if (character === '*') {
            repeatable = false;
            if (body[index + 1] !== '*') {
                pieces.push(glob_automaton/* SEGMENT */._f);
                continue;
            }
            // A whole segment of `**` may also stand for no directory at all: `docs/**/*.md` matches `docs/README.md`.
            const segment = body[index + 2] === '/' && (index === 0 || body[index - 1] === '/');
            pieces.push(segment ? glob_automaton/* DIRECTORIES */.WU : glob_automaton/* ANY */.x4);
            index += segment ? 2 : 1;
        }
        else if (character === '?' || character === '+') {
            const previous = repeatable ? pieces.pop() : undefined;
            if (previous === undefined)
                return { invalid: `has no character before \`${character}\` that it could repeat` };
            pieces.push({ kind: character === '?' ? 'optional' : 'plus', of: [previous] });
            repeatable = false;
        }
        else if (character === '[') {
            const set = readSet(body, index + 1);
            if ('invalid' in set)
                return set;
            pieces.push(set.atom);
            repeatable = true;
            index = set.end;
        }
        else {
            const escaped = character === '\\';
            if (escaped)
                index += 1;
            const text = body[index];
            if (text === undefined)
                return { invalid: 'ends with a `\\` that escapes nothing' };
            pieces.push(...(0,glob_automaton/* literal */.eu)(text));
            repeatable = true;
        }
    }
    return { negated, matches: (0,glob_automaton/* compilePieces */.zl)(pieces).matches };
}
/** The set that starts after `[`; `end` is the place of its `]`. */
function readSet(body, start) {
    const ranges = [];
    for (let index = start; index < body.length; index += 1) {
        const character = body[index] ?? '';
        if (character === ']') {
            if (ranges.length === 0)
                return { invalid: 'has an empty `[]`' };
            return { atom: { kind: 'set', ranges }, end: index };
        }
        const escaped = character === '\\';
        if (escaped)
            index += 1;
        const low = body[index];
        if (low === undefined)
            break;
        const high = body[index + 2];
        if (!escaped && body[index + 1] === '-' && high !== undefined && high !== ']') {
            if (!isRange(low, high)) {
                return { invalid: `has the range \`${low}-${high}\`; ranges are within a-z, A-Z or 0-9, lower end first` };
            }
            ranges.push([codeOf(low), codeOf(high)]);
            index += 2;
        }
        else
            ranges.push([codeOf(low), codeOf(low)]);
    }
    return { invalid: 'has no `]` for its `[`' };
}
function isRange(low, high) {
    return ['az', 'AZ', '09'].some((ends) => {
        const [first = '', last = ''] = ends;
        return first <= low && low <= high && high <= last && low.length === 1 && high.length === 1;
    });
}
function codeOf(character) {
    return character.codePointAt(0) ?? 0;
}
/**
 * Compile a list in order: an entry that matches includes the text, a later `!entry` that matches excludes it again,
 * and so on. A text that nothing matches is not included. For `…-ignore` lists "included" means ignored.
 *
 * @param list patterns as text or with their position; an empty list matches nothing
 */
function compileFilters(list) {
    const filters = [];
    const invalid = [];
    for (const [index, entry] of list.entries()) {
        const pattern = typeof entry === 'string' ? entry : entry.value;
        const compiled = compileFilter(pattern);
        if ('invalid' in compiled)
            invalid.push({ index, pattern, reason: compiled.invalid });
        else
            filters.push(compiled);
    }
    return {
        invalid,
        matches: (text) => {
            for (let index = filters.length - 1; index >= 0; index -= 1) {
                const filter = filters[index];
                // The last entry that matches decides.
                if (filter?.matches(text) === true)
                    return !filter.negated;
            }
            return false;
        },
    };
}
/** Whether a list of patterns includes one name or path; see {@link compileFilters} for many texts. */
function filtersMatch(list, text) {
    return compileFilters(list).matches(text);
}

;// CONCATENATED MODULE: ./build/rules/support/starts.js
/**
 * For which pull requests a trigger starts its workflow.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#onpull_requestpull_request_targetbranchesbranches-ignore
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#onpushpull_requestpull_request_targetpathspaths-ignore
 */

const ALWAYS = { kind: 'always' };
const NEVER = { kind: 'never' };
/** @param branch the branch that is judged; null when it is not known: then branch filters are taken to include it */
function startsFor(trigger, branch) {
    switch (trigger.event) {
        case 'pull_request':
        case 'pull_request_target':
            return pullRequest(trigger, branch);
        case 'push':
            return push(trigger);
        default:
            return NEVER;
    }
}
/** Whether a workflow can report on a pull request to the judged branch, or on its merge group, at all. */
function reportsOnPullRequests({ triggers }, branch) {
    return triggers.some((trigger) => {
        if (trigger.event === 'merge_group')
            return true;
        const { kind } = startsFor(trigger, branch);
        return kind === 'always' || kind === 'paths';
    });
}
function pullRequest(trigger, branch) {
    if (whenOpen(trigger) === 'never')
        return NEVER;
    const { branches, branchesIgnore } = trigger;
    if (branch !== null) {
        if (isFilter(branches) && !matches(branches, branch)) {
            return { kind: 'other-branches', filter: branches, key: 'branches' };
        }
        if (isFilter(branchesIgnore) && matches(branchesIgnore, branch)) {
            return { kind: 'other-branches', filter: branchesIgnore, key: 'branches-ignore' };
        }
    }
    return paths(trigger);
}
/**
 * A push to the head branch reports on the same commit. Whether the head branch passes a branch filter is not known;
 * only a list of plain names (`main`) surely leaves it out.
 */
function push(trigger) {
    if (isForTagsOnly(trigger) || trigger.branches?.every(isLiteral))
        return NEVER;
    return paths(trigger);
}
/** "If you define only tags/tags-ignore, the workflow won't run for events affecting the undefined Git ref." */
function isForTagsOnly({ branches, branchesIgnore, tags, tagsIgnore }) {
    return branches === undefined && branchesIgnore === undefined && (tags !== undefined || tagsIgnore !== undefined);
}
/** A filter entry without any special character: the name of one branch. */
function isLiteral({ value }) {
    return !/[*?+[\]!]/.test(value);
}
/** The best that the triggers of a workflow promise; `workflow_call` counts for its callers, not here. */
function reachOf({ triggers }, branch) {
    const all = new Set(triggers.map((trigger) => reachOfTrigger(trigger, branch)));
    if (all.has('reports'))
        return 'reports';
    return all.has('may') ? 'may' : 'never';
}
/**
 * Events whose runs belong to the last commit of the default branch or to a tag, and that nothing about a pull request
 * starts. https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows
 */
const ELSEWHERE = new Set([
    'branch_protection_rule',
    'delete',
    'fork',
    'gollum',
    'page_build',
    'public',
    'registry_package',
    'release',
    'schedule',
    'watch',
    'workflow_call',
]);
/** What one trigger promises. */
function reachOfTrigger(trigger, branch) {
    switch (trigger.event) {
        case 'pull_request':
        case 'pull_request_target':
            return whenOpen(trigger);
        case 'push':
            return pushReach(trigger, branch);
        default:
            return ELSEWHERE.has(trigger.event) ? 'never' : 'may';
    }
}
/** Activities that every pull request goes through; one of them is enough for a report. */
const EVERY_PULL_REQUEST = ['opened', 'synchronize', 'reopened'];
function whenOpen({ types }) {
    if (types === undefined || types.length === 0)
        return 'reports';
    if (types.every(({ value }) => value === 'closed'))
        return 'never';
    return types.some(({ value }) => EVERY_PULL_REQUEST.includes(value)) ? 'reports' : 'may';
}
/**
 * A push to the head branch reports on the same commit. The judged branch is never the head of a pull request to
 * itself, another branch (`develop`, `feature/**`) may be.
 */
function pushReach(trigger, branch) {
    if (isForTagsOnly(trigger))
        return 'never';
    const { branches } = trigger;
    if (branches === undefined || branches.some(({ value }) => value === '**' || value === '*'))
        return 'reports';
    return branches.length > 0 && branches.every(({ value }) => value === branch) ? 'never' : 'may';
}
function paths({ paths: only, pathsIgnore: except }) {
    if (isFilter(only)) {
        const filter = compileFilters(only);
        if (filter.invalid.length > 0)
            return ALWAYS;
        return { kind: 'paths', filter: only, key: 'paths', startsFor: (path) => filter.matches(path) };
    }
    if (isFilter(except)) {
        const filter = compileFilters(except);
        if (filter.invalid.length > 0)
            return ALWAYS;
        return { kind: 'paths', filter: except, key: 'paths-ignore', startsFor: (path) => !filter.matches(path) };
    }
    return ALWAYS;
}
/** An empty list filters nothing that could be pointed at. */
function isFilter(list) {
    return list !== undefined && list.length > 0;
}
/** Patterns GitHub would refuse count as matching: nothing is claimed from them. */
function matches(list, text) {
    const filter = compileFilters(list);
    return filter.invalid.length > 0 ? true : filter.matches(text);
}

;// CONCATENATED MODULE: ./build/rules/support/reporting.js


/** @param branch the judged branch; null when it is not known */
function reportingOf({ exact, maybe }, branch) {
    const reaching = (wanted, producers) => producers.filter(({ workflow }) => reachOf(workflow, branch) === wanted);
    return {
        reports: reaching('reports', exact),
        startable: reaching('may', exact),
        possible: maybe.filter(({ workflow }) => reachOf(workflow, branch) !== 'never'),
        elsewhere: reaching('never', exact),
    };
}
/** Events that start something, in a row: `workflow_dispatch, push (develop)`. */
function eventsOf(triggers) {
    const events = triggers.filter(({ event }) => event !== 'workflow_call').map(eventText);
    return [...new Set(events)].join(', ');
}
function eventText({ event, types, branches }) {
    const narrowed = event === 'push' ? branches : event.startsWith('pull_request') ? types : undefined;
    if (narrowed === undefined || narrowed.length === 0)
        return shown(event);
    return `${shown(event)} (${narrowed.map(({ value }) => shown(value)).join(', ')})`;
}
/** When a workflow that never runs for a pull request does run: `only on pushes to main, never on pull requests`. */
function timesOf(triggers) {
    const times = [...new Set(triggers.flatMap((trigger) => timeOf(trigger) ?? []))];
    const all = times.length < 2 ? times.join('') : `${times.slice(0, -1).join(', ')} and ${times.at(-1)}`;
    return `only ${all}, never on ${times.includes(CLOSED) ? 'open ' : ''}pull requests`;
}
const CLOSED = 'when a pull request is closed';
function timeOf(trigger) {
    switch (trigger.event) {
        case 'workflow_call':
            return null;
        case 'push':
            return isForTagsOnly(trigger)
                ? 'on pushes of tags'
                : `on pushes to ${shown([...new Set(trigger.branches?.map(({ value }) => value))].join(', '))}`;
        case 'pull_request':
        case 'pull_request_target':
            return CLOSED;
        case 'schedule':
            return 'on a schedule';
        case 'release':
            return 'on releases';
        default:
            return `on ${shown(trigger.event)}`;
    }
}

// EXTERNAL MODULE: ./build/rules/data/external-checks.js
var external_checks = __webpack_require__(82);
;// CONCATENATED MODULE: ./build/rules/support/required.js
/** What the rules about required checks share: which contexts are judged, who reports them, and what is not known. */



/** The required contexts of the judged branch, one entry for each name, in the order of their first mention. */
function requiredContexts({ requirements, external }) {
    const groups = new Map();
    for (const check of requirements.checks) {
        const name = (0,check_names/* trimBlanks */.I6)(check.context);
        if (name === '')
            continue;
        const group = groups.get(name);
        if (group === undefined)
            groups.set(name, [check]);
        else
            group.push(check);
    }
    return [...groups].map(([context, checks]) => ({
        context,
        checks,
        reporter: reporterOf(checks, external),
    }));
}
/**
 * What reports a context that several sources require. GitHub's own answer goes before the configuration in force, and
 * that before files of the tree: a file that a change adds must not turn a required check into somebody else's. Of
 * several files every one has to say so, for the same reason.
 */
function reporterOf(checks, external) {
    for (const trusted of [['api'], ['config', 'gate'], ['file']]) {
        const entries = checks.filter(({ source }) => trusted.includes(source.kind));
        if (entries.length === 0)
            continue;
        if (trusted.includes('file')) {
            const reporters = entries.map((check) => external.reporterOf(check));
            return reporters.includes(null) ? null : (reporters[0] ?? null);
        }
        // An entry that names the app decides; without one, whichever entry names a known service.
        const byApp = entries.find(({ integrationId, appSlug }) => (integrationId ?? 0) > 0 || (appSlug ?? '') !== '');
        if (byApp !== undefined)
            return external.reporterOf(byApp);
        return entries.map((check) => external.reporterOf(check)).find((reporter) => reporter !== null) ?? null;
    }
    return null;
}
/** True when a source says that GitHub Actions itself must report it. */
function isFromActions({ checks }) {
    return checks.some(({ integrationId, appSlug }) => integrationId === external_checks/* GITHUB_ACTIONS_APP_ID */.Yw || appSlug === 'github-actions');
}
function reporterIndex(model) {
    const byName = new Map();
    const patterns = [];
    for (const producer of model.producers) {
        if (producer.name.kind === 'pattern') {
            patterns.push(producer);
            continue;
        }
        const name = (0,check_names/* trimBlanks */.I6)(producer.name.text);
        const same = byName.get(name);
        if (same === undefined)
            byName.set(name, [producer]);
        else
            same.push(producer);
    }
    return (context) => ({
        exact: byName.get((0,check_names/* trimBlanks */.I6)(context)) ?? [],
        maybe: patterns.filter(({ name }) => (0,check_names/* matchName */.hu)(name, context) === 'maybe'),
    });
}
/** Where to ask people to look: the branch that is judged, in words. */
function branchName({ branch }) {
    return branch === null ? 'the default branch' : (0,repository_names/* shownName */.HD)(branch);
}
/**
 * The outcome of a rule about required checks that has nothing to judge: not evaluated when no source said what is
 * required, not applicable when all of them said "nothing". null: there is something to judge.
 */
function nothingToJudge(requirements) {
    const gaps = requirementGaps(requirements);
    if (!requirements.known) {
        const [first = NOT_ASKED, ...rest] = gaps;
        return { state: 'not-evaluated', gaps: [first, ...rest] };
    }
    if (requirements.checks.length === 0 && gaps.length === 0) {
        return { state: 'not-applicable', reason: `${branchName(requirements)} requires no check` };
    }
    return null;
}
const NOT_ASKED = {
    evidence: 'required checks',
    reason: 'no file here declares them and GitHub was not asked',
    next: 'set GITHUB_TOKEN and --repository, or list them under `required-checks:` in .phase-mirror.yml',
    cause: 'not-asked',
};
/** What is missing of the requirements: one entry for each source that was asked in vain, one for all not asked. */
function requirementGaps(requirements) {
    const gaps = requirements.answers.flatMap((answer) => gapOf(answer) ?? []);
    const notAsked = requirements.answers.some(({ status }) => status === 'not-asked');
    if (!notAsked)
        return gaps;
    const reason = requirements.known ? 'GitHub was not asked: only files were read' : NOT_ASKED.reason;
    return [...gaps, { ...NOT_ASKED, reason }];
}
function gapOf({ source, status, detail }) {
    const evidence = `required checks from ${source}`;
    const because = (words) => (detail === '' ? words : detail);
    switch (status) {
        case 'forbidden':
            return {
                evidence,
                reason: because('GitHub refused to answer (403)'),
                next: 'give the token read access to this repository',
                cause: 'environment',
            };
        case 'not-found':
            return {
                evidence,
                reason: because('GitHub knows no such branch or hides it from this token (404)'),
                next: 'check the branch name and the access of the token',
                cause: 'environment',
            };
        case 'unavailable':
            return { evidence, reason: because('GitHub did not answer'), next: 'run it again', cause: 'environment' };
        case 'unreadable':
            return { evidence, reason: because('the file cannot be read'), next: `mend ${source}`, cause: 'tree' };
        default:
            return null;
    }
}
/**
 * Required contexts that only a name known at run time may report: a rule that judges the reporter can say nothing of
 * them. With the base's answer it is a loss; on both sides it is no gap.
 */
function unprovenContexts(entries, index) {
    return entries.flatMap(({ context, reporter }) => {
        if (reporter !== null)
            return [];
        const { exact, maybe } = index(context);
        const [possible] = maybe;
        if (exact.length > 0 || possible === undefined)
            return [];
        const what = `Whether job ${(0,repository_names/* quotedName */.aH)((0,check_names/* nameText */.fh)(possible.name))} reports ${(0,repository_names/* quotedName */.aH)(context)} is only known when it runs.`;
        return [{ key: `context:${context}`, what, at: possible.nameAt, cause: 'pattern' }];
    });
}

;// CONCATENATED MODULE: ./build/rules/support/dropped-requirement.js
/**
 * A change that stops reporting a check and, in the same breath, takes it out of the file that requires it. GitHub (or
 * the app that applies the file) learns of the file after the merge, so until then the check is required and missing:
 * on the very pull request that wants to drop it.
 */




const REQUIREMENT_ANCHOR = 'requirement:';
/** One finding for each such check; none on the base and in a full scan. */
function droppedRequirements(rule, context) {
    const { model, before, requirements, requirementsBefore } = context;
    if (before === null || requirementsBefore === null)
        return [];
    // A workflow that cannot be read may still report it.
    if (model.problems.some(({ role }) => role === 'workflow'))
        return [];
    const required = new Set(requirements.checks.map((check) => (0,check_names/* trimBlanks */.I6)(check.context)));
    const unread = new Set(requirements.answers.flatMap(({ status, source }) => (status === 'unreadable' ? source : [])));
    const [was, is] = [reporterIndex(before), reporterIndex(model)];
    return requiredContexts({ ...context, requirements: requirementsBefore }).flatMap((entry) => {
        if (entry.reporter !== null || required.has(entry.context))
            return [];
        const check = entry.checks.find(({ source }) => source.kind === 'file' && !unread.has(source.path));
        if (check === undefined)
            return [];
        if (reportingOf(was(entry.context), requirements.branch).reports.length === 0)
            return [];
        const { reports, startable, possible } = reportingOf(is(entry.context), requirements.branch);
        if (reports.length + startable.length + possible.length > 0)
            return [];
        return [findingFor(rule, context, entry.context, check)];
    });
}
function findingFor({ id, version }, { requirements }, required, check) {
    const name = quoted(required);
    const branch = branchName(requirements);
    const where = check.at === undefined ? '' : ` (${placeOf(check.at)})`;
    const path = check.at?.path ?? '';
    return {
        ruleId: id,
        ruleVersion: version,
        severity: 'medium',
        title: `This change stops reporting ${name}, which ${branch} requires until it is merged`,
        what: `This change removes the job that reports ${name} and, with it, the requirement${where}.`,
        why: `${(0,repository_names/* shownPath */.pS)(path)} is applied after the merge, so this pull request itself waits for ${name}.`,
        fix: `Keep a job that reports ${name} in this change, and delete it once GitHub no longer requires ${name}. \`phase-mirror explain ${id}\` prints the safe order.`,
        path,
        anchor: `${REQUIREMENT_ANCHOR}${required}`,
        evidence: [
            {
                // The line may be gone from this tree, so it is told in words.
                path: '',
                startLine: 0,
                endLine: 0,
                excerpt: `${branch} requires ${name} on the base${where}`,
                label: 'in force until merged',
                fact: 'required on the base',
            },
        ],
    };
}

// EXTERNAL MODULE: ./build/repository/workflows.js + 2 modules
var repository_workflows = __webpack_require__(8075);
;// CONCATENATED MODULE: ./build/rules/support/counterpart.js
/**
 * Follow a job of the base into the subject.
 *
 * @returns the job with the same id in the same (perhaps moved) file; else the only job, new in the subject, that does
 *   the same work: the same calls and commands in the same order; else null
 */
function counterpart(old, base, subject, change) {
    const path = change.renames.get(old.workflow.path) ?? old.workflow.path;
    const workflow = subject.workflows.find((candidate) => candidate.path === path);
    const job = workflow?.jobs.find(({ id }) => id === old.job.id);
    if (workflow !== undefined && job !== undefined)
        return { workflow, job };
    const work = workOf(old.job);
    if (work === '')
        return null;
    const known = new Set(base.workflows.flatMap(({ path: from, jobs }) => jobs.map(({ id }) => key(change.renames.get(from) ?? from, id))));
    const fresh = subject.workflows.flatMap((candidate) => candidate.jobs
        .filter((other) => !known.has(key(candidate.path, other.id)) && workOf(other) === work)
        .map((other) => ({ workflow: candidate, job: other })));
    return fresh.length === 1 ? (fresh[0] ?? null) : null;
}
function key(path, id) {
    return JSON.stringify([path, id]);
}
/** What a job does, without names and conditions; '' for a job that does nothing. */
function workOf(job) {
    if (job.uses !== undefined)
        return JSON.stringify([job.uses.value]);
    const steps = job.steps.map(({ uses, run }) => uses?.value ?? run?.value.trim() ?? '');
    return steps.length === 0 ? '' : JSON.stringify(steps);
}

;// CONCATENATED MODULE: ./build/rules/support/lost-reporter.js
/** What a change did to the job that reported a check on the base: renamed, removed, moved away, started elsewhere. */







/**
 * How the check was lost.
 *
 * @returns null when no job reported it on the base's pull requests either
 */
function lossOf(required, context) {
    const { base, subject, change } = context;
    const { branch } = subject.requirements;
    const { reports, startable } = reportingOf(reporterIndex(base.model)(required), branch);
    const before = reports[0] ?? startable[0];
    if (before === undefined)
        return null;
    const outer = counterpart({ workflow: before.workflow, job: before.job }, base.model, subject.model, change);
    if (outer === null)
        return removed({ workflow: before.workflow, job: before.job }, context);
    const leaf = counterpart(before.leaf, base.model, subject.model, change);
    if (leaf === null)
        return removed(before.leaf, context);
    const now = subject.model.producers.filter((producer) => producer.job === outer.job && producer.leaf.job === leaf.job);
    const same = now.find(({ name }) => name.kind === 'exact' && (0,check_names/* trimBlanks */.I6)(name.text) === required);
    if (same !== undefined && reachOf(same.workflow, branch) === 'never')
        return startedElsewhere(same, before, required, context);
    // Nothing but calls starts its workflow any more.
    if (now.length === 0 && reachOf(outer.workflow, branch) === 'never')
        return startedByCalls(outer, before, required, context);
    if (now.length === 0)
        return notCalled(before, outer, required, context);
    return renamed(before, { outer, leaf }, now, required, context);
}
function renamed(before, { outer, leaf }, now, required, context) {
    const names = [...new Set(now.map(({ name }) => (0,check_names/* nameText */.fh)(name)))];
    const matrix = leaf.job.id === before.leaf.job.id && (before.matrixTexts.length > 0 || leaf.job.matrix !== undefined);
    return {
        did: matrix
            ? `You changed job ${quoted(leaf.job.id)}: it now reports ${listed(names)}`
            : `You renamed job ${quoted(required)} to ${listed(names)}`,
        undo: matrix
            ? `Make job ${quoted(leaf.job.id)} report ${quoted(required)} again.`
            : `Put back \`name: ${shown(ownName(required, before))}\`.`,
        question: matrix ? 'On purpose?' : 'Renaming on purpose?',
        line: changedLine([...placesOfName(leaf), ...placesOfName(outer)], context),
    };
}
function notCalled(before, { job }, required, context) {
    return {
        did: `You changed job ${quoted(job.id)}, which reported ${quoted(required)}`,
        undo: `Let job ${quoted(job.id)} call ${(0,repository_names/* shownPath */.pS)(before.leaf.workflow.path)} again.`,
        question: 'On purpose?',
        line: changedLine([job.uses?.at, job.at], context),
    };
}
/** Put back the trigger by which the base reported it. */
function undoTrigger({ workflow: was }, now, { subject }) {
    const { branch } = subject.requirements;
    const trigger = was.triggers.find((each) => reachOfTrigger(each, branch) === 'reports') ?? was.triggers[0];
    const event = shown(trigger?.event ?? 'pull_request');
    const path = (0,repository_names/* shownPath */.pS)(now.path);
    return now.triggers.some((each) => each.event === trigger?.event)
        ? `Put \`${event}\` in ${path} back as it was.`
        : `Put \`${event}:\` back under \`on:\` in ${path}.`;
}
/** The job and its name are still there, but no pull request starts it. */
function startedElsewhere({ workflow, job }, before, required, context) {
    const path = (0,repository_names/* shownPath */.pS)(workflow.path);
    return {
        did: `You changed when ${path} starts: it now reports ${quoted(required)} ${timesOf(workflow.triggers)}`,
        undo: undoTrigger(before, workflow, context),
        question: 'On purpose?',
        line: changedLine([...workflow.triggers.flatMap(placesOfTrigger), job.at], context),
    };
}
function startedByCalls({ workflow, job }, before, required, context) {
    const path = (0,repository_names/* shownPath */.pS)(workflow.path);
    return {
        did: `You changed when ${path}, which reported ${quoted(required)}, starts: only other workflows start it now`,
        undo: undoTrigger(before, workflow, context),
        question: 'On purpose?',
        line: changedLine([...workflow.triggers.flatMap(placesOfTrigger), job.at], context),
    };
}
function removed(gone, context) {
    const { subject, change } = context;
    const old = gone.workflow.path;
    const path = change.renames.get(old) ?? old;
    const job = quoted(gone.job.id);
    const question = 'Removing it on purpose?';
    if (!(0,repository_workflows/* isWorkflowPath */.$u)(path)) {
        return {
            did: `You moved ${(0,repository_names/* shownPath */.pS)(old)} with its job ${job} to ${(0,repository_names/* shownPath */.pS)(path)}, where GitHub looks for no workflow`,
            undo: `Move it back to ${(0,repository_names/* shownPath */.pS)(old)}.`,
            question: 'On purpose?',
            // The content of a file that is no workflow is not read: its path stands for it.
            line: { path, startLine: 1, endLine: 1, excerpt: `moved from ${(0,repository_names/* shownPath */.pS)(old)}`, label: 'this change' },
        };
    }
    if (!subject.model.paths.includes(path)) {
        const did = `You deleted ${(0,repository_names/* shownPath */.pS)(path)} with its job ${job}`;
        return { did, undo: 'Put the file back.', question, line: null };
    }
    const startLine = nearestChangedLine(change.lines.get(path), gone.job.at.startLine);
    const line = startLine === null ? null : evidenceAt(subject.model, { path, startLine }, 'this change');
    if (subject.model.workflows.some((workflow) => workflow.path === path)) {
        return { did: `You removed job ${job} from ${(0,repository_names/* shownPath */.pS)(path)}`, undo: 'Put the job back.', question, line };
    }
    const did = line?.excerpt.startsWith('#') === true ? 'commented out all of' : 'emptied';
    return {
        did: `You ${did} ${(0,repository_names/* shownPath */.pS)(path)}, which held job ${job}`,
        undo: 'Put its content back.',
        question,
        line: line?.excerpt === '' ? null : line,
    };
}
/** Lines that decide the name of a job: its `name:`, its key, its matrix. */
function placesOfName({ job }) {
    return [job.name?.at, job.at, job.matrix?.at];
}
/** The line of a trigger and those of its filters. */
function placesOfTrigger(trigger) {
    const { at, types, branches, branchesIgnore, tags, tagsIgnore, paths, pathsIgnore, cron } = trigger;
    const lists = [types, branches, branchesIgnore, tags, tagsIgnore, paths, pathsIgnore, cron];
    return [at, ...lists.flatMap((list) => list ?? []).map((entry) => entry.at)];
}
/** The first of these places that the change touched; the first of all when it touched none (only lines went away). */
function changedLine(places, context) {
    const known = places.filter((at) => at !== undefined);
    const { subject, change } = context;
    for (const { path, startLine, endLine } of known) {
        for (let line = startLine; line <= endLine; line += 1) {
            if (isChanged(change, { path, startLine: line })) {
                return evidenceAt(subject.model, { path, startLine: line }, 'this change');
            }
        }
    }
    const [first] = known;
    return first === undefined ? null : evidenceAt(subject.model, first, 'this change');
}
function nearestChangedLine(lines, wanted) {
    const sorted = [...(lines ?? [])].sort((a, b) => Math.abs(a - wanted) - Math.abs(b - wanted) || a - b);
    return sorted[0] ?? null;
}
/** What the job itself was called: `callee` of `caller / callee`, without a matrix suffix that GitHub adds. */
function ownName(required, before) {
    return before.leaf.job.name?.value ?? (before.jobPath.length > 1 ? before.leaf.job.id : required);
}

;// CONCATENATED MODULE: ./build/rules/support/near-names.js
/**
 * Which existing check a required name most likely means. A guess only words the advice: whether there is a finding
 * is decided before.
 */


/** Names longer than this are not compared letter by letter. */
const MAX_COMPARED = 100;
/** Names that a required one is compared with; a repository with more gets no worse a decision, only a plainer advice. */
const MAX_NAMED = 1000;
/**
 * The most telling neighbour of a required name, or null.
 *
 * @param required a context that no producer reports
 * @param checks where it is required, for "or require … instead"
 */
function nearName(required, producers, checks) {
    const named = namedOf(producers);
    const requireInstead = (text) => {
        const at = checks.find((check) => check.at !== undefined)?.at;
        return `require ${quoted(text)} instead${at === undefined ? '' : ` (${placeOf(at)})`}`;
    };
    const hints = [displayName, otherName, called, caseOnly, matrixSuffix, otherValue, spelling];
    for (const hint of hints) {
        const found = hint(required, named, requireInstead);
        if (found !== null)
            return found;
    }
    return null;
}
/** Made once for a model: every missing context asks. */
const NAMED = new WeakMap();
function namedOf(producers) {
    const known = NAMED.get(producers);
    if (known !== undefined)
        return known;
    const named = producers
        .flatMap((producer) => (producer.name.kind === 'exact' ? [{ producer, text: producer.name.text }] : []))
        .slice(0, MAX_NAMED);
    NAMED.set(producers, named);
    return named;
}
/** The pull request page shows `CI / lint (pull_request)`; what has to be required is `lint`. */
const displayName = (required, named, requireInstead) => {
    const bare = required.replace(/ \((?:pull_request|pull_request_target|push|merge_group)\)$/, '');
    const shown = named.find(({ producer, text }) => {
        const workflow = producer.workflow.name?.value;
        return (bare !== required && text === bare) || (workflow !== undefined && `${workflow} / ${text}` === bare);
    });
    if (shown === undefined)
        return null;
    return {
        what: `The pull request page shows ${quoted(required)}, but the name of the check is ${quoted(shown.text)}.`,
        fix: upper(requireInstead(shown.text)),
        at: shown.producer.nameAt,
        label: 'the check itself',
    };
};
/** The id of a job is required, but its `name:` is what it reports. */
const otherName = (required, named, requireInstead) => {
    const found = named.find(({ producer: { jobPath, leaf } }) => {
        return jobPath.length === 1 && leaf.job.id === required && leaf.job.name !== undefined;
    });
    if (found === undefined)
        return null;
    const { nameAt } = found.producer;
    return {
        what: `Job ${quoted(required)} reports as ${quoted(found.text)} because of its \`name:\` (${placeOf(nameAt)}).`,
        fix: `Set \`name: ${shown(required)}\` at ${placeOf(nameAt)}, or ${requireInstead(found.text)}`,
        at: nameAt,
        label: 'reports another name',
    };
};
/** The job stands in a called workflow, so its check is `caller / job`. */
const called = (required, named, requireInstead) => {
    const found = named.find(({ producer, text }) => producer.jobPath.length > 1 && text.endsWith(` / ${required}`));
    if (found === undefined)
        return null;
    return {
        what: `The job is in a called workflow, so it reports as ${quoted(found.text)}.`,
        fix: upper(requireInstead(found.text)),
        at: found.producer.nameAt,
        label: 'reports another name',
    };
};
const caseOnly = (required, named, requireInstead) => {
    const found = named.find(({ text }) => text.toLowerCase() === required.toLowerCase());
    if (found === undefined)
        return null;
    return {
        what: `A job reports ${quoted(found.text)}; capital letters count.`,
        fix: upper(requireInstead(found.text)),
        at: found.producer.nameAt,
        label: 'differs in case',
    };
};
/** `unit` is required, and its matrix reports `unit (8)`, `unit (11)`. */
const matrixSuffix = (required, named) => {
    const rows = named.filter(({ text }) => text.startsWith(`${required} (`));
    const first = rows[0];
    if (first === undefined)
        return null;
    const names = rows.map(({ text }) => text);
    return {
        what: `The matrix of job ${quoted(first.producer.leaf.job.id)} reports ${listed(names)}.`,
        fix: `Require ${listed(names, 10)} instead, or add a job \`name: ${shown(required)}\` that needs this one and fails with it`,
        at: first.producer.nameAt,
        label: 'reports one per value',
    };
};
/** `unit (8)` is required, and the matrix no longer has 8. */
const otherValue = (required, named, requireInstead) => {
    const open = required.indexOf(' (');
    if (open < 1 || !required.endsWith(')'))
        return null;
    const base = required.slice(0, open + 2);
    const rows = named.filter(({ text }) => text.startsWith(base) && text.endsWith(')'));
    const first = rows[0];
    if (first === undefined)
        return null;
    return {
        what: `The matrix of job ${quoted(first.producer.leaf.job.id)} reports ${listed(rows.map(({ text }) => text))}.`,
        fix: `Put the value back into the matrix, or ${requireInstead(closest(required, rows).text)}`,
        at: first.producer.leaf.job.matrix?.at ?? first.producer.nameAt,
        label: 'has other values',
    };
};
const spelling = (required, named, requireInstead) => {
    if (required.length > MAX_COMPARED)
        return null;
    const candidates = named.filter(({ text }) => text.length <= MAX_COMPARED);
    if (candidates.length === 0)
        return null;
    const found = closest(required, candidates);
    if ((0,mod/* distance */.Io)(required, found.text) > Math.min(2, Math.floor(required.length / 4)))
        return null;
    return {
        what: `A job reports ${quoted(found.text)} (${placeOf(found.producer.nameAt)}).`,
        fix: upper(requireInstead(found.text)),
        at: found.producer.nameAt,
        label: 'a similar name',
    };
};
/** The candidate with the fewest edits; the first of equals. */
function closest(required, candidates) {
    return candidates.reduce((best, next) => (0,mod/* distance */.Io)(required, next.text) < (0,mod/* distance */.Io)(required, best.text) ? next : best);
}
function upper(sentence) {
    return sentence.slice(0, 1).toUpperCase() + sentence.slice(1);
}

;// CONCATENATED MODULE: ./build/rules/md-001-required-check-unresolved.js
/**
 * MD-001: a required check that nothing reports. GitHub shows it as "Expected — Waiting for status to be reported" and
 * the pull request can never merge.
 * https://docs.github.com/en/pull-requests/collaborating-with-pull-requests/collaborating-on-repositories-with-code-quality-features/troubleshooting-required-status-checks
 */







const ID = 'MD-001';
const md_001_required_check_unresolved_VERSION = 1;
const ANCHOR = 'context:';
/** Names in one sentence. */
const MAX_LISTED = 5;
const requiredCheckUnresolved = {
    id: ID,
    name: 'required-check-unresolved',
    version: md_001_required_check_unresolved_VERSION,
    severity: 'high',
    level: 'block',
    summary: 'A required check that no job reports: pull requests wait forever',
    needs: 'files-or-api',
    sameByAnchor: true,
    check: md_001_required_check_unresolved_check,
    attribute,
};
function md_001_required_check_unresolved_check(context) {
    const dropped = droppedRequirements(requiredCheckUnresolved, context);
    const nothing = nothingToJudge(context.requirements);
    if (nothing !== null) {
        if (dropped.length === 0)
            return nothing;
        // What the base required is enough to judge these by.
        const gaps = nothing.state === 'not-evaluated' ? nothing.gaps : [];
        return { state: 'evaluated', findings: dropped, proven: [], unproven: [], gaps };
    }
    const index = reporterIndex(context.model);
    const findings = [];
    const proven = [];
    const open = [];
    const required = requiredContexts(context);
    for (const entry of required) {
        const answer = entry.reporter === null ? answerFor(context, entry, index) : PROVEN;
        if (answer.kind === 'proven')
            proven.push(`${ANCHOR}${entry.context}`);
        else if (answer.kind === 'open')
            open.push({ ...answer, context: entry.context });
        else
            findings.push(md_001_required_check_unresolved_findingFor(context, entry, answer.elsewhere));
    }
    return {
        state: 'evaluated',
        findings: [...findings, ...dropped],
        proven,
        unproven: unprovenOf(open),
        gaps: [...requirementGaps(context.requirements), ...externalGap(required)],
    };
}
const PROVEN = { kind: 'proven' };
function answerFor(context, entry, index) {
    const { model, requirements } = context;
    const { reports, startable, possible, elsewhere } = reportingOf(index(entry.context), requirements.branch);
    if (reports.length > 0)
        return PROVEN;
    const name = quoted(entry.context);
    const [started] = startable;
    if (started !== undefined) {
        const { path, triggers } = started.workflow;
        const what = `Whether ${name} is reported on a pull request cannot be seen: ${(0,repository_names/* shownPath */.pS)(path)} starts on ${eventsOf(triggers)}.`;
        return { kind: 'open', tell: () => what, at: triggers[0]?.at ?? started.nameAt, cause: 'pattern' };
    }
    const [candidate] = possible;
    if (candidate !== undefined) {
        const what = `Whether job ${quoted((0,check_names/* nameText */.fh)(candidate.name))} reports ${name} is only known when it runs.`;
        return { kind: 'open', tell: () => what, at: candidate.nameAt, cause: 'pattern' };
    }
    const broken = brokenWorkflow(context, entry);
    if (broken !== undefined) {
        const tell = (names) => `${(0,repository_names/* shownPath */.pS)(broken.path)} ${broken.kind === 'shape' ? 'cannot be used' : 'cannot be read'}; it may report ${names}.`;
        return { kind: 'open', tell, at: broken.at, cause: 'unreadable' };
    }
    if (!isFromActions(entry) && isNoJobsAffair(context, entry)) {
        const what = `There ${model.workflows.length === 0 ? 'is' : 'was'} no workflow here; whether a service reports ${name} cannot be seen.`;
        return { kind: 'open', tell: () => what, cause: 'pattern' };
    }
    return { kind: 'missing', elsewhere: elsewhere[0] ?? null };
}
/**
 * Where there never was a workflow the checks come from somewhere else (another CI service). The first workflow of a
 * repository changes nothing about those that were required before it.
 */
function isNoJobsAffair({ model, before, requirementsBefore }, { context }) {
    const neverBefore = before !== null && before.workflows.length === 0;
    if (model.workflows.length === 0)
        return before === null || neverBefore;
    if (!neverBefore || before.problems.some(({ role }) => role === 'workflow'))
        return false;
    return requirementsBefore?.checks.some((check) => (0,check_names/* trimBlanks */.I6)(check.context) === context) ?? false;
}
/** A workflow that cannot be read: the one that reported the check before the change, where that is known. */
function brokenWorkflow({ model, before }, { context }) {
    const broken = model.problems.filter(({ role }) => role === 'workflow');
    if (broken.length < 2 || before === null)
        return broken[0];
    const was = new Set(reporterIndex(before)(context).exact.map(({ workflow }) => workflow.path));
    return broken.find(({ path }) => was.has(path)) ?? broken[0];
}
/** One file that cannot be read is told once, with all the checks it may have reported. */
function unprovenOf(open) {
    const together = new Map();
    const keyOf = ({ at, cause }) => JSON.stringify([cause, at?.path]);
    for (const question of open) {
        const names = together.get(keyOf(question)) ?? [];
        together.set(keyOf(question), [...names, question.context]);
    }
    return open.map((question) => ({
        key: `${ANCHOR}${question.context}`,
        what: question.tell(listed(together.get(keyOf(question)) ?? [], MAX_LISTED)),
        cause: question.cause,
        ...(question.at === undefined ? {} : { at: question.at }),
    }));
}
/** Which checks are taken on trust, so that nobody takes them for checked. */
function externalGap(required) {
    const trusted = required.flatMap(({ context, reporter }) => reporter === null ? [] : [`${quoted(context)} (${shown(reporter)})`]);
    if (trusted.length === 0)
        return [];
    const more = trusted.length > MAX_LISTED ? ` and ${trusted.length - MAX_LISTED} more` : '';
    return [
        {
            evidence: `${trusted.length} required ${trusted.length === 1 ? 'check' : 'checks'}`,
            reason: `taken as reported by other services: ${trusted.slice(0, MAX_LISTED).join(', ')}${more}`,
            next: '',
            cause: 'not-asked',
        },
    ];
}
function md_001_required_check_unresolved_findingFor({ model, requirements }, { context, checks }, elsewhere) {
    const [first, ...others] = inFilesFirst(checks);
    const name = quoted(context);
    const where = sourceLabel(first);
    const requires = `${branchName(requirements)} requires ${name} (${where})`;
    const told = elsewhere === null ? tellMissing(model, context, checks) : tellElsewhere(elsewhere, name);
    return {
        ruleId: ID,
        ruleVersion: md_001_required_check_unresolved_VERSION,
        severity: 'high',
        title: `No job reports the required check ${name}${elsewhere === null ? '' : ' on pull requests'}`,
        what: `${requires}, ${told.what}`,
        why: `GitHub waits for ${name} forever, on every pull request.`,
        fix: told.fix,
        path: first.at?.path ?? '',
        anchor: `${ANCHOR}${context}`,
        evidence: [
            // Only the first declaration is the identity: a second source that repeats it makes no second problem.
            requirementEvidence(model, first, 'still required', 'required'),
            ...others.map((other) => requirementEvidence(model, other, 'still required')),
            ...(told.at === null ? [] : [evidenceAt(model, told.at, told.label)]),
        ],
    };
}
function tellMissing(model, context, checks) {
    const near = nearName(context, model.producers, checks);
    const what = missingText(near);
    if (near !== null)
        return { ...near, what, fix: `${near.fix}.` };
    const where = sourceLabel(inFilesFirst(checks)[0]);
    return {
        what,
        fix: `Set \`name: ${shown(context)}\` on the job that should report it, or remove ${quoted(context)} from ${where}. Reported by another service? List it under \`external-checks:\` in .phase-mirror.yml.`,
        at: null,
        label: '',
    };
}
function missingText(near) {
    return near === null ? 'and no job reports it.' : `and no job reports it. ${near.what}`;
}
function tellElsewhere({ workflow, leaf, nameAt }, name) {
    const at = workflow.triggers[0]?.at ?? nameAt;
    return {
        what: `and job ${quoted(leaf.job.id)} reports it ${timesOf(workflow.triggers)} (${placeOf(at)}).`,
        fix: `Add \`pull_request:\` under \`on:\` in ${(0,repository_names/* shownPath */.pS)(workflow.path)}, or no longer require ${name}.`,
        at,
        label: 'when it runs',
    };
}
/** Declarations in files before answers of the API, otherwise in the order of the sources. */
function inFilesFirst(checks) {
    const first = checks.find(({ at }) => at !== undefined) ?? checks[0];
    return [first, ...checks.filter((other) => other !== first)];
}
/** Say what the change did: required the check itself, or took away the job that reported it. */
function attribute(finding, context) {
    const dropped = finding.anchor.startsWith(REQUIREMENT_ANCHOR);
    const required = finding.anchor.slice((dropped ? REQUIREMENT_ANCHOR : ANCHOR).length);
    const loss = lossOf(required, context);
    if (loss === null)
        return dropped ? finding : newlyRequired(finding, required, context);
    const line = loss.line === null ? [] : [loss.line];
    if (dropped) {
        return withEvidence({ ...finding, what: `${loss.did}, and took ${quoted(required)} out of ${(0,repository_names/* shownPath */.pS)(finding.path)}.` }, [...line, ...finding.evidence]);
    }
    const requirements = finding.evidence.filter(({ label }) => label === 'still required');
    const [requirement] = finding.evidence;
    const where = requirement.path === '' ? requirement.excerpt : placeOf(requirement);
    const still = `${branchName(context.subject.requirements)} still requires ${quoted(required)} (${where}).`;
    return withEvidence({
        ...finding,
        what: `${loss.did}; ${still}`,
        fix: `${loss.undo} ${loss.question} \`phase-mirror explain ${ID}\` prints the safe order.`,
    }, [...line, ...requirements]);
}
function newlyRequired(finding, required, { subject, change }) {
    const added = finding.evidence.find((entry) => entry.label === 'still required' && isChanged(change, entry));
    if (added === undefined)
        return finding;
    const { branch } = subject.requirements;
    const [elsewhere] = reportingOf(reporterIndex(subject.model)(required), branch).elsewhere;
    const told = elsewhere === undefined
        ? missingText(nearName(required, subject.model.producers, []))
        : tellElsewhere(elsewhere, quoted(required)).what;
    const what = `This change requires ${quoted(required)} on ${branchName(subject.requirements)}, ${told}`;
    return changedLineFirst({ ...finding, what }, change);
}
function withEvidence(finding, [first, ...rest]) {
    return first === undefined ? finding : { ...finding, evidence: [first, ...rest] };
}

// EXTERNAL MODULE: ./node_modules/@actions/expressions/dist/ast.js
var ast = __webpack_require__(2049);
// EXTERNAL MODULE: ./node_modules/@actions/expressions/dist/data/index.js
var data = __webpack_require__(5958);
// EXTERNAL MODULE: ./node_modules/@actions/expressions/dist/evaluator.js + 2 modules
var evaluator = __webpack_require__(2886);
// EXTERNAL MODULE: ./build/repository/expressions.js
var expressions = __webpack_require__(8998);
;// CONCATENATED MODULE: ./build/rules/support/merge-queue.js
/**
 * What a workflow does for a merge group. "You must use the merge_group event to trigger your GitHub Actions workflow
 * when a pull request is added to a merge queue."
 * https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/configuring-pull-request-merges/managing-a-merge-queue
 * https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows#merge_group
 */






const EVENT = 'merge_group';
/**
 * How a workflow comes to run on the commit of a merge group: by its event, or (perhaps) by the push of the branch that
 * GitHub makes for the group; then nothing is known of its conditions.
 */
function startsInQueue({ triggers }, branch) {
    if (triggers.some((trigger) => onQueueBranch(trigger, branch)))
        return 'push';
    return triggers.some(({ event }) => event === EVENT) ? EVENT : 'no';
}
/** The branch of a merge group is `gh-readonly-queue/<base>/pr-<number>-<sha>`. */
function onQueueBranch({ event, branches, branchesIgnore, tags, tagsIgnore }, branch) {
    if (event === 'create')
        return true;
    if (event !== 'push')
        return false;
    const name = `gh-readonly-queue/${branch ?? 'main'}/pr-1-${'0'.repeat(40)}`;
    if (branches !== undefined) {
        const filter = compileFilters(branches);
        // Of an unknown base branch nothing is claimed from patterns.
        return filter.invalid.length > 0 || filter.matches(name) || (branch === null && branches.some(isQueuePattern));
    }
    if (branchesIgnore !== undefined)
        return !compileFilters(branchesIgnore).matches(name);
    return (tags ?? tagsIgnore) === undefined;
}
function isQueuePattern({ value }) {
    return value.includes('gh-readonly-queue');
}
/** Chains of needed jobs are followed this far. */
const MAX_CHAIN = 50;
/** Tells of the jobs of a workflow why one is surely skipped for a merge group; null when it runs, or may run. */
function queueSkips({ jobs }) {
    const byId = new Map(jobs.map((each) => [each.id.toLowerCase(), each]));
    const known = new Map();
    const skipOf = (each, depth) => {
        if (known.has(each))
            return known.get(each) ?? null;
        known.set(each, null);
        const found = depth > MAX_CHAIN ? null : compute(each, depth);
        known.set(each, found);
        return found;
    };
    const compute = (each, depth) => {
        const condition = each.if === undefined ? undefined : (0,expressions/* parseCondition */.zB)(each.if.value);
        // Text around `${{ }}` makes a string, which is true.
        if (condition === null)
            return null;
        if (condition !== undefined && each.if !== undefined && truth(condition) === false) {
            return { job: each, condition: each.if };
        }
        if (condition !== undefined && hasStatusFunction(condition))
            return null;
        for (const { value } of each.needs) {
            const need = byId.get(value.toLowerCase());
            const skip = need === undefined ? null : skipOf(need, depth + 1);
            if (skip !== null)
                return skip;
        }
        return null;
    };
    return (job) => skipOf(job, 0);
}
function hasStatusFunction(condition) {
    const called = (0,expressions/* calledFunctions */.Bm)(condition);
    return ['success', 'always', 'cancelled', 'failure'].some((name) => called.has(name));
}
/** The value of a condition for a merge group: undefined where something else decides. */
function truth(expr) {
    if (expr instanceof ast/* Grouping */.aU)
        return truth(expr.group);
    if (expr instanceof ast/* Unary */._c)
        return not(truth(expr.expr));
    if (expr instanceof ast/* Logical */.oD) {
        const values = expr.args.map(truth);
        return expr.operator.lexeme === '||' ? any(values) : not(any(values.map(not)));
    }
    if (expr instanceof ast/* FunctionCall */.R6 && expr.functionName.lexeme.toLowerCase() === 'always')
        return true;
    return merge_queue_isKnown(expr) ? isTruthy(expr) : undefined;
}
/** Only the name of the event, and what a pull request alone has, are known. */
function merge_queue_isKnown(expr) {
    if (hasStatusFunction(expr) || (0,expressions/* calledFunctions */.Bm)(expr).has('hashfiles'))
        return false;
    return (0,expressions/* contextPaths */.A9)(expr).every(([context, first, second]) => context === 'github' && (first === 'event_name' || (first === 'event' && second === 'pull_request')));
}
function isTruthy(expr) {
    const event = new data/* Dictionary */.bT({ key: 'merge_group', value: new data/* Dictionary */.bT() });
    const github = new data/* Dictionary */.bT({ key: 'event_name', value: new data/* StringData */.uQ(EVENT) }, { key: 'event', value: event });
    try {
        const value = new evaluator/* Evaluator */.o(expr, new data/* Dictionary */.bT({ key: 'github', value: github })).evaluate();
        if (value instanceof data/* StringData */.uQ)
            return value.value !== '';
        return !['false', '0', 'NaN', ''].includes(value.coerceString());
    }
    catch {
        return undefined;
    }
}
function not(value) {
    return value === undefined ? undefined : !value;
}
function any(values) {
    if (values.includes(true))
        return true;
    return values.includes(undefined) ? undefined : false;
}
/** Words by which a step asks about the pull request itself: there is nothing to ask about in a queue. */
const ABOUT_PULL_REQUEST = /pull_request|event\.number|head_ref|base_ref|GITHUB_HEAD_REF|GITHUB_BASE_REF|pull-request|\bgh pr\b|commitlint|dependency-review|labeler|pr-title|changelog/i;
/**
 * Whether a job tests code, and not the pull request: it checks out the tree, runs commands, and mentions nothing that
 * only a pull request has.
 */
function testsCode(job, steps) {
    const texts = steps.flatMap(({ step: { uses, run, with: inputs, env, name } }) => [
        uses?.value ?? '',
        run?.value ?? '',
        name?.value ?? '',
        ...[...inputs, ...env].map(([key, { value }]) => `${key} ${value}`),
    ]);
    const ofJob = [job.id, job.name?.value ?? '', ...[...job.env.values()].map(({ value }) => value)];
    if ([...ofJob, ...texts].some((text) => ABOUT_PULL_REQUEST.test(text)))
        return false;
    const checksOut = steps.some(({ step }) => step.uses?.value.toLowerCase().startsWith('actions/checkout@') === true);
    return checksOut && steps.some(({ step }) => step.run !== undefined);
}
/** Where it stands that a merge queue is in force: the rule in a file, or what the API said. */
function queueEvidence({ model, requirements }) {
    const [source] = requirements.mergeQueue;
    if (source === undefined)
        return null;
    const label = 'a merge queue is on';
    if (source.kind === 'api') {
        return { path: '', startLine: 0, endLine: 0, excerpt: `${source.label} says merge_queue`, label };
    }
    return evidenceAt(model, queueLine(model, source.path), label);
}
function queueLine(model, path) {
    const at = model.protections.find(({ mergeQueue, source }) => mergeQueue === true && source.kind !== 'api' && source.path === path)?.at;
    if (at === undefined)
        return { path, startLine: 1 };
    for (let line = at.startLine; line <= at.endLine; line += 1) {
        if (model.excerpt({ path, startLine: line }).includes('merge_queue'))
            return { path, startLine: line };
    }
    return at;
}

// EXTERNAL MODULE: ./build/repository/model.js + 7 modules
var model = __webpack_require__(2476);
;// CONCATENATED MODULE: ./build/rules/support/steps.js
/** The steps of a job in the order in which they run, those of local composite actions in their place. */


/** "Composite actions can nest ten deep" (GitHub docs, limits). */
const MAX_DEPTH = 10;
/** Bounds the work for actions that use each other many times over. */
const MAX_STEPS = 2000;
/** Lists the steps of jobs; made once for a model, because every job asks for the same paths and actions. */
class StepReader {
    known;
    actions;
    constructor(model) {
        this.known = new Set(model.paths);
        this.actions = new Map(model.actions.map((action) => [action.path, action]));
    }
    /** The steps of a job in order; steps of actions of other repositories are not looked into. */
    stepsOf(job) {
        const found = [];
        for (const step of job.steps)
            this.visit(found, { step, outer: step, scope: null, depth: 0 });
        return found;
    }
    visit(found, { step, outer, scope, depth }) {
        if (found.length >= MAX_STEPS || neverRuns(step))
            return;
        const running = {
            step,
            at: step.uses?.at ?? step.run?.at ?? step.at,
            outer,
            isCertain: () => !dependsOnInputs(step) && (scope === null || scope.running.isCertain()),
            input: (name) => resolve(given(step.with, name), scope),
        };
        found.push(running);
        const path = (0,model/* localActionPath */.pg)(step, this.known);
        const action = path === null ? undefined : this.actions.get(path);
        if (action === undefined || action.using !== 'composite' || depth >= MAX_DEPTH)
            return;
        for (const inner of action.steps) {
            this.visit(found, { step: inner, outer, scope: { running, action }, depth: depth + 1 });
        }
    }
}
/** Input names are compared without regard to case, as the runner does. */
function given(inputs, name) {
    const wanted = name.toLowerCase();
    for (const [key, { value }] of inputs)
        if (key.toLowerCase() === wanted)
            return value;
    return undefined;
}
/** `${{ inputs.x }}` inside an action is what its caller gave; any other use of inputs is not known. */
function resolve(text, scope) {
    if (text === undefined || text.trim() === '')
        return undefined;
    if (!(0,expressions/* templatePaths */.bX)(text).some(([context]) => context === 'inputs'))
        return text;
    const sole = (0,expressions/* soleExpression */.EY)(text);
    const expr = sole === null ? null : (0,expressions/* parseExpression */.YK)(sole);
    const [path, ...more] = expr === null ? [] : (0,expressions/* contextPaths */.A9)(expr);
    if (scope === null || path === undefined || more.length > 0 || path.length !== 2)
        return null;
    const [, name = ''] = path;
    // What is not given falls back to a default that the model does not keep.
    return scope.running.input(name) ?? null;
}
function dependsOnInputs({ if: condition }) {
    if (condition === undefined)
        return false;
    const expr = (0,expressions/* parseCondition */.zB)(condition.value);
    return expr === null || (0,expressions/* contextPaths */.A9)(expr).some(([context]) => context === 'inputs');
}
function neverRuns({ if: condition }) {
    if (condition === undefined)
        return false;
    return condition.value.includes('false') && ((0,expressions/* soleExpression */.EY)(condition.value) ?? condition.value).trim() === 'false';
}

;// CONCATENATED MODULE: ./build/rules/md-002-required-check-without-merge-group.js





const md_002_required_check_without_merge_group_ID = 'MD-002';
const md_002_required_check_without_merge_group_VERSION = 1;
/** Requirements shown with one finding. */
const MAX_SHOWN = 5;
const requiredCheckWithoutMergeGroup = {
    id: md_002_required_check_without_merge_group_ID,
    name: 'required-check-without-merge-group',
    version: md_002_required_check_without_merge_group_VERSION,
    severity: 'high',
    level: 'block',
    summary: 'A required check that does not run in the merge queue: the queue times out, or tests nothing',
    needs: 'files-or-api',
    check: md_002_required_check_without_merge_group_check,
    attribute: (finding, { change }) => changedLineFirst(finding, change),
};
function md_002_required_check_without_merge_group_check(context) {
    const nothing = nothingToJudge(context.requirements);
    if (nothing !== null)
        return nothing;
    const queue = queueEvidence(context);
    if (queue === null)
        return withoutQueue(context);
    const { model, requirements } = context;
    const index = reporterIndex(model);
    const judge = judgeOf(context);
    const posting = model.workflows.filter(postsStatuses);
    const groups = new Map();
    const proven = [];
    /** Contexts that something of this repository reports in the queue, skipped or not. */
    let alive = 0;
    for (const entry of requiredContexts(context)) {
        const { exact, maybe } = index(entry.context);
        // What reports elsewhere may run there; no reporter at all is MD-001.
        if (entry.reporter !== null || exact.length === 0) {
            alive += 1;
            continue;
        }
        proven.push(`context:${entry.context}`);
        const possible = maybe.some(({ workflow }) => startsInQueue(workflow, requirements.branch) !== 'no');
        const absence = possible || posting.some(({ lines }) => lines.some((line) => line.includes(entry.context))) ? null : judge(exact);
        if (absence?.kind !== 'skipped')
            alive += 1;
        if (absence === null)
            continue;
        const { workflow, jobPath } = absence.producer;
        const key = JSON.stringify(absence.kind === 'not-started' ? [workflow.path] : [workflow.path, jobPath]);
        const group = groups.get(key);
        if (group === undefined)
            groups.set(key, { absence, required: [entry] });
        else
            group.required.push(entry);
    }
    const findings = [...groups.values()].map((group) => md_002_required_check_without_merge_group_findingFor(context, queue, group, alive === 0));
    return { state: 'evaluated', findings, proven, unproven: [], gaps: requirementGaps(requirements) };
}
/** Nothing says that a queue is in force. Only the API knows all rulesets; a trigger for a queue proves none. */
function withoutQueue({ model, requirements }) {
    const asked = requirements.answers.find(({ source }) => source.startsWith('rules/branches/'));
    const trigger = model.workflows.flatMap(({ triggers }) => triggers).find(({ event }) => event === EVENT);
    const answered = asked?.status === 'answered' || asked?.status === 'none';
    if (answered && trigger === undefined) {
        return { state: 'not-applicable', reason: `no ruleset puts a merge queue on ${branchName(requirements)}` };
    }
    const failed = asked !== undefined && !answered && asked.status !== 'not-asked';
    const gap = {
        evidence: 'merge queue',
        reason: answered
            ? `no ruleset declares one; whether ${placeOf(trigger?.at ?? { path: '', startLine: 0 })} is for one of classic protection cannot be read`
            : failed
                ? `rules/branches did not answer${asked.detail === '' ? '' : `: ${asked.detail}`}`
                : 'no file here declares one and GitHub was not asked',
        next: answered ? 'declare the queue in a ruleset' : 'set GITHUB_TOKEN and --repository',
        cause: failed ? 'environment' : 'not-asked',
    };
    return { state: 'not-evaluated', gaps: [gap] };
}
/** Judges the jobs that report one name; remembers what was read of each workflow and job. */
function judgeOf({ model, requirements }) {
    const reader = new StepReader(model);
    const starts = remembered((workflow) => startsInQueue(workflow, requirements.branch));
    const skips = remembered(queueSkips);
    const skipOf = (workflow, job) => skips(workflow)(job);
    const tests = remembered((job) => testsCode(job, reader.stepsOf(job)));
    return (exact) => {
        const started = exact.filter(({ workflow }) => starts(workflow) !== 'no');
        if (started.length === 0) {
            // What never reports on a pull request keeps it from the queue in the first place: not our finding.
            const producer = exact.find(({ workflow }) => reportsOnPullRequests(workflow, requirements.branch));
            return producer === undefined ? null : { kind: 'not-started', producer };
        }
        // For a push there are other conditions.
        if (started.some(({ workflow }) => starts(workflow) === 'push'))
            return null;
        const absences = started.map((producer) => skippedAs(producer, skipOf, tests));
        return absences.every((absence) => absence !== null) ? (absences[0] ?? null) : null;
    };
}
function skippedAs(producer, skipOf, tests) {
    const { workflow, job, leaf } = producer;
    const outer = skipOf(workflow, job);
    const skip = outer ?? (leaf.job === job ? null : skipOf(leaf.workflow, leaf.job));
    // A condition that speaks of the queue is meant; so is one in front of a job that is about the pull request.
    if (skip === null || skip.condition.value.includes(EVENT) || !tests(leaf.job))
        return null;
    const called = outer !== null && leaf.job !== job;
    return { kind: called || leaf.job.matrix !== undefined ? 'nameless' : 'skipped', producer, skip };
}
/** A script that runs in the queue may report any name itself, as a commit status. */
function postsStatuses({ triggers, lines }) {
    return (triggers.some(({ event }) => event === EVENT) &&
        lines.some((line) => /createCommitStatus|\/statuses\/|checks\.create|check-runs/.test(line)));
}
function remembered(compute) {
    const known = new Map();
    return (key) => {
        const value = known.has(key) ? known.get(key) : compute(key);
        known.set(key, value);
        return value;
    };
}
function md_002_required_check_without_merge_group_findingFor(context, queue, { absence, required }, nothingRuns) {
    const { model, requirements } = context;
    const { workflow, leaf } = absence.producer;
    const names = required.map((entry) => entry.context);
    const branch = branchName(requirements);
    const notStarted = absence.kind === 'not-started';
    const at = notStarted ? triggerLine(workflow, leaf.job) : absence.skip.condition.at;
    const evidence = [
        evidenceAt(model, at, notStarted ? 'no merge_group here' : 'false in the queue', notStarted ? 'no merge_group' : 'skipped in the queue'),
        queue,
        ...required.slice(0, MAX_SHOWN).map(({ checks: [entry] }) => requirementEvidence(model, entry, 'required here')),
    ];
    const one = names.length === 1;
    const them = one ? listed(names) : 'these checks';
    const subject = one ? `The required check ${listed(names)}` : `The required checks ${listed(names, 2)}`;
    const common = { ruleId: md_002_required_check_without_merge_group_ID, ruleVersion: md_002_required_check_without_merge_group_VERSION, path: at.path, evidence };
    if (absence.kind === 'not-started') {
        return {
            ...common,
            severity: 'high',
            title: `${subject} ${one ? 'does' : 'do'} not start in the merge queue`,
            what: `${branch} merges through a queue and requires ${listed(names)}, but ${workflow.path} has no \`merge_group\` trigger (line ${at.startLine}).`,
            why: `The queue waits for ${them} until it times out, and drops the pull request.`,
            fix: `Add \`merge_group:\` to the triggers of ${workflow.path} (line ${at.startLine}).`,
            anchor: 'trigger:merge_group',
        };
    }
    const { skip } = absence;
    const whose = skip.job === leaf.job ? `its \`if\`` : `the \`if\` of job ${quoted(skip.job.id)}`;
    const nameless = absence.kind === 'nameless';
    return {
        ...common,
        severity: nameless || nothingRuns ? 'high' : 'medium',
        title: `${subject} ${one ? 'is' : 'are'} skipped in the merge queue`,
        what: `${branch} merges through a queue and requires ${listed(names)}; ${workflow.path} starts for it, but ${whose} (${placeOf(at)}) is false for \`merge_group\`.`,
        why: nameless
            ? `A job that is skipped before its ${leaf.job.matrix === undefined ? 'call' : 'matrix'} is expanded does not report ${them}: the queue waits until it times out.`
            : nothingRuns
                ? 'GitHub counts a skipped job as passed, and no other required check runs: the queue tests nothing.'
                : `GitHub counts a skipped job as passed: the queue merges what ${them} never tested.`,
        fix: `Let ${placeOf(at)} be true there too (\`… || github.event_name == 'merge_group'\`), or write that it is meant (\`github.event_name != 'merge_group'\`).`,
        anchor: `job:${leaf.job.id}`,
    };
}
/** The trigger beside which `merge_group` belongs. */
function triggerLine({ triggers }, job) {
    const beside = ['pull_request', 'pull_request_target', 'push'];
    const found = beside.flatMap((event) => triggers.filter((trigger) => trigger.event === event))[0] ?? triggers[0];
    return found?.at ?? job.at;
}

;// CONCATENATED MODULE: ./build/rules/md-003-required-check-path-filtered.js



const md_003_required_check_path_filtered_ID = 'MD-003';
const md_003_required_check_path_filtered_VERSION = 1;
/** Paths that are tried against the filters; a tree with more is judged by its first ones. */
const MAX_PATHS = 50_000;
const DOC = 'https://docs.github.com/en/pull-requests/collaborating-with-pull-requests/collaborating-on-repositories-with-code-quality-features/troubleshooting-required-status-checks#handling-skipped-but-required-checks';
const requiredCheckPathFiltered = {
    id: md_003_required_check_path_filtered_ID,
    name: 'required-check-path-filtered',
    version: md_003_required_check_path_filtered_VERSION,
    severity: 'high',
    level: 'block',
    summary: 'A required check whose workflow is filtered away for some pull requests: they wait forever',
    needs: 'files-or-api',
    check: md_003_required_check_path_filtered_check,
    attribute: (finding, { change }) => changedLineFirst(finding, change),
};
function md_003_required_check_path_filtered_check(context) {
    const nothing = nothingToJudge(context.requirements);
    if (nothing !== null)
        return nothing;
    const index = reporterIndex(context.model);
    const startsOf = rememberedStarts(context.requirements.branch);
    const groups = new Map();
    const proven = [];
    for (const entry of requiredContexts(context)) {
        if (entry.reporter !== null)
            continue;
        const reporters = index(entry.context);
        // No reporter at all is MD-001; a reporter that is only possible proves nothing here.
        if (reporters.exact.length === 0)
            continue;
        proven.push(`context:${entry.context}`);
        const held = heldBack(context, reporters, startsOf);
        if (held === null)
            continue;
        const { first, others, witness } = held;
        const matrix = first.producer.matrixTexts.length > 0;
        const key = JSON.stringify([
            ...[first, ...others].map(({ producer, event, starts }) => [producer.workflow.path, event, starts.key]),
            witness,
        ]);
        const group = groups.get(key);
        if (group === undefined)
            groups.set(key, { first, others, witness, required: [entry], matrix });
        else
            groups.set(key, { ...group, required: [...group.required, entry], matrix: group.matrix || matrix });
    }
    const findings = [...groups.values()].map((group) => md_003_required_check_path_filtered_findingFor(context, group));
    return {
        state: 'evaluated',
        findings,
        proven,
        unproven: unprovenContexts(requiredContexts(context), index),
        gaps: requirementGaps(context.requirements),
    };
}
/** The filters in the way, and a path whose change starts none of the reporters; null when there is no such path. */
function heldBack({ model }, { exact, maybe }, startsOf) {
    const filtered = [];
    for (const producer of [...exact, ...maybe]) {
        for (const trigger of producer.workflow.triggers) {
            const starts = startsOf(trigger);
            if (starts.kind === 'always')
                return null;
            if (starts.kind !== 'never')
                filtered.push({ producer, event: trigger.event, starts });
        }
    }
    const ofPullRequests = filtered.filter(({ event }) => event !== 'push');
    const byPath = filtered.filter(({ starts }) => starts.kind === 'paths');
    const first = ofPullRequests.find(({ starts }) => starts.kind === 'paths') ?? ofPullRequests[0];
    // Nothing of these runs for pull requests at all (a release workflow, a schedule): no filter is to blame.
    if (first === undefined)
        return null;
    const others = filtered.filter(({ producer }) => producer.workflow !== first.producer.workflow);
    if (byPath.length === 0)
        return { first, others, witness: '' };
    // A set of paths starts a filtered workflow exactly when one of its paths does, so single paths tell everything.
    const witness = inTellingOrder(model.paths).find((path) => byPath.every(({ starts }) => starts.kind === 'paths' && !starts.startsFor(path)));
    return witness === undefined ? null : { first, others, witness };
}
/** One compiled filter for each trigger: a workflow often reports many required checks. */
function rememberedStarts(branch) {
    const known = new Map();
    return (trigger) => {
        const starts = known.get(trigger) ?? startsFor(trigger, branch);
        known.set(trigger, starts);
        return starts;
    };
}
/** A README first: it explains itself in a message. */
function inTellingOrder(paths) {
    const telling = paths.filter((path) => /^(README(\.\w+)?|LICENSE|docs\/[^/]+\.md)$/i.test(path));
    const readme = telling.filter((path) => /^README/i.test(path));
    return [...readme, ...telling, ...paths.slice(0, MAX_PATHS)];
}
function md_003_required_check_path_filtered_findingFor({ model, requirements }, group) {
    const { producer, event, starts } = group.first;
    const names = group.required.map(({ context }) => context);
    const path = (0,repository_names/* shownPath */.pS)(producer.workflow.path);
    const at = filterLine(group.first);
    const branch = branchName(requirements);
    const evidence = [
        evidenceAt(model, at, `${starts.key} filter`, `${event} ${starts.key}`),
        ...group.required.map(({ checks: [entry] }) => shownOnly(requirementEvidence(model, entry, 'required here'))),
        ...group.others.map((other) => evidenceAt(model, filterLine(other), 'the other filter')),
    ];
    const one = names.length === 1;
    return {
        ruleId: md_003_required_check_path_filtered_ID,
        ruleVersion: md_003_required_check_path_filtered_VERSION,
        severity: 'high',
        title: one
            ? `The required check ${listed(names)} does not start for every pull request`
            : `The required checks ${listed(names, 2)} do not start for every pull request`,
        what: starts.kind === 'other-branches'
            ? `${branch} requires ${listed(names)}, but \`${starts.key}\` (${placeOf(at)}) leaves out pull requests to ${branch}.`
            : `${path} has a \`${starts.key}\` filter (line ${at.startLine}): a pull request that touches only ${(0,repository_names/* shownPath */.pS)(group.witness)} does not start it${siblingsOf(group)}.`,
        why: `GitHub leaves ${one ? listed(names) : 'these checks'} pending, and such a pull request cannot merge.`,
        fix: fixFor(group, names, branch),
        path: producer.workflow.path,
        anchor: `filter:${event} ${starts.key}`,
        evidence,
    };
}
/** The filter is the problem, whichever of its checks is required: they are shown and are no part of its identity. */
function shownOnly({ fact: _fact, ...evidence }) {
    return evidence;
}
function filterLine({ producer, starts }) {
    return starts.filter[0]?.at ?? producer.job.at;
}
/** The other workflows that report the same check, and don't fill the gap. */
function siblingsOf({ others }) {
    const paths = [...new Set(others.map(({ producer: { workflow } }) => (0,repository_names/* shownPath */.pS)(workflow.path)))];
    if (paths.length === 0)
        return '';
    return `, nor ${paths.length === 1 ? paths[0] : `${paths[0]} and ${paths.length - 1} more that report the same name`}`;
}
function fixFor({ first: { producer, starts }, others, matrix }, names, branch) {
    if (starts.kind === 'other-branches') {
        return starts.key === 'branches'
            ? `Add ${quoted(branch)} to \`branches\`, or remove the filter.`
            : `Remove the entry of \`branches-ignore\` that matches ${quoted(branch)}.`;
    }
    const opposite = starts.key === 'paths' ? 'paths-ignore' : 'paths';
    const sibling = others.find((other) => other.starts.key === opposite);
    if (sibling !== undefined) {
        return `Make the \`${starts.key}\` of ${(0,repository_names/* shownPath */.pS)(producer.workflow.path)} and the \`${opposite}\` of ${(0,repository_names/* shownPath */.pS)(sibling.producer.workflow.path)} the same list. ${DOC}`;
    }
    const inside = matrix
        ? 'put the condition on the steps (a skipped matrix job does not report its names)'
        : 'skip inside: a job with an `if` reports success when it is skipped';
    const jobs = names.length === 1 ? 'a job' : 'jobs';
    return `Remove the \`${starts.key}\` filter and ${inside}. Or add a workflow with the same list under \`${opposite}\` and ${jobs} named ${listed(names, 3)}. ${DOC}`;
}

;// CONCATENATED MODULE: ./build/rules/data/gates.js
/** Actions that matter when a job that gathers results is judged (MD-004). Names in lower case, without a version. */
/**
 * Steps that only find out what changed. A job of nothing else fails only when GitHub itself does.
 */
const CHANGE_DETECTORS = [
    /** https://github.com/dorny/paths-filter */
    'dorny/paths-filter',
    /** https://github.com/step-security/paths-filter */
    'step-security/paths-filter',
    /** https://github.com/tj-actions/changed-files */
    'tj-actions/changed-files',
    /** https://github.com/step-security/changed-files */
    'step-security/changed-files',
    /** https://github.com/fkirc/skip-duplicate-actions */
    'fkirc/skip-duplicate-actions',
    /** https://github.com/actions/labeler: its outputs say which labels apply. */
    'actions/labeler',
];
/** Steps that prepare a job and judge nothing. */
const PREPARING_STEPS = ['actions/checkout', 'step-security/harden-runner'];

;// CONCATENATED MODULE: ./build/rules/support/failing-need.js
/**
 * What happens to a job when one of the jobs it needs fails, as far as the workflow tells.
 *
 * "If a job fails or is skipped, all jobs that need it are skipped unless the jobs use a conditional expression that
 * causes the job to continue" (workflow syntax, `needs`), and "a default status check of success() is applied unless
 * you include one of these functions" (expressions, status check functions).
 */



const STATUS_FUNCTIONS = ['success', 'always', 'cancelled', 'failure'];
/** Nothing is said of workflows with more jobs: bounds the work that a file can ask for. */
const MAX_JOBS = 1000;
/** A result that follows from a longer chain of conditions is not known. */
const failing_need_MAX_CHAIN = 50;
/** The jobs of one workflow by id. Ids are compared as GitHub does, without regard to case. */
class JobGraph {
    byId;
    before = new Map();
    /** Failed job → job → whether that runs; a job that is being looked at counts as not known, which ends cycles. */
    answers = new Map();
    constructor({ jobs }) {
        this.byId = new Map(jobs.length > MAX_JOBS ? [] : jobs.map((job) => [job.id.toLowerCase(), job]));
    }
    /** All jobs that have to end before this one, the direct ones first. Unknown ids are left out. */
    ancestors(job) {
        const known = this.before.get(job);
        if (known !== undefined)
            return known;
        const found = new Set();
        let level = this.needsOf(job);
        while (level.length > 0) {
            const fresh = level.filter((need) => need !== job && !found.has(need));
            for (const need of fresh)
                found.add(need);
            level = fresh.flatMap((need) => this.needsOf(need));
        }
        this.before.set(job, found);
        return found;
    }
    needsOf(job) {
        return job.needs.flatMap(({ value }) => this.byId.get(value.toLowerCase()) ?? []);
    }
    /** Does `job` run when `failed`, one of its ancestors, fails and every job that doesn't depend on it succeeds? */
    runsAfterFailure(job, failed) {
        return this.runs(job, failed, 0);
    }
    runs(job, failed, chain) {
        if (job.if === undefined)
            return false;
        const answers = this.answers.get(failed) ?? new Map();
        this.answers.set(failed, answers);
        if (answers.has(job))
            return answers.get(job);
        answers.set(job, undefined);
        const answer = this.evaluate(job.if.value, failed, chain);
        answers.set(job, answer);
        return answer;
    }
    evaluate(text, failed, chain) {
        const condition = (0,expressions/* parseCondition */.zB)(text);
        // Text around `${{ }}` makes it a string, which is true; whether `success()` still applies is not documented.
        if (condition === null || chain > failing_need_MAX_CHAIN)
            return undefined;
        const functions = (0,expressions/* calledFunctions */.Bm)(condition);
        if (!STATUS_FUNCTIONS.some((name) => functions.has(name)))
            return false;
        return failing_need_truth(condition, (id) => this.resultOf(id, failed, chain + 1));
    }
    resultOf(id, failed, chain) {
        const job = this.byId.get(id);
        if (job === undefined)
            return undefined;
        if (job === failed)
            return 'failure';
        if (!this.ancestors(job).has(failed))
            return 'success';
        return this.runs(job, failed, chain) === false ? 'skipped' : undefined;
    }
}
/** Ids of jobs whose outputs an `if` reads: whether it runs was meant to depend on them. */
function jobsDecidingBy(job) {
    const condition = job.if === undefined ? null : (0,expressions/* parseCondition */.zB)(job.if.value);
    if (condition === null)
        return new Set();
    return new Set((0,expressions/* contextPaths */.A9)(condition).flatMap(([context, id, member]) => context === 'needs' && id !== undefined && member === 'outputs' ? [id] : []));
}
function failing_need_truth(expr, resultOf) {
    if (expr instanceof ast/* Grouping */.aU)
        return failing_need_truth(expr.group, resultOf);
    if (expr instanceof ast/* Literal */.uS)
        return failing_need_isTruthy(expr.literal);
    if (expr instanceof ast/* Unary */._c)
        return failing_need_not(failing_need_truth(expr.expr, resultOf));
    if (expr instanceof ast/* Logical */.oD) {
        const values = expr.args.map((argument) => failing_need_truth(argument, resultOf));
        return expr.operator.lexeme === '||' ? failing_need_any(values) : failing_need_not(failing_need_any(values.map(failing_need_not)));
    }
    if (expr instanceof ast/* Binary */.yI)
        return compared(expr, resultOf);
    if (expr instanceof ast/* FunctionCall */.R6)
        return failing_need_called(expr);
    return undefined;
}
/** false, 0, NaN, null and the empty string are false; every other string is true, also `'false'`. */
function failing_need_isTruthy(value) {
    if (value instanceof data/* StringData */.uQ)
        return value.value !== '';
    return !['false', '0', 'NaN', ''].includes(value.coerceString());
}
function failing_need_not(value) {
    return value === undefined ? undefined : !value;
}
function failing_need_any(values) {
    if (values.includes(true))
        return true;
    return values.includes(undefined) ? undefined : false;
}
/** `needs.test.result == 'success'` and `!=`, either way round; GitHub compares strings without regard to case. */
function compared({ left, operator, right }, resultOf) {
    const [path, text] = left instanceof ast/* Literal */.uS ? [right, left] : [left, right];
    if (!(path instanceof ast/* IndexAccess */.p_) || !(text instanceof ast/* Literal */.uS))
        return undefined;
    const [read = []] = (0,expressions/* contextPaths */.A9)(path);
    const [context, id, member, ...rest] = read;
    if (context !== 'needs' || id === undefined || id === '*' || member !== 'result' || rest.length > 0)
        return undefined;
    const result = resultOf(id);
    if (result === undefined)
        return undefined;
    const same = result === text.literal.coerceString().toLowerCase();
    if (operator.lexeme === '==')
        return same;
    return operator.lexeme === '!=' ? !same : undefined;
}
function failing_need_called({ functionName, args }) {
    switch (functionName.lexeme.toLowerCase()) {
        case 'always':
            return true;
        case 'cancelled':
            return false;
        case 'success':
            return args.length === 0 ? false : undefined;
        case 'failure':
            return args.length === 0 ? true : undefined;
        case 'contains':
            return containsResult(args);
        default:
            return undefined;
    }
}
/** `contains(needs.*.result, 'failure')`, also through `toJSON` and `join`: one result is a failure, none cancelled. */
function containsResult([where, what]) {
    if (where === undefined || !(what instanceof ast/* Literal */.uS) || !(what.literal instanceof data/* StringData */.uQ))
        return undefined;
    const paths = (0,expressions/* contextPaths */.A9)(where);
    const allResults = paths.length === 1 && paths[0]?.join('.') === 'needs.*.result';
    if (!allResults)
        return undefined;
    const text = what.literal.value.toLowerCase();
    if (text === 'failure')
        return true;
    return text === 'cancelled' ? false : undefined;
}

;// CONCATENATED MODULE: ./build/rules/md-004-gate-skips-green.js
/**
 * MD-004: a required job that does not fail when a job it needs fails. It is skipped, and "a job that is skipped will
 * report its status as Success" (GitHub docs, using conditions to control job execution), or it runs and never looks.
 * https://docs.github.com/en/actions/how-tos/write-workflows/choose-when-workflows-run/control-jobs-with-conditions
 */






const md_004_gate_skips_green_ID = 'MD-004';
const md_004_gate_skips_green_VERSION = 1;
const gateSkipsGreen = {
    id: md_004_gate_skips_green_ID,
    name: 'gate-skips-green',
    version: md_004_gate_skips_green_VERSION,
    severity: 'high',
    level: 'block',
    summary: 'A required job that passes when a job it needs fails',
    needs: 'files-or-api',
    check: md_004_gate_skips_green_check,
    attribute: (finding, { change }) => changedLineFirst(finding, change),
};
function md_004_gate_skips_green_check(context) {
    const nothing = nothingToJudge(context.requirements);
    if (nothing !== null)
        return nothing;
    const index = reporterIndex(context.model);
    const required = requiredContexts(context).filter(({ reporter }) => reporter === null);
    const names = new Set(required.map(({ context: name }) => name));
    const graphs = new Map();
    const graphOf = (workflow) => {
        const graph = graphs.get(workflow) ?? new JobGraph(workflow);
        graphs.set(workflow, graph);
        return graph;
    };
    const reported = required.map((entry) => ({
        entry,
        producers: index(entry.context).exact.filter(({ workflow }) => reportsOnPullRequests(workflow, context.requirements.branch)),
    }));
    const gates = reported.flatMap(({ entry, producers }) => producers.map((producer) => ({ producer, required: entry, graph: graphOf(producer.leaf.workflow) })));
    const findings = new Map();
    for (const gate of gates) {
        const { job } = gate.producer.leaf;
        // A matrix job that is skipped reports none of its names: it waits, which is not green.
        if (job.needs.length === 0 || gate.producer.matrixTexts.length > 0 || findings.has(job))
            continue;
        const finding = judge(context, gate, gates, names);
        if (finding !== null)
            findings.set(job, finding);
    }
    return {
        state: 'evaluated',
        findings: [...findings.values()],
        proven: reported.flatMap(({ entry, producers }) => (producers.length > 0 ? [`context:${entry.context}`] : [])),
        unproven: unprovenContexts(required, index),
        gaps: requirementGaps(context.requirements),
    };
}
function judge(context, gate, gates, names) {
    const { job } = gate.producer.leaf;
    // GitHub refuses a condition that is no expression; what text around `${{ }}` does is not documented.
    if (job.if !== undefined && (0,expressions/* parseCondition */.zB)(job.if.value) === null)
        return null;
    const ancestors = [...gate.graph.ancestors(job)];
    const deciding = new Set([job, ...ancestors].flatMap((other) => [...jobsDecidingBy(other)]));
    const open = ancestors.filter((need) => canFail(need) &&
        !deciding.has(need.id.toLowerCase()) &&
        !isDetector(need) &&
        !isRequired(context, gate.producer, need, names) &&
        !gates.some((other) => other.producer.leaf.job !== job && blocksOn(other, gate.producer, need)));
    const skippedBy = open.filter((need) => gate.graph.runsAfterFailure(job, need) === false);
    if (skippedBy.length > 0)
        return md_004_gate_skips_green_findingFor(context, gate, skippedBy, 'skipped');
    return open.length > 0 && judgesNothing(job) ? md_004_gate_skips_green_findingFor(context, gate, open, 'untested') : null;
}
/**
 * Does another required job run when `need` fails, and may it fail for that? Inside a called workflow, a job of the
 * caller that needs the call sees the failure too.
 */
function blocksOn({ producer, graph }, judged, need) {
    const { job, workflow } = producer.leaf;
    if (judgesNothing(job))
        return false;
    const seen = workflow === judged.leaf.workflow ? need : workflow === judged.workflow ? judged.job : null;
    if (seen === null)
        return false;
    return graph.ancestors(job).has(seen) && graph.runsAfterFailure(job, seen) !== false;
}
/** Can the failure of this job stop the jobs that need it? With `continue-on-error` it counts as a success. */
function canFail({ continueOnError, matrix }) {
    if (continueOnError === undefined)
        return true;
    const text = continueOnError.value.trim();
    if (text === 'true' || text === 'false')
        return text === 'false';
    const key = /^matrix\.([\w-]+)$/.exec((0,expressions/* soleExpression */.EY)(text)?.trim() ?? '')?.[1];
    const rows = matrix?.combinations ?? null;
    if (key === undefined || rows === null)
        return false;
    return rows.some(({ values }) => values.get(key) !== true);
}
/** Every check that the job reports is required itself, so its failure blocks anyway. */
function isRequired({ model }, judged, job, names) {
    const own = model.producers.filter((producer) => producer.job === judged.job ? producer.leaf.job === job : producer.job === job);
    return own.length > 0 && own.every(({ name }) => name.kind === 'exact' && names.has(name.text.trim()));
}
function isDetector({ steps }) {
    const actions = steps.map((step) => step.uses?.value.split('@', 1)[0]?.toLowerCase() ?? '');
    return (actions.some((action) => CHANGE_DETECTORS.includes(action)) &&
        actions.every((action) => CHANGE_DETECTORS.includes(action) || PREPARING_STEPS.includes(action)));
}
/**
 * True when the job surely passes whatever its needs did: each step is a command that cannot fail and nothing in the
 * job mentions `needs`. Any other step (a script, an action, an artifact that is read) may judge by its own means.
 */
function judgesNothing(job) {
    if (job.uses !== undefined || job.steps.length === 0 || [...job.env.values()].some(readsNeeds))
        return false;
    return job.steps.every((step) => passesAlways(step));
}
function passesAlways({ run, if: condition, env }) {
    if (run === undefined || readsNeeds(run) || [...env.values()].some(readsNeeds))
        return false;
    if (condition !== undefined && !/^(always|success)\(\)$/.test(bare(condition.value)))
        return false;
    return run.value.split('\n').every((line) => {
        const command = line.trim();
        return command === '' || command.startsWith('#') || /^(echo|printf|true|:|exit 0)( [^;&|`(]*)?$/.test(command);
    });
}
function bare(condition) {
    return ((0,expressions/* soleExpression */.EY)(condition) ?? condition).trim();
}
function readsNeeds({ value }) {
    return (0,expressions/* templatePaths */.bX)(value).some(([context]) => context === 'needs');
}
function md_004_gate_skips_green_findingFor({ model }, { producer, required }, failing, how) {
    const { job, workflow } = producer.leaf;
    const name = quoted(required.context);
    const ids = failing.map(({ id }) => id);
    const needed = job.needs.filter(({ value }) => ids.some((id) => id.toLowerCase() === value.toLowerCase()));
    const decisive = job.if?.at ?? job.at;
    const evidence = [
        evidenceAt(model, decisive, how === 'skipped' ? 'skipped when a need fails' : 'runs, tests nothing', how === 'skipped' ? 'skipped when a need fails' : 'runs whatever its needs did'),
        ...needed.slice(0, 5).map(({ at }) => evidenceAt(model, at, 'can fail')),
        requirementEvidence(model, required.checks[0], 'required here'),
    ];
    const verb = ids.length === 1 ? 'fails' : 'fail';
    return {
        ruleId: md_004_gate_skips_green_ID,
        ruleVersion: md_004_gate_skips_green_VERSION,
        severity: 'high',
        title: `The required check ${name} passes when ${listed(ids, 1)} ${verb}`,
        what: how === 'skipped'
            ? `When ${listed(ids)} ${verb}, GitHub skips job ${quoted(job.id)}${job.if === undefined ? ' (it has no `if`)' : ' (its `if` is false then)'}, and a skipped job counts as passed.`
            : `Job ${quoted(job.id)} runs even when ${listed(ids)} ${verb}, and none of its steps looks at the result.`,
        why: `A pull request can merge although ${listed(ids, 1)} failed.`,
        fix: md_004_gate_skips_green_fixFor(job, ids, needed.length, how),
        path: workflow.path,
        anchor: `job:${job.id}`,
        evidence,
    };
}
const TEST_STEP = "`- if: contains(needs.*.result, 'failure') || contains(needs.*.result, 'cancelled')` with `run: exit 1`";
function md_004_gate_skips_green_fixFor(job, ids, direct, how) {
    const indirect = direct < ids.length ? ` List ${listed(ids)} in its \`needs\`.` : '';
    const always = how === 'skipped' ? `Set \`if: always()\` on job ${quoted(job.id)} and give it` : `Give job ${quoted(job.id)}`;
    return `${always} the first step ${TEST_STEP}.${indirect} Or require ${listed(ids)} as well.`;
}

;// CONCATENATED MODULE: ./build/rules/md-005-duplicate-required-check.js
/**
 * MD-005: two jobs report one required name for the same event. "Using the same job name in more than one workflow can
 * cause ambiguous status check results and block pull requests from merging."
 * https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/managing-protected-branches/about-protected-branches#require-status-checks-before-merging
 */





const md_005_duplicate_required_check_ID = 'MD-005';
const md_005_duplicate_required_check_VERSION = 1;
const md_005_duplicate_required_check_ANCHOR = 'context:';
const SAME_NAME = 'the same name';
/** Reporters of one name that are compared with each other. */
const md_005_duplicate_required_check_MAX_COMPARED = 100;
const duplicateRequiredCheck = {
    id: md_005_duplicate_required_check_ID,
    name: 'duplicate-required-check',
    version: md_005_duplicate_required_check_VERSION,
    severity: 'medium',
    level: 'block',
    summary: 'Two jobs report one required name: the result of one can stand for the other',
    needs: 'files-or-api',
    check: md_005_duplicate_required_check_check,
    attribute: md_005_duplicate_required_check_attribute,
};
function md_005_duplicate_required_check_check(context) {
    const nothing = nothingToJudge(context.requirements);
    if (nothing !== null)
        return nothing;
    const index = reporterIndex(context.model);
    const findings = [];
    const proven = [];
    for (const entry of requiredContexts(context)) {
        if (entry.reporter !== null)
            continue;
        const { exact } = index(entry.context);
        if (exact.length === 0)
            continue;
        proven.push(`${md_005_duplicate_required_check_ANCHOR}${entry.context}`);
        const pair = firstPair(exact, context.requirements.branch);
        if (pair !== null)
            findings.push(md_005_duplicate_required_check_findingFor(context, entry, pair, exact.length));
    }
    return {
        state: 'evaluated',
        findings,
        proven,
        unproven: unprovenContexts(requiredContexts(context), index),
        gaps: requirementGaps(context.requirements),
    };
}
/** The first two reporters that surely report for the same event; order of the model. */
function firstPair(all, branch) {
    const producers = all.slice(0, md_005_duplicate_required_check_MAX_COMPARED);
    for (const [index, one] of producers.entries()) {
        if (isConditional(one))
            continue;
        for (const other of producers.slice(index + 1)) {
            if (isConditional(other))
                continue;
            const event = commonEvent(one, other, branch);
            if (event !== null)
                return { one, other, event };
        }
    }
    return null;
}
/** A condition may keep one of the two away whenever the other runs: the pair `x` and `x-skip`. */
function isConditional({ job, leaf }) {
    return [job, leaf.job].some(mayBeSkipped);
}
function mayBeSkipped(job) {
    if (job.if === undefined)
        return false;
    const condition = (0,expressions/* parseCondition */.zB)(job.if.value);
    if (condition === null)
        return true;
    // `if: always()` and the like say nothing about which pull requests are meant.
    return (0,expressions/* contextPaths */.A9)(condition).length > 0 || (0,expressions/* calledFunctions */.Bm)(condition).size === 0;
}
function commonEvent(one, other, branch) {
    for (const trigger of one.workflow.triggers) {
        const same = other.workflow.triggers.find(({ event }) => event === trigger.event);
        if (same !== undefined && overlap(trigger, same, one.workflow === other.workflow, branch))
            return trigger.event;
    }
    return null;
}
/**
 * Do both triggers fire together? Two triggers with path filters are taken as halves of a pair (GitHub's own pattern
 * for skipped checks), and branch filters only count where both surely let the judged branch through.
 */
function overlap(one, other, sameWorkflow, branch) {
    if (one.event === 'merge_group')
        return true;
    const [a, b] = [startsFor(one, branch), startsFor(other, branch)];
    if (a.kind === 'never' || b.kind === 'never' || a.kind === 'other-branches' || b.kind === 'other-branches')
        return false;
    if (sameWorkflow)
        return true;
    if (a.kind === 'paths' && b.kind === 'paths')
        return false;
    const branchFilters = [one, other].filter(({ branches, branchesIgnore }) => (branches ?? branchesIgnore) !== undefined);
    if (branchFilters.length === 2 && (branch === null || one.event === 'push'))
        return false;
    const [types, otherTypes] = [typesOf(one), typesOf(other)];
    return types.some((type) => otherTypes.includes(type));
}
/** https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows#pull_request */
function typesOf({ types }) {
    return types?.map(({ value }) => value) ?? ['opened', 'synchronize', 'reopened'];
}
function md_005_duplicate_required_check_findingFor({ model }, { context, checks }, { one, other, event }, count) {
    const name = quoted(context);
    const sameLeaf = one.leaf.job === other.leaf.job;
    const oneJob = sameLeaf && one.job === other.job;
    // Two calls of one workflow: the names of the calling jobs are what can differ.
    const [line, otherLine] = sameLeaf && !oneJob ? [callLine(one), callLine(other)] : [one.nameAt, other.nameAt];
    const evidence = [
        evidenceAt(model, otherLine, oneJob ? 'one name for several jobs' : SAME_NAME, `reports ${event}`),
        ...(oneJob ? [] : [evidenceAt(model, line, SAME_NAME, `reports ${event}`)]),
        requirementEvidence(model, checks[0], 'required here'),
    ];
    return {
        ruleId: md_005_duplicate_required_check_ID,
        ruleVersion: md_005_duplicate_required_check_VERSION,
        severity: 'medium',
        title: `${oneJob ? `${count} runs of one job` : 'Two jobs'} report the required check ${name}`,
        what: oneJob
            ? `The matrix of job ${quoted(one.leaf.job.id)} starts ${count} jobs for ${event}, all named ${name} (${placeOf(line)}).`
            : `Two jobs report ${name} for ${event}: ${placeOf(line)} and ${placeOf(otherLine)}.`,
        why: 'GitHub cannot tell them apart: a failure of one can hide behind the other, or block for no reason.',
        fix: oneJob
            ? `Put every matrix value into the name (${placeOf(line)}) and require each of the names.`
            : `Give one of them its own \`name:\` (${placeOf(otherLine)}) and require that name too if it has to pass.`,
        path: otherLine.path,
        anchor: `${md_005_duplicate_required_check_ANCHOR}${context}`,
        evidence,
    };
}
/** Point at the job that the change added or began to start, wherever it stands in the order of the files. */
function md_005_duplicate_required_check_attribute(finding, { change, subject }) {
    const pair = finding.evidence.filter(({ label }) => label === SAME_NAME);
    const own = onlyOne(pair, (entry) => isChanged(change, entry)) ?? onlyOne(pair, ({ path }) => change.changed.has(path));
    const other = pair.find((entry) => entry !== own);
    if (own === undefined || other === undefined)
        return changedLineFirst(finding, change);
    const name = quoted(finding.anchor.slice(md_005_duplicate_required_check_ANCHOR.length));
    const retold = {
        ...finding,
        what: `With this change ${placeOf(own)} reports ${name} for the same event as ${placeOf(other)}.`,
        fix: `Give the job at ${placeOf(own)} its own \`name:\`, and require that name too if it has to pass.`,
        evidence: [own, ...finding.evidence.filter((entry) => entry !== own)],
    };
    if (isChanged(change, own))
        return changedLineFirst(retold, change);
    // Its name is old: a trigger made it report.
    const workflow = subject.model.workflows.find(({ path }) => path === own.path);
    const places = workflow?.triggers.flatMap(placesOfTrigger) ?? [];
    const at = places.find((place) => isChanged(change, place));
    if (at === undefined)
        return changedLineFirst(retold, change);
    return { ...retold, evidence: [evidenceAt(subject.model, at, 'this change'), ...retold.evidence] };
}
function onlyOne(pair, wanted) {
    const found = pair.filter(wanted);
    return found.length === 1 ? found[0] : undefined;
}
function callLine({ job }) {
    return job.name?.at ?? job.at;
}

;// CONCATENATED MODULE: ./build/rules/data/oidc-users.js
const OIDC_USERS = [
    {
        action: 'aws-actions/configure-aws-credentials',
        given: ['role-to-assume'],
        unless: ['aws-access-key-id', 'web-identity-token-file', 'aws-session-token'],
        differs: ['role-chaining', 'true'],
        ambient: true,
        docs: 'https://github.com/aws-actions/configure-aws-credentials#oidc',
    },
    {
        action: 'azure/login',
        given: ['client-id'],
        unless: ['creds'],
        differs: ['auth-type', 'IDENTITY'],
        docs: 'https://github.com/Azure/login#login-with-openid-connect-oidc-recommended',
    },
    {
        action: 'google-github-actions/auth',
        given: ['workload_identity_provider'],
        unless: ['credentials_json'],
        docs: 'https://github.com/google-github-actions/auth#prerequisites',
    },
    {
        action: 'pypa/gh-action-pypi-publish',
        unless: ['password', 'user'],
        docs: 'https://docs.pypi.org/trusted-publishers/using-a-publisher/',
    },
    {
        action: 'hashicorp/vault-action',
        equals: ['method', 'jwt'],
        unless: ['jwtPrivateKey'],
        docs: 'https://github.com/hashicorp/vault-action#jwt-with-github-oidc-tokens',
    },
    {
        action: 'hashicorp/hcp-auth-action',
        given: ['workload_identity_provider'],
        docs: 'https://github.com/hashicorp/hcp-auth-action#usage',
    },
    {
        action: 'actions/attest',
        also: ['attestations: write'],
        docs: 'https://github.com/actions/attest#usage',
    },
    {
        action: 'actions/attest-build-provenance',
        also: ['attestations: write'],
        docs: 'https://github.com/actions/attest-build-provenance#usage',
    },
    {
        action: 'actions/attest-sbom',
        also: ['attestations: write'],
        docs: 'https://github.com/actions/attest-sbom#usage',
    },
    {
        action: 'actions/deploy-pages',
        also: ['pages: write'],
        docs: 'https://github.com/actions/deploy-pages#security-considerations',
    },
    {
        action: 'actions/github-script',
        contains: ['script', 'getIDToken('],
        docs: 'https://docs.github.com/en/actions/reference/security/oidc#methods-for-requesting-the-oidc-token',
    },
    {
        action: 'sigstore/gh-action-sigstore-python',
        unless: ['identity-token'],
        docs: 'https://github.com/sigstore/gh-action-sigstore-python#usage',
    },
    {
        action: 'rubygems/release-gem',
        differs: ['setup-trusted-publisher', 'false'],
        also: ['contents: write'],
        docs: 'https://github.com/rubygems/release-gem#usage',
    },
    {
        action: 'rust-lang/crates-io-auth-action',
        docs: 'https://crates.io/docs/trusted-publishing',
    },
    {
        action: 'nuget/login',
        docs: 'https://learn.microsoft.com/nuget/nuget-org/trusted-publishing',
    },
    {
        action: 'pulumi/auth-actions',
        docs: 'https://github.com/pulumi/auth-actions#usage',
    },
    {
        action: 'jfrog/setup-jfrog-cli',
        given: ['oidc-provider-name'],
        docs: 'https://github.com/jfrog/setup-jfrog-cli#connecting-to-jfrog-using-oidc-openid-connect',
    },
    {
        action: 'octopusdeploy/login',
        given: ['service_account_id'],
        unless: ['api_key'],
        docs: 'https://github.com/OctopusDeploy/login#using-oidc',
    },
    {
        action: 'codecov/codecov-action',
        equals: ['use_oidc', 'true'],
        docs: 'https://github.com/codecov/codecov-action#using-oidc',
    },
];
/** What a script reads to fetch a token itself. */
const TOKEN_VARIABLE = 'ACTIONS_ID_TOKEN_REQUEST_URL';
const SCRIPT_DOCS = 'https://docs.github.com/en/actions/reference/security/oidc#methods-for-requesting-the-oidc-token';

;// CONCATENATED MODULE: ./build/rules/support/oidc.js
/** Which step of a job asks GitHub for an OIDC token. */


const BY_ACTION = new Map(OIDC_USERS.map((user) => [user.action, user]));
/** The first step that surely asks for a token whenever the job gets that far; null when none does. */
function oidcUse(reader, workflow, job) {
    const steps = reader.stepsOf(job);
    for (const [index, running] of steps.entries()) {
        const use = useOf(running);
        if (use === null || !running.isCertain())
            continue;
        if ([running.step, running.outer].some(({ continueOnError }) => continueOnError !== undefined))
            continue;
        if (use.ambient && hasOtherCredentials(workflow, job, running, steps.slice(0, index)))
            continue;
        return use;
    }
    return null;
}
function useOf(running) {
    const { uses, run } = running.step;
    if (run !== undefined && fetchesToken(run.value)) {
        return { running, by: 'a script', also: [], docs: SCRIPT_DOCS, ambient: false };
    }
    const name = uses?.value.split('@', 1)[0];
    const user = name === undefined ? undefined : BY_ACTION.get(name.toLowerCase());
    if (user === undefined || name === undefined || !asks(user, running))
        return null;
    return { running, by: name, also: user.also ?? [], docs: user.docs, ambient: user.ambient === true };
}
/** A script that uses the address, not one that only tests whether it is set. */
function fetchesToken(script) {
    if (!script.includes(TOKEN_VARIABLE))
        return false;
    return script
        .split('\n')
        .some((line) => line.includes(TOKEN_VARIABLE) && /\b(curl|wget|Invoke-RestMethod)\b/.test(line));
}
function asks({ given, unless, equals, differs, contains }, { input }) {
    const text = (name) => input(name) ?? null;
    if (given?.some((name) => text(name) === null))
        return false;
    // An input that is there may be empty at run time; then again it may not.
    if (unless?.some((name) => input(name) !== undefined))
        return false;
    if (equals !== undefined && text(equals[0])?.trim() !== equals[1])
        return false;
    if (differs !== undefined && !surelyDiffers(input(differs[0]), differs[1]))
        return false;
    return contains === undefined || (text(contains[0])?.includes(contains[1]) ?? false);
}
function surelyDiffers(value, other) {
    if (value === undefined)
        return true;
    return value !== null && !(0,expressions/* hasExpression */.xS)(value) && value.trim().toLowerCase() !== other.toLowerCase();
}
const AWS_VARIABLES = ['AWS_ACCESS_KEY_ID', 'AWS_WEB_IDENTITY_TOKEN_FILE', 'AWS_PROFILE', 'AWS_CONTAINER_CREDENTIALS'];
/**
 * Credentials that are there without OIDC: variables, an earlier step that sets some, or the machine's own. Only
 * GitHub's machines surely have none.
 */
function hasOtherCredentials(workflow, job, running, earlier) {
    const environments = [workflow.env, job.env, running.step.env, running.outer.env];
    if (environments.some((env) => AWS_VARIABLES.some((name) => env.has(name))))
        return true;
    if (!isHosted(job.runsOn))
        return true;
    return earlier.some(({ step }) => {
        if (step.run !== undefined)
            return AWS_VARIABLES.some((name) => step.run?.value.includes(name));
        return /aws|vault|credential|secret|assume/i.test(step.uses?.value ?? '');
    });
}
function isHosted(labels) {
    return (labels !== undefined && labels.length > 0 && labels.every(({ value }) => /^(ubuntu|windows|macos)-/.test(value)));
}

;// CONCATENATED MODULE: ./build/rules/md-006-oidc-without-id-token.js
/**
 * MD-006: a step asks GitHub for an OIDC token in a job whose token may not. `id-token` is never part of the default
 * token, so it has to be declared: on the job, or on its workflow, and by every caller of a called workflow.
 * https://docs.github.com/en/actions/reference/security/oidc#workflow-permissions-for-the-requesting-the-oidc-token
 * https://docs.github.com/en/actions/tutorials/authenticate-with-github_token#permissions-for-the-github_token
 */





const md_006_oidc_without_id_token_ID = 'MD-006';
const md_006_oidc_without_id_token_VERSION = 1;
const SCOPE = 'id-token';
const oidcWithoutIdToken = {
    id: md_006_oidc_without_id_token_ID,
    name: 'oidc-without-id-token',
    version: md_006_oidc_without_id_token_VERSION,
    severity: 'high',
    level: 'block',
    summary: 'A job that asks for an OIDC token without `id-token: write`: the step fails',
    needs: 'files',
    check: md_006_oidc_without_id_token_check,
    attribute: (finding, { change }) => changedLineFirst(finding, change),
};
function md_006_oidc_without_id_token_check({ model }) {
    if (model.workflows.length === 0)
        return { state: 'not-applicable', reason: 'there is no workflow' };
    const reader = new StepReader(model);
    const findings = new Map();
    const proven = [];
    for (const workflow of model.workflows) {
        for (const job of workflow.jobs) {
            const use = isOff(job) ? null : oidcUse(reader, workflow, job);
            if (use === null)
                continue;
            proven.push(`job:${workflow.path}:${job.id}`);
            for (const place of lackingPlaces(model, { workflow, job })) {
                const key = JSON.stringify([place.workflow.path, place.job.id]);
                if (!findings.has(key))
                    findings.set(key, md_006_oidc_without_id_token_findingFor(model, place, { workflow, job }, use));
            }
        }
    }
    return { state: 'evaluated', findings: [...findings.values()], proven, unproven: [], gaps: [] };
}
/** The jobs that have to declare the scope and don't: the job itself, or callers of its workflow. */
function lackingPlaces(model, place) {
    const { workflow, job } = place;
    const declared = job.permissions ?? workflow.permissions;
    const own = declared === undefined ? null : accessIn(declared, SCOPE);
    if (own !== null && own !== 'write')
        return own === 'unknown' ? [] : [place];
    const lacking = [];
    // Undeclared and started by its own trigger: the default token.
    if (own === null && workflow.triggers.some(({ event }) => event !== 'workflow_call'))
        lacking.push(place);
    // Whether a condition on the inputs lets it run differs from caller to caller; a declared scope is asked for anyway.
    if (own === null && md_006_oidc_without_id_token_dependsOnInputs(job))
        return lacking;
    for (const caller of callersOf(model, workflow)) {
        if (isOff(caller.job))
            continue;
        const access = effectivePermissions(model, caller.workflow, caller.job).grants(SCOPE);
        if (access === 'none' || access === 'read')
            lacking.push(caller);
    }
    return lacking;
}
function isOff({ if: condition }) {
    return condition !== undefined && /^(\$\{\{)?\s*false\s*(\}\})?$/.test(condition.value.trim());
}
function md_006_oidc_without_id_token_dependsOnInputs({ if: condition }) {
    if (condition === undefined)
        return false;
    const expr = (0,expressions/* parseCondition */.zB)(condition.value);
    return expr === null || (0,expressions/* contextPaths */.A9)(expr).some(([context]) => context === 'inputs');
}
function md_006_oidc_without_id_token_findingFor(model, place, user, use) {
    const { workflow, job } = place;
    const declared = job.permissions ?? workflow.permissions;
    const calls = place.job !== user.job;
    const name = quoted(job.id);
    const step = use.running.at;
    const line = declared?.at ?? job.at;
    const evidence = [
        evidenceAt(model, line, declared === undefined ? 'declares no permissions' : 'no id-token here', 'no id-token'),
        evidenceAt(model, step, 'asks for an OIDC token'),
        ...(calls ? [evidenceAt(model, job.uses?.at ?? job.at, 'the call')] : []),
    ];
    return {
        ruleId: md_006_oidc_without_id_token_ID,
        ruleVersion: md_006_oidc_without_id_token_VERSION,
        severity: 'high',
        title: `Job ${name} uses OIDC without \`id-token: write\``,
        what: calls
            ? `Job ${name} calls ${user.workflow.path}, where ${use.by} asks for an OIDC token (${placeOf(step)}), and does not pass on \`id-token: write\`.`
            : `In job ${name}, ${use.by} asks for an OIDC token (${placeOf(step)}), and ${whose(declared, job)}.`,
        why: calls
            ? 'GitHub gives a called workflow no more than its caller has: the step fails, or the run does not start.'
            : 'GitHub gives the job no token: the step fails each time it runs.',
        fix: md_006_oidc_without_id_token_fixFor(job, declared, use),
        path: workflow.path,
        anchor: `job:${job.id}`,
        evidence,
    };
}
function whose(declared, job) {
    if (declared === undefined)
        return 'nothing declares `id-token: write` (the default token never has it)';
    return `the \`permissions\` of ${declared === job.permissions ? 'the job' : 'its workflow'} (line ${declared.at.startLine}) lack \`id-token: write\``;
}
/** A block on the job replaces that of the workflow, so the fix repeats what the job has now. */
function md_006_oidc_without_id_token_fixFor(job, declared, { also, docs }) {
    if (declared?.kind === 'scopes' && declared === job.permissions && declared.scopes.length > 0) {
        const missing = ['id-token: write', ...also.filter((scope) => !has(declared, scope))];
        return `Add ${missing.map((scope) => `\`${scope}\``).join(' and ')} below ${placeOf(declared.at)}. ${docs}`;
    }
    const kept = declared?.kind === 'scopes' ? declared.scopes.filter(({ scope }) => scope !== SCOPE) : [];
    const scopes = new Map(kept.map(({ scope, access }) => [scope, access]));
    if (declared?.kind !== 'scopes')
        scopes.set('contents', 'read');
    for (const entry of ['id-token: write', ...also]) {
        const [scope = '', access = ''] = entry.split(': ');
        scopes.set(scope, access);
    }
    const block = [...scopes].map(([scope, access]) => `${scope}: ${access}`).join(', ');
    const others = declared?.kind === 'scopes' && declared.scopes.length > 0
        ? ''
        : ' Scopes that are not named are dropped: add the others that it needs.';
    return `Set \`permissions: { ${block} }\` on job ${quoted(job.id)}.${others} ${docs}`;
}
function has(declared, entry) {
    return declared.scopes.some(({ scope, access }) => `${scope}: ${access}` === entry);
}

;// CONCATENATED MODULE: ./build/rules/support/code-owners.js
/** What can be said of a code owner without asking GitHub: names it cannot have, and names nobody means. */
/** Characters that no user, team or address has. Others are left to GitHub: names made long ago break today's rules. */
const IMPOSSIBLE = /[<>{}()[\]$,;:'"`|!?*=\\]/;
/** Stand-ins of templates, and the owners of GitHub's own example file. */
const PLACEHOLDER_USER = /^(?:(?:your|my)[-_]?(?:github[-_]?)?(?:user[-_]?(?:name)?|name|handle|login)|(?:github[-_]?)?user[-_]?name\d*|global-owner\d|js-owner|doctocat|octocat|your[-_]?(?:org|team)(?:[-_]?name)?)$/i;
const PLACEHOLDER_ORG = /^(?:(?:your|my)[-_]?(?:github[-_]?)?(?:org|organi[sz]ation|company)(?:[-_]?name)?|example(?:[-_](?:org|organi[sz]ation|company))?|octo-org|org|org[-_]?name|organi[sz]ation(?:[-_]?name)?|user[-_]?name)$/i;
const PLACEHOLDER_TEAM = /^(?:your[-_]?team(?:[-_]?name)?|team[-_]?name)$/i;
/** Domains that RFC 2606 keeps free for examples. */
const EXAMPLE_DOMAIN = /@(?:[^@]*\.)?(?:example\.(?:com|org|net)|example|invalid|test|localhost)$/i;
/** True for text that cannot name a user, a team or an address. Every owner GitHub accepts passes. */
function isImpossibleOwner(owner) {
    if (IMPOSSIBLE.test(owner))
        return true;
    return !(owner.startsWith('@') ? /^@[^@/]+(?:\/[^@/]+)?$/ : /^[^@]+@[^@]+$/).test(owner);
}
/**
 * True for an owner that stands for "put yours here".
 *
 * @param repository `owner/name`; its own owner is never a stand-in
 */
function isPlaceholderOwner(owner, repository) {
    if (!owner.startsWith('@'))
        return EXAMPLE_DOMAIN.test(owner);
    const [name = '', team] = owner.slice(1).split('/');
    if (name.toLowerCase() === (repository.split('/', 1)[0] ?? '').toLowerCase()) {
        return team !== undefined && PLACEHOLDER_TEAM.test(team);
    }
    if (team === undefined)
        return PLACEHOLDER_USER.test(name);
    return PLACEHOLDER_ORG.test(name) || PLACEHOLDER_TEAM.test(team);
}

// EXTERNAL MODULE: ./build/repository/codeowners.js
var codeowners = __webpack_require__(9828);
;// CONCATENATED MODULE: ./build/rules/support/tracked-paths.js
/** `path = lib/x` of a `.gitmodules` file; a longer file is not looked at further. */
const MAX_SUBMODULES = 1000;
class TrackedPaths {
    /** Sorted by code unit, submodules included: a change of a submodule is a change of its path. */
    paths;
    submodules;
    names = null;
    joined = null;
    lower = null;
    constructor(model) {
        this.submodules = submodulesOf(model.files.get('.gitmodules')?.lines ?? []);
        this.paths = this.submodules.length === 0 ? model.paths : [...model.paths, ...this.submodules].sort(byCodeUnit);
    }
    /** The first path that matches, or null. */
    first(matcher, needle) {
        for (const path of this.candidates(needle))
            if (matcher.matches(path))
                return path;
        return null;
    }
    /** All paths that match, at most `limit`. */
    all(matcher, needle, limit) {
        const found = [];
        for (const path of this.candidates(needle)) {
            if (!matcher.matches(path))
                continue;
            found.push(path);
            if (found.length === limit)
                break;
        }
        return found;
    }
    has(path) {
        return this.paths[this.lowerBound(path)] === path;
    }
    /** True when something tracked lies below this folder. */
    hasFolder(folder) {
        return this.paths[this.lowerBound(`${folder}/`)]?.startsWith(`${folder}/`) ?? false;
    }
    /** All paths below a folder; '' is the top. */
    below(folder) {
        return this.candidates({ prefix: folder === '' ? '' : `${folder}/`, contains: '' });
    }
    /** Paths below a folder that are at most `depth` segments deeper; what is deeper is jumped over. */
    *shallow(folder, depth) {
        const prefix = folder === '' ? '' : `${folder}/`;
        let index = this.lowerBound(prefix);
        for (let path = this.paths[index]; path?.startsWith(prefix); path = this.paths[index]) {
            let end = prefix.length - 1;
            for (let level = 0; level < depth && end !== Number.POSITIVE_INFINITY; level += 1) {
                const slash = path.indexOf('/', end + 1);
                end = slash === -1 ? Number.POSITIVE_INFINITY : slash;
            }
            if (end === Number.POSITIVE_INFINITY) {
                yield path;
                index += 1;
            }
            else {
                // The first path that comes after everything in that folder: `0` follows `/`.
                index = this.lowerBound(`${path.slice(0, end)}0`);
            }
        }
    }
    /** True when the path is a submodule or lies inside one: what is there is not ours to see. */
    isInSubmodule(path) {
        return this.submodules.some((submodule) => path === submodule || path.startsWith(`${submodule}/`));
    }
    /** The paths that have this file name. */
    named(name) {
        if (this.names === null) {
            const names = new Map();
            for (const path of this.paths) {
                const key = path.slice(path.lastIndexOf('/') + 1);
                const same = names.get(key);
                if (same === undefined)
                    names.set(key, [path]);
                else
                    same.push(path);
            }
            this.names = names;
        }
        return this.names.get(name) ?? [];
    }
    /** A path that differs from this one in upper and lower case only. */
    inOtherCase(path) {
        this.lower ??= new Map(this.paths.map((each) => [each.toLowerCase(), each]));
        const found = this.lower.get(path.toLowerCase());
        return found === undefined || found === path ? null : found;
    }
    *candidates({ prefix, contains }) {
        const from = this.lowerBound(prefix);
        if (contains !== '') {
            yield* this.containing(contains, prefix, from);
            return;
        }
        for (let index = from; index < this.paths.length; index += 1) {
            const path = this.paths[index] ?? '';
            if (!path.startsWith(prefix))
                return;
            yield path;
        }
    }
    /** One search through all paths at once is many times faster than one for each path. */
    *containing(text, prefix, from) {
        this.joined ??= joinedPaths(this.paths);
        const { all, starts } = this.joined;
        let at = all.indexOf(text, starts[from] ?? all.length);
        for (let index = from; at !== -1; at = all.indexOf(text, starts[index] ?? all.length)) {
            index = lastAtMost(starts, at);
            const path = this.paths[index] ?? '';
            if (!path.startsWith(prefix))
                return;
            index += 1;
            if (path.includes(text))
                yield path;
        }
    }
    lowerBound(text) {
        let [low, high] = [0, this.paths.length];
        while (low < high) {
            const middle = (low + high) >> 1;
            if ((this.paths[middle] ?? '') < text)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }
}
const known = new WeakMap();
/** One index for each model, shared by the rules. */
function trackedPaths(model) {
    const found = known.get(model) ?? new TrackedPaths(model);
    known.set(model, found);
    return found;
}
/**
 * The literal text that every match of a glob starts with, and one that it contains. Good for GitHub's filter patterns
 * and for CODEOWNERS without its leading slash; where the dialects differ, the weaker reading is taken.
 */
function needleOf(pattern) {
    const runs = [''];
    for (let index = 0; index < pattern.length; index += 1) {
        const character = pattern[index] ?? '';
        const last = runs.length - 1;
        // Where a set ends depends on the escapes in it: what follows is not needed.
        if (character === '[')
            break;
        if (character === '*' || character === '\\') {
            if (character === '\\')
                index += 1;
            runs.push('');
        }
        else if (character === '?' || character === '+') {
            // `?` makes the character before it optional, `+` repeats it.
            runs[last] = (runs[last] ?? '').slice(0, -1);
            runs.push('');
        }
        else
            runs[last] += character;
    }
    const [prefix = '', ...later] = runs;
    let contains = '';
    for (const run of later) {
        // `**/name` also matches `name` at the top.
        const text = run.startsWith('/') ? run.slice(1) : run;
        if (text.length > contains.length)
            contains = text;
    }
    return { prefix, contains };
}
/** A pattern that names no file or folder, only a kind of file: `**.md`, `*.tf`. It is written for files to come. */
function namesNothing(pattern) {
    return pattern.split('/').every((segment) => segment === '' || segment.startsWith('*'));
}
/** True for a path without any glob character. */
function tracked_paths_isLiteral(pattern) {
    return !/[*?+[\]\\!]/.test(pattern);
}
function joinedPaths(paths) {
    const starts = [];
    let length = 0;
    for (const path of paths) {
        starts.push(length);
        length += path.length + 1;
    }
    return { all: paths.join('\n'), starts };
}
/** The index of the last start that is not after `at`. */
function lastAtMost(starts, at) {
    let [low, high] = [0, starts.length];
    while (low < high) {
        const middle = (low + high) >> 1;
        if ((starts[middle] ?? 0) <= at)
            low = middle + 1;
        else
            high = middle;
    }
    return low - 1;
}
function submodulesOf(lines) {
    const found = [];
    for (const line of lines) {
        const path = /^\s*path\s*=\s*(\S.*)$/.exec(line)?.[1]?.trim();
        if (path !== undefined && found.length < MAX_SUBMODULES)
            found.push(path.replace(/^"|"$/g, '').replace(/\/$/, ''));
    }
    return found;
}
function byCodeUnit(a, b) {
    return a < b ? -1 : a > b ? 1 : 0;
}

;// CONCATENATED MODULE: ./build/rules/support/codeowners-lines.js
/** Which lines of CODEOWNERS decide nothing, and why. */


/** Paths of one pattern that are compared with a later line; a pattern with more is left alone. */
const codeowners_lines_MAX_COMPARED = 20_000;
/** A file with more lines is judged up to here. */
const MAX_RULES = 5000;
const results = new WeakMap();
/** The dead lines of a tree in file order; computed once for each model. */
function deadLines(model) {
    const known = results.get(model) ?? (model.codeowners === null ? [] : findDeadLines(model, model.codeowners));
    results.set(model, known);
    return known;
}
/** `[Section]` headings: the file is written for GitLab, which reads all places but `.github/`. */
function isGitlabFile({ path, lines }) {
    return !path.startsWith('.github/') && lines.some((line) => /^\s*\^?\[[^\][]+\](?:\[\d+\])?(?:\s|$)/.test(line));
}
function findDeadLines(model, codeowners) {
    const tracked = trackedPaths(model);
    const lines = codeowners.rules.slice(0, MAX_RULES).flatMap((rule) => lineOf(rule) ?? []);
    const dead = [];
    for (const problem of codeowners.invalid.slice(0, MAX_RULES)) {
        const { kind, pattern, at, value } = problem;
        if (kind === 'pattern')
            dead.push(deadLine('invalid', pattern, at, value));
        else {
            // GitHub skips it for its owner (MD-007); mending that would not help.
            const line = lineOf({ pattern, owners: [], at });
            if (line !== null && matchesNothing(line, tracked))
                dead.push(deadLine('matches-nothing', pattern, at, ''));
        }
    }
    const later = new LaterLines(lines);
    for (const [index, line] of lines.entries()) {
        const { pattern, at } = line.rule;
        if (namesNothing(line.text))
            continue;
        if (matchesNothing(line, tracked))
            dead.push(deadLine('matches-nothing', pattern, at, ''));
        else {
            const by = later.covering(line, index, tracked);
            if (by !== null)
                dead.push({ ...deadLine('shadowed', pattern, at, ''), by: by.rule.at });
        }
    }
    return dead.sort((a, b) => a.at.startLine - b.at.startLine);
}
function lineOf(rule) {
    const text = rule.pattern.replace(/^\//, '');
    const anchored = rule.pattern.slice(0, -1).includes('/');
    const matcher = anchored && tracked_paths_isLiteral(text) ? literalMatcher(text) : (0,codeowners/* compileCodeownersPattern */.hH)(rule.pattern);
    return 'invalid' in matcher ? null : { rule, matcher, text, anchored };
}
/** Most lines of a long file name one file or folder: no automaton for those. */
function literalMatcher(text) {
    const folder = text.endsWith('/') ? text : `${text}/`;
    return { matches: (path) => path === text || path.startsWith(folder) };
}
function matchesNothing(line, tracked) {
    if (namesNothing(line.text))
        return false;
    const needle = needleIn(line);
    return !tracked.isInSubmodule(needle.prefix.replace(/\/$/, '')) && tracked.first(line.matcher, needle) === null;
}
/** A pattern without a slash matches in every folder. */
function needleIn({ anchored, text }) {
    // An escaped slash does not anchor; what a backslash means elsewhere is left to the matcher.
    return needleOf(anchored && !text.includes('\\') ? text : `*${text}`);
}
function deadLine(reason, pattern, at, detail) {
    return { key: JSON.stringify([reason, pattern]), pattern, at, reason, detail };
}
/** Finds the later line that takes everything from an earlier one, by the form of the two patterns. */
class LaterLines {
    lines;
    byText = new Map();
    constructor(lines) {
        this.lines = lines;
        for (const [index, line] of lines.entries()) {
            const key = keyOf(line);
            const same = this.byText.get(key);
            if (same === undefined)
                this.byText.set(key, [index]);
            else
                same.push(index);
        }
    }
    /**
     * The last line below `index` that matches whatever this one matches, now and later, and leaves one of its owners
     * out; null when there is none.
     */
    covering(line, index, tracked) {
        let last = -1;
        for (const key of coveringKeys(line))
            last = Math.max(last, this.byText.get(key)?.at(-1) ?? -1);
        const by = last > index ? this.lines[last] : undefined;
        if (by === undefined || !losesOwner(line, by))
            return null;
        // The form says so; the files have to agree.
        const paths = tracked.all(line.matcher, needleIn(line), codeowners_lines_MAX_COMPARED + 1);
        return paths.length <= codeowners_lines_MAX_COMPARED && paths.every((path) => by.matcher.matches(path)) ? by : null;
    }
}
function losesOwner(line, by) {
    const kept = new Set(by.rule.owners.map(({ value }) => value.toLowerCase()));
    return line.rule.owners.some(({ value }) => !kept.has(value.toLowerCase()));
}
/** `/docs`, `docs/` at the top and `/docs/**` take the same files once a folder is meant. */
function keyOf({ text, anchored }) {
    if (text === '*' && anchored)
        return '/*';
    const bare = text.replace(/\/(?:\*\*(?:\/\*)?)?$/, '');
    if (bare === '*' || bare === '**' || bare === '' || bare === '**/*')
        return '*';
    return `${anchored || text.includes('/**') ? '/' : ''}${bare}`;
}
/** The keys of patterns that cover this one: itself, every folder above it, everything. */
function coveringKeys(line) {
    const own = keyOf(line);
    const keys = ['*', own];
    if (!line.anchored)
        return keys;
    const segments = line.text.split('/');
    // `docs/*` takes the files of docs, so it takes every file there that is named.
    if (tracked_paths_isLiteral(line.text))
        keys.push(`/${[...segments.slice(0, -1), '*'].join('/')}`);
    for (let count = 1; count < segments.length; count += 1) {
        const folder = segments.slice(0, count);
        if (!folder.every(tracked_paths_isLiteral))
            break;
        keys.push(`/${folder.join('/')}`);
        // `docs/` without a slash before it means every folder of that name.
        keys.push(folder.at(-1) ?? '');
    }
    return keys;
}

;// CONCATENATED MODULE: ./build/rules/support/fact-gap.js
/**
 * The gap that a missing answer leaves.
 *
 * @param evidence names what was asked for: `branches`
 * @param permission what the token needs to be told: `contents: read`
 */
function factGap({ status, detail }, evidence, permission) {
    const because = (words) => (detail === '' ? words : detail);
    switch (status) {
        case 'not-asked':
            return {
                evidence,
                reason: because('GitHub was not asked'),
                next: 'set GITHUB_TOKEN and --repository',
                cause: 'not-asked',
            };
        case 'forbidden':
            return {
                evidence,
                reason: because('GitHub refused to answer (403)'),
                next: `give the token \`${permission}\``,
                cause: 'environment',
            };
        case 'not-found':
            return {
                evidence,
                reason: because('GitHub does not know it or hides it from this token (404)'),
                next: `check the repository name and give the token \`${permission}\``,
                cause: 'environment',
            };
        case 'unavailable':
            return { evidence, reason: because('GitHub did not answer'), next: 'run it again', cause: 'environment' };
    }
}

;// CONCATENATED MODULE: ./build/rules/support/generated.js
/** Lines of the header that are read. */
const MAX_HEADER = 30;
const MAX_WORDS = 500;
const GENERATED = /\bauto-?(?:matically)? ?generated\b|\bautomatically (?:created|maintained|updated|written)\b|\bgenerated (?:by|from|file|using|with)\b|\b(?:do not|don't) (?:manually |hand-?)?(?:edit|modify|change|amend)\b|\bmanaged by\b/i;
/** Whether a program wrote the file, by the comment it starts with. */
function originOf(lines, tracked) {
    const header = [];
    for (const line of lines.slice(0, MAX_HEADER)) {
        const text = line.trim();
        if (text !== '' && !text.startsWith('#'))
            break;
        header.push(text.slice(0, 300));
    }
    const text = header.join('\n');
    if (!GENERATED.test(text))
        return { kind: 'written' };
    for (const word of text.split(/[\s"'`()<>,;]+/).slice(0, MAX_WORDS)) {
        const script = scriptIn(word, tracked);
        if (script !== null)
            return { kind: 'generated', generator: script };
    }
    return { kind: 'generated', generator: null };
}
/** `scripts/make.sh`, or the end of an address: `https://github.com/o/r/blob/main/scripts/make.sh`. */
function scriptIn(word, tracked) {
    if (!/\.(?:sh|bash|py|rb|pl|js|mjs|cjs|ts|mts|go|kts|ps1|php|tf|tmpl|j2|jsonnet)[.:]?$/.test(word))
        return null;
    const parts = word.replace(/[.:]$/, '').split('/');
    for (let start = 0; start < parts.length; start += 1) {
        const path = parts.slice(start).join('/');
        if (path !== '' && tracked.has(path))
            return path;
    }
    return null;
}

;// CONCATENATED MODULE: ./build/rules/md-007-codeowners-invalid-owner.js






const md_007_codeowners_invalid_owner_ID = 'MD-007';
const md_007_codeowners_invalid_owner_VERSION = 1;
/** Lines of one owner that are shown. */
const md_007_codeowners_invalid_owner_MAX_SHOWN = 5;
const codeownersInvalidOwner = {
    id: md_007_codeowners_invalid_owner_ID,
    name: 'codeowners-invalid-owner',
    version: md_007_codeowners_invalid_owner_VERSION,
    severity: 'medium',
    level: 'block',
    summary: 'CODEOWNERS names an owner that GitHub rejects: nobody is asked to review',
    needs: 'files-or-api',
    wants: ['codeownersErrors'],
    check: md_007_codeowners_invalid_owner_check,
    attribute: (finding, { change }) => changedLineFirst(finding, change),
};
function md_007_codeowners_invalid_owner_check(context) {
    const { model, facts } = context;
    const { codeowners } = model;
    if (codeowners === null)
        return { state: 'not-applicable', reason: 'there is no CODEOWNERS file' };
    if (isGitlabFile(codeowners)) {
        return { state: 'not-applicable', reason: `${codeowners.path} has sections, which only GitLab reads` };
    }
    const bad = new Map();
    const gaps = [];
    if (facts.codeownersErrors.status === 'answered') {
        for (const error of facts.codeownersErrors.value)
            addRejected(bad, codeowners, error);
    }
    else {
        const gap = factGap(facts.codeownersErrors, 'owners that GitHub knows', 'contents: read');
        gaps.push({ ...gap, reason: `${gap.reason}: only placeholders and names nobody can have were looked for` });
    }
    for (const owner of ownersIn(codeowners)) {
        const kind = suspicion(owner.value, context.repository);
        if (kind !== null && !wasAccepted(owner, context))
            add(bad, owner, { kind });
    }
    const findings = [...bad.values()].map((each) => md_007_codeowners_invalid_owner_findingFor(context, codeowners, each));
    const proven = ownersIn(codeowners).map(({ value }) => `owner:${value.toLowerCase()}`);
    return { state: 'evaluated', findings, proven: [...new Set(proven)], unproven: [], gaps };
}
function suspicion(owner, repository) {
    if (isImpossibleOwner(owner))
        return 'impossible';
    return isPlaceholderOwner(owner, repository) ? 'placeholder' : null;
}
/** Owners of the lines that GitHub reads, and the one that made it skip a line. */
function ownersIn({ rules, invalid }) {
    const skipped = invalid.filter(({ kind }) => kind === 'owner').map(({ source, at }) => ({ value: source, at }));
    return [...rules.flatMap(({ owners }) => owners), ...skipped].sort((a, b) => a.at.startLine - b.at.startLine);
}
/** GitHub looked at this line and had nothing against it, so the name is somebody's after all. */
function wasAccepted({ at }, { model, facts, before }) {
    if (facts.codeownersErrors.status !== 'answered')
        return false;
    const line = model.codeowners?.lines[at.startLine - 1];
    // A line that the change adds may be one that GitHub was not asked about.
    return before === null || before.codeowners?.lines.includes(line ?? '') === true;
}
function add(bad, { value, at }, reason) {
    const key = value.toLowerCase();
    const known = bad.get(key);
    if (known === undefined)
        bad.set(key, { owner: value, reason, places: [at] });
    else if (!known.places.some(({ startLine }) => startLine === at.startLine))
        known.places.push(at);
}
/** The answer is about one version of the file: an error whose line is not in this tree says nothing about it. */
function addRejected(bad, { path, lines }, error) {
    if (!/owner/i.test(error.kind))
        return;
    const source = error.source.trim();
    const same = (line) => line !== undefined && line.trim() === source;
    const index = same(lines[error.line - 1]) ? error.line - 1 : lines.findIndex(same);
    const line = lines[index];
    if (line === undefined || source === '')
        return;
    const start = Math.max(error.column - 1, 0);
    const owner = /^[^\s#]+/.exec(line.slice(start))?.[0] ?? source;
    const at = { path, startLine: index + 1, startColumn: start + 1, endLine: index + 1, endColumn: start + 1 };
    add(bad, { value: owner, at }, { kind: 'rejected', error });
}
function md_007_codeowners_invalid_owner_findingFor({ model }, codeowners, { owner, reason, places }) {
    const name = quoted(owner);
    const label = reason.kind === 'placeholder' ? 'a placeholder' : 'not a valid owner';
    const [first, ...more] = places
        .slice(0, md_007_codeowners_invalid_owner_MAX_SHOWN)
        .map((at, index) => evidenceAt(model, at, label, index === 0 ? 'rejected owner' : undefined));
    const evidence = [first, ...more];
    const where = places.length === 1 ? placeOf(places[0]) : `${places.length} lines of ${codeowners.path}`;
    const origin = originOf(codeowners.lines, trackedPaths(model));
    const written = origin.kind === 'generated' ? ` The file is generated${by(origin.generator)}: change it there.` : '';
    return {
        ruleId: md_007_codeowners_invalid_owner_ID,
        ruleVersion: md_007_codeowners_invalid_owner_VERSION,
        severity: 'medium',
        title: `CODEOWNERS names ${name}, ${TITLES[reason.kind]}`,
        what: whatOf(name, where, reason),
        why: whyOf(reason),
        fix: `${fixOf(owner, reason)}${written}`,
        path: codeowners.path,
        anchor: `owner:${owner.toLowerCase()}`,
        evidence,
    };
}
const TITLES = {
    placeholder: 'a placeholder',
    impossible: 'which is no user, team or address',
    rejected: 'whom GitHub rejects',
};
function by(generator) {
    return generator === null ? '' : ` by ${(0,repository_names/* shownPath */.pS)(generator)}`;
}
function whatOf(name, where, reason) {
    if (reason.kind === 'placeholder')
        return `${where} still names ${name}, which stands for a name to fill in.`;
    if (reason.kind === 'impossible')
        return `${where} names ${name}, and no user, team or address is written like that.`;
    return `${where} names ${name}; GitHub answers ${quoted(reason.error.kind)}.`;
}
function whyOf(reason) {
    if (reason.kind === 'placeholder')
        return 'GitHub finds nobody of that name with write access, and asks nobody to review.';
    if (reason.kind === 'impossible')
        return 'GitHub skips the whole line, with all its owners: nobody is asked to review.';
    return /unknown/i.test(reason.error.kind)
        ? 'It does not exist or has no write access here, so it is never asked to review.'
        : 'GitHub skips the whole line, with all its owners: nobody is asked to review.';
}
function fixOf(owner, reason) {
    if (reason.kind === 'rejected' && reason.error.suggestion !== '')
        return reason.error.suggestion;
    const bare = owner.replace(/[^\w.@/-]+$/, '');
    if (bare !== owner && !isImpossibleOwner(bare))
        return `Write \`${bare}\`, with blanks between owners.`;
    if (reason.kind === 'rejected')
        return 'Name a user or team that has write access, or give it that access.';
    return 'Write `@user`, `@org/team` or an e-mail address of somebody with write access.';
}

// EXTERNAL MODULE: ./build/repository/branch-selector.js
var branch_selector = __webpack_require__(791);
;// CONCATENATED MODULE: ./build/rules/md-008-dead-path-filter.js
/**
 * MD-008: an entry of a `paths` filter that matches no tracked file. A pattern has to match the whole path from the top
 * of the repository, so `./src/**`, `/src/**`, `src` and `src/` match nothing.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#onpushpull_requestpull_request_targetpathspaths-ignore
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#patterns-to-match-file-paths
 */





const md_008_dead_path_filter_ID = 'MD-008';
const md_008_dead_path_filter_VERSION = 1;
const deadPathFilter = {
    id: md_008_dead_path_filter_ID,
    name: 'dead-path-filter',
    version: md_008_dead_path_filter_VERSION,
    severity: 'medium',
    level: 'warn',
    summary: 'An entry of a `paths` filter matches no file: changes that should start the workflow do not',
    needs: 'files-or-api',
    wants: ['workflows'],
    check: md_008_dead_path_filter_check,
    attribute: md_008_dead_path_filter_attribute,
};
function md_008_dead_path_filter_check(context) {
    const { model } = context;
    const tracked = trackedPaths(model);
    const findings = [];
    const proven = [];
    let filters = 0;
    for (const workflow of model.workflows) {
        const entries = entriesOf(workflow, context);
        filters += entries.length;
        if (entries.length === 0 || isDisabled(workflow, context))
            continue;
        // A copy of a file that is written elsewhere is for many repositories at once.
        const origin = originOf(workflow.lines, tracked);
        if (origin.kind === 'generated' && origin.generator === null)
            continue;
        for (const entry of entries) {
            if (isDead(entry.pattern, tracked))
                findings.push(md_008_dead_path_filter_findingFor(model, workflow, entry, tracked));
            proven.push(`filter:${workflow.path}:${entry.pattern}`);
        }
    }
    if (filters === 0)
        return { state: 'not-applicable', reason: 'no workflow has a path filter' };
    return { state: 'evaluated', findings, proven, unproven: [], gaps: [] };
}
/** The positive entries of all triggers that are about the judged branch, one for each pattern. */
function entriesOf(workflow, context) {
    const byPattern = new Map();
    for (const trigger of workflow.triggers) {
        if (trigger.paths === undefined || !isAboutBranch(trigger, context))
            continue;
        for (const entry of trigger.paths) {
            const pattern = entry.value;
            if (pattern.startsWith('!'))
                continue;
            const known = byPattern.get(pattern);
            if (known === undefined)
                byPattern.set(pattern, { pattern, uses: [{ trigger, entry }] });
            else
                known.uses.push({ trigger, entry });
        }
    }
    return [...byPattern.values()];
}
/** A filter for other branches is about files that these branches have. */
function isAboutBranch({ branches, branchesIgnore, tags }, context) {
    const branch = context.requirements.branch ?? context.defaultBranch;
    const names = branch === null ? branch_selector/* USUAL_DEFAULTS */.IV : [branch];
    const some = (list) => {
        const filter = compileFilters(list);
        return filter.invalid.length > 0 || names.some((name) => filter.matches(name));
    };
    if (branches !== undefined)
        return some(branches);
    if (branchesIgnore !== undefined)
        return names.some((name) => !compileFilters(branchesIgnore).matches(name));
    // "Path filters are not evaluated for pushes of tags."
    return tags === undefined;
}
function isDisabled({ path }, { facts }) {
    if (facts.workflows.status !== 'answered')
        return false;
    return facts.workflows.value.some((workflow) => workflow.path === path && workflow.state !== 'active');
}
function isDead(pattern, tracked) {
    if (namesNothing(pattern))
        return false;
    const compiled = compileFilter(pattern);
    // GitHub refuses the whole workflow; actionlint says where.
    if ('invalid' in compiled)
        return false;
    const needle = needleOf(pattern);
    return !tracked.isInSubmodule(needle.prefix.replace(/\/$/, '')) && tracked.first(compiled, needle) === null;
}
function mistakeIn(pattern, tracked) {
    const matches = (text) => {
        const compiled = compileFilter(text);
        return !('invalid' in compiled) && tracked.first(compiled, needleOf(text)) !== null;
    };
    const dotted = pattern.replace(/^(?:\.?\/)+/, '');
    if (dotted !== pattern) {
        const better = matches(dotted) ? dotted : asFolder(dotted, tracked);
        const start = pattern.startsWith('.') ? './' : '/';
        return better === null ? null : { what: `no path starts with \`${start}\``, better };
    }
    const folder = asFolder(pattern, tracked);
    if (folder !== null)
        return { what: 'it names a folder, and a pattern has to match whole file paths', better: folder };
    // A letter that was typed by accident; a file name may have it, but none has.
    const plain = pattern.replace(/[^\x21-\x7e]/g, '');
    if (plain !== pattern && matches(plain)) {
        const stray = Array.from(pattern).find((character) => !/[\x21-\x7e]/.test(character)) ?? '';
        return { what: `the character ${quoted(stray)} does not belong there`, better: plain };
    }
    const other = tracked_paths_isLiteral(pattern) ? tracked.inOtherCase(pattern) : null;
    if (other !== null)
        return { what: 'upper and lower case differ', better: other };
    if (/\{[^{}]*,[^{}]*\}/.test(pattern))
        return { what: '`{a,b}` is not expanded here', better: '' };
    return null;
}
function asFolder(pattern, tracked) {
    const folder = pattern.replace(/\/+$/, '');
    return folder !== '' && tracked_paths_isLiteral(folder) && tracked.hasFolder(folder) ? `${folder}/**` : null;
}
function md_008_dead_path_filter_findingFor(model, workflow, { pattern, uses }, tracked) {
    const mistake = mistakeIn(pattern, tracked);
    const lines = new Map(uses.map(({ entry, trigger }) => [entry.at.startLine, { entry, trigger }]));
    const [first, ...more] = [...lines.values()].map(({ entry, trigger }) => evidenceAt(model, entry.at, mistake === null ? 'matches no file' : 'can never match', `paths of ${trigger.event}`));
    const events = uses.map(({ trigger }) => trigger.event);
    const evidence = [first, ...more];
    return {
        ruleId: md_008_dead_path_filter_ID,
        ruleVersion: md_008_dead_path_filter_VERSION,
        severity: mistake === null ? 'low' : 'medium',
        title: `Path filter ${quoted(pattern)} matches no file`,
        what: `\`paths\` of ${listed(events)} lists ${quoted(pattern)}, and no tracked file matches it${mistake === null ? '' : `: ${mistake.what}`}.`,
        why: 'The entry never starts the workflow: what it was written for is not checked.',
        fix: md_008_dead_path_filter_fixFor(pattern, mistake, tracked),
        path: workflow.path,
        anchor: `filter:${pattern}`,
        evidence,
    };
}
function md_008_dead_path_filter_fixFor(pattern, mistake, tracked) {
    if (mistake !== null && mistake.better !== '')
        return `Write \`${shown(mistake.better)}\`.`;
    if (mistake !== null)
        return 'Write one entry for each alternative.';
    const name = pattern.slice(pattern.lastIndexOf('/') + 1);
    const [elsewhere, ...others] = tracked_paths_isLiteral(name) ? tracked.named(name) : [];
    if (elsewhere !== undefined && others.length === 0) {
        return `Write \`${shown(elsewhere)}\` if that is the file you mean, or remove the entry.`;
    }
    return 'Correct the path, or remove the entry.';
}
/** A filter that nobody touched dies when its last file is moved or deleted: name that file. */
function md_008_dead_path_filter_attribute(finding, { base, change }) {
    const told = changedLineFirst(finding, change);
    if (told !== finding)
        return told;
    const pattern = finding.anchor.slice('filter:'.length);
    const compiled = compileFilter(pattern);
    const last = 'invalid' in compiled ? null : trackedPaths(base.model).first(compiled, needleOf(pattern));
    if (last === null)
        return finding;
    const moved = change.renames.get(last);
    const did = moved === undefined ? `removed ${quoted(last)}` : `moved ${quoted(last)} to ${quoted(moved)}`;
    return {
        ...finding,
        what: `This change ${did}, and no other tracked file matches ${quoted(pattern)} any more.`,
        fix: moved === undefined ? finding.fix : `Let the entry match \`${shown(moved)}\`, or remove it.`,
    };
}

;// CONCATENATED MODULE: ./build/rules/md-009-codeowners-dead-pattern.js




const md_009_codeowners_dead_pattern_ID = 'MD-009';
const md_009_codeowners_dead_pattern_VERSION = 1;
/** More dead lines than this are one finding: the file is out of date as a whole. */
const MAX_SINGLE = 5;
/** Lines shown of such a group. */
const md_009_codeowners_dead_pattern_MAX_SHOWN = 10;
const ALL = 'lines';
const ADDED = 'lines:added';
const codeownersDeadPattern = {
    id: md_009_codeowners_dead_pattern_ID,
    name: 'codeowners-dead-pattern',
    version: md_009_codeowners_dead_pattern_VERSION,
    severity: 'medium',
    level: 'warn',
    summary: 'A line of CODEOWNERS that decides nothing: nobody is asked to review what it was written for',
    needs: 'files',
    check: md_009_codeowners_dead_pattern_check,
    attribute: (finding, { change }) => changedLineFirst(finding, change),
};
function md_009_codeowners_dead_pattern_check({ model, before, requirements }) {
    const { codeowners } = model;
    if (codeowners === null)
        return { state: 'not-applicable', reason: 'there is no CODEOWNERS file' };
    if (isGitlabFile(codeowners)) {
        return { state: 'not-applicable', reason: `${codeowners.path} has sections, which only GitLab reads` };
    }
    const origin = originOf(codeowners.lines, trackedPaths(model));
    if (origin.kind === 'generated' && origin.generator === null) {
        return { state: 'not-applicable', reason: `${codeowners.path} says that it is generated elsewhere` };
    }
    const severity = requirements.codeOwnerReview ? 'medium' : 'low';
    const old = before?.codeowners == null ? [] : deadLines(before);
    const now = deadLines(model);
    const describe = { model, codeowners, origin, severity, dead: now.length };
    const known = new Set(old.map(({ key }) => key));
    const findings = before === null
        ? inGroups(now, now.length > MAX_SINGLE, ALL, describe)
        : [
            ...inGroups(now.filter(({ key }) => known.has(key)), 
            // What was one finding on the base stays one, however many of its lines are left.
            old.length > MAX_SINGLE, ALL, describe),
            ...added(now.filter(({ key }) => !known.has(key)), describe),
        ];
    const proven = codeowners.rules.map(({ pattern }) => `pattern:${pattern}`);
    return { state: 'evaluated', findings, proven, unproven: [], gaps: [] };
}
/** Lines that the change made dead: by themselves, so that the old ones keep their identity. */
function added(lines, describe) {
    return inGroups(lines, lines.length > MAX_SINGLE, ADDED, describe);
}
function inGroups(lines, grouped, anchor, describe) {
    const [first, ...rest] = lines;
    if (first === undefined)
        return [];
    return grouped
        ? [groupFinding([first, ...rest], anchor, describe)]
        : lines.map((line) => lineFinding(line, describe));
}
function lineFinding(line, { model, codeowners, origin, severity }) {
    const evidence = [evidenceAt(model, line.at, LABELS[line.reason], line.reason)];
    if (line.by !== undefined)
        evidence.push(evidenceAt(model, line.by, 'decides instead'));
    return {
        ruleId: md_009_codeowners_dead_pattern_ID,
        ruleVersion: md_009_codeowners_dead_pattern_VERSION,
        severity,
        title: titleOf(line),
        what: md_009_codeowners_dead_pattern_whatOf(line),
        why: 'GitHub asks none of its owners for a review.',
        fix: `${md_009_codeowners_dead_pattern_fixOf(line)}${generator(origin)}`,
        path: codeowners.path,
        anchor: `pattern:${line.pattern}`,
        evidence,
    };
}
const LABELS = {
    'matches-nothing': 'matches nothing',
    invalid: 'skipped by GitHub',
    shadowed: 'never decides',
};
function titleOf({ reason, pattern }) {
    if (reason === 'matches-nothing')
        return `CODEOWNERS pattern ${quoted(pattern)} matches no file`;
    if (reason === 'invalid')
        return `GitHub skips the CODEOWNERS pattern ${quoted(pattern)}`;
    return `A later line overrides the CODEOWNERS pattern ${quoted(pattern)}`;
}
function md_009_codeowners_dead_pattern_whatOf({ reason, pattern, at, by, detail }) {
    if (reason === 'matches-nothing')
        return `No tracked file matches ${quoted(pattern)} (line ${at.startLine}).`;
    if (reason === 'invalid')
        return `Line ${at.startLine} ${detail}, so GitHub skips the line.`;
    return `Line ${by?.startLine ?? 0} also matches every file of ${quoted(pattern)} (line ${at.startLine}), and the last line that matches decides alone.`;
}
function md_009_codeowners_dead_pattern_fixOf({ reason, pattern, by }) {
    if (reason === 'matches-nothing')
        return 'Correct the path, or remove the line.';
    if (reason === 'invalid')
        return 'Write the pattern without it, one line for each path.';
    return `Move ${quoted(pattern)} below line ${by?.startLine ?? 0}, or put all owners on one line.`;
}
function generator(origin) {
    return origin.kind === 'generated' && origin.generator !== null
        ? ` The file is written by ${(0,repository_names/* shownPath */.pS)(origin.generator)}.`
        : '';
}
function groupFinding(lines, anchor, { model, codeowners, origin, severity, dead }) {
    const count = (reason) => lines.filter((line) => line.reason === reason).length;
    const parts = [
        [count('matches-nothing'), 'match no file'],
        [count('shadowed'), 'are overridden by a later line'],
        [count('invalid'), 'are skipped as invalid'],
    ];
    const total = codeowners.rules.length + codeowners.invalid.length;
    const places = parts.flatMap(([number, words]) => (number === 0 ? [] : [`${number} ${words}`]));
    const show = (line, fact) => evidenceAt(model, line.at, LABELS[line.reason], fact);
    return {
        ruleId: md_009_codeowners_dead_pattern_ID,
        ruleVersion: md_009_codeowners_dead_pattern_VERSION,
        severity,
        title: `${lines.length} of ${total} CODEOWNERS lines decide nothing`,
        what: `Of the ${total} lines of ${codeowners.path}, ${places.join(', ')}${dead > lines.length ? ` (${dead} in all)` : ''}: ${patternsOf(lines)}.`,
        why: 'GitHub asks none of their owners for a review.',
        fix: `Correct their paths or remove the lines.${generator(origin)}`,
        path: codeowners.path,
        anchor,
        // Which lines they are is no part of the identity: mending one of many introduces nothing.
        evidence: [show(lines[0]), ...lines.slice(1, md_009_codeowners_dead_pattern_MAX_SHOWN).map((line) => show(line))],
    };
}
function patternsOf(lines) {
    const first = lines.slice(0, 3).map(({ pattern, at }) => `${quoted(pattern)} (line ${at.startLine})`);
    return lines.length > 3 ? `${first.join(', ')} …` : first.join(', ');
}

;// CONCATENATED MODULE: ./build/repository/oidc-subjects.js
/**
 * Which subjects the token of a job can have, in GitHub's default form.
 *
 * https://docs.github.com/en/actions/reference/security/oidc#example-subject-claims
 */



const ANY_REF = [
    { kind: 'ref', literals: ['ref:refs/heads/', ''] },
    { kind: 'ref', literals: ['ref:refs/tags/', ''] },
];
const PULL_REQUEST = { kind: 'pull_request', literals: ['pull_request'] };
const ANY_ENVIRONMENT = { kind: 'environment', literals: ['environment:', ''] };
/** Events that run on the last commit of the default branch. Those not named here may run on any ref. */
const DEFAULT_BRANCH_EVENTS = new Set([
    ...['branch_protection_rule', 'check_run', 'check_suite', 'delete', 'discussion', 'discussion_comment', 'fork'],
    ...['gollum', 'issue_comment', 'issues', 'label', 'milestone', 'page_build', 'public', 'repository_dispatch'],
    ...['schedule', 'status', 'watch', 'workflow_run'],
]);
/** Callers of callers are followed this deep. */
const oidc_subjects_MAX_DEPTH = 10;
/**
 * All subjects that a token of the job may have; more than it really has where that is only known at run time.
 *
 * @returns empty for a job that only other repositories start: the subject is theirs
 */
function subjectsOf(model, workflow, job, defaultBranch) {
    const started = startedBy(model, workflow, defaultBranch, 0);
    if (started.length === 0)
        return [];
    // The jobs of a workflow of another repository name their environments there.
    if (job.uses !== undefined && (0,check_names/* localCallee */.I4)(job) === null)
        return [...started, ANY_ENVIRONMENT];
    if (job.environment === undefined)
        return started;
    const names = environmentNames(job, job.environment.value);
    const environments = names.map((literals) => {
        const [first = '', ...rest] = literals;
        return { kind: 'environment', literals: [`environment:${first}`, ...rest] };
    });
    // An expression that comes to nothing is no environment.
    return names.some((literals) => literals.join('') === '') ? [...environments, ...started] : environments;
}
function environmentNames(job, text) {
    if (!(0,expressions/* hasExpression */.xS)(text))
        return [[escaped(text)]];
    const combinations = job.matrix?.combinations ?? null;
    const known = combinations === null ? [{}] : combinations.map(({ values }) => ({ matrix: values }));
    return known.map((values) => {
        const name = (0,expressions/* evaluateTemplate */.M1)(text, values);
        return name.kind === 'exact' ? [escaped(name.text)] : name.literals.map(escaped);
    });
}
/** "any `:` within the context value will be replaced with `%3A`" */
function escaped(name) {
    return name.trim().replaceAll(':', '%3A');
}
function startedBy(model, workflow, defaultBranch, depth) {
    if (depth > oidc_subjects_MAX_DEPTH)
        return [...ANY_REF, PULL_REQUEST];
    return workflow.triggers.flatMap((trigger) => trigger.event === 'workflow_call'
        ? callersOf(model, workflow).flatMap((caller) => startedBy(model, caller.workflow, defaultBranch, depth + 1))
        : subjectsOfTrigger(trigger, defaultBranch));
}
function subjectsOfTrigger(trigger, defaultBranch) {
    const { event } = trigger;
    const base = {
        kind: 'ref',
        literals: defaultBranch === null ? ['ref:refs/heads/', ''] : [`ref:refs/heads/${defaultBranch}`],
    };
    if (event === 'push')
        return pushed(trigger);
    if (event === 'pull_request')
        return [PULL_REQUEST];
    // Which of the two is not documented for these.
    if (event.startsWith('pull_request')) {
        return [PULL_REQUEST, ...ANY_REF, { kind: 'ref', literals: ['ref:refs/pull/', ''] }];
    }
    if (event === 'merge_group')
        return [{ kind: 'ref', literals: ['ref:refs/heads/gh-readonly-queue/', ''] }];
    if (event === 'release')
        return [{ kind: 'ref', literals: ['ref:refs/tags/', ''] }];
    return DEFAULT_BRANCH_EVENTS.has(event) ? [base] : ANY_REF;
}
/** https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#onpushbranchestagsbranches-ignoretags-ignore */
function pushed({ branches, branchesIgnore, tags, tagsIgnore }) {
    const forBranches = branches !== undefined || branchesIgnore !== undefined;
    const forTags = tags !== undefined || tagsIgnore !== undefined;
    const all = (kind) => ({ kind: 'ref', literals: [`ref:refs/${kind}/`, ''] });
    return [
        ...(forBranches ? filtered('heads', branches) : forTags ? [] : [all('heads')]),
        ...(forTags ? filtered('tags', tags) : forBranches ? [] : [all('tags')]),
    ];
}
/** The refs that a list of patterns lets through, and perhaps more: wildcards are "anything", negations are left out. */
function filtered(kind, patterns) {
    const positive = patterns?.filter(({ value }) => !value.startsWith('!')) ?? [];
    const lists = positive.length === 0 ? [['', '']] : positive.map(({ value }) => widened(value));
    return lists.map(([first = '', ...rest]) => ({ kind: 'ref', literals: [`ref:refs/${kind}/${first}`, ...rest] }));
}
function widened(pattern) {
    const literals = [''];
    for (let i = 0; i < pattern.length; i += 1) {
        const character = pattern[i] ?? '';
        const last = literals.length - 1;
        if (character === '\\') {
            i += 1;
            literals[last] += pattern[i] ?? '';
        }
        else if (character === '?' || character === '+') {
            // Zero or one, one or more of what stands before it.
            literals[last] = (literals[last] ?? '').slice(0, -1);
            literals.push('');
        }
        else if (character === '*')
            literals.push('');
        else if (character === '[') {
            const close = pattern.indexOf(']', i);
            i = close < 0 ? pattern.length : close;
            literals.push('');
        }
        else
            literals[last] += character;
    }
    return literals;
}

// EXTERNAL MODULE: ./build/repository/hcl.js + 3 modules
var hcl = __webpack_require__(7896);
// EXTERNAL MODULE: ./build/repository/terraform.js
var repository_terraform = __webpack_require__(5393);
// EXTERNAL MODULE: ./build/repository/terraform-files.js
var terraform_files = __webpack_require__(6227);
// EXTERNAL MODULE: ./build/repository/terraform-values.js
var terraform_values = __webpack_require__(6676);
;// CONCATENATED MODULE: ./build/repository/iam-policy.js
/**
 * IAM policies as Terraform repositories write them: `aws_iam_policy_document`, `jsonencode({ … })`, a heredoc of JSON, a
 * file of JSON. JSON is read with the HCL reader: it is an HCL expression, and `${ }` in a heredoc stays what it is.
 *
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/iam_policy_document
 */




/** The policy that an attribute of a block holds, wherever it is written; null when it cannot be read. */
function policyOf(terraform, owner, name) {
    const expression = (0,hcl/* attributeOf */.w4)(owner.block.body, name);
    if (expression?.kind === 'template' && expression.heredoc) {
        const [start, end] = [expression.parts[0]?.start, expression.parts.at(-1)?.end];
        if (start === undefined || end === undefined)
            return null;
        const parsed = (0,hcl/* parseHclExpression */.dk)(owner.file.text, { start, end });
        return parsed.ok ? policyFrom(terraform.value(owner, parsed.value), null) : null;
    }
    const value = terraform.value(owner, expression);
    if (value?.kind !== 'reference')
        return policyFrom(value, null);
    const [kind, second] = value.path;
    if (kind === 'file' || kind === 'templatefile') {
        const path = typeof second === 'string' ? (0,repository_terraform/* joinPath */.uJ)(owner.file.folder, second) : null;
        return path === null ? null : policyFile(terraform, path);
    }
    const last = value.path.at(-1);
    if (second !== 'aws_iam_policy_document' || (last !== 'json' && last !== 'minified_json'))
        return null;
    const document = terraform.referenced(owner.file.folder, value.path);
    return document === undefined ? null : documentPolicy(terraform, document);
}
/** The policy of `data "aws_iam_policy_document"`. */
function documentPolicy(terraform, document) {
    const { body } = document.block;
    const joined = ['source_policy_documents', 'override_policy_documents', 'source_json', 'override_json'];
    return {
        statements: (0,hcl/* blocksOf */.SH)(body, 'statement').map((block) => blockStatement(terraform, document, block)),
        complete: !(0,hcl/* hasDynamic */.kn)(body, 'statement') && joined.every((name) => (0,hcl/* attributeOf */.w4)(body, name) === undefined),
        from: document,
    };
}
function blockStatement(terraform, document, block) {
    const at = terraform.spanOf(document, block);
    const of = (inner, name) => terraform.value(document, (0,hcl/* attributeOf */.w4)(inner.body, name));
    const effect = of(block, 'effect');
    return {
        effect: effect === undefined ? 'Allow' : effectOf(effect),
        actions: textsOf(of(block, 'actions')),
        resources: textsOf(of(block, 'resources')),
        principals: (0,hcl/* blocksOf */.SH)(block.body, 'principals').map((inner) => of(inner, 'identifiers') ?? terraform_values/* UNKNOWN */.HV),
        conditions: (0,hcl/* blocksOf */.SH)(block.body, 'condition').map((inner) => {
            const values = of(inner, 'values');
            const place = terraform.spanOf(document, inner);
            return {
                operator: (0,terraform_values/* exactText */.ns)(of(inner, 'test')) ?? '',
                ...iam_policy_keyOf(of(inner, 'variable')),
                ...textsOf(values),
                at: iam_policy_placeOf(values, place),
            };
        }),
        complete: !(0,hcl/* hasDynamic */.kn)(block.body, 'condition'),
        at,
    };
}
/** The policy in a JSON file of the tree. */
function policyFile(terraform, path) {
    const file = terraform.policies.get(path);
    const parsed = file === undefined ? null : (0,hcl/* parseHclExpression */.dk)(file.text);
    if (file === undefined || parsed === null || !parsed.ok)
        return null;
    const lines = new hcl/* HclLines */.b4(path, file.text);
    return policyFrom((0,terraform_values/* evaluateHcl */.X$)(parsed.value, { span: (node) => lines.span(node), lookup: () => undefined }), path);
}
function policyFrom(value, from) {
    if (value?.kind !== 'object')
        return null;
    const statement = (0,terraform_values/* entryOf */.Ms)(value, 'Statement');
    if (statement === undefined)
        return null;
    const items = statement.kind === 'list' ? statement.items : [statement];
    const known = items.filter((item) => item.kind === 'object');
    return {
        statements: known.map(objectStatement),
        complete: value.complete && known.length === items.length && (statement.kind !== 'list' || statement.complete),
        from,
    };
}
function objectStatement(statement) {
    const principal = (0,terraform_values/* entryOf */.Ms)(statement, 'Principal');
    const condition = (0,terraform_values/* entryOf */.Ms)(statement, 'Condition');
    const conditions = [];
    let complete = statement.complete && (condition === undefined || condition.kind === 'object');
    for (const { key: [operator = '', ...rest], value: keys, } of condition?.kind === 'object' ? condition.entries : []) {
        complete &&= rest.length === 0 && keys.kind === 'object' && keys.complete;
        for (const { key, value, at } of keys.kind === 'object' ? keys.entries : []) {
            const named = iam_policy_keyOf({ kind: 'text', literals: key, at });
            conditions.push({ operator, ...named, ...textsOf(value), at: iam_policy_placeOf(value, at) });
        }
    }
    return {
        effect: effectOf((0,terraform_values/* entryOf */.Ms)(statement, 'Effect')),
        actions: textsOf((0,terraform_values/* entryOf */.Ms)(statement, 'Action')),
        resources: textsOf((0,terraform_values/* entryOf */.Ms)(statement, 'Resource')),
        principals: principal?.kind === 'object' ? principal.entries.map(({ value }) => value) : [],
        conditions,
        complete: complete && (condition?.kind !== 'object' || condition.complete),
        at: statement.at,
    };
}
function effectOf(value) {
    const text = (0,terraform_values/* exactText */.ns)(value);
    return text === 'Allow' || text === 'Deny' ? text : 'unknown';
}
/**
 * The claim a condition key names: `sub` of `token.actions.githubusercontent.com:sub`, with or without the slug of an
 * enterprise, and of `${aws_iam_openid_connect_provider.github.url}:sub`, where the issuer is the provider's.
 */
function iam_policy_keyOf(key) {
    const literals = key?.kind === 'text' ? key.literals : [];
    const first = literals[0] ?? '';
    const last = literals.at(-1) ?? '';
    const github = first === terraform_files/* GITHUB_ISSUER */.o || /^token\.actions\.githubusercontent\.com[:/]/.test(first);
    const colon = last.lastIndexOf(':');
    const claim = colon < 0 ? '' : last.slice(colon + 1);
    const named = claim !== '' && (github || (first === '' && colon === 0));
    return { claim: named ? claim : null, github: github && named };
}
/** A value, or a list of values, as texts. */
function textsOf(value) {
    if (value === undefined)
        return { values: [], complete: true };
    if (value.kind === 'text')
        return { values: [value], complete: true };
    if (value.kind !== 'list')
        return { values: [], complete: false };
    const values = value.items.filter((item) => item.kind === 'text');
    return { values, complete: value.complete && values.length === value.items.length };
}
function iam_policy_placeOf(value, otherwise) {
    return value !== undefined && 'at' in value ? value.at : otherwise;
}

;// CONCATENATED MODULE: ./build/repository/oidc-trust.js
/**
 * Who may take which AWS role with a token of GitHub: the trust policies of a tree, in Terraform and in JSON files.
 *
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html#idp_oidc_Create_GitHub
 * https://docs.github.com/en/actions/how-tos/secure-your-work/security-harden-deployments/oidc-in-aws
 */



const FOUND = new WeakMap();
/** The trust policies of a tree that are about tokens of GitHub: roles first, in path order. Looked for once. */
function trustPolicies(terraform) {
    let found = FOUND.get(terraform);
    if (found === undefined) {
        found = findPolicies(terraform);
        FOUND.set(terraform, found);
    }
    return found;
}
function findPolicies(terraform) {
    // Providers and condition keys are looked up in the folder of the policy, so the issuer is named there.
    const folders = new Set(terraform.foldersWith(terraform_files/* GITHUB_ISSUER */.o));
    if (terraform.policies.size > 0)
        for (const folder of terraform.foldersWith('assume_role_policy'))
            folders.add(folder);
    const used = new Set();
    const found = [];
    const add = (policy, about) => {
        if (policy === null)
            return;
        if (policy.from !== null)
            used.add(policy.from);
        const owner = policy.from === null ? about.role : typeof policy.from === 'string' ? null : policy.from;
        const statements = policy.statements.filter((statement) => isAboutGithub(terraform, owner, statement));
        if (statements.length > 0)
            found.push({ ...about, document: owner, statements, complete: policy.complete });
    };
    for (const role of terraform.blocks('resource', 'aws_iam_role', folders)) {
        add(policyOf(terraform, role, 'assume_role_policy'), { address: role.address, at: role.at, role });
    }
    for (const document of terraform.blocks('data', 'aws_iam_policy_document', folders)) {
        if (used.has(document))
            continue;
        add(documentPolicy(terraform, document), { address: document.address, at: document.at, role: null });
    }
    for (const path of terraform.policies.keys()) {
        if (used.has(path))
            continue;
        const at = { path, startLine: 1, startColumn: 1, endLine: 1, endColumn: 1 };
        add(policyFile(terraform, path), { address: path, at, role: null });
    }
    return found;
}
function isAboutGithub(terraform, owner, statement) {
    const { actions, conditions, principals } = statement;
    if (!actions.values.some(({ literals }) => literals.length === 1 && isWebIdentity(literals[0] ?? '')))
        return false;
    return conditions.some(({ github }) => github) || principals.some((value) => isGithub(terraform, owner, value));
}
function isWebIdentity(action) {
    const lower = action.toLowerCase();
    return lower === 'sts:assumerolewithwebidentity' || lower === 'sts:*' || lower === '*';
}
/** True when the principal surely is GitHub's provider. */
function isGithub(terraform, owner, value) {
    // One level: lists in lists are no principals, and locals can nest them without end.
    const items = value.kind === 'list' ? value.items : [value];
    return items.some((item) => isProvider(terraform, owner, item));
}
function isProvider(terraform, owner, value) {
    if (value.kind === 'text')
        return value.literals.some((text) => text.includes(`oidc-provider/${terraform_files/* GITHUB_ISSUER */.o}`));
    if (value.kind !== 'reference' || owner === null)
        return false;
    const provider = terraform.referenced(owner.file.folder, value.path);
    if (provider?.block.labels[0] !== 'aws_iam_openid_connect_provider')
        return false;
    return ['url', 'arn'].some((name) => {
        const given = terraform.attribute(provider, name);
        return given?.kind === 'text' && given.literals.some((text) => text.includes(terraform_files/* GITHUB_ISSUER */.o));
    });
}
/**
 * The name of a role as literal parts with unknown text between them (`['deploy']`, `['', '-deploy']`); null when
 * Terraform makes one up.
 */
function roleName(terraform, role) {
    const prefix = (0,hcl/* attributeOf */.w4)(role.block.body, 'name_prefix');
    const value = terraform.attribute(role, 'name');
    if (value !== undefined && value.kind !== 'null')
        return value.kind === 'text' ? value.literals : ['', ''];
    if (prefix === undefined)
        return null;
    const start = terraform.value(role, prefix);
    return start?.kind === 'text' ? [...start.literals, ''] : ['', ''];
}

;// CONCATENATED MODULE: ./build/rules/support/aws-roles.js
/**
 * Which step takes which AWS role with the job's own token.
 * https://github.com/aws-actions/configure-aws-credentials#assuming-a-role
 */



const ACTION = 'aws-actions/configure-aws-credentials';
/** Every step of every job that takes a role with the token of its job. */
function roleUses(model) {
    const reader = new StepReader(model);
    return model.workflows.flatMap((workflow) => workflow.jobs
        .filter((job) => job.steps.length > 0 && mayAskForToken(model, workflow, job))
        .flatMap((job) => reader.stepsOf(job).flatMap((running) => aws_roles_useOf(workflow, job, running) ?? [])));
}
/** True when the token of the job may be exchanged: `id-token: write`, or decided outside this repository. */
function mayAskForToken(model, workflow, job) {
    const access = effectivePermissions(model, workflow, job).grants('id-token');
    return (access === 'write' || access === 'unknown') && !aws_roles_isOff(job);
}
function aws_roles_isOff({ if: condition }) {
    return condition !== undefined && ((0,expressions/* soleExpression */.EY)(condition.value) ?? condition.value).trim() === 'false';
}
function aws_roles_useOf(workflow, job, running) {
    const { step, outer, input } = running;
    if (step.uses?.value.split('@', 1)[0]?.toLowerCase() !== ACTION)
        return null;
    const role = input('role-to-assume');
    if (role === undefined)
        return null;
    // Taken with other credentials than the token.
    const others = ['aws-access-key-id', 'web-identity-token-file'].some((name) => input(name) !== undefined);
    if (others || !['false', undefined].includes(input('role-chaining')?.trim()))
        return null;
    const text = role === null ? '' : resolved(role, [step.env, outer.env, job.env, workflow.env]);
    const written = [...step.with].find(([name]) => name.toLowerCase() === 'role-to-assume')?.[1];
    return {
        workflow,
        job,
        name: nameOf(text),
        text,
        at: step === outer ? (written?.at ?? running.at) : (outer.uses?.at ?? outer.at),
        certain: running.isCertain() && [step, outer].every(({ continueOnError }) => continueOnError === undefined),
    };
}
/** `${{ env.ROLE }}` where the workflow itself sets it. */
function resolved(text, environments) {
    const sole = (0,expressions/* soleExpression */.EY)(text);
    const expr = sole === null ? null : (0,expressions/* parseExpression */.YK)(sole);
    const [path, ...more] = expr === null ? [] : (0,expressions/* contextPaths */.A9)(expr);
    if (path?.[0] !== 'env' || path.length !== 2 || more.length > 0 || sole?.trim().toLowerCase() !== path.join('.')) {
        return text;
    }
    for (const environment of environments) {
        for (const [name, { value }] of environment)
            if (name.toLowerCase() === path[1])
                return value;
    }
    return text;
}
/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-arns */
function nameOf(text) {
    const trimmed = text.trim();
    const role = trimmed.lastIndexOf(':role/');
    const rest = role < 0 ? trimmed : trimmed.slice(role + ':role/'.length);
    const name = rest.slice(rest.lastIndexOf('/') + 1);
    return /^[\w+=,.@-]{1,64}$/.test(name) && (role >= 0 || !(0,expressions/* hasExpression */.xS)(trimmed)) ? name : null;
}

;// CONCATENATED MODULE: ./build/repository/glob-overlap.js
/** Whether two patterns can mean the same text. */
const ONE = { kind: 'one' };
const MANY = { kind: 'many' };
/** Beyond this many comparisons an overlap is taken for granted. */
const MAX_CELLS = 1_000_000;
/** Literal parts with unknown text between two neighbours. */
function tokensOfLiterals(literals, fold = false) {
    return literals.flatMap((text, index) => [
        ...(index === 0 ? [] : [MANY]),
        ...Array.from(text, (char) => ({ kind: 'char', char, fold })),
    ]);
}
/** The same, where `*` and `?` in the literal parts are wildcards: IAM's StringLike. */
function tokensOfLike(literals) {
    return tokensOfLiterals(literals).map((token) => token.kind !== 'char' ? token : token.char === '*' ? MANY : token.char === '?' ? ONE : token);
}
/** True when some text matches both, case and all. Costs at most the product of their lengths. */
function glob_overlap_overlap(a, b) {
    for (let i = 0; i < a.length && i < b.length; i += 1) {
        const [one, other] = [a[i], b[i]];
        if (one.kind === 'many' || other.kind === 'many')
            break;
        // Most pairs differ in their beginnings.
        if (!same(one, other))
            return false;
    }
    if (a.length * b.length > MAX_CELLS)
        return true;
    // reach[j]: some text matches a[0..i) and b[0..j).
    let reach = new Uint8Array(b.length + 1);
    reach[0] = 1;
    for (let j = 0; j < b.length && b[j]?.kind === 'many'; j += 1)
        reach[j + 1] = 1;
    for (const token of a) {
        const next = new Uint8Array(b.length + 1);
        if (token.kind === 'many')
            next[0] = reach[0] ?? 0;
        for (let j = 0; j < b.length; j += 1) {
            const other = b[j];
            let here = 0;
            if (token.kind === 'many')
                here = (reach[j + 1] ?? 0) | (next[j] ?? 0);
            else if (other.kind === 'many')
                here = (next[j] ?? 0) | (reach[j + 1] ?? 0);
            else if (reach[j] === 1 && same(token, other))
                here = 1;
            next[j + 1] = here;
        }
        reach = next;
    }
    return reach[b.length] === 1;
}
function same(a, b) {
    if (a.kind !== 'char' || b.kind !== 'char')
        return true;
    if (a.char === b.char)
        return true;
    return (a.fold || b.fold) && a.char.toLowerCase() === b.char.toLowerCase();
}

;// CONCATENATED MODULE: ./build/rules/support/trust.js
/** Which tokens a trust policy lets in. */

/** An operator of IAM without its set and `IfExists` parts, in lower case. */
function operatorOf({ operator }) {
    const [, set, base = ''] = /^(?:(ForAllValues|ForAnyValue):)?(.*?)(?:IfExists)?$/i.exec(operator) ?? [];
    const kind = set === undefined ? null : set.toLowerCase() === 'forallvalues' ? 'all' : 'any';
    return { base: base.toLowerCase(), set: kind };
}
/** Conditions on the subject that say what it has to be, not what it must not be. */
function subjectConditions({ conditions }) {
    return conditions.filter((condition) => condition.claim === 'sub' &&
        ['stringequals', 'stringlike', 'stringequalsignorecase'].includes(operatorOf(condition).base));
}
/** True when a token with one of these subjects may pass all conditions on the subject. */
function mayAccept(statement, subjects) {
    return subjectConditions(statement).every((condition) => !condition.complete ||
        condition.values.some((value) => {
            const pattern = patternOf(condition, value);
            return subjects.some((subject) => glob_overlap_overlap(pattern, subject));
        }));
}
function patternOf(condition, { literals }) {
    const { base } = operatorOf(condition);
    if (base === 'stringlike')
        return tokensOfLike(literals);
    return tokensOfLiterals(literals, base === 'stringequalsignorecase');
}
/**
 * The subjects of a job as tokens: in the classic form and with ids (`repo:octo-org@1/app@2:…`). How GitHub spells the
 * name of an environment that differs in case is not documented, so there case does not count.
 *
 * @param fold case does not count anywhere
 */
function subjectTokens(repository, subjects, fold = false) {
    const [owner = '', name = ''] = repository.split('/');
    const prefixes = [[`repo:${owner}/${name}:`], [`repo:${owner}@`, `/${name}@`, ':']];
    return subjects.flatMap(({ literals, kind }) => prefixes.map((prefix) => [
        ...tokensOfLiterals(prefix, fold),
        ...tokensOfLiterals(literals, fold || kind === 'environment'),
    ]));
}
/** The repositories that the values name in full, as written, without ids. */
function namedRepositories(conditions) {
    const names = conditions.flatMap(({ values }) => values.flatMap(({ literals: [first = ''] }) => {
        const [, owner, name] = /^repo:([^/:*?@]+)(?:@[^/:]*)?\/([^/:*?@]+)(?:@[^/:]*)?:/.exec(first) ?? [];
        return owner === undefined || name === undefined ? [] : `${owner}/${name}`;
    }));
    return [...new Set(names)];
}
/** A value as people read it: `…` for what only Terraform knows. */
function valueText({ literals }) {
    return literals.join('…');
}
/** A subject as people read it: `*` for what is only known at run time. */
function subjectText(repository, { literals }) {
    return `repo:${repository}:${literals.join('*')}`;
}

;// CONCATENATED MODULE: ./build/rules/support/trust-scope.js
/** When the rules about trust policies have something to judge. */

const CUSTOMISED = [
    'github_actions_repository_oidc_subject_claim_customization_template',
    'github_actions_organization_oidc_subject_claim_customization_template',
];
/** The outcome where no trust policy is visible; null: there is one. */
function noTrust(terraform) {
    const none = { state: 'not-applicable', reason: 'no Terraform here lets tokens of GitHub in' };
    return terraform === null || trustPolicies(terraform).length === 0 ? none : null;
}
/** The outcome where the subjects have a form of their own; null: none is declared here. */
function customisedSubjects(terraform) {
    const [template] = CUSTOMISED.flatMap((type) => terraform?.blocks('resource', type) ?? []);
    if (template === undefined)
        return null;
    return {
        state: 'not-evaluated',
        gaps: [
            {
                evidence: 'subjects of tokens',
                reason: `${template.address} (${template.file.path}) gives them a form of their own`,
                next: '',
                cause: 'tree',
            },
        ],
    };
}

;// CONCATENATED MODULE: ./build/rules/md-010-oidc-subject-never-matches.js
/**
 * MD-010: a trust policy of AWS is meant for this repository, and no job here can have a subject that it accepts.
 * https://docs.github.com/en/actions/reference/security/oidc#example-subject-claims
 */






const md_010_oidc_subject_never_matches_ID = 'MD-010';
const md_010_oidc_subject_never_matches_VERSION = 1;
const oidcSubjectNeverMatches = {
    id: md_010_oidc_subject_never_matches_ID,
    name: 'oidc-subject-never-matches',
    version: md_010_oidc_subject_never_matches_VERSION,
    severity: 'medium',
    level: 'warn',
    summary: 'A trust policy for this repository that none of its jobs can satisfy: the login fails',
    needs: 'files',
    check: md_010_oidc_subject_never_matches_check,
    attribute: (finding, { change }) => changedLineFirst(finding, change),
};
function md_010_oidc_subject_never_matches_check(context) {
    const { terraform } = context.model;
    const nothing = noTrust(terraform) ?? customisedSubjects(terraform);
    if (terraform === null || nothing !== null)
        return nothing ?? { state: 'not-applicable', reason: '' };
    const judge = new Judge(context, terraform);
    const policies = trustPolicies(terraform);
    const findings = policies.flatMap((policy) => judge.findingsOf(policy, policies));
    return { state: 'evaluated', findings, proven: [...judge.proven], unproven: [], gaps: [] };
}
class Judge {
    context;
    terraform;
    proven = new Set();
    uses;
    model;
    names = new Map();
    all = null;
    constructor(context, terraform) {
        this.context = context;
        this.terraform = terraform;
        this.model = context.model;
        this.uses = roleUses(context.model);
    }
    findingsOf(policy, policies) {
        const allows = policy.statements.filter(({ effect }) => effect !== 'Deny');
        const conditions = allows.flatMap(subjectConditions);
        const isKnown = policy.complete &&
            allows.length > 0 &&
            allows.every((statement) => subjectConditions(statement).length > 0) &&
            conditions.every(({ complete, values }) => complete && values.length > 0);
        if (!isKnown)
            return [];
        const name = this.nameOf(policy);
        const users = name === null ? [] : this.uses.filter((use) => use.name === name && use.certain);
        const meant = this.meantFor(namedRepositories(conditions), users.length > 0);
        if (meant === null)
            return [];
        this.proven.add(`trust:${policy.address}`);
        // A role of this name may be another in another account: one that accepts is enough.
        const namesakes = name === null ? [policy] : policies.filter((other) => this.nameOf(other) === name);
        const statements = namesakes.flatMap((other) => (other.complete ? other.statements : []));
        if (namesakes.some(({ complete }) => !complete))
            return [];
        const accepts = ({ subjects }, fold = false) => statements.some((statement) => statement.effect !== 'Deny' && mayAccept(statement, subjectTokens(meant.presented, subjects, fold)));
        const presenters = users.length > 0 ? users.map((use) => this.presenter(use)) : this.everyone();
        const judged = presenters.filter(({ subjects }) => subjects.length > 0);
        const failing = judged.filter((presenter) => !accepts(presenter));
        const [first] = failing;
        if (first === undefined || (users.length === 0 && failing.length < judged.length))
            return [];
        const byCase = !meant.renamed && accepts(first, true);
        return [this.finding(policy, first, { ...meant, byCase, taken: users.length > 0 })];
    }
    nameOf(policy) {
        let name = this.names.get(policy);
        if (name === undefined) {
            const literals = policy.role === null ? null : roleName(this.terraform, policy.role);
            name = literals?.length === 1 ? (literals[0] ?? null) : null;
            this.names.set(policy, name);
        }
        return name;
    }
    /**
     * Whether the policy is for this repository. Where the name of this one is not known, a policy for a single
     * repository whose role is taken here is.
     */
    meantFor(names, taken) {
        const own = this.context.repository;
        if (own === '') {
            const [only, ...more] = names;
            return only === undefined || more.length > 0 || !taken ? null : { presented: only, renamed: false };
        }
        const lower = own.toLowerCase();
        if (names.some((name) => name.toLowerCase() === lower))
            return { presented: own, renamed: false };
        const sameName = names.some((name) => name.toLowerCase().split('/')[1] === lower.split('/')[1]);
        return taken && sameName ? { presented: own, renamed: true } : null;
    }
    presenter({ workflow, job, at }) {
        const subjects = subjectsOf(this.model, workflow, job, this.context.defaultBranch);
        return { workflow, job, at, subjects };
    }
    /** Every job whose token may be exchanged. */
    everyone() {
        this.all ??= this.model.workflows.flatMap((workflow) => workflow.jobs
            // A job that calls a workflow of this repository is judged by the jobs of that.
            .filter((job) => !(job.uses?.value.startsWith('./') ?? false) && mayAskForToken(this.model, workflow, job))
            .map((job) => this.presenter({ workflow, job, at: job.at })));
        return this.all;
    }
    finding(policy, presenter, reason) {
        const { model } = this;
        const condition = policy.statements.flatMap(subjectConditions)[0];
        const value = condition?.values[0];
        const [subject] = presenter.subjects;
        if (condition === undefined || value === undefined || subject === undefined) {
            throw new Error('a finding without a value or a subject');
        }
        const wanted = valueText(value);
        const presented = subjectText(reason.presented, subject);
        const line = presenter.job.environment?.at ?? presenter.at;
        const role = this.nameOf(policy);
        const who = role === null ? quoted(policy.address) : `role ${quoted(role)}`;
        const exactStar = operatorOf(condition).base === 'stringequals' && /[*?]/.test(wanted);
        const job = quoted(presenter.job.id);
        const evidence = [
            evidenceAt(model, value.at, 'accepts this only', `accepts ${wanted}`),
            evidenceAt(model, line, 'presents another subject', `presents ${presented}`),
        ];
        return {
            ruleId: md_010_oidc_subject_never_matches_ID,
            ruleVersion: md_010_oidc_subject_never_matches_VERSION,
            severity: 'medium',
            title: reason.taken
                ? `Job ${job} cannot assume ${who}: its trust policy wants another subject`
                : `No job can assume ${who}: its trust policy wants another subject`,
            what: `It accepts ${quoted(wanted)} (${placeOf(value.at)}); ${reason.taken ? `job ${job}` : `the jobs that may ask for a token, ${job} among them,`} ${reason.taken ? 'presents' : 'present others:'} ${quoted(presented)} (${placeOf(line)}).${whyNot(reason, exactStar, subject)}`,
            why: 'AWS compares the subject of the token with the trust policy and refuses the login each time.',
            fix: exactStar
                ? `Use \`StringLike\` instead of \`StringEquals\` for \`sub\` (${placeOf(condition.at)}): only that knows wildcards.`
                : `Accept ${quoted(presented)} in ${placeOf(value.at)}${subject.kind === 'environment' ? `, or take \`environment\` off the job (${placeOf(line)})` : ''}.`,
            path: value.at.path,
            anchor: `trust:${policy.address}`,
            evidence,
        };
    }
}
function whyNot({ renamed, byCase }, exactStar, { kind }) {
    if (exactStar)
        return ' `StringEquals` takes `*` and `?` as they are.';
    if (renamed)
        return ' The owner is another.';
    if (byCase)
        return ' They differ in upper and lower case, which counts.';
    return kind === 'environment' ? ' A job with an environment has that in its subject, and no ref.' : '';
}

;// CONCATENATED MODULE: ./build/rules/support/broad-grants.js
/**
 * What a role may do, where that is visible and plainly much: a managed policy that writes by its name, or `*` on `*`.
 * A role that may write one lock or one bucket is not meant: plans of a pull request need that.
 */



const MANAGED = /:policy\/(?:[\w/-]+\/)?(AdministratorAccess|PowerUserAccess|[\w-]*FullAccess)$/;
/** The first such grant of a role; null when none is visible, or a boundary limits the role. */
function broadGrant(terraform, role) {
    if ((0,hcl/* attributeOf */.w4)(role.block.body, 'permissions_boundary') !== undefined)
        return null;
    const own = terraform.attribute(role, 'managed_policy_arns');
    for (const item of own?.kind === 'list' ? own.items : []) {
        const managed = managedGrant(terraform, role, item);
        if (managed !== null)
            return managed;
    }
    for (const attachment of terraform.blocks('resource', 'aws_iam_role_policy_attachment')) {
        if (!isFor(terraform, attachment, role) || isOptional(attachment))
            continue;
        const managed = managedGrant(terraform, attachment, terraform.attribute(attachment, 'policy_arn'));
        if (managed !== null)
            return managed;
    }
    for (const inline of terraform.blocks('resource', 'aws_iam_role_policy')) {
        if (!isFor(terraform, inline, role) || isOptional(inline))
            continue;
        const grant = statementGrant(policyOf(terraform, inline, 'policy'));
        if (grant !== null)
            return grant;
    }
    return null;
}
/** Made under a condition: whether it is there is not known. */
function isOptional({ block: { body } }) {
    return (0,hcl/* attributeOf */.w4)(body, 'count') !== undefined || (0,hcl/* attributeOf */.w4)(body, 'for_each') !== undefined;
}
function isFor(terraform, attachment, role) {
    if (attachment.file.folder !== role.file.folder)
        return false;
    const value = terraform.attribute(attachment, 'role');
    if (value?.kind === 'reference')
        return terraform.referenced(role.file.folder, value.path) === role;
    const name = (0,terraform_values/* exactText */.ns)(value);
    return name !== undefined && name === (0,terraform_values/* exactText */.ns)(terraform.attribute(role, 'name'));
}
function managedGrant(terraform, owner, value) {
    if (value?.kind === 'text') {
        const name = MANAGED.exec(value.literals.at(-1) ?? '')?.[1];
        return name === undefined ? null : { text: name, at: value.at };
    }
    if (value?.kind !== 'reference')
        return null;
    const policy = terraform.referenced(owner.file.folder, value.path);
    if (policy === undefined)
        return null;
    if (policy.address.startsWith('data.')) {
        const name = (0,terraform_values/* exactText */.ns)(terraform.attribute(policy, 'name')) ?? '';
        const arn = (0,terraform_values/* exactText */.ns)(terraform.attribute(policy, 'arn')) ?? `:policy/${name}`;
        const managed = policy.block.labels[0] === 'aws_iam_policy' ? MANAGED.exec(arn)?.[1] : undefined;
        return managed === undefined ? null : { text: managed, at: value.at };
    }
    return policy.block.labels[0] === 'aws_iam_policy' ? statementGrant(policyOf(terraform, policy, 'policy')) : null;
}
/** `*` or `iam:*` on every resource, and nothing that denies or limits. */
function statementGrant(policy) {
    if (policy === null || policy.statements.some(({ effect }) => effect !== 'Allow'))
        return null;
    for (const { actions, resources, conditions, complete } of policy.statements) {
        if (conditions.length > 0 || !complete || !resources.values.some(({ literals }) => literals.join('…') === '*')) {
            continue;
        }
        const action = actions.values.find(({ literals }) => /^(\*|iam:\*)$/.test(literals.join('…')));
        if (action !== undefined)
            return { text: `${action.literals.join('')} on *`, at: action.at };
    }
    return null;
}

;// CONCATENATED MODULE: ./build/rules/md-011-oidc-subject-too-broad.js





const md_011_oidc_subject_too_broad_ID = 'MD-011';
const md_011_oidc_subject_too_broad_VERSION = 1;
const oidcSubjectTooBroad = {
    id: md_011_oidc_subject_too_broad_ID,
    name: 'oidc-subject-too-broad',
    version: md_011_oidc_subject_too_broad_VERSION,
    severity: 'high',
    level: 'warn',
    summary: 'A trust policy that lets in repositories it is not meant for',
    needs: 'files',
    check: md_011_oidc_subject_too_broad_check,
    attribute: (finding, { change }) => changedLineFirst(finding, change),
};
function md_011_oidc_subject_too_broad_check({ model }) {
    const { terraform } = model;
    const nothing = noTrust(terraform);
    if (terraform === null || nothing !== null)
        return nothing ?? { state: 'not-applicable', reason: '' };
    const findings = [];
    const proven = [];
    for (const policy of trustPolicies(terraform)) {
        // What a Deny of the same policy takes away again is not worked out.
        if (policy.statements.some(({ effect }) => effect === 'Deny'))
            continue;
        proven.push(`trust:${policy.address}`);
        for (const statement of policy.statements) {
            const breadth = statement.effect === 'Allow' ? breadthOf(model, terraform, policy, statement) : null;
            if (breadth !== null)
                findings.push(md_011_oidc_subject_too_broad_findingFor(model, policy, breadth));
        }
    }
    return { state: 'evaluated', findings, proven, unproven: [], gaps: [] };
}
/** The worst of a statement; null when nothing of it is surely too broad. */
function breadthOf(model, terraform, policy, statement) {
    if (!statement.complete || statement.conditions.some(isFurtherLimit))
        return null;
    const name = quoted(policy.address);
    const subjects = statement.conditions.filter(({ claim }) => claim === 'sub');
    if (subjects.length === 0)
        return withoutSubject(terraform, policy, statement);
    const conditions = subjectConditions(statement);
    // Another condition on the subject, or one whose operator says what it must not be.
    if (conditions.length !== 1 || subjects.length !== 1)
        return null;
    const [condition] = conditions;
    const { base, set } = operatorOf(condition);
    if (base === 'stringlike') {
        const wide = condition.values.flatMap((value) => wideness(value) ?? []);
        const worst = md_011_oidc_subject_too_broad_ORDER.flatMap((kind) => wide.find((each) => each.kind === kind) ?? [])[0];
        if (worst !== undefined)
            return { ...worst, title: `Trust policy ${name} lets in ${worst.title}` };
    }
    if (set === 'all')
        return allValues(policy, condition);
    return md_011_oidc_subject_too_broad_pullRequest(model, terraform, policy, condition);
}
/** A condition beside subject and audience that may keep others out. */
function isFurtherLimit(condition) {
    const { claim, values } = condition;
    if (claim === 'sub' || claim === 'aud')
        return false;
    if (claim !== 'job_workflow_ref')
        return true;
    // A called workflow that is pinned by owner and repository is a limit; `*` is none.
    return values.length === 0 || values.some((value) => /^[^*?]+\/[^*?]+\//.test(valueText(value)));
}
const md_011_oidc_subject_too_broad_ORDER = ['anyone', 'organisation', 'prefix'];
function withoutSubject(terraform, policy, statement) {
    const owner = policy.document;
    if (!statement.principals.some((value) => isGithub(terraform, owner, value)))
        return null;
    return {
        kind: 'anyone',
        severity: 'high',
        at: statement.at,
        fact: 'no condition on sub',
        title: `Trust policy ${quoted(policy.address)} lets in every repository on GitHub`,
        what: `The statement at ${placeOf(statement.at)} has no condition on \`sub\`.`,
        why: 'Any workflow of any account can ask GitHub for such a token and assume the role.',
        fix: 'Add a condition: `StringEquals` on `token.actions.githubusercontent.com:sub` with `repo:OWNER/NAME:…`.',
    };
}
/** The wildcards of one value, where they let in other repositories. */
function wideness(value) {
    // What only Terraform knows stands for itself.
    const text = value.literals.join('\u0000');
    const shown = quoted(valueText(value));
    const common = { at: value.at, fact: `accepts ${valueText(value)}` };
    const what = `It accepts ${shown} (${placeOf(value.at)}).`;
    if (text.includes('job_workflow_ref:'))
        return null;
    if (/^[*?]/.test(text) || /^repo:?[*?]/.test(text) || /^repo:[^/:@]*\*/.test(text)) {
        return {
            ...common,
            kind: 'anyone',
            severity: 'high',
            title: 'repositories of every account',
            what,
            why: 'Anyone can have a repository or an account whose subject matches, and assume the role.',
            fix: 'Name owner and repository in full: `repo:OWNER/NAME:…`.',
        };
    }
    const [, owner, name = ''] = /^repo:([^/:]+)\/([^:]*)/.exec(text) ?? [];
    if (owner === undefined)
        return null;
    const organisation = quoted(owner.replaceAll('\u0000', '…').split('@', 1)[0] ?? '');
    const medium = { ...common, severity: 'medium', what };
    if (/^\*+$/.test(name)) {
        return {
            ...medium,
            kind: 'organisation',
            title: `every repository of ${organisation}`,
            why: 'Whoever can push to any repository of the owner can assume the role.',
            fix: 'Name the repositories, or pin the called workflow with a condition on `job_workflow_ref`.',
        };
    }
    // `app*` without a colon; `app-*` is a family of names, `app@*` the ids of one repository.
    if (/^[^*?]*[A-Za-z0-9]\*+$/.test(name)) {
        const plain = name.replaceAll('\u0000', '…').replace(/\*+$/, '');
        return {
            ...medium,
            kind: 'prefix',
            title: `repositories whose names only begin with ${quoted(plain)}`,
            why: `Without a colon before the \`*\` it is not only the refs of ${quoted(plain)}: other repositories match too.`,
            fix: `Write \`repo:…/${plain}:*\`, better with the ref or environment.`,
        };
    }
    return null;
}
function allValues(policy, condition) {
    const plain = condition.operator.replace(/^ForAllValues:/i, '');
    return {
        kind: 'all-values',
        severity: 'low',
        at: condition.at,
        fact: `${condition.operator} on sub`,
        title: `Trust policy ${quoted(policy.address)} is also satisfied by a token without a subject`,
        what: `It compares \`sub\` with \`${condition.operator}\` (${placeOf(condition.at)}).`,
        why: '`ForAllValues` is true when the value is missing: the condition keeps nobody out that has none.',
        fix: `Use \`${plain}\`: a token has one subject.`,
    };
}
function md_011_oidc_subject_too_broad_pullRequest(model, terraform, { role, address }, condition) {
    const value = condition.values.find((each) => /:pull_request$/.test(each.literals.at(-1) ?? ''));
    const grant = value === undefined || role === null ? null : broadGrant(terraform, role);
    if (value === undefined || grant === null)
        return null;
    return {
        kind: 'pull-request',
        severity: 'medium',
        at: value.at,
        fact: `accepts ${valueText(value)}`,
        title: `Any pull request can assume ${quoted(address)}, which has ${grant.text}`,
        what: `It accepts ${quoted(valueText(value))} (${placeOf(value.at)}) and has \`${grant.text}\` (${placeOf(grant.at)}).`,
        why: 'A pull request from a branch runs its own version of the workflow before anyone has looked at it.',
        fix: 'Give pull requests a role that only reads, and bind this one to `ref:refs/heads/main` or an environment.',
        also: evidenceAt(model, grant.at, 'what it may do', `grants ${grant.text}`),
    };
}
function md_011_oidc_subject_too_broad_findingFor(model, policy, breadth) {
    const { kind, severity, at, fact, title, what, why, fix, also } = breadth;
    const role = policy.at.path === at.path && policy.at.startLine === at.startLine
        ? []
        : [evidenceAt(model, policy.at, 'the trust policy')];
    return {
        ruleId: md_011_oidc_subject_too_broad_ID,
        ruleVersion: md_011_oidc_subject_too_broad_VERSION,
        severity,
        title,
        what,
        why,
        fix,
        path: at.path,
        anchor: `trust:${policy.address}:${kind}`,
        evidence: [evidenceAt(model, at, 'accepts too much', fact), ...(also === undefined ? [] : [also]), ...role],
    };
}

;// CONCATENATED MODULE: ./build/rules/data/github-workflows.js
/**
 * Names of workflows that GitHub itself runs in a repository: they have no file, and others may wait for them.
 */
const GITHUB_WORKFLOWS = [
    /** https://docs.github.com/en/pages/getting-started-with-github-pages/using-custom-workflows-with-github-pages */
    'pages-build-deployment',
    'pages build and deployment',
    /** https://docs.github.com/en/code-security/code-scanning/enabling-code-scanning/configuring-default-setup-for-code-scanning */
    'CodeQL',
    'CodeQL Setup',
    'Code Quality',
    /** https://docs.github.com/en/code-security/dependabot/working-with-dependabot/about-dependabot-on-github-actions-runners */
    'Dependabot Updates',
    /** https://docs.github.com/en/code-security/supply-chain-security/understanding-your-software-supply-chain/configuring-automatic-dependency-submission-for-your-repository */
    'Automatic Dependency Submission',
    'Dependency Graph',
    'Graph Update',
    /** https://docs.github.com/en/copilot */
    'Copilot',
    'Copilot cloud agent',
    'Copilot coding agent',
    'Copilot code review',
    'Running Copilot',
];

;// CONCATENATED MODULE: ./build/rules/md-012-workflow-run-unknown-name.js
/**
 * MD-012: `on.workflow_run.workflows` names no workflow, so the run it waits for never comes. Entries are names (a
 * workflow without `name:` is known by its path), matched as filter patterns in which special characters are escaped.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows#workflow_run
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#name
 */





const md_012_workflow_run_unknown_name_ID = 'MD-012';
const md_012_workflow_run_unknown_name_VERSION = 1;
/** Names longer than this are not compared letter by letter. */
const md_012_workflow_run_unknown_name_MAX_COMPARED = 100;
const workflowRunUnknownName = {
    id: md_012_workflow_run_unknown_name_ID,
    name: 'workflow-run-unknown-name',
    version: md_012_workflow_run_unknown_name_VERSION,
    severity: 'medium',
    level: 'warn',
    summary: 'A `workflow_run` trigger that waits for a workflow nobody has: it never starts',
    needs: 'files',
    check: md_012_workflow_run_unknown_name_check,
    attribute: (finding, { change }) => changedLineFirst(finding, change),
};
function md_012_workflow_run_unknown_name_check({ model }) {
    const listeners = model.workflows.flatMap((workflow) => workflow.triggers
        .filter(({ event }) => event === 'workflow_run')
        .flatMap((trigger) => (trigger.workflows ?? []).map((entry) => ({ workflow, entry }))));
    if (listeners.length === 0)
        return { state: 'not-applicable', reason: 'no workflow waits for another one' };
    const gap = unreadGap(model);
    // A workflow that is parked or cannot be read may be the one that is meant.
    if (gap !== null)
        return { state: 'not-evaluated', gaps: [gap] };
    const findings = [];
    const proven = [];
    const parked = hasParked(model);
    for (const { workflow, entry } of listeners) {
        proven.push(`workflow-run:${workflow.path}:${entry.value}`);
        const named = meant(entry.value, model.workflows);
        if (named === null || md_012_workflow_run_unknown_name_isOff(workflow))
            continue;
        if (named.length === 0 && !parked)
            findings.push(unknownName(model, workflow, entry));
        else if (named.length > 0 && named.every(isOnlyCalled))
            findings.push(onlyCalled(model, workflow, entry, named));
    }
    return { state: 'evaluated', findings, proven, unproven: [], gaps: [] };
}
function unreadGap({ problems }) {
    const problem = problems.find(({ role }) => role === 'workflow');
    if (problem === undefined)
        return null;
    return {
        evidence: problem.path,
        reason: `its name is not known: the file ${problem.reason}`,
        next: `mend ${problem.path}`,
        cause: 'tree',
    };
}
/** Workflows that are switched off by a comment in front of every line, or by another ending (`ci.yml.disabled`). */
function hasParked({ paths, workflows, problems }) {
    const read = new Set([...workflows, ...problems].map(({ path }) => path));
    return paths.some((path) => path.startsWith('.github/workflows/') &&
        ((0,repository_workflows/* isWorkflowPath */.$u)(path) ? !read.has(path) : /\.ya?ml[^/a-z]|\.(?:disabled|off|bak|old)$/i.test(path)));
}
/**
 * The workflows that an entry means; null where nothing can be said of it: it excludes, is one of GitHub's own
 * workflows, or is no pattern that GitHub documents.
 */
function meant(entry, workflows) {
    if (entry.startsWith('!') || entry.trim() === '')
        return null;
    const filter = compileFilter(entry.toLowerCase());
    if ('invalid' in filter)
        return null;
    // Whether capital letters and unescaped characters count is not documented: both readings are accepted.
    const fits = (name) => filter.matches(name.toLowerCase()) || name.toLowerCase() === entry.trim().toLowerCase();
    if (GITHUB_WORKFLOWS.some(fits))
        return null;
    return workflows.filter((workflow) => fits(md_012_workflow_run_unknown_name_nameOf(workflow)));
}
/** "If you omit name, GitHub displays the workflow file path relative to the root of the repository." */
function md_012_workflow_run_unknown_name_nameOf({ name, path }) {
    const text = name?.value.trim() ?? '';
    return text === '' ? path : text;
}
function isOnlyCalled({ triggers }) {
    return triggers.length > 0 && triggers.every(({ event }) => event === 'workflow_call');
}
/** Every job is switched off on purpose. */
function md_012_workflow_run_unknown_name_isOff({ jobs }) {
    return jobs.every(({ if: condition }) => condition !== undefined && /^(\$\{\{)?\s*false\s*(\}\})?$/.test(condition.value.trim()));
}
function unknownName(model, listener, entry) {
    const near = nearest(entry.value, model.workflows);
    const place = placeOf(entry.at);
    return {
        ...common(listener, entry, [
            evidenceAt(model, entry.at, 'waits for this name', 'names no workflow'),
            ...(near === null ? [] : [evidenceAt(model, near.name?.at ?? { path: near.path, startLine: 1 }, 'its name')]),
        ]),
        title: `No workflow is named ${quoted(entry.value)}`,
        what: `${listener.path} waits for a run of ${quoted(entry.value)} (line ${entry.at.startLine}), and no workflow here has that name.`,
        fix: near === null
            ? `Name an existing workflow at ${place} by its \`name:\`, or remove the entry.`
            : `Write ${quoted(md_012_workflow_run_unknown_name_escaped(md_012_workflow_run_unknown_name_nameOf(near)))} at ${place}: that is the name of ${near.path}.`,
    };
}
function onlyCalled(model, listener, entry, [called]) {
    const path = called?.path ?? '';
    const line = called?.triggers[0]?.at ?? { path, startLine: 1 };
    return {
        ...common(listener, entry, [
            evidenceAt(model, entry.at, 'waits for this name', 'names a called workflow'),
            evidenceAt(model, line, 'only called by others'),
        ]),
        title: `${quoted(entry.value)} never runs on its own`,
        what: `${listener.path} waits for a run of ${quoted(entry.value)} (line ${entry.at.startLine}), but ${path} is only called by other workflows: its jobs belong to the caller's run.`,
        fix: `Name the calling workflow at ${placeOf(entry.at)}.`,
    };
}
function common({ path }, { value }, evidence) {
    return {
        ruleId: md_012_workflow_run_unknown_name_ID,
        ruleVersion: md_012_workflow_run_unknown_name_VERSION,
        severity: 'medium',
        why: 'GitHub reports no mistake: the workflow just never starts for it.',
        path,
        anchor: `workflow-run:${value}`,
        evidence,
    };
}
/** The workflow whose file is named instead of its name, or whose name is a few letters away. */
function nearest(entry, workflows) {
    const wanted = entry.trim().toLowerCase();
    const byFile = workflows.find(({ path }) => {
        const file = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
        return [path.toLowerCase(), file, file.replace(/\.ya?ml$/, '')].includes(wanted);
    });
    if (byFile !== undefined)
        return byFile;
    if (wanted.length > md_012_workflow_run_unknown_name_MAX_COMPARED)
        return null;
    const allowed = Math.min(6, Math.floor(wanted.length / 4));
    const close = workflows
        .filter((workflow) => md_012_workflow_run_unknown_name_nameOf(workflow).length <= md_012_workflow_run_unknown_name_MAX_COMPARED && !isOnlyCalled(workflow))
        .map((workflow) => ({ workflow, edits: (0,mod/* distance */.Io)(wanted, md_012_workflow_run_unknown_name_nameOf(workflow).toLowerCase()) }))
        .filter(({ edits }) => edits <= allowed)
        .sort((a, b) => a.edits - b.edits);
    return close[0]?.workflow ?? null;
}
/** A name as an entry: characters that mean something in a pattern get a backslash. */
function md_012_workflow_run_unknown_name_escaped(name) {
    return name.replace(/[\\*?+[\]!]/g, '\\$&');
}

;// CONCATENATED MODULE: ./build/rules/md-013-trigger-branch-missing.js
/**
 * MD-013: a trigger names a branch that does not exist. GitHub says nothing about it; after `master` became `main`, a
 * workflow for `master` is simply never started again.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#onpushbranchestagsbranches-ignoretags-ignore
 */





const md_013_trigger_branch_missing_ID = 'MD-013';
const md_013_trigger_branch_missing_VERSION = 1;
/** `workflow_run` is left out: its branch may be one of a fork. */
const EVENTS = ['push', 'pull_request', 'pull_request_target'];
/** Branches that are made when they are needed. */
const MADE_LATER = /\d|\/|\$|^(?:releases?|release[-_].*|stable|latest|lts|next|next-major|alpha|beta|rc|canary|nightly|preview|edge|hot-?fix|maintenance|backport|gh-pages|pages|staging|trying|try|auto|test|tests|testing|ci|tmp|temp|experimental)$/i;
/** Places shown with one finding. */
const md_013_trigger_branch_missing_MAX_SHOWN = 10;
/** A longer list is not searched for a similar name. */
const MAX_BRANCHES = 20_000;
const triggerBranchMissing = {
    id: md_013_trigger_branch_missing_ID,
    name: 'trigger-branch-missing',
    version: md_013_trigger_branch_missing_VERSION,
    severity: 'medium',
    level: 'warn',
    summary: 'A trigger for a branch that does not exist: the workflow is not started',
    needs: 'files-or-api',
    wants: ['branches'],
    check: md_013_trigger_branch_missing_check,
    attribute: (finding, { change }) => changedLineFirst(finding, change),
};
function md_013_trigger_branch_missing_check({ model, facts, defaultBranch }) {
    const triggers = model.workflows.flatMap((workflow) => workflow.triggers
        .filter((trigger) => EVENTS.includes(trigger.event) && (trigger.branches ?? []).some(isName))
        .map((trigger) => ({ workflow, trigger })));
    if (triggers.length === 0)
        return { state: 'not-applicable', reason: 'no trigger names a branch' };
    if (facts.branches.status !== 'answered') {
        return { state: 'not-evaluated', gaps: [factGap(facts.branches, 'branches', 'contents: read')] };
    }
    const existing = new Set(facts.branches.value);
    if (defaultBranch !== null)
        existing.add(defaultBranch);
    const missing = new Map();
    const proven = [];
    for (const { workflow, trigger } of triggers) {
        const absent = (trigger.branches ?? []).filter((entry) => isName(entry) && !existing.has(plain(entry)));
        const dead = md_013_trigger_branch_missing_isDead(trigger, existing);
        for (const entry of (trigger.branches ?? []).filter(isName)) {
            proven.push(`branch:${workflow.path}:${plain(entry)}`);
            if (!absent.includes(entry) || isMeant(plain(entry), trigger, existing, dead))
                continue;
            const key = JSON.stringify([workflow.path, plain(entry)]);
            const known = missing.get(key) ?? { workflow, name: plain(entry), entries: [], dead: [] };
            const place = { event: trigger.event, at: entry.at };
            if (dead) {
                known.entries.splice(known.dead.length, 0, place);
                known.dead.push(trigger.event);
            }
            else
                known.entries.push(place);
            missing.set(key, known);
        }
    }
    const all = [...missing.values()];
    const groups = [...all.filter(({ dead }) => dead.length > 0), ...leftovers(all)];
    const findings = groups.map((each) => md_013_trigger_branch_missing_findingFor(model, each, existing, defaultBranch));
    return { state: 'evaluated', findings, proven: [...new Set(proven)], unproven: [], gaps: [] };
}
/** Entries beside others that live cost nothing: one finding for each name, however many workflows have it. */
function leftovers(all) {
    const byName = new Map();
    for (const each of all) {
        if (each.dead.length > 0)
            continue;
        const known = byName.get(each.name);
        if (known === undefined)
            byName.set(each.name, each);
        else
            known.entries.push(...each.entries);
    }
    return [...byName.values()];
}
/** A name, and no pattern or exclusion. */
function isName({ value }) {
    return value !== '' && !/(?:^|[^\\])[*?+[\]]|^!/.test(value);
}
function plain({ value }) {
    return value.replace(/\\(.)/g, '$1');
}
/** Whether the trigger names plain branches only, none of which exists. */
function md_013_trigger_branch_missing_isDead({ branches, tags, tagsIgnore }, existing) {
    if (branches === undefined || (tags ?? tagsIgnore) !== undefined)
        return false;
    const positive = branches.filter(({ value }) => !value.startsWith('!'));
    return positive.every((entry) => isName(entry) && !existing.has(plain(entry)) && !MADE_LATER.test(plain(entry)));
}
/**
 * Names that stand there on purpose: branches that come and go, a list of the usual default branches of which one
 * exists, and names that a pattern of the same list covers anyway.
 */
function isMeant(name, { branches = [] }, existing, dead) {
    if (MADE_LATER.test(name))
        return true;
    if (dead)
        return false;
    if (branch_selector/* USUAL_DEFAULTS */.IV.includes(name) && branch_selector/* USUAL_DEFAULTS */.IV.some((usual) => existing.has(usual))) {
        return branches.some((entry) => isName(entry) && branch_selector/* USUAL_DEFAULTS */.IV.includes(plain(entry)) && existing.has(plain(entry)));
    }
    return compileFilters(branches.filter((entry) => !isName(entry))).matches(name);
}
function md_013_trigger_branch_missing_findingFor(model, { workflow, name, entries, dead }, existing, defaultBranch) {
    const evidence = entries
        .slice(0, md_013_trigger_branch_missing_MAX_SHOWN)
        .map(({ event, at }, index) => evidenceAt(model, at, `${event} branch`, index === 0 ? 'branch missing' : undefined));
    const place = placeOf(evidence[0]);
    const events = [...new Set(dead)].join(' and ');
    const near = md_013_trigger_branch_missing_nearest(name, existing, defaultBranch);
    const common = { ruleId: md_013_trigger_branch_missing_ID, ruleVersion: md_013_trigger_branch_missing_VERSION, title: `There is no branch ${quoted(name)}`, path: workflow.path };
    const identity = { anchor: `branch:${name}`, evidence };
    if (dead.length > 0) {
        return {
            ...common,
            severity: 'medium',
            what: `${workflow.path} starts for ${events} on ${quoted(name)} (${place}), and of the branches listed there this repository has none.`,
            why: `GitHub reports no mistake: it is just never started by ${events}.`,
            fix: near === null ? `Name an existing branch at ${place}.` : `Write ${quoted(near)} at ${place}.`,
            ...identity,
        };
    }
    const files = new Set(entries.map(({ at }) => at.path)).size;
    return {
        ...common,
        severity: 'low',
        what: `${files === 1 ? workflow.path : `${files} workflows`} ${files === 1 ? 'names' : 'name'} ${quoted(name)} beside other branches (${place}), and this repository has no such branch.`,
        why: 'Whoever reads it believes that the branch is covered.',
        fix: near === null
            ? `Remove ${quoted(name)} at ${place}, or make the branch.`
            : `Write ${quoted(near)} at ${place}, or remove the entry.`,
        ...identity,
    };
}
/** The default branch for another usual name of it; else a branch one or two letters away. */
function md_013_trigger_branch_missing_nearest(name, existing, defaultBranch) {
    if (branch_selector/* USUAL_DEFAULTS */.IV.includes(name) && defaultBranch !== null)
        return defaultBranch;
    if (existing.size > MAX_BRANCHES || name.length < 4)
        return null;
    for (const branch of existing) {
        if (Math.abs(branch.length - name.length) > 2)
            continue;
        const allowed = name.length > 7 || lettersOf(branch) === lettersOf(name) ? 2 : 1;
        if ((0,mod/* distance */.Io)(branch, name) <= allowed)
            return branch;
    }
    return null;
}
/** Two names with the same letters are often one name, mistyped: `mian`. */
function lettersOf(name) {
    return [...name].sort().join('');
}

;// CONCATENATED MODULE: ./build/rules/support/version-values.js
/** Which values of a matrix are versions: texts that the next upgrade replaces. */
/** `ubuntu-22.04`, `macos-14-xlarge`; `ubuntu-latest` never changes. */
const IMAGE = /^(?:ubuntu|macos|windows|debian|fedora|alpine|rockylinux|almalinux)[-:]\d[\w.-]*$/i;
/** `3.10`, `18.x`, `v1.75.0`, `3.14-dev`, `>=1.21`. */
const DOTTED = /^[~^]?v?\d{1,4}\.(?:\d{1,6}|x)(?:\.(?:\d{1,6}|x))*(?:[-+.]?[a-z][\w.]{0,20})?$/i;
/** `py310`, `jdk-17`, `node18`, `pg16`. */
const TOOLED = /^(?:py|pypy|python|node|nodejs|jdk|java|openjdk|temurin|go|golang|ruby|php|pg|postgres|postgresql|mysql|mariadb|mongo|mongodb|redis|scala|spark|django|rails|dotnet|net|gcc|clang|llvm|k8s)[-_ :]?v?\d+(?:[._]\d+)*$/i;
/** `18` is a version only under a key that says so. */
const NUMBER = /^\d{1,4}(?:-ea)?$/;
const KEY = /version|^(?:python|py|node|nodejs|java|jdk|go|golang|ruby|php|dotnet|scala|spark|postgres|postgresql|pg|mysql|mariadb|mongo|mongodb|redis|kafka|elasticsearch|k8s|kubernetes|rust|gcc|clang|llvm|django|rails)$/i;
/** Numbers under these keys only count. */
const COUNTING = /shard|group|part|chunk|index|split|bucket|batch|slice|container|attempt|percent|ratio/i;
/**
 * Whether a value is a version that an upgrade would replace.
 *
 * @param key the key of the matrix that has it; for members of an object the name of the member
 * @param value as GitHub prints it
 */
function isVersion(key, value) {
    if (COUNTING.test(key))
        return false;
    return IMAGE.test(value) || DOTTED.test(value) || TOOLED.test(value) || (NUMBER.test(value) && KEY.test(key));
}
/** Whether a value stands in a name as a whole: `3.1` does not stand in `test (3.10)`, `18` stands in `node18`. */
function standsIn(name, value) {
    const before = /^\d/.test(value) ? /[\d.]/ : /[\p{L}\p{N}_.]/u;
    for (let at = name.indexOf(value); at >= 0; at = name.indexOf(value, at + 1)) {
        if (!before.test(name.charAt(at - 1)) && !CONTINUES.test(name.slice(at + value.length, at + value.length + 2)))
            return true;
    }
    return false;
}
/** A letter or digit follows, or a point with one behind it. */
const CONTINUES = /^(?:[\p{L}\p{N}_]|\.[\p{L}\p{N}])/u;

;// CONCATENATED MODULE: ./build/rules/md-014-required-check-embeds-matrix-value.js
/**
 * MD-014: a required check whose name holds a version that a matrix supplies. When the version is raised, the old name
 * is reported by nobody, and every pull request waits until an administrator has changed the requirement.
 * https://docs.github.com/en/actions/how-tos/write-workflows/choose-what-workflows-do/run-job-variations
 */




const md_014_required_check_embeds_matrix_value_ID = 'MD-014';
const md_014_required_check_embeds_matrix_value_VERSION = 1;
/** Requirements shown with one finding. */
const md_014_required_check_embeds_matrix_value_MAX_SHOWN = 5;
const requiredCheckEmbedsMatrixValue = {
    id: md_014_required_check_embeds_matrix_value_ID,
    name: 'required-check-embeds-matrix-value',
    version: md_014_required_check_embeds_matrix_value_VERSION,
    severity: 'low',
    level: 'warn',
    summary: 'A required check with a version of a matrix in its name: the next upgrade strands it',
    needs: 'files-or-api',
    check: md_014_required_check_embeds_matrix_value_check,
    attribute: (finding, { change }) => changedLineFirst(finding, change),
};
function md_014_required_check_embeds_matrix_value_check(context) {
    const nothing = nothingToJudge(context.requirements);
    if (nothing !== null)
        return nothing;
    const index = reporterIndex(context.model);
    const versionsOf = rememberedVersions();
    const groups = new Map();
    const proven = [];
    for (const entry of requiredContexts(context)) {
        if (entry.reporter !== null)
            continue;
        const { exact } = index(entry.context);
        const [producer] = exact;
        if (producer === undefined)
            continue;
        proven.push(`context:${entry.context}`);
        // A second job reports the name without a matrix: an upgrade does not take it away.
        const found = exact.map((each) => embedded(entry.context, each, versionsOf));
        const [first] = found[0] ?? [];
        if (first === undefined || found.some((values) => values.length === 0))
            continue;
        const key = JSON.stringify([producer.workflow.path, producer.jobPath]);
        const group = groups.get(key) ?? {
            producer,
            first,
            keys: new Set(),
            values: new Set(),
            required: [],
        };
        for (const embedded of found[0] ?? []) {
            group.keys.add(embedded.key);
            group.values.add(embedded.value);
        }
        group.required.push(entry);
        groups.set(key, group);
    }
    const findings = [...groups.values()].map((group) => md_014_required_check_embeds_matrix_value_findingFor(context, group));
    return { state: 'evaluated', findings, proven, unproven: [], gaps: requirementGaps(context.requirements) };
}
/** The versions that the matrices of a job, or of the job that calls it, put into this name. */
function embedded(context, { job, leaf }, versionsOf) {
    const own = namedBy(leaf.job, versionsOf(leaf.job));
    const callers = job === leaf.job ? [] : [...namedBy(job, versionsOf(job)), ...passedOn(job, leaf.job, versionsOf(job))];
    return [...own, ...callers].filter(({ value }) => standsIn(context, value));
}
/** Without its own use of the matrix, a name gets all values as its suffix. */
function namedBy({ name }, values) {
    const paths = (0,expressions/* templatePaths */.bX)(name?.value ?? '').filter(([context]) => context === 'matrix');
    return paths.length === 0 ? values : values.filter(({ key }) => paths.some((path) => reads(path, key)));
}
/** Values that a caller hands over as inputs which the called job has in its name. */
function passedOn(caller, called, values) {
    const inputs = (0,expressions/* templatePaths */.bX)(called.name?.value ?? '').flatMap(([context, name]) => context === 'inputs' && name !== undefined ? [name] : []);
    const paths = [...caller.with]
        .filter(([name]) => inputs.includes(name.toLowerCase()))
        .flatMap(([, { value }]) => (0,expressions/* templatePaths */.bX)(value).filter(([context]) => context === 'matrix'));
    return values.filter(({ key }) => paths.some((path) => reads(path, key)));
}
/** `matrix.node` reads the key `node`; `matrix`, `matrix.*` and `matrix.node` read `node.version`. */
function reads([, ...path], key) {
    const parts = key.toLowerCase().split('.');
    return path.every((part, index) => part === '*' || parts[index] === undefined || part === parts[index]);
}
/** One walk through each matrix: many required checks often come from one job. */
function rememberedVersions() {
    const known = new Map();
    return (job) => {
        const values = known.get(job) ?? versionsIn(job);
        known.set(job, values);
        return values;
    };
}
function versionsIn(job) {
    const found = new Map();
    const visit = (key, value) => {
        if (value !== null && typeof value === 'object') {
            for (const [name, inner] of Object.entries(value))
                visit(Array.isArray(value) ? key : `${key}.${name}`, inner);
            return;
        }
        const text = (0,expressions/* textOf */.b6)(value);
        const name = key.slice(key.lastIndexOf('.') + 1);
        if (isVersion(name, text))
            found.set(JSON.stringify([key, text]), { job, key, value: text });
    };
    for (const { values } of job.matrix?.combinations ?? [])
        for (const [key, value] of values)
            visit(key, value);
    return [...found.values()];
}
function md_014_required_check_embeds_matrix_value_findingFor({ model, requirements }, { producer, first, keys, values, required }) {
    const names = required.map(({ context }) => context);
    const { leaf } = producer;
    const at = first.job.matrix?.at ?? first.job.at;
    const one = names.length === 1;
    const evidence = [
        evidenceAt(model, at, 'supplies the version', `name holds ${[...keys].sort().join(', ')}`),
        ...required.slice(0, md_014_required_check_embeds_matrix_value_MAX_SHOWN).map(({ checks: [entry] }) => requirementEvidence(model, entry, 'required here')),
    ];
    const id = producer.job.id;
    return {
        ruleId: md_014_required_check_embeds_matrix_value_ID,
        ruleVersion: md_014_required_check_embeds_matrix_value_VERSION,
        severity: 'low',
        title: one
            ? `The required check ${listed(names)} has a version of a matrix in its name`
            : `${names.length} required checks have a version of a matrix in their names`,
        what: `${branchName(requirements)} requires ${listed(names)}; the matrix of job ${quoted(first.job.id)} (${placeOf(at)}) puts ${listed([...values])} into ${one ? 'that name' : 'these names'}.`,
        why: 'The pull request that raises the version no longer reports the old name, and waits for it forever.',
        fix: `Add ${gateName(model, producer)}: \`needs: [${id}]\`, \`if: always()\` and a step that fails unless \`needs.${id}.result\` is \`success\`. Then require it instead of ${listed(names)}.`,
        path: leaf.workflow.path,
        anchor: `job:${leaf.job.id}`,
        evidence,
    };
}
/** A name for the gate that no job has yet. */
function gateName({ producers }, { workflow, job }) {
    const taken = new Set(producers.flatMap(({ name }) => (name.kind === 'exact' ? [name.text] : [])));
    const name = [`${job.id}-ok`, `${job.id}-passed`].find((candidate) => !taken.has(candidate)) ?? `all-of-${job.id}`;
    return `a job \`${name}\` to ${workflow.path}`;
}

// EXTERNAL MODULE: ./build/repository/yaml.js + 1 modules
var yaml = __webpack_require__(2143);
;// CONCATENATED MODULE: ./build/rules/support/toml.js

/** Longer lines hold none of the values that are looked for. */
const MAX_LINE = 1000;
/** The string at a dotted key, with its line; null when it is not there or no plain string. */
function tomlText({ path, lines }, key) {
    let table = '';
    for (const [index, raw] of lines.entries()) {
        const line = raw.length > MAX_LINE ? '' : raw.trim();
        const head = /^\[([^[\]]+)\]\s*(?:#.*)?$/.exec(line);
        if (head !== null) {
            table = dotted(head[1] ?? '');
            continue;
        }
        if (line.startsWith('[[')) {
            table = '[[';
            continue;
        }
        const equals = line.indexOf('=');
        if (equals === -1 || line.startsWith('#'))
            continue;
        const name = dotted(line.slice(0, equals));
        if ((table === '' ? name : `${table}.${name}`) !== key)
            continue;
        const value = /^(?:"([^"\\]*)"|'([^']*)')\s*(?:#.*)?$/.exec(line.slice(equals + 1).trim());
        return value === null ? null : { value: value[1] ?? value[2] ?? '', at: (0,yaml/* pointAt */.sd)(path, index + 1) };
    }
    return null;
}
function dotted(text) {
    return text
        .split('.')
        .map((part) => part.trim().replace(/^(["'])(.*)\1$/, '$2'))
        .join('.');
}

;// CONCATENATED MODULE: ./build/rules/support/version-sets.js
/**
 * Sets of versions, to see whether two statements about a tool can both be true. A version is one number (major, minor
 * and patch in groups of four digits), a set is a list of half-open intervals. What is not understood is null: nothing
 * is claimed of it.
 *
 * npm ranges: https://docs.npmjs.com/cli/v11/using-npm/semver#ranges
 * Python specifiers: https://packaging.python.org/en/latest/specifications/version-specifiers/
 */
const GROUP = 10_000;
const MINOR = GROUP;
const MAJOR = GROUP * GROUP;
const MAX_LENGTH = 200;
function intersects(a, b) {
    return a.some(([from, below]) => b.some(([other, end]) => Math.max(from, other) < Math.min(below, end)));
}
/** `18`, `v18.17`, `3.11.4`, `18.x`: everything that starts like that; null for names and pre-releases. */
function versionPrefix(text) {
    const parts = partsOf(text);
    return parts === null ? null : [[numberOf(parts), endOf(parts)]];
}
/** This version and all later ones: the `go` line of go.mod, `rust-version`. */
function atLeast(text) {
    const parts = partsOf(text);
    return parts === null || parts.length === 0 ? null : [[numberOf(parts), Number.POSITIVE_INFINITY]];
}
/** An npm range: `>=18 <21 || ^22.1`, `18.x`, `14 - 16`, `*`. */
function npmRange(text) {
    if (text.length > MAX_LENGTH)
        return null;
    const found = [];
    for (const alternative of text.split('||')) {
        const interval = npmComparators(alternative.trim());
        if (interval === null)
            return null;
        found.push(interval);
    }
    return found;
}
function npmComparators(text) {
    const hyphen = /^(\S+)\s+-\s+(\S+)$/.exec(text);
    if (hyphen !== null) {
        const [low, high] = [partsOf(hyphen[1] ?? ''), partsOf(hyphen[2] ?? '')];
        return low === null || high === null ? null : [numberOf(low), endOf(high)];
    }
    return combined(text.replace(/(<=?|>=?|[~^=])\s+/g, '$1').split(/\s+/), npmComparator);
}
function npmComparator(text) {
    const match = /^(<=|>=|<|>|\^|~>|~|=)?(.*)$/.exec(text);
    const operator = match?.[1] ?? '';
    const parts = partsOf(match?.[2] ?? '');
    if (parts === null)
        return null;
    const [low, high] = [numberOf(parts), endOf(parts)];
    switch (operator) {
        case '>=':
            return [low, Number.POSITIVE_INFINITY];
        case '>':
            return [high, Number.POSITIVE_INFINITY];
        case '<':
            return [0, low];
        case '<=':
            return [0, high];
        case '^':
            return [low, caretEnd(parts)];
        case '~':
        case '~>':
            return [low, endOf(parts.slice(0, 2))];
        default:
            return [low, high];
    }
}
/** Up to the next version that changes the leftmost part that is not zero. */
function caretEnd(parts) {
    const first = parts.findIndex((part) => part > 0);
    return endOf(first === -1 ? parts : parts.slice(0, first + 1));
}
/** Python specifiers: `>=3.9,<4`, `~=3.9`, `==3.11.*`. `!=` is taken as no restriction. Poetry's `^` and `~` too. */
function pythonSpecifiers(text) {
    if (text.length > MAX_LENGTH || text.includes('||') || text.includes(';'))
        return null;
    const interval = combined(text.split(',').map((part) => part.replace(/\s+/g, '')), pythonSpecifier);
    return interval === null ? null : [interval];
}
function pythonSpecifier(text) {
    const match = /^(~=|==|!=|<=|>=|<|>|\^|~)?(\d.*|\*)$/.exec(text);
    if (match === null)
        return null;
    const operator = match[1] ?? '';
    const version = match[2] ?? '';
    const parts = partsOf(version);
    if (parts === null)
        return null;
    const low = numberOf(parts);
    switch (operator) {
        case '!=':
            return [0, Number.POSITIVE_INFINITY];
        case '>=':
            return [low, Number.POSITIVE_INFINITY];
        // Missing parts are zeros: `>3.8` has 3.8.1, `<=3.11` has nothing of 3.11 but 3.11.0.
        case '>':
            return [low + 1, Number.POSITIVE_INFINITY];
        case '<':
            return [0, low];
        case '<=':
            return [0, low + 1];
        case '~=':
            return parts.length < 2 ? null : [low, endOf(parts.slice(0, -1))];
        case '^':
        case '~':
            return npmComparator(`${operator}${version}`);
        default:
            return version.includes('*') || operator === '' ? [low, endOf(parts)] : [low, low + 1];
    }
}
/** What all comparators allow; null when one is not understood. */
function combined(texts, read) {
    let [from, below] = [0, Number.POSITIVE_INFINITY];
    for (const text of texts) {
        if (text === '' && texts.length > 1)
            continue;
        const interval = read(text);
        if (interval === null)
            return null;
        from = Math.max(from, interval[0]);
        below = Math.min(below, interval[1]);
    }
    return [from, below];
}
/** The parts that are given, at most three: `[18, 17]`; none for `*`; null for what is no plain version. */
function partsOf(text) {
    const bare = text.trim().replace(/^v(?=\d)/, '');
    if (bare === '' || bare === '*' || bare === 'x' || bare === 'X')
        return [];
    if (!/^\d{1,4}(?:\.(?:\d{1,4}|[xX*])){0,2}$/.test(bare))
        return null;
    const parts = [];
    for (const part of bare.split('.')) {
        if (/^[xX*]$/.test(part))
            break;
        parts.push(Number(part));
    }
    return parts;
}
function numberOf([major = 0, minor = 0, patch = 0]) {
    return major * MAJOR + minor * MINOR + patch;
}
/** The first version that no longer starts with these parts. */
function endOf(parts) {
    const step = [Number.POSITIVE_INFINITY, MAJOR, MINOR, 1][parts.length] ?? 1;
    return numberOf(parts) + step;
}

;// CONCATENATED MODULE: ./build/rules/support/toolchains.js



const NODE = 'Node.js';
const PYTHON = 'Python';
const GO = 'Go';
const RUST = 'Rust';
const TOOL_NAMES = { nodejs: NODE, node: NODE, python: PYTHON, golang: GO, go: GO };
const PACKAGE_MANAGERS = ['npm', 'pnpm', 'yarn'];
/** All statements of one file; none for a file of another name. */
function statementsIn(file) {
    switch (file.path.slice(file.path.lastIndexOf('/') + 1)) {
        case '.nvmrc':
        case '.node-version':
            return versionFile(file, NODE);
        case '.python-version':
            return versionFile(file, PYTHON);
        case '.go-version':
            return versionFile(file, GO);
        case '.tool-versions':
            return toolVersions(file);
        case 'package.json':
            return packageJson(file);
        case 'pyproject.toml':
            return [
                ...fromToml(file, PYTHON, 'project.requires-python', pythonSpecifiers),
                ...fromToml(file, PYTHON, 'tool.poetry.dependencies.python', pythonSpecifiers),
            ];
        case 'go.mod':
            return goMod(file);
        case 'Cargo.toml':
            return [
                ...fromToml(file, RUST, 'package.rust-version', atLeast),
                ...fromToml(file, RUST, 'workspace.package.rust-version', atLeast),
            ];
        case 'rust-toolchain.toml':
            return fromToml(file, RUST, 'toolchain.channel', versionPrefix, 'choice');
        case 'Dockerfile':
            return dockerfile(file);
        default:
            return [];
    }
}
/** One version on each line; several are alternatives. */
function versionFile({ path, lines }, tool) {
    const texts = lines.map((line) => line.replace(/#.*$/, '').trim());
    const given = texts.filter((text) => text !== '');
    const versions = union(given.map(versionPrefix));
    if (versions === null)
        return [];
    const at = (0,yaml/* pointAt */.sd)(path, texts.findIndex((text) => text !== '') + 1);
    return [{ tool, kind: 'choice', versions, text: given.join(', '), source: toolchains_nameOf(path), at }];
}
/** https://asdf-vm.com/manage/configuration.html#tool-versions */
function toolVersions({ path, lines }) {
    return lines.flatMap((line, index) => {
        const [name = '', ...texts] = line.replace(/#.*$/, '').trim().split(/\s+/);
        const tool = Object.hasOwn(TOOL_NAMES, name) ? TOOL_NAMES[name] : undefined;
        const versions = union(texts.map(versionPrefix));
        if (tool === undefined || versions === null)
            return [];
        const at = (0,yaml/* pointAt */.sd)(path, index + 1);
        return [{ tool, kind: 'choice', versions, text: texts.join(', '), source: '.tool-versions', at }];
    });
}
function packageJson(file) {
    if (!/"(?:engines|volta|packageManager)"/.test(file.text))
        return [];
    let parsed;
    try {
        parsed = JSON.parse(file.text);
    }
    catch {
        return [];
    }
    const found = [];
    const add = (tool, kind, value, keys, read) => {
        const versions = typeof value === 'string' ? read(value) : null;
        if (typeof value !== 'string' || versions === null)
            return;
        found.push({ tool, kind, versions, text: value, source: keys.join('.'), at: keyLine(file, keys) });
    };
    const [engines, volta] = [memberOf(parsed, 'engines'), memberOf(parsed, 'volta')];
    add(NODE, 'requirement', memberOf(engines, 'node'), ['engines', 'node'], npmRange);
    add(NODE, 'choice', memberOf(volta, 'node'), ['volta', 'node'], versionPrefix);
    const manager = memberOf(parsed, 'packageManager');
    for (const name of PACKAGE_MANAGERS) {
        add(name, 'requirement', memberOf(engines, name), ['engines', name], npmRange);
        add(name, 'choice', memberOf(volta, name), ['volta', name], versionPrefix);
        add(name, 'choice', manager, ['packageManager'], (text) => {
            const [tool, version = ''] = text.split('+', 1)[0]?.split('@') ?? [];
            return tool === name && version !== '' ? versionPrefix(version) : null;
        });
    }
    return found;
}
function memberOf(value, key) {
    return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
        ? value[key]
        : undefined;
}
/** The line of a key, after the line of the one it stands under. */
function keyLine({ path, lines }, keys) {
    let line = 0;
    for (const key of keys) {
        const found = lines.findIndex((text, index) => index >= line && text.includes(`"${key}"`));
        if (found !== -1)
            line = found;
    }
    return (0,yaml/* pointAt */.sd)(path, line + 1);
}
function fromToml(file, tool, key, read, kind = 'requirement') {
    const found = tomlText(file, key);
    const versions = found === null ? null : read(found.value);
    if (found === null || versions === null)
        return [];
    return [{ tool, kind, versions, text: found.value, source: key, at: found.at }];
}
/** https://go.dev/ref/mod#go-mod-file-go */
function goMod({ path, lines }) {
    const index = lines.findIndex((line) => /^go\s+\d/.test(line));
    const text = /^go\s+(\S+)/.exec(lines[index] ?? '')?.[1] ?? '';
    const versions = atLeast(text);
    if (index === -1 || versions === null)
        return [];
    return [
        { tool: GO, kind: 'requirement', versions, text: `${text} or later`, source: 'go', at: (0,yaml/* pointAt */.sd)(path, index + 1) },
    ];
}
/** Docker's official images of the tools. */
const IMAGES = { node: NODE, python: PYTHON, golang: GO, rust: RUST };
/** The images of all stages, one statement for each tool: it is fine when any of them fits. */
function dockerfile({ path, lines }) {
    const byTool = new Map();
    for (const [index, line] of lines.entries()) {
        const match = /^FROM\s+(?:--\S+\s+)*(?:(?:docker\.io|public\.ecr\.aws\/docker)\/)?(?:library\/)?([a-z]+)(?::(\S+))?/i.exec(line);
        const tool = match === null || !Object.hasOwn(IMAGES, match[1] ?? '') ? undefined : IMAGES[match[1] ?? ''];
        if (tool === undefined)
            continue;
        const tag = (match?.[2] ?? 'latest').split('@', 1)[0] ?? '';
        const entry = byTool.get(tool) ?? { texts: [], sets: [], line: index + 1 };
        entry.texts.push(`${match?.[1]}:${tag}`);
        entry.sets.push(/^\d/.test(tag) ? versionPrefix(tag.split('-', 1)[0] ?? '') : null);
        byTool.set(tool, entry);
    }
    return [...byTool].flatMap(([tool, { texts, sets, line }]) => {
        const versions = union(sets);
        if (versions === null)
            return [];
        return [{ tool, kind: 'choice', versions, text: texts.join(', '), source: 'FROM', at: (0,yaml/* pointAt */.sd)(path, line) }];
    });
}
/** null when nothing is given or one of them is not understood: it might be the one that fits. */
function union(sets) {
    const found = [];
    for (const set of sets) {
        if (set === null || set.length === 0)
            return null;
        found.push(set);
    }
    return found.length === 0 ? null : found.flat();
}
function toolchains_nameOf(path) {
    return path.slice(path.lastIndexOf('/') + 1);
}

;// CONCATENATED MODULE: ./build/rules/support/job-toolchains.js
/** Which versions of a tool the jobs set up that install the package of this repository. */



const SETUPS = [
    {
        tool: 'Node.js',
        action: 'actions/setup-node',
        input: 'node-version',
        manifest: /(?:^|\/)package\.json$/,
        installs: /(?:^|[\s;&|(])(?:npm (?:ci|i|install)|yarn(?: install)?|pnpm (?:i|install))(?:\s+--?[a-z][\w-]*(?:=\S+)?)*\s*(?:$|[;&|)])/m,
    },
    {
        tool: 'Python',
        action: 'actions/setup-python',
        input: 'python-version',
        manifest: /(?:^|\/)(?:pyproject\.toml|setup\.py)$/,
        installs: /(?:^|[\s;&|(])pip3? install (?:-e |--editable[ =])?["']?\.(?:\[[^\]\s]*\])?["']?(?:$|[\s;&|)])/m,
    },
];
/** Statements of jobs about the only package of the repository, which stands at its top. */
function jobStatements(model) {
    return SETUPS.flatMap((setup) => {
        const manifests = model.paths.filter((path) => setup.manifest.test(path)).slice(0, 2);
        if (manifests.length !== 1 || manifests[0]?.includes('/'))
            return [];
        return model.workflows.flatMap((workflow) => workflow.jobs.flatMap((job) => statementOf(setup, workflow, job)));
    });
}
function statementOf(setup, workflow, job) {
    const installs = job.steps.some(({ run }) => run !== undefined && setup.installs.test(run.value));
    if (!installs || job.continueOnError !== undefined)
        return [];
    const sets = [];
    const texts = [];
    let first = null;
    for (const step of job.steps) {
        if (step.uses?.value.split('@', 1)[0]?.toLowerCase() !== setup.action)
            continue;
        const given = step.with.get(setup.input);
        // `node-version-file` and the like: what it reads is judged by itself.
        if (given === undefined)
            return [];
        first ??= given;
        for (const text of valuesOf(given.value, job)) {
            texts.push(text ?? '');
            sets.push(text === null ? null : npmRange(text));
        }
    }
    const versions = union(sets);
    if (first === null || versions === null)
        return [];
    const source = `${setup.input} of job ${job.id} in ${workflow.path}`;
    return [{ tool: setup.tool, kind: 'choice', versions, text: texts.join(', '), source, at: first.at }];
}
/** The versions an input stands for: one for each line and each value of the matrix; null where it is not known. */
function valuesOf(text, job) {
    if (!(0,expressions/* hasExpression */.xS)(text))
        return text
            .split('\n')
            .map((line) => line.trim())
            .filter((line) => line !== '');
    const key = /^matrix\.([\w-]+)$/.exec((0,expressions/* soleExpression */.EY)(text)?.trim() ?? '')?.[1];
    const combinations = job.matrix?.combinations;
    if (key === undefined || combinations === undefined || combinations === null)
        return [null];
    return combinations.map(({ values }) => {
        const value = values.get(key);
        return typeof value === 'string' || typeof value === 'number' ? String(value) : null;
    });
}

;// CONCATENATED MODULE: ./build/rules/md-015-toolchain-version-conflict.js




const md_015_toolchain_version_conflict_ID = 'MD-015';
const md_015_toolchain_version_conflict_VERSION = 1;
/** Statements of one folder that are compared with each other. */
const md_015_toolchain_version_conflict_MAX_COMPARED = 100;
const toolchainVersionConflict = {
    id: md_015_toolchain_version_conflict_ID,
    name: 'toolchain-version-conflict',
    version: md_015_toolchain_version_conflict_VERSION,
    severity: 'medium',
    level: 'warn',
    summary: 'Files of one package ask for versions of a tool that exclude each other',
    needs: 'files',
    check: md_015_toolchain_version_conflict_check,
    attribute: (finding, { change }) => changedLineFirst(finding, change),
};
function md_015_toolchain_version_conflict_check({ model }) {
    const groups = byFolderAndTool(model);
    if (groups.size === 0)
        return { state: 'not-applicable', reason: 'no file says which version of a tool it needs' };
    const findings = [];
    for (const [folder, tools] of groups) {
        for (const [tool, statements] of tools) {
            const conflict = firstConflict(statements.slice(0, md_015_toolchain_version_conflict_MAX_COMPARED));
            if (conflict !== null)
                findings.push(md_015_toolchain_version_conflict_findingFor(model, folder, tool, conflict));
        }
    }
    const proven = [...groups].flatMap(([folder, tools]) => [...tools.keys()].map((tool) => anchorOf(folder, tool)));
    return { state: 'evaluated', findings, proven, unproven: [], gaps: [] };
}
/** A file speaks for its own folder; a job for the package at the top. */
function byFolderAndTool(model) {
    const groups = new Map();
    const add = (folder, statement) => {
        const tools = groups.get(folder) ?? new Map();
        groups.set(folder, tools);
        tools.set(statement.tool, [...(tools.get(statement.tool) ?? []), statement]);
    };
    for (const file of model.files.values()) {
        const folder = file.path.slice(0, Math.max(file.path.lastIndexOf('/'), 0));
        for (const statement of statementsIn(file))
            add(folder, statement);
    }
    for (const statement of jobStatements(model))
        add('', statement);
    return groups;
}
/** The first two that exclude each other, what is required first. */
function firstConflict(statements) {
    const ordered = [...statements].sort((a, b) => rank(a) - rank(b));
    for (const [index, one] of ordered.entries()) {
        for (const other of ordered.slice(index + 1)) {
            if (areComparable(one, other) && !intersects(one.versions, other.versions))
                return [one, other];
        }
    }
    return null;
}
function rank({ kind }) {
    return kind === 'requirement' ? 0 : 1;
}
/** A job may choose another version than developers or images do; only what the package requires binds it. */
function areComparable(one, other) {
    if (one.at.path === other.at.path && one.source === other.source)
        return false;
    return one.kind === 'requirement' || (!isJob(one) && !isJob(other));
}
function isJob({ at }) {
    return at.path.startsWith('.github/workflows/');
}
function anchorOf(folder, tool) {
    return `toolchain:${tool}:${folder}`;
}
function md_015_toolchain_version_conflict_findingFor(model, folder, tool, [one, other]) {
    const evidence = [
        evidenceAt(model, other.at, 'excluded by the other', `${other.source} ${other.text}`),
        evidenceAt(model, one.at, one.kind === 'requirement' ? 'required' : 'says otherwise', `${one.source} ${one.text}`),
    ];
    return {
        ruleId: md_015_toolchain_version_conflict_ID,
        ruleVersion: md_015_toolchain_version_conflict_VERSION,
        severity: 'medium',
        title: `${tool} ${shown(other.text)} and ${shown(one.text)} are asked for at once${folder === '' ? '' : ` in ${shown(folder)}`}`,
        what: `${described(other)} and ${described(one)}: no version of ${tool} is both.`,
        why: one.kind === 'requirement'
            ? 'Whoever follows the one runs a version that the other excludes.'
            : 'Who runs which version depends on the file that a tool happens to read.',
        fix: `Let ${placeOf(other.at)} and ${placeOf(one.at)} agree on one version.`,
        path: other.at.path,
        anchor: anchorOf(folder, tool),
        evidence,
    };
}
function described({ source, text, at }) {
    return `${source} says ${quoted(text)} (${placeOf(at)})`;
}

;// CONCATENATED MODULE: ./build/rules/support/structure.js
/** Keys that are there for people. */
const ANNOTATIONS = new Set([
    'title',
    'description',
    'summary',
    '$comment',
    'example',
    'examples',
    'externalDocs',
    'markdownDescription',
]);
/** Below these, keys are names that the schema gives: a property may be called `title`. */
const NAMES = new Set([
    'properties',
    'patternProperties',
    'definitions',
    '$defs',
    'dependentSchemas',
    'dependentRequired',
    'schemas',
    'parameters',
    'responses',
    'paths',
]);
/** Lists whose order means nothing. */
const SETS = new Set(['required', 'enum', 'type', 'anyOf', 'oneOf', 'allOf']);
/**
 * The first difference in the order of the new document.
 *
 * @param ignore a key from the top that does not count: where the schema holds its own version
 */
function firstDifference(before, after, ignore) {
    return compare(before, after, { path: '', key: '', ignore });
}
function compare(before, after, where) {
    const changed = { path: where.path, at: after.at, kind: 'changed' };
    if (before.kind === 'map' && after.kind === 'map')
        return compareMaps(before, after, where);
    if (before.kind === 'seq' && after.kind === 'seq') {
        if (SETS.has(where.key))
            return canonical(before, where) === canonical(after, where) ? null : changed;
        if (before.items.length !== after.items.length)
            return changed;
        for (const [index, item] of after.items.entries()) {
            const inner = { ...where, path: joined(where.path, String(index)), key: '' };
            const found = compare(before.items[index], item, inner);
            if (found !== null)
                return found;
        }
        return null;
    }
    if (before.kind === 'scalar' && after.kind === 'scalar' && Object.is(before.value, after.value))
        return null;
    return changed;
}
function compareMaps(before, after, where) {
    for (const { key, keyAt, value } of after.entries) {
        if (isIgnored(key, where))
            continue;
        const path = joined(where.path, key);
        const old = before.get(key);
        if (old === undefined)
            return { path, at: keyAt, kind: 'added' };
        const found = compare(old, value, { ...where, path, key });
        if (found !== null)
            return found;
    }
    const gone = before.entries.find(({ key }) => !isIgnored(key, where) && after.get(key) === undefined);
    return gone === undefined ? null : { path: joined(where.path, gone.key), at: after.at, kind: 'removed' };
}
function isIgnored(key, { path, key: parent, ignore }) {
    return joined(path, key) === ignore || (ANNOTATIONS.has(key) && !NAMES.has(parent));
}
/** A text that two values share exactly when they mean the same. */
function canonical(value, where) {
    if (value.kind === 'scalar')
        return JSON.stringify(value.value);
    if (value.kind === 'seq') {
        const items = value.items.map((item) => canonical(item, { ...where, key: '' }));
        return `[${(SETS.has(where.key) ? items.sort() : items).join()}]`;
    }
    const entries = value.entries
        .filter(({ key }) => !isIgnored(key, where))
        .map((entry) => `${JSON.stringify(entry.key)}:${canonical(entry.value, { ...where, key: entry.key })}`);
    return `{${entries.sort().join()}}`;
}
function joined(path, key) {
    return path === '' ? key : `${path}.${key}`;
}

;// CONCATENATED MODULE: ./build/rules/md-016-schema-changed-without-version-bump.js




const md_016_schema_changed_without_version_bump_ID = 'MD-016';
const md_016_schema_changed_without_version_bump_VERSION = 1;
const schemaChangedWithoutVersionBump = {
    id: md_016_schema_changed_without_version_bump_ID,
    name: 'schema-changed-without-version-bump',
    version: md_016_schema_changed_without_version_bump_VERSION,
    severity: 'medium',
    level: 'warn',
    summary: 'A schema changes its structure and keeps its version',
    needs: 'files',
    check: md_016_schema_changed_without_version_bump_check,
};
function md_016_schema_changed_without_version_bump_check({ model, before, schemas = [] }) {
    if (schemas.length === 0)
        return { state: 'not-applicable', reason: 'no schema is paired with a version' };
    if (before === null)
        return { state: 'not-applicable', reason: 'there is no base to compare with' };
    const findings = [];
    const proven = [];
    const gaps = [];
    for (const pair of schemas) {
        const answer = md_016_schema_changed_without_version_bump_judge(pair, before, model);
        if (answer === null)
            continue;
        if ('cause' in answer)
            gaps.push(answer);
        else {
            proven.push(`schema:${pair.schema}`);
            if (answer.finding !== null)
                findings.push(answer.finding);
        }
    }
    return { state: 'evaluated', findings, proven, unproven: [], gaps };
}
/** null: the schema is new or gone, so there is nothing to compare. */
function md_016_schema_changed_without_version_bump_judge(pair, before, model) {
    const { schema, version } = pair;
    const [old, now] = [before.files.get(schema), model.files.get(schema)];
    if (old === undefined || now === undefined) {
        // A file that is there and was not read is too large, or no text.
        const unread = [before, model].some(({ paths, files }) => !files.has(schema) && paths.includes(schema));
        return unread ? gap(schema, 'is too large, or no text') : null;
    }
    const [oldTree, tree] = [treeOf(old), treeOf(now)];
    if (oldTree === null || tree === null)
        return gap(schema, 'is neither JSON nor YAML that can be read');
    const difference = firstDifference(oldTree, tree, version.path === schema ? version.key : '');
    if (difference === null)
        return { finding: null };
    const [oldVersion, newVersion] = [versionIn(before, pair), versionIn(model, pair)];
    if (newVersion === null)
        return gap(version.path, `has no version at ${quoted(version.key)}`);
    // A version that the base did not have is new, and so says something new.
    if (oldVersion === null || oldVersion.value !== newVersion.value)
        return { finding: null };
    return { finding: md_016_schema_changed_without_version_bump_findingFor(model, pair, difference, newVersion) };
}
function gap(evidence, reason) {
    return { evidence, reason, next: 'correct `schemas` in the configuration, or the file', cause: 'tree' };
}
/** JSON is YAML; null for anything else. */
function treeOf({ path, bytes }) {
    if (!/\.(?:json|jsonc|avsc|ya?ml)$/i.test(path))
        return null;
    const read = (0,yaml/* readYaml */.gM)(path, bytes, 'config');
    return read.ok ? read.value : null;
}
function versionIn(model, { version }) {
    const file = model.files.get(version.path);
    if (file === undefined)
        return null;
    if (version.key === '')
        return { value: file.text.trim(), at: (0,yaml/* pointAt */.sd)(file.path, 1) };
    if (/\.toml$/i.test(file.path))
        return tomlText(file, version.key);
    let at = treeOf(file);
    for (const key of version.key.split('.'))
        at = at?.kind === 'map' ? (at.get(key) ?? null) : null;
    return at === null ? null : (0,yaml/* scalarText */.ws)(at);
}
const DID = { added: 'adds', removed: 'removes', changed: 'changes' };
function md_016_schema_changed_without_version_bump_findingFor(model, { schema, version }, { path, at, kind }, current) {
    const what = path === '' ? 'the whole document' : quoted(path);
    const held = `${version.key === '' ? '' : `${quoted(version.key)} in `}${placeOf(current.at)}`;
    return {
        ruleId: md_016_schema_changed_without_version_bump_ID,
        ruleVersion: md_016_schema_changed_without_version_bump_VERSION,
        severity: 'medium',
        title: `${(0,repository_names/* shownPath */.pS)(schema)} changes and its version stays ${quoted(current.value)}`,
        what: `This change ${DID[kind]} ${what} (${placeOf(at)}) and leaves ${held} at ${quoted(current.value)}.`,
        why: 'Whoever reads data of this version cannot tell the old structure from the new one.',
        fix: `Raise ${held}, or undo the change of structure.`,
        path: schema,
        anchor: `schema:${schema}`,
        evidence: [
            evidenceAt(model, at, 'this change', 'structure changed'),
            evidenceAt(model, current.at, 'not raised', `version ${current.value}`),
        ],
    };
}

;// CONCATENATED MODULE: ./build/rules/data/dependabot-ecosystems.js
/**
 * Which files Dependabot looks for, by `package-ecosystem`. An ecosystem that is not listed is not judged, and where the
 * documentation leaves a doubt the pattern is the wider one.
 * https://docs.github.com/en/code-security/reference/supply-chain-security/supported-ecosystems-and-repositories
 * https://docs.github.com/en/code-security/reference/supply-chain-security/dependabot-options-reference#directories-or-directory--
 */
const dependabot_ecosystems_PYTHON = /^(?:setup\.(?:py|cfg)|pyproject\.toml|Pipfile|uv\.lock|poetry\.lock|(?:[^/]+\/)?[^/]+\.(?:txt|in))$/;
const dependabot_ecosystems_NODE = /^package\.json$/;
const TERRAFORM = /^(?:[^/]+\.(?:tf|tofu|hcl)|\.terraform\.lock\.hcl|[^/]+\.tf\.json)$/;
const ECOSYSTEMS = {
    bazel: {
        files: /^(?:MODULE\.bazel|WORKSPACE|WORKSPACE\.bazel|[^/]+\.MODULE\.bazel)$/,
        words: 'MODULE.bazel or WORKSPACE',
    },
    bun: { files: dependabot_ecosystems_NODE, words: 'package.json' },
    bundler: { files: /^(?:Gemfile|gems\.rb|[^/]+\.gemspec)$/, words: 'Gemfile or *.gemspec' },
    cargo: { files: /^Cargo\.toml$/, words: 'Cargo.toml' },
    composer: { files: /^composer\.json$/, words: 'composer.json' },
    conda: { files: /^[^/]+\.ya?ml$/, words: 'environment.yml' },
    deno: { files: /^(?:deno\.jsonc?|import_map\.json|package\.json)$/, words: 'deno.json' },
    devcontainers: {
        files: /^(?:\.devcontainer\.json|devcontainer\.json|\.devcontainer\/(?:[^/]+\/)?devcontainer\.json)$/,
        words: 'devcontainer.json',
    },
    docker: {
        files: /^(?:[^/]*(?:docker|container)file[^/]*|[^/]+\.ya?ml)$/i,
        words: 'Dockerfile or Kubernetes manifest',
    },
    'docker-compose': { files: /^[^/]*compose[^/]*\.ya?ml$/i, words: 'docker-compose.yml' },
    'dotnet-sdk': { files: /^global\.json$/, words: 'global.json' },
    elm: { files: /^elm\.json$/, words: 'elm.json' },
    'github-actions': {
        files: /^[^/]+\.ya?ml$/,
        top: /^(?:\.github\/workflows\/[^/]+\.ya?ml|action\.ya?ml)$/,
        words: 'workflow or action.yml',
    },
    gitsubmodule: { files: /^\.gitmodules$/, words: '.gitmodules' },
    gomod: { files: /^go\.(?:mod|work)$/, words: 'go.mod' },
    gradle: {
        files: /(?:^|\/)(?:[^/]+\.gradle(?:\.kts)?|[^/]+\.versions\.toml|gradle-wrapper\.properties|gradle\.lockfile)$/,
        deep: true,
        words: 'build.gradle',
    },
    helm: { files: /^(?:Chart\.ya?ml|values[^/]*\.ya?ml)$/, words: 'Chart.yaml' },
    julia: { files: /^(?:Julia)?Project\.toml$/, words: 'Project.toml' },
    maven: { files: /^(?:pom\.xml|[^/]+\.xml|\.mvn\/.+)$/, words: 'pom.xml' },
    mix: { files: /^mix\.exs$/, words: 'mix.exs' },
    npm: { files: dependabot_ecosystems_NODE, words: 'package.json' },
    nuget: {
        files: /(?:^|\/)(?:[^/]+\.(?:[a-z]+proj|slnx?|nuspec|props|targets|csx|cake)|packages\.config|global\.json|dotnet-tools\.json)$/i,
        deep: true,
        words: 'project or solution file',
    },
    opentofu: { files: TERRAFORM, words: '*.tf or *.tofu' },
    pip: { files: dependabot_ecosystems_PYTHON, words: 'requirements.txt, pyproject.toml or the like' },
    'pre-commit': { files: /^\.pre-commit(?:-config)?\.ya?ml$/, words: '.pre-commit-config.yaml' },
    pub: { files: /^pubspec\.ya?ml$/, words: 'pubspec.yaml' },
    'rust-toolchain': { files: /^rust-toolchain(?:\.toml)?$/, words: 'rust-toolchain.toml' },
    swift: { files: /(?:^|\/)Package\.(?:swift|resolved)$/, deep: true, words: 'Package.swift' },
    terraform: { files: TERRAFORM, words: '*.tf' },
    uv: { files: dependabot_ecosystems_PYTHON, words: 'pyproject.toml or uv.lock' },
    vcpkg: { files: /^vcpkg(?:-configuration)?\.json$/, words: 'vcpkg.json' },
};

;// CONCATENATED MODULE: ./build/rules/md-017-dependabot-dead-directory.js





const md_017_dependabot_dead_directory_ID = 'MD-017';
const md_017_dependabot_dead_directory_VERSION = 1;
/** `.devcontainer/name/devcontainer.json`: no manifest is looked for deeper than that. */
const MAX_MANIFEST_DEPTH = 3;
const FILES = ['.github/dependabot.yml', '.github/dependabot.yaml'];
const dependabotDeadDirectory = {
    id: md_017_dependabot_dead_directory_ID,
    name: 'dependabot-dead-directory',
    version: md_017_dependabot_dead_directory_VERSION,
    severity: 'low',
    level: 'warn',
    summary: 'Dependabot is pointed at a directory without a manifest, or at a label that does not exist',
    needs: 'files-or-api',
    wants: ['labels'],
    check: md_017_dependabot_dead_directory_check,
    attribute: (finding, { change }) => changedLineFirst(finding, change),
};
function md_017_dependabot_dead_directory_check(context) {
    const { model } = context;
    const file = FILES.map((path) => model.files.get(path)).find((each) => each !== undefined);
    if (file === undefined)
        return { state: 'not-applicable', reason: 'there is no .github/dependabot.yml' };
    const read = (0,yaml/* readYaml */.gM)(file.path, file.bytes, 'config');
    if (!read.ok) {
        const gap = { evidence: file.path, reason: read.problem.reason, next: `mend ${file.path}`, cause: 'tree' };
        return { state: 'not-evaluated', gaps: [gap] };
    }
    const list = read.value?.kind === 'map' ? read.value.get('updates') : undefined;
    const updates = list?.kind === 'seq' ? list.items.filter((item) => item.kind === 'map') : [];
    const findings = new Map();
    const proven = [];
    const gaps = [];
    for (const update of updates) {
        for (const found of [...deadDirectories(update, context, proven), ...missingLabels(update, context, gaps)]) {
            if (!findings.has(found.anchor))
                findings.set(found.anchor, found);
        }
    }
    return { state: 'evaluated', findings: [...findings.values()], proven, unproven: [], gaps: gaps.slice(0, 1) };
}
function deadDirectories(update, { model, ...context }, proven) {
    const name = (0,yaml/* scalarText */.ws)(update.get('package-ecosystem'));
    const ecosystem = name !== null && Object.hasOwn(ECOSYSTEMS, name.value) ? ECOSYSTEMS[name.value] : undefined;
    if (name === null || ecosystem === undefined || isParked(update) || isForOtherBranch(update, context))
        return [];
    const tracked = trackedPaths(model);
    return [...(0,yaml/* textList */.gC)(update.get('directory')), ...(0,yaml/* textList */.gC)(update.get('directories'))].flatMap((directory) => {
        const key = `update:${name.value}:${directory.value}`;
        proven.push(key);
        if (hasManifest(directory.value, ecosystem, tracked))
            return [];
        return [directoryFinding(model, { key, name: name.value, ecosystem, directory }, tracked)];
    });
}
/** `open-pull-requests-limit: 0`: no updates are wanted. */
function isParked(update) {
    return (0,yaml/* scalarText */.ws)(update.get('open-pull-requests-limit'))?.value === '0';
}
function isForOtherBranch(update, { requirements, defaultBranch }) {
    const target = (0,yaml/* scalarText */.ws)(update.get('target-branch'));
    return target !== null && target.value !== (requirements.branch ?? defaultBranch);
}
function hasManifest(directory, { files, top, deep }, tracked) {
    const segments = directory.split('/').filter((segment) => segment !== '' && segment !== '.');
    const wild = segments.findIndex((segment) => /[*?[{]/.test(segment));
    const folder = (wild === -1 ? segments : segments.slice(0, wild)).join('/');
    if (segments.includes('..') || tracked.isInSubmodule(folder))
        return true;
    const pattern = folder === '' && wild === -1 ? (top ?? files) : files;
    const paths = wild === -1 && deep !== true ? tracked.shallow(folder, MAX_MANIFEST_DEPTH) : tracked.below(folder);
    for (const path of paths) {
        const rest = folder === '' ? path : path.slice(folder.length + 1);
        if (wild === -1 ? pattern.test(rest) : endMatches(rest, pattern))
            return true;
    }
    return false;
}
/** With wildcards in the directory, a manifest anywhere below its literal part is enough. */
function endMatches(path, pattern) {
    const last = path.lastIndexOf('/');
    const before = path.lastIndexOf('/', last - 1);
    return pattern.test(path.slice(last + 1)) || (last > 0 && pattern.test(path.slice(before + 1)));
}
function directoryFinding(model, { key, name, ecosystem, directory }, tracked) {
    const folder = directory.value.replace(/^\.?\/+|\/+$/g, '');
    const exists = folder === '' || /[*?[{]/.test(folder) || tracked.hasFolder(folder);
    const below = exists && folder !== '' && !/[*?[{]/.test(folder) && hasManifest(`${folder}/*`, ecosystem, tracked);
    const where = `${name} in ${quoted(directory.value)} (${placeOf(directory.at)})`;
    return {
        ...md_017_dependabot_dead_directory_common(model, directory.at, 'no manifest here'),
        title: `Dependabot finds no ${shown(name)} manifest in ${quoted(directory.value)}`,
        what: exists
            ? `Dependabot is to update ${where}, and there is no ${ecosystem.words}.`
            : `Dependabot is to update ${where}, and this folder does not exist.`,
        why: 'The update job fails or does nothing: these dependencies get no updates.',
        fix: below
            ? `Write \`directories: ["/${shown(folder)}/*"]\`: only folders below it have a ${ecosystem.words}.`
            : `Name the folder of the ${ecosystem.words}, or remove the entry.`,
        anchor: key,
    };
}
function missingLabels(update, { model, facts }, gaps) {
    const labels = (0,yaml/* textList */.gC)(update.get('labels'));
    if (labels.length === 0)
        return [];
    if (facts.labels.status !== 'answered') {
        gaps.push(factGap(facts.labels, 'labels of the repository', 'issues: read'));
        return [];
    }
    const known = new Set(facts.labels.value.map((label) => label.toLowerCase()));
    return labels
        .filter(({ value }) => !known.has(value.trim().toLowerCase()))
        .map(({ value, at }) => ({
        ...md_017_dependabot_dead_directory_common(model, at, 'no such label'),
        title: `Dependabot is to set the label ${quoted(value)}, which does not exist`,
        what: `${placeOf(at)} names the label ${quoted(value)}, and the repository has none of that name.`,
        why: 'Dependabot leaves the label out and complains in every pull request.',
        fix: `Create the label ${quoted(value)}, or remove it here.`,
        anchor: `label:${value}`,
    }));
}
function md_017_dependabot_dead_directory_common(model, at, label) {
    return {
        ruleId: md_017_dependabot_dead_directory_ID,
        ruleVersion: md_017_dependabot_dead_directory_VERSION,
        severity: 'low',
        path: at.path,
        evidence: [evidenceAt(model, at, label, label)],
    };
}

;// CONCATENATED MODULE: ./build/rules/md-018-role-not-in-terraform.js
/**
 * MD-018: this repository makes its own roles for GitHub's tokens in Terraform, and a workflow takes one that is not
 * among them: renamed there, or misspelt here.
 */







const md_018_role_not_in_terraform_ID = 'MD-018';
const md_018_role_not_in_terraform_VERSION = 1;
const roleNotInTerraform = {
    id: md_018_role_not_in_terraform_ID,
    name: 'role-not-in-terraform',
    version: md_018_role_not_in_terraform_VERSION,
    severity: 'medium',
    level: 'warn',
    summary: 'A workflow assumes a role that the Terraform here, which makes such roles, does not define',
    needs: 'files',
    check: md_018_role_not_in_terraform_check,
    attribute: (finding, { change }) => changedLineFirst(finding, change),
};
function md_018_role_not_in_terraform_check(context) {
    const { model } = context;
    const { terraform } = model;
    const nothing = noTrust(terraform);
    if (terraform === null || nothing !== null)
        return nothing ?? { state: 'not-applicable', reason: '' };
    const uses = roleUses(model);
    if (uses.length === 0)
        return { state: 'not-applicable', reason: 'no workflow assumes a role of AWS' };
    const own = ownRoles(context, terraform, uses);
    if (own.length === 0) {
        return { state: 'not-applicable', reason: 'the roles that Terraform makes here are for other repositories' };
    }
    const hidden = hiddenRoles(terraform, model.paths);
    if (hidden !== null)
        return { state: 'not-evaluated', gaps: [hidden] };
    const findings = new Map();
    const proven = new Set();
    for (const use of uses) {
        if (use.name === null)
            continue;
        proven.add(`role:${use.name}`);
        if (isDefined(terraform, use.name) || findings.has(use.name))
            continue;
        findings.set(use.name, md_018_role_not_in_terraform_findingFor(context, use, use.name, own));
    }
    return { state: 'evaluated', findings: [...findings.values()], proven: [...proven], unproven: [], gaps: [] };
}
/** Roles of this tree that are for this repository: they name it, or a workflow here takes them. */
function ownRoles({ repository }, terraform, uses) {
    const taken = new Set(uses.map(({ name }) => name));
    return trustPolicies(terraform).filter((policy) => {
        const literals = policy.role === null ? null : roleName(terraform, policy.role);
        if (literals === null)
            return false;
        if (literals.length === 1 && taken.has(literals[0] ?? ''))
            return true;
        const names = namedRepositories(policy.statements.flatMap(subjectConditions));
        return repository !== '' && names.some((name) => name.toLowerCase() === repository.toLowerCase());
    });
}
/** Files of other tools that make roles. */
const OTHER_TOOLS = /(^|\/)(cdk\.json|serverless\.ya?ml|pulumi\.yaml|samconfig\.toml|template\.ya?ml)$|cloudformation/i;
/**
 * Why roles may be defined where nothing sees them: more Terraform than is read, a file that is not readable, a module
 * of another repository that may make roles, or another tool.
 */
function hiddenRoles(terraform, paths) {
    const gap = (evidence, reason) => ({ evidence, reason, next: '', cause: 'tree' });
    if (!terraform.complete)
        return gap('roles in Terraform', 'there is more Terraform here than is read');
    const [broken] = terraform.broken('aws_iam_role');
    if (broken !== undefined)
        return gap(`roles in ${broken}`, 'the file is not HCL that can be read');
    const other = paths.find((path) => OTHER_TOOLS.test(path));
    if (other !== undefined)
        return gap('roles of other tools', `${other} may define some`);
    const foreign = terraform.topLevel('module').find((call) => !(0,repository_terraform/* isLocalModule */.gh)(call) && mayMakeRoles((0,repository_terraform/* sourceOf */.vz)(call)));
    if (foreign === undefined)
        return null;
    return gap(`roles that ${foreign.address} makes`, `its source is elsewhere (${foreign.file.path}:${foreign.at.startLine})`);
}
/** The address of a module without the host that every address has. */
function mayMakeRoles(source) {
    if (source === null)
        return true;
    const rest = source.toLowerCase().replaceAll('github.com', '').split('?', 1)[0] ?? '';
    return /oidc|iam|role|github|action|access|auth|identity|bootstrap|cicd|ci-cd|account|deploy|baseline/.test(rest);
}
function isDefined(terraform, role) {
    // A name in any other place (an argument of a module, a data source, a list) is how it may be made.
    if (terraform.mentions(role))
        return true;
    return terraform.blocks('resource', 'aws_iam_role').some(({ block }) => {
        const names = possibleNames(block.body);
        return names !== null && mayBe(names, role);
    });
}
/**
 * The names a role may have, as literal parts; null when Terraform makes one up. Stricter than its value: a variable may
 * be given another one than its default from outside.
 */
function possibleNames(body) {
    const name = (0,hcl/* attributeOf */.w4)(body, 'name');
    const given = name ?? (0,hcl/* attributeOf */.w4)(body, 'name_prefix');
    if (given === undefined)
        return null;
    if (given.kind !== 'template')
        return ['', ''];
    const literals = [''];
    for (const part of given.parts) {
        if (part.kind === 'text')
            literals[literals.length - 1] += part.text;
        else
            literals.push('');
    }
    return name === undefined ? [...literals, ''] : literals;
}
/** Literal parts with unknown text between them; a name that is nothing but unknown may be any. */
function mayBe(literals, role) {
    const [first = '', ...rest] = literals;
    if (rest.length === 0)
        return first === role;
    if (!role.startsWith(first))
        return false;
    let from = first.length;
    for (const part of rest.slice(0, -1)) {
        const at = role.indexOf(part, from);
        if (at < 0)
            return false;
        from = at + part.length;
    }
    const last = rest.at(-1) ?? '';
    return role.length - last.length >= from && role.endsWith(last);
}
function md_018_role_not_in_terraform_findingFor({ model }, use, name, own) {
    const [example] = own;
    const evidence = [
        evidenceAt(model, use.at, 'assumed here', `assumes ${name}`),
        evidenceAt(model, example.at, 'a role for this repository'),
    ];
    return {
        ruleId: md_018_role_not_in_terraform_ID,
        ruleVersion: md_018_role_not_in_terraform_VERSION,
        severity: 'medium',
        title: `No Terraform here defines the role ${quoted(name)} that job ${quoted(use.job.id)} assumes`,
        what: `Job ${quoted(use.job.id)} assumes ${quoted(name)} (${placeOf(use.at)}). Roles for this repository are made here (${quoted(example.address)}, ${placeOf(example.at)}), and none has that name.`,
        why: 'AWS refuses a role that does not exist; one made by hand is reviewed by nobody.',
        fix: 'Correct the name, or define the role in Terraform (import it if it exists).',
        path: use.workflow.path,
        anchor: `role:${name}`,
        evidence,
    };
}

;// CONCATENATED MODULE: ./build/rules/md-019-schedule-at-risk.js


const md_019_schedule_at_risk_ID = 'MD-019';
const md_019_schedule_at_risk_VERSION = 1;
/** The actions of this suite that are meant to run on a schedule, under any folder of their repository. */
const OURS = /^phasemirror\/(?:evaluate|drift-check|calibrate)[/@]/i;
const scheduleAtRisk = {
    id: md_019_schedule_at_risk_ID,
    name: 'schedule-at-risk',
    version: md_019_schedule_at_risk_VERSION,
    severity: 'medium',
    level: 'warn',
    summary: 'A scheduled workflow that GitHub has disabled: it no longer runs',
    needs: 'files-or-api',
    wants: ['workflows'],
    check: md_019_schedule_at_risk_check,
    attribute: (finding, { change }) => changedLineFirst(finding, change),
};
function md_019_schedule_at_risk_check({ model, facts }) {
    const scheduled = model.workflows.flatMap((workflow) => {
        const trigger = workflow.triggers.find(({ event, cron }) => event === 'schedule' && (cron ?? []).length > 0);
        return trigger === undefined ? [] : [{ workflow, trigger }];
    });
    if (scheduled.length === 0)
        return { state: 'not-applicable', reason: 'no workflow has a schedule' };
    if (facts.workflows.status !== 'answered') {
        return { state: 'not-evaluated', gaps: [factGap(facts.workflows, 'states of the workflows', 'actions: read')] };
    }
    const states = new Map(facts.workflows.value.map(({ path, state }) => [path, state]));
    const findings = [];
    for (const { workflow, trigger } of scheduled) {
        const state = states.get(workflow.path);
        if (state === 'disabled_inactivity')
            findings.push(md_019_schedule_at_risk_findingFor(model, workflow, trigger, 'idle'));
        // Someone switched it off on purpose. That is worth a word only where the gate itself depends on it.
        else if (state === 'disabled_manually' && isOurs(workflow)) {
            findings.push(md_019_schedule_at_risk_findingFor(model, workflow, trigger, 'by hand'));
        }
    }
    const proven = scheduled.map(({ workflow }) => `schedule:${workflow.path}`);
    return { state: 'evaluated', findings, proven, unproven: [], gaps: [] };
}
function isOurs({ jobs }) {
    return jobs.some(({ steps }) => steps.some(({ uses }) => OURS.test(uses?.value ?? '')));
}
function md_019_schedule_at_risk_findingFor(model, workflow, { at, cron }, how) {
    const line = cron?.[0]?.at ?? at;
    const name = shown(workflow.name?.value ?? workflow.path);
    const ours = isOurs(workflow);
    return {
        ruleId: md_019_schedule_at_risk_ID,
        ruleVersion: md_019_schedule_at_risk_VERSION,
        severity: 'medium',
        title: `The schedule of ${shown(workflow.path)} is disabled`,
        what: how === 'idle'
            ? `GitHub disabled ${name} because the repository was idle for 60 days; its schedule (${placeOf(line)}) starts nothing.`
            : `Someone disabled ${name} by hand; its schedule (${placeOf(line)}) starts nothing.`,
        why: ours
            ? 'Nothing here watches for drift or reviews the rules until it runs again.'
            : 'What it does regularly no longer happens, and nobody is told.',
        fix: `Run \`gh workflow enable ${fileOf(workflow)}\`${how === 'idle' ? '; any commit within 60 days keeps it on. Not needed any more? Remove `schedule`' : '. Not needed any more? Remove the workflow'}.`,
        path: workflow.path,
        anchor: 'schedule',
        evidence: [
            evidenceAt(model, line, 'disabled schedule', 'disabled'),
            {
                path: '',
                startLine: 0,
                endLine: 0,
                excerpt: `actions/workflows says ${how === 'idle' ? 'disabled_inactivity' : 'disabled_manually'}`,
                label: 'its state on GitHub',
            },
        ],
    };
}
function fileOf({ path }) {
    return path.slice(path.lastIndexOf('/') + 1);
}

;// CONCATENATED MODULE: ./build/rules/md-020-environment-unprotected.js
/**
 * MD-020: a job deploys to an environment that GitHub does not know, or that nothing protects although the job holds
 * credentials. "Running a workflow that references an environment that does not exist will create an environment with
 * the referenced name", without any protection.
 * https://docs.github.com/en/actions/how-tos/deploy/configure-and-manage-deployments/manage-environments
 */





const md_020_environment_unprotected_ID = 'MD-020';
const md_020_environment_unprotected_VERSION = 1;
/** Names longer than this are not compared letter by letter. */
const md_020_environment_unprotected_MAX_COMPARED = 100;
/** In shorter names one letter makes another name: `dev`, `qa1`. */
const MIN_COMPARED = 5;
const environmentUnprotected = {
    id: md_020_environment_unprotected_ID,
    name: 'environment-unprotected',
    version: md_020_environment_unprotected_VERSION,
    severity: 'medium',
    level: 'warn',
    summary: 'A job deploys to an environment that does not exist, or that nothing protects',
    needs: 'files-or-api',
    wants: ['environments'],
    check: md_020_environment_unprotected_check,
    attribute: (finding, { change }) => changedLineFirst(finding, change),
};
function md_020_environment_unprotected_check({ model, facts }) {
    const deployments = model.workflows.flatMap((workflow) => workflow.jobs.flatMap((job) => job.environment === undefined || md_020_environment_unprotected_isOff(job) ? [] : [{ workflow, job, environment: job.environment }]));
    if (deployments.length === 0)
        return { state: 'not-applicable', reason: 'no job names an environment' };
    if (facts.environments.status !== 'answered') {
        return { state: 'not-evaluated', gaps: [factGap(facts.environments, 'environments', 'actions: read')] };
    }
    // "Environment names are not case sensitive."
    const known = new Map(facts.environments.value.map((fact) => [fact.name.toLowerCase(), fact]));
    const findings = new Map();
    const proven = [];
    const gaps = new Map();
    for (const deployment of deployments) {
        const name = deployment.environment.value.trim();
        // A name that is put together at run time is not known here.
        if (name === '' || (0,expressions/* hasExpression */.xS)(name))
            continue;
        proven.push(`environment:${name}`);
        const fact = known.get(name.toLowerCase());
        if (fact?.unproven !== undefined)
            gaps.set(fact.name, unprovenGap(fact.name, fact.unproven));
        const finding = fact === undefined
            ? missing(model, deployment, md_020_environment_unprotected_nearest(name, facts.environments.value))
            : unprotected(model, deployment, fact);
        const key = finding === null ? '' : JSON.stringify([finding.path, finding.anchor]);
        if (finding !== null && !findings.has(key))
            findings.set(key, finding);
    }
    return { state: 'evaluated', findings: [...findings.values()], proven, unproven: [], gaps: [...gaps.values()] };
}
function unprovenGap(name, reason) {
    return {
        evidence: `protection of the environment ${quoted(name)}`,
        reason,
        next: 'look in the repository settings',
        cause: 'environment',
    };
}
function md_020_environment_unprotected_isOff({ if: condition }) {
    return condition !== undefined && /^(?:\$\{\{)?\s*false\s*(?:\}\})?$/.test(condition.value.trim());
}
/** An environment whose name differs in one letter; digits tell environments apart on purpose. */
function md_020_environment_unprotected_nearest(name, environments) {
    if (name.length < MIN_COMPARED || name.length > md_020_environment_unprotected_MAX_COMPARED)
        return null;
    const letters = (text) => text.toLowerCase().replace(/\d/g, '');
    const near = environments.find((other) => other.name.length >= MIN_COMPARED &&
        other.name.length <= md_020_environment_unprotected_MAX_COMPARED &&
        (0,mod/* distance */.Io)(name.toLowerCase(), other.name.toLowerCase()) === 1 &&
        letters(name) !== letters(other.name));
    return near?.name ?? null;
}
function missing(model, { workflow, job, environment }, near) {
    const name = quoted(environment.value);
    return {
        ruleId: md_020_environment_unprotected_ID,
        ruleVersion: md_020_environment_unprotected_VERSION,
        severity: near === null && !holdsCredentials(model, workflow, job) ? 'low' : 'medium',
        title: `Job ${quoted(job.id)} deploys to the environment ${name}, which does not exist`,
        what: `${placeOf(environment.at)} names the environment ${name}, and the repository has none of that name${near === null ? '' : `, but it has ${quoted(near)}`}.`,
        why: 'GitHub creates it on the first run, without reviewers, branch rules or secrets.',
        fix: near === null
            ? `Create ${name} in the repository settings with its protection, or correct the name.`
            : `Write ${quoted(near)}, or create ${name} in the repository settings with its protection.`,
        path: workflow.path,
        anchor: `environment:${environment.value}`,
        evidence: [evidenceAt(model, environment.at, 'no such environment', 'does not exist')],
    };
}
function unprotected(model, { workflow, job, environment }, fact) {
    if (fact.protected || !holdsCredentials(model, workflow, job))
        return null;
    const name = quoted(fact.name);
    return {
        ruleId: md_020_environment_unprotected_ID,
        ruleVersion: md_020_environment_unprotected_VERSION,
        severity: 'low',
        title: `Nothing protects the environment ${name} that job ${quoted(job.id)} deploys to`,
        what: `Job ${quoted(job.id)} holds credentials and deploys to ${name} (${placeOf(environment.at)}), which has no reviewers, wait timer or branch rules.`,
        why: 'Any branch whose workflow names the environment gets what it guards.',
        fix: `Limit ${name} to the branches that deploy, or add reviewers, in the repository settings.`,
        path: workflow.path,
        anchor: `environment:${environment.value}`,
        evidence: [evidenceAt(model, environment.at, 'not protected', 'is not protected')],
    };
}
/** A secret beside the job's own token, or the right to ask for an OIDC token. */
function holdsCredentials(model, workflow, job) {
    const texts = [
        ...job.env.values(),
        ...job.steps.flatMap(({ run, with: inputs, env }) => [
            ...(run === undefined ? [] : [run]),
            ...inputs.values(),
            ...env.values(),
        ]),
    ];
    const usesSecret = texts.some(({ value }) => (0,expressions/* templatePaths */.bX)(value).some(([context, name]) => context === 'secrets' && name?.toLowerCase() !== 'github_token'));
    return usesSecret || effectivePermissions(model, workflow, job).grants('id-token') === 'write';
}

;// CONCATENATED MODULE: ./build/rules/data/token-users.js
const NOTHING = { scopes: [] };
const PROJECT = { scopes: [], runsCode: true };
const OIDC = { scopes: ['id-token'] };
const ATTEST = { scopes: ['attestations', 'artifact-metadata', 'id-token', 'packages'] };
/** By `owner/name` or `owner/name/path`, in lower case, without a version. */
const TOKEN_USERS = {
    'actions/cache': NOTHING,
    'actions/cache/restore': NOTHING,
    'actions/cache/save': NOTHING,
    'actions/checkout': NOTHING,
    'actions/download-artifact': NOTHING,
    'actions/setup-dotnet': NOTHING,
    'actions/setup-go': NOTHING,
    'actions/setup-java': NOTHING,
    'actions/setup-node': NOTHING,
    'actions/setup-python': NOTHING,
    'actions/upload-artifact': NOTHING,
    'actions/upload-pages-artifact': NOTHING,
    /** https://github.com/actions/configure-pages#usage */
    'actions/configure-pages': { scopes: ['pages'] },
    /** https://github.com/actions/deploy-pages#security-considerations */
    'actions/deploy-pages': { scopes: ['pages', 'id-token', 'deployments'] },
    /** https://github.com/actions/dependency-review-action#configuration-options (comment-summary-in-pr) */
    'actions/dependency-review-action': { scopes: ['pull-requests'] },
    /** https://github.com/actions/labeler#recommended-permissions */
    'actions/labeler': { scopes: ['pull-requests', 'issues'] },
    /** https://github.com/actions/stale#recommended-permissions */
    'actions/stale': { scopes: ['issues', 'pull-requests', 'actions', 'contents'] },
    /** https://github.com/actions/first-interaction */
    'actions/first-interaction': { scopes: ['issues', 'pull-requests'] },
    /** https://github.com/actions/attest#usage */
    'actions/attest': ATTEST,
    'actions/attest-build-provenance': ATTEST,
    'actions/attest-sbom': ATTEST,
    /** https://github.com/github/codeql-action#workflow-permissions; autobuild and analyze run the build. */
    'github/codeql-action/init': { scopes: ['security-events'] },
    'github/codeql-action/autobuild': { scopes: ['security-events'], runsCode: true },
    'github/codeql-action/analyze': { scopes: ['security-events'], runsCode: true },
    'github/codeql-action/upload-sarif': { scopes: ['security-events'] },
    /** https://github.com/ossf/scorecard-action#workflow-restrictions */
    'ossf/scorecard-action': { scopes: ['security-events', 'id-token'] },
    /** https://github.com/aws-actions/configure-aws-credentials#oidc */
    'aws-actions/configure-aws-credentials': OIDC,
    'aws-actions/amazon-ecr-login': NOTHING,
    /** https://github.com/Azure/login#login-with-openid-connect-oidc-recommended */
    'azure/login': OIDC,
    'azure/setup-helm': NOTHING,
    'azure/setup-kubectl': NOTHING,
    /** https://github.com/google-github-actions/auth#prerequisites */
    'google-github-actions/auth': OIDC,
    'google-github-actions/setup-gcloud': NOTHING,
    'hashicorp/setup-terraform': NOTHING,
    'opentofu/setup-opentofu': NOTHING,
    /** What is pushed is pushed with the login. */
    'docker/bake-action': PROJECT,
    'docker/build-push-action': { scopes: ['packages'] },
    /** https://github.com/docker/login-action#github-container-registry */
    'docker/login-action': { scopes: ['packages'] },
    'docker/metadata-action': NOTHING,
    'docker/setup-buildx-action': NOTHING,
    'docker/setup-qemu-action': NOTHING,
    /** https://docs.pypi.org/trusted-publishers/using-a-publisher/ */
    'pypa/gh-action-pypi-publish': { scopes: ['id-token', 'attestations'] },
    /** https://github.com/codecov/codecov-action#using-oidc */
    'codecov/codecov-action': OIDC,
    /** https://github.com/peter-evans/create-pull-request#workflow-permissions */
    'peter-evans/create-pull-request': { scopes: ['contents', 'pull-requests', 'issues'] },
    /** https://github.com/softprops/action-gh-release#permissions */
    'softprops/action-gh-release': { scopes: ['contents', 'discussions'] },
    /** https://github.com/release-drafter/release-drafter#usage */
    'release-drafter/release-drafter': { scopes: ['contents', 'pull-requests', 'issues'] },
    /** https://github.com/googleapis/release-please-action#workflow-permissions */
    'googleapis/release-please-action': { scopes: ['contents', 'pull-requests', 'issues'] },
    /** https://github.com/stefanzweifel/git-auto-commit-action */
    'stefanzweifel/git-auto-commit-action': { scopes: ['contents'] },
    /** https://github.com/peaceiris/actions-gh-pages */
    'peaceiris/actions-gh-pages': { scopes: ['contents'] },
    /** https://github.com/JamesIves/github-pages-deploy-action */
    'jamesives/github-pages-deploy-action': { scopes: ['contents'] },
    /** https://github.com/amannn/action-semantic-pull-request */
    'amannn/action-semantic-pull-request': { scopes: ['pull-requests', 'statuses'] },
    /** https://github.com/dessant/lock-threads#usage */
    'dessant/lock-threads': { scopes: ['issues', 'pull-requests', 'discussions'] },
    /** https://github.com/marocchino/sticky-pull-request-comment */
    'marocchino/sticky-pull-request-comment': { scopes: ['pull-requests', 'issues', 'discussions'] },
    /** https://github.com/golangci/golangci-lint-action#annotations */
    'golangci/golangci-lint-action': { scopes: ['checks', 'pull-requests'] },
    /** https://github.com/EnricoMi/publish-unit-test-result-action#permissions */
    'enricomi/publish-unit-test-result-action': { scopes: ['checks', 'pull-requests', 'issues'] },
    'actions-rust-lang/setup-rust-toolchain': NOTHING,
    'astral-sh/setup-uv': NOTHING,
    'cachix/install-nix-action': NOTHING,
    'denoland/setup-deno': NOTHING,
    'dorny/paths-filter': NOTHING,
    'dtolnay/rust-toolchain': NOTHING,
    'mozilla-actions/sccache-action': NOTHING,
    'oven-sh/setup-bun': NOTHING,
    'pnpm/action-setup': PROJECT,
    'ruby/setup-ruby': PROJECT,
    'shivammathur/setup-php': NOTHING,
    'step-security/harden-runner': NOTHING,
    'swatinem/rust-cache': NOTHING,
    'taiki-e/install-action': NOTHING,
    'tj-actions/changed-files': NOTHING,
};

;// CONCATENATED MODULE: ./build/rules/support/token-use.js

/** What hands the token, or a way to it, to whoever reads the text. */
const TOKEN = /github\s*\.\s*token|GITHUB_TOKEN|\bGH_TOKEN\b|GH_ENTERPRISE_TOKEN|\b(?:github|secrets)\s*\[|tojson\(\s*(?:github|secrets)\s*\)|(?:github|secrets)\s*\.\s*\*|ACTIONS_(?:ID|RUNTIME)_TOKEN|extraheader/i;
/** Inputs by which an action is handed the token for its own use. */
const TOKEN_INPUT = /token|^password$/i;
/**
 * The write scopes that some step of the job can use: by what its actions are known for, by a script that is handed the
 * token, by git with the credentials that a checkout left, by the OIDC variables that every command sees.
 */
class TokenUse {
    /** By folder, in lower case. */
    actions;
    constructor({ actions }) {
        this.actions = new Map(actions.map((action) => [action.path.toLowerCase().replace(/\/?action\.ya?ml$/, ''), action]));
    }
    of(workflow, job, steps) {
        if (job.uses !== undefined || steps.length === 0)
            return 'anything';
        const scopes = new Set();
        const inherited = [...workflow.env, ...job.env].some(isToken);
        let runs = 'nothing';
        let pushes = false;
        for (const running of steps) {
            const { step } = running;
            if (step.run !== undefined) {
                const script = scriptOf(step.run.value);
                if (TOKEN.test(step.run.value) || [...step.env].some(isToken))
                    return 'anything';
                if (script === 'unknown' && inherited)
                    return 'anything';
                // With which credentials is not ours to see.
                if (/\bgit\b/.test(step.run.value) && /\bpush\b/.test(step.run.value))
                    scopes.add('contents');
                runs = token_use_higher(runs, script);
                continue;
            }
            const name = (step.uses?.value ?? '').split('@', 1)[0]?.toLowerCase() ?? '';
            if (name.startsWith('./')) {
                if (!this.isTransparent(name, running))
                    return 'anything';
                continue;
            }
            const user = Object.hasOwn(TOKEN_USERS, name) ? TOKEN_USERS[name] : undefined;
            if (user === undefined)
                return 'anything';
            if ([...step.with].some(([input, value]) => !TOKEN_INPUT.test(input) && isToken([input, value])))
                return 'anything';
            if (user.runsCode === true) {
                if (inherited || [...step.env].some(isToken))
                    return 'anything';
                runs = 'unknown';
            }
            for (const scope of user.scopes)
                scopes.add(scope);
            if (name === 'actions/checkout' && running.input('persist-credentials')?.trim() !== 'false')
                pushes = true;
        }
        if (runs !== 'nothing')
            scopes.add('id-token');
        if (runs === 'unknown' && pushes)
            scopes.add('contents');
        return scopes;
    }
    /** A composite action whose steps are judged one by one, and that is not handed the token. */
    isTransparent(path, { step }) {
        if ([...step.with, ...step.env].some(isToken))
            return false;
        const action = this.actions.get(path.replace(/^\.\//, '').replace(/\/+$/, ''));
        return action?.using === 'composite' && !action.lines.some((line) => TOKEN.test(line));
    }
}
function isToken([, { value }]) {
    return TOKEN.test(value);
}
const token_use_ORDER = ['nothing', 'builds', 'unknown'];
function token_use_higher(a, b) {
    return token_use_ORDER.indexOf(a) >= token_use_ORDER.indexOf(b) ? a : b;
}
const PLAIN = /^(?:echo|printf|cd|ls|pwd|cat|mkdir|cp|mv|rm|touch|true|exit|test|head|tail|wc|diff|df|du|sleep|sha256sum|set [-+][a-z]+)(?:\s|$)/;
const BUILDS = [
    /^(?:npm|pnpm|yarn) (?:ci|install|i|test|t|build|lint)(?:\s|$)/,
    /^(?:npm|pnpm|yarn) run (?:build|test|lint|typecheck|format|check)(?::[\w-]+)?(?:\s|$)/,
    /^cargo (?:build|test|check|clippy|fmt|doc|bench)(?:\s|$)/,
    /^go (?:build|test|vet|version|mod (?:download|tidy|verify))(?:\s|$)/,
    /^(?:python3? -m )?(?:pytest|mypy|black|unittest|build)(?:\s|$)/,
    /^(?:ruff|flake8|isort|shellcheck|actionlint) /,
    /^(?:python3? -m )?pip3? (?:install|list|check)(?:\s|$)/,
    /^(?:sudo )?apt(?:-get)? (?:-\S+ )*(?:update|install)(?:\s|$)/,
    /^brew install /,
    /^dotnet (?:build|test|restore|pack|format)(?:\s|$)/,
    /^(?:\.\/)?gradlew? (?:-\S+ )*(?:build|test|check|assemble|clean)(?: (?:-\S+|build|test|check|assemble|clean))*$/,
    /^(?:\.\/)?mvnw? (?:-\S+ )*(?:clean|compile|test|verify|package)(?: (?:-\S+|clean|compile|test|verify|package))*$/,
    /^terraform (?:fmt|init|validate)(?:\s|$)/,
];
/** Longest script that is looked into. */
const MAX_SCRIPT = 20_000;
/** Shell that does more than run one command after the other. */
const COMPLEX = /\$\(|`|<<|<\(|^[ \t]*(?:if|for|while|until|case|function)\b|\beval\b/m;
/** Reads a script as a list of commands; whatever is not a plain list of known ones is `unknown`. */
function scriptOf(script) {
    if (script.length > MAX_SCRIPT || COMPLEX.test(script))
        return 'unknown';
    const commands = script
        .replace(/\\\r?\n/g, ' ')
        .split(/\r?\n|&&|\|\||[;|&]/)
        .map((command) => command.trim().replace(/\s+/g, ' '))
        .filter((command) => command !== '' && !command.startsWith('#'));
    return commands.map(commandOf).reduce(token_use_higher, 'nothing');
}
function commandOf(command) {
    if (PLAIN.test(command))
        return 'nothing';
    return BUILDS.some((pattern) => pattern.test(command)) ? 'builds' : 'unknown';
}

;// CONCATENATED MODULE: ./build/rules/md-021-token-grants-unused.js



const md_021_token_grants_unused_ID = 'MD-021';
const md_021_token_grants_unused_VERSION = 1;
/** Scopes whose use is understood; nothing is said of others. */
const SCOPES = [
    'actions',
    'attestations',
    'checks',
    'contents',
    'deployments',
    'discussions',
    'id-token',
    'issues',
    'packages',
    'pages',
    'pull-requests',
    'security-events',
    'statuses',
];
const tokenGrantsUnused = {
    id: md_021_token_grants_unused_ID,
    name: 'token-grants-unused',
    version: md_021_token_grants_unused_VERSION,
    severity: 'low',
    level: 'warn',
    summary: 'A write grant of a job that none of its steps can use',
    needs: 'files',
    check: md_021_token_grants_unused_check,
    attribute: (finding, { change }) => changedLineFirst(finding, change),
};
function md_021_token_grants_unused_check({ model }) {
    const grants = model.workflows.flatMap(md_021_token_grants_unused_grantsOf);
    if (grants.length === 0)
        return { state: 'not-applicable', reason: 'no `permissions` grant anything to write' };
    const reader = new StepReader(model);
    const tokens = new TokenUse(model);
    const findings = [];
    const proven = [];
    for (const grant of grants) {
        const uses = usesOf(grant, (job) => tokens.of(grant.workflow, job, reader.stepsOf(job)));
        if (uses === 'anything')
            continue;
        proven.push(md_021_token_grants_unused_anchorOf(grant));
        const unused = writes(grant.permissions).filter(({ scope }) => !uses.has(scope));
        const [first, ...rest] = unused;
        if (first !== undefined)
            findings.push(md_021_token_grants_unused_findingFor(model, grant, [first, ...rest]));
    }
    return { state: 'evaluated', findings, proven, unproven: [], gaps: [] };
}
function md_021_token_grants_unused_grantsOf(workflow) {
    const found = [];
    const add = (permissions, job, jobs) => {
        if (permissions?.kind !== 'scopes' || jobs.length === 0 || writes(permissions).length === 0)
            return;
        found.push({ workflow, permissions, job, jobs });
    };
    const inheriting = workflow.jobs.filter(({ permissions }) => permissions === undefined);
    add(workflow.permissions, null, inheriting);
    for (const job of workflow.jobs)
        add(job.permissions, job, [job]);
    return found;
}
function writes(permissions) {
    return permissions.scopes.filter(({ scope, access }) => access === 'write' && SCOPES.includes(scope));
}
/** What one of the jobs can use, all of them can. */
function usesOf({ jobs }, of) {
    const all = new Set();
    for (const job of jobs) {
        const uses = of(job);
        if (uses === 'anything')
            return uses;
        for (const scope of uses)
            all.add(scope);
    }
    return all;
}
function md_021_token_grants_unused_anchorOf({ job }) {
    return job === null ? 'permissions' : `job:${job.id}`;
}
function md_021_token_grants_unused_findingFor(model, grant, unused) {
    const { workflow, job, permissions } = grant;
    const names = unused.map(({ scope }) => `\`${shown(scope)}: write\``);
    const list = names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
    const whose = job === null ? `Workflow ${workflow.path}` : `Job ${quoted(job.id)}`;
    const [first, ...rest] = unused;
    const evidence = [
        evidenceAt(model, first.at, 'not used', `${first.scope} unused`),
        ...rest.map(({ at, scope }) => evidenceAt(model, at, 'not used', `${scope} unused`)),
        ...(job === null ? [] : [evidenceAt(model, job.at, 'the job')]),
    ];
    return {
        ruleId: md_021_token_grants_unused_ID,
        ruleVersion: md_021_token_grants_unused_VERSION,
        severity: 'low',
        title: `${whose} has no use for ${names.slice(0, 3).join(', ')}${names.length > 3 ? ' …' : ''}`,
        what: `${whose} is granted ${list} (${placeOf(first.at)}), and no step ${job === null ? 'of the jobs with these permissions' : 'of it'} can use that.`,
        why: 'Whatever goes wrong in a step, in one of its actions or packages, can do that in your name.',
        fix: md_021_token_grants_unused_fixFor(permissions, unused),
        path: workflow.path,
        anchor: md_021_token_grants_unused_anchorOf(grant),
        evidence,
    };
}
/** Contents have to stay readable: a checkout needs them. */
function md_021_token_grants_unused_fixFor({ at }, unused) {
    const contents = unused.some(({ scope }) => scope === 'contents');
    const others = unused.filter(({ scope }) => scope !== 'contents').map(({ scope }) => `\`${shown(scope)}: write\``);
    const parts = [
        ...(others.length === 0 ? [] : [`remove ${others.join(', ')}`]),
        ...(contents ? ['set `contents: read`'] : []),
    ].join(' and ');
    return `${parts.slice(0, 1).toUpperCase()}${parts.slice(1)} below ${placeOf(at)}.`;
}

;// CONCATENATED MODULE: ./build/rules/unknown-permission-scope.js


const unknown_permission_scope_ID = 'unknown-permission-scope';
const unknown_permission_scope_VERSION = 1;
const LIST = 'https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#permissions';
const unknownPermissionScope = {
    id: unknown_permission_scope_ID,
    name: unknown_permission_scope_ID,
    version: unknown_permission_scope_VERSION,
    severity: 'low',
    level: 'warn',
    summary: 'A token permission that this version does not know',
    needs: 'files',
    check: unknown_permission_scope_check,
    attribute: (finding, { change }) => changedLineFirst(finding, change),
};
function unknown_permission_scope_check({ model }) {
    const declarations = model.workflows.flatMap(declarationsOf);
    if (declarations.length === 0)
        return { state: 'not-applicable', reason: 'no workflow declares `permissions`' };
    const findings = declarations.flatMap((declaration) => strangersIn(declaration).map((stranger) => unknown_permission_scope_findingFor(model, declaration, stranger)));
    return { state: 'evaluated', findings, proven: [], unproven: [], gaps: [] };
}
function declarationsOf(workflow) {
    const own = workflow.permissions === undefined ? [] : [{ workflow, job: null, permissions: workflow.permissions }];
    return [
        ...own,
        ...workflow.jobs.flatMap((job) => job.permissions === undefined ? [] : [{ workflow, job, permissions: job.permissions }]),
    ];
}
function strangersIn({ workflow, job, permissions }) {
    if (permissions.kind === 'unknown')
        return permissions.text === '' ? [] : [shorthand(permissions)];
    // A misspelt scope is the business of L0-PERMISSION-BITS, which looks at jobs: here where no job has this declaration.
    const idle = job === null && workflow.jobs.every((each) => each.permissions !== undefined);
    const scopes = [
        ...strangeScopes(permissions),
        ...(idle ? misspeltScopes(permissions).map(({ entry }) => entry) : []),
    ];
    return [
        ...scopes.map(({ scope, access, at }) => ({
            at,
            fact: `scope ${scope}`,
            title: `This version does not know the permission ${quoted(scope)}`,
            what: `\`${shown(scope)}: ${shown(access)}\` (${placeOf(at)}) is in no list of token permissions that this version has.`,
            fix: `Compare it with ${LIST}. A mistake: remove the line. New on GitHub: update Phase Mirror.`,
        })),
        ...strangeAccess(permissions).map(({ scope, access, at }) => ({
            at,
            fact: `access ${scope}`,
            title: `The access ${quoted(access)} of permission "${scope}" is not known`,
            what: `\`${scope}: ${shown(access)}\` (${placeOf(at)}) is neither \`read\`, \`write\` nor \`none\`.`,
            fix: `Write \`${scope}: read\`, \`${scope}: write\` or \`${scope}: none\` at ${placeOf(at)}.`,
        })),
    ];
}
function shorthand({ text, at }) {
    return {
        at,
        fact: 'shorthand',
        title: `This version does not know \`permissions: ${shown(text)}\``,
        what: `The short forms are \`read-all\` and \`write-all\`; ${placeOf(at)} has ${quoted(text)}.`,
        fix: `Name the permissions: \`permissions: { contents: read }\`. ${LIST}`,
    };
}
function unknown_permission_scope_findingFor(model, { workflow, job }, stranger) {
    return {
        ruleId: unknown_permission_scope_ID,
        ruleVersion: unknown_permission_scope_VERSION,
        severity: 'low',
        title: stranger.title,
        what: stranger.what,
        why: 'What it grants was not judged; if GitHub does not know it either, none of the jobs of this workflow runs.',
        fix: stranger.fix,
        path: workflow.path,
        anchor: `${job === null ? 'workflow' : `job:${job.id}`} ${stranger.fact}`,
        evidence: [evidenceAt(model, stranger.at, 'not known', stranger.fact)],
    };
}

;// CONCATENATED MODULE: ./build/rules/unreadable-file.js
/**
 * unreadable-file: a governed file that could not be read as what it should be. GitHub ignores or refuses such a file,
 * and nothing that rests on it was checked.
 */


const unreadable_file_ID = 'unreadable-file';
const unreadable_file_VERSION = 1;
const MAX_REASON = 300;
/** A title is one short line. */
const MAX_TITLE_PATH = 120;
const unreadableFile = {
    id: unreadable_file_ID,
    name: unreadable_file_ID,
    version: unreadable_file_VERSION,
    severity: 'high',
    level: 'block',
    summary: 'A workflow, protection file or CODEOWNERS that cannot be read',
    needs: 'files',
    check: unreadable_file_check,
    attribute: (finding, { change }) => changedLineFirst(finding, change),
};
function unreadable_file_check({ model }) {
    return {
        state: 'evaluated',
        findings: model.problems.map((problem) => unreadable_file_findingFor(model, problem)),
        proven: [],
        unproven: [],
        gaps: [],
    };
}
function unreadable_file_findingFor(model, problem) {
    const { path, at, kind, role } = problem;
    const reason = reasonOf(problem);
    return {
        ruleId: unreadable_file_ID,
        ruleVersion: unreadable_file_VERSION,
        severity: 'high',
        title: `${(0,repository_names/* shownPath */.pS)(path, MAX_TITLE_PATH)} ${kind === 'shape' ? 'cannot be used' : 'cannot be read'}`,
        what: `${(0,repository_names/* shownPath */.pS)(path)} ${reason} (line ${at.startLine}).`,
        why: WHY[role],
        fix: unreadable_file_fixFor(problem),
        path,
        anchor: 'file',
        // Another mistake in the same file is another finding.
        evidence: [evidenceAt(model, at, unreadable_file_LABELS[kind], factOf(kind, reason))],
    };
}
/** Sizes change with every edit and are left out; what is wrong with the text is not. */
function factOf(kind, reason) {
    return kind === 'syntax' || kind === 'shape' ? `${kind}: ${reason}` : kind;
}
/** A predicate of the file, on one line, without a final stop. */
function reasonOf({ reason }) {
    return (0,repository_names/* oneLineText */.gs)(reason, MAX_REASON).replace(/\.$/, '');
}
const WHY = {
    workflow: 'GitHub runs none of its jobs, and no check of this file was judged here.',
    action: 'Every job that uses the action fails, and its steps were not judged here.',
    protection: 'What it requires is not known, so the required checks were not judged against it.',
    codeowners: 'Nobody is asked for a review, and its rules were not judged here.',
    config: 'The configuration is not in force.',
};
const unreadable_file_LABELS = {
    syntax: 'not valid',
    shape: 'not what it should be',
    'too-large': 'too large',
    'too-deep': 'nested too deep',
    'too-many-aliases': 'too many aliases',
    encoding: 'not UTF-8',
    symlink: 'leaves the repository',
    unreadable: 'no content',
};
function unreadable_file_fixFor({ kind, at, role }) {
    const checker = role === 'workflow' ? '`actionlint`' : 'Any YAML checker';
    switch (kind) {
        case 'syntax':
            return `Mend line ${at.startLine} of ${(0,repository_names/* shownPath */.pS)(at.path)} or the lines just above it. ${checker} shows the place.`;
        case 'shape':
            return `Mend ${placeOf(at)}.`;
        case 'too-large':
            return 'Split the file into smaller ones.';
        case 'too-deep':
            return 'Flatten the nesting at this line.';
        case 'too-many-aliases':
            return 'Write the repeated values out instead of using aliases.';
        case 'encoding':
            return 'Save the file as UTF-8.';
        case 'symlink':
            return 'Replace the link by the file itself.';
        case 'unreadable':
            return 'Commit the content of the file, or remove it.';
    }
}

;// CONCATENATED MODULE: ./build/rules/registry.js
/** All rules of this version. */

























/** In the order of their ids; ids are unique. */
const RULES = [
    l0PermissionBits,
    requiredCheckUnresolved,
    requiredCheckWithoutMergeGroup,
    requiredCheckPathFiltered,
    gateSkipsGreen,
    duplicateRequiredCheck,
    oidcWithoutIdToken,
    codeownersInvalidOwner,
    deadPathFilter,
    codeownersDeadPattern,
    oidcSubjectNeverMatches,
    oidcSubjectTooBroad,
    workflowRunUnknownName,
    triggerBranchMissing,
    requiredCheckEmbedsMatrixValue,
    toolchainVersionConflict,
    schemaChangedWithoutVersionBump,
    dependabotDeadDirectory,
    roleNotInTerraform,
    scheduleAtRisk,
    environmentUnprotected,
    tokenGrantsUnused,
    unknownPermissionScope,
    unreadableFile,
];
/** A rule by its id (`MD-001`) or name (`required-check-unresolved`), without regard to case. */
function ruleById(id) {
    const wanted = id.toLowerCase();
    return RULES.find((rule) => rule.id.toLowerCase() === wanted || rule.name === wanted);
}
/**
 * Which rules in which versions a report was made with: 16 hex digits that change when a rule is added, removed or
 * raised, and for nothing else.
 */
function ruleSetId(rules = RULES) {
    const list = rules.map(({ id, version }) => `${id}@${version}`).sort();
    return (0,external_node_crypto_.createHash)('sha256').update(list.join('\n')).digest('hex').slice(0, 16);
}


/***/ }),

/***/ 1773:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Qt: () => (/* binding */ parseThrowing),
/* harmony export */   bD: () => (/* binding */ messageOf),
/* harmony export */   xG: () => (/* binding */ runRules)
/* harmony export */ });
/** Longest message of a tool error. */
const MAX_MESSAGE = 500;
/** One run for each rule, in the order given. Never throws. */
function runRules(rules, context, { side = 'subject', throwing } = {}) {
    return rules.map((rule) => {
        try {
            if (throwing?.ruleId === rule.id && throwing.side === side)
                throw new Error('told to fail by a test');
            return { rule, outcome: rule.check(context) };
        }
        catch (error) {
            return { rule, outcome: { state: 'tool-error', message: messageOf(error) } };
        }
    });
}
/**
 * Read `MD-004` or `MD-004@base`, the value of the environment variable that the oracle hands over.
 *
 * @returns undefined for an empty value
 */
function parseThrowing(text) {
    if (text === undefined || text === '')
        return undefined;
    const [ruleId = '', side] = text.split('@');
    return { ruleId, side: side === 'base' ? 'base' : 'subject' };
}
/** One line without a stack trace. */
function messageOf(error) {
    const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return text.replace(/\s+/g, ' ').trim().slice(0, MAX_MESSAGE);
}


/***/ }),

/***/ 5229:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   A: () => (/* binding */ LEVELS),
/* harmony export */   o: () => (/* binding */ SEVERITIES)
/* harmony export */ });
const SEVERITIES = ['critical', 'high', 'medium', 'low'];
const LEVELS = ['block', 'warn', 'off'];


/***/ })

};
