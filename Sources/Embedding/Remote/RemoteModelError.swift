public import HTTPClient
public import JSONStream

/// Why a remote model gave no vectors or no scores, without the texts.
public struct RemoteModelError: Error, Equatable, Sendable {
    public let kind: Kind
    /// What it was asked for.
    public let wanted: Wanted
    /// The model's name.
    public let model: String
    /// The address that was asked, without its query.
    public let url: String

    public enum Wanted: Sendable {
        case vectors
        case scores
    }

    public enum Kind: Error, Equatable, Sendable {
        /// The server was not reached, refused, broke off or was too slow; cancellation is here too.
        case request(HTTPError.Kind)
        /// The answer is something else, such as a page.
        case notJSON(contentType: String?)
        /// JSON that is damaged or no list of what was asked for.
        case malformed(JSONError)
        case wrongCount(expected: Int, got: Int)
        /// An index that no text has.
        case unknownIndex(Int)
        case duplicateIndex(Int)
        /// A vector of another length than those before it; nothing is expected of the first.
        case wrongDimension(expected: Int?, got: Int)
        /// A number that is infinite or none, or beyond f32, in what has this index.
        case notFinite(index: Int)
    }

    /// Whether the same call may succeed later, though all attempts have failed.
    public var isRetriable: Bool {
        if case .request(let kind) = kind { HTTPError(kind, url: url).isRetriable } else { false }
    }
}

extension RemoteModelError: CustomStringConvertible {
    public var description: String {
        let answer = "the answer of \(url) for the model \(model)"
        return switch kind {
        case .request(let kind): "\(HTTPError(kind, url: url).description) (asked for the model \(model))"
        case .notJSON(let type):
            "\(answer) is \(type ?? "of no declared type") and not JSON; "
                + "check that the address ends before /\(wanted.path)"
        case .malformed(let error): "\(answer) is no list of \(wanted): at byte \(error.offset) \(error)"
        case .wrongCount(let expected, let got): "\(answer) has \(got) \(wanted) for \(expected) \(wanted.subject)s"
        case .unknownIndex(let index):
            "\(answer) has \(wanted) for \(wanted.subject) \(index), which was not sent"
        case .duplicateIndex(let index): "\(answer) has two \(wanted) for \(wanted.subject) \(index)"
        case .wrongDimension(let expected?, let got): "\(answer) has a vector of \(got) numbers instead of \(expected)"
        case .wrongDimension(nil, let got): "\(answer) has a vector of \(got) numbers"
        case .notFinite(let index): "\(answer) has numbers for \(wanted.subject) \(index) that are not finite"
        }
    }
}

extension RemoteModelError.Wanted {
    /// Where a server gives it.
    var path: StaticString {
        switch self {
        case .vectors: "embeddings"
        case .scores: "rerank"
        }
    }

    /// What it is of.
    fileprivate var subject: String {
        switch self {
        case .vectors: "text"
        case .scores: "passage"
        }
    }
}
