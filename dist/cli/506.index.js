export const id = 506;
export const ids = [506];
export const modules = {

/***/ 8506:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  Uj: () => (/* binding */ ALL_RULES),
  _3: () => (/* binding */ evaluate),
  lU: () => (/* binding */ inspectConfig)
});

// EXTERNAL MODULE: ./build/errors.js
var errors = __webpack_require__(9473);
// EXTERNAL MODULE: ./build/repository/types.js
var types = __webpack_require__(7340);
// EXTERNAL MODULE: ./build/policy/config.js + 2 modules
var config = __webpack_require__(810);
;// CONCATENATED MODULE: ./build/policy/load.js
/**
 * Which configuration is in force. Contract of design.md: on a pull request or in a merge queue it is the base's, so
 * that a change cannot loosen the rule it is judged by; what it loosens is a finding. The subject's own file is
 * validated all the same.
 */



/**
 * @throws PhaseMirrorError (user, exit 2) when the file in force is invalid, when the subject's is, or when a named
 *   file is on neither side
 */
async function loadPolicy(sides, context) {
    const { subject, base, fromBase, path } = sides;
    const onSubject = await readConfig(subject, path, context);
    if (!fromBase) {
        if (path !== undefined && onSubject === null)
            throw notThere(path, 'in the tree that is evaluated');
        return {
            config: onSubject ?? (0,config/* emptyConfig */.i4)(),
            side: 'subject',
            compare: null,
            baseInvalid: null,
            baseMissing: false,
        };
    }
    if (base === null) {
        return { config: (0,config/* emptyConfig */.i4)(), side: 'base', compare: null, baseInvalid: null, baseMissing: true };
    }
    let onBase;
    try {
        onBase = await readConfig(base, path, context);
    }
    catch (error) {
        // The change that mends a broken configuration must be able to pass; built-in policy is the strict stand-in.
        if (!(error instanceof errors/* PhaseMirrorError */.VV) || onSubject === null)
            throw error;
        return { config: (0,config/* emptyConfig */.i4)(), side: 'base', compare: null, baseInvalid: error.message, baseMissing: false };
    }
    if (path !== undefined && onBase === null && onSubject === null)
        throw notThere(path, 'on either side of the change');
    const inForce = onBase ?? (0,config/* emptyConfig */.i4)();
    return {
        config: inForce,
        side: 'base',
        compare: { base: inForce, subject: onSubject ?? (0,config/* emptyConfig */.i4)() },
        baseInvalid: null,
        baseMissing: false,
    };
}
/** null when the tree has no configuration. */
async function readConfig(tree, named, context) {
    const paths = (await tree.list()).map((entry) => entry.path);
    const path = named ?? (0,config/* findConfigPath */.Xe)(paths);
    if (path === null || !paths.includes(path))
        return null;
    const read = await tree.read(path, types/* DEFAULT_BUDGET */.s.maxBytes);
    if (read.ok)
        return (0,config/* parseConfig */.o4)(path, read.bytes, context).config;
    const { failure } = read;
    throw new errors/* PhaseMirrorError */.VV('user', {
        thing: 'the configuration',
        reason: failure.reason === 'too-large'
            ? `has ${failure.bytes} bytes; at most ${failure.limit} are read`
            : failure.reason === 'symlink-outside'
                ? 'is a symbolic link that leaves the repository'
                : 'cannot be read',
        next: 'Make it a plain file of this repository',
        position: { path },
    });
}
function notThere(path, where) {
    return new errors/* PhaseMirrorError */.VV('user', {
        thing: `the configuration ${path}`,
        reason: `is not ${where}`,
        next: 'Check the path: it is relative to the top of the repository',
    });
}

// EXTERNAL MODULE: external "node:child_process"
var external_node_child_process_ = __webpack_require__(1421);
// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(3024);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: external "node:os"
var external_node_os_ = __webpack_require__(8161);
;// CONCATENATED MODULE: ./build/repository/git-discovery.js
/** Where a folder's repository is, found the way git finds it, without starting a process. */




/**
 * Find the repository `folder` belongs to.
 *
 * @returns null where there is none
 * @throws {PhaseMirrorError} `user` when `folder` does not exist, is not a folder, or is a bare repository
 */
function discover(folder) {
    const start = existingFolder(folder);
    for (let here = start;; here = (0,external_node_path_.dirname)(here)) {
        const gitDir = gitDirOf(here);
        if (gitDir !== null) {
            const inside = (0,external_node_path_.relative)(here, start).split(external_node_path_.sep).join('/');
            const owner = (0,external_node_fs_.statSync)(here).uid;
            return {
                top: here,
                prefix: inside === '' ? '' : `${inside}/`,
                gitDir,
                commonDir: commonDirOf(gitDir),
                meant: here === start || owner === (0,external_node_fs_.statSync)(start).uid || owner === (0,external_node_os_.userInfo)().uid,
            };
        }
        if (here === (0,external_node_path_.dirname)(here))
            break;
    }
    if (isRepository(start)) {
        throw new errors/* PhaseMirrorError */.VV('user', {
            thing: folder,
            reason: 'is a bare repository and has no files to evaluate',
            next: 'Clone it and evaluate the clone',
        });
    }
    return null;
}
function existingFolder(folder) {
    let reason = 'does not exist';
    try {
        const real = (0,external_node_fs_.realpathSync)(folder);
        if ((0,external_node_fs_.statSync)(real).isDirectory())
            return real;
        reason = 'is not a folder';
    }
    catch (error) {
        if (codeOf(error) !== 'ENOENT')
            reason = `cannot be opened (${codeOf(error)})`;
    }
    throw new errors/* PhaseMirrorError */.VV('user', { thing: folder, reason, next: 'Name the folder of a checkout' });
}
function gitDirOf(folder) {
    const dotGit = (0,external_node_path_.join)(folder, '.git');
    const kind = kindOf(dotGit);
    if (kind === 'folder')
        return isRepository(dotGit) ? dotGit : null;
    if (kind !== 'file')
        return null;
    // A linked work tree or a submodule: `gitdir: <path>` (gitrepository-layout(5)).
    const target = /^gitdir: ([^\0\r\n]+)/.exec(firstLine(dotGit))?.[1];
    if (target === undefined)
        return null;
    const gitDir = (0,external_node_path_.resolve)(folder, target);
    return isRepository(gitDir) ? gitDir : null;
}
function commonDirOf(gitDir) {
    const file = (0,external_node_path_.join)(gitDir, 'commondir');
    return kindOf(file) === 'file' ? (0,external_node_path_.resolve)(gitDir, firstLine(file)) : gitDir;
}
/** What git asks of a repository: HEAD, objects and refs (setup.c, is_git_directory). */
function isRepository(gitDir) {
    if (kindOf((0,external_node_path_.join)(gitDir, 'HEAD')) === null)
        return false;
    const common = commonDirOf(gitDir);
    return kindOf((0,external_node_path_.join)(common, 'objects')) === 'folder' && kindOf((0,external_node_path_.join)(common, 'refs')) === 'folder';
}
function kindOf(path) {
    const stat = (0,external_node_fs_.statSync)(path, { throwIfNoEntry: false }) ?? (0,external_node_fs_.lstatSync)(path, { throwIfNoEntry: false });
    if (stat === undefined)
        return null;
    return stat.isDirectory() ? 'folder' : stat.isFile() ? 'file' : 'other';
}
function firstLine(file) {
    if ((0,external_node_fs_.statSync)(file).size > 65_536)
        return '';
    return (0,external_node_fs_.readFileSync)(file, 'utf8').split('\n', 1)[0]?.trimEnd() ?? '';
}
/** The code of a system error, `unknown error` for anything else. */
function codeOf(error) {
    return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'unknown error';
}

;// CONCATENATED MODULE: ./build/repository/git-environment.js
/**
 * The environment git runs in. A repository under evaluation may carry a hostile `.git/config` (an unpacked archive
 * does), and the variables of the caller may point git somewhere else; neither may decide what is run or read.
 */



/**
 * Variables of git that say how to reach a server or where git itself is installed. Every other `GIT_*` is dropped:
 * `GIT_DIR`, `GIT_WORK_TREE`, `GIT_INDEX_FILE`, `GIT_OBJECT_DIRECTORY`, `GIT_CONFIG*`, `GIT_EXTERNAL_DIFF`,
 * `GIT_TRACE*` … either redirect git or make it print what it should not.
 */
const KEPT_OF_GIT = /^GIT_(?:SSH(?:_COMMAND|_VARIANT)?|SSL_[A-Z_]+|PROXY_SSL_[A-Z_]+|HTTP_PROXY_AUTHMETHOD|EXEC_PATH)$/;
/** Inputs and service tokens of a runner: git, its helpers and ssh have no use for them. */
const OF_THE_RUNNER = /^(?:INPUT_|ACTIONS_)/;
/** Configuration that no repository may override, as arguments: `-c` is understood by every version of git. */
const FIXED_ARGUMENTS = [
    ...['-c', 'core.fsmonitor=false'],
    ...['-c', 'core.hooksPath=/dev/null'],
    ...['-c', 'core.quotePath=true'],
    '--no-pager',
    '--literal-pathspecs',
];
/** The environment of one git process. */
function childEnvironment(environment, options) {
    const child = {};
    for (const [name, value] of Object.entries(environment)) {
        if (value === undefined || OF_THE_RUNNER.test(name))
            continue;
        if (name.toUpperCase().startsWith('GIT_') && !KEPT_OF_GIT.test(name))
            continue;
        child[name] = value;
    }
    child['LC_ALL'] = 'C';
    child['GIT_TERMINAL_PROMPT'] = '0';
    child['GIT_NO_LAZY_FETCH'] = '1';
    child['GIT_OPTIONAL_LOCKS'] = '0';
    child['GIT_NO_REPLACE_OBJECTS'] = '1';
    child['GIT_ALLOW_PROTOCOL'] = options.protocols ?? 'none';
    if (options.gitDir !== undefined)
        child['GIT_DIR'] = options.gitDir;
    if (options.workTree !== undefined)
        child['GIT_WORK_TREE'] = options.workTree;
    const config = options.config ?? [];
    if (config.length > 0)
        child['GIT_CONFIG_COUNT'] = String(config.length);
    config.forEach(([key, value], index) => {
        child[`GIT_CONFIG_KEY_${index}`] = key;
        child[`GIT_CONFIG_VALUE_${index}`] = value;
    });
    return child;
}
/**
 * The git to run, as an absolute path. Relative and empty entries of PATH are skipped and the current directory is
 * never searched: either could be a program of the evaluated repository.
 *
 * @throws {PhaseMirrorError} `user` when there is none
 */
function findGit(environment) {
    const path = Object.entries(environment).find(([name]) => name.toUpperCase() === 'PATH')?.[1] ?? '';
    const names = external_node_path_.delimiter === ';' ? ['git.exe'] : ['git'];
    for (const folder of path.split(external_node_path_.delimiter)) {
        if (!(0,external_node_path_.isAbsolute)(folder))
            continue;
        for (const name of names) {
            const candidate = (0,external_node_path_.join)(folder, name);
            try {
                (0,external_node_fs_.accessSync)(candidate, external_node_fs_.constants.X_OK);
                return candidate;
            }
            catch {
                // Not here: the next folder of PATH.
            }
        }
    }
    throw new errors/* PhaseMirrorError */.VV('user', {
        thing: 'git',
        reason: 'is not on PATH',
        next: 'Install git 2.31 or newer, or run in an image that has it',
    });
}

;// CONCATENATED MODULE: ./build/repository/git-names.js
/**
 * File names are bytes to git and to POSIX; everywhere else in this project they are strings. This mapping is
 * one-to-one, so a name read from one listing finds the file of another and nothing can hide behind a lossy name:
 * a byte that is not part of valid UTF-8 is written `\xNN`, and a backslash that would look like one is `\x5c`.
 * Control characters are kept; renderers escape them.
 */
const ESCAPED = /\\x[0-9a-f]{2}/;
const ESCAPED_ALL = /\\x([0-9a-f]{2})/g;
const BACKSLASH = 0x5c;
/** The string for the bytes of one path. Never fails. */
function decodeName(bytes) {
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const text = buffer.toString('utf8');
    if (!text.includes('\uFFFD') && !ESCAPED.test(text))
        return text;
    const parts = [];
    for (let at = 0; at < buffer.length;) {
        const length = sequenceLength(buffer, at);
        if (length === 0 || (buffer[at] === BACKSLASH && ESCAPED.test(buffer.toString('latin1', at, at + 4)))) {
            parts.push(`\\x${(buffer[at] ?? 0).toString(16).padStart(2, '0')}`);
            at += 1;
        }
        else {
            parts.push(buffer.toString('utf8', at, at + length));
            at += length;
        }
    }
    return parts.join('');
}
/** The bytes {@link decodeName} made `name` from. */
function encodeName(name) {
    if (!ESCAPED.test(name))
        return Buffer.from(name, 'utf8');
    const parts = [];
    let from = 0;
    for (const match of name.matchAll(ESCAPED_ALL)) {
        parts.push(Buffer.from(name.slice(from, match.index), 'utf8'), Buffer.from([Number.parseInt(match[1] ?? '0', 16)]));
        from = match.index + match[0].length;
    }
    parts.push(Buffer.from(name.slice(from), 'utf8'));
    return Buffer.concat(parts);
}
/** The fields of git's `-z` output, decoded. The last field is closed by a NUL like every other. */
function splitNames(output) {
    const text = output.toString('utf8');
    const fields = text.split('\0');
    fields.pop();
    if (!text.includes('\uFFFD') && !ESCAPED.test(text))
        return fields;
    const exact = [];
    for (let from = 0; from < output.length;) {
        const end = output.indexOf(0, from);
        const to = end === -1 ? output.length : end;
        exact.push(decodeName(output.subarray(from, to)));
        from = to + 1;
    }
    return exact;
}
/** Bytes of the UTF-8 sequence that starts at `at` (RFC 3629, section 4); 0 where there is none. */
function sequenceLength(bytes, at) {
    const lead = bytes[at] ?? 0;
    if (lead < 0x80)
        return 1;
    const length = lead >= 0xc2 && lead < 0xe0 ? 2 : lead >= 0xe0 && lead < 0xf0 ? 3 : lead >= 0xf0 && lead < 0xf5 ? 4 : 0;
    const second = bytes[at + 1] ?? 0;
    const low = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
    const high = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
    if (length === 0 || second < low || second > high)
        return 0;
    for (let next = at + 2; next < at + length; next += 1) {
        if (((bytes[next] ?? 0) & 0xc0) !== 0x80)
            return 0;
    }
    return length;
}

;// CONCATENATED MODULE: ./build/repository/git-objects.js
const HEADER = /^([0-9a-f]{40,64}) (blob|tree|commit|tag) (\d{1,15})$/;
const MAX_HEADER = 8192;
const NEWLINE = 0x0a;
/** A process that dies this often without one answer in between is not tried again. */
const MAX_DEATHS = 3;
/**
 * Answers come in the order of the questions. An object over its budget is never read: the process that is about to
 * print it is ended, and the questions behind it go to a new one.
 */
class ObjectReader {
    #start;
    #child = null;
    #ended = Promise.resolve();
    #queue = [];
    #header = '';
    #body = null;
    #deaths = 0;
    #closing = false;
    /** @param start starts `git cat-file --batch` in the repository to read from */
    constructor(start) {
        this.#start = start;
    }
    /**
     * Read one object.
     *
     * @param spec an object id or a fixed revision such as `HEAD^{commit}`; never text from outside
     * @param maxBytes nothing larger is taken into memory
     */
    read(spec, maxBytes) {
        this.#closing = false;
        return new Promise((settle) => {
            this.#queue.push({ spec, maxBytes, settle });
            if (this.#child === null)
                this.#spawn();
            else
                this.#child.stdin.write(`${spec}\n`);
        });
    }
    /** End the process once what was asked is answered. A later {@link read} starts another. */
    async close() {
        this.#closing = true;
        this.#endWhenIdle();
        await this.#ended;
    }
    #endWhenIdle() {
        if (!this.#closing || this.#queue.length > 0)
            return;
        this.#child?.stdin.end();
        this.#child = null;
    }
    #spawn() {
        const child = this.#start();
        this.#child = child;
        this.#header = '';
        this.#body = null;
        let stderr = '';
        child.stdout.on('data', (chunk) => this.#take(child, chunk));
        child.stderr.on('data', (chunk) => {
            stderr = (stderr + chunk.toString('latin1')).slice(-2000);
        });
        child.on('error', (error) => {
            stderr = error.message;
        });
        this.#ended = new Promise((done) => {
            child.on('close', () => {
                this.#gone(child, stderr);
                done();
            });
        });
        child.stdin.write(this.#queue.map(({ spec }) => `${spec}\n`).join(''));
    }
    /** The process ended. Whatever it was asked last broke it: that one fails, the rest is asked again. */
    #gone(child, stderr) {
        if (this.#child !== child)
            return;
        this.#child = null;
        if (this.#queue.length === 0)
            return;
        const detail = stderr.trim().split('\n').at(-1)?.slice(0, 200) || 'git cat-file ended early';
        this.#deaths += 1;
        const failed = this.#deaths >= MAX_DEATHS ? this.#queue : this.#queue.slice(0, 1);
        this.#queue = this.#queue.slice(failed.length);
        for (const request of failed)
            request.settle({ kind: 'unreadable', detail });
        if (this.#queue.length > 0)
            this.#spawn();
    }
    #take(child, chunk) {
        let at = 0;
        while (at < chunk.length) {
            if (this.#body !== null) {
                at = this.#fill(this.#body, chunk, at);
                continue;
            }
            const end = chunk.indexOf(NEWLINE, at);
            this.#header += chunk.toString('latin1', at, end === -1 ? chunk.length : end);
            if (end === -1 && this.#header.length <= MAX_HEADER)
                return;
            at = end + 1;
            const header = this.#header;
            this.#header = '';
            if (!this.#begin(header)) {
                // A new process asks for the rest; nothing more of this one is believed.
                child.stdout.removeAllListeners('data');
                child.stdout.resume();
                child.kill('SIGKILL');
                this.#child = null;
                if (this.#queue.length > 0)
                    this.#spawn();
                return;
            }
        }
    }
    /** @returns false when the process is of no use any more */
    #begin(header) {
        const match = HEADER.exec(header);
        if (match !== null) {
            const [, oid = '', type = '', digits = '0'] = match;
            const size = Number(digits);
            if (size > (this.#queue[0]?.maxBytes ?? 0)) {
                this.#settle({ kind: 'too-large', size });
                return false;
            }
            this.#body = { oid, type, bytes: new Uint8Array(size), filled: 0 };
            return true;
        }
        if (/ (?:missing|ambiguous)$/.test(header)) {
            this.#settle({ kind: 'missing' });
            return true;
        }
        this.#settle({ kind: 'unreadable', detail: 'git cat-file gave an answer of an unknown form' });
        return false;
    }
    /** Copy what belongs to the object; the line feed that closes it is swallowed. */
    #fill(body, chunk, at) {
        const wanted = body.bytes.length - body.filled;
        const end = Math.min(at + wanted, chunk.length);
        body.bytes.set(chunk.subarray(at, end), body.filled);
        body.filled += end - at;
        if (body.filled < body.bytes.length || end === chunk.length)
            return end;
        this.#body = null;
        this.#settle({ kind: 'object', oid: body.oid, type: body.type, bytes: body.bytes });
        return end + 1;
    }
    #settle(object) {
        this.#deaths = 0;
        this.#queue.shift()?.settle(object);
        this.#endWhenIdle();
    }
}
/** Parents of a raw commit object, in order. In a shallow clone `HEAD^1` does not resolve, this does. */
function parentsOf(commit) {
    const text = Buffer.from(commit.buffer, commit.byteOffset, commit.byteLength).toString('latin1');
    const end = text.indexOf('\n\n');
    return [...text.slice(0, end === -1 ? text.length : end).matchAll(/^parent ([0-9a-f]{40,64})$/gm)].map((match) => match[1] ?? '');
}

;// CONCATENATED MODULE: ./build/repository/git.js








/** Enough for the listing of about a million paths. */
const MAX_OUTPUT = 128 * 1024 * 1024;
const MAX_STDERR = 16 * 1024;
/** Read back to see that git knows `GIT_CONFIG_COUNT`, on which the neutralised filters rest. */
const PROBE = ['phasemirror.probe', 'true'];
/** One repository. */
class Git {
    #location;
    #objects = null;
    #filters = null;
    constructor(location) {
        this.#location = location;
    }
    /**
     * Open the repository that `folder` belongs to. Starts no process.
     *
     * @param folder absolute, or relative to the current directory
     * @param environment where PATH and proxy settings come from
     * @returns null when `folder` is not inside a work tree
     * @throws {PhaseMirrorError} `user`: the folder does not exist, is a bare repository, or git is not on PATH
     */
    static async open(folder, environment) {
        const place = discover(folder);
        if (place === null)
            return null;
        return new Git({ ...place, program: findGit(environment), environment, hasWorkTree: true, pinned: place.meant });
    }
    /** Absolute top of the work tree, without symbolic links. */
    get top() {
        return this.#location.top;
    }
    /** The folder that was opened, relative to {@link top}: '' or `packages/a/`. */
    get prefix() {
        return this.#location.prefix;
    }
    get location() {
        return this.#location;
    }
    /** The object database. */
    get objectsFolder() {
        return (0,external_node_path_.join)(this.#location.commonDir, 'objects');
    }
    /** Where a shallow clone lists the commits whose parents it lacks. */
    get shallowFile() {
        return (0,external_node_path_.join)(this.#location.commonDir, 'shallow');
    }
    /** A clone whose history was cut off (`fetch-depth`). */
    get isShallow() {
        return ((0,external_node_fs_.statSync)(this.shallowFile, { throwIfNoEntry: false })?.size ?? 0) > 0;
    }
    /** One `git cat-file --batch` for everything that is read from this repository. */
    get objects() {
        this.#objects ??= new ObjectReader(() => this.start(['cat-file', '--batch']));
        return this.#objects;
    }
    /**
     * Run git to its end.
     *
     * @throws {PhaseMirrorError} `evidence`: another exit status than expected, too much output, or aborted. The
     *   message holds git's own last line, without credentials.
     */
    async run(args, options = {}) {
        const child = this.start(args, options);
        child.stdin.end();
        const limit = options.maxBytes ?? MAX_OUTPUT;
        const chunks = [];
        let size = 0;
        let stderr = '';
        child.stdout.on('data', (chunk) => {
            size += chunk.length;
            if (size > limit)
                child.kill('SIGKILL');
            else
                chunks.push(chunk);
        });
        child.stderr.on('data', (chunk) => {
            stderr = (stderr + chunk.toString('latin1')).slice(-MAX_STDERR);
        });
        // SIGTERM lets git remove what it was writing and end its own children.
        const abort = () => child.kill('SIGTERM');
        options.signal?.addEventListener('abort', abort, { once: true });
        if (options.signal?.aborted)
            abort();
        const code = await new Promise((settle) => {
            child.on('error', () => settle(null));
            child.on('close', (status) => settle(status));
        });
        options.signal?.removeEventListener('abort', abort);
        if (size > limit)
            throw this.#failure(args, `printed more than ${limit} bytes`, options);
        if (options.signal?.aborted)
            throw this.#failure(args, 'took too long', options);
        if (code === null || !(options.okCodes ?? [0]).includes(code)) {
            throw this.#failure(args, `failed: ${lastLine(stderr) || `exit status ${code}`}`, options);
        }
        return { code, stdout: Buffer.concat(chunks) };
    }
    /** Run git and return the first line it prints, '' where there is none. */
    async line(args, options = {}) {
        const { stdout } = await this.run(args, options);
        return stdout.toString('utf8').split('\n', 1)[0] ?? '';
    }
    /** Start git and leave its streams to the caller. */
    start(args, options = {}) {
        const { program, environment, top, gitDir, hasWorkTree, pinned } = this.#location;
        const child = (0,external_node_child_process_.spawn)(program, [...FIXED_ARGUMENTS, ...args], {
            cwd: top,
            env: childEnvironment(environment, {
                ...(pinned ? { gitDir } : {}),
                ...(pinned && hasWorkTree ? { workTree: top } : {}),
                config: [PROBE, ...(options.config ?? [])],
                ...(options.protocols === undefined ? {} : { protocols: options.protocols }),
            }),
            windowsHide: true,
        });
        // A child that is gone closes its input first; its exit status tells the story.
        child.stdin.on('error', () => undefined);
        return child;
    }
    /**
     * Configuration under which no filter driver runs (gitattributes(5)): comparing a tree with files on disk would
     * otherwise start `filter.<name>.clean` or `.process` of the evaluated repository's own configuration. Needed by
     * every call that reads file contents from the work tree.
     *
     * @throws {PhaseMirrorError} `user` when git is too old to take the configuration that neutralises them
     */
    withoutFilters() {
        this.#filters ??= this.#readFilters();
        return this.#filters;
    }
    async #readFilters() {
        const { stdout } = await this.run(['config', '-z', '--name-only', '--get-regexp', '^(filter\\..*|phasemirror\\.probe)$'], { okCodes: [0, 1] });
        const keys = splitNames(stdout);
        if (!keys.includes(PROBE[0])) {
            throw new errors/* PhaseMirrorError */.VV('user', {
                thing: 'git',
                reason: 'is older than 2.31 and cannot be kept from running the filters of the evaluated repository',
                next: 'Install git 2.31 or newer',
            });
        }
        const names = new Set(keys.filter((key) => key.startsWith('filter.')).map((key) => key.slice(7, key.lastIndexOf('.'))));
        return [...names].flatMap((name) => [
            [`filter.${name}.clean`, ''],
            [`filter.${name}.smudge`, ''],
            [`filter.${name}.process`, ''],
            [`filter.${name}.required`, 'false'],
        ]);
    }
    /** End the processes this object started. Safe to call twice; a later read starts them again. */
    async close() {
        await this.#objects?.close();
    }
    #failure(args, reason, options) {
        const foreign = reason.includes('dubious ownership');
        return new errors/* PhaseMirrorError */.VV('evidence', {
            thing: `git ${args[0] ?? ''}`,
            reason,
            next: foreign
                ? `Name the folder of the repository itself, or run git config --global --add safe.directory ${this.top}`
                : (options.next ?? 'Check the repository with git fsck'),
        });
    }
}
/** The line of git's messages that says what went wrong, on one line, bounded, without credentials in addresses. */
function lastLine(stderr) {
    const lines = stderr.split('\n').filter((line) => line.trim() !== '');
    const line = lines.findLast((one) => /^(?:fatal|error|remote):/.test(one)) ?? lines.at(-1) ?? '';
    return [...line.slice(0, 300)]
        .map((char) => (char < ' ' || char === '\x7f' ? ' ' : char))
        .join('')
        .replace(/:\/\/[^/@\s]{1,200}@/g, '://')
        .replace(/(authorization: *)[^"']*/gi, '$1…')
        .trim();
}

;// CONCATENATED MODULE: ./build/repository/glob-automaton.js
/**
 * One small automaton for every glob dialect of this folder (workflow filters, branch patterns, CODEOWNERS, external
 * checks): each dialect parses its own syntax into pieces, and the pieces run here as a set of states. Patterns and
 * texts come from repositories, so there is no backtracking: a match costs at most pattern length × text length.
 */
/** Patterns longer than this are refused by every dialect: nothing real comes near, and the cost of a match is bounded. */
const MAX_PATTERN_LENGTH = 1024;
const SLASH = { kind: 'char', code: 0x2f };
const ANY = { kind: 'star', of: [{ kind: 'any' }] };
const SEGMENT = { kind: 'star', of: [{ kind: 'not-slash' }] };
/** `a/b/`, any number of times: what a whole-segment `**` followed by a slash stands for. */
const DIRECTORIES = { kind: 'optional', of: [ANY, SLASH] };
/** The pieces of a literal text, one for each code point. */
function literal(text) {
    return Array.from(text, (character) => ({ kind: 'char', code: character.codePointAt(0) ?? 0 }));
}
/** Compile pieces into a matcher of whole texts. */
function compilePieces(pieces) {
    const plain = pieces.findIndex((piece) => piece.kind !== 'char');
    const prefix = textOf(plain === -1 ? pieces : pieces.slice(0, plain));
    if (plain === -1)
        return { matches: (text) => text === prefix };
    const program = [];
    emit(pieces.slice(plain), program);
    program.push({ op: 'accept' });
    // Most patterns of a file fail on their literal beginning: compare that before starting the automaton.
    return { matches: (text) => text.startsWith(prefix) && run(program, text, prefix.length) };
}
function textOf(pieces) {
    return pieces.map((piece) => (piece.kind === 'char' ? String.fromCodePoint(piece.code) : '')).join('');
}
function emit(pieces, program) {
    for (const piece of pieces) {
        if (!('of' in piece)) {
            program.push({ op: 'take', atom: piece });
            continue;
        }
        const start = program.length;
        if (piece.kind === 'plus') {
            emit(piece.of, program);
            program.push({ op: 'split', a: start, b: program.length + 1 });
            continue;
        }
        const split = { op: 'split', a: start + 1, b: 0 };
        program.push(split);
        emit(piece.of, program);
        if (piece.kind === 'star')
            program.push({ op: 'jump', to: start });
        split.b = program.length;
    }
}
function run(program, text, from) {
    /** The step in which an instruction was last reached, so that no state is visited twice for one character. */
    const seen = new Int32Array(program.length).fill(-1);
    let step = 0;
    let accepted = false;
    const follow = (start, states, next) => {
        const open = [start];
        for (let index = open.pop(); index !== undefined; index = open.pop()) {
            if (seen[index] === step)
                continue;
            seen[index] = step;
            const instruction = program[index];
            if (instruction === undefined)
                continue;
            if (instruction.op === 'take') {
                states.push(instruction.atom);
                next.push(index + 1);
            }
            else if (instruction.op === 'jump')
                open.push(instruction.to);
            else if (instruction.op === 'split')
                open.push(instruction.b, instruction.a);
            else
                accepted = true;
        }
    };
    let atoms = [];
    let targets = [];
    follow(0, atoms, targets);
    let offset = from;
    while (offset < text.length && atoms.length > 0) {
        const code = text.codePointAt(offset) ?? 0;
        offset += code > 0xffff ? 2 : 1;
        step += 1;
        accepted = false;
        const nextAtoms = [];
        const nextTargets = [];
        for (const [index, atom] of atoms.entries()) {
            if (takes(atom, code))
                follow(targets[index] ?? 0, nextAtoms, nextTargets);
        }
        atoms = nextAtoms;
        targets = nextTargets;
    }
    return accepted && offset === text.length;
}
function takes(atom, code) {
    switch (atom.kind) {
        case 'char':
            return atom.code === code;
        case 'any':
            return true;
        case 'not-slash':
            return code !== 0x2f;
        case 'set':
            return atom.ranges.some(([low, high]) => low <= code && code <= high);
    }
}

;// CONCATENATED MODULE: ./build/repository/branch-selector.js

/** The ruleset words for "the default branch" and "every branch". */
const DEFAULT_BRANCH = '~DEFAULT_BRANCH';
const ALL_BRANCHES = '~ALL';
/** Names that default branches have when nobody tells us the name. */
const USUAL_DEFAULTS = ['main', 'master', 'trunk'];
const NOTHING = { matches: () => false };
/**
 * Whether a protection is for a branch.
 *
 * A name that is not known is treated like this:
 * - `branch` null, `defaultBranch` known: the default branch is judged.
 * - `branch` known, `defaultBranch` null: the branch counts as the default branch when it is named main, master or trunk.
 * - both null (a tree without branches: an unpacked archive, a detached checkout): we judge "the default branch, whatever
 *   its name". Selected are `~DEFAULT_BRANCH`, `~ALL`, patterns that match each of main, master and trunk (`*`: then the
 *   name makes no difference), and entries that name main, master or trunk literally: people protect the default branch
 *   first, and hardly a repository protects a `main` that is not it. Other names (`release/1.x`, `unstable`) may be
 *   another branch's requirements; judging this tree by them could accuse it wrongly, so they stay out.
 *
 * @param selector names, `refs/heads/…` or fnmatch patterns; `exclude` wins over `include`
 */
function selectsBranch(selector, branch, defaultBranch) {
    const name = branch ?? defaultBranch;
    if (name !== null) {
        const isDefault = defaultBranch === null ? USUAL_DEFAULTS.includes(name) : name === defaultBranch;
        return anySelects(selector.include, name, isDefault) && !anySelects(selector.exclude, name, isDefault);
    }
    const selected = (entries, quantify) => USUAL_DEFAULTS[quantify]((usual) => anySelects(entries, usual, true));
    if (selected(selector.include, 'every') && !selected(selector.exclude, 'every'))
        return true;
    return USUAL_DEFAULTS.some((usual) => names(selector.include, usual, false) && !anySelects(selector.exclude, usual, true));
}
/**
 * Whether a selector names the branch itself and does not merely match it by a pattern. "Rules that include a specific
 * branch name have the highest priority", and of branch protection rules only one applies to a branch.
 */
function namesBranch(selector, branch, defaultBranch) {
    const name = branch ?? defaultBranch;
    if (name === null)
        return USUAL_DEFAULTS.some((usual) => names(selector.include, usual, true));
    const isDefault = defaultBranch === null ? USUAL_DEFAULTS.includes(name) : name === defaultBranch;
    return names(selector.include, name, isDefault);
}
function names(entries, name, isDefault) {
    return entries.some((entry) => entry === name || entry === `refs/heads/${name}` || (entry === DEFAULT_BRANCH && isDefault));
}
function anySelects(entries, name, isDefault) {
    return entries.some((entry) => {
        if (entry === ALL_BRANCHES)
            return true;
        if (entry === DEFAULT_BRANCH)
            return isDefault;
        return compileBranchPattern(entry).matches(entry.startsWith('refs/') ? `refs/heads/${name}` : name);
    });
}
/** Compile one fnmatch pattern. What GitHub does not support (`[^a]`, an open `[`) matches nothing. */
function compileBranchPattern(pattern) {
    if (pattern.length > MAX_PATTERN_LENGTH)
        return NOTHING;
    const pieces = [];
    const characters = Array.from(pattern);
    for (let index = 0; index < characters.length; index += 1) {
        const character = characters[index] ?? '';
        if (character === '*') {
            const atSegmentStart = index === 0 || characters[index - 1] === '/';
            let end = index;
            while (characters[end + 1] === '*')
                end += 1;
            // Only a whole segment of exactly two stars crosses slashes; `qa**` is `qa*`.
            const crosses = atSegmentStart && end === index + 1 && characters[end + 1] === '/';
            pieces.push(crosses ? DIRECTORIES : SEGMENT);
            index = crosses ? end + 1 : end;
        }
        else if (character === '?') {
            pieces.push({ kind: 'not-slash' });
        }
        else if (character === '[') {
            const set = readSet(characters, index + 1);
            if (set === null)
                return NOTHING;
            pieces.push(set.atom);
            index = set.end;
        }
        else
            pieces.push(...literal(character));
    }
    return compilePieces(pieces);
}
/** The set after `[`, with its `]`; null when it is open, empty or complemented. */
function readSet(characters, start) {
    if (characters[start] === '^' || characters[start] === '!')
        return null;
    const ranges = [];
    for (let index = start; index < characters.length; index += 1) {
        const low = characters[index] ?? '';
        if (low === ']')
            return ranges.length === 0 ? null : { atom: { kind: 'set', ranges }, end: index };
        // With FNM_PATHNAME a set never matches, and never reaches over, a slash.
        if (low === '/')
            return null;
        const high = characters[index + 2];
        if (characters[index + 1] === '-' && high !== undefined && high !== ']' && high !== '/') {
            ranges.push(...withoutSlash(branch_selector_codeOf(low), branch_selector_codeOf(high)));
            index += 2;
        }
        else
            ranges.push([branch_selector_codeOf(low), branch_selector_codeOf(low)]);
    }
    return null;
}
function withoutSlash(low, high) {
    const slash = 0x2f;
    const parts = [
        [low, Math.min(high, slash - 1)],
        [Math.max(low, slash + 1), high],
    ];
    return low <= slash && slash <= high ? parts.filter(([from, to]) => from <= to) : [[low, high]];
}
function branch_selector_codeOf(character) {
    return character.codePointAt(0) ?? 0;
}

;// CONCATENATED MODULE: ./build/repository/compare-hunks.js
/** Which lines a patch added, read from `git diff -U0` output. Pure. */

/** `@@ -12,3 +14 @@`: a count that is left out is 1. */
const HUNK = /^@@ -\d{1,10}(?:,(\d{1,10}))? \+(\d{1,10})(?:,(\d{1,10}))? @@/;
const SIMPLE_ESCAPES = { a: 7, b: 8, t: 9, n: 10, v: 11, f: 12, r: 13 };
/**
 * Lines that each file of a patch adds or modifies.
 *
 * @param patch output of git with `-p -U0 --text --dst-prefix=b/` and `core.quotePath=true`
 * @param maxLines per file; what is beyond is left out
 * @returns path of the new side → 1-based lines. Files that only lost lines have an empty set; deleted ones none.
 */
function addedLines(patch, maxLines) {
    const files = new Map();
    let lines = null;
    // Lines of the current hunk still to come: content may look like any header, so it is counted, never recognised.
    let removed = 0;
    let added = 0;
    for (let at = 0; at < patch.length;) {
        const found = patch.indexOf(0x0a, at);
        const end = found === -1 ? patch.length : found;
        const first = patch[at];
        if (removed > 0 && first === 0x2d)
            removed -= 1;
        else if (added > 0 && first === 0x2b)
            added -= 1;
        else if (first === 0x40) {
            const hunk = HUNK.exec(patch.toString('latin1', at, Math.min(end, at + 100)));
            if (hunk !== null) {
                removed = Number(hunk[1] ?? 1);
                added = Number(hunk[3] ?? 1);
                addRange(lines, Number(hunk[2]), added, maxLines);
            }
        }
        else if (first === 0x2b) {
            const path = newSide(patch.toString('latin1', at, end));
            lines = path === null ? null : (files.get(path) ?? new Set());
            if (path !== null && lines !== null)
                files.set(path, lines);
        }
        at = end + 1;
    }
    return files;
}
function addRange(lines, start, count, maxLines) {
    if (lines === null)
        return;
    const end = start + Math.min(count, maxLines - lines.size);
    for (let line = start; line < end; line += 1)
        lines.add(line);
}
/** The path of a `+++ b/path` line; git ends it with a tab when it holds a space, and quotes it when it must. */
function newSide(line) {
    if (!line.startsWith('+++ '))
        return null;
    const name = line.slice(4).replace(/\t$/, '');
    const bytes = name.startsWith('"') ? unquote(name.slice(1, -1)) : Buffer.from(name, 'latin1');
    const path = decodeName(bytes);
    return path.startsWith('b/') ? path.slice(2) : null;
}
/** Undo git's C-style quoting (git-config(1), `core.quotePath`). */
function unquote(text) {
    const bytes = [];
    for (let at = 0; at < text.length; at += 1) {
        if (text[at] !== '\\') {
            bytes.push(text.charCodeAt(at));
            continue;
        }
        const octal = /^[0-3][0-7]{2}/.exec(text.slice(at + 1, at + 4))?.[0];
        const char = text[at + 1] ?? '';
        bytes.push(octal === undefined ? (SIMPLE_ESCAPES[char] ?? char.charCodeAt(0)) : Number.parseInt(octal, 8));
        at += octal === undefined ? 1 : 3;
    }
    return Buffer.from(bytes);
}

;// CONCATENATED MODULE: ./build/repository/snapshot-tree.js
/** As many links as Linux follows in one path (path_resolution(7)). */
const MAX_LINKS = 40;
/** PATH_MAX of Linux: no longer target can be followed on disk. */
const MAX_TARGET = 4096;
/** The paths of a tree. */
class TreeIndex {
    /** Sorted by code unit. */
    entries;
    byPath;
    #directories = null;
    constructor(entries) {
        this.entries = [...entries].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
        this.byPath = new Map(entries.map((entry) => [entry.path, entry]));
    }
    /** What the listing says. */
    kindOf(path) {
        const entry = this.byPath.get(path);
        if (entry === undefined)
            return this.#folders().has(path) ? 'directory' : null;
        return entry.kind === 'executable' ? 'file' : entry.kind;
    }
    #folders() {
        if (this.#directories !== null)
            return this.#directories;
        const folders = new Set();
        for (const { path } of this.entries) {
            for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
                const folder = path.slice(0, end);
                if (folders.has(folder))
                    break;
                folders.add(folder);
            }
        }
        this.#directories = folders;
        return folders;
    }
}
/** A {@link Snapshot} over a {@link TreeSource}. */
class TreeSnapshot {
    #source;
    #bytes = new Map();
    #index = null;
    constructor(source) {
        this.#source = source;
    }
    get id() {
        return this.#source.id;
    }
    /** The paths with what is known of each. Computed once. */
    index() {
        this.#index ??= this.#source.load().then((entries) => new TreeIndex(entries));
        return this.#index;
    }
    async list() {
        return (await this.index()).entries;
    }
    async read(path, maxBytes) {
        const [result] = await this.readMany([path], maxBytes);
        return result ?? { ok: false, failure: { reason: 'missing' } };
    }
    async readMany(paths, maxBytes) {
        const index = await this.index();
        const resolved = await Promise.all(paths.map((path) => this.#resolve(path, index)));
        const wanted = new Map();
        for (const one of resolved) {
            if ('entry' in one && !this.#bytes.has(one.entry.path))
                wanted.set(one.entry.path, one.entry);
        }
        const entries = [...wanted.values()];
        const contents = await this.#source.contents(entries, maxBytes);
        const failures = new Map();
        entries.forEach(({ path }, at) => {
            const result = contents[at] ?? { ok: false, failure: { reason: 'missing' } };
            // Two reads at once: the first answer stays, so that there is one set of bytes for a path.
            if (!result.ok)
                failures.set(path, result);
            else if (!this.#bytes.has(path))
                this.#bytes.set(path, result.bytes);
        });
        return resolved.map((one) => {
            if ('failure' in one)
                return { ok: false, failure: one.failure };
            const bytes = this.#bytes.get(one.entry.path);
            if (bytes === undefined) {
                return failures.get(one.entry.path) ?? { ok: false, failure: { reason: 'missing' } };
            }
            if (bytes.length <= maxBytes)
                return { ok: true, bytes };
            return { ok: false, failure: { reason: 'too-large', bytes: bytes.length, limit: maxBytes } };
        });
    }
    /** Where a link of this tree points; null when `path` is no link or cannot be read. */
    async linkTarget(path) {
        const index = await this.index();
        return this.#source.kindOf(path, index) === 'symlink' ? this.#source.linkTarget(path, index) : null;
    }
    /** What stands at a path of this tree. */
    async kindOf(path) {
        return this.#source.kindOf(path, await this.index());
    }
    async close() {
        this.#bytes.clear();
        await this.#source.close();
    }
    /** Walk `path` name by name, the way a kernel would, but never out of the tree and never into `.git`. */
    async #resolve(path, index) {
        if (this.#source.exact) {
            const entry = index.byPath.get(path);
            if (entry?.kind === 'file' || entry?.kind === 'executable')
                return { entry };
        }
        const pending = path.split('/').reverse();
        const done = [];
        let links = 0;
        let target = path;
        let kind = 'directory';
        for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
            if (name === '' || name === '.')
                continue;
            if (kind !== 'directory')
                return { failure: { reason: 'missing' } };
            if (name === '..' && done.pop() !== undefined)
                continue;
            if (name === '..' || name.toLowerCase() === '.git')
                return { failure: { reason: 'symlink-outside', target } };
            done.push(name);
            const here = done.join('/');
            kind = this.#source.kindOf(here, index);
            if (kind !== 'symlink')
                continue;
            links += 1;
            if (links > MAX_LINKS)
                return { failure: { reason: 'unreadable', detail: 'its symbolic links go round in a circle' } };
            const next = await this.#source.linkTarget(here, index);
            if (next === null)
                return { failure: { reason: 'unreadable', detail: 'the symbolic link cannot be read' } };
            target = next;
            if (isAbsolute(next))
                return { failure: { reason: 'symlink-outside', target } };
            done.pop();
            pending.push(...next.split('/').reverse());
            kind = 'directory';
        }
        if (kind === null)
            return { failure: { reason: 'missing' } };
        if (kind !== 'file')
            return { failure: { reason: 'not-a-file', kind } };
        // What is ignored by git is not part of the tree, even where a link leads to it.
        const entry = index.byPath.get(done.join('/'));
        return entry === undefined ? { failure: { reason: 'missing' } } : { entry };
    }
}
/** Absolute on any system a checkout may land on: a link that is fine on Linux alone is refused as well. */
function isAbsolute(target) {
    return /^(?:[/\\]|[A-Za-z]:)/.test(target);
}

;// CONCATENATED MODULE: ./build/repository/snapshot-commit.js


/**
 * The tree of a commit.
 *
 * @param sha the full object id of a commit that is in `git`'s object database
 */
function openCommit(git, sha) {
    return new TreeSnapshot(new CommitSource(git, sha));
}
class CommitSource {
    id;
    exact = true;
    #git;
    #sha;
    constructor(git, sha) {
        this.id = `commit:${sha}`;
        this.#git = git;
        this.#sha = sha;
    }
    /** @throws {PhaseMirrorError} `evidence` when the commit or one of its trees is missing or broken */
    async load() {
        const { stdout } = await this.#git.run(['ls-tree', '-r', '-z', '--full-tree', this.#sha]);
        return splitNames(stdout).map((line) => {
            const tab = line.indexOf('\t');
            const [mode = '', , oid = ''] = line.slice(0, tab).split(' ');
            return { path: line.slice(tab + 1), kind: kindOfMode(mode), oid };
        });
    }
    kindOf(path, index) {
        return index.kindOf(path);
    }
    contents(entries, maxBytes) {
        return Promise.all(entries.map(({ oid }) => readBlob(this.#git, oid, maxBytes)));
    }
    async linkTarget(path, index) {
        return readLink(this.#git, index.byPath.get(path)?.oid);
    }
    close() {
        return this.#git.close();
    }
}
/** The kind of an entry from its mode, as git prints it: `100644`, `100755`, `120000`, `160000`. */
function kindOfMode(mode) {
    if (mode.startsWith('12'))
        return 'symlink';
    if (mode.startsWith('16'))
        return 'submodule';
    return mode === '100755' ? 'executable' : 'file';
}
/** One blob as the content of a file. */
async function readBlob(git, oid, maxBytes) {
    const object = oid === undefined ? { kind: 'missing' } : await git.objects.read(oid, maxBytes);
    switch (object.kind) {
        case 'object':
            return { ok: true, bytes: object.bytes };
        case 'too-large':
            return { ok: false, failure: { reason: 'too-large', bytes: object.size, limit: maxBytes } };
        case 'missing':
            return { ok: false, failure: { reason: 'unreadable', detail: 'this clone lacks the object that holds it' } };
        case 'unreadable':
            return { ok: false, failure: { reason: 'unreadable', detail: object.detail } };
    }
}
/** The target of a symbolic link, which git keeps as the content of a blob. */
async function readLink(git, oid) {
    const result = await readBlob(git, oid, MAX_TARGET);
    return result.ok ? decodeName(result.bytes) : null;
}

;// CONCATENATED MODULE: ./build/repository/compare.js
/** How the subject differs from the base. */



/** Lines remembered of one file. */
const MAX_LINES = 100_000;
/** Governed paths whose lines are looked at, and the patch that may be read for them. */
const MAX_PATHS = 1000;
const PATHS_PER_CALL = 250;
const MAX_PATCH = 16 * 1024 * 1024;
/** A file that only looks changed (a copied checkout) is hashed when it is no larger, and at most so many are. */
const MAX_HASHED_BYTES = 4 * 1024 * 1024;
const MAX_HASHED_FILES = 20_000;
/** The same everywhere, whatever the configuration says: found by similarity, 1,000 candidates at most. */
const RENAMES = ['-M', '-l1000'];
/** Never looks *into* a submodule: that would run git there, under the submodule's own configuration. */
const SUBMODULES = '--ignore-submodules=dirty';
const PATCH = [
    ...['-p', '-U0', '--text', '--no-color', '--no-ext-diff', '--no-textconv', '--full-index'],
    ...['--inter-hunk-context=0', '--src-prefix=a/', '--dst-prefix=b/', '--submodule=short'],
];
/**
 * Compare a base commit with the subject.
 *
 * A file moved in the work tree without telling git is found as a rename when its content is unchanged; git itself
 * finds similar ones only among files it tracks.
 *
 * @param git a repository that holds the objects of both
 * @param baseCommit full object id
 * @param governed the paths whose changed lines are wanted
 * @throws {PhaseMirrorError} `evidence` when git cannot compare them: an object is missing (a partial clone) or broken
 */
async function compareTrees(git, baseCommit, subject, governed) {
    const draft = new Draft();
    if (subject.kind === 'commit') {
        const args = ['diff-tree', '-r', '-z', '--raw', ...RENAMES, '--no-abbrev', SUBMODULES, baseCommit, subject.sha];
        for (const change of parseRaw((await git.run(args)).stdout))
            draft.add(change);
    }
    else {
        await compareWorkTree(git, baseCommit, subject.snapshot, governed, draft);
    }
    await addLines(git, baseCommit, subject, governed, draft);
    return draft;
}
/** A comparison while it is put together. */
class Draft {
    renames = new Map();
    changed = new Set();
    deleted = new Set();
    lines = new Map();
    base = new Map();
    add(change) {
        const { status, oldPath, newPath, oldMode, oldOid } = change;
        if (status === 'D')
            this.deleted.add(oldPath);
        else
            this.changed.add(newPath);
        if (status === 'R')
            this.renames.set(oldPath, newPath);
        if (Number(oldMode) > 0)
            this.base.set(oldPath, { path: oldPath, kind: kindOfMode(oldMode), oid: oldOid });
    }
    /** A deleted path and a new one hold the same: it was moved. */
    move(from, to) {
        this.deleted.delete(from);
        this.changed.add(to);
        this.renames.set(from, to);
    }
    /** The path is the same on both sides after all. */
    restore(path) {
        this.deleted.delete(path);
        this.changed.delete(path);
        this.base.delete(path);
    }
}
async function compareWorkTree(git, baseCommit, snapshot, governed, draft) {
    const [untracked, config] = await Promise.all([snapshot.untracked(), git.withoutFilters()]);
    const args = ['diff-index', '-z', '--raw', ...RENAMES, '--no-abbrev', SUBMODULES, baseCommit];
    const { stdout } = await git.run(args, { config });
    let hashed = 0;
    for (const change of parseRaw(stdout)) {
        // Without a new object id git compared times and sizes alone.
        const unsure = change.status === 'M' && /^0+$/.test(change.newOid) && !change.oldMode.startsWith('16');
        if (unsure && hashed < MAX_HASHED_FILES) {
            hashed += 1;
            if (isSame(snapshot, change.newPath, change.oldOid))
                continue;
        }
        draft.add(change);
    }
    const gone = new Map();
    for (const path of draft.deleted) {
        const oid = draft.base.get(path)?.oid;
        if (oid !== undefined && governed(path) && !gone.has(oid))
            gone.set(oid, path);
    }
    for (const path of untracked) {
        const old = draft.base.get(path);
        if (old?.oid !== undefined && draft.deleted.has(path)) {
            // Untracked since the base, and still there.
            if (isSame(snapshot, path, old.oid))
                draft.restore(path);
            else
                draft.deleted.delete(path);
            if (draft.base.has(path))
                draft.changed.add(path);
            continue;
        }
        const length = baseCommit.length;
        const ids = gone.size > 0 && governed(path) ? snapshot.blobIds(path, length, MAX_HASHED_BYTES) : [];
        const from = ids.map((id) => gone.get(id)).find((one) => one !== undefined && draft.deleted.has(one));
        if (from === undefined)
            draft.changed.add(path);
        else
            draft.move(from, path);
    }
}
function isSame(snapshot, path, oid) {
    return snapshot.blobIds(path, oid.length, MAX_HASHED_BYTES).includes(oid);
}
/** The lines of governed paths that changed: from the patch, and all lines of what git does not track. */
async function addLines(git, baseCommit, subject, governed, draft) {
    const wanted = [...draft.changed].filter(governed).sort().slice(0, MAX_PATHS);
    if (wanted.length === 0)
        return;
    const untracked = subject.kind === 'worktree' ? await subject.snapshot.untracked() : new Set();
    const oldPaths = new Map([...draft.renames].map(([from, to]) => [to, from]));
    // A name that is not UTF-8 cannot be an argument of a process.
    const tracked = wanted.filter((path) => !untracked.has(path) && !`${path}${oldPaths.get(path)}`.includes('\\x'));
    const calls = [];
    for (let at = 0; at < tracked.length; at += PATHS_PER_CALL) {
        const paths = tracked.slice(at, at + PATHS_PER_CALL);
        calls.push(addPatchLines(git, baseCommit, subject, paths, oldPaths, draft));
    }
    await Promise.all(calls);
    if (subject.kind === 'commit')
        return;
    const own = wanted.filter((path) => untracked.has(path));
    const contents = await subject.snapshot.readMany(own, MAX_HASHED_BYTES);
    own.forEach((path, at) => {
        const content = contents[at];
        if (content?.ok === true)
            draft.lines.set(path, oldPaths.has(path) ? new Set() : allLines(content.bytes));
    });
}
async function addPatchLines(git, baseCommit, subject, paths, oldPaths, draft) {
    // A move is only seen when both of its ends are asked for.
    const pathspecs = paths.flatMap((path) => [path, oldPaths.get(path) ?? path]);
    const config = subject.kind === 'worktree' ? await git.withoutFilters() : [];
    const command = subject.kind === 'worktree' ? ['diff-index'] : ['diff-tree', '-r'];
    const trees = subject.kind === 'worktree' ? [baseCommit] : [baseCommit, subject.sha];
    const args = [...command, ...RENAMES, ...PATCH, SUBMODULES, ...trees, '--', ...new Set(pathspecs)];
    let patch;
    try {
        patch = (await git.run(args, { config, maxBytes: MAX_PATCH })).stdout;
    }
    catch {
        // Lines only decide where an annotation is put: without them the finding itself stands.
        return;
    }
    const found = addedLines(patch, MAX_LINES);
    for (const path of paths)
        draft.lines.set(path, found.get(path) ?? new Set());
}
function allLines(bytes) {
    let count = bytes.length > 0 && bytes.at(-1) !== 0x0a ? 1 : 0;
    for (const byte of bytes)
        if (byte === 0x0a)
            count += 1;
    return new Set(Array.from({ length: Math.min(count, MAX_LINES) }, (_, index) => index + 1));
}
function* parseRaw(output) {
    const fields = splitNames(output).values();
    for (const meta of fields) {
        // `:100644 100755 <old> <new> R086`, then one path, or two for a rename.
        const [oldMode = '', , oldOid = '', newOid = '', code = ''] = meta.replace(/^:/, '').split(' ');
        const status = code.slice(0, 1);
        const oldPath = String(fields.next().value ?? '');
        const newPath = status === 'R' || status === 'C' ? String(fields.next().value ?? '') : oldPath;
        yield { status, oldMode, oldOid, newOid, oldPath, newPath };
    }
}

;// CONCATENATED MODULE: ./build/repository/git-fetch.js
/**
 * Fetching a base commit that the checkout lacks, without touching the checkout: everything lands in a scratch
 * repository in the temporary folder, which borrows the checkout's objects (gitrepository-layout(5),
 * `objects/info/alternates`) and is removed with it. Two evaluations at once in one checkout don't meet, and a dry
 * run leaves nothing behind.
 */





/** `ext::` and every other helper runs programs of the repository's choosing. */
const PROTOCOLS = 'https:http:ssh:file';
const FETCH = ['fetch', '--quiet', '--no-tags', '--no-recurse-submodules', '--no-auto-gc', '--no-write-fetch-head'];
/** How far back a merge base is looked for in a shallow clone, in commits of each branch. */
const DEPTHS = [64, 1024, 16_384];
/** The advice that works for every checkout that lacks history. */
const ADVICE = 'set fetch-depth: 0 on actions/checkout';
/** A repository that lives as long as somebody reads from it. */
class ScratchGit extends Git {
    async close() {
        await super.close();
        (0,external_node_fs_.rmSync)(this.location.gitDir, { recursive: true, force: true });
    }
}
/**
 * The repository the event is about. A checkout of a fork has the fork as its `origin`, so the event's own address goes
 * first; an `origin` on this machine is taken as it is.
 *
 * @returns `tracking`: the checkout's `refs/remotes/origin/*` are branches of that repository
 */
async function remoteOf(git, input) {
    const origin = await git.line(['config', '--get', 'remote.origin.url'], { okCodes: [0, 1] });
    const server = input.serverUrl?.replace(/\/+$/, '');
    const named = server !== undefined && /^https?:\/\//.test(server) && input.repository !== undefined;
    const address = named ? `${server}/${input.repository}` : '';
    const local = /^file:\/\//.test(origin) || (origin !== '' && !/^[^/]*:/.test(origin));
    if (local || !named) {
        if (origin === '')
            return { ok: false, why: 'there is no remote named origin', tracking: false };
        const url = local && !origin.startsWith('file:') && !(0,external_node_path_.isAbsolute)(origin) ? (0,external_node_path_.resolve)(git.top, origin) : origin;
        return { ok: true, value: { url, config: credentials(server, url, input.token) }, tracking: true };
    }
    const path = origin.replace(/(?:\.git)?\/*$/, '').toLowerCase();
    const tracking = path.endsWith(`/${input.repository.toLowerCase()}`) || path.endsWith(`:${input.repository.toLowerCase()}`);
    return { ok: true, value: { url: address, config: credentials(server, address, input.token) }, tracking };
}
/** The way actions/checkout shows its token: a header for this server alone. An inherited one is taken away first. */
function credentials(server, url, token) {
    if (server === undefined || token === undefined || token === '' || !url.startsWith(`${server}/`))
        return [];
    const key = `http.${server}/.extraheader`;
    const basic = Buffer.from(`x-access-token:${token}`).toString('base64');
    return [
        [key, ''],
        [key, `AUTHORIZATION: basic ${basic}`],
        ['http.followRedirects', 'false'],
    ];
}
/**
 * Fetch one commit with its tree.
 *
 * @param sha full object id
 * @param signal ends the attempt
 * @returns a repository that holds it together with everything of `git`; closing it removes it
 */
async function fetchCommit(git, remote, sha, signal) {
    const scratch = createScratch(git, { borrow: true, partialFrom: null });
    const fetched = await attempt(scratch, remote, ['--depth=1', '--', remote.url, sha], signal);
    if (fetched.ok)
        return { ok: true, value: scratch };
    await scratch.close();
    return { ok: false, why: `the base commit ${sha.slice(0, 12)} could not be fetched (${fetched.why}); ${ADVICE}` };
}
/**
 * Find the best common ancestor of a commit and a branch of the remote.
 *
 * @param branch short name, checked by the caller to be a valid one
 * @param head full object id; in a shallow clone the remote must have it too
 */
async function fetchMergeBase(git, remote, branch, head, signal) {
    const shallow = git.isShallow;
    const scratch = createScratch(git, { borrow: !shallow, partialFrom: shallow ? remote.url : null });
    try {
        const target = `+refs/heads/${branch}:refs/heads/target`;
        // Commits alone are wanted of history; a server that cannot leave out the rest sends it all.
        const steps = shallow
            ? DEPTHS.map((depth) => [
                `--depth=${depth}`,
                '--filter=tree:0',
                '--',
                'origin',
                target,
                `+${head}:refs/heads/head`,
            ])
            : [['--', remote.url, target]];
        for (const step of steps) {
            const fetched = await attempt(scratch, remote, step, signal);
            if (!fetched.ok)
                return { ok: false, why: `the history of ${branch} could not be fetched (${fetched.why}); ${ADVICE}` };
            const base = await scratch.line(['merge-base', 'refs/heads/target', head], { okCodes: [0, 1] });
            if (base !== '')
                return { ok: true, value: base };
            if (!scratch.isShallow)
                return { ok: false, why: `this commit and ${branch} have no common ancestor` };
        }
        return { ok: false, why: `no common ancestor with ${branch} was found within ${DEPTHS.at(-1)} commits; ${ADVICE}` };
    }
    finally {
        await scratch.close();
    }
}
async function attempt(scratch, remote, args, signal) {
    const config = [
        ...remote.config,
        // Nobody is there to answer a prompt.
        ['core.askPass', ''],
        ['maintenance.auto', 'false'],
        ['protocol.version', '2'],
    ];
    try {
        await scratch.run([...FETCH, ...args], { config, protocols: PROTOCOLS, signal });
        return { ok: true, value: null };
    }
    catch (error) {
        if (!(error instanceof errors/* PhaseMirrorError */.VV))
            throw error;
        return { ok: false, why: error.reason };
    }
}
/** Lay out an empty bare repository by hand: it needs no process and copies no template with hooks. */
function createScratch(git, options) {
    const { environment, program } = git.location;
    const folder = (0,external_node_fs_.mkdtempSync)((0,external_node_path_.join)(environment['RUNNER_TEMP'] || (0,external_node_os_.tmpdir)(), 'phase-mirror-'));
    (0,external_node_fs_.mkdirSync)((0,external_node_path_.join)(folder, 'objects', 'info'), { recursive: true });
    (0,external_node_fs_.mkdirSync)((0,external_node_path_.join)(folder, 'refs'));
    (0,external_node_fs_.writeFileSync)((0,external_node_path_.join)(folder, 'HEAD'), 'ref: refs/heads/none\n');
    const partial = options.partialFrom === null
        ? ''
        : `[extensions]\n\tpartialClone = origin\n[remote "origin"]\n\turl = ${quote(options.partialFrom)}\n\tpromisor = true\n`;
    (0,external_node_fs_.writeFileSync)((0,external_node_path_.join)(folder, 'config'), `[core]\n\trepositoryformatversion = 1\n\tbare = true\n${partial}`);
    if (options.borrow) {
        (0,external_node_fs_.writeFileSync)((0,external_node_path_.join)(folder, 'objects', 'info', 'alternates'), `${git.objectsFolder}\n`);
        if (git.isShallow)
            (0,external_node_fs_.copyFileSync)(git.shallowFile, (0,external_node_path_.join)(folder, 'shallow'));
    }
    const location = { program, environment, top: folder, prefix: '', gitDir: folder, commonDir: folder };
    return new ScratchGit({ ...location, hasWorkTree: false, pinned: true });
}
/** A value of a configuration file (git-config(1), "Syntax"). */
function quote(value) {
    return `"${value.replace(/["\\]/g, '\\$&').replaceAll('\n', '\\n')}"`;
}

;// CONCATENATED MODULE: ./build/repository/snapshot-disk.js
/** Reading single files of a folder on disk without ever following a link. */




/** Not on every system; where it is missing, `lstat` alone stands between us and a link or a pipe. */
const OPEN_FLAGS = external_node_fs_.constants.O_RDONLY | (external_node_fs_.constants.O_NOFOLLOW ?? 0) | (external_node_fs_.constants.O_NONBLOCK ?? 0);
/** The files below one folder. Synchronous: a handful of small files is read faster than promises are made. */
class Disk {
    #top;
    #kinds = new Map();
    constructor(top) {
        this.#top = top;
    }
    /** The file system's name for a path of the tree; bytes where the name is not UTF-8. */
    locate(path) {
        if (!path.includes('\\x'))
            return `${this.#top}/${path}`;
        return Buffer.concat([Buffer.from(`${this.#top}/`), encodeName(path)]);
    }
    /** What stands at `path`. Remembered: folders are asked for again and again. */
    kindOf(path) {
        const known = this.#kinds.get(path);
        if (known !== undefined)
            return known;
        const kind = this.#look(path);
        this.#kinds.set(path, kind);
        return kind;
    }
    #look(path) {
        try {
            const stat = (0,external_node_fs_.lstatSync)(this.locate(path));
            if (stat.isFile())
                return 'file';
            if (stat.isDirectory())
                return 'directory';
            return stat.isSymbolicLink() ? 'symlink' : 'special';
        }
        catch (error) {
            // A name that cannot be looked up for any other reason is shown as unreadable when it is opened.
            return ['ENOENT', 'ENOTDIR', 'ENAMETOOLONG'].includes(codeOf(error)) ? null : 'file';
        }
    }
    /** Where the link at `path` points; null when it cannot be read or is longer than a path may be. */
    linkTarget(path) {
        try {
            const target = (0,external_node_fs_.readlinkSync)(this.locate(path), 'buffer');
            return target.length > MAX_TARGET ? null : decodeName(target);
        }
        catch {
            return null;
        }
    }
    /** The content of the regular file at `path`, whose parent folders the caller has looked at. */
    read(path, maxBytes) {
        let file;
        try {
            file = (0,external_node_fs_.openSync)(this.locate(path), OPEN_FLAGS);
        }
        catch (error) {
            const code = codeOf(error);
            if (code === 'ENOENT' || code === 'ENOTDIR')
                return { ok: false, failure: { reason: 'missing' } };
            return { ok: false, failure: { reason: 'unreadable', detail: `it cannot be opened (${code})` } };
        }
        try {
            const stat = (0,external_node_fs_.fstatSync)(file);
            if (!stat.isFile())
                return { ok: false, failure: { reason: 'not-a-file', kind: 'special' } };
            if (stat.size > maxBytes) {
                return { ok: false, failure: { reason: 'too-large', bytes: stat.size, limit: maxBytes } };
            }
            // One byte more than expected shows that the file grew.
            const bytes = new Uint8Array(stat.size + 1);
            let size = 0;
            for (let got = -1; got !== 0 && size < bytes.length; size += got) {
                got = (0,external_node_fs_.readSync)(file, bytes, size, bytes.length - size, size);
            }
            if (size > stat.size) {
                return { ok: false, failure: { reason: 'unreadable', detail: 'it changed while it was read' } };
            }
            return { ok: true, bytes: bytes.subarray(0, size) };
        }
        catch (error) {
            return { ok: false, failure: { reason: 'unreadable', detail: `it cannot be read (${codeOf(error)})` } };
        }
        finally {
            (0,external_node_fs_.closeSync)(file);
        }
    }
}

;// CONCATENATED MODULE: ./build/repository/snapshot-folder.js
/** A plain folder without git. */






/** More entries than this are not a project but a home folder or a disk. */
const MAX_ENTRIES = 200_000;
/** Never part of what a repository says: git's own files, and what a package manager put there. */
const SKIPPED = new Set(['.git', 'node_modules']);
/**
 * What is on disk below `path`.
 *
 * @param maxEntries refuse a folder with more
 * @throws {PhaseMirrorError} `user` when `path` is not a folder; while listing, `user` when it holds more than
 *   `maxEntries` entries and `evidence` when a folder below it cannot be listed
 */
function openFolder(path, maxEntries = MAX_ENTRIES) {
    if ((0,external_node_fs_.statSync)(path, { throwIfNoEntry: false })?.isDirectory() !== true) {
        throw new errors/* PhaseMirrorError */.VV('user', {
            thing: path,
            reason: 'is not a folder',
            next: 'Name the folder of a checkout',
        });
    }
    return new TreeSnapshot(new FolderSource((0,external_node_fs_.realpathSync)(path), maxEntries));
}
class FolderSource {
    id = 'folder';
    exact = false;
    #top;
    #maxEntries;
    #disk;
    constructor(top, maxEntries) {
        this.#top = top;
        this.#maxEntries = maxEntries;
        this.#disk = new Disk(top);
    }
    async load() {
        const entries = [];
        const folders = [''];
        let seen = 0;
        for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
            for (const entry of this.#children(folder)) {
                seen += 1;
                if (seen > this.#maxEntries)
                    throw this.#tooMany();
                const path = folder + decodeName(entry.name);
                if (entry.isDirectory() && !SKIPPED.has(entry.name.toString('latin1')))
                    folders.push(`${path}/`);
                else if (entry.isSymbolicLink())
                    entries.push({ path, kind: 'symlink' });
                else if (entry.isFile())
                    entries.push({ path, kind: 'file' });
            }
        }
        return entries;
    }
    #children(folder) {
        try {
            return (0,external_node_fs_.readdirSync)(this.#disk.locate(folder), { withFileTypes: true, encoding: 'buffer' });
        }
        catch (error) {
            throw new errors/* PhaseMirrorError */.VV('evidence', {
                thing: `the folder ${folder === '' ? this.#top : folder}`,
                reason: `cannot be listed (${codeOf(error)})`,
                next: 'Make it readable, or evaluate a folder without it',
                cause: error,
            });
        }
    }
    #tooMany() {
        return new errors/* PhaseMirrorError */.VV('user', {
            thing: this.#top,
            reason: `holds more than ${this.#maxEntries} files and folders`,
            next: 'Name the folder of one repository',
        });
    }
    kindOf(path) {
        return this.#disk.kindOf(path);
    }
    async contents(entries, maxBytes) {
        return entries.map(({ path }) => this.#disk.read(path, maxBytes));
    }
    async linkTarget(path) {
        return this.#disk.linkTarget(path);
    }
    async close() {
        // Nothing is held open.
    }
}

;// CONCATENATED MODULE: ./build/repository/snapshot-overlay.js


/**
 * @param git the repository that holds the base commit's objects
 * @param sha the base commit
 * @param subject the tree the base was compared with
 * @param change that comparison (`compareTrees`)
 * @returns the tree of `sha`. Its listing starts no process. Bytes of an unchanged path are those `subject` gives.
 */
function overlay(git, sha, subject, change) {
    return new TreeSnapshot(new OverlaySource(git, sha, subject, change));
}
class OverlaySource {
    id;
    exact = true;
    #git;
    #subject;
    #change;
    constructor(git, sha, subject, change) {
        this.id = `commit:${sha}`;
        this.#git = git;
        this.#subject = subject;
        this.#change = change;
    }
    async load() {
        const { base, changed } = this.#change;
        const same = (await this.#subject.list()).filter(({ path }) => !base.has(path) && !changed.has(path));
        return [...same, ...base.values()];
    }
    kindOf(path, index) {
        return index.kindOf(path);
    }
    async contents(entries, maxBytes) {
        const { base } = this.#change;
        const same = entries.filter(({ path }) => !base.has(path)).map(({ path }) => path);
        const [unchanged, changed] = await Promise.all([
            this.#subject.readMany(same, maxBytes),
            Promise.all(entries.filter(({ path }) => base.has(path)).map(({ oid }) => readBlob(this.#git, oid, maxBytes))),
        ]);
        const fromSubject = unchanged.values();
        const fromGit = changed.values();
        return entries.map(({ path }) => {
            const next = (base.has(path) ? fromGit : fromSubject).next();
            return next.done === true ? { ok: false, failure: { reason: 'missing' } } : next.value;
        });
    }
    async linkTarget(path) {
        const entry = this.#change.base.get(path);
        return entry === undefined ? this.#subject.linkTarget(path) : readLink(this.#git, entry.oid);
    }
    close() {
        return this.#git.close();
    }
}

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
;// CONCATENATED MODULE: ./build/repository/snapshot-worktree.js
/** What is on disk in a work tree: tracked files, and untracked ones that are not ignored. */





/** The work tree of `git`. Its listing is one process. */
function openWorkTree(git) {
    return new WorkTreeSnapshot(new WorkTreeSource(git));
}
/** A work tree, with the questions only a comparison asks. */
class WorkTreeSnapshot extends TreeSnapshot {
    #tree;
    constructor(source) {
        super(source);
        this.#tree = source;
    }
    /** Paths git does not track. */
    async untracked() {
        await this.index();
        return this.#tree.untracked;
    }
    /**
     * Object ids the content of `path` would have in git: as it is, and with line ends as git may have normalised them
     * (gitattributes(5), `text`). Empty when it is no file or link, or larger than `maxBytes`.
     *
     * @param length hex digits of an object id of this repository: 40 (SHA-1) or 64 (SHA-256)
     */
    blobIds(path, length, maxBytes) {
        return this.#tree.blobIds(path, length, maxBytes);
    }
}
class WorkTreeSource {
    id = 'worktree';
    exact = false;
    untracked = new Set();
    #git;
    #disk;
    /** Entries a sparse checkout leaves out: they are part of the tree, and their content is in the object database. */
    #sparse = null;
    constructor(git) {
        this.#git = git;
        this.#disk = new Disk(git.top);
    }
    async load() {
        // One listing of untracked (tag ?), tracked (H, S for sparse, M while merging) and deleted (R) paths.
        const args = ['ls-files', '-t', '-z', '--stage', '--others', '--deleted', '--exclude-standard'];
        const { stdout } = await this.#git.run(args);
        const entries = new Map();
        const sparse = [];
        for (const line of splitNames(stdout)) {
            const tag = line[0];
            const rest = line.slice(2);
            // A folder in this list is a repository of its own.
            if (tag === '?' && !rest.endsWith('/')) {
                this.untracked.add(rest);
                entries.set(rest, { path: rest, kind: this.#disk.kindOf(rest) === 'symlink' ? 'symlink' : 'file' });
                continue;
            }
            const tab = rest.indexOf('\t');
            if (tag === '?' || tab === -1)
                continue;
            const [mode = '', oid = ''] = rest.slice(0, tab).split(' ');
            const path = rest.slice(tab + 1);
            if (tag === 'R')
                entries.delete(path);
            else
                entries.set(path, { path, kind: kindOfMode(mode), oid });
            if (tag === 'S')
                sparse.push({ path, kind: kindOfMode(mode), oid });
        }
        if (sparse.length > 0)
            this.#sparse = new TreeIndex(sparse);
        return [...entries.values()];
    }
    kindOf(path) {
        return this.#disk.kindOf(path) ?? this.#sparse?.kindOf(path) ?? null;
    }
    contents(entries, maxBytes) {
        return Promise.all(entries.map(({ path, oid }) => this.#isAbsent(path) ? readBlob(this.#git, oid, maxBytes) : this.#disk.read(path, maxBytes)));
    }
    async linkTarget(path) {
        if (this.#isAbsent(path))
            return readLink(this.#git, this.#sparse?.byPath.get(path)?.oid);
        return this.#disk.linkTarget(path);
    }
    #isAbsent(path) {
        return this.#sparse?.byPath.has(path) === true && this.#disk.kindOf(path) === null;
    }
    blobIds(path, length, maxBytes) {
        const kind = this.#disk.kindOf(path);
        if (kind === 'symlink') {
            const target = this.#disk.linkTarget(path);
            return target === null ? [] : [blobId(encodeName(target), length)];
        }
        const content = kind === 'file' ? this.#disk.read(path, maxBytes) : undefined;
        if (content?.ok !== true)
            return [];
        const bytes = Buffer.from(content.bytes.buffer, content.bytes.byteOffset, content.bytes.length);
        const text = bytes.toString('latin1');
        if (!text.includes('\r\n'))
            return [blobId(bytes, length)];
        return [blobId(bytes, length), blobId(Buffer.from(text.replaceAll('\r\n', '\n'), 'latin1'), length)];
    }
    close() {
        return this.#git.close();
    }
}
/** The id git gives a blob: the hash of `blob <size>`, a NUL and the content (gitformat-loose, "Git objects"). */
function blobId(content, length) {
    return (0,external_node_crypto_.createHash)(length === 64 ? 'sha256' : 'sha1')
        .update(`blob ${content.length}\0`)
        .update(content)
        .digest('hex');
}

;// CONCATENATED MODULE: ./build/repository/snapshot.js
/** Every kind of {@link Snapshot}: a work tree, a commit, a plain folder, and a base laid under a subject. */






;// CONCATENATED MODULE: ./build/repository/subject.js
/** What is evaluated, and what it is compared with: see "Subject and base" in the design and docs/architecture.md. */






const FETCH_MS = 30_000;
/** A commit object is small; its message could be anything. */
const MAX_COMMIT = 16 * 1024 * 1024;
const SHA = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;
const SHOWN = 12;
/**
 * Decide what is evaluated and what it is compared with.
 *
 * - terminal: the work tree, untracked files included, against `--base`. A branch is compared from where it and HEAD
 *   parted (`git diff main...`), so that only what this branch introduced counts; any other revision is taken as it is.
 * - pull_request: HEAD against its first parent when it is the merge commit GitHub made, else against the merge base
 *   with the target branch. Never `pull_request.base.sha`, which goes stale.
 * - merge_group: HEAD against `base_sha`; push: against `before` (zeros: a new branch, none); anything else: none.
 *
 * @param git the repository, null where there is none
 * @param folder what is evaluated when `git` is null
 * @param governed the paths whose changed lines are wanted
 * @throws {PhaseMirrorError} `user`: an unknown `--base`, an event without a checkout; `evidence`: a tree that cannot
 *   be read. A base that an *event* should have is not thrown about: `baseMissing` says why it is missing.
 */
async function resolveSubject(git, folder, input, governed, options = {}) {
    if (git === null)
        return plainFolder(folder, input);
    if (input.kind === 'terminal')
        return fromTerminal(git, input.base, governed);
    return fromEvent(git, input, governed, AbortSignal.timeout(options.fetchMs ?? FETCH_MS));
}
function plainFolder(folder, input) {
    if (input.kind !== 'terminal') {
        throw new errors/* PhaseMirrorError */.VV('user', {
            thing: folder,
            reason: 'is not a git checkout',
            next: 'Run actions/checkout in a step before this one',
        });
    }
    if (input.base !== undefined) {
        throw new errors/* PhaseMirrorError */.VV('user', {
            thing: '--base',
            reason: `cannot be used: ${folder} is not in a git repository`,
            next: 'Leave it out, or evaluate a clone',
        });
    }
    const none = { base: null, baseSha: null, change: null, branch: null, defaultBranch: null, baseMissing: null };
    return { subject: openFolder(folder), ...none, fetched: false };
}
// ---------------------------------------------------------------- terminal
async function fromTerminal(git, rev, governed) {
    const snapshot = openWorkTree(git);
    try {
        const [current, defaultBranch, base] = await Promise.all([
            symbolicRef(git, 'HEAD', 'refs/heads/'),
            symbolicRef(git, 'refs/remotes/origin/HEAD', 'refs/remotes/origin/'),
            rev === undefined ? null : namedBase(git, rev),
            snapshot.list(),
            // Wanted by the comparison: asked for while the rest is.
            rev === undefined ? null : git.withoutFilters(),
        ]);
        const branch = base?.branch ?? defaultBranch ?? (await usualBranch(git, current));
        if (base === null) {
            return { subject: snapshot, base: null, baseSha: null, change: null, branch, defaultBranch, ...NOTHING_FETCHED };
        }
        const pair = await comparePair(git, git, base.sha, { kind: 'worktree', snapshot }, snapshot, governed);
        return { subject: snapshot, ...pair, branch, defaultBranch, ...NOTHING_FETCHED };
    }
    catch (error) {
        await snapshot.close();
        throw error;
    }
}
/**
 * The branch a clone that does not know its remote's default branch is judged by: the usual name that it has, else
 * the current branch. Work on a feature branch goes to the default branch, so that is whose requirements count.
 */
async function usualBranch(git, current) {
    if (current !== null && USUAL_DEFAULTS.includes(current))
        return current;
    const names = USUAL_DEFAULTS.flatMap((name) => [`refs/heads/${name}`, `refs/remotes/*/${name}`]);
    const { stdout } = await git.run(['for-each-ref', '--format=%(refname)', ...names]);
    const found = new Set(stdout.toString('utf8').split('\n').map(branchOfRef));
    return USUAL_DEFAULTS.find((name) => found.has(name)) ?? current;
}
const NOTHING_FETCHED = { baseMissing: null, fetched: false };
async function symbolicRef(git, name, prefix) {
    const target = await git.line(['symbolic-ref', '--quiet', name], { okCodes: [0, 1] });
    return target.startsWith(prefix) ? target.slice(prefix.length) : null;
}
/** What `--base` names: the commit to compare with, and the branch when it is one. */
async function namedBase(git, rev, option = '--base') {
    if (rev === '' || rev.startsWith('-') || [...rev].some((char) => char < ' ')) {
        throw new errors/* PhaseMirrorError */.VV('user', {
            thing: `${option} ${JSON.stringify(rev)}`,
            reason: 'is not a branch, tag or commit',
            next: 'Name a branch, tag or commit of this clone, such as origin/main',
        });
    }
    const okCodes = [0, 1, 128];
    const [commit, ref, ancestor] = await Promise.all([
        git.run(['rev-parse', '--verify', '--quiet', `${rev}^{commit}`], { okCodes }),
        git.line(['rev-parse', '--verify', '--quiet', '--symbolic-full-name', rev], { okCodes }),
        git.line(['merge-base', rev, 'HEAD'], { okCodes }),
    ]);
    // A range prints more than one line.
    const sha = commit.stdout.toString('latin1').trim();
    if (!SHA.test(sha)) {
        throw new errors/* PhaseMirrorError */.VV('user', {
            thing: `${option} ${JSON.stringify(rev)}`,
            reason: 'names no commit of this clone',
            next: `Fetch it first: git fetch origin ${rev.replace(/^origin\//, '')}`,
        });
    }
    const branch = rev === 'HEAD' || rev === '@' ? null : branchOfRef(ref);
    if (branch === null)
        return { sha, branch };
    if (SHA.test(ancestor))
        return { sha: ancestor, branch };
    if (!git.isShallow)
        return { sha, branch };
    throw new errors/* PhaseMirrorError */.VV('user', {
        thing: `${option} ${JSON.stringify(rev)}`,
        reason: 'has no common ancestor with HEAD in this shallow clone',
        next: 'Run git fetch --unshallow, or name the commit to compare with',
    });
}
/** `refs/heads/x` and `refs/remotes/<remote>/x` are branches. */
function branchOfRef(ref) {
    return /^refs\/(?:heads|remotes\/[^/]+)\/(.+)$/.exec(ref)?.[1] ?? null;
}
// ---------------------------------------------------------------- events
async function fromEvent(git, input, governed, signal) {
    const [head, defaultBranch] = await Promise.all([
        git.objects.read('HEAD^{commit}', MAX_COMMIT),
        symbolicRef(git, 'refs/remotes/origin/HEAD', 'refs/remotes/origin/'),
    ]);
    if (head.kind !== 'object') {
        await git.close();
        throw new errors/* PhaseMirrorError */.VV('user', {
            thing: 'HEAD',
            reason: 'is no commit of this checkout',
            next: 'Run actions/checkout in a step before this one',
        });
    }
    const subject = openCommit(git, head.oid);
    const common = { subject, branch: branchOf(input, defaultBranch), defaultBranch };
    const without = { base: null, baseSha: null, change: null, fetched: false };
    try {
        const [expected] = await Promise.all([
            expectedBase(git, input, head.oid, parentsOf(head.bytes), signal),
            subject.list(),
        ]);
        if (expected.sha === null)
            return { ...common, ...without, baseMissing: expected.missing };
        const from = await objectsOf(git, input, expected.sha, signal);
        if (!from.ok)
            return { ...common, ...without, baseMissing: from.why };
        const fetched = from.value !== git;
        try {
            const compared = { kind: 'commit', sha: head.oid };
            const pair = await comparePair(git, from.value, expected.sha, compared, subject, governed);
            return { ...common, ...pair, baseMissing: null, fetched };
        }
        catch (error) {
            if (fetched)
                await from.value.close();
            if (!(error instanceof errors/* PhaseMirrorError */.VV) || error.kind !== 'evidence')
                throw error;
            const why = `the base commit ${expected.sha.slice(0, SHOWN)} cannot be compared (${error.reason})`;
            return { ...common, ...without, baseMissing: `${why}; check out without \`filter\` and with fetch-depth: 0` };
        }
    }
    catch (error) {
        await subject.close();
        throw error;
    }
}
function branchOf(input, defaultBranch) {
    if (input.kind === 'pull_request' || input.kind === 'merge_group')
        return shortBranch(input.targetBranch);
    return input.branch === null ? defaultBranch : shortBranch(input.branch);
}
/** A merge group names its target as `refs/heads/main`, a pull request as `main`. */
function shortBranch(name) {
    return name.replace(/^refs\/heads\//, '');
}
async function expectedBase(git, input, head, parents, signal) {
    if (input.base !== undefined)
        return { sha: (await namedBase(git, input.base, 'Input `base`')).sha, missing: null };
    switch (input.kind) {
        case 'pull_request': {
            // A checkout of the branch itself may end in a merge commit too, so HEAD must be the commit of the event.
            const merge = /^refs\/pull\/\d+\/merge$/.test(input.ref) && head === input.sha && parents.length === 2;
            if (merge)
                return { sha: parents[0] ?? null, missing: null };
            return mergeBase(git, input, shortBranch(input.targetBranch), head, signal);
        }
        case 'merge_group':
            return givenBase(input.baseSha, 'the base of the merge group');
        case 'push':
            return /^0+$/.test(input.before)
                ? { sha: null, missing: null }
                : givenBase(input.before, 'the commit before the push');
        case 'other':
            return { sha: null, missing: null };
    }
}
function givenBase(sha, what) {
    return SHA.test(sha) ? { sha, missing: null } : { sha: null, missing: `the event does not say ${what}` };
}
async function mergeBase(git, input, target, head, signal) {
    if (!isBranchName(target))
        return { sha: null, missing: 'the event names no valid target branch' };
    const remote = await remoteOf(git, input);
    if (remote.tracking) {
        const known = await git.line(['merge-base', `refs/remotes/origin/${target}`, head], { okCodes: [0, 1, 128] });
        if (SHA.test(known))
            return { sha: known, missing: null };
    }
    const found = remote.ok ? await fetchMergeBase(git, remote.value, target, head, signal) : remote;
    return found.ok ? { sha: found.value, missing: null } : { sha: null, missing: found.why };
}
/** What git allows in a branch's name, more strictly than it does (git-check-ref-format(1)). */
function isBranchName(name) {
    if (name === '' || name.length > 255 || name.includes('..') || name.includes('@{') || name.startsWith('/'))
        return false;
    return [...name].every((char) => char > ' ' && !'\x7f~^:?*[\\'.includes(char));
}
/** A repository with the objects of `sha`: this one, or one to which it was fetched. */
async function objectsOf(git, input, sha, signal) {
    const here = await git.objects.read(`${sha}^{commit}`, MAX_COMMIT);
    if (here.kind === 'object')
        return { ok: true, value: git };
    const remote = await remoteOf(git, input);
    if (remote.ok)
        return fetchCommit(git, remote.value, sha, signal);
    return { ok: false, why: `the base commit ${sha.slice(0, SHOWN)} is not in this clone and ${remote.why}` };
}
// ---------------------------------------------------------------- both
async function comparePair(git, objects, sha, compared, subject, governed) {
    const change = await compareTrees(compared.kind === 'worktree' ? git : objects, sha, compared, governed);
    return { base: overlay(objects, sha, subject, change), baseSha: sha, change };
}

;// CONCATENATED MODULE: ./build/oracle/inspect-config.js
/** The configuration of a work tree by itself, for `config check` and `config show`. */



/**
 * @param ruleIds ids that may be named in it
 * @throws PhaseMirrorError `user`, exit 2, with every problem of an invalid file
 */
async function readWorkTreeConfig({ folder, environment, clock }, ruleIds) {
    const git = await Git.open(folder, environment);
    const { subject } = await resolveSubject(git, folder, { kind: 'terminal' }, () => false);
    try {
        const today = new Date(clock()).toISOString().slice(0, 10);
        return (await loadPolicy({ subject, base: null, fromBase: false }, { ruleIds, today })).config;
    }
    finally {
        await subject.close();
    }
}

;// CONCATENATED MODULE: ./build/rules/requirements.js
/** The requirements in force on one branch, joined from every source that speaks about it. */

/**
 * Join the protections that cover the branch. A context that several sources require is kept once for each source (every
 * place has to be changed by whoever renames the check), ordered by context, source and position.
 *
 * Rulesets add up. Of the branch protection rules in one file only one is in force, as on GitHub: one that names the
 * branch goes before patterns, and among patterns the first wins.
 * Source: https://docs.github.com/repositories/configuring-branches-and-merges-in-your-repository/managing-protected-branches/managing-a-branch-protection-rule
 */
function resolveRequirements({ protections, branch, defaultBranch, answers }) {
    const covering = inForce(protections.filter((protection) => selectsBranch(protection.branches, branch, defaultBranch)), branch, defaultBranch);
    const checks = new Map();
    for (const protection of covering) {
        for (const check of protection.requiredChecks) {
            const key = JSON.stringify([sourceKey(check.source), check.context]);
            const known = checks.get(key);
            // The entry that also says which app must report demands more.
            if (known === undefined || (known.integrationId === undefined && check.integrationId !== undefined)) {
                checks.set(key, check);
            }
        }
    }
    return {
        branch,
        checks: [...checks.values()].sort(byContextAndPlace),
        answers,
        known: answers.some(({ status }) => status === 'answered' || status === 'none'),
        codeOwnerReview: covering.some(({ codeOwnerReview }) => codeOwnerReview === true),
    };
}
function inForce(covering, branch, defaultBranch) {
    /** The branch protection rules of each file. */
    const classic = new Map();
    for (const protection of covering) {
        const { source } = protection;
        if (source.kind !== 'file' || source.format === 'ruleset')
            continue;
        const rules = classic.get(source.path) ?? [];
        classic.set(source.path, [...rules, protection]);
    }
    const overruled = new Set();
    for (const rules of classic.values()) {
        const naming = rules.filter((rule) => namesBranch(rule.branches, branch, defaultBranch));
        const winners = naming.length > 0 ? naming : rules.slice(0, 1);
        for (const rule of rules)
            if (!winners.includes(rule))
                overruled.add(rule);
    }
    return covering.filter((protection) => !overruled.has(protection));
}
/** One text for one source; two rulesets in one file are one source, two answers of the API are two. */
function sourceKey(source) {
    return source.kind === 'api' ? `api ${source.endpoint} ${source.label}` : `${source.kind} ${source.path}`;
}
function byContextAndPlace(a, b) {
    return (compare(a.context, b.context) ||
        compare(sourceKey(a.source), sourceKey(b.source)) ||
        (a.at?.startLine ?? 0) - (b.at?.startLine ?? 0) ||
        (a.at?.startColumn ?? 0) - (b.at?.startColumn ?? 0));
}
/** By code unit: the same order on every machine, whatever its locale. */
function compare(a, b) {
    return a < b ? -1 : a > b ? 1 : 0;
}

;// CONCATENATED MODULE: ./build/oracle/requirements.js


/** Branches that are named when none of them is the judged one. */
const MAX_BRANCHES = 3;
/**
 * Join them for the branch that is judged.
 *
 * @param gateSide the side whose workflow the gate runs from: the base where there is one
 */
function requirementsOf(built, gateSide, policy, api, { gate, branch, defaultBranch }) {
    const configured = configuredProtections(policy, defaultBranch);
    const own = gate === undefined ? [] : gateProtection(gate, gateSide);
    return resolveRequirements({
        protections: [...built.model.protections, ...configured, ...own, ...api.protections],
        branch,
        defaultBranch,
        answers: [...fileAnswers(built, branch, defaultBranch), ...configAnswers(policy, configured), ...api.answers],
    });
}
function fileAnswers({ model, protectionFiles }, branch, defaultBranch) {
    const answered = protectionFiles.map(({ path, silent }) => {
        if (silent !== null)
            return { source: path, status: 'not-asked', detail: silent };
        const own = model.protections.filter(({ source }) => source.kind === 'file' && source.path === path);
        if (own.some(({ branches }) => selectsBranch(branches, branch, defaultBranch))) {
            return { source: path, status: 'answered', detail: '' };
        }
        return { source: path, status: 'none', detail: otherBranches(own) };
    });
    const listed = new Set(protectionFiles.map(({ path }) => path));
    const broken = model.problems
        .filter(({ role, path }) => role === 'protection' && !listed.has(path))
        .map(({ path, reason }) => ({ source: path, status: 'unreadable', detail: reason }));
    return [...answered, ...broken];
}
/** Which branches have required checks where the judged one has none; '' when no branch has. */
function otherBranches(protections) {
    const names = protections
        .filter(({ requiredChecks }) => requiredChecks.length > 0)
        .flatMap(({ branches }) => branches.include);
    if (names.length === 0)
        return '';
    const rest = names.length > MAX_BRANCHES ? ` and ${names.length - MAX_BRANCHES} more` : '';
    return `requires checks on ${names.slice(0, MAX_BRANCHES).join(', ')}${rest} only`;
}
function configAnswers(policy, configured) {
    const { path } = policy.config;
    return path === null || configured.length === 0 ? [] : [{ source: path, status: 'answered', detail: '' }];
}
function configuredProtections({ config }, defaultBranch) {
    const path = config.path;
    if (path === null)
        return [];
    const source = { kind: 'config', path };
    return config.requiredChecks.map(({ value, at }) => ({
        source,
        branches: {
            include: value.branches.length > 0 ? value.branches : [defaultBranch ?? '~DEFAULT_BRANCH'],
            exclude: [],
        },
        at,
        requiredChecks: [{ context: value.context, source, at }],
    }));
}
/** The names under which the job of this gate reports, as the base (else the subject) has them. */
function gateProtection(gate, { model }) {
    const source = { kind: 'gate', path: gate.workflowPath };
    const requiredChecks = model.producers
        .filter(({ workflow, jobPath }) => workflow.path === gate.workflowPath && jobPath.includes(gate.jobId))
        .flatMap(({ name, nameAt }) => name.kind === 'exact' ? [{ context: name.text, source, at: nameAt }] : []);
    return [{ source, branches: { include: ['~ALL'], exclude: [] }, requiredChecks }];
}

;// CONCATENATED MODULE: ./build/rules/fingerprint.js
/**
 * The identity of a finding, and which findings a change introduced.
 *
 * The identity holds what the finding *claims* (rule, declaring path, anchor, facts) and nothing that moves or is
 * retold: no line numbers, excerpts or sentences. So a finding keeps its identity when lines move above it, when a
 * rule improves its wording, and when `attribute` puts another place first.
 */

/** Length of a finding id; people see the first eight digits. */
const ID_LENGTH = 32;
/**
 * SHA-256 (64 hex digits) over rule, path, anchor and the facts with their paths, in any order of the evidence.
 *
 * The encoding is a JSON array of strings: JSON quotes its separators and `JSON.stringify` escapes lone surrogates, so
 * two different inputs never give the same text.
 */
function fingerprintOf(finding) {
    const facts = finding.evidence
        .flatMap(({ path, fact }) => (fact === undefined ? [] : [JSON.stringify([path, fact])]))
        .sort(byCodeUnit);
    const identity = JSON.stringify([finding.ruleId, finding.path, finding.anchor, facts]);
    return (0,external_node_crypto_.createHash)('sha256').update(identity, 'utf8').digest('hex');
}
/** The name of a finding in reports, stores and alerts: the first 32 hex digits of its fingerprint. */
function findingIdOf(fingerprint) {
    return fingerprint.slice(0, ID_LENGTH);
}
/**
 * The same finding with the paths of a base tree replaced by those of the subject tree. Each path is looked up once,
 * so two files that swapped names map onto each other.
 *
 * @param renames old path → new path
 */
function mapPaths(finding, renames) {
    const map = (path) => renames.get(path) ?? path;
    const mapEvidence = (evidence) => ({ ...evidence, path: map(evidence.path) });
    const [first, ...rest] = finding.evidence;
    return { ...finding, path: map(finding.path), evidence: [mapEvidence(first), ...rest.map(mapEvidence)] };
}
/**
 * For each subject finding: did the change introduce it? Compared as multisets: two equal findings where the base had
 * one are one older and one introduced finding.
 *
 * @param renames old path → new path, applied to the base findings first
 * @returns one flag per subject finding, in its order
 */
function introduced(subject, base, renames) {
    const older = new Map();
    for (const finding of base) {
        const fingerprint = fingerprintOf(mapPaths(finding, renames));
        older.set(fingerprint, (older.get(fingerprint) ?? 0) + 1);
    }
    return subject.map((finding) => {
        const fingerprint = fingerprintOf(finding);
        const left = older.get(fingerprint) ?? 0;
        if (left === 0)
            return true;
        older.set(fingerprint, left - 1);
        return false;
    });
}
function byCodeUnit(a, b) {
    return a < b ? -1 : a > b ? 1 : 0;
}

// EXTERNAL MODULE: ./build/rules/run.js
var rules_run = __webpack_require__(1773);
;// CONCATENATED MODULE: ./build/rules/compare.js
/**
 * Both sides of a change, compared: which findings the change introduced, and what it took away from our sight.
 * Contract of design.md: with a base, only introduced findings count; evidence a block-level rule had on the base and
 * lost through the change blocks as "unproven".
 */


/** Findings of the subject, each new or older. Without a base (null) every finding is new. */
function compareRuns(subject, base, context) {
    const errors = [];
    const retell = (rule, finding) => {
        if (context === null || rule.attribute === undefined)
            return finding;
        try {
            return rule.attribute(finding, context);
        }
        catch (error) {
            errors.push({ ruleId: rule.id, message: (0,rules_run/* messageOf */.bD)(error) });
            return finding;
        }
    };
    const onBase = new Map((base ?? []).map((run) => [run.rule.id, run]));
    const findings = subject.flatMap((run) => {
        if (run.outcome.state !== 'evaluated')
            return [];
        const before = onBase.get(run.rule.id)?.outcome;
        // A rule that threw on the base only has nothing to compare with: every finding counts.
        const known = before?.state === 'evaluated' ? before.findings : [];
        const fresh = introduced(run.outcome.findings, known, context?.change.renames ?? new Map());
        return run.outcome.findings.map((finding, index) => {
            if (fresh[index] === false)
                return { rule: run.rule, finding, status: 'older' };
            return { rule: run.rule, finding: retell(run.rule, finding), status: 'new' };
        });
    });
    return { findings, errors };
}
/** What the base let a rule prove and the subject does not, because of the tree itself. */
function lostThroughChange(subject, base) {
    const onBase = new Map(base.map((run) => [run.rule.id, run]));
    return subject.flatMap((run) => {
        const before = onBase.get(run.rule.id)?.outcome;
        if (before?.state !== 'evaluated')
            return [];
        const { outcome } = run;
        if (outcome.state === 'evaluated') {
            const proven = new Set(before.proven);
            return outcome.unproven
                .filter(({ key }) => proven.has(key))
                .map(({ key, what, at }) => ({
                ruleId: run.rule.id,
                key,
                what,
                ...(at === undefined ? {} : { path: at.path, line: at.startLine }),
            }));
        }
        if (outcome.state !== 'not-evaluated')
            return [];
        return outcome.gaps
            .filter(({ cause }) => cause === 'tree')
            .map((gap) => ({ ruleId: run.rule.id, key: 'rule', what: `${gap.evidence}: ${gap.reason}` }));
    });
}

// EXTERNAL MODULE: ./build/policy/levels.js + 1 modules
var policy_levels = __webpack_require__(7954);
// EXTERNAL MODULE: ./build/policy/dates.js
var dates = __webpack_require__(390);
// EXTERNAL MODULE: ./build/policy/globs.js
var globs = __webpack_require__(6912);
;// CONCATENATED MODULE: ./build/policy/weakenings.js



const RANK = { block: 0, warn: 1, off: 2 };
/**
 * Everything the subject's configuration loosens against the base's, in a fixed order. Compared is what holds, not
 * what is written: removing a pin that raised a level loosens it, spelling out a default does not.
 */
function weakenings(base, subject, context) {
    return [
        ...levels(base, subject, context.rules),
        ...maxima(base, subject),
        ...requiredChecks(base, subject, context.defaultBranch),
        ...externalChecks(base, subject),
        ...suppressions(base, subject, context.today),
    ];
}
function levels(base, subject, rules) {
    return rules.flatMap((rule) => {
        const before = (0,policy_levels/* effectiveLevel */._Q)(rule, base, 'base').level;
        const after = (0,policy_levels/* effectiveLevel */._Q)(rule, subject, 'subject').level;
        if (RANK[after] <= RANK[before])
            return [];
        return [
            {
                kind: 'level',
                anchor: `level:${rule.id}`,
                subject: `the level of ${rule.id}`,
                before,
                after,
                ...places(base.rules.get(rule.id)?.level?.at, subject.rules.get(rule.id)?.level?.at),
                section: 'rules',
            },
        ];
    });
}
function maxima(base, subject) {
    const before = (0,policy_levels/* effectiveThresholds */.qn)(base, false);
    const after = (0,policy_levels/* effectiveThresholds */.qn)(subject, false);
    return policy_levels/* MAXIMA */.Wr.filter((key) => after[key] > before[key]).map((key) => ({
        kind: 'maximum',
        anchor: `maximum:${key}`,
        subject: `\`max-${key}\``,
        before: String(before[key]),
        after: String(after[key]),
        ...places(base.thresholds[key]?.at, subject.thresholds[key]?.at),
        section: 'policy',
    }));
}
/** One weakening per context that some branch no longer requires. */
function requiredChecks(base, subject, defaultBranch) {
    const before = branchesByContext(base.requiredChecks, defaultBranch);
    const after = branchesByContext(subject.requiredChecks, defaultBranch);
    return [...before].flatMap(([context, required]) => {
        const kept = after.get(context);
        const lost = [...required.branches].filter((branch) => !stillRequired(branch, kept?.branches));
        if (lost.length === 0)
            return [];
        return [
            {
                kind: 'required-check',
                anchor: `required-check:${context}`,
                subject: `the required check "${context}"`,
                before: [...required.branches].sort().join(', '),
                after: kept === undefined ? '' : [...kept.branches].sort().join(', '),
                ...places(required.at, kept?.at),
                section: 'required-checks',
            },
        ];
    });
}
/** Stands for the default branch where its name is not known. */
const weakenings_DEFAULT_BRANCH = '~DEFAULT_BRANCH';
function branchesByContext(checks, defaultBranch) {
    const contexts = new Map();
    for (const { value, at } of checks) {
        const entry = contexts.get(value.context) ?? { branches: new Set(), at };
        const branches = value.branches.length === 0 ? [weakenings_DEFAULT_BRANCH] : value.branches;
        for (const branch of branches)
            entry.branches.add(branch === weakenings_DEFAULT_BRANCH ? (defaultBranch ?? branch) : branch);
        contexts.set(value.context, entry);
    }
    return contexts;
}
function stillRequired(branch, kept) {
    if (kept === undefined)
        return false;
    // No pattern surely matches a default branch whose name is not known.
    return (kept.has(branch) || (branch !== weakenings_DEFAULT_BRANCH && [...kept].some((other) => (0,globs/* globCovers */.fQ)('path', other, branch))));
}
function externalChecks(base, subject) {
    const known = base.externalChecks.map(({ value }) => value);
    const added = subject.externalChecks.filter(({ value }) => !known.some((wide) => (0,globs/* globCovers */.fQ)('name', wide, value)));
    return distinct(added, ({ value }) => value).map(({ value, at }) => ({
        kind: 'external-check',
        anchor: `external-check:${value}`,
        subject: `"${value}" in \`external-checks\``,
        before: '',
        after: value,
        ...places(undefined, at),
        section: 'external-checks',
    }));
}
function suppressions(base, subject, today) {
    const active = subject.suppressions.filter(({ until }) => (0,dates/* daysBetween */.YM)(today, until) >= 0);
    const found = active.flatMap((entry) => {
        const covering = base.suppressions.filter((old) => coversTarget(old, entry));
        if (covering.some((old) => (0,dates/* daysBetween */.YM)(entry.until, old.until) >= 0))
            return [];
        const [latest] = [...covering].sort((a, b) => (0,dates/* daysBetween */.YM)(a.until, b.until));
        return [
            {
                kind: 'suppression',
                anchor: `suppression:${entry.rule}:${entry.path ?? entry.findingId ?? ''}`,
                subject: `the suppression of ${entry.rule} ${entry.path === undefined ? `for finding ${entry.findingId}` : `in ${entry.path}`}`,
                before: latest === undefined ? '' : (0,policy_levels/* suppressionText */.Jx)(latest),
                after: (0,policy_levels/* suppressionText */.Jx)(entry),
                ...places(latest && lineOf(latest), lineOf(entry)),
                section: 'suppressions',
            },
        ];
    });
    return distinct(found, ({ anchor, after }) => `${anchor} ${after}`);
}
/** Whether everything that `entry` suppresses was suppressed by `old` too, while it lasted. */
function coversTarget(old, entry) {
    if (old.rule !== entry.rule)
        return false;
    if (old.path !== undefined && entry.path !== undefined)
        return (0,globs/* globCovers */.fQ)('path', old.path, entry.path);
    return old.findingId !== undefined && entry.findingId?.startsWith(old.findingId) === true;
}
function lineOf({ at }) {
    return { path: at.path, startLine: at.line, endLine: at.line };
}
function places(baseAt, subjectAt) {
    return { ...(baseAt === undefined ? {} : { baseAt }), ...(subjectAt === undefined ? {} : { subjectAt }) };
}
function distinct(items, keyOf) {
    const byKey = new Map();
    for (const item of items)
        if (!byKey.has(keyOf(item)))
            byKey.set(keyOf(item), item);
    return [...byKey.values()];
}

;// CONCATENATED MODULE: ./build/policy/weakened-findings.js

const POLICY_WEAKENED = 'policy-weakened';
/** Raised when the meaning of the rule changes. */
const POLICY_WEAKENED_VERSION = 1;
/** Loosened values that are named in the finding of a deleted file. */
const MAX_NAMED = 5;
const MAX_EXCERPT = 200;
/**
 * One finding per loosening; one for all of them when the change deletes the file, since then there is one line to
 * put back. Empty when nothing is loosened. Severity: medium for a valid suppression, and where the base requires
 * code-owner review of every configuration file the change touches; else high.
 */
function weakenedFindings(base, subject, context) {
    const found = weakenings(base, subject, context);
    const reviewed = [base.path, subject.path].every((path) => path === null || context.codeOwnerReviewOf(path));
    if (found.length === 0)
        return [];
    if (subject.path === null && base.path !== null) {
        return [deletedFinding(base, base.path, found, context, reviewed ? 'medium' : 'high')];
    }
    return found.map((weakening) => findingOf(weakening, base, subject, context, reviewed || weakening.kind === 'suppression' ? 'medium' : 'high'));
}
function findingOf(weakening, base, subject, context, severity) {
    const { anchor, baseAt, subjectAt } = weakening;
    const path = subject.path ?? base.path ?? '';
    const words = wordsOf(weakening);
    const changed = subjectAt ?? subject.keys.get(weakening.section) ?? topOf(path);
    const before = baseAt === undefined ? [] : [evidence(base, baseAt, onBranch(context))];
    return {
        ruleId: POLICY_WEAKENED,
        ruleVersion: POLICY_WEAKENED_VERSION,
        severity,
        title: words.title,
        what: `${words.what}. This change is still judged by the policy ${onBranch(context)}; the new one holds after the merge.`,
        why: words.why,
        fix: `${words.fix}. ${onPurpose(path, severity)}`,
        path,
        anchor,
        evidence: [{ ...evidence(subject, changed, 'this change'), fact: factOf(weakening) }, ...before],
    };
}
function deletedFinding(base, path, found, context, severity) {
    const named = found.slice(0, MAX_NAMED).map(({ subject, before, after }) => `${subject} (${change(before, after)})`);
    const rest = found.length > MAX_NAMED ? ` and ${found.length - MAX_NAMED} more` : '';
    return {
        ruleId: POLICY_WEAKENED,
        ruleVersion: POLICY_WEAKENED_VERSION,
        severity,
        title: `This change deletes ${path}, which is stricter than the defaults`,
        what: `With the file go ${named.join(', ')}${rest}. This change is still judged by the policy ${onBranch(context)}.`,
        why: 'After the merge the built-in policy holds, and changes that are blocked today can be merged.',
        fix: `Put ${path} back. ${onPurpose(path, severity)}`,
        path,
        anchor: 'config:deleted',
        evidence: [
            { ...evidence(base, topOf(path), 'deleted here'), fact: found.map(factOf).join('; ') },
            ...found.flatMap(({ baseAt }) => (baseAt === undefined ? [] : [evidence(base, baseAt, onBranch(context))])),
        ],
    };
}
function wordsOf({ kind, anchor, subject, before, after }) {
    const name = anchor.slice(anchor.indexOf(':') + 1);
    switch (kind) {
        case 'level':
            return {
                title: `This change lowers ${name} from ${before} to ${after}`,
                what: `You changed ${subject} from ${before} to ${after}`,
                why: after === 'off'
                    ? `After the merge ${name} is not checked any more.`
                    : `After the merge a change that breaks ${name} is no longer blocked.`,
                fix: `Put back \`${name}: {level: ${before}}\` under \`rules\``,
            };
        case 'maximum':
            return {
                title: `This change raises \`max-${name}\` from ${before} to ${after}`,
                what: `You raised ${subject} from ${before} to ${after}`,
                why: `After the merge a change may introduce ${after} problems of severity ${name} and still pass the gate.`,
                fix: `Put back \`max-${name}: ${before}\` under \`policy\``,
            };
        case 'required-check':
            return {
                title: after === ''
                    ? `This change stops requiring the check "${name}"`
                    : `This change requires the check "${name}" on fewer branches`,
                what: `You removed ${subject} (${change(before, after)})`,
                why: `After the merge nobody notices when the check "${name}" is no longer reported.`,
                fix: `Put "${name}" back under \`required-checks\``,
            };
        case 'external-check':
            return {
                title: `This change declares "${name}" to be reported from outside`,
                what: `You added ${subject}`,
                why: 'After the merge a required check of that name is believed without a job that reports it.',
                fix: `Remove "${name}" from \`external-checks\``,
            };
        case 'suppression':
            return {
                title: `This change ${before === '' ? 'adds' : 'extends'} ${subject}`,
                what: `You ${before === '' ? 'added' : 'extended'} ${subject} (${change(before, after)})`,
                why: 'After the merge the problem is counted as suppressed and blocks nothing until that date.',
                fix: 'Mend the problem instead, or let a reviewer agree to the reason',
            };
    }
}
function onPurpose(path, severity) {
    return severity === 'medium'
        ? 'On purpose? Nothing else to do: a reviewer sees it here.'
        : `On purpose? Require code-owner review of ${path} on the base branch: then it only warns.`;
}
function change(before, after) {
    const [from, to] = [before, after].map((value) => value.replace(weakenings_DEFAULT_BRANCH, 'the default branch'));
    if (from === '')
        return `new: ${to}`;
    return to === '' ? `was: ${from}` : `${from} → ${to}`;
}
function factOf({ anchor, before, after }) {
    return `${anchor} ${before === '' ? 'none' : before} -> ${after === '' ? 'none' : after}`;
}
function onBranch({ branch }) {
    return branch === '' ? 'on the base' : `on ${branch}`;
}
function topOf(path) {
    return { path, startLine: 1, endLine: 1 };
}
function evidence(config, { path, startLine }, label) {
    const excerpt = (config.lines[startLine - 1] ?? '').trim().slice(0, MAX_EXCERPT);
    return { path, startLine, endLine: startLine, excerpt, label };
}

;// CONCATENATED MODULE: ./build/policy/decide.js


/**
 * The decision and its reasons, worst first.
 *
 * - *block*: a rule threw on the subject; more new findings of rules at `block` than a maximum allows; evidence of a
 *   rule at `block` was lost by the change.
 * - *warn*: any other new finding, an incomplete or degraded run, a rule that threw on the base.
 * - *pass*: none of these, which is why a pass is always complete.
 */
function decide(input) {
    const block = [...toolErrors(input), ...overMaxima(input), ...unproven(input)];
    const warn = [
        ...weakened(input),
        ...otherFindings(input),
        ...incomplete(input),
        ...degraded(input),
        ...baseErrors(input),
    ];
    const reasons = [...block, ...warn];
    if (reasons.length > 0)
        return { outcome: block.length > 0 ? 'block' : 'warn', reasons };
    return { outcome: 'pass', reasons: [{ kind: 'clean', text: cleanText(input) }] };
}
/** Compares outcomes: positive when `a` is the worse one. */
function compareOutcomes(a, b) {
    return OUTCOME_RANK[a] - OUTCOME_RANK[b];
}
const OUTCOME_RANK = { pass: 0, warn: 1, block: 2 };
/**
 * Whether no enabled rule at `block` lacks evidence that was expected, and a base was there where one is expected.
 * A gap that nobody expected to be filled (`not-asked`) is listed elsewhere and takes nothing away.
 */
function isComplete(input) {
    const reasons = new Set();
    if (input.base === 'missing')
        reasons.add('There is no base to compare with, so every problem counts as new');
    for (const { id, level, outcome } of input.rules) {
        if (level !== 'block')
            continue;
        if (outcome === null)
            reasons.add(`${id} failed and was not evaluated`);
        else
            for (const reason of missingEvidence(id, outcome))
                reasons.add(reason);
    }
    return { complete: reasons.size === 0, reasons: [...reasons] };
}
function missingEvidence(id, outcome) {
    if (outcome.state === 'not-applicable')
        return [];
    const gaps = outcome.gaps.filter(({ cause }) => cause !== 'not-asked').map((gap) => gapText(id, gap));
    const unreadable = outcome.state === 'evaluated' ? outcome.unproven.filter(({ cause }) => cause === 'unreadable') : [];
    return [...gaps, ...unreadable.map(({ what }) => `${id} could not be proven: ${what}`)];
}
function gapText(id, { evidence, reason }) {
    return `${id} lacks ${evidence}: ${reason}`;
}
function counted({ findings }) {
    return findings.filter(({ status, level }) => status === 'new' && level !== 'off');
}
function countOver(input, severity) {
    const count = counted(input).filter((found) => found.level === 'block' && found.severity === severity).length;
    return count > input.thresholds[severity] ? count : 0;
}
function overMaxima(input) {
    return policy_levels/* MAXIMA */.Wr.flatMap((severity) => {
        const count = countOver(input, severity);
        const max = input.thresholds[severity];
        if (count === 0)
            return [];
        const text = `${problems(count, input)} of severity ${severity}; at most ${max} ${max === 1 ? 'is' : 'are'} allowed`;
        return [{ kind: 'over-threshold', text, severity, count, max }];
    });
}
function toolErrors(input) {
    return errorsOn(input, 'subject').map((ruleId) => ({
        kind: 'tool-error',
        text: `${ruleId} failed: this is a fault of Phase Mirror, not of the change`,
    }));
}
function baseErrors(input) {
    return errorsOn(input, 'base').map((ruleId) => ({
        kind: 'tool-error',
        text: `${ruleId} failed on the base, so each of its problems counts as new`,
    }));
}
function errorsOn({ toolErrors }, side) {
    return [...new Set(toolErrors.filter((error) => error.side === side).map(({ ruleId }) => ruleId))];
}
function unproven({ lost }) {
    return lost.map(({ ruleId, what, path, line }) => {
        const where = path === undefined ? '' : ` (${path}${line === undefined ? '' : `:${line}`})`;
        return { kind: 'unproven', text: `Unproven, and proven before this change: ${ruleId}, ${what}${where}` };
    });
}
function weakened(input) {
    const count = counted(input).filter(({ ruleId }) => ruleId === POLICY_WEAKENED).length;
    if (count === 0)
        return [];
    const places = count === 1 ? 'one place' : `${count} places`;
    return [
        {
            kind: 'policy-weakened',
            text: `The change loosens the policy in ${places}; it takes effect after the merge`,
            count,
        },
    ];
}
/** New findings that no reason above speaks of. */
function otherFindings(input) {
    const count = counted(input).filter(({ ruleId, level, severity }) => {
        if (ruleId === POLICY_WEAKENED)
            return false;
        return level !== 'block' || severity === 'low' || countOver(input, severity) === 0;
    }).length;
    if (count === 0)
        return [];
    return [
        { kind: 'new-findings', text: `${problems(count, input)} that ${count === 1 ? 'does' : 'do'} not block`, count },
    ];
}
function incomplete({ complete, incompleteReasons }) {
    if (complete)
        return [];
    const reasons = incompleteReasons.length > 0 ? incompleteReasons : ['Something that was expected could not be read'];
    return reasons.map((text) => ({ kind: 'incomplete', text }));
}
function degraded(input) {
    return input.degraded.map(({ text }) => ({ kind: 'degraded', text }));
}
function problems(count, { compared }) {
    return `${count} ${compared === 'base' ? 'new ' : ''}problem${count === 1 ? '' : 's'}`;
}
function cleanText({ compared }) {
    return compared === 'base'
        ? 'No new problem, and everything expected was checked'
        : 'No problem, and everything expected was checked';
}

;// CONCATENATED MODULE: ./build/policy/suppressions.js



const SUPPRESSION_PROBLEM = 'suppression-problem';
/** Raised when the meaning of the rule changes. */
const SUPPRESSION_PROBLEM_VERSION = 1;
/** Days before the end in which a suppression is announced. design.md, "Suppression". */
const WARN_DAYS = 14;
/**
 * Which findings the configuration suppresses today.
 *
 * A suppression by path covers a finding whose own path, or one of whose facts, lies in it; by id, one whose id starts
 * with the digits. The last day still counts. Findings of {@link UNSUPPRESSIBLE} rules are never covered.
 *
 * @param today YYYY-MM-DD, UTC
 * @param evaluated ids of the rules that were evaluated: of a rule that was not, nobody can say that a suppression
 *   matches nothing. Left out: every rule was.
 */
function applySuppressions(findings, config, today, evaluated) {
    const suppressed = new Map();
    const used = new Set();
    const inForce = config.suppressions.filter((entry) => daysLeft(entry, today) >= 0);
    for (const finding of findings) {
        if (policy_levels/* UNSUPPRESSIBLE */.h0.has(finding.ruleId))
            continue;
        for (const entry of inForce) {
            if (!covers(entry, finding))
                continue;
            used.add(entry);
            if (!suppressed.has(finding))
                suppressed.set(finding, entry);
        }
    }
    return {
        suppressed,
        unused: inForce.filter((entry) => !used.has(entry) && (evaluated?.has(entry.rule) ?? true)),
        expired: config.suppressions.filter((entry) => daysLeft(entry, today) < 0),
        expiring: inForce.filter((entry) => used.has(entry) && daysLeft(entry, today) <= WARN_DAYS),
    };
}
/** Findings of the rule `suppression-problem` (low), in the order of the file. */
function suppressionFindings(result, config, today) {
    return config.suppressions.flatMap((entry) => {
        if (result.expired.includes(entry))
            return [finding(entry, config, expiredWords(entry))];
        if (result.unused.includes(entry))
            return [finding(entry, config, unusedWords(entry))];
        if (result.expiring.includes(entry))
            return [finding(entry, config, expiringWords(entry, daysLeft(entry, today)))];
        return [];
    });
}
function covers(entry, finding) {
    if (entry.rule !== finding.ruleId)
        return false;
    const { path, findingId } = entry;
    if (path === undefined)
        return findingId !== undefined && finding.findingId.startsWith(findingId);
    return [finding.path, ...finding.evidence.filter(({ fact }) => fact !== undefined).map((item) => item.path)].some((place) => place !== '' && (0,globs/* matchesGlob */.kt)('path', path, place));
}
/** Days until the last one: 0 on the last day, negative after it. */
function daysLeft({ until }, today) {
    return (0,dates/* daysBetween */.YM)(today, until);
}
function expiredWords(entry) {
    return {
        state: 'expired',
        title: `The suppression of ${targetOf(entry)} is over`,
        what: `It held until ${entry.until}: "${entry.reason}".`,
        why: 'What it suppressed counts again, like any other problem.',
        fix: 'Remove the entry, or give it a new `until` if the reason still stands.',
    };
}
function unusedWords(entry) {
    return {
        state: 'unused',
        title: `The suppression of ${targetOf(entry)} matches nothing`,
        what: 'No problem that was found is covered by it.',
        why: 'It would hide the same problem if it came back.',
        fix: 'Remove the entry.',
    };
}
function expiringWords(entry, days) {
    const left = days === 0 ? 'today' : days === 1 ? 'tomorrow' : `in ${days} days`;
    return {
        state: 'expiring',
        title: `The suppression of ${targetOf(entry)} ends soon`,
        what: `It ends ${left}, on ${entry.until}: "${entry.reason}".`,
        why: 'From the day after, what it suppresses counts again.',
        fix: 'Mend the problem before that day, or give the entry a new `until` if the reason still stands.',
    };
}
function finding(entry, config, { state, ...words }) {
    const { path, line } = entry.at;
    const excerpt = (config.lines[line - 1] ?? '').trim().slice(0, 200);
    return {
        ruleId: SUPPRESSION_PROBLEM,
        ruleVersion: SUPPRESSION_PROBLEM_VERSION,
        severity: 'low',
        ...words,
        path,
        anchor: `suppression:${entry.rule}:${entry.path ?? entry.findingId ?? ''}`,
        evidence: [
            { path, startLine: line, endLine: line, excerpt, label: state, fact: `${state} ${(0,policy_levels/* suppressionText */.Jx)(entry)}` },
        ],
    };
}
function targetOf({ rule, path, findingId }) {
    return path === undefined ? `${rule} for finding ${findingId}` : `${rule} in ${path}`;
}

;// CONCATENATED MODULE: ./build/policy/judge.js
/**
 * From what the rules said on both sides of a change to a decision: which findings are new, which are suppressed,
 * what was lost, whether the run is complete. Pure.
 */





/** Judge a run. */
function judge(input) {
    const identities = new Map(input.rules.map((rule) => [rule.id, rule]));
    const levels = new Map(input.rules.map((rule) => [rule.id, (0,policy_levels/* effectiveLevel */._Q)(rule, input.config, input.side)]));
    const levelOf = (id) => levels.get(id)?.level ?? 'warn';
    const comparison = compareRuns(input.subjectRuns, input.baseRuns, input.change);
    const compared = comparison.findings.map(({ finding, status }) => ({ finding, status }));
    const marked = suppress([...compared, ...input.weakened.map((finding) => ({ finding, status: 'new' }))], input);
    const findings = marked.flatMap(({ finding, status, suppression }) => {
        const rule = identities.get(finding.ruleId);
        return rule === undefined ? [] : [{ finding, rule, level: levelOf(rule.id), status, suppression }];
    });
    const toolErrors = [
        ...errorsOf(input.subjectRuns, 'subject'),
        ...comparison.errors.map((error) => ({ ...error, side: 'subject' })),
        ...errorsOf(input.baseRuns ?? [], 'base'),
    ];
    const lost = lostThroughChange(input.subjectRuns, input.baseRuns ?? []).filter(({ ruleId }) => levelOf(ruleId) === 'block');
    const outcomes = new Map(input.subjectRuns.map((run) => [run.rule.id, run.outcome]));
    const rules = input.rules.map((rule) => {
        const level = levels.get(rule.id);
        return { rule, level, outcome: outcomeOf(rule, level, outcomes, input) };
    });
    const completeness = isComplete({
        base: input.base,
        rules: rules.map(({ rule, level, outcome }) => ({
            id: rule.id,
            level: level.level,
            outcome: evidenceOf(outcome),
        })),
    });
    const decision = decide({
        findings: findings.map(({ finding, level, status }) => ({
            ruleId: finding.ruleId,
            severity: finding.severity,
            status,
            level,
        })),
        toolErrors,
        lost,
        complete: completeness.complete,
        incompleteReasons: completeness.reasons,
        degraded: input.degraded,
        thresholds: input.thresholds,
        compared: input.baseRuns === null ? 'none' : 'base',
    });
    return { rules, findings, lost, toolErrors, complete: completeness.complete, decision };
}
/** Mark what the configuration suppresses, and add what is wrong with the suppressions themselves. */
function suppress(found, input) {
    const suppressible = found.map((entry) => ({
        ...entry,
        ...entry.finding,
        findingId: findingIdOf(fingerprintOf(entry.finding)),
    }));
    const ran = new Set(input.subjectRuns.filter(({ outcome }) => outcome.state === 'evaluated').map(({ rule }) => rule.id));
    const result = applySuppressions(suppressible, input.config, input.today, ran);
    const marked = suppressible.map((entry) => {
        const by = result.suppressed.get(entry);
        return by === undefined
            ? { finding: entry.finding, status: entry.status, suppression: null }
            : { finding: entry.finding, status: 'suppressed', suppression: { reason: by.reason, until: by.until } };
    });
    // They speak of the policy in force. With a base that is the base's own file: not introduced here, hence older.
    const status = input.side === 'base' && input.baseRuns !== null ? 'older' : 'new';
    const problems = suppressionFindings(result, input.config, input.today);
    return [...marked, ...problems.map((finding) => ({ finding, status, suppression: null }))];
}
function outcomeOf(rule, { level }, outcomes, input) {
    if (level === 'off')
        return { state: 'off' };
    if (!input.selected(rule.id))
        return { state: 'unselected' };
    // A rule that looks at the policy has no run of its own: it is evaluated by being asked.
    return outcomes.get(rule.id) ?? { state: 'evaluated', findings: [], proven: [], unproven: [], gaps: [] };
}
/** A rule that did not run lacks nothing that was expected; one that threw lacks everything. */
function evidenceOf(outcome) {
    switch (outcome.state) {
        case 'tool-error':
            return null;
        case 'off':
        case 'unselected':
            return { state: 'not-applicable', reason: outcome.state };
        default:
            return outcome;
    }
}
function errorsOf(runs, side) {
    return runs.flatMap(({ rule, outcome }) => outcome.state === 'tool-error' ? [{ ruleId: rule.id, side, message: outcome.message }] : []);
}

// EXTERNAL MODULE: ./build/report/order.js
var order = __webpack_require__(1283);
;// CONCATENATED MODULE: ./build/report/assemble.js


/** Put the report together. */
function assembleReport(parts) {
    const findings = parts.findings.map(reportFinding);
    return (0,order/* orderReport */.zZ)({
        schemaVersion: '1',
        run: parts.run,
        tool: { name: 'phase-mirror', version: parts.version, ruleSet: parts.ruleSet },
        subject: parts.subject,
        base: parts.base === null ? null : { id: parts.base },
        compared: parts.base === null ? 'none' : 'base',
        complete: parts.complete,
        degraded: parts.degraded,
        enforcement: parts.enforcement,
        policy: parts.policy,
        sources: parts.sources,
        rules: parts.rules.map((judged) => ruleReport(judged, findings, parts.originText)),
        findings,
        lost: parts.lost,
        toolErrors: parts.toolErrors,
        l0: null,
        decision: parts.decision,
    });
}
function reportFinding({ finding, rule, level, status, suppression }) {
    const fingerprint = fingerprintOf(finding);
    return {
        findingId: findingIdOf(fingerprint),
        fingerprint,
        status,
        ruleId: finding.ruleId,
        ruleName: rule.name,
        ruleVersion: finding.ruleVersion,
        level,
        severity: finding.severity,
        title: finding.title,
        what: finding.what,
        why: finding.why,
        fix: finding.fix,
        path: finding.path,
        anchor: finding.anchor,
        evidence: finding.evidence,
        suppression,
    };
}
function ruleReport({ rule, level, outcome }, findings, originText) {
    const count = (status) => findings.filter((finding) => finding.ruleId === rule.id && finding.status === status).length;
    return {
        id: rule.id,
        name: rule.name,
        version: rule.version,
        summary: rule.summary,
        severity: rule.severity,
        level: level.level,
        levelOrigin: originText(level),
        state: outcome.state === 'unselected' ? 'not-evaluated' : outcome.state,
        reason: outcome.state === 'not-applicable' ? outcome.reason : '',
        gaps: gapsOf(outcome),
        findings: { new: count('new'), older: count('older'), suppressed: count('suppressed') },
        record: null,
    };
}
function gapsOf(outcome) {
    switch (outcome.state) {
        case 'evaluated':
            return [...outcome.gaps, ...outcome.unproven.map(unprovenGap)];
        case 'not-evaluated':
            return [...outcome.gaps];
        case 'unselected':
            return [{ evidence: 'this rule', reason: 'left out by --rule', next: 'Run without --rule', cause: 'not-asked' }];
        default:
            return [];
    }
}
/** A name that only a pattern may report is no gap anybody expected to be filled; an unreadable file is. */
function unprovenGap({ what, cause }) {
    return cause === 'pattern'
        ? { evidence: what, reason: 'counted as reported', next: '', cause: 'not-asked' }
        : { evidence: what, reason: 'not checked', next: 'Mend the file that cannot be read', cause: 'tree' };
}

// EXTERNAL MODULE: ./build/report/schema.js
var schema = __webpack_require__(4892);
// EXTERNAL MODULE: ./build/repository/yaml.js
var repository_yaml = __webpack_require__(5886);
;// CONCATENATED MODULE: ./build/repository/codeowners.js


/** "CODEOWNERS files must be under 3 MB in size": a larger one is not loaded. */
const MAX_CODEOWNERS_BYTES = 3 * 1024 * 1024;
/** Where GitHub looks, in this order; it uses the first file it finds. */
const LOCATIONS = ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS'];
/** The CODEOWNERS file that is in force among these paths, or null. */
function findCodeowners(paths) {
    const known = paths instanceof Set ? paths : new Set(paths);
    return LOCATIONS.find((path) => known.has(path)) ?? null;
}
/**
 * Read the rules of a CODEOWNERS file. Lines with syntax that GitHub does not accept are left out of `rules` and listed
 * in `invalid` with the reason.
 *
 * @param text decoded content, at most {@link MAX_CODEOWNERS_BYTES}; never throws for any text
 */
function parseCodeowners(path, text) {
    const lines = (0,repository_yaml/* splitLines */.uz)(text);
    const rules = [];
    const invalid = [];
    for (const [index, line] of lines.entries()) {
        const [pattern, ...owners] = codeowners_wordsOf(line);
        if (pattern === undefined)
            continue;
        const spanOf = (from, to) => ({
            path,
            startLine: index + 1,
            startColumn: from.start + 1,
            endLine: index + 1,
            endColumn: to.end + 1,
        });
        const at = spanOf(pattern, owners.at(-1) ?? pattern);
        const compiled = compileCodeownersPattern(pattern.text);
        const stranger = owners.find((owner) => !isOwner(owner.text));
        if ('invalid' in compiled)
            invalid.push({ value: compiled.invalid, at });
        else if (stranger !== undefined) {
            invalid.push({
                value: 'names an owner that is no @user, @org/team or e-mail address',
                at: spanOf(stranger, stranger),
            });
        }
        else {
            rules.push({
                pattern: pattern.text,
                owners: owners.map((owner) => ({ value: owner.text, at: spanOf(owner, owner) })),
                at,
            });
        }
    }
    return { path, rules, lines, invalid };
}
/**
 * The owners of a path.
 *
 * @returns the owners of the last rule that matches (empty: nobody owns it, on purpose), or null when no rule matches
 */
function ownersOf(codeowners, path) {
    const matchers = matchersOf(codeowners);
    for (let index = codeowners.rules.length - 1; index >= 0; index -= 1) {
        if (matchers[index]?.matches(path) === true)
            return codeowners.rules[index]?.owners ?? null;
    }
    return null;
}
/** Rules are compiled once for each parsed file, when the first path is asked for. */
const compiledRules = new WeakMap();
function matchersOf(codeowners) {
    const known = compiledRules.get(codeowners);
    if (known !== undefined)
        return known;
    const matchers = codeowners.rules.map(({ pattern }) => {
        const compiled = compileCodeownersPattern(pattern);
        return 'invalid' in compiled ? { matches: () => false } : compiled;
    });
    compiledRules.set(codeowners, matchers);
    return matchers;
}
/** The words of a line up to a comment; `\ ` does not end a word, and stays in it as it was written. */
function codeowners_wordsOf(line) {
    const words = [];
    let start = -1;
    for (let index = 0; index <= line.length; index += 1) {
        const character = line[index];
        const blank = character === undefined || character === ' ' || character === '\t';
        if (blank && start >= 0) {
            words.push({ text: line.slice(start, index), start, end: index });
            start = -1;
        }
        else if (!blank && start < 0) {
            if (character === '#')
                break;
            start = index;
        }
        if (character === '\\')
            index += 1;
    }
    return words;
}
function isOwner(text) {
    const at = text.indexOf('@');
    // `@user` and `@org/team` start with the mark, an address has it inside; whether they exist, only GitHub knows.
    return at >= 0 && at < text.length - 1 && text.indexOf('@', at + 1) === -1;
}
/**
 * Compile one pattern, case-sensitive, for whole paths from the top of the repository.
 *
 * @returns the matcher, or why GitHub skips the line as a clause
 */
function compileCodeownersPattern(pattern) {
    if (pattern.length > MAX_PATTERN_LENGTH)
        return { invalid: `has a pattern longer than ${MAX_PATTERN_LENGTH} characters` };
    if (pattern.startsWith('!'))
        return { invalid: 'negates with `!`, which CODEOWNERS does not support' };
    if (pattern.startsWith('\\#'))
        return { invalid: 'escapes `#`, which CODEOWNERS does not support' };
    const segments = segmentsOf(pattern);
    if (segments === null)
        return { invalid: 'has `[ ]` or `***`, which CODEOWNERS does not support' };
    const directoryOnly = segments.length > 1 && segments.at(-1)?.length === 0;
    if (directoryOnly)
        segments.pop();
    // As in gitignore: a slash at the beginning or in the middle anchors the pattern at the top.
    const anchored = segments.length > 1;
    if (segments[0]?.length === 0)
        segments.shift();
    const last = segments.at(-1);
    if (last === undefined)
        return { matches: () => false };
    const pieces = anchored ? [] : [DIRECTORIES];
    for (const [index, segment] of segments.entries()) {
        const final = index === segments.length - 1;
        if (segment !== GLOBSTAR)
            pieces.push(...segment, ...(final ? [] : [SLASH]));
        else
            pieces.push(final ? ANY : DIRECTORIES);
    }
    if (directoryOnly && last !== GLOBSTAR)
        pieces.push(SLASH, ANY);
    // `docs/*` stops at the files of docs; any other pattern also owns what lies below a directory it matches.
    else if (!directoryOnly && last !== GLOBSTAR && !(anchored && last.length === 1 && last[0] === SEGMENT)) {
        pieces.push({ kind: 'optional', of: [SLASH, ANY] });
    }
    return compilePieces(pieces);
}
/** A segment that is `**` and nothing else. */
const GLOBSTAR = [ANY];
/** The pattern between its slashes; null for syntax that GitHub refuses. */
function segmentsOf(pattern) {
    const segments = [];
    let current = [];
    let stars = 0;
    const characters = Array.from(pattern);
    const endSegment = () => {
        // `**` beside other characters is `*`: only a segment of its own crosses directories.
        segments.push(stars === 2 && current.length === 1 ? GLOBSTAR : current);
        current = [];
        stars = 0;
    };
    for (let index = 0; index < characters.length; index += 1) {
        const character = characters[index] ?? '';
        if (character === '*') {
            stars += 1;
            if (stars === 3)
                return null;
            if (stars === 1)
                current.push(SEGMENT);
            continue;
        }
        if (character === '/') {
            endSegment();
            continue;
        }
        stars = 0;
        if (character === '[' || character === ']')
            return null;
        if (character === '?')
            current.push({ kind: 'not-slash' });
        else if (character === '\\') {
            index += 1;
            current.push(...literal(characters[index] ?? '\\'));
        }
        else
            current.push(...literal(character));
    }
    endSegment();
    return segments;
}

// EXTERNAL MODULE: ./node_modules/@actions/expressions/dist/ast.js
var ast = __webpack_require__(2049);
// EXTERNAL MODULE: ./node_modules/@actions/expressions/dist/data/index.js
var data = __webpack_require__(5958);
// EXTERNAL MODULE: ./node_modules/@actions/expressions/dist/evaluator.js + 2 modules
var evaluator = __webpack_require__(2886);
// EXTERNAL MODULE: ./node_modules/@actions/expressions/dist/lexer.js
var lexer = __webpack_require__(2083);
// EXTERNAL MODULE: ./node_modules/@actions/expressions/dist/parser.js
var parser = __webpack_require__(4566);
;// CONCATENATED MODULE: ./build/repository/expressions.js
/**
 * `${{ }}` expressions: where they stand, what they mention, and their value where it can be known without running
 * anything. The grammar and the evaluator are GitHub's own (`@actions/expressions`), so that `&&`, `||`, coercions and
 * `format` behave as on GitHub: https://docs.github.com/en/actions/reference/workflows-and-actions/expressions
 */





const CONTEXTS = [
    'github',
    'env',
    'vars',
    'job',
    'jobs',
    'steps',
    'runner',
    'secrets',
    'strategy',
    'matrix',
    'needs',
    'inputs',
];
const FUNCTIONS = [
    { name: 'success', minArgs: 0, maxArgs: 255 },
    { name: 'always', minArgs: 0, maxArgs: 0 },
    { name: 'cancelled', minArgs: 0, maxArgs: 0 },
    { name: 'failure', minArgs: 0, maxArgs: 255 },
    { name: 'hashfiles', minArgs: 1, maxArgs: 255 },
];
/** Longest text an evaluated name may have; GitHub cuts names long before. */
const MAX_TEXT = 1000;
/** Split at `${{` … `}}`; a `}}` inside a single-quoted string doesn't end it. An unclosed `${{` is literal text. */
function splitTemplate(text) {
    const parts = [];
    let from = 0;
    for (;;) {
        const open = text.indexOf('${{', from);
        const close = open < 0 ? -1 : endOfExpression(text, open + 3);
        if (close < 0) {
            if (from < text.length)
                parts.push({ kind: 'text', text: text.slice(from) });
            return parts;
        }
        if (open > from)
            parts.push({ kind: 'text', text: text.slice(from, open) });
        parts.push({ kind: 'expression', text: text.slice(open + 3, close) });
        from = close + 2;
    }
}
function endOfExpression(text, from) {
    let quoted = false;
    for (let i = from; i < text.length; i += 1) {
        if (text[i] === "'")
            quoted = !quoted;
        else if (!quoted && text[i] === '}' && text[i + 1] === '}')
            return i;
    }
    return -1;
}
/** True when the text has at least one complete `${{ }}`. */
function hasExpression(text) {
    return splitTemplate(text).some((part) => part.kind === 'expression');
}
/** The inside of a template that is one expression and nothing else; null otherwise. */
function soleExpression(text) {
    const parts = splitTemplate(text.trim());
    return parts.length === 1 && parts[0]?.kind === 'expression' ? parts[0].text : null;
}
/** Parse the inside of `${{ }}` (or the text of an `if`). null when it is empty or not an expression. */
function parseExpression(text) {
    try {
        return new parser/* Parser */.i(new lexer/* Lexer */.JG(text).lex().tokens, CONTEXTS, FUNCTIONS).parse() ?? null;
    }
    catch {
        return null;
    }
}
/**
 * The expression of an `if`, which may stand with or without `${{ }}`. A template with text around the braces is a
 * non-empty string and therefore always true on GitHub; it has no expression: null.
 */
function parseCondition(text) {
    return parseExpression(hasExpression(text) ? (soleExpression(text) ?? '') : text);
}
/** Every node of an expression, parents first. */
function* walk(expr) {
    yield expr;
    for (const child of childrenOf(expr))
        yield* walk(child);
}
function childrenOf(expr) {
    if (expr instanceof ast/* Unary */._c)
        return [expr.expr];
    if (expr instanceof ast/* Binary */.yI)
        return [expr.left, expr.right];
    if (expr instanceof ast/* Logical */.oD)
        return expr.args;
    if (expr instanceof ast/* Grouping */.aU)
        return [expr.group];
    if (expr instanceof ast/* IndexAccess */.p_)
        return [expr.expr, expr.index];
    if (expr instanceof ast/* FunctionCall */.R6)
        return expr.args;
    return [];
}
/** Names of the functions that are called, in lower case. */
function calledFunctions(expr) {
    const names = new Set();
    for (const node of walk(expr))
        if (node instanceof ast/* FunctionCall */.R6)
            names.add(node.functionName.lexeme.toLowerCase());
    return names;
}
/**
 * What an expression reads: `needs.test.result` is `['needs', 'test', 'result']`, `needs.*.result` is
 * `['needs', '*', 'result']`; an index that is computed is `'*'` too. Only the longest paths are listed, in lower case.
 */
function contextPaths(expr) {
    const paths = [];
    const visit = (node) => {
        const path = pathOf(node);
        if (path === null) {
            childrenOf(node).forEach(visit);
            return;
        }
        paths.push(path);
        for (let at = node; at instanceof ast/* IndexAccess */.p_; at = at.expr) {
            if (!(at.index instanceof ast/* Literal */.uS) && !(at.index instanceof ast/* Star */.FE))
                visit(at.index);
        }
    };
    visit(expr);
    return paths;
}
function pathOf(expr) {
    if (expr instanceof ast/* ContextAccess */.QC)
        return [expr.name.lexeme.toLowerCase()];
    if (!(expr instanceof ast/* IndexAccess */.p_))
        return null;
    const head = pathOf(expr.expr);
    if (head === null)
        return null;
    const key = expr.index instanceof ast/* Literal */.uS ? expr.index.literal.coerceString().toLowerCase() : '*';
    return [...head, key];
}
/** All context paths of all expressions of a template. */
function templatePaths(text) {
    return splitTemplate(text).flatMap((part) => {
        const expr = part.kind === 'expression' ? parseExpression(part.text) : null;
        return expr === null ? [] : contextPaths(expr);
    });
}
/** Evaluate the inside of one `${{ }}`; null when it cannot be known (or GitHub would reject it). */
function evaluateExpression(text, known) {
    const expr = parseExpression(text);
    if (expr === null || !isKnown(expr, known))
        return undefined;
    try {
        return fromData(new evaluator/* Evaluator */.o(expr, contextOf(known)).evaluate());
    }
    catch {
        return undefined;
    }
}
/** A template as a name: exact when all its expressions are known, else a pattern with the literal text around them. */
function evaluateTemplate(text, known) {
    const literals = [''];
    for (const part of splitTemplate(text)) {
        const value = part.kind === 'text' ? part.text : evaluateExpression(part.text, known);
        if (value === undefined)
            literals.push('');
        else
            literals[literals.length - 1] += expressions_textOf(value);
    }
    return nameOf(literals);
}
/** A {@link CheckName} of literal parts with unknown text between them. */
function nameOf(literals) {
    const [first = '', ...rest] = literals;
    if (first.length > MAX_TEXT)
        return { kind: 'pattern', literals: [first.slice(0, MAX_TEXT), ''] };
    return rest.length === 0 ? { kind: 'exact', text: first } : { kind: 'pattern', literals };
}
/** A value as GitHub prints it: `3.10` written as a number is `3.1`, null is empty. */
function expressions_textOf(value) {
    return toData(value).coerceString();
}
function isKnown(expr, known) {
    const path = pathOf(expr);
    if (path !== null) {
        const [context, key] = path;
        if (path.includes('*'))
            return context === 'matrix' && known.matrix !== undefined && childrenKnown(expr, known);
        if (context === 'matrix')
            return known.matrix !== undefined;
        if (context === 'inputs')
            return key !== undefined && hasKey(known.inputs, key);
        return context === 'github' && key === 'workflow' && known.workflowName !== undefined;
    }
    if (expr instanceof ast/* FunctionCall */.R6) {
        const name = expr.functionName.lexeme.toLowerCase();
        if (FUNCTIONS.some((status) => status.name === name))
            return false;
    }
    return childrenOf(expr).every((child) => isKnown(child, known));
}
/** Computed indexes of a path: `matrix[matrix.key]`. */
function childrenKnown(expr, known) {
    for (let at = expr; at instanceof ast/* IndexAccess */.p_; at = at.expr) {
        if (!(at.index instanceof ast/* Literal */.uS) && !(at.index instanceof ast/* Star */.FE) && !isKnown(at.index, known))
            return false;
    }
    return true;
}
function hasKey(map, key) {
    return map !== undefined && [...map.keys()].some((name) => name.toLowerCase() === key);
}
function contextOf(known) {
    const context = new data/* Dictionary */.bT();
    if (known.matrix !== undefined)
        context.add('matrix', toData(Object.fromEntries(known.matrix)));
    if (known.inputs !== undefined)
        context.add('inputs', toData(Object.fromEntries(known.inputs)));
    if (known.workflowName !== undefined)
        context.add('github', toData({ workflow: known.workflowName }));
    return context;
}
function toData(value) {
    if (value === null)
        return new data/* Null */.Uv();
    if (typeof value === 'string')
        return new data/* StringData */.uQ(value);
    if (typeof value === 'number')
        return new data/* NumberData */.Q9(value);
    if (typeof value === 'boolean')
        return new data/* BooleanData */.bo(value);
    if (Array.isArray(value))
        return new data/* Array */.O3(...value.map(toData));
    return new data/* Dictionary */.bT(...Object.entries(value).map(([key, item]) => ({ key, value: toData(item) })));
}
function fromData(value) {
    if (value instanceof data/* StringData */.uQ)
        return value.value;
    if (value instanceof data/* NumberData */.Q9)
        return value.value;
    if (value instanceof data/* BooleanData */.bo)
        return value.value;
    if (value instanceof data/* Array */.O3)
        return value.values().map(fromData);
    if (value instanceof data/* Dictionary */.bT) {
        return Object.fromEntries(value.pairs().map(({ key, value: item }) => [key, fromData(item)]));
    }
    return null;
}

;// CONCATENATED MODULE: ./build/repository/matrix.js
/**
 * `strategy.matrix` expanded as GitHub does it: the product of the vectors, minus `exclude`, then `include`.
 * https://docs.github.com/en/actions/how-tos/write-workflows/choose-what-workflows-do/run-job-variations
 */

/** GitHub refuses a matrix of more jobs, so nothing beyond it needs to be known. */
const MAX_JOBS = 256;
/** Read the value of `strategy.matrix`. null when it is not a mapping and not an expression. */
function readMatrix(node) {
    if (node.kind === 'scalar') {
        const text = typeof node.value === 'string' ? node.value : '';
        return hasExpression(text) ? unknown(node.at, [], { value: text, at: node.at }) : null;
    }
    if (node.kind !== 'map')
        return null;
    const vectors = node.entries.filter(({ key }) => key !== 'include' && key !== 'exclude');
    const keys = vectors.map(({ key }) => key);
    const dynamic = node.entries.map(({ value }) => firstExpression(value)).find((found) => found !== null);
    if (dynamic !== undefined && dynamic !== null)
        return unknown(node.at, keys, dynamic);
    const base = product(vectors.map(({ key, value }) => [key, vectorOf(value)]));
    if (base === null)
        return unknown(node.at, keys, { value: `more than ${MAX_JOBS} jobs`, at: node.at });
    const excludes = listOfMaps(node.get('exclude')).map(valuesOf);
    const kept = base.filter((combination) => !excludes.some((exclude) => coveredBy(exclude, combination)));
    const combinations = withIncludes(kept, keys, listOfMaps(node.get('include')).map(valuesOf));
    if (combinations.length > MAX_JOBS) {
        return unknown(node.at, keys, { value: `more than ${MAX_JOBS} jobs`, at: node.at });
    }
    return { at: node.at, combinations, keys };
}
function unknown(at, keys, reason) {
    return { at, combinations: null, unknown: reason, keys };
}
/** No vector at all: no combination (include then makes each of its entries a job of its own). */
function product(vectors) {
    if (vectors.length === 0)
        return [];
    let rows = [new Map()];
    for (const [key, items] of vectors) {
        if (rows.length * items.length > MAX_JOBS * 4)
            return null;
        rows = rows.flatMap((row) => items.map((item) => new Map(row).set(key, item)));
    }
    return rows;
}
/**
 * "the key:value pairs in the object will be added to each of the matrix combinations if none of the key:value pairs
 * overwrite any of the original matrix values. If the object cannot be added to any of the matrix combinations, a new
 * matrix combination will be created instead."
 */
function withIncludes(base, keys, includes) {
    const rows = base.map((original) => ({ original, values: new Map(original), extended: false }));
    const added = [];
    for (const include of includes) {
        const hosts = rows.filter(({ original }) => [...include].every(([key, value]) => !keys.includes(key) || same(original.get(key) ?? null, value)));
        // With vectors that share no key with the include, every combination is a host; without vectors there is none.
        for (const host of hosts) {
            for (const [key, value] of include)
                host.values.set(key, value);
            host.extended ||= [...include.keys()].some((key) => !keys.includes(key));
        }
        if (hosts.length === 0)
            added.push(include);
    }
    return [
        ...rows.map(({ original, values, extended }) => ({ values, suffix: suffixOf(original), extended })),
        ...added.map((values) => ({ values, suffix: suffixOf(values), extended: false })),
    ];
}
/** The texts of `(a, b)`: leaves of objects and lists one by one, empty ones left out. */
function suffixOf(values) {
    return [...values.values()].flatMap(leaves).filter((text) => text !== '');
}
function leaves(value) {
    if (value === null || typeof value !== 'object')
        return [expressions_textOf(value)];
    return (Array.isArray(value) ? value : Object.values(value)).flatMap(leaves);
}
/** An exclude needs to match partially: every key it names. Objects match when their named members do. */
function coveredBy(exclude, combination) {
    return (exclude.size > 0 &&
        [...exclude].every(([key, value]) => combination.has(key) && partial(value, combination.get(key))));
}
function partial(wanted, actual) {
    if (actual === undefined)
        return false;
    if (isRecord(wanted) && isRecord(actual)) {
        return Object.entries(wanted).every(([key, value]) => partial(value, actual[key]));
    }
    return same(wanted, actual);
}
function same(a, b) {
    if (a === null || b === null || typeof a !== 'object' || typeof b !== 'object')
        return a === b || expressions_textOf(a) === expressions_textOf(b);
    return JSON.stringify(a) === JSON.stringify(b);
}
function isRecord(value) {
    return value !== null && typeof value === 'object' && !Array.isArray(value);
}
function vectorOf(value) {
    return value.kind === 'seq' ? value.items.map(plain) : [plain(value)];
}
function listOfMaps(value) {
    return value?.kind === 'seq' ? value.items.filter((item) => item.kind === 'map') : [];
}
function valuesOf(map) {
    return new Map(map.entries.map(({ key, value }) => [key, plain(value)]));
}
/** A YAML value as plain data. */
function plain(value) {
    if (value.kind === 'scalar')
        return value.value;
    if (value.kind === 'seq')
        return value.items.map(plain);
    return Object.fromEntries(value.entries.map(({ key, value: item }) => [key, plain(item)]));
}
function firstExpression(value) {
    if (value.kind === 'scalar') {
        return typeof value.value === 'string' && hasExpression(value.value) ? { value: value.value, at: value.at } : null;
    }
    const children = value.kind === 'seq' ? value.items : value.entries.map((entry) => entry.value);
    for (const child of children) {
        const found = firstExpression(child);
        if (found !== null)
            return found;
    }
    return null;
}

;// CONCATENATED MODULE: ./build/repository/workflows.js
/**
 * Workflow and action files as data with positions.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax
 *
 * Only what GitHub itself refuses at the top level (no mapping, no `on`, no `jobs`) is a problem of the file; finer
 * mistakes are what actionlint is for, and are read as far as they make sense.
 */



/** Paths GitHub reads as workflows: the top of `.github/workflows/`, `.yml` or `.yaml`. */
function isWorkflowPath(path) {
    return /^\.github\/workflows\/[^/]+\.ya?ml$/.test(path);
}
/** Read a workflow. Never throws for any input. */
function readWorkflow(path, bytes, budget) {
    const read = (0,repository_yaml/* readYaml */.gM)(path, bytes, 'workflow', budget);
    if (!read.ok)
        return { kind: 'problem', problem: read.problem };
    if (read.value === null)
        return { kind: 'empty' };
    const shape = (reason, at) => ({
        kind: 'problem',
        problem: { path, role: 'workflow', kind: 'shape', reason, at },
    });
    if (read.value.kind !== 'map')
        return shape('is not a mapping of `on`, `jobs` …', read.value.at);
    const top = read.value;
    const on = top.get('on');
    if (on === undefined)
        return shape('has no `on`: GitHub cannot tell when to run it', top.at);
    const jobs = top.entry('jobs');
    if (jobs === undefined)
        return shape('has no `jobs`', top.at);
    if (jobs.value.kind !== 'map')
        return shape('has `jobs` that are not a mapping of job ids', jobs.keyAt);
    const name = (0,repository_yaml/* scalarText */.ws)(top.get('name'));
    const permissions = readPermissions(top);
    return {
        kind: 'workflow',
        workflow: {
            path,
            ...(name === null ? {} : { name }),
            triggers: readTriggers(on),
            ...(permissions === undefined ? {} : { permissions }),
            env: textMap(top.get('env')),
            callInputs: readCallInputs(on),
            jobs: jobs.value.entries.flatMap(({ key, keyAt, value }) => value.kind === 'map' ? [readJob(key, keyAt, value)] : []),
            lines: read.lines,
        },
    };
}
/**
 * Read an `action.yml`. https://docs.github.com/en/actions/reference/workflows-and-actions/metadata-syntax
 */
function readAction(path, bytes, budget) {
    const read = (0,repository_yaml/* readYaml */.gM)(path, bytes, 'action', budget);
    if (!read.ok)
        return { kind: 'problem', problem: read.problem };
    const shape = (reason, at) => ({
        kind: 'problem',
        problem: { path, role: 'action', kind: 'shape', reason, at },
    });
    if (read.value === null)
        return { kind: 'empty' };
    if (read.value.kind !== 'map')
        return shape('is not a mapping of `name`, `runs` …', (0,repository_yaml/* pointAt */.sd)(path, 1));
    const runs = read.value.get('runs');
    if (runs?.kind !== 'map')
        return shape('has no `runs`', read.value.at);
    const inputs = read.value.get('inputs');
    return {
        kind: 'action',
        action: {
            path,
            using: (0,repository_yaml/* scalarText */.ws)(runs.get('using'))?.value ?? '',
            inputs: inputs?.kind === 'map' ? inputs.entries.map(({ key, keyAt }) => ({ value: key, at: keyAt })) : [],
            steps: readSteps(runs.get('steps')),
            lines: read.lines,
        },
    };
}
function readTriggers(on) {
    if (on.kind !== 'map')
        return (0,repository_yaml/* textList */.gC)(on).map(({ value, at }) => ({ event: value, at }));
    return on.entries.map(({ key, keyAt, value }) => readTrigger(key, keyAt, value));
}
const FILTERS = [
    ['types', 'types'],
    ['branches', 'branches'],
    ['branches-ignore', 'branchesIgnore'],
    ['tags', 'tags'],
    ['tags-ignore', 'tagsIgnore'],
    ['paths', 'paths'],
    ['paths-ignore', 'pathsIgnore'],
    ['workflows', 'workflows'],
];
function readTrigger(event, at, value) {
    if (event === 'schedule' && value.kind === 'seq') {
        const cron = value.items.flatMap((item) => (item.kind === 'map' ? ((0,repository_yaml/* scalarText */.ws)(item.get('cron')) ?? []) : []));
        return { event, at, cron };
    }
    const trigger = { event, at };
    if (value.kind !== 'map')
        return trigger;
    for (const [key, field] of FILTERS) {
        const list = value.get(key);
        // `branches:` without a value is no filter on GitHub.
        if (list !== undefined && !(list.kind === 'scalar' && list.value === null))
            trigger[field] = (0,repository_yaml/* textList */.gC)(list);
    }
    return trigger;
}
/** https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#onworkflow_callinputs */
function readCallInputs(on) {
    const found = new Map();
    const call = on.kind === 'map' ? on.get('workflow_call') : undefined;
    const inputs = call?.kind === 'map' ? call.get('inputs') : undefined;
    if (inputs?.kind !== 'map')
        return found;
    for (const { key, value } of inputs.entries) {
        const declared = value.kind === 'map' ? (0,repository_yaml/* scalarText */.ws)(value.get('type'))?.value : undefined;
        const type = declared === 'number' || declared === 'boolean' ? declared : 'string';
        const written = value.kind === 'map' ? (0,repository_yaml/* scalarText */.ws)(value.get('default'))?.value : undefined;
        found.set(key, {
            type,
            default: written !== undefined && hasExpression(written) ? undefined : typedInput(type, written ?? ''),
        });
    }
    return found;
}
/** The text of an input as a value of its declared type; an empty text is the type's own default. */
function typedInput(type, text) {
    if (type === 'boolean')
        return text === 'true';
    if (type === 'number')
        return Number(text);
    return text;
}
/** `permissions` of a workflow or job; undefined when the key is absent. */
function readPermissions(owner) {
    const entry = owner.entry('permissions');
    if (entry === undefined)
        return undefined;
    const { value, keyAt } = entry;
    if (value.kind === 'map') {
        return {
            kind: 'scopes',
            at: keyAt,
            scopes: value.entries.map(({ key, keyAt: at, value: access }) => ({
                scope: key,
                access: (0,repository_yaml/* scalarText */.ws)(access)?.value ?? '',
                at,
            })),
        };
    }
    const text = (0,repository_yaml/* scalarText */.ws)(value)?.value ?? '';
    if (text === 'read-all')
        return { kind: 'all', access: 'read', at: keyAt };
    if (text === 'write-all')
        return { kind: 'all', access: 'write', at: keyAt };
    return { kind: 'unknown', text, at: keyAt };
}
function readJob(id, at, map) {
    const optional = {
        name: (0,repository_yaml/* scalarText */.ws)(map.get('name')),
        if: (0,repository_yaml/* scalarText */.ws)(map.get('if')),
        uses: (0,repository_yaml/* scalarText */.ws)(map.get('uses')),
        environment: environmentOf(map.get('environment')),
        runsOn: map.get('runs-on') === undefined ? null : (0,repository_yaml/* textList */.gC)(map.get('runs-on')),
        continueOnError: (0,repository_yaml/* scalarText */.ws)(map.get('continue-on-error')),
        matrix: matrixOf(map),
        permissions: readPermissions(map) ?? null,
    };
    return {
        id,
        at,
        needs: (0,repository_yaml/* textList */.gC)(map.get('needs')),
        steps: readSteps(map.get('steps')),
        env: textMap(map.get('env')),
        with: textMap(map.get('with')),
        ...withoutNull(optional),
    };
}
function matrixOf(job) {
    const strategy = job.entry('strategy');
    if (strategy === undefined)
        return null;
    // `strategy: ${{ fromJSON(…) }}` may hold a matrix or not.
    if (strategy.value.kind === 'scalar')
        return readMatrix(strategy.value);
    const matrix = strategy.value.kind === 'map' ? strategy.value.get('matrix') : undefined;
    return matrix === undefined ? null : readMatrix(matrix);
}
function environmentOf(value) {
    return value?.kind === 'map' ? (0,repository_yaml/* scalarText */.ws)(value.get('name')) : (0,repository_yaml/* scalarText */.ws)(value);
}
function readSteps(value) {
    if (value?.kind !== 'seq')
        return [];
    return value.items.flatMap((item) => (item.kind === 'map' ? [readStep(item)] : []));
}
function readStep(map) {
    const id = (0,repository_yaml/* scalarText */.ws)(map.get('id'))?.value ?? null;
    return {
        at: map.at,
        with: textMap(map.get('with')),
        env: textMap(map.get('env')),
        ...withoutNull({
            id,
            name: (0,repository_yaml/* scalarText */.ws)(map.get('name')),
            uses: (0,repository_yaml/* scalarText */.ws)(map.get('uses')),
            run: (0,repository_yaml/* scalarText */.ws)(map.get('run')),
            if: (0,repository_yaml/* scalarText */.ws)(map.get('if')),
            continueOnError: (0,repository_yaml/* scalarText */.ws)(map.get('continue-on-error')),
        }),
    };
}
/** A mapping of texts. Values that are not scalars are left out; null is the empty text. */
function textMap(value) {
    const map = new Map();
    if (value?.kind !== 'map')
        return map;
    for (const { key, value: item } of value.entries) {
        if (item.kind === 'scalar')
            map.set(key, (0,repository_yaml/* scalarText */.ws)(item) ?? { value: '', at: item.at });
    }
    return map;
}
function withoutNull(object) {
    return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== null));
}

;// CONCATENATED MODULE: ./build/repository/check-names.js
/**
 * The check runs that workflows can report, by name.
 *
 * The name is `name:` (expressions expanded) or the job id; a matrix adds ` (a, b)` unless the name uses the matrix; a
 * called workflow's jobs are `caller / callee`, nested. What is only known at run time is a pattern.
 */


/** "You can connect up to ten levels of workflows" (reusing workflows, GitHub docs). */
const MAX_NESTING = 10;
/** Beyond this many names of one workflow the rest is one pattern per caller: bounds time and memory. */
const MAX_NAMES = 5000;
/** GitHub shortens longer default names of matrix jobs with `...`. */
const MAX_DEFAULT_NAME = 100;
/**
 * Every check run that the workflows can report when something starts them. Jobs of a workflow that can only be
 * called (`on: workflow_call` alone) report through their callers.
 */
function checkProducers(workflows) {
    const byPath = new Map(workflows.map((workflow) => [workflow.path, workflow]));
    const producers = [];
    for (const workflow of workflows) {
        if (!workflow.triggers.some(({ event }) => event !== 'workflow_call'))
            continue;
        producers.push(...new NameExpander(workflow, byPath).expand());
    }
    return producers;
}
/** Path of the local workflow that a job calls (`./.github/workflows/x.yml`); null when it calls something else. */
function localCallee(job) {
    const uses = job.uses?.value;
    return uses?.startsWith('./') ? uses.slice(2) : null;
}
class NameExpander {
    root;
    byPath;
    found = [];
    constructor(root, byPath) {
        this.root = root;
        this.byPath = byPath;
    }
    expand() {
        for (const job of this.root.jobs) {
            this.addJob({
                workflow: this.root,
                job,
                top: job,
                prefix: nameOf(['']),
                path: [],
                inputs: undefined,
                open: [this.root.path],
            });
        }
        return this.found;
    }
    addJob(at) {
        const { job } = at;
        const rows = job.matrix === undefined ? [null] : (job.matrix.combinations ?? ['unknown']);
        for (const row of rows) {
            const known = {
                ...(row === 'unknown' ? {} : { matrix: row?.values ?? new Map() }),
                ...(at.inputs === undefined ? {} : { inputs: at.inputs }),
                workflowName: this.root.name?.value ?? this.root.path,
            };
            const own = join(at.prefix, jobName(job, row, known));
            const callee = job.uses === undefined ? null : this.calleeOf(job, at.open);
            if (job.uses === undefined)
                this.add(at, own, row);
            else if (callee === null || this.found.length >= MAX_NAMES)
                this.add(at, join(own, nameOf([' / ', ''])), row);
            else
                this.addCallee(at, own, callee, known);
        }
    }
    calleeOf(job, open) {
        const path = localCallee(job);
        if (path === null || open.includes(path) || open.length >= MAX_NESTING)
            return null;
        return this.byPath.get(path) ?? null;
    }
    addCallee(at, own, callee, known) {
        const prefix = join(own, nameOf([' / ']));
        const inputs = this.inputsFor(at.job, callee, known);
        for (const job of callee.jobs) {
            this.addJob({
                workflow: callee,
                job,
                top: at.top,
                prefix,
                path: [...at.path, at.job.id],
                inputs,
                open: [...at.open, callee.path],
            });
        }
    }
    /** What the callee's `inputs` are, as far as the caller's `with` and literal defaults tell. */
    inputsFor(caller, callee, known) {
        const inputs = new Map();
        for (const [name, input] of callee.callInputs) {
            const given = caller.with.get(name);
            if (given === undefined) {
                if (input.default !== undefined)
                    inputs.set(name, input.default);
                continue;
            }
            const text = evaluateTemplate(given.value, known);
            if (text.kind === 'exact')
                inputs.set(name, typedInput(input.type, text.text));
        }
        return inputs;
    }
    add(at, name, row) {
        if (this.found.length > MAX_NAMES)
            return;
        this.found.push({
            name,
            workflow: this.root,
            job: at.top,
            jobPath: [...at.path, at.job.id],
            leaf: { workflow: at.workflow, job: at.job },
            nameAt: at.job.name?.at ?? at.job.at,
            matrixTexts: row === null || row === 'unknown' ? [] : [...row.suffix],
        });
    }
}
function jobName(job, row, known) {
    const written = job.name?.value;
    const base = written === undefined || written === '' ? nameOf([job.id]) : evaluateTemplate(written, known);
    if (row === null)
        return base;
    const paths = written === undefined ? [] : templatePaths(written);
    if (paths.some(([context]) => context === 'matrix'))
        return base;
    // A name with another expression: whether the suffix follows is not documented, so both are possible.
    if (paths.length > 0)
        return join(base, nameOf(['', '']));
    if (row === 'unknown')
        return join(base, nameOf([' (', ')']));
    if (row.suffix.length === 0)
        return base;
    const suffix = row.suffix.join(', ');
    if (row.extended)
        return join(base, nameOf([` (${suffix}`, ')']));
    const full = join(base, nameOf([` (${suffix})`]));
    if (full.kind === 'exact' && full.text.length > MAX_DEFAULT_NAME) {
        return nameOf([full.text.slice(0, MAX_DEFAULT_NAME - 3), '']);
    }
    return full;
}
function join(a, b) {
    const left = literalsOf(a);
    const right = literalsOf(b);
    const seam = `${left[left.length - 1] ?? ''}${right[0] ?? ''}`;
    return nameOf([...left.slice(0, -1), seam, ...right.slice(1)]);
}
function literalsOf(name) {
    return name.kind === 'exact' ? [name.text] : name.literals;
}
/**
 * Whether a check of this name satisfies a required context. GitHub compares names exactly, case included.
 * A pattern without literal text could be anything, which says nothing: it matches no context.
 */
function matchName(name, context) {
    if (name.kind === 'exact')
        return name.text.trim() === context.trim() ? 'exact' : 'no';
    if (name.literals.every((literal) => literal.trim() === ''))
        return 'no';
    return fitsLiterals(name.literals, context) ? 'maybe' : 'no';
}
/** `literals` in order with any text between; anchored at both ends. Greedy from the left is enough, and linear. */
function fitsLiterals(literals, text) {
    const first = literals[0] ?? '';
    const last = literals[literals.length - 1] ?? '';
    if (!text.startsWith(first))
        return false;
    let from = first.length;
    for (const literal of literals.slice(1, -1)) {
        const at = text.indexOf(literal, from);
        if (at < 0)
            return false;
        from = at + literal.length;
    }
    return text.length - last.length >= from && text.endsWith(last);
}
/** A name for people: unknown parts as `…`. */
function nameText(name) {
    return literalsOf(name).join('…');
}

;// CONCATENATED MODULE: ./build/repository/protection/shapes.js
/**
 * Reads values of an expected kind. Absent and null values mean "not set" everywhere; a value of another kind becomes a
 * problem with its position, and the rest of the file is still used.
 */
class Shapes {
    path;
    problems = [];
    constructor(path) {
        this.path = path;
    }
    map(value, name) {
        if (isUnset(value))
            return null;
        return value.kind === 'map' ? value : this.refuse(value, `\`${name}\` is not a mapping`);
    }
    list(value, name) {
        if (isUnset(value))
            return [];
        return value.kind === 'seq' ? value.items : (this.refuse(value, `\`${name}\` is not a list`) ?? []);
    }
    /** Text as it was written, so that an unquoted `3.10` stays `3.10`. */
    text(value, name) {
        if (isUnset(value))
            return null;
        if (value.kind !== 'scalar')
            return this.refuse(value, `\`${name}\` is not a text`);
        return { value: shapes_textOf(value), at: value.at };
    }
    flag(value, name) {
        if (isUnset(value))
            return undefined;
        const text = value.kind === 'scalar' ? shapes_textOf(value).toLowerCase() : '';
        if (text === 'true' || text === 'false')
            return text === 'true';
        this.refuse(value, `\`${name}\` is neither true nor false`);
        return undefined;
    }
    /** The names of a list; entries that are no text become problems. */
    texts(value, name) {
        return this.list(value, name).flatMap((item) => {
            const text = this.text(item, name);
            if (text === null || text.value === '') {
                if (isUnset(item) || text !== null)
                    this.refuse(item, `\`${name}\` has an empty entry`);
                return [];
            }
            return text;
        });
    }
    /** Record a problem; returns null so that readers can answer with it. */
    refuse(value, reason) {
        this.problems.push({ path: this.path, role: 'protection', kind: 'shape', reason, at: value.at });
        return null;
    }
}
function isUnset(value) {
    return value === undefined || (value.kind === 'scalar' && value.value === null);
}
function shapes_textOf(scalar) {
    return typeof scalar.value === 'string' ? scalar.value : scalar.source;
}
/** The id of the app that must report a check; any app (absent, null, -1) is undefined. */
function appId(value) {
    if (value?.kind !== 'scalar')
        return undefined;
    const text = shapes_textOf(value).trim();
    const id = /^\d{1,15}$/.test(text) ? Number(text) : 0;
    return id > 0 ? id : undefined;
}
/**
 * `{context, app_id}` of branch protection or `{context, integration_id}` of rulesets.
 *
 * @param keys the names of the fields, first spelling first
 */
function namedChecks(shapes, source, value, name, keys) {
    return shapes.list(value, name).flatMap((item) => {
        if (item.kind === 'scalar' && item.value !== null)
            return { context: shapes_textOf(item), source, at: item.at };
        const map = shapes.map(item, name);
        const context = shapes.text(keys.context.map((key) => map?.get(key)).find((found) => found !== undefined), name);
        if (context === null || context.value === '') {
            if (map !== null)
                shapes.refuse(item, `an entry of \`${name}\` names no check`);
            return [];
        }
        const app = keys.app.map((key) => map?.get(key)).find((found) => found !== undefined);
        const integrationId = appId(app);
        const slug = app?.kind === 'scalar' && typeof app.value === 'string' && !/^\s*-?\d+\s*$/.test(app.value)
            ? app.value.trim()
            : '';
        return {
            context: context.value,
            source,
            at: item.at,
            ...(integrationId === undefined ? {} : { integrationId }),
            ...(slug === '' ? {} : { appSlug: slug }),
        };
    });
}
/**
 * The part of a branch protection body that we use. `checks` replaces `contexts` in the API and says more, so a name
 * that both lists have is kept once, as `checks` says it.
 *
 * Source: https://docs.github.com/rest/branches/branch-protection#update-branch-protection
 */
function classicProtection(shapes, source, branches, body, at) {
    const status = shapes.map(body.get('required_status_checks'), 'required_status_checks');
    const checks = namedChecks(shapes, source, status?.get('checks'), 'checks', {
        context: ['context'],
        app: ['app_id'],
    });
    const contexts = shapes
        .texts(status?.get('contexts'), 'contexts')
        .filter(({ value }) => !checks.some(({ context }) => context === value))
        .map(({ value, at }) => ({ context: value, source, at }));
    const reviews = shapes.map(body.get('required_pull_request_reviews'), 'required_pull_request_reviews');
    const codeOwnerReview = shapes.flag(reviews?.get('require_code_owner_reviews'), 'require_code_owner_reviews');
    return {
        source,
        branches,
        at,
        requiredChecks: [...contexts, ...checks],
        ...(codeOwnerReview === undefined ? {} : { codeOwnerReview }),
    };
}
/** A selector for one name or pattern. */
function only(name) {
    return { include: [name], exclude: [] };
}

;// CONCATENATED MODULE: ./build/repository/protection/ruleset.js

/** One ruleset, or a list of them. Anything else is some other tool's file: nothing is known from it. */
function readRulesetFile(shapes, path, root) {
    const source = { kind: 'file', path, format: 'ruleset' };
    const rulesets = root.kind === 'seq' ? root.items : [root];
    const own = rulesets.filter((ruleset) => !isForeignRuleset(ruleset));
    const silent = own.length < rulesets.length && own.length === 0 ? 'its rulesets are for other repositories' : null;
    return { protections: own.flatMap((ruleset) => readRuleset(shapes, source, ruleset)), silent };
}
/** Whether a ruleset says that it is an organisation's: it names repositories, or where it comes from. */
function isForeignRuleset(value) {
    if (value.kind !== 'map')
        return false;
    const from = value.get('source_type');
    if (from?.kind === 'scalar' && (from.value === 'Organization' || from.value === 'Enterprise'))
        return true;
    const conditions = value.get('conditions');
    return (conditions?.kind === 'map' &&
        conditions.entries.some(({ key, value }) => /^(repository|organization)_(name|id|property)$/.test(key) &&
            !(value.kind === 'scalar' && value.value === null)));
}
/** The requirements of one ruleset: none unless it targets branches and is enforced (`active`). */
function readRuleset(shapes, source, value) {
    const ruleset = value.kind === 'map' ? value : null;
    if (ruleset === null || isForeignRuleset(ruleset))
        return [];
    const target = shapes.text(ruleset.get('target'), 'target')?.value ?? 'branch';
    const enforcement = shapes.text(ruleset.get('enforcement'), 'enforcement')?.value;
    if (target !== 'branch' || enforcement !== 'active')
        return [];
    const refName = shapes.map(shapes.map(ruleset.get('conditions'), 'conditions')?.get('ref_name'), 'ref_name');
    const requiredChecks = [];
    const requiredWorkflows = [];
    let codeOwnerReview;
    let mergeQueue = false;
    for (const item of shapes.list(ruleset.get('rules'), 'rules')) {
        const rule = shapes.map(item, 'rules');
        const type = shapes.text(rule?.get('type'), 'type')?.value;
        const parameters = shapes.map(rule?.get('parameters'), 'parameters');
        if (type === 'merge_queue')
            mergeQueue = true;
        if (parameters === null)
            continue;
        if (type === 'required_status_checks') {
            requiredChecks.push(...namedChecks(shapes, source, parameters.get('required_status_checks'), 'required_status_checks', {
                context: ['context'],
                app: ['integration_id'],
            }));
        }
        else if (type === 'pull_request') {
            const flag = shapes.flag(parameters.get('require_code_owner_review'), 'require_code_owner_review');
            codeOwnerReview = codeOwnerReview === true || flag;
        }
        else if (type === 'workflows')
            requiredWorkflows.push(...readWorkflows(shapes, parameters));
    }
    return [
        {
            source,
            branches: {
                include: shapes.texts(refName?.get('include'), 'include').map((entry) => entry.value),
                exclude: shapes.texts(refName?.get('exclude'), 'exclude').map((entry) => entry.value),
            },
            at: ruleset.at,
            requiredChecks,
            ...(codeOwnerReview === undefined ? {} : { codeOwnerReview }),
            ...(mergeQueue ? { mergeQueue } : {}),
            ...(requiredWorkflows.length === 0 ? {} : { requiredWorkflows }),
        },
    ];
}
function readWorkflows(shapes, parameters) {
    return shapes.list(parameters.get('workflows'), 'workflows').flatMap((item) => {
        const workflow = shapes.map(item, 'workflows');
        const path = shapes.text(workflow?.get('path'), 'path')?.value;
        const repositoryId = appId(workflow?.get('repository_id'));
        if (path === undefined || repositoryId === undefined) {
            if (workflow !== null)
                shapes.refuse(item, 'an entry of `workflows` lacks its `path` or `repository_id`');
            return [];
        }
        const ref = shapes.text(workflow?.get('ref'), 'ref')?.value;
        const sha = shapes.text(workflow?.get('sha'), 'sha')?.value;
        return { path, repositoryId, ...(ref === undefined ? {} : { ref }), ...(sha === undefined ? {} : { sha }) };
    });
}

;// CONCATENATED MODULE: ./build/repository/protection/asf.js
/**
 * `.asf.yaml` of the Apache Software Foundation: `github.protected_branches` and `github.rulesets` (raw payloads, or the
 * shorter convenience form).
 *
 * Source: https://github.com/apache/infrastructure-asfyaml#branch_protection and #rulesets. Its reader (strictyaml) takes
 * every scalar as text, so `3.0:` is the branch "3.0".
 */



/** Keys that make an entry of `rulesets` a raw payload (`name` is in both forms). */
const RAW_KEYS = ['target', 'enforcement', 'conditions', 'rules', 'bypass_actors'];
function readAsf(shapes, path, root) {
    const source = { kind: 'file', path, format: 'asf' };
    const github = shapes.map(root.get('github'), 'github');
    const protections = [];
    for (const { keySource, keyAt, value } of shapes.map(github?.get('protected_branches'), 'protected_branches')
        ?.entries ?? []) {
        // "Branches that … are not dictionary entries are not protected."
        if (value.kind === 'map')
            protections.push(classicProtection(shapes, source, only(keySource), value, keyAt));
    }
    const rulesetSource = { ...source, format: 'ruleset' };
    for (const item of shapes.list(github?.get('rulesets'), 'rulesets')) {
        const ruleset = shapes.map(item, 'rulesets');
        if (ruleset === null)
            continue;
        if (RAW_KEYS.some((key) => ruleset.entry(key) !== undefined))
            protections.push(...readRuleset(shapes, rulesetSource, item));
        else
            protections.push(...readConvenience(shapes, rulesetSource, ruleset));
    }
    return { protections, silent: null };
}
/** The short form: always enforced, for the default branch unless it names branches. */
function readConvenience(shapes, source, ruleset) {
    if ((shapes.text(ruleset.get('type'), 'type')?.value ?? 'branch') !== 'branch')
        return [];
    const reviews = shapes.map(ruleset.get('required_pull_request_reviews'), 'required_pull_request_reviews');
    const codeOwnerReview = shapes.flag(reviews?.get('require_code_owner_reviews'), 'require_code_owner_reviews');
    return [
        {
            source,
            branches: branchesOf(shapes, ruleset),
            at: ruleset.at,
            requiredChecks: namedChecks(shapes, source, ruleset.get('required_status_checks'), 'required_status_checks', {
                context: ['name', 'context'],
                app: ['app_slug', 'integration_id'],
            }),
            ...(codeOwnerReview === undefined ? {} : { codeOwnerReview }),
        },
    ];
}
function branchesOf(shapes, ruleset) {
    const key = ruleset.entry('branches') === undefined ? 'refs' : 'branches';
    const refs = shapes.map(ruleset.get(key), key);
    const include = shapes.texts(refs?.get('includes'), 'includes').map(({ value }) => value);
    return {
        include: refs?.entry('includes') === undefined ? [DEFAULT_BRANCH] : include,
        exclude: shapes.texts(refs?.get('excludes'), 'excludes').map(({ value }) => value),
    };
}

;// CONCATENATED MODULE: ./build/repository/protection/branch-protection.js
/**
 * `.github/branch-protection.json`: no tool owns this name; people keep the body of the REST call in it, alone or for
 * several branches. Shapes that say something else are left alone: nothing is known from them.
 *
 * Source of the body: https://docs.github.com/rest/branches/branch-protection#update-branch-protection
 */


/**
 * Understood: one body (for the default branch, or for the branch it names), a list of bodies that name their branch,
 * and a mapping from branch to body; each body bare or under `protection`, all of it bare or under `branches`.
 */
function readBranchProtection(shapes, path, root) {
    const source = { kind: 'file', path, format: 'branch-protection' };
    return { protections: readAny(shapes, source, root), silent: null };
}
function readAny(shapes, source, root) {
    if (root.kind === 'seq') {
        return root.items.flatMap((item) => (item.kind === 'map' ? readOne(shapes, source, item, branch_protection_nameOf(item)) : []));
    }
    if (root.kind !== 'map')
        return [];
    if (bodyOf(root) !== null)
        return readOne(shapes, source, root, branch_protection_nameOf(root) ?? DEFAULT_BRANCH);
    const branches = root.get('branches');
    if (branches !== undefined && branches.kind !== 'scalar')
        return readAny(shapes, source, branches);
    return root.entries.flatMap(({ keySource, value }) => value.kind === 'map' ? readOne(shapes, source, value, keySource) : []);
}
function readOne(shapes, source, value, branch) {
    const body = bodyOf(value);
    return body === null || branch === null ? [] : [classicProtection(shapes, source, only(branch), body, value.at)];
}
/** The body in a value: itself, or what it holds under `protection`; null when it has none. */
function bodyOf(value) {
    const nested = value.get('protection');
    const body = nested?.kind === 'map' ? nested : value;
    return BODY_KEYS.some((key) => body.entry(key) !== undefined) ? body : null;
}
const BODY_KEYS = [
    'required_status_checks',
    'required_pull_request_reviews',
    'enforce_admins',
    'restrictions',
];
function branch_protection_nameOf(value) {
    for (const key of ['branch', 'name', 'pattern']) {
        const name = value.get(key);
        if (name?.kind === 'scalar' && typeof name.value === 'string')
            return name.value;
    }
    return null;
}

;// CONCATENATED MODULE: ./build/repository/protection/settings.js
/**
 * `.github/settings.yml` of probot/settings and of safe-settings.
 *
 * Sources: https://github.com/repository-settings/app/blob/master/docs/plugins/branches.md and
 * https://github.com/github/safe-settings/tree/main-enterprise/docs/sample-settings
 */



/**
 * @param paths all paths of the tree: next to `.github/repos/` or `.github/suborgs/` the file is the organisation part of
 *   a safe-settings admin repository, which configures every *other* repository
 */
function readSettings(shapes, path, root, paths) {
    const rulesets = shapes.list(root.get('rulesets'), 'rulesets');
    const silent = whySilent(root, paths) ?? (rulesets.some(isForeignRuleset) ? 'its rulesets name repositories' : null);
    if (silent !== null)
        return { protections: [], silent };
    const source = { kind: 'file', path, format: 'settings' };
    const protections = [];
    for (const item of shapes.list(root.get('branches'), 'branches')) {
        const branch = shapes.map(item, 'branches');
        if (branch === null)
            continue;
        const name = shapes.text(branch.get('name'), 'name');
        if (name === null) {
            shapes.refuse(item, 'an entry of `branches` has no `name`');
            continue;
        }
        // `protection: null` takes the protection away.
        const body = shapes.map(branch.get('protection'), 'protection');
        if (body === null)
            continue;
        // safe-settings: the name `default` is the default branch, whatever its name.
        const selector = only(name.value === 'default' ? DEFAULT_BRANCH : name.value);
        protections.push(classicProtection(shapes, source, selector, body, item.at));
    }
    const rulesetSource = { ...source, format: 'ruleset' };
    for (const item of rulesets)
        protections.push(...readRuleset(shapes, rulesetSource, item));
    return { protections, silent: null };
}
function whySilent(root, paths) {
    if (root.entry('restrictedRepos') !== undefined)
        return 'it says which repositories it is for (`restrictedRepos`)';
    for (const path of paths) {
        if (/^\.github\/(repos|suborgs)\/.+\.ya?ml$/.test(path)) {
            return 'it belongs to a safe-settings admin repository (`.github/repos/`, `.github/suborgs/`)';
        }
    }
    return null;
}

;// CONCATENATED MODULE: ./build/repository/protection/sync-repo-settings.js
/**
 * `.github/sync-repo-settings.yaml` of Google's repository automation.
 *
 * Source: https://github.com/googleapis/repo-automation-bots/tree/main/packages/sync-repo-settings. The README says that
 * `pattern` defaults to `master`; the bot's code takes the repository's default branch, and so do we.
 */


function readSyncRepoSettings(shapes, path, root) {
    const source = { kind: 'file', path, format: 'sync-repo-settings' };
    const protections = [];
    for (const item of shapes.list(root.get('branchProtectionRules'), 'branchProtectionRules')) {
        const rule = shapes.map(item, 'branchProtectionRules');
        if (rule === null)
            continue;
        const pattern = shapes.text(rule.get('pattern'), 'pattern')?.value ?? DEFAULT_BRANCH;
        const codeOwnerReview = shapes.flag(rule.get('requiresCodeOwnerReviews'), 'requiresCodeOwnerReviews');
        protections.push({
            source,
            branches: only(pattern),
            at: item.at,
            requiredChecks: shapes
                .texts(rule.get('requiredStatusCheckContexts'), 'requiredStatusCheckContexts')
                .map(({ value, at }) => ({ context: value, source, at })),
            ...(codeOwnerReview === undefined ? {} : { codeOwnerReview }),
        });
    }
    return { protections, silent: null };
}

;// CONCATENATED MODULE: ./build/repository/protection/index.js








/** Whether a path is one of the places that a tool or GitHub itself defines for protection. */
function isProtectionFile(path) {
    return formatOf(path) !== null;
}
function formatOf(path) {
    if (path === '.asf.yaml')
        return 'asf';
    if (!path.startsWith('.github/'))
        return null;
    const name = path.slice('.github/'.length);
    if (name === 'settings.yml' || name === 'settings.yaml')
        return 'settings';
    if (name === 'sync-repo-settings.yaml' || name === 'sync-repo-settings.yml')
        return 'sync-repo-settings';
    if (name === 'branch-protection.json')
        return 'branch-protection';
    return /^rulesets\/[^/]+\.json$/.test(name) ? 'ruleset' : null;
}
/**
 * Read one protection file.
 *
 * @param path one for which {@link isProtectionFile} is true; for others nothing is read
 * @param context all paths of the tree: some files are only known to govern other repositories by their neighbours
 * @returns every requirement with the place of its own list item; values of a wrong type are problems of kind `shape` and
 *   the rest of the file is still used. A file for other repositories has no protections and no problems. Never throws
 *   for any content.
 */
function readProtectionFile(path, bytes, context, budget = types/* DEFAULT_BUDGET */.s) {
    const format = formatOf(path);
    if (format === null)
        return { protections: [], problems: [], silent: null };
    const yaml = (0,repository_yaml/* readYaml */.gM)(path, bytes, 'protection', budget);
    if (!yaml.ok)
        return { protections: [], problems: [yaml.problem], silent: null };
    const notJson = path.endsWith('.json') ? jsonProblem(path, bytes) : null;
    if (notJson !== null)
        return { protections: [], problems: [notJson], silent: null };
    if (yaml.value === null)
        return { protections: [], problems: [], silent: null };
    const shapes = new Shapes(path);
    const { protections, silent } = readFormat(format, shapes, path, yaml.value, context.paths);
    return silent === null
        ? { protections, problems: shapes.problems, silent }
        : { protections: [], problems: [], silent };
}
function readFormat(format, shapes, path, value, paths) {
    if (format === 'ruleset')
        return readRulesetFile(shapes, path, value);
    if (format === 'branch-protection')
        return readBranchProtection(shapes, path, value);
    const root = shapes.map(value, 'the file');
    if (root === null)
        return { protections: [], silent: null };
    switch (format) {
        case 'settings':
            return readSettings(shapes, path, root, paths);
        case 'asf':
            return readAsf(shapes, path, root);
        case 'sync-repo-settings':
            return readSyncRepoSettings(shapes, path, root);
    }
}
/** YAML accepts more than JSON (comments, trailing commas, bare words); tools that read these files do not. */
function jsonProblem(path, bytes) {
    const text = (0,repository_yaml/* decode */.D4)(bytes) ?? '';
    try {
        JSON.parse(text);
        return null;
    }
    catch (error) {
        // The engine's words differ between versions, its offset does not; without one the text ended too early.
        const offset = Number(/at position (\d{1,9})/.exec(String(error))?.[1] ?? text.length);
        const before = text.slice(0, offset).split('\n');
        const at = (0,repository_yaml/* pointAt */.sd)(path, before.length, (before.at(-1)?.length ?? 0) + 1);
        return {
            path,
            role: 'protection',
            kind: 'syntax',
            reason: 'is not JSON (comments and trailing commas are not allowed)',
            at,
        };
    }
}

;// CONCATENATED MODULE: ./build/repository/model.js
/**
 * One tree, read once: workflows, the local actions they use, protection files, CODEOWNERS, paths. A file that cannot
 * be read becomes a problem with a position and the rest is still there.
 */






/** Composite actions that use composite actions are followed this deep; GitHub allows ten. */
const MAX_ACTION_DEPTH = 10;
const model_MAX_EXCERPT = 200;
/**
 * Parsed files by the identity of their bytes. A base snapshot hands out the subject's own bytes for files that the
 * change left alone, so both models share one parse of them.
 */
class ParseCache {
    entries = new WeakMap();
    get(bytes, key, parse) {
        let byKey = this.entries.get(bytes);
        if (byKey === undefined) {
            byKey = new Map();
            this.entries.set(bytes, byKey);
        }
        if (!byKey.has(key))
            byKey.set(key, parse());
        return byKey.get(key);
    }
}
/** True for paths whose content the model reads; `compareTrees` asks for changed lines of these only. */
function isGoverned(path) {
    return (isWorkflowPath(path) ||
        isProtectionFile(path) ||
        /(^|\/)(CODEOWNERS|action\.ya?ml|\.?phase-mirror\.ya?ml)$/.test(path));
}
/** Read a snapshot into a model. Rejects only when the snapshot itself cannot list its paths. */
async function buildModel(snapshot, options = {}) {
    const budget = options.budget ?? types/* DEFAULT_BUDGET */.s;
    const cache = options.cache ?? new ParseCache();
    const paths = (await snapshot.list()).filter(({ kind }) => kind !== 'submodule').map(({ path }) => path);
    const known = new Set(paths);
    const problems = [];
    const linesOf = new Map();
    const codeownersPath = findCodeowners(paths);
    const workflowPaths = paths.filter(isWorkflowPath);
    const protectionPaths = paths.filter(isProtectionFile);
    const first = [...workflowPaths, ...protectionPaths];
    const [contents, codeownersRead] = await Promise.all([
        snapshot.readMany(first, budget.maxBytes),
        codeownersPath === null ? null : snapshot.read(codeownersPath, MAX_CODEOWNERS_BYTES),
    ]);
    const content = new Map(first.map((path, index) => [path, contents[index]]));
    const bytesOf = (path, role, result) => {
        if (result?.ok)
            return result.bytes;
        if (result !== undefined)
            problems.push(problemOf(path, role, result.failure));
        return null;
    };
    const workflows = [];
    for (const path of workflowPaths) {
        const bytes = bytesOf(path, 'workflow', content.get(path));
        if (bytes === null)
            continue;
        const result = cache.get(bytes, path, () => readWorkflow(path, bytes, budget));
        if (result.kind === 'problem')
            problems.push(result.problem);
        if (result.kind !== 'workflow')
            continue;
        workflows.push(result.workflow);
        linesOf.set(path, result.workflow.lines);
    }
    const protections = [];
    const protectionFiles = [];
    for (const path of protectionPaths) {
        const bytes = bytesOf(path, 'protection', content.get(path));
        if (bytes === null)
            continue;
        // Whether the file governs this repository depends on its neighbours, so it is not cached by its bytes alone.
        const result = readProtectionFile(path, bytes, { paths: known }, budget);
        problems.push(...result.problems);
        protections.push(...result.protections);
        protectionFiles.push({ path, silent: result.silent });
        linesOf.set(path, linesIn(bytes));
    }
    let codeowners = null;
    if (codeownersPath !== null) {
        const bytes = bytesOf(codeownersPath, 'codeowners', codeownersRead ?? undefined);
        if (bytes !== null) {
            const parsed = cache.get(bytes, codeownersPath, () => parseCodeowners(codeownersPath, (0,repository_yaml/* decode */.D4)(bytes) ?? ''));
            codeowners = parsed;
            linesOf.set(codeownersPath, parsed.lines);
        }
    }
    const actions = await readLocalActions(snapshot, workflows, known, budget, cache, problems);
    for (const action of actions)
        linesOf.set(action.path, action.lines);
    problems.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : a.at.startLine - b.at.startLine));
    const model = {
        snapshotId: snapshot.id,
        paths,
        workflows,
        actions,
        producers: checkProducers(workflows),
        protections,
        codeowners,
        problems,
        excerpt: ({ path, startLine }) => (linesOf.get(path)?.[startLine - 1] ?? '').trim().slice(0, model_MAX_EXCERPT),
    };
    return { model, protectionFiles };
}
/**
 * The local actions that workflows use, and those that these use. An action.yml that nothing uses (test data, an
 * example) is not read: it runs nowhere.
 */
async function readLocalActions(snapshot, workflows, known, budget, cache, problems) {
    const found = new Map();
    const seen = new Set();
    let steps = workflows.flatMap((workflow) => workflow.jobs.flatMap((job) => job.steps));
    for (let depth = 0; depth < MAX_ACTION_DEPTH && steps.length > 0; depth += 1) {
        const paths = [...new Set(steps.flatMap((step) => localActionPath(step, known) ?? []))].filter((path) => !seen.has(path));
        for (const path of paths)
            seen.add(path);
        const results = await snapshot.readMany(paths, budget.maxBytes);
        const next = [];
        paths.forEach((path, index) => {
            const read = results[index];
            if (!read.ok) {
                problems.push(problemOf(path, 'action', read.failure));
                return;
            }
            const result = cache.get(read.bytes, path, () => readAction(path, read.bytes, budget));
            if (result.kind === 'problem')
                problems.push(result.problem);
            if (result.kind === 'action') {
                found.set(path, result.action);
                next.push(...result.action.steps);
            }
        });
        steps = next;
    }
    return [...found.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}
/** The action.yml that `uses: ./folder` means, if this tree has it; null for everything else. */
function localActionPath(step, known) {
    const uses = step.uses?.value;
    if (uses === undefined || !uses.startsWith('./'))
        return null;
    const parts = [];
    for (const part of uses.slice(2).split('/')) {
        if (part === '' || part === '.')
            continue;
        if (part === '..')
            parts.pop();
        else
            parts.push(part);
    }
    const folder = parts.map((part) => `${part}/`).join('');
    return [`${folder}action.yml`, `${folder}action.yaml`].find((path) => known.has(path)) ?? null;
}
function problemOf(path, role, failure) {
    const at = (0,repository_yaml/* pointAt */.sd)(path, 1);
    switch (failure.reason) {
        case 'too-large':
            return {
                path,
                role,
                at,
                kind: 'too-large',
                reason: `has ${failure.bytes} bytes; at most ${failure.limit} are read`,
            };
        case 'symlink-outside':
            return { path, role, at, kind: 'symlink', reason: 'is a symbolic link that leaves the repository' };
        case 'not-a-file':
            return { path, role, at, kind: 'unreadable', reason: `is a ${failure.kind}, not a file` };
        case 'missing':
            return { path, role, at, kind: 'unreadable', reason: 'is listed but its content is missing' };
        case 'unreadable':
            return { path, role, at, kind: 'unreadable', reason: `cannot be read (${failure.detail})` };
    }
}
function linesIn(bytes) {
    return ((0,repository_yaml/* decode */.D4)(bytes) ?? '').split(/\r\n|\n|\r/);
}

;// CONCATENATED MODULE: ./build/rules/data/external-checks.js
/** GitHub Actions: checks of jobs, and statuses that a job posts with its token. */
const GITHUB_ACTIONS_APP_ID = 15368;
/** Languages of code scanning's default setup, whose jobs are called `Analyze (<language>)`. */
const CODEQL_LANGUAGES = [
    'actions',
    'c-cpp',
    'csharp',
    'go',
    'java-kotlin',
    'javascript-typescript',
    'python',
    'ruby',
    'rust',
    'swift',
];
const CODE_SCANNING = 'https://docs.github.com/code-security/code-scanning/managing-code-scanning-alerts/triaging-code-scanning-alerts-in-pull-requests';
const DEFAULT_SETUP = 'https://docs.github.com/code-security/code-scanning/enabling-code-scanning/configuring-default-setup-for-code-scanning';
const EXTERNAL_CHECKS = [
    // Contributor agreements
    { pattern: 'cla/google', reporter: 'Google CLA', source: 'https://cla.developers.google.com/about' },
    { pattern: 'license/cla', reporter: 'CLA assistant', source: 'https://github.com/cla-assistant/cla-assistant' },
    { pattern: 'verification/cla-signed', reporter: 'cla-bot', source: 'https://github.com/finos/cla-bot' },
    { pattern: 'EasyCLA', reporter: 'EasyCLA', source: 'https://github.com/linuxfoundation/easycla' },
    { pattern: 'DCO', reporter: 'DCO', source: 'https://github.com/dcoapp/app' },
    // Google's automation
    {
        pattern: 'Kokoro',
        reporter: 'Kokoro',
        source: 'https://github.com/googleapis/repo-automation-bots/tree/main/packages/sync-repo-settings',
    },
    {
        pattern: 'Kokoro *',
        reporter: 'Kokoro',
        source: 'https://github.com/googleapis/repo-automation-bots/tree/main/packages/sync-repo-settings',
    },
    {
        pattern: 'ci/kokoro: *',
        reporter: 'Kokoro',
        source: 'https://github.com/googleapis/repo-automation-bots/tree/main/packages/sync-repo-settings',
    },
    {
        pattern: 'OwlBot Post Processor',
        reporter: 'OwlBot',
        source: 'https://github.com/googleapis/repo-automation-bots/tree/main/packages/owl-bot',
    },
    {
        pattern: 'snippet-bot check',
        reporter: 'snippet-bot',
        source: 'https://github.com/googleapis/repo-automation-bots/tree/main/packages/snippet-bot',
    },
    { pattern: 'import/copybara', reporter: 'Copybara', source: 'https://github.com/google/copybara' },
    // CI services
    {
        pattern: 'continuous-integration/jenkins/*',
        reporter: 'Jenkins',
        source: 'https://plugins.jenkins.io/github-branch-source/',
    },
    { pattern: 'Jenkins', reporter: 'Jenkins', source: 'https://plugins.jenkins.io/checks-api/' },
    {
        pattern: 'gh-infra/jenkins',
        reporter: 'Jenkins',
        source: 'https://github.com/apache/infrastructure-asfyaml#branch_protection',
    },
    {
        pattern: 'continuous-integration/travis-ci',
        reporter: 'Travis CI',
        source: 'https://docs.travis-ci.com/user/legacy-services-to-github-apps-migration-guide/',
    },
    {
        pattern: 'continuous-integration/travis-ci/*',
        reporter: 'Travis CI',
        source: 'https://docs.travis-ci.com/user/legacy-services-to-github-apps-migration-guide/',
    },
    {
        pattern: 'Travis CI - *',
        reporter: 'Travis CI',
        source: 'https://docs.travis-ci.com/user/legacy-services-to-github-apps-migration-guide/',
    },
    {
        pattern: 'continuous-integration/appveyor/*',
        reporter: 'AppVeyor',
        source: 'https://www.appveyor.com/docs/branches/',
    },
    { pattern: 'continuous-integration/drone/*', reporter: 'Drone', source: 'https://docs.drone.io/' },
    { pattern: 'ci/circleci: *', reporter: 'CircleCI', source: 'https://circleci.com/docs/github-integration/' },
    {
        pattern: 'buildkite/*',
        reporter: 'Buildkite',
        source: 'https://buildkite.com/docs/pipelines/source-control/github',
    },
    { pattern: 'ci/prow/*', reporter: 'Prow', source: 'https://docs.prow.k8s.io/docs/' },
    { pattern: 'tide', reporter: 'Prow', source: 'https://docs.prow.k8s.io/docs/components/core/tide/' },
    { pattern: 'pre-commit.ci - *', reporter: 'pre-commit.ci', source: 'https://pre-commit.ci/' },
    {
        pattern: 'Terraform Cloud/*',
        reporter: 'HCP Terraform',
        source: 'https://developer.hashicorp.com/terraform/cloud-docs/vcs/github-app',
    },
    { pattern: 'atlantis/*', reporter: 'Atlantis', source: 'https://www.runatlantis.io/docs/server-configuration.html' },
    // Previews and documentation
    {
        pattern: 'netlify/*',
        reporter: 'Netlify',
        source: 'https://docs.netlify.com/deploy/deploy-types/deploy-previews/',
    },
    {
        pattern: 'deploy/netlify',
        reporter: 'Netlify',
        source: 'https://docs.netlify.com/deploy/deploy-types/deploy-previews/',
    },
    {
        pattern: 'Header rules - *',
        reporter: 'Netlify',
        source: 'https://docs.netlify.com/deploy/deploy-types/deploy-previews/',
    },
    {
        pattern: 'Pages changed - *',
        reporter: 'Netlify',
        source: 'https://docs.netlify.com/deploy/deploy-types/deploy-previews/',
    },
    {
        pattern: 'Redirect rules - *',
        reporter: 'Netlify',
        source: 'https://docs.netlify.com/deploy/deploy-types/deploy-previews/',
    },
    { pattern: 'Vercel', reporter: 'Vercel', source: 'https://vercel.com/docs/git/vercel-for-github' },
    { pattern: 'Vercel – *', reporter: 'Vercel', source: 'https://vercel.com/docs/git/vercel-for-github' },
    { pattern: 'Vercel Preview Comments', reporter: 'Vercel', source: 'https://vercel.com/docs/comments' },
    {
        pattern: 'Cloudflare Pages',
        reporter: 'Cloudflare Pages',
        source: 'https://developers.cloudflare.com/pages/configuration/git-integration/github-integration/',
    },
    {
        pattern: 'Cloudflare Pages: *',
        reporter: 'Cloudflare Pages',
        source: 'https://developers.cloudflare.com/pages/configuration/git-integration/github-integration/',
    },
    {
        pattern: 'Workers Builds: *',
        reporter: 'Cloudflare Workers Builds',
        source: 'https://developers.cloudflare.com/workers/ci-cd/builds/git-integration/github-integration/',
    },
    {
        pattern: 'docs/readthedocs.org:*',
        reporter: 'Read the Docs',
        source: 'https://docs.readthedocs.com/platform/stable/pull-requests.html',
    },
    {
        pattern: 'docs/readthedocs.com:*',
        reporter: 'Read the Docs',
        source: 'https://docs.readthedocs.com/platform/stable/pull-requests.html',
    },
    {
        pattern: 'percy/*',
        reporter: 'Percy',
        source: 'https://www.browserstack.com/docs/percy/integrate/source-control/github',
    },
    // Coverage, quality and security
    { pattern: 'codecov/*', reporter: 'Codecov', source: 'https://docs.codecov.com/docs/commit-status' },
    { pattern: 'coverage/coveralls', reporter: 'Coveralls', source: 'https://docs.coveralls.io/' },
    { pattern: 'coverage/coveralls (*', reporter: 'Coveralls', source: 'https://docs.coveralls.io/' },
    {
        pattern: 'codeclimate',
        reporter: 'Code Climate',
        source: 'https://docs.codeclimate.com/docs/github-pull-requests',
    },
    {
        pattern: 'codeclimate/*',
        reporter: 'Code Climate',
        source: 'https://docs.codeclimate.com/docs/github-pull-requests',
    },
    {
        pattern: 'Codacy Static Code Analysis',
        reporter: 'Codacy',
        source: 'https://docs.codacy.com/repositories-configure/integrations/github-integration/',
    },
    {
        pattern: 'Codacy Diff Coverage',
        reporter: 'Codacy',
        source: 'https://docs.codacy.com/repositories-configure/integrations/github-integration/',
    },
    {
        pattern: 'Codacy Coverage Variation',
        reporter: 'Codacy',
        source: 'https://docs.codacy.com/repositories-configure/integrations/github-integration/',
    },
    {
        pattern: 'SonarCloud Code Analysis',
        reporter: 'SonarQube Cloud',
        source: 'https://docs.sonarsource.com/sonarqube-cloud/',
    },
    {
        pattern: '[*] SonarCloud Code Analysis',
        reporter: 'SonarQube Cloud',
        source: 'https://docs.sonarsource.com/sonarqube-cloud/',
    },
    {
        pattern: 'SonarQube Code Analysis',
        reporter: 'SonarQube Server',
        source: 'https://docs.sonarsource.com/sonarqube-server/',
    },
    { pattern: 'DeepSource: *', reporter: 'DeepSource', source: 'https://docs.deepsource.com/' },
    { pattern: 'CodeFactor', reporter: 'CodeFactor', source: 'https://docs.codefactor.io/' },
    {
        pattern: 'security/snyk',
        reporter: 'Snyk',
        source: 'https://docs.snyk.io/scan-with-snyk/pull-requests/pull-request-checks',
    },
    {
        pattern: 'security/snyk *',
        reporter: 'Snyk',
        source: 'https://docs.snyk.io/scan-with-snyk/pull-requests/pull-request-checks',
    },
    {
        pattern: 'license/snyk *',
        reporter: 'Snyk',
        source: 'https://docs.snyk.io/scan-with-snyk/pull-requests/pull-request-checks',
    },
    {
        pattern: 'code/snyk *',
        reporter: 'Snyk',
        source: 'https://docs.snyk.io/scan-with-snyk/pull-requests/pull-request-checks',
    },
    { pattern: 'GitGuardian Security Checks', reporter: 'GitGuardian', source: 'https://docs.gitguardian.com/' },
    { pattern: 'Socket Security: *', reporter: 'Socket', source: 'https://docs.socket.dev/docs/socket-for-github' },
    { pattern: 'CodeRabbit', reporter: 'CodeRabbit', source: 'https://docs.coderabbit.ai/' },
    // The result of code scanning, which is not the job that uploads it.
    { pattern: 'CodeQL', reporter: 'GitHub code scanning', source: CODE_SCANNING },
    { pattern: 'Code scanning results / *', reporter: 'GitHub code scanning', source: CODE_SCANNING },
    ...CODEQL_LANGUAGES.map((language) => ({
        pattern: `Analyze (${language})`,
        reporter: "GitHub code scanning's default setup",
        source: DEFAULT_SETUP,
        byActions: true,
    })),
    // Pull request automation
    {
        pattern: 'renovate/*',
        reporter: 'Renovate',
        source: 'https://docs.renovatebot.com/configuration-options/#statuschecknames',
    },
    { pattern: 'Mergify Merge Protections', reporter: 'Mergify', source: 'https://docs.mergify.com/merge-protections/' },
    {
        pattern: 'Semantic Pull Request',
        reporter: 'Semantic Pull Requests',
        source: 'https://github.com/zeke/semantic-pull-requests',
    },
    { pattern: 'WIP', reporter: 'WIP', source: 'https://github.com/wip/app' },
];
/** Names of apps that rulesets often demand; an id that is not here is shown as a number. */
const APPS = new Map([
    [254, { name: 'Codecov', source: 'https://github.com/apps/codecov' }],
    [1861, { name: 'DCO', source: 'https://github.com/apps/dco' }],
    [8329, { name: 'Vercel', source: 'https://github.com/apps/vercel' }],
    [10562, { name: 'Mergify', source: 'https://github.com/apps/mergify' }],
    [12526, { name: 'SonarQube Cloud', source: 'https://github.com/apps/sonarqubecloud' }],
    [13473, { name: 'Netlify', source: 'https://github.com/apps/netlify' }],
    [16372, { name: 'DeepSource', source: 'https://github.com/apps/deepsource-io' }],
    [39328, { name: 'HCP Terraform', source: 'https://github.com/apps/terraform-cloud' }],
    [46505, { name: 'GitGuardian', source: 'https://github.com/apps/gitguardian' }],
    [57789, { name: 'GitHub code scanning', source: 'https://github.com/apps/github-advanced-security' }],
    [68672, { name: 'pre-commit.ci', source: 'https://github.com/apps/pre-commit-ci' }],
    [85455, { name: 'Cloudflare', source: 'https://github.com/apps/cloudflare-workers-and-pages' }],
    [347564, { name: 'CodeRabbit', source: 'https://github.com/apps/coderabbitai' }],
]);

;// CONCATENATED MODULE: ./build/rules/external-checks.js


let builtIn;
/** Compiled when the first context is asked about: most repositories never ask. */
function builtInEntries() {
    builtIn ??= EXTERNAL_CHECKS.map(({ pattern, reporter, byActions }) => ({
        matcher: compileContextPattern(pattern),
        reporter,
        byActions: byActions === true,
    }));
    return builtIn;
}
/**
 * Decide by, in this order: the entries of our configuration, the app that a ruleset or branch protection demands, and the
 * table of well-known reporters. A check that GitHub Actions itself must report (app 15368) is never external by its name
 * alone, except where GitHub runs Actions jobs that no file declares (code scanning's default setup).
 *
 * @param configured exact contexts, or globs in which `*` is any text and `\*` a star
 */
function external_checks_externalChecks(configured, options = {}) {
    const configuredBy = options.configuredBy ?? 'external-checks of .phase-mirror.yml';
    const own = configured.map(compileContextPattern);
    return {
        reporterOf(check) {
            if (own.some((matcher) => matcher.matches(check.context)))
                return configuredBy;
            const app = appOf(check);
            if (app !== null && app !== 'GitHub Actions')
                return app;
            const byActionsOnly = app !== null;
            const entry = builtInEntries().find(({ matcher, byActions }) => (byActions || !byActionsOnly) && matcher.matches(check.context));
            return entry?.reporter ?? null;
        },
    };
}
/** The app that must report a check, by name; null when any app may. */
function appOf({ integrationId, appSlug }) {
    if (integrationId !== undefined && integrationId > 0) {
        if (integrationId === GITHUB_ACTIONS_APP_ID)
            return 'GitHub Actions';
        return APPS.get(integrationId)?.name ?? `GitHub App ${integrationId}`;
    }
    if (appSlug === undefined || appSlug === '')
        return null;
    return appSlug === 'github-actions' ? 'GitHub Actions' : `GitHub App "${appSlug}"`;
}
/** A context with `*` for any text; `\*` is a star and `\\` a backslash. One that is too long matches nothing. */
function compileContextPattern(pattern) {
    if (pattern.length > MAX_PATTERN_LENGTH)
        return { matches: () => false };
    const pieces = [];
    const characters = Array.from(pattern);
    for (let index = 0; index < characters.length; index += 1) {
        const character = characters[index] ?? '';
        const next = characters[index + 1];
        if (character === '*')
            pieces.push(ANY);
        else if (character === '\\' && (next === '*' || next === '\\')) {
            pieces.push(...literal(next));
            index += 1;
        }
        else
            pieces.push(...literal(character));
    }
    return compilePieces(pieces);
}

;// CONCATENATED MODULE: ./build/rules/support/counterpart.js
/**
 * Follow a job of the base into the subject.
 *
 * @returns the job with the same id in the same (perhaps moved) file; else the only job, new in the subject, that does
 *   the same work: the same calls and commands in the same order; else null
 */
function counterpart(old, base, subject, change) {
    const path = change.renames.get(old.workflow.path) ?? old.workflow.path;
    const workflow = subject.workflows.find((candidate) => candidate.path === path);
    const job = workflow?.jobs.find(({ id }) => id === old.job.id);
    if (workflow !== undefined && job !== undefined)
        return { workflow, job };
    const work = workOf(old.job);
    if (work === '')
        return null;
    const known = new Set(base.workflows.flatMap(({ path: from, jobs }) => jobs.map(({ id }) => key(change.renames.get(from) ?? from, id))));
    const fresh = subject.workflows.flatMap((candidate) => candidate.jobs
        .filter((other) => !known.has(key(candidate.path, other.id)) && workOf(other) === work)
        .map((other) => ({ workflow: candidate, job: other })));
    return fresh.length === 1 ? (fresh[0] ?? null) : null;
}
function key(path, id) {
    return JSON.stringify([path, id]);
}
/** What a job does, without names and conditions; '' for a job that does nothing. */
function workOf(job) {
    if (job.uses !== undefined)
        return JSON.stringify([job.uses.value]);
    const steps = job.steps.map(({ uses, run }) => uses?.value ?? run?.value.trim() ?? '');
    return steps.length === 0 ? '' : JSON.stringify(steps);
}

;// CONCATENATED MODULE: ./build/rules/support/evidence.js
/** Names longer than this are cut where people read them; the identity keeps them whole. */
const MAX_SHOWN = 100;
/** Evidence at a place of the tree. `fact` makes it part of the finding's identity ({@link Evidence}). */
function evidenceAt(model, at, label, fact) {
    return {
        path: at.path,
        startLine: at.startLine,
        endLine: at.startLine,
        excerpt: model.excerpt(at),
        label,
        ...(fact === undefined ? {} : { fact }),
    };
}
/** Evidence of a requirement: its line, or what the API answered. */
function requirementEvidence(model, check, label, fact) {
    if (check.at !== undefined)
        return evidenceAt(model, check.at, label, fact);
    return {
        path: '',
        startLine: 0,
        endLine: 0,
        excerpt: `${sourceLabel(check)} requires ${quoted(check.context)}`,
        label,
        ...(fact === undefined ? {} : { fact }),
    };
}
/** `.github/settings.yml:44`, or the name of the API answer. */
function sourceLabel(check) {
    if (check.at !== undefined)
        return placeOf(check.at);
    return check.source.kind === 'api' ? check.source.label : check.source.path;
}
/** `path:line`. */
function placeOf(at) {
    return `${at.path}:${at.startLine}`;
}
/** A name as people see it: on one line, cut when it is very long. */
function shown(name) {
    const line = name.replace(/\s+/g, ' ');
    return line.length > MAX_SHOWN ? `${line.slice(0, MAX_SHOWN - 1)}…` : line;
}
/** The same between double quotes. */
function quoted(name) {
    return `"${shown(name)}"`;
}
/** `"a", "b" and 3 more`. */
function listed(names, max = 3) {
    const shown = names.slice(0, max).map(quoted);
    const more = names.length - shown.length;
    if (more > 0)
        return `${shown.join(', ')} and ${more} more`;
    return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
}
/** True when the change added or modified this line. */
function isChanged(change, at) {
    return change.lines.get(at.path)?.has(at.startLine) ?? false;
}
/**
 * Put the first line that the change touched in front, labelled "this change", so that the annotation stands on it.
 * Facts move with their entry; without such a line the finding stays as it is.
 */
function changedLineFirst(finding, change) {
    const index = finding.evidence.findIndex((entry) => entry.path !== '' && isChanged(change, entry));
    const entry = finding.evidence[index];
    if (entry === undefined)
        return finding;
    const rest = finding.evidence.filter((_, other) => other !== index);
    return { ...finding, evidence: [{ ...entry, label: 'this change' }, ...rest] };
}

// EXTERNAL MODULE: ./node_modules/fastest-levenshtein/mod.js
var mod = __webpack_require__(1916);
;// CONCATENATED MODULE: ./build/rules/support/near-names.js
/**
 * Which existing check a required name most likely means. A guess only words the advice: whether there is a finding
 * is decided before.
 */


/** Names longer than this are not compared letter by letter. */
const MAX_COMPARED = 100;
/**
 * The most telling neighbour of a required name, or null.
 *
 * @param required a context that no producer reports
 * @param checks where it is required, for "or require … instead"
 */
function nearName(required, producers, checks) {
    const named = producers.flatMap((producer) => producer.name.kind === 'exact' ? [{ producer, text: producer.name.text }] : []);
    const requireInstead = (text) => {
        const at = checks.find((check) => check.at !== undefined)?.at;
        return `require ${quoted(text)} instead${at === undefined ? '' : ` (${placeOf(at)})`}`;
    };
    const hints = [displayName, otherName, called, caseOnly, matrixSuffix, otherValue, spelling];
    for (const hint of hints) {
        const found = hint(required, named, requireInstead);
        if (found !== null)
            return found;
    }
    return null;
}
/** The pull request page shows `CI / lint (pull_request)`; what has to be required is `lint`. */
const displayName = (required, named, requireInstead) => {
    const bare = required.replace(/ \((?:pull_request|pull_request_target|push|merge_group)\)$/, '');
    const shown = named.find(({ producer, text }) => {
        const workflow = producer.workflow.name?.value;
        return (bare !== required && text === bare) || (workflow !== undefined && `${workflow} / ${text}` === bare);
    });
    if (shown === undefined)
        return null;
    return {
        what: `The pull request page shows ${quoted(required)}, but the name of the check is ${quoted(shown.text)}.`,
        fix: upper(requireInstead(shown.text)),
        at: shown.producer.nameAt,
        label: 'the check itself',
    };
};
/** The id of a job is required, but its `name:` is what it reports. */
const otherName = (required, named, requireInstead) => {
    const found = named.find(({ producer: { jobPath, leaf } }) => {
        return jobPath.length === 1 && leaf.job.id === required && leaf.job.name !== undefined;
    });
    if (found === undefined)
        return null;
    const { nameAt } = found.producer;
    return {
        what: `Job ${quoted(required)} reports as ${quoted(found.text)} because of its \`name:\` (${placeOf(nameAt)}).`,
        fix: `Set \`name: ${shown(required)}\` at ${placeOf(nameAt)}, or ${requireInstead(found.text)}`,
        at: nameAt,
        label: 'reports another name',
    };
};
/** The job stands in a called workflow, so its check is `caller / job`. */
const called = (required, named, requireInstead) => {
    const found = named.find(({ producer, text }) => producer.jobPath.length > 1 && text.endsWith(` / ${required}`));
    if (found === undefined)
        return null;
    return {
        what: `The job is in a called workflow, so it reports as ${quoted(found.text)}.`,
        fix: upper(requireInstead(found.text)),
        at: found.producer.nameAt,
        label: 'reports another name',
    };
};
const caseOnly = (required, named, requireInstead) => {
    const found = named.find(({ text }) => text.toLowerCase() === required.toLowerCase());
    if (found === undefined)
        return null;
    return {
        what: `A job reports ${quoted(found.text)}; capital letters count.`,
        fix: upper(requireInstead(found.text)),
        at: found.producer.nameAt,
        label: 'differs in case',
    };
};
/** `unit` is required, and its matrix reports `unit (8)`, `unit (11)`. */
const matrixSuffix = (required, named) => {
    const rows = named.filter(({ text }) => text.startsWith(`${required} (`));
    const first = rows[0];
    if (first === undefined)
        return null;
    const names = rows.map(({ text }) => text);
    return {
        what: `The matrix of job ${quoted(first.producer.leaf.job.id)} reports ${listed(names)}.`,
        fix: `Require ${listed(names, 10)} instead, or add a job \`name: ${shown(required)}\` that needs this one and fails with it`,
        at: first.producer.nameAt,
        label: 'reports one per value',
    };
};
/** `unit (8)` is required, and the matrix no longer has 8. */
const otherValue = (required, named, requireInstead) => {
    const open = required.indexOf(' (');
    if (open < 1 || !required.endsWith(')'))
        return null;
    const base = required.slice(0, open + 2);
    const rows = named.filter(({ text }) => text.startsWith(base) && text.endsWith(')'));
    const first = rows[0];
    if (first === undefined)
        return null;
    return {
        what: `The matrix of job ${quoted(first.producer.leaf.job.id)} reports ${listed(rows.map(({ text }) => text))}.`,
        fix: `Put the value back into the matrix, or ${requireInstead(closest(required, rows).text)}`,
        at: first.producer.leaf.job.matrix?.at ?? first.producer.nameAt,
        label: 'has other values',
    };
};
const spelling = (required, named, requireInstead) => {
    if (required.length > MAX_COMPARED)
        return null;
    const candidates = named.filter(({ text }) => text.length <= MAX_COMPARED);
    if (candidates.length === 0)
        return null;
    const found = closest(required, candidates);
    if ((0,mod/* distance */.Io)(required, found.text) > Math.min(2, Math.floor(required.length / 4)))
        return null;
    return {
        what: `A job reports ${quoted(found.text)} (${placeOf(found.producer.nameAt)}).`,
        fix: upper(requireInstead(found.text)),
        at: found.producer.nameAt,
        label: 'a similar name',
    };
};
/** The candidate with the fewest edits; the first of equals. */
function closest(required, candidates) {
    return candidates.reduce((best, next) => (0,mod/* distance */.Io)(required, next.text) < (0,mod/* distance */.Io)(required, best.text) ? next : best);
}
function upper(sentence) {
    return sentence.slice(0, 1).toUpperCase() + sentence.slice(1);
}

;// CONCATENATED MODULE: ./build/rules/support/required.js
/** What the rules about required checks share: which contexts are judged, who reports them, and what is not known. */


/** The required contexts of the judged branch, one entry for each name, in the order of their first mention. */
function requiredContexts({ requirements, external }) {
    const groups = new Map();
    for (const check of requirements.checks) {
        const name = check.context.trim();
        if (name === '')
            continue;
        const group = groups.get(name);
        if (group === undefined)
            groups.set(name, [check]);
        else
            group.push(check);
    }
    return [...groups].map(([context, checks]) => ({
        context,
        checks,
        reporter: reporterOf(checks, external),
    }));
}
/** A source that names the app decides; without one, whichever entry names a known service. */
function reporterOf(checks, external) {
    const byApp = checks.find(({ integrationId, appSlug }) => (integrationId ?? 0) > 0 || (appSlug ?? '') !== '');
    if (byApp !== undefined)
        return external.reporterOf(byApp);
    for (const check of checks) {
        const reporter = external.reporterOf(check);
        if (reporter !== null)
            return reporter;
    }
    return null;
}
/** True when a source says that GitHub Actions itself must report it. */
function isFromActions({ checks }) {
    return checks.some(({ integrationId, appSlug }) => integrationId === GITHUB_ACTIONS_APP_ID || appSlug === 'github-actions');
}
function reporterIndex(model) {
    const byName = new Map();
    const patterns = [];
    for (const producer of model.producers) {
        if (producer.name.kind === 'pattern') {
            patterns.push(producer);
            continue;
        }
        const name = producer.name.text.trim();
        const same = byName.get(name);
        if (same === undefined)
            byName.set(name, [producer]);
        else
            same.push(producer);
    }
    return (context) => ({
        exact: byName.get(context.trim()) ?? [],
        maybe: patterns.filter(({ name }) => matchName(name, context) === 'maybe'),
    });
}
/** Where to ask people to look: the branch that is judged, in words. */
function branchName({ branch }) {
    return branch ?? 'the default branch';
}
/**
 * The outcome of a rule about required checks that has nothing to judge: not evaluated when no source said what is
 * required, not applicable when all of them said "nothing". null: there is something to judge.
 */
function nothingToJudge(requirements) {
    const gaps = requirementGaps(requirements);
    if (!requirements.known) {
        const [first = NOT_ASKED, ...rest] = gaps;
        return { state: 'not-evaluated', gaps: [first, ...rest] };
    }
    if (requirements.checks.length === 0 && gaps.length === 0) {
        return { state: 'not-applicable', reason: `${branchName(requirements)} requires no check` };
    }
    return null;
}
const NOT_ASKED = {
    evidence: 'required checks',
    reason: 'no file here declares them and GitHub was not asked',
    next: 'set GITHUB_TOKEN and --repository, or list them under `required-checks:` in .phase-mirror.yml',
    cause: 'not-asked',
};
/** What is missing of the requirements: one entry for each source that was asked in vain, one for all not asked. */
function requirementGaps(requirements) {
    const gaps = requirements.answers.flatMap((answer) => gapOf(answer) ?? []);
    const notAsked = requirements.answers.some(({ status }) => status === 'not-asked');
    if (!notAsked)
        return gaps;
    const reason = requirements.known ? 'GitHub was not asked: only files were read' : NOT_ASKED.reason;
    return [...gaps, { ...NOT_ASKED, reason }];
}
function gapOf({ source, status, detail }) {
    const evidence = `required checks from ${source}`;
    const because = (words) => (detail === '' ? words : detail);
    switch (status) {
        case 'forbidden':
            return {
                evidence,
                reason: because('GitHub refused to answer (403)'),
                next: 'give the token read access to this repository',
                cause: 'environment',
            };
        case 'not-found':
            return {
                evidence,
                reason: because('GitHub knows no such branch or hides it from this token (404)'),
                next: 'check the branch name and the access of the token',
                cause: 'environment',
            };
        case 'unavailable':
            return { evidence, reason: because('GitHub did not answer'), next: 'run it again', cause: 'environment' };
        case 'unreadable':
            return { evidence, reason: because('the file cannot be read'), next: `mend ${source}`, cause: 'tree' };
        default:
            return null;
    }
}

;// CONCATENATED MODULE: ./build/rules/md-001-required-check-unresolved.js
/**
 * MD-001: a required check that nothing reports. GitHub shows it as "Expected — Waiting for status to be reported" and
 * the pull request can never merge.
 * https://docs.github.com/en/pull-requests/collaborating-with-pull-requests/collaborating-on-repositories-with-code-quality-features/troubleshooting-required-status-checks
 */





const ID = 'MD-001';
const VERSION = 1;
const ANCHOR = 'context:';
const requiredCheckUnresolved = {
    id: ID,
    name: 'required-check-unresolved',
    version: VERSION,
    severity: 'high',
    level: 'block',
    summary: 'A required check that no job reports: pull requests wait forever',
    needs: 'files-or-api',
    check,
    attribute,
};
function check(context) {
    const nothing = nothingToJudge(context.requirements);
    if (nothing !== null)
        return nothing;
    const index = reporterIndex(context.model);
    const findings = [];
    const proven = [];
    const unproven = [];
    for (const entry of requiredContexts(context)) {
        const key = `${ANCHOR}${entry.context}`;
        const open = entry.reporter === null ? openQuestion(context, entry, index) : null;
        if (open === 'missing')
            findings.push(findingFor(context, entry));
        if (open === null || open === 'missing')
            proven.push(key);
        else
            unproven.push({ key, ...open });
    }
    return { state: 'evaluated', findings, proven, unproven, gaps: requirementGaps(context.requirements) };
}
/** null: a job reports it. `missing`: nothing does. Otherwise why neither can be said. */
function openQuestion({ model }, entry, index) {
    const { exact, maybe } = index(entry.context);
    if (exact.length > 0)
        return null;
    const name = quoted(entry.context);
    const possible = maybe[0];
    if (possible !== undefined) {
        return {
            what: `Whether job ${quoted(nameText(possible.name))} reports ${name} is only known when it runs.`,
            at: possible.nameAt,
            cause: 'pattern',
        };
    }
    const broken = model.problems.find(({ role }) => role === 'workflow');
    if (broken !== undefined) {
        return { what: `${broken.path} cannot be read; it may report ${name}.`, at: broken.at, cause: 'unreadable' };
    }
    // Without any workflow the checks come from somewhere else (another CI service), unless Actions itself is named.
    if (model.workflows.length === 0 && !isFromActions(entry)) {
        return { what: `There is no workflow here; whether a service reports ${name} cannot be seen.`, cause: 'pattern' };
    }
    return 'missing';
}
function findingFor({ model, requirements }, { context, checks }) {
    const [first, ...others] = inFilesFirst(checks);
    const near = nearName(context, model.producers, checks);
    const name = quoted(context);
    const where = sourceLabel(first);
    return {
        ruleId: ID,
        ruleVersion: VERSION,
        severity: 'high',
        title: `No job reports the required check ${name}`,
        what: `${branchName(requirements)} requires ${name} (${where}), and no job reports it.${near === null ? '' : ` ${near.what}`}`,
        why: `GitHub waits for ${name} forever, on every pull request.`,
        fix: near === null
            ? `Set \`name: ${shown(context)}\` on the job that should report it, or remove ${name} from ${where}. Reported by another service? List it under \`external-checks:\` in .phase-mirror.yml.`
            : `${near.fix}.`,
        path: first.at?.path ?? '',
        anchor: `${ANCHOR}${context}`,
        evidence: [
            // Only the first declaration is the identity: a second source that repeats it makes no second problem.
            requirementEvidence(model, first, 'still required', 'required'),
            ...others.map((other) => requirementEvidence(model, other, 'still required')),
            ...(near === null ? [] : [evidenceAt(model, near.at, near.label)]),
        ],
    };
}
/** Declarations in files before answers of the API, otherwise in the order of the sources. */
function inFilesFirst(checks) {
    const first = checks.find(({ at }) => at !== undefined) ?? checks[0];
    return [first, ...checks.filter((other) => other !== first)];
}
/** Say what the change did: required the check itself, or renamed or removed the job that reported it. */
function attribute(finding, context) {
    const required = finding.anchor.slice(ANCHOR.length);
    const { base, subject, change } = context;
    const before = reporterIndex(base.model)(required).exact[0];
    if (before !== undefined)
        return lostReporter(finding, required, before, context);
    const added = finding.evidence.find((entry) => entry.label === 'still required' && isChanged(change, entry));
    if (added === undefined)
        return finding;
    const what = `This change requires ${quoted(required)} on ${branchName(subject.requirements)}, and no job reports it.`;
    const hint = nearName(required, subject.model.producers, []);
    return changedLineFirst({ ...finding, what: hint === null ? what : `${what} ${hint.what}` }, change);
}
function lostReporter(finding, required, before, context) {
    const { base, subject, change } = context;
    const [requirement] = finding.evidence;
    const where = requirement.path === '' ? requirement.excerpt : placeOf(requirement);
    const still = `${branchName(subject.requirements)} still requires ${quoted(required)} (${where}).`;
    const outer = counterpart({ workflow: before.workflow, job: before.job }, base.model, subject.model, change);
    const leaf = counterpart(before.leaf, base.model, subject.model, change);
    const now = subject.model.producers.filter((producer) => producer.job === outer?.job && producer.leaf.job === leaf?.job);
    if (outer === null)
        return removed(finding, { workflow: before.workflow, job: before.job }, still, context);
    if (leaf === null)
        return removed(finding, before.leaf, still, context);
    if (now.length === 0) {
        return retold(finding, {
            what: `You changed job ${quoted(outer.job.id)}, which reported ${quoted(required)}; ${still}`,
            fix: `Let job ${quoted(outer.job.id)} call ${before.leaf.workflow.path} again. On purpose? \`phase-mirror explain ${ID}\` prints the safe order.`,
            line: evidenceAt(subject.model, changedPlace([outer.job.uses?.at, outer.job.at], context), 'this change'),
        });
    }
    const names = [...new Set(now.map(({ name }) => nameText(name)))];
    const matrix = leaf.job.id === before.leaf.job.id && (before.matrixTexts.length > 0 || leaf.job.matrix !== undefined);
    const did = matrix
        ? `You changed job ${quoted(leaf.job.id)}: it now reports ${listed(names)}`
        : `You renamed job ${quoted(required)} to ${listed(names)}`;
    const line = changedPlace([...placesOfName(leaf), ...placesOfName(outer)], context);
    return retold(finding, {
        what: `${did}; ${still}`,
        fix: matrix
            ? `Make job ${quoted(leaf.job.id)} report ${quoted(required)} again. On purpose? \`phase-mirror explain ${ID}\` prints the safe order.`
            : `Put back \`name: ${shown(ownName(required, before))}\`. Renaming on purpose? \`phase-mirror explain ${ID}\` prints the safe order.`,
        line: evidenceAt(subject.model, line, 'this change'),
    });
}
function removed(finding, gone, still, { subject, change }) {
    const path = change.renames.get(gone.workflow.path) ?? gone.workflow.path;
    const fileLeft = subject.model.paths.includes(path);
    const did = fileLeft
        ? `You removed job ${quoted(gone.job.id)} from ${path}`
        : `You deleted ${path} with its job ${quoted(gone.job.id)}`;
    const line = nearestChangedLine(change.lines.get(path), gone.job.at.startLine);
    return retold(finding, {
        what: `${did}; ${still}`,
        fix: `Put the job back. Removing it on purpose? \`phase-mirror explain ${ID}\` prints the safe order.`,
        line: line === null ? null : evidenceAt(subject.model, { path, startLine: line }, 'this change'),
    });
}
function retold(finding, told) {
    const requirements = finding.evidence.filter(({ label }) => label === 'still required');
    const [first, ...rest] = told.line === null ? requirements : [told.line, ...requirements];
    return {
        ...finding,
        what: told.what,
        fix: told.fix,
        evidence: first === undefined ? finding.evidence : [first, ...rest],
    };
}
/** Lines that decide the name of a job: its `name:`, its key, its matrix. */
function placesOfName({ job }) {
    return [job.name?.at, job.at, job.matrix?.at];
}
/** The first of these places that the change touched; the first of all when it touched none (only lines went away). */
function changedPlace(places, { change }) {
    const known = places.filter((at) => at !== undefined);
    for (const { path, startLine, endLine } of known) {
        for (let line = startLine; line <= endLine; line += 1) {
            if (isChanged(change, { path, startLine: line }))
                return { path, startLine: line };
        }
    }
    return known[0];
}
function nearestChangedLine(lines, wanted) {
    const sorted = [...(lines ?? [])].sort((a, b) => Math.abs(a - wanted) - Math.abs(b - wanted) || a - b);
    return sorted[0] ?? null;
}
/** What the job itself was called: `callee` of `caller / callee`, without a matrix suffix that GitHub adds. */
function ownName(required, before) {
    return before.leaf.job.name?.value ?? (before.jobPath.length > 1 ? before.leaf.job.id : required);
}

;// CONCATENATED MODULE: ./build/repository/filter-patterns.js

/**
 * Compile one pattern; a match takes at most pattern length × text length.
 *
 * @returns the matcher of whole names or paths, or why the pattern is not valid. Never throws.
 */
function compileFilter(pattern) {
    if (pattern.length > MAX_PATTERN_LENGTH)
        return { invalid: `is longer than ${MAX_PATTERN_LENGTH} characters` };
    const negated = pattern.startsWith('!');
    const body = Array.from(negated ? pattern.slice(1) : pattern);
    if (body.length === 0)
        return { invalid: negated ? 'has nothing after `!`' : 'is empty' };
    const pieces = [];
    /** Whether the last piece is one character, which `?` and `+` may repeat. */
    let repeatable = false;
    for (let index = 0; index < body.length; index += 1) {
        const character = body[index] ?? '';
        if (character === '*') {
            repeatable = false;
            if (body[index + 1] !== '*') {
                pieces.push(SEGMENT);
                continue;
            }
            // A whole segment of `**` may also stand for no directory at all: `docs/**/*.md` matches `docs/README.md`.
            const segment = body[index + 2] === '/' && (index === 0 || body[index - 1] === '/');
            pieces.push(segment ? DIRECTORIES : ANY);
            index += segment ? 2 : 1;
        }
        else if (character === '?' || character === '+') {
            const previous = repeatable ? pieces.pop() : undefined;
            if (previous === undefined)
                return { invalid: `has no character before \`${character}\` that it could repeat` };
            pieces.push({ kind: character === '?' ? 'optional' : 'plus', of: [previous] });
            repeatable = false;
        }
        else if (character === '[') {
            const set = filter_patterns_readSet(body, index + 1);
            if ('invalid' in set)
                return set;
            pieces.push(set.atom);
            repeatable = true;
            index = set.end;
        }
        else {
            const escaped = character === '\\';
            if (escaped)
                index += 1;
            const text = body[index];
            if (text === undefined)
                return { invalid: 'ends with a `\\` that escapes nothing' };
            pieces.push(...literal(text));
            repeatable = true;
        }
    }
    return { negated, matches: compilePieces(pieces).matches };
}
/** The set that starts after `[`; `end` is the place of its `]`. */
function filter_patterns_readSet(body, start) {
    const ranges = [];
    for (let index = start; index < body.length; index += 1) {
        const character = body[index] ?? '';
        if (character === ']') {
            if (ranges.length === 0)
                return { invalid: 'has an empty `[]`' };
            return { atom: { kind: 'set', ranges }, end: index };
        }
        const escaped = character === '\\';
        if (escaped)
            index += 1;
        const low = body[index];
        if (low === undefined)
            break;
        const high = body[index + 2];
        if (!escaped && body[index + 1] === '-' && high !== undefined && high !== ']') {
            if (!isRange(low, high)) {
                return { invalid: `has the range \`${low}-${high}\`; ranges are within a-z, A-Z or 0-9, lower end first` };
            }
            ranges.push([filter_patterns_codeOf(low), filter_patterns_codeOf(high)]);
            index += 2;
        }
        else
            ranges.push([filter_patterns_codeOf(low), filter_patterns_codeOf(low)]);
    }
    return { invalid: 'has no `]` for its `[`' };
}
function isRange(low, high) {
    return ['az', 'AZ', '09'].some((ends) => {
        const [first = '', last = ''] = ends;
        return first <= low && low <= high && high <= last && low.length === 1 && high.length === 1;
    });
}
function filter_patterns_codeOf(character) {
    return character.codePointAt(0) ?? 0;
}
/**
 * Compile a list in order: an entry that matches includes the text, a later `!entry` that matches excludes it again,
 * and so on. A text that nothing matches is not included. For `…-ignore` lists "included" means ignored.
 *
 * @param list patterns as text or with their position; an empty list matches nothing
 */
function compileFilters(list) {
    const filters = [];
    const invalid = [];
    for (const [index, entry] of list.entries()) {
        const pattern = typeof entry === 'string' ? entry : entry.value;
        const compiled = compileFilter(pattern);
        if ('invalid' in compiled)
            invalid.push({ index, pattern, reason: compiled.invalid });
        else
            filters.push(compiled);
    }
    return {
        invalid,
        matches: (text) => {
            for (let index = filters.length - 1; index >= 0; index -= 1) {
                const filter = filters[index];
                // The last entry that matches decides.
                if (filter?.matches(text) === true)
                    return !filter.negated;
            }
            return false;
        },
    };
}
/** Whether a list of patterns includes one name or path; see {@link compileFilters} for many texts. */
function filtersMatch(list, text) {
    return compileFilters(list).matches(text);
}

;// CONCATENATED MODULE: ./build/rules/support/starts.js
/**
 * For which pull requests a trigger starts its workflow.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#onpull_requestpull_request_targetbranchesbranches-ignore
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#onpushpull_requestpull_request_targetpathspaths-ignore
 */

const ALWAYS = { kind: 'always' };
const NEVER = { kind: 'never' };
/** @param branch the branch that is judged; null when it is not known: then branch filters are taken to include it */
function startsFor(trigger, branch) {
    switch (trigger.event) {
        case 'pull_request':
        case 'pull_request_target':
            return pullRequest(trigger, branch);
        case 'push':
            return push(trigger);
        default:
            return NEVER;
    }
}
/** Whether a workflow can report on a pull request to the judged branch, or on its merge group, at all. */
function reportsOnPullRequests({ triggers }, branch) {
    return triggers.some((trigger) => {
        if (trigger.event === 'merge_group')
            return true;
        const { kind } = startsFor(trigger, branch);
        return kind === 'always' || kind === 'paths';
    });
}
function pullRequest(trigger, branch) {
    const { branches, branchesIgnore } = trigger;
    if (branch !== null) {
        if (isFilter(branches) && !matches(branches, branch)) {
            return { kind: 'other-branches', filter: branches, key: 'branches' };
        }
        if (isFilter(branchesIgnore) && matches(branchesIgnore, branch)) {
            return { kind: 'other-branches', filter: branchesIgnore, key: 'branches-ignore' };
        }
    }
    return paths(trigger);
}
/**
 * A push to the head branch reports on the same commit. Whether the head branch passes a branch filter is not known;
 * only a list of plain names (`main`) surely leaves it out.
 */
function push(trigger) {
    const { branches, branchesIgnore, tags, tagsIgnore } = trigger;
    const forBranches = branches !== undefined || branchesIgnore !== undefined;
    if (!forBranches && (tags !== undefined || tagsIgnore !== undefined))
        return NEVER;
    if (branches?.every(({ value }) => !/[*?+[\]!]/.test(value)))
        return NEVER;
    return paths(trigger);
}
function paths({ paths: only, pathsIgnore: except }) {
    if (isFilter(only)) {
        const filter = compileFilters(only);
        if (filter.invalid.length > 0)
            return ALWAYS;
        return { kind: 'paths', filter: only, key: 'paths', startsFor: (path) => filter.matches(path) };
    }
    if (isFilter(except)) {
        const filter = compileFilters(except);
        if (filter.invalid.length > 0)
            return ALWAYS;
        return { kind: 'paths', filter: except, key: 'paths-ignore', startsFor: (path) => !filter.matches(path) };
    }
    return ALWAYS;
}
/** An empty list filters nothing that could be pointed at. */
function isFilter(list) {
    return list !== undefined && list.length > 0;
}
/** Patterns GitHub would refuse count as matching: nothing is claimed from them. */
function matches(list, text) {
    const filter = compileFilters(list);
    return filter.invalid.length > 0 ? true : filter.matches(text);
}

;// CONCATENATED MODULE: ./build/rules/md-003-required-check-path-filtered.js



const md_003_required_check_path_filtered_ID = 'MD-003';
const md_003_required_check_path_filtered_VERSION = 1;
/** Paths that are tried against the filters; a tree with more is judged by its first ones. */
const md_003_required_check_path_filtered_MAX_PATHS = 50_000;
const DOC = 'https://docs.github.com/en/pull-requests/collaborating-with-pull-requests/collaborating-on-repositories-with-code-quality-features/troubleshooting-required-status-checks#handling-skipped-but-required-checks';
const requiredCheckPathFiltered = {
    id: md_003_required_check_path_filtered_ID,
    name: 'required-check-path-filtered',
    version: md_003_required_check_path_filtered_VERSION,
    severity: 'high',
    level: 'block',
    summary: 'A required check whose workflow is filtered away for some pull requests: they wait forever',
    needs: 'files-or-api',
    check: md_003_required_check_path_filtered_check,
    attribute: (finding, { change }) => changedLineFirst(finding, change),
};
function md_003_required_check_path_filtered_check(context) {
    const nothing = nothingToJudge(context.requirements);
    if (nothing !== null)
        return nothing;
    const index = reporterIndex(context.model);
    const startsOf = rememberedStarts(context.requirements.branch);
    const groups = new Map();
    const proven = [];
    for (const entry of requiredContexts(context)) {
        if (entry.reporter !== null)
            continue;
        const reporters = index(entry.context);
        // No reporter at all is MD-001; a reporter that is only possible proves nothing here.
        if (reporters.exact.length === 0)
            continue;
        proven.push(`context:${entry.context}`);
        const held = heldBack(context, reporters, startsOf);
        if (held === null)
            continue;
        const { first, others, witness } = held;
        const key = JSON.stringify([first.producer.workflow.path, first.producer.job.id, first.event, first.starts.key]);
        const group = groups.get(key);
        if (group === undefined)
            groups.set(key, { first, others, witness, required: [entry] });
        else
            group.required.push(entry);
    }
    const findings = [...groups.values()].map((group) => md_003_required_check_path_filtered_findingFor(context, group));
    return { state: 'evaluated', findings, proven, unproven: [], gaps: requirementGaps(context.requirements) };
}
/** The filters in the way, and a path whose change starts none of the reporters; null when there is no such path. */
function heldBack({ model }, { exact, maybe }, startsOf) {
    const filtered = [];
    for (const producer of [...exact, ...maybe]) {
        for (const trigger of producer.workflow.triggers) {
            const starts = startsOf(trigger);
            if (starts.kind === 'always')
                return null;
            if (starts.kind !== 'never')
                filtered.push({ producer, event: trigger.event, starts });
        }
    }
    const ofPullRequests = filtered.filter(({ event }) => event !== 'push');
    const byPath = filtered.filter(({ starts }) => starts.kind === 'paths');
    const first = ofPullRequests.find(({ starts }) => starts.kind === 'paths') ?? ofPullRequests[0];
    // Nothing of these runs for pull requests at all (a release workflow, a schedule): no filter is to blame.
    if (first === undefined)
        return null;
    const others = filtered.filter(({ producer }) => producer.workflow !== first.producer.workflow);
    if (byPath.length === 0)
        return { first, others, witness: '' };
    // A set of paths starts a filtered workflow exactly when one of its paths does, so single paths tell everything.
    const witness = inTellingOrder(model.paths).find((path) => byPath.every(({ starts }) => starts.kind === 'paths' && !starts.startsFor(path)));
    return witness === undefined ? null : { first, others, witness };
}
/** One compiled filter for each trigger: a workflow often reports many required checks. */
function rememberedStarts(branch) {
    const known = new Map();
    return (trigger) => {
        const starts = known.get(trigger) ?? startsFor(trigger, branch);
        known.set(trigger, starts);
        return starts;
    };
}
/** A README first: it explains itself in a message. */
function inTellingOrder(paths) {
    const telling = paths.filter((path) => /^(README(\.\w+)?|LICENSE|docs\/[^/]+\.md)$/i.test(path));
    const readme = telling.filter((path) => /^README/i.test(path));
    return [...readme, ...telling, ...paths.slice(0, md_003_required_check_path_filtered_MAX_PATHS)];
}
function md_003_required_check_path_filtered_findingFor({ model, requirements }, group) {
    const { producer, event, starts } = group.first;
    const names = group.required.map(({ context }) => context);
    const at = filterLine(group.first);
    const branch = branchName(requirements);
    const evidence = [
        evidenceAt(model, at, `${starts.key} filter`, `${event} ${starts.key}`),
        ...group.required.map(({ checks: [entry] }) => requirementEvidence(model, entry, 'required here')),
        ...group.others.map((other) => evidenceAt(model, filterLine(other), 'the other filter')),
    ];
    const one = names.length === 1;
    return {
        ruleId: md_003_required_check_path_filtered_ID,
        ruleVersion: md_003_required_check_path_filtered_VERSION,
        severity: 'high',
        title: one
            ? `The required check ${listed(names)} does not start for every pull request`
            : `The required checks ${listed(names, 2)} do not start for every pull request`,
        what: starts.kind === 'other-branches'
            ? `${branch} requires ${listed(names)}, but \`${starts.key}\` (${placeOf(at)}) leaves out pull requests to ${branch}.`
            : `${producer.workflow.path} has a \`${starts.key}\` filter (line ${at.startLine}): a pull request that touches only ${group.witness} does not start it${siblingsOf(group)}.`,
        why: `GitHub leaves ${one ? listed(names) : 'these checks'} pending, and such a pull request cannot merge.`,
        fix: fixFor(group, names, branch),
        path: producer.workflow.path,
        anchor: `job:${producer.job.id}`,
        evidence,
    };
}
function filterLine({ producer, starts }) {
    return starts.filter[0]?.at ?? producer.job.at;
}
/** The other workflows that report the same check, and don't fill the gap. */
function siblingsOf({ others }) {
    const paths = [...new Set(others.map(({ producer: { workflow } }) => workflow.path))];
    if (paths.length === 0)
        return '';
    return `, nor ${paths.length === 1 ? paths[0] : `${paths[0]} and ${paths.length - 1} more that report the same name`}`;
}
function fixFor({ first: { producer, starts }, others }, names, branch) {
    if (starts.kind === 'other-branches') {
        return starts.key === 'branches'
            ? `Add ${quoted(branch)} to \`branches\`, or remove the filter.`
            : `Remove the entry of \`branches-ignore\` that matches ${quoted(branch)}.`;
    }
    const opposite = starts.key === 'paths' ? 'paths-ignore' : 'paths';
    const sibling = others.find((other) => other.starts.key === opposite);
    if (sibling !== undefined) {
        return `Make the \`${starts.key}\` of ${producer.workflow.path} and the \`${opposite}\` of ${sibling.producer.workflow.path} the same list. ${DOC}`;
    }
    const inside = producer.matrixTexts.length > 0
        ? 'put the condition on the steps (a skipped matrix job does not report its names)'
        : 'skip inside: a job with an `if` reports success when it is skipped';
    const jobs = names.length === 1 ? 'a job' : 'jobs';
    return `Remove the \`${starts.key}\` filter and ${inside}. Or add a workflow with the same list under \`${opposite}\` and ${jobs} named ${listed(names, 3)}. ${DOC}`;
}

;// CONCATENATED MODULE: ./build/rules/data/gates.js
/** Actions that matter when a job that gathers results is judged (MD-004). Names in lower case, without a version. */
/**
 * Steps that only find out what changed. A job of nothing else fails only when GitHub itself does.
 */
const CHANGE_DETECTORS = [
    /** https://github.com/dorny/paths-filter */
    'dorny/paths-filter',
    /** https://github.com/step-security/paths-filter */
    'step-security/paths-filter',
    /** https://github.com/tj-actions/changed-files */
    'tj-actions/changed-files',
    /** https://github.com/step-security/changed-files */
    'step-security/changed-files',
    /** https://github.com/fkirc/skip-duplicate-actions */
    'fkirc/skip-duplicate-actions',
    /** https://github.com/actions/labeler: its outputs say which labels apply. */
    'actions/labeler',
];
/** Steps that prepare a job and judge nothing. */
const PREPARING_STEPS = ['actions/checkout', 'step-security/harden-runner'];

;// CONCATENATED MODULE: ./build/rules/support/failing-need.js
/**
 * What happens to a job when one of the jobs it needs fails, as far as the workflow tells.
 *
 * "If a job fails or is skipped, all jobs that need it are skipped unless the jobs use a conditional expression that
 * causes the job to continue" (workflow syntax, `needs`), and "a default status check of success() is applied unless
 * you include one of these functions" (expressions, status check functions).
 */



const STATUS_FUNCTIONS = ['success', 'always', 'cancelled', 'failure'];
/** Nothing is said of workflows with more jobs: bounds the work that a file can ask for. */
const failing_need_MAX_JOBS = 1000;
/** A result that follows from a longer chain of conditions is not known. */
const MAX_CHAIN = 50;
/** The jobs of one workflow by id. Ids are compared as GitHub does, without regard to case. */
class JobGraph {
    byId;
    before = new Map();
    /** Failed job → job → whether that runs; a job that is being looked at counts as not known, which ends cycles. */
    answers = new Map();
    constructor({ jobs }) {
        this.byId = new Map(jobs.length > failing_need_MAX_JOBS ? [] : jobs.map((job) => [job.id.toLowerCase(), job]));
    }
    /** All jobs that have to end before this one, the direct ones first. Unknown ids are left out. */
    ancestors(job) {
        const known = this.before.get(job);
        if (known !== undefined)
            return known;
        const found = new Set();
        let level = this.needsOf(job);
        while (level.length > 0) {
            const fresh = level.filter((need) => need !== job && !found.has(need));
            for (const need of fresh)
                found.add(need);
            level = fresh.flatMap((need) => this.needsOf(need));
        }
        this.before.set(job, found);
        return found;
    }
    needsOf(job) {
        return job.needs.flatMap(({ value }) => this.byId.get(value.toLowerCase()) ?? []);
    }
    /** Does `job` run when `failed`, one of its ancestors, fails and every job that doesn't depend on it succeeds? */
    runsAfterFailure(job, failed) {
        return this.runs(job, failed, 0);
    }
    runs(job, failed, chain) {
        if (job.if === undefined)
            return false;
        const answers = this.answers.get(failed) ?? new Map();
        this.answers.set(failed, answers);
        if (answers.has(job))
            return answers.get(job);
        answers.set(job, undefined);
        const answer = this.evaluate(job.if.value, failed, chain);
        answers.set(job, answer);
        return answer;
    }
    evaluate(text, failed, chain) {
        const condition = parseCondition(text);
        // Text around `${{ }}` makes it a string, which is true; whether `success()` still applies is not documented.
        if (condition === null || chain > MAX_CHAIN)
            return undefined;
        const functions = calledFunctions(condition);
        if (!STATUS_FUNCTIONS.some((name) => functions.has(name)))
            return false;
        return truth(condition, (id) => this.resultOf(id, failed, chain + 1));
    }
    resultOf(id, failed, chain) {
        const job = this.byId.get(id);
        if (job === undefined)
            return undefined;
        if (job === failed)
            return 'failure';
        if (!this.ancestors(job).has(failed))
            return 'success';
        return this.runs(job, failed, chain) === false ? 'skipped' : undefined;
    }
}
/** Ids of jobs whose outputs an `if` reads: whether it runs was meant to depend on them. */
function jobsDecidingBy(job) {
    const condition = job.if === undefined ? null : parseCondition(job.if.value);
    if (condition === null)
        return new Set();
    return new Set(contextPaths(condition).flatMap(([context, id, member]) => context === 'needs' && id !== undefined && member === 'outputs' ? [id] : []));
}
function truth(expr, resultOf) {
    if (expr instanceof ast/* Grouping */.aU)
        return truth(expr.group, resultOf);
    if (expr instanceof ast/* Literal */.uS)
        return isTruthy(expr.literal);
    if (expr instanceof ast/* Unary */._c)
        return not(truth(expr.expr, resultOf));
    if (expr instanceof ast/* Logical */.oD) {
        const values = expr.args.map((argument) => truth(argument, resultOf));
        return expr.operator.lexeme === '||' ? any(values) : not(any(values.map(not)));
    }
    if (expr instanceof ast/* Binary */.yI)
        return compared(expr, resultOf);
    if (expr instanceof ast/* FunctionCall */.R6)
        return failing_need_called(expr);
    return undefined;
}
/** false, 0, NaN, null and the empty string are false; every other string is true, also `'false'`. */
function isTruthy(value) {
    if (value instanceof data/* StringData */.uQ)
        return value.value !== '';
    return !['false', '0', 'NaN', ''].includes(value.coerceString());
}
function not(value) {
    return value === undefined ? undefined : !value;
}
function any(values) {
    if (values.includes(true))
        return true;
    return values.includes(undefined) ? undefined : false;
}
/** `needs.test.result == 'success'` and `!=`, either way round; GitHub compares strings without regard to case. */
function compared({ left, operator, right }, resultOf) {
    const [path, text] = left instanceof ast/* Literal */.uS ? [right, left] : [left, right];
    if (!(path instanceof ast/* IndexAccess */.p_) || !(text instanceof ast/* Literal */.uS))
        return undefined;
    const [read = []] = contextPaths(path);
    const [context, id, member, ...rest] = read;
    if (context !== 'needs' || id === undefined || id === '*' || member !== 'result' || rest.length > 0)
        return undefined;
    const result = resultOf(id);
    if (result === undefined)
        return undefined;
    const same = result === text.literal.coerceString().toLowerCase();
    if (operator.lexeme === '==')
        return same;
    return operator.lexeme === '!=' ? !same : undefined;
}
function failing_need_called({ functionName, args }) {
    switch (functionName.lexeme.toLowerCase()) {
        case 'always':
            return true;
        case 'cancelled':
            return false;
        case 'success':
            return args.length === 0 ? false : undefined;
        case 'failure':
            return args.length === 0 ? true : undefined;
        case 'contains':
            return containsResult(args);
        default:
            return undefined;
    }
}
/** `contains(needs.*.result, 'failure')`, also through `toJSON` and `join`: one result is a failure, none cancelled. */
function containsResult([where, what]) {
    if (where === undefined || !(what instanceof ast/* Literal */.uS) || !(what.literal instanceof data/* StringData */.uQ))
        return undefined;
    const paths = contextPaths(where);
    const allResults = paths.length === 1 && paths[0]?.join('.') === 'needs.*.result';
    if (!allResults)
        return undefined;
    const text = what.literal.value.toLowerCase();
    if (text === 'failure')
        return true;
    return text === 'cancelled' ? false : undefined;
}

;// CONCATENATED MODULE: ./build/rules/md-004-gate-skips-green.js
/**
 * MD-004: a required job that does not fail when a job it needs fails. It is skipped, and "a job that is skipped will
 * report its status as Success" (GitHub docs, using conditions to control job execution), or it runs and never looks.
 * https://docs.github.com/en/actions/how-tos/write-workflows/choose-when-workflows-run/control-jobs-with-conditions
 */






const md_004_gate_skips_green_ID = 'MD-004';
const md_004_gate_skips_green_VERSION = 1;
const gateSkipsGreen = {
    id: md_004_gate_skips_green_ID,
    name: 'gate-skips-green',
    version: md_004_gate_skips_green_VERSION,
    severity: 'high',
    level: 'block',
    summary: 'A required job that passes when a job it needs fails',
    needs: 'files-or-api',
    check: md_004_gate_skips_green_check,
    attribute: (finding, { change }) => changedLineFirst(finding, change),
};
function md_004_gate_skips_green_check(context) {
    const nothing = nothingToJudge(context.requirements);
    if (nothing !== null)
        return nothing;
    const index = reporterIndex(context.model);
    const required = requiredContexts(context).filter(({ reporter }) => reporter === null);
    const names = new Set(required.map(({ context: name }) => name));
    const graphs = new Map();
    const graphOf = (workflow) => {
        const graph = graphs.get(workflow) ?? new JobGraph(workflow);
        graphs.set(workflow, graph);
        return graph;
    };
    const reported = required.map((entry) => ({
        entry,
        producers: index(entry.context).exact.filter(({ workflow }) => reportsOnPullRequests(workflow, context.requirements.branch)),
    }));
    const gates = reported.flatMap(({ entry, producers }) => producers.map((producer) => ({ producer, required: entry, graph: graphOf(producer.leaf.workflow) })));
    const findings = new Map();
    for (const gate of gates) {
        const { job } = gate.producer.leaf;
        // A matrix job that is skipped reports none of its names: it waits, which is not green.
        if (job.needs.length === 0 || gate.producer.matrixTexts.length > 0 || findings.has(job))
            continue;
        const finding = md_004_gate_skips_green_judge(context, gate, gates, names);
        if (finding !== null)
            findings.set(job, finding);
    }
    return {
        state: 'evaluated',
        findings: [...findings.values()],
        proven: reported.flatMap(({ entry, producers }) => (producers.length > 0 ? [`context:${entry.context}`] : [])),
        unproven: [],
        gaps: requirementGaps(context.requirements),
    };
}
function md_004_gate_skips_green_judge(context, gate, gates, names) {
    const { job } = gate.producer.leaf;
    // GitHub refuses a condition that is no expression; what text around `${{ }}` does is not documented.
    if (job.if !== undefined && parseCondition(job.if.value) === null)
        return null;
    const ancestors = [...gate.graph.ancestors(job)];
    const deciding = new Set([job, ...ancestors].flatMap((other) => [...jobsDecidingBy(other)]));
    const open = ancestors.filter((need) => canFail(need) &&
        !deciding.has(need.id.toLowerCase()) &&
        !isDetector(need) &&
        !isRequired(context, gate.producer, need, names) &&
        !gates.some((other) => other.producer.leaf.job !== job && blocksOn(other, gate.producer, need)));
    const skippedBy = open.filter((need) => gate.graph.runsAfterFailure(job, need) === false);
    if (skippedBy.length > 0)
        return md_004_gate_skips_green_findingFor(context, gate, skippedBy, 'skipped');
    return open.length > 0 && judgesNothing(job) ? md_004_gate_skips_green_findingFor(context, gate, open, 'untested') : null;
}
/**
 * Does another required job run when `need` fails, and may it fail for that? Inside a called workflow, a job of the
 * caller that needs the call sees the failure too.
 */
function blocksOn({ producer, graph }, judged, need) {
    const { job, workflow } = producer.leaf;
    if (judgesNothing(job))
        return false;
    const seen = workflow === judged.leaf.workflow ? need : workflow === judged.workflow ? judged.job : null;
    if (seen === null)
        return false;
    return graph.ancestors(job).has(seen) && graph.runsAfterFailure(job, seen) !== false;
}
/** Can the failure of this job stop the jobs that need it? With `continue-on-error` it counts as a success. */
function canFail({ continueOnError, matrix }) {
    if (continueOnError === undefined)
        return true;
    const text = continueOnError.value.trim();
    if (text === 'true' || text === 'false')
        return text === 'false';
    const key = /^matrix\.([\w-]+)$/.exec(soleExpression(text)?.trim() ?? '')?.[1];
    const rows = matrix?.combinations ?? null;
    if (key === undefined || rows === null)
        return false;
    return rows.some(({ values }) => values.get(key) !== true);
}
/** Every check that the job reports is required itself, so its failure blocks anyway. */
function isRequired({ model }, judged, job, names) {
    const own = model.producers.filter((producer) => producer.job === judged.job ? producer.leaf.job === job : producer.job === job);
    return own.length > 0 && own.every(({ name }) => name.kind === 'exact' && names.has(name.text.trim()));
}
function isDetector({ steps }) {
    const actions = steps.map((step) => step.uses?.value.split('@', 1)[0]?.toLowerCase() ?? '');
    return (actions.some((action) => CHANGE_DETECTORS.includes(action)) &&
        actions.every((action) => CHANGE_DETECTORS.includes(action) || PREPARING_STEPS.includes(action)));
}
/**
 * True when the job surely passes whatever its needs did: each step is a command that cannot fail and nothing in the
 * job mentions `needs`. Any other step (a script, an action, an artifact that is read) may judge by its own means.
 */
function judgesNothing(job) {
    if (job.uses !== undefined || job.steps.length === 0 || [...job.env.values()].some(readsNeeds))
        return false;
    return job.steps.every((step) => passesAlways(step));
}
function passesAlways({ run, if: condition, env }) {
    if (run === undefined || readsNeeds(run) || [...env.values()].some(readsNeeds))
        return false;
    if (condition !== undefined && !/^(always|success)\(\)$/.test(bare(condition.value)))
        return false;
    return run.value.split('\n').every((line) => {
        const command = line.trim();
        return command === '' || command.startsWith('#') || /^(echo|printf|true|:|exit 0)( [^;&|`(]*)?$/.test(command);
    });
}
function bare(condition) {
    return (soleExpression(condition) ?? condition).trim();
}
function readsNeeds({ value }) {
    return templatePaths(value).some(([context]) => context === 'needs');
}
function md_004_gate_skips_green_findingFor({ model }, { producer, required }, failing, how) {
    const { job, workflow } = producer.leaf;
    const name = quoted(required.context);
    const ids = failing.map(({ id }) => id);
    const needed = job.needs.filter(({ value }) => ids.some((id) => id.toLowerCase() === value.toLowerCase()));
    const decisive = job.if?.at ?? job.at;
    const evidence = [
        evidenceAt(model, decisive, how === 'skipped' ? 'skipped when a need fails' : 'runs, tests nothing', how === 'skipped' ? 'skipped when a need fails' : 'runs whatever its needs did'),
        ...needed.slice(0, 5).map(({ at }) => evidenceAt(model, at, 'can fail')),
        requirementEvidence(model, required.checks[0], 'required here'),
    ];
    const verb = ids.length === 1 ? 'fails' : 'fail';
    return {
        ruleId: md_004_gate_skips_green_ID,
        ruleVersion: md_004_gate_skips_green_VERSION,
        severity: 'high',
        title: `The required check ${name} passes when ${listed(ids, 1)} ${verb}`,
        what: how === 'skipped'
            ? `When ${listed(ids)} ${verb}, GitHub skips job ${quoted(job.id)}${job.if === undefined ? ' (it has no `if`)' : ' (its `if` is false then)'}, and a skipped job counts as passed.`
            : `Job ${quoted(job.id)} runs even when ${listed(ids)} ${verb}, and none of its steps looks at the result.`,
        why: `A pull request can merge although ${listed(ids, 1)} failed.`,
        fix: md_004_gate_skips_green_fixFor(job, ids, needed.length, how),
        path: workflow.path,
        anchor: `job:${job.id}`,
        evidence,
    };
}
const TEST_STEP = "`- if: contains(needs.*.result, 'failure') || contains(needs.*.result, 'cancelled')` with `run: exit 1`";
function md_004_gate_skips_green_fixFor(job, ids, direct, how) {
    const indirect = direct < ids.length ? ` List ${listed(ids)} in its \`needs\`.` : '';
    const always = how === 'skipped' ? `Set \`if: always()\` on job ${quoted(job.id)} and give it` : `Give job ${quoted(job.id)}`;
    return `${always} the first step ${TEST_STEP}.${indirect} Or require ${listed(ids)} as well.`;
}

;// CONCATENATED MODULE: ./build/rules/md-005-duplicate-required-check.js
/**
 * MD-005: two jobs report one required name for the same event. "Using the same job name in more than one workflow can
 * cause ambiguous status check results and block pull requests from merging."
 * https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/managing-protected-branches/about-protected-branches#require-status-checks-before-merging
 */




const md_005_duplicate_required_check_ID = 'MD-005';
const md_005_duplicate_required_check_VERSION = 1;
/** Reporters of one name that are compared with each other. */
const md_005_duplicate_required_check_MAX_COMPARED = 100;
const duplicateRequiredCheck = {
    id: md_005_duplicate_required_check_ID,
    name: 'duplicate-required-check',
    version: md_005_duplicate_required_check_VERSION,
    severity: 'medium',
    level: 'block',
    summary: 'Two jobs report one required name: the result of one can stand for the other',
    needs: 'files-or-api',
    check: md_005_duplicate_required_check_check,
    attribute: (finding, { change }) => changedLineFirst(finding, change),
};
function md_005_duplicate_required_check_check(context) {
    const nothing = nothingToJudge(context.requirements);
    if (nothing !== null)
        return nothing;
    const index = reporterIndex(context.model);
    const findings = [];
    const proven = [];
    for (const entry of requiredContexts(context)) {
        if (entry.reporter !== null)
            continue;
        const { exact } = index(entry.context);
        if (exact.length === 0)
            continue;
        proven.push(`context:${entry.context}`);
        const pair = firstPair(exact, context.requirements.branch);
        if (pair !== null)
            findings.push(md_005_duplicate_required_check_findingFor(context, entry, pair, exact.length));
    }
    return { state: 'evaluated', findings, proven, unproven: [], gaps: requirementGaps(context.requirements) };
}
/** The first two reporters that surely report for the same event; order of the model. */
function firstPair(all, branch) {
    const producers = all.slice(0, md_005_duplicate_required_check_MAX_COMPARED);
    for (const [index, one] of producers.entries()) {
        if (isConditional(one))
            continue;
        for (const other of producers.slice(index + 1)) {
            if (isConditional(other))
                continue;
            const event = commonEvent(one, other, branch);
            if (event !== null)
                return { one, other, event };
        }
    }
    return null;
}
/** A condition may keep one of the two away whenever the other runs: the pair `x` and `x-skip`. */
function isConditional({ job, leaf }) {
    return [job, leaf.job].some(mayBeSkipped);
}
function mayBeSkipped(job) {
    if (job.if === undefined)
        return false;
    const condition = parseCondition(job.if.value);
    if (condition === null)
        return true;
    // `if: always()` and the like say nothing about which pull requests are meant.
    return contextPaths(condition).length > 0 || calledFunctions(condition).size === 0;
}
function commonEvent(one, other, branch) {
    for (const trigger of one.workflow.triggers) {
        const same = other.workflow.triggers.find(({ event }) => event === trigger.event);
        if (same !== undefined && overlap(trigger, same, one.workflow === other.workflow, branch))
            return trigger.event;
    }
    return null;
}
/**
 * Do both triggers fire together? Two triggers with path filters are taken as halves of a pair (GitHub's own pattern
 * for skipped checks), and branch filters only count where both surely let the judged branch through.
 */
function overlap(one, other, sameWorkflow, branch) {
    if (one.event === 'merge_group')
        return true;
    const [a, b] = [startsFor(one, branch), startsFor(other, branch)];
    if (a.kind === 'never' || b.kind === 'never' || a.kind === 'other-branches' || b.kind === 'other-branches')
        return false;
    if (sameWorkflow)
        return true;
    if (a.kind === 'paths' && b.kind === 'paths')
        return false;
    const branchFilters = [one, other].filter(({ branches, branchesIgnore }) => (branches ?? branchesIgnore) !== undefined);
    if (branchFilters.length === 2 && (branch === null || one.event === 'push'))
        return false;
    const [types, otherTypes] = [typesOf(one), typesOf(other)];
    return types.some((type) => otherTypes.includes(type));
}
/** https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows#pull_request */
function typesOf({ types }) {
    return types?.map(({ value }) => value) ?? ['opened', 'synchronize', 'reopened'];
}
function md_005_duplicate_required_check_findingFor({ model }, { context, checks }, { one, other, event }, count) {
    const name = quoted(context);
    const sameLeaf = one.leaf.job === other.leaf.job;
    const oneJob = sameLeaf && one.job === other.job;
    // Two calls of one workflow: the names of the calling jobs are what can differ.
    const [line, otherLine] = sameLeaf && !oneJob ? [callLine(one), callLine(other)] : [one.nameAt, other.nameAt];
    const evidence = [
        evidenceAt(model, otherLine, oneJob ? 'one name for several jobs' : 'the same name', `reports ${event}`),
        ...(oneJob ? [] : [evidenceAt(model, line, 'the same name', `reports ${event}`)]),
        requirementEvidence(model, checks[0], 'required here'),
    ];
    return {
        ruleId: md_005_duplicate_required_check_ID,
        ruleVersion: md_005_duplicate_required_check_VERSION,
        severity: 'medium',
        title: `${oneJob ? `${count} runs of one job` : 'Two jobs'} report the required check ${name}`,
        what: oneJob
            ? `The matrix of job ${quoted(one.leaf.job.id)} starts ${count} jobs for ${event}, all named ${name} (${placeOf(line)}).`
            : `Two jobs report ${name} for ${event}: ${placeOf(line)} and ${placeOf(otherLine)}.`,
        why: 'GitHub cannot tell them apart: a failure of one can hide behind the other, or block for no reason.',
        fix: oneJob
            ? `Put every matrix value into the name (${placeOf(line)}) and require each of the names.`
            : `Give one of them its own \`name:\` (${placeOf(otherLine)}) and require that name too if it has to pass.`,
        path: otherLine.path,
        anchor: `context:${context}`,
        evidence,
    };
}
function callLine({ job }) {
    return job.name?.at ?? job.at;
}

;// CONCATENATED MODULE: ./build/repository/permissions.js
/**
 * What a job's token may do. A job's `permissions` replace the workflow's; with either declared, every scope that is
 * not named is `none`. A called workflow can only lower what its caller has.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#permissions
 */

/** Callers deeper than GitHub allows are not followed. */
const MAX_DEPTH = 10;
/** Permissions of a job over all ways in which it can be started: by its own triggers and by its local callers. */
function effectivePermissions(model, workflow, job) {
    const own = declaration(workflow, job);
    const grants = (scope) => grantsOf(model, workflow, job, scope, 0);
    return {
        grants,
        declared: own === null ? null : { by: own === job.permissions ? 'job' : 'workflow', at: own.at },
        cappedBy(scope) {
            const asked = own === null ? defaultAccess(scope) : accessIn(own, scope);
            if (asked !== 'write' || grants(scope) === 'write')
                return null;
            return callersOf(model, workflow)[0] ?? null;
        },
    };
}
function grantsOf(model, workflow, job, scope, depth) {
    const declared = declaration(workflow, job);
    const started = workflow.triggers.some(({ event }) => event !== 'workflow_call');
    const callable = workflow.triggers.some(({ event }) => event === 'workflow_call');
    const asked = declared === null ? null : accessIn(declared, scope);
    const ways = [];
    if (started)
        ways.push(asked ?? defaultAccess(scope));
    if (callable && depth < MAX_DEPTH) {
        const callers = callersOf(model, workflow);
        for (const caller of callers) {
            const ceiling = grantsOf(model, caller.workflow, caller.job, scope, depth + 1);
            ways.push(asked === null ? ceiling : lower(asked, ceiling));
        }
        // Nobody here calls it: it is for other repositories, whose permissions are not ours to see.
        if (callers.length === 0)
            ways.push(asked === 'none' ? 'none' : 'unknown');
    }
    return ways.reduce(higher, 'none');
}
/** Jobs of this repository that call the workflow. */
function callersOf(model, workflow) {
    return model.workflows.flatMap((caller) => caller.jobs.filter((job) => localCallee(job) === workflow.path).map((job) => ({ workflow: caller, job })));
}
function declaration(workflow, job) {
    return job.permissions ?? workflow.permissions ?? null;
}
/** What a declaration says of one scope. An expression or unknown shorthand grants nothing that is known. */
function accessIn(permissions, scope) {
    if (permissions.kind === 'unknown')
        return permissions.text === '' ? 'none' : 'unknown';
    if (permissions.kind === 'all')
        return permissions.access;
    const entry = permissions.scopes.find((candidate) => candidate.scope === scope);
    if (entry === undefined)
        return 'none';
    return entry.access === 'write' || entry.access === 'read' || entry.access === 'none' ? entry.access : 'unknown';
}
/**
 * Without any declaration the repository's setting decides, permissive or restricted; neither ever holds `id-token`.
 * https://docs.github.com/en/actions/tutorials/authenticate-with-github_token#permissions-for-the-github_token
 */
function defaultAccess(scope) {
    return scope === 'id-token' ? 'none' : 'unknown';
}
const ORDER = ['none', 'read', 'unknown', 'write'];
function higher(a, b) {
    return ORDER.indexOf(a) >= ORDER.indexOf(b) ? a : b;
}
function lower(a, b) {
    return ORDER.indexOf(a) <= ORDER.indexOf(b) ? a : b;
}

;// CONCATENATED MODULE: ./build/rules/data/oidc-users.js
const OIDC_USERS = [
    {
        action: 'aws-actions/configure-aws-credentials',
        given: ['role-to-assume'],
        unless: ['aws-access-key-id', 'web-identity-token-file', 'aws-session-token'],
        differs: ['role-chaining', 'true'],
        ambient: true,
        docs: 'https://github.com/aws-actions/configure-aws-credentials#oidc',
    },
    {
        action: 'azure/login',
        given: ['client-id'],
        unless: ['creds'],
        differs: ['auth-type', 'IDENTITY'],
        docs: 'https://github.com/Azure/login#login-with-openid-connect-oidc-recommended',
    },
    {
        action: 'google-github-actions/auth',
        given: ['workload_identity_provider'],
        unless: ['credentials_json'],
        docs: 'https://github.com/google-github-actions/auth#prerequisites',
    },
    {
        action: 'pypa/gh-action-pypi-publish',
        unless: ['password', 'user'],
        docs: 'https://docs.pypi.org/trusted-publishers/using-a-publisher/',
    },
    {
        action: 'hashicorp/vault-action',
        equals: ['method', 'jwt'],
        unless: ['jwtPrivateKey'],
        docs: 'https://github.com/hashicorp/vault-action#jwt-with-github-oidc-tokens',
    },
    {
        action: 'hashicorp/hcp-auth-action',
        given: ['workload_identity_provider'],
        docs: 'https://github.com/hashicorp/hcp-auth-action#usage',
    },
    {
        action: 'actions/attest',
        also: ['attestations: write'],
        docs: 'https://github.com/actions/attest#usage',
    },
    {
        action: 'actions/attest-build-provenance',
        also: ['attestations: write'],
        docs: 'https://github.com/actions/attest-build-provenance#usage',
    },
    {
        action: 'actions/attest-sbom',
        also: ['attestations: write'],
        docs: 'https://github.com/actions/attest-sbom#usage',
    },
    {
        action: 'actions/deploy-pages',
        also: ['pages: write'],
        docs: 'https://github.com/actions/deploy-pages#security-considerations',
    },
    {
        action: 'actions/github-script',
        contains: ['script', 'getIDToken('],
        docs: 'https://docs.github.com/en/actions/reference/security/oidc#methods-for-requesting-the-oidc-token',
    },
    {
        action: 'sigstore/gh-action-sigstore-python',
        unless: ['identity-token'],
        docs: 'https://github.com/sigstore/gh-action-sigstore-python#usage',
    },
    {
        action: 'rubygems/release-gem',
        differs: ['setup-trusted-publisher', 'false'],
        also: ['contents: write'],
        docs: 'https://github.com/rubygems/release-gem#usage',
    },
    {
        action: 'rust-lang/crates-io-auth-action',
        docs: 'https://crates.io/docs/trusted-publishing',
    },
    {
        action: 'nuget/login',
        docs: 'https://learn.microsoft.com/nuget/nuget-org/trusted-publishing',
    },
    {
        action: 'pulumi/auth-actions',
        docs: 'https://github.com/pulumi/auth-actions#usage',
    },
    {
        action: 'jfrog/setup-jfrog-cli',
        given: ['oidc-provider-name'],
        docs: 'https://github.com/jfrog/setup-jfrog-cli#connecting-to-jfrog-using-oidc-openid-connect',
    },
    {
        action: 'octopusdeploy/login',
        given: ['service_account_id'],
        unless: ['api_key'],
        docs: 'https://github.com/OctopusDeploy/login#using-oidc',
    },
    {
        action: 'codecov/codecov-action',
        equals: ['use_oidc', 'true'],
        docs: 'https://github.com/codecov/codecov-action#using-oidc',
    },
];
/** What a script reads to fetch a token itself. */
const TOKEN_VARIABLE = 'ACTIONS_ID_TOKEN_REQUEST_URL';
const SCRIPT_DOCS = 'https://docs.github.com/en/actions/reference/security/oidc#methods-for-requesting-the-oidc-token';

;// CONCATENATED MODULE: ./build/rules/support/oidc.js
/** Which step of a job asks GitHub for an OIDC token. */


const BY_ACTION = new Map(OIDC_USERS.map((user) => [user.action, user]));
/** The first step that surely asks for a token whenever the job gets that far; null when none does. */
function oidcUse(reader, workflow, job) {
    const steps = reader.stepsOf(job);
    for (const [index, running] of steps.entries()) {
        const use = useOf(running);
        if (use === null || !running.isCertain())
            continue;
        if ([running.step, running.outer].some(({ continueOnError }) => continueOnError !== undefined))
            continue;
        if (use.ambient && hasOtherCredentials(workflow, job, running, steps.slice(0, index)))
            continue;
        return use;
    }
    return null;
}
function useOf(running) {
    const { uses, run } = running.step;
    if (run !== undefined && fetchesToken(run.value)) {
        return { running, by: 'a script', also: [], docs: SCRIPT_DOCS, ambient: false };
    }
    const name = uses?.value.split('@', 1)[0];
    const user = name === undefined ? undefined : BY_ACTION.get(name.toLowerCase());
    if (user === undefined || name === undefined || !asks(user, running))
        return null;
    return { running, by: name, also: user.also ?? [], docs: user.docs, ambient: user.ambient === true };
}
/** A script that uses the address, not one that only tests whether it is set. */
function fetchesToken(script) {
    if (!script.includes(TOKEN_VARIABLE))
        return false;
    return script
        .split('\n')
        .some((line) => line.includes(TOKEN_VARIABLE) && /\b(curl|wget|Invoke-RestMethod)\b/.test(line));
}
function asks({ given, unless, equals, differs, contains }, { input }) {
    const text = (name) => input(name) ?? null;
    if (given?.some((name) => text(name) === null))
        return false;
    // An input that is there may be empty at run time; then again it may not.
    if (unless?.some((name) => input(name) !== undefined))
        return false;
    if (equals !== undefined && text(equals[0])?.trim() !== equals[1])
        return false;
    if (differs !== undefined && !surelyDiffers(input(differs[0]), differs[1]))
        return false;
    return contains === undefined || (text(contains[0])?.includes(contains[1]) ?? false);
}
function surelyDiffers(value, other) {
    if (value === undefined)
        return true;
    return value !== null && !hasExpression(value) && value.trim().toLowerCase() !== other.toLowerCase();
}
const AWS_VARIABLES = ['AWS_ACCESS_KEY_ID', 'AWS_WEB_IDENTITY_TOKEN_FILE', 'AWS_PROFILE', 'AWS_CONTAINER_CREDENTIALS'];
/**
 * Credentials that are there without OIDC: variables, an earlier step that sets some, or the machine's own. Only
 * GitHub's machines surely have none.
 */
function hasOtherCredentials(workflow, job, running, earlier) {
    const environments = [workflow.env, job.env, running.step.env, running.outer.env];
    if (environments.some((env) => AWS_VARIABLES.some((name) => env.has(name))))
        return true;
    if (!isHosted(job.runsOn))
        return true;
    return earlier.some(({ step }) => {
        if (step.run !== undefined)
            return AWS_VARIABLES.some((name) => step.run?.value.includes(name));
        return /aws|vault|credential|secret|assume/i.test(step.uses?.value ?? '');
    });
}
function isHosted(labels) {
    return (labels !== undefined && labels.length > 0 && labels.every(({ value }) => /^(ubuntu|windows|macos)-/.test(value)));
}

;// CONCATENATED MODULE: ./build/rules/support/steps.js
/** The steps of a job in the order in which they run, those of local composite actions in their place. */


/** "Composite actions can nest ten deep" (GitHub docs, limits). */
const steps_MAX_DEPTH = 10;
/** Bounds the work for actions that use each other many times over. */
const MAX_STEPS = 2000;
/** Lists the steps of jobs; made once for a model, because every job asks for the same paths and actions. */
class StepReader {
    known;
    actions;
    constructor(model) {
        this.known = new Set(model.paths);
        this.actions = new Map(model.actions.map((action) => [action.path, action]));
    }
    /** The steps of a job in order; steps of actions of other repositories are not looked into. */
    stepsOf(job) {
        const found = [];
        for (const step of job.steps)
            this.visit(found, { step, outer: step, scope: null, depth: 0 });
        return found;
    }
    visit(found, { step, outer, scope, depth }) {
        if (found.length >= MAX_STEPS || neverRuns(step))
            return;
        const running = {
            step,
            at: step.uses?.at ?? step.run?.at ?? step.at,
            outer,
            isCertain: () => !dependsOnInputs(step) && (scope === null || scope.running.isCertain()),
            input: (name) => resolve(given(step.with, name), scope),
        };
        found.push(running);
        const path = localActionPath(step, this.known);
        const action = path === null ? undefined : this.actions.get(path);
        if (action === undefined || action.using !== 'composite' || depth >= steps_MAX_DEPTH)
            return;
        for (const inner of action.steps) {
            this.visit(found, { step: inner, outer, scope: { running, action }, depth: depth + 1 });
        }
    }
}
/** Input names are compared without regard to case, as the runner does. */
function given(inputs, name) {
    const wanted = name.toLowerCase();
    for (const [key, { value }] of inputs)
        if (key.toLowerCase() === wanted)
            return value;
    return undefined;
}
/** `${{ inputs.x }}` inside an action is what its caller gave; any other use of inputs is not known. */
function resolve(text, scope) {
    if (text === undefined || text.trim() === '')
        return undefined;
    if (!templatePaths(text).some(([context]) => context === 'inputs'))
        return text;
    const sole = soleExpression(text);
    const expr = sole === null ? null : parseExpression(sole);
    const [path, ...more] = expr === null ? [] : contextPaths(expr);
    if (scope === null || path === undefined || more.length > 0 || path.length !== 2)
        return null;
    const [, name = ''] = path;
    // What is not given falls back to a default that the model does not keep.
    return scope.running.input(name) ?? null;
}
function dependsOnInputs({ if: condition }) {
    if (condition === undefined)
        return false;
    const expr = parseCondition(condition.value);
    return expr === null || contextPaths(expr).some(([context]) => context === 'inputs');
}
function neverRuns({ if: condition }) {
    if (condition === undefined)
        return false;
    return condition.value.includes('false') && (soleExpression(condition.value) ?? condition.value).trim() === 'false';
}

;// CONCATENATED MODULE: ./build/rules/md-006-oidc-without-id-token.js
/**
 * MD-006: a step asks GitHub for an OIDC token in a job whose token may not. `id-token` is never part of the default
 * token, so it has to be declared: on the job, or on its workflow, and by every caller of a called workflow.
 * https://docs.github.com/en/actions/reference/security/oidc#workflow-permissions-for-the-requesting-the-oidc-token
 * https://docs.github.com/en/actions/tutorials/authenticate-with-github_token#permissions-for-the-github_token
 */





const md_006_oidc_without_id_token_ID = 'MD-006';
const md_006_oidc_without_id_token_VERSION = 1;
const SCOPE = 'id-token';
const oidcWithoutIdToken = {
    id: md_006_oidc_without_id_token_ID,
    name: 'oidc-without-id-token',
    version: md_006_oidc_without_id_token_VERSION,
    severity: 'high',
    level: 'block',
    summary: 'A job that asks for an OIDC token without `id-token: write`: the step fails',
    needs: 'files',
    check: md_006_oidc_without_id_token_check,
    attribute: (finding, { change }) => changedLineFirst(finding, change),
};
function md_006_oidc_without_id_token_check({ model }) {
    if (model.workflows.length === 0)
        return { state: 'not-applicable', reason: 'there is no workflow' };
    const reader = new StepReader(model);
    const findings = new Map();
    const proven = [];
    for (const workflow of model.workflows) {
        for (const job of workflow.jobs) {
            const use = isOff(job) ? null : oidcUse(reader, workflow, job);
            if (use === null)
                continue;
            proven.push(`job:${workflow.path}:${job.id}`);
            for (const place of lackingPlaces(model, { workflow, job })) {
                const key = JSON.stringify([place.workflow.path, place.job.id]);
                if (!findings.has(key))
                    findings.set(key, md_006_oidc_without_id_token_findingFor(model, place, { workflow, job }, use));
            }
        }
    }
    return { state: 'evaluated', findings: [...findings.values()], proven, unproven: [], gaps: [] };
}
/** The jobs that have to declare the scope and don't: the job itself, or callers of its workflow. */
function lackingPlaces(model, place) {
    const { workflow, job } = place;
    const declared = job.permissions ?? workflow.permissions;
    const own = declared === undefined ? null : accessIn(declared, SCOPE);
    if (own !== null && own !== 'write')
        return own === 'unknown' ? [] : [place];
    const lacking = [];
    // Undeclared and started by its own trigger: the default token.
    if (own === null && workflow.triggers.some(({ event }) => event !== 'workflow_call'))
        lacking.push(place);
    // Whether a condition on the inputs lets it run differs from caller to caller; a declared scope is asked for anyway.
    if (own === null && md_006_oidc_without_id_token_dependsOnInputs(job))
        return lacking;
    for (const caller of callersOf(model, workflow)) {
        if (isOff(caller.job))
            continue;
        const access = effectivePermissions(model, caller.workflow, caller.job).grants(SCOPE);
        if (access === 'none' || access === 'read')
            lacking.push(caller);
    }
    return lacking;
}
function isOff({ if: condition }) {
    return condition !== undefined && /^(\$\{\{)?\s*false\s*(\}\})?$/.test(condition.value.trim());
}
function md_006_oidc_without_id_token_dependsOnInputs({ if: condition }) {
    if (condition === undefined)
        return false;
    const expr = parseCondition(condition.value);
    return expr === null || contextPaths(expr).some(([context]) => context === 'inputs');
}
function md_006_oidc_without_id_token_findingFor(model, place, user, use) {
    const { workflow, job } = place;
    const declared = job.permissions ?? workflow.permissions;
    const calls = place.job !== user.job;
    const name = quoted(job.id);
    const step = use.running.at;
    const line = declared?.at ?? job.at;
    const evidence = [
        evidenceAt(model, line, declared === undefined ? 'declares no permissions' : 'no id-token here', 'no id-token'),
        evidenceAt(model, step, 'asks for an OIDC token'),
        ...(calls ? [evidenceAt(model, job.uses?.at ?? job.at, 'the call')] : []),
    ];
    return {
        ruleId: md_006_oidc_without_id_token_ID,
        ruleVersion: md_006_oidc_without_id_token_VERSION,
        severity: 'high',
        title: `Job ${name} uses OIDC without \`id-token: write\``,
        what: calls
            ? `Job ${name} calls ${user.workflow.path}, where ${use.by} asks for an OIDC token (${placeOf(step)}), and does not pass on \`id-token: write\`.`
            : `In job ${name}, ${use.by} asks for an OIDC token (${placeOf(step)}), and ${whose(declared, job)}.`,
        why: calls
            ? 'GitHub gives a called workflow no more than its caller has: the step fails, or the run does not start.'
            : 'GitHub gives the job no token: the step fails each time it runs.',
        fix: md_006_oidc_without_id_token_fixFor(job, declared, use),
        path: workflow.path,
        anchor: `job:${job.id}`,
        evidence,
    };
}
function whose(declared, job) {
    if (declared === undefined)
        return 'nothing declares `id-token: write` (the default token never has it)';
    return `the \`permissions\` of ${declared === job.permissions ? 'the job' : 'its workflow'} (line ${declared.at.startLine}) lack \`id-token: write\``;
}
/** A block on the job replaces that of the workflow, so the fix repeats what the job has now. */
function md_006_oidc_without_id_token_fixFor(job, declared, { also, docs }) {
    if (declared?.kind === 'scopes' && declared === job.permissions && declared.scopes.length > 0) {
        const missing = ['id-token: write', ...also.filter((scope) => !has(declared, scope))];
        return `Add ${missing.map((scope) => `\`${scope}\``).join(' and ')} below ${placeOf(declared.at)}. ${docs}`;
    }
    const kept = declared?.kind === 'scopes' ? declared.scopes.filter(({ scope }) => scope !== SCOPE) : [];
    const scopes = new Map(kept.map(({ scope, access }) => [scope, access]));
    if (declared?.kind !== 'scopes')
        scopes.set('contents', 'read');
    for (const entry of ['id-token: write', ...also]) {
        const [scope = '', access = ''] = entry.split(': ');
        scopes.set(scope, access);
    }
    const block = [...scopes].map(([scope, access]) => `${scope}: ${access}`).join(', ');
    const others = declared?.kind === 'scopes' && declared.scopes.length > 0
        ? ''
        : ' Scopes that are not named are dropped: add the others that it needs.';
    return `Set \`permissions: { ${block} }\` on job ${quoted(job.id)}.${others} ${docs}`;
}
function has(declared, entry) {
    return declared.scopes.some(({ scope, access }) => `${scope}: ${access}` === entry);
}

;// CONCATENATED MODULE: ./build/rules/unreadable-file.js

const unreadable_file_ID = 'unreadable-file';
const unreadable_file_VERSION = 1;
const unreadableFile = {
    id: unreadable_file_ID,
    name: unreadable_file_ID,
    version: unreadable_file_VERSION,
    severity: 'high',
    level: 'block',
    summary: 'A workflow, protection file or CODEOWNERS that cannot be read',
    needs: 'files',
    check: unreadable_file_check,
    attribute: (finding, { change }) => changedLineFirst(finding, change),
};
function unreadable_file_check({ model }) {
    return {
        state: 'evaluated',
        findings: model.problems.map((problem) => unreadable_file_findingFor(model, problem)),
        proven: [],
        unproven: [],
        gaps: [],
    };
}
function unreadable_file_findingFor(model, problem) {
    const { path, at, kind, reason, role } = problem;
    return {
        ruleId: unreadable_file_ID,
        ruleVersion: unreadable_file_VERSION,
        severity: 'high',
        title: `${path} cannot be read`,
        what: `${path} ${reason} (line ${at.startLine}).`,
        why: WHY[role],
        fix: unreadable_file_fixFor(problem),
        path,
        anchor: 'file',
        evidence: [evidenceAt(model, at, LABELS[kind], kind)],
    };
}
const WHY = {
    workflow: 'GitHub runs none of its jobs, and no check of this file was judged here.',
    action: 'Every job that uses the action fails, and its steps were not judged here.',
    protection: 'What it requires is not known, so the required checks were not judged against it.',
    codeowners: 'Nobody is asked for a review, and its rules were not judged here.',
    config: 'The configuration is not in force.',
};
const LABELS = {
    syntax: 'not valid',
    shape: 'not what it should be',
    'too-large': 'too large',
    'too-deep': 'nested too deep',
    'too-many-aliases': 'too many aliases',
    encoding: 'not UTF-8',
    symlink: 'leaves the repository',
    unreadable: 'no content',
};
function unreadable_file_fixFor({ kind, at, reason }) {
    switch (kind) {
        case 'syntax':
            return `Mend ${placeOf(at)}: it ${reason}. \`actionlint\` or any YAML checker shows the place.`;
        case 'shape':
            return `Mend ${placeOf(at)}: it ${reason}.`;
        case 'too-large':
            return 'Split the file into smaller ones.';
        case 'too-deep':
            return 'Flatten the nesting at this line.';
        case 'too-many-aliases':
            return 'Write the repeated values out instead of using aliases.';
        case 'encoding':
            return 'Save the file as UTF-8.';
        case 'symlink':
            return 'Replace the link by the file itself.';
        case 'unreadable':
            return 'Commit the content of the file, or remove it.';
    }
}

;// CONCATENATED MODULE: ./build/rules/registry.js
/** All rules of this version. */







/** In the order of their ids; ids are unique. */
const RULES = [
    requiredCheckUnresolved,
    requiredCheckPathFiltered,
    gateSkipsGreen,
    duplicateRequiredCheck,
    oidcWithoutIdToken,
    unreadableFile,
];
/** A rule by its id (`MD-001`) or name (`required-check-unresolved`), without regard to case. */
function ruleById(id) {
    const wanted = id.toLowerCase();
    return RULES.find((rule) => rule.id.toLowerCase() === wanted || rule.name === wanted);
}
/**
 * Which rules in which versions a report was made with: 16 hex digits that change when a rule is added, removed or
 * raised, and for nothing else.
 */
function ruleSetId(rules = RULES) {
    const list = rules.map(({ id, version }) => `${id}@${version}`).sort();
    return (0,external_node_crypto_.createHash)('sha256').update(list.join('\n')).digest('hex').slice(0, 16);
}

// EXTERNAL MODULE: ./build/version.js
var version = __webpack_require__(8508);
;// CONCATENATED MODULE: ./build/oracle.js
/**
 * The one place that wires implementations to ports: git and the work tree, the GitHub API (loaded only when it is
 * asked), the rules, the policy and the report. The action and the CLI both call `evaluate` and nothing else.
 */


















/** Rules that look at the policy instead of the tree. */
const POLICY_RULES = [
    {
        id: POLICY_WEAKENED,
        name: POLICY_WEAKENED,
        version: POLICY_WEAKENED_VERSION,
        summary: 'The change loosens the configuration it will be judged by after the merge',
        severity: 'high',
        level: 'block',
    },
    {
        id: SUPPRESSION_PROBLEM,
        name: SUPPRESSION_PROBLEM,
        version: SUPPRESSION_PROBLEM_VERSION,
        summary: 'A suppression is over, about to end, or matches nothing',
        severity: 'low',
        level: 'warn',
    },
];
/** Every rule with its identity, in the order of lists. */
const ALL_RULES = [...RULES, ...POLICY_RULES];
const RULE_IDS = ALL_RULES.map(({ id }) => id);
/**
 * The validated configuration of a work tree.
 *
 * @throws PhaseMirrorError `user`, exit 2
 */
function inspectConfig(request) {
    return readWorkTreeConfig(request, RULE_IDS);
}
/**
 * Evaluate one tree, against its base where there is one.
 *
 * @returns the report, validated against its schema
 * @throws PhaseMirrorError for bad input or configuration (exit 2); whatever else is thrown is a bug of ours
 */
async function evaluate(request) {
    const started = request.clock();
    const phases = new Phases(request);
    checkSelection(request.onlyRules);
    const today = new Date(started).toISOString().slice(0, 10);
    phases.enter('snapshot');
    const asked = askApi(request, branchOfEvent(request.event));
    // It is awaited later; until then a rejection must not count as unhandled.
    asked.catch(() => undefined);
    const git = await Git.open(request.folder, request.environment);
    const resolved = await resolveSubject(git, request.folder, request.event, isGoverned);
    try {
        return await evaluateResolved(request, resolved, { started, today, phases, asked });
    }
    finally {
        await Promise.all([resolved.subject.close(), resolved.base?.close(), asked.catch(() => undefined)]);
    }
}
async function evaluateResolved(request, resolved, progress) {
    const { phases, today } = progress;
    const { event } = request;
    const baseExpected = event.kind === 'pull_request' || event.kind === 'merge_group';
    phases.enter('model');
    const cache = new ParseCache();
    const [subject, base] = await Promise.all([
        buildModel(resolved.subject, { cache }),
        resolved.base === null ? null : buildModel(resolved.base, { cache }),
    ]);
    phases.enter('policy');
    const fromBase = baseExpected || (event.kind === 'terminal' && resolved.base !== null && request.configPath === undefined);
    const policy = await loadPolicy({
        subject: resolved.subject,
        base: resolved.base,
        fromBase,
        ...(request.configPath === undefined ? {} : { path: request.configPath }),
    }, { ruleIds: RULE_IDS, today });
    phases.enter('api');
    const defaultBranch = request.defaultBranch ?? resolved.defaultBranch;
    const branch = resolved.branch;
    const late = branchOfEvent(event) === null ? await askApi(request, branch ?? defaultBranch) : await progress.asked;
    phases.enter('rules');
    const external = external_checks_externalChecks(policy.config.externalChecks.map(({ value }) => value), configuredBy(policy));
    const contextOf = (built) => ({
        model: built.model,
        external,
        requirements: requirementsOf(built, base ?? subject, policy, late, {
            branch,
            defaultBranch,
            ...(request.gate === undefined ? {} : { gate: request.gate }),
        }),
    });
    const selected = (id) => request.onlyRules === undefined || request.onlyRules.includes(id);
    const enabled = RULES.filter(({ id }) => selected(id) && policy.config.rules.get(id)?.level?.value !== 'off');
    const subjectContext = contextOf(subject);
    const baseContext = base === null ? null : contextOf(base);
    const throwing = request.throwing === undefined ? {} : { throwing: request.throwing };
    const subjectRuns = (0,rules_run/* runRules */.xG)(enabled, subjectContext, { side: 'subject', ...throwing });
    const baseRuns = baseContext === null ? null : (0,rules_run/* runRules */.xG)(enabled, baseContext, { side: 'base', ...throwing });
    phases.enter('decision');
    const change = baseContext === null || resolved.change === null
        ? null
        : { subject: subjectContext, base: baseContext, change: resolved.change };
    const degraded = degradations(request, resolved, policy);
    const thresholds = (0,policy_levels/* effectiveThresholds */.qn)(policy.config, request.strict);
    const judgement = judge({
        rules: ALL_RULES,
        selected,
        config: policy.config,
        side: policy.side,
        thresholds,
        today,
        subjectRuns,
        baseRuns,
        change,
        weakened: selected(POLICY_WEAKENED) ? oracle_weakened(policy, baseContext, base, { today, branch, defaultBranch }) : [],
        base: resolved.base !== null ? 'present' : baseExpected ? 'missing' : 'not-expected',
        degraded,
    });
    phases.enter(null);
    const report = assembleReport({
        run: {
            startedAt: new Date(progress.started).toISOString(),
            durationMs: request.clock() - progress.started,
            event: request.eventName,
            url: request.runUrl ?? '',
            runner: { node: process.version, platform: process.platform },
            timings: request.timings ? phases.times : {},
        },
        version: version/* VERSION */.x,
        ruleSet: ruleSetId(RULES),
        subject: { id: resolved.subject.id, repository: request.repository ?? '', branch: branch ?? '' },
        base: resolved.base?.id ?? null,
        complete: judgement.complete,
        degraded,
        enforcement: enforcementOf(request, late.protections),
        policy: {
            source: policySource(policy),
            thresholds,
            strict: request.strict,
            enforceFrom: request.enforceFrom ?? '',
        },
        sources: subjectContext.requirements.answers,
        rules: judgement.rules,
        findings: judgement.findings,
        lost: judgement.lost,
        toolErrors: judgement.toolErrors,
        decision: judgement.decision,
        originText: (level) => (0,policy_levels/* originText */.CQ)(level.origin),
    });
    (0,schema/* validateReport */.R)(report);
    return report;
}
function checkSelection(only) {
    const unknown = only?.find((id) => !ALL_RULES.some((rule) => rule.id === id));
    if (unknown === undefined)
        return;
    throw new errors/* PhaseMirrorError */.VV('user', {
        thing: `the rule "${unknown}"`,
        reason: 'is not known',
        next: `Use one of: ${RULE_IDS.join(', ')}`,
        exitCode: 64,
    });
}
/** The branch an event is about, before anything was read; null when only git can tell. */
function branchOfEvent(event) {
    if (event.kind === 'pull_request' || event.kind === 'merge_group')
        return event.targetBranch;
    return event.kind === 'push' || event.kind === 'other' ? event.branch : null;
}
async function askApi(request, branch) {
    const { token, repository } = request;
    if (!request.apiExpected) {
        const detail = token === undefined ? 'no token was given' : 'no --repository was given';
        return { protections: [], answers: [{ source: 'GitHub API', status: 'not-asked', detail }] };
    }
    if (token === undefined || repository === undefined || branch === null) {
        const detail = token === undefined
            ? 'no token was given'
            : branch === null
                ? 'no branch to ask about'
                : 'the repository is not known';
        return { protections: [], answers: [{ source: 'GitHub API', status: 'unavailable', detail }] };
    }
    const { fetchProtection } = await __webpack_require__.e(/* import() */ 758).then(__webpack_require__.bind(__webpack_require__, 2758));
    return await fetchProtection({
        repository,
        branch,
        token,
        apiUrl: request.apiUrl ?? 'https://api.github.com',
    });
}
// ---------------------------------------------------------------- policy
function oracle_weakened(policy, base, built, { today, branch, defaultBranch }) {
    if (policy.compare === null || base === null)
        return [];
    const codeowners = built?.model.codeowners ?? null;
    return weakenedFindings(policy.compare.base, policy.compare.subject, {
        rules: ALL_RULES,
        today,
        defaultBranch,
        branch: branch ?? '',
        codeOwnerReviewOf: (path) => base.requirements.codeOwnerReview && codeowners !== null && (ownersOf(codeowners, path)?.length ?? 0) > 0,
    });
}
function configuredBy({ config }) {
    return config.path === null ? {} : { configuredBy: `external-checks of ${config.path}` };
}
function policySource(policy) {
    if (policy.config.path === null)
        return 'built-in';
    return `${policy.side}:${policy.config.path}`;
}
function degradations(request, resolved, policy) {
    const found = [...(request.degraded ?? [])];
    if (resolved.baseMissing !== null) {
        found.push({ code: 'base_missing', text: `The base could not be read: ${resolved.baseMissing}` });
    }
    if (policy.baseInvalid !== null) {
        found.push({
            code: 'base_config_invalid',
            text: `The configuration on the base is invalid, so the built-in policy was applied: ${policy.baseInvalid}`,
        });
    }
    return found;
}
/**
 * A pull request can edit the workflow that runs the gate; only a workflow that an organisation's ruleset requires, at
 * a pinned ref, is out of its reach.
 */
function enforcementOf(request, protections) {
    const { workflowRef } = request;
    if (workflowRef === undefined)
        return 'none';
    const required = protections.flatMap(({ requiredWorkflows }) => requiredWorkflows ?? []);
    const pinned = required.some(({ path, ref, sha }) => (ref !== undefined || sha !== undefined) && workflowRef.split('@')[0]?.endsWith(`/${path}`) === true);
    const elsewhere = request.repository !== undefined && !workflowRef.startsWith(`${request.repository}/`);
    return pinned && elsewhere ? 'required-workflow' : 'self-attested';
}
/** Wall-clock time of each phase, in milliseconds. */
class Phases {
    request;
    times = {};
    current = null;
    constructor(request) {
        this.request = request;
    }
    enter(name) {
        const now = this.request.clock();
        if (this.current !== null)
            this.times[this.current.name] = now - this.current.since;
        this.current = name === null ? null : { name, since: now };
        if (name !== null)
            this.request.onPhase?.(name);
    }
}


/***/ }),

/***/ 810:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  iE: () => (/* binding */ CONFIG_PATHS),
  i4: () => (/* binding */ emptyConfig),
  Xe: () => (/* binding */ findConfigPath),
  o4: () => (/* binding */ parseConfig)
});

// EXTERNAL MODULE: ./node_modules/valibot/dist/index.mjs
var dist = __webpack_require__(7934);
// EXTERNAL MODULE: ./build/errors.js
var errors = __webpack_require__(9473);
// EXTERNAL MODULE: ./build/repository/yaml.js
var yaml = __webpack_require__(5886);
// EXTERNAL MODULE: ./node_modules/fastest-levenshtein/mod.js
var mod = __webpack_require__(1916);
// EXTERNAL MODULE: ./build/rules/types.js
var types = __webpack_require__(5229);
// EXTERNAL MODULE: ./build/policy/dates.js
var dates = __webpack_require__(390);
// EXTERNAL MODULE: ./build/policy/globs.js
var globs = __webpack_require__(6912);
;// CONCATENATED MODULE: ./build/policy/config-schema.js
/**
 * `.phase-mirror.yml`, version 1, defined once: the validator (config.ts), the types below and the JSON Schema
 * (schema/config.v1.json, written by scripts/generate-schema.mjs) all come from here. Why valibot:
 * docs/adr/0003-configuration-schema-library.md.
 *
 * A message in this file is the sentence that tells the person what to write; what is wrong is added by
 * config-problems.ts, which knows the value and its position. What needs the rule registry, today's date or two
 * keys at once is checked in config.ts.
 */




/** More than anyone writes by hand, few enough to keep every comparison cheap. */
const MAX_ITEMS = 500;
const MAX_TEXT = 500;
/** A reason nobody has to ask about again. */
const MIN_REASON = 8;
const NAME = 'Write a name of 1 to 500 characters';
const BRANCH = 'Write a branch name or a pattern such as `release/*`';
const DATE = 'Write the date as YYYY-MM-DD';
/** Checks with their own words; the words are in {@link CHECK_REASONS}. */
const isNotCatchAll = (text) => !(0,globs/* isCatchAll */.HE)(text);
const isCalendarDay = (text) => !(0,dates/* isDateShaped */.Sl)(text) || (0,dates/* parseDate */._U)(text) !== null;
const isReason = (text) => text.trim().length >= MIN_REASON;
/** What a failed check means, as a clause after the name of the key. */
const CHECK_REASONS = new Map([
    [isNotCatchAll, 'is a catch-all: it has fewer than two letters or digits beside the wildcards'],
    [isCalendarDay, 'is not a day of the calendar'],
    [isReason, `has fewer than ${MIN_REASON} characters`],
]);
function config_schema_text(message) {
    return dist/* pipe */.FsL(dist/* string */.YjP(message), dist/* minLength */.BpQ(1, message), dist/* maxLength */.Ru6(MAX_TEXT, message));
}
function list(item, message) {
    return dist/* pipe */.FsL(dist/* array */.YOg(item, message), dist/* maxLength */.Ru6(MAX_ITEMS, `Keep at most ${MAX_ITEMS} entries`));
}
function maximum(severity) {
    const message = 'Use a whole number of 0 or more';
    return dist/* pipe */.FsL(dist/* number */.aig(message), dist/* integer */.ndf(message), dist/* minValue */.Wwf(0, message), dist/* maxValue */.cGV(1_000_000, 'Use at most 1000000'), dist/* description */.h_(`How many new problems of severity ${severity} a change may introduce before it is blocked.`));
}
const ruleSchema = dist/* strictObject */.rej({
    level: dist/* pipe */.FsL(dist/* picklist */.KIO(types/* LEVELS */.A, 'Use `block`, `warn` or `off`'), dist/* description */.h_('block: new problems count toward the maxima; warn: they are shown; off: the rule does not run.')),
}, 'Write it as `{level: block}`, `{level: warn}` or `{level: off}`');
const requiredCheckSchema = dist/* strictObject */.rej({
    context: dist/* pipe */.FsL(config_schema_text(NAME), dist/* description */.h_('The name of the check as GitHub shows it.')),
    branches: dist/* optional */.lqM(dist/* pipe */.FsL(list(config_schema_text(BRANCH), 'Write a list of branches, `[main]`'), dist/* minLength */.BpQ(1, 'Name a branch, or remove the key to mean the default branch'), dist/* description */.h_('Branches that require it, names or patterns. Without the key: the default branch.'))),
}, 'Write a check name, or `{context: NAME, branches: [BRANCH]}`');
const policySchema = dist/* strictObject */.rej({
    'max-critical': dist/* optional */.lqM(maximum('critical')),
    'max-high': dist/* optional */.lqM(maximum('high')),
    'max-medium': dist/* optional */.lqM(maximum('medium')),
}, 'Write it as a map, `max-medium: 10`');
const DAY = dist/* pipe */.FsL(dist/* string */.YjP(DATE), dist/* regex */.yGV(/^\d{4}-\d{2}-\d{2}$/, DATE), dist/* check */.z6Y(isCalendarDay, DATE), dist/* description */.h_('Last day it holds, YYYY-MM-DD (UTC); at most 180 days from the day it is read.'));
const suppressionSchema = dist/* strictObject */.rej({
    rule: dist/* pipe */.FsL(config_schema_text('Name one rule, `MD-001`'), dist/* description */.h_('The rule it is about.')),
    path: dist/* optional */.lqM(dist/* pipe */.FsL(config_schema_text('Write a path, or a glob such as `.github/workflows/nightly-*.yml`'), dist/* check */.z6Y(isNotCatchAll, 'Name the file, or turn the rule off under `rules`'), dist/* description */.h_('File of the problem: a path, or a glob (`*` within a folder, `**` across folders).'))),
    finding: dist/* optional */.lqM(dist/* pipe */.FsL(dist/* string */.YjP('Write at least 8 hex digits of the finding id'), dist/* regex */.yGV(/^[0-9a-f]{8,32}$/, 'Write 8 to 32 of the hex digits (lower case) that the report shows'), dist/* description */.h_('Start of the id of the finding, at least 8 hex digits.'))),
    reason: dist/* pipe */.FsL(dist/* string */.YjP('Say in a sentence why the problem may stay'), dist/* minLength */.BpQ(MIN_REASON, 'Say in a sentence why the problem may stay'), dist/* check */.z6Y(isReason, 'Say in a sentence why the problem may stay'), dist/* maxLength */.Ru6(2000, 'Use at most 2000 characters'), dist/* description */.h_('Why the problem may stay. Shown in every report.')),
    until: DAY,
    verdict: dist/* optional */.lqM(dist/* pipe */.FsL(dist/* picklist */.KIO(['false-positive', 'accepted'], 'Use `false-positive` or `accepted`'), dist/* description */.h_('false-positive: the rule is wrong here; accepted: it is right and we live with it.'))),
    owner: dist/* optional */.lqM(dist/* pipe */.FsL(config_schema_text(NAME), dist/* description */.h_('Who will come back to it.'))),
    ticket: dist/* optional */.lqM(dist/* pipe */.FsL(config_schema_text(NAME), dist/* description */.h_('Where it is tracked.'))),
}, 'Write it as a map with `rule`, `path` or `finding`, `reason` and `until`');
const rulesSchema = dist/* record */.g1P(dist/* string */.YjP(), ruleSchema, 'Write a map from rule id to settings, `MD-001: {level: warn}`');
const configSchema = dist/* pipe */.FsL(dist/* strictObject */.rej({
    version: dist/* pipe */.FsL(dist/* literal */.euz(1, 'Write `version: 1`'), dist/* description */.h_('Version of this format.')),
    rules: dist/* optional */.lqM(dist/* pipe */.FsL(rulesSchema, dist/* description */.h_('Settings of single rules, by id.'))),
    'required-checks': dist/* optional */.lqM(dist/* pipe */.FsL(list(dist/* union */.KCZ([config_schema_text(NAME), requiredCheckSchema], 'Write a check name, or `{context: NAME, branches: [BRANCH]}`'), 'Write a list of check names, `[lint, test]`'), dist/* description */.h_('Checks that must pass before a merge, where no file of the repository says so.'))),
    'external-checks': dist/* optional */.lqM(dist/* pipe */.FsL(list(dist/* pipe */.FsL(config_schema_text(NAME), dist/* check */.z6Y(isNotCatchAll, 'Write the name of the check, or the start of it: `codecov/*`')), 'Write a list of check names or globs, `[codecov/*]`'), dist/* description */.h_('Checks that something else than a job of this repository reports. `*` stands for any text.'))),
    policy: dist/* optional */.lqM(dist/* pipe */.FsL(policySchema, dist/* description */.h_('When a change is blocked.'))),
    suppressions: dist/* optional */.lqM(dist/* pipe */.FsL(list(suppressionSchema, 'Write a list, one entry per suppression'), dist/* description */.h_('Problems that may stay for a while.'))),
}, 'Write the configuration as a map that starts with `version: 1`'), dist/* title */.DDF('Phase Mirror configuration, version 1 (.phase-mirror.yml)'));

;// CONCATENATED MODULE: ./build/policy/config-problems.js
/** From what the schema says about plain data to what a person reads: position, key, reason, what to write. */



/** Problems that are spelled out in one message; the rest is counted. */
const MAX_SHOWN = 10;
/** Characters of a value from the file that are repeated in a message. */
const MAX_QUOTED = 60;
/** An invalid configuration: a person's error, with all problems in file order. */
class ConfigError extends errors/* PhaseMirrorError */.VV {
    problems;
    constructor(path, found) {
        const problems = [...found].sort((a, b) => a.at.startLine - b.at.startLine || a.at.startColumn - b.at.startColumn || (a.key < b.key ? -1 : 1));
        const [only] = problems;
        super('user', only !== undefined && problems.length === 1
            ? { thing: only.key, reason: only.reason, next: only.next, position: positionOf(only.at) }
            : {
                thing: 'the configuration',
                reason: `has ${problems.length} problems`,
                next: `Mend them:${problems.slice(0, MAX_SHOWN).map(line).join('')}${more(problems.length)}`,
                position: { path },
            });
        this.problems = problems;
    }
}
/**
 * The problems that valibot found, with the positions of the tree the data came from.
 *
 * @param root the tree whose plain form was validated
 * @param issues all issues of one `safeParse`; may be empty
 */
function problemsOf(root, issues) {
    const lists = listsForMaps(root);
    const listed = new Set(lists.map(({ key }) => key));
    const others = issues.filter(({ path }) => !listed.has(path?.[0].key));
    return [...lists, ...others.flatMap((issue) => problemsOfIssue(root, issue, []))];
}
/** The key as people write it: `suppressions[2].until`. The whole file is "the configuration". */
function keyText(path) {
    if (path.length === 0)
        return 'the configuration';
    return path
        .map((item, index) => (typeof item === 'number' ? `[${item}]` : `${index === 0 ? '' : '.'}${plain(item)}`))
        .join('');
}
/** ` (did you mean "MD-001"?)` when one of the names is near enough, else ''. */
function suggestion(wrong, names) {
    if (wrong.length > 100)
        return '';
    const lower = wrong.toLowerCase();
    const [best] = names
        .map((name) => ({ name, edits: (0,mod/* distance */.Io)(lower, name.toLowerCase()) }))
        .sort((a, b) => a.edits - b.edits || (a.name < b.name ? -1 : 1));
    if (best === undefined || best.edits > Math.max(1, Math.floor(best.name.length / 3)))
        return '';
    return ` (did you mean "${best.name}"?)`;
}
/** Text of the file in a message: quoted, on one line, bounded. Renderers still escape it. */
function quoted(text) {
    return JSON.stringify(bounded(text));
}
/** The value at a path of the tree, or the nearest one above it. */
function valueAt(root, path) {
    let value = root;
    for (const item of path) {
        const next = typeof item === 'number' ? (value.kind === 'seq' ? value.items[item] : undefined) : get(value, item);
        if (next === undefined)
            return value;
        value = next;
    }
    return value;
}
/** To valibot an empty list is a map without keys, and so valid where every key is optional. */
function listsForMaps(root) {
    return Object.entries({ rules: rulesSchema.message, policy: policySchema.message }).flatMap(([key, next]) => {
        const value = get(root, key);
        return value?.kind === 'seq' ? [{ at: value.at, key, reason: wrongValue(value), next: String(next) }] : [];
    });
}
function problemsOfIssue(root, issue, above) {
    const path = [...above, ...(issue.path ?? []).map((item) => item.key)];
    const nested = issue.issues?.filter((inner) => inner.type === 'strict_object' || inner.path !== undefined);
    // A union of text and map: when a map was written, what is wrong inside it is what helps.
    if (issue.type === 'union' && nested !== undefined && valueAt(root, path).kind === 'map') {
        return nested.flatMap((inner) => problemsOfIssue(root, inner, path));
    }
    const isKey = issue.type === 'strict_object' && issue.path?.at(-1)?.origin === 'key';
    const holder = valueAt(root, path.slice(0, -1));
    // To valibot a list is an object without the keys; its message says what the map should look like.
    if (isKey && holder.kind !== 'map') {
        return [{ at: holder.at, key: keyText(path.slice(0, -1)), reason: wrongValue(holder), next: issue.message }];
    }
    if (isKey && issue.expected === 'never')
        return unknownKeys(root, path.slice(0, -1));
    if (isKey) {
        const parent = path.slice(0, -1);
        return [{ at: placeOf(root, parent), key: keyText(path), reason: 'is missing', next: missing(path) }];
    }
    const value = valueAt(root, path);
    const reason = CHECK_REASONS.get(issue.requirement) ?? wrongValue(value, issue.type);
    return [{ at: value.at, key: keyText(path), reason, next: issue.message }];
}
/** The validator stops at the first unknown key of a map; people want to hear of all of them. */
function unknownKeys(root, parent) {
    const map = valueAt(root, parent);
    const known = keysAt(parent);
    if (map.kind !== 'map')
        return [];
    return map.entries
        .filter(({ key }) => !known.includes(key))
        .map(({ key, keyAt }) => ({
        at: keyAt,
        key: keyText([...parent, key]),
        reason: `is not a known key${suggestion(key, known)}`,
        next: `Use ${alternatives(known)}`,
    }));
}
/** Keys that are allowed in the map at a path, in the order of the documentation. */
function keysAt(path) {
    const [section] = path;
    if (section === undefined)
        return Object.keys(configSchema.entries);
    if (section === 'rules')
        return Object.keys(ruleSchema.entries);
    if (section === 'policy')
        return Object.keys(policySchema.entries);
    if (section === 'required-checks')
        return Object.keys(requiredCheckSchema.entries);
    return Object.keys(suppressionSchema.entries);
}
function missing(path) {
    switch (path.at(-1)) {
        case 'version':
            return 'Start the file with `version: 1`';
        case 'level':
            return 'Add `level: block`, `level: warn` or `level: off`';
        case 'until':
            return 'Add `until: YYYY-MM-DD`, at most 180 days from today';
        case 'reason':
            return 'Say in a sentence why the problem may stay';
        case 'rule':
            return 'Name one rule, `rule: MD-001`';
        default:
            return 'Add the name of the check';
    }
}
function wrongValue(value, type = '') {
    if (value.kind === 'map')
        return 'is a map';
    if (value.kind === 'seq')
        return type === 'max_length' ? `has ${value.items.length} entries` : listClause(value.items);
    if (value.value === null)
        return 'has no value';
    if (value.source === '')
        return 'is empty';
    if (type === 'min_length')
        return `has only ${value.source.length} characters`;
    if (type === 'max_length')
        return `has ${value.source.length} characters`;
    return `is ${quoted(value.source)}`;
}
function listClause(items) {
    return items.length === 0 ? 'is an empty list' : 'is a list';
}
function placeOf(root, path) {
    return entryAt(root, path)?.keyAt ?? valueAt(root, path).at;
}
function entryAt(root, path) {
    const last = path.at(-1);
    const parent = valueAt(root, path.slice(0, -1));
    return typeof last === 'string' && parent.kind === 'map' ? parent.entry(last) : undefined;
}
function get(value, key) {
    return value.kind === 'map' ? value.get(key) : undefined;
}
function line({ at, key, reason, next }) {
    return `\n  ${(0,errors/* formatPosition */.Ld)(positionOf(at))}: ${key} ${reason}. ${next}`;
}
function more(count) {
    return count > MAX_SHOWN ? `\n  and ${count - MAX_SHOWN} more` : '';
}
function positionOf(at) {
    return { path: at.path, line: at.startLine, column: at.startColumn };
}
function alternatives(names) {
    const ticked = names.map((name) => `\`${name}\``);
    const last = ticked.pop() ?? '';
    return ticked.length === 0 ? last : `${ticked.join(', ')} or ${last}`;
}
function plain(key) {
    return /^[\w.-]{1,60}$/.test(key) ? key : quoted(key);
}
function bounded(text) {
    return text.length > MAX_QUOTED ? `${text.slice(0, MAX_QUOTED - 1)}…` : text;
}

// EXTERNAL MODULE: ./build/policy/levels.js + 1 modules
var levels = __webpack_require__(7954);
;// CONCATENATED MODULE: ./build/policy/config.js
/**
 * `.phase-mirror.yml`: from bytes to a {@link Config}, or to one error that names every problem with its place.
 * Pure: today's date and the known rules are arguments. The format is defined in config-schema.ts.
 */








/** Names that are tried, at the top of the repository. Two at once are an error: nobody could say which one holds. */
const CONFIG_PATHS = ['.phase-mirror.yml', '.phase-mirror.yaml', '.github/phase-mirror.yml'];
/** Stands for "some workflow": a suppression that matches it would match every other one too. */
const ANY_WORKFLOW = ['.github/workflows/0-probe-9.yml', '.github/workflows/0-probe-9.yaml'];
/** The configuration of a repository without a file: valid, and everything built in. */
function emptyConfig() {
    return {
        path: null,
        rules: new Map(),
        requiredChecks: [],
        externalChecks: [],
        thresholds: {},
        suppressions: [],
        keys: new Map(),
        lines: [],
    };
}
/**
 * Which of {@link CONFIG_PATHS} a tree has.
 *
 * @returns the path, or null when there is none
 * @throws PhaseMirrorError (user, exit 2) when there is more than one
 */
function findConfigPath(paths) {
    const tree = new Set(paths);
    const [path, ...others] = CONFIG_PATHS.filter((candidate) => tree.has(candidate));
    if (path === undefined)
        return null;
    if (others.length > 0) {
        throw new errors/* PhaseMirrorError */.VV('user', {
            thing: 'the configuration',
            reason: `is there more than once: ${[path, ...others].join(', ')}`,
            next: `Keep ${path} and remove ${others.length === 1 ? 'the other' : 'the others'}`,
            position: { path: others[0] ?? path },
        });
    }
    return path;
}
/**
 * Read and validate a configuration. An empty file is valid.
 *
 * @param path where the bytes stand, for positions; never opened
 * @throws ConfigError (a PhaseMirrorError of kind `user`, exit 2) with all problems when the file is invalid
 * @throws RangeError when `context.today` is not a date
 */
function parseConfig(path, bytes, context) {
    const read = (0,yaml/* readYaml */.gM)(path, bytes, 'config');
    if (!read.ok) {
        const { at, reason } = read.problem;
        throw new ConfigError(path, [
            {
                at,
                key: 'the configuration',
                reason: clause(reason),
                next: 'Mend the file; `phase-mirror config check` reads it again',
            },
        ]);
    }
    const root = read.value;
    if (root === null || (root.kind === 'scalar' && root.value === null)) {
        return { config: { ...emptyConfig(), path, lines: read.lines } };
    }
    const result = dist/* safeParse */.xLC(configSchema, plainOf(root, []));
    const problems = firstOfEachKey([
        ...problemsOf(root, result.issues ?? []),
        ...ruleProblems(root, context),
        ...suppressionProblems(root, context),
    ]);
    if (!result.success || problems.length > 0 || root.kind !== 'map')
        throw new ConfigError(path, problems);
    return { config: configOf(path, root, result.output, read.lines) };
}
/** The YAML library speaks in sentences, our own checks in clauses. */
function clause(reason) {
    return /^[A-Z]/.test(reason) ? `cannot be read: ${reason.replace(/\.$/, '')}` : reason;
}
/**
 * The tree as plain data. Where the format wants text, the text is what was written: `finding: 12345678` is a number
 * to YAML, and `1e3` would be lost. Only `version` and `policy` hold numbers.
 */
function plainOf(value, path) {
    if (value.kind === 'seq')
        return value.items.map((item) => plainOf(item, path));
    if (value.kind === 'map') {
        // Without a prototype, `__proto__` and `constructor` are keys like any other.
        const plain = Object.create(null);
        for (const entry of value.entries)
            plain[entry.key] = plainOf(entry.value, [...path, entry.key]);
        return plain;
    }
    const typed = path[0] === 'version' || path[0] === 'policy' || value.value === null;
    return typed || typeof value.value === 'string' ? value.value : value.source;
}
/** One value can break several checks of the schema (`-1.5`); one sentence about it is enough. */
function firstOfEachKey(problems) {
    const seen = new Set();
    return problems.filter(({ key, at }) => {
        const identity = `${at.startLine}:${at.startColumn} ${key}`;
        return !seen.has(identity) && seen.add(identity);
    });
}
function ruleProblems(root, { ruleIds }) {
    const rules = sectionOf(root, 'rules');
    if (rules?.kind !== 'map')
        return [];
    return rules.entries.flatMap(({ key, keyAt }) => {
        const reason = levels/* UNPINNABLE */.zD.get(key);
        if (reason !== undefined) {
            return [{ at: keyAt, key: `rules.${key}`, reason: `cannot be set: ${reason}`, next: 'Remove the entry' }];
        }
        if (ruleIds.includes(key))
            return [];
        const near = suggestion(key, ruleIds);
        return [{ at: keyAt, key: `rules: ${quoted(key)}`, reason: `is not a rule${near}`, next: knownRules(ruleIds) }];
    });
}
function suppressionProblems(root, context) {
    const list = sectionOf(root, 'suppressions');
    if (list?.kind !== 'seq')
        return [];
    return list.items.flatMap((item, index) => item.kind === 'map' ? suppressionProblem(item, `suppressions[${index}]`, context) : []);
}
function suppressionProblem(entry, key, { ruleIds, today }) {
    const problems = [];
    const at = (name) => entry.get(name)?.at ?? entry.at;
    const text = (name) => {
        const value = entry.get(name);
        return value?.kind === 'scalar' && value.value !== null ? value.source : undefined;
    };
    const rule = text('rule');
    const ban = rule === undefined ? undefined : levels/* UNSUPPRESSIBLE */.h0.get(rule);
    if (ban !== undefined) {
        problems.push({ at: at('rule'), key: `${key}.rule`, reason: `cannot be suppressed: ${ban}`, next: 'Remove it' });
    }
    else if (rule !== undefined && rule !== '' && !ruleIds.includes(rule)) {
        const reason = `is ${quoted(rule)}, which is not a rule${suggestion(rule, ruleIds)}`;
        problems.push({ at: at('rule'), key: `${key}.rule`, reason, next: knownRules(ruleIds) });
    }
    const targets = ['path', 'finding'].filter((name) => entry.get(name) !== undefined);
    if (targets.length !== 1) {
        const reason = targets.length === 0 ? 'names neither a path nor a finding' : 'names both a path and a finding';
        problems.push({ at: entry.at, key, reason, next: 'Give exactly one of `path` and `finding`' });
    }
    const path = text('path');
    if (path !== undefined && (0,globs/* hasWildcard */.rl)(path) && ANY_WORKFLOW.some((file) => (0,globs/* matchesGlob */.kt)('path', path, file))) {
        const next = 'Name the file, or turn the rule off under `rules`';
        problems.push({ at: at('path'), key: `${key}.path`, reason: 'is a catch-all: it matches every workflow', next });
    }
    const until = text('until');
    const last = until === undefined ? null : (0,dates/* parseDate */._U)(until);
    const latestDay = (0,dates/* daysOf */.hF)(today) + dates/* MAX_DAYS_AHEAD */.pr;
    if (last !== null && last > latestDay) {
        const latest = (0,dates/* formatDate */.Yq)(latestDay);
        const reason = `is ${until}, more than ${dates/* MAX_DAYS_AHEAD */.pr} days from today`;
        problems.push({ at: at('until'), key: `${key}.until`, reason, next: `Use a date up to ${latest}` });
    }
    return problems;
}
function configOf(path, root, input, lines) {
    const policy = sectionOf(root, 'policy');
    const maximum = (key) => {
        const value = input.policy?.[`max-${key}`];
        const at = policy?.kind === 'map' ? policy.get(`max-${key}`)?.at : undefined;
        return value === undefined || at === undefined ? {} : { [key]: { value, at } };
    };
    return {
        path,
        rules: rulesOf(sectionOf(root, 'rules'), input),
        requiredChecks: located(sectionOf(root, 'required-checks'), input['required-checks'], requiredCheckOf),
        externalChecks: located(sectionOf(root, 'external-checks'), input['external-checks'], (name) => name),
        thresholds: { ...maximum('critical'), ...maximum('high'), ...maximum('medium') },
        suppressions: located(sectionOf(root, 'suppressions'), input.suppressions, (entry) => entry).map(suppressionOf),
        keys: new Map(root.entries.map(({ key, keyAt }) => [key, keyAt])),
        lines,
    };
}
function rulesOf(section, input) {
    const rules = new Map();
    if (section?.kind !== 'map')
        return rules;
    for (const { key, value } of section.entries) {
        const level = input.rules?.[key]?.level;
        const at = value.kind === 'map' ? value.get('level')?.at : undefined;
        if (level !== undefined && at !== undefined)
            rules.set(key, { level: { value: level, at } });
    }
    return rules;
}
/** Pair the validated items of a list with their places. */
function located(section, items, map) {
    if (section?.kind !== 'seq' || items === undefined)
        return [];
    return section.items.flatMap(({ at }, index) => {
        const item = items[index];
        return item === undefined ? [] : [{ value: map(item), at }];
    });
}
function requiredCheckOf(item) {
    if (typeof item === 'string')
        return { context: item, branches: [] };
    return { context: item.context, branches: item.branches ?? [] };
}
function suppressionOf({ value, at }) {
    const { finding, path, verdict, owner, ticket, rule, reason, until } = value;
    return {
        rule,
        reason,
        until,
        ...(path === undefined ? {} : { path }),
        ...(finding === undefined ? {} : { findingId: finding }),
        ...(verdict === undefined ? {} : { verdict }),
        ...(owner === undefined ? {} : { owner }),
        ...(ticket === undefined ? {} : { ticket }),
        at: { path: at.path, line: at.startLine },
    };
}
function sectionOf(root, key) {
    return root.kind === 'map' ? root.get(key) : undefined;
}
function knownRules(ruleIds) {
    return `Use one of ${ruleIds.join(', ')}`;
}


/***/ }),

/***/ 390:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Sl: () => (/* binding */ isDateShaped),
/* harmony export */   YM: () => (/* binding */ daysBetween),
/* harmony export */   Yq: () => (/* binding */ formatDate),
/* harmony export */   _U: () => (/* binding */ parseDate),
/* harmony export */   hF: () => (/* binding */ daysOf),
/* harmony export */   pr: () => (/* binding */ MAX_DAYS_AHEAD)
/* harmony export */ });
/**
 * Calendar dates without a clock: `YYYY-MM-DD`, proleptic Gregorian, UTC. The policy compares whole days only and
 * "today" is an argument, so nothing here needs the platform's date type (whose parser accepts 2026-02-31).
 */
/** How far ahead a suppression or `enforce-from` may reach. design.md, "Policy comes from base". */
const MAX_DAYS_AHEAD = 180;
const SHAPE = /^(\d{4})-(\d{2})-(\d{2})$/;
const MONTH_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
/** Number of days since 1970-01-01, or null when the text is not `YYYY-MM-DD` or names a day that does not exist. */
function parseDate(text) {
    const match = SHAPE.exec(text);
    if (match === null)
        return null;
    const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
    return month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month)
        ? daysFromCivil(year, month, day)
        : null;
}
/** True for text of the form `YYYY-MM-DD`, whether or not the day exists. */
function isDateShaped(text) {
    return SHAPE.test(text);
}
/** The inverse of {@link parseDate}, for days from 0000-03-01 to 9999-12-31. */
function formatDate(days) {
    const { year, month, day } = civilFromDays(days);
    return `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`;
}
/**
 * Days from `from` to `to`; negative when `to` is earlier.
 *
 * @throws RangeError when one of them is not a date: callers validate what people write, so this is a bug.
 */
function daysBetween(from, to) {
    return daysOf(to) - daysOf(from);
}
/** {@link parseDate} for a date that was validated before. @throws RangeError otherwise. */
function daysOf(text) {
    const days = parseDate(text);
    if (days === null)
        throw new RangeError(`not a date: ${JSON.stringify(text)}`);
    return days;
}
function daysInMonth(year, month) {
    const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
    return month === 2 && leap ? 29 : (MONTH_DAYS[month - 1] ?? 0);
}
/**
 * Day number of a civil date. Years start in March, so the leap day is the last of its year; 400 years are one era of
 * 146,097 days. The algorithm is Howard Hinnant's `days_from_civil` (howardhinnant.github.io/date_algorithms.html).
 */
function daysFromCivil(year, month, day) {
    const y = month <= 2 ? year - 1 : year;
    const era = Math.floor(y / 400);
    const yearOfEra = y - era * 400;
    const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1;
    const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
    return era * 146_097 + dayOfEra - 719_468;
}
/** `civil_from_days` of the same source. */
function civilFromDays(days) {
    const shifted = days + 719_468;
    const era = Math.floor(shifted / 146_097);
    const dayOfEra = shifted - era * 146_097;
    const yearOfEra = Math.floor((dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365);
    const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
    const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
    const day = dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1;
    const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
    return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day };
}
function pad(value, width) {
    return String(value).padStart(width, '0');
}


/***/ }),

/***/ 6912:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   HE: () => (/* binding */ isCatchAll),
/* harmony export */   fQ: () => (/* binding */ globCovers),
/* harmony export */   kt: () => (/* binding */ matchesGlob),
/* harmony export */   rl: () => (/* binding */ hasWildcard)
/* harmony export */ });
/**
 * The two kinds of glob in `.phase-mirror.yml`. Both are matched by filling a table, never by a regular expression:
 * the pattern and the text come from a repository, and the time must stay pattern × text.
 *
 * - *names* (`external-checks`): `*` stands for any text. Check names have no path structure.
 * - *paths* (`suppressions[].path`): `*` stands for any text without `/`, `**` for any text, a leading or inner
 *   `**` + `/` for zero or more folders.
 *
 * There are no other special characters, so there is nothing to escape.
 */
/** Longest pattern and text that is compared; anything longer matches nothing. */
const MAX_LENGTH = 4096;
function hasWildcard(pattern) {
    return pattern.includes('*');
}
/** Whether the pattern matches the whole text. */
function matchesGlob(kind, pattern, text) {
    if (!hasWildcard(pattern))
        return pattern === text;
    return coversTokens(tokensOf(kind, pattern), charsOf(text));
}
/**
 * Whether everything that `narrow` matches is matched by `wide` too. Sound and not complete: `true` is always right,
 * `false` may be said of two patterns that happen to be equal in meaning.
 */
function globCovers(kind, wide, narrow) {
    if (wide === narrow)
        return true;
    if (!hasWildcard(wide))
        return false;
    return coversTokens(tokensOf(kind, wide), tokensOf(kind, narrow));
}
/** Fewer than two letters or digits beside the wildcards: such a pattern says nothing about what it is for. */
function isCatchAll(pattern) {
    return hasWildcard(pattern) && (pattern.match(/[\p{L}\p{N}]/gu)?.length ?? 0) < 2;
}
function tokensOf(kind, pattern) {
    const tokens = [];
    const chars = [...pattern];
    for (let i = 0; i < chars.length; i += 1) {
        const char = chars[i] ?? '';
        if (char !== '*') {
            tokens.push({ kind: 'char', char });
            continue;
        }
        const atStart = i === 0 || chars[i - 1] === '/';
        let stars = 1;
        while (chars[i + 1] === '*') {
            i += 1;
            stars += 1;
        }
        if (kind === 'name')
            tokens.push({ kind: 'any' });
        else if (stars === 1)
            tokens.push({ kind: 'segment' });
        else if (atStart && chars[i + 1] === '/') {
            i += 1;
            tokens.push({ kind: 'folders' });
        }
        else
            tokens.push({ kind: 'any' });
    }
    return tokens;
}
function charsOf(text) {
    return [...text].map((char) => ({ kind: 'char', char }));
}
/**
 * `reaches[i]` says whether the rest of `wide` covers `narrow` from `i` on; rows are filled from the last token of
 * `wide` to the first. A wildcard of `narrow` can only be swallowed by a wildcard of `wide` that is at least as wide.
 */
function coversTokens(wide, narrow) {
    if (wide.length > MAX_LENGTH || narrow.length > MAX_LENGTH)
        return false;
    let reaches = narrow.map(() => false).concat(true);
    for (const token of [...wide].reverse()) {
        const next = new Array(narrow.length + 1).fill(false);
        let folderAhead = false;
        for (let i = narrow.length; i >= 0; i -= 1) {
            const here = narrow[i];
            const skip = reaches[i] === true;
            const after = reaches[i + 1] === true;
            if (token.kind === 'char') {
                next[i] = here?.kind === 'char' && here.char === token.char && after;
            }
            else if (token.kind === 'folders') {
                if (here !== undefined && endsFolder(here) && after)
                    folderAhead = true;
                next[i] = skip || folderAhead;
            }
            else {
                const swallows = here !== undefined && (token.kind === 'any' || staysInSegment(here));
                next[i] = skip || (swallows && next[i + 1] === true);
            }
        }
        reaches = next;
    }
    return reaches[0] === true;
}
function endsFolder(token) {
    return token.kind === 'folders' || (token.kind === 'char' && token.char === '/');
}
function staysInSegment(token) {
    return token.kind === 'segment' || (token.kind === 'char' && token.char !== '/');
}


/***/ }),

/***/ 7954:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  Wr: () => (/* binding */ MAXIMA),
  zD: () => (/* binding */ UNPINNABLE),
  h0: () => (/* binding */ UNSUPPRESSIBLE),
  Yy: () => (/* binding */ describeConfig),
  _Q: () => (/* binding */ effectiveLevel),
  qn: () => (/* binding */ effectiveThresholds),
  CQ: () => (/* binding */ originText),
  Jx: () => (/* binding */ suppressionText)
});

;// CONCATENATED MODULE: ./build/policy/types.js
const DEFAULT_THRESHOLDS = { critical: 0, high: 0, medium: 10 };
const STRICT_THRESHOLDS = { critical: 0, high: 0, medium: 5 };

;// CONCATENATED MODULE: ./build/policy/levels.js

/** Rules whose level no configuration can change, with the reason a person is told. */
const UNPINNABLE = new Map([
    ['L0-PERMISSION-BITS', 'the always-on checks (L0) have no switch'],
    ['policy-weakened', 'a change to the policy is always shown'],
    ['unreadable-file', 'a file that cannot be read is never taken as clean'],
]);
/** Rules whose findings no suppression can hide. An unreadable file can be one on purpose, and then may be named. */
const UNSUPPRESSIBLE = new Map([...UNPINNABLE].filter(([id]) => id !== 'unreadable-file'));
/** Maxima in the order of severity. */
const MAXIMA = ['critical', 'high', 'medium'];
/**
 * The level of one rule: a pin in the configuration, else the built-in one.
 *
 * @param side which tree the configuration was read from, for the origin
 */
function effectiveLevel(rule, config, side) {
    const pin = UNPINNABLE.has(rule.id) ? undefined : config.rules.get(rule.id)?.level;
    return pin === undefined
        ? { level: rule.level, origin: { kind: 'built-in' } }
        : { level: pin.value, origin: fileOrigin(pin, side) };
}
/**
 * The maxima in force. The configuration overrides the built-in ones; with `strict` the smaller of the configured and
 * the strict maximum holds, so that `strict` never loosens anything.
 */
function effectiveThresholds(config, strict) {
    const of = (key) => {
        const own = config.thresholds[key]?.value ?? DEFAULT_THRESHOLDS[key];
        return strict ? Math.min(own, STRICT_THRESHOLDS[key]) : own;
    };
    return { critical: of('critical'), high: of('high'), medium: of('medium') };
}
/** `built-in`, `.phase-mirror.yml:4 (base)`, `input strict`. */
function originText(origin) {
    if (origin.kind === 'built-in')
        return 'built-in';
    if (origin.kind === 'input')
        return `input ${origin.name}`;
    return `${origin.path}:${origin.line}${origin.side === 'base' ? ' (base)' : ''}`;
}
/** The whole effective configuration with the origin of every value, for `config show`. */
function describeConfig(config, options) {
    const side = options.side ?? 'subject';
    const thresholds = effectiveThresholds(config, options.strict);
    return [
        ...options.rules.map((rule) => {
            const { level, origin } = effectiveLevel(rule, config, side);
            return { key: `rules.${rule.id}.level`, value: level, origin };
        }),
        ...MAXIMA.map((key) => {
            const origin = thresholdOrigin(config, key, options.strict, side);
            return { key: `policy.max-${key}`, value: String(thresholds[key]), origin };
        }),
        ...rows('required-checks', config.requiredChecks, requiredCheckText, side),
        ...rows('external-checks', config.externalChecks, (name) => name, side),
        ...config.suppressions.map((entry, index) => ({
            key: `suppressions[${index}]`,
            value: suppressionText(entry),
            origin: { kind: 'file', path: entry.at.path, line: entry.at.line, side },
        })),
    ];
}
/** `MD-001 in .github/settings.yml until 2026-12-31`. */
function suppressionText(entry) {
    const target = entry.path === undefined ? `finding ${entry.findingId}` : `in ${entry.path}`;
    return `${entry.rule} ${target} until ${entry.until}`;
}
function thresholdOrigin(config, key, strict, side) {
    const own = config.thresholds[key];
    if (strict && STRICT_THRESHOLDS[key] < (own?.value ?? DEFAULT_THRESHOLDS[key])) {
        return { kind: 'input', name: 'strict' };
    }
    return own === undefined ? { kind: 'built-in' } : fileOrigin(own, side);
}
function requiredCheckText({ context, branches }) {
    return `${context} (${branches.length === 0 ? 'default branch' : branches.join(', ')})`;
}
function rows(key, items, text, side) {
    return items.map((item, index) => ({
        key: `${key}[${index}]`,
        value: text(item.value),
        origin: fileOrigin(item, side),
    }));
}
function fileOrigin({ at }, side) {
    return { kind: 'file', path: at.path, line: at.startLine, side };
}


/***/ }),

/***/ 1283:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Us: () => (/* binding */ isBlocking),
/* harmony export */   zZ: () => (/* binding */ orderReport)
/* harmony export */ });
/* unused harmony exports severityRank, byCodeUnit */
/* harmony import */ var _rules_types_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(5229);

const STATUSES = ['new', 'older', 'suppressed'];
/**
 * True for a finding that the decision blocks on: new, of a rule at level block, and of a severity that is over its
 * maximum.
 */
function isBlocking(finding, { decision }) {
    if (finding.status !== 'new' || finding.level !== 'block')
        return false;
    return decision.reasons.some(({ kind, severity }) => kind === 'over-threshold' && (severity === undefined || severity === finding.severity));
}
/** The same report with its findings, rules, lost evidence and tool errors in their defined order. */
function orderReport(report) {
    const blocking = new Map(report.findings.map((finding) => [finding, isBlocking(finding, report)]));
    const findings = [...report.findings].sort((a, b) => STATUSES.indexOf(a.status) - STATUSES.indexOf(b.status) ||
        Number(blocking.get(b)) - Number(blocking.get(a)) ||
        severityRank(a.severity) - severityRank(b.severity) ||
        levelRank(a.level) - levelRank(b.level) ||
        byCodeUnit(a.ruleId, b.ruleId) ||
        byCodeUnit(a.evidence[0]?.path ?? '', b.evidence[0]?.path ?? '') ||
        (a.evidence[0]?.startLine ?? 0) - (b.evidence[0]?.startLine ?? 0) ||
        byCodeUnit(a.anchor, b.anchor) ||
        byCodeUnit(a.findingId, b.findingId));
    return {
        ...report,
        run: { ...report.run, timings: sortedRecord(report.run.timings) },
        rules: [...report.rules].sort((a, b) => byCodeUnit(a.id, b.id)),
        findings,
        lost: [...report.lost].sort((a, b) => byCodeUnit(a.ruleId, b.ruleId) || byCodeUnit(a.key, b.key)),
        toolErrors: [...report.toolErrors].sort((a, b) => byCodeUnit(b.side, a.side) || byCodeUnit(a.ruleId, b.ruleId) || byCodeUnit(a.message, b.message)),
    };
}
/** 0 is the worst. */
function severityRank(severity) {
    return _rules_types_js__WEBPACK_IMPORTED_MODULE_0__/* .SEVERITIES */ .o.indexOf(severity);
}
/** By UTF-16 code unit: the same everywhere, unlike a locale's order. */
function byCodeUnit(a, b) {
    return a < b ? -1 : a > b ? 1 : 0;
}
function levelRank(level) {
    return _rules_types_js__WEBPACK_IMPORTED_MODULE_0__/* .LEVELS */ .A.indexOf(level);
}
function sortedRecord(record) {
    return Object.fromEntries(Object.entries(record).sort(([a], [b]) => byCodeUnit(a, b)));
}


/***/ }),

/***/ 4892:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   R: () => (/* binding */ validateReport)
/* harmony export */ });
/* unused harmony export reportSchema */
/* harmony import */ var valibot__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7934);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9473);
/* harmony import */ var _rules_types_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(5229);
/**
 * The report's runtime schema. It says what `Report` in types.ts says (a type-level test holds the two together) and
 * is the source of schema/report.v1.json, so it uses only what `@valibot/to-json-schema` can express.
 */



const count = valibot__WEBPACK_IMPORTED_MODULE_1__/* .pipe */ .FsL(valibot__WEBPACK_IMPORTED_MODULE_1__/* .number */ .aig(), valibot__WEBPACK_IMPORTED_MODULE_1__/* .integer */ .ndf(), valibot__WEBPACK_IMPORTED_MODULE_1__/* .minValue */ .Wwf(0));
const severity = valibot__WEBPACK_IMPORTED_MODULE_1__/* .picklist */ .KIO(_rules_types_js__WEBPACK_IMPORTED_MODULE_2__/* .SEVERITIES */ .o);
const level = valibot__WEBPACK_IMPORTED_MODULE_1__/* .picklist */ .KIO(_rules_types_js__WEBPACK_IMPORTED_MODULE_2__/* .LEVELS */ .A);
const date = valibot__WEBPACK_IMPORTED_MODULE_1__/* .pipe */ .FsL(valibot__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(), valibot__WEBPACK_IMPORTED_MODULE_1__/* .regex */ .yGV(/^(\d{4}-\d{2}-\d{2})?$/));
const evidence = valibot__WEBPACK_IMPORTED_MODULE_1__/* .strictObject */ .rej({
    path: valibot__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(),
    startLine: count,
    endLine: count,
    excerpt: valibot__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(),
    label: valibot__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(),
    fact: valibot__WEBPACK_IMPORTED_MODULE_1__/* .exactOptional */ .yqP(valibot__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP()),
});
const gap = valibot__WEBPACK_IMPORTED_MODULE_1__/* .strictObject */ .rej({
    evidence: valibot__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(),
    reason: valibot__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(),
    next: valibot__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(),
    cause: valibot__WEBPACK_IMPORTED_MODULE_1__/* .picklist */ .KIO(['tree', 'environment', 'not-asked']),
});
const sourceAnswer = valibot__WEBPACK_IMPORTED_MODULE_1__/* .strictObject */ .rej({
    source: valibot__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(),
    status: valibot__WEBPACK_IMPORTED_MODULE_1__/* .picklist */ .KIO(['answered', 'none', 'forbidden', 'not-found', 'unavailable', 'not-asked', 'unreadable']),
    detail: valibot__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(),
});
const ruleReport = valibot__WEBPACK_IMPORTED_MODULE_1__/* .strictObject */ .rej({
    id: valibot__WEBPACK_IMPORTED_MODULE_1__/* .pipe */ .FsL(valibot__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(), valibot__WEBPACK_IMPORTED_MODULE_1__/* .minLength */ .BpQ(1)),
    name: valibot__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(),
    version: valibot__WEBPACK_IMPORTED_MODULE_1__/* .pipe */ .FsL(valibot__WEBPACK_IMPORTED_MODULE_1__/* .number */ .aig(), valibot__WEBPACK_IMPORTED_MODULE_1__/* .integer */ .ndf(), valibot__WEBPACK_IMPORTED_MODULE_1__/* .minValue */ .Wwf(1)),
    summary: valibot__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(),
    severity,
    level,
    levelOrigin: valibot__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(),
    state: valibot__WEBPACK_IMPORTED_MODULE_1__/* .picklist */ .KIO(['evaluated', 'not-applicable', 'not-evaluated', 'tool-error', 'off']),
    reason: valibot__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(),
    gaps: valibot__WEBPACK_IMPORTED_MODULE_1__/* .array */ .YOg(gap),
    findings: valibot__WEBPACK_IMPORTED_MODULE_1__/* .strictObject */ .rej({ new: count, older: count, suppressed: count }),
    record: valibot__WEBPACK_IMPORTED_MODULE_1__/* .nullable */ .mee(valibot__WEBPACK_IMPORTED_MODULE_1__/* .strictObject */ .rej({
        reviewed: count,
        falsePositives: count,
        upper: valibot__WEBPACK_IMPORTED_MODULE_1__/* .pipe */ .FsL(valibot__WEBPACK_IMPORTED_MODULE_1__/* .number */ .aig(), valibot__WEBPACK_IMPORTED_MODULE_1__/* .minValue */ .Wwf(0), valibot__WEBPACK_IMPORTED_MODULE_1__/* .maxValue */ .cGV(1)),
    })),
});
const reportFinding = valibot__WEBPACK_IMPORTED_MODULE_1__/* .strictObject */ .rej({
    findingId: valibot__WEBPACK_IMPORTED_MODULE_1__/* .pipe */ .FsL(valibot__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(), valibot__WEBPACK_IMPORTED_MODULE_1__/* .regex */ .yGV(/^[0-9a-f]{32}$/)),
    fingerprint: valibot__WEBPACK_IMPORTED_MODULE_1__/* .pipe */ .FsL(valibot__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(), valibot__WEBPACK_IMPORTED_MODULE_1__/* .regex */ .yGV(/^[0-9a-f]{64}$/)),
    status: valibot__WEBPACK_IMPORTED_MODULE_1__/* .picklist */ .KIO(['new', 'older', 'suppressed']),
    ruleId: valibot__WEBPACK_IMPORTED_MODULE_1__/* .pipe */ .FsL(valibot__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(), valibot__WEBPACK_IMPORTED_MODULE_1__/* .minLength */ .BpQ(1)),
    ruleName: valibot__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(),
    ruleVersion: valibot__WEBPACK_IMPORTED_MODULE_1__/* .pipe */ .FsL(valibot__WEBPACK_IMPORTED_MODULE_1__/* .number */ .aig(), valibot__WEBPACK_IMPORTED_MODULE_1__/* .integer */ .ndf(), valibot__WEBPACK_IMPORTED_MODULE_1__/* .minValue */ .Wwf(1)),
    level,
    severity,
    title: valibot__WEBPACK_IMPORTED_MODULE_1__/* .pipe */ .FsL(valibot__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(), valibot__WEBPACK_IMPORTED_MODULE_1__/* .minLength */ .BpQ(1)),
    what: valibot__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(),
    why: valibot__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(),
    fix: valibot__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(),
    path: valibot__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(),
    anchor: valibot__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(),
    evidence: valibot__WEBPACK_IMPORTED_MODULE_1__/* .pipe */ .FsL(valibot__WEBPACK_IMPORTED_MODULE_1__/* .array */ .YOg(evidence), valibot__WEBPACK_IMPORTED_MODULE_1__/* .minLength */ .BpQ(1)),
    suppression: valibot__WEBPACK_IMPORTED_MODULE_1__/* .nullable */ .mee(valibot__WEBPACK_IMPORTED_MODULE_1__/* .strictObject */ .rej({ reason: valibot__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(), until: date })),
});
const decision = valibot__WEBPACK_IMPORTED_MODULE_1__/* .strictObject */ .rej({
    outcome: valibot__WEBPACK_IMPORTED_MODULE_1__/* .picklist */ .KIO(['pass', 'warn', 'block']),
    reasons: valibot__WEBPACK_IMPORTED_MODULE_1__/* .array */ .YOg(valibot__WEBPACK_IMPORTED_MODULE_1__/* .strictObject */ .rej({
        kind: valibot__WEBPACK_IMPORTED_MODULE_1__/* .picklist */ .KIO([
            'over-threshold',
            'unproven',
            'tool-error',
            'new-findings',
            'incomplete',
            'policy-weakened',
            'degraded',
            'clean',
        ]),
        text: valibot__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(),
        severity: valibot__WEBPACK_IMPORTED_MODULE_1__/* .exactOptional */ .yqP(severity),
        count: valibot__WEBPACK_IMPORTED_MODULE_1__/* .exactOptional */ .yqP(count),
        max: valibot__WEBPACK_IMPORTED_MODULE_1__/* .exactOptional */ .yqP(count),
    })),
});
/** Strict: a key that is not named here is an error. */
const reportSchema = valibot__WEBPACK_IMPORTED_MODULE_1__/* .strictObject */ .rej({
    schemaVersion: valibot__WEBPACK_IMPORTED_MODULE_1__/* .literal */ .euz('1'),
    run: valibot__WEBPACK_IMPORTED_MODULE_1__/* .strictObject */ .rej({
        startedAt: valibot__WEBPACK_IMPORTED_MODULE_1__/* .pipe */ .FsL(valibot__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(), valibot__WEBPACK_IMPORTED_MODULE_1__/* .isoTimestamp */ .yhX()),
        durationMs: valibot__WEBPACK_IMPORTED_MODULE_1__/* .pipe */ .FsL(valibot__WEBPACK_IMPORTED_MODULE_1__/* .number */ .aig(), valibot__WEBPACK_IMPORTED_MODULE_1__/* .minValue */ .Wwf(0)),
        event: valibot__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(),
        url: valibot__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(),
        runner: valibot__WEBPACK_IMPORTED_MODULE_1__/* .strictObject */ .rej({ node: valibot__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(), platform: valibot__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP() }),
        timings: valibot__WEBPACK_IMPORTED_MODULE_1__/* .record */ .g1P(valibot__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(), valibot__WEBPACK_IMPORTED_MODULE_1__/* .pipe */ .FsL(valibot__WEBPACK_IMPORTED_MODULE_1__/* .number */ .aig(), valibot__WEBPACK_IMPORTED_MODULE_1__/* .minValue */ .Wwf(0))),
    }),
    tool: valibot__WEBPACK_IMPORTED_MODULE_1__/* .strictObject */ .rej({ name: valibot__WEBPACK_IMPORTED_MODULE_1__/* .literal */ .euz('phase-mirror'), version: valibot__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(), ruleSet: valibot__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP() }),
    subject: valibot__WEBPACK_IMPORTED_MODULE_1__/* .strictObject */ .rej({ id: valibot__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(), repository: valibot__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(), branch: valibot__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP() }),
    base: valibot__WEBPACK_IMPORTED_MODULE_1__/* .nullable */ .mee(valibot__WEBPACK_IMPORTED_MODULE_1__/* .strictObject */ .rej({ id: valibot__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP() })),
    compared: valibot__WEBPACK_IMPORTED_MODULE_1__/* .picklist */ .KIO(['base', 'none']),
    complete: valibot__WEBPACK_IMPORTED_MODULE_1__/* .boolean */ .zMY(),
    degraded: valibot__WEBPACK_IMPORTED_MODULE_1__/* .array */ .YOg(valibot__WEBPACK_IMPORTED_MODULE_1__/* .strictObject */ .rej({ code: valibot__WEBPACK_IMPORTED_MODULE_1__/* .pipe */ .FsL(valibot__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(), valibot__WEBPACK_IMPORTED_MODULE_1__/* .regex */ .yGV(/^[a-z][a-z0-9_]*$/)), text: valibot__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP() })),
    enforcement: valibot__WEBPACK_IMPORTED_MODULE_1__/* .picklist */ .KIO(['required-workflow', 'self-attested', 'none']),
    policy: valibot__WEBPACK_IMPORTED_MODULE_1__/* .strictObject */ .rej({
        source: valibot__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(),
        thresholds: valibot__WEBPACK_IMPORTED_MODULE_1__/* .strictObject */ .rej({ critical: count, high: count, medium: count }),
        strict: valibot__WEBPACK_IMPORTED_MODULE_1__/* .boolean */ .zMY(),
        enforceFrom: date,
    }),
    sources: valibot__WEBPACK_IMPORTED_MODULE_1__/* .array */ .YOg(sourceAnswer),
    rules: valibot__WEBPACK_IMPORTED_MODULE_1__/* .array */ .YOg(ruleReport),
    findings: valibot__WEBPACK_IMPORTED_MODULE_1__/* .array */ .YOg(reportFinding),
    lost: valibot__WEBPACK_IMPORTED_MODULE_1__/* .array */ .YOg(valibot__WEBPACK_IMPORTED_MODULE_1__/* .strictObject */ .rej({
        ruleId: valibot__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(),
        key: valibot__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(),
        what: valibot__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(),
        path: valibot__WEBPACK_IMPORTED_MODULE_1__/* .exactOptional */ .yqP(valibot__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP()),
        line: valibot__WEBPACK_IMPORTED_MODULE_1__/* .exactOptional */ .yqP(count),
    })),
    toolErrors: valibot__WEBPACK_IMPORTED_MODULE_1__/* .array */ .YOg(valibot__WEBPACK_IMPORTED_MODULE_1__/* .strictObject */ .rej({ ruleId: valibot__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(), side: valibot__WEBPACK_IMPORTED_MODULE_1__/* .picklist */ .KIO(['subject', 'base']), message: valibot__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP() })),
    l0: valibot__WEBPACK_IMPORTED_MODULE_1__/* .nullable */ .mee(valibot__WEBPACK_IMPORTED_MODULE_1__/* .strictObject */ .rej({
        mask: valibot__WEBPACK_IMPORTED_MODULE_1__/* .pipe */ .FsL(valibot__WEBPACK_IMPORTED_MODULE_1__/* .number */ .aig(), valibot__WEBPACK_IMPORTED_MODULE_1__/* .integer */ .ndf(), valibot__WEBPACK_IMPORTED_MODULE_1__/* .minValue */ .Wwf(0)),
        violations: valibot__WEBPACK_IMPORTED_MODULE_1__/* .array */ .YOg(valibot__WEBPACK_IMPORTED_MODULE_1__/* .strictObject */ .rej({ invariant: valibot__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(), value: valibot__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(), bound: valibot__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP() })),
    })),
    decision,
});
/**
 * Check a report before it is written anywhere.
 *
 * @returns the same content with the keys of every object in the schema's order
 * @throws PhaseMirrorError of kind `bug` that names the first value that is wrong
 */
function validateReport(report) {
    const result = valibot__WEBPACK_IMPORTED_MODULE_1__/* .safeParse */ .xLC(reportSchema, report, { abortEarly: true });
    if (result.success)
        return result.output;
    const [issue] = result.issues;
    const where = valibot__WEBPACK_IMPORTED_MODULE_1__/* .getDotPath */ .BuJ(issue) ?? 'the top';
    throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .PhaseMirrorError */ .VV('bug', {
        thing: `The report, at ${where},`,
        reason: `does not match its own schema: ${issue.message}`,
        next: 'This is a mistake of Phase Mirror, not of your repository: report it with this message',
    });
}


/***/ }),

/***/ 7340:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   s: () => (/* binding */ DEFAULT_BUDGET)
/* harmony export */ });
/**
 * What a repository says, parsed once, every fact with its file and line. Everything here is data: no I/O, no clock.
 * Text fields come from the evaluated repository and are untrusted: renderers escape them.
 */
const DEFAULT_BUDGET = {
    maxBytes: 1024 * 1024,
    maxDepth: 100,
    maxTokens: 100_000,
    maxAliases: 1000,
    maxNodes: 50_000,
};


/***/ }),

/***/ 5886:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   D4: () => (/* binding */ decode),
/* harmony export */   gC: () => (/* binding */ textList),
/* harmony export */   gM: () => (/* binding */ readYaml),
/* harmony export */   sd: () => (/* binding */ pointAt),
/* harmony export */   uz: () => (/* binding */ splitLines),
/* harmony export */   ws: () => (/* binding */ scalarText)
/* harmony export */ });
/* harmony import */ var yaml__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8815);
/* harmony import */ var _types_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7340);
/**
 * YAML (and JSON, which is YAML) with positions and budgets.
 *
 * The `yaml` package gives exact positions and follows YAML 1.2 as GitHub does (`on` stays a string; since 2025-09
 * workflows may use anchors and aliases, never merge keys). Its composer recurses and its duplicate-key check is
 * quadratic, so both are guarded here: depth is measured on the token stream before anything is composed, and keys
 * are compared with a Set. See docs/adr/0002-yaml-reader.md.
 */


/**
 * Read one document.
 *
 * @param path where the text stands, for positions; never opened
 * @param role what the file is for, copied into a problem
 * @returns the tree (null for an empty file) and the source lines, or the first problem with its position. Never throws
 *   for any input.
 */
function readYaml(path, bytes, role, budget = _types_js__WEBPACK_IMPORTED_MODULE_1__/* .DEFAULT_BUDGET */ .s) {
    const fail = (kind, reason, line = 1, column = 1) => ({
        ok: false,
        problem: { path, role, kind, reason: oneLine(reason), at: pointAt(path, line, column) },
    });
    if (bytes.length > budget.maxBytes) {
        return fail('too-large', `has ${bytes.length} bytes; at most ${budget.maxBytes} are read`);
    }
    const text = decode(bytes);
    if (text === null)
        return fail('encoding', 'is not UTF-8 text');
    const lineCounter = new yaml__WEBPACK_IMPORTED_MODULE_0__/* .LineCounter */ .HN();
    const place = (offset) => {
        const { line, col } = lineCounter.linePos(offset);
        return { line: Math.max(line, 1), col: Math.max(col, 1) };
    };
    let document;
    try {
        const composer = new yaml__WEBPACK_IMPORTED_MODULE_0__/* .Composer */ .Dk({
            lineCounter,
            version: '1.2',
            uniqueKeys: false,
            keepSourceTokens: false,
            strict: true,
        });
        for (const next of composer.compose(tokensWithin(text, lineCounter, budget))) {
            if (document !== undefined) {
                const { line, col } = place(next.range[0]);
                return fail('syntax', 'holds more than one YAML document', line, col);
            }
            document = next;
            const error = document.errors[0];
            if (error !== undefined) {
                const { line, col } = place(error.pos[0]);
                return fail('syntax', plainYamlError(error.message), line, col);
            }
        }
    }
    catch (error) {
        if (error instanceof Refused) {
            const { line, col } = place(error.offset);
            return fail(error.kind, error.message, line, col);
        }
        // The composer has no other documented throw; whatever it is, the file is what could not be read.
        return fail('syntax', `cannot be parsed (${error instanceof Error ? error.message : 'unknown reason'})`);
    }
    const lines = splitLines(text);
    if (document === undefined || document.contents === null)
        return { ok: true, value: null, lines };
    try {
        const reader = new TreeReader(path, place, budget);
        return { ok: true, value: reader.read(document.contents), lines };
    }
    catch (error) {
        if (error instanceof Refused) {
            const { line, col } = place(error.offset);
            return fail(error.kind, error.message, line, col);
        }
        throw error;
    }
}
/** A zero-width span: where something starts. */
function pointAt(path, line, column = 1) {
    return { path, startLine: line, startColumn: column, endLine: line, endColumn: column };
}
/** Split on \n, \r\n and \r, as editors count lines. */
function splitLines(text) {
    return text.split(/\r\n|\n|\r/);
}
/** UTF-8 with or without a byte order mark; null when the bytes are something else. */
function decode(bytes) {
    try {
        return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    }
    catch {
        return null;
    }
}
/** A scalar as text, the way GitHub reads a value where a string is expected; null for collections and null. */
function scalarText(value) {
    if (value === undefined || value.kind !== 'scalar' || value.value === null)
        return null;
    return { value: typeof value.value === 'string' ? value.value : String(value.value), at: value.at };
}
/** A list of scalars, or one scalar as a list of one. Items that are not scalars are left out. */
function textList(value) {
    if (value === undefined)
        return [];
    const items = value.kind === 'seq' ? value.items : [value];
    return items.flatMap((item) => scalarText(item) ?? []);
}
class Refused extends Error {
    kind;
    offset;
    constructor(kind, message, offset) {
        super(message);
        this.kind = kind;
        this.offset = offset;
    }
}
/** The parser's tokens; stops before the composer would recurse too deep or work too long. */
function* tokensWithin(text, lineCounter, budget) {
    const lexer = new yaml__WEBPACK_IMPORTED_MODULE_0__/* .Lexer */ .JG();
    const parser = new yaml__WEBPACK_IMPORTED_MODULE_0__/* .Parser */ .iX(lineCounter.addNewLine);
    lineCounter.addNewLine(0);
    let tokens = 0;
    for (const lexeme of lexer.lex(text)) {
        yield* parser.next(lexeme);
        tokens += 1;
        if (parser.stack.length > budget.maxDepth) {
            throw new Refused('too-deep', `nests more than ${budget.maxDepth} levels deep`, parser.offset);
        }
        if (tokens > budget.maxTokens) {
            throw new Refused('too-large', `has more than ${budget.maxTokens} YAML tokens`, parser.offset);
        }
    }
    yield* parser.end();
}
class TreeReader {
    path;
    place;
    budget;
    nodes = 0;
    aliases = 0;
    open = new Set();
    anchors = new Map();
    constructor(path, place, budget) {
        this.path = path;
        this.place = place;
        this.budget = budget;
    }
    read(node) {
        const offset = node.range?.[0] ?? 0;
        this.nodes += 1;
        if (this.nodes > this.budget.maxNodes) {
            throw new Refused('too-many-aliases', `expands to more than ${this.budget.maxNodes} values`, offset);
        }
        if ((0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .isAlias */ .Vj)(node))
            return this.readAlias(node.source, offset);
        if (this.open.has(node))
            throw new Refused('too-many-aliases', 'has an alias that contains itself', offset);
        this.open.add(node);
        try {
            if ((0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .isScalar */ .jn)(node))
                return this.readScalar(node);
            // Anchors are registered in document order, so an alias resolves to the nearest definition before it.
            const anchor = node.anchor;
            if ((0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .isMap */ .jh)(node)) {
                if (anchor !== undefined)
                    this.anchors.set(anchor, node);
                return this.readMap(node.items, this.span(node));
            }
            if ((0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .isSeq */ .oP)(node)) {
                if (anchor !== undefined)
                    this.anchors.set(anchor, node);
                return { kind: 'seq', at: this.span(node), items: node.items.map((item) => this.read(item)) };
            }
        }
        finally {
            this.open.delete(node);
        }
        throw new Refused('syntax', 'holds a value of an unknown kind', offset);
    }
    readAlias(name, offset) {
        this.aliases += 1;
        if (this.aliases > this.budget.maxAliases) {
            throw new Refused('too-many-aliases', `follows more than ${this.budget.maxAliases} aliases`, offset);
        }
        const target = this.anchors.get(name);
        if (target === undefined)
            throw new Refused('syntax', `has an alias to the unknown anchor "${name}"`, offset);
        return this.read(target);
    }
    readScalar(node) {
        if (node.anchor !== undefined)
            this.anchors.set(node.anchor, node);
        const value = node.value;
        const plain = value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
            ? value
            : String(value);
        return {
            kind: 'scalar',
            value: plain,
            source: node.source ?? String(plain ?? ''),
            at: this.span(node),
            block: node.type === 'BLOCK_LITERAL' || node.type === 'BLOCK_FOLDED',
        };
    }
    readMap(items, at) {
        const entries = [];
        const index = new Map();
        for (const { key, value } of items) {
            const keyNode = key === null ? null : (0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .isAlias */ .Vj)(key) ? (this.anchors.get(key.source) ?? key) : key;
            if (!(0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .isScalar */ .jn)(keyNode)) {
                throw new Refused('syntax', 'has a key that is not a plain value', key?.range?.[0] ?? 0);
            }
            const read = this.readScalar(keyNode);
            const name = read.value === null ? '' : String(read.value);
            const entry = {
                key: name,
                keySource: read.source,
                keyAt: read.at,
                value: value === null ? { kind: 'scalar', value: null, source: '', at: read.at, block: false } : this.read(value),
            };
            if (index.has(name))
                throw new Refused('syntax', `has the key "${name}" twice`, keyNode.range?.[0] ?? 0);
            index.set(name, entry);
            entries.push(entry);
        }
        return { kind: 'map', at, entries, entry: (name) => index.get(name), get: (name) => index.get(name)?.value };
    }
    span(node) {
        const [start, end] = node.range ?? [0, 0];
        const from = this.place(start);
        // A block scalar or collection ends before the next token's line; its last character is what people see.
        const to = this.place(Math.max(start, end - 1));
        return { path: this.path, startLine: from.line, startColumn: from.col, endLine: to.line, endColumn: to.col + 1 };
    }
}
/** The library's message without its own position and code excerpt (they follow after a line break). */
function plainYamlError(message) {
    return message.split('\n', 1)[0]?.replace(/ at line \d+, column \d+:?$/, '') ?? message;
}
function oneLine(text) {
    const flat = text.replace(/\s+/g, ' ').trim();
    return flat.length > 300 ? `${flat.slice(0, 299)}…` : flat;
}


/***/ }),

/***/ 1773:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Qt: () => (/* binding */ parseThrowing),
/* harmony export */   bD: () => (/* binding */ messageOf),
/* harmony export */   xG: () => (/* binding */ runRules)
/* harmony export */ });
/** Longest message of a tool error. */
const MAX_MESSAGE = 500;
/** One run for each rule, in the order given. Never throws. */
function runRules(rules, context, { side = 'subject', throwing } = {}) {
    return rules.map((rule) => {
        try {
            if (throwing?.ruleId === rule.id && throwing.side === side)
                throw new Error('told to fail by a test');
            return { rule, outcome: rule.check(context) };
        }
        catch (error) {
            return { rule, outcome: { state: 'tool-error', message: messageOf(error) } };
        }
    });
}
/**
 * Read `MD-004` or `MD-004@base`, the value of the environment variable that the oracle hands over.
 *
 * @returns undefined for an empty value
 */
function parseThrowing(text) {
    if (text === undefined || text === '')
        return undefined;
    const [ruleId = '', side] = text.split('@');
    return { ruleId, side: side === 'base' ? 'base' : 'subject' };
}
/** One line without a stack trace. */
function messageOf(error) {
    const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return text.replace(/\s+/g, ' ').trim().slice(0, MAX_MESSAGE);
}


/***/ }),

/***/ 5229:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   A: () => (/* binding */ LEVELS),
/* harmony export */   o: () => (/* binding */ SEVERITIES)
/* harmony export */ });
const SEVERITIES = ['critical', 'high', 'medium', 'low'];
const LEVELS = ['block', 'warn', 'off'];


/***/ })

};
