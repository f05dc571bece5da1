package import JSONStream

/// Reads the messages of a DiscordChatExporter file, batch by batch.
///
/// A message that cannot be read costs that message and a `Problem` with its offset; reading goes on with the next.
public struct DiscordReader: ~Copyable {
    private var reader: JSONReader
    private var message: DiscordMessageReader
    private let digester: MessageDigester
    private let known: KnownMessages?
    private var batch = MessageBatch()
    private var stage = Stage.start
    private var reportedLostStrings = 0
    private(set) var summary = ReadingSummary()

    /// A batch ends at this many messages or bytes of text, whichever comes first.
    private static var messagesPerBatch: Int { 2000 }
    private static var bytesPerBatch: Int { 1 << 20 }

    private enum MessageReading {
        case known(KnownMessage, SourceID)
        case record(MessageRecord)
    }

    private enum Stage {
        case start
        case inMessages
        case end
    }

    /// - Parameters:
    ///   - digester: with the archive's salt.
    ///   - known: what the archive has of the channel; nil where it has nothing.
    package init(
        _ source: any ByteSource, channel: SourceID, digester: MessageDigester = MessageDigester(),
        known: KnownMessages? = nil, limits: JSONLimits = .standard, windowSize: Int = 256 << 10
    ) {
        reader = JSONReader(source, limits: limits, windowSize: windowSize)
        message = DiscordMessageReader(channel: channel)
        self.digester = digester
        self.known = known
    }

    var isAtEnd: Bool {
        stage == .end
    }

    /// The next messages; nil at the end of the file.
    public mutating func nextBatch() -> MessageBatch? {
        guard stage != .end else { return nil }
        // Batches of a file are alike; a small file reserves nothing.
        let expected = batch.bytes.count
        batch = MessageBatch()
        batch.bytes.reserveCapacity(expected + expected / 4)
        do throws(JSONError) {
            if stage == .start { try findMessages() }
            if stage == .inMessages { try readMessages() }
        } catch {
            // The file is not JSON from here on.
            stop(error)
        }
        reportLostStrings()
        if stage == .end { finish() }
        batch.position = reader.offset
        return batch
    }

    private mutating func findMessages() throws(JSONError) {
        try reader.beginObject()
        try findMessagesKey()
    }

    /// Goes through the keys beside the messages.
    private mutating func findMessagesKey() throws(JSONError) {
        while let key = try reader.nextKey() {
            switch key {
            case "messages":
                try reader.beginArray()
                stage = .inMessages
                return
            case "messageCount":
                summary.statedCount = try reader.value { cursor throws(JSONError) in try cursor.lenientInteger() }
            default:
                try reader.skip()
            }
        }
        try reader.finish()
        stage = .end
    }

    private mutating func readMessages() throws(JSONError) {
        while batch.count + batch.problems.count < Self.messagesPerBatch, batch.bytes.count < Self.bytesPerBatch {
            guard try step() else { return }
        }
    }

    /// Reads one message, or the damage in its place. False when the array has ended.
    private mutating func step() throws(JSONError) -> Bool {
        var isValue = false
        do throws(JSONError) {
            if try reader.nextElement() {
                isValue = true
                try readMessage()
                return true
            }
        } catch {
            if case .source = error.kind { throw error }
            return try recover(from: error, isValue: isValue)
        }
        return try goBehindMessages()
    }

    /// Reads what follows the end of the array, which a stray bracket may only have looked like: true when there are more
    /// messages.
    private mutating func goBehindMessages() throws(JSONError) -> Bool {
        stage = .start
        do throws(JSONError) {
            try findMessagesKey()
            return false
        } catch {
            // What follows a whole document is no part of it.
            if error.kind == .trailing { throw error }
            if case .source = error.kind { throw error }
            guard try reader.seek(DiscordMessageReader.isStart) else { throw error }
            stage = .inMessages
            noteDamage(error, lost: hasPassedOver(error) ? 1 : 0)
            return true
        }
    }

    private mutating func readMessage() throws(JSONError) {
        let mark = (batch: batch.mark, message: message.mark)
        let read: MessageReading
        do throws(JSONError) {
            read = try readValue(from: mark)
        } catch {
            batch.rollBack(to: mark.batch)
            message.rollBack(to: mark.message)
            throw error
        }
        switch read {
        case .known(let message, let id):
            batch.known.append(message)
            batch.extend(to: id)
        case .record(let record):
            batch.messages.append(record)
            batch.extend(to: batch.bytes.withUnsafeBytes { $0.id(record.id) })
        }
    }

    private mutating func readValue(
        from mark: (batch: MessageBatch.Mark, message: DiscordMessageReader.Mark)
    ) throws(JSONError) -> MessageReading {
        // The body may run twice (`JSONReader`): it first undoes what an earlier attempt has appended.
        try reader.value { cursor throws(JSONError) in
            batch.rollBack(to: mark.batch)
            message.rollBack(to: mark.message)
            let start = cursor.mark
            let digest: Int64
            do throws(JSONError) {
                digest = try cursor.raw { digester.digest(of: $0) }
            } catch {
                // An unclosed quote or bracket shows in the balance at the file's end, and to a reader at once.
                cursor.goBack(to: start)
                _ = try message.read(&cursor, digest: 0, into: &batch)
                throw error
            }
            let end = cursor.mark
            cursor.goBack(to: start)
            if let known, let found = try Self.find(&cursor, digest, in: known) {
                let (found, id) = found
                if found.isFirstOfAuthor {
                    cursor.goBack(to: start)
                    try message.readAuthor(&cursor, into: &batch)
                }
                cursor.goBack(to: end)
                return .known(found, id)
            }
            cursor.goBack(to: start)
            return .record(try message.read(&cursor, digest: digest, into: &batch))
        }
    }

    private static func find(
        _ cursor: inout JSONCursor, _ digest: Int64, in known: KnownMessages
    ) throws(JSONError) -> (KnownMessage, SourceID)? {
        guard let id = try DiscordMessageReader.id(&cursor) else {
            known.loseTrack()
            return nil
        }
        return known.match(id, digest).map { ($0, id) }
    }

    private mutating func recover(from error: JSONError, isValue: Bool) throws(JSONError) -> Bool {
        let isCut = error.kind == .truncated
        let found = try reader.resume(behindValue: isValue, at: DiscordMessageReader.isStart)
        if isCut, !found { throw error }
        noteDamage(error, lost: isValue || hasPassedOver(error) ? 1 : 0)
        guard found else { throw JSONError(.truncated, at: reader.offset) }
        return true
    }

    /// Whether more than one byte lies between the damage and where reading goes on: a mark too many is no message.
    private func hasPassedOver(_ error: JSONError) -> Bool {
        reader.offset > error.offset + 1
    }

    private mutating func stop(_ error: JSONError) {
        stage = .end
        summary.isCut = true
        if case .source(let failure) = error.kind {
            summary.isToBeReadAgain = true
            summary.lost += 1
            batch.problems.append(Problem(.unreadable, at: error.offset, failure.description, lost: 1))
        } else if error.kind == .truncated {
            summary.lost += 1
            batch.problems.append(
                Problem(.truncated, at: error.offset, "the file ends inside a message or before its end", lost: 1))
        } else {
            noteDamage(error, lost: 1)
        }
    }

    private mutating func noteDamage(_ error: JSONError, lost: Int) {
        summary.lost += lost
        batch.problems.append(Problem(.damaged, at: error.offset, error.description, lost: lost))
    }

    private mutating func reportLostStrings() {
        for offset in reader.lostStrings[reportedLostStrings...] {
            summary.lost += 1
            batch.problems.append(
                Problem(.damaged, at: offset, "a string over 32 MB was left out, its message kept", lost: 1))
        }
        reportedLostStrings = reader.lostStrings.count
    }

    private mutating func finish() {
        guard message.repairs > 0 else { return }
        summary.repairs = message.repairs
        let places = message.repairs == 1 ? "1 place" : "\(message.repairs) places"
        batch.problems.append(
            Problem(
                .repaired, at: message.firstRepair,
                "\(places) put right (invalid UTF-8, NUL, lone surrogates, impossible values); nothing lost"))
    }
}

extension MessageBatch {
    fileprivate mutating func extend(to id: SourceID) {
        guard let span else {
            span = id...id
            return
        }
        if id < span.lowerBound { self.span = id...span.upperBound }
        if id > span.upperBound { self.span = span.lowerBound...id }
    }

    /// How much of texts and authors there is before a message is read.
    fileprivate struct Mark {
        let bytes: Int
        let authors: Int
    }

    fileprivate var mark: Mark {
        Mark(bytes: bytes.count, authors: authors.count)
    }

    fileprivate mutating func rollBack(to mark: Mark) {
        bytes.removeLast(bytes.count - mark.bytes)
        authors.removeLast(authors.count - mark.authors)
    }
}

/// What the whole file was like; complete only after its last batch.
struct ReadingSummary: Sendable {
    /// Messages and strings that could not be read.
    var lost = 0
    var repairs = 0
    /// Whether the file broke off.
    var isCut = false
    /// Whether the file changed under the reader's hands, or stopped giving bytes.
    var isToBeReadAgain = false
    /// How many messages the export says it has.
    var statedCount: Int?
    /// Known messages between its first and last that it does not have; nil where the reader cannot tell.
    var absent: [Int64]?
}
