# modules/github-oidc by itself: what the environments of this repository do not use.

variables {
  environment  = "staging"
  account_id   = "111122223333"
  region       = "eu-central-1"
  partition    = "aws"
  dns_suffix   = "amazonaws.com"
  bucket_name  = "mirror-dissonance-staging-111122223333-baselines"
  data_key_arn = "arn:aws:kms:eu-central-1:111122223333:key/data"
  signing_key_arns = {
    baseline = "arn:aws:kms:eu-central-1:111122223333:key/baseline"
    levels   = "arn:aws:kms:eu-central-1:111122223333:key/levels"
  }
  repositories = {
    governance = {
      owner               = "example"
      owner_id            = 1001
      name                = "governance"
      repository_id       = 500001
      default_branch      = "main"
      accept_environment  = "accept: eu"
      operate_environment = "phase-mirror-operate"
      verify_environment  = "verify: eu"
    }
  }
  governing_repository     = "governance"
  organisation             = null
  create_provider          = true
  permissions_boundary_arn = null
}

run "provider" {
  command = plan
  module { source = "./modules/github-oidc" }

  assert {
    condition     = aws_iam_openid_connect_provider.github[0].url == "https://token.actions.githubusercontent.com"
    error_message = "The provider is GitHub's."
  }

  assert {
    condition     = tolist(aws_iam_openid_connect_provider.github[0].client_id_list) == tolist(["sts.amazonaws.com"])
    error_message = "The audience is the one the actions ask for."
  }
}

run "provider_that_is_there" {
  command = plan
  module { source = "./modules/github-oidc" }
  variables { create_provider = false }

  assert {
    condition     = length(aws_iam_openid_connect_provider.github) == 0
    error_message = "An account has one provider for an issuer: a second is an error of AWS."
  }

  assert {
    condition     = data.aws_iam_openid_connect_provider.github[0].arn == output.provider_arn
    error_message = "The one that is there is looked up."
  }
}

run "colon_in_an_environment" {
  command = plan
  module { source = "./modules/github-oidc" }

  assert {
    condition = alltrue([
      strcontains(aws_iam_role.this["accept/governance"].assume_role_policy, "environment:accept%3A eu"),
      strcontains(aws_iam_role.this["verify"].assume_role_policy, "environment:verify%3A eu"),
    ])
    error_message = "GitHub writes a colon in the name of an environment as %3A."
  }
}

run "organisation" {
  command = plan
  module { source = "./modules/github-oidc" }
  variables {
    organisation = {
      owner             = "example"
      owner_id          = 1001
      job_workflow_refs = ["example/governance/.github/workflows/gate.yml@0123456789abcdef0123456789abcdef01234567"]
      default_branches  = ["main", "trunk"]
    }
  }

  assert {
    condition = alltrue([
      for role in ["evaluate", "record"] : strcontains(aws_iam_role.this[role].assume_role_policy, "repo:example@1001/*")
    ])
    error_message = "Every repository of the organisation takes evaluate and record."
  }

  assert {
    condition = alltrue([
      for role in ["calibrate", "operate", "verify", "drift/governance", "accept/governance"] :
      !strcontains(aws_iam_role.this[role].assume_role_policy, "/*")
    ])
    error_message = "No other role is for a whole organisation."
  }

  assert {
    condition = alltrue(flatten([
      for role in ["evaluate", "record"] : [
        for statement in jsondecode(aws_iam_role.this[role].assume_role_policy).Statement :
        !strcontains(jsonencode(statement), "repo:example@1001/*") ||
        try(length(statement.Condition.StringEquals["token.actions.githubusercontent.com:job_workflow_ref"]) > 0, false)
      ]
    ]))
    error_message = "A wildcard stands beside a pinned workflow."
  }
}

run "boundary" {
  command = plan
  module { source = "./modules/github-oidc" }
  variables { permissions_boundary_arn = "arn:aws:iam::111122223333:policy/boundary" }

  assert {
    condition     = alltrue([for role in values(aws_iam_role.this) : role.permissions_boundary == "arn:aws:iam::111122223333:policy/boundary"])
    error_message = "Every role has the boundary."
  }
}

run "too_many_repositories" {
  command = plan
  module { source = "./modules/github-oidc" }
  variables {
    repositories = {
      for number in range(100) : "r${number}" => {
        owner               = "example"
        owner_id            = 1001
        name                = "repository-${number}"
        repository_id       = 500001 + number
        default_branch      = "main"
        accept_environment  = "phase-mirror-accept"
        operate_environment = "phase-mirror-operate"
        verify_environment  = "phase-mirror-verify"
      }
    }
    governing_repository = "r0"
  }
  expect_failures = [aws_iam_role.this]
}
