/** The Terraform of this repository, read with the repository's own reader. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { attributeOf, type HclBlock, type HclBody, type HclExpression, parseHcl } from '../../src/repository/hcl.js';

export const TERRAFORM = 'infra/terraform';

export interface TerraformFile {
  readonly path: string;
  readonly text: string;
  readonly body: HclBody;
}

/** @param folder every file below it that ends in `.tf`, `.tfvars` … @throws for one that is no HCL */
export function terraformFiles(folder = TERRAFORM, ends: readonly string[] = ['.tf']): readonly TerraformFile[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => ends.some((end) => name.endsWith(end)) && !name.split('/').some((part) => part === '.terraform'))
    .sort()
    .map((name) => {
      const path = join(folder, name);
      const text = readFileSync(path, 'utf8');
      const parsed = parseHcl(text);
      if (!parsed.ok) throw new Error(`${path} at ${parsed.offset}: ${parsed.reason}`);
      return { path, text, body: parsed.value };
    });
}

/** Blocks `resource "type" "name"` and their like, wherever they are. */
export function blocksNamed(files: readonly TerraformFile[], kind: string, type?: string): readonly HclBlock[] {
  return files.flatMap(({ body }) =>
    body.blocks.filter((block) => block.type === kind && (type === undefined || block.labels[0] === type)),
  );
}

/** The text of a quoted string without interpolation; undefined for anything else. */
export function literalText(expression: HclExpression | undefined): string | undefined {
  if (expression?.kind !== 'template') return undefined;
  if (expression.parts.some((part) => part.kind !== 'text')) return undefined;
  return expression.parts.map((part) => (part.kind === 'text' ? part.text : '')).join('');
}

/** `each.value.metric` of an attribute that is exactly a reference; undefined otherwise. */
export function referenceText(expression: HclExpression | undefined): string | undefined {
  return expression?.kind === 'reference' ? expression.path.map((part) => part ?? '*').join('.') : undefined;
}

export function textOfAttribute(body: HclBody, name: string): string | undefined {
  return literalText(attributeOf(body, name));
}

/** An expression and everything inside it. */
export function* expressionsIn(expression: HclExpression): Generator<HclExpression> {
  yield expression;
  switch (expression.kind) {
    case 'template':
      for (const part of expression.parts) if (part.kind !== 'text') yield* expressionsIn(part);
      return;
    case 'list':
      for (const item of expression.items) yield* expressionsIn(item);
      return;
    case 'object':
      for (const { keyNode, value } of expression.entries) {
        yield* expressionsIn(keyNode);
        yield* expressionsIn(value);
      }
      return;
    case 'call':
      for (const argument of expression.args) yield* expressionsIn(argument);
      return;
    case 'opaque':
      for (const child of expression.children) yield* expressionsIn(child);
      return;
    default:
      return;
  }
}

/** Every expression of a body, those of its blocks included. */
export function* expressionsOf(body: HclBody): Generator<HclExpression> {
  for (const { value } of body.attributes) yield* expressionsIn(value);
  for (const block of body.blocks) yield* expressionsOf(block.body);
}
