# Nonces and salts are secrets, and a secret that Terraform makes lies in its state in the clear. So there is no resource
# here, not even a placeholder, which readers would take for the secret: the command makes each one, with the data key, and
# the role operate alone may. This is the contract of names, which docs/stores.md and src/stores/aws/names.ts keep too.
#
#   <path>redaction_nonce_v<N>   SecureString {"value": 64 hex digits, "issuedAt": time}; N rises, old ones are deleted
#   <path>identity_salt_v<N>     the same; N is 1, 2, 3 …, none is ever deleted
#
# The policies over these names are those of modules/github-oidc/policies.

variable "environment" {
  description = "Part of the path."
  type        = string
}

locals {
  path = "/guardian/${var.environment}/"
}

output "path" {
  description = "Everything below it belongs to Phase Mirror."
  value       = local.path
}

output "first_nonce_name" {
  description = "Name of the first nonce; a rotation raises its number."
  value       = "${local.path}redaction_nonce_v1"
}

output "first_salt_name" {
  description = "Name of the first salt."
  value       = "${local.path}identity_salt_v1"
}
