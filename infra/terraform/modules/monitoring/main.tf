# Alarms on what the code sends: metrics.json and alarms.json are the lists, which a test compares with src/aws/metrics.ts.

locals {
  prefix  = "mirror-dissonance-${var.environment}"
  metrics = jsondecode(file("${path.module}/metrics.json"))
  alarms  = { for alarm in jsondecode(file("${path.module}/alarms.json")) : alarm.name => alarm }
  # Named here, so that the policy of the topic can say which alarms may publish.
  topic_arn = "arn:${var.partition}:sns:${var.region}:${var.account_id}:${local.prefix}-alarms"
}

resource "aws_cloudwatch_metric_alarm" "this" {
  for_each = local.alarms

  alarm_name          = "${local.prefix}-${each.key}"
  alarm_description   = "${each.value.description} What to do: ${each.value.runbook}"
  namespace           = each.value.namespace
  metric_name         = each.value.metric
  dimensions          = { for dimension in each.value.dimensions : dimension => var.environment if dimension == "Environment" }
  statistic           = each.value.statistic
  period              = each.value.period
  evaluation_periods  = each.value.evaluationPeriods
  threshold           = each.value.threshold
  comparison_operator = each.value.comparison
  treat_missing_data  = each.value.treatMissingData
  alarm_actions       = [aws_sns_topic.alarms.arn]
  ok_actions          = [aws_sns_topic.alarms.arn]

  lifecycle {
    precondition {
      condition     = each.value.namespace == local.metrics.namespace && try(contains(local.metrics.metrics[each.value.metric].dimensions, each.value.dimensions), false)
      error_message = "The alarm ${each.key} watches what nobody sends: metrics.json has no ${each.value.namespace}/${each.value.metric} with these dimensions."
    }
    precondition {
      condition     = each.value.dimensions == ["Environment"]
      error_message = "The alarm ${each.key} watches other dimensions than Environment."
    }
  }
}

resource "aws_sns_topic" "alarms" {
  name              = "${local.prefix}-alarms"
  kms_master_key_id = var.kms_key_arn
}

resource "aws_sns_topic_policy" "alarms" {
  arn = aws_sns_topic.alarms.arn
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "OurAlarmsPublish"
        Effect    = "Allow"
        Principal = { Service = "cloudwatch.amazonaws.com" }
        Action    = "sns:Publish"
        Resource  = local.topic_arn
        Condition = {
          StringEquals = { "aws:SourceAccount" = var.account_id }
          ArnLike      = { "aws:SourceArn" = "arn:${var.partition}:cloudwatch:${var.region}:${var.account_id}:alarm:${local.prefix}-*" }
        }
      },
      {
        Sid       = "TlsOnly"
        Effect    = "Deny"
        Principal = "*"
        Action    = "sns:Publish"
        Resource  = local.topic_arn
        Condition = { Bool = { "aws:SecureTransport" = "false" } }
      },
    ]
  })
}

resource "aws_sns_topic_subscription" "email" {
  for_each = var.emails

  topic_arn = aws_sns_topic.alarms.arn
  protocol  = "email"
  endpoint  = each.value
}

resource "aws_cloudwatch_dashboard" "this" {
  dashboard_name = local.prefix
  dashboard_body = jsonencode({
    widgets = concat(
      [{
        type   = "alarm"
        x      = 0
        y      = 0
        width  = 24
        height = 3
        properties = {
          title  = "Alarms"
          alarms = [for name in keys(local.alarms) : "arn:${var.partition}:cloudwatch:${var.region}:${var.account_id}:alarm:${local.prefix}-${name}"]
        }
      }],
      [for index, name in keys(local.metrics.metrics) : {
        type   = "metric"
        x      = 8 * (index % 3)
        y      = 3 + 6 * floor(index / 3)
        width  = 8
        height = 6
        properties = {
          title   = name
          region  = var.region
          view    = "timeSeries"
          period  = 3600
          stat    = try([for alarm in values(local.alarms) : alarm.statistic if alarm.metric == name][0], "Sum")
          metrics = [[local.metrics.namespace, name, "Environment", var.environment]]
        }
      }],
      [{
        type   = "metric"
        x      = 0
        y      = 3 + 6 * ceil(length(local.metrics.metrics) / 3)
        width  = 24
        height = 6
        properties = {
          title   = "Units of the tables"
          region  = var.region
          view    = "timeSeries"
          period  = 3600
          stat    = "Sum"
          metrics = [for pair in setproduct(["ConsumedReadCapacityUnits", "ConsumedWriteCapacityUnits"], values(var.table_names)) : ["AWS/DynamoDB", pair[0], "TableName", pair[1]]]
        }
      }],
    )
  })
}

output "topic_arn" {
  description = "The topic of the alarms."
  value       = aws_sns_topic.alarms.arn
}
