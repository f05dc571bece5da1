public import JSONStream

/// Why no vector could be had, or none kept.
public enum EmbeddingError: Error, Equatable, Sendable {
    case cannotRead(path: String, reason: String)
    case cannotWrite(path: String, reason: String)
    /// The folder is no encoder: it lacks these files.
    case missingFiles(folder: String, names: [String])
    case badJSON(path: String, JSONError)
    /// A setting that is absent (`found` nil) or has a value that this version cannot follow.
    case badSetting(path: String, key: String, found: String?, expected: String)
    case badVocabulary(path: String, VocabularyError)
    case badWeights(path: String, tensor: String?, WeightsFault)
    case badVector(row: Int, VectorFault)
    /// The folder has a model, but of another kind.
    case wrongPurpose(folder: String, expected: String)
}

/// What is wrong with a safetensors file or one of its tensors.
public enum WeightsFault: Error, Equatable, Sendable {
    /// The file ends before its header's length does.
    case truncated(size: Int)
    case headerTooLong(stated: UInt64, limit: Int)
    case headerNotUTF8
    /// The offset counts from the start of the file.
    case header(JSONError)
    case nameTooLong(limit: Int)
    case duplicateName
    case unknownType(String)
    case unusableType(String)
    case negativeDimension(Int)
    case tooLarge(shape: [Int])
    case offsetsOutside(begin: Int, end: Int, size: Int)
    case wrongSize(shape: [Int], expected: Int, found: Int)
    case overlap(with: String, at: Int)
    case hole(from: Int, to: Int)
    case missing
    case wrongShape(expected: [Int], found: [Int])
    case notFinite(index: Int)
    /// All weights are numbers, and their products are none.
    case overflow
}

/// Why a vector is not kept.
public enum VectorFault: Error, Equatable, Sendable {
    case wrongDimension(expected: Int, found: Int)
    /// Half precision holds no such number: it is not finite, or over 65,504.
    case notRepresentable(index: Int)
}

extension EmbeddingError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .cannotRead(let path, let reason): "cannot read '\(path)': \(reason)"
        case .cannotWrite(let path, let reason): "cannot write '\(path)': \(reason)"
        case .missingFiles(let folder, let names):
            "'\(folder)' is no encoder: it lacks \(names.joined(separator: ", "))"
        case .badJSON(let path, let error): "\(path):\(error.offset): \(error)"
        case .badSetting(let path, let key, nil, let expected): "\(path): '\(key)' is missing; expected is \(expected)"
        case .badSetting(let path, let key, let found?, let expected):
            "\(path): '\(key)' is \(found.prefix(80)); supported is \(expected)"
        case .badVocabulary(let path, let error): "\(path): \(error)"
        case .badWeights(let path, nil, let fault): "\(path): \(fault)"
        case .badWeights(let path, let tensor?, let fault): "\(path): tensor '\(tensor)' \(fault)"
        case .wrongPurpose(let folder, let expected): "'\(folder)' is not \(expected)"
        case .badVector(let row, let fault): "vector \(row) \(fault)"
        }
    }
}

extension WeightsFault: CustomStringConvertible {
    /// The predicate of a sentence about the tensor, or a sentence about the file.
    public var description: String {
        switch self {
        case .truncated(let size): "the file ends at byte \(size), inside the length of its header"
        case .headerTooLong(let stated, let limit):
            "the header is said to have \(stated) bytes; at most \(limit) are possible here"
        case .headerNotUTF8: "the header is not valid UTF-8"
        case .header(let error): "byte \(error.offset) of the header: \(error)"
        case .nameTooLong(let limit): "a tensor's name has more than \(limit) bytes"
        case .duplicateName: "is listed twice"
        case .unknownType(let type): "has the unknown type '\(type)'"
        case .unusableType(let type): "has type \(type); weights are read as F32, F16 or BF16"
        case .negativeDimension(let dimension): "has the dimension \(dimension)"
        case .tooLarge(let shape): "has the shape \(shape), more bytes than a file can have"
        case .offsetsOutside(let begin, let end, let size):
            "is said to lie at \(begin)..<\(end) of \(size) bytes"
        case .wrongSize(let shape, let expected, let found):
            "has \(found) bytes; its shape \(shape) needs \(expected)"
        case .overlap(let other, let offset): "overlaps tensor '\(other)' at byte \(offset) of the data"
        case .hole(let from, let to): "bytes \(from)..<\(to) of the data belong to no tensor"
        case .missing: "is missing"
        case .wrongShape(let expected, let found): "has the shape \(found); \(expected) is expected"
        case .notFinite(let index): "holds NaN or infinity, at value \(index)"
        case .overflow: "the weights are so large that a vector came out infinite"
        }
    }
}

extension VectorFault: CustomStringConvertible {
    /// The predicate of a sentence about the vector.
    public var description: String {
        switch self {
        case .wrongDimension(let expected, let found): "has \(found) values; \(expected) are expected"
        case .notRepresentable(let index): "holds a number that half precision does not have, at value \(index)"
        }
    }
}
