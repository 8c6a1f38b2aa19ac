export const id = 755;
export const ids = [755];
export const modules = {

/***/ 1755:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  renderMarkdown: () => (/* binding */ renderMarkdown)
});

// EXTERNAL MODULE: ./build/report/escape.js
var report_escape = __webpack_require__(9924);
// EXTERNAL MODULE: ./build/report/order.js
var order = __webpack_require__(1283);
// EXTERNAL MODULE: ./build/report/words.js
var report_words = __webpack_require__(4702);
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
    const tally = (0,report_words/* tallyOf */.sv)(ordered);
    const docsBase = options.docsBase ?? (0,report_words/* docsBaseOf */.ul)(ordered);
    const head = [...notesLines(options.notes ?? []), `## ${(0,report_escape/* markdownProse */.h$)((0,report_words/* headingOf */.Wm)(ordered, tally))}`, ''];
    const tail = [...bodyLines(ordered, tally), ''];
    const names = shortNames(ordered);
    const rows = tally.fresh.map((finding) => row(finding, ordered, names, docsBase));
    return joined(head, rows, tail, options.maxBytes ?? SUMMARY_BYTES);
}
function joined(head, rows, tail, maxBytes) {
    const table = ['| Rule | What | Where | Why | Fix |', '|---|---|---|---|---|'];
    const more = (count) => `\n${(0,report_words/* plural */.LS)(count, 'more problem')} in the report.`;
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
    const places = [...new Set(finding.evidence.map((evidence) => (0,report_words/* placeOf */.$t)(named(evidence, names))))];
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
        ...(0,report_words/* coverageSentences */.bm)(report, tally),
        ...(0,report_words/* recordSentences */.mL)(report),
        (0,report_words/* enforcementSentence */.Sk)(report),
        report.compared === 'none' ? 'Compared with: nothing, so every problem counts.' : '',
        (0,report_words/* disputeSentence */.My)(report, tally),
    ];
    const paragraphs = [
        ...toolErrorLines(report),
        ...lostLines(report),
        ...(0,report_words/* decisionNotes */.y8)(report).map(prose),
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
    const items = report.toolErrors.map((error) => `- ${(0,report_escape/* markdownText */.p7)((0,report_words/* toolErrorPlace */.qR)(error))}: ${(0,report_escape/* markdownCode */.D9)(error.message)}`);
    return [
        '**Phase Mirror itself failed.** That is not a finding about your change; report it with this message. `fail-on: never` unblocks merges until then.',
        capped(items).join('\n'),
    ];
}
function lostLines(report) {
    if (report.lost.length === 0)
        return [];
    const items = report.lost.map(({ ruleId, what, path, line }) => {
        const at = path === undefined ? '' : ` (${(0,report_escape/* markdownCode */.D9)((0,report_words/* placeOf */.$t)({ path, startLine: line ?? 1 }))})`;
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
        const place = finding.evidence[0] === undefined ? '' : ` ${(0,report_escape/* markdownCode */.D9)((0,report_words/* placeOf */.$t)(named(finding.evidence[0], names)))}`;
        return `- ${(0,report_escape/* markdownText */.p7)(finding.ruleId)}${place} ${(0,report_escape/* markdownProse */.h$)(finding.title)}`;
    });
    const heading = (0,report_escape/* markdownText */.p7)((0,report_words/* olderSentence */.Et)(report, older.length));
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
        const place = (0,report_escape/* markdownCode */.D9)((0,report_words/* placeOf */.$t)(one));
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
        `Finding ${(0,report_escape/* markdownCode */.D9)((0,report_words/* shortId */.m_)(finding))}, ${finding.severity}.`,
        '',
    ].join('\n');
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
