export const id = 484;
export const ids = [484];
export const modules = {

/***/ 4484:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  fetchFacts: () => (/* binding */ fetchFacts)
});

// EXTERNAL MODULE: ./build/github/client.js + 3 modules
var github_client = __webpack_require__(6682);
// EXTERNAL MODULE: ./build/github/failures.js
var failures = __webpack_require__(7651);
// EXTERNAL MODULE: ./build/github/pages.js
var pages = __webpack_require__(2270);
;// CONCATENATED MODULE: ./build/github/permissions.js
const OWN = 'which every token has';
const PERMISSIONS = [
    {
        feature: 'decide from the files of the checkout',
        permission: '`contents: read`',
        without: 'nothing can be checked out',
    },
    {
        feature: 'fetch a base commit that the checkout lacks',
        permission: '`contents: read`',
        without: 'every problem counts as new, and the run is incomplete',
    },
    endpoint({
        feature: 'read what rulesets require (`rules/branches`)',
        note: OWN,
        without: 'required checks, merge queue and code-owner review are those that files declare',
        evidence: 'rules',
        route: '/repos/{owner}/{repo}/rules/branches/{branch}',
        permission: 'metadata: read',
        rules: [],
    }),
    endpoint({
        feature: 'read classic branch protection (`branches`)',
        without: 'required checks of classic protection are those that files declare',
        evidence: 'branch',
        route: '/repos/{owner}/{repo}/branches/{branch}',
        permission: 'contents: read',
        rules: [],
    }),
    endpoint({
        feature: 'see which owners GitHub rejects (`codeowners/errors`)',
        without: 'MD-007 sees only placeholders and names nobody can have',
        evidence: 'codeownersErrors',
        route: '/repos/{owner}/{repo}/codeowners/errors',
        permission: 'contents: read',
        rules: ['MD-007'],
    }),
    endpoint({
        feature: 'see which branches exist (`branches`)',
        without: 'MD-013 is not evaluated',
        evidence: 'branches',
        route: '/repos/{owner}/{repo}/branches',
        permission: 'contents: read',
        rules: ['MD-013'],
    }),
    endpoint({
        feature: 'see which labels exist (`labels`)',
        without: 'MD-017 checks directories only',
        evidence: 'labels',
        route: '/repos/{owner}/{repo}/labels',
        permission: 'issues: read',
        note: 'or `pull-requests: read`',
        rules: ['MD-017'],
    }),
    endpoint({
        feature: 'see which workflows are switched off (`actions/workflows`)',
        without: 'MD-019 is not evaluated; MD-008 judges workflows that are switched off too',
        evidence: 'workflows',
        route: '/repos/{owner}/{repo}/actions/workflows',
        permission: 'actions: read',
        rules: ['MD-008', 'MD-019'],
    }),
    endpoint({
        feature: 'see environments and their protection (`environments`)',
        without: 'MD-020 is not evaluated',
        evidence: 'environments',
        route: '/repos/{owner}/{repo}/environments',
        permission: 'actions: read',
        rules: ['MD-020'],
    }),
    endpoint({
        feature: 'see apps that guard an environment (`deployment_protection_rules`)',
        without: 'MD-020 calls no environment unprotected',
        evidence: 'environmentApps',
        route: '/repos/{owner}/{repo}/environments/{environment_name}/deployment_protection_rules',
        permission: 'actions: read',
        rules: ['MD-020'],
    }),
    {
        feature: '`upload-sarif: true`',
        permission: '`security-events: write`',
        without: 'the upload step fails',
    },
    { feature: '`upload-report: true`', permission: 'none', without: '' },
];
/** The endpoint of one piece of evidence. */
function endpointOf(evidence) {
    const api = PERMISSIONS.find((row) => row.api?.evidence === evidence)?.api;
    if (api === undefined)
        throw new Error(`no endpoint is listed for ${evidence}`);
    return api;
}
function endpoint({ feature, without, note, ...api }) {
    const separator = note?.startsWith('or ') === true ? ' ' : ', ';
    return { feature, without, permission: `\`${api.permission}\`${note === undefined ? '' : separator + note}`, api };
}

// EXTERNAL MODULE: ./build/github/shapes.js
var shapes = __webpack_require__(6258);
;// CONCATENATED MODULE: ./build/github/facts.js





/** Environments without built-in protection that are asked about apps: one request each. */
const MAX_ASKED_ENVIRONMENTS = 20;
/**
 * Asks GitHub for the facts in `wanted`; the others are `not-asked` and cost nothing. At most 61 requests: ten pages of
 * each of four lists, one of CODEOWNERS, twenty environments. Never throws for what the server or the network does.
 *
 * @throws PhaseMirrorError kind `user` when `repository` is not `owner/name` or the API address is none.
 */
async function fetchFacts(request, wanted) {
    const [owner, repo] = (0,shapes/* ownerAndName */.uD)(request.repository);
    const nobody = notAsked('no rule that is on needs it');
    const facts = { codeownersErrors: nobody, environments: nobody, workflows: nobody, branches: nobody, labels: nobody };
    if (wanted.size === 0)
        return facts;
    if (request.token.trim() === '') {
        const none = notAsked('no token was given');
        return { ...facts, ...Object.fromEntries([...wanted].map((name) => [name, none])) };
    }
    const client = await (0,github_client/* createClient */.U)(request);
    const parameters = { owner, repo };
    const ask = async (name, read) => (wanted.has(name) ? await understood(read(client, parameters)) : nobody);
    const [codeownersErrors, environments, workflows, branches, labels] = await Promise.all([
        ask('codeownersErrors', (...to) => readCodeownersErrors(...to, request.codeownersRef)),
        ask('environments', readEnvironments),
        ask('workflows', readWorkflows),
        ask('branches', (...to) => readNames(...to, 'branches', 'branches')),
        ask('labels', (...to) => readNames(...to, 'labels', 'labels')),
    ]);
    return { codeownersErrors, environments, workflows, branches, labels };
}
/** An answer of another form is no answer. */
async function understood(reading) {
    try {
        return await reading;
    }
    catch (error) {
        if (error instanceof shapes/* UnknownShape */.CB)
            return { status: 'unavailable', detail: shapes/* UNKNOWN_SHAPE */.T };
        throw error;
    }
}
// ---------------------------------------------------------------- the facts
async function readCodeownersErrors(client, parameters, ref) {
    const { route } = endpointOf('codeownersErrors');
    const got = await client.get(route, { ...parameters, ...(ref === undefined ? {} : { ref }) });
    if (!got.ok) {
        // GitHub gives the same 404 for a repository without a CODEOWNERS file.
        const where = ref === undefined ? 'its default branch' : ref;
        return noFact(got.failure, 'codeownersErrors', parameters, `has no CODEOWNERS on ${where} that the token can see`);
    }
    const { errors } = (0,shapes/* record */.g1)(got.data);
    const value = (0,shapes/* array */.YO)(errors).map((entry) => {
        const error = (0,shapes/* record */.g1)(entry);
        return {
            path: (0,shapes/* text */.Qq)(error.path),
            line: (0,shapes/* count */.U9)(error.line),
            column: (0,shapes/* count */.U9)(error.column),
            kind: (0,shapes/* text */.Qq)(error.kind),
            source: (0,shapes/* text */.Qq)(error.source ?? ''),
            suggestion: (0,shapes/* text */.Qq)(error.suggestion ?? ''),
        };
    });
    return { status: 'answered', value };
}
async function readWorkflows(client, parameters) {
    const listed = await list(client, parameters, 'workflows', 'workflows', (page) => (0,shapes/* record */.g1)(page)['workflows']);
    if (listed.status !== 'answered')
        return listed;
    const value = listed.value.map((entry) => {
        const { path, state } = (0,shapes/* record */.g1)(entry);
        return { path: (0,shapes/* text */.Qq)(path), state: (0,shapes/* text */.Qq)(state) };
    });
    return { status: 'answered', value };
}
async function readNames(client, parameters, name, what) {
    const listed = await list(client, parameters, name, what, (page) => page);
    if (listed.status !== 'answered')
        return listed;
    const nameOf = (entry) => (0,shapes/* text */.Qq)((0,shapes/* record */.g1)(entry).name);
    return { status: 'answered', value: listed.value.map(nameOf) };
}
/**
 * The list shows built-in protection alone; apps that guard an environment ("custom deployment protection rules") are
 * another endpoint. It is asked for environments that nothing built-in protects.
 */
async function readEnvironments(client, parameters) {
    const listed = await list(client, parameters, 'environments', 'environments', (page) => (0,shapes/* record */.g1)(page)['environments']);
    if (listed.status !== 'answered')
        return listed;
    const found = listed.value.map((entry) => {
        const environment = (0,shapes/* record */.g1)(entry);
        return { name: (0,shapes/* text */.Qq)(environment.name), protected: hasBuiltInProtection(environment) };
    });
    const open = found.filter((environment) => !environment.protected);
    const asked = new Map(await Promise.all(open
        .slice(0, MAX_ASKED_ENVIRONMENTS)
        .map(async ({ name }) => [name, await guardedByApp(client, parameters, name)])));
    const notAskedMore = `more than ${MAX_ASKED_ENVIRONMENTS} environments have no built-in protection; no more were asked about`;
    const value = found.map((environment) => {
        if (environment.protected)
            return environment;
        return asked.get(environment.name) ?? { name: environment.name, protected: true, unproven: notAskedMore };
    });
    return { status: 'answered', value };
}
/** A kind of rule that this version does not know protects too. */
function hasBuiltInProtection({ protection_rules, deployment_branch_policy, }) {
    const rules = (0,shapes/* array */.YO)(protection_rules ?? []).map((rule) => (0,shapes/* record */.g1)(rule));
    const standing = rules.filter(({ type, wait_timer }) => type !== 'wait_timer' || wait_timer !== 0);
    return standing.length > 0 || (deployment_branch_policy !== undefined && deployment_branch_policy !== null);
}
async function guardedByApp(client, parameters, name) {
    const unproven = (reason) => ({ name, protected: true, unproven: reason });
    if (!(0,shapes/* isPathSegment */.bQ)(name))
        return unproven('GitHub cannot be asked about an environment of this name');
    const got = await client.get(endpointOf('environmentApps').route, { ...parameters, environment_name: name });
    if (!got.ok)
        return unproven(noFact(got.failure, 'environmentApps', parameters, 'shows no apps that guard it').detail);
    try {
        const rules = (0,shapes/* array */.YO)((0,shapes/* record */.g1)(got.data)['custom_deployment_protection_rules']);
        const enabled = rules.some((rule) => (0,shapes/* record */.g1)(rule).enabled !== false);
        return { name, protected: enabled };
    }
    catch (error) {
        if (error instanceof shapes/* UnknownShape */.CB)
            return unproven(shapes/* UNKNOWN_SHAPE */.T);
        throw error;
    }
}
// ---------------------------------------------------------------- lists and words
async function list(client, parameters, evidence, what, itemsOf) {
    const listing = await (0,pages/* readAll */.yw)(client, endpointOf(evidence).route, { ...parameters }, (page) => (0,shapes/* array */.YO)(itemsOf(page)));
    if (listing.kind === 'all')
        return { status: 'answered', value: listing.items };
    if (listing.kind === 'failed') {
        return noFact(listing.failure, evidence, parameters, `has no ${what} that the token can see`);
    }
    return {
        status: 'unavailable',
        detail: `there are more than ${pages/* MAX_PAGES */.Y0 * pages/* PER_PAGE */.EK} ${what}; a part of them would be a wrong answer`,
    };
}
function notAsked(detail) {
    return { status: 'not-asked', detail };
}
/** @param missing what a 404 means: "has no labels that the token can see" */
function noFact(failure, evidence, { owner, repo }, missing) {
    const repository = `${owner}/${repo}`;
    const { permission } = endpointOf(evidence);
    const asked = {
        repository,
        missing: `${repository} ${missing}; check the name and that the token has \`${permission}\``,
        permission,
        grant: "add it to the job's `permissions`",
    };
    const { status, detail } = (0,failures/* wordsOf */.Z)(failure, asked);
    switch (status) {
        case 'forbidden':
        case 'not-found':
            return { status, detail };
        default:
            // A plan without the feature: for required checks that is "none", for a fact it is no answer.
            return { status: 'unavailable', detail };
    }
}


/***/ })

};
