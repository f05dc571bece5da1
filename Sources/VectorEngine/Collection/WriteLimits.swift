/// How much a collection keeps in memory and in its log before it makes a file.
public struct WriteLimits: Hashable, Sendable {
    /// Records in memory from which on a batch ends with a flush.
    public var recordsInMemory: Int
    /// Bytes of the log from which on a batch ends with a flush: records that are replaced again and again fill it, too.
    public var logBytes: Int
    /// Records from which on a batch is a file of its own, without the log.
    public var recordsOfFile: Int

    public init(recordsInMemory: Int = 8192, logBytes: Int = 64 << 20, recordsOfFile: Int = 8192) {
        self.recordsInMemory = recordsInMemory
        self.logBytes = logBytes
        self.recordsOfFile = recordsOfFile
    }
}
