variables {
  environment = "staging"
  account_id  = "111122223333"
  region      = "eu-central-1"
}

run "state" {
  command = plan

  assert {
    condition     = output.state_bucket_name == "mirror-dissonance-terraform-state-staging"
    error_message = "The bucket is the one of environments/staging.s3.tfbackend."
  }

  assert {
    condition     = aws_s3_bucket_versioning.state.versioning_configuration[0].status == "Enabled"
    error_message = "A state that was written wrongly is undone by its version before."
  }

  assert {
    condition = alltrue([
      aws_s3_bucket_public_access_block.state.block_public_acls,
      aws_s3_bucket_public_access_block.state.block_public_policy,
      aws_s3_bucket_public_access_block.state.ignore_public_acls,
      aws_s3_bucket_public_access_block.state.restrict_public_buckets,
    ])
    error_message = "The state is private."
  }

  assert {
    condition     = one(one(aws_s3_bucket_server_side_encryption_configuration.state.rule).apply_server_side_encryption_by_default).kms_master_key_id == aws_kms_key.state.arn
    error_message = "The state is encrypted with its own key."
  }

  assert {
    condition = anytrue([
      for statement in jsondecode(aws_s3_bucket_policy.state.policy).Statement :
      statement.Effect == "Deny" && statement.Principal == "*" && statement.Action == "s3:*" && length(statement.Resource) == 2 &&
      statement.Condition == { Bool = { "aws:SecureTransport" = "false" } }
    ])
    error_message = "The state is read and written with TLS alone."
  }

  # In one condition, so that no header at all, which is what the backend sends, is let through.
  assert {
    condition = alltrue([
      for header, value in {
        "s3:x-amz-server-side-encryption"                = "aws:kms"
        "s3:x-amz-server-side-encryption-aws-kms-key-id" = aws_kms_key.state.arn
        } : anytrue([
          for statement in jsondecode(aws_s3_bucket_policy.state.policy).Statement :
          statement.Effect == "Deny" && statement.Principal == "*" && statement.Action == "s3:PutObject" &&
          statement.Condition == { StringNotEquals = { (header) = value }, Null = { (header) = "false" } }
      ])
    ])
    error_message = "The state is not written with another key."
  }

  assert {
    condition     = output.lock_table_name == null
    error_message = "Locking is S3's own unless a table is asked for."
  }
}

run "lock_table" {
  command = plan
  variables { lock_table = true }

  assert {
    condition     = output.lock_table_name == "mirror-dissonance-terraform-lock-staging"
    error_message = "The table is the one of environments/staging.s3.tfbackend."
  }

  assert {
    condition     = aws_dynamodb_table.lock[0].hash_key == "LockID"
    error_message = "Terraform locks by LockID."
  }
}

run "bucket_of_another_name" {
  command = plan
  variables { state_bucket_name = "example-terraform-state" }

  assert {
    condition     = output.state_bucket_name == "example-terraform-state" && aws_s3_bucket.state.bucket == "example-terraform-state"
    error_message = "Somebody else may have the usual name."
  }

  assert {
    condition     = strcontains(aws_s3_bucket_policy.state.policy, "arn:aws:s3:::example-terraform-state/*")
    error_message = "The policy is about the bucket that is made."
  }
}

run "bucket_name_that_is_none" {
  command = plan
  variables { state_bucket_name = "arn:aws:s3:::bucket" }
  expect_failures = [var.state_bucket_name]
}
