import Chat
import Embedding
import Glibc
import HTTPClient
import Matrices
import Pipeline

/// Which encoder the options name.
struct EncoderChoice {
    var place: String?
    var model: String?
    var precision: Precision?
    var threads: Int?

    private static let standardName = "models/all-MiniLM-L6-v2"

    /// The standard model, below the working folder or below one that the program lies in.
    static var standardFolder: String? {
        var folder = "/proc/self/exe"
        if let program = realpath(folder, nil) {
            folder = String(cString: program)
            free(program)
        }
        var places = [standardName]
        while let slash = folder.lastIndex(of: "/") {
            folder = String(folder[..<slash])
            places.append(folder + "/" + standardName)
        }
        return places.first { FileStatus(path: $0)?.isFolder ?? false }
    }

    private static let keyName = "QUARRY_ENCODER_KEY"

    /// The encoder for a run, which goes on without one where none is named and the standard one is not there.
    func source(_ surroundings: Surroundings) -> EncoderSource {
        let place = place ?? Self.standardFolder
        let name = [place ?? "", model ?? "", precision?.rawValue ?? ""].joined(separator: " ")
        return EncoderSource(name: name) { place == nil ? nil : try open(surroundings) }
    }

    func open(_ surroundings: Surroundings) throws -> any TextEncoder {
        guard let place = place ?? Self.standardFolder else { throw EmbedFailure.noStandardModel }
        guard place.contains("://") else {
            return try LocalEncoder(path: place, precision: precision, threads: threads)
        }
        guard let model else { throw EmbedFailure.noModelName }
        let remote = RemoteModel(
            base: try HTTPURL(place), name: model, key: try surroundings.secret(Self.keyName).map(BearerKey.init))
        return RemoteEncoder(
            remote, transport: CurlTransport(), retrier: Retrier(seed: UInt64.random(in: 0 ... .max)))
    }
}

extension Surroundings {
    /// A secret from the environment, or from the file that the environment names by the same name and `_FILE`.
    func secret(_ name: String) throws -> String? {
        if let secret = environment[name], !secret.isEmpty { return secret }
        guard let path = environment[name + "_FILE"], !path.isEmpty else { return nil }
        return try TextSource.wholeText(of: path)
    }
}
