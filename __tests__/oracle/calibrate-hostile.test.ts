import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { Workshop } from '../support/git-repo.js';
import { ANN, BOB, CYD, KEY, PEOPLE, ruleOf, World } from './calibrate-support.js';

const workshop = new Workshop();
afterAll(() => workshop.clean());

describe('probe', () => {
  it('surrogate in the reason', async () => {
    const world = new World(workshop);
    await world.judged({ count: 1, kind: 'pending' });
    const r = await world.look({ set: { ruleId: 'MD-001', level: 'warn', by: 99, reason: `${'a'.repeat(499)}😀b` } }).catch((e) => e);
    console.log('surrogate', r.report?.state ?? `${r.kind} ${r.message}`);
    const r2 = await world.look({ mode: 'report' }).catch((e) => e);
    console.log('surrogate2', r2.report?.state ?? `${r2.kind} ${r2.message}`);
  });
  it('hand demotion of a perfect rule', async () => {
    const world = new World(workshop);
    await world.judged({ count: 200, kind: 'true-positive' });
    await world.look({ set: { ruleId: 'MD-001', level: 'warn', by: 99, reason: 'INC-7' } });
    world.day = 1;
    await world.judged({ count: 2, kind: 'false-positive', from: 1000 });
    await world.judged({ count: 400, kind: 'true-positive', from: 2000 });
    world.day = 40;
    const after = await world.look();
    console.log('hand', JSON.stringify(ruleOf(after).change), JSON.stringify(ruleOf(after).refused), ruleOf(after).evidence?.votes);
  });
  it('branch', async () => {
    const world = new World(workshop, { reviewers: [PEOPLE[2]] });
    await world.judged({ count: 8, kind: 'false-positive' });
    console.log('main', ruleOf(await world.look({ mode: 'report' })).change);
    world.repo.git('switch', '-c', 'feature');
    world.configure({ reviewers: PEOPLE });
    console.log('branch', JSON.stringify((await world.look()).report.state), world.repo.git('branch', '-a'));
  });
});
