/// How large the parts of a document may be before they count as damage.
///
/// Chat exports come from strangers: each limit turns an attack on memory or stack into one error with its offset.
public struct JSONLimits: Sendable {
    /// Nesting of objects and arrays.
    public var depth = 128
    /// Bytes of one string as written. A longer one is replaced by an empty string and reported (`JSONReader`).
    public var stringLength = 32 << 20
    /// Bytes of one number as written.
    public var numberLength = 128
    /// Bytes of one value that is read as a whole.
    public var valueLength = 64 << 20

    public static let standard = JSONLimits()

    public init() {}
}
