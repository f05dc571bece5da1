public import JSONStream

extension ArchivedMessage {
    /// The message with its text, and every text that was posted beside it, redacted.
    ///
    /// Names of people and channels, ids and times stay: they say who spoke, where and when.
    public func redacted(by redaction: Redaction) throws(JSONError) -> ArchivedMessage {
        var message = self
        message.content = redaction.redact(content).text
        if let extras { message.extras = try redaction.redact(json: extras) }
        return message
    }
}
