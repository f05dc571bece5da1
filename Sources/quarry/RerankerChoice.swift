import Embedding
import HTTPClient

/// Which reranker the options name.
struct RerankerChoice {
    /// `none`, `late`, the folder of a cross-encoder, or a server's address.
    var place: String
    var model: String?

    private static let keyName = "QUARRY_ENCODER_KEY"

    /// Whether it compares the encoder's tokens.
    var needsEncoder: Bool {
        place == "late"
    }

    /// - Parameter encoder: must be there if it is needed.
    func open(_ encoder: (any TextEncoder)?, _ surroundings: Surroundings) throws -> (any Reranker)? {
        switch place {
        case "none": return nil
        case _ where needsEncoder:
            guard let local = encoder as? LocalEncoder else { throw EvaluationFailure.noTokens }
            return LateInteraction(local)
        case _ where place.contains("://"):
            guard let model else { throw EvaluationFailure.noRerankModel }
            return RemoteReranker(
                base: try HTTPURL(place), name: model,
                key: try surroundings.secret(Self.keyName).map(BearerKey.init), transport: CurlTransport(),
                retrier: Retrier(seed: UInt64.random(in: 0 ... .max)))
        default: return try CrossEncoder(path: place)
        }
    }
}
