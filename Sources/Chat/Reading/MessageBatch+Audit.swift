import JSONStream

/// What the readers made of one file, and which of their promises they broke. For `quarry-fuzz`.
///
/// Any bytes are fit to be read: a reader ends, hands out text that lies in its batch and is valid, and places its problems
/// inside the file.
package struct ReadingAudit: Sendable {
    /// A digest of each message that was kept, with its author, in order. Comparable within one process.
    package private(set) var messages: [Int] = []
    package private(set) var problems: [Problem] = []
    package private(set) var violations: [String] = []
    private let size: Int
    private var authors: [Int32: AuthorRecord] = [:]

    /// Limits that inputs of some kilobytes can reach.
    private static var limits: JSONLimits {
        var limits = JSONLimits()
        limits.stringLength = 8 << 10
        return limits
    }

    /// Reads an export's header and messages.
    package init(export bytes: [UInt8], windowSize: Int) {
        size = bytes.count
        do throws(JSONError) {
            _ = try DiscordHeaderReader.header(of: MemorySource(bytes), windowSize: windowSize)
        } catch {
            checkOffset(error.offset)
        }
        readMessages(of: MemorySource(bytes), windowSize: windowSize)
    }

    /// Lists a zip file's entries and reads each of them.
    package init(zip path: String) {
        size = .max
        guard let status = FileStatus(path: path) else { return }
        do throws(SourceFailure) {
            let directory = try ZipDirectory(path: path, size: status.size)
            problems += directory.problems
            for entry in directory.entries.prefix(16) {
                readMessages(of: try ZipEntrySource(entry, zip: path), windowSize: 64 << 10)
            }
        } catch {
            problems.append(Problem(.unreadable, error.description, lost: 1))
        }
    }

    private mutating func readMessages(of source: any ByteSource, windowSize: Int) {
        authors = [:]
        var reader = DiscordReader(source, channel: .number(0), limits: Self.limits, windowSize: windowSize)
        var position = 0
        var lost = 0
        while let batch = reader.nextBatch() {
            if batch.position < position { violations.append("the reader goes back") }
            if batch.position > size { violations.append("the reader is behind the file's end") }
            if batch.position == position, batch.messages.isEmpty, batch.problems.isEmpty, !reader.isAtEnd {
                return violations.append("the reader does not move")
            }
            position = batch.position
            lost += batch.problems.reduce(0) { $0 + $1.lost }
            add(batch)
        }
        if lost != reader.summary.lost { violations.append("the losses told are not those counted") }
    }

    private mutating func add(_ batch: MessageBatch) {
        for author in batch.authors { authors[author.number] = author }
        for problem in batch.problems {
            if let offset = problem.offset { checkOffset(offset) }
            if problem.offset == nil, problem.lost > 0 { violations.append("a loss has no place") }
        }
        problems += batch.problems
        batch.bytes.withUnsafeBytes { bytes in
            for message in batch.messages { add(message, bytes) }
        }
    }

    private mutating func add(_ message: MessageRecord, _ bytes: UnsafeRawBufferPointer) {
        guard let author = authors[message.author] else { return violations.append("an author was not announced") }
        if !message.time.isPlausible || message.edited?.isPlausible == false {
            violations.append("a time is impossible")
        }
        var hasher = Hasher()
        hasher.combine(author.id)
        hasher.combine(author.name)
        hasher.combine(author.nickname)
        hasher.combine(author.roles)
        hasher.combine(message.time)
        hasher.combine(message.edited)
        hasher.combine(message.type)
        hasher.combine(message.isPinned)
        combine(message.id, bytes, &hasher)
        if let reference = message.reference { combine(reference, bytes, &hasher) }
        for slice in [message.content, message.extras, message.reactions] { combine(slice, bytes, &hasher) }
        checkJSON(message.extras, bytes)
        checkJSON(message.reactions, bytes)
        messages.append(hasher.finalize())
    }

    private mutating func combine(_ id: RecordID, _ bytes: UnsafeRawBufferPointer, _ hasher: inout Hasher) {
        switch id {
        case .number(let number): hasher.combine(number)
        case .text(let slice): combine(slice, bytes, &hasher)
        }
    }

    private mutating func combine(_ slice: TextSlice, _ bytes: UnsafeRawBufferPointer, _ hasher: inout Hasher) {
        guard let text = text(slice, bytes) else { return violations.append("a text lies outside of its batch") }
        if text.contains(0) { violations.append("a text has a NUL") }
        if String(validating: text, as: UTF8.self) == nil { violations.append("a text is not UTF-8") }
        hasher.combine(text.count)
        hasher.combine(bytes: text)
    }

    private mutating func checkJSON(_ slice: TextSlice, _ bytes: UnsafeRawBufferPointer) {
        guard slice.count > 0, let text = text(slice, bytes) else { return }
        do throws(JSONError) {
            try JSONCursor.reading([UInt8](text)) { cursor throws(JSONError) in try cursor.walk() }
        } catch {
            violations.append("extras are not JSON: \(error)")
        }
    }

    private func text(_ slice: TextSlice, _ bytes: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer? {
        let start = Int(slice.start)
        let end = start + Int(slice.count)
        guard start >= 0, slice.count >= 0, end <= bytes.count else { return nil }
        return UnsafeRawBufferPointer(rebasing: bytes[start..<end])
    }

    private mutating func checkOffset(_ offset: Int) {
        if !(0...size).contains(offset) { violations.append("a problem lies outside of the file") }
    }
}

extension JSONCursor {
    /// Consumes the next value, by the grammar and not only by the balance of its brackets.
    fileprivate mutating func walk() throws(JSONError) {
        switch try peek() {
        case .object: try eachMember { _, cursor throws(JSONError) in try cursor.walk() }
        case .array: try eachElement { cursor throws(JSONError) in try cursor.walk() }
        case .string: _ = try string()
        case .number: _ = try number()
        case .boolean: _ = try boolean()
        case .null: _ = try null()
        }
    }
}
