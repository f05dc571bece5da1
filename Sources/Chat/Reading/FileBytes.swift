public import JSONStream

/// The bytes of files, for readers of other formats than exports.
public enum FileBytes {
    /// A file of any size, to be read from its start.
    public static func source(_ path: String) throws(SourceFailure) -> any ByteSource {
        try FileSource(path: path)
    }

    /// A small file, whole.
    public static func read(_ path: String) throws(SourceFailure) -> [UInt8] {
        var source = try FileSource(path: path)
        return try source.bytes(source.count)
    }
}
