public import JSONStream

/// Small files, whole.
public enum FileBytes {
    public static func read(_ path: String) throws(SourceFailure) -> [UInt8] {
        var source = try FileSource(path: path)
        return try source.bytes(source.count)
    }
}
