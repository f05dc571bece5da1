public import HTTPClient
public import JSONStream

/// Why a remote model gave no scores, without the texts.
public struct RemoteRerankerError: Error, Equatable, Sendable {
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
        /// JSON that is damaged or no list of scores.
        case malformed(JSONError)
        case wrongCount(expected: Int, got: Int)
        /// An index that no passage has.
        case unknownIndex(Int)
        case duplicateIndex(Int)
        /// The score with this index is infinite, or beyond f32.
        case notFinite(index: Int)
    }

    /// Whether the same call may succeed later, though all attempts have failed.
    public var isRetriable: Bool {
        if case .request(let kind) = kind { HTTPError(kind, url: url).isRetriable } else { false }
    }
}

extension RemoteRerankerError: CustomStringConvertible {
    public var description: String {
        let answer = "the answer of \(url) for the model \(model)"
        return switch kind {
        case .request(let kind): "\(HTTPError(kind, url: url).description) (asked for the model \(model))"
        case .notJSON(let type):
            "\(answer) is \(type ?? "of no declared type") and not JSON; check that the address ends before /rerank"
        case .malformed(let error): "\(answer) is no list of scores: at byte \(error.offset) \(error)"
        case .wrongCount(let expected, let got): "\(answer) has \(got) scores for \(expected) passages"
        case .unknownIndex(let index): "\(answer) has a score for passage \(index), which was not sent"
        case .duplicateIndex(let index): "\(answer) has two scores for passage \(index)"
        case .notFinite(let index): "\(answer) has a score for passage \(index) that is not finite"
        }
    }
}
