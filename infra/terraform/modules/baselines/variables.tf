variable "bucket_name" {
  description = "Name of the bucket."
  type        = string
}

variable "partition" {
  description = "aws, aws-us-gov, aws-cn …"
  type        = string
}

variable "kms_key_arn" {
  description = "The key that encrypts every object."
  type        = string
}

variable "version_days" {
  description = "How long replaced versions are kept."
  type        = number
}

variable "object_lock_days" {
  description = "0: no object lock."
  type        = number
}
