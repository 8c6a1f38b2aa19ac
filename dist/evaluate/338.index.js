export const id = 338;
export const ids = [338];
export const modules = {

/***/ 6682:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  U: () => (/* binding */ createClient)
});

// EXTERNAL MODULE: ./build/errors.js
var errors = __webpack_require__(9473);
;// CONCATENATED MODULE: ./build/github/transport.js
/** The lowest layer: bodies of bounded size, and redirects that stay on one server. */
class TooLarge extends Error {
}
class OtherServer extends Error {
}
class TooManyRedirects extends Error {
}
/** Set by us on every answer; what a server sends under these names is dropped. */
const MOVED_HEADER = 'x-phase-mirror-moved';
const BYTES_HEADER = 'x-phase-mirror-bytes';
/** Statuses whose answer has no body (Fetch Standard, "null body status"). */
const NULL_BODY = new Set([101, 103, 204, 205, 304]);
const REDIRECTS = new Set([301, 302, 307, 308]);
const MAX_REDIRECTS = 3;
/**
 * A fetch that reads every body (of errors too) up to `maxBytes` before anything else sees it.
 *
 * GitHub answers for a renamed repository with a 301 to `/repositories/ID/…` of the same server
 * (docs.github.com/rest/using-the-rest-api/best-practices-for-using-the-rest-api, "Follow redirects"). Only such a
 * redirect is followed: another server would get the question and could make up evidence.
 *
 * @throws TooLarge, OtherServer, TooManyRedirects, and whatever `transport` throws
 */
function boundedFetch(transport, maxBytes) {
    return async (input, init) => {
        let address = new URL(input instanceof Request ? input.url : String(input));
        let moved = false;
        for (let hops = 0;; hops += 1) {
            const response = await transport(address.href, { ...init, redirect: 'manual' });
            const location = response.headers.get('location');
            if (!REDIRECTS.has(response.status) || location === null)
                return read(response, maxBytes, moved);
            await response.body?.cancel();
            if (hops === MAX_REDIRECTS)
                throw new TooManyRedirects();
            const target = URL.canParse(location, address.href) ? new URL(location, address) : null;
            if (target?.origin !== address.origin)
                throw new OtherServer();
            moved ||= response.status === 301;
            address = target;
        }
    };
}
async function read(response, maxBytes, moved) {
    const { status, statusText } = response;
    const headers = new Headers(response.headers);
    headers.delete(MOVED_HEADER);
    if (moved)
        headers.set(MOVED_HEADER, '1');
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
    headers.set(BYTES_HEADER, String(bytes));
    return new Response(Buffer.concat(chunks), { status, statusText, headers });
}

;// CONCATENATED MODULE: ./build/github/answers.js
/**
 * What one request to GitHub came back with. Nothing of a failure is passed on as GitHub or the network worded it: such
 * texts may quote a header (and so the token). A failure carries a status, a few checked facts of its headers and an
 * error code, and is put into words in failures.ts.
 */

/** `waitSeconds` when a secondary limit does not say how long: "wait for at least one minute before retrying". */
const UNSAID_WAIT_SECONDS = 60;
const MAX_LINK_BYTES = 8000;
/** What was thrown, in the terms above. Texts of the server stay behind. */
function failureOf(error, maxBytes) {
    const response = responseOf(error);
    if (response !== undefined)
        return statusFailure(response);
    // The code sits below one or two wrappers: Octokit's, then that of fetch.
    for (let cause = error, depth = 0; cause !== undefined && depth < 5; cause = property(cause, 'cause'), depth += 1) {
        if (cause instanceof TooLarge)
            return { kind: 'too-large', megabytes: maxBytes / 1_000_000 };
        if (cause instanceof OtherServer)
            return { kind: 'redirect', reason: 'other-server' };
        if (cause instanceof TooManyRedirects)
            return { kind: 'redirect', reason: 'too-many' };
        const code = property(cause, 'code');
        if (typeof code === 'string' && /^[A-Z][A-Z0-9_]{1,50}$/.test(code))
            return { kind: 'network', code };
    }
    return { kind: 'network', code: '' };
}
/** The response that an Octokit error carries, if it carries one. */
function responseOf(error) {
    return property(error, 'response');
}
function property(value, name) {
    return typeof value === 'object' && value !== null ? value[name] : undefined;
}
/** Headers: docs.github.com/rest/using-the-rest-api/troubleshooting-the-rest-api. */
function statusFailure({ status, headers, data }) {
    const header = (name) => String(headers[name] ?? '');
    const message = String(property(data, 'message') ?? '').slice(0, 500);
    const forbidden = status === 403;
    const rateLimited = rateLimitOf(status, header, message);
    const accepted = header('x-accepted-github-permissions');
    return {
        kind: 'status',
        status,
        acceptedPermissions: /^[a-z_]+=[a-z]+(?:[,;] ?[a-z_]+=[a-z]+){0,9}$/.test(accepted) ? accepted : '',
        rateLimited,
        singleSignOn: forbidden && header('x-github-sso').startsWith('required'),
        // "Upgrade to GitHub Pro or make this repository public to enable this feature."
        notInPlan: forbidden && rateLimited === null && message.startsWith('Upgrade to GitHub'),
    };
}
/**
 * Both limits answer 403 or 429. Used up (`x-ratelimit-remaining: 0`) is the primary one; `retry-after`, or a message
 * that speaks of a rate limit or of abuse detection, is a secondary one.
 */
function rateLimitOf(status, header, message) {
    if (status !== 403 && status !== 429)
        return null;
    const retryAfter = header('retry-after');
    if (header('x-ratelimit-remaining') === '0' && retryAfter === '') {
        const reset = header('x-ratelimit-reset');
        return { kind: 'primary', until: clockTime(reset), waitSeconds: secondsUntil(reset, header('date')) };
    }
    if (status === 429 || retryAfter !== '' || /rate limit|abuse detection/i.test(message)) {
        const said = /^\d{1,6}$/.test(retryAfter) ? Number(retryAfter) : UNSAID_WAIT_SECONDS;
        return { kind: 'secondary', until: '', waitSeconds: said };
    }
    return null;
}
/** `x-ratelimit-reset` is in seconds since the epoch, UTC. */
function clockTime(reset) {
    if (!/^\d{1,11}$/.test(reset))
        return '';
    return `${new Date(Number(reset) * 1000).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
/** From the server's own clock: that of a laptop may be wrong. One second more, because both are rounded down. */
function secondsUntil(reset, date) {
    const now = Date.parse(date);
    if (!/^\d{1,11}$/.test(reset) || Number.isNaN(now))
        return null;
    return Math.max(0, Number(reset) - Math.floor(now / 1000)) + 1;
}
/**
 * The page numbers of a `Link` header, and nothing else of it: a link is never followed as an address, because it could
 * lead the token to another host.
 *
 * https://docs.github.com/en/rest/using-the-rest-api/using-pagination-in-the-rest-api
 */
function pageLinks(header) {
    if (header === undefined)
        return null;
    const found = { next: null, last: null };
    const text = String(header).slice(0, MAX_LINK_BYTES);
    for (const [, address = '', relation = ''] of text.matchAll(/<([^<>]{1,2000})>; ?rel="(next|last)"/g)) {
        const page = /[?&]page=(\d{1,9})(?:&|$)/.exec(address)?.[1];
        if (page !== undefined)
            found[relation] = Number(page);
    }
    return found;
}

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
;// CONCATENATED MODULE: ./build/github/etags.js
/**
 * Answers kept with their ETag for the life of the process. A repeated question is asked with `If-None-Match`; a 304
 * costs nothing of the primary rate limit (docs.github.com/rest/using-the-rest-api/best-practices-for-using-the-rest-api,
 * "Use conditional requests if appropriate").
 *
 * It pays where one process evaluates more than once. A single evaluation asks no question twice, so it saves nothing
 * there; and nothing is kept between processes, because a store on disk would hold what only the token may see.
 */

const MAX_ENTRIES = 64;
const MAX_BYTES = 200_000;
/** Holds at most {@link MAX_ENTRIES} answers; the one that was kept first is dropped first. */
class EtagCache {
    entries = new Map();
    get(key) {
        return this.entries.get(key);
    }
    /** Keeps an answer that has an ETag and is not large; an older answer to the same question goes in any case. */
    keep(key, etag, bytes, answer) {
        this.entries.delete(key);
        if (typeof etag !== 'string' || etag === '' || !(bytes <= MAX_BYTES))
            return;
        const [first] = this.entries.keys();
        if (first !== undefined && this.entries.size >= MAX_ENTRIES)
            this.entries.delete(first);
        this.entries.set(key, { etag, ...answer });
    }
}
/** One cache for the process. What a token may see is kept for that token only; the key does not hold the token. */
const PROCESS_ETAGS = new EtagCache();
/** Names a question of one token: SHA-256 of all that decides the answer. */
function questionKey(parts) {
    return (0,external_node_crypto_.createHash)('sha256').update(JSON.stringify(parts)).digest('hex');
}

;// CONCATENATED MODULE: ./build/github/client.js
/**
 * A small, patient reader of the GitHub REST API: GET only, bounded in time, in size and in retries. Reached through
 * `await import()` from the oracle alone, so that an offline run loads no HTTP stack. Why the retries are our own and
 * not Octokit's plugins: docs/adr/0006-github-api-client.md.
 */




const TIME_LIMIT_MS = 10_000;
const RETRY_DELAYS_MS = [200, 1000];
const client_MAX_BYTES = 5_000_000;
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
    const maxBytes = options.maxBytes ?? client_MAX_BYTES;
    const now = options.now ?? (() => performance.now());
    const wait = options.pause ?? pause;
    const signal = AbortSignal.timeout(timeLimitMs);
    const deadline = now() + timeLimitMs;
    const token = options.token.trim();
    // A proxy-aware fetch made by the toolkit for this process; its type is looser than what it does.
    const transport = options.fetch ?? defaults.request?.['fetch'];
    const log = { debug: ignore, info: ignore, warn: ignore, error: ignore };
    const octokit = getOctokit(token, {
        baseUrl,
        userAgent: 'phase-mirror',
        log,
        request: { fetch: boundedFetch(transport, maxBytes), signal, log },
    });
    /** A rate limit that outlasts the time limit: whoever goes on asking is shut out for longer. */
    let shutOut = null;
    const ask = async (route, parameters) => {
        const key = questionKey([baseUrl, token, route, JSON.stringify(parameters)]);
        const kept = PROCESS_ETAGS.get(key);
        const headers = kept === undefined ? {} : { headers: { 'if-none-match': kept.etag } };
        try {
            const { data, headers: received } = await octokit.request(`GET ${route}`, { ...parameters, ...headers });
            const links = pageLinks(received['link']);
            PROCESS_ETAGS.keep(key, received['etag'], Number(received[BYTES_HEADER]), { data, links });
            return { ok: true, data, links, renamed: received[MOVED_HEADER] !== undefined };
        }
        catch (error) {
            const response = responseOf(error);
            if (kept !== undefined && response?.status === 304) {
                return { ok: true, data: kept.data, links: kept.links, renamed: response.headers[MOVED_HEADER] !== undefined };
            }
            if (signal.aborted)
                return { ok: false, failure: { kind: 'time-out', seconds: timeLimitMs / 1000 } };
            return { ok: false, failure: failureOf(error, maxBytes) };
        }
    };
    return {
        async get(route, parameters) {
            for (let attempt = 0;; attempt += 1) {
                if (shutOut !== null)
                    return { ok: false, failure: shutOut };
                const answer = await ask(route, parameters);
                if (answer.ok)
                    return answer;
                const { failure } = answer;
                const delay = delayBefore(failure, delays[attempt]);
                if (limitOf(failure) !== null && (delay === null || delay > deadline - now()))
                    shutOut = failure;
                if (delay === null || shutOut !== null)
                    return answer;
                await wait(delay, signal);
            }
        },
    };
}
/**
 * Milliseconds before the question is asked again; null when it is not. Only what may be different a moment later is: a
 * rate limit when GitHub says that it is over, an outage or a cut connection after a fixed pause.
 */
function delayBefore(failure, pauseMs) {
    if (pauseMs === undefined)
        return null;
    const limit = limitOf(failure);
    if (limit !== null)
        return limit.waitSeconds === null ? null : limit.waitSeconds * 1000;
    if (failure.kind === 'status')
        return failure.status >= 500 ? pauseMs : null;
    return failure.kind === 'network' ? pauseMs : null;
}
function limitOf(failure) {
    return failure.kind === 'status' ? failure.rateLimited : null;
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


/***/ }),

/***/ 7651:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Z: () => (/* binding */ wordsOf)
/* harmony export */ });
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
        case 'redirect': {
            const where = failure.reason === 'other-server' ? 'to another server' : 'that leads on and on';
            return unavailable(`the API answered with a redirect ${where}, which is not followed; check GITHUB_API_URL`);
        }
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
    if (failure.rateLimited !== null)
        return unavailable(`${status}: ${limitWords(failure.rateLimited)}`);
    if (failure.notInPlan) {
        return { status: 'none', detail: 'this private repository is on a plan without it' };
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
        return unavailable('410: it is switched off in this repository, or this server no longer offers it');
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
function limitWords({ kind, until, waitSeconds }) {
    if (kind === 'primary') {
        return `the rate limit of the token is used up; run again ${until === '' ? 'later' : `after ${until}`}`;
    }
    const when = waitSeconds === null ? 'later' : `in ${waitSeconds} s`;
    return `GitHub asks to slow down (secondary rate limit, many requests at once); run again ${when}`;
}
/**
 * `contents=read,metadata=read` (both) → `contents: read, metadata: read`; `issues=read; pull_requests=read` (either) →
 * `issues: read or pull-requests: read`. In workflows the names have hyphens.
 */
function permissionWords(accepted) {
    const words = (all) => all.replaceAll('_', '-').replaceAll('=', ': ').replaceAll(/, ?/g, ', ');
    return accepted.split(/; ?/).map(words).join(' or ');
}


/***/ }),

/***/ 2270:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   EK: () => (/* binding */ PER_PAGE),
/* harmony export */   Y0: () => (/* binding */ MAX_PAGES),
/* harmony export */   yw: () => (/* binding */ readAll)
/* harmony export */ });
const PER_PAGE = 100;
/** 1,000 entries. */
const MAX_PAGES = 10;
/**
 * Every entry of a list, or none. The first page says by its `Link` header how many there are: the others are asked side
 * by side, and a list that is too long costs one request. Without the header (some proxies drop it) pages are read one
 * after the other until one is not full.
 *
 * @param itemsOf the entries of one page; throws UnknownShape for anything else
 * @throws UnknownShape
 */
async function readAll(client, route, parameters, itemsOf) {
    const ask = (page) => client.get(route, { ...parameters, per_page: PER_PAGE, page });
    const items = [];
    let renamed = false;
    for (let page = 1, last = 1; page <= MAX_PAGES; page = last + 1, last = page) {
        const first = await ask(page);
        if (!first.ok)
            return { kind: 'failed', failure: first.failure };
        const announced = first.links?.last ?? page;
        if (announced > MAX_PAGES)
            return { kind: 'too-many' };
        const others = await Promise.all(Array.from({ length: announced - page }, (_, index) => ask(page + 1 + index)));
        let more = false;
        for (const answer of [first, ...others]) {
            if (!answer.ok)
                return { kind: 'failed', failure: answer.failure };
            const found = itemsOf(answer.data);
            items.push(...found);
            renamed ||= answer.renamed;
            more = answer.links === null ? found.length >= PER_PAGE : answer.links.next !== null;
        }
        if (!more)
            return { kind: 'all', items, renamed };
        last = Math.max(page, announced);
    }
    return { kind: 'too-many' };
}


/***/ }),

/***/ 6258:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   CB: () => (/* binding */ UnknownShape),
/* harmony export */   Qq: () => (/* binding */ text),
/* harmony export */   T: () => (/* binding */ UNKNOWN_SHAPE),
/* harmony export */   U9: () => (/* binding */ count),
/* harmony export */   YO: () => (/* binding */ array),
/* harmony export */   bQ: () => (/* binding */ isPathSegment),
/* harmony export */   g1: () => (/* binding */ record),
/* harmony export */   uD: () => (/* binding */ ownerAndName)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9473);
/** Checks of what came from the API: a documented type is a claim until each field is looked at. */

/** An answer that cannot be understood must not pass for "there is nothing". */
class UnknownShape extends Error {
}
/** What a person is told of it. */
const UNKNOWN_SHAPE = 'the answer is not of the documented form; check GITHUB_API_URL and any proxy';
/** @throws UnknownShape unless it is an object; its fields are still to be checked. */
function record(value) {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
        throw new UnknownShape();
    return value;
}
/** @throws UnknownShape unless it is a list. */
function array(value) {
    if (!Array.isArray(value))
        throw new UnknownShape();
    return value;
}
/** @throws UnknownShape unless it is text. */
function text(value) {
    if (typeof value !== 'string')
        throw new UnknownShape();
    return value;
}
/** @throws UnknownShape unless it is a whole number that is not negative. */
function count(value) {
    if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0)
        throw new UnknownShape();
    return value;
}
/**
 * The parts of `owner/name`.
 *
 * @throws PhaseMirrorError kind `user`
 */
function ownerAndName(repository) {
    const [owner, repo, more] = repository.split('/');
    const valid = (part) => part !== undefined && /^(?!\.{1,2}$)[\w.-]{1,100}$/.test(part);
    if (!valid(owner) || !valid(repo) || more !== undefined) {
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .PhaseMirrorError */ .VV('user', {
            thing: 'The repository',
            reason: `is not of the form owner/name: ${JSON.stringify(repository.slice(0, 80))}`,
            next: 'Give it as owner/name, for example octo-org/app',
        });
    }
    return [owner, repo];
}
/** Keeps a hostile name from becoming another path of the API; everything else is percent-encoded. */
function isPathSegment(name) {
    return name !== '' && name !== '.' && name !== '..' && name.length <= 1000;
}


/***/ })

};
