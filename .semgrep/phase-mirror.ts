// One of each that must be found, and what must not be. Read by `semgrep --test`, never compiled.

// ruleid: no-child-process-outside-git
import { spawn } from 'node:child_process';
// ruleid: no-yaml-without-limits
import { parse } from 'yaml';

// ruleid: no-shell
child_process.exec(`git log ${branch}`);
// ruleid: no-shell
cp.execSync(`git log ${branch}`);
// ok: no-shell
db.exec('BEGIN');

// ruleid: no-eval
eval(text);
// ruleid: no-eval
const made = new Function('a', text);

function match(pattern: string) {
  // ruleid: no-regexp-from-text
  return new RegExp(pattern);
}
function inText(name: string): RegExp {
  // ruleid: no-regexp-from-text
  return new RegExp(`^${name}$`);
}
function joined(name: string): RegExp {
  // ruleid: no-regexp-from-text
  return new RegExp('^' + name);
}
// ok: no-regexp-from-text
const KEPT = new RegExp(`^(?:${NAMES.join('|')})$`);
const WORD = '^[a-z]+$';
function laterMade(): RegExp {
  // ok: no-regexp-from-text
  return new RegExp(WORD, 'u');
}

// ruleid: no-weak-digest
createHash('sha1');
// ok: no-weak-digest
createHash('sha256');

// ruleid: no-random-secret
const nonce = Math.random();

// ruleid: compare-macs-in-constant-time
if (envelope.mac === expected) accept();
// ok: compare-macs-in-constant-time
if (envelope.mac === undefined) refuse();

// ruleid: no-unchecked-tls
new Agent({ keepAlive: true, rejectUnauthorized: false });

// ruleid: no-console
console.log(finding.title);

// ruleid: no-credentials-in-environment
process.env['AWS_SECRET_ACCESS_KEY'] = secret;
