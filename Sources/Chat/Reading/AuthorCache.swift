import Glibc
import JSONStream

/// Knows the authors of one export by the bytes of their JSON, so that an author's roles and names are read once and not with
/// each message.
///
/// Equal bytes are compared, not only their hash: a nickname chosen to collide must not lend a message to someone else.
/// Memory: at most `capacity` bytes of JSON; when full, all is forgotten and authors are announced anew.
struct AuthorCache {
    private static let capacity = 1 << 20

    private var bytes: [UInt8] = []
    private var entries: [UInt64: Entry] = [:]
    private var count: Int32 = 0
    /// What was added, in the order of numbers.
    private var added: [(hash: UInt64, number: Int32)] = []
    private var unknownNumber: Int32?
    private var bots: Set<Int32> = []

    private struct Entry {
        var start: Int
        var count: Int
        var number: Int32
    }

    struct Mark {
        fileprivate var bytes: Int
        fileprivate var count: Int32
        fileprivate var unknownNumber: Int32?
    }

    var mark: Mark {
        Mark(bytes: bytes.count, count: count, unknownNumber: unknownNumber)
    }

    mutating func rollBack(to mark: Mark) {
        guard count != mark.count else { return }
        while let last = added.last, last.number >= mark.count {
            entries[last.hash] = nil
            added.removeLast()
        }
        bytes.removeLast(max(0, bytes.count - mark.bytes))
        count = mark.count
        unknownNumber = mark.unknownNumber
    }

    /// Whether an author is a bot. Webhooks are, which post under many names with one id: their messages are always read.
    func isBot(_ number: Int32) -> Bool {
        bots.contains(number)
    }

    /// The number of the author object that comes next.
    mutating func number(
        _ cursor: inout JSONCursor, announcingIn batch: inout MessageBatch
    ) throws(JSONError) -> Int32 {
        let found: Int32?
        let hash: UInt64
        let raw: [UInt8]
        (found, hash, raw) = try cursor.raw { bytes in
            let hash = Self.hash(bytes)
            if let entry = entries[hash], isEqual(entry, to: bytes) { return (entry.number, hash, []) }
            return (nil, hash, [UInt8](bytes))
        }
        if let found { return found }
        let start = cursor.offset - raw.count
        var author: AuthorRecord
        do throws(JSONError) {
            author = try Self.read(raw)
        } catch {
            throw JSONError(error.kind, at: start + error.offset)
        }
        author.number = count
        if author.isBot { bots.insert(count) }
        remember(raw, hash: hash)
        batch.authors.append(author)
        return author.number
    }

    /// The number of the author of messages that name none.
    mutating func unknown(announcingIn batch: inout MessageBatch) -> Int32 {
        if let unknownNumber { return unknownNumber }
        batch.authors.append(
            AuthorRecord(number: count, id: .text(""), name: "unknown", nickname: nil, isBot: false, roles: []))
        unknownNumber = count
        count += 1
        return count - 1
    }

    private mutating func remember(_ raw: [UInt8], hash: UInt64) {
        if bytes.count + raw.count > Self.capacity {
            bytes.removeAll(keepingCapacity: true)
            entries.removeAll(keepingCapacity: true)
            added.removeAll(keepingCapacity: true)
        }
        entries[hash] = Entry(start: bytes.count, count: raw.count, number: count)
        added.append((hash, count))
        bytes.append(contentsOf: raw)
        count += 1
    }

    private func isEqual(_ entry: Entry, to other: UnsafeRawBufferPointer) -> Bool {
        guard entry.count == other.count, let right = other.baseAddress else { return false }
        return bytes.withUnsafeBytes { known in
            known.baseAddress.map { memcmp($0 + entry.start, right, other.count) == 0 } ?? false
        }
    }

    /// Mixes eight bytes at a time by multiplication, as FNV does with one.
    private static func hash(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
        var state: UInt64 = 0xcbf2_9ce4_8422_2325 ^ UInt64(bytes.count)
        var index = 0
        while index + 8 <= bytes.count {
            state = (state ^ bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)) &* 0x9e37_79b9_7f4a_7c15
            state ^= state >> 29
            index += 8
        }
        while index < bytes.count {
            state = (state ^ UInt64(bytes[index])) &* 0x100_0000_01b3
            index += 1
        }
        return state
    }

    private static func read(_ raw: [UInt8]) throws(JSONError) -> AuthorRecord {
        try JSONCursor.reading(raw) { cursor throws(JSONError) in
            var id: SourceID?
            var author = AuthorRecord(number: 0, id: .text(""), name: "", nickname: nil, isBot: false, roles: [])
            try cursor.eachMember { key, cursor throws(JSONError) in
                switch key {
                case "id": id = try cursor.lenientID()
                case "name": author.name = try cursor.lenientString() ?? ""
                case "nickname": author.nickname = try cursor.lenientString()
                case "isBot": author.isBot = try cursor.lenientBoolean()
                case "roles": author.roles = try roles(&cursor)
                default: try cursor.skip()
                }
            }
            author.id = id ?? .text("name:" + author.name)
            return author
        }
    }

    private static func roles(_ cursor: inout JSONCursor) throws(JSONError) -> [String] {
        var roles: [String] = []
        try cursor.eachElement { cursor throws(JSONError) in
            try cursor.eachMember { key, cursor throws(JSONError) in
                switch key {
                case "name": if let name = try cursor.lenientString() { roles.append(name) }
                default: try cursor.skip()
                }
            }
        }
        return roles
    }
}
