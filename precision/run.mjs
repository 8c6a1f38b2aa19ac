/**
 * Makes the raw results that docs/precision.md is computed from. Reads clones, writes precision/, nothing else.
 *
 *   node precision/run.mjs DIR…             replay the history of each clone (bare or not) → results/
 *   node precision/run.mjs --scan DIR…      scan the tree of each checkout → scans/
 *   node precision/run.mjs --repairs DIR…   replay the commits of repairs.json backwards → repairs-results.json
 *
 * `--cli FILE` uses another build than dist/. A clone is named by its folder: `owner+name`, `owner__name`, or
 * `owner+name/repo`.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { fileNameOf } from './files.mjs';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const { values, positionals } = parseArgs({
  options: {
    scan: { type: 'boolean', default: false },
    repairs: { type: 'boolean', default: false },
    cli: { type: 'string', default: join(HERE, '../dist/cli/index.js') },
  },
  allowPositionals: true,
});
const clones = new Map(positionals.map((folder) => [nameOf(folder), resolve(folder)]));
if (values.repairs) runRepairs();
else for (const [repository, folder] of clones) (values.scan ? scan : replay)(repository, folder);

function replay(repository, folder) {
  const { run, scope, counts, rules, flagged, ruleSet } = replayOf(folder, repository);
  const blocks = flagged.flatMap(({ sha, date, subject, blockedBy, findings, lost, error }) => {
    const change = { commit: sha, date: date.slice(0, 10), subject };
    const found = findings
      .filter(({ blocking }) => blocking)
      .map(({ ruleId, path, line, anchor, title }) => ({ rule: ruleId, ...change, path, line, anchor, title }));
    const gone = lost.map(({ ruleId, key, what, path = '' }) => ({
      rule: ruleId,
      ...change,
      path,
      line: 0,
      anchor: `lost:${key}`,
      title: what,
    }));
    const failed = blockedBy.length > 0 && found.length + gone.length === 0;
    return [
      ...found,
      ...gone,
      ...(failed ? [{ rule: blockedBy[0], ...change, path: '', line: 0, anchor: 'error', title: error }] : []),
    ];
  });
  const failed = flagged
    .filter(({ outcome }) => outcome === 'failed')
    .map(({ sha, date, error }) => ({ commit: sha, date: date.slice(0, 10), error }));
  write(`results/${fileNameOf(repository)}`, { repository, ...scope, counts, rules, ruleSet, blocks, failed });
  console.log(`${repository}: ${counts.changes} changes, ${run.changesPerSecond}/s, ${counts.block} blocked`);
}

/** Findings of the rules that may block, wherever they stand in the tree. */
function scan(repository, folder) {
  const report = json(['evaluate', folder, '--format', 'json'], [0, 1]);
  const findings = report.findings
    .filter(({ level }) => level === 'block')
    .map(({ ruleId, path, anchor, title, evidence }) => ({
      rule: ruleId,
      path,
      line: evidence[0]?.startLine ?? 0,
      anchor,
      title,
    }));
  const head = git(folder, 'rev-parse', 'HEAD');
  write(`scans/${fileNameOf(repository)}`, { repository, head, ruleSet: report.tool.ruleSet, findings });
  console.log(`${repository}: ${findings.length} findings of rules that may block`);
}

/**
 * A repair backwards is a change that brings the fault back: a commit with the tree before the repair whose parent is the
 * repair itself. It must be flagged with the fault: then the fault is there before, and the repair clears it.
 */
function runRepairs() {
  const repairs = JSON.parse(readFileSync(join(HERE, 'repairs.json'), 'utf8'));
  const results = repairs.flatMap(({ repository, commit, rule, anchor, outOfScope }) => {
    if (outOfScope !== undefined) return [];
    const folder = clones.get(repository);
    if (folder === undefined) {
      console.log(`${repository}: no clone was given`);
      return [];
    }
    const found = backwards(folder, repository, commit);
    const hit = found.some((one) => one.ruleId === rule && (anchor === undefined || one.anchor === anchor));
    console.log(`${hit ? 'caught' : 'MISSED'}  ${rule}  ${repository}@${commit.slice(0, 10)}  ${anchor ?? ''}`);
    if (!hit) for (const one of found) console.log(`          instead: ${one.ruleId} ${one.anchor}`);
    return [{ repository, commit, rule, ...(anchor === undefined ? {} : { anchor }), caught: hit }];
  });
  write('repairs-results.json', results);
}

function backwards(folder, repository, commit) {
  const scratch = mkdtempSync(join(tmpdir(), 'phase-mirror-repairs-'));
  try {
    const objects = resolve(folder, git(folder, 'rev-parse', '--git-path', 'objects'));
    const branch = git(folder, 'symbolic-ref', '--short', 'HEAD');
    git(scratch, 'init', '--quiet', '--bare', `--initial-branch=${branch}`);
    writeFileSync(join(scratch, 'objects/info/alternates'), `${objects}\n`);
    const date = git(scratch, 'show', '-s', '--format=%ct +0000', commit);
    const who = { name: 'replay', email: 'replay@example.invalid' };
    const commitTree = spawnSync('git', ['commit-tree', `${commit}^1^{tree}`, '-p', commit, '-m', 'backwards'], {
      cwd: scratch,
      encoding: 'utf8',
      env: {
        ...process.env,
        GIT_AUTHOR_NAME: who.name,
        GIT_AUTHOR_EMAIL: who.email,
        GIT_AUTHOR_DATE: date,
        GIT_COMMITTER_NAME: who.name,
        GIT_COMMITTER_EMAIL: who.email,
        GIT_COMMITTER_DATE: date,
      },
    });
    if (commitTree.status !== 0) throw new Error(`${repository}@${commit}: ${commitTree.stderr}`);
    git(scratch, 'update-ref', `refs/heads/${branch}`, commitTree.stdout.trim());
    return replayOf(scratch, repository, ['--last', '1']).flagged.flatMap(({ findings }) => findings);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function replayOf(folder, repository, more = []) {
  return json(['replay', folder, '--repository', repository, '--format', 'json', ...more], [0]);
}

function json(args, okStatuses) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [values.cli, ...args], {
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
  });
  if (!okStatuses.includes(status)) throw new Error(`phase-mirror ${args.join(' ')}: ${stderr}`);
  return JSON.parse(stdout);
}

function git(cwd, ...args) {
  const { status, stdout, stderr } = spawnSync('git', args, { cwd, encoding: 'utf8' });
  if (status !== 0) throw new Error(`git ${args.join(' ')} in ${cwd}: ${stderr}`);
  return stdout.trim();
}

function write(path, value) {
  writeFileSync(join(HERE, path), `${JSON.stringify(value, null, 1)}\n`);
}

function nameOf(folder) {
  const base = basename(resolve(folder));
  const name = base === 'repo' || base === '.git' ? basename(dirname(resolve(folder))) : base;
  return name.replace(/\+|__/, '/');
}
