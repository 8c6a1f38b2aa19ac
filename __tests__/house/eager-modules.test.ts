import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const { eagerModules } = (await import(join(process.cwd(), 'scripts/eager-modules.mjs'))) as {
  eagerModules(code: string): string;
};

describe('the modules of a chunk', () => {
  it('are put into parentheses, and nothing inside of them is', () => {
    const chunk = 'export const modules={12:(e,t)=>{e.exports={7:()=>1}},345:function(e){e.a=()=>{}},x:()=>2,9:8};';
    expect(eagerModules(chunk)).toBe(
      'export const modules={12:((e,t)=>{e.exports={7:()=>1}}),345:(function(e){e.a=()=>{}}),x:()=>2,9:8};',
    );
  });

  it('are found where text is longer in bytes than in characters, one file after the other', () => {
    const chunk = 'let a="…é🙂";var m={1:e=>{e.exports="ß"},2:()=>"…"};export{m};';
    const eager = 'let a="…é🙂";var m={1:(e=>{e.exports="ß"}),2:(()=>"…")};export{m};';
    expect([eagerModules(chunk), eagerModules(chunk)]).toEqual([eager, eager]);
  });

  it('may be none', () => {
    expect(eagerModules('export{};')).toBe('export{};');
  });
});
