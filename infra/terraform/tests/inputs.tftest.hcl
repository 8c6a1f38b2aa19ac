# What the variables refuse.

variables {
  environment          = "staging"
  account_id           = "111122223333"
  region               = "eu-central-1"
  governing_repository = "governance"
  repositories = {
    governance = { owner = "example", owner_id = 1001, name = "governance", repository_id = 500001 }
  }
}

run "environment_that_the_code_refuses" {
  command = plan
  variables { environment = "Staging_1" }
  expect_failures = [var.environment]
}

run "bucket_name_too_long" {
  command = plan
  variables { environment = "an-environment-too-long" }
  expect_failures = [var.environment]
}

run "account_that_is_none" {
  command = plan
  variables { account_id = "12345" }
  expect_failures = [var.account_id]
}

run "every_repository_of_an_owner" {
  command = plan
  variables {
    repositories = {
      governance = { owner = "example", owner_id = 1001, name = "*", repository_id = 500001 }
    }
  }
  expect_failures = [var.repositories]
}

run "every_branch" {
  command = plan
  variables {
    repositories = {
      governance = { owner = "example", owner_id = 1001, name = "governance", repository_id = 500001, default_branch = "*" }
    }
  }
  expect_failures = [var.repositories]
}

run "every_environment" {
  command = plan
  variables {
    repositories = {
      governance = { owner = "example", owner_id = 1001, name = "governance", repository_id = 500001, accept_environment = "*" }
    }
  }
  expect_failures = [var.repositories]
}

run "one_environment_for_salts_and_tables" {
  command = plan
  variables {
    repositories = {
      governance = { owner = "example", owner_id = 1001, name = "governance", repository_id = 500001, verify_environment = "Phase-Mirror-Operate" }
    }
  }
  expect_failures = [var.repositories]
}

run "one_repository_twice" {
  command = plan
  variables {
    repositories = {
      governance = { owner = "example", owner_id = 1001, name = "governance", repository_id = 500001 }
      renamed    = { owner = "example", owner_id = 1001, name = "renamed", repository_id = 500001 }
    }
  }
  expect_failures = [var.repositories]
}

run "id_that_is_none" {
  command = plan
  variables {
    repositories = {
      governance = { owner = "example", owner_id = 0, name = "governance", repository_id = 500001 }
    }
  }
  expect_failures = [var.repositories]
}

run "no_repository" {
  command = plan
  variables {
    repositories = {}
  }
  expect_failures = [var.repositories]
}

run "governed_by_nobody" {
  command = plan
  variables { governing_repository = "somebody" }
  expect_failures = [output.environment]
}

run "organisation_by_a_tag" {
  command = plan
  variables {
    organisation = {
      owner             = "example"
      owner_id          = 1001
      job_workflow_refs = ["example/governance/.github/workflows/gate.yml@v1"]
    }
  }
  expect_failures = [var.organisation]
}

run "organisation_without_a_workflow" {
  command = plan
  variables {
    organisation = { owner = "example", owner_id = 1001, job_workflow_refs = [] }
  }
  expect_failures = [var.organisation]
}

run "organisation_by_a_wildcard" {
  command = plan
  variables {
    organisation = {
      owner             = "example"
      owner_id          = 1001
      job_workflow_refs = ["example/*/.github/workflows/gate.yml@0123456789abcdef0123456789abcdef01234567"]
    }
  }
  expect_failures = [var.organisation]
}

run "versions_for_a_day" {
  command = plan
  variables { baseline_version_days = 1 }
  expect_failures = [var.baseline_version_days]
}
