/// Why the pipeline could not begin or go on.
public enum PipelineError: Error, Equatable, Sendable {
    case noArchive(folder: String)
    /// No run has indexed passages, or the folder of vectors is gone.
    case notIndexed(folder: String)
    /// The encoder that is asked for did not make the vectors that are searched.
    case otherEncoder(folder: String)
    case unclearFolder(candidates: [String])
    case cannotWrite(path: String, reason: String)
    case cannotRead(path: String, reason: String)
    case held(folder: String, by: String)
    case badConfiguration(path: String, offset: Int?, reason: String)
    case missingInput(path: String)
}

extension PipelineError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .noArchive(let folder):
            "no archive in '\(folder)'; make one with 'quarry ingest DIR --output \(folder)'"
        case .notIndexed(let folder):
            "nothing in '\(folder)' can be searched yet; 'quarry run DIR --output \(folder)' indexes it"
        case .otherEncoder(let folder):
            "the passages in '\(folder)' were encoded by another encoder; name that one with --encoder, or let "
                + "'quarry run' encode them anew with this one"
        case .unclearFolder(let candidates) where candidates.isEmpty:
            "no archive below 'output/'; make one with 'quarry ingest DIR', or name its folder with --output"
        case .unclearFolder(let candidates):
            "several archives below 'output/'; choose one with --output: \(candidates.joined(separator: ", "))"
        case .cannotWrite(let path, let reason): "cannot write '\(path)': \(reason)"
        case .cannotRead(let path, let reason): "cannot read '\(path)': \(reason)"
        case .held(let folder, let holder): "'\(folder)' is in use by \(holder); wait for it to end, or stop it"
        case .badConfiguration(let path, let offset, let reason):
            "\(path)\(offset.map { ":\($0)" } ?? ""): \(reason)"
        case .missingInput(let path): "'\(path)' does not exist"
        }
    }
}
