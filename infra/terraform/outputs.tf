output "environment" {
  description = "Input `environment` of the actions."
  value       = var.environment

  precondition {
    condition     = contains(["default", var.environment], terraform.workspace)
    error_message = "The workspace is ${terraform.workspace}, the variables are those of ${var.environment}: `terraform workspace select ${var.environment}`."
  }

  precondition {
    condition     = contains(keys(var.repositories), var.governing_repository)
    error_message = "governing_repository is \"${var.governing_repository}\", which is no key of repositories."
  }
}

output "region" {
  description = "Input `aws-region` of the actions."
  value       = var.region
}

output "fp_events_table_name" {
  description = "Table of events and daily totals."
  value       = module.storage.table_names["fp-events"]
}

output "fp_events_table_arn" {
  description = "ARN of the table of events."
  value       = module.storage.table_arns["fp-events"]
}

output "consent_table_name" {
  description = "Table of consent and its history."
  value       = module.storage.table_names["consent"]
}

output "block_counter_table_name" {
  description = "Table of the circuit breaker."
  value       = module.storage.table_names["block-counter"]
}

output "baseline_bucket_name" {
  description = "Input `baseline-bucket` of the actions: baselines and levels."
  value       = module.baselines.bucket_name
}

output "nonce_parameter_name" {
  description = "Name of the first redaction nonce. Terraform makes none: `scripts/rotate-nonce.sh ENVIRONMENT 0` does."
  value       = module.secrets.first_nonce_name
}

output "kms_key_id" {
  description = "The key that encrypts tables, bucket and parameters. Nonces and salts are made with it."
  value       = module.kms.data_key_id
}

output "signing_key_aliases" {
  description = "The keys that sign, by what they sign. Public halves: `phase-mirror key show`."
  value       = module.kms.signing_key_aliases
}

output "evaluate_role_arn" {
  description = "Input `role-to-assume` of evaluate on pull requests."
  value       = module.github_oidc.role_arns["evaluate"]
}

output "record_role_arn" {
  description = "Input `role-to-assume` of evaluate with `record: true`."
  value       = module.github_oidc.role_arns["record"]
}

output "calibrate_role_arn" {
  description = "Input `role-to-assume` of calibrate."
  value       = module.github_oidc.role_arns["calibrate"]
}

output "operate_role_arn" {
  description = "For nonces, salts and consent."
  value       = module.github_oidc.role_arns["operate"]
}

output "verify_role_arn" {
  description = "For the check of backups."
  value       = module.github_oidc.role_arns["verify"]
}

output "drift_role_arns" {
  description = "Input `role-to-assume` of drift-check, by repository."
  value       = module.github_oidc.drift_role_arns
}

output "accept_role_arns" {
  description = "Input `role-to-assume` of accepting a baseline, by repository."
  value       = module.github_oidc.accept_role_arns
}

output "alarm_topic_arn" {
  description = "SNS topic of the alarms, for a chat or pager."
  value       = module.monitoring.topic_arn
}

output "audit_bucket_name" {
  description = "CloudTrail's log."
  value       = module.audit.bucket_name
}
