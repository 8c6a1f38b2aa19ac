export const id = 538;
export const ids = [538,479];
export const modules = {

/***/ 3479:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  requestOf: () => (/* binding */ requestOf),
  runEvaluate: () => (/* binding */ runEvaluate)
});

// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: ./build/oracle.js + 11 modules
var oracle = __webpack_require__(9117);
// EXTERNAL MODULE: ./build/policy/dates.js
var dates = __webpack_require__(390);
;// CONCATENATED MODULE: ./build/policy/exit-code.js

const FAIL_ON = (/* unused pure expression or super */ null && (['block', 'warn', 'never']));
/**
 * The exit status: 0 pass or warn, 1 block, 2 a tool error or (with `requireComplete`) evidence that did not come.
 *
 * `fail-on: warn` fails a warning too; `enforce-from` in the future turns a 1 into 0; `fail-on: never` turns
 * everything into 0 and says what it hid. A bad configuration is not in a report: it never comes here.
 */
function exitCode(report, options) {
    const { outcome } = report.decision;
    const strict = statusOf(report, { ...options, failOn: options.failOn === 'never' ? 'block' : options.failOn });
    const early = isEarly(options) && strict === 1;
    const enforced = early ? 0 : strict;
    const notes = [];
    if (options.failOn === 'never') {
        notes.push(`fail-on: never: this run always exits 0; without it: ${outcome}, exit ${enforced}`);
    }
    if (options.requireComplete && strict === 2 && !report.toolErrors.some(({ side }) => side === 'subject')) {
        notes.push('require-complete: something that should have been checked was not, so this run exits 2; see below');
    }
    if (isEarly(options)) {
        const held = early
            ? `this run is not held back; from that day it would be: ${outcome}, exit ${strict}`
            : 'until then a block does not fail a run';
        notes.push(`enforce-from: ${options.enforceFrom}: ${held}`);
    }
    return { code: options.failOn === 'never' ? 0 : enforced, notes };
}
/**
 * What is wrong with a value of `enforce-from`, as a clause, or null. Like a suppression it loosens for a while, so it
 * has the same limit of 180 days.
 */
function enforceFromProblem(value, today) {
    if (!(0,dates/* isDateShaped */.Sl)(value))
        return { reason: 'is not a date', next: 'Write it as YYYY-MM-DD' };
    const day = (0,dates/* parseDate */._U)(value);
    if (day === null)
        return { reason: 'is not a day of the calendar', next: 'Write it as YYYY-MM-DD' };
    if ((0,dates/* daysBetween */.YM)(today, value) <= dates/* MAX_DAYS_AHEAD */.pr)
        return null;
    const latest = (0,dates/* formatDate */.Yq)((0,dates/* daysOf */.hF)(today) + dates/* MAX_DAYS_AHEAD */.pr);
    return { reason: `is more than ${dates/* MAX_DAYS_AHEAD */.pr} days from today`, next: `Use a date up to ${latest}` };
}
function statusOf(report, { failOn, requireComplete }) {
    if (report.toolErrors.some(({ side }) => side === 'subject'))
        return 2;
    if (requireComplete && !report.complete && !onlyTheTreeHides(report))
        return 2;
    const { outcome } = report.decision;
    return outcome === 'block' || (failOn === 'warn' && outcome === 'warn') ? 1 : 0;
}
/**
 * True when every gap is known to lie in the tree itself (a file nobody can parse, on the base already): asking again
 * would not help. A run that cannot say why it is incomplete counts as one whose evidence did not come.
 */
function onlyTheTreeHides({ rules, degraded }) {
    const gaps = rules.filter(({ level }) => level === 'block').flatMap((rule) => rule.gaps);
    const expected = gaps.filter(({ cause }) => cause !== 'not-asked');
    return degraded.length === 0 && expected.length > 0 && expected.every(({ cause }) => cause === 'tree');
}
/** An invalid or too distant date holds nothing back: it never loosens more than it may. */
function isEarly({ enforceFrom, today }) {
    if (enforceFrom === undefined || enforceFromProblem(enforceFrom, today) !== null)
        return false;
    return (0,dates/* daysBetween */.YM)(today, enforceFrom) > 0;
}

// EXTERNAL MODULE: ./build/rules/run.js
var run = __webpack_require__(1773);
;// CONCATENATED MODULE: ./build/cli/io.js
/** Width of text that goes into a file or a pipe. */
const PLAIN_WIDTH = 100;
const MIN_WIDTH = 40;
/** Columns to wrap at. */
function widthOf({ columns }) {
    return Math.max(MIN_WIDTH, columns ?? PLAIN_WIDTH);
}
/** Colour only on a terminal, and never against NO_COLOR (https://no-color.org) or TERM=dumb. */
function useColor({ columns, environment }) {
    return columns !== undefined && (environment['NO_COLOR'] ?? '') === '' && environment['TERM'] !== 'dumb';
}

// EXTERNAL MODULE: ./build/cli/write-whole.js
var write_whole = __webpack_require__(6296);
;// CONCATENATED MODULE: ./build/cli/evaluate.js
/** `phase-mirror evaluate`. */






/** Run it; the exit status comes back. */
async function runEvaluate(command, io) {
    const progress = new Progress(io);
    let report;
    try {
        report = await (0,oracle/* evaluate */._3)({ ...requestOf(command, io), onPhase: (phase) => progress.enter(phase) });
    }
    finally {
        progress.stop();
    }
    const { code, notes } = exitCode(report, {
        failOn: 'block',
        requireComplete: false,
        today: report.run.startedAt.slice(0, 10),
    });
    const text = await render(report, command.format, notes, io);
    if (command.output === undefined)
        io.stdout(text);
    else if (command.dryRun)
        io.stderr(`--dry-run: ${command.output} was not written\n`);
    else
        await (0,write_whole/* writeWhole */.f)('--output', (0,external_node_path_.resolve)(io.cwd, command.output), text);
    if (command.timings)
        io.stderr(timingsText(report));
    return code;
}
/** The request of a terminal run. `GITHUB_TOKEN` is used only together with `--repository`. */
function requestOf(command, io) {
    const token = command.repository === undefined ? undefined : io.environment['GITHUB_TOKEN'] || undefined;
    // Makes a rule of the built program fail, so that tests can see that a failed tool is never a finding.
    const throwing = (0,run/* parseThrowing */.Qt)(io.environment['PHASE_MIRROR_TEST_THROW']);
    return {
        folder: (0,external_node_path_.resolve)(io.cwd, command.path),
        event: { kind: 'terminal', ...(command.base === undefined ? {} : { base: command.base }) },
        environment: io.environment,
        clock: io.clock,
        strict: command.strict,
        apiExpected: token !== undefined,
        eventName: 'terminal',
        timings: command.timings,
        ...(command.config === undefined ? {} : { configPath: (0,external_node_path_.resolve)(io.cwd, command.config) }),
        ...(command.rules.length === 0
            ? {}
            : {
                onlyRules: command.rules.map((id) => oracle/* ALL_RULES */.Uj.find((rule) => rule.id.toLowerCase() === id.toLowerCase())?.id ?? id),
            }),
        ...(command.repository === undefined ? {} : { repository: command.repository }),
        ...(token === undefined ? {} : { token }),
        ...(io.environment['GITHUB_API_URL'] ? { apiUrl: io.environment['GITHUB_API_URL'] } : {}),
        ...(throwing === undefined ? {} : { throwing }),
    };
}
/** Only the renderer that is asked for is loaded: starting up is most of the time of a small run. */
async function render(report, format, notes, io) {
    switch (format) {
        case 'json':
            return (await __webpack_require__.e(/* import() */ 46).then(__webpack_require__.bind(__webpack_require__, 9665))).renderJson(report);
        case 'sarif':
            return (await __webpack_require__.e(/* import() */ 150).then(__webpack_require__.bind(__webpack_require__, 5150))).renderSarif(report);
        case 'github': {
            const { annotationsOf, renderWorkflowCommands } = await __webpack_require__.e(/* import() */ 241).then(__webpack_require__.bind(__webpack_require__, 6241));
            return renderWorkflowCommands(annotationsOf(report));
        }
        case 'markdown':
            return (await __webpack_require__.e(/* import() */ 755).then(__webpack_require__.bind(__webpack_require__, 1755))).renderMarkdown(report, { notes: [...notes] });
        case 'text': {
            const { renderTerminal } = await __webpack_require__.e(/* import() */ 182).then(__webpack_require__.bind(__webpack_require__, 7182));
            return renderTerminal(report, { width: widthOf(io), color: useColor(io), notes: [...notes] });
        }
    }
}
function timingsText(report) {
    const rows = Object.entries(report.run.timings).map(([phase, ms]) => `  ${phase.padEnd(10)} ${ms.toFixed(0).padStart(6)} ms`);
    return `${rows.join('\n')}\n  ${'total'.padEnd(10)} ${report.run.durationMs.toFixed(0).padStart(6)} ms\n`;
}
/** Says what it is doing when it takes more than a second, on a terminal only. */
class Progress {
    io;
    phase = '';
    timer;
    shown = false;
    constructor(io) {
        this.io = io;
        this.timer = io.stderrIsTerminal ? setInterval(() => this.show(), 1000) : null;
        this.timer?.unref();
    }
    enter(phase) {
        this.phase = phase;
    }
    stop() {
        if (this.timer !== null)
            clearInterval(this.timer);
        if (this.shown)
            this.io.stderr('\r\u001b[K');
    }
    show() {
        this.shown = true;
        this.io.stderr(`\r\u001b[Kphase-mirror: ${this.phase} …`);
    }
}


/***/ }),

/***/ 4538:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   runExplain: () => (/* binding */ runExplain)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9473);
/* harmony import */ var _oracle_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(9117);
/* harmony import */ var _report_escape_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(9924);
/* harmony import */ var _evaluate_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(3479);
/** `phase-mirror explain`: a rule's page, or one finding of a repository with all its evidence. */




/** What a finding id looks like on the command line: a prefix of at least 8 of its 32 hex digits. */
const FINDING_PREFIX = /^[0-9a-f]{8,32}$/;
/**
 * @throws PhaseMirrorError `user`, exit 64, for a word that is neither; exit 2 when no finding has that id
 */
async function runExplain(command, io) {
    const word = command.target;
    const rule = _oracle_js__WEBPACK_IMPORTED_MODULE_1__/* .ALL_RULES */ .Uj.find(({ id, name }) => id.toLowerCase() === word.toLowerCase() || name === word.toLowerCase());
    if (rule !== undefined) {
        const { RULE_PAGES } = await __webpack_require__.e(/* import() */ 810).then(__webpack_require__.bind(__webpack_require__, 3810));
        io.stdout(`${(RULE_PAGES[rule.id] ?? `# ${rule.id === rule.name ? rule.id : `${rule.id} ${rule.name}`}\n\n${rule.summary}.`).trimEnd()}\n`);
        return 0;
    }
    const prefix = word.toLowerCase();
    if (!FINDING_PREFIX.test(prefix)) {
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .PhaseMirrorError */ .VV('user', {
            thing: `"${word}"`,
            reason: 'is neither a rule nor a finding id (8 to 32 hex digits)',
            next: `Name a finding of the report, or one of: ${_oracle_js__WEBPACK_IMPORTED_MODULE_1__/* .ALL_RULES */ .Uj.map(({ id }) => id).join(', ')}`,
            exitCode: 64,
        });
    }
    const report = await (0,_oracle_js__WEBPACK_IMPORTED_MODULE_1__/* .evaluate */ ._3)((0,_evaluate_js__WEBPACK_IMPORTED_MODULE_3__.requestOf)({ ...command, strict: false, timings: false, rules: [] }, io));
    io.stdout(findingText(findIn(report, prefix, command), report));
    return 0;
}
function findIn(report, prefix, { path, base }) {
    const found = report.findings.filter(({ findingId }) => findingId.startsWith(prefix));
    const ids = new Set(found.map(({ findingId }) => findingId));
    if (ids.size > 1) {
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .PhaseMirrorError */ .VV('user', {
            thing: `the finding ${prefix}`,
            reason: `could be any of ${[...ids].join(', ')}`,
            next: 'Give more digits',
        });
    }
    const [finding] = found;
    if (finding !== undefined)
        return finding;
    throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .PhaseMirrorError */ .VV('user', {
        thing: `the finding ${prefix}`,
        reason: `is not among the ${report.findings.length} of ${(0,_report_escape_js__WEBPACK_IMPORTED_MODULE_2__/* .inlineText */ .ln)(path)}`,
        next: base === undefined
            ? 'Check out the commit that was evaluated; a requirement that only GitHub knows of shows in the job summary'
            : 'Check out the commit that was evaluated, and use the same --base',
    });
}
function findingText(finding, report) {
    const line = (text) => (0,_report_escape_js__WEBPACK_IMPORTED_MODULE_2__/* .terminalText */ .eR)(text, 2000);
    const evidence = finding.evidence.map(({ path, startLine, excerpt, label }) => {
        const where = path === '' ? 'GitHub' : `${(0,_report_escape_js__WEBPACK_IMPORTED_MODULE_2__/* .terminalText */ .eR)(path)}:${startLine}`;
        return `  ${where}  ${(0,_report_escape_js__WEBPACK_IMPORTED_MODULE_2__/* .terminalText */ .eR)(label)}\n    ${(0,_report_escape_js__WEBPACK_IMPORTED_MODULE_2__/* .terminalText */ .eR)(excerpt)}`;
    });
    const rule = report.rules.find(({ id }) => id === finding.ruleId);
    return `${[
        `${finding.ruleId} ${finding.ruleName}, ${finding.severity}, ${finding.status}, level ${finding.level} (${line(rule?.levelOrigin ?? '')})`,
        line(finding.title),
        '',
        `what  ${line(finding.what)}`,
        `why   ${line(finding.why)}`,
        `fix   ${line(finding.fix)}`,
        ...(finding.suppression === null
            ? []
            : [`suppressed until ${finding.suppression.until}: ${line(finding.suppression.reason)}`]),
        '',
        'evidence',
        ...evidence,
        '',
        `finding      ${finding.findingId}`,
        `fingerprint  ${finding.fingerprint}`,
        '',
        'Is it wrong? Suppress it with a reason and an end, merged through review; the rule’s record counts it:',
        '  # .phase-mirror.yml',
        '  suppressions:',
        `    - rule: ${finding.ruleId}`,
        `      finding: ${finding.findingId.slice(0, 8)}`,
        '      reason: "why this is not a problem here"',
        '      verdict: false-positive',
        `      until: "${laterDay(report.run.startedAt)}"`,
        `The rule itself: phase-mirror explain ${finding.ruleId}`,
    ].join('\n')}\n`;
}
/** 90 days on: an end people can live with; the limit is 180. */
function laterDay(startedAt) {
    return new Date(Date.parse(startedAt) + 90 * 86_400_000).toISOString().slice(0, 10);
}


/***/ }),

/***/ 6296:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   f: () => (/* binding */ writeWhole)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7598);
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(1455);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(9473);
/** Files that commands write. */



/**
 * Write beside the target and rename, so that nobody ever reads half a file and an old one is not lost.
 *
 * @param option the option that named it, for the message
 * @throws PhaseMirrorError `user`, exit 2
 */
async function writeWhole(option, path, text) {
    const temporary = `${path}.${(0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.randomBytes)(6).toString('hex')}.tmp`;
    try {
        await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.writeFile)(temporary, text, { flag: 'wx' });
        await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.rename)(temporary, path);
    }
    catch (cause) {
        await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.rm)(temporary, { force: true }).catch(() => undefined);
        const code = cause.code ?? 'unknown error';
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_2__/* .PhaseMirrorError */ .VV('user', {
            thing: `${option} ${path}`,
            reason: `cannot be written (${code})`,
            next: 'Name a file in a folder that exists and that you may write to',
            cause,
        });
    }
}


/***/ })

};
