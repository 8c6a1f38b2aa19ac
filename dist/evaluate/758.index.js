export const id = 758;
export const ids = [758];
export const modules = {

/***/ 2758:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  fetchProtection: () => (/* binding */ fetchProtection)
});

// EXTERNAL MODULE: ./build/errors.js
var errors = __webpack_require__(9473);
;// CONCATENATED MODULE: ./build/github/client.js
/**
 * A small, patient reader of the GitHub REST API: GET only, bounded in time, in size and in retries. Reached through
 * `await import()` from the oracle alone, so that an offline run loads no HTTP stack.
 *
 * Nothing of a failure is passed on as GitHub or the network worded it: such texts may quote a header (and so the
 * token). A failure carries a status, a few checked facts of its headers and an error code, and is put into words in
 * failures.ts.
 */

const TIME_LIMIT_MS = 10_000;
const RETRY_DELAYS_MS = [200, 1000];
const MAX_BYTES = 5_000_000;
/** Statuses whose answer has no body (Fetch Standard, "null body status"). */
const NULL_BODY = new Set([101, 103, 204, 205, 304]);
/**
 * A client for one API server and one token. The time limit starts now.
 *
 * @throws PhaseMirrorError kind `user` when `apiUrl` is no http(s) address.
 */
async function createClient(options) {
    const baseUrl = checkedUrl(options.apiUrl);
    const { getOctokit, defaults } = await loadToolkit();
    const timeLimitMs = options.timeLimitMs ?? TIME_LIMIT_MS;
    const delays = options.retryDelaysMs ?? RETRY_DELAYS_MS;
    const maxBytes = options.maxBytes ?? MAX_BYTES;
    const signal = AbortSignal.timeout(timeLimitMs);
    // A proxy-aware fetch made by the toolkit for this process; its type is looser than what it does.
    const transport = options.fetch ?? defaults.request?.['fetch'];
    const log = { debug: ignore, info: ignore, warn: ignore, error: ignore };
    const octokit = getOctokit(options.token.trim(), {
        baseUrl,
        userAgent: 'phase-mirror',
        log,
        request: { fetch: boundedFetch(transport, maxBytes), signal, log },
    });
    return {
        async get(route, parameters) {
            for (let attempt = 0;; attempt += 1) {
                let failure;
                try {
                    const { data } = await octokit.request(`GET ${route}`, { ...parameters });
                    return { ok: true, data };
                }
                catch (error) {
                    failure = signal.aborted ? { kind: 'time-out', seconds: timeLimitMs / 1000 } : failureOf(error, maxBytes);
                }
                const delay = delays[attempt];
                if (delay === undefined || !canHeal(failure))
                    return { ok: false, failure };
                await pause(delay, signal);
            }
        },
    };
}
function ignore() { }
function checkedUrl(text) {
    let url;
    try {
        url = new URL(text);
    }
    catch (cause) {
        throw notAnAddress(text, cause);
    }
    if (url.protocol !== 'https:' && url.protocol !== 'http:')
        throw notAnAddress(text);
    // Credentials in an address would end up in messages of lower layers.
    url.username = '';
    url.password = '';
    return url.href.replace(/\/$/, '');
}
function notAnAddress(text, cause) {
    return new errors/* PhaseMirrorError */.VV('user', {
        thing: 'The address of the GitHub API',
        reason: `is not an http or https address: ${JSON.stringify(text.slice(0, 80))}`,
        next: 'Set GITHUB_API_URL to https://api.github.com, or to https://HOST/api/v3 of your server',
        ...(cause === undefined ? {} : { cause }),
    });
}
/**
 * The toolkit reads and parses the file of GITHUB_EVENT_PATH while it loads: it prints to stdout when there is none
 * and throws when it is not JSON. Neither is its business here, so the variable is hidden for that moment.
 */
async function loadToolkit() {
    const eventPath = process.env['GITHUB_EVENT_PATH'];
    delete process.env['GITHUB_EVENT_PATH'];
    try {
        const [github, utils] = [await Promise.all(/* import() */[__webpack_require__.e(665), __webpack_require__.e(351)]).then(__webpack_require__.bind(__webpack_require__, 1351)), await __webpack_require__.e(/* import() */ 665).then(__webpack_require__.bind(__webpack_require__, 8665))];
        return { ...utils, ...github };
    }
    finally {
        if (eventPath !== undefined)
            process.env['GITHUB_EVENT_PATH'] = eventPath;
    }
}
class TooLarge extends Error {
}
/** Reads every body (of errors too) up to a limit before anything else sees it. */
function boundedFetch(transport, maxBytes) {
    return async (input, init) => {
        const response = await transport(input, init);
        const { status, statusText, headers } = response;
        if (response.body === null || NULL_BODY.has(status))
            return new Response(null, { status, statusText, headers });
        const chunks = [];
        let bytes = 0;
        for await (const chunk of response.body) {
            bytes += chunk.byteLength;
            if (bytes > maxBytes)
                throw new TooLarge();
            chunks.push(chunk);
        }
        return new Response(Buffer.concat(chunks), { status, statusText, headers });
    };
}
function failureOf(error, maxBytes) {
    const response = property(error, 'response');
    if (response !== undefined)
        return statusFailure(response);
    // The code sits below one or two wrappers: Octokit's, then that of fetch.
    for (let cause = error, depth = 0; cause !== undefined && depth < 5; cause = property(cause, 'cause'), depth += 1) {
        if (cause instanceof TooLarge)
            return { kind: 'too-large', megabytes: maxBytes / 1_000_000 };
        const code = property(cause, 'code');
        if (typeof code === 'string' && /^[A-Z][A-Z0-9_]{1,50}$/.test(code))
            return { kind: 'network', code };
    }
    return { kind: 'network', code: '' };
}
function property(value, name) {
    return typeof value === 'object' && value !== null ? value[name] : undefined;
}
/** Headers: docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api and …/troubleshooting-the-rest-api. */
function statusFailure({ status, headers, data }) {
    const message = String(property(data, 'message') ?? '');
    const forbidden = status === 403;
    const limited = status === 429 ||
        (forbidden &&
            (headers['x-ratelimit-remaining'] === '0' ||
                headers['retry-after'] !== undefined ||
                /rate limit/i.test(message.slice(0, 500))));
    const accepted = headers['x-accepted-github-permissions'] ?? '';
    return {
        kind: 'status',
        status,
        acceptedPermissions: /^[a-z_]+=[a-z]+(?:[,;] ?[a-z_]+=[a-z]+){0,9}$/.test(accepted) ? accepted : '',
        rateLimited: limited ? { until: resetTime(headers['x-ratelimit-reset']) } : null,
        singleSignOn: forbidden && (headers['x-github-sso'] ?? '').startsWith('required'),
        // "Upgrade to GitHub Pro or make this repository public to enable this feature."
        notInPlan: forbidden && !limited && message.startsWith('Upgrade to GitHub'),
    };
}
/** `x-ratelimit-reset` is in seconds since the epoch, UTC. */
function resetTime(header) {
    if (header === undefined || !/^\d{1,11}$/.test(header))
        return '';
    return `${new Date(Number(header) * 1000).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
/** Only what may be different a moment later is asked again. */
function canHeal(failure) {
    if (failure.kind === 'status')
        return failure.status >= 500;
    return failure.kind === 'network';
}
/** Waits, but never beyond the time limit. */
function pause(milliseconds, signal) {
    return new Promise((resolve) => {
        const done = () => {
            clearTimeout(timer);
            signal.removeEventListener('abort', done);
            resolve();
        };
        const timer = setTimeout(done, milliseconds);
        signal.addEventListener('abort', done);
    });
}

;// CONCATENATED MODULE: ./build/github/failures.js
/**
 * Puts a failure into words. 401 and 403 are `forbidden`, 404 is `not-found`; whatever may be different later (rate
 * limit, outage, no network) is `unavailable`. No text of the server is repeated.
 */
function wordsOf(failure, asked) {
    switch (failure.kind) {
        case 'time-out':
            return unavailable(`no answer within ${failure.seconds} s; run again later`);
        case 'too-large':
            return unavailable(`the answer is larger than ${failure.megabytes} MB and was not read`);
        case 'network': {
            const code = failure.code === '' ? '' : ` (${failure.code})`;
            return unavailable(`the API could not be reached${code}; check the network, the proxy variables and GITHUB_API_URL`);
        }
        case 'status':
            return statusWords(failure, asked);
    }
}
function statusWords(failure, asked) {
    const { status } = failure;
    if (failure.rateLimited !== null) {
        const { until } = failure.rateLimited;
        return unavailable(`${status}: the rate limit of the token is used up; run again ${until === '' ? 'later' : `after ${until}`}`);
    }
    if (failure.notInPlan) {
        return { status: 'none', detail: 'the plan of this private repository has no such rules' };
    }
    if (status === 401) {
        return forbidden('401: GitHub does not accept the token (expired, revoked, or made for another server); pass a valid one');
    }
    if (failure.singleSignOn) {
        return forbidden("403: the token is not authorised for the organisation's single sign-on; authorise it there");
    }
    if (status === 403) {
        const permission = failure.acceptedPermissions === '' ? asked.permission : permissionWords(failure.acceptedPermissions);
        return forbidden(`403: the token lacks \`${permission}\` for ${asked.repository}; ${asked.grant}`);
    }
    if (status === 404)
        return { status: 'not-found', detail: `404: ${asked.missing}` };
    if (status === 410)
        return unavailable('410: this server no longer offers the endpoint; say so in an issue of Phase Mirror');
    if (status >= 500)
        return unavailable(`${status}: GitHub has a problem (asked three times); run again later`);
    return unavailable(`${status}: GitHub did not accept the request; run again later`);
}
function unavailable(detail) {
    return { status: 'unavailable', detail };
}
function forbidden(detail) {
    return { status: 'forbidden', detail };
}
/** `contents=read,metadata=read` → `contents: read, metadata: read`. */
function permissionWords(accepted) {
    return accepted
        .split(/[,;] ?/)
        .map((permission) => permission.replace('=', ': '))
        .join(', ');
}

;// CONCATENATED MODULE: ./build/github/protection.js



/** 1,000 rules on one branch: far beyond what GitHub lets anyone configure. */
const PER_PAGE = 100;
const MAX_PAGES = 10;
/**
 * Asks GitHub what is required on `branch`. Never throws for what the server or the network does: that is an answer.
 *
 * @throws PhaseMirrorError kind `user` when `repository` is not `owner/name` or the API address is none.
 */
async function fetchProtection(request) {
    const { branch } = request;
    const [owner, repo] = ownerAndName(request.repository);
    const rulesSource = `rules/branches/${branch}`;
    const branchSource = `branches/${branch}`;
    const notAsked = request.token.trim() === '' ? 'no token was given' : isBranchName(branch) ? '' : 'this is not the name of a branch';
    if (notAsked !== '') {
        const answer = { status: 'not-asked', detail: notAsked };
        return { protections: [], answers: [rulesSource, branchSource].map((source) => ({ source, ...answer })) };
    }
    const client = await createClient(request);
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
    const rules = [];
    for (let page = 1;; page += 1) {
        if (page > MAX_PAGES) {
            return failed(source, 'unavailable', `more than ${MAX_PAGES * PER_PAGE} rules apply to the branch; they were not read`);
        }
        const got = await client.get('/repos/{owner}/{repo}/rules/branches/{branch}', {
            ...parameters,
            per_page: PER_PAGE,
            page,
        });
        if (!got.ok) {
            const words = wordsOf(got.failure, asked);
            return failed(source, words.status, words.detail);
        }
        if (!Array.isArray(got.data))
            return unknownShape(source);
        rules.push(...got.data);
        // Pages are counted rather than followed by link: a link could lead the token to another host.
        if (got.data.length < PER_PAGE)
            break;
    }
    try {
        return answered(source, rulesetsOf(rules, parameters.branch), 'no ruleset requires anything we judge on this branch');
    }
    catch (error) {
        if (error instanceof UnknownShape)
            return unknownShape(source);
        throw error;
    }
}
async function readClassic(client, parameters, source) {
    const repository = `${parameters.owner}/${parameters.repo}`;
    const got = await client.get('/repos/{owner}/{repo}/branches/{branch}', parameters);
    if (!got.ok) {
        const words = wordsOf(got.failure, {
            repository,
            missing: `${repository} has no such branch that the token can see; check the branch and that the token has \`contents: read\``,
            permission: 'contents: read',
            grant: "add it to the job's `permissions`",
        });
        return failed(source, words.status, words.detail);
    }
    try {
        return answered(source, classicOf(got.data, parameters.branch), 'no classic branch protection is enabled');
    }
    catch (error) {
        if (error instanceof UnknownShape)
            return unknownShape(source);
        throw error;
    }
}
function answered(source, protections, none) {
    const answer = protections.length === 0 ? { source, status: 'none', detail: none } : { source, status: 'answered', detail: '' };
    return { protections, answer };
}
function failed(source, status, detail) {
    return { protections: [], answer: { source, status, detail } };
}
/** An answer that cannot be understood must not pass for "nothing is required". */
function unknownShape(source) {
    return failed(source, 'unavailable', 'the answer is not of the documented form; check GITHUB_API_URL and any proxy');
}
class UnknownShape extends Error {
}
function rulesetsOf(rules, branch) {
    const drafts = new Map();
    for (const entry of rules) {
        const rule = record(entry);
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
            const list = record(rule['parameters']).required_status_checks;
            const source = sourceOf(draft.info);
            for (const check of array(list)) {
                const { context, integration_id } = record(check);
                draft.checks.push({ context: protection_text(context), source, ...integration(integration_id) });
            }
            return true;
        }
        case 'merge_queue':
            draft.mergeQueue = true;
            return true;
        case 'pull_request': {
            if (record(rule['parameters']).require_code_owner_review !== true)
                return false;
            draft.codeOwnerReview = true;
            return true;
        }
        case 'workflows': {
            for (const item of array(record(rule['parameters']).workflows)) {
                const workflow = record(item);
                if (typeof workflow.repository_id !== 'number')
                    throw new UnknownShape();
                draft.workflows.push({
                    path: protection_text(workflow.path),
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
    const { protection } = record(data);
    if (protection === undefined || protection === null)
        return [];
    const { enabled, required_status_checks, required_pull_request_reviews } = record(protection);
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
    const { enforcement_level, contexts, checks } = record(value);
    if (enforcement_level === 'off')
        return [];
    const found = new Map();
    // `checks` says which app must report; servers older than 3.4 know `contexts` alone.
    for (const item of array(checks ?? [])) {
        const { context, app_id } = record(item);
        found.set(protection_text(context), { context: protection_text(context), source, ...integration(app_id) });
    }
    for (const item of array(contexts ?? [])) {
        const context = protection_text(item);
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
/** The documented type is a claim until each field is looked at: this proves an object, no more. */
function record(value) {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
        throw new UnknownShape();
    return value;
}
function array(value) {
    if (!Array.isArray(value))
        throw new UnknownShape();
    return value;
}
function protection_text(value) {
    if (typeof value !== 'string')
        throw new UnknownShape();
    return value;
}
function ownerAndName(repository) {
    const [owner, repo, more] = repository.split('/');
    const valid = (part) => part !== undefined && /^(?!\.{1,2}$)[\w.-]{1,100}$/.test(part);
    if (!valid(owner) || !valid(repo) || more !== undefined) {
        throw new errors/* PhaseMirrorError */.VV('user', {
            thing: 'The repository',
            reason: `is not of the form owner/name: ${JSON.stringify(repository.slice(0, 80))}`,
            next: 'Give it as owner/name, for example octo-org/app',
        });
    }
    return [owner, repo];
}
/** Keeps a hostile name from becoming another path of the API; everything else is percent-encoded. */
function isBranchName(branch) {
    return branch !== '' && branch !== '.' && branch !== '..' && branch.length <= 1000;
}


/***/ })

};
