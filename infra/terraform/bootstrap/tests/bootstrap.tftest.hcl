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
    condition     = strcontains(aws_s3_bucket_policy.state.policy, "aws:SecureTransport")
    error_message = "The state is read and written with TLS alone."
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
