variable "environment" {
  description = "Part of the names."
  type        = string
}

variable "account_id" {
  description = "The account that is logged."
  type        = string
}

variable "region" {
  description = "The home region of the trail."
  type        = string
}

variable "partition" {
  description = "aws, aws-us-gov, aws-cn …"
  type        = string
}

variable "trail_name" {
  description = "Name of the trail; the key's policy names it too."
  type        = string
}

variable "kms_key_arn" {
  description = "The key that encrypts the log."
  type        = string
}

variable "table_arns" {
  description = "The tables whose items are watched."
  type        = list(string)
}

variable "bucket_arn" {
  description = "The bucket whose objects are watched."
  type        = string
}

variable "log_days" {
  description = "How long the log is kept."
  type        = number
}
