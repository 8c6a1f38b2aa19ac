# The three tables. tables.json is the one place that says what they look like; the tests of the stores read it too.

variable "environment" {
  description = "Part of the names."
  type        = string
}

variable "kms_key_arn" {
  description = "The key that encrypts them."
  type        = string
}

variable "deletion_protection" {
  description = "Refuses to delete a table."
  type        = bool
}

locals {
  tables = jsondecode(file("${path.module}/tables.json"))
}

resource "aws_dynamodb_table" "this" {
  for_each = local.tables

  name                        = "mirror-dissonance-${var.environment}-${each.key}"
  billing_mode                = "PAY_PER_REQUEST"
  hash_key                    = each.value.hash_key
  range_key                   = each.value.range_key
  deletion_protection_enabled = var.deletion_protection

  dynamic "attribute" {
    for_each = each.value.attributes

    content {
      name = attribute.key
      type = attribute.value
    }
  }

  dynamic "global_secondary_index" {
    for_each = each.value.indexes

    content {
      name            = global_secondary_index.key
      hash_key        = global_secondary_index.value.hash_key
      range_key       = global_secondary_index.value.range_key
      projection_type = global_secondary_index.value.projection
    }
  }

  ttl {
    attribute_name = each.value.ttl_attribute
    enabled        = true
  }

  point_in_time_recovery {
    enabled = true
  }

  server_side_encryption {
    enabled     = true
    kms_key_arn = var.kms_key_arn
  }
}

output "table_names" {
  description = "By short name: fp-events, consent, block-counter."
  value       = { for key, table in aws_dynamodb_table.this : key => table.name }
}

output "table_arns" {
  description = "By short name."
  value       = { for key, table in aws_dynamodb_table.this : key => table.arn }
}
