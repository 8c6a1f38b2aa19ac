variable "environment" {
  description = "Part of every name: the input `environment` of the actions and `--environment` of the command."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,18}$", var.environment))
    error_message = "1 to 19 lower-case letters, digits and dashes, a letter first: the name of a bucket holds it together with the account, in 63 characters."
  }
}

variable "account_id" {
  description = "The AWS account this belongs to. Any other is refused."
  type        = string

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "Twelve digits."
  }
}

variable "region" {
  description = "The region of tables, bucket, parameters and keys: the input `aws-region` of the actions."
  type        = string
}

variable "repositories" {
  description = <<-EOT
    The repositories, by a name of your own. Ids are numbers: `gh api repos/OWNER/NAME --jq '.id, .owner.id'`.
    The three environments are those of GitHub that protect accepting a baseline, operating, and verifying backups (the last two
    count in the repository that governs); protect them (reviewers, default branch only) before the first apply.
  EOT
  type = map(object({
    owner               = string
    owner_id            = number
    name                = string
    repository_id       = number
    default_branch      = optional(string, "main")
    accept_environment  = optional(string, "phase-mirror-accept")
    operate_environment = optional(string, "phase-mirror-operate")
    verify_environment  = optional(string, "phase-mirror-verify")
  }))

  validation {
    condition     = length(var.repositories) > 0
    error_message = "At least one repository: the one that governs."
  }

  validation {
    condition = alltrue(flatten([
      for repository in values(var.repositories) : [
        can(regex("^[A-Za-z0-9](?:[A-Za-z0-9-]{0,38})$", repository.owner)),
        can(regex("^[A-Za-z0-9._-]{1,100}$", repository.name)),
        can(regex("^[A-Za-z0-9._/-]{1,200}$", repository.default_branch)),
      ]
    ]))
    error_message = "owner, name and default_branch are names as GitHub has them. A wildcard would let others in."
  }

  validation {
    condition = alltrue(flatten([
      for repository in values(var.repositories) : [
        for name in [repository.accept_environment, repository.operate_environment, repository.verify_environment] :
        can(regex("^[^{}*?$%\"\\\\]{1,255}$", name))
      ]
    ]))
    error_message = "accept_environment, operate_environment and verify_environment are names of environments, without * ? $ % { } \" and \\."
  }

  validation {
    condition = alltrue([
      for repository in values(var.repositories) : lower(repository.operate_environment) != lower(repository.verify_environment)
    ])
    error_message = "operate_environment and verify_environment are two: whoever holds the salts must not read whole tables."
  }

  validation {
    condition = alltrue(flatten([
      for repository in values(var.repositories) : [
        for id in [repository.owner_id, repository.repository_id] : id > 0 && floor(id) == id
      ]
    ]))
    error_message = "owner_id and repository_id are GitHub's numeric ids."
  }

  validation {
    condition     = length(distinct([for repository in values(var.repositories) : repository.repository_id])) == length(var.repositories)
    error_message = "Two entries are the same repository."
  }
}

variable "governing_repository" {
  description = "The key in `repositories` of the one that publishes levels (calibrate), operates nonces, salts and consent, and verifies backups."
  type        = string
}

variable "organisation" {
  description = <<-EOT
    Lets every repository of an organisation take the roles evaluate and record, through the named workflows alone. For more
    repositories than fit a trust policy: about 15, and from three on IAM's quota "Role trust policy length" has to be raised
    from 2,048 to 8,192. null: only `repositories`.
    `job_workflow_refs` are `OWNER/NAME/.github/workflows/FILE@COMMIT`, the commit in full.
  EOT
  type = object({
    owner             = string
    owner_id          = number
    job_workflow_refs = list(string)
    default_branches  = optional(list(string), ["main"])
  })
  default = null

  validation {
    condition = var.organisation == null ? true : length(var.organisation.job_workflow_refs) > 0 && alltrue([
      for ref in var.organisation.job_workflow_refs :
      can(regex("^[A-Za-z0-9-]+/[A-Za-z0-9._-]+/[.]github/workflows/[A-Za-z0-9._-]+[.]ya?ml@[0-9a-f]{40}$", ref))
    ])
    error_message = "job_workflow_refs: at least one, each pinned to a commit of 40 hex digits, without wildcards. Whoever can move a tag or branch could change what runs with the role."
  }

  validation {
    condition = var.organisation == null ? true : alltrue([
      can(regex("^[A-Za-z0-9](?:[A-Za-z0-9-]{0,38})$", var.organisation.owner)),
      var.organisation.owner_id > 0,
      length(var.organisation.default_branches) > 0,
      alltrue([for branch in var.organisation.default_branches : can(regex("^[A-Za-z0-9._/-]{1,200}$", branch))]),
    ])
    error_message = "owner, owner_id and default_branches are those of GitHub, without wildcards."
  }
}

variable "create_oidc_provider" {
  description = "false where the account has GitHub's OIDC provider already: an account can have one."
  type        = bool
  default     = true
}

variable "permissions_boundary_arn" {
  description = "A permissions boundary for the roles, where your organisation asks for one."
  type        = string
  default     = null
}

variable "alarm_emails" {
  description = "Who is mailed about alarms. AWS asks each address to confirm."
  type        = set(string)
  default     = []
}

variable "baseline_version_days" {
  description = "How long replaced versions of baselines and levels are kept."
  type        = number
  default     = 400

  validation {
    condition     = var.baseline_version_days >= 90
    error_message = "At least 90 days: until then a tampered baseline has to be found."
  }
}

variable "object_lock_days" {
  description = "Object lock (governance) on baselines and levels for so many days; 0: none. Only when the bucket is made."
  type        = number
  default     = 0

  validation {
    condition     = var.object_lock_days >= 0 && floor(var.object_lock_days) == var.object_lock_days
    error_message = "A whole number of days."
  }
}

variable "audit_log_days" {
  description = "How long CloudTrail's log is kept."
  type        = number
  default     = 400
}

variable "deletion_protection" {
  description = "Of the tables. Off only to take an environment down."
  type        = bool
  default     = true
}
