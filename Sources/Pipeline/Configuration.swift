import Chat
import Glibc
public import JSONStream

/// What `quarry.json` says. Every key may be absent; a key that begins with `//` is a comment; any other unknown key is an
/// error.
public struct Configuration: Equatable, Sendable {
    public var name: String?
    /// Files and folders with exports, relative to the configuration's folder.
    public var sources: [String]?
    public var channels = ChannelFilter()
    /// Private channels that may be searched and published all the same, by name or id.
    public var published: [String]?
    /// An IANA name, in which times are shown.
    public var timeZone: String?

    public static let fileName = "quarry.json"

    public init() {}

    /// Reads a configuration file.
    public init(path: String) throws(PipelineError) {
        guard let status = FileStatus(path: path) else { throw .missingInput(path: path) }
        guard status.size <= 1 << 20 else {
            throw .badConfiguration(path: path, offset: nil, reason: "over 1 MB is no configuration")
        }
        let bytes: [UInt8]
        do {
            bytes = try FileBytes.read(path)
        } catch {
            throw .cannotRead(path: path, reason: error.description)
        }
        do {
            self = try Configuration(json: bytes)
        } catch {
            throw .badConfiguration(path: path, offset: error.offset, reason: error.description)
        }
    }

    /// The configuration beside the exports: in the folder itself, or in the folder of the file.
    public static func path(beside input: String) -> String? {
        guard let status = FileStatus(path: input) else { return nil }
        let folder = status.isFolder ? input : Self.parent(of: input)
        let path = folder + "/" + fileName
        return FileStatus(path: path) == nil ? nil : path
    }

    static func parent(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }
}

extension Configuration: JSONDecodable {
    private static let known = ["name", "sources", "channels", "publish", "timeZone"]

    public init(from cursor: inout JSONCursor) throws(JSONError) {
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            let name = key.string
            switch name {
            case "name": self.name = try cursor.decode()
            case "sources": sources = try cursor.decode()
            case "channels": channels = try cursor.decode()
            case "publish": published = try cursor.decode()
            case "timeZone": timeZone = try cursor.decode()
            default: try cursor.skipComment(name, known: Self.known)
            }
        }
    }
}

extension ChannelFilter: JSONDecodable {
    private static let known = ["include", "exclude"]

    public init(from cursor: inout JSONCursor) throws(JSONError) {
        self.init()
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            let name = key.string
            switch name {
            case "include": included = try cursor.decode()
            case "exclude": excluded = try cursor.decode()
            default: try cursor.skipComment(name, known: Self.known)
            }
        }
    }
}

extension JSONCursor {
    /// Passes over a comment; any other key is unknown here.
    fileprivate mutating func skipComment(_ key: String, known: [String]) throws(JSONError) {
        guard key.hasPrefix("//") else { throw JSONError(.unknownKey(key, known: known), at: offset) }
        try skip()
    }
}
