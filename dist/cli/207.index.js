export const id = 207;
export const ids = [207];
export const modules = {

/***/ 6207:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   fetchProtection: () => (/* binding */ fetchProtection)
/* harmony export */ });
/* harmony import */ var _client_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6682);
/* harmony import */ var _failures_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(7651);
/* harmony import */ var _pages_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(2270);
/* harmony import */ var _shapes_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6258);




/** What an answer that came through a 301 says of itself. */
const RENAMED = 'the repository has a new name; GitHub redirected the question';
/**
 * Asks GitHub what is required on `branch`. Never throws for what the server or the network does: that is an answer.
 *
 * @throws PhaseMirrorError kind `user` when `repository` is not `owner/name` or the API address is none.
 */
async function fetchProtection(request) {
    const { branch } = request;
    const [owner, repo] = (0,_shapes_js__WEBPACK_IMPORTED_MODULE_1__/* .ownerAndName */ .uD)(request.repository);
    const rulesSource = `rules/branches/${branch}`;
    const branchSource = `branches/${branch}`;
    const notAsked = request.token.trim() === ''
        ? 'no token was given'
        : (0,_shapes_js__WEBPACK_IMPORTED_MODULE_1__/* .isPathSegment */ .bQ)(branch)
            ? ''
            : 'this is not the name of a branch';
    if (notAsked !== '') {
        const answer = { status: 'not-asked', detail: notAsked };
        return { protections: [], answers: [rulesSource, branchSource].map((source) => ({ source, ...answer })) };
    }
    const client = await (0,_client_js__WEBPACK_IMPORTED_MODULE_0__/* .createClient */ .U)(request);
    const parameters = { owner, repo, branch };
    const [rules, classic] = await Promise.all([
        readRules(client, parameters, rulesSource),
        readClassic(client, parameters, branchSource),
    ]);
    return {
        protections: [...rules.protections, ...classic.protections],
        answers: [rules.answer, classic.answer],
    };
}
async function readRules(client, parameters, source) {
    const repository = `${parameters.owner}/${parameters.repo}`;
    const asked = {
        repository,
        missing: `no repository ${repository} is visible to the token; check the name and that the token may read it`,
        permission: 'metadata: read',
        grant: 'the GITHUB_TOKEN of a workflow has it for its own repository, another token needs it',
    };
    try {
        const listing = await (0,_pages_js__WEBPACK_IMPORTED_MODULE_2__/* .readAll */ .yw)(client, '/repos/{owner}/{repo}/rules/branches/{branch}', parameters, _shapes_js__WEBPACK_IMPORTED_MODULE_1__/* .array */ .YO);
        if (listing.kind === 'failed') {
            const words = (0,_failures_js__WEBPACK_IMPORTED_MODULE_3__/* .wordsOf */ .Z)(listing.failure, asked);
            return failed(source, words.status, words.detail);
        }
        if (listing.kind === 'too-many') {
            const limit = _pages_js__WEBPACK_IMPORTED_MODULE_2__/* .MAX_PAGES */ .Y0 * _pages_js__WEBPACK_IMPORTED_MODULE_2__/* .PER_PAGE */ .EK;
            return failed(source, 'unavailable', `more than ${limit} rules apply to the branch; they were not read`);
        }
        const none = 'no ruleset requires anything we judge on this branch';
        return answered(source, rulesetsOf(listing.items, parameters.branch), none, listing.renamed);
    }
    catch (error) {
        if (error instanceof _shapes_js__WEBPACK_IMPORTED_MODULE_1__/* .UnknownShape */ .CB)
            return unknownShape(source);
        throw error;
    }
}
async function readClassic(client, parameters, source) {
    const repository = `${parameters.owner}/${parameters.repo}`;
    const got = await client.get('/repos/{owner}/{repo}/branches/{branch}', parameters);
    if (!got.ok) {
        const words = (0,_failures_js__WEBPACK_IMPORTED_MODULE_3__/* .wordsOf */ .Z)(got.failure, {
            repository,
            missing: `${repository} has no such branch that the token can see; check the branch and that the token has \`contents: read\``,
            permission: 'contents: read',
            grant: "add it to the job's `permissions`",
        });
        return failed(source, words.status, words.detail);
    }
    try {
        const none = 'no classic branch protection is enabled';
        return answered(source, classicOf(got.data, parameters.branch), none, got.renamed);
    }
    catch (error) {
        if (error instanceof _shapes_js__WEBPACK_IMPORTED_MODULE_1__/* .UnknownShape */ .CB)
            return unknownShape(source);
        throw error;
    }
}
function answered(source, protections, none, renamed) {
    const status = protections.length === 0 ? 'none' : 'answered';
    const details = [...(status === 'none' ? [none] : []), ...(renamed ? [RENAMED] : [])];
    return { protections, answer: { source, status, detail: details.join('; ') } };
}
function failed(source, status, detail) {
    return { protections: [], answer: { source, status, detail } };
}
/** An answer that cannot be understood must not pass for "nothing is required". */
function unknownShape(source) {
    return failed(source, 'unavailable', _shapes_js__WEBPACK_IMPORTED_MODULE_1__/* .UNKNOWN_SHAPE */ .T);
}
function rulesetsOf(rules, branch) {
    const drafts = new Map();
    for (const entry of rules) {
        const rule = (0,_shapes_js__WEBPACK_IMPORTED_MODULE_1__/* .record */ .g1)(entry);
        const info = rule;
        const key = `${info.ruleset_source_type} ${info.ruleset_source} ${info.ruleset_id}`;
        const draft = drafts.get(key) ?? { info, checks: [], workflows: [], mergeQueue: false, codeOwnerReview: false };
        if (readRule(rule, draft))
            drafts.set(key, draft);
    }
    return [...drafts.values()]
        .sort((a, b) => Number(a.info.ruleset_id ?? 0) - Number(b.info.ruleset_id ?? 0))
        .map((draft) => protectionOf(draft, branch));
}
/** Adds one rule to its ruleset; false when it is of a type that is not judged. */
function readRule(rule, draft) {
    switch (rule['type']) {
        case 'required_status_checks': {
            const list = (0,_shapes_js__WEBPACK_IMPORTED_MODULE_1__/* .record */ .g1)(rule['parameters']).required_status_checks;
            const source = sourceOf(draft.info);
            for (const check of (0,_shapes_js__WEBPACK_IMPORTED_MODULE_1__/* .array */ .YO)(list)) {
                const { context, integration_id } = (0,_shapes_js__WEBPACK_IMPORTED_MODULE_1__/* .record */ .g1)(check);
                draft.checks.push({ context: (0,_shapes_js__WEBPACK_IMPORTED_MODULE_1__/* .text */ .Qq)(context), source, ...integration(integration_id) });
            }
            return true;
        }
        case 'merge_queue':
            draft.mergeQueue = true;
            return true;
        case 'pull_request': {
            if ((0,_shapes_js__WEBPACK_IMPORTED_MODULE_1__/* .record */ .g1)(rule['parameters']).require_code_owner_review !== true)
                return false;
            draft.codeOwnerReview = true;
            return true;
        }
        case 'workflows': {
            for (const item of (0,_shapes_js__WEBPACK_IMPORTED_MODULE_1__/* .array */ .YO)((0,_shapes_js__WEBPACK_IMPORTED_MODULE_1__/* .record */ .g1)(rule['parameters']).workflows)) {
                const workflow = (0,_shapes_js__WEBPACK_IMPORTED_MODULE_1__/* .record */ .g1)(item);
                if (typeof workflow.repository_id !== 'number')
                    throw new _shapes_js__WEBPACK_IMPORTED_MODULE_1__/* .UnknownShape */ .CB();
                draft.workflows.push({
                    path: (0,_shapes_js__WEBPACK_IMPORTED_MODULE_1__/* .text */ .Qq)(workflow.path),
                    repositoryId: workflow.repository_id,
                    ...(typeof workflow.ref === 'string' ? { ref: workflow.ref } : {}),
                    ...(typeof workflow.sha === 'string' ? { sha: workflow.sha } : {}),
                });
            }
            return true;
        }
        default:
            return false;
    }
}
function protectionOf(draft, branch) {
    return {
        source: sourceOf(draft.info),
        branches: { include: [branch], exclude: [] },
        requiredChecks: draft.checks,
        ...(draft.codeOwnerReview ? { codeOwnerReview: true } : {}),
        ...(draft.mergeQueue ? { mergeQueue: true } : {}),
        ...(draft.workflows.length > 0 ? { requiredWorkflows: draft.workflows } : {}),
    };
}
/** `ruleset 42 of octo/app`, `organization ruleset 7 of octo`. */
function sourceOf({ ruleset_source_type, ruleset_source, ruleset_id }) {
    const level = ruleset_source_type;
    const scope = typeof level === 'string' && level !== 'Repository' ? `${level.toLowerCase()} ` : '';
    const owner = typeof ruleset_source === 'string' ? ` of ${ruleset_source}` : '';
    const id = typeof ruleset_id === 'number' ? ` ${ruleset_id}` : '';
    return { kind: 'api', endpoint: 'rules', label: `${scope}ruleset${id}${owner}` };
}
// ---------------------------------------------------------------- classic protection
/**
 * `protected` is also true on a branch that only a ruleset protects, and contexts of a protection that was switched off
 * are still listed: only `protection.enabled` counts.
 */
function classicOf(data, branch) {
    const { protection } = (0,_shapes_js__WEBPACK_IMPORTED_MODULE_1__/* .record */ .g1)(data);
    if (protection === undefined || protection === null)
        return [];
    const { enabled, required_status_checks, required_pull_request_reviews } = (0,_shapes_js__WEBPACK_IMPORTED_MODULE_1__/* .record */ .g1)(protection);
    if (enabled !== true)
        return [];
    const source = { kind: 'api', endpoint: 'branch', label: `branch protection of ${branch}` };
    return [
        {
            source,
            branches: { include: [branch], exclude: [] },
            requiredChecks: classicChecks(required_status_checks, source),
            // Shown to administrators only; absent for the token of a workflow.
            ...(required_pull_request_reviews?.require_code_owner_reviews === true ? { codeOwnerReview: true } : {}),
        },
    ];
}
function classicChecks(value, source) {
    if (value === undefined || value === null)
        return [];
    const { enforcement_level, contexts, checks } = (0,_shapes_js__WEBPACK_IMPORTED_MODULE_1__/* .record */ .g1)(value);
    if (enforcement_level === 'off')
        return [];
    const found = new Map();
    // `checks` says which app must report; servers older than 3.4 know `contexts` alone.
    for (const item of (0,_shapes_js__WEBPACK_IMPORTED_MODULE_1__/* .array */ .YO)(checks ?? [])) {
        const { context, app_id } = (0,_shapes_js__WEBPACK_IMPORTED_MODULE_1__/* .record */ .g1)(item);
        found.set((0,_shapes_js__WEBPACK_IMPORTED_MODULE_1__/* .text */ .Qq)(context), { context: (0,_shapes_js__WEBPACK_IMPORTED_MODULE_1__/* .text */ .Qq)(context), source, ...integration(app_id) });
    }
    for (const item of (0,_shapes_js__WEBPACK_IMPORTED_MODULE_1__/* .array */ .YO)(contexts ?? [])) {
        const context = (0,_shapes_js__WEBPACK_IMPORTED_MODULE_1__/* .text */ .Qq)(item);
        if (!found.has(context))
            found.set(context, { context, source });
    }
    return [...found.values()];
}
// ---------------------------------------------------------------- shapes
/** null, absent and -1 mean "any source may report it". */
function integration(id) {
    return typeof id === 'number' && id > 0 ? { integrationId: id } : {};
}


/***/ })

};
