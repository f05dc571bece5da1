/// Reads an event stream piece by piece, wherever the pieces are cut (WHATWG HTML, section 9.2.6).
///
/// Lines end with LF, CR or CR LF; a byte order mark at the start is skipped; an empty line sends the message off. A message
/// that the stream's end cuts short is dropped, as the standard says.
public struct ServerSentEventParser: Sendable {
    private var line: [UInt8] = []
    private var isFirstLine = true
    private var isAfterReturn = false
    private var name = ""
    private var data: [UInt8] = []
    private var hasData = false
    private var id = ""
    /// How long the server wants a client to wait before it connects again.
    public private(set) var reconnectionTime: Duration?

    public init() {}

    /// The messages that these bytes complete.
    public mutating func feed(_ bytes: [UInt8]) -> [ServerSentEvent] {
        var events: [ServerSentEvent] = []
        for byte in bytes {
            defer { isAfterReturn = byte == .carriageReturn }
            switch byte {
            case .lineFeed where isAfterReturn: continue
            case .lineFeed, .carriageReturn: endLine(&events)
            default: line.append(byte)
            }
        }
        return events
    }

    private mutating func endLine(_ events: inout [ServerSentEvent]) {
        defer { line.removeAll(keepingCapacity: true) }
        if isFirstLine, line.starts(with: [0xef, 0xbb, 0xbf]) { line.removeFirst(3) }
        isFirstLine = false
        if line.isEmpty { return dispatch(&events) }
        let colon = line.firstIndex(of: UInt8(ascii: ":")) ?? line.endIndex
        var value = line[colon...].dropFirst()
        if value.first == UInt8(ascii: " ") { value.removeFirst() }
        // A line that begins with a colon is a comment: its field has no name.
        take(field: String(decoding: line[..<colon], as: UTF8.self), value)
    }

    private mutating func take(field: String, _ value: ArraySlice<UInt8>) {
        switch field {
        case "event": name = String(decoding: value, as: UTF8.self)
        case "data":
            if hasData { data.append(.lineFeed) }
            data += value
            hasData = true
        case "id":
            if !value.contains(0) { id = String(decoding: value, as: UTF8.self) }
        case "retry":
            let text = String(decoding: value, as: UTF8.self)
            if let milliseconds = UInt32(text), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
                reconnectionTime = .milliseconds(milliseconds)
            }
        default: break
        }
    }

    private mutating func dispatch(_ events: inout [ServerSentEvent]) {
        if hasData {
            let text = String(decoding: data, as: UTF8.self)
            events.append(ServerSentEvent(name: name.isEmpty ? "message" : name, data: text, id: id))
        }
        name = ""
        data.removeAll(keepingCapacity: true)
        hasData = false
    }
}

extension UInt8 {
    fileprivate static var lineFeed: UInt8 { 0x0a }
    fileprivate static var carriageReturn: UInt8 { 0x0d }
}
