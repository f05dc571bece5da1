import JSONStream
import Store

extension MappedFile {
    static func open(_ path: String) throws(EmbeddingError) -> MappedFile {
        do {
            return try MappedFile(path: path)
        } catch {
            throw .cannotRead(path: path, reason: error.detail)
        }
    }

    /// Configurations have some kB, of tokenisers with many special tokens some MB.
    private static let documentLimit = 16 << 20

    /// The file as one JSON document.
    func json<Value: JSONDecodable>() throws(EmbeddingError) -> Value {
        guard count <= Self.documentLimit else {
            throw .cannotRead(path: path, reason: "over \(Self.documentLimit >> 20) MB is no configuration")
        }
        do {
            return try Value(json: withBytes { [UInt8]($0) })
        } catch {
            throw .badJSON(path: path, error)
        }
    }

    /// What a word in the file stands for.
    func choice<Value>(
        _ key: String, _ word: String?, among known: KeyValuePairs<String, Value>
    ) throws(EmbeddingError) -> Value {
        guard let found = known.first(where: { $0.key == word }) else {
            throw .badSetting(
                path: path, key: key, found: word.map { "'\($0)'" },
                expected: known.map(\.key).joined(separator: ", "))
        }
        return found.value
    }
}

extension String {
    /// What follows the last dot: the name of a Python class without its module.
    var lastComponent: String {
        split(separator: ".").last.map(String.init) ?? self
    }
}
