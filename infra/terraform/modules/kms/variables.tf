variable "environment" {
  description = "Part of the names."
  type        = string
}

variable "account_id" {
  description = "The account, whose IAM policies decide who uses the keys."
  type        = string
}

variable "region" {
  description = "The region of trail and alarms."
  type        = string
}

variable "partition" {
  description = "aws, aws-us-gov, aws-cn …"
  type        = string
}

variable "trail_name" {
  description = "The one trail that may use the operations key."
  type        = string
}
