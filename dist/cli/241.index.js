export const id = 241;
export const ids = [241];
export const modules = {

/***/ 6241:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   annotationsOf: () => (/* binding */ annotationsOf),
/* harmony export */   renderWorkflowCommands: () => (/* binding */ renderWorkflowCommands)
/* harmony export */ });
/* unused harmony export ANNOTATIONS_PER_KIND */
/* harmony import */ var _escape_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9924);
/* harmony import */ var _order_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(1283);
/* harmony import */ var _words_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(4702);
/**
 * What GitHub shows beside the changed lines. Only what the change is answerable for: new findings, evidence the change
 * took away, and our own failures; never older problems.
 *
 * GitHub keeps 10 annotations of each kind per step and 4,096 characters of each (docs.github.com, "Workflow commands";
 * actions/toolkit docs/problem-matchers.md, "Limitations"), so the worst come first and the rest is one line.
 */



const ANNOTATIONS_PER_KIND = 10;
const MESSAGE_LIMIT = 4096;
/** The checks API cuts titles at 255 characters. */
const TITLE_LIMIT = 255;
/**
 * The annotations of a report, worst first within each kind, errors before warnings before notices; at most ten of each,
 * the tenth being "N more in the summary" when there are more.
 */
function annotationsOf(report) {
    const ordered = (0,_order_js__WEBPACK_IMPORTED_MODULE_2__/* .orderReport */ .zZ)(report);
    const all = [
        ...ordered.toolErrors.map(({ ruleId, side, message }) => 
        // On the base alone a failure costs the comparison, not the decision.
        annotation(side === 'base' ? 'warning' : 'error', `${ruleId} could not be checked: Phase Mirror failed`, [
            (0,_escape_js__WEBPACK_IMPORTED_MODULE_0__/* .inlineText */ .ln)(message),
            side === 'base'
                ? 'Why: it failed on the base, so nothing of this rule can be called older.'
                : 'Why: this is a mistake of Phase Mirror, not a finding about your change.',
            'Fix: report it with this message. `fail-on: never` unblocks merges until then.',
        ])),
        ...ordered.lost.map(({ ruleId, what, path, line }) => annotation('error', `${ruleId} can no longer be proven`, [
            (0,_words_js__WEBPACK_IMPORTED_MODULE_1__/* .sentence */ .em)((0,_escape_js__WEBPACK_IMPORTED_MODULE_0__/* .inlineText */ .ln)(what)),
            'Why: the base proved this and the change hides it, so nobody can tell whether it still holds.',
            `Fix: make it readable again. \`phase-mirror explain ${ruleId}\` says what the rule needs.`,
        ], path === undefined ? undefined : { path, line: line ?? 1, endLine: line ?? 1 })),
        ...ordered.findings.filter(({ status }) => status === 'new').map((finding) => findingAnnotation(finding, ordered)),
    ];
    return ['error', 'warning', 'notice'].flatMap((kind) => folded(kind, all.filter((one) => one.kind === kind)));
}
/** Workflow commands as `@actions/core` writes them, one a line, with a final newline; '' for none. */
function renderWorkflowCommands(annotations) {
    return annotations.map((one) => `${workflowCommand(one)}\n`).join('');
}
function workflowCommand({ kind, title, message, file, line, endLine }) {
    const properties = [
        ['title', title],
        ['file', file ?? ''],
        ['line', line === undefined ? '' : String(line)],
        ['endLine', endLine === undefined ? '' : String(endLine)],
    ].flatMap(([name, value = '']) => (value === '' ? [] : [`${name}=${(0,_escape_js__WEBPACK_IMPORTED_MODULE_0__/* .workflowProperty */ .nP)(value)}`]));
    return `::${kind} ${properties.join(',')}::${(0,_escape_js__WEBPACK_IMPORTED_MODULE_0__/* .workflowData */ .w$)(message)}`;
}
function findingAnnotation(finding, report) {
    const kind = (0,_order_js__WEBPACK_IMPORTED_MODULE_2__/* .isBlocking */ .Us)(finding, report) ? 'error' : finding.severity === 'low' ? 'notice' : 'warning';
    const [fix = '', ...moreFix] = (0,_escape_js__WEBPACK_IMPORTED_MODULE_0__/* .linesOf */ .Dx)(finding.fix);
    const place = finding.evidence.find(({ path }) => path !== '');
    return annotation(kind, `${finding.ruleId} ${finding.title}`, [(0,_words_js__WEBPACK_IMPORTED_MODULE_1__/* .sentence */ .em)((0,_escape_js__WEBPACK_IMPORTED_MODULE_0__/* .inlineText */ .ln)(finding.what)), `Why: ${(0,_words_js__WEBPACK_IMPORTED_MODULE_1__/* .sentence */ .em)((0,_escape_js__WEBPACK_IMPORTED_MODULE_0__/* .inlineText */ .ln)(finding.why))}`, `Fix: ${fix}`, ...moreFix], place === undefined ? undefined : { path: place.path, line: place.startLine, endLine: place.endLine });
}
function annotation(kind, title, lines, place) {
    const named = place === undefined ? '' : (0,_escape_js__WEBPACK_IMPORTED_MODULE_0__/* .inlineText */ .ln)(place.path, Number.POSITIVE_INFINITY);
    // A name that would have to be escaped is not the file's name any more: say it in words instead.
    const inWords = place !== undefined && named !== place.path ? [`In: ${(0,_escape_js__WEBPACK_IMPORTED_MODULE_0__/* .clip */ .$Q)(named, 500)}:${place.line}`] : [];
    const located = place !== undefined && inWords.length === 0;
    return {
        kind,
        title: (0,_escape_js__WEBPACK_IMPORTED_MODULE_0__/* .inlineText */ .ln)(title, TITLE_LIMIT),
        message: (0,_escape_js__WEBPACK_IMPORTED_MODULE_0__/* .clip */ .$Q)([...lines.filter((line) => line !== ''), ...inWords].join('\n'), MESSAGE_LIMIT),
        ...(located ? { file: place.path, line: Math.max(place.line, 1) } : {}),
        ...(located && place.endLine > place.line ? { endLine: place.endLine } : {}),
    };
}
function folded(kind, annotations) {
    if (annotations.length <= ANNOTATIONS_PER_KIND)
        return [...annotations];
    const shown = annotations.slice(0, ANNOTATIONS_PER_KIND - 1);
    const more = annotations.length - shown.length;
    const title = `${more} more in the summary`;
    return [
        ...shown,
        { kind, title, message: `GitHub shows ten of a kind: ${(0,_words_js__WEBPACK_IMPORTED_MODULE_1__/* .plural */ .LS)(more, 'more problem')} in the job summary.` },
    ];
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
