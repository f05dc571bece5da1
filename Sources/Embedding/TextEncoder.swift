/// Turns texts into vectors of one model.
public protocol TextEncoder: Sendable {
    /// What the vectors belong to: vectors of two identities are never compared.
    var identity: EncoderIdentity { get async throws }

    /// A vector a text, in their order. `progress` is told how many texts and tokens are done, from any thread: two may tell in
    /// another order than they counted.
    func encode(
        _ texts: [String], as role: TextRole, progress: @escaping @Sendable (EncodingProgress) -> Void
    ) async throws -> VectorRows
}

extension TextEncoder {
    public func encode(_ texts: [String], as role: TextRole = .passage) async throws -> VectorRows {
        try await encode(texts, as: role) { _ in }
    }
}

/// What a text is to a search: some models want the one or the other said before it.
public enum TextRole: String, Sendable, CaseIterable {
    case query
    case passage
}

/// A model and what was really computed with it.
public struct EncoderIdentity: Hashable, Sendable {
    /// The hash of a local model's files; the address and name of a remote one.
    public var model: String
    /// `exact`, `half` or `fast`, and the kernels where they matter; of a remote model what it is asked for.
    public var precision: String
    public var dimension: Int

    public init(model: String, precision: String, dimension: Int) {
        self.model = model
        self.precision = precision
        self.dimension = dimension
    }
}

/// How far an encoder has come.
public struct EncodingProgress: Sendable {
    public var texts: Int
    public var tokens: Int

    public init(texts: Int, tokens: Int) {
        self.texts = texts
        self.tokens = tokens
    }
}

/// Vectors of one dimension, one after the other.
public struct VectorRows: Sendable, Equatable {
    public let dimension: Int
    public var values: [Float]

    public init(dimension: Int, values: [Float] = []) {
        precondition(dimension > 0 && values.count.isMultiple(of: dimension), "no whole vectors")
        self.dimension = dimension
        self.values = values
    }

    public var count: Int {
        values.count / dimension
    }

    public subscript(_ row: Int) -> ArraySlice<Float> {
        values[row * dimension..<(row + 1) * dimension]
    }
}
