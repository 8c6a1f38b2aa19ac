/**
 * Which requests go through a proxy. The SDK reads neither HTTPS_PROXY nor NO_PROXY:
 * https://docs.aws.amazon.com/sdk-for-javascript/v3/developer-guide/node-configuring-proxies.html
 */
import { PhaseMirrorError } from '../errors.js';

export interface ProxyOptions {
  /** Address of the proxy for https requests, `http://proxy.example:3128`. It may hold a password: no message shows it. */
  readonly https?: string;
  /** Hosts that are reached without it: the form of NO_PROXY. */
  readonly noProxy?: string;
}

/** The usual variables, lower case first, as curl reads them. Empty is the same as unset. */
export function proxyFromEnvironment(env: Readonly<Record<string, string | undefined>>): ProxyOptions {
  const https = env['https_proxy'] || env['HTTPS_PROXY'] || env['all_proxy'] || env['ALL_PROXY'];
  const noProxy = env['no_proxy'] || env['NO_PROXY'];
  return { ...(https ? { https } : {}), ...(noProxy ? { noProxy } : {}) };
}

/**
 * @returns the address of the proxy, null without one
 * @throws {PhaseMirrorError} kind `user`: not an http or https address. The message does not repeat it.
 */
export function parseProxy(address: string | undefined): URL | null {
  if (address === undefined || address === '') return null;
  // `proxy:3128` without a scheme is what many write, and what curl takes.
  const text = address.includes('://') ? address : `http://${address}`;
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url !== null && (url.protocol === 'http:' || url.protocol === 'https:') && url.hostname !== '') return url;
  throw new PhaseMirrorError('user', {
    thing: 'the proxy for https requests (HTTPS_PROXY)',
    reason: 'is not an http or https address',
    next: 'Write it as http://host:port',
  });
}

/**
 * Whether NO_PROXY names the host: entries separated by commas or spaces; `*` is every host; `example.com`,
 * `.example.com` and `*.example.com` are the host and all below it; `host:port` holds for that port alone. Addresses are
 * compared as text: no ranges. As curl does it (https://everything.curl.dev/usingcurl/proxies/env.html), with ports as
 * proxy-from-env takes them.
 */
export function bypassesProxy(host: string, port: number, noProxy: string | undefined): boolean {
  const name = bare(host);
  return (noProxy ?? '')
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .some((entry) => {
      if (entry === '*') return true;
      // Without brackets, more than one colon is an IPv6 address.
      const [, named, only] = /^(\[[^\]]*\]|[^:]*):(\d{1,5})$/.exec(entry) ?? [];
      if (only !== undefined && Number(only) !== port) return false;
      const suffix = bare(named ?? entry).replace(/^\*?\./, '');
      return suffix !== '' && (name === suffix || name.endsWith(`.${suffix}`));
    });
}

/** Lower case, without the brackets of an IPv6 address and the final dot of an absolute name. */
function bare(host: string): string {
  return host
    .toLowerCase()
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/\.$/, '');
}
