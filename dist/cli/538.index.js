export const id = 538;
export const ids = [538];
export const modules = {

/***/ 4538:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   runExplain: () => (/* binding */ runExplain)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9473);
/* harmony import */ var _oracle_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8506);
/* harmony import */ var _report_escape_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(9924);
/* harmony import */ var _evaluate_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(4995);
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
        io.stdout(`${(RULE_PAGES[rule.id] ?? `${rule.id} ${rule.name}\n\n${rule.summary}.`).trimEnd()}\n`);
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


/***/ })

};
