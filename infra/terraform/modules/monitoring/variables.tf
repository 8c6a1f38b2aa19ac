variable "environment" {
  description = "Part of the names, and the dimension `Environment` of the metrics."
  type        = string
}

variable "account_id" {
  description = "The account whose alarms may publish."
  type        = string
}

variable "region" {
  description = "The region of the alarms."
  type        = string
}

variable "partition" {
  description = "aws, aws-us-gov, aws-cn …"
  type        = string
}

variable "kms_key_arn" {
  description = "The key that encrypts the topic."
  type        = string
}

variable "emails" {
  description = "Who is mailed."
  type        = set(string)
}

variable "table_names" {
  description = "For the dashboard."
  type        = map(string)
}
