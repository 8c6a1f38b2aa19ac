# GitHub's OIDC provider and the seven roles. Who may take which role, and what it may do, is in policies/ (README there);
# this renders those files, which the tests render too, and joins them to roles.

locals {
  issuer       = "token.actions.githubusercontent.com"
  audience     = "sts.amazonaws.com"
  provider_arn = "arn:${var.partition}:iam::${var.account_id}:oidc-provider/${local.issuer}"
  prefix       = "mirror-dissonance-${var.environment}"

  roles = jsondecode(file("${path.module}/policies/roles.json"))

  # Subjects of each repository by kind: "pull_request", "default_branch" …. In a subject a ":" of a name is "%3A".
  subjects = {
    for key, repository in var.repositories : key => jsondecode(templatefile("${path.module}/policies/subjects.json.tftpl", {
      owner               = repository.owner
      owner_id            = repository.owner_id
      name                = repository.name
      repository_id       = repository.repository_id
      default_branch      = repository.default_branch
      accept_environment  = replace(repository.accept_environment, ":", "%3A")
      operate_environment = replace(repository.operate_environment, ":", "%3A")
      verify_environment  = replace(repository.verify_environment, ":", "%3A")
    }))
  }

  # Which repositories a role is for. Drift and accept see one repository's baselines: one role for each.
  shared = {
    evaluate  = keys(var.repositories)
    record    = keys(var.repositories)
    calibrate = local.governing
    operate   = local.governing
    verify    = local.governing
  }
  # A name that is not among them is refused by the root module, in words.
  governing = [for key in keys(var.repositories) : key if key == var.governing_repository]
  own = merge([
    for key, repository in var.repositories : {
      for role in ["drift", "accept"] : "${role}/${key}" => { role = role, key = key, repository_id = repository.repository_id }
    }
  ]...)

  instances = merge(
    { for role, members in local.shared : role => { role = role, members = members, name = role, repository_id = 0 } },
    { for name, own in local.own : name => { role = own.role, members = [own.key], name = "${own.role}-${own.repository_id}", repository_id = own.repository_id } },
  )

  exact_trust = {
    for key, instance in local.instances : key => jsondecode(templatefile("${path.module}/policies/${local.roles[instance.role].trust}.json.tftpl", {
      audience         = local.audience
      provider_arn     = local.provider_arn
      repository_ids   = [for member in instance.members : tostring(var.repositories[member].repository_id)]
      refs             = distinct([for member in instance.members : "refs/heads/${var.repositories[member].default_branch}"])
      subjects         = flatten([for member in instance.members : [for kind in local.roles[instance.role].subjects : local.subjects[member][kind]]])
      subject_patterns = flatten([for member in instance.members : [for kind in local.roles[instance.role].subject_patterns : local.subjects[member][kind]]])
    }))
  }

  # For every repository of an organisation, only beside a pinned workflow.
  organisation_refs = var.organisation == null ? [] : [for branch in var.organisation.default_branches : "refs/heads/${branch}"]
  organisation_trust = {
    for key, instance in local.instances : key => jsondecode(templatefile("${path.module}/policies/${local.roles[instance.role].organisation_trust}.json.tftpl", {
      audience          = local.audience
      provider_arn      = local.provider_arn
      owner             = var.organisation.owner
      owner_id          = var.organisation.owner_id
      job_workflow_refs = var.organisation.job_workflow_refs
      refs              = local.organisation_refs
      subject_patterns  = [for ref in local.organisation_refs : "repo:${var.organisation.owner}@${var.organisation.owner_id}/*:${replace(ref, "refs/", "ref:refs/")}"]
    })) if var.organisation != null && local.roles[instance.role].organisation_trust != null
  }

  # jsonencode() leaves the white space out: IAM takes 8,192 characters.
  trust = {
    for key, document in local.exact_trust : key => jsonencode({
      Version   = document.Version
      Statement = concat(document.Statement, try(local.organisation_trust[key].Statement, []))
    })
  }

  permissions = {
    for key, instance in local.instances : key => templatefile("${path.module}/policies/${instance.role}.json.tftpl", {
      partition       = var.partition
      dns_suffix      = var.dns_suffix
      region          = var.region
      account_id      = var.account_id
      environment     = var.environment
      bucket          = var.bucket_name
      data_key_arn    = var.data_key_arn
      signing_key_arn = instance.role == "calibrate" ? var.signing_key_arns.levels : var.signing_key_arns.baseline
      repository_id   = instance.repository_id
    })
  }
}

resource "aws_iam_openid_connect_provider" "github" {
  count = var.create_provider ? 1 : 0

  # No thumbprints: AWS verifies GitHub's certificate by its own root store.
  url            = "https://${local.issuer}"
  client_id_list = [local.audience]
}

data "aws_iam_openid_connect_provider" "github" {
  count = var.create_provider ? 0 : 1

  url = "https://${local.issuer}"

  lifecycle {
    postcondition {
      condition     = contains(self.client_id_list, local.audience)
      error_message = "The provider of this account does not take the audience ${local.audience}: add it there."
    }
  }
}

resource "aws_iam_role" "this" {
  for_each = local.instances

  name                 = "${local.prefix}-${each.value.name}"
  description          = "Phase Mirror, ${var.environment}: ${each.value.role}"
  assume_role_policy   = local.trust[each.key]
  max_session_duration = 3600
  permissions_boundary = var.permissions_boundary_arn

  lifecycle {
    precondition {
      condition     = length(local.trust[each.key]) <= 8192
      error_message = "The trust policy of ${each.value.name} has ${length(local.trust[each.key])} characters, IAM takes 8192 (and 2048 until the quota \"Role trust policy length\" is raised). Use `organisation` and name fewer repositories."
    }
  }

  depends_on = [aws_iam_openid_connect_provider.github, data.aws_iam_openid_connect_provider.github]
}

resource "aws_iam_role_policy" "this" {
  for_each = local.instances

  name   = each.value.role
  role   = aws_iam_role.this[each.key].id
  policy = jsonencode(jsondecode(local.permissions[each.key]))
}
