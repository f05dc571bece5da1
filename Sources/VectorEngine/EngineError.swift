/// What went wrong in the vector engine.
public enum EngineError: Error, Equatable, Sendable {
    /// Bytes of a segment that cannot be what was written.
    case damaged(path: String, section: String, offset: Int, reason: String)
    /// The system refused, with its reason.
    case cannotWrite(path: String, code: Int32)
    case cannotRead(path: String, reason: String)
    /// Written by a later version.
    case newer(path: String, found: Int, known: Int)
    /// A vector that cannot be written to a field, or searched for in it.
    case badVector(field: String, VectorFault)
}
