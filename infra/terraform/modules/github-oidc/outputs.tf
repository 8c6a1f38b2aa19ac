output "role_arns" {
  description = "Of the roles that repositories share: evaluate, record, calibrate, operate, verify."
  value       = { for role in keys(local.shared) : role => aws_iam_role.this[role].arn }
}

output "drift_role_arns" {
  description = "By repository."
  value       = { for key in keys(var.repositories) : key => aws_iam_role.this["drift/${key}"].arn }
}

output "accept_role_arns" {
  description = "By repository."
  value       = { for key in keys(var.repositories) : key => aws_iam_role.this["accept/${key}"].arn }
}

output "provider_arn" {
  description = "GitHub's provider."
  value       = local.provider_arn
}
