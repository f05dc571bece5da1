/// Why a file is no vocabulary.
public struct VocabularyError: Error, Equatable, Sendable {
    public let kind: Kind
    /// The line, from 1; nil where the whole file is meant.
    public let line: Int?

    public enum Kind: Equatable, Sendable {
        case tooLarge(bytes: Int, limit: Int)
        case invalidUTF8
        /// A line without a token, which would shift no number but stand for nothing.
        case empty
        /// The same token stands on an earlier line.
        case duplicate(earlier: Int)
        /// No line holds a token that BERT cannot do without.
        case missing(String)
    }

    init(_ kind: Kind, line: Int? = nil) {
        self.kind = kind
        self.line = line
    }
}

extension VocabularyError: CustomStringConvertible {
    public var description: String {
        let place = line.map { "line \($0)" } ?? "the file"
        return switch kind {
        case .tooLarge(let bytes, let limit): "\(place) has \(bytes) bytes; a vocabulary has at most \(limit)"
        case .invalidUTF8: "\(place) is not valid UTF-8"
        case .empty: "\(place) holds no token"
        case .duplicate(let earlier): "\(place) repeats the token of line \(earlier)"
        case .missing(let token): "\(place) has no line \(token)"
        }
    }
}
