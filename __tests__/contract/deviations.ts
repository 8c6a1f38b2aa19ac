/**
 * Where the servers differ from AWS. Per case: which server deviates, what it does instead, and which server is believed.
 * On the server that deviates the case has to fail just as recorded; a server that was mended shows at once.
 *
 * Measured with the versions that requirements-test.txt pins.
 */
export interface Deviation {
  /** Port and case of a suite in this folder. */
  readonly case: string;
  /** Who deviates. */
  readonly server: 'moto' | 'ministack';
  /** Whose answer is the one that AWS documents. */
  readonly believed: 'sqlite' | 'moto' | 'ministack';
  /** What happens instead of what AWS does, as a clause. */
  readonly instead: string;
  /** What the failure of the case shows. */
  readonly shows: RegExp;
}

export const DEVIATIONS: readonly Deviation[] = [
  {
    case: 'servers/token',
    server: 'moto',
    believed: 'ministack',
    instead: 'a token is ignored: the second time the conditions fail',
    shows: /Expected: "nothing"\s+Received: "TransactionCanceledException"/,
  },
  {
    case: 'servers/isolation',
    server: 'moto',
    believed: 'ministack',
    instead: 'what was written meanwhile is lost with it; scripts/moto-server.py queues requests therefore',
    shows: /\+ {3}"lost": [1-9]/,
  },
  {
    case: 'servers/unused-value',
    server: 'moto',
    believed: 'ministack',
    instead: 'the value is accepted',
    shows: /Expected: "ValidationException"\s+Received: "nothing"/,
  },
  {
    case: 'servers/parameter-encrypted',
    server: 'moto',
    believed: 'ministack',
    instead: 'the plain value with a prefix',
    shows: /Received string: +"kms:alias\/aws\/ssm:plain words"/,
  },
];
