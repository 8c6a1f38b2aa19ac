# Keys, one job each:
#   data        encrypts tables, bucket and parameters. No service principal: DynamoDB, S3 and SSM use it for the caller.
#   baseline    signs baselines; the role accept alone
#   levels      signs level states; the role calibrate alone
#   operations  encrypts the log of CloudTrail and the topic of the alarms: the two services that act by themselves

locals {
  root   = "arn:${var.partition}:iam::${var.account_id}:root"
  prefix = "mirror-dissonance-${var.environment}"

  # Lets IAM policies of this account decide, and nobody else. Without it nobody could change the key any more.
  account_decides = {
    Sid       = "IamOfThisAccountDecides"
    Effect    = "Allow"
    Principal = { AWS = local.root }
    Action    = "kms:*"
    Resource  = "*"
  }

  # Names and descriptions as src/privacy/signing-key.ts has them: `phase-mirror key show` finds them by the alias.
  signing = toset(["baseline", "levels"])
}

resource "aws_kms_key" "data" {
  description             = "Phase Mirror, ${var.environment}: encrypts tables, bucket and parameters"
  enable_key_rotation     = true
  deletion_window_in_days = 30
  policy                  = jsonencode({ Version = "2012-10-17", Statement = [local.account_decides] })

  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_kms_alias" "data" {
  name          = "alias/${local.prefix}-data"
  target_key_id = aws_kms_key.data.key_id
}

resource "aws_kms_key" "signing" {
  #checkov:skip=CKV_AWS_7:KMS does not rotate keys that sign. A new key is made by hand and pinned beside the old one (docs/runbook.md)
  #checkov:skip=CKV2_AWS_64:The policy is the one above; checkov does not follow it through for_each
  for_each = local.signing

  description              = "Phase Mirror, ${var.environment}: signs ${each.key}"
  key_usage                = "SIGN_VERIFY"
  customer_master_key_spec = "ECC_NIST_P256"
  deletion_window_in_days  = 30
  policy                   = jsonencode({ Version = "2012-10-17", Statement = [local.account_decides] })

  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_kms_alias" "signing" {
  for_each = local.signing

  name          = "alias/${local.prefix}-${each.key}"
  target_key_id = aws_kms_key.signing[each.key].key_id
}

resource "aws_kms_key" "operations" {
  description             = "Phase Mirror, ${var.environment}: encrypts the audit log and the alarm topic"
  enable_key_rotation     = true
  deletion_window_in_days = 30

  lifecycle {
    prevent_destroy = true
  }

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      local.account_decides,
      {
        Sid       = "TrailEncrypts"
        Effect    = "Allow"
        Principal = { Service = "cloudtrail.amazonaws.com" }
        Action    = "kms:GenerateDataKey*"
        Resource  = "*"
        Condition = {
          StringEquals = { "aws:SourceArn" = "arn:${var.partition}:cloudtrail:${var.region}:${var.account_id}:trail/${var.trail_name}" }
          StringLike   = { "kms:EncryptionContext:aws:cloudtrail:arn" = "arn:${var.partition}:cloudtrail:*:${var.account_id}:trail/*" }
        }
      },
      {
        Sid       = "TrailDescribes"
        Effect    = "Allow"
        Principal = { Service = "cloudtrail.amazonaws.com" }
        Action    = "kms:DescribeKey"
        Resource  = "*"
        Condition = {
          StringEquals = { "aws:SourceArn" = "arn:${var.partition}:cloudtrail:${var.region}:${var.account_id}:trail/${var.trail_name}" }
        }
      },
      {
        Sid       = "AlarmsPublish"
        Effect    = "Allow"
        Principal = { Service = "cloudwatch.amazonaws.com" }
        Action    = ["kms:Decrypt", "kms:GenerateDataKey*"]
        Resource  = "*"
        # IfExists: KMS is asked by SNS, and AWS does not document that it passes the account on. An alarm that is not
        # delivered would be worse than this key, which opens nothing but the alarms, used by one of another account.
        Condition = { StringEqualsIfExists = { "aws:SourceAccount" = var.account_id } }
      },
    ]
  })
}

resource "aws_kms_alias" "operations" {
  name          = "alias/${local.prefix}-operations"
  target_key_id = aws_kms_key.operations.key_id
}
