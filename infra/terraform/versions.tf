terraform {
  required_version = ">= 1.6.0"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.99.0, < 7.0.0"
    }
  }

  # Bucket, key and locking come from environments/<environment>.s3.tfbackend, see README.md.
  backend "s3" {}
}

provider "aws" {
  region = var.region

  # A wrong profile or a forgotten role would otherwise build a second production somewhere else.
  allowed_account_ids = [var.account_id]

  default_tags {
    tags = {
      Project     = "phase-mirror"
      Environment = var.environment
      ManagedBy   = "terraform"
    }
  }
}
