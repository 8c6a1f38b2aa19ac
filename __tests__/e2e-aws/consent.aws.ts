/** Without consent nothing about a repository is written; the run says so, and it is no failure. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { saltedAnonymizer } from '../../src/privacy/anonymizer.js';
import { removeRuns } from '../support/action-harness.js';
import { OWNER_ID, REPOSITORY_ID, SALT, startWorld, type World } from '../support/aws-world.js';
import type { TestRepo } from '../support/git-repo.js';
import { BAD, Project, type Pull } from '../support/github-project.js';

let world: World;
let main: TestRepo;
let pull: Pull;
let merge: { readonly kind: 'push'; readonly before: string; readonly after: string };
beforeAll(async () => {
  world = await startWorld();
  const project = new Project(world.workshop);
  pull = project.change(7, 71_000_011, BAD);
  world.pulls.set(7, pull);
  main = project.checkout();
  merge = { kind: 'push', before: project.first, after: project.main };
});
afterAll(() => Promise.all([world.close(), removeRuns()]));

const identities = saltedAnonymizer(SALT);
const scope = { kind: 'org', org: identities.org(OWNER_ID) } as const;

describe('consent, on moto', () => {
  // In this order: each state of the one grant follows from the one before.
  it.each<[string, () => Promise<unknown>, string]>([
    ['was never given', async () => {}, 'nobody gave it'],
    ['has expired', () => world.grant({ expiresAt: Date.now() - 1 }), 'it has expired'],
    ['does not cover events', () => world.grant({ resources: ['verdicts'] }), 'it does not cover events'],
    [
      'leaves this repository out',
      () => world.grant({ excludes: [identities.repository(REPOSITORY_ID)] }),
      'the grant of the organisation leaves this repository out',
    ],
    [
      'was revoked',
      async () => {
        await world.grant();
        await world.owner.consent.revokeConsent(scope, identities.actor(71_000_001), Date.now());
      },
      'it was revoked',
    ],
  ])(
    'that %s: no row, said, and exit 0',
    async (_state, given, why) => {
      await given();
      const [proposed, merged] = await Promise.all([
        world.record(main, { kind: 'workflow_run', pull }),
        world.record(main, merge),
      ]);
      for (const run of [proposed, merged]) {
        expect([run.exitCode, run.stderr]).toEqual([0, '']);
        expect(run.log).toContain(`Not recorded: no consent (${why}).`);
        expect(run.summary).toContain(`Not recorded: no consent (${why}).`);
        expect(run.log).not.toContain('Recorded in AWS');
      }
      expect([await world.rows('fp-events'), await world.rows('block-counter')]).toEqual([[], []]);
    },
    60_000,
  );

  it('that is given: recorded', async () => {
    await world.grant();
    const run = await world.record(main, { kind: 'workflow_run', pull });
    expect([run.exitCode, run.log]).toEqual([0, expect.stringMatching(/: 1 event \(0 known already\), 1 block /)]);
    expect(run.log).not.toContain('consent');
    expect(await world.rows('block-counter')).toHaveLength(1);
  }, 60_000);
});
