# An example: put your own account, region and repositories here, and commit it. Nothing in it is secret.
environment = "production"
account_id  = "444455556666"
region      = "eu-central-1"

governing_repository = "governance"

repositories = {
  governance = {
    owner         = "example"
    owner_id      = 1001
    name          = "governance"
    repository_id = 500001
  }
  shop = {
    owner          = "example"
    owner_id       = 1001
    name           = "shop"
    repository_id  = 500002
    default_branch = "trunk"
  }
}

alarm_emails     = ["phase-mirror@example.com"]
object_lock_days = 30
