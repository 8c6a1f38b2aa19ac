export const id = 167;
export const ids = [167,46];
export const modules = {

/***/ 6167:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  runReplay: () => (/* binding */ runReplay)
});

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(1455);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: ./build/errors.js
var errors = __webpack_require__(9473);
// EXTERNAL MODULE: ./build/oracle.js + 11 modules
var oracle = __webpack_require__(9117);
// EXTERNAL MODULE: ./build/report/escape.js
var report_escape = __webpack_require__(9924);
// EXTERNAL MODULE: ./build/report/json.js
var json = __webpack_require__(9665);
// EXTERNAL MODULE: ./build/report/order.js
var order = __webpack_require__(1283);
// EXTERNAL MODULE: ./build/report/words.js
var words = __webpack_require__(4702);
;// CONCATENATED MODULE: ./build/replay/render.js
/** A replay for people: text for a terminal, markdown for a rollout proposal. Pure. */




/** Digits of a commit that people see. */
const SHA_DIGITS = 10;
/** Warned changes that are listed for each rule; the rest is counted. JSON has all. */
const WARNED_SHOWN = 3;
/** Schema 1. Equal replays give equal bytes but for `run`. */
function replayJson(result, run) {
    return (0,json.toJson)({ schemaVersion: 1, run: { ...run, changesPerSecond: rateOf(run) }, ...result });
}
/** For a terminal or a pipe. */
function replayText(result, run) {
    const { counts, flagged } = result;
    const lines = [`REPLAY  ${summaryOf(result)}`, `        ${judgedSentence(result, run)}`];
    const blocked = flagged.filter(({ blockedBy }) => blockedBy.length > 0);
    if (blocked.length > 0)
        lines.push('', 'Would have been blocked', ...blocked.flatMap(textOf));
    const failed = flagged.filter(({ outcome }) => outcome === 'failed');
    if (failed.length > 0) {
        lines.push('', 'Could not be evaluated (exit 2)');
        for (const change of failed)
            lines.push(headOf(change), `    ${(0,report_escape/* terminalText */.eR)(change.error)}`);
    }
    const rows = ruleRows(result);
    if (rows.length > 0) {
        lines.push('', `${'rule'.padEnd(20)} ${'blocked'.padStart(8)} ${'warned'.padStart(8)}`);
        for (const { id, blocked: b, warned } of rows) {
            lines.push(`${id.padEnd(20)} ${String(b).padStart(8)} ${String(warned).padStart(8)}`);
        }
        lines.push(...warnedLines(result));
    }
    if (counts.changes > 0)
        lines.push('', ...limits(result));
    return `${lines.join('\n')}\n`;
}
function textOf(change) {
    const why = change.findings
        .filter(({ blocking }) => blocking)
        .map((finding) => `    ${finding.ruleId} ${finding.severity}  ${(0,report_escape/* terminalText */.eR)(finding.title)}  (${placeOf(finding)})`);
    const lost = change.lost.map(({ ruleId, what }) => `    ${ruleId} unproven  ${(0,report_escape/* terminalText */.eR)(what)}`);
    return [headOf(change), ...why, ...lost, ...(change.error === '' ? [] : [`    ${(0,report_escape/* terminalText */.eR)(change.error)}`])];
}
function headOf({ sha, date, subject }) {
    return `  ${sha.slice(0, SHA_DIGITS)}  ${date.slice(0, 10)}  ${(0,report_escape/* terminalText */.eR)(subject, 100)}`;
}
function placeOf({ path, line }) {
    if (path === '')
        return 'the API';
    return (0,report_escape/* terminalText */.eR)(line > 0 ? `${path}:${line}` : path);
}
function warnedLines(result) {
    return ruleRows(result).flatMap(({ id, warned }) => {
        if (warned === 0)
            return [];
        const changes = result.flagged.filter((change) => warns(change, id));
        const shown = changes.slice(-WARNED_SHOWN).map((change) => {
            const finding = change.findings.find(({ ruleId }) => ruleId === id);
            return `  ${change.sha.slice(0, SHA_DIGITS)}  ${(0,report_escape/* terminalText */.eR)(finding?.title ?? '', 100)}`;
        });
        const more = changes.length > shown.length ? [`  and ${changes.length - shown.length} earlier`] : [];
        return ['', `${id} warned, newest last`, ...more, ...shown];
    });
}
function warns({ findings, blockedBy }, id) {
    return !blockedBy.includes(id) && findings.some(({ ruleId }) => ruleId === id);
}
/** For a proposal: what would have happened, rule by rule, and each block with its commit. */
function replayMarkdown(result, run) {
    const { flagged } = result;
    const blocked = flagged.filter(({ blockedBy }) => blockedBy.length > 0);
    const lines = [
        '## What Phase Mirror would have done',
        '',
        `${summaryOf(result, report_escape/* markdownText */.p7)}. ${judgedSentence(result, run)}.`,
    ];
    const rows = ruleRows(result);
    if (rows.length > 0) {
        lines.push('', '| Rule | Changes blocked | per 1,000 | Changes warned |', '| --- | ---: | ---: | ---: |');
        for (const { id, blocked: b, warned } of rows) {
            lines.push(`| ${id} | ${b} | ${perThousand(b, result.counts.changes)} | ${warned} |`);
        }
    }
    if (blocked.length > 0) {
        lines.push('', '| Commit | Date | Change | Rule | What | Where |', '| --- | --- | --- | --- | --- | --- |');
        for (const change of blocked)
            lines.push(...markdownRows(change));
    }
    const failed = flagged.filter(({ outcome }) => outcome === 'failed');
    if (failed.length > 0) {
        lines.push('', '| Commit | Date | Could not be evaluated |', '| --- | --- | --- |');
        for (const { sha, date, error } of failed) {
            lines.push(`| \`${sha.slice(0, SHA_DIGITS)}\` | ${date.slice(0, 10)} | ${(0,report_escape/* markdownText */.p7)(error)} |`);
        }
    }
    lines.push('', ...limits(result));
    return `${lines.join('\n')}\n`;
}
function markdownRows(change) {
    const head = `| \`${change.sha.slice(0, SHA_DIGITS)}\` | ${change.date.slice(0, 10)} | ${(0,report_escape/* markdownText */.p7)(change.subject, 100)}`;
    const found = change.findings
        .filter(({ blocking }) => blocking)
        .map(({ ruleId, title, path, line }) => {
        const where = path === '' ? 'the API' : (0,report_escape/* markdownCodeCell */.d)(line > 0 ? `${path}:${line}` : path);
        return `${head} | ${ruleId} | ${(0,report_escape/* markdownProse */.h$)(title, report_escape/* markdownCodeCell */.d)} | ${where} |`;
    });
    const lost = change.lost.map(({ ruleId, what, path }) => {
        const where = path === undefined ? '' : (0,report_escape/* markdownCodeCell */.d)(path);
        return `${head} | ${ruleId} | unproven: ${(0,report_escape/* markdownProse */.h$)(what, report_escape/* markdownCodeCell */.d)} | ${where} |`;
    });
    const error = change.error === '' ? [] : [`${head} | | ${(0,report_escape/* markdownText */.p7)(change.error)} | |`];
    return [...found, ...lost, ...error];
}
// ---------------------------------------------------------------- sentences
function summaryOf({ scope, counts }, shown = report_escape/* inlineText */.ln) {
    const when = scope.from === '' ? '' : `, ${scope.from} to ${scope.to}`;
    const failed = counts.failed === 0 ? '' : `, ${counts.failed} could not be evaluated`;
    const { changes, block, warn, pass } = counts;
    return `${(0,words/* plural */.LS)(changes, 'change')} of ${shown(scope.branch)}${when}: ${block} blocked, ${warn} warned, ${pass} passed${failed}`;
}
function judgedSentence({ counts }, run) {
    const rate = run.changes === 0 ? '' : `; ${rateOf(run)} changes per second`;
    return `${counts.judged} of them touched something that a rule reads${rate}`;
}
function limits({ scope, counts: { exactRenames } }) {
    const cut = scope.shallow ? ['The clone is shallow: its history ends before the repository began.'] : [];
    const partial = exactRenames === 0
        ? []
        : [
            `The clone lacks content: in ${(0,words/* plural */.LS)(exactRenames, 'change')} only files moved without an edit were followed.`,
        ];
    return [
        ...cut,
        ...partial,
        'Judged from files alone, by the configuration of each parent: what only GitHub knows (rulesets, branch protection) was not asked.',
    ];
}
function ruleRows({ rules }) {
    return Object.entries(rules)
        .map(([id, tally]) => ({ id, ...tally }))
        .sort((a, b) => (0,order/* byCodeUnit */.X)(a.id, b.id));
}
function perThousand(count, changes) {
    return changes === 0 ? '0.0' : ((1000 * count) / changes).toFixed(1);
}
function rateOf({ durationMs, changes }) {
    return Math.round((1000 * changes) / Math.max(1, durationMs));
}

;// CONCATENATED MODULE: ./build/replay/state.js
/** What `--state` keeps between two runs. Pure: the caller reads and writes the file. */

const VERSION = 1;
/** The text of a state file. */
function stateText(result) {
    return `${JSON.stringify({ state: 'phase-mirror replay', version: VERSION, result })}\n`;
}
/**
 * Read one back.
 *
 * @throws {PhaseMirrorError} `user` when the text is not a state of this version
 */
function parseState(text) {
    let value;
    try {
        value = JSON.parse(text);
    }
    catch (cause) {
        throw notState('is not JSON', cause);
    }
    if (!isRecord(value) || value['state'] !== 'phase-mirror replay')
        throw notState('was not written by replay');
    if (value['version'] !== VERSION)
        throw notState('was written by another version');
    const { result } = value;
    if (!isResult(result))
        throw notState('is incomplete');
    return result;
}
function isResult(value) {
    if (!isRecord(value))
        return false;
    const { scope, counts, rules, flagged, ruleSet, last } = value;
    const numbers = ['changes', 'pass', 'warn', 'block', 'failed', 'judged', 'exactRenames'];
    return (isRecord(scope) &&
        typeof scope['branch'] === 'string' &&
        isRecord(counts) &&
        numbers.every((key) => Number.isSafeInteger(counts[key])) &&
        isRecord(rules) &&
        Array.isArray(flagged) &&
        typeof ruleSet === 'string' &&
        (last === null || typeof last === 'string'));
}
function isRecord(value) {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
}
function notState(reason, cause) {
    return new errors/* PhaseMirrorError */.VV('user', {
        thing: 'The state file',
        reason,
        next: 'Begin again: delete it, or name another file with --state',
        cause,
    });
}

// EXTERNAL MODULE: ./build/cli/write-whole.js
var write_whole = __webpack_require__(6296);
;// CONCATENATED MODULE: ./build/cli/replay.js
/** `phase-mirror replay`. */







/** How often progress is shown and kept, in milliseconds. */
const SHOW_EVERY = 1000;
const KEEP_EVERY = 5000;
/** Run it; 0 comes back, whatever the replay found: it decides nothing. */
async function runReplay(command, io) {
    const started = io.clock();
    const state = command.state === undefined ? null : (0,external_node_path_.resolve)(io.cwd, command.state);
    const resume = state === null ? null : await readState(state);
    const keep = async (result) => {
        if (state !== null)
            await (0,write_whole/* writeWhole */.f)('--state', state, stateText(result));
    };
    let shown = started;
    let kept = started;
    const result = await (0,oracle/* replayHistory */.Uu)({
        ...requestOf(command, io),
        resume,
        onChange: async (reached, total) => {
            const now = io.clock();
            if (io.stderrIsTerminal && now - shown >= SHOW_EVERY) {
                shown = now;
                io.stderr(`\r\u001b[Kphase-mirror: ${reached.counts.changes} of ${total} changes …`);
            }
            if (state === null || now - kept < KEEP_EVERY)
                return;
            await keep(reached);
            kept = now;
        },
    });
    if (shown !== started)
        io.stderr('\r\u001b[K');
    await keep(result);
    const changes = result.counts.changes - (resume?.counts.changes ?? 0);
    const text = render(result, { durationMs: io.clock() - started, changes }, command.format);
    if (command.output === undefined)
        io.stdout(text);
    else
        await (0,write_whole/* writeWhole */.f)('--output', (0,external_node_path_.resolve)(io.cwd, command.output), text);
    return 0;
}
function requestOf(command, io) {
    const { branch, last, since, repository, rules } = command;
    const idOf = (word) => oracle/* ALL_RULES */.Uj.find(({ id }) => id.toLowerCase() === word.toLowerCase())?.id ?? word;
    return {
        folder: (0,external_node_path_.resolve)(io.cwd, command.path),
        environment: io.environment,
        ...(branch === undefined ? {} : { branch }),
        ...(last === undefined ? {} : { last }),
        ...(since === undefined ? {} : { since }),
        ...(repository === undefined ? {} : { repository }),
        ...(rules.length === 0 ? {} : { onlyRules: rules.map(idOf) }),
    };
}
async function readState(path) {
    let text;
    try {
        text = await (0,promises_.readFile)(path, 'utf8');
    }
    catch (cause) {
        const code = cause.code ?? 'unknown error';
        if (code === 'ENOENT')
            return null;
        throw new errors/* PhaseMirrorError */.VV('user', {
            thing: `--state ${path}`,
            reason: `cannot be read (${code})`,
            next: 'Name a file that you may read and write, or one that does not exist yet',
            cause,
        });
    }
    return parseState(text);
}
function render(result, run, format) {
    switch (format) {
        case 'json':
            return replayJson(result, run);
        case 'markdown':
            return replayMarkdown(result, run);
        case 'text':
            return replayText(result, run);
    }
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


/***/ }),

/***/ 9665:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   renderJson: () => (/* binding */ renderJson),
/* harmony export */   toJson: () => (/* binding */ toJson)
/* harmony export */ });
/* harmony import */ var _escape_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9924);
/* harmony import */ var _order_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(1283);
/* harmony import */ var _schema_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(4892);
/** The report as JSON: the form that is stored, validated and compared. */



/**
 * Outside `run`, equal reports give equal bytes: keys stand in the schema's order, arrays in theirs. Text is well-formed
 * Unicode, and what cannot be seen is escaped, so the bytes are safe to print.
 *
 * @throws PhaseMirrorError of kind `bug` when the report does not match its schema
 */
function renderJson(report) {
    return toJson((0,_order_js__WEBPACK_IMPORTED_MODULE_2__/* .orderReport */ .zZ)((0,_schema_js__WEBPACK_IMPORTED_MODULE_1__/* .validateReport */ .R)(report)));
}
/** Indented JSON with a final newline, safe to print. */
function toJson(value) {
    const json = JSON.stringify(value, (_key, part) => (typeof part === 'string' ? (0,_escape_js__WEBPACK_IMPORTED_MODULE_0__/* .wellFormed */ .ES)(part) : part), 2);
    return `${(0,_escape_js__WEBPACK_IMPORTED_MODULE_0__/* .visibleJson */ .$m)(json)}\n`;
}


/***/ }),

/***/ 4702:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $t: () => (/* binding */ placeOf),
/* harmony export */   Et: () => (/* binding */ olderSentence),
/* harmony export */   LS: () => (/* binding */ plural),
/* harmony export */   My: () => (/* binding */ disputeSentence),
/* harmony export */   Sk: () => (/* binding */ enforcementSentence),
/* harmony export */   Wm: () => (/* binding */ headingOf),
/* harmony export */   bm: () => (/* binding */ coverageSentences),
/* harmony export */   em: () => (/* binding */ sentence),
/* harmony export */   mL: () => (/* binding */ recordSentences),
/* harmony export */   mQ: () => (/* binding */ countsOf),
/* harmony export */   m_: () => (/* binding */ shortId),
/* harmony export */   qR: () => (/* binding */ toolErrorPlace),
/* harmony export */   sv: () => (/* binding */ tallyOf),
/* harmony export */   ul: () => (/* binding */ docsBaseOf),
/* harmony export */   y8: () => (/* binding */ decisionNotes)
/* harmony export */ });
/* unused harmony export inThisChange */
/* harmony import */ var _escape_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9924);
/* harmony import */ var _order_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(1283);


/** Digits of a base commit that are printed: unique in any clone. */
const BASE_SHOWN = 12;
const SHELL_SAFE = /^[\w./-]{1,100}$/;
/** Count and sort once what the surfaces show. */
function tallyOf(report) {
    const fresh = report.findings.filter(({ status }) => status === 'new');
    const evaluated = report.rules.filter(({ state }) => state === 'evaluated');
    return {
        fresh,
        blocking: fresh.filter((finding) => (0,_order_js__WEBPACK_IMPORTED_MODULE_1__/* .isBlocking */ .Us)(finding, report)).length,
        older: report.findings.filter(({ status }) => status === 'older'),
        suppressed: report.findings.filter(({ status }) => status === 'suppressed'),
        checked: evaluated.filter(({ gaps }) => gaps.length === 0).length,
        partial: evaluated.filter(({ gaps }) => gaps.length > 0),
        unchecked: report.rules.filter(({ state }) => state === 'not-evaluated'),
        off: report.rules.filter(({ state }) => state === 'off'),
    };
}
/** `1 rule`, `2 rules`. */
function plural(count, one, many = `${one}s`) {
    return `${count} ${count === 1 ? one : many}`;
}
/** First eight digits: what people see and type. */
function shortId(finding) {
    return finding.findingId.slice(0, 8);
}
/** `in this pull request`, as the event of the run says. */
function inThisChange(event) {
    if (event.startsWith('pull_request'))
        return 'in this pull request';
    if (event === 'merge_group')
        return 'in this merge group';
    return event === 'push' ? 'in this push' : 'in this change';
}
/** The heading of summary and markdown: outcome, then what it rests on. */
function headingOf(report, tally) {
    const { outcome } = report.decision;
    const words = { block: 'Blocked', warn: 'Warning', pass: 'Passed' };
    const parts = [];
    const compared = report.compared === 'base';
    const suffix = compared ? ` new ${inThisChange(report.run.event)}` : '';
    const rest = tally.fresh.length - tally.blocking;
    if (tally.blocking > 0) {
        parts.push(`${plural(tally.blocking, 'problem')}${suffix}`);
        if (rest > 0)
            parts.push(plural(rest, 'warning'));
    }
    else if (rest > 0) {
        parts.push(`${plural(rest, 'problem')}${suffix}`);
    }
    if (report.lost.length > 0)
        parts.push(`${plural(report.lost.length, 'check')} can no longer be proven`);
    if (report.toolErrors.length > 0)
        parts.push(plural(report.toolErrors.length, 'tool error'));
    if (parts.length === 0)
        parts.push(compared ? `nothing new ${inThisChange(report.run.event)}` : 'no problem found');
    if (outcome === 'pass') {
        parts.push(`${plural(tally.checked, 'rule')} checked`);
        if (tally.partial.length > 0)
            parts.push(`${tally.partial.length} in part`);
        if (tally.unchecked.length > 0)
            parts.push(`${tally.unchecked.length} not`);
    }
    if (outcome !== 'block' && !report.complete)
        parts.push('not everything could be checked');
    return `${words[outcome]}: ${parts.join(', ')}`;
}
/** The terminal's first line after the outcome: `2 new, 4 older, 1 rule checked in part`. */
function countsOf(report, tally) {
    const compared = report.compared === 'base';
    const fresh = tally.fresh.length;
    const parts = [];
    if (fresh > 0)
        parts.push(compared ? `${fresh} new` : plural(fresh, 'problem'));
    // "BLOCK  nothing new" would hide what it blocks on.
    else if (report.lost.length + report.toolErrors.length === 0)
        parts.push(compared ? 'nothing new' : 'no problem found');
    if (tally.older.length > 0)
        parts.push(`${tally.older.length} older`);
    if (tally.suppressed.length > 0)
        parts.push(`${tally.suppressed.length} suppressed`);
    if (report.lost.length > 0)
        parts.push(`${report.lost.length} unproven`);
    if (report.toolErrors.length > 0)
        parts.push(plural(report.toolErrors.length, 'tool error'));
    if (report.decision.outcome === 'pass')
        parts.push(`${plural(tally.checked, 'rule')} checked`);
    if (tally.partial.length > 0)
        parts.push(`${plural(tally.partial.length, 'rule')} checked in part`);
    if (tally.unchecked.length > 0)
        parts.push(`${plural(tally.unchecked.length, 'rule')} not checked`);
    if (!compared)
        parts.push('compared with nothing');
    return parts.join(', ');
}
/**
 * The reasons that the lists below don't show by themselves: a maximum other than 0 that was passed, a weakened policy,
 * an incomplete run.
 */
function decisionNotes(report) {
    return report.decision.reasons
        .filter(({ kind, max }) => (kind === 'over-threshold' ? max !== 0 : !SHOWN_ELSEWHERE.has(kind)))
        .map(({ text }) => sentence(text));
}
const SHOWN_ELSEWHERE = new Set(['unproven', 'tool-error', 'new-findings', 'degraded', 'clean']);
/** Gaps with the same cause and remedy told once, in the order of the rules. */
function gapGroups(rules) {
    const groups = new Map();
    for (const rule of rules) {
        for (const gap of rule.gaps) {
            const key = JSON.stringify([gap.reason, gap.next]);
            const group = groups.get(key) ?? { gap, lacking: new Map() };
            const ids = group.lacking.get(gap.evidence) ?? [];
            if (!ids.includes(rule.id))
                group.lacking.set(gap.evidence, [...ids, rule.id]);
            groups.set(key, group);
        }
    }
    return [...groups.values()].map(({ gap: { reason, next }, lacking }) => ({ reason, next, lacking }));
}
/** The source that stands for the API as a whole, when it was not asked. */
const API_SOURCE = 'GitHub API';
/** Sentences of {@link coverageSentences} that are written out; the report has the rest. */
const COVERAGE_SHOWN = 30;
/** What this run cannot vouch for: checked in part, not checked, not read, off, degraded. Never empty by omission. */
function coverageSentences(report, tally) {
    const silent = sourcesSentence(report.sources);
    const elsewhere = report.sources.filter(({ status, detail }) => status === 'none' && detail !== '');
    const judged = report.subject.branch === '' ? 'the default branch' : report.subject.branch;
    const off = tally.off.map(({ id, levelOrigin }) => `${id} (${levelOrigin})`).join(', ');
    const sentences = [
        ...gapGroups(tally.partial).map((group) => `Checked in part: ${gapSentence(group)}`),
        ...gapGroups(tally.unchecked).map((group) => `Not checked: ${gapSentence(group)}`),
        ...notApplicableSentences(report),
        ...(silent === '' ? [] : [`Required checks were not read from: ${silent}.`]),
        ...elsewhere.map(({ source, detail }) => `${source} ${sentence(detail)} Judged was ${judged}.`),
        ...(off === '' ? [] : [`Off: ${off}.`]),
        ...report.degraded.map(({ text }) => `Degraded: ${sentence(text)}`),
        ...(tally.suppressed.length === 0
            ? []
            : [`${plural(tally.suppressed.length, 'suppressed problem')}: in the report, with reason and end.`]),
    ];
    if (sentences.length <= COVERAGE_SHOWN)
        return sentences;
    return [...sentences.slice(0, COVERAGE_SHOWN), `${sentences.length - COVERAGE_SHOWN} more of these in the report.`];
}
/** Rules that found nothing to check here; only said when the outcome is `pass`, which it qualifies. */
function notApplicableSentences(report) {
    if (report.decision.outcome !== 'pass')
        return [];
    const ids = report.rules.filter(({ state }) => state === 'not-applicable').map(({ id }) => id);
    return ids.length === 0 ? [] : [`Nothing to check here for ${ids.join(', ')}.`];
}
/** `MD-001, MD-003: required checks: no token was given. Add github-token.` */
function gapSentence({ reason, next, lacking }) {
    const remedy = next === '' ? '' : ` ${sentence(capitalised(next))}`;
    // What is unproven is told in a sentence, other evidence by name.
    const parts = [...lacking].map(([evidence, rules]) => `${rules.join(', ')}: ${evidence.replace(/\.$/, '')}`);
    return `${parts.join('; ')}: ${sentence(reason)}${remedy}`;
}
/**
 * Sources of required checks that did not answer; '' when all that were named did. An API that nobody asked is left
 * out: the rules that would have used it say so.
 */
function sourcesSentence(sources) {
    const silent = sources.filter(({ source, status }) => status !== 'answered' && status !== 'none' && !(status === 'not-asked' && source === API_SOURCE));
    return silent
        .map(({ source, status, detail }) => `${source} (${detail === '' ? status.replace('-', ' ') : detail})`)
        .join(', ');
}
/** The one line about problems that were there before. */
function olderSentence(report, count) {
    const where = report.subject.branch === '' ? 'on the base' : `on ${report.subject.branch}`;
    return `${plural(count, 'older problem')} ${where}: not yours, not blocking.`;
}
/** What the enforcement of this gate rests on; '' in a terminal. */
function enforcementSentence(report) {
    if (report.enforcement === 'required-workflow')
        return 'Enforcement: required workflow, which a pull request cannot edit.';
    if (report.enforcement === 'self-attested') {
        return 'Enforcement: self-attested. A pull request can edit the workflow that runs this check.';
    }
    return '';
}
/** `MD-004 record: 1 of 61 reviewed findings was wrong (at most 9 %).` for each rule with a record and a new finding. */
function recordSentences(report) {
    return report.rules.flatMap(({ id, record, findings }) => {
        if (record === null || findings.new === 0)
            return [];
        const verb = record.falsePositives === 1 ? 'was' : 'were';
        // 0.07 * 100 is 7.000000000000001: don't let that round up to 8.
        const upper = Math.ceil(record.upper * 100 - 1e-9);
        return `${id} record: ${record.falsePositives} of ${plural(record.reviewed, 'reviewed finding')} ${verb} wrong (at most ${upper} %).`;
    });
}
/** Where a rule failed, and what that costs. */
function toolErrorPlace({ ruleId, side }) {
    return side === 'base'
        ? `${ruleId} on the base, so each of its problems counts as new`
        : `${ruleId} on the evaluated tree`;
}
/** How to see the evidence and object; '' when nothing is new. */
function disputeSentence(report, tally) {
    const [first] = tally.fresh;
    if (first === undefined)
        return '';
    return `Wrong? \`phase-mirror explain ${shortId(first)}${againstBase(report)}\` shows the evidence and how to dispute it.`;
}
/**
 * The option that makes `explain` see what this run saw: in a clone, the branch is there and the base commit may not be.
 * People paste the line into a shell, so a branch with any other character is left out.
 */
function againstBase({ base, run, subject }) {
    if (base === null)
        return '';
    if (run.event !== 'terminal')
        return SHELL_SAFE.test(subject.branch) ? ` --base origin/${subject.branch}` : '';
    return ` --base ${base.id.replace(/^commit:/, '').slice(0, BASE_SHOWN)}`;
}
/** A clause as a sentence: a final stop unless it has one. */
function sentence(clause) {
    const text = clause.trim();
    return text === '' || /[.!?…]$/.test(text) ? text : `${text}.`;
}
function capitalised(text) {
    return /^[a-z]+[ ,]/.test(text) ? text.charAt(0).toUpperCase() + text.slice(1) : text;
}
/** `lint.yaml:24`, with a path of bounded length so that the line is always seen; `GitHub` for what is in no file. */
function placeOf({ path, startLine }) {
    return path === '' ? 'GitHub' : `${(0,_escape_js__WEBPACK_IMPORTED_MODULE_0__/* .inlineText */ .ln)(path, PATH_LIMIT)}:${startLine}`;
}
const PATH_LIMIT = 300;
/** The pages docs/rules/<id>.md of the version that wrote the report. */
function docsBaseOf(report) {
    return `https://github.com/PhaseMirror/evaluate/blob/v${encodeURIComponent(report.tool.version)}/docs/rules`;
}


/***/ })

};
