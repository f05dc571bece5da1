/// What went wrong in the vector engine.
public enum EngineError: Error, Equatable, Sendable {
    /// Bytes of a segment that cannot be what was written.
    case damaged(path: String, section: String, offset: Int, reason: String)
    /// The system refused, with its reason.
    case cannotWrite(path: String, code: Int32)
    case cannotRead(path: String, reason: String)
    /// Written by a later version.
    case newer(path: String, found: Int, known: Int)
    /// Another process or object writes to the store.
    case held(path: String, by: String)
    case noSuchCollection(String, known: [String])
    case alreadyThere(collection: String)
    case noSuchField(String, collection: String)
    /// A field of a schema, or a schema, that means nothing.
    case badSchema(String)
    case noSuchRecord(RecordKey)
    case badRecord(RecordKey, field: String, reason: String)
    case badRequest(String)
    /// A store that was opened for reading, or a collection that was dropped.
    case notWritable(path: String)
    /// A value that its field cannot hold.
    case unfitValue(field: String, found: FieldType, expected: FieldType)
    case filter(FilterProblem)
    /// A vector that cannot be written to a field, or searched for in it.
    case badVector(field: String, VectorFault)
}
