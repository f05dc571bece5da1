import Glibc

/// The bytes of a file, mapped for reading until the last holder lets go.
///
/// Only pages that are read come into memory. A file must not be shortened while it is mapped, for a read behind its new end
/// kills the process; who replaces a file renames the new one into its place, and the mapping keeps the old.
public final class MappedFile: Sendable {
    public let path: String
    /// Guarded by never changing: the pages are read-only, and unmapped when no reference is left.
    public nonisolated(unsafe) let bytes: UnsafeRawBufferPointer

    public init(path: String) throws(StoreError) {
        // Without O_NONBLOCK a named pipe would hold the process for ever.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw Self.unavailable() }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw StoreError(kind: .unavailable, detail: "not a regular file")
        }
        self.path = path
        let size = Int(status.st_size)
        guard size > 0 else {
            bytes = UnsafeRawBufferPointer(start: nil, count: 0)
            return
        }
        guard let start = mmap(nil, size, PROT_READ, MAP_PRIVATE, descriptor, 0), start != MAP_FAILED else {
            throw Self.unavailable()
        }
        bytes = UnsafeRawBufferPointer(start: start, count: size)
    }

    deinit {
        munmap(UnsafeMutableRawPointer(mutating: bytes.baseAddress), bytes.count)
    }

    public var count: Int {
        bytes.count
    }

    /// Lends all bytes.
    @inlinable
    public func withBytes<Result, Failure>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        defer { withExtendedLifetime(self) {} }
        return try body(bytes)
    }

    private static func unavailable() -> StoreError {
        StoreError(kind: .unavailable, detail: String(cString: strerror(errno)))
    }
}
