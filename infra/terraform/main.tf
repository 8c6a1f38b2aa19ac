# Everything that Phase Mirror needs on AWS. What each part is for: README.md.

data "aws_partition" "current" {}

locals {
  prefix      = "mirror-dissonance-${var.environment}"
  bucket_name = "${local.prefix}-${var.account_id}-baselines"
}

module "kms" {
  source = "./modules/kms"

  environment = var.environment
  account_id  = var.account_id
  region      = var.region
  partition   = data.aws_partition.current.partition
  trail_name  = "${local.prefix}-audit"
}

module "storage" {
  source = "./modules/storage"

  environment         = var.environment
  kms_key_arn         = module.kms.data_key_arn
  deletion_protection = var.deletion_protection
}

module "baselines" {
  source = "./modules/baselines"

  bucket_name      = local.bucket_name
  partition        = data.aws_partition.current.partition
  kms_key_arn      = module.kms.data_key_arn
  version_days     = var.baseline_version_days
  object_lock_days = var.object_lock_days
}

module "secrets" {
  source = "./modules/secrets"

  environment = var.environment
}

module "github_oidc" {
  source = "./modules/github-oidc"

  environment              = var.environment
  account_id               = var.account_id
  region                   = var.region
  partition                = data.aws_partition.current.partition
  dns_suffix               = data.aws_partition.current.dns_suffix
  bucket_name              = local.bucket_name
  data_key_arn             = module.kms.data_key_arn
  signing_key_arns         = module.kms.signing_key_arns
  repositories             = var.repositories
  governing_repository     = var.governing_repository
  organisation             = var.organisation
  create_provider          = var.create_oidc_provider
  permissions_boundary_arn = var.permissions_boundary_arn
}

module "monitoring" {
  source = "./modules/monitoring"

  environment = var.environment
  account_id  = var.account_id
  region      = var.region
  partition   = data.aws_partition.current.partition
  kms_key_arn = module.kms.operations_key_arn
  emails      = var.alarm_emails
  table_names = module.storage.table_names
}

module "audit" {
  source = "./modules/audit"

  environment = var.environment
  account_id  = var.account_id
  region      = var.region
  partition   = data.aws_partition.current.partition
  trail_name  = "${local.prefix}-audit"
  kms_key_arn = module.kms.operations_key_arn
  table_arns  = values(module.storage.table_arns)
  bucket_arn  = module.baselines.bucket_arn
  log_days    = var.audit_log_days
}
