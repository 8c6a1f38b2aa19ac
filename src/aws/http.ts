/** The HTTP side of every AWS client: time limits, connections that are kept, and the proxy. */
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import type { HttpHandlerOptions, HttpRequest, HttpResponse } from '@smithy/types';
import { HttpsProxyAgent } from 'https-proxy-agent';
import { bypassesProxy, type ProxyOptions, parseProxy } from './proxy.js';

export interface HttpOptions {
  /** From the first byte out to the headers of the answer, and the longest silence after that. */
  readonly requestTimeoutMs: number;
  readonly proxy: ProxyOptions;
}

export interface HttpClient {
  handle(request: HttpRequest, options?: HttpHandlerOptions): Promise<{ response: HttpResponse }>;
  /** Closes the connections. */
  destroy(): void;
}

/** Writers run side by side; what is above waits for a free connection. */
const MAX_SOCKETS = 50;
/** A connection takes milliseconds or does not come. */
const CONNECT_MS = 2_000;

/**
 * Looks at the stack to see whether https asks, and finds http when a connection comes back: it then keeps it under another
 * name and never uses it again. Here only https asks.
 */
class TunnelAgent extends HttpsProxyAgent<string> {
  override isSecureEndpoint(): boolean {
    return true;
  }
}

/**
 * Requests to https addresses go through the proxy, unless NO_PROXY names the host; those to http addresses (an emulator
 * on this machine) never do.
 *
 * @throws {PhaseMirrorError} kind `user`: the proxy is not an address
 */
export function createHttpClient({ requestTimeoutMs, proxy }: HttpOptions): HttpClient {
  const agent = { keepAlive: true, maxSockets: MAX_SOCKETS };
  const limits = {
    connectionTimeout: Math.min(CONNECT_MS, requestTimeoutMs),
    requestTimeout: requestTimeoutMs,
    // Without it the SDK writes a warning to the console and goes on waiting.
    throwOnRequestTimeout: true,
    socketTimeout: requestTimeoutMs,
  };
  const httpAgent = new HttpAgent(agent);
  const direct = new NodeHttpHandler({ ...limits, httpAgent, httpsAgent: new HttpsAgent(agent) });
  const address = parseProxy(proxy.https);
  const proxied =
    address === null
      ? null
      : new NodeHttpHandler({ ...limits, httpAgent, httpsAgent: new TunnelAgent(address, agent) });

  const handlerFor = ({ protocol, hostname, port }: HttpRequest): NodeHttpHandler =>
    proxied === null || protocol !== 'https:' || bypassesProxy(hostname, port ?? 443, proxy.noProxy) ? direct : proxied;

  return {
    handle: (request, options) => handlerFor(request).handle(request as never, options),
    destroy: () => {
      direct.destroy();
      proxied?.destroy();
    },
  };
}
