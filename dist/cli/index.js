#!/usr/bin/env node
import { createRequire as __WEBPACK_EXTERNAL_createRequire } from "module";
/******/ var __webpack_modules__ = ({

/***/ 1916:
/***/ ((__unused_webpack_module, exports) => {

var __webpack_unused_export__;

__webpack_unused_export__ = true;
exports.Io = exports.kp = void 0;
var peq = new Uint32Array(0x10000);
var myers_32 = function (a, b) {
    var n = a.length;
    var m = b.length;
    var lst = 1 << (n - 1);
    var pv = -1;
    var mv = 0;
    var sc = n;
    var i = n;
    while (i--) {
        peq[a.charCodeAt(i)] |= 1 << i;
    }
    for (i = 0; i < m; i++) {
        var eq = peq[b.charCodeAt(i)];
        var xv = eq | mv;
        eq |= ((eq & pv) + pv) ^ pv;
        mv |= ~(eq | pv);
        pv &= eq;
        if (mv & lst) {
            sc++;
        }
        if (pv & lst) {
            sc--;
        }
        mv = (mv << 1) | 1;
        pv = (pv << 1) | ~(xv | mv);
        mv &= xv;
    }
    i = n;
    while (i--) {
        peq[a.charCodeAt(i)] = 0;
    }
    return sc;
};
var myers_x = function (b, a) {
    var n = a.length;
    var m = b.length;
    var mhc = [];
    var phc = [];
    var hsize = Math.ceil(n / 32);
    var vsize = Math.ceil(m / 32);
    for (var i = 0; i < hsize; i++) {
        phc[i] = -1;
        mhc[i] = 0;
    }
    var j = 0;
    for (; j < vsize - 1; j++) {
        var mv_1 = 0;
        var pv_1 = -1;
        var start_1 = j * 32;
        var vlen_1 = Math.min(32, m) + start_1;
        for (var k = start_1; k < vlen_1; k++) {
            peq[b.charCodeAt(k)] |= 1 << k;
        }
        for (var i = 0; i < n; i++) {
            var eq = peq[a.charCodeAt(i)];
            var pb = (phc[(i / 32) | 0] >>> i) & 1;
            var mb = (mhc[(i / 32) | 0] >>> i) & 1;
            var xv = eq | mv_1;
            var xh = ((((eq | mb) & pv_1) + pv_1) ^ pv_1) | eq | mb;
            var ph = mv_1 | ~(xh | pv_1);
            var mh = pv_1 & xh;
            if ((ph >>> 31) ^ pb) {
                phc[(i / 32) | 0] ^= 1 << i;
            }
            if ((mh >>> 31) ^ mb) {
                mhc[(i / 32) | 0] ^= 1 << i;
            }
            ph = (ph << 1) | pb;
            mh = (mh << 1) | mb;
            pv_1 = mh | ~(xv | ph);
            mv_1 = ph & xv;
        }
        for (var k = start_1; k < vlen_1; k++) {
            peq[b.charCodeAt(k)] = 0;
        }
    }
    var mv = 0;
    var pv = -1;
    var start = j * 32;
    var vlen = Math.min(32, m - start) + start;
    for (var k = start; k < vlen; k++) {
        peq[b.charCodeAt(k)] |= 1 << k;
    }
    var score = m;
    for (var i = 0; i < n; i++) {
        var eq = peq[a.charCodeAt(i)];
        var pb = (phc[(i / 32) | 0] >>> i) & 1;
        var mb = (mhc[(i / 32) | 0] >>> i) & 1;
        var xv = eq | mv;
        var xh = ((((eq | mb) & pv) + pv) ^ pv) | eq | mb;
        var ph = mv | ~(xh | pv);
        var mh = pv & xh;
        score += (ph >>> (m - 1)) & 1;
        score -= (mh >>> (m - 1)) & 1;
        if ((ph >>> 31) ^ pb) {
            phc[(i / 32) | 0] ^= 1 << i;
        }
        if ((mh >>> 31) ^ mb) {
            mhc[(i / 32) | 0] ^= 1 << i;
        }
        ph = (ph << 1) | pb;
        mh = (mh << 1) | mb;
        pv = mh | ~(xv | ph);
        mv = ph & xv;
    }
    for (var k = start; k < vlen; k++) {
        peq[b.charCodeAt(k)] = 0;
    }
    return score;
};
var distance = function (a, b) {
    if (a.length < b.length) {
        var tmp = b;
        b = a;
        a = tmp;
    }
    if (b.length === 0) {
        return a.length;
    }
    if (a.length <= 32) {
        return myers_32(a, b);
    }
    return myers_x(a, b);
};
exports.Io = distance;
var closest = function (str, arr) {
    var min_distance = Infinity;
    var min_index = 0;
    for (var i = 0; i < arr.length; i++) {
        var dist = distance(str, arr[i]);
        if (dist < min_distance) {
            min_distance = dist;
            min_index = i;
        }
    }
    return arr[min_index];
};
exports.kp = closest;


/***/ }),

/***/ 2613:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("assert");

/***/ }),

/***/ 181:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("buffer");

/***/ }),

/***/ 4434:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("events");

/***/ }),

/***/ 9896:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("fs");

/***/ }),

/***/ 8611:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("http");

/***/ }),

/***/ 5692:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("https");

/***/ }),

/***/ 9278:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("net");

/***/ }),

/***/ 4589:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:assert");

/***/ }),

/***/ 6698:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:async_hooks");

/***/ }),

/***/ 4573:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:buffer");

/***/ }),

/***/ 1421:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:child_process");

/***/ }),

/***/ 7540:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:console");

/***/ }),

/***/ 7598:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:crypto");

/***/ }),

/***/ 3053:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:diagnostics_channel");

/***/ }),

/***/ 610:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:dns");

/***/ }),

/***/ 8474:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:events");

/***/ }),

/***/ 3024:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:fs");

/***/ }),

/***/ 1455:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:fs/promises");

/***/ }),

/***/ 9448:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:http");

/***/ }),

/***/ 2467:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:http2");

/***/ }),

/***/ 7030:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:net");

/***/ }),

/***/ 8161:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:os");

/***/ }),

/***/ 6760:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:path");

/***/ }),

/***/ 643:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:perf_hooks");

/***/ }),

/***/ 1792:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:querystring");

/***/ }),

/***/ 7075:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:stream");

/***/ }),

/***/ 1692:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:tls");

/***/ }),

/***/ 3136:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:url");

/***/ }),

/***/ 7975:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:util");

/***/ }),

/***/ 3429:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:util/types");

/***/ }),

/***/ 5919:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:worker_threads");

/***/ }),

/***/ 8522:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:zlib");

/***/ }),

/***/ 857:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("os");

/***/ }),

/***/ 932:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("process");

/***/ }),

/***/ 3193:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("string_decoder");

/***/ }),

/***/ 4756:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("tls");

/***/ }),

/***/ 9023:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("util");

/***/ }),

/***/ 9713:
/***/ ((__webpack_module__, __unused_webpack___webpack_exports__, __nccwpck_require__) => {

__nccwpck_require__.a(__webpack_module__, async (__webpack_handle_async_dependencies__, __webpack_async_result__) => { try {
/* harmony import */ var _main_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(6650);
/** The program `phase-mirror`: binds the commands to this process. */

// `phase-mirror … | head` closes the pipe early; that is no error of ours.
process.stdout.on('error', (error) => {
    if (error.code === 'EPIPE')
        process.exit(process.exitCode ?? 0);
    throw error;
});
process.exitCode = await (0,_main_js__WEBPACK_IMPORTED_MODULE_0__/* .main */ .i)(process.argv.slice(2), {
    stdout: (text) => void process.stdout.write(text),
    stderr: (text) => void process.stderr.write(text),
    environment: process.env,
    cwd: process.cwd(),
    clock: () => Date.now(),
    columns: process.stdout.isTTY ? process.stdout.columns : undefined,
    stderrIsTerminal: process.stderr.isTTY === true,
});

__webpack_async_result__();
} catch(e) { __webpack_async_result__(e); } }, 1);

/***/ }),

/***/ 6650:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  i: () => (/* binding */ main)
});

// EXTERNAL MODULE: ./build/errors.js
var errors = __nccwpck_require__(9473);
// EXTERNAL MODULE: ./build/report/escape.js
var report_escape = __nccwpck_require__(9924);
// EXTERNAL MODULE: ./build/version.js
var version = __nccwpck_require__(8508);
// EXTERNAL MODULE: external "node:util"
var external_node_util_ = __nccwpck_require__(7975);
// EXTERNAL MODULE: ./node_modules/fastest-levenshtein/mod.js
var mod = __nccwpck_require__(1916);
;// CONCATENATED MODULE: ./build/cli/args.js
/** Command lines → typed commands. A wrong word is a usage error (exit 64) that names the word and the nearest right one. */



const FORMATS = ['text', 'json', 'sarif', 'github', 'markdown'];
const REPLAY_FORMATS = ['text', 'json', 'markdown'];
const COMMANDS = ['evaluate', 'replay', 'explain', 'config', 'help', 'version'];
const TEXT = { type: 'string' };
const FLAG = { type: 'boolean', default: false };
/**
 * @param args the words after the program's name
 * @throws PhaseMirrorError `user`, exit 64
 */
function parseCommand(args) {
    const [word, ...rest] = args;
    if (word === undefined || word === '--help' || word === '-h')
        return { command: 'help', topic: null };
    if (word === '--version' || word === '-v' || word === 'version')
        return { command: 'version' };
    if (word !== 'help' && (rest.includes('--help') || rest.includes('-h')))
        return { command: 'help', topic: word };
    switch (word) {
        case 'help':
            return { command: 'help', topic: rest[0] ?? null };
        case 'evaluate':
            return evaluateCommand(rest);
        case 'replay':
            return replayCommand(rest);
        case 'explain':
            return explainCommand(rest);
        case 'config':
            return configCommand(rest);
        default:
            throw usage(`"${word}"`, 'is not a command', near(word, COMMANDS) ?? `One of: ${COMMANDS.join(', ')}`);
    }
}
function evaluateCommand(args) {
    const { values, positionals } = parse('evaluate', args, {
        base: TEXT,
        config: TEXT,
        strict: FLAG,
        'dry-run': FLAG,
        format: TEXT,
        output: TEXT,
        rule: { type: 'string', multiple: true },
        repository: TEXT,
        timings: FLAG,
    });
    const format = values['format'] ?? 'text';
    if (!isOneOf(FORMATS, format))
        throw usage('--format', `has the unknown value "${format}"`, `Use one of: ${FORMATS.join(', ')}`);
    const repository = ownerAndName(values['repository']);
    return {
        command: 'evaluate',
        path: onePath('evaluate', positionals),
        strict: values['strict'],
        dryRun: values['dry-run'],
        format,
        rules: values['rule'] ?? [],
        timings: values['timings'],
        ...defined({ base: values['base'], config: values['config'], output: values['output'], repository }),
    };
}
function replayCommand(args) {
    const { values, positionals } = parse('replay', args, {
        branch: TEXT,
        since: TEXT,
        last: TEXT,
        rule: { type: 'string', multiple: true },
        repository: TEXT,
        state: TEXT,
        format: TEXT,
        output: TEXT,
    });
    const format = values['format'] ?? 'text';
    if (!isOneOf(REPLAY_FORMATS, format))
        throw usage('--format', `has the unknown value "${format}"`, `Use one of: ${REPLAY_FORMATS.join(', ')}`);
    const { since, last } = values;
    if (since !== undefined && !isDay(since)) {
        throw usage('--since', `"${since}" is not a date`, 'Give it as YYYY-MM-DD, for example 2026-01-31');
    }
    if (last !== undefined && !/^[1-9]\d{0,8}$/.test(last)) {
        throw usage('--last', `"${last}" is not a number of changes`, 'Give a whole number from 1 on');
    }
    return {
        command: 'replay',
        path: onePath('replay', positionals),
        rules: values['rule'] ?? [],
        format,
        ...defined({
            branch: values['branch'],
            since,
            last: last === undefined ? undefined : Number(last),
            repository: ownerAndName(values['repository']),
            state: values['state'],
            output: values['output'],
        }),
    };
}
/** A day that exists. */
function isDay(text) {
    const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
    return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}
function ownerAndName(repository) {
    if (repository === undefined || /^[\w.-]+\/[\w.-]+$/.test(repository))
        return repository;
    throw usage('--repository', `"${repository}" is not OWNER/NAME`, 'Give it as OWNER/NAME, for example octo-org/app');
}
function explainCommand(args) {
    const { values, positionals } = parse('explain', args, { base: TEXT });
    const [target, ...rest] = positionals;
    if (target === undefined) {
        throw usage('explain', 'needs a rule or a finding', 'Name one: phase-mirror explain MD-001, or phase-mirror explain 3f9a1c07');
    }
    return { command: 'explain', target, path: onePath('explain', rest), ...defined({ base: values['base'] }) };
}
function configCommand(args) {
    const { values, positionals } = parse('config', args, { strict: FLAG });
    const [action, ...rest] = positionals;
    if (!isOneOf(['check', 'show'], action)) {
        throw usage('config', action === undefined ? 'needs a word' : `doesn't know "${action}"`, 'Use `config check` or `config show`');
    }
    return { command: 'config', action, path: onePath('config', rest), strict: values['strict'] };
}
function parse(command, args, options) {
    try {
        return (0,external_node_util_.parseArgs)({ args: [...args], options, allowPositionals: true, strict: true });
    }
    catch (error) {
        const text = error instanceof Error ? error.message : String(error);
        const code = error.code;
        const names = Object.keys(options).map((name) => `--${name}`);
        if (code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') {
            const wrong = /'(-{1,2}[^']*)'/.exec(text)?.[1] ?? command;
            throw usage(wrong, `is not an option of ${command}`, near(wrong, names) ?? `Options: ${names.join(' ')}`);
        }
        const about = /'(?:-\w, )?(--[\w-]+)/.exec(text)?.[1] ?? command;
        const reason = /argument missing|ambiguous/.test(text) ? 'needs a value' : "doesn't take a value";
        throw usage(about, reason, `See \`phase-mirror help ${command}\``);
    }
}
function onePath(command, words) {
    if (words.length > 1)
        throw usage(`"${words[1]}"`, 'is one word too many', `Give one folder: phase-mirror ${command} [PATH]`);
    return words[0] ?? '.';
}
function near(word, names) {
    const best = (0,mod/* closest */.kp)(word, [...names]);
    return (0,mod/* distance */.Io)(word, best) <= Math.max(2, Math.floor(best.length / 3)) ? `Did you mean ${best}?` : null;
}
function usage(thing, reason, next) {
    return new errors/* PhaseMirrorError */.VV('user', { thing, reason, next: next.replace(/[.]$/, ''), exitCode: errors/* EXIT_CODES */.ai.usage });
}
function isOneOf(values, value) {
    return value !== undefined && values.includes(value);
}
/** Leave out what is undefined, so that `exactOptionalPropertyTypes` holds. */
function defined(object) {
    return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));
}

;// CONCATENATED MODULE: ./build/cli/help.js
/** The words of `help`. */

const GENERAL = `phase-mirror ${version/* VERSION */.x}
Do the things this repository requires, configures, codes and runs agree with each other?

  phase-mirror evaluate [PATH]         findings with file and line, and a decision: pass, warn or block
  phase-mirror replay [PATH]           every change of a history: what would have been blocked, and why
  phase-mirror explain RULE|FINDING    why it matters, how to mend it, how to dispute it
  phase-mirror config check|show       is the configuration valid; where does each value come from
  phase-mirror help COMMAND            the options of one command
  phase-mirror version

No account and no network are needed. Exit codes: 0 pass or warn, 1 block, 2 something failed, 64 wrong usage.
`;
const TOPICS = {
    evaluate: `phase-mirror evaluate [PATH] [options]

Reads the repository that PATH (default: .) is in, untracked files included, and decides.
Without --base every problem counts; with it only what your work introduces.

  --base REV             compare with REV, or with where your branch left it (git merge-base)
  --config FILE          use this file of the repository instead of .phase-mirror.yml of the base
  --rule ID              run this rule only; may be repeated
  --strict               at most 0 critical, 0 high, 5 medium problems
  --format FORMAT        text (default), json, sarif, github (workflow commands), markdown
  --output FILE          write the result there instead of to stdout
  --dry-run              write nothing, not even --output
  --repository OWNER/NAME  ask GitHub too what is required; needs GITHUB_TOKEN in the environment
  --timings              how long each phase took, on stderr
`,
    replay: `phase-mirror replay [PATH] [options]

Evaluates every first-parent change of a clone's default branch against its parent, by the rules and the configuration
its parent had. PATH (default: .) may be a bare repository. Reads git's objects alone: nothing is checked out, run or
written.

  --branch NAME          another branch than the default branch
  --since YYYY-MM-DD     changes from this day on
  --last N               the last N changes
  --rule ID              run this rule only; may be repeated
  --repository OWNER/NAME  the name of the repository, for rules that speak of it; GitHub is not asked
  --format FORMAT        text (default), json, markdown (a table for a rollout proposal)
  --output FILE          write the result there instead of to stdout
  --state FILE           keep there what was reached, and go on from it the next time
`,
    explain: `phase-mirror explain RULE|FINDING_ID [PATH] [--base REV]

RULE         a rule such as MD-001: what it checks, how to mend it, the safe order of a rename, how to dispute it
FINDING_ID   at least 8 hex digits of a finding of PATH (default: .): its evidence in full
`,
    config: `phase-mirror config check [PATH]    is .phase-mirror.yml valid? Exit 0 or 2
phase-mirror config show [PATH]     every value in force and where it comes from
  --strict                          as evaluate --strict would see it
`,
    version: 'phase-mirror version\n',
};
/** Help on one command, or in general. */
function helpText(topic) {
    return topic === null ? GENERAL : (TOPICS[topic] ?? GENERAL);
}

;// CONCATENATED MODULE: ./build/cli/main.js
/** Words in, exit status out: every command, and the one catch at the edge. */





/** Never rejects: whatever goes wrong is a message on stderr and an exit status. */
async function main(args, io) {
    try {
        const command = parseCommand(args);
        switch (command.command) {
            case 'help':
                io.stdout(helpText(command.topic));
                return errors/* EXIT_CODES */.ai.ok;
            case 'version':
                io.stdout(`${version/* VERSION */.x}\n`);
                return errors/* EXIT_CODES */.ai.ok;
            case 'evaluate':
                return await (await Promise.all(/* import() */[__nccwpck_require__.e(166), __nccwpck_require__.e(117), __nccwpck_require__.e(479)]).then(__nccwpck_require__.bind(__nccwpck_require__, 3479))).runEvaluate(command, io);
            case 'replay':
                return await (await Promise.all(/* import() */[__nccwpck_require__.e(166), __nccwpck_require__.e(117), __nccwpck_require__.e(167)]).then(__nccwpck_require__.bind(__nccwpck_require__, 6167))).runReplay(command, io);
            case 'explain':
                return await (await Promise.all(/* import() */[__nccwpck_require__.e(166), __nccwpck_require__.e(117), __nccwpck_require__.e(538)]).then(__nccwpck_require__.bind(__nccwpck_require__, 4538))).runExplain(command, io);
            case 'config':
                return await (await Promise.all(/* import() */[__nccwpck_require__.e(166), __nccwpck_require__.e(117), __nccwpck_require__.e(571)]).then(__nccwpck_require__.bind(__nccwpck_require__, 5571))).runConfig(command, io);
        }
    }
    catch (error) {
        io.stderr(errorText(error, io));
        return error instanceof errors/* PhaseMirrorError */.VV ? error.exitCode : errors/* EXIT_CODES */.ai.failed;
    }
}
const MAX_LINES = 40;
/** What a person reads. The stack of a bug is shown on request only. */
function errorText(error, { environment }) {
    if (error instanceof errors/* PhaseMirrorError */.VV) {
        return `${(0,report_escape/* linesOf */.Dx)(`phase-mirror: ${error.message}`, MAX_LINES, 1000)
            .map((line) => (0,report_escape/* terminalText */.eR)(line, 1000))
            .join('\n')}\n`;
    }
    const message = error instanceof Error ? error.message : String(error);
    const stack = environment['PHASE_MIRROR_DEBUG'] && error instanceof Error ? `${error.stack ?? ''}\n` : '';
    return `phase-mirror: this is a fault of Phase Mirror, not of your repository: ${(0,report_escape/* terminalText */.eR)(message, 500)}. Run again with PHASE_MIRROR_DEBUG=1 and open an issue with what it prints.\n${stack}`;
}


/***/ }),

/***/ 9473:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Ld: () => (/* binding */ formatPosition),
/* harmony export */   VV: () => (/* binding */ PhaseMirrorError),
/* harmony export */   ai: () => (/* binding */ EXIT_CODES)
/* harmony export */ });
/** Exit statuses of every command and action. The contract of design.md; docs in README "Exit codes". */
const EXIT_CODES = { ok: 0, blocked: 1, failed: 2, usage: 64 };
/** An error a person can act on. `message` is complete in itself; renderers escape it, they do not rebuild it. */
class PhaseMirrorError extends Error {
    name = 'PhaseMirrorError';
    kind;
    thing;
    reason;
    next;
    position;
    exitCode;
    constructor(kind, parts) {
        super(messageOf(parts), parts.cause === undefined ? undefined : { cause: parts.cause });
        this.kind = kind;
        this.thing = parts.thing;
        this.reason = parts.reason;
        this.next = parts.next;
        this.position = parts.position;
        this.exitCode = parts.exitCode ?? EXIT_CODES.failed;
    }
}
function messageOf({ thing, reason, next, position }) {
    const where = position === undefined ? '' : `${formatPosition(position)}: `;
    return `${where}${thing} ${reason}. ${next}.`;
}
/** `path:line:column` with the parts that are known. */
function formatPosition({ path, line, column }) {
    return [path, line, column].filter((part) => part !== undefined).join(':');
}


/***/ }),

/***/ 9924:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   $Q: () => (/* binding */ clip),
/* harmony export */   $m: () => (/* binding */ visibleJson),
/* harmony export */   BC: () => (/* binding */ sarifText),
/* harmony export */   D9: () => (/* binding */ markdownCode),
/* harmony export */   Dx: () => (/* binding */ linesOf),
/* harmony export */   ES: () => (/* binding */ wellFormed),
/* harmony export */   Ql: () => (/* binding */ guardLine),
/* harmony export */   d: () => (/* binding */ markdownCodeCell),
/* harmony export */   eR: () => (/* binding */ terminalText),
/* harmony export */   h$: () => (/* binding */ markdownProse),
/* harmony export */   ln: () => (/* binding */ inlineText),
/* harmony export */   nP: () => (/* binding */ workflowProperty),
/* harmony export */   p7: () => (/* binding */ markdownText),
/* harmony export */   w$: () => (/* binding */ workflowData),
/* harmony export */   yA: () => (/* binding */ sarifUri)
/* harmony export */ });
/* unused harmony export FIELD_LIMIT */
/**
 * The one place where text from a repository, an API or a person becomes safe to print. Every renderer takes its
 * text through here; none escapes on its own.
 *
 * The idea is the same on every surface: first `inlineText` makes what cannot be seen visible (a name that differs
 * from another by a zero-width space *is* the finding), then the surface's own syntax is taken out of it.
 */
/** Length of one field of a finding on a surface for people, in UTF-16 code units. */
const FIELD_LIMIT = 400;
/**
 * Characters without a shape of their own, or that move other text: controls (ANSI escapes begin with one), format
 * characters (all bidirectional controls, zero-width characters, tags), lone surrogates, line and paragraph
 * separators, spaces other than U+0020, and the fillers that render as nothing. Trojan Source, CVE-2021-42574.
 */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]|(?! )\p{Zs}|[\u{34f}\u{115f}\u{1160}\u{17b4}\u{17b5}\u{2800}\u{3164}\u{ffa0}]/u;
const UNSEEN_ALL = new RegExp(UNSEEN.source, 'gu');
/**
 * One line of visible text: what cannot be seen becomes `\u{202e}` (or `\n`, `\r`, `\t`), and text longer than `max`
 * code units ends with an ellipsis, never in the middle of a character or an escape.
 */
function inlineText(text, max = FIELD_LIMIT) {
    if (text.length <= max && !UNSEEN.test(text))
        return text;
    let shown = '';
    let cutAt = 0;
    for (const character of text) {
        const piece = UNSEEN.test(character) ? visible(character) : character;
        if (shown.length + piece.length > max)
            return `${shown.slice(0, cutAt)}…`;
        shown += piece;
        // The longest prefix that leaves room for the ellipsis.
        if (shown.length < max)
            cutAt = shown.length;
    }
    return shown;
}
/** Several lines of our own making (`\n` is kept), each as `inlineText`; at most `maxLines` of them. */
function linesOf(text, maxLines = 12, max = FIELD_LIMIT) {
    const lines = text.split('\n', maxLines + 1);
    const shown = lines.slice(0, maxLines).map((line) => inlineText(line.replace(/\r$/, ''), max));
    return lines.length > maxLines ? [...shown, '…'] : shown;
}
/** At most `max` code units, an ellipsis where something was cut, never half a surrogate pair. */
function clip(text, max) {
    if (text.length <= max)
        return text;
    const end = /[\ud800-\udbff]/.test(text.charAt(max - 2)) ? max - 2 : max - 1;
    return `${text.slice(0, end)}…`;
}
/** Lone surrogates replaced by U+FFFD, as `String.prototype.toWellFormed` (ES2024) does. */
function wellFormed(text) {
    return text.replace(/\p{Cs}/gu, '\ufffd');
}
function visible(character) {
    if (character === '\n')
        return '\\n';
    if (character === '\r')
        return '\\r';
    if (character === '\t')
        return '\\t';
    return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}
// ---------------------------------------------------------------- markdown
/** An entity that renders as a zero-width space: it parts what GitHub would otherwise turn into a link or mention. */
const PART = '&#8203;';
/**
 * Inline markdown that shows `text` as it is: no formatting, no HTML, no table cells, no math, no mention, no link to
 * an issue or address, and nothing that opens a block at the start of a line or list item.
 */
function markdownText(text, max = FIELD_LIMIT) {
    return guardBlockStart(escapeMarkdown(inlineText(text, max).trim()));
}
/**
 * A code span for text outside tables. Its fence is longer than any run of backticks inside; mentions, HTML and links
 * stay text inside code.
 */
function markdownCode(text, max = FIELD_LIMIT) {
    const shown = inlineText(text, max);
    if (shown === '')
        return '` `';
    // Markdown may be printed to a job's log; a code span cannot hide a command from the runner (see guardLine).
    if (shown.includes('##['))
        return htmlCode(shown);
    const longest = (shown.match(/`+/g) ?? []).reduce((most, run) => Math.max(most, run.length), 0);
    const fence = '`'.repeat(longest + 1);
    // CommonMark strips one space on both sides when both are there, so text that begins and ends with one gets another.
    const padded = /^`|`$|^ .* $/.test(shown) ? ` ${shown} ` : shown;
    return `${fence}${padded}${fence}`;
}
/**
 * A code span for a table cell. A backslash cannot be escaped inside a code span, so `\|` in a name would end the cell
 * (GFM splits cells before it looks at inlines); names with a pipe therefore become `<code>` with entities.
 */
function markdownCodeCell(text, max = FIELD_LIMIT) {
    const shown = inlineText(text, max);
    return shown.includes('|') ? htmlCode(shown) : markdownCode(shown, Number.POSITIVE_INFINITY);
}
/** `<code>` whose every sign is an entity: nothing in it means anything to markdown, HTML or the runner. */
function htmlCode(shown) {
    const parted = shown.replace(LINKED, (match) => `${match}\u200b`);
    const body = parted.replace(/[!-/:-@[-`{-~]/g, (sign) => `&#${sign.charCodeAt(0)};`).replaceAll('\u200b', PART);
    return `<code>${body}</code>`;
}
/**
 * Markdown for a sentence that quotes names in backticks, as rules write them: `` `…` `` becomes a code span, the rest
 * plain text. An odd backtick is shown as it is. Hostile backticks can move the spans; each piece stays safe.
 *
 * @param code how to write the spans: `markdownCodeCell` inside tables
 */
function markdownProse(text, code = markdownCode, max = FIELD_LIMIT) {
    const pieces = inlineText(text, max).trim().split('`');
    let written = '';
    let afterCode = false;
    for (let index = 0; index < pieces.length; index += 1) {
        const piece = pieces[index] ?? '';
        const closed = index < pieces.length - 1;
        if (index % 2 === 0) {
            written += escapeMarkdown(piece);
            if (piece !== '')
                afterCode = false;
        }
        else if (closed && piece !== '') {
            // Two spans in a row would melt into one.
            written += (afterCode ? PART : '') + code(piece, Number.POSITIVE_INFINITY);
            afterCode = true;
        }
        else {
            written += closed ? '\\`\\`' : `\\\`${escapeMarkdown(piece)}`;
            afterCode = false;
        }
    }
    return guardBlockStart(written);
}
/** What GitHub's renderer links on its own inside a text: after these a zero-width space is put. */
const LINKED = /@|https?(?=:\/\/)|ftp(?=:\/\/)|www(?=\.)|#(?=\d)|GH-(?=\d)/gi;
const MARKDOWN_SIGNS = /[\\`*_[\]<>&|~$#@]|:(?=\/\/)|www(?=\.)|GH-(?=\d)/gi;
function escapeMarkdown(text) {
    return text.replace(MARKDOWN_SIGNS, (sign, at) => {
        if (sign === '<')
            return '&lt;';
        if (sign === '>')
            return '&gt;';
        if (sign === '&')
            return '&amp;';
        if (sign === '@')
            return `@${PART}`;
        if (sign === '#')
            return /^[0-9]/.test(text.slice(at + 1, at + 2)) ? `\\#${PART}` : '\\#';
        if (sign === ':')
            return `${PART}:`;
        return sign.length > 1 ? `${sign}${PART}` : `\\${sign}`;
    });
}
/** List bullets, ordered lists and setext underlines count only at the start of a line; so do the runner's commands. */
function guardBlockStart(markdown) {
    return markdown.replace(/^(\d{0,9})([-+=.):])/, (_match, digits, sign) => `${digits}\\${sign}`);
}
// ---------------------------------------------------------------- GitHub's runner
/**
 * The data of a workflow command, as `@actions/core` escapes it (`%`, `\r`, `\n`); other unseen characters are made
 * visible first, so no escape sequence reaches the log.
 */
function workflowData(text) {
    const lines = text.split('\n').map((line) => inlineText(line, Number.POSITIVE_INFINITY));
    return lines.join('\n').replaceAll('%', '%25').replaceAll('\n', '%0A');
}
/** A property of a workflow command: one line, and `:` and `,` escaped too. */
function workflowProperty(text) {
    return inlineText(text, Number.POSITIVE_INFINITY)
        .replaceAll('%', '%25')
        .replaceAll(':', '%3A')
        .replaceAll(',', '%2C');
}
/**
 * A line that the runner does not take for a command, should the output stand in a job's log: it obeys `::name::` at
 * the start of a line after white space, and the older `##[name]` anywhere (actions/runner, ActionCommand.cs).
 */
function guardLine(line) {
    return line.replace(/^(\s*):(?=:)/, '$1\\u{3a}').replaceAll('##[', '#\\u{23}[');
}
/** One line for a terminal (or a job's log): visible, bounded, no command. */
function terminalText(text, max = FIELD_LIMIT) {
    return guardLine(inlineText(text, max));
}
// ---------------------------------------------------------------- JSON and SARIF
/**
 * JSON that is safe to print: whatever is unseen inside its strings is written as `\uXXXX`, which is the same value,
 * and so is the `#` of `##[`. `JSON.stringify` itself escapes U+0000–001F only.
 */
function visibleJson(json) {
    return json
        .replace(UNSEEN_ALL, (character) => character === '\n'
        ? character
        : [...Array(character.length).keys()].map((at) => unicodeEscape(character.charCodeAt(at))).join(''))
        .replaceAll('##[', '#\\u0023[');
}
function unicodeEscape(unit) {
    return `\\u${unit.toString(16).padStart(4, '0')}`;
}
/**
 * Text of a SARIF message. `[text](target)` in a message is a link (SARIF 2.1.0 §3.11.6), so the two halves are parted.
 */
function sarifText(text, max = FIELD_LIMIT) {
    return inlineText(text, max).replaceAll('](', '] (');
}
/** A path as a relative URI reference: each segment percent-encoded (RFC 3986), lone surrogates as U+FFFD. */
function sarifUri(path) {
    return wellFormed(path).split('/').map(encodeURIComponent).join('/');
}


/***/ }),

/***/ 8508:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   x: () => (/* binding */ VERSION)
/* harmony export */ });
/** The version of this build; package.json says the same (checked by a test). */
const VERSION = '0.1.0';


/***/ })

/******/ });
/************************************************************************/
/******/ // The module cache
/******/ var __webpack_module_cache__ = {};
/******/ 
/******/ // The require function
/******/ function __nccwpck_require__(moduleId) {
/******/ 	// Check if module is in cache
/******/ 	var cachedModule = __webpack_module_cache__[moduleId];
/******/ 	if (cachedModule !== undefined) {
/******/ 		return cachedModule.exports;
/******/ 	}
/******/ 	// Create a new module (and put it into the cache)
/******/ 	var module = __webpack_module_cache__[moduleId] = {
/******/ 		// no module.id needed
/******/ 		// no module.loaded needed
/******/ 		exports: {}
/******/ 	};
/******/ 
/******/ 	// Execute the module function
/******/ 	var threw = true;
/******/ 	try {
/******/ 		__webpack_modules__[moduleId].call(module.exports, module, module.exports, __nccwpck_require__);
/******/ 		threw = false;
/******/ 	} finally {
/******/ 		if(threw) delete __webpack_module_cache__[moduleId];
/******/ 	}
/******/ 
/******/ 	// Return the exports of the module
/******/ 	return module.exports;
/******/ }
/******/ 
/******/ // expose the modules object (__webpack_modules__)
/******/ __nccwpck_require__.m = __webpack_modules__;
/******/ 
/************************************************************************/
/******/ /* webpack/runtime/asset-relocator-loader */
/******/ if (typeof __nccwpck_require__ !== 'undefined') __nccwpck_require__.ab = decodeURIComponent(new URL('.', import.meta.url).pathname).slice(import.meta.url.match(/^file:\/\/\/\w:/) ? 1 : 0, -1) + "/";
/******/ 
/******/ /* webpack/runtime/async module */
/******/ (() => {
/******/ 	var webpackQueues = typeof Symbol === "function" ? Symbol("webpack queues") : "__webpack_queues__";
/******/ 	var webpackExports = typeof Symbol === "function" ? Symbol("webpack exports") : "__webpack_exports__";
/******/ 	var webpackError = typeof Symbol === "function" ? Symbol("webpack error") : "__webpack_error__";
/******/ 	var resolveQueue = (queue) => {
/******/ 		if(queue && queue.d < 1) {
/******/ 			queue.d = 1;
/******/ 			queue.forEach((fn) => (fn.r--));
/******/ 			queue.forEach((fn) => (fn.r-- ? fn.r++ : fn()));
/******/ 		}
/******/ 	}
/******/ 	var wrapDeps = (deps) => (deps.map((dep) => {
/******/ 		if(dep !== null && typeof dep === "object") {
/******/ 			if(dep[webpackQueues]) return dep;
/******/ 			if(dep.then) {
/******/ 				var queue = [];
/******/ 				queue.d = 0;
/******/ 				dep.then((r) => {
/******/ 					obj[webpackExports] = r;
/******/ 					resolveQueue(queue);
/******/ 				}, (e) => {
/******/ 					obj[webpackError] = e;
/******/ 					resolveQueue(queue);
/******/ 				});
/******/ 				var obj = {};
/******/ 				obj[webpackQueues] = (fn) => (fn(queue));
/******/ 				return obj;
/******/ 			}
/******/ 		}
/******/ 		var ret = {};
/******/ 		ret[webpackQueues] = x => {};
/******/ 		ret[webpackExports] = dep;
/******/ 		return ret;
/******/ 	}));
/******/ 	__nccwpck_require__.a = (module, body, hasAwait) => {
/******/ 		var queue;
/******/ 		hasAwait && ((queue = []).d = -1);
/******/ 		var depQueues = new Set();
/******/ 		var exports = module.exports;
/******/ 		var currentDeps;
/******/ 		var outerResolve;
/******/ 		var reject;
/******/ 		var promise = new Promise((resolve, rej) => {
/******/ 			reject = rej;
/******/ 			outerResolve = resolve;
/******/ 		});
/******/ 		promise[webpackExports] = exports;
/******/ 		promise[webpackQueues] = (fn) => (queue && fn(queue), depQueues.forEach(fn), promise["catch"](x => {}));
/******/ 		module.exports = promise;
/******/ 		body((deps) => {
/******/ 			currentDeps = wrapDeps(deps);
/******/ 			var fn;
/******/ 			var getResult = () => (currentDeps.map((d) => {
/******/ 				if(d[webpackError]) throw d[webpackError];
/******/ 				return d[webpackExports];
/******/ 			}))
/******/ 			var promise = new Promise((resolve) => {
/******/ 				fn = () => (resolve(getResult));
/******/ 				fn.r = 0;
/******/ 				var fnQueue = (q) => (q !== queue && !depQueues.has(q) && (depQueues.add(q), q && !q.d && (fn.r++, q.push(fn))));
/******/ 				currentDeps.map((dep) => (dep[webpackQueues](fnQueue)));
/******/ 			});
/******/ 			return fn.r ? promise : getResult();
/******/ 		}, (err) => ((err ? reject(promise[webpackError] = err) : outerResolve(exports)), resolveQueue(queue)));
/******/ 		queue && queue.d < 0 && (queue.d = 0);
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/define property getters */
/******/ (() => {
/******/ 	// define getter functions for harmony exports
/******/ 	__nccwpck_require__.d = (exports, definition) => {
/******/ 		for(var key in definition) {
/******/ 			if(__nccwpck_require__.o(definition, key) && !__nccwpck_require__.o(exports, key)) {
/******/ 				Object.defineProperty(exports, key, { enumerable: true, get: definition[key] });
/******/ 			}
/******/ 		}
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/ensure chunk */
/******/ (() => {
/******/ 	__nccwpck_require__.f = {};
/******/ 	// This file contains only the entry chunk.
/******/ 	// The chunk loading function for additional chunks
/******/ 	__nccwpck_require__.e = (chunkId) => {
/******/ 		return Promise.all(Object.keys(__nccwpck_require__.f).reduce((promises, key) => {
/******/ 			__nccwpck_require__.f[key](chunkId, promises);
/******/ 			return promises;
/******/ 		}, []));
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/get javascript chunk filename */
/******/ (() => {
/******/ 	// This function allow to reference async chunks
/******/ 	__nccwpck_require__.u = (chunkId) => {
/******/ 		// return url for filenames based on template
/******/ 		return "" + chunkId + ".index.js";
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/hasOwnProperty shorthand */
/******/ (() => {
/******/ 	__nccwpck_require__.o = (obj, prop) => (Object.prototype.hasOwnProperty.call(obj, prop))
/******/ })();
/******/ 
/******/ /* webpack/runtime/make namespace object */
/******/ (() => {
/******/ 	// define __esModule on exports
/******/ 	__nccwpck_require__.r = (exports) => {
/******/ 		if(typeof Symbol !== 'undefined' && Symbol.toStringTag) {
/******/ 			Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });
/******/ 		}
/******/ 		Object.defineProperty(exports, '__esModule', { value: true });
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/import chunk loading */
/******/ (() => {
/******/ 	// no baseURI
/******/ 	
/******/ 	// object to store loaded and loading chunks
/******/ 	// undefined = chunk not loaded, null = chunk preloaded/prefetched
/******/ 	// [resolve, Promise] = chunk loading, 0 = chunk loaded
/******/ 	var installedChunks = {
/******/ 		792: 0
/******/ 	};
/******/ 	
/******/ 	var installChunk = (data) => {
/******/ 		var {ids, modules, runtime} = data;
/******/ 		// add "modules" to the modules object,
/******/ 		// then flag all "ids" as loaded and fire callback
/******/ 		var moduleId, chunkId, i = 0;
/******/ 		for(moduleId in modules) {
/******/ 			if(__nccwpck_require__.o(modules, moduleId)) {
/******/ 				__nccwpck_require__.m[moduleId] = modules[moduleId];
/******/ 			}
/******/ 		}
/******/ 		if(runtime) runtime(__nccwpck_require__);
/******/ 		for(;i < ids.length; i++) {
/******/ 			chunkId = ids[i];
/******/ 			if(__nccwpck_require__.o(installedChunks, chunkId) && installedChunks[chunkId]) {
/******/ 				installedChunks[chunkId][0]();
/******/ 			}
/******/ 			installedChunks[ids[i]] = 0;
/******/ 		}
/******/ 	
/******/ 	}
/******/ 	
/******/ 	__nccwpck_require__.f.j = (chunkId, promises) => {
/******/ 			// import() chunk loading for javascript
/******/ 			var installedChunkData = __nccwpck_require__.o(installedChunks, chunkId) ? installedChunks[chunkId] : undefined;
/******/ 			if(installedChunkData !== 0) { // 0 means "already installed".
/******/ 	
/******/ 				// a Promise means "currently loading".
/******/ 				if(installedChunkData) {
/******/ 					promises.push(installedChunkData[1]);
/******/ 				} else {
/******/ 					if(true) { // all chunks have JS
/******/ 						// setup Promise in chunk cache
/******/ 						var promise = import("./" + __nccwpck_require__.u(chunkId)).then(installChunk, (e) => {
/******/ 							if(installedChunks[chunkId] !== 0) installedChunks[chunkId] = undefined;
/******/ 							throw e;
/******/ 						});
/******/ 						var promise = Promise.race([promise, new Promise((resolve) => (installedChunkData = installedChunks[chunkId] = [resolve]))])
/******/ 						promises.push(installedChunkData[1] = promise);
/******/ 					}
/******/ 				}
/******/ 			}
/******/ 	};
/******/ 	
/******/ 	// no prefetching
/******/ 	
/******/ 	// no preloaded
/******/ 	
/******/ 	// no external install chunk
/******/ 	
/******/ 	// no on chunks loaded
/******/ })();
/******/ 
/************************************************************************/
/******/ 
/******/ // startup
/******/ // Load entry module and return exports
/******/ // This entry module used 'module' so it can't be inlined
/******/ var __webpack_exports__ = __nccwpck_require__(9713);
/******/ __webpack_exports__ = await __webpack_exports__;
/******/ 
