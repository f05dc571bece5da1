public import JSONStream

extension CollectionSchema: JSONEncodable, JSONDecodable {
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("name", name)
            writer.member("keyName", keyName)
            writer.member("keyType", keyType.rawValue)
            writer.member("dense", dense)
            writer.member("sparse", sparse)
            writer.member("scalars", scalars)
            writer.member("hasDynamicField", hasDynamicField)
            writer.member(ifPresent: "partitionKey", partitionKey)
        }
    }

    public init(from cursor: inout JSONCursor) throws(JSONError) {
        self.init("")
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            switch key {
            case "name": name = try cursor.decode()
            case "keyName": keyName = try cursor.decode()
            case "keyType": keyType = try cursor.decodeWord()
            case "dense": dense = try cursor.decode()
            case "sparse": sparse = try cursor.decode()
            case "scalars": scalars = try cursor.decode()
            case "hasDynamicField": hasDynamicField = try cursor.decode()
            case "partitionKey": partitionKey = try cursor.decode()
            default: try cursor.skip()
            }
        }
    }
}

extension DenseField: JSONEncodable, JSONDecodable {
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("name", name)
            writer.member("dimension", dimension)
            writer.member("metric", metric.rawValue)
            writer.member("storage", storage.rawValue)
            writer.member("index", index.rawValue)
        }
    }

    public init(from cursor: inout JSONCursor) throws(JSONError) {
        self.init("", dimension: 0)
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            switch key {
            case "name": name = try cursor.decode()
            case "dimension": dimension = try cursor.decode()
            case "metric": metric = try cursor.decodeWord()
            case "storage": storage = try cursor.decodeWord()
            case "index": index = try cursor.decodeWord()
            default: try cursor.skip()
            }
        }
    }
}

extension SparseField: JSONEncodable, JSONDecodable {
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("name", name)
            guard case .text(let field, let bm25, let analyser) = source else { return }
            writer.member("text", field)
            writer.member("k1", bm25.k1)
            writer.member("b", bm25.b)
            writer.member("language", analyser.language.rawValue)
            writer.member("stopWords", analyser.stopWords.sorted())
            writer.member("longestTerm", analyser.longestTerm)
        }
    }

    public init(from cursor: inout JSONCursor) throws(JSONError) {
        var text: String?
        var (k1, b) = (BM25().k1, BM25().b)
        var analyser = AnalyserOptions()
        self.init("", .vectors)
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            switch key {
            case "name": name = try cursor.decode()
            case "text": text = try cursor.decode(String.self)
            case "k1": k1 = try cursor.decode()
            case "b": b = try cursor.decode()
            case "language": analyser.language = try cursor.decodeWord()
            case "stopWords": analyser.stopWords = Set(try cursor.decode([String].self))
            case "longestTerm": analyser.longestTerm = try cursor.decode()
            default: try cursor.skip()
            }
        }
        guard k1 >= 0, k1.isFinite, b >= 0, b <= 1 else {
            throw JSONError(.unacceptable(expected: "k1 of at least 0 and b from 0 to 1"), at: cursor.offset)
        }
        if let text { source = .text(field: text, BM25(k1: k1, b: b), analyser) }
    }
}

extension ScalarField: JSONEncodable, JSONDecodable {
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("name", name)
            writer.member("type", type.word)
            writer.member("isNullable", isNullable)
        }
    }

    public init(from cursor: inout JSONCursor) throws(JSONError) {
        self.init("", .bool)
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            switch key {
            case "name": name = try cursor.decode()
            case "type":
                let word: String = try cursor.decode()
                guard let type = FieldType(word: word) else {
                    throw JSONError(.unacceptable(expected: "a type of field"), at: cursor.offset)
                }
                self.type = type
            case "isNullable": isNullable = try cursor.decode()
            default: try cursor.skip()
            }
        }
    }
}

extension FieldType {
    /// "int64", "array of string".
    public var word: String {
        switch self {
        case .bool: "bool"
        case .int64: "int64"
        case .double: "double"
        case .string: "string"
        case .timestamp: "timestamp"
        case .json: "json"
        case .array(let element): "array of \(element.word)"
        }
    }

    public init?(word: String) {
        let prefix = "array of "
        if word.hasPrefix(prefix), let element = FieldType(word: String(word.dropFirst(prefix.count))),
            element.isElement
        {
            self = .array(element)
            return
        }
        guard
            let type = [FieldType.bool, .int64, .double, .string, .timestamp, .json].first(where: { $0.word == word })
        else { return nil }
        self = type
    }

    /// Whether an array may hold it.
    var isElement: Bool {
        switch self {
        case .json, .array: false
        case .bool, .int64, .double, .string, .timestamp: true
        }
    }
}

extension JSONCursor {
    /// A string that is one of an enum's words.
    fileprivate mutating func decodeWord<Word: RawRepresentable & CaseIterable>() throws(JSONError) -> Word
    where Word.RawValue == String {
        let offset = offset
        let text: String = try decode()
        guard let word = Word(rawValue: text) else {
            let words = Word.allCases.map(\.rawValue).joined(separator: ", ")
            throw JSONError(.unacceptable(expected: "one of \(words)"), at: offset)
        }
        return word
    }
}
