/** What this project asks of its own workflows and of those it gives away, and neither actionlint nor zizmor checks in this form. */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { isMap, isScalar, type Pair, parse, parseDocument, type Scalar, type YAMLMap } from 'yaml';

const FOLDERS = ['.github/workflows', 'workflows-templates'];
const PINNED = /^[\w.-]+\/[\w./-]+@[0-9a-f]{40}$/;
/** Templates name our major version: which commit to pin, only who copies them knows. */
const OWN = /^(?:\$\/actions\/[a-z-]+|PhaseMirror\/evaluate(?:\/actions\/[a-z-]+)?@v1)$/;

const workflows = FOLDERS.flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => /\.ya?ml$/.test(name))
    .map((name) => {
      const text = readFileSync(join(folder, name), 'utf8');
      return { name: join(folder, name), text, document: parseDocument(text) };
    }),
);

describe.each(workflows)('$name', ({ text, document }) => {
  const root = document.contents as YAMLMap;
  const jobs = (root.get('jobs') as YAMLMap).items as Pair<Scalar<string>, YAMLMap>[];

  it('grants nothing by default', () => {
    expect(document.toJS().permissions).toEqual({});
  });

  it('pins every action by commit, with the version beside it', () => {
    const uses = [...text.matchAll(/^\s*(?:- )?uses: (\S+)(?: # (\S+))?/gm)].map(([, action = '', version]) => ({
      action,
      version,
    }));
    const loose = uses.filter(
      ({ action, version }) => !OWN.test(action) && !(PINNED.test(action) && /^v\d+\.\d+\.\d+$/.test(version ?? '')),
    );
    expect(loose).toEqual([]);
  });

  it.each(jobs.map((job) => ({ id: job.key.value, job: job.value as YAMLMap })))(
    'job $id has a limit of time, and a reason beside every permission',
    ({ job }) => {
      expect(job.get('timeout-minutes')).toBeGreaterThan(0);
      const permissions = job.get('permissions', true);
      if (!isMap<Scalar<string>, Scalar<string>>(permissions)) throw new Error('the job declares no permissions');
      const silent = permissions.items.filter(({ value }) => !isScalar(value) || (value.comment ?? '').trim() === '');
      expect(silent.map(({ key }) => key.value)).toEqual([]);
    },
  );

  it('leaves no credentials in a checkout', () => {
    const steps = (parse(text) as { jobs: Record<string, { steps: Record<string, unknown>[] }> }).jobs;
    const checkouts = Object.values(steps)
      .flatMap((job) => job.steps)
      .filter((step) => String(step['uses']).startsWith('actions/checkout@'));
    expect(checkouts.map((step) => (step['with'] as Record<string, unknown>)['persist-credentials'])).toEqual(
      checkouts.map(() => false),
    );
  });
});

describe('a template', () => {
  const names = readdirSync('workflows-templates');
  // A ruleset names it where it lies.
  const offered = names.filter((name) => name.endsWith('.yml') && name !== 'required-workflow.yml');

  it.each(offered)('%s has what GitHub shows of it, and a line in the README', (name) => {
    const file = join('workflows-templates', name.replace(/\.yml$/, '.properties.json'));
    const properties = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
    expect(Object.keys(properties).sort()).toEqual(['categories', 'description', 'iconName', 'name']);
    expect(properties['name']).toMatch(/^Phase Mirror: [a-z ]+$/);
    expect(properties['iconName']).toMatch(/^octicon [a-z-]+$/);
    expect(readFileSync('workflows-templates/README.md', 'utf8')).toContain(`[${name}](${name})`);
  });

  it.each(offered.filter((name) => readFileSync(join('workflows-templates', name), 'utf8').includes('fail-on:')))(
    '%s obeys the switch that gets merges going again',
    (name) => {
      const text = readFileSync(join('workflows-templates', name), 'utf8');
      const values = [...text.matchAll(/fail-on: (\S.*?)(?: #.*)?$/gm)].map(([, value]) => value);
      expect(values).toEqual(["${{ vars.PHASE_MIRROR_FAIL_ON || 'block' }}"]);
    },
  );

  it('starts its schedule at a minute that few others choose', () => {
    const crons = workflows.flatMap(({ document }) => {
      const { on } = document.toJS() as { on: { schedule?: { cron: string }[] } };
      return (on.schedule ?? []).map(({ cron }) => cron);
    });
    expect(crons.length).toBeGreaterThanOrEqual(2);
    for (const cron of crons) expect(Number(cron.split(' ')[0]) % 5).not.toBe(0);
  });
});
