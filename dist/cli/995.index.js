export const id = 995;
export const ids = [995];
export const modules = {

/***/ 4995:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  requestOf: () => (/* binding */ requestOf),
  runEvaluate: () => (/* binding */ runEvaluate)
});

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(1455);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: ./build/errors.js
var errors = __webpack_require__(9473);
// EXTERNAL MODULE: ./build/oracle.js + 64 modules
var oracle = __webpack_require__(8506);
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

// EXTERNAL MODULE: ./build/report/escape.js
var report_escape = __webpack_require__(9924);
// EXTERNAL MODULE: ./build/report/order.js
var order = __webpack_require__(1283);
;// CONCATENATED MODULE: ./build/report/words.js


/** Count and sort once what the surfaces show. */
function tallyOf(report) {
    const fresh = report.findings.filter(({ status }) => status === 'new');
    const evaluated = report.rules.filter(({ state }) => state === 'evaluated');
    return {
        fresh,
        blocking: fresh.filter((finding) => (0,order/* isBlocking */.Us)(finding, report)).length,
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
    if (outcome === 'pass')
        parts.push(`${plural(tally.checked, 'rule')} checked`);
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
/** Rules that lack the same evidence for the same reason, together, in the order of the rules. */
function gapGroups(rules) {
    const groups = new Map();
    for (const rule of rules) {
        for (const gap of rule.gaps) {
            const key = JSON.stringify([gap.evidence, gap.reason, gap.next]);
            const group = groups.get(key) ?? { rules: [], gap };
            if (!group.rules.includes(rule.id))
                group.rules.push(rule.id);
            groups.set(key, group);
        }
    }
    return [...groups.values()];
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
/** Rules that found nothing to check here, by reason; only said when the outcome is `pass`, which it qualifies. */
function notApplicableSentences(report) {
    if (report.decision.outcome !== 'pass')
        return [];
    const byReason = new Map();
    for (const { id, state, reason } of report.rules) {
        if (state === 'not-applicable')
            byReason.set(reason, [...(byReason.get(reason) ?? []), id]);
    }
    return [...byReason].map(([reason, ids]) => `Nothing to check for ${ids.join(', ')}: ${sentence(reason)}`);
}
/** `MD-001, MD-003: required checks: no token was given. Add github-token.` */
function gapSentence({ rules, gap }) {
    const next = gap.next === '' ? '' : ` ${sentence(capitalised(gap.next))}`;
    // What is unproven is told in a sentence, other evidence by name.
    const evidence = gap.evidence.replace(/\.$/, '');
    return `${rules.join(', ')}: ${evidence}: ${sentence(gap.reason)}${next}`;
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
function disputeSentence(tally) {
    const [first] = tally.fresh;
    return first === undefined
        ? ''
        : `Wrong? \`phase-mirror explain ${shortId(first)}\` shows the evidence and how to dispute it.`;
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
    return path === '' ? 'GitHub' : `${(0,report_escape/* inlineText */.ln)(path, PATH_LIMIT)}:${startLine}`;
}
const PATH_LIMIT = 300;
/** The pages docs/rules/<id>.md of the version that wrote the report. */
function docsBaseOf(report) {
    return `https://github.com/PhaseMirror/evaluate/blob/v${encodeURIComponent(report.tool.version)}/docs/rules`;
}

;// CONCATENATED MODULE: ./build/report/annotations.js
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
    const ordered = (0,order/* orderReport */.zZ)(report);
    const all = [
        ...ordered.toolErrors.map(({ ruleId, side, message }) => 
        // On the base alone a failure costs the comparison, not the decision.
        annotation(side === 'base' ? 'warning' : 'error', `${ruleId} could not be checked: Phase Mirror failed`, [
            (0,report_escape/* inlineText */.ln)(message),
            side === 'base'
                ? 'Why: it failed on the base, so nothing of this rule can be called older.'
                : 'Why: this is a mistake of Phase Mirror, not a finding about your change.',
            'Fix: report it with this message. `fail-on: never` unblocks merges until then.',
        ])),
        ...ordered.lost.map(({ ruleId, what, path, line }) => annotation('error', `${ruleId} can no longer be proven`, [
            sentence((0,report_escape/* inlineText */.ln)(what)),
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
    ].flatMap(([name, value = '']) => (value === '' ? [] : [`${name}=${(0,report_escape/* workflowProperty */.nP)(value)}`]));
    return `::${kind} ${properties.join(',')}::${(0,report_escape/* workflowData */.w$)(message)}`;
}
function findingAnnotation(finding, report) {
    const kind = (0,order/* isBlocking */.Us)(finding, report) ? 'error' : finding.severity === 'low' ? 'notice' : 'warning';
    const [fix = '', ...moreFix] = (0,report_escape/* linesOf */.Dx)(finding.fix);
    const place = finding.evidence.find(({ path }) => path !== '');
    return annotation(kind, `${finding.ruleId} ${finding.title}`, [sentence((0,report_escape/* inlineText */.ln)(finding.what)), `Why: ${sentence((0,report_escape/* inlineText */.ln)(finding.why))}`, `Fix: ${fix}`, ...moreFix], place === undefined ? undefined : { path: place.path, line: place.startLine, endLine: place.endLine });
}
function annotation(kind, title, lines, place) {
    const named = place === undefined ? '' : (0,report_escape/* inlineText */.ln)(place.path, Number.POSITIVE_INFINITY);
    // A name that would have to be escaped is not the file's name any more: say it in words instead.
    const inWords = place !== undefined && named !== place.path ? [`In: ${(0,report_escape/* clip */.$Q)(named, 500)}:${place.line}`] : [];
    const located = place !== undefined && inWords.length === 0;
    return {
        kind,
        title: (0,report_escape/* inlineText */.ln)(title, TITLE_LIMIT),
        message: (0,report_escape/* clip */.$Q)([...lines.filter((line) => line !== ''), ...inWords].join('\n'), MESSAGE_LIMIT),
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
        { kind, title, message: `GitHub shows ten of a kind: ${plural(more, 'more problem')} in the job summary.` },
    ];
}

// EXTERNAL MODULE: ./build/report/schema.js
var schema = __webpack_require__(4892);
;// CONCATENATED MODULE: ./build/report/json.js
/** The report as JSON: the form that is stored, validated and compared. */



/**
 * Outside `run`, equal reports give equal bytes: keys stand in the schema's order, arrays in theirs. Text is well-formed
 * Unicode, and what cannot be seen is escaped, so the bytes are safe to print.
 *
 * @throws PhaseMirrorError of kind `bug` when the report does not match its schema
 */
function renderJson(report) {
    return toJson((0,order/* orderReport */.zZ)((0,schema/* validateReport */.R)(report)));
}
/** Indented JSON with a final newline, safe to print. */
function toJson(value) {
    const json = JSON.stringify(value, (_key, part) => (typeof part === 'string' ? (0,report_escape/* wellFormed */.ES)(part) : part), 2);
    return `${(0,report_escape/* visibleJson */.$m)(json)}\n`;
}

;// CONCATENATED MODULE: ./build/report/summary.js
/** The job summary: GitHub-flavoured markdown, read by somebody who is blocked. Its model is the "JOB SUMMARY" of the docs. */



/** GitHub drops a step's summary whole when it is larger than 1 MiB. */
const SUMMARY_BYTES = 1024 * 1024;
/** Entries of a list that is not the table of new findings; the report has the rest. */
const LIST_LIMIT = 50;
const PLACES_SHOWN = 3;
/** Code units of a sentence that names several things. */
const SENTENCE_LIMIT = 1500;
/** Markdown with a final newline, at most `maxBytes` long; rows that don't fit are left out from the end, and counted. */
function renderSummary(report, options = {}) {
    const ordered = (0,order/* orderReport */.zZ)(report);
    const tally = tallyOf(ordered);
    const docsBase = options.docsBase ?? docsBaseOf(ordered);
    const head = [...notesLines(options.notes ?? []), `## ${(0,report_escape/* markdownProse */.h$)(headingOf(ordered, tally))}`, ''];
    const tail = [...bodyLines(ordered, tally), ''];
    const names = shortNames(ordered);
    const rows = tally.fresh.map((finding) => row(finding, ordered, names, docsBase));
    return joined(head, rows, tail, options.maxBytes ?? SUMMARY_BYTES);
}
function joined(head, rows, tail, maxBytes) {
    const table = ['| Rule | What | Where | Why | Fix |', '|---|---|---|---|---|'];
    const more = (count) => `\n${plural(count, 'more problem')} in the report.`;
    const around = [...head, ...table, more(rows.length), '', ...tail].join('\n');
    let left = maxBytes - Buffer.byteLength(around);
    const shown = [];
    for (const one of rows) {
        left -= Buffer.byteLength(one) + 1;
        if (left < 0)
            break;
        shown.push(one);
    }
    const lines = [...head];
    if (shown.length > 0)
        lines.push(...table, ...shown);
    if (shown.length < rows.length)
        lines.push(more(rows.length - shown.length));
    if (rows.length > 0)
        lines.push('');
    return [...lines, ...tail].join('\n');
}
function notesLines(notes) {
    return notes.flatMap((note) => [`> ${(0,report_escape/* markdownProse */.h$)(note)}`, '']);
}
function row(finding, report, names, docsBase) {
    const rule = `[${(0,report_escape/* markdownText */.p7)(finding.ruleId)}](${docsBase}/${(0,report_escape/* sarifUri */.yA)(finding.ruleId)}.md)`;
    const weight = (0,order/* isBlocking */.Us)(finding, report) ? `**${finding.severity}**` : finding.severity;
    const places = [...new Set(finding.evidence.map((evidence) => placeOf(named(evidence, names))))];
    const where = places.slice(0, PLACES_SHOWN).map((place) => (0,report_escape/* markdownCodeCell */.d)(place));
    if (places.length > PLACES_SHOWN)
        where.push(`${places.length - PLACES_SHOWN} more`);
    const fix = (0,report_escape/* linesOf */.Dx)(finding.fix)
        .map((line) => (0,report_escape/* markdownProse */.h$)(line, report_escape/* markdownCodeCell */.d))
        .join('<br>');
    const cells = [
        `${rule} ${weight}`,
        (0,report_escape/* markdownProse */.h$)(finding.title, report_escape/* markdownCodeCell */.d),
        where.join(', '),
        (0,report_escape/* markdownProse */.h$)(finding.why, report_escape/* markdownCodeCell */.d),
        fix,
    ];
    return `| ${cells.join(' | ')} |`;
}
function bodyLines(report, tally) {
    const sentences = [
        ...coverageSentences(report, tally),
        ...recordSentences(report),
        enforcementSentence(report),
        report.compared === 'none' ? 'Compared with: nothing, so every problem counts.' : '',
        disputeSentence(tally),
    ];
    const paragraphs = [
        ...toolErrorLines(report),
        ...lostLines(report),
        ...decisionNotes(report).map(prose),
        ...olderLines(report, tally),
        ...sentences.filter((line) => line !== '').map(prose),
    ];
    return paragraphs.flatMap((paragraph, index) => (index === 0 ? [paragraph] : ['', paragraph]));
}
function prose(text) {
    return (0,report_escape/* markdownProse */.h$)(text, report_escape/* markdownCode */.D9, SENTENCE_LIMIT);
}
function toolErrorLines(report) {
    if (report.toolErrors.length === 0)
        return [];
    const items = report.toolErrors.map((error) => `- ${(0,report_escape/* markdownText */.p7)(toolErrorPlace(error))}: ${(0,report_escape/* markdownCode */.D9)(error.message)}`);
    return [
        '**Phase Mirror itself failed.** That is not a finding about your change; report it with this message. `fail-on: never` unblocks merges until then.',
        capped(items).join('\n'),
    ];
}
function lostLines(report) {
    if (report.lost.length === 0)
        return [];
    const items = report.lost.map(({ ruleId, what, path, line }) => {
        const at = path === undefined ? '' : ` (${(0,report_escape/* markdownCode */.D9)(placeOf({ path, startLine: line ?? 1 }))})`;
        return `- ${(0,report_escape/* markdownText */.p7)(ruleId)}: ${(0,report_escape/* markdownProse */.h$)(what)}${at}`;
    });
    return ['**Unproven:** the base showed that these hold, and the change hides it.', capped(items).join('\n')];
}
function olderLines(report, tally) {
    const older = tally.older;
    if (older.length === 0)
        return [];
    const names = shortNames(report);
    const items = older.map((finding) => {
        const place = finding.evidence[0] === undefined ? '' : ` ${(0,report_escape/* markdownCode */.D9)(placeOf(named(finding.evidence[0], names)))}`;
        return `- ${(0,report_escape/* markdownText */.p7)(finding.ruleId)}${place} ${(0,report_escape/* markdownProse */.h$)(finding.title)}`;
    });
    const heading = (0,report_escape/* markdownText */.p7)(olderSentence(report, older.length));
    return [`<details><summary>${heading}</summary>\n\n${capped(items).join('\n')}\n\n</details>`];
}
function capped(items) {
    if (items.length <= LIST_LIMIT)
        return [...items];
    return [...items.slice(0, LIST_LIMIT), `- ${items.length - LIST_LIMIT} more in the report.`];
}
/** Each path by its last segment where no other path of the report ends with the same. */
function shortNames(report) {
    const paths = new Set(report.findings.flatMap(({ evidence }) => evidence.map(({ path }) => path)));
    const owners = new Map();
    const last = (path) => path.slice(path.lastIndexOf('/') + 1);
    for (const path of paths)
        owners.set(last(path), (owners.get(last(path)) ?? 0) + 1);
    return new Map([...paths].map((path) => [path, owners.get(last(path)) === 1 ? last(path) : path]));
}
function named({ path, startLine }, names) {
    return { path: names.get(path) ?? path, startLine };
}

;// CONCATENATED MODULE: ./build/report/markdown.js
/** `--format markdown`: the job summary, followed by the evidence of each new finding. */




/** Markdown with a final newline. Evidence that would take it over `maxBytes` is left out; the table comes first. */
function renderMarkdown(report, options = {}) {
    const maxBytes = options.maxBytes ?? SUMMARY_BYTES;
    let text = renderSummary(report, options);
    for (const finding of (0,order/* orderReport */.zZ)(report).findings.filter(({ status }) => status === 'new')) {
        const section = evidenceOf(finding);
        if (Buffer.byteLength(text) + Buffer.byteLength(section) > maxBytes)
            break;
        text += section;
    }
    return text;
}
function evidenceOf(finding) {
    const items = finding.evidence.map((one) => {
        const { excerpt, label } = one;
        const place = (0,report_escape/* markdownCode */.D9)(placeOf(one));
        const words = [place, (0,report_escape/* markdownText */.p7)(label), excerpt === '' ? '' : (0,report_escape/* markdownCode */.D9)(excerpt)];
        return `- ${words.filter((word) => word !== '').join(' ')}`;
    });
    const fix = (0,report_escape/* linesOf */.Dx)(finding.fix)
        .map((line) => (0,report_escape/* markdownProse */.h$)(line))
        .join('<br>');
    return [
        '',
        `### ${(0,report_escape/* markdownText */.p7)(finding.ruleId)} ${(0,report_escape/* markdownProse */.h$)(finding.title)}`,
        '',
        (0,report_escape/* markdownProse */.h$)(finding.what),
        '',
        ...items,
        '',
        `Why: ${(0,report_escape/* markdownProse */.h$)(finding.why)}`,
        '',
        `Fix: ${fix}`,
        '',
        `Finding ${(0,report_escape/* markdownCode */.D9)(shortId(finding))}, ${finding.severity}.`,
        '',
    ].join('\n');
}

// EXTERNAL MODULE: external "node:zlib"
var external_node_zlib_ = __webpack_require__(8522);
;// CONCATENATED MODULE: ./build/report/sarif.js
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
    const ordered = (0,order/* orderReport */.zZ)(report);
    const shown = ordered.findings.filter(({ status }) => status !== 'suppressed');
    let kept = Math.min(shown.length, limits.results);
    for (;;) {
        const text = toJson(sarifLog(ordered, shown.slice(0, kept), shown.length - kept));
        if (text.length <= limits.gzippedBytes / 4 || kept === 0)
            return text;
        const size = (0,external_node_zlib_.gzipSync)(text).length;
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
    const docsBase = docsBaseOf(report);
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
    const short = (0,report_escape/* inlineText */.ln)(summary === '' ? id : sentence(summary), DESCRIPTION_LIMIT);
    const helpUri = `${docsBase}/${(0,report_escape/* sarifUri */.yA)(id)}.md`;
    const explain = `phase-mirror explain ${id}`;
    return {
        id,
        name: (0,report_escape/* inlineText */.ln)(name === '' ? id : name, NAME_LIMIT),
        shortDescription: { text: short },
        fullDescription: { text: short },
        helpUri,
        help: {
            text: `${short}\n\nWhy it matters, how to fix it and how to dispute it: ${explain}, or ${helpUri}`,
            markdown: `${(0,report_escape/* markdownProse */.h$)(short)}\n\nWhy it matters, how to fix it and how to dispute it: ${(0,report_escape/* markdownCode */.D9)(explain)}, or [the page of ${id}](${helpUri}).`,
        },
        defaultConfiguration: { level: sarifLevel(severity) },
        properties: { tags: ['ci', 'governance'] },
    };
}
function resultOf(finding, report, ruleIndex) {
    const places = finding.evidence.filter(({ path }) => path !== '');
    const related = places.slice(1, SARIF_LIMITS.locations);
    const fix = (0,report_escape/* linesOf */.Dx)(finding.fix)
        .map((line) => (0,report_escape/* sarifText */.BC)(line))
        .join('\n');
    const links = related.map(({ path, startLine }, index) => `[${linkText(`${path}:${startLine}`)}](${index + 1})`);
    const text = [
        sentence((0,report_escape/* sarifText */.BC)(finding.title)),
        (0,report_escape/* sarifText */.BC)(finding.what),
        `Why: ${(0,report_escape/* sarifText */.BC)(finding.why)}`,
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
            artifactLocation: { uri: (0,report_escape/* sarifUri */.yA)(path), uriBaseId: '%SRCROOT%' },
            region: { startLine, endLine },
        },
    };
}
function messageOf({ label, excerpt }) {
    const text = [label, excerpt]
        .filter((part) => part !== '')
        .map((part) => (0,report_escape/* sarifText */.BC)(part))
        .join(': ');
    return text === '' ? {} : { message: { text } };
}
/** Brackets and backslashes are escaped inside the text of a link (§3.11.6). */
function linkText(text) {
    return (0,report_escape/* sarifText */.BC)(text).replace(/[\\[\]]/g, (sign) => `\\${sign}`);
}
function toolErrorNotification({ ruleId, side, message }) {
    const text = `${ruleId} failed on the ${side === 'base' ? 'base' : 'evaluated tree'}: ${(0,report_escape/* sarifText */.BC)(message)}`;
    const level = side === 'base' ? 'warning' : 'error';
    return { level, message: { text }, descriptor: { id: 'tool-error' }, associatedRule: { id: ruleId } };
}
function leftOutNotification(leftOut) {
    if (leftOut === 0)
        return [];
    const text = `${plural(leftOut, 'result')} left out, the least severe: GitHub takes ${SARIF_LIMITS.results} results and 10 MB. The JSON report has all of them.`;
    return [{ level: 'warning', message: { text }, descriptor: { id: 'results-left-out' } }];
}
function sarifLevel(severity) {
    if (severity === 'critical' || severity === 'high')
        return 'error';
    return severity === 'medium' ? 'warning' : 'note';
}

;// CONCATENATED MODULE: ./node_modules/get-east-asian-width/lookup-data.js
// Generated by scripts/build.js

const ambiguousMinimalCodePoint = 161;
const ambiguousMaximumCodePoint = 1114109;
const ambiguousRanges = [161, 161, 164, 164, 167, 168, 170, 170, 173, 174, 176, 180, 182, 186, 188, 191, 198, 198, 208, 208, 215, 216, 222, 225, 230, 230, 232, 234, 236, 237, 240, 240, 242, 243, 247, 250, 252, 252, 254, 254, 257, 257, 273, 273, 275, 275, 283, 283, 294, 295, 299, 299, 305, 307, 312, 312, 319, 322, 324, 324, 328, 331, 333, 333, 338, 339, 358, 359, 363, 363, 462, 462, 464, 464, 466, 466, 468, 468, 470, 470, 472, 472, 474, 474, 476, 476, 593, 593, 609, 609, 708, 708, 711, 711, 713, 715, 717, 717, 720, 720, 728, 731, 733, 733, 735, 735, 768, 879, 913, 929, 931, 937, 945, 961, 963, 969, 1025, 1025, 1040, 1103, 1105, 1105, 8208, 8208, 8211, 8214, 8216, 8217, 8220, 8221, 8224, 8226, 8228, 8231, 8240, 8240, 8242, 8243, 8245, 8245, 8251, 8251, 8254, 8254, 8308, 8308, 8319, 8319, 8321, 8324, 8364, 8364, 8451, 8451, 8453, 8453, 8457, 8457, 8467, 8467, 8470, 8470, 8481, 8482, 8486, 8486, 8491, 8491, 8531, 8532, 8539, 8542, 8544, 8555, 8560, 8569, 8585, 8585, 8592, 8601, 8632, 8633, 8658, 8658, 8660, 8660, 8679, 8679, 8704, 8704, 8706, 8707, 8711, 8712, 8715, 8715, 8719, 8719, 8721, 8721, 8725, 8725, 8730, 8730, 8733, 8736, 8739, 8739, 8741, 8741, 8743, 8748, 8750, 8750, 8756, 8759, 8764, 8765, 8776, 8776, 8780, 8780, 8786, 8786, 8800, 8801, 8804, 8807, 8810, 8811, 8814, 8815, 8834, 8835, 8838, 8839, 8853, 8853, 8857, 8857, 8869, 8869, 8895, 8895, 8978, 8978, 9312, 9449, 9451, 9547, 9552, 9587, 9600, 9615, 9618, 9621, 9632, 9633, 9635, 9641, 9650, 9651, 9654, 9655, 9660, 9661, 9664, 9665, 9670, 9672, 9675, 9675, 9678, 9681, 9698, 9701, 9711, 9711, 9733, 9734, 9737, 9737, 9742, 9743, 9756, 9756, 9758, 9758, 9792, 9792, 9794, 9794, 9824, 9825, 9827, 9829, 9831, 9834, 9836, 9837, 9839, 9839, 9886, 9887, 9919, 9919, 9926, 9933, 9935, 9939, 9941, 9953, 9955, 9955, 9960, 9961, 9963, 9969, 9972, 9972, 9974, 9977, 9979, 9980, 9982, 9983, 10045, 10045, 10102, 10111, 11094, 11097, 12872, 12879, 57344, 63743, 65024, 65039, 65533, 65533, 127232, 127242, 127248, 127277, 127280, 127337, 127344, 127373, 127375, 127376, 127387, 127404, 917760, 917999, 983040, 1048573, 1048576, 1114109];

const fullwidthMinimalCodePoint = 12288;
const fullwidthMaximumCodePoint = 65510;
const fullwidthRanges = [12288, 12288, 65281, 65376, 65504, 65510];

const lookup_data_halfwidthMinimalCodePoint = 8361;
const lookup_data_halfwidthMaximumCodePoint = 65518;
const lookup_data_halfwidthRanges = (/* unused pure expression or super */ null && ([8361, 8361, 65377, 65470, 65474, 65479, 65482, 65487, 65490, 65495, 65498, 65500, 65512, 65518]));

const lookup_data_narrowMinimalCodePoint = 32;
const lookup_data_narrowMaximumCodePoint = 10630;
const lookup_data_narrowRanges = (/* unused pure expression or super */ null && ([32, 126, 162, 163, 165, 166, 172, 172, 175, 175, 10214, 10221, 10629, 10630]));

const wideMinimalCodePoint = 4352;
const wideMaximumCodePoint = 262141;
const wideRanges = [4352, 4447, 8986, 8987, 9001, 9002, 9193, 9196, 9200, 9200, 9203, 9203, 9725, 9726, 9748, 9749, 9776, 9783, 9800, 9811, 9855, 9855, 9866, 9871, 9875, 9875, 9889, 9889, 9898, 9899, 9917, 9918, 9924, 9925, 9934, 9934, 9940, 9940, 9962, 9962, 9970, 9971, 9973, 9973, 9978, 9978, 9981, 9981, 9989, 9989, 9994, 9995, 10024, 10024, 10060, 10060, 10062, 10062, 10067, 10069, 10071, 10071, 10133, 10135, 10160, 10160, 10175, 10175, 11035, 11036, 11088, 11088, 11093, 11093, 11904, 11929, 11931, 12019, 12032, 12245, 12272, 12287, 12289, 12350, 12353, 12438, 12441, 12543, 12549, 12591, 12593, 12686, 12688, 12773, 12783, 12830, 12832, 12871, 12880, 42124, 42128, 42182, 43360, 43388, 44032, 55203, 63744, 64255, 65040, 65049, 65072, 65106, 65108, 65126, 65128, 65131, 94176, 94180, 94192, 94198, 94208, 101594, 101631, 101664, 101760, 101874, 101888, 102801, 102816, 102866, 110576, 110579, 110581, 110587, 110589, 110590, 110592, 110888, 110898, 110898, 110928, 110930, 110933, 110933, 110948, 110952, 110960, 111355, 119552, 119638, 119648, 119670, 126980, 126980, 127183, 127183, 127374, 127374, 127377, 127386, 127406, 127406, 127488, 127490, 127504, 127547, 127552, 127560, 127568, 127569, 127584, 127589, 127744, 127776, 127789, 127797, 127799, 127868, 127870, 127891, 127904, 127946, 127951, 127955, 127968, 127984, 127988, 127988, 127992, 128062, 128064, 128064, 128066, 128252, 128255, 128317, 128331, 128334, 128336, 128359, 128378, 128378, 128405, 128406, 128420, 128420, 128507, 128591, 128640, 128709, 128716, 128716, 128720, 128722, 128725, 128729, 128732, 128735, 128747, 128748, 128756, 128764, 128986, 128986, 128992, 129003, 129008, 129008, 129292, 129338, 129340, 129349, 129351, 129535, 129648, 129660, 129664, 129734, 129736, 129736, 129740, 129757, 129759, 129771, 129775, 129786, 131072, 196605, 196608, 262141];

;// CONCATENATED MODULE: ./node_modules/get-east-asian-width/utilities.js
/**
Binary search on a sorted flat array of [start, end] pairs.

@param {number[]} ranges - Flat array of inclusive [start, end] range pairs, e.g. [0, 5, 10, 20].
@param {number} codePoint - The value to search for.
@returns {boolean} Whether the value falls within any of the ranges.
*/
const utilities_isInRange = (ranges, codePoint) => {
	let low = 0;
	let high = Math.floor(ranges.length / 2) - 1;
	while (low <= high) {
		const mid = Math.floor((low + high) / 2);
		const i = mid * 2;
		if (codePoint < ranges[i]) {
			high = mid - 1;
		} else if (codePoint > ranges[i + 1]) {
			low = mid + 1;
		} else {
			return true;
		}
	}

	return false;
};

;// CONCATENATED MODULE: ./node_modules/get-east-asian-width/lookup.js



const commonCjkCodePoint = 0x4E_00;
const [wideFastPathStart, wideFastPathEnd] = /* #__PURE__ */ findWideFastPathRange(wideRanges);

// Use a hot-path range so common `isWide` calls can skip binary search.
// The range containing U+4E00 covers common CJK ideographs;
// fallback to the largest range for resilience to Unicode table changes.
function findWideFastPathRange(ranges) {
	let fastPathStart = ranges[0];
	let fastPathEnd = ranges[1];

	for (let index = 0; index < ranges.length; index += 2) {
		const start = ranges[index];
		const end = ranges[index + 1];

		if (
			commonCjkCodePoint >= start
			&& commonCjkCodePoint <= end
		) {
			return [start, end];
		}

		if ((end - start) > (fastPathEnd - fastPathStart)) {
			fastPathStart = start;
			fastPathEnd = end;
		}
	}

	return [fastPathStart, fastPathEnd];
}

const isAmbiguous = codePoint => {
	if (
		codePoint < ambiguousMinimalCodePoint
		|| codePoint > ambiguousMaximumCodePoint
	) {
		return false;
	}

	return utilities_isInRange(ambiguousRanges, codePoint);
};

const isFullwidth = codePoint => {
	if (
		codePoint < fullwidthMinimalCodePoint
		|| codePoint > fullwidthMaximumCodePoint
	) {
		return false;
	}

	return utilities_isInRange(fullwidthRanges, codePoint);
};

const isHalfwidth = codePoint => {
	if (
		codePoint < halfwidthMinimalCodePoint
		|| codePoint > halfwidthMaximumCodePoint
	) {
		return false;
	}

	return isInRange(halfwidthRanges, codePoint);
};

const isNarrow = codePoint => {
	if (
		codePoint < narrowMinimalCodePoint
		|| codePoint > narrowMaximumCodePoint
	) {
		return false;
	}

	return isInRange(narrowRanges, codePoint);
};

const isWide = codePoint => {
	if (
		codePoint >= wideFastPathStart
		&& codePoint <= wideFastPathEnd
	) {
		return true;
	}

	if (
		codePoint < wideMinimalCodePoint
		|| codePoint > wideMaximumCodePoint
	) {
		return false;
	}

	return utilities_isInRange(wideRanges, codePoint);
};

function lookup_getCategory(codePoint) {
	if (isAmbiguous(codePoint)) {
		return 'ambiguous';
	}

	if (isFullwidth(codePoint)) {
		return 'fullwidth';
	}

	if (isHalfwidth(codePoint)) {
		return 'halfwidth';
	}

	if (isNarrow(codePoint)) {
		return 'narrow';
	}

	if (isWide(codePoint)) {
		return 'wide';
	}

	return 'neutral';
}

;// CONCATENATED MODULE: ./node_modules/get-east-asian-width/index.js


function validate(codePoint) {
	if (!Number.isSafeInteger(codePoint)) {
		throw new TypeError(`Expected a code point, got \`${typeof codePoint}\`.`);
	}
}

function eastAsianWidthType(codePoint) {
	validate(codePoint);

	return getCategory(codePoint);
}

function eastAsianWidth(codePoint, {ambiguousAsWide = false} = {}) {
	validate(codePoint);

	if (
		isFullwidth(codePoint)
		|| isWide(codePoint)
		|| (ambiguousAsWide && isAmbiguous(codePoint))
	) {
		return 2;
	}

	return 1;
}

// Private exports for https://github.com/sindresorhus/is-fullwidth-code-point


;// CONCATENATED MODULE: ./build/report/width.js
/** Columns of a terminal: how wide text is, and how to fit it. Texts have gone through `inlineText` before. */

const ASCII = /^[ -~]*$/;
const MARK = /^\p{M}$/u;
/** Columns that `text` takes: wide East Asian characters and emoji two, combining marks none. */
function displayWidth(text) {
    if (ASCII.test(text))
        return text.length;
    let width = 0;
    for (const character of text)
        width += characterWidth(character);
    return width;
}
/** At most `width` columns; an ellipsis where something was cut. */
function clipToWidth(text, width) {
    if (displayWidth(text) <= width)
        return text;
    return `${prefixOfWidth(text, width - 1)}…`;
}
/** `text` and spaces up to `width` columns. */
function padToWidth(text, width) {
    return text + ' '.repeat(Math.max(0, width - displayWidth(text)));
}
/**
 * Lines of at most `width` columns, broken at spaces; a word that is longer than a line is broken where it must.
 * Always at least one line.
 */
function wrapText(text, width) {
    const lines = [];
    let line = '';
    for (const word of text.split(' ')) {
        const joined = line === '' ? word : `${line} ${word}`;
        if (displayWidth(joined) <= width) {
            line = joined;
            continue;
        }
        if (line !== '')
            lines.push(line);
        line = word;
        while (displayWidth(line) > width) {
            const head = prefixOfWidth(line, width);
            lines.push(head);
            line = line.slice(head.length);
        }
    }
    return [...lines, line];
}
function characterWidth(character) {
    return MARK.test(character) ? 0 : eastAsianWidth(character.codePointAt(0) ?? 0);
}
/** The longest prefix that fits; at least one character, so that callers make progress. */
function prefixOfWidth(text, width) {
    let taken = '';
    let used = 0;
    for (const character of text) {
        const next = used + characterWidth(character);
        if (taken !== '' && next > width)
            break;
        taken += character;
        used = next;
    }
    return taken;
}

;// CONCATENATED MODULE: ./build/report/terminal.js




const MIN_WIDTH = 40;
/** Findings of one rule-less list that are written out; the report has the rest. */
const FRESH_SHOWN = 100;
const OLDER_SHOWN = 5;
const LIST_SHOWN = 20;
/** Code units of a sentence that names several things. */
const terminal_SENTENCE_LIMIT = 1500;
/** Columns an excerpt must keep to be worth its place on the line. */
const EXCERPT_MIN = 12;
const STYLES = { bold: '1', dim: '2', red: '31', green: '32', yellow: '33', magenta: '35' };
const OUTCOMES = {
    block: { word: 'BLOCK', style: 'red' },
    warn: { word: 'WARN', style: 'yellow' },
    pass: { word: 'PASS', style: 'green' },
};
const SEVERITY_STYLE = { critical: 'magenta', high: 'red', medium: 'yellow', low: 'dim' };
/** Text with a final newline; no escape sequence unless `color` is asked for, and no line that a runner would obey. */
function renderTerminal(report, options) {
    const ordered = (0,order/* orderReport */.zZ)(report);
    const tally = tallyOf(ordered);
    const page = new Page(Math.max(options.width, MIN_WIDTH), options.color);
    for (const note of options.notes ?? [])
        page.paragraph(note);
    if ((options.notes ?? []).length > 0)
        page.gap();
    const { word, style } = OUTCOMES[ordered.decision.outcome];
    page.headed(word, countsOf(ordered, tally), [style, 'bold']);
    for (const note of decisionNotes(ordered))
        page.paragraph(note);
    writeToolErrors(page, ordered);
    writeLost(page, ordered);
    for (const finding of tally.fresh.slice(0, FRESH_SHOWN))
        writeFinding(page, finding);
    if (tally.fresh.length > FRESH_SHOWN) {
        page.gap();
        page.paragraph(`${tally.fresh.length - FRESH_SHOWN} more: see them with \`--format json\`.`);
    }
    writeOlder(page, ordered, tally);
    page.gap();
    for (const line of coverageSentences(ordered, tally))
        page.paragraph(line, terminal_SENTENCE_LIMIT);
    page.gap();
    for (const line of [...recordSentences(ordered), enforcementSentence(ordered), disputeSentence(tally)]) {
        if (line !== '')
            page.paragraph(line);
    }
    return page.text();
}
function writeFinding(page, finding) {
    page.gap();
    const head = `${finding.ruleId} ${finding.severity}`;
    page.headed((0,report_escape/* inlineText */.ln)(head), `${finding.title}  (${shortId(finding)})`, ['bold', SEVERITY_STYLE[finding.severity]]);
    // Two places side by side show what happened; one place needs the sentence.
    if (finding.evidence.length === 1)
        page.labelled('what', [finding.what]);
    page.table(finding.evidence.map((evidence) => [placeOf(evidence), evidence.excerpt, evidence.label]));
    page.labelled('why', [finding.why]);
    page.labelled('fix', (0,report_escape/* linesOf */.Dx)(finding.fix));
}
function writeToolErrors(page, { toolErrors }) {
    if (toolErrors.length === 0)
        return;
    page.gap();
    page.paragraph('Phase Mirror itself failed. That is not a finding about your change; report it with this message.');
    for (const error of toolErrors.slice(0, LIST_SHOWN))
        page.paragraph(`${toolErrorPlace(error)}: ${error.message}`);
    if (toolErrors.length > LIST_SHOWN)
        page.paragraph(`${toolErrors.length - LIST_SHOWN} more in the report.`);
}
function writeLost(page, { lost }) {
    if (lost.length === 0)
        return;
    for (const { ruleId, what, path, line } of lost.slice(0, LIST_SHOWN)) {
        page.gap();
        page.headed((0,report_escape/* inlineText */.ln)(`${ruleId} unproven`), what, ['bold', 'red']);
        if (path !== undefined)
            page.table([[placeOf({ path, startLine: line ?? 1 }), '', '']]);
        page.labelled('why', ['The base proved this and the change hides it, so nobody can tell whether it still holds.']);
        page.labelled('fix', [`make it readable again (what the rule needs: phase-mirror explain ${ruleId})`]);
    }
    if (lost.length > LIST_SHOWN)
        page.paragraph(`${lost.length - LIST_SHOWN} more in the report.`);
}
function writeOlder(page, report, { older }) {
    if (older.length === 0)
        return;
    page.gap();
    page.paragraph(olderSentence(report, older.length));
    page.list(older.map(({ ruleId, title, evidence: [first] }) => [ruleId, first === undefined ? '' : placeOf(first), title].filter((part) => part !== '').join(' ')), OLDER_SHOWN);
}
/** Lines that fit the width. Everything that is written passes `guardLine`; colour is added after that. */
class Page {
    width;
    color;
    lines = [];
    constructor(width, color) {
        this.width = width;
        this.color = color;
    }
    /** One empty line, never two. */
    gap() {
        if (this.lines.length > 0 && this.lines.at(-1) !== '')
            this.lines.push('');
    }
    /** Wrapped; following lines are indented by two. */
    paragraph(text, max) {
        this.hanging('', (0,report_escape/* inlineText */.ln)(text, max), 2);
    }
    /** A coloured word, two spaces, text that wraps below itself. */
    headed(head, text, styles) {
        this.hanging(head, (0,report_escape/* inlineText */.ln)(text), displayWidth(head) + 2, styles);
    }
    /** `  why  text`, each line wrapped below its own start. */
    labelled(label, lines) {
        const indent = `  ${padToWidth(label, 5)}`;
        const width = this.width - indent.length;
        const wrapped = lines.flatMap((line) => wrapText((0,report_escape/* inlineText */.ln)(line), width));
        wrapped.forEach((line, index) => {
            const guarded = (0,report_escape/* guardLine */.Ql)(`${index === 0 ? indent : ' '.repeat(indent.length)}${line}`.trimEnd());
            this.lines.push(index === 0 ? guarded.replace(label, this.paint(label, ['dim'])) : guarded);
        });
    }
    /** At most `shown` entries, one line each. */
    list(entries, shown) {
        for (const entry of entries.slice(0, shown))
            this.push(`  ${clipToWidth((0,report_escape/* inlineText */.ln)(entry), this.width - 2)}`);
        if (entries.length > shown)
            this.push(`  ${entries.length - shown} more in the report`);
    }
    /**
     * Rows of place, excerpt, label in columns. A place is never cut; an excerpt gives way first; what still does not fit
     * stands on its own line.
     */
    table(rows) {
        const shown = rows.map(([place, excerpt, label]) => [(0,report_escape/* inlineText */.ln)(place), (0,report_escape/* inlineText */.ln)(excerpt), (0,report_escape/* inlineText */.ln)(label, 60)]);
        const widest = (column) => Math.max(...shown.map((row) => displayWidth(row[column])));
        const excerptWidth = Math.min(widest(1), this.width - 2 - widest(0) - 3 - (widest(2) > 0 ? 3 + widest(2) : 0));
        const aligned = excerptWidth >= Math.min(EXCERPT_MIN, widest(1));
        for (const [place, excerpt, label] of shown) {
            if (aligned) {
                const cells = [
                    padToWidth(place, widest(0)),
                    padToWidth(clipToWidth(excerpt, excerptWidth), excerptWidth),
                    label,
                ];
                this.push(`  ${cells.join('   ').trimEnd()}`);
                continue;
            }
            for (const line of wrapText(place, this.width - 2))
                this.push(`  ${line}`);
            const rest = [label, excerpt].filter((part) => part !== '').join(': ');
            if (rest !== '')
                this.push(`    ${clipToWidth(rest, this.width - 4)}`);
        }
    }
    text() {
        while (this.lines.at(-1) === '')
            this.lines.pop();
        return `${this.lines.join('\n')}\n`;
    }
    hanging(head, text, indent, styles = []) {
        const [first = '', ...rest] = wrapText(text, this.width - indent);
        if (head === '') {
            this.push(first);
        }
        else {
            const guarded = (0,report_escape/* guardLine */.Ql)(`${head}  ${first}`.trimEnd());
            this.lines.push(guarded.startsWith(head) ? this.paint(head, styles) + guarded.slice(head.length) : guarded);
        }
        for (const line of rest)
            this.push(' '.repeat(Math.min(indent, 8)) + line);
    }
    push(line) {
        this.lines.push((0,report_escape/* guardLine */.Ql)(line).trimEnd());
    }
    paint(text, styles) {
        if (!this.color)
            return text;
        return `\u001b[${styles.map((style) => STYLES[style]).join(';')}m${text}\u001b[0m`;
    }
}

// EXTERNAL MODULE: ./build/rules/run.js
var run = __webpack_require__(1773);
;// CONCATENATED MODULE: ./build/cli/io.js
/** Width of text that goes into a file or a pipe. */
const PLAIN_WIDTH = 100;
const io_MIN_WIDTH = 40;
/** Columns to wrap at. */
function widthOf({ columns }) {
    return Math.max(io_MIN_WIDTH, columns ?? PLAIN_WIDTH);
}
/** Colour only on a terminal, and never against NO_COLOR (https://no-color.org) or TERM=dumb. */
function useColor({ columns, environment }) {
    return columns !== undefined && (environment['NO_COLOR'] ?? '') === '' && environment['TERM'] !== 'dumb';
}

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
    const text = render(report, command.format, notes, io);
    if (command.output === undefined)
        io.stdout(text);
    else if (command.dryRun)
        io.stderr(`--dry-run: ${command.output} was not written\n`);
    else
        await writeWhole((0,external_node_path_.resolve)(io.cwd, command.output), text);
    if (command.timings)
        io.stderr(timingsText(report));
    return code;
}
/** The request of a terminal run. `GITHUB_TOKEN` is used only together with `--repository`. */
function requestOf(command, io) {
    const token = command.repository === undefined ? undefined : io.environment['GITHUB_TOKEN'] || undefined;
    // Makes a rule of the built program fail, so that tests can see that a failed tool is never a finding.
    const throwing = (0,run/* parseThrowing */.Q)(io.environment['PHASE_MIRROR_TEST_THROW']);
    return {
        folder: (0,external_node_path_.resolve)(io.cwd, command.path),
        event: { kind: 'terminal', ...(command.base === undefined ? {} : { base: command.base }) },
        environment: io.environment,
        clock: io.clock,
        strict: command.strict,
        apiExpected: token !== undefined,
        eventName: 'terminal',
        timings: command.timings,
        ...(command.config === undefined ? {} : { configPath: command.config }),
        ...(command.rules.length === 0 ? {} : { onlyRules: command.rules }),
        ...(command.repository === undefined ? {} : { repository: command.repository }),
        ...(token === undefined ? {} : { token }),
        ...(io.environment['GITHUB_API_URL'] ? { apiUrl: io.environment['GITHUB_API_URL'] } : {}),
        ...(throwing === undefined ? {} : { throwing }),
    };
}
function render(report, format, notes, io) {
    switch (format) {
        case 'json':
            return renderJson(report);
        case 'sarif':
            return renderSarif(report);
        case 'github':
            return renderWorkflowCommands(annotationsOf(report));
        case 'markdown':
            return renderMarkdown(report, { notes: [...notes] });
        case 'text':
            return renderTerminal(report, { width: widthOf(io), color: useColor(io), notes: [...notes] });
    }
}
/** Write beside the target and rename, so that nobody ever reads half a report and an old one is not lost. */
async function writeWhole(path, text) {
    const temporary = `${path}.${(0,external_node_crypto_.randomBytes)(6).toString('hex')}.tmp`;
    try {
        await (0,promises_.writeFile)(temporary, text, { flag: 'wx' });
        await (0,promises_.rename)(temporary, path);
    }
    catch (cause) {
        await (0,promises_.rm)(temporary, { force: true });
        const code = cause.code ?? 'unknown error';
        throw new errors/* PhaseMirrorError */.VV('user', {
            thing: `--output ${path}`,
            reason: `cannot be written (${code})`,
            next: 'Name a file in a folder that exists and that you may write to',
            cause,
        });
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


/***/ })

};
