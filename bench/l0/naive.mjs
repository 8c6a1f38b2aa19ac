/**
 * The same five checks written the obvious way, for comparison: a nested object in, the clock read inside (once), a
 * result object with arrays out. This is the style of the one published implementation of such a layer. It is not slowed
 * down on purpose, and it leaves out everything that makes src/l0 strict.
 */
export function naiveCheck(state) {
  const now = Date.now();
  const violations = [];
  const details = [];
  if (state.schema !== undefined && state.schema.actual !== state.schema.expected) {
    violations.push('schema_hash');
    details.push({ invariant: 'schema_hash', value: state.schema.actual, bound: state.schema.expected });
  }
  if (state.permissionBits !== undefined && (state.permissionBits & 0xf000) !== 0) {
    violations.push('permission_bits');
    details.push({ invariant: 'permission_bits', value: state.permissionBits, bound: 0x0fff });
  }
  if (state.drift !== undefined && !(state.drift.magnitude >= 0 && state.drift.magnitude <= state.drift.max)) {
    violations.push('drift_magnitude');
    details.push({ invariant: 'drift_magnitude', value: state.drift.magnitude, bound: state.drift.max });
  }
  if (state.nonce !== undefined) {
    const age = now - state.nonce.verifiedAt;
    if (age < -5000 || age >= 3_600_000) {
      violations.push('nonce_freshness');
      details.push({ invariant: 'nonce_freshness', value: age, bound: 3_600_000 });
    }
  }
  if (state.witness !== undefined) {
    const before = state.witness.fpBefore / state.witness.nBefore;
    const after = state.witness.fpAfter / state.witness.nAfter;
    if (!(after <= before) || state.witness.nBefore < 10 || state.witness.nAfter < 10) {
      violations.push('contraction_witness');
      details.push({ invariant: 'contraction_witness', value: after, bound: before });
    }
  }
  return { passed: violations.length === 0, violations, details, checkedAt: now };
}
