/** What branches require, from files, from the configuration and from GitHub. Where it is said does not count. */
import type { Config } from '../../policy/types.js';
import { DEFAULT_BRANCH } from '../../repository/branch-selector.js';
import type { BranchSelector, Protection, RequiredCheck, Span } from '../../repository/types.js';
import type { Fact } from '../types.js';

/** @param branch the branch whose state is accepted, which is the default branch */
export function protectionFacts(protections: readonly Protection[], branch: string): Fact[] {
  return protections.flatMap((protection) =>
    branchesOf(protection.branches, branch).flatMap((name) => factsFor(name, protection)),
  );
}

/** `required-checks` of the configuration. */
export function configuredChecks(config: Config, branch: string): Fact[] {
  return config.requiredChecks.flatMap(({ value, at }) =>
    (value.branches.length === 0 ? [branch] : value.branches).map((name) =>
      checkFact(branchName(name, branch), value.context, '', at),
    ),
  );
}

function factsFor(branch: string, { requiredChecks, codeOwnerReview, mergeQueue, ...rest }: Protection): Fact[] {
  const rule = (name: string): Fact => ({ kind: 'branch-rule', key: [branch, name], value: 'on', ...lineOf(rest.at) });
  return [
    ...requiredChecks.map((check) => checkFact(branch, check.context, appOf(check), check.at)),
    ...(codeOwnerReview === true ? [rule('review by code owners')] : []),
    ...(mergeQueue === true ? [rule('merge queue')] : []),
    ...(rest.requiredWorkflows ?? []).map(({ path, ref, sha, repositoryId }) => ({
      ...rule(`required workflow ${path} of repository ${repositoryId}`),
      value: sha === undefined ? `ref ${ref ?? ''}` : `sha ${sha}`,
    })),
  ];
}

function checkFact(branch: string, context: string, app: string, at: Span | undefined): Fact {
  return { kind: 'required-check', key: [branch, context], value: app, ...lineOf(at) };
}

/** '' where any app may report it. */
function appOf({ integrationId, appSlug }: RequiredCheck): string {
  if (integrationId === undefined) return appSlug ?? '';
  return integrationId === 15368 ? 'github-actions' : `app ${integrationId}`;
}

/** A fact for each branch entry; what is left out belongs to each of them. */
function branchesOf({ include, exclude }: BranchSelector, branch: string): string[] {
  const without = exclude.length === 0 ? '' : ` except ${[...exclude].sort().join(', ')}`;
  return include.map((entry) => `${branchName(entry, branch)}${without}`);
}

function branchName(entry: string, branch: string): string {
  return entry === DEFAULT_BRANCH ? branch : entry.replace(/^refs\/heads\//, '');
}

function lineOf(at: Span | undefined): { readonly path: string; readonly line: number } {
  return at === undefined ? { path: '', line: 0 } : { path: at.path, line: at.startLine };
}
