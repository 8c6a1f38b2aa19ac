/** Files of HCL: attributes and blocks. */
import type { HclAttribute, HclBlock, HclBody } from './hcl.js';
import { ExpressionParser } from './hcl-expressions.js';

export class Parser extends ExpressionParser {
  file(): HclBody {
    const body = this.body();
    if (this.pos < this.limit) this.fault('a "}" without its block');
    return body;
  }

  private body(): HclBody {
    const attributes: HclAttribute[] = [];
    const blocks: HclBlock[] = [];
    for (;;) {
      this.blank(true);
      if (this.pos >= this.limit || this.at('}')) return { attributes, blocks };
      const start = this.pos;
      const name = this.name();
      if (name === '') this.fault('expected a name');
      this.blank(false);
      if (this.at('=') && !this.at('==')) {
        this.pos += 1;
        this.blank(false);
        const value = this.expression(false);
        attributes.push({ start, end: value.end, name, value });
      } else blocks.push(this.block(start, name));
      this.blank(false);
      if (this.pos < this.limit && !this.at('\n') && !this.at('}')) this.fault('expected the end of the line');
    }
  }

  private block(start: number, type: string): HclBlock {
    const labels: string[] = [];
    while (!this.at('{')) {
      if (this.take('"')) {
        labels.push(this.quotedText().text);
        this.expect('"');
      } else {
        const label = this.name();
        if (label === '') this.fault('expected "=" or "{"');
        labels.push(label);
      }
      this.blank(false);
    }
    return this.nested(() => {
      this.pos += 1;
      const body = this.body();
      this.expect('}');
      return { start, end: this.pos, type, labels, body };
    });
  }
}
