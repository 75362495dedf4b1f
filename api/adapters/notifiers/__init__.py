"""The channels through which alerts go out: webhooks, Slack-compatible webhooks, e-mail."""
