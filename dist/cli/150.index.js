export const id = 150;
export const ids = [150,46];
export const modules = {

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

/***/ 5150:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   SARIF_LIMITS: () => (/* binding */ SARIF_LIMITS),
/* harmony export */   renderSarif: () => (/* binding */ renderSarif)
/* harmony export */ });
/* harmony import */ var node_zlib__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8522);
/* harmony import */ var _escape_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(9924);
/* harmony import */ var _json_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(9665);
/* harmony import */ var _order_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(1283);
/* harmony import */ var _words_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(4702);
/**
 * SARIF 2.1.0 for GitHub code scanning and any other reader. What GitHub uses, and its limits: docs.github.com, "SARIF
 * support for code scanning".
 *
 * Three facts decide the shape:
 * - GitHub rejects the *whole* file when one result has no location (github/codeql-action#2459), so a finding that
 *   rests on API answers alone is placed on the folder `.github/workflows`, where the mending is done, at line 1.
 * - GitHub matches alerts by `primaryLocationLineHash`, which `upload-sarif` computes from the file and warns about when
 *   the file already holds another value (src/fingerprints.ts there). So it is left to it, except for the folder above,
 *   which it cannot hash.
 * - The alerts API returns no fingerprints, so each message ends with `[pm:<findingId>]`.
 *
 * No `security-severity`: a required check that nobody reports is not a vulnerability with a CVSS score, and the property
 * would put it among those.
 */





/** What GitHub takes: results, bytes after gzip; and what it asks for: at most ten locations a result. */
const SARIF_LIMITS = { results: 25_000, gzippedBytes: 10_000_000, locations: 10 };
const SCHEMA = 'https://json.schemastore.org/sarif-2.1.0.json';
const NO_FILE = '.github/workflows';
/** `shortDescription` and `fullDescription` are cut at 1,024 characters, `name` at 255. */
const DESCRIPTION_LIMIT = 1024;
const NAME_LIMIT = 255;
/**
 * One run with every new and older finding, worst first; suppressed findings are never written. Results that would pass
 * a limit are left out from the end, and a notification says how many.
 *
 * @param limits for tests
 */
function renderSarif(report, limits = SARIF_LIMITS) {
    const ordered = (0,_order_js__WEBPACK_IMPORTED_MODULE_4__/* .orderReport */ .zZ)(report);
    const shown = ordered.findings.filter(({ status }) => status !== 'suppressed');
    let kept = Math.min(shown.length, limits.results);
    for (;;) {
        const text = (0,_json_js__WEBPACK_IMPORTED_MODULE_2__.toJson)(sarifLog(ordered, shown.slice(0, kept), shown.length - kept));
        if (text.length <= limits.gzippedBytes / 4 || kept === 0)
            return text;
        const size = (0,node_zlib__WEBPACK_IMPORTED_MODULE_0__.gzipSync)(text).length;
        if (size <= limits.gzippedBytes)
            return text;
        kept = Math.min(kept - 1, Math.floor(((kept * limits.gzippedBytes) / size) * 0.95));
    }
}
function sarifLog(report, findings, leftOut) {
    const rules = descriptors(report, findings);
    const indexOf = new Map(rules.map(({ id }, index) => [id, index]));
    return {
        $schema: SCHEMA,
        version: '2.1.0',
        runs: [
            {
                tool: {
                    driver: {
                        name: 'Phase Mirror',
                        semanticVersion: report.tool.version,
                        informationUri: 'https://github.com/PhaseMirror/evaluate',
                        rules,
                    },
                },
                automationDetails: { id: 'phase-mirror/evaluate/' },
                originalUriBaseIds: { '%SRCROOT%': { description: { text: 'The top of the evaluated repository.' } } },
                columnKind: 'utf16CodeUnits',
                invocations: [
                    {
                        executionSuccessful: report.toolErrors.every(({ side }) => side === 'base'),
                        toolExecutionNotifications: [
                            ...report.toolErrors.map(toolErrorNotification),
                            ...leftOutNotification(leftOut),
                        ],
                    },
                ],
                results: findings.map((finding) => resultOf(finding, report, indexOf.get(finding.ruleId) ?? 0)),
            },
        ],
    };
}
function descriptors(report, findings) {
    const docsBase = (0,_words_js__WEBPACK_IMPORTED_MODULE_3__/* .docsBaseOf */ .ul)(report);
    const known = new Set(report.rules.map(({ id }) => id));
    const rules = [...report.rules];
    for (const { ruleId, ruleName, title, severity } of findings) {
        if (known.has(ruleId))
            continue;
        known.add(ruleId);
        rules.push({ id: ruleId, name: ruleName, summary: title, severity });
    }
    return rules.map((rule) => descriptor(rule, docsBase));
}
function descriptor({ id, name, summary, severity }, docsBase) {
    // Required properties must not be empty.
    const short = (0,_escape_js__WEBPACK_IMPORTED_MODULE_1__/* .inlineText */ .ln)(summary === '' ? id : (0,_words_js__WEBPACK_IMPORTED_MODULE_3__/* .sentence */ .em)(summary), DESCRIPTION_LIMIT);
    const helpUri = `${docsBase}/${(0,_escape_js__WEBPACK_IMPORTED_MODULE_1__/* .sarifUri */ .yA)(id)}.md`;
    const explain = `phase-mirror explain ${id}`;
    return {
        id,
        name: (0,_escape_js__WEBPACK_IMPORTED_MODULE_1__/* .inlineText */ .ln)(name === '' ? id : name, NAME_LIMIT),
        shortDescription: { text: short },
        fullDescription: { text: short },
        helpUri,
        help: {
            text: `${short}\n\nWhy it matters, how to fix it and how to dispute it: ${explain}, or ${helpUri}`,
            markdown: `${(0,_escape_js__WEBPACK_IMPORTED_MODULE_1__/* .markdownProse */ .h$)(short)}\n\nWhy it matters, how to fix it and how to dispute it: ${(0,_escape_js__WEBPACK_IMPORTED_MODULE_1__/* .markdownCode */ .D9)(explain)}, or [the page of ${id}](${helpUri}).`,
        },
        defaultConfiguration: { level: sarifLevel(severity) },
        properties: { tags: ['ci', 'governance'] },
    };
}
function resultOf(finding, report, ruleIndex) {
    const places = finding.evidence.filter(({ path }) => path !== '');
    const related = places.slice(1, SARIF_LIMITS.locations);
    const fix = (0,_escape_js__WEBPACK_IMPORTED_MODULE_1__/* .linesOf */ .Dx)(finding.fix)
        .map((line) => (0,_escape_js__WEBPACK_IMPORTED_MODULE_1__/* .sarifText */ .BC)(line))
        .join('\n');
    const links = related.map(({ path, startLine }, index) => `[${linkText(`${path}:${startLine}`)}](${index + 1})`);
    const text = [
        (0,_words_js__WEBPACK_IMPORTED_MODULE_3__/* .sentence */ .em)((0,_escape_js__WEBPACK_IMPORTED_MODULE_1__/* .sarifText */ .BC)(finding.title)),
        (0,_escape_js__WEBPACK_IMPORTED_MODULE_1__/* .sarifText */ .BC)(finding.what),
        `Why: ${(0,_escape_js__WEBPACK_IMPORTED_MODULE_1__/* .sarifText */ .BC)(finding.why)}`,
        `Fix: ${fix}`,
        ...(links.length === 0 ? [] : [`See also: ${links.join(', ')}`]),
        `[pm:${finding.findingId}]`,
    ].join('\n');
    const [primary] = places;
    return {
        ruleId: finding.ruleId,
        ruleIndex,
        level: sarifLevel(finding.severity),
        message: { text },
        locations: [primary === undefined ? physicalLocation(NO_FILE, 1, 1) : locationOf(primary)],
        ...(related.length === 0
            ? {}
            : {
                relatedLocations: related.map((evidence, index) => ({
                    id: index + 1,
                    ...locationOf(evidence),
                    ...messageOf(evidence),
                })),
            }),
        partialFingerprints: {
            'phaseMirror/v1': finding.fingerprint,
            ...(primary === undefined ? { primaryLocationLineHash: `${finding.fingerprint.slice(0, 16)}:1` } : {}),
        },
        ...(report.compared === 'base' ? { baselineState: finding.status === 'new' ? 'new' : 'unchanged' } : {}),
    };
}
function locationOf({ path, startLine, endLine }) {
    const start = Math.max(startLine, 1);
    return physicalLocation(path, start, Math.max(endLine, start));
}
/** Whole lines: without columns a region covers its lines (SARIF 2.1.0 §3.30.2). */
function physicalLocation(path, startLine, endLine) {
    return {
        physicalLocation: {
            artifactLocation: { uri: (0,_escape_js__WEBPACK_IMPORTED_MODULE_1__/* .sarifUri */ .yA)(path), uriBaseId: '%SRCROOT%' },
            region: { startLine, endLine },
        },
    };
}
function messageOf({ label, excerpt }) {
    const text = [label, excerpt]
        .filter((part) => part !== '')
        .map((part) => (0,_escape_js__WEBPACK_IMPORTED_MODULE_1__/* .sarifText */ .BC)(part))
        .join(': ');
    return text === '' ? {} : { message: { text } };
}
/** Brackets and backslashes are escaped inside the text of a link (§3.11.6). */
function linkText(text) {
    return (0,_escape_js__WEBPACK_IMPORTED_MODULE_1__/* .sarifText */ .BC)(text).replace(/[\\[\]]/g, (sign) => `\\${sign}`);
}
function toolErrorNotification({ ruleId, side, message }) {
    const text = `${ruleId} failed on the ${side === 'base' ? 'base' : 'evaluated tree'}: ${(0,_escape_js__WEBPACK_IMPORTED_MODULE_1__/* .sarifText */ .BC)(message)}`;
    const level = side === 'base' ? 'warning' : 'error';
    return { level, message: { text }, descriptor: { id: 'tool-error' }, associatedRule: { id: ruleId } };
}
function leftOutNotification(leftOut) {
    if (leftOut === 0)
        return [];
    const text = `${(0,_words_js__WEBPACK_IMPORTED_MODULE_3__/* .plural */ .LS)(leftOut, 'result')} left out, the least severe: GitHub takes ${SARIF_LIMITS.results} results and 10 MB. The JSON report has all of them.`;
    return [{ level: 'warning', message: { text }, descriptor: { id: 'results-left-out' } }];
}
function sarifLevel(severity) {
    if (severity === 'critical' || severity === 'high')
        return 'error';
    return severity === 'medium' ? 'warning' : 'note';
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
