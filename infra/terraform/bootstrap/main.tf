# Where the state of an environment lies: applied once, by hand, before the rest, in a workspace of its own. Its own state
# stays local and may be lost: `terraform import` finds bucket, key and table again.

variable "environment" {
  description = "staging, production …"
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,18}$", var.environment))
    error_message = "1 to 19 lower-case letters, digits and dashes, a letter first."
  }
}

variable "account_id" {
  description = "The AWS account. Any other is refused."
  type        = string
}

variable "region" {
  description = "The region of the state."
  type        = string
}

variable "state_bucket_name" {
  description = "Names of buckets are global. Where somebody else has the usual one: a name of your own."
  type        = string
  default     = null

  validation {
    condition     = var.state_bucket_name == null ? true : can(regex("^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$", var.state_bucket_name))
    error_message = "3 to 63 lower-case letters, digits and dashes."
  }
}

variable "lock_table" {
  description = "A table for locking, which Terraform before 1.10 needs; later ones lock in S3 (use_lockfile)."
  type        = bool
  default     = false
}

provider "aws" {
  region              = var.region
  allowed_account_ids = [var.account_id]

  default_tags {
    tags = {
      Project     = "phase-mirror"
      Environment = var.environment
      ManagedBy   = "terraform-bootstrap"
    }
  }
}

data "aws_partition" "current" {}

locals {
  bucket_name = coalesce(var.state_bucket_name, "mirror-dissonance-terraform-state-${var.environment}")
  bucket_arn  = "arn:${data.aws_partition.current.partition}:s3:::${local.bucket_name}"
}

resource "aws_kms_key" "state" {
  description             = "Phase Mirror, ${var.environment}: encrypts the state of Terraform"
  enable_key_rotation     = true
  deletion_window_in_days = 30

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "IamOfThisAccountDecides"
      Effect    = "Allow"
      Principal = { AWS = "arn:${data.aws_partition.current.partition}:iam::${var.account_id}:root" }
      Action    = "kms:*"
      Resource  = "*"
    }]
  })

  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_kms_alias" "state" {
  name          = "alias/mirror-dissonance-${var.environment}-terraform-state"
  target_key_id = aws_kms_key.state.key_id
}

resource "aws_s3_bucket" "state" {
  #checkov:skip=CKV_AWS_18:Management calls are in CloudTrail; there is no log bucket yet when this is applied
  #checkov:skip=CKV_AWS_144:The state describes what is there and holds no secret; it can be made again by importing
  #checkov:skip=CKV2_AWS_62:Nothing is to happen when the state is written
  bucket = local.bucket_name

  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_s3_bucket_ownership_controls" "state" {
  bucket = aws_s3_bucket.state.id

  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

resource "aws_s3_bucket_public_access_block" "state" {
  bucket                  = aws_s3_bucket.state.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_versioning" "state" {
  bucket = aws_s3_bucket.state.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "state" {
  bucket = aws_s3_bucket.state.id

  rule {
    bucket_key_enabled = true

    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = aws_kms_key.state.arn
    }
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "state" {
  bucket = aws_s3_bucket.state.id

  rule {
    id     = "old-states"
    status = "Enabled"

    filter {}

    noncurrent_version_expiration {
      noncurrent_days           = 365
      newer_noncurrent_versions = 20
    }

    abort_incomplete_multipart_upload {
      days_after_initiation = 7
    }
  }

  depends_on = [aws_s3_bucket_versioning.state]
}

# The backend's `encrypt = true` without a `kms_key_id` asks for S3's own key: that is refused, as any other key is. Without a
# header S3 encrypts by the configuration above. https://developer.hashicorp.com/terraform/language/backend/s3
resource "aws_s3_bucket_policy" "state" {
  bucket = aws_s3_bucket.state.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "TlsOnly"
        Effect    = "Deny"
        Principal = "*"
        Action    = "s3:*"
        Resource  = [local.bucket_arn, "${local.bucket_arn}/*"]
        Condition = { Bool = { "aws:SecureTransport" = "false" } }
      },
      {
        Sid       = "NoOtherEncryption"
        Effect    = "Deny"
        Principal = "*"
        Action    = "s3:PutObject"
        Resource  = "${local.bucket_arn}/*"
        Condition = {
          StringNotEquals = { "s3:x-amz-server-side-encryption" = "aws:kms" }
          Null            = { "s3:x-amz-server-side-encryption" = "false" }
        }
      },
      {
        Sid       = "NoOtherKey"
        Effect    = "Deny"
        Principal = "*"
        Action    = "s3:PutObject"
        Resource  = "${local.bucket_arn}/*"
        Condition = {
          StringNotEquals = { "s3:x-amz-server-side-encryption-aws-kms-key-id" = aws_kms_key.state.arn }
          Null            = { "s3:x-amz-server-side-encryption-aws-kms-key-id" = "false" }
        }
      },
    ]
  })

  depends_on = [aws_s3_bucket_public_access_block.state]
}

resource "aws_dynamodb_table" "lock" {
  count = var.lock_table ? 1 : 0

  name                        = "mirror-dissonance-terraform-lock-${var.environment}"
  billing_mode                = "PAY_PER_REQUEST"
  hash_key                    = "LockID"
  deletion_protection_enabled = true

  attribute {
    name = "LockID"
    type = "S"
  }

  point_in_time_recovery {
    enabled = true
  }

  server_side_encryption {
    enabled     = true
    kms_key_arn = aws_kms_key.state.arn
  }
}

output "state_bucket_name" {
  description = "The `bucket` of environments/<environment>.s3.tfbackend."
  value       = aws_s3_bucket.state.id

  # In the workspace of another environment this would be that one, renamed: Terraform would want to destroy its bucket.
  precondition {
    condition     = contains(["default", var.environment], terraform.workspace)
    error_message = "The workspace is ${terraform.workspace}, the variables are those of ${var.environment}: `terraform workspace new ${var.environment}`, or `select`."
  }
}

output "lock_table_name" {
  description = "The `dynamodb_table` of it; null: locked in S3."
  value       = one(aws_dynamodb_table.lock[*].name)
}
