import Arguments
import Glibc
import JSONStream

/// Texts to embed, from a file or standard input, line by line.
struct TextSource: ~Copyable {
    private let path: String
    private let kind: Kind
    private let descriptor: Int32
    private var isAtEnd = false
    private var number = 0

    /// What was read last. Before `start` it was handed out, from there to `searched` it has no line break.
    private var buffer: [UInt8] = []
    private var start = 0
    private var searched = 0

    /// Texts that are handed out at a time.
    private static let portion = 4096

    enum Kind: String, ArgumentValue, CaseIterable {
        case lines
        case jsonl
    }

    init(standardInput kind: Kind) {
        path = "standard input"
        self.kind = kind
        descriptor = STDIN_FILENO
    }

    init(path: String) throws {
        self.path = path
        kind = path.hasSuffix(".jsonl") ? .jsonl : .lines
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw SourceFailure("'\(path)' cannot be opened: \(String(cString: strerror(errno)))")
        }
    }

    deinit {
        if descriptor != STDIN_FILENO { close(descriptor) }
    }

    /// The next texts; none at the end.
    mutating func next() throws -> [TextItem] {
        var items: [TextItem] = []
        while items.count < Self.portion, let line = try line() {
            number += 1
            items.append(try item(line))
        }
        return items
    }

    /// The text of a small file, as a key.
    static func wholeText(of path: String) throws -> String {
        var source = try TextSource(path: path)
        while !source.isAtEnd { try source.fill() }
        return String(decoding: source.buffer, as: UTF8.self)
    }

    private func item(_ line: [UInt8]) throws -> TextItem {
        guard kind == .jsonl else { return TextItem(id: String(number), text: String(decoding: line, as: UTF8.self)) }
        do throws(JSONError) {
            var item = try JSONCursor.reading(line) { cursor throws(JSONError) in try TextItem(from: &cursor) }
            if item.id.isEmpty { item.id = String(number) }
            return item
        } catch {
            throw EmbedFailure.badLine(path: path, number: number, error)
        }
    }

    private mutating func line() throws -> [UInt8]? {
        while true {
            if let end = buffer[searched...].firstIndex(of: 0x0a) {
                defer { (start, searched) = (end + 1, end + 1) }
                return Array(buffer[start..<end])
            }
            searched = buffer.count
            if isAtEnd {
                defer { start = searched }
                return start < searched ? Array(buffer[start...]) : nil
            }
            try fill()
        }
    }

    private mutating func fill() throws {
        buffer.removeSubrange(..<start)
        (start, searched) = (0, searched - start)
        var piece = [UInt8](repeating: 0, count: 1 << 16)
        var count: Int
        repeat { count = read(descriptor, &piece, piece.count) } while count < 0 && errno == EINTR
        guard count >= 0 else { throw SourceFailure("'\(path)' cannot be read: \(String(cString: strerror(errno)))") }
        isAtEnd = count == 0
        buffer += piece[..<count]
    }
}

/// One text and what it is called.
struct TextItem {
    var id = ""
    var text = ""

    init(id: String, text: String) {
        self.id = id
        self.text = text
    }

    init(from cursor: inout JSONCursor) throws(JSONError) {
        if try cursor.peek() == .string {
            text = try cursor.decode()
            return
        }
        var title = ""
        var found: String?
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            switch key {
            case "id": id = try cursor.decode()
            case "title": title = try cursor.decode(String?.self) ?? ""
            case "text": found = try cursor.decode()
            default: try cursor.skip()
            }
        }
        guard let found else { throw JSONError(.missingKey("text"), at: cursor.offset) }
        text = title.isEmpty ? found : title + "\n" + found
    }
}
