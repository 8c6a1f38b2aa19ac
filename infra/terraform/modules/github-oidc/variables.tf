variable "environment" {
  description = "Part of the names."
  type        = string
}

variable "account_id" {
  description = "The account of tables, parameters and provider."
  type        = string
}

variable "region" {
  description = "The region of tables, parameters and keys."
  type        = string
}

variable "partition" {
  description = "aws, aws-us-gov, aws-cn …"
  type        = string
}

variable "dns_suffix" {
  description = "amazonaws.com, amazonaws.com.cn …"
  type        = string
}

variable "bucket_name" {
  description = "The bucket of baselines and levels."
  type        = string
}

variable "data_key_arn" {
  description = "The key that encrypts."
  type        = string
}

variable "signing_key_arns" {
  description = "The keys that sign, by what they sign."
  type = object({
    baseline = string
    levels   = string
  })
}

variable "repositories" {
  description = "As in the root module."
  type = map(object({
    owner               = string
    owner_id            = number
    name                = string
    repository_id       = number
    default_branch      = string
    accept_environment  = string
    operate_environment = string
    verify_environment  = string
  }))
}

variable "governing_repository" {
  description = "The key of the repository that takes calibrate, operate and verify."
  type        = string
}

variable "organisation" {
  description = "As in the root module."
  type = object({
    owner             = string
    owner_id          = number
    job_workflow_refs = list(string)
    default_branches  = list(string)
  })
}

variable "create_provider" {
  description = "false: the account has GitHub's provider."
  type        = bool
}

variable "permissions_boundary_arn" {
  description = "null: none."
  type        = string
}
