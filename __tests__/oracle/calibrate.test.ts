import { mkdtempSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import * as v from 'valibot';
import { calibrationReportSchema } from '../../src/calibration/report-schema.js';
import { calibrate } from '../../src/oracle/calibrate.js';
import { readLevels } from '../../src/oracle/signed-levels.js';
import { Workshop } from '../support/git-repo.js';
import {
  ANN,
  BOB,
  CYD,
  KEY,
  OTHER_KEY,
  PEOPLE,
  REPOSITORY,
  ruleOf,
  START,
  versionOf,
  World,
} from './calibrate-support.js';

const workshop = new Workshop();
afterAll(() => workshop.clean());

const by = { by: 99, reason: 'the incident of Tuesday' };
const forced = (level: 'block' | 'warn' | 'inherit', repositoryId?: number, ruleId = 'MD-001') => ({
  set: { ruleId, level, ...by, ...(repositoryId === undefined ? {} : { repositoryId }) },
});

describe('a rule that people call wrong', () => {
  it('loses its level, is published with its evidence, and evaluate reads level and record', async () => {
    const world = new World(workshop);
    await world.judged({ count: 8, kind: 'false-positive' });
    const proposed = await world.look({ mode: 'report' });
    expect(ruleOf(proposed)).toMatchObject({ level: 'block', change: { from: 'block', to: 'warn', by: 'record' } });
    expect(proposed.report.state).toEqual({ sequence: null, signed: false, published: null });
    expect(await world.stored()).toBeNull();

    const applied = await world.look();
    expect(v.safeParse(calibrationReportSchema, applied.report).issues).toBeUndefined();
    expect(applied.report.state).toEqual({ sequence: null, signed: false, published: 1 });
    const rule = ruleOf(applied);
    expect(rule).toMatchObject({ level: 'block', next: 'warn', builtIn: 'block', events: 8, pending: 0, pin: null });
    expect(rule.evidence).toMatchObject({
      direction: 'demote',
      votes: 8,
      falseShare: 8,
      reviewers: 2,
      pullRequests: 8,
    });
    expect(rule.evidence?.progress).toBe(1);
    expect(rule.reviewedOnly).toMatchObject({ reviewed: 8, falsePositives: 8, high: 1 });
    expect(rule.change?.why).toBe(
      '8 of 8 votes call it wrong: enough evidence that more than 5 % of its findings are false positives',
    );
    expect(rule.days).toEqual([{ day: '2026-11-01', total: 8, falsePositives: 8, truePositives: 0 }]);

    const { payload } = { payload: await world.payload() };
    expect(payload.rules).toEqual([
      {
        ruleId: 'MD-001',
        ruleVersion: rule.ruleVersion,
        level: 'warn',
        record: { reviewed: 8, falsePositives: 8, upper: 1 },
      },
    ]);
    expect(payload.calibration?.rules[0]).toMatchObject({ level: 'warn', before: { fp: 8, n: 8 }, evidence: { n: 0 } });
    expect(payload.calibration?.changes).toEqual([
      {
        at: '2026-11-01T12:00:00.000Z',
        ruleId: 'MD-001',
        ruleVersion: rule.ruleVersion,
        from: 'block',
        to: 'warn',
        by: 'record',
        why: rule.change?.why,
      },
    ]);

    const keys = [{ id: 'k1', use: 'levels', pem: KEY.pem } as const];
    const context = {
      environment: 'local',
      keys,
      repositoryId: 1,
      now: START,
      source: 'organisation',
      floor: 1,
    } as const;
    const read = readLevels((await world.bytes()) ?? '', context);
    expect('levels' in read ? read.levels.get('MD-001') : read).toEqual({
      level: 'warn',
      record: { reviewed: 8, falsePositives: 8, upper: 1 },
      source: 'organisation',
      sequence: 1,
      signed: true,
    });

    const again = await world.look();
    expect(again.report.state).toEqual({ sequence: 1, signed: true, published: null });
    expect(ruleOf(again)).toMatchObject({ level: 'warn', change: null, evidence: { votes: 0 } });
  });

  it('earns it again by findings that were right, a month later', async () => {
    const world = new World(workshop);
    await world.judged({ count: 8, kind: 'false-positive' });
    await world.look();
    world.day = 1;
    await world.judged({ count: 80, kind: 'true-positive', from: 100 });
    world.day = 30;
    expect(ruleOf(await world.look()).change).toBeNull();
    world.day = 32;
    const result = await world.look();
    expect(ruleOf(result)).toMatchObject({
      level: 'warn',
      next: 'block',
      change: { from: 'warn', to: 'block', by: 'record' },
      evidence: { direction: 'promote', votes: 80, falseShare: 0 },
    });
    const { rules, calibration } = await world.payload();
    expect(rules).toMatchObject([{ ruleId: 'MD-001', level: 'block', record: { reviewed: 88, falsePositives: 8 } }]);
    expect(calibration?.changes.map(({ from, to }) => [from, to])).toEqual([
      ['block', 'warn'],
      ['warn', 'block'],
    ]);
    const [, after] = [await world.look(), await world.look({ mode: 'report' })];
    expect(ruleOf(after)).toMatchObject({ level: 'block', change: null, evidence: { direction: 'demote', votes: 0 } });
  });

  it('is not touched by one person, by authors, or by thirty findings of one pull request', async () => {
    const changeOf = async (judged: Parameters<World['judged']>[0]) => {
      const world = new World(workshop);
      await world.judged({ ...judged, kind: 'false-positive' });
      const result = await world.look();
      const stored = (await world.payload())?.rules ?? [];
      return [ruleOf(result).change, stored.filter(({ level }) => level === 'warn'), ruleOf(result).evidence?.waiting];
    };
    expect(await changeOf({ count: 40, kind: 'false-positive', by: [ANN] })).toEqual([null, [], 40]);
    expect(await changeOf({ count: 40, kind: 'false-positive', actors: [ANN, BOB] })).toEqual([null, [], 0]);
    expect(await changeOf({ count: 1, kind: 'false-positive', findings: 30 })).toEqual([null, [], 1]);
    expect(await changeOf({ count: 40, kind: 'false-positive', by: ['actor:1', 'actor:2'] })).toEqual([null, [], 0]);
  });

  it('keeps votes that were counted when their events are gone', async () => {
    const world = new World(workshop, { calibration: 'threshold: 0.3' });
    await world.judged({ count: 3, kind: 'false-positive' });
    expect((await world.look()).report.state.published).toBe(1);
    world.day = 61;
    expect((await world.look()).report.state.published).toBe(2);
    const frozen = (await world.payload()).calibration?.rules[0];
    expect(frozen).toMatchObject({ level: 'block', evidence: { sumX: 2 } });
    world.day = 95;
    const later = await world.look();
    expect(ruleOf(later)).toMatchObject({ events: 0, change: null });
    expect(ruleOf(later).evidence?.votes).toBe(frozen?.evidence.n);
    await world.judged({ count: 20, kind: 'false-positive', from: 500 });
    const result = ruleOf(await world.look());
    expect(result.change).toMatchObject({ to: 'warn' });
    expect(result.evidence?.votes).toBe(20 + (frozen?.evidence.n ?? 0));
  });
});

describe('a level that a person sets', () => {
  const lost = async () => {
    const world = new World(workshop);
    await world.judged({ count: 8, kind: 'false-positive' });
    await world.look();
    world.day = 1;
    return world;
  };

  it('is refused at 9 of 100 against 5 of 100, and the store stays as it is', async () => {
    const world = await lost();
    // With two people one of them would have supplied more than half.
    await world.judged({ count: 91, kind: 'true-positive', from: 100, by: [ANN, BOB, CYD] });
    await world.judged({ count: 9, kind: 'false-positive', from: 300 });
    world.day = 35;
    const before = await world.bytes();
    await expect(world.look(forced('block'))).rejects.toMatchObject({
      kind: 'user',
      exitCode: 2,
      message: expect.stringMatching(
        /^Raising MD-001 to block breaks L0-CONTRACTION-WITNESS \(5 of 100 before, 9 of 100 after; needed: the share does not rise/,
      ),
    });
    await expect(world.look(forced('block', 42))).rejects.toMatchObject({ exitCode: 2 });
    expect(await world.bytes()).toBe(before);
  });

  it('is granted at 4 of 100, with the reason and who gave it', async () => {
    const world = await lost();
    await world.judged({ count: 96, kind: 'true-positive', from: 100 });
    await world.judged({ count: 4, kind: 'false-positive', from: 300 });
    world.day = 35;
    const result = await world.look({
      set: {
        ruleId: 'MD-001',
        level: 'block',
        by: 99,
        reason: 'fixed;\n token=ghp_0123456789abcdefghijklmnopqrstuvwxyzAB',
      },
    });
    expect(ruleOf(result).change).toMatchObject({ from: 'warn', to: 'block', by: 'person' });
    const { calibration } = await world.payload();
    const last = calibration?.changes.at(-1);
    expect(last).toMatchObject({ by: 'actor:99', from: 'warn', to: 'block' });
    expect(String(last?.['why'])).toMatch(/^fixed; token=/);
    expect(JSON.stringify(last)).not.toContain('ghp_0123456789');
    expect(calibration?.rules[0]).toMatchObject({ level: 'block', evidence: { n: 0 }, before: null });
  });

  it('that lowers always publishes, whatever the record says', async () => {
    const world = new World(workshop);
    await world.judged({ count: 40, kind: 'true-positive' });
    await world.look();
    const result = await world.look(forced('warn'));
    expect(result.report.state.published).toBe(2);
    expect((await world.payload()).calibration?.rules[0]).toMatchObject({ level: 'warn', before: null });
    const same = await world.look(forced('warn'));
    expect(same.report.state.published).toBeNull();
    expect(same.report.notes).toContain('MD-001 is at `warn` already.');
  });

  it('holds for one repository alone, until it is taken back', async () => {
    const world = new World(workshop);
    await world.judged({ count: 1, kind: 'pending' });
    const result = await world.look(forced('warn', 42));
    expect(result.report.notes).toContain('MD-001 in the repository 42 becomes `warn`.');
    const { rules, repositories, calibration } = await world.payload();
    expect(rules).toEqual([]);
    expect(repositories).toMatchObject({ 42: [{ ruleId: 'MD-001', level: 'warn' }] });
    expect(calibration?.changes).toMatchObject([{ from: 'block', to: 'warn', repository: '42', by: 'actor:99' }]);
    const keys = [{ id: 'k1', use: 'levels', pem: KEY.pem } as const];
    const levelIn = async (repositoryId: number) => {
      const context = {
        environment: 'local',
        keys,
        repositoryId,
        now: START,
        source: 'organisation',
        floor: 0,
      } as const;
      const read = readLevels((await world.bytes()) ?? '', context);
      return 'levels' in read ? (read.levels.get('MD-001')?.level ?? 'built in') : read.refused;
    };
    expect([await levelIn(42), await levelIn(7)]).toEqual(['warn', 'built in']);
    // Back to what holds for all is no grant: it was never lost there.
    await world.look(forced('inherit', 42));
    expect([await levelIn(42), (await world.payload()).repositories]).toEqual(['built in', {}]);
  });

  it.each([
    ['a rule that is not known', { set: { ruleId: 'MD-999', level: 'warn', ...by } }, /rule "MD-999" is not known/],
    ['a level that nobody earns', forced('warn', undefined, 'policy-weakened'), /none that is earned or lost/],
    ['inherit for all', forced('inherit'), /takes back what one repository has/],
    ['no reason', { set: { ruleId: 'MD-001', level: 'warn', by: 1, reason: ' \n' } }, /reason is empty/],
    ['two wishes', { ...forced('warn'), restore: { sequence: 1, ...by } }, /exclude each other/],
  ] as const)('cannot be %s', async (_, request, message) => {
    const world = new World(workshop);
    await world.with(async () => undefined);
    await expect(world.look(request)).rejects.toMatchObject({ exitCode: 64, message: expect.stringMatching(message) });
    expect(await world.stored()).toBeNull();
  });
});

describe('a stored state that is not believed', () => {
  const PAYLOAD = {
    schemaVersion: '1',
    rules: [{ ruleId: 'MD-001', ruleVersion: versionOf('MD-001'), level: 'warn', record: null }],
  };

  it.each([
    ['unsigned', /UNSIGNED/, (world: World) => world.plant(PAYLOAD, { sequence: 1, key: null })],
    [
      'signed by another key',
      /SIGNATURE_INVALID/,
      (world: World) => world.plant(PAYLOAD, { sequence: 1, key: OTHER_KEY.secret }),
    ],
    [
      'of another environment',
      /WRONG_ENVIRONMENT/,
      (world: World) => world.plant(PAYLOAD, { sequence: 1, env: 'staging' }),
    ],
    ['replayed', /REPLAYED/, (world: World) => world.plant(PAYLOAD, { sequence: 1, as: 4 })],
    [
      'ahead of its place',
      /calls it sequence 1, it calls itself 4/,
      (world: World) => world.plant(PAYLOAD, { sequence: 4, as: 1 }),
    ],
    ['of no form', /not in its form/, (world: World) => world.plant({ schemaVersion: '9' }, { sequence: 1 })],
    [
      'off',
      /switches MD-001 off/,
      (world: World) => world.plant({ ...PAYLOAD, rules: [{ ...PAYLOAD.rules[0], level: 'off' }] }, { sequence: 1 }),
    ],
    [
      'altered',
      /PAYLOAD_ALTERED/,
      async (world: World) => {
        await world.look();
        await world.plantBytes(((await world.bytes()) ?? '').replace('"level":"warn"', '"level":"block"'), 2);
      },
    ],
  ] as const)('(%s) is refused, and nothing is published', async (_, why, plant) => {
    const world = new World(workshop);
    await world.judged({ count: 8, kind: 'false-positive' });
    await plant(world);
    const before = await world.bytes();
    for (const mode of ['report', 'apply'] as const) {
      await expect(world.look({ mode })).rejects.toMatchObject({
        kind: 'store',
        exitCode: 2,
        message: expect.stringMatching(why),
      });
    }
    expect(await world.bytes()).toBe(before);
  });

  it('is refused below the copy that the base has, and when it is gone', async () => {
    const world = new World(workshop);
    await world.judged({ count: 8, kind: 'false-positive' });
    const copy = join(mkdtempSync(join(workshop.root, 'copy-')), 'deep', 'levels.json');
    await world.look({ copy });
    const other = new World(workshop);
    await other.judged({ count: 8, kind: 'false-positive' });
    other.repo.commitFiles({ '.github/phase-mirror-levels.json': readFileSync(copy) });
    await expect(other.look()).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringMatching(
        /are not there, and \.github\/phase-mirror-levels\.json is of sequence 1.* Check whether this is the right database/,
      ),
    });
    expect(await other.stored()).toBeNull();
    // As far as the copy it may be; behind it is a replay.
    await other.plant(PAYLOAD, { sequence: 1 });
    expect((await other.look({ mode: 'report' })).report.state.sequence).toBe(1);
    await world.look(forced('warn', 42));
    await world.look({ copy });
    other.repo.commitFiles({ '.github/phase-mirror-levels.json': readFileSync(copy) });
    await expect(other.look()).rejects.toMatchObject({ exitCode: 2, message: expect.stringMatching(/REPLAYED/) });
  });

  it('is gone on from after a restore of what is believed', async () => {
    const world = new World(workshop);
    await world.judged({ count: 8, kind: 'false-positive' });
    await world.look();
    await world.plant(PAYLOAD, { sequence: 2, key: OTHER_KEY.secret });
    await expect(world.look()).rejects.toThrow(
      /the newest that is believed: phase-mirror calibrate apply --restore 1 /,
    );
    await expect(world.look({ restore: { sequence: 2, ...by } })).rejects.toThrow(/Sequence 2 .* is not believed/);
    const result = await world.look({ restore: { sequence: 1, ...by } });
    expect(result.report.state).toMatchObject({ sequence: 1, published: 3 });
    expect(result.report.notes).toContain('Until now those of sequence 1 counted, the newest that is believed.');
    expect((await world.look()).report.state).toEqual({ sequence: 3, signed: true, published: null });
  });

  it('is gone on from by hand where a key was pinned afterwards', async () => {
    const world = new World(workshop, { key: '' });
    await world.judged({ count: 8, kind: 'false-positive' });
    const { signingKey: _none, ...unsigned } = { signingKey: undefined };
    await world.look({ ...unsigned, signingKey: '' });
    expect((await world.look({ signingKey: '', mode: 'report' })).report.notes.join()).toMatch(/levels are unsigned/);
    world.configure({});
    await expect(world.look()).rejects.toThrow(
      /UNSIGNED.*sign it anew: phase-mirror calibrate apply --restore 1 --reason TEXT/,
    );
    const result = await world.look({ restore: { sequence: 1, ...by } });
    expect(result.report.state.published).toBe(2);
    expect((await world.look()).report.state).toMatchObject({ sequence: 2, signed: true });
  });
});

describe('going back', () => {
  it('publishes old content under a new sequence, and grants nothing that L0 refuses', async () => {
    const world = new World(workshop);
    await world.judged({ count: 1, kind: 'pending' });
    await world.look(forced('warn', 42));
    await world.judged({ count: 8, kind: 'false-positive', from: 10 });
    await world.look();
    expect((await world.payload()).rules).toMatchObject([{ level: 'warn' }]);
    const before = await world.bytes();
    await expect(world.look({ restore: { sequence: 1, ...by } })).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringMatching(/Raising MD-001 to block breaks L0-CONTRACTION-WITNESS/),
    });
    expect(await world.bytes()).toBe(before);
    await world.look(forced('inherit', 42));
    const back = await world.look({ restore: { sequence: 2, ...by } });
    expect(back.report.state).toMatchObject({ sequence: 3, published: 4 });
    const { repositories, rules } = await world.payload();
    expect([repositories[42], rules]).toMatchObject([[{ level: 'warn' }], [{ level: 'warn' }]]);
    await expect(world.look({ restore: { sequence: 9, ...by } })).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringMatching(/sequence 9 is not in the history .* Choose one of 4 \(2026-11-01T12:00Z\), 3 \(/),
    });
  });

  it('lowers a level without asking', async () => {
    const world = new World(workshop);
    await world.judged({ count: 40, kind: 'true-positive' });
    await world.look(forced('warn'));
    world.day = 32;
    await world.look(forced('block')).catch(() => undefined);
    await world.judged({ count: 40, kind: 'true-positive', from: 100 });
    world.day = 64;
    await world.look(forced('block'));
    expect((await world.payload()).rules).toMatchObject([{ level: 'block' }]);
    const result = await world.look({ restore: { sequence: 1, ...by } });
    expect(ruleOf(result).change).toMatchObject({ from: 'block', to: 'warn', by: 'person' });
    expect((await world.payload()).rules).toMatchObject([{ level: 'warn' }]);
  });
});

describe('publishing', () => {
  it('lets one of two win, and tells the other', async () => {
    const world = new World(workshop);
    await world.judged({ count: 8, kind: 'false-positive' });
    const results = await Promise.allSettled([world.look(), world.look()]);
    expect(results.map(({ status }) => status)).toContain('fulfilled');
    // Where one was done before the other read, there was nothing left to publish; calibrate-publish.test.ts has the race.
    const lost = results.flatMap((one) => (one.status === 'rejected' ? [String(one.reason.message)] : []));
    expect(lost.filter((message) => !message.includes('lost a race: sequence 1 was published'))).toEqual([]);
    expect((await world.with(({ levels }) => levels.history())).map(({ sequence }) => sequence)).toEqual([1]);
  });

  it('asks for the key that is pinned', async () => {
    const world = new World(workshop);
    await world.judged({ count: 8, kind: 'false-positive' });
    await expect(world.look({ signingKey: OTHER_KEY.secret })).rejects.toMatchObject({ kind: 'user', exitCode: 2 });
    await expect(world.look({ signingKey: '' })).rejects.toThrow(/UNSIGNED/);
    expect(await world.stored()).toBeNull();
  });

  it('writes a copy without the evidence, once per sequence', async () => {
    const world = new World(workshop);
    const folder = mkdtempSync(join(workshop.root, 'copy-'));
    const copy = join(folder, 'levels.json');
    await world.with(async () => undefined);
    expect((await world.look({ copy })).report.notes).toContain('No copy was written: no levels are published yet.');
    await world.judged({ count: 8, kind: 'false-positive' });
    expect((await world.look({ copy, dryRun: true })).report.state.published).toBeNull();
    const written = await world.look({ copy });
    expect(written.report.notes.join()).toContain('The copy of sequence 1 was written, signed.');
    const first = readFileSync(copy, 'utf8');
    const { header, payload } = JSON.parse(first) as { header: { sequence: number }; payload: object };
    expect([header.sequence, Object.keys(payload)]).toEqual([1, ['repositories', 'rules', 'schemaVersion']]);
    expect((await world.look({ copy })).report.notes.join()).not.toContain('was written');
    expect(readFileSync(copy, 'utf8')).toBe(first);
    const other = join(folder, 'other.json');
    await world.look({ copy: other });
    expect(JSON.parse(readFileSync(other, 'utf8'))).toMatchObject({ header: { sequence: 1, previous: null } });
    await expect(world.look({ copy: join(copy, 'below') })).rejects.toThrow(/cannot be written/);
  });

  it('counts the stored verdicts that do not count, and says why', async () => {
    const world = new World(workshop);
    await world.judged({ count: 3, kind: 'false-positive', by: ['actor:99'] });
    await world.judged({ count: 2, kind: 'true-positive', by: [ANN], actors: [ANN], from: 50 });
    await world.judged({ count: 1, kind: 'true-positive', by: [BOB], ruleId: 'MD-008', from: 90 });
    expect((await world.look({ mode: 'report' })).report.notes).toContain(
      '5 verdicts on recorded findings do not count: 2 by somebody who took part in the change, 3 by somebody who is not listed under `calibration.reviewers`.',
    );
    const all = new World(workshop);
    await all.judged({ count: 3, kind: 'true-positive' });
    expect((await all.look({ mode: 'report' })).report.notes.join()).not.toContain('not count');
  });

  it('says what the base pins, and what no verdict can change', async () => {
    const world = new World(workshop);
    await world.judged({ count: 8, kind: 'false-positive' });
    world.configure({ more: 'rules:\n  MD-001: {level: block}\n' });
    const pinned = await world.look({ mode: 'report' });
    expect(ruleOf(pinned)).toMatchObject({
      pin: { level: 'block', path: '.phase-mirror.yml' },
      change: { to: 'warn' },
    });
    expect(ruleOf(pinned, 'policy-weakened')).toMatchObject({ evidence: null, change: null });
    world.configure({ reviewers: [] });
    const nobody = await world.look({ mode: 'report' });
    expect(ruleOf(nobody)).toMatchObject({ change: null, pending: 8, reviewedOnly: null });
    expect(nobody.report.notes.join()).toContain('Nobody is listed under `calibration.reviewers`');
  });
});

describe('an incomplete look', () => {
  it('lowers a level, raises none, and writes no vote down', async () => {
    const world = new World(workshop, { reviewers: [...PEOPLE, 'octo-org/security'] });
    await world.judged({ count: 8, kind: 'false-positive' });
    const lowered = await world.look();
    expect(lowered.report).toMatchObject({ complete: false, degraded: [{ code: 'reviewers_unknown' }] });
    expect(lowered.report.state.published).toBe(1);
    world.day = 1;
    await world.judged({ count: 80, kind: 'true-positive', from: 100 });
    world.day = 70;
    const kept = await world.look();
    expect(ruleOf(kept)).toMatchObject({ level: 'warn', next: 'warn', change: { to: 'block' } });
    expect(kept.report.state.published).toBeNull();
    await expect(world.look(forced('block'))).rejects.toThrow(/asks for a complete look/);
    world.configure({});
    expect((await world.look()).report.state.published).toBe(2);
    expect((await world.payload()).rules).toMatchObject([{ level: 'block' }]);
  });
});

describe('a look after verdicts that could not all be taken in', () => {
  it('raises nothing', async () => {
    const read = { alert: 0, suppression: 0, file: 0 };
    const whole = { read, stored: 0, known: 0, refused: [], examples: [], notStored: '' };
    const ingested = { ...whole, incomplete: true } as const;
    const world = new World(workshop);
    await world.judged({ count: 8, kind: 'false-positive' });
    await world.look();
    world.day = 1;
    await world.judged({ count: 80, kind: 'true-positive', from: 100 });
    world.day = 32;
    const result = await world.look({ ingested });
    expect(result.report).toMatchObject({ complete: false, degraded: [{ code: 'verdicts_incomplete' }] });
    expect(result.report.state.published).toBeNull();
    expect((await world.look({ ingested: whole })).report.state.published).toBe(2);
  });
});

describe('the clone', () => {
  const store = () => ({ backend: 'sqlite', file: join(workshop.root, 'none.db') }) as const;

  it.each([
    ['is one', () => workshop.folder(), {}, /is not inside a git repository/],
    ['has a commit', () => workshop.repo().dir, {}, /has no commit/],
    [
      'has the configuration that is named',
      () => new World(workshop).repo.dir,
      { configPath: 'x.yml' },
      /configuration x\.yml is not in the commit/,
    ],
    [
      'has one that is inside',
      () => new World(workshop).repo.dir,
      { configPath: '../x.yml' },
      /not inside the repository/,
    ],
    ['has a database', () => new World(workshop).repo.dir, {}, /none\.db does not exist/],
  ] as const)('%s, or the run ends', async (_, folder, more, message) => {
    const world = new World(workshop);
    await expect(world.look({ folder: folder(), store: store(), ...more })).rejects.toMatchObject({
      kind: 'user',
      exitCode: 2,
      message: expect.stringMatching(message),
    });
  });

  it('counts as it was committed, not as it lies on the disk', async () => {
    const world = new World(workshop, { reviewers: [] });
    await world.judged({ count: 8, kind: 'false-positive' });
    world.repo.write('.phase-mirror.yml', `version: 1\ncalibration:\n  reviewers: ["${PEOPLE.join('", "')}"]\n`);
    expect(ruleOf(await world.look({ mode: 'report' }))).toMatchObject({ change: null, pending: 8 });
  });

  it('without a configuration lets nobody judge', async () => {
    const world = new World(workshop);
    world.repo.commitFiles({ '.phase-mirror.yml': null });
    await world.judged({ count: 8, kind: 'false-positive' });
    const { report } = await world.look({ signingKey: '' });
    expect([report.threshold, report.auditRate, report.state.published]).toEqual([0.05, 0.2, null]);
  });
});

it('needs the schemas that were published', async () => {
  const world = new World(workshop);
  await expect(calibrate(world.request(), '0'.repeat(64))).rejects.toMatchObject({
    kind: 'bug',
    message: expect.stringMatching(/L0-SCHEMA-HASH/),
  });
});

it('asks who owns the repositories of an environment', async () => {
  const world = new World(workshop);
  const store = { backend: 'aws', environment: 'staging', region: 'eu-central-1', restricted: 'fork' } as const;
  const session = {
    session: { action: 'calibrate', runId: '1' },
    oidc: { requestUrl: undefined, requestToken: undefined },
  };
  await expect(world.look({ store: { ...store, ...session } })).rejects.toThrow(
    /The owner of the repository is not known/,
  );
});

it('counts the repositories of a database, each by its id', async () => {
  const world = new World(workshop);
  await world.judged({ count: 8, kind: 'false-positive', repository: REPOSITORY });
  await world.judged({ count: 8, kind: 'false-positive', repository: 8 });
  const { report } = await world.look({ mode: 'report' });
  expect(report.repositories).toEqual({ counted: 2, leftOut: [] });
  expect(report.run.requests).toBeNull();
  expect(report.environment).toBe('');
});
