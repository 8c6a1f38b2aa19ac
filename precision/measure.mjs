/** From raw results and labels to the numbers of docs/precision.md. Pure. */
import { clopperPearsonUpper, wilson } from './statistics.mjs';

/**
 * What may be said of a block: *true*, the change broke something that was repaired or reverted later; *stands*, what
 * the block says is right, and history shows that nobody minded; *false*, it is wrong. The last two stop a person for
 * nothing and count as false blocks.
 */
const CHANGE_VERDICTS = ['true', 'stands', 'false'];

/** Blocks of one change by one rule are one event: a person is stopped once. */
const eventOf = ({ rule, commit }) => `${rule} ${commit}`;

/** Identity of a label: what a person looked at. */
const changeKey = (repository, { rule, commit, anchor }) => JSON.stringify([repository, rule, commit, anchor]);
const scanKey = (repository, { rule, path, anchor }) => JSON.stringify([repository, rule, path, anchor]);

/**
 * @param input results: one per replayed repository; scans: one per scanned tree; labels: `{ repository, changes, scan }`
 *   per repository; repairs: `repairs.json`; caught: `repairs-results.json`
 * @returns the numbers, and what stands in the way of believing them: blocks without a label, labels
 *   without a block, true blocks that name no repair
 */
export function measure({ results, scans, labels, repairs, caught }) {
  const problems = [];
  const byChange = new Map();
  const byScan = new Map();
  for (const { repository, changes = [], scan = [] } of labels) {
    for (const label of changes) byChange.set(changeKey(repository, label), label);
    for (const label of scan) byScan.set(scanKey(repository, label), label);
  }
  const used = new Set();
  const take = (map, key, what) => {
    used.add(key);
    const label = map.get(key);
    if (label === undefined) problems.push(`no label: ${what}`);
    return label;
  };

  const changes = results.reduce((sum, { counts }) => sum + counts.changes, 0);
  const events = new Map();
  for (const { repository, blocks } of results) {
    for (const block of blocks) {
      const what = `${repository} ${block.commit.slice(0, 10)} ${block.rule} ${block.anchor}`;
      const label = take(byChange, changeKey(repository, block), what);
      if (label === undefined) continue;
      if (!CHANGE_VERDICTS.includes(label.verdict)) problems.push(`no such verdict: ${what}`);
      if ((label.verdict === 'true') !== (label.repairedBy !== undefined)) {
        problems.push(`a true block names its repair, and no other does: ${what}`);
      }
      const key = `${repository} ${eventOf(block)}`;
      const event = events.get(key) ?? { repository, ...block, right: false, stands: false, labels: [] };
      // One true problem among several makes it right to stop the change.
      event.right ||= label.verdict === 'true';
      event.stands ||= label.verdict === 'stands';
      event.labels.push({ ...label, title: block.title });
      events.set(key, event);
    }
  }
  const stopped = [...events.values()];

  const found = scans.flatMap(({ repository, findings }) =>
    findings.flatMap((finding) => {
      const what = `scan of ${repository} ${finding.rule} ${finding.path} ${finding.anchor}`;
      const label = take(byScan, scanKey(repository, finding), what);
      return label === undefined ? [] : [{ repository, ...finding, ...label }];
    }),
  );
  for (const key of [...byChange.keys(), ...byScan.keys()]) {
    if (!used.has(key)) problems.push(`a label for nothing that was reported: ${key}`);
  }

  const outcome = new Map(caught.map((one) => [JSON.stringify([one.repository, one.commit, one.rule]), one.caught]));
  const replayed = repairs
    .filter(({ outOfScope }) => outOfScope === undefined)
    .map((repair) => {
      const key = JSON.stringify([repair.repository, repair.commit, repair.rule]);
      if (!outcome.has(key)) problems.push(`repair not replayed: ${key}`);
      const hit = outcome.get(key) === true;
      if (hit && repair.missed) problems.push(`caught after all, so it is no miss: ${key}`);
      if (!hit && !repair.missed) problems.push(`missed repair without a reason: ${key}`);
      return { ...repair, caught: hit };
    });

  const rules = [...new Set([...stopped, ...found, ...replayed].map(({ rule }) => rule))].sort();
  return {
    problems,
    changes,
    repositories: results.length,
    scanned: scans.length,
    stopped,
    found,
    replayed,
    rules: rules.map((rule) => ({
      rule,
      ...blockRate(
        stopped.filter((one) => one.rule === rule),
        changes,
      ),
      scan: scanPrecision(found.filter((one) => one.rule === rule)),
      repairs: tally(replayed.filter((one) => one.rule === rule)),
    })),
    total: {
      ...blockRate(changesStopped(stopped), changes),
      scan: scanPrecision(found),
      repairs: tally(replayed),
    },
  };
}

/** In total a change counts once, whichever rules stopped it. */
function changesStopped(stopped) {
  const byCommit = new Map();
  for (const one of stopped) {
    const key = `${one.repository} ${one.commit}`;
    const before = byCommit.get(key) ?? { right: false, stands: false };
    byCommit.set(key, { right: before.right || one.right, stands: before.stands || one.stands });
  }
  return [...byCommit.values()];
}

function blockRate(events, changes) {
  const wrong = events.filter(({ right }) => !right).length;
  return {
    blocked: events.length,
    wrong,
    stands: events.filter(({ right, stands }) => !right && stands).length,
    perThousand: changes === 0 ? 0 : (1000 * wrong) / changes,
    upper: 1000 * clopperPearsonUpper(wrong, changes),
  };
}

/** In a scan a label is true or false: whether what the finding says is so. One vote per repository and rule: the share of its findings that are true. A hundred alike are no hundred proofs. */
function scanPrecision(found) {
  const votes = new Map();
  for (const { repository, rule, verdict } of found) {
    const key = `${repository} ${rule}`;
    votes.set(key, [...(votes.get(key) ?? []), verdict === 'true']);
  }
  const n = votes.size;
  const right = [...votes.values()].reduce((sum, all) => sum + all.filter(Boolean).length / all.length, 0);
  return {
    findings: found.length,
    right: found.filter(({ verdict }) => verdict === 'true').length,
    n,
    share: n === 0 ? 0 : right / n,
    ...wilson(right, n),
  };
}

function tally(repairs) {
  return { caught: repairs.filter(({ caught }) => caught).length, of: repairs.length };
}
