output "data_key_id" {
  description = "Id of the key that encrypts."
  value       = aws_kms_key.data.key_id
}

output "data_key_arn" {
  description = "ARN of the key that encrypts."
  value       = aws_kms_key.data.arn
}

output "signing_key_arns" {
  description = "ARNs of the keys that sign, by what they sign: baseline, levels."
  value       = { for use, key in aws_kms_key.signing : use => key.arn }
}

output "signing_key_aliases" {
  description = "Names of the keys that sign."
  value       = { for use, alias in aws_kms_alias.signing : use => alias.name }
}

output "operations_key_arn" {
  description = "ARN of the key of log and topic."
  value       = aws_kms_key.operations.arn
}
