public import HTTPClient
public import JSONStream

/// Why a remote model gave no vectors, without the texts.
public struct RemoteEncoderError: Error, Equatable, Sendable {
    public let kind: Kind
    /// The model's name.
    public let model: String
    /// The address that was asked, without its query.
    public let url: String

    public enum Kind: Error, Equatable, Sendable {
        /// The server was not reached, refused, broke off or was too slow; cancellation is here too.
        case request(HTTPError.Kind)
        /// The answer is something else, such as a page.
        case notJSON(contentType: String?)
        /// JSON that is damaged or no list of vectors.
        case malformed(JSONError)
        case wrongCount(expected: Int, got: Int)
        /// An index that no text has.
        case unknownIndex(Int)
        case duplicateIndex(Int)
        /// A vector of another length than those before it; nothing is expected of the first.
        case wrongDimension(expected: Int?, got: Int)
        /// A number that is infinite or none, in the vector with this index.
        case notFinite(index: Int)
    }

    /// Whether the same call may succeed later, though all attempts have failed.
    public var isRetriable: Bool {
        if case .request(let kind) = kind { HTTPError(kind, url: url).isRetriable } else { false }
    }
}

extension RemoteEncoderError: CustomStringConvertible {
    public var description: String {
        let answer = "the answer of \(url) for the model \(model)"
        return switch kind {
        case .request(let kind): "\(HTTPError(kind, url: url).description) (asked for the model \(model))"
        case .notJSON(let type):
            "\(answer) is \(type ?? "of no declared type") and not JSON; check that the address ends before /embeddings"
        case .malformed(let error): "\(answer) is no list of vectors: at byte \(error.offset) \(error)"
        case .wrongCount(let expected, let got): "\(answer) has \(got) vectors for \(expected) texts"
        case .unknownIndex(let index): "\(answer) has a vector for text \(index), which was not sent"
        case .duplicateIndex(let index): "\(answer) has two vectors for text \(index)"
        case .wrongDimension(let expected?, let got): "\(answer) has a vector of \(got) numbers instead of \(expected)"
        case .wrongDimension(nil, let got): "\(answer) has a vector of \(got) numbers"
        case .notFinite(let index): "\(answer) has numbers in vector \(index) that are not finite"
        }
    }
}
