# An example: put your own account, region and repositories here, and commit it. Nothing in it is secret.
environment = "staging"
account_id  = "111122223333"
region      = "eu-central-1"

governing_repository = "governance"

repositories = {
  governance = {
    owner         = "example"
    owner_id      = 1001
    name          = "governance"
    repository_id = 500001
  }
}
