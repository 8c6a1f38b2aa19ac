/**
 * MessagePack as Terraform's plugin protocol uses it: null, booleans, numbers, strings, arrays and maps with string keys,
 * and one extension, "unknown until apply". https://github.com/msgpack/msgpack/blob/master/spec.md and
 * https://developer.hashicorp.com/terraform/plugin/terraform-plugin-protocol
 */
export const UNKNOWN = Symbol('unknown');

/** A number that a double cannot hold comes as a string, as Terraform sends it; so does every string. */
export function decode(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  const take = (length) => {
    at += length;
    return at - length;
  };
  const length = (width) => {
    const from = take(width);
    return width === 1 ? view.getUint8(from) : width === 2 ? view.getUint16(from) : view.getUint32(from);
  };
  const text = (size) => {
    const from = take(size);
    return Buffer.from(bytes.subarray(from, from + size)).toString('utf8');
  };
  const array = (size) => Array.from({ length: size }, () => value());
  const map = (size) => Object.fromEntries(Array.from({ length: size }, () => [value(), value()]));
  const extension = (size) => {
    const kind = view.getInt8(take(1));
    take(size);
    // 12 is an unknown value of which something is known (not null, a prefix).
    if (kind !== 0 && kind !== 12) throw new Error(`MessagePack extension ${kind}`);
    return UNKNOWN;
  };
  const value = () => {
    const head = view.getUint8(take(1));
    if (head < 0x80) return head;
    if (head < 0x90) return map(head & 0x0f);
    if (head < 0xa0) return array(head & 0x0f);
    if (head < 0xc0) return text(head & 0x1f);
    if (head >= 0xe0) return head - 0x100;
    switch (head) {
      case 0xc0:
        return null;
      case 0xc2:
        return false;
      case 0xc3:
        return true;
      case 0xc4:
      case 0xd9:
        return text(length(1));
      case 0xc5:
      case 0xda:
        return text(length(2));
      case 0xc6:
      case 0xdb:
        return text(length(4));
      case 0xc7:
        return extension(length(1));
      case 0xca:
        return view.getFloat32(take(4));
      case 0xcb:
        return view.getFloat64(take(8));
      case 0xcc:
        return view.getUint8(take(1));
      case 0xcd:
        return view.getUint16(take(2));
      case 0xce:
        return view.getUint32(take(4));
      case 0xcf:
        return Number(view.getBigUint64(take(8)));
      case 0xd0:
        return view.getInt8(take(1));
      case 0xd1:
        return view.getInt16(take(2));
      case 0xd2:
        return view.getInt32(take(4));
      case 0xd3:
        return Number(view.getBigInt64(take(8)));
      case 0xd4:
      case 0xd5:
      case 0xd6:
      case 0xd7:
      case 0xd8:
        return extension(2 ** (head - 0xd4));
      case 0xdc:
        return array(length(2));
      case 0xdd:
        return array(length(4));
      case 0xde:
        return map(length(2));
      case 0xdf:
        return map(length(4));
      default:
        throw new Error(`MessagePack byte 0x${head.toString(16)}`);
    }
  };
  const decoded = value();
  if (at !== bytes.byteLength) throw new Error('MessagePack with something behind it');
  return decoded;
}

export function encode(value) {
  const parts = [];
  const sized = (size, short, heads) => {
    if (short !== undefined && size < short[1]) return parts.push(Buffer.from([short[0] | size]));
    const [head, width] = heads.find(([, bytes]) => size < 2 ** (8 * bytes));
    const bytes = Buffer.alloc(1 + width);
    bytes.writeUInt8(head);
    bytes.writeUIntBE(size, 1, width);
    return parts.push(bytes);
  };
  const put = (item) => {
    if (item === UNKNOWN) parts.push(Buffer.from([0xd4, 0, 0]));
    else if (item === null || item === undefined) parts.push(Buffer.from([0xc0]));
    else if (typeof item === 'boolean') parts.push(Buffer.from([item ? 0xc3 : 0xc2]));
    else if (typeof item === 'number') {
      const bytes = Buffer.alloc(9);
      if (Number.isSafeInteger(item)) {
        bytes.writeUInt8(0xd3);
        bytes.writeBigInt64BE(BigInt(item), 1);
      } else {
        bytes.writeUInt8(0xcb);
        bytes.writeDoubleBE(item, 1);
      }
      parts.push(bytes);
    } else if (typeof item === 'string') {
      const bytes = Buffer.from(item);
      sized(
        bytes.length,
        [0xa0, 32],
        [
          [0xd9, 1],
          [0xda, 2],
          [0xdb, 4],
        ],
      );
      parts.push(bytes);
    } else if (Array.isArray(item)) {
      sized(
        item.length,
        [0x90, 16],
        [
          [0xdc, 2],
          [0xdd, 4],
        ],
      );
      item.forEach(put);
    } else {
      const entries = Object.entries(item);
      sized(
        entries.length,
        [0x80, 16],
        [
          [0xde, 2],
          [0xdf, 4],
        ],
      );
      for (const [key, field] of entries) {
        put(key);
        put(field);
      }
    }
  };
  put(value);
  return Buffer.concat(parts);
}
