import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { buildModel, ParseCache } from '../../src/repository/model.js';
import { joinPath, Terraform } from '../../src/repository/terraform.js';
import { exactText, type TfValue, textItems } from '../../src/repository/terraform-values.js';
import type { Snapshot, TextFile } from '../../src/repository/types.js';
import { splitLines } from '../../src/repository/yaml.js';
import { memorySnapshot } from '../support/memory-snapshot.js';

const ISSUER = 'token.actions.githubusercontent.com';
const OIDC = 'on: push\npermissions:\n  id-token: write\njobs:\n  a:\n    runs-on: x\n    steps: []\n';

function terraform(files: Record<string, string>, more: { paths?: string[]; variables?: string[] } = {}): Terraform {
  const texts = Object.entries(files).map(
    ([path, text]): TextFile => ({ path, text, bytes: new TextEncoder().encode(text), lines: splitLines(text) }),
  );
  return new Terraform(texts, {
    complete: true,
    paths: [...Object.keys(files), ...(more.paths ?? [])],
    setsVariable: (name) => more.variables?.includes(name) ?? false,
    policies: new Map(),
  });
}

/** What the attribute `x` of `resource "r" "r"` is, as short as it goes. */
function told(x: string, rest = '', more: Parameters<typeof terraform>[1] = {}): unknown {
  const tree = terraform({ 'a/main.tf': `resource "r" "r" {\n  x = ${x}\n}\n`, 'a/rest.tf': rest }, more);
  return short(tree.attribute(tree.blocks('resource', 'r')[0]!, 'x'));
}

function short(value: TfValue | undefined): unknown {
  switch (value?.kind) {
    case undefined:
      return undefined;
    case 'text':
      return value.literals.length === 1 ? value.literals[0] : value.literals;
    case 'list':
      return [...value.items.map(short), ...(value.complete ? [] : ['…'])];
    case 'object':
      return {
        ...Object.fromEntries(value.entries.map((entry) => [entry.key.join('…'), short(entry.value)])),
        ...(value.complete ? {} : { '…': true }),
      };
    case 'reference':
      return { ref: value.path };
    case 'null':
      return null;
    case 'unknown':
      return '?';
  }
}

describe('values', () => {
  it.each<[string, unknown]>([
    ['"a"', 'a'],
    ['1', '1'],
    ['true', 'true'],
    ['null', null],
    ['"a${each.key}b"', ['a', 'b']],
    ['"a%{ if x }b%{ endif }"', ['a', 'b', '']],
    ['"${var.none}"', ['', '']],
    ['"${["a"]}"', ['a']],
    ['["a", each.key]', ['a', '?']],
    ['{ a = "b", (each.key) = 1 }', { a: 'b', '…': true }],
    ['{ "x${each.key}" = 1, ("y") = 2 }', { 'x…': '1', y: '2' }],
    ['aws_iam_role.a[0].arn', { ref: ['aws_iam_role', 'a', '0', 'arn'] }],
    ['each.value.name', '?'],
    ['name', '?'],
    ['a ? "b" : "c"', '?'],
    ['toset(["a"])', ['a']],
    ['jsonencode({ a = 1 })', { a: '1' }],
    ['concat(["a"], ["b"])', ['a', 'b']],
    ['concat(["a"], each.value)', ['a', '…']],
    ['flatten([["a"], "b", each.key])', ['a', 'b', '…']],
    ['flatten("a")', '?'],
    ['format("repo:%s/%s:%%", "a", each.key)', ['repo:a/', ':%']],
    ['format("%d%5s", 1, "a")', ['', '', '']],
    ['format(each.key)', '?'],
    ['trimspace(" a ")', 'a'],
    ['trimspace(each.key)', '?'],
    ['file("${path.module}/x.json")', { ref: ['file', './x.json'] }],
    ['file("${path.root}/x.json")', { ref: ['file', null] }],
    ['templatefile(each.key, {})', { ref: ['templatefile', null] }],
    ['uuid()', '?'],
    ['lower("A")', '?'],
  ])('%s', (text, expected) => {
    expect(told(text)).toEqual(expected);
  });

  it('looks up locals and their members in the folder', () => {
    const locals = 'locals {\n  a = { b = ["c", "d"] }\n  e = "${local.a.b[1]}!"\n  f = aws_x.y\n}\n';
    expect(told('local.a.b', locals)).toEqual(['c', 'd']);
    expect(told('local.e', locals)).toBe('d!');
    expect(told('local.a.none', locals)).toBe('?');
    expect(told('local.a.b[7]', locals)).toBe('?');
    expect(told('local.a[each.key]', locals)).toBe('?');
    expect(told('local.none', locals)).toBe('?');
    expect(told('local.f.arn', locals)).toEqual({ ref: ['aws_x', 'y', 'arn'] });
    expect(told('local[each.key]', locals)).toBe('?');
  });

  it('ends for locals in a circle and for locals that double each other', () => {
    expect(told('local.a', 'locals {\n  a = local.b\n  b = [local.a]\n}\n')).toEqual(['?']);
    const doubled = (double: (name: string) => string): string =>
      `locals {\n  l0 = ${double('"abcdefgh"')}\n${Array.from({ length: 40 }, (_, n) => `  l${n + 1} = ${double(`local.l${n}`)}\n`).join('')}}\n`;
    expect(
      told(
        'local.l40',
        doubled((name) => `"\${${name}}\${${name}}"`),
      ),
    ).toEqual(expect.any(Array));
    const nested = doubled((name) => `concat([${name}], [${name}])`);
    const tree = terraform({ 'main.tf': `resource "r" "r" {\n  x = concat(local.l40, local.l40)\n}\n${nested}` });
    expect(tree.attribute(tree.blocks('resource', 'r')[0]!, 'x')).toMatchObject({ kind: 'list', complete: true });
    const wide = doubled((name) => `concat(${name === '"abcdefgh"' ? '["a"], ["a"]' : `${name}, ${name}`})`);
    const all = terraform({ 'main.tf': `resource "r" "r" {\n  x = local.l40\n}\n${wide}` });
    const value = all.attribute(all.blocks('resource', 'r')[0]!, 'x');
    expect(value).toMatchObject({ kind: 'list', complete: false });
    expect(value?.kind === 'list' && value.items.length).toBe(500);
  });

  it('takes a default unless something in the tree may set the variable', () => {
    const variable = 'variable "v" {\n  default = "d"\n}\nvariable "w" {}\n';
    expect(told('var.v', variable)).toBe('d');
    expect(told('var.w', variable)).toBe('?');
    expect(told('var.none', variable)).toBe('?');
    expect(told('var.v', variable, { variables: ['v'] })).toBe('?');
    expect(told('var.v', variable, { paths: ['a/env/prod.tfvars'] })).toBe('?');
    expect(told('var.v', variable, { paths: ['b/prod.tfvars'] })).toBe('d');
    expect(told('var.v', variable, { paths: ['live/terragrunt.hcl'] })).toBe('?');
    const called = (body: string): unknown => {
      const files = { 'a/main.tf': `resource "r" "r" {\n  x = var.v\n}\n${variable}`, 'main.tf': body };
      const tree = terraform(files);
      return short(tree.attribute(tree.blocks('resource', 'r')[0]!, 'x'));
    };
    expect(called('module "m" {\n  source = "./a"\n  v = 1\n}\n')).toBe('?');
    expect(called('module "m" {\n  source = "./a"\n}\n')).toBe('d');
    expect(called('module "m" {\n  source = "./b/a"\n  v = 1\n}\n')).toBe('d');
  });

  it('gives texts only where all are known', () => {
    const at = { path: '', startLine: 1, startColumn: 1, endLine: 1, endColumn: 1 };
    const text = (...literals: string[]): TfValue => ({ kind: 'text', literals, at });
    const list = (items: TfValue[], complete = true): TfValue => ({ kind: 'list', items, complete, at });
    expect(exactText(text('a', 'b'))).toBeUndefined();
    expect(textItems(undefined)).toEqual([]);
    expect(textItems(text('a'))).toBeNull();
    expect(textItems(list([text('a')], false))).toBeNull();
    expect(textItems(list([text('a'), { kind: 'unknown' }]))).toBeNull();
    expect(textItems(list([text('a')]))).toEqual([{ value: 'a', at }]);
  });

  it('evaluates any HCL that can be read', () => {
    const piece = fc.constantFrom(
      '"a${',
      '}"',
      'local.a',
      'var.v',
      '[',
      ']',
      ',',
      '{ a = ',
      '}',
      'concat(',
      'format("%s", ',
      ')',
      '.b',
      '[0]',
      ' ? ',
      ' : ',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const text = `locals {\n  a = [local.a, var.v]\n}\nresource "r" "r" {\n  x = ${pieces.join('')}\n}\n`;
        const tree = terraform({ 'main.tf': text });
        const [resource] = tree.blocks('resource', 'r');
        if (resource !== undefined) expect(tree.attribute(resource, 'x')).toHaveProperty('kind');
        else expect(tree.broken('resource')).toEqual(['main.tf']);
      }),
    );
  });
});

describe('Terraform', () => {
  it('finds blocks by reference, in the same folder only', () => {
    const tree = terraform({
      'a/x.tf': 'data "d" "one" {}\nresource "r" "one" {}\n',
      'b/x.tf': 'resource "r" "two" {}\n',
    });
    expect(tree.referenced('a', ['data', 'd', 'one', 'json'])?.address).toBe('data.d.one');
    expect(tree.referenced('a', ['r', 'one', '0'])?.address).toBe('r.one');
    expect(tree.referenced('a', ['r', 'two'])).toBeUndefined();
    expect(tree.referenced('a', ['r', null])).toBeUndefined();
    expect(tree.blocks('resource', 'r').map(({ address }) => address)).toEqual(['r.one', 'r.two']);
    expect(tree.blocks('resource', 'r', new Set(['b'])).map(({ address }) => address)).toEqual(['r.two']);
  });

  it('knows words, but not as names of blocks, references or parts of names', () => {
    const tree = terraform({ 'a.tf': 'resource "r" "deploy" {\n  x = aws.deploy.y\n  y = "my-deploy"\n}\n' });
    expect(tree.mentions('deploy')).toBe(false);
    expect(terraform({ 'a.tf': 'x = ["deploy"]\n' }).mentions('deploy')).toBe(true);
  });

  it('lists files that are not HCL', () => {
    expect(terraform({ 'a.tf': 'word = ', 'b.tf': 'word = 1', 'c.tf': '}' }).broken('word')).toEqual(['a.tf']);
  });

  it('joins paths inside the tree', () => {
    expect(joinPath('a/b', '../c/./d')).toBe('a/c/d');
    expect(joinPath('', 'c')).toBe('c');
    expect(joinPath('a', '../../c')).toBeNull();
  });
});

describe('what is read', () => {
  async function model(files: Record<string, string>) {
    const inner = memorySnapshot(files);
    const asked: string[] = [];
    const snapshot: Snapshot = {
      ...inner,
      list: () => inner.list(),
      read: (path, max) => inner.read(path, max),
      close: () => inner.close(),
      readMany: (paths, max) => {
        asked.push(...paths);
        return inner.readMany(paths, max);
      },
    };
    const built = await buildModel(snapshot);
    return {
      terraform: built.model.terraform,
      model: built.model,
      asked: asked.filter((path) => /\.(tf|json)$/.test(path)),
    };
  }
  const ROLE = `resource "aws_iam_role" "a" {\n  x = "${ISSUER}"\n}\n`;

  it('reads nothing where nothing hints at GitHub', async () => {
    const { terraform: found, asked } = await model({ 'net/vpc.tf': ROLE, 'aws/trust.json': ISSUER });
    expect(found).toBeNull();
    expect(asked).toEqual([]);
  });

  it('reads Terraform where a workflow may ask for a token, and JSON policies by their names', async () => {
    const files = {
      '.github/workflows/a.yml': OIDC,
      'net/vpc.tf': ROLE,
      'aws/trust.json': ISSUER,
      'aws/x.json': ISSUER,
    };
    const { terraform: found, asked, model: built } = await model(files);
    expect(asked).toEqual(['net/vpc.tf', 'aws/trust.json']);
    expect([...(found?.policies.keys() ?? [])]).toEqual(['aws/trust.json']);
    expect(built.excerpt({ path: 'net/vpc.tf', startLine: 1 })).toBe('resource "aws_iam_role" "a" {');
  });

  it('reads Terraform whose path hints at it', async () => {
    expect((await model({ 'iam/a.tf': ROLE })).terraform).not.toBeNull();
    expect((await model({ 'iam/a.tf': 'a = 1\n' })).terraform).toBeNull();
  });

  it('leaves out examples, tests and downloaded modules', async () => {
    const files = {
      'examples/iam.tf': ROLE,
      'x/tests/iam.tf': ROLE,
      '.terraform/iam.tf': ROLE,
      'docs/trust.json': ISSUER,
    };
    const { terraform: found, asked } = await model({ '.github/workflows/a.yml': OIDC, ...files });
    expect(found).toBeNull();
    expect(asked).toEqual([]);
  });

  it('says when there is more than it reads', async () => {
    const big = await model({ 'iam/a.tf': ROLE, 'iam/b.tf': `# ${'x'.repeat(300_000)}\n` });
    expect(big.terraform?.complete).toBe(false);
    const many = Object.fromEntries(Array.from({ length: 2001 }, (_, n) => [`iam/${n}.tf`, ROLE]));
    const read = await model(many);
    expect(read.terraform?.complete).toBe(false);
    expect(read.asked.length).toBe(2000);
  });

  it('parses the same bytes once', async () => {
    const bytes = new TextEncoder().encode(ROLE);
    const cache = new ParseCache();
    const [one, two] = await Promise.all(
      [1, 2].map(async () => (await buildModel(memorySnapshot({ 'iam/a.tf': bytes }), { cache })).model.terraform),
    );
    expect(one?.blocks('resource', 'aws_iam_role')[0]).toBe(two?.blocks('resource', 'aws_iam_role')[0]);
  });

  it('takes bytes that are no text for nothing', async () => {
    const bytes = new Uint8Array([0xff, 0xfe, ...new TextEncoder().encode(ROLE)]);
    const built = await buildModel(memorySnapshot({ 'iam/a.tf': bytes }));
    expect(built.model.terraform?.blocks('resource', 'aws_iam_role')).toEqual([]);
  });
});
