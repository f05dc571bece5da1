import JSONStream
public import Store

extension Archive {
    /// What the digests of messages are salted with. An archive without one keeps the one that is offered.
    public func salt(or offer: ContentHash?) throws -> ContentHash? {
        let known = try database.value("SELECT salt FROM digest", as: [UInt8].self)
        if let known { return ContentHash(stored: known) }
        if let offer { try database.execute("INSERT INTO digest VALUES (?)", offer.bytes) }
        return offer
    }

    /// Brings a portion of exports into the archive.
    /// - Parameter isTrusted: whether even the absence of very many messages means that they were deleted.
    public func write(_ portion: ReadPortion, isTrusted: Bool) throws -> WrittenPortion {
        var answers: [ReadExport] = []
        for step in portion.steps {
            if let answer = try take(step, isTrusted: isTrusted) { answers.append(answer) }
        }
        return WrittenPortion(
            answers: answers, bytesInside: reading?.position ?? 0, messagesInside: reading?.tally.messages ?? 0,
            isToBeEnded: reading.map { !$0.location.isLarge } ?? false,
            pending: group?.channels ?? [])
    }

    private func take(_ step: ReadPortion.Step, isTrusted: Bool) throws -> ReadExport? {
        switch step {
        case .failed(let location, let error):
            return ReadExport(location: location, outcome: .failed(error))
        case .known(let export):
            return try meetAgain(export, isTrusted: isTrusted)
        case .opened(let export):
            // A twin that was written just before is not committed, and so not seen by the reader.
            twin = try database.hasRead(export.hash) ? export : nil
            if twin == nil { try begin(export, isTrusted: isTrusted) }
        case .batch(let batch):
            if let twin {
                return try batch.summary == nil ? nil : meetAgain(twin, isTrusted: isTrusted)
            }
            try write(batch)
            if let summary = batch.summary { return try finish(summary) }
        }
        return nil
    }

    /// What comes of a document that was read before.
    private func meetAgain(_ export: OpenedExport, isTrusted: Bool) throws -> ReadExport {
        try settle(export.location)
        let tally = isTrusted ? try trust(export) : nil
        return ReadExport(location: export.location, outcome: tally.map { .read($0, []) } ?? .known)
    }
}

/// What came of writing a portion.
public struct WrittenPortion: Sendable {
    /// Of the exports that ended in it.
    public let answers: [ReadExport]
    /// How much of the last export is written, which goes on.
    public let bytesInside: Int
    public let messagesInside: Int
    /// Whether that export must be read to its end, even by a run that is stopped.
    public let isToBeEnded: Bool
    /// Channels that are not committed yet.
    public let pending: Set<SourceID>
}
