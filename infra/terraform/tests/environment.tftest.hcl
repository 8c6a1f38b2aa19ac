# For each environment: terraform test -var-file=environments/<environment>.tfvars. Nothing is applied. The values that AWS
# decides are made up by the stub of __tests__/infra/provider (`npm run test:infra`).

run "names" {
  command = plan

  assert {
    condition     = output.fp_events_table_name == "mirror-dissonance-${var.environment}-fp-events"
    error_message = "The table of events has the name that src/stores/aws/names.ts makes."
  }

  assert {
    condition     = output.consent_table_name == "mirror-dissonance-${var.environment}-consent"
    error_message = "The table of consent has the name that src/stores/aws/names.ts makes."
  }

  assert {
    condition     = output.block_counter_table_name == "mirror-dissonance-${var.environment}-block-counter"
    error_message = "The table of the breaker has the name that src/stores/aws/names.ts makes."
  }

  assert {
    condition     = output.baseline_bucket_name == "mirror-dissonance-${var.environment}-${var.account_id}-baselines"
    error_message = "The bucket has the name that the documents give."
  }

  assert {
    condition     = output.nonce_parameter_name == "/guardian/${var.environment}/redaction_nonce_v1"
    error_message = "The first nonce has the name that scripts/rotate-nonce.sh makes."
  }

  assert {
    condition     = toset(keys(output.drift_role_arns)) == toset(keys(var.repositories)) && toset(keys(output.accept_role_arns)) == toset(keys(var.repositories))
    error_message = "Every repository has a role to look at drift and one to accept it."
  }

  assert {
    condition = length(distinct([
      output.evaluate_role_arn, output.record_role_arn, output.calibrate_role_arn, output.operate_role_arn,
      output.verify_role_arn,
    ])) == 5
    error_message = "Evaluate, record, calibrate, operate and verify are five roles."
  }
}
