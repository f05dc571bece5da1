/// What the records of a collection have.
public struct CollectionSchema: Hashable, Sendable {
    public var name: String
    public var keyName: String
    public var keyType: KeyType
    public var dense: [DenseField]
    public var sparse: [SparseField]
    public var scalars: [ScalarField]
    /// Whether a record may have fields that the schema does not name. They are kept as JSON.
    public var hasDynamicField: Bool
    /// A scalar field by whose values rows are kept together, so that a filter on it passes the others over.
    public var partitionKey: String?

    public init(
        _ name: String, keyName: String = "id", keyType: KeyType = .int64, dense: [DenseField] = [],
        sparse: [SparseField] = [], scalars: [ScalarField] = [], hasDynamicField: Bool = false,
        partitionKey: String? = nil
    ) {
        self.name = name
        self.keyName = keyName
        self.keyType = keyType
        self.dense = dense
        self.sparse = sparse
        self.scalars = scalars
        self.hasDynamicField = hasDynamicField
        self.partitionKey = partitionKey
    }
}

extension CollectionSchema {
    /// Milvus takes vectors of up to so many numbers.
    static let mostDimensions = 32768

    /// Throws what the schema cannot mean.
    func check() throws(EngineError) {
        guard Self.isName(name) else { throw .badSchema("'\(name)' is no name: letters, digits and _, no digit first") }
        var known: Set<String> = []
        for name in [keyName] + dense.map(\.name) + sparse.map(\.name) + scalars.map(\.name) {
            guard Self.isName(name) else {
                throw .badSchema("'\(name)' is no name of a field: letters, digits and _, no digit first")
            }
            guard known.insert(name).inserted else { throw .badSchema("two fields are called '\(name)'") }
        }
        for field in dense where !(1...Self.mostDimensions).contains(field.dimension) {
            throw .badSchema("'\(field.name)' has \(field.dimension) dimensions, not 1 to \(Self.mostDimensions)")
        }
        for field in sparse {
            guard case .text(let source, _, _) = field.source else { continue }
            guard scalars.contains(where: { $0.name == source && $0.type == .string }) else {
                throw .badSchema("'\(field.name)' is made from '\(source)', which is no string field")
            }
        }
        if let partitionKey {
            guard let field = scalars.first(where: { $0.name == partitionKey }),
                field.type == .string || field.type == .int64
            else { throw .badSchema("the partition key '\(partitionKey)' is no string or int64 field") }
        }
    }

    private static func isName(_ name: String) -> Bool {
        guard let first = name.unicodeScalars.first, name.utf8.count <= 255 else { return false }
        let isWord = name.unicodeScalars.allSatisfy {
            $0 == "_" || $0.isASCII && ($0.properties.isAlphabetic || $0.isDigit)
        }
        return isWord && !first.isDigit
    }
}

extension Unicode.Scalar {
    fileprivate var isDigit: Bool {
        ("0"..."9").contains(self)
    }
}
