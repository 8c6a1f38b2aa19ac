import { describe, expect, it } from '@jest/globals';
import { bypassesProxy, parseProxy, proxyFromEnvironment } from '../../src/aws/proxy.js';

describe('NO_PROXY', () => {
  it.each<[string, number, string | undefined, boolean]>([
    ['s3.amazonaws.com', 443, undefined, false],
    ['s3.amazonaws.com', 443, '', false],
    ['s3.amazonaws.com', 443, '*', true],
    ['s3.amazonaws.com', 443, 'amazonaws.com', true],
    ['s3.amazonaws.com', 443, '.amazonaws.com', true],
    ['s3.amazonaws.com', 443, '*.amazonaws.com', true],
    ['amazonaws.com', 443, '.amazonaws.com', true],
    ['amazonaws.com.', 443, 'amazonaws.com', true],
    ['evilamazonaws.com', 443, 'amazonaws.com', false],
    ['S3.AmazonAWS.com', 443, 'amazonAWS.COM', true],
    ['b.example', 443, 'a.example, b.example c.example', true],
    ['d.example', 443, 'a.example, b.example c.example', false],
    ['b.example', 443, 'b.example:443', true],
    ['b.example', 8443, 'b.example:443', false],
    ['b.example', 443, '.', false],
    ['b.example', 443, ',,  ,', false],
    ['127.0.0.1', 443, '127.0.0.1', true],
    ['127.0.0.2', 443, '127.0.0.1', false],
    ['[::1]', 443, '::1', true],
    ['::1', 443, '[::1]:443', true],
    ['::1', 443, '[::1]:80', false],
    ['fd00::2', 443, '::1', false],
    ['b.example', 443, `${':'.repeat(50_000)}1`, false],
  ])('%s:%p under %p', (host, port, noProxy, expected) => {
    expect(bypassesProxy(host, port, noProxy)).toBe(expected);
  });
});

describe('the variables', () => {
  it('lower case first, empty is unset', () => {
    expect(proxyFromEnvironment({})).toEqual({});
    expect(proxyFromEnvironment({ https_proxy: 'a', HTTPS_PROXY: 'b', no_proxy: '', NO_PROXY: 'c' })).toEqual({
      https: 'a',
      noProxy: 'c',
    });
    expect(proxyFromEnvironment({ https_proxy: '', ALL_PROXY: 'd' })).toEqual({ https: 'd' });
  });

  it('takes an address with and without a scheme', () => {
    expect(parseProxy(undefined)).toBeNull();
    expect(parseProxy('')).toBeNull();
    expect(parseProxy('proxy.example:3128')?.href).toBe('http://proxy.example:3128/');
    expect(parseProxy('https://u:p@proxy.example')?.host).toBe('proxy.example');
  });

  it.each(['socks5://u:planted@x:1', 'http://', 'http://u:planted@:x', 'ht tp://planted'])(
    '%p is refused and not repeated',
    (address) => {
      expect(() => parseProxy(address)).toThrow(/HTTPS_PROXY.*Write it as http:\/\/host:port/);
      expect(() => parseProxy(address)).not.toThrow(/planted/);
    },
  );
});
